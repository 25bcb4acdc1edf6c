import { success, type Result } from '@isocentre/evidence';
import { splitScores } from './placements.ts';

/** A corner of a ROC curve. */
export interface RocPoint {
  /** A score of at least this counts as positive; infinite at the start. */
  readonly threshold: number;
  readonly sensitivity: number;
  /** One less specificity: the share of cases without the condition that count as positive. */
  readonly falsePositiveRate: number;
}

/**
 * Gives the ROC curve by falling threshold, from (0, 0) to (1, 1). Cases of one score count together, so that its
 * trapezoids hold the area that `auc` gives. A point on the straight line between its neighbours is left out: the curve
 * is the same without it.
 *
 * @param scores Higher is likelier to have the condition.
 * @param truth 1 with the condition, 0 without.
 * @returns the corners, exact but for one rounding; or a problem, as `auc` has it. Time O(n log n).
 */
export const rocCurve = (scores: Float64Array, truth: Uint8Array): Result<readonly RocPoint[]> => {
  const split = splitScores(scores, truth);
  if (!split.ok) return split;
  const positives = split.value.positives.toSorted().toReversed();
  const negatives = split.value.negatives.toSorted().toReversed();
  const corners: { threshold: number; found: number; wrong: number }[] = [];
  const add = (threshold: number, found: number, wrong: number): void => {
    const last = corners.at(-1);
    const before = corners.at(-2);
    if (
      last &&
      before &&
      (last.found - before.found) * (wrong - last.wrong) === (found - last.found) * (last.wrong - before.wrong)
    )
      corners.pop();
    corners.push({ threshold, found, wrong });
  };
  add(Infinity, 0, 0);
  let [found, wrong] = [0, 0];
  while (found < positives.length || wrong < negatives.length) {
    const threshold = Math.max(positives[found] ?? -Infinity, negatives[wrong] ?? -Infinity);
    while (positives[found] === threshold) found += 1;
    while (negatives[wrong] === threshold) wrong += 1;
    add(threshold, found, wrong);
  }
  return success(
    corners.map((corner) => ({
      threshold: corner.threshold,
      sensitivity: corner.found / positives.length,
      falsePositiveRate: corner.wrong / negatives.length,
    })),
  );
};
