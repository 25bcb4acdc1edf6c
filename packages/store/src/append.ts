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
  type Entry,
  type EntryKind,
  type NodeName,
} from '@isocentre/ledger';
import type { Draft, Register } from '@isocentre/registers';
import { sql, type Kysely, type Transaction } from 'kysely';
import { rowOf, type RecordRow } from './record-row.ts';
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

/** The kind of a job that tells others of an entry, by mail or to their systems. */
export const noticeKind = 'notice';

// PostgreSQL takes at most 65,535 parameters a statement.
const rowsAtOnce = 1000;

const inParts = async <T>(rows: readonly T[], write: (part: readonly T[]) => Promise<unknown>): Promise<void> => {
  for (let at = 0; at < rows.length; at += rowsAtOnce) await write(rows.slice(at, at + rowsAtOnce));
};

const nameOf = ({ level, index }: NodeName): string => `${level} ${index}`;
const keyOf = (register: string, key: string): string => `${register} ${key}`;

/** What is read once for all requests of a transaction, and kept up to date while they are written. */
export interface Known {
  size: number;
  readonly nodes: Map<string, Uint8Array>;
  readonly records: Map<string, RecordRow>;
  readonly requests: Map<string, { readonly content_hash: string; readonly first: number; readonly last: number }>;
}

/** Rows to be written at the end of the transaction. */
export interface Rows {
  readonly entry: Tables['entry'][];
  readonly item: Tables['item'][];
  readonly node: Tables['tree_node'][];
  readonly request: Tables['request'][];
  /** Jobs that tell others of an entry. */
  readonly notice: { kind: string; content: string; due: Date }[];
  readonly changed: Set<string>;
}

export const noRows = (): Rows => ({ entry: [], item: [], node: [], request: [], notice: [], changed: new Set() });

/** Reads what writing needs, and lets nobody else write until the transaction ends. */
export const readKnown = async (
  transaction: Transaction<Tables>,
  requests: readonly AppendRequest[],
  keys: readonly { readonly register: string; readonly key: string }[] = requests.flatMap(({ drafts }) => drafts),
): Promise<Known> => {
  // Whoever holds this row writes; entries get their numbers in the order of commits.
  const { size } = await transaction
    .selectFrom('ledger')
    .select('size')
    .where('id', '=', 1)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const names = nodesOfRange({ from: 0, to: size });
  const nodes = new Map<string, Uint8Array>();
  if (names.length > 0) {
    const found = await transaction
      .selectFrom('tree_node')
      .selectAll()
      .where((where) => where.or(names.map(({ level, index }) => where.and({ level, position: index }))))
      .execute();
    for (const { level, position, hash } of found) nodes.set(nameOf({ level, index: position }), hash);
  }
  const records = new Map<string, RecordRow>();
  const byRegister = new Map<string, string[]>();
  for (const { register, key } of keys) byRegister.set(register, [...(byRegister.get(register) ?? []), key]);
  for (const [register, some] of byRegister) {
    const found = await transaction
      .selectFrom('record')
      .selectAll()
      .where('register', '=', register)
      .where('key', '=', sql<string>`any(${some})`)
      .execute();
    for (const row of found) records.set(keyOf(register, row.key), row);
  }
  const ids = requests.flatMap(({ requestId }) => requestId ?? []);
  const before =
    ids.length === 0 ? [] : await transaction.selectFrom('request').selectAll().where('id', 'in', ids).execute();
  return { size, nodes, records, requests: new Map(before.map((row) => [row.id, row])) };
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
  for (const { register, key, after } of drafts) {
    const name = keyOf(register, key);
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
  const since = draft.since ?? (before && before.state === draft.state ? before.since : validFrom);
  const { state, content } = draft;
  known.records.set(name, rowOf(register, { key, state, content, since, lastEntry: number }));
  rows.changed.add(name);
  const action = typeof what['action'] === 'string' ? what['action'] : kind;
  const notice = { entry: number, register: register.name, key, action };
  rows.notice.push({ kind: noticeKind, content: JSON.stringify(notice), due: new Date(recorded) });
  known.size = number;
  return number;
};

/** Writes the rows. */
export const writeRows = async (transaction: Transaction<Tables>, rows: Rows, known: Known): Promise<void> => {
  const insert = <Name extends 'entry' | 'item' | 'tree_node' | 'request'>(name: Name, all: readonly Tables[Name][]) =>
    inParts(all, (part) =>
      transaction
        .insertInto(name)
        .values(part as never)
        .execute(),
    );
  await insert('entry', rows.entry);
  await insert('item', rows.item);
  await insert('tree_node', rows.node);
  await insert('request', rows.request);
  await inParts(rows.notice, (part) =>
    transaction
      .insertInto('job')
      .values([...part])
      .execute(),
  );
  const records = [...rows.changed].flatMap((name) => known.records.get(name) ?? []);
  await inParts(records, (part) =>
    transaction
      .insertInto('record')
      .values(part.map((row) => ({ ...row, content: JSON.stringify(row.content), facets: JSON.stringify(row.facets) })))
      .onConflict((conflict) =>
        conflict.columns(['register', 'key']).doUpdateSet((set) => ({
          state: set.ref('excluded.state'),
          since: set.ref('excluded.since'),
          content: set.ref('excluded.content'),
          last_entry: set.ref('excluded.last_entry'),
          facets: set.ref('excluded.facets'),
          terms: set.ref('excluded.terms'),
        })),
      )
      .execute(),
  );
  await transaction.updateTable('ledger').set({ size: known.size }).where('id', '=', 1).execute();
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
    if (rows.entry.length > 0) await writeRows(transaction, rows, known);
    return outcomes;
  });
