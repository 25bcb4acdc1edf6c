import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allRegisters } from '@isocentre/registers';
import { openStore, startCluster, type Store, type StorePlace } from '@isocentre/store';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { countOf } from '../support/counts.ts';
import { decider, type Decider } from '../support/decider.ts';
import { drawsOf } from '../support/draw.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
const freshFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'isocentre-kill-'));
  folders.push(folder);
  return folder;
};

const kills = countOf({ test: 2, full: 100, mutation: 1 });
const clients = 8;
/** Milliseconds after the first acknowledgement within which the server is killed. */
const longest = 400;

/** What a database has to show in the end. */
interface Figures {
  kills: number;
  acknowledged: number;
  /** Sent and not answered when the server was killed. */
  unanswered: number;
  /** Of these, those that turned out to be written already. */
  writtenBefore: number;
}

const withStore = async <T>(place: StorePlace, work: (store: Store) => Promise<T>): Promise<T> => {
  const opened = await openStore(place, allRegisters, { join: true });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  try {
    return await work(opened.value.store);
  } finally {
    await opened.value.store.close();
  }
};

const start = async (place: StorePlace): Promise<ServerProcess> => {
  const [folder, address] = 'folder' in place ? [place.folder, ''] : ['', place.address];
  const server = await startServer(folder, ['--development-sign-in'], {
    DATABASE_URL: address,
    ISOCENTRE_RATE: '9999999',
    ISOCENTRE_LEDGER_KEY: '07'.repeat(32),
  });
  await server.until('The registers are in');
  return server;
};

/** Has clients write until the server is killed; gives what was acknowledged, and what was sent and not answered. */
const writeUntilKilled = async (
  server: ServerProcess,
  who: Decider,
  next: () => string,
  wait: number,
): Promise<{ readonly acknowledged: ReadonlyMap<string, number>; readonly unanswered: readonly string[] }> => {
  const acknowledged = new Map<string, number>();
  const unanswered: string[] = [];
  let killing: Promise<number | null> | undefined;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      for (;;) {
        const key = next();
        const answer = await who.list(server.address, key, `request-${key}`).catch(() => undefined);
        if (!answer) {
          unanswered.push(key);
          return;
        }
        expect(answer.status).toBe(201);
        acknowledged.set(key, answer.entry ?? 0);
        killing ??= new Promise<void>((done) => setTimeout(done, wait)).then(() => server.end('SIGKILL'));
      }
    }),
  );
  await killing;
  return { acknowledged, unanswered };
};

const killRepeatedly = async (place: StorePlace, seed: number): Promise<Figures> => {
  const { uniform } = drawsOf(seed);
  const figures: Figures = { kills, acknowledged: 0, unanswered: 0, writtenBefore: 0 };
  const entries = new Map<string, number>();
  let count = 0;
  const next = (): string => `K${String((count += 1)).padStart(5, '0')}`;
  let server = await start(place);
  const who = await withStore(place, decider);
  for (let kill = 0; kill < kills; kill += 1) {
    const { acknowledged, unanswered } = await writeUntilKilled(server, who, next, uniform() * longest);
    for (const [key, entry] of acknowledged) entries.set(key, entry);
    server = await start(place);
    for (const key of unanswered) {
      const { status, entry = 0 } = await who.list(server.address, key, `request-${key}`);
      expect([200, 201]).toContain(status);
      if (status === 200) figures.writtenBefore += 1;
      entries.set(key, entry);
    }
    figures.acknowledged += acknowledged.size;
    figures.unanswered += unanswered.length;
  }
  // Everything that was ever sent is there once, under the number that was told.
  await withStore(place, async (store) => {
    const { rows } = await sql<{ key: string; number: number }>`
      select key, number from entry where register = 'organisations' order by number`.execute(store.database);
    expect(rows).toEqual(
      [...entries].map(([key, number]) => ({ key, number })).toSorted((one, other) => one.number - other.number),
    );
    expect((await store.verify([])).flaws).toEqual([]);
  });
  expect(await server.end()).toBe(0);
  return figures;
};

const keep = (name: string, figures: Figures): void => {
  const folder = process.env['ISOCENTRE_FIGURES'] ?? '';
  if (folder !== '') writeFileSync(join(folder, `${name}.json`), JSON.stringify(figures));
};

test('PostgreSQL in a folder: the server is killed while eight clients write, and nothing acknowledged is lost or doubled', async () => {
  const figures = await killRepeatedly({ folder: freshFolder() }, 1);
  expect(figures.acknowledged).toBeGreaterThanOrEqual(kills);
  keep('folder', figures);
}, 0);

test('PostgreSQL at an address: the same', async () => {
  const cluster = await startCluster(freshFolder());
  if (!cluster.ok) throw new Error(JSON.stringify(cluster.problems));
  const figures = await killRepeatedly({ address: cluster.value.address }, 2);
  expect(figures.acknowledged).toBeGreaterThanOrEqual(kills);
  keep('address', figures);
  await cluster.value.stop();
}, 0);
