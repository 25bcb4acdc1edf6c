import { toCsv } from '@isocentre/documents';
import { importOds, leftOut, organisations } from '@isocentre/registers';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countOf } from '../../../../tests/support/counts.ts';
import { Days, first, live, lives } from '../../../../tests/support/days.ts';
import { tableOf } from './register.ts';

/** An export as it is written. */
const exported = (days: Days): string => {
  const records = days.keeper.records(`${days.today}T23:59:59.999Z`);
  return toCsv(tableOf(organisations, [...records.values()], new Map([['X1A', days.keeper.entries]])));
};

/** What an export that is imported again at once comes to. */
const again = (days: Days): unknown => {
  const records = days.keeper.records(`${days.today}T23:59:59.999Z`);
  const outcome = importOds(Buffer.from(exported(days)), 'x.csv', records, days.today);
  if (leftOut(Buffer.from(exported(days)), 'x.csv', records).length > 0) throw new Error('something is left out');
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

test('an export says what an announced change changes, and an import into an empty register that it is left out', () => {
  const days = new Days();
  const name = 'FENS, closes 2030-01-01 (successors X1Q) (EAST)';
  days.decide('list', { ...first, postcode: 'ZZ1' }, first.opened);
  days.decide('update', { name, postcode: null }, '2027-01-01');
  days.decide('close', {}, '2028-01-01');
  const later =
    'changes 2027-01-01 (name: FENS closes 2030-01-01  successors X1Q) (EAST)) (postcode taken away), closes 2028-01-01';
  expect(exported(days)).toContain(`"${later}"`);
  expect(again(days)).toEqual([]);
  const bytes = Buffer.from(exported(days));
  const empty = importOds(bytes, 'x.csv', new Map(), days.today);
  if (!empty.ok) throw new Error(JSON.stringify(empty.problems));
  expect(empty.value.drafts.map(({ content }) => content)).toEqual([
    { ...first, postcode: 'ZZ1', closed: '2028-01-01' },
  ]);
  expect(leftOut(bytes, 'x.csv', new Map())).toEqual([
    {
      where: 'x.csv:2 column 4',
      found: `X1A, which ${later.slice(0, later.lastIndexOf(', '))}`,
      expected: 'what a column says',
    },
  ]);
});

test('text with spaces at its ends and lines within lines comes back from an export as it was', () => {
  const days = new Days();
  const change = { name: ' SALTMARSH ', address: ['1 QUAY\nEAST ', '=FENS'], postcode: ' ZZ1' };
  days.decide('list', { ...first, ...change }, first.opened);
  expect(days.now()?.content['name']).toBe(' SALTMARSH ');
  expect(again(days)).toEqual([]);
});
