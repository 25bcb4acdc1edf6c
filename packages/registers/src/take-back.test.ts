import type { Json } from '@isocentre/ledger';
import { expect, test } from 'vitest';
import { DraftKeeper } from '../../../tests/support/keep-drafts.ts';
import { correct } from './correct.ts';
import { decide, type Decided, type Draft } from './decide.ts';
import { foresee, idleProblem } from './foresee.ts';
import { ods } from './organisations/import-ods.ts';
import { organisations } from './organisations/organisations.ts';
import { mayTakeBack, overtaken, replacedBy, type Person } from './index.ts';
import { recordOn } from './record.ts';
import { takeBack } from './take-back.ts';

const [today, march, june] = ['2026-11-27', '2027-03-31', '2027-06-30'] as const;
const registrar: Person = { id: 'person-1', memberships: [{ role: 'registrar', from: '2026-01-01' }], interests: [] };
const deputy: Person = { id: 'person-2', memberships: [{ role: 'ods', from: '2026-01-01' }], interests: [] };
const both: Person = { id: 'person-3', memberships: [...registrar.memberships, ...deputy.memberships], interests: [] };

const draftOf = (decided: Decided): Draft => {
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  return decided.draft;
};
const now = (keeper: DraftKeeper, day: string = today) => recordOn(organisations, keeper.entries, day, keeper.items);
const decided = (
  keeper: DraftKeeper,
  action: string,
  validFrom: string,
  change: Readonly<Record<string, Json>> = {},
) => {
  const asked = { action, key: 'X1A', change, reasons: 'as told', evidence: [], validFrom };
  return draftOf(decide(organisations, now(keeper), ods, asked, today));
};
const example = (change: Readonly<Record<string, Json>> = {}): DraftKeeper => {
  const keeper = new DraftKeeper(organisations);
  const first = { name: 'SALTMARSH NHS TRUST', address: [], opened: '2021-04-01', ...change };
  keeper.write([decided(keeper, 'list', '2021-04-01', first)], '2026-11-27T12:00:00.000Z');
  return keeper;
};
const write = (keeper: DraftKeeper, draft: Draft): void => keeper.write([draft], '2026-11-27T12:00:00.000Z');
const ask = (keeper: DraftKeeper, entry: number, person = deputy, reasons = 'It goes on.'): Decided =>
  takeBack(organisations, keeper, person, { entry, reasons }, today);

test('what is announced is taken back before its day, by whoever acts in its role, and never was', () => {
  const keeper = example();
  write(keeper, decided(keeper, 'close', march));
  expect(now(keeper)?.later).toEqual([{ action: 'close', on: march, entry: 2 }]);
  const draft = draftOf(ask(keeper, 2));
  write(keeper, draft);
  const record = now(keeper);
  expect(record).toMatchObject({ state: 'open', since: '2021-04-01', lastEntry: 3 });
  expect(record?.later).toBeUndefined();
  expect(draft).toMatchObject({ state: record?.state, content: record?.content });
  expect(now(keeper, june)).toMatchObject({ state: 'open' });
  // Known before, it was announced; on a day of before nothing is announced either, by what is known now.
  expect(keeper.record('X1A', june, '2026-11-27T11:59:00.000Z')).toBeUndefined();
  expect(keeper.record('X1A', '2026-01-01')?.later).toBeUndefined();
  expect(keeper.entries.at(-1)).toMatchObject({ kind: 'correct', concerns: 2, what: { action: 'take-back' } });
});

test('what was corrected is taken back too, by the role of the correction; nothing brings back what was taken back', () => {
  const keeper = example();
  write(keeper, decided(keeper, 'close', march));
  const moved = { concerns: 2, change: {}, validFrom: june, reasons: 'x', evidence: [] };
  write(keeper, draftOf(correct(organisations, keeper, registrar, moved, today)));
  expect(now(keeper)?.later).toEqual([{ action: 'close', on: june, entry: 3 }]);
  expect(ask(keeper, 3, deputy)).toEqual({ kind: 'denied', because: 'no authority' });
  expect(ask(keeper, 2, deputy)).toMatchObject({ kind: 'wrong' });
  write(keeper, draftOf(ask(keeper, 3, both)));
  expect(keeper.entries.at(-1)?.by).toEqual({ who: 'person-3', capacity: 'registrar' });
  expect(now(keeper)?.later).toBeUndefined();
  for (const concerns of [2, 3, 4]) {
    const again = { ...moved, concerns };
    expect(correct(organisations, keeper, registrar, again, today)).toMatchObject({
      kind: 'wrong',
      problems: [{ found: `entry ${concerns}` }],
    });
    expect(ask(keeper, concerns, both)).toMatchObject({ kind: 'wrong', problems: [{ found: `entry ${concerns}` }] });
  }
});

test('of two corrections of one entry the later one alone stands, and the next goes on from it', () => {
  const keeper = example();
  write(keeper, decided(keeper, 'close', march));
  const moved = (validFrom: string, concerns = 2): Draft => {
    const asked = { concerns, change: {}, validFrom, reasons: 'x', evidence: [] };
    return draftOf(correct(organisations, keeper, registrar, asked, today));
  };
  // As older programs wrote them: both name the decision itself.
  const [first, second] = [moved(june), moved(today)];
  write(keeper, first);
  write(keeper, { ...second, after: 3 });
  expect([2, 3, 4].map((number) => replacedBy(keeper.entries, number)?.number)).toEqual([3, 4, undefined]);
  for (const concerns of [2, 3, 4]) expect(moved(june, concerns).concerns).toBe(4);
});

test('what was announced and comes to nothing is told with what overtook it, and not taken back', () => {
  const keeper = example();
  const told = () => keeper.entries.map((entry) => overtaken(organisations, keeper.entries, entry));
  write(keeper, decided(keeper, 'close', june));
  write(keeper, decided(keeper, 'update', march, { name: 'FENS NHS TRUST' }));
  expect(told()).toEqual([undefined, undefined, undefined]);
  write(keeper, decided(keeper, 'close', today));
  expect(told()).toEqual([undefined, { since: 4 }, undefined, undefined]);
  write(keeper, decided(keeper, 'reopen', today));
  expect(told()).toEqual([undefined, { since: 4 }, undefined, undefined, undefined]);
  expect(now(keeper)?.later).toEqual([{ action: 'update', on: march, entry: 3 }]);
  expect(ask(keeper, 2)).toMatchObject({
    kind: 'wrong',
    problems: [
      {
        found: 'entry 2, which comes to nothing since entry 4',
        expected: 'the number of a decision of this record for a day to come that comes',
      },
    ],
  });
  // What is announced anew for another day comes.
  write(keeper, decided(keeper, 'close', '2027-08-31'));
  expect(told().slice(1)).toEqual([{ since: 4 }, undefined, undefined, undefined, undefined]);
});

test('is denied to all but who may, and refused without reasons or where nothing is announced', () => {
  const keeper = example();
  write(keeper, decided(keeper, 'close', march));
  const record = now(keeper);
  const [list, close] = keeper.entries;
  if (!record || !list || !close) throw new Error('no record');
  const may = (person: Person, on: string = today): boolean => mayTakeBack(organisations, record, close, person, on);
  expect([may(deputy), may(registrar), may(both), may(ods)]).toEqual([true, false, true, true]);
  expect(may({ ...deputy, interests: ['X1A'] })).toBe(false);
  expect(may({ ...deputy, memberships: [{ role: 'ods', from: '2026-01-01', organisation: 'RX9' }] })).toBe(false);
  expect(may(deputy, '2025-12-31')).toBe(false);
  expect(mayTakeBack(organisations, record, list, deputy, today)).toBe(false);
  expect(ask(keeper, 2, registrar)).toEqual({ kind: 'denied', because: 'no authority' });
  const interested = { ...deputy, interests: ['X1A'] };
  expect(ask(keeper, 2, interested)).toEqual({ kind: 'denied', because: 'declared interest' });
  expect(ask(keeper, 2, deputy, ' ')).toMatchObject({
    kind: 'wrong',
    problems: [{ expected: 'why it is taken back' }],
  });
  for (const entry of [1, 7]) expect(ask(keeper, entry)).toMatchObject({ kind: 'wrong' });
});

test('a second closing is foreseen: the earlier day holds, be it announced by a decision or by a field', () => {
  const announced = example();
  expect(foresee(organisations, announced, decided(announced, 'close', march), today)).toBeUndefined();
  write(announced, decided(announced, 'close', march));
  const inField = example({ closed: march });
  for (const [keeper, later] of [
    [announced, { action: 'close', on: march, entry: 2 }],
    [inField, { action: 'close', on: march }],
  ] as const) {
    for (const [day, from] of [
      [today, today],
      ['2027-01-31', '2027-01-31'],
      [march, march],
      [june, march],
    ] as const) {
      const draft = decided(keeper, 'close', day);
      const isIdle = day >= march;
      const foreseen = { announced: [later], from, isIdle };
      expect(foresee(organisations, keeper, draft, today)).toEqual(foreseen);
      const [problem] = idleProblem(organisations, draft, foreseen);
      expect(problem?.expected).toContain(keeper === announced ? 'entry 2 is taken back' : '"closed" is changed');
      // With successors it says more than what is announced.
      const more = decided(keeper, 'close', day, { successors: ['X1B'] });
      expect(foresee(organisations, keeper, more, today)?.isIdle).toBe(day > march);
      // As it is once all has come.
      const after = [...keeper.entries];
      write(keeper, draft);
      expect(now(keeper, june)?.state).toBe('closed');
      keeper.entries.splice(0, keeper.entries.length, ...after);
    }
  }
});
