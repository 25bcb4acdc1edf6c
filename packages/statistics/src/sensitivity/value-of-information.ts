import { quantile7 } from '../summary.ts';

/** The sum of the distances of values from the median of the others. */
const errorOfOthersMedian = (values: readonly number[]): number => {
  const sorted = values.toSorted((left, right) => left - right);
  const rest = sorted.slice(1);
  let sum = 0;
  for (let at = 0; at < sorted.length; at += 1) {
    // `rest` is what is left without the value at `at`.
    if (at > 0) rest[at - 1] = sorted[at - 1] as number;
    sum += Math.abs((sorted[at] as number) - quantile7(rest, 0.5));
  }
  return sum;
};

/**
 * Estimates the expected value of partial perfect information about an input, in the unit of the result: by how much the
 * expected error of the best single forecast shrinks once the input is known.
 *
 * The forecast that errs least on average is the median. Without the input its expected error is E|Y − med Y|, with it
 * E|Y − med(Y | X)|; this gives the difference. The conditional median is that of the other runs whose input falls in
 * the same one of `bins` equally full bins: a run does not forecast itself, so an input that tells nothing gives about 0
 * and not the gain that a fit to chance would. What an input tells within a bin is missed: of an input that alone decides
 * a result in proportion, 1/bins.
 *
 * Source of the idea: M. Strong, J. Oakley, Medical Decision Making 33 (2013) 755–766, with absolute error as the loss.
 *
 * @param x The input in each run.
 * @param y The result in each run, of the same length; a RangeError if not, or if a bin would hold fewer than two runs.
 * @param bins A whole number from 1.
 * @returns the reduction, in the unit of y; slightly below 0 by its error where the input tells nothing.
 */
export const valueOfKnowing = (x: ArrayLike<number>, y: ArrayLike<number>, bins: number): number => {
  const n = x.length;
  if (y.length !== n) throw new RangeError(`valueOfKnowing: ${n} and ${y.length} values; expected pairs`);
  if (n < 2 * bins) throw new RangeError(`valueOfKnowing: ${n} runs; expected at least two in each of ${bins} bins`);
  const order = Array.from({ length: n }, (_, index) => index).toSorted(
    (left, right) => (x[left] as number) - (x[right] as number),
  );
  const ordered = order.map((index) => y[index] as number);
  let known = 0;
  for (let bin = 0; bin < bins; bin += 1)
    known += errorOfOthersMedian(ordered.slice(Math.floor((bin * n) / bins), Math.floor(((bin + 1) * n) / bins)));
  return (errorOfOthersMedian(ordered) - known) / n;
};
