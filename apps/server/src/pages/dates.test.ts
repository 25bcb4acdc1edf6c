import { decide, ods as odsFile, organisations } from '@isocentre/registers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listed, today, type ExampleServer, type SignedIn } from '../../../../tests/support/example-server.ts';
import { examplePages, formOn, only, path, type PageReader } from '../../../../tests/support/page-reader.ts';

let server: ExampleServer;
let reader: PageReader;
let [ods, nobody]: SignedIn[] = [];

beforeAll(async () => {
  ({ server, reader, ods, nobody } = await examplePages());
}, 120_000);
afterAll(() => server.close());

const record = (key: string) => reader.record(key);
const page = (address: string, who: SignedIn | undefined) => reader.page(address, who);
const filledIn = (address: string, who: SignedIn | undefined) => reader.filledIn(address, who);

test('a day of opening to come on one that is open is refused with what to choose, the entry and who may', async () => {
  const address = path('RX1', '/decide/update');
  const sent = { ...(await filledIn(address, ods)), 'field-opened': '2027-01-31' };
  const response = await server.send(address, sent, only(ods));
  expect([response.status, await response.text()]).toEqual([
    422,
    expect.stringContaining(
      'nothing leads from open to announced: choose “Close”, or “Correct” beside entry 1, which said it, as registrar',
    ),
  ]);
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

test('the form that brings an announced closing early has its successors, to be emptied; the check says what it will have', async () => {
  const own = await server.enter([{ role: 'ods' }]);
  const plain = (text: string): string => text.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');
  const send = async (key: string, change: Record<string, string>): Promise<Response> => {
    const address = path(key, '/decide/close');
    return server.send(address, { ...(await filledIn(address, own)), ...change }, own);
  };
  const byField = ['RXB1', 'RXB2'];
  const byEntry = ['RXB3', 'RXB4'];
  await server.store.append({
    drafts: [
      ...byField.map((key) => listed(key, { closed: '2027-03-31', successors: ['RX1'] })),
      ...byEntry.map((key) => listed(key)),
    ],
  });
  for (const key of byEntry) {
    const later = { valid: '2027-03-31', 'field-successors': 'RX1', checked: 'yes' };
    expect((await send(key, later)).status).toBe(303);
  }
  for (const [left, emptied] of [byField, byEntry].map(([one = '', other = '']) => [one, other] as const)) {
    const { text } = await page(path(left, '/decide/close'), own);
    expect([text.includes('<details open>'), formOn(text)['field-successors']]).toEqual([true, 'RX1']);
    expect(plain(await (await send(left, {})).text())).toContain('Successors RX1 ');
    // Gone back to it is as it was left.
    const without = { 'field-successors': '' };
    expect(plain(await (await send(emptied, without)).text())).not.toContain('Successors RX1');
    expect(formOn(await (await send(emptied, { ...without, again: 'yes' })).text())['field-successors']).toBe('');
    for (const [key, change] of [
      [left, {}],
      [emptied, without],
    ] as const)
      expect((await send(key, { ...change, checked: 'yes' })).status).toBe(303);
    expect(await record(left)).toMatchObject({ state: 'closed', content: { successors: ['RX1'] } });
    expect((await record(emptied))?.state).toBe('closed');
    expect((await record(emptied))?.content).not.toHaveProperty('successors');
  }
  expect((await server.store.verify([])).flaws).toEqual([]);
});

test('the check of a closing says what comes of one that is announced until then, and what brings it back from there', async () => {
  const own = await server.enter([{ role: 'ods' }]);
  const change = { name: 'TRUST RXN', address: [], opened: '2027-04-01' };
  const asked = { action: 'announce', key: 'RXN', change, evidence: [], validFrom: today };
  const decided = decide(organisations, undefined, odsFile, asked, today);
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  await server.store.append({ drafts: [decided.draft] });
  const address = path('RXN', '/decide/close');
  const form = await filledIn(address, own);
  const check = async (valid: string): Promise<string> => {
    const response = await server.send(address, { ...form, valid }, own);
    return (await response.text()).replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');
  };
  const after = await check('2028-01-31');
  expect(after).toContain('State announced, then open, then closed');
  expect(after).toContain('31 January 2028; until then it stays announced and opens 1 April 2027');
  expect(after).toContain('“Open again” brings it back.');
  expect(await check('2027-04-01')).toContain('1 April 2027; until then it stays announced ');
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

test('an announced closing that a later decision overtook is marked, and is not taken back', async () => {
  await server.store.append({ drafts: [listed('RXO')] });
  const own = await server.enter([{ role: 'ods' }]);
  const decided = async (action: string, more: Record<string, string> = {}): Promise<number> => {
    const address = path('RXO', `/decide/${action}`);
    const sent = { ...(await filledIn(address, own)), reasons: 'as told', checked: 'yes', ...more };
    expect((await server.send(address, sent, own)).status).toBe(303);
    return (await record('RXO'))?.lastEntry ?? 0;
  };
  const announced = await decided('close', { valid: '2027-06-01' });
  expect((await page(path('RXO'), own)).text).not.toContain('Comes to nothing');
  const closed = await decided('close');
  await decided('reopen');
  const text = (await page(path('RXO'), own)).text;
  expect([...text.matchAll(/<strong>Comes to nothing<[^\n]*/g)].map(String)).toEqual([
    expect.stringContaining(`since <a href="#entry-${closed}">entry ${closed}</a>`),
  ]);
  const row = text.slice(text.indexOf(`id="entry-${announced}"`));
  expect(row.slice(0, row.indexOf('</tr>'))).toContain('Comes to nothing');
  expect(text).not.toContain(`/take-back/${announced}"`);
  const back = await page(path('RXO', `/take-back/${announced}`), own);
  expect([back.status, back.text]).toEqual([
    409,
    expect.stringContaining(`found entry ${announced}, which comes to nothing since entry ${closed}`),
  ]);
  const response = await server.ask('/api/v1/registers/organisations/records/RXO/withdrawals', {
    method: 'POST',
    headers: { ...own.headers, 'content-type': 'application/json', 'if-match': `"entry-${closed + 1}"` },
    body: JSON.stringify({ entry: announced, reasons: 'it goes on' }),
  });
  expect([response.status, await response.json()]).toMatchObject([
    422,
    { problems: [{ found: `entry ${announced}, which comes to nothing since entry ${closed}` }] },
  ]);
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
  const moved = { 'field-closed': '2027-06-30', checked: 'yes' };
  expect((await send(`/correct/${said}`, moved, ben))[0]).toBe(303);
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
