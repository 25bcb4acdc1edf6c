/**
 * Adds numbers with Neumaier's compensation: the error stays near one unit in the last place of the result plus
 * n·2^-106 of the sum of magnitudes, however long or mixed in sign the list.
 *
 * Source: A. Neumaier, ZAMM 54 (1974) 39–51.
 *
 * @returns the sum; 0 of nothing; ±∞ where the list holds one infinity or overflows, NaN where it holds NaN or both infinities.
 */
export const sumOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  // With an infinity the compensation is ∞ − ∞.
  return Number.isFinite(sum) ? sum + lost : sum;
};

/** Gives the arithmetic mean by a compensated sum; NaN of nothing. */
export const meanOf = (values: ArrayLike<number>): number => sumOf(values) / values.length;

/**
 * Gives the unbiased variance (divisor n − 1) in two passes with compensation, so that a large common offset costs no
 * digits.
 *
 * Source: T. Chan, G. Golub, R. LeVeque, The American Statistician 37 (1983) 242–247, "corrected two-pass".
 *
 * @returns the variance; NaN of fewer than two values.
 */
export const varianceOf = (values: ArrayLike<number>): number => covarianceOf(values, values);

/**
 * Gives the unbiased covariance (divisor n − 1) of pairs in two passes with compensation.
 *
 * @param x One value of each pair.
 * @param y The other, of the same length; a RangeError if not.
 * @returns the covariance; NaN of fewer than two pairs.
 */
export const covarianceOf = (x: ArrayLike<number>, y: ArrayLike<number>): number => {
  const n = x.length;
  if (y.length !== n) throw new RangeError(`covarianceOf: ${n} and ${y.length} values; expected pairs`);
  if (n < 2) return Number.NaN;
  const meanX = meanOf(x);
  const meanY = meanOf(y);
  const products = new Float64Array(n);
  const deviationsX = new Float64Array(n);
  const deviationsY = new Float64Array(n);
  for (let i = 0; i < n; i += 1) {
    const dx = (x[i] as number) - meanX;
    const dy = (y[i] as number) - meanY;
    deviationsX[i] = dx;
    deviationsY[i] = dy;
    products[i] = dx * dy;
  }
  // The second term mends the rounding of the means.
  return (sumOf(products) - (sumOf(deviationsX) * sumOf(deviationsY)) / n) / (n - 1);
};

/**
 * Gives the type 7 quantile, the default of R and NumPy: linear between order statistics, with the smallest at p = 0 and
 * the largest at p = 1.
 *
 * Source: R. Hyndman, Y. Fan, The American Statistician 50 (1996) 361–365, definition 7.
 *
 * @param sorted Rising; may end in +∞, which is given only where it is reached.
 * @param p 0…1; beyond counts as the nearer end.
 * @returns the quantile; NaN of nothing.
 *
 * @example
 * ```ts
 * import { quantile7 } from '@isocentre/statistics';
 * const median: number = quantile7([1, 2, 4, 8], 0.5); // 3
 * ```
 */
export const quantile7 = (sorted: ArrayLike<number>, p: number): number => {
  if (sorted.length === 0) return Number.NaN;
  const position = (sorted.length - 1) * Math.min(1, Math.max(0, p));
  const below = Math.floor(position);
  const share = position - below;
  const low = sorted[below] as number;
  if (share === 0) return low;
  const high = sorted[below + 1] as number;
  // Rounding must not carry the result beyond the upper value.
  return low === high ? low : Math.min(high, low + share * (high - low));
};

/**
 * Gives the type 1 quantile, the inverse of the empirical distribution function: the smallest value that at least a share
 * p of the values do not exceed. It is always one of the values, so +∞ ("not within the horizon") may be among them.
 *
 * Source: R. Hyndman, Y. Fan, The American Statistician 50 (1996) 361–365, definition 1.
 *
 * @param sorted Rising.
 * @param p 0…1; 0 gives the smallest, beyond counts as the nearer end.
 * @returns the quantile; NaN of nothing.
 */
export const quantile1 = (sorted: ArrayLike<number>, p: number): number => {
  const n = sorted.length;
  if (n === 0) return Number.NaN;
  const position = n * p;
  // A product such as 10 × 0.7 that misses a whole number by its rounding alone counts as that number.
  const nearest = Math.round(position);
  const rank = Math.abs(position - nearest) <= 4 * 2 ** -52 * nearest ? nearest : Math.ceil(position);
  return sorted[Math.min(n, Math.max(1, rank)) - 1] as number;
};
