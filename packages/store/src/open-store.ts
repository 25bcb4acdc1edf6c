import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { failure, success, type Result } from '@isocentre/evidence';
import type { Register } from '@isocentre/registers';
import { sql } from 'kysely';
import { runningCluster, startCluster, type Cluster } from './cluster.ts';
import { connectPostgres, hostOf, type Connection } from './connect.ts';
import { holderOf } from './folder-lock.ts';
import { NewerSchema } from './migrations.ts';
import type { ReplicaOptions } from './replicas.ts';
import { Store } from './store.ts';

/** Where the data is: a folder, in which PostgreSQL is started, or the address of a PostgreSQL that runs already. */
export type StorePlace = { readonly folder: string } | { readonly address: string };

/** The folder of a user's data, as each system has it; of root, one that PostgreSQL, which does not run as root, can enter. */
const usualFolder = (environment: Readonly<Record<string, string | undefined>>): string => {
  if (process.getuid?.() === 0) return '/var/lib/isocentre';
  if (process.platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local'), 'isocentre');
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'isocentre');
  const data = environment['XDG_DATA_HOME'] ?? '';
  return join(data === '' ? join(homedir(), '.local', 'share') : data, 'isocentre');
};

/**
 * Finds where the data is from the environment: `DATABASE_URL`, the address of a PostgreSQL; else the folder
 * `ISOCENTRE_DATA`; else the folder `isocentre` where the system keeps the data of a user (`~/.local/share`, of root
 * `/var/lib`).
 */
export const storePlace = (environment: Readonly<Record<string, string | undefined>>): StorePlace => {
  const { DATABASE_URL: address = '', ISOCENTRE_DATA: folder = '' } = environment;
  if (address !== '') return { address };
  return { folder: folder === '' ? usualFolder(environment) : resolve(folder) };
};

/** Tells whether there is a store at a place: of a folder, whether one was begun there; an address is taken at its word. */
export const isBegun = (place: StorePlace): boolean => !('folder' in place) || existsSync(join(place.folder, 'data'));

/** How a store is opened. */
export interface OpenOptions {
  /** The clock of recorded times; that of the system by default. */
  readonly now?: () => Date;
  /** The most connections that are used at once; 10 by default, as `pg` has it. */
  readonly connections?: number;
  /**
   * Whether to use the PostgreSQL that another process runs in the folder, where one does, as long as it runs. By
   * default a folder that another process uses is refused.
   */
  readonly join?: boolean;
  /** Streaming standbys from which anyone's reading is done, of a PostgreSQL at an address; none by default. */
  readonly replicas?: ReplicaOptions;
}

/** A store that is open. */
export interface OpenedStore {
  /** Its `close` also ends the PostgreSQL that was started for it. */
  readonly store: Store;
  /** A line that names the database, its version, and the folder or host; never a password. */
  readonly about: string;
}

const oldestVersion = 150_000;

const openConnection = async (
  connection: Connection,
  where: string,
  registers: readonly Register[],
  { now, replicas }: OpenOptions,
): Promise<Result<{ readonly store: Store; readonly version: string }>> => {
  const refuse = async (found: string, expected: string): Promise<Result<never>> => {
    await connection.close().catch(() => undefined);
    return failure({ where, found, expected });
  };
  try {
    const { rows } = await sql<{ version: string; number: number }>`
      select current_setting('server_version') as version, current_setting('server_version_num')::int as number
    `.execute(connection.database);
    const { version = '', number = 0 } = rows[0] ?? {};
    if (number < oldestVersion) return await refuse(`PostgreSQL ${version}`, 'version 15 or later');
    return success({ store: await Store.open(connection, registers, now, replicas), version });
  } catch (error) {
    if (error instanceof NewerSchema) return refuse(error.message, 'a database that this program knows');
    // What the driver says names no password; some of its errors have no message of their own.
    const said = error instanceof AggregateError ? error.errors.map(String).join('; ') : String(error);
    return refuse(
      said.replace(/^(?:\w*[Ee]rror: )+/, ''),
      'a PostgreSQL that answers, with a database that may be used',
    );
  }
};

/**
 * Opens the store of a place, for commands and server alike: starts PostgreSQL in a folder, or connects to one, and
 * brings the schema up to date.
 *
 * A failure says what is there instead: a folder that another process uses or that cannot be written to, a PostgreSQL
 * that does not answer or is older than 15, a database that a newer program wrote. Then nothing is left running.
 */
export const openStore = async (
  place: StorePlace,
  registers: readonly Register[],
  options: OpenOptions = {},
): Promise<Result<OpenedStore>> => {
  const { connections, join: mayJoin = false } = options;
  if ('address' in place) {
    const where = hostOf(place.address) ?? 'DATABASE_URL';
    let connection: Connection;
    try {
      connection = connectPostgres(place.address, connections);
    } catch {
      return failure({
        where,
        found: 'no address',
        expected: 'one such as postgres://user:password@host:5432/database',
      });
    }
    const opened = await openConnection(connection, where, registers, options);
    if (!opened.ok) return opened;
    const { store, version } = opened.value;
    return success({ store, about: `PostgreSQL ${version} at ${where}` });
  }
  const { folder } = place;
  const holder = mayJoin ? holderOf(folder) : undefined;
  const running = holder === undefined ? undefined : await runningCluster(folder);
  let cluster: Cluster | undefined;
  if (running === undefined) {
    const started = await startCluster(folder);
    if (!started.ok) return started;
    cluster = started.value;
  }
  const inner = connectPostgres(running ?? cluster?.address ?? '', connections);
  const connection: Connection = {
    database: inner.database,
    close: async () => {
      await inner.close();
      await cluster?.stop();
    },
  };
  const opened = await openConnection(connection, folder, registers, options);
  if (!opened.ok) return opened;
  const { store, version } = opened.value;
  const whose = running === undefined ? '' : `, which process ${holder ?? ''} runs`;
  return success({ store, about: `PostgreSQL ${version} in the folder ${folder}${whose}` });
};
