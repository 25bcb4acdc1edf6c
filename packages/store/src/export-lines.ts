import { leafHash, toHex, type Entry, type Item } from '@isocentre/ledger';
import type { Register } from '@isocentre/registers';
import type { Kysely } from 'kysely';
import { entryOf, itemOf } from './read.ts';
import type { Tables } from './tables.ts';

/** The first line of a copy: of everything, or of what anyone may see. */
export const formats = { whole: 'isocentre ledger 1', open: 'isocentre public ledger 1' } as const;

const page = 1000;

/** Whether all that stands in an entry may be seen by anyone. */
const isOpen = ({ what }: Entry, register: Register | undefined): boolean => {
  const fields = [...Object.keys(what['set'] ?? {}), ...(Array.isArray(what['unset']) ? what['unset'] : [])];
  return register !== undefined && fields.every((field) => register.publicFields.includes(String(field)));
};

/**
 * Writes the ledger as lines of JSON, as it is at one moment: a first line with the format, one an entry, one a signed
 * head, and a last line with the count, so that a copy that was cut is seen. Content that was redacted is not in it.
 *
 * @param registers Given, the lines are for anyone: no content apart, and of an entry with a field that is not public
 * only its hash, by which the tree can still be checked against a signed head.
 */
export async function* exportLines(
  database: Kysely<Tables>,
  registers?: ReadonlyMap<string, Register>,
): AsyncGenerator<string> {
  const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
  // One moment for all pages: what is written or erased meanwhile belongs to the next copy.
  const transaction = await database
    .startTransaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute();
  try {
    const { size } = await transaction.selectFrom('ledger').select('size').executeTakeFirstOrThrow();
    yield line({ format: registers ? formats.open : formats.whole });
    for (let after = 0; after < size; after += page) {
      const last = Math.min(size, after + page);
      const rows = await transaction
        .selectFrom('entry')
        .select(['number', 'bytes'])
        .where('number', '>', after)
        .where('number', '<=', last)
        .orderBy('number')
        .execute();
      const items = registers
        ? []
        : await transaction
            .selectFrom('item')
            .select(['entry', 'name', 'bytes'])
            .where('entry', '>', after)
            .where('entry', '<=', last)
            .execute();
      const byEntry = new Map<number, Record<string, Item | undefined>>();
      for (const { entry, name, bytes } of items) {
        byEntry.set(entry, Object.assign(byEntry.get(entry) ?? {}, { [name]: itemOf(bytes) }));
      }
      for (const row of rows) {
        const entry = entryOf(row);
        if (!registers) yield line({ entry, items: byEntry.get(row.number) ?? {} });
        else if (isOpen(entry, registers.get(entry.register))) yield line({ entry });
        else yield line({ number: row.number, leaf: toHex(leafHash(row.bytes)) });
      }
    }
    const heads = await transaction
      .selectFrom('head')
      .select('content')
      .where('size', '<=', size)
      .orderBy('size')
      .execute();
    for (const { content } of heads) yield line({ head: content });
    yield line({ end: size });
  } finally {
    await transaction.rollback().execute();
  }
}
