import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import {
  checkEntry,
  checkHead,
  itemHash,
  itemSchema,
  entryBytes,
  itemBytes,
  leafHash,
  MerkleTree,
  nodesFilledBy,
  toHex,
  type Entry,
  type Item,
} from '@isocentre/ledger';
import { recordAt, type Register } from '@isocentre/registers';
import type { Kysely, Transaction } from 'kysely';
import { noRows, writeRows, type Known, type Rows } from './append.ts';
import { entryOf, itemOf } from './read.ts';
import { rowOf } from './record-row.ts';
import type { Tables } from './tables.ts';

const format = 'isocentre ledger 1';
const page = 1000;
const allTime = { validTime: '9999-12-31', recordedTime: '9999-12-31' };

/**
 * Writes the ledger as lines of JSON: a first line with the format, one an entry with its content apart, one a signed
 * head, and a last line with the count, so that a copy that was cut is seen. Content that was redacted is not in it.
 */
export async function* exportLines(database: Kysely<Tables>): AsyncGenerator<string> {
  const line = (value: unknown): string => `${JSON.stringify(value)}\n`;
  const { size } = await database.selectFrom('ledger').select('size').where('id', '=', 1).executeTakeFirstOrThrow();
  yield line({ format });
  for (let after = 0; after < size; after += page) {
    const last = Math.min(size, after + page);
    const rows = await database
      .selectFrom('entry')
      .select(['number', 'bytes'])
      .where('number', '>', after)
      .where('number', '<=', last)
      .orderBy('number')
      .execute();
    const items = await database
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
      yield line({ entry: entryOf(row), items: byEntry.get(row.number) ?? {} });
    }
  }
  const heads = await database.selectFrom('head').select('content').where('size', '<=', size).orderBy('size').execute();
  for (const { content } of heads) yield line({ head: content });
  yield line({ end: size });
}

interface Line {
  readonly format?: unknown;
  readonly entry?: unknown;
  readonly items?: unknown;
  readonly head?: unknown;
  readonly end?: unknown;
}

/** What was read so far, and the rows that are waiting to be written. */
class Restoring {
  readonly tree = new MerkleTree();
  readonly heads: unknown[] = [];
  readonly problems: Problem[] = [];
  readonly entries = new Map<string, Entry[]>();
  readonly items = new Map<string, Item>();
  rows: Rows = noRows();
  ended = false;

  entry({ entry: said, items }: Line, where: string): void {
    const number = this.tree.size + 1;
    const checked = checkEntry(said, where);
    if (!checked.ok) {
      this.problems.push(...checked.problems);
      return;
    }
    const entry = checked.value;
    if (entry.number !== number) {
      this.problems.push({ where, found: `entry ${entry.number}`, expected: `entry ${number}` });
      return;
    }
    const bytes = entryBytes(entry);
    for (const [name, value] of Object.entries(items ?? {})) {
      const item = itemSchema.safeParse(value);
      const hash = item.success ? itemHash(item.data) : '';
      if (!item.success || entry.apart[name] !== hash) {
        this.problems.push({ where, found: `${name} that does not fit its hash`, expected: String(entry.apart[name]) });
        continue;
      }
      this.items.set(hash, item.data);
      this.rows.item.push({ hash, entry: number, name, bytes: itemBytes(item.data) });
    }
    const { register, key, kind } = entry;
    this.rows.entry.push({ number, register, key, kind, bytes });
    for (const { level, index, hash } of nodesFilledBy(leafHash(bytes), this.tree.size, this.tree.node)) {
      this.rows.node.push({ level, position: index, hash });
    }
    this.tree.add(leafHash(bytes));
    const name = `${register} ${key}`;
    const known = this.entries.get(name);
    if (known) known.push(entry);
    else this.entries.set(name, [entry]);
  }
}

const knownOf = (size: number): Known => ({ size, nodes: new Map(), records: new Map(), requests: new Map() });

const writeRecords = async (
  transaction: Transaction<Tables>,
  restoring: Restoring,
  registers: ReadonlyMap<string, Register>,
): Promise<void> => {
  const known = knownOf(restoring.tree.size);
  const rows = noRows();
  for (const [name, entries] of restoring.entries) {
    const register = registers.get(entries[0]?.register ?? '');
    const record = register && recordAt(register, entries, allTime, restoring.items);
    if (!record) continue;
    known.records.set(name, rowOf(register, record));
    rows.changed.add(name);
  }
  await writeRows(transaction, rows, known);
};

/**
 * Fills an empty store from the lines of {@link exportLines}, in one transaction. Every entry, its content and every
 * head in the copy is checked; where anything is wrong, nothing is written and each place is told.
 *
 * @returns how many entries there are.
 */
export const restoreLines = async (
  database: Kysely<Tables>,
  registers: ReadonlyMap<string, Register>,
  lines: AsyncIterable<string>,
  name: string,
): Promise<Result<number>> => {
  class Refused extends Error {}
  const restoring = new Restoring();
  const { problems } = restoring;
  try {
    await database.transaction().execute(async (transaction) => {
      const { size } = await transaction.selectFrom('ledger').select('size').forUpdate().executeTakeFirstOrThrow();
      if (size > 0) {
        problems.push({ where: 'the store', found: `${size} entries`, expected: 'an empty store to restore into' });
        throw new Refused();
      }
      let at = 0;
      for await (const text of lines) {
        at += 1;
        if (text.trim() === '') continue;
        readLine(text, `${name}:${at}`, at, restoring);
        // Beyond the first few there is nothing new to learn of a copy that is wrong.
        if (problems.length >= 20) throw new Refused();
        if (restoring.rows.entry.length >= page) {
          await writeRows(transaction, restoring.rows, knownOf(restoring.tree.size));
          restoring.rows = noRows();
        }
      }
      if (!restoring.ended && problems.length === 0) {
        problems.push({ where: name, found: `no end after entry ${restoring.tree.size}`, expected: 'a whole copy' });
      }
      checkHeads(restoring, name);
      if (problems.length > 0) throw new Refused();
      await writeRows(transaction, restoring.rows, knownOf(restoring.tree.size));
      await writeRecords(transaction, restoring, registers);
      for (const head of restoring.heads) {
        const { size: signed } = head as { readonly size: number };
        await transaction
          .insertInto('head')
          .values({ size: signed, content: JSON.stringify(head) })
          .execute();
      }
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return failure(...problems);
  }
  return success(restoring.tree.size);
};

const readLine = (text: string, where: string, at: number, restoring: Restoring): void => {
  const { problems } = restoring;
  let line: Line;
  try {
    line = JSON.parse(text) as Line;
  } catch {
    problems.push({ where, found: 'text that is no JSON', expected: 'a line of a copy of a ledger' });
    return;
  }
  if (at === 1) {
    if (line.format !== format) problems.push({ where, found: 'another format', expected: `"${format}"` });
  } else if (line.entry !== undefined) restoring.entry(line, where);
  else if (line.head !== undefined) restoring.heads.push(line.head);
  else if (line.end === restoring.tree.size) restoring.ended = true;
  else problems.push({ where, found: 'an end that does not fit', expected: `${restoring.tree.size} entries` });
};

const checkHeads = ({ heads, tree, problems }: Restoring, name: string): void => {
  for (const value of heads) {
    const head = checkHead(value, `${name} head`);
    if (!head.ok) problems.push(...head.problems);
    else if (head.value.size > tree.size || toHex(tree.root(head.value.size)) !== head.value.root) {
      const { size, time } = head.value;
      problems.push({
        where: `${name} head`,
        found: `other entries than those signed on ${time}`,
        expected: `the ${size} that were signed`,
      });
    }
  }
};
