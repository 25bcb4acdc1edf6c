import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allRegisters } from '@isocentre/registers';
import { connectPostgres, openStore, startCluster, Store, type Cluster } from '@isocentre/store';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { decider, type Answer, type Decider } from '../support/decider.ts';
import { exampleServer } from '../support/example-server.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';

const folders: string[] = [];
const mounted: string[] = [];
afterAll(() => {
  for (const folder of mounted) spawnSync('umount', [folder]);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
const freshFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'isocentre-faults-'));
  folders.push(folder);
  return folder;
};
const clusterIn = async (folder: string, port?: number): Promise<Cluster> => {
  const started = await startCluster(folder, port);
  if (!started.ok) throw new Error(JSON.stringify(started.problems));
  return started.value;
};
const portOf = (address: string): number => Number(new URL(address).port);

const patience = 60_000;
const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  const start = performance.now();
  while (!(await holds())) {
    if (performance.now() - start > patience) throw new Error(`never ${what}`);
    await new Promise((done) => setTimeout(done, 100));
  }
};

/** The lines of a server's log about what fails and works again. */
const outagesIn = (server: ServerProcess): readonly string[] =>
  server
    .printed()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    .flatMap(({ what, who }) => (what === 'fails' || what === 'works again' ? [`${String(who)} ${what}`] : []));

const environment = { ISOCENTRE_RATE: '9999999', ISOCENTRE_LEDGER_KEY: '07'.repeat(32) };

/** Sends a decision under one name until it is acknowledged. */
const untilTaken = async (who: Decider, address: string, key: string): Promise<Answer> => {
  let answer: Answer = { status: 0, entry: undefined };
  await until(`${key} taken`, async () => {
    answer = await who.list(address, key, `request-${key}`);
    return answer.status < 300;
  });
  return answer;
};

const checkLedger = async (store: Store, keys: readonly string[]): Promise<void> => {
  const { flaws } = await store.verify([]);
  expect(flaws).toEqual([]);
  const { rows } = await sql<{ key: string; count: number }>`
    select key, count(*) from entry where register = 'organisations' group by key order by key`.execute(store.database);
  expect(rows).toEqual(keys.toSorted().map((key) => ({ key, count: 1 })));
};

test('a database that is gone for a while: decisions are refused and not lost, one line, and it goes on by itself', async () => {
  const folder = freshFolder();
  const first = await clusterIn(folder);
  const { address: database } = first;
  const settings = { ...environment, DATABASE_URL: database };
  const server = await startServer('', ['--development-sign-in'], settings);
  await server.until('The registers are in');
  const store = await Store.open(connectPostgres(database), allRegisters);
  const who = await decider(store);
  expect((await who.list(server.address, 'RX1', 'request-RX1')).status).toBe(201);
  await first.stop();
  for (const key of ['RX2', 'RX3', 'RX4'])
    expect((await who.list(server.address, key, `request-${key}`)).status).toBe(503);
  const page = await fetch(`${server.address}/registers/organisations`);
  expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await page.text()).toContain('The registers are not there now');
  expect((await fetch(`${server.address}/ready`)).status).toBe(503);
  expect((await fetch(`${server.address}/`)).status).toBe(200);
  const second = await clusterIn(folder, portOf(database));
  for (const key of ['RX2', 'RX3', 'RX4']) await untilTaken(who, server.address, key);
  await until('said', () => outagesIn(server).length === 2);
  expect(outagesIn(server)).toEqual(['database fails', 'database works again']);
  expect(server.printed()).not.toContain('"what":"fault"');
  await checkLedger(store, ['RX1', 'RX2', 'RX3', 'RX4']);
  await store.close();
  expect(await server.end()).toBe(0);
  // A server that is there before its database waits for it.
  await second.stop();
  const early = await startServer('', ['--development-sign-in'], settings);
  await early.until('The registers cannot be used; the planner works. It is tried again.');
  const third = await clusterIn(folder, portOf(database));
  await early.until('The registers are in');
  expect((await fetch(`${early.address}/ready`)).status).toBe(200);
  expect(await early.end()).toBe(0);
  await third.stop();
});

test('the database of the folder, killed, is started again, with what was acknowledged', async () => {
  const folder = freshFolder();
  const opened = await openStore({ folder }, allRegisters);
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const { store } = opened.value;
  await sql`create table kept as select 7 as number`.execute(store.database);
  const read = async (): Promise<unknown> => (await sql`select number from kept`.execute(store.database)).rows;
  for (let times = 0; times < 2; times += 1) {
    process.kill(Number(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
    await until('gone', () =>
      read().then(
        () => false,
        () => true,
      ),
    );
    await until('there again', () =>
      read().then(
        () => true,
        () => false,
      ),
    );
  }
  expect(await read()).toEqual([{ number: 7 }]);
  await store.close();
});

test('where a statement finds the disk full, it is told as such, once, and works when there is room', async () => {
  const server = await exampleServer();
  const ods = await server.enter([{ role: 'ods' }]);
  const list = async (key: string): Promise<Response> =>
    server.ask(`/api/v1/registers/organisations/records/${key}/decisions`, {
      method: 'POST',
      headers: { ...ods.headers, 'content-type': 'application/json', 'if-none-match': '*' },
      body: JSON.stringify({
        action: 'list',
        change: { name: 'A', address: [], opened: '2020-04-01' },
        validFrom: '2020-04-01',
      }),
    });
  const size = await server.store.size();
  await sql
    .raw(
      `create function full_disk() returns trigger language plpgsql as
       $$ begin raise exception 'could not extend file "base/1/2": No space left on device' using errcode = 'disk_full'; end $$`,
    )
    .execute(server.store.database);
  await sql`create trigger full_disk before insert on entry execute function full_disk()`.execute(
    server.store.database,
  );
  for (const key of ['RX1', 'RX2', 'RX1']) {
    const answer = await list(key);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.text()).toContain('/api#unavailable');
  }
  expect((await server.ask('/api/v1/registers/organisations/records')).status).toBe(200);
  expect(await server.store.size()).toBe(size);
  await sql`drop trigger full_disk on entry`.execute(server.store.database);
  for (const key of ['RX1', 'RX2']) expect((await list(key)).status).toBe(201);
  expect(server.lines.flatMap(({ what, who, why }) => (who === undefined ? [] : [[what, who, why]]))).toEqual([
    ['fails', 'disk of the database', 'it is full'],
    ['works again', 'disk of the database', undefined],
  ]);
  await server.close();
});

// A file system of its own that can be filled: who may not mount one has the test above alone.
const small = freshFolder();
const canMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', small]).status === 0;
if (canMount) mounted.push(small);

test.skipIf(!canMount)(
  'a disk that is full loses nothing that was acknowledged, and the server goes on when there is room',
  async () => {
    const data = join(small, 'data');
    mkdirSync(data);
    const server = await startServer(data, ['--development-sign-in'], environment);
    await server.until('The registers are in');
    const joined = await openStore({ folder: data }, allRegisters, { join: true });
    if (!joined.ok) throw new Error(JSON.stringify(joined.problems));
    const { store } = joined.value;
    const who = await decider(store);
    const keyAt = (number: number): string => `K${String(number).padStart(5, '0')}`;
    const acknowledged: string[] = [];
    const filler = join(small, 'filler');
    // All but 200 KB; what PostgreSQL has set aside for its log is used up by writing.
    const { bavail, bsize } = statfsSync(small);
    writeFileSync(filler, Buffer.alloc(bavail * bsize - 200_000));
    let [number, refused] = [0, 0];
    while (refused < 3) {
      number += 1;
      if (number > 20_000) throw new Error('the disk was never full');
      const batch = await Promise.all(
        Array.from({ length: 8 }, async (_, client) => {
          const key = keyAt(number * 8 + client);
          const { status } = await who.list(server.address, key, `request-${key}`);
          expect([201, 503]).toContain(status);
          if (status === 201) acknowledged.push(key);
          return { key, status };
        }),
      );
      refused += batch.filter(({ status }) => status === 503).length;
    }
    rmSync(filler);
    const last = keyAt(0);
    await untilTaken(who, server.address, last);
    const { rows } = await sql<{ key: string }>`select key from record where register = 'organisations'`.execute(
      store.database,
    );
    const kept = new Set(rows.map(({ key }) => key));
    expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);
    expect((await store.verify([])).flaws).toEqual([]);
    const said = outagesIn(server);
    expect(said.filter((line) => line.endsWith('fails')).length).toBeLessThanOrEqual(2);
    expect(server.printed()).not.toContain('"what":"fault"');
    await store.close();
    expect(await server.end()).toBe(0);
  },
);
