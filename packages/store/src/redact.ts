import type { Entry } from '@isocentre/ledger';
import { memberships, permissionOf, recordOn, type Denial, type Person, type Register } from '@isocentre/registers';
import type { Kysely } from 'kysely';
import { noRows, readKnown, writeDraft, writeRows } from './append.ts';
import { readHistory } from './read.ts';
import { recordOf, rowOf } from './record-row.ts';
import type { Tables } from './tables.ts';

/** Content that is to be erased, and who asks for it. */
export interface Redaction {
  /** The entry whose content apart it is. */
  readonly entry: number;
  /** Names of the content in the entry. */
  readonly names: readonly string[];
  readonly person: Person;
  readonly reasons: string;
  /** The day of the decision. */
  readonly on: string;
}

/** What became of it. */
export type Redacted =
  /** The numbers of the entries that say what was erased, one for each entry that had it. */
  | { readonly kind: 'redacted'; readonly numbers: readonly number[] }
  | { readonly kind: 'denied'; readonly because: Denial }
  | { readonly kind: 'no reasons' }
  /** The entry has no content of these names that is still there. */
  | { readonly kind: 'nothing there' };

/** A piece of content apart: the entry that names it, and its name there. */
export interface Apart {
  readonly entry: number;
  readonly name: string;
}

/**
 * Gives what goes when content of an entry is erased: of it what is named, and of its corrections the fields about a person
 * that were carried over into them. Reasons are each entry's own.
 *
 * @param entries All entries of the key, oldest first.
 */
export const goesWith = (
  { personalFields }: Register,
  entries: readonly Entry[],
  number: number,
  names: readonly string[],
): readonly Apart[] => {
  const all = new Set([number]);
  return entries.flatMap((entry) => {
    if (entry.kind === 'correct' && all.has(entry.concerns ?? 0)) all.add(entry.number);
    if (!all.has(entry.number)) return [];
    const going = names.filter((name) => entry.number === number || personalFields.includes(name));
    return going.filter((name) => name in entry.apart).map((name) => ({ entry: entry.number, name }));
  });
};

/**
 * Erases content apart from the store, and from the read table, and writes an entry that says what was erased, in one
 * transaction, with all that {@link goesWith} tells. The entry that named the content stays, with its hash, so that every
 * proof still holds. Denied unless the register's table of authority lets the person `redact` in the record's state.
 */
export const redact = (
  database: Kysely<Tables>,
  { entry: number, names, person, reasons, on }: Redaction,
  registers: ReadonlyMap<string, Register>,
  now: () => Date,
): Promise<Redacted> =>
  database.transaction().execute(async (transaction) => {
    const row = await transaction.selectFrom('entry').selectAll().where('number', '=', number).executeTakeFirst();
    const register = row && registers.get(row.register);
    if (!row || !register) return { kind: 'nothing there' };
    const { key } = row;
    const name = `${register.name} ${key}`;
    const known = await readKnown(transaction, [], [{ register: register.name, key }]);
    const before = known.records.get(name);
    if (!before) throw new Error(`no record ${key}: the store has to be verified`);
    const permission = permissionOf(register, person, { action: 'redact', key, state: before.state, on });
    if (!permission.allowed) return { kind: 'denied', because: permission.because };
    if (reasons.trim() === '') return { kind: 'no reasons' };
    const { entries } = await readHistory(transaction, register.name, key);
    const gone = await transaction
      .deleteFrom('item')
      .where((is) => is.or(goesWith(register, entries, number, names).map((one) => is.and({ ...one }))))
      .returning(['entry', 'name'])
      .execute();
    if (gone.length === 0) return { kind: 'nothing there' };
    const { state, content } = recordOf(before);
    // What a provider said of the person stands beside the ledger too; their sessions end with it.
    const isPerson = gone.some((one) => register.personalFields.includes(one.name));
    if (register.name === memberships.name && isPerson && typeof content['person'] === 'string')
      await transaction.deleteFrom('account').where('person', '=', content['person']).execute();
    const recorded = now().toISOString();
    const rows = noRows();
    const numbers = [...new Set(gone.map(({ entry }) => entry))]
      .toSorted((one, other) => one - other)
      .map((concerns) =>
        writeDraft(
          {
            register: register.name,
            key,
            kind: 'redact',
            concerns,
            what: { erased: gone.flatMap((one) => (one.entry === concerns ? [one.name] : [])).toSorted() },
            apart: { reasons },
            by: { who: person.id, capacity: permission.capacity },
            evidence: [],
            validFrom: recorded,
            after: known.size,
            state,
            content,
          },
          known,
          rows,
          registers,
          recorded,
        ),
      );
    // The record as it is without the content: the read table and its words must not keep it.
    const { items } = await readHistory(transaction, register.name, key);
    const record = recordOn(register, entries, known.day, items);
    if (record) {
      const lastEntry = numbers.at(-1) ?? record.lastEntry;
      known.records.set(name, rowOf(register, { ...record, lastEntry }, before.place));
    }
    await writeRows(transaction, rows, known);
    return { kind: 'redacted', numbers };
  });
