import { organisations } from '@isocentre/registers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listed, type ExampleServer, type SignedIn } from '../../../../tests/support/example-server.ts';
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

test('a page offers what this person may do, and nothing to others', async () => {
  const offered = async (who: SignedIn | undefined): Promise<readonly string[]> =>
    [...(await page(path('RX1'), who)).text.matchAll(/\/decide\/([\w-]+)"/g)].map(([, action = '']) => action);
  expect(await offered(ods)).toEqual(['update', 'close']);
  expect(await offered(registrar)).toEqual([]);
  expect(await offered(nobody)).toEqual([]);
  expect((await page(path('RX1'), registrar)).text).toContain(`${path('RX1')}/correct/1`);
  expect((await page('/registers/organisations', ods)).text).toContain('/registers/organisations/new/list');
  expect((await page('/registers/organisations', nobody)).text).not.toContain('/new/');
});

test('a form is filled in with what is there; what is sent is decided once, however often', async () => {
  const address = path('RX1', '/decide/update');
  const form = await filledIn(address, ods);
  expect(form).toMatchObject({ 'field-name': 'TRUST RX1', 'field-opened': '2020-04-01', known: '1' });
  const sent = { ...form, 'field-name': 'NEW NAME', 'field-address': '1 QUAY\r\nFENS' };
  for (const fields of [sent, sent]) {
    const response = await server.send(address, fields, only(ods));
    expect([response.status, response.headers.get('location')]).toEqual([303, path('RX1', '?written=10')]);
  }
  expect(await record('RX1')).toMatchObject({ content: { name: 'NEW NAME', address: ['1 QUAY', 'FENS'] } });
  expect((await server.store.history(organisations, 'RX1')).entries).toHaveLength(2);
});

test('a change that changes nothing is told so, on the page and by the API, and is not written', async () => {
  await server.store.append({ drafts: [listed('RXE')] });
  const address = path('RXE', '/decide/update');
  const form = { ...(await filledIn(address, ods)), reasons: 'looked at', valid: '2026-11-20' };
  const response = await server.send(address, form, only(ods));
  const text = await response.text();
  expect([response.status, formOn(text)['reasons'], formOn(text)['valid']]).toEqual([422, 'looked at', '2026-11-20']);
  expect(text).toContain('Change: expected a field with another value; found nothing that differs from the record');
  const last = (await record('RXE'))?.lastEntry ?? 0;
  const send = async (change: object): Promise<Response> =>
    server.ask('/api/v1/registers/organisations/records/RXE/decisions', {
      method: 'POST',
      headers: {
        ...only(ods).headers,
        'content-type': 'application/json',
        'if-match': `"entry-${last}"`,
        'idempotency-key': 'the-same-twice',
      },
      body: JSON.stringify({ action: 'update', change }),
    });
  const same = await send({ name: 'TRUST RXE' });
  expect([same.status, await same.json()]).toEqual([
    422,
    expect.objectContaining({ problems: [expect.objectContaining({ where: 'organisations RXE change' })] }),
  ]);
  expect((await record('RXE'))?.lastEntry).toBe(last);
  // Sent again it differs no more, and is still the one that was written.
  const statuses = [await send({ name: 'OTHER' }), await send({ name: 'OTHER' })].map(({ status }) => status);
  expect(statuses).toEqual([201, 200]);
});

test('what was written is told on the page that it leads to, and only what this record has', async () => {
  const { text } = await page(path('RX1', '?written=10'), ods);
  expect(text.replaceAll(/\s+/g, ' ')).toContain('Written as entry 10: Change the details, holds from');
  expect(text).toContain('role: Organisation Data Service');
  for (const other of ['?written=1x', '?written=2', '?written=99'])
    expect((await page(path('RX1', other), ods)).text).not.toContain('Written as entry');
});

test('closed on a page, its field says the day from which that holds', async () => {
  await server.store.append({ drafts: [listed('RX7')] });
  const address = path('RX7', '/decide/close');
  const asked = (await page(address, ods)).text;
  expect(asked).toContain('“Closed” becomes this day, unless you change it in “Change fields with it”');
  expect(asked).toContain('<h1>Close: TRUST RX7 (RX7)</h1>');
  const form = await filledIn(address, ods);
  // A successor that is not on the register is taken, and told.
  const unlisted = { ...form, 'field-successors': 'RX1 qqq9', valid: '2026-11-20' };
  const check = (await (await server.send(address, unlisted, only(ods))).text()).replaceAll(/\s+/g, ' ');
  expect(check).toContain('<dt>Not on the register</dt> <dd>QQQ9</dd>');
  const early = await server.send(address, { ...form, valid: '2019-01-01' }, only(ods));
  expect([early.status, await early.text()]).toEqual([
    422,
    expect.stringContaining('a day not before the day of opening'),
  ]);
  expect(
    (
      await server.send(
        address,
        { ...form, 'field-successors': 'rx1; RX2,rx3', valid: '2026-11-20', checked: 'yes' },
        only(ods),
      )
    ).status,
  ).toBe(303);
  expect(await record('RX7')).toMatchObject({
    state: 'closed',
    since: '2026-11-20',
    content: { closed: '2026-11-20', successors: ['RX1', 'RX2', 'RX3'] },
  });
  expect((await page(path('RX7'), nobody)).text).toContain('href="/registers/organisations/RX1"');
  const details = path('RX7', '/decide/update');
  const changed = { ...(await filledIn(details, ods)), 'field-successors': 'QQQ9' };
  const { headers } = await server.send(details, changed, only(ods));
  const written = headers.get('location') ?? '';
  expect((await page(written, ods)).text).toContain('Not on the register: QQQ9.');
});

test('what was emptied or is no day is told at once, with the form open and what was typed kept', async () => {
  await server.store.append({ drafts: [listed('RX5')] });
  const address = path('RX5', '/decide/close');
  const form = await filledIn(address, ods);
  expect((await page(address, ods)).text).toContain('<details >');
  const labels = [...(await page(address, ods)).text.matchAll(/<label for="field-[^"]*">([^<]*)/g)].map(
    ([, said]) => said,
  );
  expect(labels.filter((said) => said?.endsWith(' (optional)'))).toEqual([
    'Region (optional)',
    'Integrated care board (optional)',
    'Address, one a line (optional)',
    'Postcode (optional)',
    'Closed (optional)',
    'Successors, one a line (optional)',
  ]);
  expect(labels).toEqual(expect.arrayContaining(['Name', 'Opened']));
  const sent = { ...form, 'field-name': '', 'field-opened': '', valid: '', 'field-board': 'NEW1' };
  const response = await server.send(address, sent, only(ods));
  const text = (await response.text()).replaceAll(/\s+/g, ' ');
  expect([response.status, text.includes('<details open>')]).toEqual([422, true]);
  expect(text).toContain('<title>Error: Close: TRUST RX5 (RX5) – Isocentre</title>');
  expect((await page(address, ods)).text).toContain('<title>Close: ');
  expect([...text.matchAll(/<li><a href="#([\w-]+)">([^<]*)/g)].map(([, field, said]) => [field, said])).toEqual([
    ['field-name', 'Name: enter text; it cannot be left empty'],
    ['field-opened', 'Opened: enter a day, such as 2026-11-27; it cannot be left empty'],
    ['valid', 'Holds from: enter a day, such as 2026-11-27, from when it holds'],
  ]);
  expect(formOn(text)).toMatchObject({ 'field-name': '', 'field-opened': '', 'field-board': 'NEW1', valid: '' });
  expect((await record('RX5'))?.state).toBe('open');
});

test('what ends something is looked at before it is recorded, with how it is undone', async () => {
  await server.store.append({ drafts: [listed('RX4')] });
  const address = path('RX4', '/decide/close');
  const form = { ...(await filledIn(address, ods)), valid: '2026-11-20', reasons: 'merged, not <away>' };
  const response = await server.send(address, form, only(ods));
  const text = (await response.text()).replaceAll(/\s+/g, ' ');
  expect([response.status, (await record('RX4'))?.state]).toEqual([200, 'open']);
  for (const said of [
    '<h1>Check before you record</h1>',
    'TRUST RX4 (RX4)',
    'open, then closed',
    'merged, not &lt;away&gt;',
    '“Open again” brings it back.',
    'A correction of the entry takes its place',
  ])
    expect(text).toContain(said);
  const sent = { ...formOn(text), reasons: form.reasons };
  const changed = await (await server.send(address, { ...sent, again: 'yes' }, only(ods))).text();
  expect(formOn(changed)).toMatchObject({ valid: '2026-11-20', reasons: 'merged, not &lt;away&gt;' });
  // Sent twice, it is decided once; somebody who decided since the check is told of first.
  for (let times = 0; times < 2; times += 1)
    expect((await server.send(address, { ...form, checked: 'yes' }, only(ods))).status).toBe(303);
  expect(await record('RX4')).toMatchObject({ state: 'closed', since: '2026-11-20' });
  expect((await server.store.history(organisations, 'RX4')).entries).toHaveLength(2);
});

test('whoever comes second is told what changed; what the first changed is not changed back', async () => {
  const address = path('RX1', '/decide/update');
  const [one, other] = [await filledIn(address, ods), await filledIn(address, ods)];
  await server.send(address, { ...one, 'field-postcode': 'ZZ1 1ZZ' }, only(ods));
  const response = await server.send(address, { ...other, 'field-name': 'SECOND' }, only(ods));
  const text = await response.text();
  expect(response.status).toBe(412);
  expect(text).toContain('Somebody decided in between');
  expect(text).toContain('Postcode: ZZ1 1ZZ');
  expect(text).toContain('<title>Error: Change the details');
  expect(text).toContain('class="problems" role="alert" tabindex="-1" autofocus');
  const again = formOn(text);
  expect(again).toMatchObject({ 'field-name': 'SECOND', 'field-postcode': 'ZZ1 1ZZ' });
  expect((await server.send(address, again, only(ods))).status).toBe(303);
  expect((await record('RX1'))?.content).toMatchObject({ name: 'SECOND', postcode: 'ZZ1 1ZZ' });
});

test('a record is made, and one that is wrong is not: every place is named and what was filled in stays', async () => {
  const address = '/registers/organisations/new/list';
  const form = await filledIn(address, ods);
  const wrong = await server.send(address, { ...form, key: 'x', 'field-name': 'NEW TRUST' }, only(ods));
  const text = await wrong.text();
  expect(wrong.status).toBe(422);
  // Each in plain words, with a link to its field, which says so itself.
  for (const [field, said] of [
    ['key', 'Key: expected a code of the Organisation Data Service'],
    ['field-opened', 'Opened: enter a day, such as 2026-11-27; it cannot be left empty'],
  ]) {
    expect(text).toContain(`<a href="#${field}">${said}`);
    expect(text).toMatch(new RegExp(`id="${field}"[^>]*aria-invalid="true"[^>]*aria-describedby="${field}-error"`));
    expect(text).toContain(`id="${field}-error"`);
  }
  expect(text).toContain('value="NEW TRUST"');
  const right = { ...form, key: 'RX9', 'field-name': 'NEW TRUST', 'field-opened': '2026-11-01' };
  expect((await server.send(address, right, only(ods))).headers.get('location')).toMatch(/RX9\?written=\d+$/);
  expect(await record('RX9')).toMatchObject({ state: 'open', content: { name: 'NEW TRUST', address: [] } });
  expect((await page(path('RX9'), ods)).text).not.toContain('Address: –');
  // A code that is taken is told as such, with the way to who has it; nothing of theirs comes into the form.
  const taken = await filledIn(address, ods);
  const second = await server.send(address, { ...taken, key: 'rx9', 'field-name': 'X' }, only(ods));
  const said = (await second.text()).replaceAll(/\s+/g, ' ');
  expect([second.status, said.includes('Somebody decided in between')]).toEqual([422, false]);
  expect(said).toContain(
    '<a href="#key">Key: expected one that is free; found &quot;RX9&quot;, which is on the register already</a>. <a href="/registers/organisations/RX9">See RX9</a>',
  );
  expect(said).toContain('value="rx9"');
  expect(formOn(said)).toMatchObject({ 'field-name': 'X', 'field-opened': '' });
});

test('what cannot be done any more says so, in place of a form and after one; what was typed is kept', async () => {
  await server.store.append({ drafts: [listed('RXC'), listed('RXD')] });
  const plain = (text: string): string => text.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');
  const tried = async (
    address: string,
    form: Record<string, string>,
    who: SignedIn | undefined,
  ): Promise<[number, string, string]> => {
    const response = await server.send(address, form, only(who));
    const text = await response.text();
    return [response.status, plain(text), formOn(text)['reasons'] ?? ''];
  };
  const close = path('RXC', '/decide/close');
  const form = await filledIn(close, ods);
  const sent = { ...form, valid: '2026-11-20', checked: 'yes' };
  expect((await server.send(close, sent, only(ods))).status).toBe(303);
  const closed = 'State: expected open or announced; found closed, since 20 November 2026. See RXC as it is now';
  const again = await tried(close, { ...form, valid: '2026-11-21', reasons: 'merged', checked: 'yes' }, ods);
  expect(again).toEqual([412, expect.stringContaining(closed), 'merged']);
  expect(again[1]).not.toContain('Somebody decided in between');
  const known = String((await record('RXC'))?.lastEntry);
  const fresh = { ...form, request: 'another-request', known, reasons: 'merged', checked: 'yes' };
  expect(await tried(close, fresh, ods)).toEqual([422, expect.stringContaining(closed), 'merged']);
  const asked = await page(close, ods);
  expect([asked.status, asked.text.includes('class="decide"')]).toEqual([409, false]);
  expect(plain(asked.text)).toContain(`This cannot be done now. ${closed}`);
  expect(asked.text).toContain(`<a href="${path('RXC')}">`);

  // What was announced and taken back.
  const later = path('RXD', '/decide/close');
  await server.send(later, { ...(await filledIn(later, ods)), valid: '2027-03-31', checked: 'yes' }, only(ods));
  const entry = (await record('RXD'))?.lastEntry ?? 0;
  const back = path('RXD', `/take-back/${entry}`);
  const withdrawn = { ...(await filledIn(back, ods)), reasons: 'it goes on' };
  expect((await server.send(back, withdrawn, only(ods))).status).toBe(303);
  const gone = `Entry: expected one that was not: it can be decided anew; found entry ${entry}, which was taken back`;
  expect(await tried(back, withdrawn, ods)).toEqual([412, expect.stringContaining(gone), 'it goes on']);
  expect(plain((await page(back, ods)).text)).toContain(gone);
  expect(plain((await page(path('RXD', `/correct/${entry}`), registrar)).text)).toContain(gone);
  const first = (await server.store.history(organisations, 'RXD')).entries[0]?.number ?? 0;
  expect(plain((await page(path('RXD', `/take-back/${first}`), ods)).text)).toContain(
    `found entry ${first}, which holds from 1 April 2020`,
  );

  // What was corrected: the correction is what is announced.
  const announced = { ...(await filledIn(later, ods)), valid: '2027-03-31', reasons: 'merges', checked: 'yes' };
  expect((await server.send(later, announced, only(ods))).status).toBe(303);
  const closing = (await record('RXD'))?.lastEntry ?? 0;
  const mend = path('RXD', `/correct/${closing}`);
  const mended = { ...(await filledIn(mend, registrar)), valid: '2027-04-30', reasons: 'a slip', checked: 'yes' };
  expect((await server.send(mend, mended, only(registrar))).status).toBe(303);
  const place = (await record('RXD'))?.lastEntry;
  expect(plain((await page(path('RXD', `/take-back/${closing}`), ods)).text)).toContain(
    `expected entry ${place}, which takes its place; found entry ${closing}, corrected by entry ${place}. See`,
  );

  // An erasure of nothing, and of what is gone.
  const erase = path('RXD', `/redact/${first}`);
  const none = { ...(await filledIn(erase, registrar)), reasons: 'asked to' };
  const unticked = await server.send(erase, none, only(registrar));
  const text = await unticked.text();
  expect([unticked.status, formOn(text)['reasons']]).toEqual([422, 'asked to']);
  expect(text).toContain('<a href="#erase-reasons">Erase: expected a tick beside what is to be erased; found no tick');
  expect(await tried(erase, { ...none, reasons: '' }, registrar)).toEqual([
    422,
    expect.stringMatching(/found no tick ?Reasons: enter why it is erased/),
    '',
  ]);
  const ticked = { ...none, 'erase-reasons': 'yes', checked: 'yes' };
  expect((await server.send(erase, ticked, only(registrar))).status).toBe(303);
  const erased = `Entry: expected one with content that is still there; found entry ${first}, of which nothing is left to erase`;
  expect(await tried(erase, ticked, registrar)).toEqual([412, expect.stringContaining(erased), 'asked to']);
  expect(plain((await page(erase, registrar)).text)).toContain(erased);
});

test('a declared interest bars, on pages and by the API', async () => {
  const told = 'somebody without an interest in RX2; found one that you declared';
  for (const rest of ['/correct/2', '/redact/2']) {
    const barred = await page(path('RX2', rest), registrar);
    expect([barred.status, barred.text.includes(told), barred.text.includes('class="decide"')]).toEqual([
      403,
      true,
      false,
    ]);
    const sent = { known: '2', reasons: 'because', 'field-name': 'X', 'erase-reasons': 'yes', checked: 'yes' };
    expect((await server.send(path('RX2', rest), sent, only(registrar))).status).toBe(403);
  }
  expect((await record('RX2'))?.lastEntry).toBe(2);
  const shown = (await page(path('RX2'), registrar)).text.replaceAll(/\s+/g, ' ');
  expect(shown).toContain(
    'somebody without one decides “Correct an entry”, “Erase content”, “Take back what is announced”.',
  );
  expect((await page(path('RX2'), nobody)).text).not.toContain('You declared an interest');
  // What one decided oneself too: it could be taken back but for the interest.
  await server.store.append({ drafts: [listed('RXI')] });
  const own = await server.enter([{ role: 'ods', interests: ['RXI'] }]);
  const close = path('RXI', '/decide/close');
  const announced = { ...(await filledIn(close, own)), valid: '2027-03-31', checked: 'yes' };
  expect((await server.send(close, announced, own)).status).toBe(303);
  const entry = (await record('RXI'))?.lastEntry;
  expect((await page(path('RXI', `/take-back/${entry}`), own)).status).toBe(403);
  expect((await page(path('RXI'), own)).text).toContain('You declared an interest in RXI');
  const response = await server.ask('/api/v1/registers/organisations/records/RX2/corrections', {
    method: 'POST',
    headers: { ...only(registrar).headers, 'content-type': 'application/json', 'if-match': '"entry-2"' },
    body: JSON.stringify({ concerns: 2, change: { name: 'X' }, reasons: 'because' }),
  });
  expect(response.status).toBe(403);
});

test('what nobody may do here is not there', async () => {
  for (const address of [
    path('RX1', '/decide/update'),
    path('RX1', '/decide/erase'),
    path('RX1', '/correct/1'),
    '/registers/organisations/new/list',
    '/registers/hidden/H01/decide/update',
  ]) {
    expect([address, (await page(address, nobody)).status]).toEqual([address, 404]);
    expect((await server.send(address, { key: 'RX8' }, only(nobody))).status).toBe(404);
  }
  expect(await record('RX8')).toBeUndefined();
});
