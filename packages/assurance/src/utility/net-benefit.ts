import { failure, success, type Result } from '@isocentre/evidence';
import type { Estimated } from '../estimate.ts';
import { levelOf, refused, type LevelOption, type Measured } from '../measured.ts';
import { predictionsProblem, type Predictions } from '../calibration/predictions.ts';
import { studentQuantile } from '../special/distributions.ts';

/** Net benefit at one threshold: true positives a case, less false positives weighed by the odds of the threshold. */
export interface NetBenefit extends Estimated<'net-benefit'> {
  /** Those with a probability of at least this are treated. */
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  /** Net benefit of treating all; of treating none it is 0. */
  readonly treatAll: Measured;
  /** Net benefit less that of the better of treating all and none, as estimated. */
  readonly overDefault: Measured;
}

/**
 * Counts values from `threshold` on in a rising list.
 */
const countFrom = (sorted: Float64Array, threshold: number): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] as number) >= threshold) high = middle;
    else low = middle + 1;
  }
  return sorted.length - low;
};

/** A mean over cases of values that few kinds of case share, with its t interval. */
const meanOfKinds = (kinds: readonly (readonly [count: number, value: number])[], level: number): Measured => {
  const n = kinds.reduce((sum, [count]) => sum + count, 0);
  const estimate = kinds.reduce((sum, [count, value]) => sum + count * value, 0) / n;
  const squares = kinds.reduce((sum, [count, value]) => sum + count * (value - estimate) ** 2, 0);
  const half = studentQuantile((1 + level) / 2, n - 1) * Math.sqrt(squares / (n - 1) / n);
  return { estimate, interval: { lower: estimate - half, upper: estimate + half, level, method: 't' } };
};

/**
 * Gives the decision curve: the net benefit TP/n − FP/n·t/(1 − t) at each threshold t, beside treating all and none.
 *
 * Each is a mean over cases, so its interval is a t interval; it promises its level where there are many events on both
 * sides of the threshold.
 *
 * Source: A. Vickers, E. Elkin, Medical Decision Making 26 (2006) 565–574. Exact but for rounding, under 1e-13. Takes time
 * n·log n once, then log n a threshold.
 *
 * @param thresholds Each more than 0 and less than 1.
 */
export const decisionCurve = (
  predictions: Predictions,
  thresholds: readonly number[],
  options: LevelOption = {},
): Result<readonly NetBenefit[]> => {
  const metric = 'net-benefit';
  const level = levelOf(metric, options);
  const problem = predictionsProblem(metric, predictions);
  if (problem) return failure(problem);
  const wrong = thresholds.find((t) => !(t > 0 && t < 1));
  if (wrong !== undefined) return refused(metric, `the threshold ${wrong}`, 'more than 0 and less than 1');
  const { probability, truth } = predictions;
  const n = truth.length;
  const of = (wanted: number): Float64Array =>
    Float64Array.from(probability)
      .filter((_, i) => truth[i] === wanted)
      .toSorted();
  const [events, others] = [of(1), of(0)];
  return success(
    thresholds.map((threshold): NetBenefit => {
      const odds = threshold / (1 - threshold);
      const truePositives = countFrom(events, threshold);
      const falsePositives = countFrom(others, threshold);
      const missed = events.length - truePositives;
      const spared = others.length - falsePositives;
      const treated = meanOfKinds(
        [
          [truePositives, 1],
          [falsePositives, -odds],
          [missed + spared, 0],
        ],
        level,
      );
      const treatAll = meanOfKinds(
        [
          [events.length, 1],
          [others.length, -odds],
        ],
        level,
      );
      const overAll = meanOfKinds(
        [
          [truePositives + falsePositives, 0],
          [missed, -1],
          [spared, odds],
        ],
        level,
      );
      const common = { metric, version: 1, n, threshold, truePositives, falsePositives } as const;
      return { ...common, ...treated, treatAll, overDefault: treatAll.estimate > 0 ? overAll : treated };
    }),
  );
};
