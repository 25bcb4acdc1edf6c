import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { dayAfter, Days, first, live, lives, noonOf } from '../../../tests/support/days.ts';
import { recordComeTo } from './come-to.ts';
import { contradictions, type Contradiction } from './contradictions.ts';
import { organisations } from './organisations/organisations.ts';
import { heldContent, latestMoment, recordAt, type RegisterRecord } from './record.ts';

const endOf = (day: string): string => `${day}T23:59:59.999Z`;

const read = ({ keeper }: Days, day: string, recordedTime: string): RegisterRecord | undefined =>
  recordComeTo(organisations, keeper.entries, { validTime: endOf(day), recordedTime }, keeper.items);

/** What holds: all of a record but the numbers of its entries, which are not made yet. */
const heldOf = (record: RegisterRecord | undefined): unknown =>
  record && { ...record, lastEntry: 0, later: record.later?.map(({ action, on }) => [action, on]) };

test('what a date in a field brings holds on its day, as what was decided for that day does', () => {
  const [byField, byDecision] = [new Days(), new Days()];
  byField.decide('announce', { ...first, opened: '2026-12-15', closed: '2026-12-31' }, '2026-11-27');
  byDecision.decide('list', first, '2020-04-01');
  byDecision.decide('close', {}, '2026-12-31');
  const told = (days: Days, day: string): unknown => {
    const record = read(days, day, latestMoment);
    return record && [record.state, record.since, record.later?.map(({ on }) => on), record.lastEntry];
  };
  expect(told(byField, '2026-12-14')).toEqual(['announced', '2026-11-27', ['2026-12-15', '2026-12-31'], 1]);
  expect(told(byField, '2026-12-30')).toEqual(['open', '2026-12-15', ['2026-12-31'], 1]);
  expect(told(byDecision, '2026-12-30')).toEqual(['open', '2020-04-01', ['2026-12-31'], 2]);
  expect(told(byField, '2027-01-05')).toEqual(['closed', '2026-12-31', undefined, 1]);
  expect(told(byDecision, '2027-01-05')).toEqual(['closed', '2026-12-31', undefined, 2]);
});

test('as of a time that is past a day to come is told as it was then foreseen', () => {
  const days = new Days();
  days.decide('list', { ...first, closed: '2026-12-31' }, '2020-04-01');
  days.wait(3);
  days.decide('update', { closed: '2027-03-31' }, days.today);
  days.wait(60);
  const state = (day: string, known: string): unknown => read(days, day, known)?.state;
  expect(state('2027-01-05', '2026-11-26')).toBeUndefined();
  expect([state('2026-12-30', '2026-11-28'), state('2027-01-05', '2026-11-28')]).toEqual(['open', 'closed']);
  expect([state('2027-01-05', '2026-12-01'), state('2027-03-31', '2026-12-01')]).toEqual(['open', 'closed']);
});

test('a closing to come tells its successors, and one that is overtaken brings none', () => {
  const days = new Days();
  days.decide('list', first, '2020-04-01');
  days.decide('close', { successors: ['X1B'] }, '2027-03-31');
  const content = { successors: ['X1B'] };
  expect(days.now()?.later).toEqual([{ action: 'close', on: '2027-03-31', entry: 2, content }]);
  days.decide('close', {}, '2027-01-31');
  expect(days.now()?.later).toEqual([{ action: 'close', on: '2027-01-31', entry: 3 }]);
  expect(read(days, '2027-04-01', latestMoment)).toMatchObject({
    state: 'closed',
    since: '2027-01-31',
    content: { ...first, closed: '2027-01-31' },
  });
  expect(read(days, '2027-04-01', latestMoment)?.content).not.toHaveProperty('successors');
});

test('closed at once and opened again, nothing is left of a closing that was announced before', () => {
  const days = new Days();
  days.decide('list', first, '2020-04-01');
  days.decide('close', { successors: ['X1B'] }, '2027-01-31');
  days.decide('close', {}, days.today);
  expect(days.now()).not.toHaveProperty('later');
  days.decide('reopen', {}, days.today);
  expect(days.now()).not.toHaveProperty('later');
  const then = read(days, '2027-02-15', latestMoment);
  expect(then).toMatchObject({ state: 'open', content: first });
  expect(Object.keys(then?.content ?? {})).toEqual(Object.keys(first));
});

test('a change of a date that an earlier closing settled is announced no more; what else it changes is', () => {
  const days = new Days();
  days.decide('list', { ...first, closed: '2027-03-31' }, '2020-04-01');
  days.decide('update', { closed: '2027-05-31' }, '2027-02-28');
  days.decide('update', { closed: '2027-06-30', name: 'FENS NHS TRUST' }, '2027-03-01');
  expect(days.now()?.later?.map(({ entry }) => entry)).toEqual([2, 3, undefined]);
  days.decide('close', {}, '2027-01-31');
  expect(days.now()?.later?.map(({ entry }) => entry)).toEqual([4, 3]);
  expect(read(days, '2027-03-01', latestMoment)?.content).toMatchObject({
    closed: '2027-01-31',
    name: 'FENS NHS TRUST',
  });
});

test('a closing that was decided before the calendar opens it stays announced once it is open', () => {
  const days = new Days();
  days.decide('announce', { ...first, opened: '2026-12-15' }, days.today);
  days.decide('close', { opened: '2026-12-15' }, '2027-01-31');
  const later = days.now()?.later;
  expect(later?.map(({ action, on }) => [action, on])).toEqual([
    ['open', '2026-12-15'],
    ['close', '2027-01-31'],
  ]);
  days.wait(30);
  expect(days.now()).toMatchObject({ state: 'open', later: later?.slice(1) });
  expect(read(days, '2027-01-31', latestMoment)).toMatchObject({ state: 'closed', since: '2027-01-31' });
});

test('opened again, nothing is left of a second closing that was announced before for a later day', () => {
  const days = new Days();
  days.decide('list', first, '2020-04-01');
  days.decide('close', {}, '2026-11-28');
  days.decide('close', {}, '2026-11-29');
  days.wait(1);
  days.decide('reopen', {}, days.today);
  expect(days.now()).not.toHaveProperty('later');
  expect(read(days, '2026-12-01', latestMoment)).toMatchObject({ state: 'open', since: '2026-11-28', content: first });
});

test('opened and closed by the calendar and opened again, nothing is left of a closing that was announced before', () => {
  const days = new Days();
  days.decide('announce', { ...first, opened: '2026-12-04', closed: '2026-12-04' }, days.today);
  days.decide('close', {}, '2026-12-05');
  days.wait(17);
  expect(days.now()).toMatchObject({ state: 'closed', since: '2026-12-04' });
  days.decide('reopen', {}, '2026-12-04');
  expect(days.now()).toMatchObject({ state: 'open', since: '2026-12-04' });
});

test('what is decided for today holds as it was shown before it was recorded', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(lives, (life) => {
      const days = new Days((record, today, draft) => {
        if (draft?.kind !== 'decide' || draft.validFrom.slice(0, 10) !== today) return;
        expect([draft.what, record.state, record.content]).toEqual([draft.what, draft.state, draft.content]);
        seen.add(JSON.stringify(draft.what['action']));
      });
      live(days, life);
    }),
    { numRuns: countOf({ test: 300, full: 10_000, mutation: 50 }), seed: 7 },
  );
  for (const one of ['announce', 'update', 'close', 'reopen']) expect(seen).toContain(JSON.stringify(one));
});

/** The state on a day by what is announced alone. */
const announcedState = ({ state, later = [] }: RegisterRecord, day: string): string =>
  later
    .filter(({ on }) => on <= day)
    .reduce(
      (before, { action }) =>
        organisations.transitions.find((one) => one.action === action && one.from.includes(before))?.to ?? before,
      state,
    );

test('what is announced is what comes', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(lives, ({ steps, ...life }) => {
      const days = new Days();
      // Not held for corrections, which may bring back what was decided after them, nor where an opening is decided ahead.
      const isPlain = ({ action, field, ahead }: (typeof steps)[number]): boolean =>
        action !== 'correct' && (ahead <= 0 || (action !== 'open' && field !== 'opened'));
      live(days, { ...life, steps: steps.filter(isPlain) });
      const record = days.now();
      if (!record) return;
      const on = (record.later ?? []).map((one) => one.on);
      const asked = [...on, ...on.map((one) => dayAfter(one, -1)), dayAfter(days.today, 400)];
      let isClosed = false;
      for (const day of asked.filter((one) => one >= days.today).toSorted()) {
        const come = read(days, day, latestMoment);
        // A closing that an announced change of its date undoes once it has come is told, and its end is not.
        if (isClosed && come?.state === 'open') return;
        isClosed = come?.state === 'closed' && !record.later?.some(({ action }) => action === 'reopen');
        expect([day, announcedState(record, day)]).toEqual([day, come?.state]);
        seen.add(`${record.state} then ${come?.state}`);
      }
    }),
    { numRuns: countOf({ test: 300, full: 10_000, mutation: 50 }), seed: 8 },
  );
  for (const one of ['announced then open', 'open then closed', 'closed then closed']) expect(seen).toContain(one);
});

test('a change of the date that is announced tells the closing on the day that it brings', () => {
  const told = (days: Days): unknown => days.now()?.later?.map(({ action, on, content }) => [action, on, content]);
  const days = new Days();
  days.decide('list', { ...first, closed: '2027-03-31', successors: ['X1B'] }, '2020-04-01');
  days.decide('update', { closed: '2027-02-28' }, '2026-12-15');
  expect(told(days)).toEqual([
    ['update', '2026-12-15', undefined],
    ['close', '2027-02-28', { successors: ['X1B'] }],
  ]);
  const without = new Days();
  without.decide('list', first, '2020-04-01');
  without.decide('update', { closed: '2027-06-16' }, '2026-11-29');
  expect(told(without)).toEqual([
    ['update', '2026-11-29', undefined],
    ['close', '2027-06-16', {}],
  ]);
});

test('what closed with successors has them until it opens again, whatever closing comes after that', () => {
  const days = new Days();
  days.decide('list', first, '2020-04-01');
  days.decide('close', { successors: ['X1B'] }, '2026-07-31');
  days.decide('reopen', {}, '2026-09-30');
  for (const closing of ['2026-10-31', '2027-10-31']) {
    days.decide('close', { successors: ['X1C'] }, closing);
    const record = read(days, '2026-08-15', latestMoment);
    expect(record && heldContent(organisations, record)).toMatchObject({ closed: '2026-07-31', successors: ['X1B'] });
    const open = read(days, '2026-10-15', latestMoment);
    expect(open && Object.keys(heldContent(organisations, open))).toEqual(Object.keys(first));
    days.decide('reopen', {}, days.today);
  }
});

test('a day to come is read as the record is when the calendar has come to it', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(lives, fc.integer({ min: 0, max: 90 }), (life, ahead) => {
      const wrong: Contradiction[] = [];
      const days = new Days((record, today) => wrong.push(...contradictions(organisations, record, today)));
      live(days, life);
      const day = dayAfter(days.today, ahead);
      const known = noonOf(days.today);
      const foreseen = read(days, day, latestMoment);
      const size = days.keeper.entries.length;
      days.wait(ahead);
      const { entries, items } = days.keeper;
      const come = recordAt(organisations, entries, { validTime: endOf(day), recordedTime: latestMoment }, items);
      expect(heldOf(foreseen)).toEqual(heldOf(come));
      expect(wrong).toEqual([]);
      // What happened since changes nothing of what was foreseen.
      expect(heldOf(read(days, day, known))).toEqual(heldOf(foreseen));
      seen.add(`${come?.state} after ${Math.min(entries.length - size, 2)}`);
    }),
    { numRuns: countOf({ test: 300, full: 10_000, mutation: 50 }), seed: 6 },
  );
  // Closings and openings by a date, and both in a row.
  for (const one of ['open after 1', 'closed after 1', 'closed after 2']) expect(seen).toContain(one);
});
