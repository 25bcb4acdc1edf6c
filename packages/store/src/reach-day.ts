import { readEntry } from '@isocentre/ledger';
import { comeTo, latestMoment, recordOn, type Register } from '@isocentre/registers';
import { sql, type Kysely, type Transaction } from 'kysely';
import { noRows, readKnown, writeAll, writeDraft, type Known, type Rows } from './append.ts';
import { readHistory } from './read.ts';
import { rowOf } from './record-row.ts';
import type { Tables } from './tables.ts';

interface Name {
  readonly register: string;
  readonly key: string;
}

const hasLater = sql`later <> '[]' and later -> 0 ->> 'on'`;

/** The records to which something comes by a day. */
const readDue = async (transaction: Transaction<Tables>, day: string): Promise<readonly Name[]> => {
  const { rows } = await sql<Name>`
    select register, key from record where ${hasLater} <= ${day} order by register, place`.execute(transaction);
  return rows;
};

/**
 * The records of a store that was never brought to a day by this program: those about which more than one entry was written,
 * those with a date that brings something, and those in a state since another day than the date that brings it.
 */
const readFirst = async (
  transaction: Transaction<Tables>,
  registers: ReadonlyMap<string, Register>,
): Promise<readonly Name[]> => {
  const timed = [...registers.values()].flatMap((register) =>
    register.timed.map(({ action, field }) => {
      const { from = [], to = '' } = register.transitions.find((one) => one.action === action) ?? {};
      return sql`union select register, key from record
        where register = ${register.name} and ((state = any(${[...from]}::text[]) and content ->> ${field} is not null)
          or (state = ${to} and content ->> ${field} <> since))`;
    }),
  );
  const { rows } = await sql<Name>`
    select register, key from entry group by register, key having count(*) > 1
    ${sql.join(timed, sql` `)} order by 1, 2`.execute(transaction);
  return rows;
};

/** Folds a record as it holds on the day, and decides what then happens by itself. */
const bring = async (
  transaction: Transaction<Tables>,
  register: Register,
  key: string,
  { known, rows, registers, recorded }: Work,
): Promise<void> => {
  const name = `${register.name} ${key}`;
  const before = known.records.get(name);
  const stored = await transaction
    .selectFrom('entry')
    .select(['number', 'bytes'])
    .where('register', '=', register.name)
    .where('key', '=', key)
    .execute();
  // What is damaged is named by a verification; nobody waits for it here.
  if (!before || stored.some(({ bytes }) => !readEntry(bytes, name).ok)) return;
  const { entries, items } = await readHistory(transaction, register.name, key);
  // Day by day, so that days when nothing ran bring what they would have brought.
  const moment = { validTime: `${known.day}T23:59:59.999Z`, recordedTime: latestMoment };
  const { drafts, record: come } = comeTo(register, entries, moment, items);
  const record = come ?? recordOn(register, entries, known.day, items);
  if (!record) return;
  const numbers = drafts.map((draft) => writeDraft(draft, known, rows, registers, recorded));
  const lastEntry = numbers.at(-1) ?? record.lastEntry;
  known.records.set(name, rowOf(register, { ...record, lastEntry }, before.place));
  rows.changed.add(name);
};

interface Work {
  readonly known: Known;
  readonly rows: Rows;
  readonly registers: ReadonlyMap<string, Register>;
  readonly recorded: string;
}

/**
 * Brings the read table to a day, in one transaction: what was announced for days up to it holds, and what happens by itself
 * on them is decided by the calendar, from its day, however long nothing ran. A table that is further on already stays.
 */
export const reachDay = async (
  database: Kysely<Tables>,
  registers: ReadonlyMap<string, Register>,
  day: string,
  now: () => Date,
): Promise<void> => {
  const { rows: found } = await sql<{ readonly day: string | null; readonly isDue: boolean }>`
    select day, exists (select from record where ${hasLater} <= ${day}) as "isDue" from ledger where id = 1`.execute(
    database,
  );
  const reached = found[0]?.day ?? '';
  if (reached >= day && found[0]?.isDue !== true) return;
  await database.transaction().execute(async (transaction) => {
    const known = await readKnown(transaction, [], []);
    const due = known.day === '' ? await readFirst(transaction, registers) : await readDue(transaction, day);
    const all = await readKnown(transaction, [], due);
    all.day = known.day > day ? known.day : day;
    const work = { known: all, rows: noRows(), registers, recorded: now().toISOString() };
    for (const { register: name, key } of due) {
      const register = registers.get(name);
      if (register) await bring(transaction, register, key, work);
    }
    await writeAll(transaction, work.rows, all);
    await transaction.updateTable('ledger').set({ day: all.day }).where('id', '=', 1).execute();
  });
};
