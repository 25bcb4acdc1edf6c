import { toCsv } from '@isocentre/documents';
import { importOds, organisations } from '@isocentre/registers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countOf } from '../../../../tests/support/counts.ts';
import { Days, first, live, lives } from '../../../../tests/support/days.ts';
import { tableOf } from './register.ts';

/** What an export that is imported again at once comes to. */
const again = (days: Days): unknown => {
  const records = days.keeper.records(`${days.today}T23:59:59.999Z`);
  const outcome = importOds(
    Buffer.from(toCsv(tableOf(organisations, [...records.values()]))),
    'x.csv',
    records,
    days.today,
  );
  return outcome.ok ? outcome.value.drafts.map(({ what }) => what) : outcome.problems;
};

test('an export that is imported again changes nothing, whatever became of an organisation and is announced of it', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(lives, (life) => {
      const days = new Days();
      live(days, life);
      expect(again(days)).toEqual([]);
      const { state, later = [] } = days.now() ?? {};
      for (const { action, entry } of later)
        seen.add(`${state}, ${action} by ${entry === undefined ? 'a date' : 'a decision'}`);
    }),
    { numRuns: countOf({ test: 300, full: 10_000, mutation: 50 }), seed: 6 },
  );
  expect([...seen].toSorted()).toEqual(
    expect.arrayContaining([
      'announced, open by a date',
      'announced, open by a decision',
      'announced, update by a decision',
      'closed, reopen by a decision',
      'open, close by a date',
      'open, close by a decision',
      'open, update by a decision',
    ]),
  );
});

test('text with spaces at its ends and lines within lines comes back from an export as it was', () => {
  const days = new Days();
  const change = { name: ' SALTMARSH ', address: ['1 QUAY\nEAST ', '=FENS'], postcode: ' ZZ1' };
  days.decide('list', { ...first, ...change }, first.opened);
  expect(days.now()?.content['name']).toBe(' SALTMARSH ');
  expect(again(days)).toEqual([]);
});
