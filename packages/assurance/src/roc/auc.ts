import { failure, success, type Result } from '@isocentre/evidence';
import { exp, normalCdf, normalQuantile, covarianceOf, varianceOf } from '@isocentre/statistics';
import { checkLevel, usualLevel, type Estimated, type MadeInterval } from '../estimate.ts';
import { clopperPearson } from '../proportion.ts';
import { placementsOf, splitScores, type Placements } from './placements.ts';

/** How the interval of an area is made. */
export interface AucOptions {
  /** Confidence between 0 and 1; default 0.95, as the field reports it. */
  readonly level?: number;
  /**
   * `logit` (default) makes it on the log odds of the area, which keeps it within 0…1 and covers better near 1; `plain`
   * is the area ± z standard errors, cut off at 0 and 1, as most software prints it.
   */
  readonly scale?: 'logit' | 'plain';
}

/** The area under the ROC curve with its DeLong interval. */
export interface Auc extends Estimated<'auc'> {
  readonly positives: number;
  readonly negatives: number;
  /** DeLong's; 0 where every placement is alike. */
  readonly standardError: number;
}

/** Gives the DeLong covariance of two areas on the same cases; the variance of one with itself. */
export const delongCovariance = (one: Placements, other: Placements): number =>
  covarianceOf(one.positives, other.positives) / one.positives.length +
  covarianceOf(one.negatives, other.negatives) / one.negatives.length;

const delongVariance = ({ positives, negatives }: Placements): number =>
  varianceOf(positives) / positives.length + varianceOf(negatives) / negatives.length;

const clip = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

// Placements that are all alike have a variance of their rounding.
const noVariance = 1e-28;

/**
 * The interval where DeLong's variance is 0, which is not certainty. Of complete separation: cases paired off at random
 * give min(m, n) independent trials, each right with a probability of the area, and all of them were; so the exact
 * interval of that proportion holds. Otherwise all scores are tied and nothing is known.
 */
const intervalWithoutVariance = (auc: number, pairs: number, level: number): MadeInterval => {
  if (auc > 0 && auc < 1) return { lower: 0, upper: 1, level, method: 'none' };
  return { ...clopperPearson(auc * pairs, pairs, level), level, method: 'clopper-pearson-pairs' };
};

const aucOfPlacements = (placements: Placements, { level = usualLevel, scale = 'logit' }: AucOptions): Auc => {
  const { auc, positives, negatives } = placements;
  const variance = delongVariance(placements);
  const standardError = variance > noVariance ? Math.sqrt(variance) : 0;
  const half = normalQuantile((1 + level) / 2) * standardError;
  const interval = (): MadeInterval => {
    if (standardError === 0) return intervalWithoutVariance(auc, Math.min(positives.length, negatives.length), level);
    if (scale === 'plain')
      return { lower: clip(auc - half, 0, 1), upper: clip(auc + half, 0, 1), level, method: 'delong' };
    const odds = auc / (1 - auc);
    const factor = exp(half / (auc * (1 - auc)));
    return { lower: odds / (odds + factor), upper: odds / (odds + 1 / factor), level, method: 'delong-logit' };
  };
  return {
    metric: 'auc',
    version: 1,
    n: positives.length + negatives.length,
    estimate: auc,
    interval: interval(),
    positives: positives.length,
    negatives: negatives.length,
    standardError,
  };
};

/**
 * Computes the area under the ROC curve: the chance that a case with the condition scores more than one without, ties
 * one half (Mann–Whitney), with its interval by DeLong's variance.
 *
 * Where cases with and without the condition do not overlap at all the variance is 0 and says nothing; the interval is
 * then that of min(m, n) independent pairs (Clopper–Pearson). Where every score is the same it is 0…1.
 *
 * Source: E. DeLong, D. DeLong, D. Clarke-Pearson, Biometrics 44 (1988) 837–845; time O(n log n) by X. Sun, W. Xu, IEEE
 * Signal Processing Letters 21 (2014) 1389–1393.
 *
 * @param scores Higher is likelier to have the condition; any numbers, infinite ones too.
 * @param truth 1 with the condition, 0 without; a RangeError if not as many as scores.
 * @returns the area, exact but for one rounding, and the standard error with a relative error under 1e-12; or a problem:
 *   a score that is no number, or fewer than two cases of a kind. The interval covers about as often as it says with
 *   many cases; how often with few is in `docs/models/assurance.md`.
 *
 * @example
 * ```ts
 * import { auc } from '@isocentre/assurance';
 * const found = auc(Float64Array.of(0.1, 0.4, 0.35, 0.8), Uint8Array.of(0, 0, 1, 1));
 * const area: number = found.ok ? found.value.estimate : Number.NaN; // 0.75
 * ```
 */
export const auc = (scores: Float64Array, truth: Uint8Array, options: AucOptions = {}): Result<Auc> => {
  checkLevel('auc', options.level ?? usualLevel);
  const split = splitScores(scores, truth);
  return split.ok ? success(aucOfPlacements(placementsOf(split.value), options)) : split;
};

/** Two areas on the same cases and their difference. */
export interface AucComparison extends Estimated<'auc-difference'> {
  readonly first: Auc;
  readonly second: Auc;
  readonly standardError: number;
  /** The difference in standard errors; none where they are 0. */
  readonly z?: number;
  /** Two-sided, that the areas are equal; none where the standard error is 0. */
  readonly p?: number;
}

/**
 * Compares the areas of two scores on the same cases: first less second, by DeLong's covariance.
 *
 * Where the difference has no variance (two scores that both separate the cases completely, or that rank alike) its
 * interval is put together from the two areas' own (method `mover`), and there is no test.
 *
 * Source: as `auc`; for `mover` G. Zou, A. Donner, Statistics in Medicine 27 (2008) 1693–1702.
 *
 * @param first Scores of one technology.
 * @param second Scores of the other, of the same cases in the same order.
 * @returns the difference with its interval within −1…1 and both areas, with the accuracy of `auc`; or a problem.
 */
export const compareAuc = (
  first: Float64Array,
  second: Float64Array,
  truth: Uint8Array,
  options: AucOptions = {},
): Result<AucComparison> => {
  const level = options.level ?? usualLevel;
  checkLevel('compareAuc', level);
  const splits = [splitScores(first, truth), splitScores(second, truth)] as const;
  const problems = splits.flatMap((split, i) =>
    split.ok ? [] : split.problems.map((one) => ({ ...one, where: `${i === 0 ? 'first' : 'second'} ${one.where}` })),
  );
  const [one, other] = splits;
  if (!one.ok || !other.ok) return failure(...problems);
  const placements = [placementsOf(one.value), placementsOf(other.value)] as const;
  const areas = [aucOfPlacements(placements[0], options), aucOfPlacements(placements[1], options)] as const;
  const estimate = areas[0].estimate - areas[1].estimate;
  // The variance of the differences of placements, not a difference of variances, which would lose digits.
  const minus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - (b[i] as number));
  const variance = delongVariance({
    positives: minus(placements[0].positives, placements[1].positives),
    negatives: minus(placements[0].negatives, placements[1].negatives),
    auc: estimate,
  });
  const known = {
    metric: 'auc-difference',
    version: 1,
    n: areas[0].n,
    estimate,
    first: areas[0],
    second: areas[1],
  } as const;
  if (variance <= noVariance) {
    const below = ({ estimate: area, interval }: Auc): number => (area - interval.lower) ** 2;
    const above = ({ estimate: area, interval }: Auc): number => (interval.upper - area) ** 2;
    return success({
      ...known,
      interval: {
        lower: clip(estimate - Math.sqrt(below(areas[0]) + above(areas[1])), -1, 1),
        upper: clip(estimate + Math.sqrt(above(areas[0]) + below(areas[1])), -1, 1),
        level,
        method: 'mover',
      },
      standardError: 0,
    });
  }
  const standardError = Math.sqrt(variance);
  const half = normalQuantile((1 + level) / 2) * standardError;
  const z = estimate / standardError;
  return success({
    ...known,
    interval: { lower: clip(estimate - half, -1, 1), upper: clip(estimate + half, -1, 1), level, method: 'delong' },
    standardError,
    z,
    p: 2 * normalCdf(-Math.abs(z)),
  });
};
