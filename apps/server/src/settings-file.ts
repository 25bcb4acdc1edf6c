import { readFileSync } from 'node:fs';
import { checkShape, failure, parseYaml, success, type Located, type Result } from '@isocentre/evidence';
import type { z } from 'zod';

/** Where a file of settings says that a secret is: it holds none itself. */
export interface SecretSource {
  readonly 'secret-variable'?: string;
  readonly 'secret-file'?: string;
}

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
};

/**
 * Reads a YAML file of settings and checks every key and value of it.
 *
 * @param what What stands in it, in the plural, for whoever reads that it is missing.
 */
export const readSettingsFile = <T>(path: string, what: string, schema: z.ZodType<T>): Result<Located<T>> => {
  const text = readText(path);
  if (text === undefined)
    return failure({ where: path, found: 'no such file', expected: `a file of ${what} that can be read` });
  const parsed = parseYaml({ name: path, text });
  return parsed.ok ? checkShape(parsed.value, schema, () => 'that the guide of the server lists') : parsed;
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
