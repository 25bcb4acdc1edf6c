import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { covarianceOf, meanOf, quantile1, quantile7, sumOf, varianceOf } from './summary.ts';

describe('sumOf', () => {
  test.each([
    [[], 0],
    [[1, 1e100, 1, -1e100], 2],
    [[1e100, 1, -1e100, 1], 2],
    [Array.from({ length: 10 }, () => 0.1), 1],
    [[2 ** 53, 1, 1, -(2 ** 53)], 2],
    [[1, 2 ** -53, 2 ** -53], 1 + 2 ** -52],
    [[Infinity, 1], Infinity],
    [[-Infinity, 1], -Infinity],
    [[Infinity, -Infinity], Number.NaN],
    [[Number.NaN, 1], Number.NaN],
  ])('of %j is %d', (values, expected) => {
    expect(sumOf(values)).toBe(expected);
  });

  test('of numbers and their opposites is 0 in any order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -(2 ** 40), max: 2 ** 40 })),
        fc.integer({ min: -300, max: 300 }),
        (list, e) => {
          const values = list.map((value) => value * 2 ** e);
          expect(sumOf([...values, ...values.toReversed().map((value) => -value)])).toBeCloseTo(0, 300);
        },
      ),
    );
  });

  test('has at most one rounding where the terms are whole numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeInteger()), (values) => {
        const exact = values.reduce((sum, value) => sum + BigInt(value), 0n);
        expect(Math.abs(sumOf(values) - Number(exact))).toBeLessThanOrEqual(Math.abs(Number(exact)) * 2 ** -52);
      }),
    );
  });
});

describe('the moments', () => {
  const xs = [2, 4, 4, 4, 5, 5, 7, 9];
  const ys = [1, 3, 2, 5, 4, 6, 8, 7];

  test('by hand', () => {
    expect(meanOf(xs)).toBe(5);
    expect(varianceOf(xs)).toBeCloseTo(32 / 7, 15);
    // Σ(x − 5)(y − 4.5) = 33 − … by hand: 10.5 + 1.5 + 2.5 − 0.5 + 0 + 0 + 7 + 10 = 31.
    expect(covarianceOf(xs, ys)).toBeCloseTo(31 / 7, 15);
    expect(covarianceOf(ys, xs)).toBe(covarianceOf(xs, ys));
  });

  // NIST StRD: NumAcc3 and NumAcc4, whose variance is 0.01 exactly but for the rounding of the data.
  test.each([
    [1_000_000.2, 1e-8],
    [10_000_000.2, 1e-7],
  ])('of a small spread about %d', (centre, tolerance) => {
    const values = [centre, ...Array.from({ length: 1000 }, (_, i) => centre + (i % 2 === 0 ? -0.1 : 0.1))];
    expect(meanOf(values)).toBe(centre);
    expect(Math.abs(varianceOf(values) / 0.01 - 1)).toBeLessThan(tolerance);
  });

  test('do not move with the origin', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 2 }), (values) => {
        const moved = values.map((value) => value + 2 ** 40);
        expect(varianceOf(moved)).toBeCloseTo(varianceOf(values), 8);
      }),
    );
  });

  test('of too few values are NaN', () => {
    expect([meanOf([]), varianceOf([1]), covarianceOf([], [])]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  test('of lists of different length are refused', () => {
    expect(() => covarianceOf([1, 2], [1])).toThrow('covarianceOf: 2 and 1 values; expected pairs');
  });
});

const anySorted = fc
  .array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 1, maxLength: 40 })
  .map((list) => Float64Array.from(list).toSorted());
const anyShare = fc.double({ min: 0, max: 1, noNaN: true });

describe('quantile7', () => {
  // Hyndman & Fan: Q(p) = (1 − γ) x_j + γ x_{j+1}, j = ⌊n p + 1 − p⌋, γ = n p + 1 − p − j.
  test.each([
    [[1, 2, 4, 8], 0, 1],
    [[1, 2, 4, 8], 0.25, 1.75],
    [[1, 2, 4, 8], 0.5, 3],
    [[1, 2, 4, 8], 0.75, 5],
    [[1, 2, 4, 8], 0.9, 6.8],
    [[1, 2, 4, 8], 1, 8],
    [[15, 20, 35, 40, 50], 0.4, 29],
    [[7], 0.3, 7],
    [[3, 5], 0.05, 3.1],
  ])('of %j at %d is %d', (sorted, p, expected) => {
    expect(quantile7(sorted, p)).toBeCloseTo(expected, 14);
  });

  test('takes the nearer end beyond 0…1 and is NaN of nothing', () => {
    expect([quantile7([1, 9], -0.2), quantile7([1, 9], 1.3), quantile7([], 0.5)]).toEqual([1, 9, Number.NaN]);
  });

  test('never falls as p rises and stays between the ends', () => {
    fc.assert(
      fc.property(anySorted, anyShare, anyShare, (sorted, p, q) => {
        const low = quantile7(sorted, Math.min(p, q));
        const high = quantile7(sorted, Math.max(p, q));
        expect(low).toBeGreaterThanOrEqual(sorted[0] ?? Number.NaN);
        expect(high).toBeGreaterThanOrEqual(low);
        expect(high).toBeLessThanOrEqual(sorted.at(-1) ?? Number.NaN);
      }),
    );
  });

  test('of p turns round with the values', () => {
    fc.assert(
      fc.property(anySorted, anyShare, (sorted, p) => {
        const turned = sorted.map((value) => -value).toReversed();
        expect(quantile7(turned, p) + quantile7(sorted, 1 - p)).toBeCloseTo(0, 6);
      }),
    );
  });
});

describe('quantile1', () => {
  // Hyndman & Fan: Q(p) = x_j if n p = j, else x_{j+1}, j = ⌊n p⌋.
  test.each([
    [[1, 2, 4, 8], 0, 1],
    [[1, 2, 4, 8], 0.25, 1],
    [[1, 2, 4, 8], 0.26, 2],
    [[1, 2, 4, 8], 0.5, 2],
    [[1, 2, 4, 8], 0.75, 4],
    [[1, 2, 4, 8], 0.76, 8],
    [[1, 2, 4, 8], 1, 8],
    [[15, 20, 35, 40, 50], 0.3, 20],
    [[7], 0.3, 7],
  ])('of %j at %d is %d', (sorted, p, expected) => {
    expect(quantile1(sorted, p)).toBe(expected);
  });

  test('takes a rank that is whole but for rounding as whole', () => {
    const ranks = Array.from({ length: 1000 }, (_, i) => i + 1);
    for (const percent of [5, 7, 10, 29, 55, 57, 58, 90, 95]) {
      for (const n of [100, 300, 1000]) {
        expect(quantile1(ranks.slice(0, n), percent / 100)).toBe((n * percent) / 100);
      }
    }
  });

  test('is infinite where enough values are', () => {
    const sorted = [2031, 2034, 2040, Infinity, Infinity];
    expect([0.05, 0.5, 0.6, 0.61, 0.95].map((p) => quantile1(sorted, p))).toEqual([
      2031,
      2040,
      2040,
      Infinity,
      Infinity,
    ]);
  });

  test('takes the nearer end beyond 0…1 and is NaN of nothing', () => {
    expect([quantile1([1, 9], -0.2), quantile1([1, 9], 1.3), quantile1([], 0.5)]).toEqual([1, 9, Number.NaN]);
  });

  test('is the least value that a share of p does not exceed', () => {
    fc.assert(
      fc.property(anySorted, anyShare, (sorted, p) => {
        const q = quantile1(sorted, p);
        expect(sorted.filter((value) => value <= q).length / sorted.length).toBeGreaterThanOrEqual(p * (1 - 1e-15));
        expect(sorted.filter((value) => value < q).length / sorted.length).toBeLessThanOrEqual(p);
      }),
    );
  });
});
