import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { allRegisters } from '@isocentre/registers';
import { openStore } from '@isocentre/store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiDocument } from '../../apps/server/src/api/describe.ts';
import { countOf } from '../support/counts.ts';
import { enter, type SignedIn } from '../support/enter.ts';
import { exampleServer } from '../support/example-server.ts';
import { FuzzRequests, type Who } from '../support/fuzz-requests.ts';
import { startServer, type ServerProcess } from '../support/server-process.ts';

const total = countOf({ test: 2000, full: 100_000, mutation: 200 });
const isFull = total === 100_000;
const workers = 4;
const folder = mkdtempSync(join(tmpdir(), 'isocentre-fuzz-'));
const tellMemory = fileURLToPath(new URL('../support/tell-memory.cjs', import.meta.url));
const people = new Map<Who, SignedIn>();
let server: ServerProcess;

beforeAll(async () => {
  const flags = isFull ? ['--expose-gc', '--require', tellMemory] : [];
  server = await startServer(folder, ['--development-sign-in'], { ISOCENTRE_RATE: '9999999' }, flags);
  await server.until('The registers are in');
  const opened = await openStore({ folder }, allRegisters, { join: true });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  const { store } = opened.value;
  const today = new Date().toISOString().slice(0, 10);
  const given = { from: today, until: today, review: today };
  const interests = Array.from({ length: 1000 }, (_, index) => `I${String(index).padStart(5, '0')}`);
  for (const role of ['ods', 'registrar', 'calendar', 'reader'] as const)
    people.set(role, await enter(store, server.address, today, [{ ...given, role }]));
  people.set('interested', await enter(store, server.address, today, [{ ...given, role: 'registrar', interests }]));
  people.set(
    'administrator',
    await enter(store, server.address, today, [{ ...given, role: 'administrator', register: 'memberships' }]),
  );
  people.set('stranger', await enter(store, server.address, today, []));
  await store.close();
}, 300_000);
afterAll(async () => {
  await server.end();
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

/** What the server holds once garbage is gone, in bytes: of all its memory, and of its heap. */
const memoryNow = async (): Promise<{ readonly resident: number; readonly heap: number }> => {
  const told = (): readonly RegExpMatchArray[] => [...server.printed().matchAll(/^memory held (\d+) (\d+)$/gm)];
  const before = told().length;
  server.child.kill('SIGUSR2');
  await expect.poll(() => told().length, { timeout: 60_000 }).toBe(before + 1);
  const [, resident, heap] = told().at(-1) ?? [];
  return { resident: Number(resident), heap: Number(heap) };
};

const operations = Object.entries(apiDocument().paths ?? {}).flatMap(([path, { get, post }]) =>
  [['get', get] as const, ['post', post] as const].flatMap(([method, operation]) =>
    operation ? Object.keys(operation.responses ?? {}).map((status) => `${method} ${path} ${status}`) : [],
  ),
);
const described = new Set(operations);
const isTooLarge = (body: unknown): boolean => typeof body === 'string' && body.length > 256 * 1024;
/** A limit and a database that is away cannot be had at random: the last test has them. */
const byCircumstance = /(429|503)$/;

test('whatever is asked of the API, as any role, nothing breaks, answers are those described, and all of them come', async () => {
  const seen = new Map<string, number>();
  const memory: Awaited<ReturnType<typeof memoryNow>>[] = [];
  let [asked, fine, asking] = [0, 0, true];
  const slow = isFull ? Array.from({ length: 20 }, () => drip()) : [];
  const work = async (worker: number): Promise<void> => {
    // One of them has keys in which somebody has declared an interest.
    const requests = new FuzzRequests(people, worker === 0 ? 'I' : String.fromCodePoint(65 + worker), worker);
    while (asking) {
      const request = requests.next();
      const response = await fetch(`${server.address}${request.address}`, request.init).catch((error: unknown) => {
        if (!isTooLarge(request.init.body)) throw error;
        return undefined;
      });
      // The answer to a body that is too large may come before it was sent, and ends the connection.
      if (!response) continue;
      const text = await response.text();
      const { status, headers } = response;
      asked += 1;
      if (asked === total) asking = false;
      if (status < 300) fine += 1;
      const what = `${request.method} ${request.path} ${status}`;
      const told = (): string => `${what}: ${JSON.stringify(request).slice(0, 2000)} ${text}`;
      if (status >= 500 || headers.get('x-request-id') === null) throw new Error(told());
      const said: unknown = status === 304 ? undefined : JSON.parse(text);
      if (status >= 400 && (said as { readonly status?: unknown }).status !== status) throw new Error(told());
      if (request.isOtherAddress) continue;
      if (!described.has(what)) throw new Error(told());
      seen.set(what, (seen.get(what) ?? 0) + 1);
      requests.learn(request, status, said, headers.get('etag'));
      if (isFull && asked % 20_000 === 0) memory.push(await memoryNow());
    }
  };
  await Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
  // A head and a page of records are the same again only where nobody writes between.
  for (const [path, address] of [
    ['/heads/latest', '/heads/latest'],
    ['/registers/{register}/records', '/registers/organisations/records'],
  ] as const) {
    const latest = `${server.address}/api/v1${address}`;
    const etag = (await fetch(latest)).headers.get('etag') ?? '';
    const unchanged = await fetch(latest, { headers: { 'if-none-match': etag } });
    seen.set(`get ${path} ${unchanged.status}`, 1);
  }
  const missing = operations.filter((one) => !byCircumstance.test(one) && !seen.has(one));
  const said = server.printed();
  const figures = {
    requests: asked,
    reached2xx: Number((fine / asked).toFixed(3)),
    operationsTimesStatuses: {
      seen: seen.size,
      described: operations.length,
      notAtRandom: operations.filter((one) => byCircumstance.test(one)).length,
    },
    memoryMiBEvery20000: memory.map(({ resident }) => Math.round(resident / 2 ** 20)),
    heapMiBEvery20000: memory.map(({ heap }) => Number((heap / 2 ** 20).toFixed(1))),
    slowBodiesEnded: (await Promise.all(slow)).length,
    missing,
  };
  if (process.env['ISOCENTRE_FIGURES'])
    writeFileSync(join(process.env['ISOCENTRE_FIGURES'], 'fuzz.json'), JSON.stringify(figures));
  expect(missing).toEqual([]);
  expect(fine / asked).toBeGreaterThan(0.3);
  expect(said).not.toContain('"what":"fault"');
  expect(said).not.toMatch(/unhandled|UnhandledPromise|at .*\.js:/i);
  const [first] = memory;
  const last = memory.at(-1);
  if (isFull) {
    expect((last?.resident ?? Infinity) / (first?.resident ?? 0)).toBeLessThanOrEqual(1.1);
    expect((last?.heap ?? Infinity) / (first?.heap ?? 0)).toBeLessThanOrEqual(1.1);
  }
}, 0);

const headOf = (length: number): string =>
  [
    'POST /api/v1/registers/organisations/records/X1A/decisions HTTP/1.1',
    `Host: ${new URL(server.address).host}`,
    'Content-Type: application/json',
    ...Object.entries(people.get('ods')?.headers ?? {}).map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${length}`,
    '\r\n',
  ].join('\r\n');

/** Sends a body a byte a second; ends when the server ends it, with what it said. */
const drip = (): Promise<string> =>
  new Promise((done) => {
    const { hostname, port } = new URL(server.address);
    const socket = connect(Number(port), hostname);
    let said = '';
    const dripping = setInterval(() => socket.write('x'), 1000);
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
    socket.on('close', () => {
      clearInterval(dripping);
      done(said);
    });
    socket.write(headOf(1000));
  });

test('a body that is cut off or says a wrong length troubles nobody', async () => {
  const { hostname, port } = new URL(server.address);
  for (const [length, body] of [
    [1000, '{"action":'],
    [5, '{"action":"list"}'],
    [10 ** 12, '{'],
  ] as const) {
    await new Promise<void>((done) => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => undefined);
      socket.on('close', () => done());
      socket.write(headOf(length) + body, () => setTimeout(() => socket.destroy(), 100));
    });
  }
  expect((await fetch(`${server.address}/ready`)).status).toBe(200);
  expect(server.printed()).not.toContain('"what":"fault"');
});

test('every operation says that it is asked too often, and that the registers are not there', async () => {
  const example = await exampleServer();
  const limited = example.beside({ limiter: { take: () => 7 } });
  const away = example.beside({ keeping: () => ({ kind: 'starting' }) });
  for (const one of operations.filter((name) => byCircumstance.test(name))) {
    const [method = '', path = '', status = ''] = one.split(' ');
    const asked = status === '429' ? limited : away;
    const init = { method: method.toUpperCase(), headers: { 'content-type': 'application/json' } };
    const response = await asked.ask(`/api/v1${path.replaceAll(/\{\w+\}/g, '1')}`, init);
    expect([one, response.status]).toEqual([one, Number(status)]);
  }
  await example.close();
});
