import { failure, success, type Result } from '@isocentre/evidence';
import { sumOf } from '@isocentre/statistics';
import type { Estimated } from '../estimate.ts';
import { firstWrong, levelOf, refused, type LevelOption } from '../measured.ts';
import { fisherQuantile } from '../special/distributions.ts';

/** An intraclass correlation with the mean squares behind it. `n` counts subjects. */
export interface Intraclass extends Estimated<'icc-2-1' | 'icc-3-1'> {
  readonly raters: number;
  readonly meanSquares: { readonly subjects: number; readonly raters: number; readonly error: number };
}

/** Which raters the coefficient is about. */
export interface IntraclassOptions extends LevelOption {
  /** `random`: raters like these, absolute agreement, ICC(2,1). `fixed`: these raters only, consistency, ICC(3,1). */
  readonly raters: 'random' | 'fixed';
}

const meanSquaresOf = (values: ArrayLike<number>, n: number, k: number): Intraclass['meanSquares'] => {
  const all = sumOf(values) / (n * k);
  const cell = (i: number, j: number): number => values[i * k + j] as number;
  const rows = Float64Array.from({ length: n }, (_, i) => {
    return sumOf(Float64Array.from({ length: k }, (_one, j) => cell(i, j) - all)) / k;
  });
  const columns = Float64Array.from({ length: k }, (_, j) => {
    return sumOf(Float64Array.from({ length: n }, (_one, i) => cell(i, j) - all)) / n;
  });
  const rests = Float64Array.from({ length: n * k }, (_, at) => {
    const [i, j] = [Math.floor(at / k), at % k];
    return (cell(i, j) - all - (rows[i] as number) - (columns[j] as number)) ** 2;
  });
  const squares = (list: Float64Array): number => sumOf(list.map((one) => one * one));
  return {
    subjects: (k * squares(rows)) / (n - 1),
    raters: (n * squares(columns)) / (k - 1),
    error: sumOf(rests) / ((n - 1) * (k - 1)),
  };
};

/**
 * Measures how alike raters are by the intraclass correlation of single ratings: ICC(2,1) for raters like these, ICC(3,1)
 * for these raters only, with F intervals.
 *
 * Source: P. Shrout, J. Fleiss, Psychological Bulletin 86 (1979) 420–428. The interval of ICC(3,1) is exact where ratings
 * are normal; that of ICC(2,1) approximates degrees of freedom by Satterthwaite. Exact but for rounding, under 1e-12.
 *
 * @param values Ratings, the raters of one subject side by side: subject i by rater j at i·raters + j. Every subject is
 *   rated by every rater.
 * @param raterCount Number of raters, at least 2; of subjects at least 2.
 * @returns the coefficient, at most 1; below 0 where subjects differ less than chance would have it.
 */
export const intraclass = (
  values: ArrayLike<number>,
  raterCount: number,
  options: IntraclassOptions,
): Result<Intraclass> => {
  const metric = options.raters === 'random' ? 'icc-2-1' : 'icc-3-1';
  const level = levelOf(metric, options);
  const k = raterCount;
  const n = values.length / k;
  if (!(Number.isInteger(k) && k >= 2 && Number.isInteger(n) && n >= 2))
    return refused(metric, `${values.length} ratings by ${k} raters`, 'at least 2 subjects, each by at least 2 raters');
  const problem = firstWrong(metric, values, Number.isFinite, 'a number');
  if (problem) return failure(problem);
  const meanSquares = meanSquaresOf(values, n, k);
  const { subjects, raters, error } = meanSquares;
  if (!(subjects + error > 0)) return refused(metric, 'ratings that are all the same', 'ratings that differ');
  const p = (1 + level) / 2;
  const free = (n - 1) * (k - 1);
  const common = { version: 1, n, raters: k, meanSquares } as const;
  if (options.raters === 'fixed') {
    const estimate = (subjects - error) / (subjects + (k - 1) * error);
    const bound = (divisor: number, factor: number): number =>
      (subjects * factor - error * divisor) / (subjects * factor + (k - 1) * error * divisor);
    const lower = bound(fisherQuantile(p, n - 1, free), 1);
    const upper = bound(1, fisherQuantile(p, free, n - 1));
    return success({ metric, ...common, estimate, interval: { lower, upper, level, method: 'f' } });
  }
  const estimate = (subjects - error) / (subjects + (k - 1) * error + (k * (raters - error)) / n);
  const mixed = n * (1 + (k - 1) * estimate) - k * estimate;
  const [left, right] = [k * estimate * raters, mixed * error];
  const freedom = (free * (left + right) ** 2) / ((n - 1) * left ** 2 + right ** 2);
  const both = k * raters + (k * n - k - n) * error;
  const down = fisherQuantile(p, n - 1, freedom);
  const up = fisherQuantile(p, freedom, n - 1);
  const lower = (n * (subjects - down * error)) / (down * both + n * subjects);
  const upper = (n * (up * subjects - error)) / (both + n * up * subjects);
  return success({ metric, ...common, estimate, interval: { lower, upper, level, method: 'f-satterthwaite' } });
};
