import { failure, success, type Result } from '@isocentre/evidence';
import { checkHead, type TreeHead } from '@isocentre/ledger';
import { readText } from './files.ts';

/** Reads a file of isocentre in JSON. */
const readJson = async (path: string): Promise<Result<unknown>> => {
  const file = await readText(path);
  if (!file.ok) return file;
  try {
    return success(JSON.parse(file.value.text) as unknown);
  } catch {
    return failure({ where: path, found: 'text that is no JSON', expected: 'a file of isocentre, in JSON' });
  }
};

const has = (value: unknown, name: string): boolean => typeof value === 'object' && value !== null && name in value;

/** Reads a signed head that was kept; against the key of the ledger too where that is known. */
export const readHead = async (path: string, key?: string): Promise<Result<TreeHead>> => {
  const value = await readJson(path);
  if (!value.ok || has(value.value, 'root')) return value.ok ? checkHead(value.value, path, key) : value;
  // Something else altogether, of which no field need be named.
  const isProof = has(value.value, 'inclusion');
  return failure({
    where: path,
    found: isProof ? 'the proof of an entry, which "isocentre verify-proof" checks' : 'no signed head',
    expected: 'a signed head, as "isocentre ledger head" writes it',
  });
};

/** Reads the file of a proof, which is still to be checked. */
export const readProof = async (path: string): Promise<Result<unknown>> => {
  const value = await readJson(path);
  if (!value.ok || has(value.value, 'inclusion')) return value;
  const isHead = has(value.value, 'root');
  return failure({
    where: path,
    found: isHead ? 'a signed head, which "isocentre ledger verify --head" checks against' : 'no proof',
    expected: 'the proof of an entry, as its page gives it',
  });
};

/** Reads an option that is a public key. */
export const publicKey = (text: string | undefined): Result<string | undefined> => {
  const key = text?.toLowerCase();
  return key === undefined || /^[0-9a-f]{64}$/.test(key)
    ? success(key)
    : failure({ where: '--key', found: `"${text ?? ''}"`, expected: '64 hexadecimal digits' });
};
