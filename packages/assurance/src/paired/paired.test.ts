import type { Result } from '@isocentre/evidence';
import { lgamma } from '@isocentre/statistics';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareProportions, tangoInterval } from './difference.ts';
import { comparePaired, countPairs, type PairedComparison } from './mcnemar.ts';

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};
const paired = (onlyFirst: number, onlySecond: number, n: number, level?: number): PairedComparison =>
  valueOf(comparePaired({ both: n - onlyFirst - onlySecond, onlyFirst, onlySecond, neither: 0 }, level));

/** The chance of each outcome (only first, only second) of n pairs. */
const outcomes = (n: number, first: number, second: number): { b: number; c: number; chance: number }[] => {
  const list: { b: number; c: number; chance: number }[] = [];
  const power = (share: number, count: number): number => (count === 0 ? 0 : count * Math.log(share));
  for (let b = 0; b <= n; b += 1)
    for (let c = 0; b + c <= n; c += 1) {
      const ways = lgamma(n + 1) - lgamma(b + 1) - lgamma(c + 1) - lgamma(n - b - c + 1);
      list.push({
        b,
        c,
        chance: Math.exp(ways + power(first, b) + power(second, c) + power(1 - first - second, n - b - c)),
      });
    }
  return list;
};

describe('paired results', () => {
  test('are counted', () => {
    const first = Uint8Array.of(1, 1, 1, 0, 0, 1, 0);
    const second = Uint8Array.of(1, 0, 0, 1, 0, 0, 0);
    expect(valueOf(countPairs(first, second))).toEqual({ both: 1, onlyFirst: 3, onlySecond: 1, neither: 2 });
    expect(countPairs(Uint8Array.of(1, 2), Uint8Array.of(0, 3))).toMatchObject({
      problems: [{ where: 'first[1]', found: '2' }],
    });
    expect(countPairs(Uint8Array.of(1, 1), Uint8Array.of(0, 3))).toMatchObject({
      problems: [{ where: 'second[1]', found: '3' }],
    });
    expect(() => countPairs(first, Uint8Array.of(1))).toThrow(RangeError);
  });

  // M. Fagerland, S. Lydersen, P. Laake, Statistics in Medicine 33 (2014) 2850–2875, airways of 21 children.
  test('of the published example have its interval and its exact p', () => {
    const found = valueOf(comparePaired({ both: 1, onlyFirst: 1, onlySecond: 7, neither: 12 }));
    expect(found).toMatchObject({ metric: 'paired-difference', version: 1, n: 21, estimate: -6 / 21 });
    expect(found.interval).toMatchObject({ level: 0.95, method: 'tango' });
    expect(found.interval.lower.toFixed(3)).toBe('-0.517');
    expect(found.interval.upper.toFixed(3)).toBe('-0.026');
    expect(found.test).toEqual({ p: 0.0703125, method: 'exact-binomial' });
  });

  // Constrained likelihood maximised numerically by arithmetic of 40 digits (mpmath 1.3), not by Tango's quadratic.
  test.each([
    [1, 7, 21, 0.95, -0.517232276421377365, -0.026003032480868536],
    [0, 1, 44, 0.95, -0.118077096982132877, 0.0593932311166279686],
    [5, 0, 20, 0.9, 0.101052703298794318, 0.432201750160124597],
    [12, 9, 100, 0.95, -0.0631885307875929236, 0.124516181838646915],
    [0, 0, 30, 0.95, -0.113513393173968774, 0.113513393173968774],
    [30, 0, 30, 0.95, 0.772973213652062452, 1],
    [0, 7, 7, 0.99, -1, -0.026777130011491224],
    [150, 90, 1000, 0.99, 0.0203464622539714193, 0.100100472922210349],
  ])('%d against %d of %d at %d have Tango’s interval', (b, c, n, level, lower, upper) => {
    const { interval } = paired(b, c, n, level);
    expect(Math.abs(interval.lower - lower)).toBeLessThan(1e-12);
    expect(Math.abs(interval.upper - upper)).toBeLessThan(1e-12);
    expect(interval.level).toBe(level);
  });

  test('turn over with the two technologies', () => {
    fc.assert(
      fc.property(fc.nat(40), fc.nat(40), fc.nat(40), (b, c, rest) => {
        fc.pre(b + c + rest > 0);
        const [one, other] = [paired(b, c, b + c + rest), paired(c, b, b + c + rest)];
        expect(one.interval.lower).toBeCloseTo(-other.interval.upper, 11);
        expect(one.test).toEqual(other.test);
        expect(one.interval.lower).toBeLessThanOrEqual(one.estimate);
        expect(one.interval.upper).toBeGreaterThanOrEqual(one.estimate);
      }),
      { seed: 21, numRuns: 200 },
    );
  });

  // R 4.2: mcnemar.test(correct = FALSE) and binom.test.
  test('from 25 that differ on are tested by χ², below by the binomial', () => {
    expect(paired(30, 12, 92).test.statistic).toBeCloseTo(7.71428571428571, 12);
    expect(paired(30, 12, 92).test.p).toBeCloseTo(0.0054785532425474, 14);
    expect(paired(13, 12, 30).test.method).toBe('chi-square');
    expect(paired(12, 12, 30).test).toEqual({ p: 1, method: 'exact-binomial' });
    expect(paired(0, 0, 30).test.p).toBe(1);
    expect(paired(0, 6, 6).test.p).toBe(2 / 64);
    expect(paired(4, 15, 40).test.p).toBeCloseTo((2 * (1 + 19 + 171 + 969 + 3876)) / 2 ** 19, 15);
  });

  test('equal shares: the exact test refuses at most as often as it says, by enumeration', () => {
    for (const share of [0.02, 0.1, 0.3, 0.5])
      for (const n of [8, 15, 24])
        for (const level of [0.01, 0.05, 0.1]) {
          const refused = outcomes(n, share, share).filter(({ b, c }) => paired(b, c, n).test.p <= level);
          expect(refused.reduce((total, one) => total + one.chance, 0)).toBeLessThanOrEqual(level + 1e-12);
        }
  });

  test('how often Tango’s interval holds the difference, by enumeration', () => {
    const table: Record<string, string> = {};
    for (const n of [10, 25, 50])
      for (const [first, second] of [
        [0.02, 0.02],
        [0.1, 0.02],
        [0.1, 0.1],
        [0.3, 0.1],
        [0.5, 0.05],
      ] as const) {
        const held = outcomes(n, first, second).filter(({ b, c }) => {
          const { lower, upper } = tangoInterval(b, c, n, 0.95);
          return lower <= first - second && first - second <= upper;
        });
        table[`${n} pairs, ${first} against ${second}`] = held.reduce((total, one) => total + one.chance, 0).toFixed(3);
      }
    expect(table).toMatchSnapshot();
  });

  test('cannot be compared where there are none; wrong counts are a mistake of the program', () => {
    const none = { both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 };
    expect(comparePaired(none)).toMatchObject({ ok: false, problems: [{ found: 'none' }] });
    expect(() => comparePaired({ ...none, both: -1 })).toThrow(RangeError);
    expect(() => comparePaired({ ...none, neither: 1.5 })).toThrow(RangeError);
    expect(() => comparePaired({ ...none, both: 3 }, 1)).toThrow(RangeError);
  });
});

describe('two separate groups', () => {
  // R. Newcombe, Statistics in Medicine 17 (1998) 873–890, table II, method 10.
  test.each([
    [56, 70, 48, 80, '0.0524', '0.3339'],
    [9, 10, 3, 10, '0.1705', '0.8090'],
    [6, 7, 2, 7, '0.0582', '0.8062'],
    [5, 56, 0, 29, '-0.0381', '0.1926'],
    [0, 10, 0, 20, '-0.1611', '0.2775'],
    [0, 10, 0, 10, '-0.2775', '0.2775'],
    [10, 10, 0, 20, '0.6791', '1.0000'],
    [10, 10, 0, 10, '0.6075', '1.0000'],
  ])('%d of %d less %d of %d is as published', (a, m, b, n, lower, upper) => {
    const found = valueOf(compareProportions({ successes: a, trials: m }, { successes: b, trials: n }));
    expect(found).toMatchObject({ metric: 'proportion-difference', version: 1, n: m + n, estimate: a / m - b / n });
    expect([found.interval.lower.toFixed(4), found.interval.upper.toFixed(4)]).toEqual([lower, upper]);
    expect(found.interval).toMatchObject({ level: 0.95, method: 'newcombe' });
  });

  test('turn over with the groups, and widen with the level', () => {
    const [first, second] = [
      { successes: 81, trials: 263 },
      { successes: 5, trials: 30 },
    ];
    const one = valueOf(compareProportions(first, second, 0.9));
    const other = valueOf(compareProportions(second, first, 0.9));
    expect(one.interval.lower).toBeCloseTo(-other.interval.upper, 14);
    expect(one.interval.upper).toBeCloseTo(-other.interval.lower, 14);
    const wide = valueOf(compareProportions(first, second));
    expect(wide.interval.lower).toBeLessThan(one.interval.lower);
    expect(wide.interval.upper).toBeGreaterThan(one.interval.upper);
    expect(one).toMatchObject({ first, second });
  });

  test('cannot be compared where one is empty', () => {
    const [some, none] = [
      { successes: 1, trials: 2 },
      { successes: 0, trials: 0 },
    ];
    expect(compareProportions(none, some)).toMatchObject({ ok: false, problems: [{ where: 'the first group' }] });
    expect(compareProportions(some, none)).toMatchObject({ ok: false, problems: [{ where: 'the second group' }] });
    expect(() => compareProportions({ successes: 3, trials: 2 }, some)).toThrow(RangeError);
    expect(() => compareProportions(some, some, 0)).toThrow(RangeError);
  });
});
