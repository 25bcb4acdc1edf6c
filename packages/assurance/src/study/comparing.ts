import { success, type Result } from '@isocentre/evidence';
import { bootstrapDifference } from '../paired/bootstrap-difference.ts';
import { compareMeans } from '../paired/mean-difference.ts';
import { differenceOf } from '../subgroup/subgroup.ts';
import type { Measured } from '../measured.ts';
import type { MetricResult, Setting, StudyComparison } from './analysis.ts';

/** Names the difference of a metric: `brier-difference`. */
export const differenceResult = (id: string, n: number, { estimate, interval }: Measured): MetricResult => ({
  metric: `${id}-difference`,
  version: 1,
  n,
  estimate,
  interval,
});

/**
 * Compares the means of two values that each case has by paired t. Differences that are all the same leave it nothing to
 * go by: there the intervals of both are put together, and there is no test.
 *
 * @param both The metric of each technology, first less second.
 * @param values The value of each case with each technology.
 */
export const byMeans = (
  id: string,
  both: readonly [first: Result<MetricResult>, second: Result<MetricResult>],
  values: () => readonly [Float64Array, Float64Array],
  { level }: Setting,
): Result<StudyComparison> => {
  const [first, second] = both;
  if (!first.ok) return first;
  if (!second.ok) return second;
  const ends = { first: first.value, second: second.value };
  const [one, other] = values();
  const differences = one.map((value, i) => value - (other[i] as number));
  if (differences.every((value) => value === differences[0]))
    return success({ ...ends, difference: differenceResult(id, one.length, differenceOf(first.value, second.value)) });
  const compared = compareMeans(one, other, level);
  if (!compared.ok) return compared;
  return success({
    ...ends,
    difference: differenceResult(id, one.length, compared.value),
    test: { p: compared.value.p, method: 'paired t' },
  });
};

/**
 * Compares a metric of two technologies by drawing the same cases for both.
 *
 * @param both The metric of each technology, first less second.
 * @param metricOf The same on drawn cases; NaN where it has no value there.
 */
export const byDraws = (
  id: string,
  both: readonly [first: Result<MetricResult>, second: Result<MetricResult>],
  selection: Int32Array,
  setting: Setting,
  metricOf: (tool: 0 | 1, drawn: Int32Array) => number,
): Result<StudyComparison> => {
  const [first, second] = both;
  if (!first.ok) return first;
  if (!second.ok) return second;
  const difference = bootstrapDifference(selection.length, setting, (tool, drawn) =>
    metricOf(
      tool,
      drawn.map((at) => selection[at] as number),
    ),
  );
  if (!difference.ok) return difference;
  return success({
    first: first.value,
    second: second.value,
    difference: differenceResult(id, selection.length, difference.value),
  });
};

/** Gives the estimate of a metric; NaN where it has none. */
export const estimateOr = (found: Result<{ readonly estimate: number }>): number =>
  found.ok ? found.value.estimate : Number.NaN;
