import type { Json } from '@isocentre/ledger';
import type { Later } from '@isocentre/registers';
import type { ColumnType, Generated } from 'kysely';

/** A JSON column: written as text, read as a value. */
type JsonColumn<T> = ColumnType<T, string, string>;

type Instant = ColumnType<Date, Date, Date>;

/** The tables of the store, as Kysely reads them. */
export interface Tables {
  /** One row: how many entries there are, and what day it is. Locked while entries are added. */
  ledger: {
    id: number;
    size: number;
    /** The day on which the records of the read table hold; null before they were first brought to one. */
    day: string | null;
  };
  entry: { number: number; register: string; key: string; kind: string; bytes: Uint8Array };
  /** Content apart, by its hash, so that it can be erased. */
  item: { hash: string; entry: number; name: string; bytes: Uint8Array };
  tree_node: { level: number; position: number; hash: Uint8Array };
  head: { size: number; content: JsonColumn<Json> };
  /** The read table: each record as it holds today. Recomputed by verification. */
  record: {
    register: string;
    key: string;
    state: string;
    since: string;
    content: JsonColumn<Readonly<Record<string, Json>>>;
    last_entry: number;
    facets: JsonColumn<Readonly<Record<string, Json>>>;
    /** What is announced for later days, soonest first. */
    later: JsonColumn<readonly Later[]>;
    /** How many came onto its register before it. */
    place: number;
    /** Under which terms a search finds it, each with the slice of its place before it. */
    terms: readonly string[];
  };
  /** Slices whose frequent terms stand in postings: what changes there is stale. See {@link sealSlices}. */
  sealed_slice: { register: string; slice: number };
  /** A change of a record whose slice was sealed. */
  stale: { register: string; place: number; entry: number };
  request: { id: string; content_hash: string; first: number; last: number };
  /** What is to be done outside the transaction that asked for it: see {@link JobQueue}. */
  job: {
    id: Generated<number>;
    kind: string;
    content: JsonColumn<Json>;
    /** Not before; while somebody works on it, until when it is theirs. */
    due: Instant;
    attempts: Generated<number>;
    error: string | null;
    dead: Generated<boolean>;
  };
  /** Sign-ins that have begun: see {@link SignIns}. */
  sign_in: { hash: string; provider: string; ends: Instant };
  /** By which identifier somebody is known whom a provider knows by issuer and subject. */
  account: { person: string; issuer: string; subject: string; name: string };
  session: { hash: string; person: string; seen: Instant; ends: Instant };
}
