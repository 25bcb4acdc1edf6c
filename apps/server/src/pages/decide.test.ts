import { organisations } from '@isocentre/registers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  exampleServer,
  hidden,
  listed,
  people,
  type ExampleServer,
  type SignedIn,
} from '../../../../tests/support/example-server.ts';

let server: ExampleServer;
let [ods, registrar, nobody]: SignedIn[] = [];

const only = (who: SignedIn | undefined): SignedIn => {
  if (!who) throw new Error('nobody is signed in');
  return who;
};

beforeAll(async () => {
  server = await exampleServer();
  await server.store.append({
    drafts: [listed('RX1'), listed('RX2'), listed('RX3', { closed: '2027-01-01' }), listed('H01', {}, hidden)],
  });
  ods = await server.enter([{ role: 'ods' }]);
  registrar = await server.enter([{ role: 'registrar', interests: ['RX2'] }]);
  nobody = await server.enter([]);
}, 120_000);
afterAll(() => server.close());

const record = (key: string) => server.store.record(organisations, key);
const path = (key: string, rest = ''): string => `/registers/organisations/${key}${rest}`;
const page = async (address: string, who: SignedIn | undefined): Promise<{ status: number; text: string }> => {
  const response = await server.ask(address, { headers: { cookie: only(who).cookie } });
  return { status: response.status, text: await response.text() };
};
/** The fields of the form on a page, as a browser would send them. */
const formOn = (text: string): Record<string, string> => {
  const form = text.slice(text.indexOf('class="decide"'));
  const inputs = [...form.matchAll(/<input[^>]*?\sname="([^"]+)"[^>]*?(?:\svalue="([^"]*)")?\s*\/>/g)];
  const areas = [...form.matchAll(/<textarea[^>]*\sname="([^"]+)"[^>]*>\n?([^<]*)<\/textarea/g)];
  return Object.fromEntries(
    [...inputs, ...areas]
      .filter(([all]) => !all.includes('checkbox'))
      .map(([, name = '', value = '']) => [name, value]),
  );
};
const filledIn = async (address: string, who: SignedIn | undefined): Promise<Record<string, string>> =>
  formOn((await page(address, who)).text);

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
  expect(asked).toContain('“Closed” becomes this day, unless “Change fields with it” says another');
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
  const mended = { ...(await filledIn(mend, registrar)), valid: '2027-04-30', reasons: 'a slip' };
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
  // What is erased is seen before it is gone.
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
  expect(await send(registrar, 'corrections', correction, '"entry-1"')).toBe(412);
  expect(await send(registrar, 'corrections', { ...correction, concerns: 4 }, etag)).toBe(422);
  expect(await send(registrar, 'corrections', correction, etag)).toBe(201);
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

test('a closing that is announced is named before another is recorded, with what then holds and how it is moved', async () => {
  const [cerys, ben] = [await server.enter([{ role: 'ods' }]), await server.enter([{ role: 'registrar' }])];
  await server.store.append({ drafts: [listed('RXA'), listed('RXB', { closed: '2027-03-31', successors: ['RX1'] })] });
  const plain = (text: string): string => text.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');
  const check = async (key: string, valid: string, more = {}): Promise<string> => {
    const address = path(key, '/decide/close');
    const response = await server.send(address, { ...(await filledIn(address, cerys)), valid, ...more }, cerys);
    return plain(await response.text());
  };
  expect(await check('RXA', '2027-03-31')).not.toContain('Announced already');
  const address = path('RXA', '/decide/close');
  const sent = { ...(await filledIn(address, cerys)), valid: '2027-03-31', checked: 'yes' };
  expect((await server.send(address, sent, cerys)).status).toBe(303);
  const entry = (await record('RXA'))?.lastEntry ?? 0;
  for (const [key, by, undo] of [
    ['RXA', `by entry ${entry}`, `entry ${entry} is taken back first`],
    ['RXB', 'by the day in its fields', 'its field &quot;closed&quot; is changed first'],
  ] as const) {
    // It would come to nothing: there is no check of it, and it is recorded by no way.
    for (const [valid, day] of [
      ['2027-06-30', '30 June 2027'],
      ['2027-03-31', '31 March 2027'],
    ] as const) {
      const told = `expected a day before 31 March 2027, or that ${undo}; found ${day}, and it closes 31 March 2027 already`;
      expect(await check(key, valid)).toContain(told);
      const form = await filledIn(path(key, '/decide/close'), cerys);
      const forced = await server.send(path(key, '/decide/close'), { ...form, valid, checked: 'yes' }, cerys);
      expect([forced.status, plain(await forced.text()).includes(told)]).toEqual([422, true]);
    }
    const announced = `Announced already closes 31 March 2027, ${by}. `;
    // It has not closed yet: the page says nothing of the kind.
    expect(await check(key, '2027-01-31')).not.toContain('it has closed');
    expect(await check(key, '2027-01-31')).toContain(
      `${announced}This comes before it: it is closed from 31 January 2027,`,
    );
    const more = { 'field-successors': 'RX1\r\nRX2' };
    expect(await check(key, '2027-03-31', more)).toContain(`${announced}This is for the same day, and adds to it`);
  }
  // Announced by a field or by a decision, it reads the same.
  const told = await Promise.all(['RXA', 'RXB'].map(async (key) => plain((await page(path(key), nobody)).text)));
  for (const text of told) {
    expect(text).toMatch(/it does its work Later closes 31 March 2027( \(successors: RX1\))? Opened 1 April 2020/);
    expect(text.slice(0, text.indexOf('History'))).not.toMatch(/Closed|Successors/);
  }
  const later = [{ action: 'close', on: '2027-03-31', content: { successors: ['RX1'] } }];
  const shown = await server.ask('/api/v1/registers/organisations/records/RXB');
  expect(await shown.json()).toMatchObject({ later, content: expect.not.objectContaining({ successors: ['RX1'] }) });
  expect(await check('RXA', '2027-01-31')).toContain('until then it stays open');
  expect(await check('RXA', '2027-01-31')).toContain('Until its day, “Take back” beside its entry.');

  // Whoever acts in the role in which it was decided takes it back; to all others nothing is there.
  const back = path('RXA', `/take-back/${entry}`);
  for (const other of [ben, nobody]) {
    expect((await page(path('RXA'), other)).text).not.toContain('/take-back/');
    expect((await page(back, other)).status).toBe(404);
    expect((await server.send(back, { known: String(entry), reasons: 'x' }, only(other))).status).toBe(404);
  }
  expect((await page(path('RXA'), cerys)).text).toContain(back);
  const form = await filledIn(back, cerys);
  expect(plain((await page(back, cerys)).text)).toContain(`Entry ${entry}: Close, holds from 31 March 2027.`);
  const empty = await server.send(back, form, cerys);
  expect([empty.status, plain(await empty.text()).includes('Reasons: enter why it is taken back')]).toEqual([
    422,
    true,
  ]);
  expect((await server.send(back, { ...form, reasons: 'It goes on.' }, cerys)).status).toBe(303);
  expect((await record('RXA'))?.later).toBeUndefined();
  const after = (await page(path('RXA'), cerys)).text;
  expect(plain(after)).toContain(`Entry ${entry} taken backIt goes on.`);
  // Both say so, each with a link to the other.
  expect(plain(after)).toContain(`${entry} CloseTaken back by entry ${entry + 1}`);
  for (const one of [entry, entry + 1]) {
    expect(after).toContain(`<tr id="entry-${one}">`);
    expect(after).toContain(`<a href="#entry-${one}">`);
  }
  expect(after).not.toContain('/take-back/');
  // What was taken back is corrected by nobody either.
  const seen = (await page(path('RXA'), ben)).text;
  expect([seen.includes(`/correct/${entry - 2}`), seen.includes(`/correct/${entry}"`)]).toEqual([true, false]);
  expect((await server.send(back, { ...form, reasons: 'again' }, cerys)).status).toBe(412);
  expect((await server.store.verify([])).flaws).toEqual([]);
});

test('what is decided from a day that is past is shown as it holds then, and today where that differs', async () => {
  await server.store.append({ drafts: [listed('RXP')] });
  const own = await server.enter([{ role: 'ods' }]);
  const update = path('RXP', '/decide/update');
  const newer = { ...(await filledIn(update, own)), 'field-name': 'NEWER', valid: '2026-11-20' };
  expect((await server.send(update, newer, own)).status).toBe(303);
  const close = path('RXP', '/decide/close');
  const form = { ...(await filledIn(close, own)), 'field-name': 'OLDER', 'field-postcode': 'ZZ1 1ZZ' };
  const check = async (valid: string): Promise<string> =>
    (await (await server.send(close, { ...form, valid }, own)).text()).replaceAll(/\s+/g, ' ');
  const past = await check('2026-11-10');
  expect(past).toContain('<dt>Name</dt> <dd>OLDER; today NEWER</dd>');
  expect(past).toContain('<dt>Postcode</dt> <dd>ZZ1 1ZZ</dd>');
  expect(await check('2026-11-21')).toContain('<dt>Name</dt> <dd>OLDER</dd>');
});

test('what is decided for later is told beside what holds today: in lists, counts, on its page and by the API', async () => {
  await server.store.append({ drafts: [listed('RX6', { region: 'Y61' })] });
  const address = path('RX6', '/decide/close');
  const sent = { ...(await filledIn(address, ods)), valid: '2027-03-31', checked: 'yes' };
  expect((await server.send(address, sent, only(ods))).status).toBe(303);
  const list = async (state: string): Promise<string> =>
    (await page(`/registers/organisations?region=Y61&state=${state}`, ods)).text;
  expect(await list('closed')).toContain('Nothing found.');
  const said = 'closes <time datetime="2027-03-31">31 March 2027</time>';
  for (const text of [await list('open'), (await page(path('RX6'), nobody)).text]) expect(text).toContain(said);
  const api = '/api/v1/registers/organisations/records/RX6';
  const response = await server.ask(api);
  const { lastEntry: entry, ...body } = (await response.json()) as { lastEntry: number };
  expect(body).toMatchObject({ state: 'open', later: [{ action: 'close', on: '2027-03-31', entry }] });
  // The tag ends when what was announced comes, though nothing is decided then.
  const etag = response.headers.get('etag') ?? '';
  expect(etag).toBe(`"entry-${entry}-until-2027-03-31"`);
  const again = { headers: { 'if-none-match': etag } };
  expect((await server.ask(api, again)).status).toBe(304);
  server.setTime('2027-03-31T09:00:00.000Z');
  expect(await (await server.ask(api, again)).json()).toMatchObject({ state: 'closed', since: '2027-03-31' });
  expect(await (await server.ask('/registers/organisations?region=Y61&state=closed')).text()).toContain('RX6');
});

test('a change of fields for a later day says what changes', async () => {
  await server.store.append({ drafts: [listed('RXJ', { postcode: 'ZZ1 1ZZ' })] });
  const own = await server.enter([{ role: 'ods' }]);
  const address = path('RXJ', '/decide/update');
  const sent = {
    ...(await filledIn(address, own)),
    'field-name': 'LATER NAME',
    'field-postcode': '',
    valid: '2027-05-31',
  };
  expect((await server.send(address, sent, own)).status).toBe(303);
  const text = (await page(path('RXJ'), own)).text.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');
  expect(text).toContain('Later changes 31 May 2027 (name: LATER NAME) (postcode taken away)');
});

test('a wrong date on which the calendar closed is mended in the entry that says it; each refusal names what to do', async () => {
  await server.store.append({
    drafts: [listed('RXG', { closed: '2027-04-05', successors: ['RX1'] }), listed('RXK', { closed: '2027-04-05' })],
  });
  server.setTime('2027-04-06T09:00:00.000Z');
  const [cerys, ben] = [await server.enter([{ role: 'ods' }]), await server.enter([{ role: 'registrar' }])];
  expect(await record('RXG')).toMatchObject({ state: 'closed', since: '2027-04-05' });
  expect((await page(path('RXG'), cerys)).text).not.toContain('Does not hold');
  const [said, done] = (await server.store.history(organisations, 'RXG')).entries.map(({ number }) => number);
  const send = async (
    rest: string,
    change: Record<string, string>,
    who: SignedIn,
  ): Promise<readonly [number, string]> => {
    const form = await filledIn(path('RXG', rest), who);
    const response = await server.send(path('RXG', rest), { ...form, ...change, reasons: 'as told' }, who);
    return [response.status, await response.text()];
  };
  expect(await send('/decide/update', { 'field-closed': '2027-06-30' }, cerys)).toEqual([
    422,
    expect.stringContaining('a day up to 6 April 2027; for one that is open, choose “Open again”'),
  ]);
  expect(await send(`/correct/${done}`, { valid: '2027-06-30' }, ben)).toEqual([
    422,
    expect.stringContaining(`a day after 6 April 2027: correct entry ${said}, which says it`),
  ]);
  expect((await send(`/correct/${said}`, { 'field-closed': '2027-06-30' }, ben))[0]).toBe(303);
  const later = [{ action: 'close', on: '2027-06-30' }];
  expect(await record('RXG')).toMatchObject({ state: 'open', since: '2020-04-01', later });
  const shown = (await page(path('RXG'), cerys)).text.replaceAll(/\s+/g, ' ');
  const row = shown.slice(shown.indexOf(`id="entry-${done}"`));
  expect(row.slice(0, row.indexOf('</tr>'))).toContain(
    '<strong>Does not hold from that day</strong>: its date was corrected',
  );
  // What was decided later, for the same day, is no correction of the date.
  const reopen = path('RXK', '/decide/reopen');
  const opened = { ...(await filledIn(reopen, cerys)), valid: '2027-04-05', reasons: 'it goes on' };
  expect((await server.send(reopen, opened, cerys)).status).toBe(303);
  expect((await page(path('RXK'), cerys)).text).not.toContain('Does not hold');
  // Not closed again in silence.
  server.setTime('2027-04-07T09:00:00.000Z');
  expect(await record('RXG')).toMatchObject({ state: 'open', later });
  const again = await server.enter([{ role: 'ods' }]);
  expect(await send('/decide/update', { 'field-closed': '2027-04-06' }, again)).toEqual([
    422,
    expect.stringContaining('a day after 7 April 2027; for one that is closed, choose “Close”'),
  ]);
  server.setTime('2027-07-01T09:00:00.000Z');
  expect(await record('RXG')).toMatchObject({ state: 'closed', since: '2027-06-30' });
  expect((await server.store.verify([])).flaws).toEqual([]);
});
