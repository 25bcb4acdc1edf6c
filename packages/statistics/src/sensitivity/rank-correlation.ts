import { covarianceOf } from '../summary.ts';

/** Gives the rank of each value from 1; equal values share the mean of their ranks. */
const ranksOf = (values: ArrayLike<number>): Float64Array => {
  const order = Array.from({ length: values.length }, (_, index) => index).toSorted(
    (left, right) => (values[left] as number) - (values[right] as number),
  );
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at] as number] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
};

/**
 * Gives Spearman's rank correlation of pairs: 1 where one rises whenever the other does, −1 where it falls. Ties share
 * the mean of their ranks.
 *
 * @param x One value of each pair.
 * @param y The other, of the same length; a RangeError if not.
 * @returns the correlation, −1…1; 0 where one of the two never varies; NaN of fewer than two pairs.
 */
export const rankCorrelation = (x: ArrayLike<number>, y: ArrayLike<number>): number => {
  const [left, right] = [ranksOf(x), ranksOf(y)];
  const both = covarianceOf(left, right);
  const spread = Math.sqrt(covarianceOf(left, left) * covarianceOf(right, right));
  return spread === 0 ? 0 : both / spread;
};
