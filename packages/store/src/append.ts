import { randomBytes } from 'node:crypto';
import {
  canonicalBytes,
  contentHash,
  entryBytes,
  itemBytes,
  itemHash,
  leafHash,
  nodesFilledBy,
  nodesOfRange,
  toHex,
  type Entry,
  type EntryKind,
  type Json,
  type NodeName,
} from '@isocentre/ledger';
import { noState, recordOn, sinceAfter, withLater, type Draft, type Register } from '@isocentre/registers';
import { sql, type Kysely, type RawBuilder, type Transaction } from 'kysely';
import { noticeKind } from './job-queue.ts';
import { readHistories } from './read.ts';
import { rowOf, type RecordRow } from './record-row.ts';
import { sliceOf } from './slices.ts';
import type { Tables } from './tables.ts';

/** Drafts to be written together or not at all. */
export interface AppendRequest {
  readonly drafts: readonly Draft[];
  /** Given again with the same drafts, the entries that were written the first time are told, and none is written. */
  readonly requestId?: string;
}

/** What became of a request. */
export type Appended =
  | { readonly kind: 'written' | 'written before'; readonly numbers: readonly number[] }
  /** Somebody decided in between: the last entry of the key is another than the draft knew. */
  | {
      readonly kind: 'conflict';
      readonly register: string;
      readonly key: string;
      readonly after: number;
      readonly last: number;
    }
  /** The request id was used for other drafts. */
  | { readonly kind: 'reused id'; readonly requestId: string };

/** Rows as a table within a statement. */
const asTable = (rows: readonly object[]): RawBuilder<unknown> =>
  sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`;

const nameOf = ({ level, index }: NodeName): string => `${level} ${index}`;
const keyOf = (register: string, key: string): string => `${register} ${key}`;

/** What is read once for all requests of a transaction, and kept up to date while they are written. */
export interface Known {
  size: number;
  /** The day on which the records of the read table hold. */
  day: string;
  readonly nodes: Map<string, Uint8Array>;
  readonly records: Map<string, RecordRow>;
  /** How many records each register has: the place of the next. */
  readonly places: Map<string, number>;
  readonly requests: Map<string, { readonly content_hash: string; readonly first: number; readonly last: number }>;
}

/** Rows to be written at the end of the transaction. */
export interface Rows {
  readonly entry: Tables['entry'][];
  readonly item: Tables['item'][];
  readonly node: Tables['tree_node'][];
  readonly request: Tables['request'][];
  /** Jobs that tell others of an entry. */
  readonly notice: { kind: string; content: Json; due: string }[];
  readonly changed: Set<string>;
  /** Records that were there before: all their entries tell what holds today. */
  readonly refolded: Map<string, { readonly register: Register; readonly key: string }>;
}

export const noRows = (): Rows => ({
  entry: [],
  item: [],
  node: [],
  request: [],
  notice: [],
  changed: new Set(),
  refolded: new Map(),
});

/** Reads what writing needs, and lets nobody else write until the transaction ends. */
export const readKnown = async (
  transaction: Transaction<Tables>,
  requests: readonly AppendRequest[],
  keys: readonly { readonly register: string; readonly key: string }[] = requests.flatMap(({ drafts }) => drafts),
): Promise<Known> => {
  // Whoever holds this row writes; entries get their numbers in the order of commits.
  const { size, day } = await transaction
    .selectFrom('ledger')
    .select(['size', 'day'])
    .where('id', '=', 1)
    .forUpdate()
    .executeTakeFirstOrThrow();
  // The rest in one statement: all wait while the row is held, and each statement is a journey to the database.
  const edge = nodesOfRange({ from: 0, to: size }).map(({ level, index }) => ({ level, position: index }));
  const asked = keys.map(({ register, key }) => ({ register, key }));
  const ids = requests.flatMap(({ requestId }) => requestId ?? []);
  const { rows } = await sql<{
    readonly nodes: readonly { readonly level: number; readonly position: number; readonly hash: string }[];
    readonly records: readonly RecordRow[];
    readonly places: readonly { readonly register: string; readonly next: number }[];
    readonly requests: readonly Tables['request'][];
  }>`
    select
      (select coalesce(json_agg(json_build_object('level', level, 'position', position, 'hash', encode(hash, 'hex'))), '[]')
        from tree_node join ${asTable(edge)} as edge (level smallint, position bigint) using (level, position)) as nodes,
      (select coalesce(json_agg(record), '[]')
        from record join ${asTable(asked)} as asked (register text, key text) using (register, key)) as records,
      (select coalesce(json_agg(asked), '[]') from (select register, (select coalesce(max(place) + 1, 0) from record
        where record.register = asked.register) as next from unnest(${[...new Set(keys.map(({ register }) => register))]}::text[])
        as asked (register)) asked) as places,
      (select coalesce(json_agg(request), '[]') from request where id = any(${ids}::text[])) as requests
  `.execute(transaction);
  const [found] = rows;
  if (!found) throw new Error('a statement that gives one row gave none');
  return {
    size,
    day: day ?? '',
    nodes: new Map(
      found.nodes.map(({ level, position, hash }) => [nameOf({ level, index: position }), Buffer.from(hash, 'hex')]),
    ),
    records: new Map(found.records.map((row) => [keyOf(row.register, row.key), row])),
    places: new Map(found.places.map(({ register, next }) => [register, next])),
    requests: new Map(found.requests.map((row) => [row.id, row])),
  };
};

const draftsHash = (drafts: readonly Draft[]): string =>
  contentHash(canonicalBytes(drafts.map((draft) => ({ ...draft }))));

const appendOne = (
  { drafts, requestId }: AppendRequest,
  known: Known,
  rows: Rows,
  registers: ReadonlyMap<string, Register>,
  recorded: string,
): Appended => {
  const hash = draftsHash(drafts);
  const before = requestId === undefined ? undefined : known.requests.get(requestId);
  if (before && requestId !== undefined) {
    if (before.content_hash !== hash) return { kind: 'reused id', requestId };
    const count = before.last - before.first + 1;
    return { kind: 'written before', numbers: Array.from({ length: count }, (_, index) => before.first + index) };
  }
  const last = new Map<string, number>();
  for (const { register, key, after, follows } of drafts) {
    const name = keyOf(register, key);
    if (follows === true && last.has(name)) continue;
    const found = last.get(name) ?? known.records.get(name)?.last_entry ?? 0;
    if (found !== after) return { kind: 'conflict', register, key, after, last: found };
    last.set(name, Infinity);
  }
  const first = known.size + 1;
  const numbers = drafts.map((draft) => writeDraft(draft, known, rows, registers, recorded));
  if (requestId !== undefined && numbers.length > 0) {
    const row = { id: requestId, content_hash: hash, first, last: known.size };
    rows.request.push(row);
    known.requests.set(requestId, row);
  }
  return { kind: 'written', numbers };
};

/** A draft, or another kind of entry about an earlier one. */
export type StoredDraft = Omit<Draft, 'kind'> & { readonly kind: EntryKind };

/** Puts a draft into the rows to be written, and gives its number. */
export const writeDraft = (
  draft: StoredDraft,
  known: Known,
  rows: Rows,
  registers: ReadonlyMap<string, Register>,
  recorded: string,
): number => {
  const register = registers.get(draft.register);
  if (!register) throw new Error(`the store knows no register ${draft.register}`);
  const number = known.size + 1;
  const apart: Record<string, string> = {};
  for (const [name, content] of Object.entries(draft.apart)) {
    const item = { salt: randomBytes(32).toString('hex'), content };
    apart[name] = itemHash(item);
    rows.item.push({ hash: itemHash(item), entry: number, name, bytes: itemBytes(item) });
  }
  const { key, kind, what, by, validFrom, concerns } = draft;
  const entry: Entry = {
    number,
    register: register.name,
    key,
    kind,
    what: { ...what },
    apart,
    by: { ...by },
    evidence: [...draft.evidence],
    ...(concerns === undefined ? {} : { concerns }),
    validFrom,
    recorded,
  };
  const bytes = entryBytes(entry);
  rows.entry.push({ number, register: register.name, key, kind, bytes });
  const lookup = (name: NodeName): Uint8Array => {
    const found = known.nodes.get(nameOf(name));
    if (!found) throw new Error(`the stored tree has no node ${nameOf(name)}: the store has to be verified`);
    return found;
  };
  for (const { level, index, hash } of nodesFilledBy(leafHash(bytes), known.size, lookup)) {
    known.nodes.set(nameOf({ level, index }), hash);
    rows.node.push({ level, position: index, hash });
  }
  const name = keyOf(register.name, key);
  const before = known.records.get(name);
  const { state, content } = draft;
  const transition = register.transitions.find((one) => one.action === what['action']);
  const was = before ?? { state: noState, since: validFrom, content: {} };
  const since = transition ? sinceAfter(register, was, transition, draft) : was.since;
  // What follows on the draft before it is written with it, and that on nothing else where the record is new.
  if (before && draft.follows !== true) rows.refolded.set(name, { register, key });
  const next = known.places.get(register.name) ?? 0;
  if (!before) known.places.set(register.name, next + 1);
  const record = withLater(register, { key, state, content, since, lastEntry: number });
  known.records.set(name, rowOf(register, record, before?.place ?? next));
  rows.changed.add(name);
  const action = typeof what['action'] === 'string' ? what['action'] : kind;
  const notice = { entry: number, register: register.name, key, action };
  rows.notice.push({ kind: noticeKind, content: notice, due: recorded });
  known.size = number;
  return number;
};

// A text of all rows of a table would otherwise grow with what is written at once.
const rowsAtOnce = 1000;

const withHex = <Name extends string, Row extends Readonly<Record<Name, Uint8Array>>>(
  rows: readonly Row[],
  name: Name,
) => rows.map((row) => ({ ...row, [name]: `\\x${toHex(row[name])}` }));

/** Writes the rows, in one statement where they are not many: others wait for every journey to the database. */
export const writeRows = async (transaction: Transaction<Tables>, rows: Rows, known: Known): Promise<void> => {
  const records = [...rows.changed].flatMap((name) => known.records.get(name) ?? []);
  const inserts: readonly (readonly [
    rows: readonly object[],
    insert: (table: RawBuilder<unknown>) => RawBuilder<unknown>,
  ])[] = [
    [
      withHex(rows.entry, 'bytes'),
      (table) => sql`insert into entry (number, register, key, kind, bytes)
        select * from ${table} as row (number bigint, register text, key text, kind text, bytes bytea)`,
    ],
    [
      withHex(rows.item, 'bytes'),
      (table) => sql`insert into item (hash, entry, name, bytes)
        select * from ${table} as row (hash text, entry bigint, name text, bytes bytea)`,
    ],
    [
      withHex(rows.node, 'hash'),
      (table) => sql`insert into tree_node (level, position, hash)
        select * from ${table} as row (level smallint, position bigint, hash bytea)`,
    ],
    [
      rows.request,
      (table) => sql`insert into request (id, content_hash, first, last)
        select * from ${table} as row (id text, content_hash text, first bigint, last bigint)`,
    ],
    [
      rows.notice,
      (table) => sql`insert into job (kind, content, due)
        select * from ${table} as row (kind text, content jsonb, due timestamptz)`,
    ],
    [
      records,
      (table) => sql`insert into record (register, key, state, since, content, last_entry, facets, later, place, terms)
        select * from ${table} as row (register text, key text, state text, since text, content jsonb,
          last_entry bigint, facets jsonb, later jsonb, place bigint, terms text[])
        on conflict (register, key) do update set state = excluded.state, since = excluded.since,
          content = excluded.content, last_entry = excluded.last_entry, facets = excluded.facets, later = excluded.later,
          terms = excluded.terms`,
    ],
    [
      records.map(({ register, place, last_entry: entry }) => ({ register, place, entry, slice: sliceOf(place) })),
      (table) => sql`insert into stale (register, place, entry)
        select register, place, entry from ${table} as row (register text, place bigint, entry bigint, slice integer)
        join sealed_slice using (register, slice)`,
    ],
  ];
  const all = inserts.filter(([some]) => some.length > 0);
  const grow = sql`update ledger set size = ${known.size} where id = 1`;
  if (all.every(([some]) => some.length <= rowsAtOnce)) {
    const parts = all.map(([some, insert], index) => sql`${sql.ref(`part_${index}`)} as (${insert(asTable(some))})`);
    await (parts.length === 0 ? grow : sql`with ${sql.join(parts)} ${grow}`).execute(transaction);
    return;
  }
  for (const [some, insert] of all) {
    for (let at = 0; at < some.length; at += rowsAtOnce)
      await insert(asTable(some.slice(at, at + rowsAtOnce))).execute(transaction);
  }
  await grow.execute(transaction);
};

/** Writes the rows, and then anew the records that only all their entries tell. */
export const writeAll = async (transaction: Transaction<Tables>, rows: Rows, known: Known): Promise<void> => {
  await writeRows(transaction, rows, known);
  const refolded = [...rows.refolded];
  for (let at = 0; at < refolded.length; at += rowsAtOnce) {
    const some = refolded.slice(at, at + rowsAtOnce);
    const histories = await readHistories(
      transaction,
      some.map(([, { register, key }]) => ({ register: register.name, key })),
    );
    const anew = noRows();
    some.forEach(([name, { register }], index) => {
      const { entries = [], items } = histories[index] ?? {};
      const record = recordOn(register, entries, known.day, items);
      const place = known.records.get(name)?.place;
      if (!record || place === undefined) return;
      known.records.set(name, rowOf(register, record, place));
      anew.changed.add(name);
    });
    await writeRows(transaction, anew, known);
  }
};

/**
 * Writes requests in one transaction, each whole or not at all: entries, content apart, tree, read table, and a job that tells others.
 * When it returns, the database has committed.
 */
export const appendAll = (
  database: Kysely<Tables>,
  requests: readonly AppendRequest[],
  registers: ReadonlyMap<string, Register>,
  now: () => Date,
): Promise<readonly Appended[]> =>
  database.transaction().execute(async (transaction) => {
    const known = await readKnown(transaction, requests);
    const rows = noRows();
    const recorded = now().toISOString();
    const outcomes = requests.map((request) => appendOne(request, known, rows, registers, recorded));
    if (rows.entry.length > 0) await writeAll(transaction, rows, known);
    return outcomes;
  });
