import type { PGlite } from '@electric-sql/pglite';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Tables } from './tables.ts';

/** A database that is open, and how it is closed. */
export interface Connection {
  readonly database: Kysely<Tables>;
  readonly close: () => Promise<void>;
}

/** Counts of entries stay below 2^53, where a number is exact; beyond it would be a bug. */
const readCount = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond exact numbers`);
  return value;
};

type TypeId = Parameters<typeof pg.types.getTypeParser>[0];

const types = {
  getTypeParser: ((oid: TypeId, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 && format !== 'binary'
      ? readCount
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

const connectionOf = (pool: pg.Pool, after?: () => Promise<void>): Connection => {
  // A connection that breaks while it is idle is replaced; the next statement tells if that fails.
  pool.on('error', () => undefined);
  // One that breaks while it is lent out and no statement runs would else end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const database = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    database,
    close: async () => {
      await database.destroy();
      await after?.();
    },
  };
};

/** Milliseconds for a connection to be made, or to become free: whoever waits is better told that it cannot be. */
const connectsWithin = 10_000;

/**
 * Opens a PostgreSQL of version 15 or later.
 *
 * @param connections The most that are used at once; 10 by default, as `pg` has it.
 * @param longest Milliseconds in which a connection must be there, and in twice which the database gives up a statement; by
 * default a connection has 10,000 and a statement as long as it takes.
 */
export const connectPostgres = (connectionString: string, connections = 10, longest?: number): Connection =>
  connectionOf(
    new pg.Pool({
      connectionString,
      max: connections,
      types,
      connectionTimeoutMillis: longest ?? connectsWithin,
      ...(longest === undefined ? {} : { statement_timeout: 2 * longest }),
    }),
  );

/** Names the host and database of an address, without user and password; undefined where it is no address of PostgreSQL. */
export const hostOf = (address: string): string | undefined => {
  if (!URL.canParse(address)) return undefined;
  const { protocol, host, pathname } = new URL(address);
  if (protocol !== 'postgres:' && protocol !== 'postgresql:') return undefined;
  return `${host === '' ? 'this machine' : host}${pathname}`;
};

/**
 * Uses a PGlite that the caller opened: for tests and demonstrations, since it does not ask the disk to keep a commit
 * (ADR 16). It has one connection.
 */
export const connectPglite = (instance: PGlite): Connection =>
  connectionOf(new pg.Pool(Object.assign(createPgConfig(instance), { max: 1, idleTimeoutMillis: 0, types })), () =>
    instance.close(),
  );
