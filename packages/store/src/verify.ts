import {
  canonicalJson,
  readEntry,
  treeHeadSchema,
  verifyLog,
  type Entry,
  type Flaw,
  type Item,
  type LogVerdict,
  type StoredEntry,
  type TreeHead,
} from '@isocentre/ledger';
import { recordOn, type Register } from '@isocentre/registers';
import type { Kysely } from 'kysely';
import { readPostingFlaws } from './postings.ts';
import { itemOf } from './read.ts';
import { rowOf, type RecordRow } from './record-row.ts';
import type { Tables } from './tables.ts';

const canonical = (value: unknown): string => {
  const text = canonicalJson(value);
  return text.ok ? text.value : '';
};

/** Recomputes the read table, of the day on which it says to hold, from the entries and tells each row that is another. */
const readTableFlaws = async (
  database: Kysely<Tables>,
  registers: ReadonlyMap<string, Register>,
  entries: ReadonlyMap<string, readonly Entry[]>,
  items: ReadonlyMap<string, Item>,
): Promise<readonly Flaw[]> => {
  const flaws: Flaw[] = [];
  const rows = new Map<string, RecordRow>();
  const places = new Map<string, number>();
  const { day } = await database.selectFrom('ledger').select('day').where('id', '=', 1).executeTakeFirstOrThrow();
  for (const row of await database.selectFrom('record').selectAll().execute())
    rows.set(`${row.register} ${row.key}`, row);
  for (const [name, all] of entries) {
    const register = registers.get(all[0]?.register ?? '');
    const record = register && recordOn(register, all, day ?? '', items);
    const found = rows.get(name);
    rows.delete(name);
    // Records have their places in the order in which they came: one that is missing moves no other.
    const after = places.get(register?.name ?? '') ?? 0;
    const place = Math.max(found?.place ?? after, after);
    const expected = record && rowOf(register, record, place);
    const last = all.at(-1)?.number ?? 0;
    if (canonical(found ?? null) === canonical(expected ?? null)) places.set(register?.name ?? '', place + 1);
    else {
      flaws.push({
        where: `entry ${last}`,
        found: found === undefined ? `no record ${name}` : `a record ${name} that is not what its entries make it`,
        expected: 'the record that the entries make',
      });
    }
  }
  for (const name of rows.keys())
    flaws.push({ where: `record ${name}`, found: 'a record', expected: 'none: it has no entry' });
  return flaws;
};

/**
 * Verifies the whole store: the log against its tree and the heads that were kept elsewhere, content apart against its
 * hashes, and the read table against the entries. Reads all of it into memory, some 2 KB an entry.
 *
 * @param kept Heads that were kept elsewhere, already checked; without one a cut at the end cannot be seen.
 */
export const verifyStore = async (
  database: Kysely<Tables>,
  registers: ReadonlyMap<string, Register>,
  kept: readonly TreeHead[],
): Promise<LogVerdict> => {
  const rows = await database.selectFrom('entry').selectAll().orderBy('number').execute();
  const items = new Map<string, Item>();
  const byEntry = new Map<number, Map<string, Item>>();
  for (const row of await database.selectFrom('item').selectAll().execute()) {
    const item = itemOf(row.bytes) ?? { salt: '', content: null };
    items.set(row.hash, item);
    byEntry.set(row.entry, (byEntry.get(row.entry) ?? new Map()).set(row.hash, item));
  }
  const nodes = new Map<string, Uint8Array>();
  for (const row of await database.selectFrom('tree_node').selectAll().execute()) {
    nodes.set(`${row.level} ${row.position}`, row.hash);
  }
  const stored: readonly StoredEntry[] = rows.map(({ number, bytes }) => ({
    number,
    bytes,
    items: byEntry.get(number) ?? new Map(),
  }));
  const own = await database.selectFrom('head').select('content').execute();
  const keys = new Set(own.flatMap(({ content }) => treeHeadSchema.safeParse(content).data?.key ?? []));
  const node = (level: number, index: number): Uint8Array | undefined => nodes.get(`${level} ${index}`);
  const verdict = verifyLog({ entries: stored, node, keys }, kept);
  const flaws: Flaw[] = [...verdict.flaws];
  const entries = new Map<string, Entry[]>();
  for (const row of rows) {
    const entry = readEntry(row.bytes, `entry ${row.number}`);
    if (!entry.ok) continue;
    const { register, key, kind } = entry.value;
    if (row.register !== register || row.key !== key || row.kind !== kind) {
      flaws.push({
        where: `entry ${row.number}`,
        found: `it under ${row.register} ${row.key} ${row.kind}`,
        expected: `it under ${register} ${key} ${kind}, as it says itself`,
      });
    }
    const name = `${register} ${key}`;
    const known = entries.get(name);
    if (known) known.push(entry.value);
    else entries.set(name, [entry.value]);
  }
  flaws.push(...(await readTableFlaws(database, registers, entries, items)), ...(await readPostingFlaws(database)));
  return { ...verdict, flaws };
};
