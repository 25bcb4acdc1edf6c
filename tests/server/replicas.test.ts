import { decide, memberships, ods, organisations, type RegisterRecord } from '@isocentre/registers';
import { connectPostgres, Store, type ReplicaOptions } from '@isocentre/store';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApp } from '../../apps/server/src/app.ts';
import { unlimited } from '../../apps/server/src/http/limiter.ts';
import { Metrics } from '../../apps/server/src/http/metrics.ts';
import { replicaListener, startKeeping } from '../../apps/server/src/keep.ts';
import { Outages } from '../../apps/server/src/outages.ts';
import { readSettings } from '../../apps/server/src/settings.ts';
import { textOf } from '../../apps/server/src/pages/words.ts';
import { relyingParty } from '../../apps/server/src/sign-in/relying-party.ts';
import { countOf } from '../support/counts.ts';
import { drawsOf } from '../support/draw.ts';
import { enter, type SignedIn } from '../support/enter.ts';
import { testKey } from '../support/example-log.ts';
import { listed, people, today } from '../support/example-server.ts';
import { FakeProvider, fakeProvider } from '../support/fake-provider.ts';
import { startPair, type Pair } from '../support/standby.ts';

const registers = [organisations, people, memberships];
let seconds = 0;
const now = (): Date => new Date(Date.UTC(2026, 10, 27, 9, 0, (seconds += 1)));

let pair: Pair;
/** The process that is looked at. */
let store: Store;
/** Another one, which has no replica and writes. */
let other: Store;
let ada: SignedIn;
let ask: (path: string, init?: RequestInit) => Promise<Response>;
const metrics = new Metrics();
const lines: Readonly<Record<string, unknown>>[] = [];
const outages = new Outages((line) => void lines.push(line), now);
const listener = replicaListener({ outages, metrics, now });

const withReplica = (replica: string, more: Partial<ReplicaOptions> = {}): Promise<Store> =>
  Store.open(connectPostgres(pair.primary), registers, now, { addresses: [replica], listener, every: 100, ...more });

const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 3000; tries += 1) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 20));
  }
  throw new Error(`in vain: ${JSON.stringify([store.replicaStates(), lines])}`);
};
const isUsed = (): boolean => store.replicaStates().every((state) => state.isUsed);
const readsOf = (database: string): number =>
  Number(new RegExp(`isocentre_reads_total\\{database="${database}"\\} (\\d+)`).exec(metrics.write())?.[1] ?? 0);
const standbyName = (): string => new URL(pair.standby).host + new URL(pair.standby).pathname;
const pauseReplay = (): Promise<unknown> => pair.ask(pair.standby, 'select pg_wal_replay_pause()');
const resumeReplay = (): Promise<unknown> => pair.ask(pair.standby, 'select pg_wal_replay_resume()');
const caughtUp = (): Promise<void> =>
  until(async () => {
    const [here, there] = await Promise.all(
      [pair.standby, pair.primary].map((address) => pair.ask(address, 'select size from ledger')),
    );
    return here?.[0]?.['size'] === there?.[0]?.['size'] && isUsed();
  });

/** Writes the next version of a record, as another process does. */
let version = 0;
const write = async (through: Store = other): Promise<number> => {
  const record = await through.record(organisations, 'RX1');
  version += 1;
  const change = { name: `VERSION ${version}` };
  const asked = { action: 'update', key: 'RX1', change, reasons: 'as filed', evidence: [], validFrom: today };
  const decided = decide(organisations, record, ods, asked, today);
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  expect(await through.append({ drafts: [decided.draft] })).toMatchObject({ kind: 'written' });
  return version;
};
const versionIn = (record: unknown): number =>
  Number(/^VERSION (\d+)$/.exec(textOf((record as Pick<RegisterRecord, 'content'> | undefined)?.content['name']))?.[1]);

beforeAll(async () => {
  pair = await startPair();
  other = await Store.open(connectPostgres(pair.primary), registers, now);
  await other.append({ drafts: [listed('RX1', { name: 'VERSION 0' }), listed('PX1', {}, people)] });
  store = await withReplica(pair.standby);
  ada = await enter(other, 'http://localhost', today, [{ role: 'ods' }]);
  const app = createApp({
    keeping: () => ({ kind: 'open', kept: { store, sign: () => store.sign(testKey) } }),
    registers: [organisations, people],
    providers: [fakeProvider],
    relyingParty: relyingParty(new FakeProvider().fetch),
    decides: true,
    page: '/nowhere',
    origin: () => 'http://localhost',
    now,
    log: () => undefined,
    metrics,
    outages,
    limiter: unlimited,
  });
  ask = async (path, init) => app.request(path, init);
  await caughtUp();
}, 240_000);
afterAll(async () => {
  await store?.close();
  await other?.close();
  await pair?.stop();
}, 120_000);

test('what anyone reads comes from the standby, and what somebody who is signed in reads does not', async () => {
  const pages = ['/registers', '/registers/organisations', '/registers/organisations/RX1'];
  const api = ['', '/RX1', '/RX1/entries'].map((path) => `/api/v1/registers/organisations/records${path}`);
  const [before, onPrimary] = [readsOf(standbyName()), readsOf('primary')];
  for (const path of [...pages, ...api]) expect([path, (await ask(path)).status]).toEqual([path, 200]);
  const [standby, primary] = [readsOf(standbyName()), readsOf('primary')];
  // All registers 2, one with its search and its facets, one with its history and names, and the API 3.
  expect(standby - before).toBeGreaterThanOrEqual(2 + 2 + 2 + 3);
  expect(primary).toBe(onPrimary);
  for (const path of api) await ask(path, { headers: { cookie: ada.cookie } });
  expect([readsOf(standbyName()), readsOf('primary')]).toEqual([standby, primary]);
  const text = await (await ask('/metrics')).text();
  expect(text).toContain(`isocentre_replica_used{replica="${standbyName()}"} 1\n`);
  expect(text).toMatch(/isocentre_replica_lag_seconds\{[^}]+\} [0-4]\.\d/);
});

test('what is forbidden and what does not exist: the same bytes, by as many statements, on the same database', async () => {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  // Looks at the replica go on meanwhile.
  const sent = (): number =>
    query.mock.calls.filter(([text]) => !JSON.stringify(text).includes('pg_control_system')).length;
  try {
    const costs = async (path: string) => {
      await caughtUp();
      const [queries, reads] = [sent(), readsOf(standbyName())];
      const answer = await ask(path);
      const [asked, read] = [sent() - queries, readsOf(standbyName()) - reads];
      return [answer.status, asked, read, (await answer.text()).replaceAll(/PX[12]/g, '')];
    };
    const paths = ['/registers/people/PX1', '/api/v1/registers/people/records/PX1/entries'];
    for (const path of paths) {
      await costs(path);
      expect([path, await costs(path)]).toEqual([path, await costs(path.replace('PX1', 'PX2'))]);
    }
  } finally {
    query.mockRestore();
  }
});

test('through one process nothing older is told after something newer, however replaying stops and goes', async () => {
  const draws = drawsOf(23);
  const pick = <T>(of: readonly T[]): T | undefined => of[Math.floor(draws.uniform() * of.length)];
  const publicRead = {
    record: async () => versionIn(await (await ask('/api/v1/registers/organisations/records/RX1')).json()),
    search: async () => {
      const found = await (await ask('/api/v1/registers/organisations/records?text=version')).json();
      return versionIn((found as { readonly records: readonly RegisterRecord[] }).records[0]);
    },
    page: async () => Number(/VERSION (\d+)/.exec(await (await ask('/registers/organisations/RX1')).text())?.[1]),
  };
  const reads = [...Object.values(publicRead), publicRead.record, publicRead.record];
  let [told, older, isPaused] = [0, 0, false];
  for (let step = 0; step < countOf({ test: 150, full: 5000, mutation: 50 }); step += 1) {
    const kind = draws.uniform();
    if (kind < 0.15) await write();
    else if (kind < 0.2) told = await write(store);
    else if (kind < 0.3) {
      const answer = await ask('/api/v1/registers/organisations/records/RX1', { headers: { cookie: ada.cookie } });
      told = versionIn(await answer.json());
      expect(told).toBe(version);
    } else if (kind < 0.4) {
      await (isPaused ? resumeReplay() : pauseReplay());
      isPaused = !isPaused;
    } else if (kind < 0.5 && !isPaused) await caughtUp();
    else {
      const read = (await pick(reads)?.()) ?? NaN;
      expect([step, read >= told, read <= version]).toEqual([step, true, true]);
      told = read;
      if (read < version) older += 1;
    }
  }
  if (isPaused) await resumeReplay();
  // It was read from while it lagged: only that makes this a test.
  expect(older).toBeGreaterThan(0);
  await caughtUp();
});

test('whoever names a newer state by its ETag is told nothing older, though this process told nobody of it', async () => {
  const path = '/api/v1/registers/organisations/records/RX1';
  await pauseReplay();
  const before = versionIn(await (await ask(path)).json());
  await write();
  const newer = (await other.record(organisations, 'RX1'))?.lastEntry ?? 0;
  expect(versionIn(await (await ask(path)).json())).toBe(before);
  const known = await ask(path, { headers: { 'if-none-match': `W/"entry-1", "entry-${newer}"` } });
  expect(known.status).toBe(304);
  // What is asked for proves nothing: others are not sent to the primary for it.
  await ask(path, { headers: { 'if-none-match': '"entry-999999999999999"' } });
  await resumeReplay();
  await caughtUp();
  const reads = readsOf(standbyName());
  expect(versionIn(await (await ask(path)).json())).toBe(version);
  expect(readsOf(standbyName())).toBe(reads + 1);
});

test('a standby that is killed makes no request fail; one line says so, one that it is back, and it is read from', async () => {
  lines.length = 0;
  const over = new AbortController();
  let answered = 0;
  const client = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const answer = await ask('/api/v1/registers/organisations/records?text=version');
      expect(answer.status).toBe(200);
      answered += 1;
    }
  };
  const clients = Array.from({ length: 8 }, client);
  await until(() => answered > 50);
  pair.kill();
  await until(() => lines.length > 0);
  expect((await ask('/ready')).status).toBe(200);
  await until(() => lines.length > 1);
  const reads = readsOf(standbyName());
  await until(() => readsOf(standbyName()) > reads);
  over.abort();
  await Promise.all(clients);
  expect(lines).toMatchObject([
    { level: 'error', what: 'fails', who: `replica ${standbyName()}` },
    { level: 'notice', what: 'works again', who: `replica ${standbyName()}` },
  ]);
});

/** Follows what is told of a replica that another process looks after. */
const watched = async (replica: string, more: Partial<ReplicaOptions> = {}) => {
  const told: string[] = [];
  const opened = await withReplica(replica, {
    listener: { fails: (_, why) => told.push(why), works: () => told.push('works'), reads: () => undefined },
    ...more,
  });
  return { opened, told, last: (word: string) => until(() => told.at(-1)?.includes(word) ?? false) };
};

test('what others wrote is told in time, though the standby does not replay and nobody was told of it yet', async () => {
  const { opened, last } = await watched(pair.standby, { staleAfter: 700 });
  await last('works');
  await pauseReplay();
  const before = version;
  const written = await write();
  expect(versionIn(await opened.forAnyone().record(organisations, 'RX1'))).toBe(before);
  await last('it lags by more than 0.7 s');
  expect(versionIn(await opened.forAnyone().record(organisations, 'RX1'))).toBe(written);
  await resumeReplay();
  await last('works');
  await opened.close();
});

test('a read that takes too long is done on the primary, and the standby is left alone for a while', async () => {
  const { opened, last, told } = await watched(pair.standby);
  await last('works');
  const where = (): Promise<boolean | undefined> =>
    opened.forAnyone().read(async (database) => {
      const { rows } = await sql<{ standby: boolean }>`select pg_is_in_recovery() as standby,
        pg_sleep(case when pg_is_in_recovery() then 2.5 else 0 end)`.execute(database);
      return rows[0]?.standby;
    });
  expect(await where()).toBe(false);
  expect(told.at(-1)).toBe('it took more than 2 s');
  expect(opened.replicaStates()).toMatchObject([{ isUsed: false }]);
  await opened.close();
});

test('an entry that a standby has before its primary is shown by nobody, so that nobody goes back behind it', async () => {
  await caughtUp();
  // The primary waits for a second standby that is not there: what is written is on the first, and not yet to be seen.
  await pair.ask(pair.primary, "alter system set synchronous_standby_names = 'FIRST 2 (*)'");
  await pair.ask(pair.primary, 'select pg_reload_conf()');
  await until(
    async () => (await pair.ask(pair.primary, "select from pg_stat_replication where sync_state = 'sync'")).length > 0,
  );
  const before = version;
  const writing = write();
  const onStandby = "select from record where key = 'RX1' and content ->> 'name' = ";
  await until(async () => (await pair.ask(pair.standby, `${onStandby} 'VERSION ${version}'`)).length > 0);
  expect(versionIn(await store.forAnyone().record(organisations, 'RX1'))).toBe(before);
  await pair.ask(pair.primary, 'alter system reset synchronous_standby_names');
  await pair.ask(pair.primary, 'select pg_reload_conf()');
  expect(await writing).toBe(before + 1);
  expect(versionIn(await store.forAnyone().record(organisations, 'RX1'))).toBe(before + 1);
});

test('what is no standby of this database, or has another schema, is not read from', async () => {
  const { opened, last } = await watched(pair.primary);
  await last('it is not a standby');
  expect(versionIn(await opened.forAnyone().record(organisations, 'RX1'))).toBe(version);
  await opened.close();
  const elsewhere = await watched(pair.standby.replace(/postgres$/, 'template1'));
  await elsewhere.last('it cannot be read: relation "migration" does not exist');
  await elsewhere.opened.close();
  const nobody = await watched(pair.standby.replace(/:\d+\//, ':1/'));
  await nobody.last('it does not answer');
  await nobody.opened.close();
  const { opened: aware, last: next } = await watched(pair.standby);
  await next('works');
  await pauseReplay();
  await pair.ask(pair.primary, 'insert into migration values (9999)');
  await next('it has the schema');
  await pair.ask(pair.primary, 'delete from migration where step = 9999');
  await resumeReplay();
  await next('works');
  await aware.close();
});

test('what holds from a day that has begun is told on that day, though the standby has not heard of it', async () => {
  const tomorrow = '2026-11-28';
  const record = await other.record(organisations, 'RX1');
  const change = { closed: tomorrow };
  const asked = { action: 'close', key: 'RX1', change, reasons: 'as filed', evidence: [], validFrom: tomorrow };
  const decided = decide(organisations, record, ods, asked, today);
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  expect(await other.append({ drafts: [decided.draft] })).toMatchObject({ kind: 'written' });
  await caughtUp();
  let day = today;
  const told: string[] = [];
  const opened = await Store.open(connectPostgres(pair.primary), registers, () => new Date(`${day}T09:00:00Z`), {
    addresses: [pair.standby],
    listener: {
      fails: () => undefined,
      works: () => told.push('works'),
      reads: (from) => told.push(from ?? 'primary'),
    },
    every: 100,
  });
  await until(() => told.includes('works'));
  const state = async (): Promise<string | undefined> => (await opened.forAnyone().record(organisations, 'RX1'))?.state;
  expect(await state()).toBe('open');
  expect(told).toContain(standbyName());
  await pauseReplay();
  day = tomorrow;
  expect(await state()).toBe('closed');
  await resumeReplay();
  await opened.close();
});

test('the server reads from those that its settings name', async () => {
  const environment = {
    DATABASE_URL: pair.primary,
    ISOCENTRE_REPLICAS: pair.standby,
    ISOCENTRE_LEDGER_KEY: '07'.repeat(32),
  };
  const settings = readSettings([], environment);
  if (!settings.ok) throw new Error('refused');
  const keeping = startKeeping(settings.value, environment, { outages, metrics, now });
  const states = () => {
    const state = keeping.state();
    return state.kind === 'open' ? state.kept.store.replicaStates() : [];
  };
  await until(() => states().some((state) => state.isUsed));
  expect(states()).toMatchObject([{ name: standbyName() }]);
  await keeping.close();
});
