import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure, success, type Result } from '@isocentre/evidence';
import { fromHex } from '@isocentre/ledger';
import type { StorePlace } from './open-store.ts';

const keyBytes = 32;

const keyOf = (text: string, where: string): Result<Uint8Array> => {
  const key = fromHex(text.trim());
  if (key?.length === keyBytes) return success(key);
  return failure({ where, found: 'something else', expected: 'a secret key of 32 bytes in 64 hexadecimal digits' });
};

/**
 * Finds the secret key that heads of the ledger are signed with: `ISOCENTRE_LEDGER_KEY` in the environment, else the
 * file `ledger-key` in the folder of the data, which is made the first time and only its owner can read. A database
 * at an address needs the former, since all that sign its heads must do it with one key.
 */
export const signingKey = (
  place: StorePlace,
  environment: Readonly<Record<string, string | undefined>>,
): Result<Uint8Array> => {
  const { ISOCENTRE_LEDGER_KEY: given = '' } = environment;
  if (given !== '') return keyOf(given, 'ISOCENTRE_LEDGER_KEY');
  if ('address' in place) {
    return failure({
      where: 'ISOCENTRE_LEDGER_KEY',
      found: 'nothing',
      expected: 'the secret key of the ledger, 64 hexadecimal digits, beside DATABASE_URL',
    });
  }
  const file = join(place.folder, 'ledger-key');
  try {
    // On the disk before the first head is signed with it.
    const handle = openSync(file, 'wx', 0o600);
    writeFileSync(handle, randomBytes(keyBytes).toString('hex'));
    fsyncSync(handle);
    closeSync(handle);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
      return failure({ where: file, found: 'a file that cannot be written', expected: 'a place for the key' });
    }
  }
  return keyOf(readFileSync(file, 'utf8'), file);
};
