import { failure, success, type Result } from '@isocentre/evidence';
import { checkHead, type TreeHead } from '@isocentre/ledger';
import { readText } from './files.ts';

/** Reads a file of isocentre in JSON. */
export const readJson = async (path: string): Promise<Result<unknown>> => {
  const file = await readText(path);
  if (!file.ok) return file;
  try {
    return success(JSON.parse(file.value.text) as unknown);
  } catch {
    return failure({ where: path, found: 'text that is no JSON', expected: 'a file of isocentre, in JSON' });
  }
};

/** Reads a signed head that was kept; against the key of the ledger too where that is known. */
export const readHead = async (path: string, key?: string): Promise<Result<TreeHead>> => {
  const value = await readJson(path);
  return value.ok ? checkHead(value.value, path, key) : value;
};

/** Reads an option that is a public key. */
export const publicKey = (text: string | undefined): Result<string | undefined> => {
  const key = text?.toLowerCase();
  return key === undefined || /^[0-9a-f]{64}$/.test(key)
    ? success(key)
    : failure({ where: '--key', found: `"${text ?? ''}"`, expected: '64 hexadecimal digits' });
};
