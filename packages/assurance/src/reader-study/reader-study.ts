import { failure, success, type Result } from '@isocentre/evidence';
import { meanOf, normalQuantile } from '@isocentre/statistics';
import { checkLevel, usualLevel, type Estimated, type MadeInterval } from '../estimate.ts';
import { chiSquareTails, fisherTails, studentQuantile } from '../special/distributions.ts';
import { readerAreas, type CovarianceMethod, type ErrorCovariances, type ReaderAreas } from './covariance.ts';

/** What the readers and the cases of a study stand for. */
export type Generalisation =
  /** Readers and cases like these: what a claim about a technology in use needs. */
  | 'random readers and cases'
  /** These readers, with cases like these. */
  | 'fixed readers'
  /** Readers like these, with these cases. */
  | 'fixed cases';

/** How a reader study is analysed. */
export interface ReaderStudyOptions {
  /** Default `random readers and cases`. */
  readonly to?: Generalisation;
  /** Default `jackknife`, as most published analyses have it. */
  readonly covariance?: CovarianceMethod;
  /** Confidence between 0 and 1; default 0.95. */
  readonly level?: number;
}

/** The average area of the readers with one modality, or the difference of two such averages. */
export interface ReaderAverage<Metric extends string> extends Estimated<Metric> {
  readonly standardError: number;
  /** Degrees of freedom by Hillis; infinite where the interval is normal. */
  readonly degrees: number;
}

/** The difference of two modalities. */
export interface ModalityDifference extends ReaderAverage<'reader-average-auc-difference'> {
  /** Index of the modality that the other is taken from. */
  readonly first: number;
  readonly second: number;
}

/** An analysis of several readers who read the same cases with each modality. */
export interface ReaderStudy extends ReaderAreas {
  readonly metric: 'reader-study';
  readonly version: 1;
  readonly to: Generalisation;
  readonly readers: number;
  readonly modalities: readonly ReaderAverage<'reader-average-auc'>[];
  /** Every pair of modalities, the earlier less the later. */
  readonly differences: readonly ModalityDifference[];
  /** That all modalities have the same average area; none with one modality or without any variance. */
  readonly test?: {
    readonly statistic: number;
    readonly distribution: 'F' | 'chi-square';
    readonly degrees: readonly number[];
    readonly p: number;
  };
  /** Mean squares of the areas. */
  readonly meanSquares: {
    readonly modality: number;
    readonly reader: number;
    readonly interaction: number;
    /** Of the readers with each modality alone. */
    readonly readerByModality: readonly number[];
  };
}

const squares = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
};

const meanSquaresOf = (areas: readonly (readonly number[])[]): ReaderStudy['meanSquares'] => {
  const [t, r] = [areas.length, areas[0]?.length ?? 0];
  const ofModality = areas.map((list) => meanOf(list));
  const ofReader = Array.from({ length: r }, (_, j) => meanOf(areas.map((list) => list[j] as number)));
  const mean = meanOf(ofModality);
  const interaction = areas.flatMap((list, i) =>
    list.map((area, j) => (area - (ofModality[i] as number) - (ofReader[j] as number) + mean) ** 2),
  );
  const over = (sum: number, degrees: number): number => (degrees > 0 ? sum / degrees : 0);
  return {
    modality: over(r * squares(ofModality), t - 1),
    reader: over(t * squares(ofReader), r - 1),
    interaction: over(
      interaction.reduce((sum, one) => sum + one, 0),
      (t - 1) * (r - 1),
    ),
    readerByModality: areas.map((list) => over(squares(list), r - 1)),
  };
};

/** A variance with the degrees of freedom that Hillis gives it: only its mean square is estimated from few. */
interface ErrorTerm {
  readonly value: number;
  readonly degrees: number;
}

// Areas that are all alike differ by their rounding.
const noVariance = 1e-28;

// Beyond so many degrees of freedom Student's t is normal to ten digits.
const mostDegrees = 1e10;

/** A mean square with what is added to it, which is taken as known, and Hillis' degrees of freedom for the sum. */
const hillisTerm = (meanSquare: number, degrees: number, added: number): ErrorTerm => {
  const value = meanSquare + added;
  const hillis = meanSquare > noVariance ? degrees * (value / meanSquare) ** 2 : Infinity;
  return { value, degrees: hillis < mostDegrees ? hillis : Infinity };
};

/** The term that a modality's mean square, and r/2 times the square of a difference, are set against. */
const errorOfDifference = (
  to: Generalisation,
  { interaction }: ReaderStudy['meanSquares'],
  { variance, cov1, cov2, cov3 }: ErrorCovariances,
  degrees: number,
  readers: number,
): ErrorTerm => {
  const shared = Math.max(0, cov2 - cov3);
  if (to === 'fixed cases') return { value: interaction, degrees };
  if (to === 'fixed readers') return { value: variance - cov1 + (readers - 1) * shared, degrees: Infinity };
  return hillisTerm(interaction, degrees, readers * shared);
};

/** The same for r times the square of one modality's average. */
const errorOfModality = (
  to: Generalisation,
  meanSquare: number,
  { variance, cov2 }: ErrorCovariances['byModality'][number],
  readers: number,
): ErrorTerm => {
  const shared = Math.max(0, cov2);
  if (to === 'fixed cases') return { value: meanSquare, degrees: readers - 1 };
  if (to === 'fixed readers') return { value: variance + (readers - 1) * shared, degrees: Infinity };
  return hillisTerm(meanSquare, readers - 1, readers * shared);
};

/**
 * Analyses areas by Obuchowski and Rockette's model with Hillis' degrees of freedom: see `readerStudy`. For areas and
 * covariances from elsewhere, such as a publication.
 *
 * @throws RangeError where readers stand for others and there is one alone.
 */
export const obuchowskiRockette = (
  { cases, areas, covariances }: ReaderAreas,
  { to = 'random readers and cases', level = usualLevel }: Pick<ReaderStudyOptions, 'to' | 'level'> = {},
): ReaderStudy => {
  checkLevel('obuchowskiRockette', level);
  const [t, r] = [areas.length, areas[0]?.length ?? 0];
  if (r < 2 && to !== 'fixed readers') throw new RangeError(`obuchowskiRockette: ${r} reader; expected two for ${to}`);
  const meanSquares = meanSquaresOf(areas);
  const means = areas.map((list) => meanOf(list));
  const average = <Metric extends string>(
    metric: Metric,
    estimate: number,
    { value, degrees }: ErrorTerm,
    least: number,
  ): ReaderAverage<Metric> => {
    const standardError = value > noVariance ? Math.sqrt(value) : 0;
    const known = { metric, version: 1, n: cases, estimate, standardError, degrees } as const;
    if (standardError === 0) return { ...known, interval: { lower: least, upper: 1, level, method: 'none' } };
    const upper = (1 + level) / 2;
    const half = standardError * (degrees < Infinity ? studentQuantile(upper, degrees) : normalQuantile(upper));
    const interval: MadeInterval = {
      lower: Math.max(least, estimate - half),
      upper: Math.min(1, estimate + half),
      level,
      method: degrees < Infinity ? 'obuchowski-rockette-hillis' : 'obuchowski-rockette',
    };
    return { ...known, interval };
  };
  const error = errorOfDifference(to, meanSquares, covariances, (t - 1) * (r - 1), r);
  const test = (): ReaderStudy['test'] => {
    if (t < 2 || !(error.value > noVariance)) return undefined;
    const statistic = meanSquares.modality / error.value;
    if (to === 'fixed readers')
      return {
        statistic: (t - 1) * statistic,
        distribution: 'chi-square',
        degrees: [t - 1],
        p: chiSquareTails((t - 1) * statistic, t - 1)[1],
      };
    const degrees = [t - 1, error.degrees] as const;
    return { statistic, distribution: 'F', degrees, p: fisherTails(statistic, ...degrees)[1] };
  };
  const tested = test();
  return {
    metric: 'reader-study',
    version: 1,
    to,
    cases,
    readers: r,
    areas,
    covariances,
    meanSquares,
    modalities: means.map((mean, i) => {
      const own = covariances.byModality[i] as ErrorCovariances['byModality'][number];
      const { value, degrees } = errorOfModality(to, meanSquares.readerByModality[i] as number, own, r);
      return average('reader-average-auc', mean, { value: value / r, degrees }, 0);
    }),
    differences: means.flatMap((one, first) =>
      means.slice(first + 1).map((other, i) => ({
        ...average(
          'reader-average-auc-difference',
          one - other,
          { value: (2 * error.value) / r, degrees: error.degrees },
          -1,
        ),
        first,
        second: first + 1 + i,
      })),
    ),
    ...(tested ? { test: tested } : {}),
  };
};

/**
 * Compares modalities by the areas under the ROC curves of several readers, each of whom read every case with every
 * modality, by Obuchowski and Rockette's model with Hillis' degrees of freedom.
 *
 * Source: N. Obuchowski, H. Rockette, Communications in Statistics – Simulation 24 (1995) 285–308; S. Hillis, Statistics
 * in Medicine 26 (2007) 596–619; as the packages OR-DBM MRMC and MRMCaov have it: a difference of covariances counts from
 * 0 up, and intervals are cut off at the ends of the scale.
 *
 * @param scores By modality, then reader: one score a case, higher likelier to have the condition. As many readers for
 *   each modality; a RangeError if not.
 * @param truth 1 with the condition, 0 without.
 * @returns the average area of each modality, every difference and the overall test, with an absolute error under 1e-10;
 *   or the problems: scores that are no numbers, fewer than two cases of a kind, one reader who is to stand for others.
 *
 * @example
 * ```ts
 * import { readerStudy } from '@isocentre/assurance';
 * const truth = Uint8Array.of(0, 0, 0, 1, 1, 1);
 * const scores = [
 *   [Float64Array.of(1, 2, 3, 3, 4, 5), Float64Array.of(1, 3, 2, 2, 5, 4)],
 *   [Float64Array.of(2, 3, 3, 2, 4, 5), Float64Array.of(1, 4, 2, 3, 3, 4)],
 * ];
 * const found = readerStudy(scores, truth);
 * const p: number | undefined = found.ok ? found.value.test?.p : undefined;
 * ```
 */
export const readerStudy = (
  scores: readonly (readonly Float64Array[])[],
  truth: Uint8Array,
  { covariance = 'jackknife', ...options }: ReaderStudyOptions = {},
): Result<ReaderStudy> => {
  const areas = readerAreas(scores, truth, covariance);
  if (!areas.ok) return areas;
  if (options.to !== 'fixed readers' && (scores[0]?.length ?? 0) < 2)
    return failure({ where: 'the readers', found: 'one', expected: 'at least two, or readers that are fixed' });
  return success(obuchowskiRockette(areas.value, options));
};
