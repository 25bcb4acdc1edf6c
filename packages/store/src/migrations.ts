import type { Register } from '@isocentre/registers';
import { sql, type Kysely, type Transaction } from 'kysely';
import { postingFunctions, postingTables, searchAnew, searchLater } from './postings.ts';
import { sliceBounds, sliceFunction } from './slices.ts';
import type { Tables } from './tables.ts';
import { writeTermsAnew } from './terms-anew.ts';

/** Statements, or work on the rows that only the program can do. */
type Step = readonly string[] | ((transaction: Transaction<Tables>, registers: readonly Register[]) => Promise<void>);

/** The schema in steps. A step that was released is never changed; a change is a new step at the end. */
const steps: readonly Step[] = [
  [
    'create table ledger (id smallint primary key check (id = 1), size bigint not null)',
    'insert into ledger values (1, 0)',
    `create table entry (number bigint primary key, register text not null, key text not null, kind text not null,
       bytes bytea not null)`,
    'create index entry_of_key on entry (register, key, number)',
    `create table item (hash text primary key, entry bigint not null references entry, name text not null,
       bytes bytea not null)`,
    'create index item_of_entry on item (entry)',
    `create table tree_node (level smallint not null, position bigint not null, hash bytea not null,
       primary key (level, position))`,
    'create table head (size bigint primary key, content jsonb not null)',
    `create table record (register text not null, key text not null, state text not null, since text not null,
       content jsonb not null, last_entry bigint not null, facets jsonb not null, terms text[] not null,
       primary key (register, key))`,
    'create index record_terms on record using gin (terms)',
    'create table request (id text primary key, content_hash text not null, first bigint not null, last bigint not null)',
    `create table job (id bigint generated always as identity primary key, kind text not null, content jsonb not null,
       due timestamptz not null, attempts integer not null default 0, error text, dead boolean not null default false)`,
    'create index job_due on job (kind, due) where not dead',
  ],
  [
    'create table sign_in (hash text primary key, provider text not null, ends timestamptz not null)',
    `create table account (person text primary key, issuer text not null, subject text not null, name text not null,
       unique (issuer, subject))`,
    `create table session (hash text primary key, person text not null references account on delete cascade,
       seen timestamptz not null, ends timestamptz not null)`,
  ],
  [
    sliceFunction,
    'drop index record_terms',
    'alter table record add place bigint',
    `update record set place = numbered.place,
       terms = array(select record_slice(numbered.place) || ' ' || term from unnest(terms) term)
     from (select register, key, row_number() over (partition by register order by min(number)) - 1 as place
       from entry group by register, key) numbered
     where record.register = numbered.register and record.key = numbered.key`,
    'alter table record alter place set not null',
    'create unique index record_place on record (register, place)',
    // Without a list of what is not yet sorted in: each slice that a search looks into would read all of that.
    'create index record_terms on record using gin (terms) with (fastupdate = off)',
    // The search that stood here is replaced by a later step.
  ],
  [
    // By which somebody who signs in is found among the memberships.
    `create index record_account on record ((content -> 'account' ->> 'issuer'), (content -> 'account' ->> 'subject'))
       where register = 'memberships'`,
  ],
  [...postingTables, ...sliceBounds, ...postingFunctions],
  [
    // What holds today, and what is announced for later days. The rows are brought to the day when the store is first used.
    'alter table ledger add day text',
    "alter table record add later jsonb not null default '[]'",
    "create index record_later on record ((later -> 0 ->> 'on')) where later <> '[]'",
    ...searchLater,
  ],
  // Rare terms are looked for in several slices at once.
  [...searchAnew],
  // What is announced is told anew: the rows are brought to the day once more.
  ['update ledger set day = null'],
  // And once more, with what the fields say more of it on its day.
  ['update ledger set day = null'],
  // Words with an apostrophe are found without it, and records by their keys as words.
  writeTermsAnew,
  // And brought to the day once more, in the order of the days from which decisions hold.
  ['update ledger set day = null'],
  // And once more: what closes or opens again goes by what was known when it was decided.
  ['update ledger set day = null'],
];

/** A number that names the lock under which a schema is brought up to date, so that two processes do not both do it. */
const migrationLock = 7_106_962;

/** The database was written by a newer program. */
export class NewerSchema extends Error {}

/**
 * Brings the schema up to date, each step with its mark in one transaction. There is no way back: before an upgrade a
 * copy is kept.
 *
 * @throws {NewerSchema} where the database has a newer schema than this program knows.
 */
export const migrate = async (database: Kysely<Tables>, registers: readonly Register[]): Promise<void> => {
  await database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(transaction);
    await sql`create table if not exists migration (step integer primary key)`.execute(transaction);
    const done = await sql<{ last: number | null }>`select max(step) as last from migration`.execute(transaction);
    const last = done.rows[0]?.last ?? 0;
    if (last > steps.length) {
      throw new NewerSchema(
        `the database has the schema ${last}, and this program knows ${steps.length}: use a newer one`,
      );
    }
    for (const [index, step] of steps.entries()) {
      if (index < last) continue;
      if (typeof step === 'function') await step(transaction, registers);
      else for (const statement of step) await sql.raw(statement).execute(transaction);
      await sql`insert into migration values (${index + 1})`.execute(transaction);
    }
  });
};
