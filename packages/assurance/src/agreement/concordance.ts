import { failure, success, type Result } from '@isocentre/evidence';
import { covarianceOf, exp, log, meanOf, normalQuantile, varianceOf } from '@isocentre/statistics';
import type { Estimated } from '../estimate.ts';
import { levelOf, pairsProblem, refused, type LevelOption } from '../measured.ts';

/** Lin's concordance correlation coefficient with the two that make it: precision and accuracy. */
export interface Concordance extends Estimated<'concordance'> {
  /** Pearson's correlation. */
  readonly precision: number;
  /** The bias correction: how far the line of best fit is from the line of equality; 1 is on it. */
  readonly accuracy: number;
}

/**
 * Measures how near pairs lie to the line of equality by Lin's concordance correlation coefficient,
 * 2·s₁₂ / (s₁² + s₂² + (x̄ − ȳ)²) with divisor n, and its interval by Fisher's transformation.
 *
 * Source: L. Lin, Biometrics 45 (1989) 255–268, with the variance as corrected in Biometrics 56 (2000) 324–325.
 * Exact but for rounding, under 1e-12.
 *
 * @param first At least 3 values that differ.
 * @param second As many, in the same unit and order.
 * @returns the coefficient from −1 to 1; on a perfect line of equality the interval is the point 1.
 */
export const concordance = (
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: LevelOption = {},
): Result<Concordance> => {
  const metric = 'concordance';
  const level = levelOf(metric, options);
  const problem = pairsProblem(metric, first, second);
  if (problem) return failure(problem);
  const n = first.length;
  if (n < 3) return refused(metric, `${n} pairs`, 'at least 3');
  const divisor = (n - 1) / n;
  const [one, other] = [varianceOf(first) * divisor, varianceOf(second) * divisor];
  if (!(one > 0 && other > 0)) return refused(metric, 'values that are all the same', 'values that differ, both ways');
  const shared = covarianceOf(first, second) * divisor;
  const shift = (meanOf(first) - meanOf(second)) ** 2;
  const estimate = (2 * shared) / (one + other + shift);
  const precision = Math.max(-1, Math.min(1, shared / Math.sqrt(one * other)));
  const accuracy = (2 * Math.sqrt(one * other)) / (one + other + shift);
  const square = shift / Math.sqrt(one * other);
  const rest = 1 - estimate * estimate;
  // The variance times r², each term finite where r is 0, since the coefficient is r times the accuracy.
  const variance =
    (1 - precision ** 2) * accuracy ** 2 * rest +
    2 * accuracy ** 3 * precision ** 2 * (1 - estimate) * square -
    (accuracy ** 4 * precision ** 2 * square ** 2) / 2;
  const onLine = rest <= 0;
  const error = onLine ? 0 : Math.sqrt(Math.max(0, variance) / (n - 2)) / rest;
  const centre = 0.5 * log((1 + estimate) / (1 - estimate));
  const z = normalQuantile((1 + level) / 2);
  const back = (value: number): number => 1 - 2 / (exp(2 * value) + 1);
  const ends = onLine
    ? { lower: estimate, upper: estimate }
    : { lower: back(centre - z * error), upper: back(centre + z * error) };
  const interval = { ...ends, level, method: 'lin-fisher' };
  return success({ metric, version: 1, n, estimate, interval, precision, accuracy });
};
