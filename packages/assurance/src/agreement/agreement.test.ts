import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { peakFlow } from '../../../../tests/support/peak-flow.ts';
import { drawsOf, valueOf } from '../../../../tests/support/draw.ts';
import type { Measured } from '../measured.ts';
import { blandAltman } from './bland-altman.ts';
import { concordance } from './concordance.ts';
import { intraclass } from './intraclass.ts';
import { repeatedPairs, repeatedValues } from './repeated.ts';

const [wright] = peakFlow.wright;
const [mini] = peakFlow.mini;
const subjects = Array.from({ length: 34 }, (_, i) => i % 17);

const expectNear = (measured: Measured, estimate: number, lower: number, upper: number): void => {
  expect(measured.estimate).toBeCloseTo(estimate, 9);
  expect(measured.interval.lower).toBeCloseTo(lower, 9);
  expect(measured.interval.upper).toBeCloseTo(upper, 9);
};

describe('Bland and Altman', () => {
  test('the two peak flow meters of 1986: bias −2.1, standard deviation 38.8, as published', () => {
    const found = valueOf(blandAltman(wright, mini));
    expect(found.estimate.toFixed(1)).toBe('-2.1');
    expect(found.standardDeviation.toFixed(1)).toBe('38.8');
    // R 4.2.2, t.test and the formula of 1999.
    expectNear(found, -2.117647058823529, -22.04883769664517, 17.813543578998097);
    expectNear(found.lowerLimit, -78.09590546711172, -112.85155313931085, -43.34025779491259);
    expect(found.upperLimit.estimate + found.lowerLimit.estimate).toBeCloseTo(2 * found.estimate, 11);
    expect(found).toMatchObject({ metric: 'bland-altman', version: 1, n: 17, scale: 'difference' });
  });

  test('on the ratio scale logarithms are put back', () => {
    const found = valueOf(blandAltman(wright, mini, { scale: 'ratio' }));
    expectNear(found, 0.9882846257676575, 0.928250561307033, 1.0522013583848062);
    const logs = valueOf(blandAltman(wright.map(Math.log), mini.map(Math.log)));
    expect(found.upperLimit.estimate).toBeCloseTo(Math.exp(logs.upperLimit.estimate), 12);
    expect(found.lowerLimit.interval.lower).toBeCloseTo(Math.exp(logs.lowerLimit.interval.lower), 12);
  });

  test('a shift moves the bias and leaves the spread; the other way round turns it over', () => {
    const plain = valueOf(blandAltman(wright, mini));
    const moved = valueOf(
      blandAltman(
        wright.map((one) => one + 1e6),
        mini,
      ),
    );
    expect(moved.estimate).toBeCloseTo(plain.estimate + 1e6, 6);
    expect(moved.standardDeviation).toBeCloseTo(plain.standardDeviation, 8);
    const turned = valueOf(blandAltman(mini, wright));
    expect(turned.lowerLimit.interval.lower).toBeCloseTo(-plain.upperLimit.interval.upper, 10);
  });

  test.each([
    [[1, 2], [1, 2], '2 pairs'],
    [[1, 2, 3], [1, 2], '3 and 2 values'],
    [[1, Number.NaN, 3], [1, 2, 3], 'NaN'],
  ])('%j and %j are refused', (first, second, found) => {
    expect(blandAltman(first, second)).toMatchObject({ ok: false, problems: [{ found }] });
  });

  test('a ratio of what is not above 0 is refused with its place', () => {
    expect(blandAltman([1, 2, 3], [1, 2, 0], { scale: 'ratio' })).toMatchObject({
      problems: [{ where: 'bland-altman, second, value 3', found: '0', expected: 'more than 0, for a ratio' }],
    });
    expect(() => blandAltman([1, 2, 3], [3, 2, 1], { level: 1 })).toThrow(RangeError);
  });
});

describe('repeated measurements', () => {
  const [first, second] = [peakFlow.wright.flat(), peakFlow.mini.flat()];

  test('of pairs, as R’s analysis of variance gives it', () => {
    const found = valueOf(repeatedPairs(subjects, first, second));
    expect(found.estimate).toBeCloseTo(-6.02941176470588, 11);
    expect(found.standardDeviation).toBeCloseTo(37.6282121943254, 11);
    expect(found).toMatchObject({ n: 17, design: 'value varies' });
  });

  test('of values, where replicates make no pairs: s² of the means and half of each within', () => {
    const found = valueOf(repeatedValues({ subject: subjects, value: first }, { subject: subjects, value: second }));
    const means = wright.map(
      (_, s) => (first[s] ?? 0) / 2 + (first[s + 17] ?? 0) / 2 - (second[s] ?? 0) / 2 - (second[s + 17] ?? 0) / 2,
    );
    const mean = means.reduce((sum, one) => sum + one, 0) / 17;
    const between = means.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 16;
    const within = [first, second].map(
      (values) => wright.reduce((sum, _, s) => sum + ((values[s] ?? 0) - (values[s + 17] ?? 0)) ** 2 / 2, 0) / 17,
    );
    expect(found.standardDeviation ** 2).toBeCloseTo(between + ((within[0] ?? 0) + (within[1] ?? 0)) / 2, 8);
    // The standard deviations of 1986 between repeats: 21.6 and 28.2 for differences of two.
    expect(within.map((one) => Math.sqrt(2 * one).toFixed(1))).toEqual(['21.6', '28.2']);
    expect(found.upperLimit.estimate).toBeCloseTo(found.estimate + 1.959963984540054 * found.standardDeviation, 10);
  });

  test('different numbers a subject weigh by their harmonic mean', () => {
    const subject = [0, 0, 0, 1, 1, 2, 3];
    const differences = [1, 2, 6, -1, 3, 0, 4];
    const found = valueOf(
      repeatedPairs(
        subject,
        differences,
        differences.map(() => 0),
      ),
    );
    // By hand: means 3, 1, 0, 4; within (14 + 8) / 3; harmonic mean 4 / (1/3 + 1/2 + 1 + 1).
    expect(found.estimate).toBe(2);
    expect(found.standardDeviation ** 2).toBeCloseTo(10 / 3 + (1 - (1 / 3 + 1 / 2 + 2) / 4) * (22 / 3), 12);
    const { lowerLimit, upperLimit } = found;
    // The limits by tables of χ² and t with 3 degrees of freedom, which both parts have.
    const parts = [10 / 3, (1 - (1 / 3 + 1 / 2 + 2) / 4) * (22 / 3)];
    const variance = (parts[0] ?? NaN) + (parts[1] ?? NaN);
    const reach = (quantile: number): number => Math.hypot(...parts.map((part) => (part * 3) / quantile - part));
    const z = 1.959963984540054;
    const half = z * Math.sqrt(variance);
    expect(lowerLimit.estimate).toBeCloseTo(2 - half, 10);
    expect(upperLimit.estimate).toBeCloseTo(2 + half, 10);
    const sway = 3.18244630528371 * Math.sqrt(10 / 3 / 4);
    expect(found.interval.upper).toBeCloseTo(2 + sway, 9);
    const outward = z * Math.sqrt(variance + reach(0.215795282623898)) - half;
    const inward = half - z * Math.sqrt(Math.max(0, variance - reach(9.34840360449614)));
    expect(upperLimit.interval.upper).toBeCloseTo(2 + half + Math.hypot(sway, outward), 9);
    expect(upperLimit.interval.lower).toBeCloseTo(2 + half - Math.hypot(sway, inward), 9);
    expect(lowerLimit.interval.lower).toBeLessThan(lowerLimit.estimate);
    expect(upperLimit.estimate - upperLimit.interval.lower).toBeCloseTo(
      lowerLimit.interval.upper - lowerLimit.estimate,
      12,
    );
    expect(upperLimit.interval.upper - upperLimit.estimate).toBeGreaterThan(
      upperLimit.estimate - upperLimit.interval.lower,
    );
  });

  test('what makes no such study is refused', () => {
    expect(repeatedPairs([0, 1, 2], [1, 2, 3], [1, 2, 3])).toMatchObject({
      problems: [{ found: 'one pair a subject' }],
    });
    expect(repeatedPairs([0, 0, 1], [1, 2, 3], [1, 2, 3])).toMatchObject({ problems: [{ found: '2 subjects' }] });
    expect(repeatedPairs([0, 0], [1, 2, 3], [1, 2, 3])).toMatchObject({
      problems: [{ found: '2 subjects of 3 pairs' }],
    });
    const side = { subject: [0, 1, 2], value: [1, 2, 3] };
    expect(repeatedValues(side, { subject: [0, 1, 3], value: [1, 2, 3] })).toMatchObject({
      problems: [{ found: 'subjects measured one way only' }],
    });
    expect(repeatedValues(side, { subject: [0, 1, 2], value: [1, 2, -3] }, { scale: 'ratio' })).toMatchObject({
      problems: [{ where: 'bland-altman-repeated, value 3', found: '-3' }],
    });
  });

  test('on the ratio scale it is that of the logarithms', () => {
    const ratio = valueOf(repeatedPairs(subjects, first, second, { scale: 'ratio' }));
    const logs = valueOf(repeatedPairs(subjects, first.map(Math.log), second.map(Math.log)));
    expect(ratio.upperLimit.interval.upper).toBeCloseTo(Math.exp(logs.upperLimit.interval.upper), 11);
    const of = (value: readonly number[]) => ({ subject: subjects, value });
    const logsOf = (value: readonly number[]) => of(value.map(Math.log));
    expect(valueOf(repeatedValues(of(first), of(second), { scale: 'ratio' })).estimate).toBeCloseTo(
      Math.exp(valueOf(repeatedValues(logsOf(first), logsOf(second))).estimate),
      12,
    );
  });
});

/** Lin's variance by the delta method on the moments of a bivariate normal, with numerical slopes. */
const numericalError = (x: readonly number[], y: readonly number[]): number => {
  const n = x.length;
  const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / n;
  const [mx, my] = [mean(x), mean(y)];
  const product = (a: readonly number[], ma: number, b: readonly number[], mb: number): number =>
    mean(a.map((one, i) => (one - ma) * ((b[i] ?? 0) - mb)));
  const [xx, yy, xy] = [product(x, mx, x, mx), product(y, my, y, my), product(x, mx, y, my)];
  const z = (m: readonly number[]): number => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = m;
    return Math.atanh((2 * e) / (c + d + (a - b) ** 2));
  };
  const moments = [mx, my, xx, yy, xy];
  const slopes = moments.map((value, k) => {
    const step = 1e-5 * Math.max(1, Math.abs(value));
    const at = (sign: number): readonly number[] => moments.map((one, j) => (j === k ? one + sign * step : one));
    return (z(at(1)) - z(at(-1))) / (2 * step);
  });
  const covariances = [
    [xx, xy, 0, 0, 0],
    [xy, yy, 0, 0, 0],
    [0, 0, 2 * xx * xx, 2 * xy * xy, 2 * xx * xy],
    [0, 0, 2 * xy * xy, 2 * yy * yy, 2 * yy * xy],
    [0, 0, 2 * xx * xy, 2 * yy * xy, xx * yy + xy * xy],
  ];
  let variance = 0;
  for (const [i, row] of covariances.entries())
    for (const [j, one] of row.entries()) variance += (slopes[i] ?? 0) * (slopes[j] ?? 0) * one;
  return Math.sqrt(variance / (n - 2));
};

describe('concordance', () => {
  test('of the peak flow meters, as the formulas of epiR give it in R', () => {
    const found = valueOf(concordance(wright, mini));
    expectNear(found, 0.9427424314274845, 0.8504918731685605, 0.9787262791701224);
    expect(found.precision * found.accuracy).toBeCloseTo(found.estimate, 14);
  });

  test('the error is that of the delta method on normal moments', () => {
    for (let study = 0; study < 20; study += 1) {
      const { normal } = drawsOf(1, study);
      const x = Array.from({ length: 25 }, () => normal());
      const y = x.map((one) => 0.8 * one + 0.3 + 0.6 * normal());
      const { estimate, interval } = valueOf(concordance(x, y));
      const half = (Math.atanh(interval.upper) - Math.atanh(interval.lower)) / 2;
      expect(Math.atanh(interval.upper) - half).toBeCloseTo(Math.atanh(estimate), 10);
      expect(half / 1.959963984540054).toBeCloseTo(numericalError(x, y), 6);
    }
  });

  test('on the line of equality it is 1; values all the same have none', () => {
    expect(valueOf(concordance([1, 2, 3], [1, 2, 3]))).toMatchObject({ estimate: 1, interval: { lower: 1, upper: 1 } });
    expect(concordance([1, 1, 1], [1, 2, 3])).toMatchObject({ problems: [{ found: 'values that are all the same' }] });
    expect(concordance([1, 2], [1, 2])).toMatchObject({ problems: [{ found: '2 pairs' }] });
  });

  test('stays between −1 and 1 with its interval, and no correlation gives 0', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), { minLength: 4 }),
        (pairs) => {
          const result = concordance(
            pairs.map(([x]) => x),
            pairs.map(([, y]) => y),
          );
          if (!result.ok) return;
          const { lower, upper } = result.value.interval;
          expect(lower).toBeGreaterThanOrEqual(-1);
          expect(lower).toBeLessThanOrEqual(result.value.estimate + 1e-12);
          expect(upper).toBeGreaterThanOrEqual(result.value.estimate - 1e-12);
          expect(upper).toBeLessThanOrEqual(1);
        },
      ),
      { seed: 5, numRuns: 200 },
    );
    expect(valueOf(concordance([1, 2, 1, 2], [1, 1, 2, 2])).estimate).toBeCloseTo(0, 15);
  });
});

describe('intraclass correlation', () => {
  // P. Shrout, J. Fleiss 1979, table 2: six subjects by four judges.
  const ratings = [9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7];

  test('the table of Shrout and Fleiss gives 0.29 and 0.71, as published', () => {
    const random = valueOf(intraclass(ratings, 4, { raters: 'random' }));
    const fixed = valueOf(intraclass(ratings, 4, { raters: 'fixed' }));
    expect([random.estimate.toFixed(2), fixed.estimate.toFixed(2)]).toEqual(['0.29', '0.71']);
    // Intervals as the R package psych prints them.
    expect([random.interval.lower, random.interval.upper].map((one) => one.toFixed(2))).toEqual(['0.02', '0.76']);
    expect([fixed.interval.lower, fixed.interval.upper].map((one) => one.toFixed(2))).toEqual(['0.34', '0.95']);
    // R 4.2.2, aov.
    expect(fixed.meanSquares.subjects).toBeCloseTo(11.241666666666667, 12);
    expect(fixed.meanSquares.raters).toBeCloseTo(32.48611111111111, 12);
    expect(fixed.meanSquares.error).toBeCloseTo(1.0194444444444444, 12);
  });

  test('mean squares are those of totals', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 5 }),
        fc.integer({ min: 2, max: 8 }),
        fc.infiniteStream(fc.integer({ min: 0, max: 20 })),
        (k, n, stream) => {
          const values = Array.from({ length: n * k }, () => stream.next().value as number);
          const found = intraclass(values, k, { raters: 'fixed' });
          if (!found.ok) return;
          const correction = values.reduce((sum, one) => sum + one, 0) ** 2 / (n * k);
          const totals = (count: number, of: (at: number) => number): number =>
            Array.from(
              { length: count },
              (_, at) => values.reduce((sum, one, v) => sum + (of(v) === at ? one : 0), 0) ** 2,
            ).reduce((sum, one) => sum + one, 0);
          const rows = totals(n, (v) => Math.floor(v / k)) / k - correction;
          const columns = totals(k, (v) => v % k) / n - correction;
          const all = values.reduce((sum, one) => sum + one * one, 0) - correction;
          expect(found.value.meanSquares.subjects).toBeCloseTo(rows / (n - 1), 8);
          expect(found.value.meanSquares.raters).toBeCloseTo(columns / (k - 1), 8);
          expect(found.value.meanSquares.error).toBeCloseTo((all - rows - columns) / ((n - 1) * (k - 1)), 8);
        },
      ),
      { seed: 6, numRuns: 60 },
    );
  });

  test('a rater who is always higher changes agreement, not consistency', () => {
    const shifted = ratings.map((one, at) => one + (at % 4 === 1 ? 3 : 0));
    const of = (values: readonly number[], raters: 'fixed' | 'random'): number =>
      valueOf(intraclass(values, 4, { raters })).estimate;
    expect(of(shifted, 'fixed')).toBeCloseTo(of(ratings, 'fixed'), 12);
    expect(of(shifted, 'random')).not.toBeCloseTo(of(ratings, 'random'), 2);
  });

  test('what is no table is refused; a perfect one is 1', () => {
    expect(intraclass([1, 2, 3], 2, { raters: 'fixed' })).toMatchObject({
      problems: [{ found: '3 ratings by 2 raters' }],
    });
    expect(intraclass([1, 1, 1, 1], 2, { raters: 'fixed' })).toMatchObject({
      problems: [{ found: 'ratings that are all the same' }],
    });
    expect(intraclass([1, 2, Number.NaN, 1], 2, { raters: 'random' })).toMatchObject({
      problems: [{ where: 'icc-2-1, value 3' }],
    });
    for (const raters of ['fixed', 'random'] as const)
      expect(valueOf(intraclass([1, 1, 2, 2, 5, 5], 2, { raters }))).toMatchObject({
        estimate: 1,
        interval: { lower: 1, upper: 1 },
      });
  });
});
