import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegisterClient, type ApiDecision } from '@isocentre/client';
import { allRegisters } from '@isocentre/registers';
import { connectPostgres, startCluster, Store, type Cluster } from '@isocentre/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServer, type ServerProcess } from '../support/server-process.ts';

// Not inside another folder: what PostgreSQL runs as must be able to enter it.
const data = mkdtempSync(join(tmpdir(), 'isocentre-side-by-side-'));
let cluster: Cluster;
let one: ServerProcess;
let other: ServerProcess;

const start = (environment: Readonly<Record<string, string>> = {}): Promise<ServerProcess> =>
  startServer('', ['--development-sign-in'], {
    DATABASE_URL: cluster.address,
    ISOCENTRE_LEDGER_KEY: '7'.repeat(64),
    ...environment,
  });

beforeAll(async () => {
  const started = await startCluster(data);
  if (!started.ok) throw new Error(JSON.stringify(started.problems));
  cluster = started.value;
  one = await start();
  await one.until('Development sign-in: invented people');
  // Behind one address, as behind a proxy: here that of the first.
  other = await start({ ISOCENTRE_ORIGIN: one.address });
  await other.until('Development sign-in: invented people');
}, 240_000);
afterAll(async () => {
  await one?.end();
  await other?.end();
  await cluster?.stop();
  rmSync(data, { recursive: true, force: true });
}, 120_000);

/** A browser that follows redirects, picks who it is, and keeps its cookies. */
const signIn = async (subject: string): Promise<string> => {
  const cookies = new Map<string, string>();
  let address = `${one.address}/sign-in/development`;
  let body: string | undefined;
  for (let step = 0; step < 12; step += 1) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(address, {
      redirect: 'manual',
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }) },
      ...(body === undefined ? {} : { method: 'POST', body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const session = cookies.get('isocentre-session');
    if (session !== undefined && session !== '') return `isocentre-session=${session}`;
    const to = response.headers.get('location');
    body = to === null ? `subject=${subject}` : undefined;
    if (to !== null) address = new URL(to, address).href;
  }
  throw new Error('no session');
};

/** A client in a session, through one of the two. */
const through = (server: ServerProcess, cookie: string): RegisterClient =>
  new RegisterClient({
    origin: one.address,
    cookie,
    fetch: (address, init) => fetch(address.replace(one.address, server.address), init),
  });

test('two processes over one PostgreSQL are one server: sign-in, decisions, races, signing out', async () => {
  const cookie = await signIn('cerys');
  const [here, there] = [through(one, cookie), through(other, cookie)];
  const session = await there.session();
  expect(session).toMatchObject({ ok: true, value: { memberships: [{ role: 'ods' }] } });
  const list: ApiDecision = {
    action: 'list',
    change: { name: 'SALTMARSH', address: [], opened: '2026-01-01' },
    evidence: [],
  };
  expect(await there.decide('organisations', 'RX1', list, 'none')).toMatchObject({ ok: true });
  let known = await here.record('organisations', 'RX1');
  const update = (name: string): ApiDecision => ({ action: 'update', change: { name }, evidence: [] });
  for (let race = 0; race < 10; race += 1) {
    if (!known.ok) throw new Error(known.problem.title);
    const outcomes = await Promise.all([
      here.decide('organisations', 'RX1', update(`HERE ${race}`), known),
      there.decide('organisations', 'RX1', update(`THERE ${race}`), known),
    ]);
    const lost = outcomes.flatMap((answer) => (answer.ok ? [] : [answer.problem]));
    known = await (race % 2 === 0 ? here : there).record('organisations', 'RX1');
    expect(lost).toMatchObject([{ status: 412, now: { lastEntry: known.ok && known.value.lastEntry } }]);
  }
  // One request name is one decision, whichever of the two it comes to.
  if (!known.ok) throw new Error(known.problem.title);
  const state = known;
  const twice = await Promise.all(
    [here, there].map((client) => client.decide('organisations', 'RX1', update('ONCE'), state, 'request-0001')),
  );
  const written = twice.flatMap((answer) => (answer.ok ? [answer.value.entry] : []));
  expect([written.length, new Set(written).size]).toEqual([2, 1]);
  const heads = await Promise.all([here.latestHead(), there.latestHead()]);
  expect(heads[0]).toMatchObject({ ok: true, value: heads[1].ok ? heads[1].value : {} });
  const store = await Store.open(connectPostgres(cluster.address), allRegisters);
  expect((await store.verify([])).flaws).toEqual([]);
  await store.close();
  const left = await fetch(`${one.address}/sign-out`, {
    method: 'POST',
    headers: { cookie, origin: one.address, 'content-type': 'application/x-www-form-urlencoded' },
    body: `form-secret=${session.ok ? session.value.formSecret : ''}`,
  });
  expect(left.status).toBe(200);
  expect(await there.session()).toMatchObject({ ok: false, problem: { status: 401 } });
});
