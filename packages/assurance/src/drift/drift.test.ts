import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { valueOf } from '../../../../tests/support/draw.ts';
import { categoryDrift } from './categories.ts';
import { kolmogorovSmirnov, wasserstein } from './distance.ts';
import { stabilityIndex } from './stability-index.ts';

const before = [1.1, 2.3, 3.7, 4.2, 5.5, 6.1, 7.9, 8.4, 9.6, 10.2, 11.8, 12.5];
const now = [3.1, 4.2, 6.6, 8.8, 9.6, 12.5, 13.3, 14.9];
const small = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 6 });

/** P(D ≥ d) by every way to deal the values to two samples. */
const dealt = (a: readonly number[], b: readonly number[]): number => {
  const all = [...a, ...b];
  const gapOf = (mask: number): number => {
    const gaps = all.map((value) => {
      let [i, j] = [0, 0];
      for (const [k, one] of all.entries()) {
        if (one > value) continue;
        if (((mask >> k) & 1) === 1) i += 1;
        else j += 1;
      }
      return Math.abs(i * b.length - j * a.length);
    });
    return Math.max(...gaps);
  };
  const seen = gapOf(2 ** a.length - 1);
  let [ways, asFar] = [0, 0];
  for (let mask = 0; mask < 2 ** all.length; mask += 1) {
    let ones = 0;
    for (let k = 0; k < all.length; k += 1) ones += (mask >> k) & 1;
    if (ones !== a.length) continue;
    ways += 1;
    if (gapOf(mask) >= seen) asFar += 1;
  }
  return asFar / ways;
};

describe('Kolmogorov and Smirnov', () => {
  test('without ties, as scipy 1.17 gives it', () => {
    const found = valueOf(kolmogorovSmirnov(before, [3.15, 4.25, 6.6, 8.8, 9.65, 12.55, 13.3, 14.9]));
    expect(found.pValue).toBeCloseTo(0.4477732793522267, 12);
    expect(found.method).toBe('exact');
  });
  test('with ties the gap is as in R, and the chance that of every way to deal the values', () => {
    expect(valueOf(kolmogorovSmirnov(before, now)).estimate).toBeCloseTo(0.29166666666667, 12);
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(valueOf(kolmogorovSmirnov(a, b)).pValue).toBeCloseTo(dealt(a, b), 12);
      }),
      { seed: 4, numRuns: 40 },
    );
  });
  test('many values take the asymptotic chance', () => {
    const many = Array.from({ length: 120 }, (_, i) => i);
    const found = valueOf(
      kolmogorovSmirnov(
        many,
        many.map((one) => one + 24.5),
      ),
    );
    expect(found).toMatchObject({ method: 'asymptotic' });
    expect(found.estimate).toBeCloseTo(25 / 120, 14);
    // scipy 1.17, special.kolmogorov(√60 · 25/120).
    expect(found.pValue).toBeCloseTo(0.010941566342440841, 12);
    expect(valueOf(kolmogorovSmirnov(many, many))).toMatchObject({ estimate: 0, pValue: 1 });
    expect(
      valueOf(
        kolmogorovSmirnov(
          many,
          many.map((one) => one + 0.5),
        ),
      ).pValue,
    ).toBe(1);
  });
});

describe('Wasserstein', () => {
  test('as scipy 1.17 gives it; a shift is its size', () => {
    expect(valueOf(wasserstein(before, now)).estimate).toBeCloseTo(2.1833333333333336, 13);
    expect(
      valueOf(
        wasserstein(
          before,
          before.map((one) => one + 3),
        ),
      ).estimate,
    ).toBeCloseTo(3, 13);
  });
  test('of samples of one size it is the mean distance by rank', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer(), fc.integer()), { minLength: 1 }), (pairs) => {
        const [a, b] = [
          pairs.map(([one]) => one).toSorted((x, y) => x - y),
          pairs.map(([, one]) => one).toSorted((x, y) => x - y),
        ];
        const mean = a.reduce((sum, one, i) => sum + Math.abs(one - (b[i] ?? 0)), 0) / a.length;
        expect(valueOf(wasserstein(a, b)).estimate / Math.max(1, mean)).toBeCloseTo(mean / Math.max(1, mean), 10);
      }),
      { seed: 4, numRuns: 100 },
    );
  });
});

describe('the population stability index', () => {
  const reference = Array.from({ length: 100 }, (_, i) => i + 1);
  test('as numpy gives it', () => {
    const current = [
      ...Array.from({ length: 60 }, (_, i) => (i + 1) / 2),
      ...Array.from({ length: 80 }, (_, i) => i + 40),
    ];
    const found = valueOf(stabilityIndex(reference, current));
    expect(found.bins.map((bin) => bin.current)).toEqual([20, 20, 20, 1, 10, 10, 10, 10, 10, 29]);
    expect(found.estimate).toBeCloseTo(0.3643789679455824, 13);
    expect(found.withoutDrift95).toBeCloseTo(0.2900396160792077, 13);
  });
  test('of the same sample it is 0; ties make fewer bins; one size makes none', () => {
    expect(valueOf(stabilityIndex(reference, reference)).estimate).toBe(0);
    const tied = valueOf(stabilityIndex([1, 1, 1, 1, 1, 1, 1, 2, 3, 3], [1, 2, 3]));
    expect(tied.bins.reduce((sum, bin) => sum + bin.reference, 0)).toBe(10);
    expect(tied.bins.every((bin) => bin.reference > 0)).toBe(true);
    expect(tied.bins.length).toBeLessThan(10);
    expect(stabilityIndex([2, 2, 2], [1, 2])).toMatchObject({ problems: [{ found: 'reference values of one size' }] });
  });
});

describe('categories', () => {
  test('as chisq.test in R and the closed form give it', () => {
    const found = valueOf(
      categoryDrift(
        new Map([
          ['a', 20],
          ['b', 30],
          ['c', 50],
        ]),
        new Map([
          ['c', 20],
          ['a', 35],
          ['b', 25],
          ['d', 0],
        ]),
      ),
    );
    expect(found.chiSquare).toBeCloseTo(15.37012987013, 10);
    expect(found).toMatchObject({ degrees: 2, reference: 100, current: 80 });
    expect(found.pValue).toBeCloseTo(0.0004596409415780567, 14);
    expect(found.estimate).toBeCloseTo(0.21084686956141485, 13);
    expect(found.leastExpected).toBeCloseTo((80 * 55) / 180, 12);
  });
  test('no category in common is 1, one alone is 0', () => {
    expect(valueOf(categoryDrift(new Map([['a', 3]]), new Map([['b', 9]]))).estimate).toBeCloseTo(1, 14);
    expect(valueOf(categoryDrift(new Map([['a', 3]]), new Map([['a', 9]])))).toMatchObject({ estimate: 0, pValue: 1 });
  });
  test('what is no count is refused', () => {
    expect(categoryDrift(new Map([['a', 1.5]]), new Map([['a', 1]]))).toMatchObject({
      problems: [{ where: 'category-drift, a' }],
    });
    expect(categoryDrift(new Map([['a', 0]]), new Map([['a', 1]]))).toMatchObject({
      problems: [{ found: '0 and 1 cases' }],
    });
  });
});

test('samples that are empty or no numbers are refused', () => {
  for (const measure of [kolmogorovSmirnov, wasserstein, stabilityIndex]) {
    expect(measure([], [1])).toMatchObject({ problems: [{ found: '0 and 1 values' }] });
    expect(measure([1, 2], [1, Infinity])).toMatchObject({ problems: [{ found: 'Infinity' }] });
  }
});
