import { correct as correctEntry, organisations, type Draft, type Person } from '@isocentre/registers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  hidden,
  listed,
  people,
  today,
  type ExampleServer,
  type SignedIn,
} from '../../../../tests/support/example-server.ts';
import { examplePages, formOn, only, path, type PageReader } from '../../../../tests/support/page-reader.ts';

let server: ExampleServer;
let reader: PageReader;
let [ods, registrar, nobody]: SignedIn[] = [];

beforeAll(async () => {
  ({ server, reader, ods, registrar, nobody } = await examplePages());
}, 120_000);
afterAll(() => server.close());

const record = (key: string) => reader.record(key);
const page = (address: string, who: SignedIn | undefined) => reader.page(address, who);
const filledIn = (address: string, who: SignedIn | undefined) => reader.filledIn(address, who);

test('an entry is corrected with reasons, and content of one is erased, under the table of authority', async () => {
  const address = path('RX3', '/correct/3');
  const form = await filledIn(address, registrar);
  expect((await server.send(address, { ...form, 'field-name': 'RIGHT' }, only(registrar))).status).toBe(422);
  const sent = { ...form, 'field-name': 'RIGHT', 'field-closed': '', reasons: 'The form said so.' };
  expect((await server.send(address, sent, only(registrar))).status).toBe(303);
  expect(await record('RX3')).toMatchObject({ content: { name: 'RIGHT', opened: '2020-04-01' } });
  expect((await record('RX3'))?.content).not.toHaveProperty('closed');
  expect((await page(path('RX3'), registrar)).text).toContain('Correction of entry 3');
  const erase = path('RX3', '/redact/3');
  const none = await filledIn(erase, registrar);
  expect((await server.send(erase, { ...none, reasons: 'asked' }, only(registrar))).status).toBe(422);
  const chosen = { ...none, 'erase-reasons': 'yes', reasons: 'asked to' };
  const check = await (await server.send(erase, chosen, only(registrar))).text();
  expect(check).toContain('There is no way back: what is erased is gone');
  // What is erased is seen before it is gone, with whose it is and what the entry did.
  expect(check.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ')).toContain(
    'Record RIGHT (RX3) Entry 3: List as open, holds from 1 April 2020',
  );
  expect(check.replaceAll(/\s+/g, ' ')).toMatch(/Erased for ever: reasons<\/dt> <dd>as filed/);
  expect((await page(erase, registrar)).text).toContain('id="erase-reasons-hint">as filed');
  expect((await page(path('RX3'), registrar)).text).toContain('as filed');
  expect((await server.send(erase, { ...chosen, checked: 'yes' }, only(registrar))).status).toBe(303);
  const after = (await page(path('RX3'), registrar)).text;
  expect(after).not.toContain('as filed');
  // Both entries say so.
  const erasure = (await record('RX3'))?.lastEntry ?? 0;
  expect(after.replaceAll(/\s+/g, ' ')).toContain(
    `<strong>Content erased</strong> by <a href="#entry-${erasure}">entry ${erasure}</a>`,
  );
  expect(after).toContain('erased for ever: reasons');
  expect((await server.store.verify([])).flaws).toEqual([]);
});

test('a correction says no more than is filled in, and goes on from the one before it', async () => {
  await server.store.append({ drafts: [listed('RXH', { address: ['1 QUAY'] })] });
  const update = path('RXH', '/decide/update');
  await server.send(update, { ...(await filledIn(update, ods)), 'field-name': 'ONE' }, only(ods));
  const first = (await record('RXH'))?.lastEntry ?? 0;
  const address = path('RXH', `/correct/${first}`);
  const labels = (await page(address, registrar)).text;
  expect(labels).toContain('A field that is empty is one of which the entry says nothing');
  expect([...labels.matchAll(/<label for="field-[^"]*">([^<]*)/g)].map(([, said]) => said)).toEqual([
    'Name',
    'Region (optional)',
    'Integrated care board (optional)',
    'Address, one a line (optional)',
    'Postcode (optional)',
    'Opened (optional)',
    'Closed (optional)',
    'Successors, one a line (optional)',
  ]);
  const stale = { ...(await filledIn(address, registrar)), reasons: 'not known yet' };
  const sent = { ...stale, 'field-name': 'TWO', reasons: 'a slip' };
  expect((await server.send(address, sent, only(registrar))).status).toBe(303);
  const second = (await server.store.history(organisations, 'RXH')).entries.at(-1);
  expect(second?.what['set']).toEqual({ name: 'TWO' });
  expect(await record('RXH')).toMatchObject({ content: { name: 'TWO', address: ['1 QUAY'] } });
  // Whoever filled in the form before is told, and changes nothing back.
  const told = await server.send(address, { ...stale, 'field-postcode': 'ZZ1 1ZZ' }, only(registrar));
  const text = await told.text();
  expect([told.status, formOn(text)['field-name'], formOn(text)['field-postcode']]).toEqual([412, 'TWO', 'ZZ1 1ZZ']);
  const next = await filledIn(address, registrar);
  expect(next['field-name']).toBe('TWO');
  const third = { ...next, 'field-postcode': 'ZZ2 2ZZ', reasons: 'left out' };
  expect((await server.send(address, third, only(registrar))).status).toBe(303);
  expect(await record('RXH')).toMatchObject({ content: { name: 'TWO', postcode: 'ZZ2 2ZZ', address: ['1 QUAY'] } });
  const shown = (await page(path('RXH'), registrar)).text;
  expect(shown).not.toContain(`/correct/${first}"`);
  expect(shown).toContain(`/correct/${(await record('RXH'))?.lastEntry}"`);
});

test('a correction that was replaced by another of the same entry is marked, and the next goes on from the one in force', async () => {
  await server.store.append({ drafts: [listed('RXT')] });
  const address = path('RXT', '/decide/close');
  const sent = { ...(await filledIn(address, ods)), valid: '2027-01-31', checked: 'yes' };
  expect((await server.send(address, sent, only(ods))).status).toBe(303);
  const entry = (await record('RXT'))?.lastEntry ?? 0;
  const correction = async (concerns: number, validFrom: string): Promise<Draft> => {
    const asked = { concerns, change: {}, validFrom, reasons: 'x', evidence: [] };
    const by: Person = { id: 'person-1', memberships: [{ role: 'registrar', from: '2026-01-01' }], interests: [] };
    const decided = correctEntry(organisations, await server.store.history(organisations, 'RXT'), by, asked, today);
    if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
    return decided.draft;
  };
  // As older programs wrote them: both name the decision itself.
  const second = await correction(entry, today);
  await server.store.append({ drafts: [await correction(entry, '2027-02-20')] });
  await server.store.append({ drafts: [{ ...second, after: entry + 1 }] });
  expect(await record('RXT')).toMatchObject({ state: 'closed', since: today });
  const text = (await page(path('RXT'), registrar)).text;
  for (const one of [entry, entry + 1]) {
    expect(text).toContain(`<strong>Corrected</strong> by <a href="#entry-${one + 1}">entry ${one + 1}</a>`);
    expect(text).not.toContain(`/correct/${one}"`);
    expect((await filledIn(path('RXT', `/correct/${one}`), registrar))['valid']).toBe(today);
  }
  expect(text).toContain(`/correct/${entry + 2}"`);
  expect((await correction(entry + 1, '2027-02-20')).concerns).toBe(entry + 2);
});

test('a correction that ends a record, at once or on another day, is shown once more before it is recorded', async () => {
  const announced = { closed: '2027-03-31', successors: ['RX2'] };
  await server.store.append({ drafts: [listed('RXU'), listed('RXV', announced)] });
  const close = path('RXU', '/decide/close');
  const more = { valid: '2027-05-31', 'field-successors': 'RX2', checked: 'yes' };
  const sent = { ...(await filledIn(close, ods)), ...more };
  expect((await server.send(close, sent, only(ods))).status).toBe(303);
  const corrected = async (change: Record<string, string>, key = 'RXU'): Promise<readonly [number, string]> => {
    const address = path(key, `/correct/${(await record(key))?.lastEntry}`);
    const form = { ...(await filledIn(address, registrar)), reasons: 'a slip', ...change };
    const response = await server.send(address, form, only(registrar));
    return [response.status, (await response.text()).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')];
  };
  const before = (await record('RXU'))?.lastEntry ?? 0;
  expect(await corrected({ valid: '2027-06-30' })).toEqual([
    200,
    expect.stringMatching(
      /Nothing is recorded yet.*Correction of entry \d+ State open: .* Later closes 30 June 2027 \(successors: RX2\) .*“Take back” beside/,
    ),
  ]);
  expect(await corrected({ valid: today })).toEqual([
    200,
    expect.stringMatching(/Nothing is recorded yet.* State open, then closed: .* Successors RX2 .*“Open again” brings/),
  ]);
  const moved = await corrected({ 'field-closed': '2027-04-30' }, 'RXV');
  expect(moved).toEqual([200, expect.stringContaining('closes 30 April 2027 (successors: RX2)')]);
  // What is wrong is told at once, and what was filled in can be changed.
  expect((await corrected({ valid: today, reasons: '' }))[0]).toBe(422);
  expect(await corrected({ valid: today, again: 'yes' })).toEqual([200, expect.not.stringContaining('Nothing is rec')]);
  expect((await record('RXU'))?.lastEntry).toBe(before);
  expect((await corrected({ valid: today, checked: 'yes' }))[0]).toBe(303);
  expect(await record('RXU')).toMatchObject({ state: 'closed', since: today });
  // One that ends nothing anew is recorded at once.
  expect((await corrected({ 'field-name': 'FENS' }))[0]).toBe(303);
});

test('a key in small letters leads to the pages under the record; of none, there is no page', async () => {
  for (const rest of ['/decide/close', '/correct/1']) {
    const response = await server.ask(path('rx1', rest), { headers: { cookie: only(registrar).cookie } });
    expect([response.status, response.headers.get('location')]).toEqual([301, path('RX1', rest)]);
  }
  expect((await page(path('RX99', '/decide/close'), ods)).status).toBe(404);
  const form = await filledIn(path('RX1', '/decide/close'), ods);
  expect((await server.send(path('RX99', '/decide/close'), form, only(ods))).status).toBe(404);
  const small = await server.send(path('rx1', '/decide/close'), form, only(ods));
  expect([small.status, await small.text()]).toEqual([200, expect.stringContaining('Nothing is recorded yet')]);
});

test('all that an erasure takes is told before it: of corrections what was carried over, and their reasons stay', async () => {
  await server.store.append({ drafts: [listed('PX1', {}, people)] });
  const here = (rest: string): string => `/registers/people/PX1/${rest}`;
  const history = await server.store.history(people, 'PX1');
  const first = history.entries[0]?.number ?? 0;
  const correct = here(`correct/${first}`);
  const by = await server.enter([{ role: 'registrar', register: 'people' }]);
  const corrected = { ...(await filledIn(correct, by)), 'field-opened': '2020-04-02', reasons: 'second reason' };
  expect((await server.send(correct, corrected, by)).status).toBe(303);
  const second = (await server.store.record(people, 'PX1'))?.lastEntry ?? 0;
  const erase = here(`redact/${first}`);
  const form = { ...(await filledIn(erase, by)), 'erase-reasons': 'yes', 'erase-name': 'yes', reasons: 'asked to' };
  const check = (await (await server.send(erase, form, by)).text()).replaceAll(/\s+/g, ' ');
  expect([...check.matchAll(/<dt>(Erased[^<]*)<\/dt> <dd>([^<]*)/g)].map(([, name, said]) => [name, said])).toEqual([
    ['Erased for ever: name', 'TRUST PX1'],
    ['Erased for ever: reasons', 'as filed'],
    [`Erased for ever: name, carried over into entry ${second}`, 'TRUST PX1'],
  ]);
  expect((await server.send(erase, { ...form, checked: 'yes' }, by)).status).toBe(303);
  const left = [...(await server.store.history(people, 'PX1')).items.values()].map(({ content }) => content);
  expect(left).toEqual(expect.arrayContaining(['second reason', 'asked to', 'asked to']));
  expect(left).toHaveLength(3);
});

test('corrections and erasures by the API: who may, on what they know, and of this record alone', async () => {
  const send = async (who: SignedIn | undefined, kind: string, body: object, match?: string): Promise<number> => {
    const response = await server.ask(`/api/v1/registers/organisations/records/RX1/${kind}`, {
      method: 'POST',
      headers: {
        ...(who ? who.headers : {}),
        'content-type': 'application/json',
        ...(match === undefined ? {} : { 'if-match': match }),
      },
      body: JSON.stringify(body),
    });
    return response.status;
  };
  const etag = `"entry-${(await record('RX1'))?.lastEntry ?? 0}"`;
  const correction = { concerns: 1, change: { opened: '2020-04-02' }, reasons: 'a slip' };
  expect(await send(undefined, 'corrections', correction, etag)).toBe(401);
  for (const who of [ods, nobody]) expect(await send(who, 'corrections', correction, etag)).toBe(404);
  expect(await send(registrar, 'corrections', correction)).toBe(428);
  expect(await send(registrar, 'corrections', { ...correction, concerns: 4 }, etag)).toBe(422);
  expect(await send(registrar, 'corrections', correction, etag)).toBe(201);
  expect(await send(registrar, 'corrections', correction, '"entry-1"')).toBe(412);
  expect((await record('RX1'))?.content['opened']).toBe('2020-04-02');
  const erasure = { entry: 1, names: ['reasons'], reasons: 'asked to' };
  expect(await send(undefined, 'erasures', erasure)).toBe(401);
  for (const who of [ods, nobody]) expect(await send(who, 'erasures', erasure)).toBe(404);
  // Entry 4 is of a register that is hidden, entry 2 of another record.
  for (const entry of [2, 4, 4000]) expect(await send(registrar, 'erasures', { ...erasure, entry })).toBe(422);
  expect((await server.store.history(hidden, 'H01')).items.size).toBe(1);
  expect(await send(registrar, 'erasures', { ...erasure, reasons: ' ' })).toBe(422);
  expect(await send(registrar, 'erasures', erasure)).toBe(201);
});
