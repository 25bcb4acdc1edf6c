import { readFileSync } from 'node:fs';
import { RegisterClient, type Answer, type Given } from '@isocentre/client';
import { describe as inWords } from '@isocentre/evidence';
import { checkProof } from '@isocentre/ledger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleServer, listed, type ExampleServer } from '../support/example-server.ts';

let server: ExampleServer;
const asked: string[] = [];

const clientOf = (cookie?: string): RegisterClient =>
  new RegisterClient({
    origin: 'http://localhost/',
    fetch: (address, init) => {
      asked.push(`${(init.method ?? 'get').toLowerCase()} ${new URL(address).pathname.replace('/api/v1', '')}`);
      return server.ask(address, init);
    },
    ...(cookie === undefined ? {} : { cookie }),
  });

const given = async <T>(answer: Promise<Answer<T>>): Promise<Given<T>> => {
  const one = await answer;
  if (!one.ok) throw new Error(one.problems.map(inWords).join('; '));
  return one;
};

beforeAll(async () => {
  server = await exampleServer();
  await server.store.append({ drafts: Array.from({ length: 7 }, (_, index) => listed(`RX${index}`)) });
}, 120_000);
afterAll(() => server.close());

test('reads registers, records, histories, heads and proofs, and what did not change is not sent again', async () => {
  const client = clientOf();
  const registers = await given(client.registers());
  expect(registers.value.map(({ name }) => name)).toEqual(['organisations', 'people']);
  expect(await client.registers(registers)).toBe(registers);
  expect((await given(client.register('organisations'))).value.facets).toEqual(['state', 'region', 'board']);
  const page = await given(client.search('organisations', { text: 'trust', state: 'open' }));
  expect([page.value.count, await client.search('organisations', { text: 'trust', state: 'open' }, page)]).toEqual([
    7,
    page,
  ]);
  const record = await given(client.record('organisations', 'RX1'));
  expect([record.value.content['name'], record.etag]).toEqual(['TRUST RX1', '"entry-2"']);
  expect(await client.record('organisations', 'RX1', {}, record)).toBe(record);
  expect(await client.record('organisations', 'RX1', { valid: '2019-01-01' })).toMatchObject({ ok: false });
  expect((await given(client.history('organisations', 'RX1'))).value.entries.map(({ number }) => number)).toEqual([2]);
  const kept = await given(client.latestHead());
  await server.store.append({ drafts: [listed('RX8')] });
  expect((await given(client.head(kept.value.size))).value).toEqual(kept.value);
  const proof = await given(client.proof(8, kept.value.size));
  expect(checkProof(proof.value, 'proof', { kept: kept.value })).toMatchObject({ ok: true });
});

test('goes through all pages, and a page that is refused ends it', async () => {
  const client = clientOf();
  const keys: string[] = [];
  for await (const one of client.records('organisations', { limit: '3', text: 'trust' }))
    keys.push(one.ok ? one.value.key : 'refused');
  expect(keys).toEqual(['RX0', 'RX1', 'RX2', 'RX3', 'RX4', 'RX5', 'RX6', 'RX8']);
  const refusals: unknown[] = [];
  for await (const one of client.records('organisations', { colour: 'red' })) refusals.push(one);
  expect(refusals).toMatchObject([{ ok: false, problem: { status: 400 }, problems: [{ found: '"colour"' }] }]);
});

test('decides, corrects and erases in a session, on the state that is known, once', async () => {
  const registrar = await server.enter([{ role: 'registrar' }, { role: 'ods' }]);
  const client = clientOf(registrar.cookie);
  expect((await given(client.session())).value.memberships.map(({ role }) => role).toSorted()).toEqual([
    'ods',
    'registrar',
  ]);
  const list = { action: 'list', change: { name: 'NEW', address: [], opened: '2026-01-01' }, evidence: [] };
  const made = await given(client.decide('organisations', 'RX9', list, 'none', 'request-0001'));
  expect(made.value.record.state).toBe('open');
  const again = await given(client.decide('organisations', 'RX9', list, 'none', 'request-0001'));
  expect(again.value.entry).toBe(made.value.entry);
  const known = await given(client.record('organisations', 'RX9'));
  const close = { action: 'close', change: {}, evidence: [], reasons: 'It closed.' };
  const closed = await given(client.decide('organisations', 'RX9', close, known));
  expect(closed.value.record.state).toBe('closed');
  // Somebody else with the same knowledge comes too late, and is told how it is.
  expect(await client.decide('organisations', 'RX9', { ...close, action: 'update' }, known)).toMatchObject({
    ok: false,
    problem: { status: 412, now: { state: 'closed', lastEntry: closed.value.entry } },
  });
  const now = await given(client.record('organisations', 'RX9'));
  const correction = { concerns: made.value.entry, change: { name: 'NEWER' }, reasons: 'Misread.', evidence: [] };
  const corrected = await given(client.correct('organisations', 'RX9', correction, now));
  expect(corrected.value.record.content['name']).toBe('NEWER');
  const present = () => given(client.record('organisations', 'RX9'));
  const reopen = { action: 'reopen', change: {}, evidence: [], reasons: 'It goes on.' };
  await given(client.decide('organisations', 'RX9', reopen, await present()));
  const later = { ...close, validFrom: '2099-03-31' };
  const ahead = await given(client.decide('organisations', 'RX9', later, await present()));
  expect(ahead.value.record.later).toMatchObject([{ action: 'close', on: '2099-03-31' }]);
  const withdrawal = { entry: ahead.value.entry, reasons: 'It goes on.' };
  const back = await given(client.takeBack('organisations', 'RX9', withdrawal, await present()));
  expect(back.value.record.later).toBeUndefined();
  const erasure = { entry: closed.value.entry, names: ['reasons'], reasons: 'Named somebody.' };
  expect((await given(client.erase('organisations', 'RX9', erasure))).value.record.key).toBe('RX9');
});

test('a refusal, somebody without a session and no answer are values', async () => {
  expect(
    await clientOf().decide('organisations', 'RX1', { action: 'close', change: {}, evidence: [] }, 'none'),
  ).toMatchObject({ ok: false, problem: { status: 401 } });
  expect(await clientOf().record('organisations', 'NONE')).toEqual({
    ok: false,
    problem: { type: '/api#not-found', title: 'There is nothing here that you may see', status: 404 },
    problems: [
      {
        where: 'GET /registers/organisations/records/NONE',
        found: 'There is nothing here that you may see',
        expected: 'an answer',
      },
    ],
  });
  const silent = (answer: () => Promise<Response>): Promise<Answer<unknown>> =>
    new RegisterClient({ origin: 'http://localhost', fetch: answer }).latestHead();
  expect(await silent(() => Promise.reject(new Error('refused')))).toMatchObject({
    problem: { status: 0, detail: 'refused' },
  });
  expect(await silent(async () => new Response('<p>', { status: 502 }))).toMatchObject({ problem: { status: 0 } });
  expect(await silent(async () => new Response('{}', { status: 502 }))).toMatchObject({ problem: { status: 502 } });
});

test('every operation of the description was asked for', () => {
  const { paths } = JSON.parse(readFileSync('docs/api/openapi.json', 'utf8')) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  const missing = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).filter((method) => {
      const form = new RegExp(`^${method} ${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`);
      return !asked.some((one) => form.test(one));
    }),
  );
  expect(missing).toEqual([]);
});
