import { failure, success, type Result } from '@isocentre/evidence';
import { exp, log, normalQuantile, sumOf } from '@isocentre/statistics';
import type { Estimated } from '../estimate.ts';
import { firstWrong, levelOf, pairsProblem, refused, type LevelOption, type Measured } from '../measured.ts';
import { chiSquareQuantile } from '../special/distributions.ts';
import { withinSubjects, type Replicates } from '../within-subjects.ts';

/** How near measurements of one subject under the same conditions lie. The estimate is the RC; `n` counts subjects. */
export interface Repeatability extends Estimated<'repeatability'> {
  /** Σ (measurements of a subject − 1). */
  readonly degrees: number;
  /** Standard deviation within subjects, in the unit of the values. */
  readonly withinDeviation: Measured;
  /** What is said of values that are all above 0; undefined where some are not. */
  readonly relative?: RelativeRepeatability;
}

/** Repeatability in proportion to the size of what is measured. */
export interface RelativeRepeatability {
  /** Coefficient of variation within subjects, as a share. */
  readonly withinVariation: Measured;
  /** RC as a share of the value. */
  readonly coefficient: Measured;
  /** The smallest growth and shrinkage, as shares, that 95 % of unchanged subjects do not show: not symmetrical. */
  readonly smallestRealGrowth: Measured;
  readonly smallestRealShrinkage: Measured;
}

/**
 * Measures repeatability: the standard deviation within subjects (wSD) and the repeatability coefficient
 * RC = 1.96·√2·wSD, the smallest change between two measurements of one subject that is real with 95 % confidence.
 *
 * Intervals are χ² intervals with Σ (m − 1) degrees of freedom, exact where deviations are normal with one spread. Where
 * all values are above 0 also the coefficient of variation within subjects (wCV), the root of the mean of s²/mean² over
 * degrees of freedom, and, from logarithms, the smallest real growth and shrinkage.
 *
 * Source: D. Raunig and others, Statistical Methods in Medical Research 24 (2015) 27–67 (QIBA); J. Bland, D. Altman, BMJ
 * 313 (1996) 744. Exact but for rounding, under 1e-12.
 *
 * @param replicates Values with the subject of each; at least one subject has two.
 */
export const repeatability = (replicates: Replicates, options: LevelOption = {}): Result<Repeatability> => {
  const metric = 'repeatability';
  const level = levelOf(metric, options);
  const { subject, value } = replicates;
  const problem = pairsProblem(metric, subject, value) ?? firstWrong(metric, value, Number.isFinite, 'a number');
  if (problem) return failure(problem);
  const within = withinSubjects(replicates);
  const { degrees, counts, means, squares } = within;
  if (degrees < 1) return refused(metric, 'one value a subject', 'several of at least one subject');
  const tail = (1 - level) / 2;
  const [shrink, stretch] = [
    Math.sqrt(degrees / chiSquareQuantile(1 - tail, degrees)),
    Math.sqrt(degrees / chiSquareQuantile(tail, degrees)),
  ];
  const spread = (deviation: number, to: (value: number) => number = (one) => one): Measured => ({
    estimate: to(deviation),
    interval: { lower: to(deviation * shrink), upper: to(deviation * stretch), level, method: 'chi-square' },
  });
  const factor = normalQuantile(0.975) * Math.SQRT2;
  const deviation = Math.sqrt(within.variance);
  const result = {
    metric,
    version: 1,
    n: counts.length,
    degrees,
    ...spread(factor * deviation),
    withinDeviation: spread(deviation),
  } as const;
  for (let i = 0; i < value.length; i += 1) if (!((value[i] as number) > 0)) return success(result);
  const variation = Math.sqrt(sumOf(squares.map((one, s) => one / (means[s] as number) ** 2)) / degrees);
  const logs = Math.sqrt(withinSubjects({ subject, value: Float64Array.from(value, log) }).variance);
  return success({
    ...result,
    relative: {
      withinVariation: spread(variation),
      coefficient: spread(factor * variation),
      smallestRealGrowth: spread(factor * logs, (one) => exp(one) - 1),
      smallestRealShrinkage: spread(factor * logs, (one) => 1 - exp(-one)),
    },
  });
};
