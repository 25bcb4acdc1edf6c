import { failure, success, type Result } from '@isocentre/evidence';
import { meanOf, varianceOf } from '@isocentre/statistics';
import { checkLevel, usualLevel, type Estimated } from '../estimate.ts';
import { pairsProblem, refused } from '../measured.ts';
import { studentQuantile, studentTwoSided } from '../special/distributions.ts';

/** The difference of the means of two values that each case has. */
export interface MeanDifference extends Estimated<'mean-difference'> {
  /** Of equal means, two-sided, by the paired t test. */
  readonly p: number;
}

/**
 * Compares two values that each case has, such as the squared errors of two technologies: the mean of first less second
 * with its t interval, and the paired t test.
 *
 * The interval promises its level where differences are normal, or for many cases. Differences that are all the same
 * leave nothing to chance: they are refused, for no variance is not certainty.
 *
 * Source: Student, Biometrika 6 (1908) 1–25. Exact but for rounding, under 1e-12.
 *
 * @param first One value a case.
 * @param second The other, in the same order; at least two.
 * @param level Confidence between 0 and 1; default 0.95.
 */
export const compareMeans = (
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  level: number = usualLevel,
): Result<MeanDifference> => {
  const metric = 'mean-difference';
  checkLevel(metric, level);
  const problem = pairsProblem(metric, first, second);
  if (problem) return failure(problem);
  const n = first.length;
  if (n < 2) return refused(metric, `${n} pairs`, 'at least 2');
  const differences = Float64Array.from(first, (value, i) => value - (second[i] as number));
  const estimate = meanOf(differences);
  const error = Math.sqrt(varianceOf(differences) / n);
  if (error === 0) return refused(metric, 'differences that are all the same', 'differences that vary');
  const half = studentQuantile((1 + level) / 2, n - 1) * error;
  return success({
    metric,
    version: 1,
    n,
    estimate,
    interval: { lower: estimate - half, upper: estimate + half, level, method: 'paired-t' },
    p: studentTwoSided(estimate / error, n - 1),
  });
};
