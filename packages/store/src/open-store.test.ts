import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importOds, organisations } from '@isocentre/registers';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runningCluster } from './cluster.ts';
import { holderOf, lockFolder } from './folder-lock.ts';
import { openStore, storePlace, type OpenedStore } from './open-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'isocentre-open-'));
let opened: OpenedStore;

const open = async (place: Parameters<typeof openStore>[0], join_ = false): Promise<OpenedStore> => {
  const outcome = await openStore(place, [organisations], { join: join_ });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
};

beforeAll(async () => {
  opened = await open({ folder });
}, 120_000);
afterAll(async () => {
  await opened.store.close();
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

test('the place is the address, else the folder asked for, else that of the user', () => {
  expect(storePlace({ DATABASE_URL: 'postgres://a/b', ISOCENTRE_DATA: '/d' })).toEqual({ address: 'postgres://a/b' });
  expect(storePlace({ DATABASE_URL: '', ISOCENTRE_DATA: '/d/e' })).toEqual({ folder: '/d/e' });
  expect(storePlace({ XDG_DATA_HOME: '/x' })).toEqual({ folder: expect.stringMatching(/isocentre$/) });
});

test('the line names database, version and folder, and no password', () => {
  expect(opened.about).toMatch(/^PostgreSQL 18\.\d+ in the folder /);
  expect(opened.about).toContain(folder);
  expect(opened.about).not.toContain(readFileSync(join(folder, 'password'), 'utf8'));
});

test('a second opening is refused and told who has it; one that joins reads and writes the same data', async () => {
  expect(await openStore({ folder }, [organisations])).toEqual({
    ok: false,
    problems: [
      {
        where: folder,
        found: `the process ${process.pid}, which uses it`,
        expected: 'a folder that no other process uses',
      },
    ],
  });
  const file = Buffer.from('OrganisationCode,Name,OpenDate\nX1A,SALTMARSH NHS TRUST,20200401\n');
  const drafts = importOds(file, 'ods.csv', new Map(), '2026-11-27');
  if (!drafts.ok) throw new Error('refused');
  const joined = await open({ folder }, true);
  expect(await joined.store.append({ drafts: drafts.value.drafts })).toMatchObject({ kind: 'written' });
  await joined.store.close();
  expect(await opened.store.size()).toBe(1);
});

test('an address opens, is named without its password, and what is wrong with it is told', async () => {
  const address = await runningCluster(folder);
  if (address === undefined) throw new Error('nothing runs');
  const { store, about } = await open({ address });
  expect(about).toMatch(/^PostgreSQL 18\.\d+ at 127\.0\.0\.1:\d+\/postgres$/);
  await store.close();
  const wrong = await openStore({ address: address.replace(/:[0-9a-f]+@/, ':wrong@') }, [organisations]);
  expect(wrong).toMatchObject({ ok: false, problems: [{ found: expect.stringContaining('password') }] });
  const nobody = await openStore({ address: 'postgres://a:secret@127.0.0.1:1/b' }, [organisations]);
  expect(nobody).toMatchObject({ ok: false, problems: [{ where: '127.0.0.1:1/b', found: expect.any(String) }] });
  expect(JSON.stringify(nobody)).not.toContain('secret');
});

test('a database that a newer program wrote is refused', async () => {
  await sql`insert into migration values (1000)`.execute(opened.store.database);
  const newer = await openStore({ folder }, [organisations], { join: true });
  expect(newer).toMatchObject({ ok: false, problems: [{ where: folder, found: expect.stringContaining('1000') }] });
  await sql`delete from migration where step = 1000`.execute(opened.store.database);
});

test('after a process was killed the folder opens again by itself, with what was acknowledged', async () => {
  const place = mkdtempSync(join(tmpdir(), 'isocentre-killed-'));
  try {
    // Another process starts the database and is killed; its PostgreSQL is left behind.
    const program = `
      const { startCluster } = await import(${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)});
      const { ok } = await startCluster(${JSON.stringify(place)});
      process.stdout.write(String(ok));
      setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const said = await new Promise<string>((done) =>
      child.stdout.once('data', (text: Buffer) => done(text.toString())),
    );
    expect(said).toBe('true');
    expect(holderOf(place)).toBe(child.pid);
    const address = (await runningCluster(place)) ?? '';
    const { store } = await open({ address });
    await sql`create table kept as select 7 as number`.execute(store.database);
    await store.close();
    const ended = new Promise((done) => child.once('close', done));
    child.kill('SIGKILL');
    await ended;
    expect(await runningCluster(place)).toBe(address);
    const again = await open({ folder: place });
    const { rows } = await sql<{ number: number }>`select number from kept`.execute(again.store.database);
    expect(rows).toEqual([{ number: 7 }]);
    await again.store.close();
    expect(existsSync(join(place, 'lock'))).toBe(false);
    expect(await runningCluster(place)).toBeUndefined();
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});

test('the lock of a process that is gone, or whose number another has, counts no more', () => {
  const place = mkdtempSync(join(tmpdir(), 'isocentre-lock-'));
  for (const old of ['999999999\n\n', `${process.pid}\nanother boot 1\n`, 'nothing\n', '']) {
    writeFileSync(join(place, 'lock'), old);
    const lock = lockFolder(place);
    expect(lock.ok, old).toBe(true);
    expect(lockFolder(place).ok).toBe(false);
    if (lock.ok) lock.value.release();
    expect(existsSync(join(place, 'lock'))).toBe(false);
  }
  rmSync(place, { recursive: true });
});

test('a file in the place of a folder is refused and stays', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'isocentre-file-')), 'data');
  writeFileSync(file, 'kept');
  for (const mayJoin of [false, true])
    expect(await openStore({ folder: file }, [organisations], { join: mayJoin })).toEqual({
      ok: false,
      problems: [{ where: file, found: 'a file', expected: 'a folder' }],
    });
  expect(readFileSync(file, 'utf8')).toBe('kept');
});

test.skipIf(!existsSync('/proc/self'))('a folder that cannot be made is refused at once', async () => {
  for (const place of ['/proc/isocentre', '/proc/isocentre/a/b'])
    expect(await openStore({ folder: place }, [organisations])).toMatchObject({
      ok: false,
      problems: [{ where: place, expected: 'a folder that can be written to' }],
    });
});
