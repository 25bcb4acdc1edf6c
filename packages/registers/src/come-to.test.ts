import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { DraftKeeper } from '../../../tests/support/keep-drafts.ts';
import { recordComeTo } from './come-to.ts';
import { contradictions, type Contradiction } from './contradictions.ts';
import { correct } from './correct.ts';
import { calendar, decide, dueDecisions, type Decided } from './decide.ts';
import type { Content } from './declaration.ts';
import { laterProblems } from './foresee.ts';
import { organisations } from './organisations/organisations.ts';
import type { Person } from './permission.ts';
import { latestMoment, recordAt, recordOn, type RegisterRecord } from './record.ts';
import { takeBack } from './take-back.ts';

const key = 'X1A';
const roles = ['ods', 'registrar'].map((role) => ({ role, from: '2020-01-01' }));
const person: Person = { id: 'person-1', memberships: roles, interests: [] };
const first = { name: 'SALTMARSH NHS TRUST', address: [], opened: '2020-04-01' };

const dayAfter = (start: string, days: number): string =>
  new Date(Date.parse(start) + days * 86_400_000).toISOString().slice(0, 10);
const noonOf = (day: string): string => `${day}T12:00:00.000Z`;
const endOf = (day: string): string => `${day}T23:59:59.999Z`;

/** A register in memory that is brought to each day in turn, as a server does that runs all the time. */
class Days {
  readonly keeper = new DraftKeeper(organisations);
  /** Dates that contradicted the state after a decision that was taken, or once a day had come. */
  readonly contradictions: Contradiction[] = [];
  today = '2026-11-27';

  take(decided: Decided): void {
    if (decided.kind !== 'draft') return;
    this.keeper.write([decided.draft], noonOf(this.today));
    // Nothing is left for the calendar but by what the calendar itself did: it opens and closes on one day.
    if (decided.draft.by.capacity !== 'calendar') this.look();
    this.reach();
    this.look();
  }
  private look(): void {
    const record = this.now();
    if (record) this.contradictions.push(...contradictions(organisations, record, this.today));
  }
  decide(action: string, change: Content, validFrom: string, who = person): void {
    const asked = { action, key, change, reasons: 'as told', evidence: [], validFrom };
    const decided = decide(organisations, this.now(), who, asked, this.today);
    // As a server asks it: where something is announced.
    const isBeside = who !== calendar && decided.kind === 'draft' && this.now()?.later !== undefined;
    if (isBeside && laterProblems(organisations, this.keeper, decided.draft, this.today).length > 0) return;
    this.take(decided);
  }
  now(): RegisterRecord | undefined {
    return recordOn(organisations, this.keeper.entries, this.today, this.keeper.items);
  }
  wait(days: number): void {
    for (let day = 0; day < days; day += 1) {
      this.today = dayAfter(this.today, 1);
      this.reach();
      this.look();
    }
  }
  read(day: string, recordedTime: string): RegisterRecord | undefined {
    const moment = { validTime: endOf(day), recordedTime };
    return recordComeTo(organisations, this.keeper.entries, moment, this.keeper.items);
  }
  private reach(): void {
    const record = this.now();
    const [due] = (record ? dueDecisions(organisations, record, this.today) : []).toSorted((one, other) =>
      one.validFrom < other.validFrom ? -1 : 1,
    );
    if (due) this.decide(due.action, {}, due.validFrom, calendar);
  }
}

/** What holds: all of a record but the numbers of its entries, which are not made yet. */
const heldOf = (record: RegisterRecord | undefined): unknown =>
  record && { ...record, lastEntry: 0, later: record.later?.map(({ action, on }) => [action, on]) };

test('what a date in a field brings holds on its day, as what was decided for that day does', () => {
  const [byField, byDecision] = [new Days(), new Days()];
  byField.decide('announce', { ...first, opened: '2026-12-15', closed: '2026-12-31' }, '2026-11-27');
  byDecision.decide('list', first, '2020-04-01');
  byDecision.decide('close', {}, '2026-12-31');
  const told = (days: Days, day: string): unknown => {
    const record = days.read(day, latestMoment);
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
  const state = (day: string, known: string): unknown => days.read(day, known)?.state;
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
  expect(days.read('2027-04-01', latestMoment)).toMatchObject({
    state: 'closed',
    since: '2027-01-31',
    content: { ...first, closed: '2027-01-31' },
  });
  expect(days.read('2027-04-01', latestMoment)?.content).not.toHaveProperty('successors');
});

test('closed at once and opened again, nothing is left of a closing that was announced before', () => {
  const days = new Days();
  days.decide('list', first, '2020-04-01');
  days.decide('close', { successors: ['X1B'] }, '2027-01-31');
  days.decide('close', {}, days.today);
  expect(days.now()).not.toHaveProperty('later');
  days.decide('reopen', {}, days.today);
  expect(days.now()).not.toHaveProperty('later');
  const then = days.read('2027-02-15', latestMoment);
  expect(then).toMatchObject({ state: 'open', content: first });
  expect(Object.keys(then?.content ?? {})).toEqual(Object.keys(first));
});

const step = fc.record({
  action: fc.constantFrom('update', 'close', 'reopen', 'open', 'correct', 'take-back', 'wait'),
  ahead: fc.integer({ min: -10, max: 40 }),
  field: fc.constantFrom('opened', 'closed', 'name'),
  date: fc.option(fc.integer({ min: -10, max: 60 })),
  entry: fc.nat({ max: 8 }),
});

test('a day to come is read as the record is when the calendar has come to it', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      fc.constantFrom('list', 'announce'),
      fc.option(fc.integer({ min: 0, max: 40 })),
      fc.array(step, { maxLength: 8 }),
      fc.integer({ min: 0, max: 90 }),
      (start, closing, steps, ahead) => {
        const days = new Days();
        const on = (count: number): string => dayAfter(days.today, count);
        const opened = start === 'list' ? first.opened : on(7);
        const closed = closing === null ? {} : { closed: on(7 + closing) };
        days.decide(start, { ...first, opened, ...closed }, start === 'list' ? opened : days.today);
        for (const { action, ahead: later, field, date, entry } of steps) {
          const { keeper, today } = days;
          const change = field === 'name' ? { name: `NAME ${later}` } : { [field]: date === null ? null : on(date) };
          const asked = { concerns: entry, change, reasons: 'x', evidence: [], validFrom: on(later) };
          if (action === 'wait') days.wait(Math.abs(later));
          else if (action === 'correct') days.take(correct(organisations, keeper, person, asked, today));
          else if (action === 'take-back')
            days.take(takeBack(organisations, keeper, person, { entry, reasons: 'x' }, today));
          else days.decide(action, action === 'update' || date !== null ? change : {}, on(later));
        }
        const day = on(ahead);
        const known = noonOf(days.today);
        const foreseen = days.read(day, latestMoment);
        const size = days.keeper.entries.length;
        days.wait(ahead);
        const { entries, items } = days.keeper;
        const come = recordAt(organisations, entries, { validTime: endOf(day), recordedTime: latestMoment }, items);
        expect(heldOf(foreseen)).toEqual(heldOf(come));
        expect(days.contradictions).toEqual([]);
        // What happened since changes nothing of what was foreseen.
        expect(heldOf(days.read(day, known))).toEqual(heldOf(foreseen));
        seen.add(`${come?.state} after ${Math.min(entries.length - size, 2)}`);
      },
    ),
    { numRuns: countOf({ test: 300, full: 10_000, mutation: 50 }), seed: 6 },
  );
  // Closings and openings by a date, and both in a row.
  for (const one of ['open after 1', 'closed after 1', 'closed after 2']) expect(seen).toContain(one);
});
