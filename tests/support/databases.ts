import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { Register } from '@isocentre/registers';
import { connectPglite, connectPostgres, startCluster, Store, type Cluster, type Connection } from '@isocentre/store';
import pg from 'pg';

/** A kind of database to run a suite on. */
export interface Place {
  /** Opens a database that nothing is in yet. */
  readonly fresh: () => Promise<Connection>;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

const pglite = (registers: readonly Register[]): Place => {
  let image: Blob | undefined;
  return {
    start: async () => {
      const empty = await PGlite.create();
      const store = await Store.open(connectPglite(empty), registers);
      image = await empty.dumpDataDir('none');
      await store.close();
    },
    fresh: async () => connectPglite(await PGlite.create(image ? { loadDataDir: image } : {})),
    stop: async () => undefined,
  };
};

const postgres = (): Place => {
  const folder = mkdtempSync(join(tmpdir(), 'isocentre-store-'));
  let cluster: Cluster | undefined;
  let count = 0;
  const address = (name: string): string => (cluster?.address ?? '').replace(/postgres$/, name);
  return {
    start: async () => {
      const started = await startCluster(folder);
      if (!started.ok) throw new Error(JSON.stringify(started.problems));
      cluster = started.value;
    },
    fresh: async () => {
      count += 1;
      const client = new pg.Client({ connectionString: address('postgres') });
      await client.connect();
      await client.query(`create database test_${count}`);
      await client.end();
      return connectPostgres(address(`test_${count}`));
    },
    stop: async () => {
      await cluster?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** Every database that the store is offered on: the same suite runs on each. */
export const databases: readonly (readonly [name: string, make: (registers: readonly Register[]) => Place])[] = [
  ['PGlite', pglite],
  ['PostgreSQL', postgres],
];
