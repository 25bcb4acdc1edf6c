import { binomialQuantile } from './binomial.ts';

/**
 * Spreads n over categories by a multinomial draw: each category in turn by a binomial draw of what is left, with its
 * share of the weights left. Exact as `binomialQuantile` is.
 *
 * @param n How many, a whole number from 0 to 2^31.
 * @param weights From 0, one a category, not all 0 unless n is 0; they need not add to one.
 * @param uniformAtIndex Gives the uniform number in (0, 1) of a category; not called where nothing is left to chance, so
 * it must be a function of the index alone.
 * @param into Receives the counts, at least as long as `weights`; they add to n.
 *
 * @example
 * ```ts
 * import { multinomial, streamOf, uniformAt } from '@isocentre/statistics';
 * const { a, b } = streamOf(1, 2031);
 * const byAge = new Int32Array(3);
 * multinomial(12, [0.5, 0.3, 0.2], (age) => uniformAt(a, b, age), byAge);
 * ```
 */
export const multinomial = (
  n: number,
  weights: ArrayLike<number>,
  uniformAtIndex: (index: number) => number,
  into: { [index: number]: number },
): void => {
  // Sums from the end instead of differences from the total: the last share is then exactly one.
  const weightLeft = new Float64Array(weights.length);
  let sum = 0;
  for (let i = weights.length - 1; i >= 0; i -= 1) {
    sum += weights[i] as number;
    weightLeft[i] = sum;
  }
  let left = n;
  for (let i = 0; i < weights.length; i += 1) {
    const weight = weights[i] as number;
    const certain = left === 0 || weight === 0;
    const share = certain ? 0 : weight / (weightLeft[i] as number);
    const drawn = certain ? 0 : share >= 1 ? left : binomialQuantile(left, share, uniformAtIndex(i));
    into[i] = drawn;
    left -= drawn;
  }
};
