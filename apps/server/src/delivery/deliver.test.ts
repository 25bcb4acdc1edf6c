import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { organisations } from '@isocentre/registers';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { exampleServer, listed, people, type ExampleServer } from '../../../../tests/support/example-server.ts';
import { fakeMailServer } from '../../../../tests/support/mail-server.ts';
import { Metrics } from '../http/metrics.ts';
import { Outages } from '../outages.ts';
import { startDelivering } from './deliver.ts';
import { channelsOf, type Receiver } from './receivers.ts';

const key = Buffer.alloc(32, 7);
const closing: (() => Promise<void>)[] = [];
let shared: ExampleServer;
beforeAll(async () => {
  shared = await exampleServer();
}, 120_000);
afterAll(() => shared.close());
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  await sql`truncate entry, item, tree_node, record, request, job`.execute(shared.store.database);
  await sql`update ledger set size = 0`.execute(shared.store.database);
});

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Somebody else's system; `answer` says what it does with a request. */
const receiverAt = async (
  answer: (response: ServerResponse, received: Received) => void,
): Promise<{ readonly address: URL; readonly received: Received[] }> => {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const one = { headers: request.headers, body };
      received.push(one);
      answer(response, one);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(
    () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  );
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { address: new URL(`http://127.0.0.1:${address.port}/told`), received };
};

const status =
  (code: number, headers = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(code, headers).end();
  };

const webhook = (name: string, address: URL, registers = ['organisations']): Receiver => ({
  name,
  registers,
  kind: 'webhook',
  address,
  key,
});

const mail = (name: string, port: number): Receiver => ({
  name,
  registers: ['organisations'],
  kind: 'mail',
  to: 'heads@trust.example',
  server: { host: '127.0.0.1', port, security: 'none', from: 'registers@isocentre.example', login: undefined },
});

const until = async (what: string, holds: () => boolean | Promise<boolean>): Promise<void> => {
  const start = performance.now();
  while (!(await holds())) {
    if (performance.now() - start > 30_000) throw new Error(`never ${what}`);
    await new Promise((done) => setTimeout(done, 10));
  }
};

type Beside = Omit<ExampleServer, 'close'>;

/** A server of one test, with nothing in its registers. */
const start = (): Beside => {
  shared.setTime('2026-11-27T09:00:00Z');
  const lines: Readonly<Record<string, unknown>>[] = [];
  const log = (line: Readonly<Record<string, unknown>>): void => void lines.push(line);
  const outages = new Outages(log, shared.services.now);
  return { ...shared.beside({ metrics: new Metrics(), log, outages }), lines };
};

const deliver = (server: Beside, receivers: readonly Receiver[], patience = 5000): void => {
  const { now } = server.services;
  const about = { origin: 'https://isocentre.example', registers: [organisations], now, patience };
  const delivering = startDelivering({
    store: () => server.store,
    channels: channelsOf(receivers, about),
    services: server.services,
    every: 20,
  });
  closing.push(delivering.stop);
};

const waiting = async (server: Beside): Promise<readonly number[]> => {
  const { waiting: some, untaken, putAside } = await server.store.jobs().count();
  return [some + untaken, putAside];
};

/** What a test's log says of deliveries. */
const said = (server: Beside): readonly unknown[] =>
  server.lines.flatMap(({ what, who, why }) =>
    String(who).startsWith('receiver ') ? [[what, String(who).slice('receiver '.length), why]] : [],
  );

test('a decision is told by mail and by webhook, signed, of the registers asked for and without what it holds', async () => {
  const server = start();
  const { address, received } = await receiverAt(status(204));
  const mails = await fakeMailServer();
  closing.push(mails.close);
  deliver(server, [mail('heads', mails.port), webhook('estates', address), webhook('others', address, ['people'])]);
  await server.store.append({ drafts: [listed('RX1'), listed('P01', {}, people), listed('RX2')] });
  await until('told', async () => received.length === 2 && mails.mails.length === 1);
  await until('done', async () => String(await waiting(server)) === '0,0');
  const [told] = received.toSorted((one, other) => other.body.length - one.body.length);
  const page = 'https://isocentre.example/registers/organisations';
  const record = 'https://isocentre.example/api/v1/registers/organisations/records';
  const common = { register: 'organisations', action: 'list' };
  expect(JSON.parse(told?.body ?? '')).toEqual({
    type: 'entries.written',
    data: {
      entries: [
        { ...common, entry: 1, key: 'RX1', page: `${page}/RX1`, record: `${record}/RX1` },
        { ...common, entry: 3, key: 'RX2', page: `${page}/RX2`, record: `${record}/RX2` },
      ],
    },
  });
  for (const { headers, body } of received) {
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
  }
  const [text = ''] = mails.mails;
  expect(text).toContain('To: heads@trust.example');
  expect(text).toContain('Subject: Organisations: 2 new entries');
  expect(text).toContain('Organisations, RX1: List as open (entry 1)');
  expect(text).toMatch(/Message-ID: <[0-9a-f-]{36}@isocentre\.example>/);
  expect(text + JSON.stringify(received)).not.toContain('TRUST RX1');
});

test('a receiver that fails is tried again under the same identifier, and keeps no other waiting', async () => {
  const server = start();
  let down = true;
  const failing = await receiverAt((response) => status(down ? 500 : 200)(response));
  const fine = await receiverAt(status(200));
  deliver(server, [webhook('failing', failing.address), webhook('fine', fine.address)]);
  await server.store.append({ drafts: [listed('RX1')] });
  await until('told', () => fine.received.length === 1 && failing.received.length === 1);
  await server.store.append({ drafts: [listed('RX2')] });
  await until('told of the second', () => fine.received.length === 2 && failing.received.length === 2);
  await until('failed', async () => String(await waiting(server)) === '2,0');
  server.setTime('2026-11-27T09:30:00Z');
  await until('tried again', () => failing.received.length === 4);
  down = false;
  server.setTime('2026-11-27T12:00:00Z');
  await until('done', async () => String(await waiting(server)) === '0,0');
  const ids = failing.received.map(({ headers }) => headers['webhook-id']);
  expect(new Set(ids).size).toBe(2);
  expect(ids.length).toBe(6);
  expect(fine.received.length).toBe(2);
  // One line when it fails and one when it takes again, whatever was tried between.
  expect(said(server)).toEqual([
    ['fails', 'failing', 'status 500'],
    ['works again', 'failing', undefined],
  ]);
});

test('a mail server that is down: nothing is lost, one line, and it goes on by itself when it is up', async () => {
  const server = start();
  const { port, close } = await fakeMailServer();
  await close();
  deliver(server, [mail('heads', port)]);
  await server.store.append({ drafts: [listed('RX1')] });
  await until('failed', () => said(server).length === 1);
  await server.store.append({ drafts: [listed('RX2')] });
  await until('both wait', async () => (await waiting(server))[0] === 2);
  const up = await fakeMailServer(port);
  closing.push(up.close);
  server.setTime('2026-11-27T12:00:00Z');
  await until('both told', () => up.mails.length === 2);
  await until('done', async () => String(await waiting(server)) === '0,0');
  expect(said(server)).toEqual([
    ['fails', 'heads', 'ESOCKET'],
    ['works again', 'heads', undefined],
  ]);
});

test('a slow receiver is given up in time, and a redirect is not followed', async () => {
  const server = start();
  const slow = await receiverAt(() => undefined);
  const elsewhere = await receiverAt(status(200));
  const away = await receiverAt(status(307, { location: elsewhere.address.href }));
  deliver(server, [webhook('slow', slow.address), webhook('away', away.address)], 100);
  await server.store.append({ drafts: [listed('RX1')] });
  await until('both failed', () => said(server).length === 2);
  expect(new Set(said(server))).toEqual(
    new Set([
      ['fails', 'away', 'status 307'],
      ['fails', 'slow', 'no answer in time'],
    ]),
  );
  expect(elsewhere.received).toEqual([]);
});

test('what is tried in vain is put aside, and let begin again is delivered', async () => {
  const server = start();
  let down = true;
  const { address, received } = await receiverAt((response) => status(down ? 410 : 200)(response));
  deliver(server, [webhook('gone', address)]);
  await server.store.append({ drafts: [listed('RX1')] });
  for (let tries = 1; tries <= 10; tries += 1) {
    await until(`tried ${tries} times`, () =>
      tries < 10 ? server.services.metrics.write().includes(`outcome="again"} ${tries}\n`) : received.length === 10,
    );
    // Half a day: longer than any wait between two tries.
    server.setTime(new Date(Date.UTC(2026, 10, 28, 12 * tries)).toISOString());
  }
  await until('put aside', async () => String(await waiting(server)) === '0,1');
  const [job] = await server.store.jobs().putAside();
  expect(job).toMatchObject({ kind: 'deliver gone', attempts: 10, error: 'status 410' });
  const metrics = await (await server.ask('/metrics')).text();
  expect(metrics).toContain('isocentre_jobs_put_aside 1\n');
  expect(metrics).toContain('isocentre_deliveries_total{receiver="gone",outcome="put aside"} 1\n');
  down = false;
  expect(await server.store.jobs().again(job?.id ?? 0)).toBe(true);
  await until('done', async () => String(await waiting(server)) === '0,0');
  expect(received.length).toBe(11);
});

test('where nobody is to be told, notices are removed after a week, and those of a receiver no longer named too', async () => {
  const server = start();
  await server.store.append({ drafts: [listed('RX1')] });
  await server.store.jobs().add('deliver gone', { id: 'x', notices: [] });
  await server.store.jobs().add('another kind', {});
  server.setTime('2026-12-03T09:00:00Z');
  await server.store.append({ drafts: [listed('RX2')] });
  deliver(server, []);
  await new Promise((done) => setTimeout(done, 100));
  expect(await waiting(server)).toEqual([4, 0]);
  server.setTime('2026-12-05T09:00:00Z');
  await until('removed', async () => String(await waiting(server)) === '2,0');
  expect((await server.store.jobs().kinds()).toSorted()).toEqual(['another kind', 'notice']);
});

test('two processes side by side tell each receiver once', async () => {
  const server = start();
  const { address, received } = await receiverAt(status(200));
  deliver(server, [webhook('estates', address)]);
  deliver(server, [webhook('estates', address)]);
  for (let number = 10; number < 40; number += 1) await server.store.append({ drafts: [listed(`RX${number}`)] });
  await until('done', async () => String(await waiting(server)) === '0,0');
  const told = received.flatMap(
    ({ body }) => (JSON.parse(body) as { data: { entries: { key: string }[] } }).data.entries,
  );
  expect(told.map((one) => one.key).toSorted()).toEqual(Array.from({ length: 30 }, (_, index) => `RX${index + 10}`));
});
