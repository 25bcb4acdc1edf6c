import { describe, expect, test } from 'vitest';
import { DraftKeeper } from '../../../tests/support/keep-drafts.ts';
import { correct, type Correction } from './correct.ts';
import { calendar, decide, dueDecisions, type Decided } from './decide.ts';
import type { Content } from './declaration.ts';
import { organisations } from './organisations/organisations.ts';
import type { Person } from './permission.ts';
import { recordOn, type RegisterRecord } from './record.ts';
import { takeBack } from './take-back.ts';

const [past, today, ahead, beyond] = ['2026-01-01', '2026-11-28', '2027-03-31', '2027-06-30'] as const;
const roles = ['ods', 'registrar'].map((role) => ({ role, from: '2020-01-01' }));
const person: Person = { id: 'person-1', memberships: roles, interests: [] };
const details = { name: 'SALTMARSH NHS TRUST', address: [], opened: '2020-04-01' };

/** One record, and what is decided about it today. */
class Kept {
  readonly keeper = new DraftKeeper(organisations);

  now(): RegisterRecord | undefined {
    return recordOn(organisations, this.keeper.entries, today, this.keeper.items);
  }
  /** Writes what is decided; else what is wrong with it. */
  take(decided: Decided): unknown {
    if (decided.kind === 'wrong') return decided.problems.map(({ where, found, expected }) => [where, found, expected]);
    if (decided.kind === 'denied') return decided.because;
    this.keeper.write([decided.draft], `${today}T12:00:00.000Z`);
    return this.now()?.state;
  }
  decide(action: string, change: Content = {}, validFrom: string = today, who = person): unknown {
    const asked = { action, key: 'X1A', change, reasons: 'as told', evidence: [], validFrom };
    return this.take(decide(organisations, this.now(), who, asked, today, this.keeper.entries));
  }
  correct(concerns: number, change: Content, validFrom?: string, who = person): unknown {
    const asked: Correction = { concerns, change, reasons: 'x', evidence: [], ...(validFrom ? { validFrom } : {}) };
    return this.take(correct(organisations, this.keeper, who, asked, today));
  }
  takeBack(entry: number): unknown {
    return this.take(takeBack(organisations, this.keeper, person, { entry, reasons: 'x' }, today));
  }
  /** As the calendar did on the date in a field. */
  reach(): void {
    const record = this.now();
    for (const due of record ? dueDecisions(organisations, record, today) : [])
      this.decide(due.action, {}, due.validFrom, calendar);
  }
}

const kept = (action: string, change: Content = {}, validFrom: string = today): Kept => {
  const one = new Kept();
  expect(one.decide(action, { ...details, ...change }, validFrom)).toBe(one.now()?.state);
  return one;
};
/** A record that the program before this one let stand: its date had come, and the calendar then acted on it. */
const broughtByCalendar = (field: string): Kept => {
  const one = new Kept();
  const state = field === 'opened' ? 'announce' : 'list';
  const decided = decide(
    organisations,
    undefined,
    person,
    { action: state, key: 'X1A', change: { ...details, [field]: '2026-11-20' }, evidence: [], validFrom: '2026-11-01' },
    '2026-11-01',
  );
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  one.keeper.write([decided.draft], '2026-11-01T12:00:00.000Z');
  one.reach();
  return one;
};
const opened = 'organisations X1A opened';
const closed = 'organisations X1A closed';

describe('a date that contradicts the state is refused, with what to choose instead', () => {
  test.each([
    [
      'list',
      { opened: ahead },
      [[opened, '31 March 2027', `a day up to 28 November 2026; for one that is announced, choose “Announce”`]],
    ],
    [
      'list',
      { closed: past },
      [[closed, '1 January 2026', 'a day after 28 November 2026; for one that is closed, choose “List as closed”']],
    ],
    [
      'list-closed',
      { closed: ahead },
      [[closed, '31 March 2027', 'a day up to 28 November 2026; for one that is open, choose “List as open”']],
    ],
    [
      'list-closed',
      {},
      [[closed, 'nothing', 'a day up to 28 November 2026; for one that is open, choose “List as open”']],
    ],
    [
      'announce',
      {},
      [[opened, '1 April 2020', 'a day after 28 November 2026; for one that is open, choose “List as open”']],
    ],
  ])('%s with %j', (action, change, problems) => {
    expect(new Kept().decide(action, { ...details, ...change })).toEqual(problems);
  });

  test.each([
    [
      'update',
      { closed: past },
      [[closed, '1 January 2026', 'a day after 28 November 2026; for one that is closed, choose “Close”']],
    ],
    [
      'update',
      { opened: ahead },
      [
        [
          opened,
          '31 March 2027',
          'a day up to 28 November 2026; nothing leads from open to announced: choose “Close”, or “Correct” beside entry 1, which said it, as registrar',
        ],
      ],
    ],
    [
      'close',
      { closed: ahead },
      [[closed, '31 March 2027', 'a day up to 28 November 2026; for one that is open, choose “Change the details”']],
    ],
  ])('of one that is open: %s with %j', (action, change, problems) => {
    expect(kept('list').decide(action, change)).toEqual(problems);
  });

  test('of one that is closed: a day to come, or none, or opening again with a day that is past', () => {
    const one = kept('list-closed', { closed: past });
    const instead = 'a day up to 28 November 2026; for one that is open, choose “Open again”';
    expect(one.decide('update', { closed: ahead })).toEqual([[closed, '31 March 2027', instead]]);
    expect(one.decide('update', { closed: null })).toEqual([[closed, 'nothing', instead]]);
    expect(one.decide('reopen', { closed: past })).toEqual([
      [closed, '1 January 2026', 'a day after 28 November 2026; for one that is closed, choose “Change the details”'],
    ]);
    expect(one.decide('reopen', { closed: ahead })).toBe('open');
  });

  test('on the day from which it holds, where that is later, by what is then announced', () => {
    const one = kept('list');
    const holds = 'from which this holds';
    expect(one.decide('update', { closed: ahead }, beyond)).toEqual([
      [closed, '31 March 2027', `a day after 30 June 2027, ${holds}`],
    ]);
    expect(one.decide('close', { closed: beyond }, ahead)).toEqual([
      [closed, '30 June 2027', `31 March 2027, ${holds}`],
    ]);
    expect(one.decide('close', {}, ahead)).toBe('open');
    expect(one.decide('update', { name: 'FENS NHS TRUST' }, beyond)).toBe('open');
    expect(one.decide('update', { closed: '2027-12-31' }, beyond)).toEqual([
      [closed, '31 December 2027', `a day up to 30 June 2027, ${holds}`],
    ]);
    // Decided today, it would hold on the day of the closing too.
    expect(one.decide('update', { closed: beyond })).toEqual([
      [closed, '30 June 2027', 'a day up to 31 March 2027, or that entry 2 is taken back first'],
    ]);
    expect(one.decide('update', { closed: '2027-01-31' })).toBe('open');
  });

  test('on the day from which it holds, where that is past', () => {
    expect(new Kept().decide('list', { ...details }, '2019-04-01')).toEqual([
      [opened, '1 April 2020', 'a day up to 1 April 2019, from which this holds'],
    ]);
    expect(new Kept().decide('list-closed', { ...details, closed: past }, '2025-01-01')).toEqual([
      [closed, '1 January 2026', 'a day up to 1 January 2025, from which this holds'],
    ]);
  });
});

test('opened again with a closing to come, it keeps the successors that are said with it, though they are as before', () => {
  const one = kept('list-closed', { closed: past, successors: ['X1B'] });
  expect(one.decide('reopen', { closed: ahead, successors: ['X1B'] })).toBe('open');
  expect(one.now()?.content).toMatchObject({ closed: ahead, successors: ['X1B'] });
});

describe('a correction', () => {
  test('brings no date that contradicts the state', () => {
    const one = kept('list', {}, '2020-04-01');
    expect(one.correct(1, { opened: ahead })).toEqual([
      [opened, '31 March 2027', 'a day up to 28 November 2026; nothing leads from open to announced: choose “Close”'],
    ]);
    expect(one.correct(1, { closed: past })).toEqual([
      [closed, '1 January 2026', 'a day after 28 November 2026; for one that is closed, choose “Close”'],
    ]);
    expect(one.correct(1, { closed: '2019-01-01' })).toMatchObject([[closed, '"2019-01-01"', expect.anything()]]);
    expect(one.correct(1, {}, '2019-04-01')).toEqual([
      [opened, '1 April 2020', 'a day up to 1 April 2019; let the entry hold from a later day too'],
    ]);
    expect(one.correct(1, { opened: '2020-04-02' })).toBe('open');
    expect(one.correct(2, { closed: ahead })).toBe('open');
  });

  test('says who may do what is to be chosen, to whoever may not', () => {
    const one = kept('list', {}, '2020-04-01');
    const registrar = { ...person, memberships: roles.slice(1) };
    expect(one.correct(1, { closed: past }, undefined, registrar)).toEqual([
      [
        closed,
        '1 January 2026',
        'a day after 28 November 2026; for one that is closed, choose “Close”, as Organisation Data Service',
      ],
    ]);
    expect(one.correct(1, { opened: ahead }, undefined, registrar)).toMatchObject([
      [opened, '31 March 2027', expect.stringContaining(': choose “Close”, as Organisation Data Service')],
    ]);
  });

  test('of a closing moves it with its day', () => {
    const one = kept('list', {}, '2020-04-01');
    one.decide('close', {}, '2026-11-20');
    expect(one.correct(2, { closed: ahead })).toMatchObject([
      [closed, '31 March 2027', expect.stringContaining('let the entry hold from a later day too')],
    ]);
    expect(one.correct(2, { closed: '2026-11-25' })).toEqual([
      ['organisations X1A validFrom', '20 November 2026', '25 November 2026, the day that its field "closed" says'],
    ]);
    expect(one.correct(2, { closed: null })).toEqual([
      [closed, 'nothing', 'a day up to 28 November 2026; for one that is open, choose “Open again”'],
    ]);
    expect(one.correct(2, { closed: '2026-11-20' }, '2026-11-10')).toBe('closed');
    expect(one.now()).toMatchObject({ since: '2026-11-10', content: { closed: '2026-11-10' } });
    expect(one.correct(2, { closed: '2026-11-15' }, ahead)).toMatchObject([
      ['organisations X1A validFrom', '31 March 2027', '15 November 2026, the day that its field "closed" says'],
    ]);
    expect(one.correct(2, { closed: ahead }, ahead)).toBe('open');
  });
});

test('a correction of another entry dates nothing that is announced by a decision', () => {
  const one = kept('list', {}, '2020-04-01');
  expect(one.decide('close', {}, ahead)).toBe('open');
  for (const [day, said] of [
    ['2027-01-31', '31 January 2027'],
    [beyond, '30 June 2027'],
  ] as const)
    expect(one.correct(1, { closed: day })).toEqual([
      [closed, said, 'no other day while it closes 31 March 2027 by entry 2: take that back first, or choose “Close”'],
    ]);
  expect(one.correct(1, { name: 'FENS NHS TRUST' })).toBe('open');
  expect(one.correct(2, { closed: '2027-01-31' }, '2027-01-31')).toBe('open');
  expect(one.now()?.later).toMatchObject([{ action: 'close', on: '2027-01-31' }]);
});

test('a correction that takes a date away leaves nothing of what is said with it', () => {
  const one = kept('list', { closed: ahead, successors: ['X1B'] }, '2020-04-01');
  expect(one.correct(1, { closed: null, successors: ['X1B'] })).toContainEqual([
    'organisations X1A successors',
    '["X1B"]',
    'none where "closed" is taken away: they are said with it',
  ]);
});

test('what is said with a date goes with it, by a decision and by a correction', () => {
  for (const mend of ['update', 'correct']) {
    const one = kept('list', { closed: ahead, successors: ['X1B'] }, '2020-04-01');
    expect(mend === 'update' ? one.decide('update', { closed: null }) : one.correct(1, { closed: null })).toBe('open');
    expect(one.now()?.content).toEqual(details);
  }
});

describe('what the calendar did on a wrong date is mended', () => {
  test.each([
    ['closed', 'closed', { closed: ahead }, 'open', [['close', ahead]]],
    ['closed', 'closed', { closed: null }, 'open', undefined],
    ['closed', 'closed', { closed: '2026-11-10' }, 'closed', undefined],
    ['closed', 'closed', { closed: '2026-11-25' }, 'closed', undefined],
    ['opened', 'open', { opened: ahead }, 'announced', [['open', ahead]]],
  ])('by a correction of the day in the entry that carried it: %s, %s, %j', (field, before, change, state, later) => {
    const one = broughtByCalendar(field);
    expect(one.now()).toMatchObject({ state: before, since: '2026-11-20', lastEntry: 2 });
    expect(one.correct(1, change)).toBe(state);
    expect(one.now()?.later?.map(({ action, on }) => [action, on])).toEqual(later);
    const record = one.now();
    one.reach();
    expect(one.now()).toEqual(record);
  });

  test('with the day from which the entry that carried it holds, though that is after what the calendar did', () => {
    const one = broughtByCalendar('opened');
    expect(one.correct(2, {}, '2026-11-27')).toMatchObject([
      [expect.anything(), '27 November 2026', expect.anything()],
    ]);
    expect(one.correct(1, { opened: '2026-11-27' }, '2026-11-25')).toBe('open');
    expect(one.now()).toMatchObject({ since: '2026-11-27', content: { opened: '2026-11-27' } });
    const states = ['2026-11-24', '2026-11-26', '2026-11-27'].map((day) => one.keeper.record('X1A', day)?.state);
    expect(states).toEqual([undefined, 'announced', 'open']);
  });

  test('by opening again; a correction of its own entry is refused with the entry that says the date', () => {
    const one = broughtByCalendar('closed');
    expect(one.correct(2, {}, ahead)).toEqual([
      [closed, '20 November 2026', 'a day after 28 November 2026: correct entry 1, which says it'],
    ]);
    expect(one.correct(2, {}, '2026-11-25')).toEqual([
      ['organisations X1A validFrom', '25 November 2026', '20 November 2026: correct entry 1, which says it'],
    ]);
    expect(one.takeBack(2)).toMatchObject([[expect.anything(), 'entry 2', expect.anything()]]);
    expect(one.decide('reopen')).toBe('open');
    one.reach();
    expect(one.now()).toMatchObject({ state: 'open', lastEntry: 3 });
  });
});

test('nothing holds before the record is there, nor before the state that it was decided in began', () => {
  const where = 'organisations X1A validFrom';
  const one = kept('list', {}, '2020-04-01');
  const first = 'a day from 1 April 2020, since when it is open';
  for (const action of ['update', 'close'])
    expect(one.decide(action, { name: 'FENS NHS TRUST' }, '2010-01-01')).toMatchObject([
      [where, '1 January 2010', first],
      ...(action === 'close' ? [[closed, '"2010-01-01"', expect.anything()]] : []),
    ]);
  expect(one.decide('update', { name: 'FENS NHS TRUST' }, '2022-01-01')).toBe('open');
  expect(one.correct(2, {}, '2010-01-01')).toEqual([
    [where, '1 January 2010', 'a day from 1 April 2020, since when it is on the register'],
  ]);
  expect(one.correct(1, { opened: '2023-01-01' }, '2023-01-01')).toEqual([
    [where, '1 January 2023', 'a day up to 1 January 2022: the record would not be there before it'],
  ]);
  expect(one.decide('close', {}, '2024-03-31')).toBe('closed');
  expect(one.decide('reopen', {}, '2023-01-01')).toEqual([
    [where, '1 January 2023', 'a day from 31 March 2024, since when it is closed'],
  ]);
});

test.each(['0001-01-01', '9999-12-31'])('%s is no day that a register holds, of a record or of a decision', (day) => {
  const one = kept('list', {}, '2020-04-01');
  expect(one.decide('update', { closed: day })).toContainEqual([closed, `"${day}"`, 'a day from 1753 to 2126']);
  expect(one.decide('update', { name: 'FENS NHS TRUST' }, day)).toEqual([
    ['organisations X1A validFrom', `"${day}"`, 'a day from 1753 to 2126, such as 2026-11-27, from when it holds'],
  ]);
});

test('what others were announced upon is taken back after them', () => {
  const one = kept('list-closed', { closed: past });
  expect(one.decide('reopen', {}, ahead)).toBe('closed');
  expect(one.decide('update', { closed: '2027-12-31' }, beyond)).toBe('closed');
  expect(one.takeBack(2)).toEqual([
    ['organisations X1A', 'entry 2', 'that what is announced for 30 June 2027 is taken back first'],
  ]);
  expect(one.takeBack(3)).toBe('closed');
  expect(one.takeBack(2)).toBe('closed');
});
