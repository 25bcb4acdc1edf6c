import { failure, success, type Result } from '@isocentre/evidence';
import { exp, log, meanOf, normalQuantile, varianceOf } from '@isocentre/statistics';
import type { Estimated } from '../estimate.ts';
import { firstWrong, levelOf, pairsProblem, refused, type LevelOption, type Measured } from '../measured.ts';
import { studentQuantile } from '../special/distributions.ts';

/** The share of differences that lie between the limits of agreement, as the field has it. */
export const agreementShare = 0.95;

/** How two ways of measuring agree: the bias with its interval, and the limits with theirs. */
export interface BlandAltman extends Estimated<'bland-altman'> {
  /** What is compared: first minus second, or first divided by second. */
  readonly scale: 'difference' | 'ratio';
  /** Standard deviation of the differences; on the ratio scale of the differences of natural logarithms. */
  readonly standardDeviation: number;
  readonly lowerLimit: Measured;
  readonly upperLimit: Measured;
}

/** How agreement is judged. */
export interface AgreementOptions extends LevelOption {
  /** Differences by default; ratios where the spread grows with the size. */
  readonly scale?: 'difference' | 'ratio';
}

/** Puts limits on the ratio scale back from logarithms. */
export const backFromLogs = ({ estimate, interval }: Measured): Measured => ({
  estimate: exp(estimate),
  interval: { ...interval, lower: exp(interval.lower), upper: exp(interval.upper) },
});

/** Gives the differences first − second, of logarithms on the ratio scale; or names the value that forbids it. */
export const differencesOf = (
  metric: string,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  scale: 'difference' | 'ratio',
): Result<Float64Array> => {
  const positive = (value: number): boolean => value > 0;
  const problem =
    pairsProblem(metric, first, second) ??
    (scale === 'ratio'
      ? (firstWrong(`${metric}, first`, first, positive, 'more than 0, for a ratio') ??
        firstWrong(`${metric}, second`, second, positive, 'more than 0, for a ratio'))
      : undefined);
  if (problem) return failure(problem);
  const on = scale === 'ratio' ? log : (value: number): number => value;
  return success(Float64Array.from(first, (value, i) => on(value) - on(second[i] as number)));
};

/**
 * Measures the agreement of two ways of measuring by Bland and Altman: the bias, and the limits between which 95 % of
 * differences lie, bias ± 1.96 standard deviations.
 *
 * Intervals are t intervals with n − 1 degrees of freedom. The variance of a limit is s²·(1/n + z²/(2(n − 1))), the
 * approximation of 1999, not the exact tolerance limit. On the ratio scale the same is done with natural logarithms and
 * put back, so that the bias is the geometric mean of the ratios.
 *
 * Source: J. Bland, D. Altman, The Lancet 327 (1986) 307–310; Statistical Methods in Medical Research 8 (1999) 135–160.
 * Exact but for rounding, under 1e-12.
 *
 * @param first One value a subject, in any unit.
 * @param second The other, in the same unit and order; at least 3 pairs.
 * @returns the bias with its interval, the limits with theirs; what is wrong where values are no pairs of numbers, or a
 *   ratio is asked of what is not above 0.
 *
 * @example
 * ```ts
 * import { blandAltman } from '@isocentre/assurance';
 * const agreement = blandAltman([10.1, 12.3, 9.8, 11.0], [10.4, 12.0, 9.9, 11.4]);
 * ```
 */
export const blandAltman = (
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: AgreementOptions = {},
): Result<BlandAltman> => {
  const metric = 'bland-altman';
  const level = levelOf(metric, options);
  const scale = options.scale ?? 'difference';
  const differences = differencesOf(metric, first, second, scale);
  if (!differences.ok) return differences;
  const n = differences.value.length;
  if (n < 3) return refused(metric, `${n} pairs`, 'at least 3');
  const bias = meanOf(differences.value);
  const standardDeviation = Math.sqrt(varianceOf(differences.value));
  const z = normalQuantile((1 + agreementShare) / 2);
  const t = studentQuantile((1 + level) / 2, n - 1);
  const around = (estimate: number, error: number, method: string): Measured => ({
    estimate,
    interval: { lower: estimate - t * error, upper: estimate + t * error, level, method },
  });
  const back = scale === 'ratio' ? backFromLogs : (one: Measured): Measured => one;
  const limitError = standardDeviation * Math.sqrt(1 / n + (z * z) / (2 * (n - 1)));
  const limitMethod = 'bland-altman-1999';
  return success({
    metric,
    version: 1,
    n,
    ...back(around(bias, standardDeviation / Math.sqrt(n), 't')),
    scale,
    standardDeviation,
    lowerLimit: back(around(bias - z * standardDeviation, limitError, limitMethod)),
    upperLimit: back(around(bias + z * standardDeviation, limitError, limitMethod)),
  });
};
