import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { Days, first, live, lives } from '../../../tests/support/days.ts';
import { recordComeTo } from './come-to.ts';
import { laterProblems } from './foresee.ts';
import { decide } from './decide.ts';
import { ods } from './organisations/import-ods.ts';
import { organisations } from './organisations/organisations.ts';
import { latestMoment, recordAt, type RegisterRecord } from './record.ts';

const on = ({ keeper }: Days, day: string): RegisterRecord | undefined => {
  const moment = { validTime: `${day}T23:59:59.999Z`, recordedTime: latestMoment };
  return recordComeTo(organisations, keeper.entries, moment, keeper.items);
};
const listed = (change: object = {}): Days => {
  const days = new Days();
  days.decide('list', { ...first, ...change }, '2020-04-01');
  return days;
};

test('what was decided for a later day comes on its day, whatever is decided after it for an earlier one', () => {
  const days = listed();
  days.decide('update', { name: 'NAME OF 2028' }, '2028-01-01');
  days.decide('update', { name: 'NAME MENDED' }, days.today);
  expect(days.now()).toMatchObject({ content: { name: 'NAME MENDED' }, later: [{ on: '2028-01-01', entry: 2 }] });
  expect(on(days, '2027-12-31')?.content['name']).toBe('NAME MENDED');
  expect(on(days, '2028-01-02')?.content['name']).toBe('NAME OF 2028');
});

test('two changes for later days come each on its own, in whatever order they were decided', () => {
  const days = listed();
  days.decide('update', { name: 'SUMMER NAME' }, '2027-07-01');
  days.decide('update', { name: 'SPRING NAME' }, '2027-04-01');
  const name = (day: string): unknown => on(days, day)?.content['name'];
  expect([name('2027-03-31'), name('2027-04-01'), name('2027-07-01')]).toEqual([
    first.name,
    'SPRING NAME',
    'SUMMER NAME',
  ]);
});

test('a change from a day that is past holds up to the next, and a correction counts from its own day', () => {
  const days = listed();
  days.decide('update', { name: 'NAME OF JUNE' }, '2026-06-01');
  days.decide('update', { name: 'NAME OF MAY' }, '2026-05-01');
  const names = (): unknown => ['2026-05-15', days.today].map((day) => on(days, day)?.content['name']);
  expect(names()).toEqual(['NAME OF MAY', 'NAME OF JUNE']);
  days.correct(3, {}, '2026-07-01');
  expect(names()).toEqual([first.name, 'NAME OF MAY']);
});

test('one closing is told where a date brings it before the day for which it was announced', () => {
  const days = listed();
  days.decide('close', { successors: ['X1B'] }, '2027-07-01');
  const asked = {
    action: 'update',
    key: 'X1A',
    change: { closed: '2027-05-01', successors: ['X1C'] },
    evidence: [],
    validFrom: days.today,
  };
  const decided = decide(organisations, days.now(), ods, asked, days.today);
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  // Asked on a page it is refused; a file counts.
  expect(laterProblems(organisations, days.keeper, decided.draft, days.today)).toEqual([
    {
      where: 'organisations X1A closed',
      found: '1 May 2027',
      expected: 'no other day while it closes 1 July 2027 by entry 2: take that back first, or choose “Close”',
    },
  ]);
  days.take(decided);
  expect(days.now()?.later).toEqual([{ action: 'close', on: '2027-05-01' }]);
  for (const day of ['2027-05-02', '2027-07-02'])
    expect(on(days, day)).toMatchObject({
      state: 'closed',
      since: '2027-05-01',
      content: { closed: '2027-05-01', successors: ['X1C'] },
    });
});

test('one closing is told where a correction moves the announced one beyond a date in a field', () => {
  const days = new Days();
  days.decide('list', { ...first, closed: '2027-09-01' }, '2020-04-01');
  days.decide('close', { successors: ['X1B'] }, '2027-07-01');
  expect(days.now()?.later?.map(({ on: day, entry }) => [day, entry])).toEqual([['2027-07-01', 2]]);
  days.correct(2, {}, '2027-12-01');
  expect(days.now()?.later?.map(({ on: day, entry }) => [day, entry])).toEqual([['2027-09-01', undefined]]);
  expect(on(days, '2027-12-02')).toMatchObject({ since: '2027-09-01', content: { closed: '2027-09-01' } });
});

test('a state that comes on the date in a field holds since that, whatever the day of the decision', () => {
  const days = new Days();
  days.decide('list-closed', { ...first, opened: '2020-01-01', closed: '2022-01-01' }, days.today);
  expect(days.now()?.since).toBe('2022-01-01');
  days.decide('update', { closed: '2023-01-01' }, days.today);
  expect(days.now()).toMatchObject({ state: 'closed', since: '2023-01-01' });
  days.decide('reopen', {}, days.today);
  expect(days.now()).toMatchObject({ state: 'open', since: days.today });
  days.decide('close', { closed: days.today }, days.today);
  expect(days.now()).toMatchObject({ state: 'closed', since: days.today, content: { closed: days.today } });
});

test('what closes or opens again on a day that is past outdoes what was said of the date before', () => {
  const days = listed();
  days.decide('update', { closed: '2026-12-31', successors: ['X1B'] }, days.today);
  days.wait(3);
  days.decide('close', { successors: null }, '2026-11-20');
  expect(days.now()).toMatchObject({ state: 'closed', since: '2026-11-20', content: { closed: '2026-11-20' } });
  expect(days.now()?.content).not.toHaveProperty('successors');
  days.decide('update', { closed: '2026-11-22' }, days.today);
  days.decide('reopen', {}, '2026-11-25');
  expect(days.now()).toEqual({ key: 'X1A', state: 'open', since: '2026-11-25', content: first, lastEntry: 5 });
});

test('what was decided on a day that is past counts, be it before the day on which it was listed', () => {
  const days = new Days();
  days.decide('list', first, days.today);
  expect(days.now()?.since).toBe(first.opened);
  days.decide('close', {}, '2024-03-31');
  expect(days.now()).toMatchObject({ state: 'closed', since: '2024-03-31' });
  const other = listed();
  other.decide('close', { closed: '2026-01-01' }, other.today);
  other.decide('reopen', {}, '2026-03-01');
  expect(other.now()).toMatchObject({ state: 'open', since: '2026-03-01', content: first });
});

test('a state that something by itself leads to holds since the day in its field, and a decision is folded as it was told', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(lives, (life) => {
      const days = new Days((record, today) => {
        const entries = days.keeper.entries;
        const last = entries.at(-1);
        seen.add(JSON.stringify([last?.what['action'], last?.kind, record.state]));
        const to = organisations.transitions.find(({ action }) => action === last?.what['action'])?.to;
        const isNow = last?.recorded.slice(0, 10) === today && last.validFrom <= today;
        if (isNow && last.kind === 'decide' && to !== undefined) expect(record.state).toBe(to);
        if (record.state === 'closed') expect(record.since).toBe(record.content['closed']);
        // Where it was opened again, it is open since then.
        else if (!entries.some(({ what }) => what['action'] === 'reopen') && record.state === 'open')
          expect(record.since).toBe(record.content['opened']);
      });
      live(days, life);
      // At every moment, also before what is known today was recorded.
      const { entries, items } = days.keeper;
      for (const recorded of entries.map((one) => one.recorded))
        for (const { validFrom } of entries) {
          const moment = { validTime: `${validFrom.slice(0, 10)}T23:59:59.999Z`, recordedTime: recorded };
          const record = recordAt(organisations, entries, moment, items);
          if (record?.state === 'closed') expect(record.since).toBe(record.content['closed']);
        }
    }),
    { numRuns: countOf({ test: 300, full: 10_000, mutation: 50 }), seed: 7 },
  );
  for (const one of ['["close","decide","closed"]', '["update","decide","closed"]', '["reopen","decide","open"]'])
    expect(seen).toContain(one);
});
