import {
  actionsOf,
  decide,
  entryActions,
  ods,
  organisations,
  permissionMatrix,
  type Draft,
} from '@isocentre/registers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  exampleServer,
  hidden,
  listed,
  today,
  type ExampleServer,
  type SignedIn,
} from '../../../../tests/support/example-server.ts';

let server: ExampleServer;

let people: ReadonlyMap<string, SignedIn>;

const matrix = [
  ...permissionMatrix(organisations),
  // Somebody who is signed in and holds no role.
  ...actionsOf(organisations).flatMap(({ action }) =>
    ['none', ...Object.keys(organisations.states)].map((state) => ({
      role: 'stranger',
      action,
      state,
      allowed: false,
    })),
  ),
];
const keyOf = (index: number): string => `C${String(index).padStart(4, '0')}`;
const starts: Readonly<Record<string, string>> = { announced: 'announce', open: 'list', closed: 'list-closed' };

/** Fields that fit an action: what is announced opens later, and what is listed as closed says when it closed. */
const fitting = (action: string, name = 'A TRUST'): Draft['content'] => ({
  name,
  address: [],
  opened: action === 'announce' ? '2027-04-01' : '2020-04-01',
  ...(action === 'list-closed' ? { closed: '2020-04-01' } : {}),
});

const inState = (state: string, key: string): Draft => {
  const action = starts[state] ?? '';
  const change = fitting(action, `TRUST ${key}`);
  const decision = { action, key, change, evidence: [], validFrom: '2020-04-01' };
  const decided = decide(organisations, undefined, ods, decision, today);
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  return decided.draft;
};

interface Reply {
  readonly status: number;
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly statements: number;
}

const send = async (
  role: string | undefined,
  key: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  register = 'organisations',
): Promise<Reply> => {
  const before = server.statements();
  const response = await server.ask(`/api/v1/registers/${register}/records/${key}/decisions`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(role === undefined ? {} : people.get(role)?.headers),
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await response.text();
  const { 'x-request-id': _own, ...rest } = Object.fromEntries(response.headers);
  return {
    status: response.status,
    text,
    body: JSON.parse(text) as Reply['body'],
    headers: rest,
    statements: server.statements() - before,
  };
};

beforeAll(async () => {
  server = await exampleServer();
  const roles = [...Object.keys(organisations.roles), 'stranger'];
  const all = new Map<string, SignedIn>();
  for (const role of roles) {
    const given = role === 'stranger' ? [] : [{ role, interests: role === 'registrar' ? ['KEPT'] : [] }];
    all.set(role, await server.enter(given));
  }
  people = all;
  const drafts = matrix.flatMap(({ state }, index) => (state === 'none' ? [] : [inState(state, keyOf(index))]));
  await server.store.append({
    drafts: [
      ...drafts,
      inState('closed', 'KEPT'),
      inState('closed', 'OWN1'),
      inState('closed', 'RX1'),
      listed('H01', {}, hidden),
    ],
  });
}, 120_000);
afterAll(() => server.close());

/** What a decision in a cell changes: an update has to change something; what is closed before it opens opened on that day. */
const changeOf = (action: string, state: string): Draft['content'] => {
  if (state === 'none') return fitting(action);
  if (action === 'update') return { name: 'OWN' };
  return action === 'close' && state === 'announced' ? { opened: today } : {};
};
const lastOf = async (key: string): Promise<number> => (await server.store.record(organisations, key))?.lastEntry ?? 0;
const condition = (last: number): Readonly<Record<string, string>> =>
  last === 0 ? { 'if-none-match': '*' } : { 'if-match': `"entry-${last}"` };

describe('role × action × state, every cell, through HTTP', () => {
  test('is exactly the table, and what is forbidden has the bytes and cost of what is not there', async () => {
    const refused: Omit<Reply, 'body'>[] = [];
    for (const [index, { role, action, state, allowed }] of matrix.entries()) {
      const key = keyOf(index);
      const last = await lastOf(key);
      const { body, ...reply } = await send(
        role,
        key,
        { action, change: changeOf(action, state), reasons: 'as it should be' },
        condition(last),
      );
      const cell = `${role} ${action} ${state}`;
      // What is done to an entry is no decision about a record: it has no place here.
      const isOwn = !entryActions.some((one) => one === action);
      const mayElsewhere = matrix.some((one) => one.role === role && one.action === action && one.allowed);
      const fits = organisations.transitions.some((one) => one.action === action && one.from.includes(state));
      const expected = allowed && isOwn ? 201 : mayElsewhere && !fits && (isOwn || state === 'none') ? 409 : 404;
      expect([cell, reply.status]).toEqual([cell, expected]);
      expect([cell, await lastOf(key)]).toEqual([cell, expected === 201 ? (body['entry'] as number) : last]);
      if (expected === 404) refused.push(reply);
    }
    expect(refused.length).toBeGreaterThan(100);
    for (const reply of refused) expect(reply).toEqual(refused[0]);
    const { body: _nothing, ...nothing } = await send(
      'stranger',
      'NONE1',
      { action: 'reopen' },
      { 'if-none-match': '*' },
    );
    expect(nothing).toEqual(refused[0]);
    // Every refusal is in the log, by the number of who it was.
    expect(server.lines.filter(({ what }) => what === 'refused').length).toBe(refused.length + 1);
  }, 300_000);

  test('nobody is told apart by a register that they may not see', async () => {
    const [there, nothing] = [
      await send('ods', 'H01', { action: 'close' }, {}, 'hidden'),
      await send('ods', 'H01', { action: 'close' }, {}, 'nothing'),
    ];
    expect(there).toEqual(nothing);
    expect(there.status).toBe(404);
  });

  test('nobody who is not signed in decides, and it costs no statement', async () => {
    for (const key of ['RX1', 'NONE1']) {
      expect(await send(undefined, key, { action: 'reopen', reasons: 'x' })).toMatchObject({
        status: 401,
        statements: 0,
      });
    }
  });
});

describe('a decision', () => {
  test('needs a condition, reasons and no interest, and is told what is wrong', async () => {
    const last = await lastOf('RX1');
    const reopen = { action: 'reopen', reasons: 'it never closed' };
    expect(await send('registrar', 'RX1', reopen)).toMatchObject({ status: 428 });
    expect(await send('registrar', 'RX1', reopen, { 'if-match': '"entry-1"' })).toMatchObject({
      status: 412,
      body: { now: { state: 'closed', lastEntry: last } },
    });
    expect(await send('registrar', 'RX1', { action: 'reopen' }, condition(last))).toMatchObject({
      status: 422,
      body: { problems: [{ where: 'organisations RX1 reasons', found: 'none' }] },
    });
    const kept = await lastOf('KEPT');
    expect(await send('registrar', 'KEPT', reopen, condition(kept))).toMatchObject({ status: 403 });
    const strange = { ...reopen, change: { colour: 'red' } };
    expect(await send('registrar', 'RX1', strange, condition(last))).toMatchObject({ status: 422 });
  });

  test('that is refused says in words what is expected', async () => {
    const told = async (key: string, body: object): Promise<unknown> =>
      (await send('ods', key, body, condition(await lastOf(key)))).body['problems'];
    const { address: _none, ...short } = fitting('list');
    expect(await told('WORD1', { action: 'list', change: short })).toEqual([
      { where: 'organisations WORD1 address', found: 'nothing', expected: 'a list, which may be empty' },
    ]);
    for (const validFrom of ['2026-11-27T09:00:00.000Z', 'soon']) {
      expect(await told('RX1', { action: 'update', validFrom })).toEqual([
        { where: 'json validFrom', found: `"${validFrom}"`, expected: 'a day, such as 2026-11-27' },
      ]);
    }
    const change = { ...fitting('list'), opened: '2020-04-01' };
    await send('ods', 'WORD2', { action: 'list', change }, condition(0));
    const close = { action: 'close', validFrom: '2027-03-31' };
    const { body } = await send('ods', 'WORD2', close, condition(await lastOf('WORD2')));
    expect(await told('WORD2', { action: 'update', change: { name: 'B' }, validFrom: '2024-01-01' })).toEqual([
      {
        where: 'organisations WORD2 validFrom',
        found: '1 January 2024',
        expected: 'a day from 27 November 2026, since when it is on the register',
      },
    ]);
    for (const more of [{}, { name: 'B' }]) {
      expect(await told('WORD2', { action: 'update', change: { closed: null, ...more } })).toEqual([
        {
          where: 'organisations WORD2 closed',
          found: 'null',
          expected: `that entry ${String(body['entry'])}, by which it closes 31 March 2027, is taken back`,
        },
      ]);
    }
  });

  test.each([
    ['no JSON', '{', 400],
    ['a list', [], 400],
    ['no action', {}, 400],
    ['a field too many', { action: 'reopen', colour: 'red' }, 400],
    ['half a character', '{"action":"reopen","reasons":"\\ud800"}', 400],
    ['the character of number 0 in a field', '{"action":"update","change":{"name":"a\\u0000"}}', 400],
  ])('%s is refused', async (_name, body, status) => {
    expect(await send('ods', 'RX1', body, condition(await lastOf('RX1')))).toMatchObject({ status });
  });

  test('that is no JSON by its type is refused', async () => {
    const { status } = await send('ods', 'RX1', { action: 'update' }, { 'content-type': 'text/plain' });
    expect(status).toBe(415);
  });

  test('sent again under its name is taken once; under that name another is refused', async () => {
    const last = await lastOf('RX1');
    const headers = { ...condition(last), 'idempotency-key': 'my-request-1' };
    const asked = { action: 'reopen', reasons: 'it never closed' };
    const first = await send('registrar', 'RX1', asked, headers);
    expect(first).toMatchObject({ status: 201, body: { record: { state: 'open' } } });
    expect(first.headers['etag']).toBe(`"entry-${String(first.body['entry'])}-all"`);
    const again = await send('registrar', 'RX1', asked, headers);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect((await send('registrar', 'KEPT', asked, headers)).status).toBe(422);
    expect(await lastOf('RX1')).toBe(first.body['entry']);
  });

  test('of eight at once on one state exactly one is taken, and the others are told what changed', async () => {
    const last = await lastOf('RX1');
    const names = Array.from({ length: 8 }, (_unused, index) => `NAME ${index}`);
    const replies = await Promise.all(
      names.map((name) => send('ods', 'RX1', { action: 'update', change: { name } }, condition(last))),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(replies.filter(({ status }) => status === 412)).toHaveLength(7);
    const now = await lastOf('RX1');
    for (const { status, body } of replies) {
      if (status === 412) expect(body['now']).toEqual({ state: 'open', lastEntry: now });
    }
    expect((await server.store.verify([])).flaws).toEqual([]);
  });
});

test('a record as it was known names the last entry that was known', async () => {
  await server.store.append({ drafts: [listed('RXT')] });
  const read = async (query: string): Promise<unknown> =>
    (await server.ask(`/api/v1/registers/organisations/records/RXT${query}`)).json();
  const before = (await server.store.record(organisations, 'RXT'))?.lastEntry ?? 0;
  const known = server.services.now().toISOString();
  const asked = { action: 'update', change: { name: 'NEWER' } };
  const { status, body } = await send('ods', 'RXT', asked, { 'if-match': `"entry-${before}"` });
  expect([status, body]).toEqual([201, expect.objectContaining({ entry: before + 1 })]);
  expect(await read(`?recorded=${known}`)).toMatchObject({ content: { name: 'TRUST RXT' }, lastEntry: before });
  const now = { content: { name: 'NEWER' }, lastEntry: before + 1 };
  for (const query of ['', `?recorded=${server.services.now().toISOString()}`, '?valid=2026-11-27'])
    expect(await read(query)).toMatchObject(now);
});

test('a server in which nobody can sign in takes no decisions', async () => {
  const other = server.beside({ decides: false });
  const response = await other.ask('/api/v1/registers/organisations/records/RX1/decisions', {
    method: 'POST',
    headers: { ...people.get('ods')?.headers, 'content-type': 'application/json' },
    body: '{"action":"update"}',
  });
  expect(response.status).toBe(405);
});

test('held for one organisation, a role may do in its record what the table says, and nothing in any other', async () => {
  // Signed in now: sessions of before may have been idle too long.
  const held = new Map(people);
  for (const role of Object.keys(organisations.roles))
    held.set(`${role} for OWN1`, await server.enter([{ role, organisation: 'OWN1' }]));
  people = held;
  const { body: _nothing, ...nothing } = await send('stranger', 'NONE1', { action: 'close' }, condition(0));
  const cells = matrix.filter(({ allowed }) => allowed);
  expect(cells.length).toBeGreaterThan(15);
  for (const { role, action, state } of cells) {
    const key = keyOf(matrix.findIndex((one) => one.role === role && one.action === action && one.state === state));
    const change = changeOf(action, state);
    const asked = { action, change, reasons: 'as it should be' };
    const { body: _body, ...reply } = await send(`${role} for OWN1`, key, asked, condition(await lastOf(key)));
    expect([role, action, state, reply]).toEqual([role, action, state, nothing]);
  }
  for (const [role, action] of [
    ['registrar', 'reopen'],
    ['ods', 'update'],
    ['ods', 'close'],
  ]) {
    const asked = { action, change: changeOf(action ?? '', 'open'), reasons: 'as it should be' };
    const reply = await send(`${role ?? ''} for OWN1`, 'OWN1', asked, condition(await lastOf('OWN1')));
    expect([action, reply.status]).toEqual([action, 201]);
  }
});
