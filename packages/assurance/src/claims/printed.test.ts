import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readPrinted, roundsTo, successesFor, writeLike, type PrintedNumber } from './printed.ts';

const printed = (text: string): PrintedNumber => {
  const read = readPrinted(text, 'a test');
  if (!read.ok) throw new Error(`${text} was refused`);
  return read.value;
};

describe('a printed number keeps its digits', () => {
  test.each([
    ['84.0', 84, 1],
    ['84', 84, 0],
    [' 0.966 ', 0.966, 3],
    ['1,234.50', 1234.5, 2],
    ['-1.5', -1.5, 1],
    ['2.5e-2', 0.025, 3],
    ['1e3', 1000, 0],
    ['007.10', 7.1, 2],
  ])('%s', (text, value, decimals) => {
    expect(printed(text)).toEqual({ text: text.trim(), value, decimals });
  });
  test.each(['', '97,6', '1,23', '12.', '.5', '1 234', 'NaN', 'Infinity', '0x10', '97.6 %', '--1', '1e400'])(
    '"%s" is refused with its place',
    (text) => {
      const read = readPrinted(text, 'a.csv:7 estimate');
      expect(read.ok ? [] : read.problems.map(({ where, expected }) => [where, expected])).toEqual([
        ['a.csv:7 estimate', 'a number with a decimal point, such as 97.6'],
      ]);
    },
  );
  test('more digits than can be checked are refused, and said', () => {
    const read = readPrinted('0.1234567890', 'here');
    expect(read.ok ? '' : read.problems[0]?.found).toBe('"0.1234567890", with more digits than can be checked');
    expect(readPrinted('1234567890123456', 'here').ok).toBe(false);
    expect(readPrinted('0.123456789', 'here').ok).toBe(true);
    expect(readPrinted('123456789012345', 'here').ok).toBe(true);
  });
});

/** Rounds k of n, times scale, to whole units in exact arithmetic: half up, and half to even. */
const roundedBoth = (k: number, n: number, scale: number, decimals: number): readonly [bigint, bigint] => {
  const top = 2n * BigInt(k) * BigInt(scale) * 10n ** BigInt(decimals);
  const below = top / (2n * BigInt(n));
  const twice = top - below * 2n * BigInt(n);
  const tie = twice === BigInt(n);
  const up = twice >= BigInt(n) ? below + 1n : below;
  return [up, tie && below % 2n === 0n ? below : up];
};

describe('the successes that a printed share allows', () => {
  test.each([
    ['50', 2, 100, [1, 1]],
    // 1/8 is 12.5 %: half up prints 13, half to even 12.
    ['13', 8, 100, [1, 1]],
    ['12', 8, 100, [1, 1]],
    // 3/8 is 37.5 %: both print 38.
    ['38', 8, 100, [3, 3]],
    ['37', 8, 100, [3, 2]],
    ['0', 10, 100, [0, 0]],
    ['100', 10, 100, [10, 10]],
    ['0.98', 50, 1, [49, 49]],
    ['101', 10, 100, [11, 10]],
  ])('%s of %i, scale %i', (text, trials, scale, [from, to]) => {
    expect(successesFor(printed(text), trials, scale)).toEqual({ from, to });
  });
  test('are those and only those that round to it, half up or half to even, for every share of up to 60', () => {
    for (const [scale, decimals] of [
      [100, 0],
      [100, 1],
      [1, 2],
      [1, 3],
    ] as const) {
      for (let n = 1; n <= 60; n += 1) {
        const seen = new Map<bigint, Set<number>>();
        for (let k = 0; k <= n; k += 1) {
          for (const units of roundedBoth(k, n, scale, decimals)) {
            seen.set(units, (seen.get(units) ?? new Set()).add(k));
          }
        }
        for (const [units, successes] of seen) {
          const text = (Number(units) / 10 ** decimals).toFixed(decimals);
          const { from, to } = successesFor(printed(text), n, scale);
          const found = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
          expect({ text, n, found }).toEqual({ text, n, found: [...successes].toSorted((a, b) => a - b) });
        }
      }
    }
  });
  test('with slack are those of the numbers that near', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 998 }), fc.integer({ min: 1, max: 5_000 }), (units, trials) => {
        const at = (one: number): { from: number; to: number } =>
          successesFor(printed((one / 10).toFixed(1)), trials, 100);
        const slack = successesFor(printed((units / 10).toFixed(1)), trials, 100, 1);
        expect(slack.from).toBe(Math.min(at(units - 1).from, at(units).from));
        expect(slack.to).toBe(Math.max(at(units + 1).to, at(units).to));
      }),
    );
  });
});

test('a value rounds to a number within half a unit of it, and with slack one unit more', () => {
  const number = printed('96.7');
  expect([96.64, 96.66, 96.74, 96.76].map((value) => roundsTo(value, number))).toEqual([false, true, true, false]);
  expect([96.54, 96.56, 96.84, 96.86].map((value) => roundsTo(value, number, 1))).toEqual([false, true, true, false]);
  expect([96.65, 96.75].map((value) => roundsTo(value, number))).toEqual([true, true]);
  expect(writeLike(96.642, number)).toBe('96.6');
});
