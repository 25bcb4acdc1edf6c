import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import { covarianceOf, meanOf } from '@isocentre/statistics';
import { delongCovariance } from '../roc/auc.ts';
import { placementsOf, splitScores, type Placements } from '../roc/placements.ts';

/** How the covariances of areas on the same cases are estimated. */
export type CovarianceMethod = 'jackknife' | 'delong';

/** Areas of every modality and reader with the averages of their covariances that Obuchowski and Rockette's model needs. */
export interface ReaderAreas {
  readonly cases: number;
  /** By modality, then reader. */
  readonly areas: readonly (readonly number[])[];
  readonly covariances: ErrorCovariances;
}

/** Averages of covariances that come from the cases alone. */
export interface ErrorCovariances {
  /** Of one area: the mean variance. */
  readonly variance: number;
  /** One reader, two modalities; 0 with one modality. */
  readonly cov1: number;
  /** Two readers, one modality; 0 with one reader. */
  readonly cov2: number;
  /** Two readers, two modalities; 0 with one of either. */
  readonly cov3: number;
  /** Of each modality alone. */
  readonly byModality: readonly { readonly variance: number; readonly cov2: number }[];
}

/** The areas that are left when each case in turn is left out, less the area. */
const leaveOneOut = ({ positives, negatives, auc }: Placements): Float64Array => {
  const left = new Float64Array(positives.length + negatives.length);
  positives.forEach((placement, i) => (left[i] = (auc - placement) / (positives.length - 1)));
  negatives.forEach((placement, i) => (left[positives.length + i] = (auc - placement) / (negatives.length - 1)));
  return left;
};

const covarianceBy = (
  method: CovarianceMethod,
  placements: readonly Placements[],
): ((one: number, other: number) => number) => {
  if (method === 'delong')
    return (one, other) => delongCovariance(placements[one] as Placements, placements[other] as Placements);
  const left = placements.map(leaveOneOut);
  return (one, other) => {
    const [a, b] = [left[one] as Float64Array, left[other] as Float64Array];
    return (covarianceOf(a, b) * (a.length - 1) ** 2) / a.length;
  };
};

const averages = (
  modalities: number,
  readers: number,
  covariance: (one: number, other: number) => number,
): ErrorCovariances => {
  const sums = Array.from({ length: modalities }, () => ({ variance: [] as number[], cov2: [] as number[] }));
  const cov1: number[] = [];
  const cov3: number[] = [];
  for (let one = 0; one < modalities * readers; one += 1)
    for (let other = one; other < modalities * readers; other += 1) {
      const [modality, sameModality] = [
        Math.floor(one / readers),
        Math.floor(one / readers) === Math.floor(other / readers),
      ];
      const sameReader = one % readers === other % readers;
      const own = sums[modality] as (typeof sums)[number];
      const list = sameModality ? (sameReader ? own.variance : own.cov2) : sameReader ? cov1 : cov3;
      list.push(covariance(one, other));
    }
  const mean = (list: readonly number[]): number => (list.length > 0 ? meanOf(list) : 0);
  const byModality = sums.map((own) => ({ variance: mean(own.variance), cov2: mean(own.cov2) }));
  return {
    variance: mean(byModality.map((one) => one.variance)),
    cov1: mean(cov1),
    cov2: mean(byModality.map((one) => one.cov2)),
    cov3: mean(cov3),
    byModality,
  };
};

/**
 * Computes the area of every modality and reader, all on the same cases, with the averages of their covariances.
 *
 * @param scores By modality, then reader: one score a case. As many readers for each modality; a RangeError if not.
 * @param truth 1 with the condition, 0 without.
 * @param method `jackknife` leaves each case out in turn, with (N − 1)/N times the sum of products; `delong` as `auc`.
 * @returns the areas with their covariances, or the first problem of each modality and reader.
 */
export const readerAreas = (
  scores: readonly (readonly Float64Array[])[],
  truth: Uint8Array,
  method: CovarianceMethod,
): Result<ReaderAreas> => {
  const readers = scores[0]?.length ?? 0;
  if (readers === 0 || scores.some((list) => list.length !== readers))
    throw new RangeError('readerAreas: expected the same readers, at least one, for each modality');
  const problems: Problem[] = [];
  const placements: Placements[] = [];
  for (const [modality, list] of scores.entries())
    for (const [reader, one] of list.entries()) {
      const split = splitScores(one, truth);
      if (split.ok) placements.push(placementsOf(split.value));
      else
        problems.push(
          ...split.problems.map(({ where, ...rest }) => ({
            where: `modality ${modality + 1}, reader ${reader + 1}, ${where}`,
            ...rest,
          })),
        );
    }
  if (problems.length > 0) return failure(...problems);
  return success({
    cases: truth.length,
    areas: scores.map((_, modality) =>
      placements.slice(modality * readers, (modality + 1) * readers).map((one) => one.auc),
    ),
    covariances: averages(scores.length, readers, covarianceBy(method, placements)),
  });
};
