import { failure, success, type Result } from '@isocentre/evidence';
import { recordOn, type Register } from '@isocentre/registers';
import type { Kysely, Transaction } from 'kysely';
import { noRows, writeRows, type Known } from './append.ts';
import { CopyReader } from './read-lines.ts';
import { rowOf } from './record-row.ts';
import type { Tables } from './tables.ts';

const page = 1000;

const knownOf = (size: number, day: string): Known => ({
  size,
  day,
  nodes: new Map(),
  records: new Map(),
  places: new Map(),
  requests: new Map(),
});

const writeRecords = async (
  transaction: Transaction<Tables>,
  reader: CopyReader,
  registers: ReadonlyMap<string, Register>,
  day: string,
): Promise<void> => {
  const known = knownOf(reader.tree.size, day);
  const rows = noRows();
  for (const [name, entries] of reader.entries) {
    const register = registers.get(entries[0]?.register ?? '');
    const record = register && recordOn(register, entries, day, reader.items);
    if (!record) continue;
    const place = known.places.get(register.name) ?? 0;
    known.places.set(register.name, place + 1);
    known.records.set(name, rowOf(register, record, place));
    rows.changed.add(name);
  }
  await writeRows(transaction, rows, known);
};

/**
 * Fills an empty store from a whole copy, in one transaction. Every entry, its content and every head in the copy is
 * checked; where anything is wrong, nothing is written and each place is told.
 *
 * @param day The present day, on which the records are then as they hold.
 * @returns how many entries there are.
 */
export const restoreLines = async (
  database: Kysely<Tables>,
  registers: ReadonlyMap<string, Register>,
  lines: AsyncIterable<string>,
  name: string,
  day: string,
): Promise<Result<number>> => {
  class Refused extends Error {}
  const reader = new CopyReader(name, true);
  const { problems, heads, tree } = reader;
  const writeEntries = async (transaction: Transaction<Tables>): Promise<void> => {
    await writeRows(transaction, reader.rows, knownOf(tree.size, day));
    reader.rows = noRows();
  };
  try {
    await database.transaction().execute(async (transaction) => {
      const { size } = await transaction.selectFrom('ledger').select('size').forUpdate().executeTakeFirstOrThrow();
      if (size > 0) {
        problems.push({ where: 'the store', found: `${size} entries`, expected: 'an empty store to restore into' });
        throw new Refused();
      }
      for await (const text of lines) {
        if (!reader.read(text)) throw new Refused();
        if (reader.rows.entry.length >= page) await writeEntries(transaction);
      }
      reader.finish([]);
      if (problems.length > 0) throw new Refused();
      await writeEntries(transaction);
      await writeRecords(transaction, reader, registers, day);
      for (const head of heads) {
        await transaction
          .insertInto('head')
          .values({ size: head.size, content: JSON.stringify(head) })
          .execute();
      }
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return failure(...problems);
  }
  return success(tree.size);
};
