import {
  itemSchema,
  makeProof,
  readEntry,
  checkHead,
  consistencyRanges,
  inclusionRanges,
  nodesOfRange,
  rangeHash,
  signHead,
  type Entry,
  type Item,
  type LeafRange,
  type NodeName,
  type ProofFile,
  type TreeHead,
} from '@isocentre/ledger';
import { recordComeTo, type Register, type RegisterRecord } from '@isocentre/registers';
import { sql, type Kysely } from 'kysely';
import { facetNames, recordOf, type RecordRow } from './record-row.ts';
import type { Tables } from './tables.ts';
import { askedTerms, wordsOf } from './terms.ts';

/** Reads the bytes of an entry that the store wrote; anything else there is a fault that verification names. */
export const entryOf = (row: { readonly number: number; readonly bytes: Uint8Array }): Entry => {
  const entry = readEntry(row.bytes, `entry ${row.number}`);
  if (!entry.ok) throw new Error(`entry ${row.number} is damaged: the store has to be verified`);
  return entry.value;
};

/** Reads the bytes of an item; undefined where they are none. */
export const itemOf = (bytes: Uint8Array): Item | undefined => {
  try {
    return itemSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
};

/** The entries of a key with their content apart, by its hash. */
export interface History {
  readonly entries: readonly Entry[];
  readonly items: ReadonlyMap<string, Item>;
}

/** Reads all entries of some keys, oldest first, in the order of the keys. */
export const readHistories = async (
  database: Kysely<Tables>,
  keys: readonly { readonly register: string; readonly key: string }[],
): Promise<readonly History[]> => {
  const asked = JSON.stringify(keys.map(({ register, key }, place) => ({ register, key, place })));
  const ofAsked = sql`join jsonb_to_recordset(${asked}::jsonb) as asked (register text, key text, place integer) using (register, key)`;
  const entries = await sql<{ readonly place: number; readonly number: number; readonly bytes: Uint8Array }>`
    select place, number, bytes from entry ${ofAsked} order by number`.execute(database);
  const items = await sql<{ readonly place: number; readonly hash: string; readonly bytes: Uint8Array }>`
    select place, hash, item.bytes from entry ${ofAsked} join item on item.entry = entry.number`.execute(database);
  const histories = keys.map(() => ({ entries: [] as Entry[], items: new Map<string, Item>() }));
  for (const row of entries.rows) histories[row.place]?.entries.push(entryOf(row));
  for (const { place, hash, bytes } of items.rows) {
    const item = itemOf(bytes);
    if (item) histories[place]?.items.set(hash, item);
  }
  return histories;
};

/** Reads all entries of a key, oldest first. */
export const readHistory = async (database: Kysely<Tables>, register: string, key: string): Promise<History> => {
  const [history] = await readHistories(database, [{ register, key }]);
  return history ?? { entries: [], items: new Map() };
};

/** Reads a record as of a moment, with what its dates bring by then; as it holds today without one. */
export const readRecord = async (
  database: Kysely<Tables>,
  register: Register,
  key: string,
  moment?: { readonly validTime: string; readonly recordedTime: string },
): Promise<RegisterRecord | undefined> => {
  if (moment) {
    const { entries, items } = await readHistory(database, register.name, key);
    return recordComeTo(register, entries, moment, items);
  }
  const row = await database
    .selectFrom('record')
    .selectAll()
    .where('register', '=', register.name)
    .where('key', '=', key)
    .executeTakeFirst();
  return row && recordOf(row);
};

/** Reads all records of a register, as they hold today, by key. */
export const readRecords = async (
  database: Kysely<Tables>,
  register: Register,
): Promise<ReadonlyMap<string, RegisterRecord>> => {
  const rows = await database
    .selectFrom('record')
    .selectAll()
    .where('register', '=', register.name)
    .orderBy('key')
    .execute();
  return new Map(rows.map((row) => [row.key, recordOf(row)]));
};

/** What is looked for. */
export interface Search {
  /** Words that must all be there. */
  readonly text?: string;
  /** Exact values by field; `state` is one. */
  readonly facets?: Readonly<Record<string, string>>;
  /** An identifier, written with or without spaces. */
  readonly identifier?: string;
  /** The last key of the page before. */
  readonly after?: string;
  /** How many at most; 50 by default, at most 1,000. */
  readonly limit?: number;
}

/** A page of records, in the order in which they came onto the register. */
export interface Page {
  readonly records: readonly RegisterRecord[];
  /** How many there are in all, exact up to {@link countedTo}; more than that is told as one more. */
  readonly count: number;
  /** Give it as `after` for the next page; absent on the last one. */
  readonly next?: string;
}

/** To how many a search counts exactly. */
export const countedTo = 1000;
const usualLimit = 50;

type FoundRow = { readonly count: number } & Pick<RecordRow, 'state' | 'since' | 'content' | 'last_entry' | 'later'> & {
    /** Null where the page is empty. */
    readonly key: string | null;
  };

/** Searches a register. A page costs about the same however far on it is. */
export const searchRecords = async (database: Kysely<Tables>, register: Register, search: Search): Promise<Page> => {
  const limit = Math.min(countedTo, search.limit ?? usualLimit);
  const { text = '', facets = {}, identifier, after = null } = search;
  const terms = askedTerms(
    { text, facets, identifiers: identifier === undefined ? [] : [identifier] },
    facetNames(register),
  );
  // A text of no words is not the same as none: nothing has it.
  const words = text.trim() !== '' && wordsOf(text).length === 0 ? ['w '] : [];
  const { rows } = await sql<FoundRow>`
    select * from search_record(${register.name}, ${[...terms, ...words]}::text[], ${after}, ${limit + 1}, ${countedTo})
  `.execute(database);
  const records = rows.flatMap((row) => (row.key === null ? [] : [recordOf({ ...row, key: row.key })])).slice(0, limit);
  const last = records.at(-1);
  return {
    records,
    count: rows[0]?.count ?? 0,
    ...(rows.length > limit && last ? { next: last.key } : {}),
  };
};

/** Fetches the hashes of ranges of the tree in one statement. */
const readRanges = async (
  database: Kysely<Tables>,
  ranges: readonly LeafRange[],
): Promise<(range: LeafRange) => Uint8Array> => {
  const names = ranges.flatMap(nodesOfRange);
  const found = new Map<string, Uint8Array>();
  if (names.length > 0) {
    const rows = await database
      .selectFrom('tree_node')
      .selectAll()
      .where((where) => where.or(names.map(({ level, index }) => where.and({ level, position: index }))))
      .execute();
    for (const row of rows) found.set(`${row.level} ${row.position}`, row.hash);
  }
  const lookup = ({ level, index }: NodeName): Uint8Array => {
    const hash = found.get(`${level} ${index}`);
    if (!hash) throw new Error(`the stored tree has no node ${level} ${index}: the store has to be verified`);
    return hash;
  };
  return (range) => rangeHash(range, lookup);
};

/** Tells how many entries there are. */
export const readSize = async (database: Kysely<Tables>): Promise<number> =>
  (await database.selectFrom('ledger').select('size').where('id', '=', 1).executeTakeFirstOrThrow()).size;

/** Signs what the ledger holds now, and keeps the head. A head of the same size is signed once. */
export const signNow = async (database: Kysely<Tables>, secretKey: Uint8Array, now: () => Date): Promise<TreeHead> => {
  const size = await readSize(database);
  const kept = await readHead(database, size);
  if (kept) return kept;
  const whole = { from: 0, to: size };
  const hashOf = await readRanges(database, [whole]);
  const head = signHead({ size, root: hashOf(whole), time: now().toISOString() }, secretKey);
  await database
    .insertInto('head')
    .values({ size, content: JSON.stringify(head) })
    .onConflict((conflict) => conflict.column('size').doNothing())
    .execute();
  return (await readHead(database, size)) ?? head;
};

/** Reads the head that was signed at a size, where one was. */
export const readHead = async (database: Kysely<Tables>, size: number): Promise<TreeHead | undefined> => {
  const row = await database.selectFrom('head').select('content').where('size', '=', size).executeTakeFirst();
  if (!row) return undefined;
  const head = checkHead(row.content, `head ${size}`);
  return head.ok ? head.value : undefined;
};

/** Makes the proof of an entry under a head; undefined where the head does not hold it. Reads hashes in the order of log2² of the size. */
export const readProof = async (
  database: Kysely<Tables>,
  number: number,
  head: TreeHead,
  earlier?: TreeHead,
): Promise<ProofFile | undefined> => {
  const row = await database
    .selectFrom('entry')
    .select(['number', 'bytes'])
    .where('number', '=', number)
    .executeTakeFirst();
  if (!row || number > head.size) return undefined;
  const entry = entryOf(row);
  const stored = await database.selectFrom('item').select(['name', 'bytes']).where('entry', '=', number).execute();
  const items = Object.fromEntries(
    stored.flatMap(({ name, bytes }) => {
      const item = itemOf(bytes);
      return item ? [[name, item] as const] : [];
    }),
  );
  const inclusion = inclusionRanges(number - 1, head.size);
  const consistency = earlier ? consistencyRanges(earlier.size, head.size) : [];
  const hashOf = await readRanges(database, [...inclusion, ...consistency]);
  return makeProof(
    { inclusionProof: () => inclusion.map(hashOf), consistencyProof: () => consistency.map(hashOf) },
    { entry, head, items, ...(earlier ? { earlier } : {}) },
  );
};
