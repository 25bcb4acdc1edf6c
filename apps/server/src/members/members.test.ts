import { memberships, organisations, type RegisterRecord } from '@isocentre/registers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  exampleServer,
  listed,
  today,
  type ExampleServer,
  type SignedIn,
} from '../../../../tests/support/example-server.ts';

let server: ExampleServer;
let boss: SignedIn;

beforeAll(async () => {
  server = await exampleServer();
  await server.store.append({ drafts: [listed('RX1')] });
  boss = await server.enter([{ register: 'memberships', role: 'administrator' }]);
}, 120_000);
afterAll(() => server.close());

const page = async (path: string, who?: SignedIn): Promise<{ readonly status: number; readonly text: string }> => {
  const response = await server.ask(path, who ? { headers: { cookie: who.cookie } } : {});
  return { status: response.status, text: await response.text() };
};
const rolesOf = async (who: SignedIn): Promise<unknown> => {
  const response = await server.ask('/api/v1/session', { headers: { cookie: who.cookie } });
  return ((await response.json()) as { memberships: unknown }).memberships;
};
const invite = async (change: Readonly<Record<string, string>> = {}): Promise<Response> =>
  server.send('/members/invite', { name: 'Cy Newcomer', role: 'organisations registrar', ...change }, boss);
/** The path of the link that a page shows. */
const linkIn = (text: string): string => /http:\/\/localhost(\/invitation\/[\w-]{43})/.exec(text)?.[1] ?? '';
const stateOf = async (key: string): Promise<string | undefined> =>
  (await server.store.record(memberships, key))?.state;

describe('an invitation', () => {
  test('is a link that is shown once, accepted once, and gives what it says', async () => {
    const response = await invite({ organisation: 'rx1' });
    const text = await response.text();
    const link = linkIn(text);
    expect(response.status).toBe(201);
    const key = /\/members\/(M[0-9A-F]{16})/.exec(text)?.[1] ?? '';
    // Nowhere else: neither on a page nor in the ledger.
    expect((await page(`/members/${key}`, boss)).text).not.toContain(link);
    expect(JSON.stringify(await server.store.record(memberships, key))).not.toContain(link.slice(-43));
    expect((await page(link)).text).toContain(`/sign-in?to=${encodeURIComponent(link)}`);
    const cy = await server.enter([]);
    expect((await page(link, cy)).text).toContain('You are invited');
    expect((await server.send(link, {}, cy)).headers.get('location')).toBe('/me');
    expect(await rolesOf(cy)).toEqual([
      { register: 'organisations', role: 'registrar', organisation: 'RX1', from: '2026-11-27', until: '2027-11-27' },
    ]);
    const late = await server.enter([]);
    expect((await server.send(link, {}, late)).status).toBe(404);
    expect(await rolesOf(late)).toEqual([]);
    const own = (await page('/me', cy)).text;
    expect(own).toContain('Registrar');
    // For which organisation, and the way to it: to the forms of others nothing leads.
    expect(own).toMatch(/For <a href="\/registers\/organisations\/RX1"\s*>TRUST RX1 \(RX1\)<\/a\s*> alone/);
    expect((await page('/registers/organisations/RX1', cy)).text).toContain('/registers/organisations/RX1/correct/1');
    for (const other of ['/registers/organisations/RX2', '/registers/organisations'])
      expect((await page(other, cy)).text).not.toMatch(/\/(correct|decide|new)\//);
    expect((await page('/members', boss)).text).toContain('Cy Newcomer');
  });

  test('says where nobody can sign in that it cannot be accepted yet, and leads nowhere', async () => {
    const link = linkIn(await (await invite()).text());
    const without = server.beside({ providers: [] });
    const text = await (await without.ask(link)).text();
    expect(text).toContain('this server has no provider to sign in with');
    expect(text).not.toContain('/sign-in');
    for (const address of ['/me', '/members', '/sign-in']) {
      const response = await without.ask(address);
      expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('ISOCENTRE_PROVIDERS')]);
    }
  });

  test('that two accept at once is one’s', async () => {
    const link = linkIn(await (await invite()).text());
    const both = [await server.enter([]), await server.enter([])];
    const statuses = await Promise.all(both.map(async (who) => (await server.send(link, {}, who)).status));
    expect(statuses.toSorted((one, other) => one - other)).toEqual([303, 404]);
  });

  test('that is wrong in several fields is told so at once, in the order of the form', async () => {
    const response = await invite({ name: '', organisation: 'ZZZ', until: '2020-01-01' });
    const text = await response.text();
    const linked = [...text.matchAll(/<li><a href="#(\w+)">/g)].map(([, field]) => field);
    expect([response.status, linked]).toEqual([422, ['name', 'organisation', 'until']]);
    expect(text).toContain('Name: enter the name of whoever is invited<');
    expect(text).toContain('found &quot;ZZZ&quot;, which is not on it');
  });

  test('is asked for in plain words: roles as people call them, hints, and what may be left empty', async () => {
    const { text } = await page('/members/invite', boss);
    const options = [...text.matchAll(/<option value="([^"]*)"[^>]*>([^<]*)</g)].map(([, , said = '']) => said.trim());
    expect(options).toEqual([
      'Organisation Data Service: lists, changes, closes and opens again',
      'Registrar: opens again, corrects and erases',
      expect.stringContaining('Organisation Data Service'),
      expect.stringContaining('Registrar'),
      'Administrator: says who may act in which role',
    ]);
    const labels = [...text.matchAll(/<label for="[^"]*">([^<]*)/g)].map(([, label = '']) => label.trim());
    expect(labels).toEqual(['Name', 'Role', 'Organisation (optional)', 'Last day (optional)']);
    for (const field of ['name', 'role', 'organisation', 'until'])
      expect(text).toMatch(new RegExp(`id="${field}"[^>]*aria-describedby="${field}-hint"`));
  });

  test('is good for a fortnight', async () => {
    server.setTime('2026-11-27T09:10:00Z');
    const link = linkIn(await (await invite()).text());
    server.setTime('2026-12-11T10:00:00Z');
    const cy = await server.enter([]);
    expect((await page(link, cy)).status).toBe(200);
    server.setTime('2026-12-12T00:00:00Z');
    const dan = await server.enter([]);
    expect([(await page(link, dan)).status, (await server.send(link, {}, dan)).status]).toEqual([404, 404]);
    server.setTime('2026-11-27T09:15:00Z');
  });

  test.each([
    [{ name: '' }, 'name'],
    [{ role: 'organisations calendar' }, 'role'],
    [{ role: 'nothing registrar' }, 'role'],
    [{ role: '' }, 'role'],
    [{ organisation: 'RX9' }, 'organisation'],
    [{ role: 'memberships administrator', organisation: 'RX1' }, 'organisation'],
    [{ until: '2020-01-01' }, 'last day'],
    [{ name: 'a\u0000' }, 'form'],
  ])('of %j is refused, and what was filled in stays', async (change, where) => {
    const response = await invite(change);
    const text = await response.text();
    expect([response.status, text.includes('There is a problem: nothing was written')]).toEqual([422, true]);
    expect(text).toMatch(new RegExp(`<li>(<a href="#\\w+">)?${where}: `, 'i'));
    const field = where === 'last day' ? 'until' : where;
    // Beside the field too, which says so itself, with its hint.
    if (field !== 'form')
      expect(text).toMatch(
        new RegExp(`id="${field}"[^>]*aria-invalid="true" aria-describedby="${field}-hint ${field}-error"`),
      );
    if (!('name' in change)) expect(text).toContain('value="Cy Newcomer"');
  });

  test('is not made by a link that is none', async () => {
    for (const secret of ['x', 'A'.repeat(43), boss.keys[0] ?? '']) {
      expect((await page(`/invitation/${secret}`, boss)).status).toBe(404);
    }
  });
});

describe('an administrator', () => {
  test('reviews, and withdraws with reasons; from then on nothing is allowed', async () => {
    const ben = await server.enter([{ role: 'registrar' }]);
    const [key = ''] = ben.keys;
    const reviewed = await server.send(`/members/${key}/review`, { until: '2028-01-31' }, boss);
    expect(reviewed.status).toBe(303);
    const told = (await page(reviewed.headers.get('location') ?? '', boss)).text.replaceAll(/<[^>]*>|\s+/g, ' ');
    expect(told).toMatch(/Reviewed: it counts until +27 November 2027/);
    expect(await rolesOf(ben)).toMatchObject([{ until: '2027-11-27' }]);
    expect((await server.send(`/members/${key}/review`, { until: 'x' }, boss)).status).toBe(422);
    expect((await server.send(`/members/${key}/withdraw`, { reasons: ' ' }, boss)).status).toBe(422);
    const check = await server.send(`/members/${key}/withdraw`, { reasons: 'retired' }, boss);
    expect([check.status, (await check.text()).includes('whoever is to act again is invited anew')]).toEqual([
      200,
      true,
    ]);
    expect(await rolesOf(ben)).toHaveLength(1);
    const checked = { reasons: 'retired', checked: 'yes' };
    expect((await server.send(`/members/${key}/withdraw`, checked, boss)).status).toBe(303);
    expect(await rolesOf(ben)).toEqual([]);
    expect((await page('/me', ben)).text.replaceAll(/<[^>]*>|\s+/g, ' ')).toMatch(/Withdrawn on +27 November 2026 *\./);
    // In another window: it says so, and is not as if the page had gone.
    for (const [action, fields] of [
      ['withdraw', checked],
      ['review', { until: '2028-01-31' }],
    ] as const) {
      const second = await server.send(`/members/${key}/${action}`, fields, boss);
      const text = await second.text();
      // Nothing of a last day that counts no more.
      expect(text).not.toContain('<dt>Until</dt>');
      expect([second.status, text.includes('State: expected active; found withdrawn, since 27 November 2026')]).toEqual(
        [422, true],
      );
    }
  });

  test('is told on the own page of each what it is worth: active, ended, or not reviewed in time', async () => {
    const said = async (change: object): Promise<string> => {
      const one = await server.enter([{ role: 'registrar', ...change }]);
      return (await page('/me', one)).text.replaceAll(/<[^>]*>|\s+/g, ' ').replaceAll(/ +/g, ' ');
    };
    expect(await said({ until: '2027-05-31' })).toContain('Active, until 31 May 2027 .');
    expect(await said({ until: '2026-11-26' })).toContain('Ended: its last day was 26 November 2026 .');
    expect(await said({ until: '2028-01-31', review: '2026-11-26' })).toContain(
      'It counts no more until an administrator reviews it: that was due by 26 November 2026 .',
    );
  });

  test('reviews with an empty last day for a year, as the form says', async () => {
    const ben = await server.enter([{ role: 'registrar', until: '2027-01-31' }]);
    const [key = ''] = ben.keys;
    const { text } = await page(`/members/${key}`, boss);
    expect(text).toMatch(/id="until-hint">[^<]*Empty, it is a year from now/);
    expect(text).toMatch(/id="until"[^>]*aria-describedby="until-hint"/);
    expect(text).not.toMatch(/id="until"[^>]*required/);
    expect((await server.send(`/members/${key}/review`, { until: '' }, boss)).status).toBe(303);
    expect(await rolesOf(ben)).toMatchObject([{ until: '2027-11-27' }]);
  });

  test('is warned before the last of them goes, with who can invite one again', async () => {
    const [own = ''] = boss.keys;
    const warning = 'nobody can invite, review or withdraw';
    const check = async (path: string): Promise<string> =>
      (await (await server.send(path, { reasons: 'retired' }, boss)).text()).replaceAll(/\s+/g, ' ');
    await server.enter([{ register: 'memberships', role: 'administrator', until: '2026-11-26' }]);
    for (const path of [`/me/${own}/withdraw`, `/members/${own}/withdraw`]) {
      expect(await check(path)).toContain(warning);
      expect(await check(path)).toContain('isocentre members invite');
    }
    const ben = await server.enter([{ role: 'registrar' }]);
    expect(await check(`/members/${ben.keys[0] ?? ''}/withdraw`)).not.toContain(warning);
    const other = await server.enter([{ register: 'memberships', role: 'administrator' }]);
    const checks = [await check(`/me/${own}/withdraw`), await check(`/members/${other.keys[0] ?? ''}/withdraw`)];
    for (const text of checks) expect(text).not.toContain(warning);
    const back = { reasons: 'retired', checked: 'yes' };
    expect((await server.send(`/me/${other.keys[0] ?? ''}/withdraw`, back, other)).status).toBe(303);
    expect(await check(`/me/${own}/withdraw`)).toContain(warning);
  });

  test('erases a name for good, looking at it once more; of one that was withdrawn the account too', async () => {
    const invited = await (await invite({ name: 'Eve Erasable' })).text();
    const key = /\/members\/(M[0-9A-F]{16})/.exec(invited)?.[1] ?? '';
    const eve = await server.enter([], 'Eve as her provider says');
    await server.send(linkIn(invited), {}, eve);
    /** All that is kept of anybody, and the log. */
    const held = async (): Promise<string> => {
      const { database } = server.store;
      const items = await database.selectFrom('item').select('bytes').execute();
      const records = await database.selectFrom('record').selectAll().execute();
      const accounts = await database.selectFrom('account').selectAll().execute();
      const texts = items.map(({ bytes }) => Buffer.from(bytes).toString());
      return JSON.stringify([texts, records, accounts, server.lines]);
    };
    expect(await held()).toContain('Eve Erasable');
    const record = await server.store.record(memberships, key);
    const { subject } = (record as RegisterRecord).content['account'] as { subject: string };
    expect((await page(`/members/${key}`, boss)).text).toContain('Erase the name');
    const erase = (fields: Readonly<Record<string, string>>, who = boss): Promise<Response> =>
      server.send(`/members/${key}/erase`, fields, who);
    const empty = await erase({ reasons: ' ' });
    expect([empty.status, (await empty.text()).includes(`<a href="#reasons-/members/${key}/erase">`)]).toEqual([
      422,
      true,
    ]);
    const check = await erase({ reasons: 'asked for' });
    expect([check.status, (await check.text()).includes('Eve Erasable')]).toEqual([200, true]);
    const again = await (await erase({ reasons: 'asked for', again: 'yes' })).text();
    expect(again.split('asked for</textarea')).toHaveLength(2);
    expect((await erase({ reasons: 'asked for', checked: 'yes' }, eve)).status).toBe(404);
    expect(await held()).toContain('Eve Erasable');
    const done = await erase({ reasons: 'asked for', checked: 'yes' });
    expect([done.status, done.headers.get('location')]).toEqual([303, `/members/${key}?done=erase`]);
    expect(await held()).not.toMatch(/Eve Erasable|Eve as her provider says/);
    const { text } = await page(`/members/${key}?done=erase`, boss);
    expect([text.includes(`${key}: Registrar`), text.includes('Erased.')]).toEqual([true, true]);
    expect(text).not.toContain('Erase the name');
    // Whoever holds it is known still by the account, until it is withdrawn.
    expect(await held()).toContain(subject);
    await server.send(`/members/${key}/withdraw`, { reasons: 'left', checked: 'yes' }, boss);
    expect((await page(`/members/${key}`, boss)).text).toContain('Erase the name');
    expect((await erase({ reasons: 'asked for', checked: 'yes' })).status).toBe(303);
    expect(await held()).not.toContain(subject);
    expect((await erase({ reasons: 'asked for', checked: 'yes' })).status).toBe(422);
    expect(await server.store.verify([])).toMatchObject({ flaws: [], erased: 2 });
  });

  test('does not erase the name of their own', async () => {
    const [own = ''] = boss.keys;
    expect((await page(`/members/${own}`, boss)).text).not.toContain('Erase the name');
    const fields = { reasons: 'mine', checked: 'yes' };
    expect((await server.send(`/members/${own}/erase`, fields, boss)).status).toBe(404);
  });

  test('does not review a membership of their own', async () => {
    const [own = ''] = boss.keys;
    expect((await page(`/members/${own}`, boss)).text).not.toContain('Let it count');
    expect((await server.send(`/members/${own}/review`, { until: '2028-01-31' }, boss)).status).toBe(404);
  });
});

describe('denied', () => {
  test('the pages of members, to all but administrators, with the bytes of what is not there', async () => {
    const [ben, nobody] = [await server.enter([{ role: 'registrar' }]), await server.enter([])];
    const ended = await server.enter([{ register: 'memberships', role: 'administrator', until: '2026-11-26' }]);
    const unreviewed = await server.enter([{ register: 'memberships', role: 'administrator', review: '2026-11-26' }]);
    const elsewhere = await server.enter([{ register: 'organisations', role: 'administrator' }]);
    const [key = ''] = ben.keys;
    for (const who of [ben, nobody, ended, unreviewed, elsewhere]) {
      const nothing = (await page('/registers/nothing', who)).text;
      for (const path of ['/members', '/members/invite', `/members/${key}`, '/members/M0000000000000000']) {
        const { status, text } = await page(path, who);
        expect([path, status]).toEqual([path, 404]);
        if (who === nobody) expect(text).toBe(nothing);
      }
      for (const path of [
        '/members/invite',
        ...['review', 'withdraw', 'erase'].map((one) => `/members/${key}/${one}`),
      ]) {
        const fields = { name: 'x', role: 'memberships administrator', reasons: 'x', until: '2027-01-01' };
        expect((await server.send(path, fields, who)).status).toBe(404);
      }
    }
    expect(await stateOf(key)).toBe('active');
    expect((await page('/members')).status).toBe(303);
  });

  test('another’s membership: neither given back nor given interests', async () => {
    const [ben, eve] = [await server.enter([{ role: 'registrar' }]), await server.enter([{ role: 'registrar' }])];
    const [key = ''] = ben.keys;
    expect((await server.send(`/me/${key}/withdraw`, { reasons: 'mine' }, eve)).status).toBe(404);
    expect((await server.send(`/me/${key}/interests`, { interests: 'RX1' }, eve)).status).toBe(404);
    expect((await server.send(`/me/${key}/interests`, { interests: '!!' }, eve)).status).toBe(404);
    expect((await server.send('/me/M0000000000000000/withdraw', { reasons: 'x' }, eve)).status).toBe(404);
    expect(await stateOf(key)).toBe('active');
  });

  test('a decision by one whose membership ended, was not reviewed, was given back, or is of another register', async () => {
    const closed = { action: 'update', change: { name: 'ANOTHER' } };
    const decide = async (who: SignedIn): Promise<number> => {
      const last = (await server.store.record(organisations, 'RX1'))?.lastEntry ?? 0;
      const response = await server.ask('/api/v1/registers/organisations/records/RX1/decisions', {
        method: 'POST',
        headers: { ...who.headers, 'content-type': 'application/json', 'if-match': `"entry-${last}"` },
        body: JSON.stringify(closed),
      });
      return response.status;
    };
    const given = [
      { until: '2026-11-26' },
      { review: '2026-11-26' },
      { from: '2026-11-28' },
      { register: 'memberships' },
    ];
    for (const one of given) expect(await decide(await server.enter([{ role: 'ods', ...one }]))).toBe(404);
    const back = await server.enter([{ role: 'ods' }]);
    expect(
      (await server.send(`/me/${back.keys[0] ?? ''}/withdraw`, { reasons: 'done', checked: 'yes' }, back)).status,
    ).toBe(303);
    expect(await decide(back)).toBe(404);
    expect(await decide(await server.enter([{ role: 'ods' }]))).toBe(201);
  });

  test('memberships by the API, and their entries by number', async () => {
    for (const path of [
      '/registers/memberships',
      '/registers/memberships/records',
      `/registers/memberships/records/${boss.keys[0] ?? ''}`,
    ]) {
      expect((await page(`/api/v1${path}`, boss)).status).toBe(404);
    }
    const { number } = await server.store.database
      .selectFrom('entry')
      .select('number')
      .where('register', '=', 'memberships')
      .executeTakeFirstOrThrow();
    expect((await page(`/api/v1/entries/${number}/proof`, boss)).status).toBe(404);
  });
});

test('interests are declared on one’s own page, and bar from deciding', async () => {
  const ben = await server.enter([{ role: 'registrar' }]);
  const [key = ''] = ben.keys;
  const wrong = await server.send(`/me/${key}/interests`, { interests: 'RX1\r\nrx-2' }, ben);
  const text = await wrong.text();
  expect([wrong.status, text.includes('RX1\r\nrx-2</textarea')]).toEqual([422, true]);
  expect(text).toContain(`<a href="#interests-${key}">Interests: expected a code`);
  expect(text).toMatch(new RegExp(`id="interests-${key}"[^>]*aria-invalid="true"`));
  expect((await server.send(`/me/${key}/interests`, { interests: 'rx1\r\nRX2' }, ben)).status).toBe(303);
  const size = await server.store.size();
  const again = await server.send(`/me/${key}/interests`, { interests: 'RX1\r\nRX2' }, ben);
  const { text: own } = await page(again.headers.get('location') ?? '', ben);
  expect([own.includes('RX1\nRX2'), own.includes('Your interests are declared.')]).toEqual([true, true]);
  // What is declared already is written once.
  expect(await server.store.size()).toBe(size);
  expect((await server.store.record(memberships, key))?.content['interests']).toEqual(['RX1', 'RX2']);
});

test('interests that are not on the register are told, as long as they are not', async () => {
  const ben = await server.enter([{ role: 'registrar' }]);
  const [key = ''] = ben.keys;
  const own = async (): Promise<string> => (await page('/me', ben)).text.replaceAll(/<[^>]*>|\s+/g, ' ');
  const sent = await server.send(`/me/${key}/interests`, { interests: 'RX1\nNOPE\nhello' }, ben);
  const { text } = await page(sent.headers.get('location') ?? '', ben);
  const told = 'Not on the register “Organisations”: NOPE, HELLO. They bar nothing until they are.';
  expect(text.replaceAll(/\s+/g, ' ')).toContain(`Your interests are declared. ${told}`);
  expect(text).toMatch(new RegExp(`id="interests-${key}"[^>]*aria-describedby="interests-${key}-hint"`));
  expect(await own()).toContain(told);
  await server.store.append({ drafts: [listed('NOPE')] });
  expect(await own()).toContain('“Organisations”: HELLO. It bars nothing until it is.');
  await server.send(`/me/${key}/interests`, { interests: 'RX1' }, ben);
  expect(await own()).not.toContain('Not on the register');
});

test('a membership for one organisation says so before and after it is given back', async () => {
  const ben = await server.enter([{ role: 'registrar', organisation: 'RX1' }]);
  const path = `/me/${ben.keys[0] ?? ''}/withdraw`;
  const link = /<a href="\/registers\/organisations\/RX1"\s*>[^<]+ \(RX1\)<\/a\s*> alone/;
  expect(await (await server.send(path, { reasons: 'retired' }, ben)).text()).toMatch(link);
  await server.send(path, { reasons: 'retired', checked: 'yes' }, ben);
  const { text } = await page('/me', ben);
  expect(text).toMatch(link);
  expect(text).not.toContain('what you may do');
});

test('who is erased from a membership is erased from the accounts too, and signed out', async () => {
  const ada = await server.enter([{ role: 'registrar' }], 'Ada Erased');
  const { database } = server.store;
  const accounts = async (): Promise<string> =>
    JSON.stringify(await database.selectFrom('account').selectAll().execute());
  expect(await accounts()).toContain('Ada Erased');
  const { entries } = await server.store.history(memberships, ada.keys[0] ?? '');
  const entry = entries.find(({ apart }) => 'account' in apart)?.number ?? 0;
  const administrator = {
    id: 'person-boss',
    memberships: [{ role: 'administrator', from: '2026-01-01', until: '2027-01-01' }],
    interests: [],
  };
  const asked = { entry, names: ['account'], person: administrator, reasons: 'asked for by the person', on: today };
  expect(await server.store.redact(asked)).toMatchObject({ kind: 'redacted' });
  expect(await accounts()).not.toContain(ada.person);
  expect(await accounts()).not.toContain('Ada Erased');
  expect((await page('/api/v1/session', ada)).status).toBe(401);
});

test('people and memberships outlive a copy of the ledger: who signs in is who they were', async () => {
  const ada = await server.enter([{ role: 'registrar' }]);
  const record = await server.store.record(memberships, ada.keys[0] ?? '');
  const account = record?.content['account'] as { issuer: string; subject: string };
  await server.store.database.deleteFrom('account').where('person', '=', ada.person).execute();
  expect((await page('/api/v1/session', ada)).status).toBe(401);
  expect(await server.store.signIns().person({ ...account, name: 'Ada' }, 'person-new')).toBe(ada.person);
  const lines: string[] = [];
  for await (const line of server.store.exportPublic()) lines.push(line);
  expect(lines.join('')).not.toContain(ada.person.slice(0, 20));
});
