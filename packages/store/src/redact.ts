import { recordAt, type Register } from '@isocentre/registers';
import type { Kysely } from 'kysely';
import { noRows, readKnown, writeDraft, writeRows } from './append.ts';
import { entryOf, readHistory } from './read.ts';
import { recordOf, rowOf } from './record-row.ts';
import type { Tables } from './tables.ts';

/** Content that is to be erased, and who decided it. */
export interface Redaction {
  /** The entry whose content apart it is. */
  readonly entry: number;
  /** Names of the content in the entry. */
  readonly names: readonly string[];
  readonly by: { readonly who: string; readonly capacity: string };
}

/** What became of it. */
export type Redacted =
  | { readonly kind: 'redacted'; readonly number: number }
  /** The entry has no content of these names that is still there. */
  | { readonly kind: 'nothing there' };

/** Beyond every time that a decision can name. */
const allTime = { validTime: '9999-12-31', recordedTime: '9999-12-31' };

/**
 * Erases content apart from the store, and from the read table, and writes an entry that says what was erased, in one
 * transaction. The entry that named the content stays, with its hash, so that every proof still holds.
 */
export const redact = (
  database: Kysely<Tables>,
  { entry: number, names, by }: Redaction,
  registers: ReadonlyMap<string, Register>,
  now: () => Date,
): Promise<Redacted> =>
  database.transaction().execute(async (transaction) => {
    const row = await transaction.selectFrom('entry').selectAll().where('number', '=', number).executeTakeFirst();
    const register = row && registers.get(row.register);
    if (!row || !register) return { kind: 'nothing there' };
    const { apart, key } = entryOf(row);
    const known = await readKnown(transaction, [], [{ register: register.name, key }]);
    const gone = await transaction
      .deleteFrom('item')
      .where('entry', '=', number)
      .where('name', 'in', ['', ...names.filter((name) => name in apart)])
      .returning('name')
      .execute();
    if (gone.length === 0) return { kind: 'nothing there' };
    const before = known.records.get(`${register.name} ${key}`);
    if (!before) throw new Error(`no record ${key}: the store has to be verified`);
    const { state, content, lastEntry } = recordOf(before);
    const recorded = now().toISOString();
    const rows = noRows();
    const written = writeDraft(
      {
        register: register.name,
        key,
        kind: 'redact',
        concerns: number,
        what: { erased: gone.map(({ name }) => name) },
        apart: {},
        by,
        evidence: [],
        validFrom: recorded,
        after: lastEntry,
        state,
        content,
      },
      known,
      rows,
      registers,
      recorded,
    );
    // The record as it is without the content: the read table and its words must not keep it.
    const { entries, items } = await readHistory(transaction, register.name, key);
    const record = recordAt(register, entries, allTime, items);
    if (record) known.records.set(`${register.name} ${key}`, rowOf(register, { ...record, lastEntry: written }));
    await writeRows(transaction, rows, known);
    return { kind: 'redacted', number: written };
  });
