import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { DraftKeeper } from '../../../../tests/support/keep-drafts.ts';
import { recordComeTo } from '../come-to.ts';
import { correct } from '../correct.ts';
import type { Content } from '../declaration.ts';
import { calendar, decide, dueDecisions } from '../decide.ts';
import { importOds, ods } from './import-ods.ts';
import { organisations } from './organisations.ts';
import { heldContent, toldLater } from '../record.ts';

const header =
  'OrganisationCode,Name,NationalGrouping,HighLevelHealthGeography,AddressLine1,AddressLine2,AddressLine3,AddressLine4,AddressLine5,Postcode,OpenDate,CloseDate,Successors';
const saltmarsh = 'X1A,SALTMARSH NHS TRUST,Y99,Q99,1 QUAY,,,SALTMARSH,,ZZ1 1ZZ,20200401,,';
const estuary = 'X1B,ESTUARY NHS TRUST,Y99,Q99,2 QUAY,,,SALTMARSH,,ZZ1 1ZY,20200401,20240331,X1A';
const coming = 'X1C,HARBOUR NHS TRUST,Y99,Q99,,,,,,,20270101,,';
const bytes = (...rows: readonly string[]): Uint8Array => Buffer.from([header, ...rows, ''].join('\r\n'));
const today = '2026-11-27';

const importInto = (keeper: DraftKeeper, file: Uint8Array, day = today): ReturnType<typeof importOds> => {
  const outcome = importOds(file, 'ods.csv', keeper.records(day), day, keeper.histories());
  if (outcome.ok) keeper.write(outcome.value.drafts, `${day}T12:00:00.000Z`);
  return outcome;
};
const counts = (outcome: ReturnType<typeof importOds>): unknown =>
  outcome.ok ? [outcome.value.drafts.length, outcome.value.unchanged, outcome.value.missing.length] : outcome.problems;

/** The actions and days of what is announced. */
const announced = (keeper: DraftKeeper, key: string): unknown =>
  keeper.record(key, today)?.later?.map(({ action, on, entry }) => [action, on, entry]);

test('the day of closing in a file is announced, and told once with what was decided for it', () => {
  const keeper = new DraftKeeper(organisations);
  importInto(keeper, bytes(saltmarsh.replace(/,,$/, ',20270331,')));
  expect(announced(keeper, 'X1A')).toEqual([['close', '2027-03-31', undefined]]);
  for (const validFrom of ['2027-03-31', '2027-02-28']) {
    const close = { action: 'close', key: 'X1A', change: {}, evidence: [], validFrom };
    const decided = decide(organisations, keeper.record('X1A', today), ods, close, today);
    if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
    keeper.write([decided.draft], `${today}T13:00:00.000Z`);
  }
  // What an earlier day overtook comes to nothing, and is announced no more.
  expect(announced(keeper, 'X1A')).toEqual([['close', '2027-02-28', 3]]);
  expect(keeper.record('X1A', '2027-04-01')).toMatchObject({ state: 'closed', since: '2027-02-28' });
});

test('nothing is put on the register from a day to come: it would stand there before it is', () => {
  const change = { name: 'A', address: [], opened: '2027-01-01' };
  const list = { action: 'list', key: 'X1A', change, evidence: [], validFrom: '2027-01-01' };
  expect(decide(organisations, undefined, ods, list, today)).toMatchObject({
    kind: 'wrong',
    problems: [{ where: 'organisations X1A validFrom', found: '2027-01-01' }],
  });
});

describe('an import', () => {
  const keeper = new DraftKeeper(organisations);

  test('lists what opens, is open and has closed, each from its day, as decisions by ODS', () => {
    expect(counts(importInto(keeper, bytes(saltmarsh, estuary, coming)))).toEqual([4, 0, 0]);
    expect(keeper.record('X1A', today)).toEqual({
      key: 'X1A',
      state: 'open',
      since: '2020-04-01',
      lastEntry: 1,
      content: {
        name: 'SALTMARSH NHS TRUST',
        region: 'Y99',
        board: 'Q99',
        address: ['1 QUAY', 'SALTMARSH'],
        postcode: 'ZZ1 1ZZ',
        opened: '2020-04-01',
      },
    });
    expect(keeper.record('X1B', today)).toMatchObject({
      state: 'closed',
      since: '2024-03-31',
      content: { closed: '2024-03-31', successors: ['X1A'] },
    });
    // It was open before it closed, and not there before it opened.
    expect(keeper.record('X1B', '2020-04-01')).toMatchObject({ state: 'open', since: '2020-04-01' });
    for (const field of ['closed', 'successors'])
      expect(keeper.record('X1B', '2024-03-30')?.content).not.toHaveProperty(field);
    expect(keeper.record('X1B', '2020-03-31')).toBeUndefined();
    expect(keeper.record('X1C', today)).toMatchObject({
      state: 'announced',
      since: today,
      later: [{ action: 'open', on: '2027-01-01' }],
    });
    expect(keeper.entries.map(({ by }) => by)).toEqual(
      Array.from({ length: 4 }, () => ({ who: 'ods', capacity: 'ods' })),
    );
  });

  test('says nothing of a field for which the file has no column, and takes one away by an empty cell', () => {
    const own = new DraftKeeper(organisations);
    const fewest = Buffer.from('OrganisationCode,Name,OpenDate\r\nX1A,SALTMARSH NHS TRUST,20200401\r\n');
    expect(counts(importInto(own, fewest))).toEqual([1, 0, 0]);
    importInto(own, bytes(saltmarsh, estuary));
    const short = Buffer.from('OrganisationCode,Name,OpenDate\r\nX1A,SALT MARSH NHS TRUST,20200401\r\n');
    expect(counts(importInto(own, short))).toEqual([1, 0, 1]);
    expect(own.record('X1A', today)?.content).toMatchObject({
      name: 'SALT MARSH NHS TRUST',
      region: 'Y99',
      address: ['1 QUAY', 'SALTMARSH'],
      postcode: 'ZZ1 1ZZ',
    });
    // Without the column of closings nobody opens again.
    const closed = Buffer.from('OrganisationCode,Name,OpenDate\r\nX1B,ESTUARY NHS TRUST,20200401\r\n');
    expect(counts(importInto(own, closed))).toEqual([0, 1, 1]);
    importInto(own, bytes(saltmarsh.replace('ZZ1 1ZZ', '')));
    expect(own.record('X1A', today)?.content).not.toHaveProperty('postcode');
  });

  test('leaves a closing that was decided ahead of its day as it is, where the file has a day to come too', () => {
    const own = new DraftKeeper(organisations);
    importInto(own, bytes(saltmarsh));
    const close = { action: 'close', key: 'X1A', change: {}, evidence: [], validFrom: '2027-03-31' };
    const decided = decide(organisations, own.record('X1A', today), ods, close, today);
    if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
    own.write([decided.draft], `${today}T13:00:00.000Z`);
    const same = bytes(saltmarsh.replace('20200401,,', '20200401,20270331,'));
    const later = [{ action: 'close', on: '2027-03-31', entry: 2 }];
    expect(own.record('X1A', today)).toMatchObject({ state: 'open', since: '2020-04-01', later });
    expect(counts(importInto(own, same))).toEqual([0, 1, 0]);
    // A file that has no closing says what holds today: that it is open.
    expect(counts(importInto(own, bytes(saltmarsh)))).toEqual([0, 1, 0]);
    expect(own.record('X1A', '2027-03-30')).toMatchObject({ state: 'open', later });
    expect(own.record('X1A', '2027-03-31')).toMatchObject({ state: 'closed', since: '2027-03-31' });
    expect(own.record('X1A', '2027-03-31')).not.toHaveProperty('later');
  });

  test.each(['20241345', '2024-13-45', '20240231', '20240132', 'soon'])(
    'with the day %s is refused with its place',
    (day) => {
      const file = bytes(saltmarsh, estuary.replace('20200401', day));
      expect(counts(importOds(file, 'ods.csv', keeper.records('9999-01-01'), today))).toEqual([
        {
          where: 'ods.csv:3 column 11, opening date',
          found: `"${day}"`,
          expected: 'a day as YYYYMMDD or YYYY-MM-DD, such as 20240401',
        },
      ]);
    },
  );

  test.each(['00010101', '17521231', '21270101', '9999-12-31'])(
    'with the day %s, which stands for none, is refused',
    (day) => {
      for (const [column, title, row] of [
        [11, 'opening date', saltmarsh.replace('20200401', day)],
        [12, 'closing date', saltmarsh.replace(/,,$/, `,${day},`)],
      ] as const)
        expect(counts(importOds(bytes(row), 'ods.csv', new Map(), today))).toEqual([
          { where: `ods.csv:2 column ${column}, ${title}`, found: `"${day}"`, expected: 'a day from 1753 to 2126' },
        ]);
    },
  );

  test('of the same file changes nothing', () => {
    expect(counts(importInto(keeper, bytes(saltmarsh, estuary, coming)))).toEqual([0, 3, 0]);
  });

  test('records only what changed, and what is gone from it stays', () => {
    const renamed = saltmarsh.replace('SALTMARSH NHS', 'SALTMARSH AND FENS NHS').replace('ZZ1 1ZZ', '');
    expect(counts(importInto(keeper, bytes(renamed, coming)))).toEqual([1, 1, 1]);
    expect(keeper.entries.at(-1)?.what).toEqual({
      action: 'update',
      set: { name: 'SALTMARSH AND FENS NHS TRUST' },
      unset: ['postcode'],
    });
    expect(keeper.record('X1A', '2026-11-26')?.content['name']).toBe('SALTMARSH NHS TRUST');
    expect(keeper.record('X1B', today)).toMatchObject({ state: 'closed' });
  });

  test('closes and opens again', () => {
    const closed = saltmarsh.replace(/,,$/, ',20261101,');
    importInto(keeper, bytes(closed));
    expect(keeper.record('X1A', today)).toMatchObject({ state: 'closed', since: '2026-11-01' });
    importInto(keeper, bytes(saltmarsh), '2026-12-01');
    expect(keeper.record('X1A', '2026-12-01')).toMatchObject({ state: 'open', since: '2026-12-01' });
    expect(keeper.record('X1A', '2026-12-01')?.content).not.toHaveProperty('closed');
    expect(Object.keys(keeper.entries.at(-1)?.apart ?? {})).toEqual(['reasons']);
  });
});

test('what is due happens by itself on its day', () => {
  const keeper = new DraftKeeper(organisations);
  importInto(keeper, bytes(coming, saltmarsh.replace(/,,$/, ',20270301,')));
  const due = (key: string, day: string): unknown => {
    const record = keeper.record(key, today);
    return record && dueDecisions(organisations, record, day).map(({ action, validFrom }) => [action, validFrom]);
  };
  expect(due('X1C', '2026-12-31')).toEqual([]);
  expect(due('X1C', '2027-01-01')).toEqual([['open', '2027-01-01']]);
  expect(due('X1A', '2027-02-28')).toEqual([]);
  expect(due('X1A', '2027-03-02')).toEqual([['close', '2027-03-01']]);
  const record = keeper.record('X1C', '9999-01-01');
  const [decision] = record ? dueDecisions(organisations, record, '2027-01-01') : [];
  if (!record || !decision) throw new Error('nothing due');
  expect(decide(organisations, record, calendar, decision, '2027-01-01')).toMatchObject({
    kind: 'draft',
    draft: { state: 'open', what: { action: 'open' }, by: { who: 'calendar', capacity: 'calendar' }, after: 1 },
  });
});

test.each([
  ['a code twice', [saltmarsh, saltmarsh], 'X1A a second time'],
  ['a day that is none', [saltmarsh.replace('20200401', '20200231')], '"20200231"'],
  ['no name', [saltmarsh.replace('SALTMARSH NHS TRUST', '')], 'nothing'],
  ['a code with a space', [saltmarsh.replace('X1A', 'X 1')], '"X 1"'],
  ['a successor that is none', [estuary.replace(',X1A', ',the other')], '"the"'],
  ['a closing before the opening', [estuary.replace('20240331', '20190331')], '"2019-03-31"'],
])('%s is refused, with its place, and nothing is decided', (_, rows, found) => {
  const outcome = importOds(bytes(...rows), 'ods.csv', new Map(), today);
  expect(
    outcome.ok ? [] : outcome.problems.map((problem) => `${problem.where}: ${problem.found}`).join('\n'),
  ).toContain(found);
  expect(outcome.ok ? '' : outcome.problems[0]?.where).toMatch(/^ods\.csv:\d/);
});

test('what is wrong is named by what its column means, with the forms of a day, in a file and in a workbook', () => {
  const closed = (day: string): string => saltmarsh.replace(/,,$/, `,${day},`);
  const wrong = (...rows: readonly string[]): readonly string[] => {
    const outcome = importOds(bytes(...rows), 'ods.csv', new Map(), today);
    return outcome.ok ? [] : outcome.problems.map(({ where, found, expected }) => `${where}: ${found}; ${expected}`);
  };
  expect(wrong(closed('31/31/2027'))).toEqual([
    'ods.csv:2 column 12, closing date: "31/31/2027"; a day as YYYYMMDD or YYYY-MM-DD, such as 20240401',
  ]);
  expect(wrong(closed('20190101'))).toEqual([
    'ods.csv:2 column 12, closing date: "2019-01-01"; a day not before the day of opening',
  ]);
  expect(wrong(saltmarsh.replace('20200401', '20200230'))[0]).toContain(
    'ods.csv:2 column 11, opening date: "20200230"',
  );
  expect(wrong(saltmarsh.replace('Y99', 'y99'))[0]).toContain('ods.csv:2 column 3, region: "y99"');
});

test('successors are others, are said with a closing, and are divided by spaces, commas or semicolons', () => {
  const wrong = (row: string): unknown => counts(importOds(bytes(row), 'ods.csv', new Map(), today));
  expect(wrong(estuary.replace(/X1A$/, 'X1B'))).toEqual([
    { where: 'ods.csv:2 column 13, successors', found: '"X1B", which is the record itself', expected: 'others alone' },
  ]);
  expect(wrong(`${saltmarsh}X1B`)).toMatchObject([
    { where: 'ods.csv:2 column 13, successors', expected: 'none without a day of closing: they are said with it' },
  ]);
  const keeper = new DraftKeeper(organisations);
  importInto(keeper, bytes(estuary.replace(/X1A$/, '"X1A;X1C, X1D "')));
  expect(keeper.record('X1B', today)?.content['successors']).toEqual(['X1A', 'X1C', 'X1D']);
});

test('a day of closing that a file takes away takes its successors away, where the file has no column for them', () => {
  const keeper = new DraftKeeper(organisations);
  importInto(keeper, bytes(saltmarsh.replace(/,,$/, ',20270331,X1B')));
  const short = Buffer.from('OrganisationCode,Name,OpenDate,CloseDate\r\nX1A,SALTMARSH NHS TRUST,20200401,\r\n');
  expect(counts(importInto(keeper, short))).toEqual([1, 0, 0]);
  expect(keeper.entries.at(-1)?.what).toEqual({ action: 'update', unset: ['closed', 'successors'] });
});

test('a date that contradicts the state is refused with its row, and what changes beside an announced change is told', () => {
  const keeper = new DraftKeeper(organisations);
  importInto(keeper, bytes(saltmarsh));
  expect(counts(importInto(keeper, bytes(saltmarsh.replace('20200401', '20300401'))))).toEqual([
    {
      where: 'ods.csv:2 column 11, opening date',
      found: '1 April 2030',
      expected:
        'a day up to 27 November 2026; nothing leads from open to announced: choose “Close”, or “Correct” beside the entry that said it, as registrar',
    },
  ]);
  const change = { name: 'FENS NHS TRUST' };
  const asked = { action: 'update', key: 'X1A', change, evidence: [], validFrom: '2027-02-01' };
  const decided = decide(organisations, keeper.record('X1A', today), ods, asked, today);
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  keeper.write([decided.draft], `${today}T12:00:00.000Z`);
  const beside = (file: Uint8Array): unknown => {
    const outcome = importOds(file, 'ods.csv', keeper.records(today), today, keeper.histories());
    return outcome.ok ? outcome.value.beside : outcome.problems;
  };
  expect(beside(bytes(saltmarsh))).toEqual([]);
  expect(beside(bytes(saltmarsh.replace('ZZ1 1ZZ', 'ZZ2 2ZZ')))).toEqual([
    {
      where: 'ods.csv:2 column 1',
      found: 'X1A, which changes 1 February 2027 by entry 2',
      expected: 'no other change',
    },
  ]);
});

/** Listed from a file and then announced to close with a successor, on a page for ODS. */
const toClose = (validFrom: string): DraftKeeper => {
  const keeper = new DraftKeeper(organisations);
  importInto(keeper, bytes(saltmarsh));
  const asked = { action: 'close', key: 'X1A', change: { successors: ['X1B'] }, evidence: [], validFrom };
  const decided = decide(organisations, keeper.record('X1A', today), ods, asked, today);
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  keeper.write([decided.draft], `${today}T12:00:00.000Z`);
  return keeper;
};

test.each([
  ['20270101', '2027-01-01', 'X1C'],
  ['20270101', '2027-01-01', 'X1B'],
  ['20271001', '2027-10-01', 'X1C'],
  ['20271001', '2027-10-01', ''],
  ['20270701', '2027-07-01', 'X1C'],
])(
  'a file that has the day %s moves what was announced for 1 July 2027 to %s, with its own successors: %s',
  (day, closed, successor) => {
    const keeper = toClose('2027-07-01');
    const file = bytes(saltmarsh.replace(/,,$/, `,${day},${successor}`));
    const outcome = importInto(keeper, file);
    expect(outcome.ok && outcome.value.beside).toEqual([
      {
        where: 'ods.csv:2 column 1',
        found: 'X1A, which closes 1 July 2027 by entry 2',
        expected: 'no other change',
      },
    ]);
    const said = successor === '' ? {} : { successors: [successor] };
    expect(keeper.entries.slice(2).map(({ kind, concerns, what }) => [kind, concerns, what])).toEqual([
      ['correct', 2, { action: 'take-back' }],
      ['decide', undefined, { action: 'update', set: { closed, ...said } }],
    ]);
    const record = keeper.record('X1A', today);
    expect(record && toldLater(organisations, record)).toEqual([
      { action: 'close', on: closed, ...(successor === '' ? {} : { content: said }) },
    ]);
    // On the old day nothing happens.
    const end = { validTime: '2028-01-01', recordedTime: '9999-01-01' };
    const then = recordComeTo(organisations, keeper.entries, end, keeper.items);
    expect(then).toMatchObject({ state: 'closed', since: closed, content: { closed, ...said } });
    expect(counts(importInto(keeper, file))).toEqual([0, 1, 0]);
  },
);

test('successors of which a file says nothing are those that were announced, whatever other closing comes to light', () => {
  const keeper = toClose('2027-07-01');
  const asked = { action: 'close', key: 'X1A', change: { successors: ['X1D'] }, evidence: [], validFrom: '2027-06-01' };
  const decided = decide(organisations, keeper.record('X1A', today), ods, asked, today);
  if (decided.kind === 'draft') keeper.write([decided.draft], `${today}T12:00:00.000Z`);
  const short = 'OrganisationCode,Name,OpenDate,CloseDate\r\nX1A,SALTMARSH NHS TRUST,20200401,20271001\r\n';
  importInto(keeper, Buffer.from(short));
  expect(keeper.entries.slice(3).map(({ concerns, what }) => concerns ?? what['set'])).toEqual([
    3,
    2,
    { closed: '2027-10-01', successors: ['X1D'] },
  ]);
});

test('what another role announced a file leaves, and says who takes it back where', () => {
  const keeper = toClose('2027-07-01');
  const registrar = { id: 'person-1', memberships: [{ role: 'registrar', from: '2026-01-01' }], interests: [] };
  const asked = { concerns: 2, change: { successors: ['X1C'] }, reasons: 'a slip', evidence: [] };
  const corrected = correct(organisations, keeper, registrar, asked, today);
  if (corrected.kind !== 'draft') throw new Error(JSON.stringify(corrected));
  keeper.write([corrected.draft], `${today}T12:00:00.000Z`);
  for (const [day, found] of [
    ['20270101', '1 January 2027'],
    ['20271001', '1 October 2027'],
  ] as const)
    expect(counts(importInto(keeper, bytes(saltmarsh.replace(/,,$/, `,${day},X1B`))))).toEqual([
      {
        where: 'ods.csv:2 column 12, closing date',
        found,
        expected:
          'that entry 3, by which it closes 1 July 2027, is taken back first, as registrar, by “Take back” on the page of X1A',
      },
    ]);
  expect(counts(importInto(keeper, bytes(saltmarsh.replace(/,,$/, ',20270701,X1C'))))).toEqual([0, 1, 0]);
});

test('an empty register gets from an export what was told', () => {
  const keeper = toClose('2027-07-01');
  importInto(keeper, bytes(saltmarsh.replace(/,,$/, ',20270101,X1C')));
  expect(announced(keeper, 'X1A')).toEqual([['close', '2027-01-01', undefined]]);
  const told = keeper.record('X1A', today);
  const exported = Buffer.from(
    `key,state,since,later,name,opened,successors\r\nX1A,open,2020-04-01,closes 2027-01-01 (successors X1C),SALTMARSH NHS TRUST,2020-04-01,\r\n`,
  );
  const empty = new DraftKeeper(organisations);
  importInto(empty, exported);
  const again = empty.record('X1A', today);
  expect([again?.state, again?.since, again?.later]).toEqual([told?.state, told?.since, told?.later]);
  expect(again?.content['successors']).toEqual(told?.content['successors']);
});

test('a day of closing or opening that a file mends is the day since which it holds', () => {
  const keeper = new DraftKeeper(organisations);
  importInto(keeper, bytes(saltmarsh.replace(/,,$/, ',20240930,')));
  expect(keeper.record('X1A', today)).toMatchObject({ state: 'closed', since: '2024-09-30' });
  importInto(keeper, bytes(saltmarsh.replace(/,,$/, ',20250101,')));
  expect(keeper.record('X1A', today)).toMatchObject({ since: '2025-01-01', content: { closed: '2025-01-01' } });
  importInto(keeper, bytes(saltmarsh.replace('X1A', 'X1D').replace('20200401', '20270401')));
  expect(keeper.record('X1D', today)?.state).toBe('announced');
  importInto(keeper, bytes(saltmarsh.replace('X1A', 'X1D').replace('20200401', '20260101')));
  expect(keeper.record('X1D', today)).toMatchObject({ state: 'open', since: '2026-01-01' });
});

test('every wrong row is told, in the order of the file', () => {
  const again = saltmarsh.replace('X1A', 'X1D').replace(/,,$/, ',20190101,');
  const rows = [again, estuary.replace('20200401', 'soon'), saltmarsh.replace('SALTMARSH NHS TRUST', ''), again];
  const outcome = importOds(bytes(...rows), 'ods.csv', new Map(), today);
  const places = outcome.ok ? [] : outcome.problems.map(({ where }) => where.split(' ')[0]);
  // The last is a code twice and closes before it opens.
  expect(places).toEqual(['ods.csv:2', 'ods.csv:3', 'ods.csv:4', 'ods.csv:5', 'ods.csv:5']);
});

test('all that is wrong with each row is told at once, and nothing that only follows from it', () => {
  const rows = [
    saltmarsh.replace('SALTMARSH NHS TRUST', '').replace('20200401', 'soon'),
    estuary.replace('X1B', 'x1b').replace('20240331', '20240231'),
    saltmarsh.replace('ZZ1 1ZZ', 'MUCH TOO LONG').replace(/,,$/, ',soon,x1b'),
    saltmarsh.replace('Y99', 'y99'),
  ];
  const outcome = importOds(bytes(...rows), 'ods.csv', new Map(), today);
  const day = 'a day as YYYYMMDD or YYYY-MM-DD, such as 20240401';
  expect(outcome.ok ? [] : outcome.problems.map(({ where, found, expected }) => [where, found, expected])).toEqual([
    ['ods.csv:2 column 2', 'nothing', expect.anything()],
    ['ods.csv:2 column 11, opening date', '"soon"', day],
    ['ods.csv:3 column 12, closing date', '"20240231"', day],
    ['ods.csv:3 column 1 organisations key', '"x1b"', organisations.key.about],
    ['ods.csv:4 column 12, closing date', '"soon"', day],
    ['ods.csv:4 column 1', 'X1A a second time', 'each code once'],
    ['ods.csv:4 column 10, postcode', '"MUCH TOO LONG"', expect.anything()],
    ['ods.csv:4 column 13, successors', '"x1b"', expect.anything()],
    ['ods.csv:5 column 1', 'X1A a second time', 'each code once'],
    ['ods.csv:5 column 3, region', '"y99"', expect.anything()],
  ]);
});

test('a successor that neither the register nor the file has is taken in and told', () => {
  const outcome = importOds(bytes(saltmarsh, estuary.replace(/X1A$/, 'X1A X9Z')), 'ods.csv', new Map(), today);
  expect(outcome.ok && outcome.value.doubts).toEqual([
    {
      successor: 'X9Z',
      problem: { where: 'ods.csv:3 column 13', found: '"X9Z"', expected: 'a code of the register or of this file' },
    },
  ]);
});

test('an export of the register is read again and changes nothing; a day that was changed in it is a decision', () => {
  const keeper = new DraftKeeper(organisations);
  importInto(keeper, bytes(saltmarsh.replace('1 QUAY', '"1 QUAY, EAST"'), estuary.replace(/X1A$/, 'X1A X1C'), coming));
  const heading = 'key,state,since,later,name,region,board,address,postcode,opened,closed,successors';
  const lines = [
    'X1A,open,2020-04-01,,SALTMARSH NHS TRUST,Y99,Q99,"1 QUAY, EAST\nSALTMARSH",ZZ1 1ZZ,2020-04-01,,',
    'X1B,closed,2024-03-31,,ESTUARY NHS TRUST,Y99,Q99,"2 QUAY\nSALTMARSH",ZZ1 1ZY,2020-04-01,2024-03-31,"X1A\nX1C"',
    `X1C,announced,${today},opens 2027-01-01,HARBOUR NHS TRUST,Y99,Q99,,,,,`,
  ];
  const file = (...rows: readonly string[]): Uint8Array => Buffer.from([heading, ...rows, ''].join('\r\n'));
  expect(counts(importInto(keeper, file(...lines)))).toEqual([0, 3, 0]);
  const [first = '', second = ''] = lines;
  const withoutDay = second.replace('2020-04-01,2024-03-31', '2020-04-01,');
  expect(counts(importInto(keeper, file(first, withoutDay)))).toEqual([0, 2, 1]);
  expect(counts(importInto(keeper, file(first.replace(/2020-04-01,,$/, '2020-04-01,2026-11-01,'))))).toEqual([1, 0, 2]);
  expect(keeper.record('X1A', today)).toMatchObject({ state: 'closed', since: '2026-11-01' });
});

test('a closing ahead is told beside what holds, from a file as from a page, and comes back from an export', () => {
  const keeper = new DraftKeeper(organisations);
  importInto(keeper, bytes(saltmarsh.replace(/,,$/, ',20270331,'), coming));
  const [opening, closing] = ['X1C', 'X1A'].map((key) => keeper.record(key, today));
  if (!opening || !closing) throw new Error('nothing there');
  expect([closing.state, closing.content['closed'], closing.later]).toEqual([
    'open',
    '2027-03-31',
    [{ action: 'close', on: '2027-03-31' }],
  ]);
  expect(heldContent(organisations, closing)).not.toHaveProperty('closed');
  expect(heldContent(organisations, closing)).toMatchObject({ opened: '2020-04-01' });
  expect(heldContent(organisations, opening)).not.toHaveProperty('opened');
  expect(heldContent(organisations, { ...closing, later: [] })).toEqual(closing.content);
  const heading = 'key,state,since,later,name,region,board,address,postcode,opened,closed,successors';
  const row =
    'X1A,open,2020-04-01,closes 2027-03-31,SALTMARSH NHS TRUST,Y99,Q99,"1 QUAY\nSALTMARSH",ZZ1 1ZZ,2020-04-01,,';
  const file = (text: string): Uint8Array => Buffer.from([heading, text, ''].join('\r\n'));
  expect(counts(importInto(keeper, file(row)))).toEqual([0, 1, 1]);
  const empty = new DraftKeeper(organisations);
  importInto(empty, file(row));
  expect(empty.record('X1A', today)).toEqual({ ...closing, lastEntry: 1 });
  const none = importOds(file(row.replace('2020-04-01,,', ',,')), 'x.csv', new Map(), today);
  expect(none.ok ? [] : none.problems).toMatchObject([
    { found: 'nothing', expected: expect.stringContaining('opening') },
  ]);
  expect(counts(importInto(keeper, file(row.replace('closes 2027-03-31', ''))))).toEqual([1, 0, 1]);
  expect(keeper.record('X1A', today)).not.toHaveProperty('later');
});

test('successors of a closing ahead are told with it until its day, and come back from an export', () => {
  const keeper = new DraftKeeper(organisations);
  importInto(keeper, bytes(saltmarsh.replace(/,,$/, ',20270331,X1B X1C')));
  const closing = keeper.record('X1A', today);
  if (!closing) throw new Error('nothing there');
  const content = { successors: ['X1B', 'X1C'] };
  expect(toldLater(organisations, closing)).toEqual([{ action: 'close', on: '2027-03-31', content }]);
  expect(heldContent(organisations, closing)).not.toHaveProperty('successors');
  const closed = { ...closing, state: 'closed', later: [] };
  expect([heldContent(organisations, closed), toldLater(organisations, closed)]).toEqual([closing.content, []]);
  const heading = 'key,state,since,later,name,region,board,address,postcode,opened,closed,successors';
  const row =
    'X1A,open,2020-04-01,closes 2027-03-31 (successors X1B X1C),SALTMARSH NHS TRUST,Y99,Q99,"1 QUAY\nSALTMARSH",ZZ1 1ZZ,2020-04-01,,';
  expect(counts(importInto(keeper, Buffer.from(`${heading}\r\n${row}\r\n`)))).toEqual([0, 1, 0]);
});

test('closed by a person, its day is the day from which that holds; opened again, it has none', () => {
  const keeper = new DraftKeeper(organisations);
  importInto(keeper, bytes(saltmarsh));
  const step = (action: string, validFrom: string, change: Content = {}): unknown => {
    const decision = { action, key: 'X1A', change, reasons: 'as told', evidence: [], validFrom };
    const decided = decide(organisations, keeper.record('X1A', '9999-01-01'), ods, decision, today);
    if (decided.kind === 'draft') keeper.write([decided.draft], `${today}T12:00:00.000Z`);
    return decided.kind === 'draft' ? decided.draft.content['closed'] : decided;
  };
  expect(step('close', '2019-01-01')).toMatchObject({
    kind: 'wrong',
    problems: [{ found: '1 January 2019' }, { found: '"2019-01-01"' }],
  });
  expect(step('close', '2026-11-20')).toBe('2026-11-20');
  expect(step('reopen', '2026-11-21')).toBe(undefined);
  expect(step('close', '2026-11-25', { closed: '2026-11-24' })).toBe('2026-11-24');
});

const etr =
  process.env['ISOCENTRE_ODS'] ??
  fileURLToPath(new URL('../../../../../shared/data/sites/ods_etr_trusts.csv', import.meta.url));

describe.skipIf(!existsSync(etr))('the trusts of ODS, in shared/data', () => {
  test('all come in, and a second import changes nothing', () => {
    const keeper = new DraftKeeper(organisations);
    const file = readFileSync(etr);
    // Counted in the text itself: rows that end in two dates.
    const closed = file
      .toString()
      .split('\n')
      .filter((line) => /,\d{8},\d{8}\r?$/.test(line)).length;
    expect(counts(importInto(keeper, file))).toEqual([274 + closed, 0, 0]);
    const states = [...keeper.records(today).values()].map(({ state }) => state);
    expect(states.filter((state) => state === 'closed')).toHaveLength(closed);
    expect(closed).toBeGreaterThan(20);
    expect(counts(importInto(keeper, file))).toEqual([0, 274, 0]);
  });
});

test('a file in which more is wrong than a call takes arguments is refused with all of it', () => {
  const rows = Array.from({ length: 150_000 }, (_, at) => `${at.toString(36).toUpperCase().padStart(5, '0')},A,x`);
  const file = Buffer.from(['OrganisationCode,Name,OpenDate', ...rows, ''].join('\n'));
  const outcome = importOds(file, 'ods.csv', new Map(), today);
  expect(outcome.ok || outcome.problems.length).toBe(150_000);
});
