import { readFileSync } from 'node:fs';
import { failure, success, type Result } from '@isocentre/evidence';

/** Where a file of settings says that a secret is: it holds none itself. */
export interface SecretSource {
  readonly 'secret-variable'?: string;
  readonly 'secret-file'?: string;
}

/** Reads a file of settings or a secret; undefined where it cannot be read. */
export const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/**
 * Reads a secret from the environment variable or the file that settings name.
 *
 * @param what What the secret is, for whoever reads that it is missing.
 */
export const readSecret = (
  { 'secret-variable': variable, 'secret-file': file }: SecretSource,
  environment: Readonly<Record<string, string | undefined>>,
  where: string,
  what: string,
): Result<string> => {
  if ((variable === undefined) === (file === undefined)) {
    const found = variable === undefined ? 'neither' : 'both';
    return failure({ where, found, expected: 'one of secret-variable and secret-file' });
  }
  const secret = (variable === undefined ? readText(file ?? '') : environment[variable])?.trim() ?? '';
  if (secret !== '') return success(secret);
  return failure({ where, found: `no secret in ${variable ?? file ?? ''}`, expected: what });
};
