import { readEntry, type Entry } from '@isocentre/ledger';
import type { Store } from '@isocentre/store';

/** Reads an entry by its number, in one statement whatever comes of it; undefined where there is none. */
export const readPlainEntry = async (database: Store['database'], number: number): Promise<Entry | undefined> => {
  const row = await database.selectFrom('entry').select('bytes').where('number', '=', number).executeTakeFirst();
  if (!row) return undefined;
  const entry = readEntry(row.bytes, `entry ${number}`);
  if (!entry.ok) throw new Error(`entry ${number} is damaged: the store has to be verified`);
  return entry.value;
};
