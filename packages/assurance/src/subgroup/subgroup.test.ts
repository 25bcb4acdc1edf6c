import { failure, success } from '@isocentre/evidence';
import { expect, test } from 'vitest';
import { valueOf } from '../../../../tests/support/draw.ts';
import type { Measured } from '../measured.ts';
import { wilson } from '../proportion.ts';
import { bySubgroup, differenceOf } from './subgroup.ts';

const share = (successes: number, trials: number, level = 0.95): Measured => ({
  estimate: successes / trials,
  interval: { ...wilson(successes, trials, level), level, method: 'Wilson' },
});

test.each([
  [56, 70, 48, 80, '0.0524', '0.3339'],
  [9, 10, 3, 10, '0.1705', '0.8090'],
  [10, 10, 0, 10, '0.6075', '1.0000'],
])('the difference of %d/%d and %d/%d, as Newcombe 1998 prints it', (a, m, b, n, lower, upper) => {
  const { interval, estimate } = differenceOf(share(a, m), share(b, n));
  expect(estimate).toBeCloseTo(a / m - b / n, 14);
  expect([interval.lower.toFixed(4), interval.upper.toFixed(4)]).toEqual([lower, upper]);
});

test('intervals of two levels make none', () => {
  expect(() => differenceOf(share(1, 2), share(1, 2, 0.9))).toThrow(RangeError);
});

const right = [1, 1, 0, 1, 1, 0, 1, 1, 0, 1];
const levels = ['thin', 'thin', 'thin', 'thick', 'thick', 'thick', 'thick', 'thin', 'other', 'thin'];
const measure = (cases: Int32Array) =>
  success(
    share(
      [...cases].reduce((sum, i) => sum + (right[i] ?? 0), 0),
      cases.length,
    ),
  );

test('each level has its number, its metric and its difference from the others, or is too few', () => {
  const found = valueOf(bySubgroup({ name: 'slice', levelOf: levels, least: 2, measure }));
  expect(found.levels.map(({ level, n, state }) => [level, n, state])).toEqual([
    ['other', 1, 'too few'],
    ['thick', 4, 'measured'],
    ['thin', 5, 'measured'],
  ]);
  const [, thick, thin] = found.levels;
  expect(thick?.measured).toEqual(share(3, 4));
  expect(thick?.difference).toEqual(differenceOf(share(3, 4), share(4, 6)));
  expect(thin?.difference).toEqual(differenceOf(share(4, 5), share(3, 5)));
});

test('a level that cannot be measured says why; one level alone has no difference', () => {
  const none = valueOf(
    bySubgroup({
      name: 'x',
      levelOf: ['a', 'a'],
      least: 1,
      measure: () => failure({ where: 'm', found: 'no event', expected: 'one' }),
    }),
  );
  expect(none.levels).toEqual([{ level: 'a', n: 2, state: 'not computed', reason: 'no event; expected one' }]);
  const alone = valueOf(bySubgroup({ name: 'x', levelOf: ['a', 'a'], least: 1, measure }));
  expect(alone.levels[0]?.difference).toBeUndefined();
  expect(bySubgroup({ name: 'x', levelOf: ['a', ' '], least: 1, measure })).toMatchObject({
    problems: [{ where: 'subgroup x, case 2' }],
  });
  expect(bySubgroup({ name: 'x', levelOf: ['a'], least: 0, measure })).toMatchObject({ ok: false });
});
