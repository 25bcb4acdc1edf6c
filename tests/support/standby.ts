import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster, type Cluster } from '@isocentre/store';
import pg from 'pg';

/** A PostgreSQL and a standby that follows it by streaming. */
export interface Pair {
  readonly primary: string;
  readonly standby: string;
  /** Asks one of them as whoever may do everything. */
  readonly ask: (address: string, statement: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Kills the standby as the system does that is out of memory; it is started again after a second. */
  readonly kill: () => void;
  readonly stop: () => Promise<void>;
}

const start = async (folder: string): Promise<Cluster> => {
  const started = await startCluster(folder);
  if (!started.ok) throw new Error(JSON.stringify(started.problems));
  return started.value;
};

/** Starts both. The standby begins as a copy of the primary's folder while that is stopped. */
export const startPair = async (): Promise<Pair> => {
  // Neither inside another folder: what PostgreSQL runs as must be able to enter it.
  const [folder = '', copy = ''] = ['primary', 'standby'].map((name) =>
    mkdtempSync(join(tmpdir(), `isocentre-${name}-`)),
  );
  await (await start(folder)).stop();
  for (const name of ['data', 'password']) spawnSync('cp', ['-a', join(folder, name), copy]);
  const primary = await start(folder);
  const { hostname, port, username, password } = new URL(primary.address);
  const followed = `host=${hostname} port=${port} user=${username} password=${password}`;
  appendFileSync(join(copy, 'data', 'postgresql.auto.conf'), `primary_conninfo = '${followed}'\n`);
  writeFileSync(join(copy, 'data', 'standby.signal'), '');
  const standby = await start(copy);
  return {
    primary: primary.address,
    standby: standby.address,
    ask: async (address, statement) => {
      const client = new pg.Client({ connectionString: address });
      client.on('error', () => undefined);
      await client.connect();
      const { rows } = await client.query<Readonly<Record<string, unknown>>>(statement);
      await client.end();
      return rows;
    },
    kill: () => {
      const [pid] = readFileSync(join(copy, 'data', 'postmaster.pid'), 'utf8').split('\n');
      process.kill(Number(pid), 'SIGKILL');
    },
    stop: async () => {
      await standby.stop();
      await primary.stop();
      for (const one of [folder, copy]) rmSync(one, { recursive: true, force: true });
    },
  };
};
