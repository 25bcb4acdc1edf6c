import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import { exp } from '@isocentre/statistics';
import { firstWrong, refused } from '../measured.ts';

/** The largest gap of two distribution functions, with the chance of one as large without drift. */
export interface KolmogorovSmirnov {
  readonly metric: 'kolmogorov-smirnov';
  readonly version: 1;
  readonly reference: number;
  readonly current: number;
  /** 0…1. */
  readonly estimate: number;
  /** Two-sided. */
  readonly pValue: number;
  readonly method: 'exact' | 'asymptotic';
}

/** How far one distribution must be carried to become the other, in the unit of the values. */
export interface Wasserstein {
  readonly metric: 'wasserstein';
  readonly version: 1;
  readonly reference: number;
  readonly current: number;
  readonly estimate: number;
}

/** Names what forbids a comparison of two samples; undefined where nothing does. */
export const samplesProblem = (
  metric: string,
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
): Problem | undefined => {
  if (reference.length === 0 || current.length === 0)
    return { where: metric, found: `${reference.length} and ${current.length} values`, expected: 'at least one each' };
  return (
    firstWrong(`${metric}, reference`, reference, Number.isFinite, 'a number') ??
    firstWrong(`${metric}, current`, current, Number.isFinite, 'a number')
  );
};

/** Walks two samples by rising value: after each different value, how many of each are at most as large. */
const walk = (
  reference: Float64Array,
  current: Float64Array,
  step: (below: number, belowCurrent: number, value: number, next: number) => void,
): void => {
  let [i, j] = [0, 0];
  while (i < reference.length || j < current.length) {
    const value = Math.min(reference[i] ?? Infinity, current[j] ?? Infinity);
    while (reference[i] === value) i += 1;
    while (current[j] === value) j += 1;
    step(i, j, value, Math.min(reference[i] ?? Infinity, current[j] ?? Infinity));
  }
};

/**
 * Gives P(D ≥ d) by counting paths through the lattice of the two samples, ties at their value.
 *
 * Source: G. Schröer, D. Trenkler, Computational Statistics & Data Analysis 20 (1995) 185–202.
 *
 * @param ends `ends[k]` is 1 where the k-th value of both samples together is the last of its ties.
 */
const exactChance = (n: number, m: number, gap: number, ends: Uint8Array): number => {
  // Gaps are whole numbers over n·m; half a unit keeps rounding out.
  const limit = (gap - 0.5) / (n * m);
  const outside = (i: number, j: number): boolean => ends[i + j] === 1 && Math.abs(i / n - j / m) > limit;
  // The share of paths to (i, j) that stay inside, scaled as they go so that nothing overflows.
  const row = new Float64Array(m + 1);
  for (let i = 0; i <= n; i += 1) {
    for (let j = 0; j <= m; j += 1) {
      const up = i > 0 ? ((row[j] as number) * i) / (i + j) : 0;
      const along = j > 0 ? ((row[j - 1] as number) * j) / (i + j) : 0;
      row[j] = i + j === 0 ? 1 : outside(i, j) ? 0 : up + along;
    }
  }
  return 1 - (row[m] as number);
};

const asymptoticChance = (n: number, m: number, d: number): number => {
  const lambda = Math.sqrt((n * m) / (n + m)) * d;
  // Under this the series has no end in sight and the chance is 1 to 1e-16.
  if (lambda < 0.18) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k += 1) {
    const term = exp(-2 * k * k * lambda * lambda);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-18) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
};

// As R decides between the two.
const mostExact = 10_000;

/**
 * Measures drift by the two-sample test of Kolmogorov and Smirnov.
 *
 * The chance is exact, ties included, where the product of the two numbers is under 10,000, else asymptotic.
 *
 * @param reference Values before, in any order.
 * @param current Values now.
 * @returns the largest gap, exact but for rounding, with its chance, error under 1e-12 of the one that is named.
 */
export const kolmogorovSmirnov = (
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
): Result<KolmogorovSmirnov> => {
  const metric = 'kolmogorov-smirnov';
  const problem = samplesProblem(metric, reference, current);
  if (problem) return failure(problem);
  const [n, m] = [reference.length, current.length];
  let gap = 0;
  const ends = new Uint8Array(n + m + 1);
  walk(Float64Array.from(reference).toSorted(), Float64Array.from(current).toSorted(), (i, j) => {
    gap = Math.max(gap, Math.abs(i * m - j * n));
    ends[i + j] = 1;
  });
  const estimate = gap / (n * m);
  const method = n * m < mostExact ? 'exact' : 'asymptotic';
  const chance = method === 'exact' ? exactChance(n, m, gap, ends) : asymptoticChance(n, m, estimate);
  const pValue = gap === 0 ? 1 : Math.min(1, Math.max(0, chance));
  return success({ metric, version: 1, reference: n, current: m, estimate, pValue, method });
};

/**
 * Measures drift by the Wasserstein distance of order 1: the area between the two distribution functions.
 *
 * @returns the distance in the unit of the values; relative error under 1e-12.
 */
export const wasserstein = (reference: ArrayLike<number>, current: ArrayLike<number>): Result<Wasserstein> => {
  const metric = 'wasserstein';
  const problem = samplesProblem(metric, reference, current);
  if (problem) return failure(problem);
  const [n, m] = [reference.length, current.length];
  let estimate = 0;
  walk(Float64Array.from(reference).toSorted(), Float64Array.from(current).toSorted(), (i, j, value, next) => {
    if (Number.isFinite(next)) estimate += Math.abs(i / n - j / m) * (next - value);
  });
  if (!Number.isFinite(estimate)) return refused(metric, 'a distance beyond all numbers', 'values nearer together');
  return success({ metric, version: 1, reference: n, current: m, estimate });
};
