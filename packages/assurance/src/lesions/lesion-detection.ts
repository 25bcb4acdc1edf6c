import { failure, success, type Result } from '@isocentre/evidence';
import { percentiles, resample, type BootstrapOptions } from '../bootstrap.ts';
import { checkLevel, usualLevel, type Estimated, type MadeInterval } from '../estimate.ts';
import type { Measured } from '../measured.ts';
import type { MatchedCase } from './match-lesions.ts';

/** Detection of lesions and of cases that have one, as PI-CAI ranks it. */
export interface LesionDetection extends Estimated<'picai-score'> {
  /** Average precision over lesions. */
  readonly averagePrecision: { readonly estimate: number; readonly interval: MadeInterval };
  /** Area under the ROC curve over cases. */
  readonly auroc: { readonly estimate: number; readonly interval: MadeInterval };
  /** What was counted; candidates are the sum of hits, false positives and those repeating. */
  readonly flow: {
    readonly positiveCases: number;
    readonly negativeCases: number;
    readonly lesions: number;
    readonly lesionsFound: number;
    readonly lesionsMissed: number;
    readonly candidates: number;
    readonly falsePositives: number;
    readonly repeating: number;
  };
  /** Draws without a case of one kind, in which nothing can be computed: not in the intervals. */
  readonly drawsLeftOut: number;
}

/** A hit or a false positive, or the score of a case. */
interface Entry {
  readonly score: number;
  readonly isPositive: boolean;
  readonly unit: number;
}

const byScore = (entries: readonly Entry[]): readonly Entry[] =>
  entries.toSorted((one, other) => other.score - one.score || one.unit - other.unit);

/** Goes through entries by falling score, those of one score together, each counted as often as its case was drawn. */
const walk = (
  entries: readonly Entry[],
  weights: Int32Array,
  step: (positives: number, negatives: number) => void,
): void => {
  let [positives, negatives] = [0, 0];
  for (const [i, { score, isPositive, unit }] of entries.entries()) {
    const weight = weights[unit] as number;
    if (isPositive) positives += weight;
    else negatives += weight;
    if (entries[i + 1]?.score === score) continue;
    step(positives, negatives);
    [positives, negatives] = [0, 0];
  }
};

const averagePrecisionOf = (entries: readonly Entry[], lesions: number, weights: Int32Array): number => {
  let [found, wrong, sum] = [0, 0, 0];
  walk(entries, weights, (hits, falsePositives) => {
    found += hits;
    wrong += falsePositives;
    if (hits > 0) sum += (hits * found) / (found + wrong);
  });
  return sum / lesions;
};

const aurocOf = (entries: readonly Entry[], weights: Int32Array): number => {
  let [positives, negatives, doubled] = [0, 0, 0];
  walk(entries, weights, (more, others) => {
    doubled += others * (2 * positives + more);
    positives += more;
    negatives += others;
  });
  return doubled / (2 * positives * negatives);
};

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Both parts of the score, where each case counts as often as it was drawn. */
type Scoring = (weights: Int32Array) => readonly [averagePrecision: number, auroc: number];

const scoringOf = (cases: readonly MatchedCase[]): Scoring => {
  const lesionsOf = cases.map((one) => one.hits.length + one.missed);
  const candidates = byScore(
    cases.flatMap(({ hits, falsePositives }, unit) => [
      ...hits.map(({ confidence }) => ({ score: confidence, isPositive: true, unit })),
      ...falsePositives.map((score) => ({ score, isPositive: false, unit })),
    ]),
  );
  const scored = byScore(cases.map(({ score, positive }, unit) => ({ score, isPositive: positive, unit })));
  return (weights) => [
    averagePrecisionOf(candidates, total(lesionsOf.map((count, unit) => count * (weights[unit] as number))), weights),
    aurocOf(scored, weights),
  ];
};

/** Intervals of draws; the whole scale where there are none. */
const drawnInterval = (values: readonly number[], level: number, lowest: number): MadeInterval =>
  values.length > 0
    ? { ...percentiles(Float64Array.from(values), level), level, method: 'bootstrap-percentile' }
    : { lower: lowest, upper: 1, level, method: 'none' };

const oneKind = (cases: readonly MatchedCase[]): Result<never> | undefined => {
  const positiveCases = cases.filter((one) => one.positive).length;
  const negativeCases = cases.length - positiveCases;
  return positiveCases === 0 || negativeCases === 0
    ? failure({
        where: 'the cases',
        found: `${positiveCases} with a lesion and ${negativeCases} without`,
        expected: 'at least one of each',
      })
    : undefined;
};

/**
 * Computes the score of PI-CAI: the mean of the average precision over lesions and of the area under the ROC curve over
 * cases, where a case scores its highest confidence.
 *
 * Average precision sums, over falling confidence, the share of lesions found there times the precision so far; those of
 * one confidence count together, and a lesion that was missed counts among the lesions alone. Intervals are percentiles
 * over bootstraps of whole cases. A draw without a case of one kind is left out and counted.
 *
 * Source: A. Saha et al., Lancet Oncology 25 (2024) 879–887; `picai_eval`.
 *
 * @param cases Every case once, those without lesion or candidate included.
 * @returns both parts and their mean, exact but for rounding, under 1e-12; or a problem where no case has a lesion, or
 *   each has. The interval does not promise its level.
 */
export const lesionDetection = (
  cases: readonly MatchedCase[],
  { bootstraps, seed, level = usualLevel, progress }: BootstrapOptions,
): Result<LesionDetection> => {
  checkLevel('lesionDetection', level);
  if (!(bootstraps >= 1)) throw new RangeError(`lesionDetection: ${bootstraps} bootstraps; expected at least one`);
  const refused = oneKind(cases);
  if (refused) return refused;
  const positiveCases = cases.filter((one) => one.positive).length;
  const both = scoringOf(cases);
  const drawn: (readonly [number, number])[] = [];
  resample('lesion detection over cases', cases.length, { bootstraps, seed, progress }, (weights) => {
    const [averagePrecision, auroc] = both(weights);
    if (!Number.isNaN(auroc)) drawn.push([averagePrecision, auroc]);
  });
  const part = (estimate: number, values: readonly number[]): LesionDetection['auroc'] => ({
    estimate,
    interval: drawnInterval(values, level, 0),
  });
  const [averagePrecision, auroc] = both(new Int32Array(cases.length).fill(1));
  const found = total(cases.map((one) => one.hits.length));
  const missed = total(cases.map((one) => one.missed));
  const falsePositives = total(cases.map((one) => one.falsePositives.length));
  const repeating = total(cases.map((one) => one.repeating));
  return success({
    metric: 'picai-score',
    version: 1,
    n: cases.length,
    ...part(
      (averagePrecision + auroc) / 2,
      drawn.map(([one, other]) => (one + other) / 2),
    ),
    averagePrecision: part(
      averagePrecision,
      drawn.map(([one]) => one),
    ),
    auroc: part(
      auroc,
      drawn.map(([, other]) => other),
    ),
    flow: {
      positiveCases,
      negativeCases: cases.length - positiveCases,
      lesions: found + missed,
      lesionsFound: found,
      lesionsMissed: missed,
      candidates: found + falsePositives + repeating,
      falsePositives,
      repeating,
    },
    drawsLeftOut: bootstraps - drawn.length,
  });
};

/** Differences of two detectors on the same cases, first less second. */
export interface LesionComparison {
  readonly score: Measured;
  readonly averagePrecision: Measured;
  readonly auroc: Measured;
}

/**
 * Compares two detectors on the same cases by the score of PI-CAI and its parts: the same cases are drawn for both, so that
 * what is hard in a case is hard for both. Draws and intervals as in {@link lesionDetection}.
 *
 * @param first The cases with the candidates of the first detector.
 * @param second The same cases in the same order with those of the second; a RangeError where they are not as many or
 *   their lesions are others.
 */
export const compareLesions = (
  first: readonly MatchedCase[],
  second: readonly MatchedCase[],
  { level = usualLevel, ...options }: BootstrapOptions,
): Result<LesionComparison> => {
  checkLevel('compareLesions', level);
  const lesionsOf = (cases: readonly MatchedCase[]): string => cases.map((one) => one.hits.length + one.missed).join();
  if (lesionsOf(first) !== lesionsOf(second))
    throw new RangeError(`compareLesions: other lesions; expected the same cases in the same order`);
  const refused = oneKind(first);
  if (refused) return refused;
  const [one, other] = [scoringOf(first), scoringOf(second)];
  const differencesAt = (weights: Int32Array): readonly [averagePrecision: number, auroc: number] => {
    const [a, b] = [one(weights), other(weights)];
    return [a[0] - b[0], a[1] - b[1]];
  };
  const drawn: (readonly [number, number])[] = [];
  resample('lesion detection over cases', first.length, options, (weights) => {
    const differences = differencesAt(weights);
    if (!differences.some(Number.isNaN)) drawn.push(differences);
  });
  const measured = (valueOf: (parts: readonly [number, number]) => number): Measured => ({
    estimate: valueOf(differencesAt(new Int32Array(first.length).fill(1))),
    interval: drawnInterval(drawn.map(valueOf), level, -1),
  });
  return success({
    score: measured(([averagePrecision, auroc]) => (averagePrecision + auroc) / 2),
    averagePrecision: measured(([averagePrecision]) => averagePrecision),
    auroc: measured(([, auroc]) => auroc),
  });
};
