import { exp } from './exp.ts';
import { log, log1p, logGamma } from './logarithm.ts';

/**
 * Raises a number to a whole power by repeated squaring.
 *
 * @param power From 0 to 2^31 − 1.
 */
export const powInteger = (base: number, power: number): number => {
  let result = 1;
  let square = base;
  for (let left = power | 0; left > 0; left >>= 1) {
    if ((left & 1) === 1) result *= square;
    square *= square;
  }
  return result;
};

// Where more is expected the search starts near the mean instead of at zero.
const fewExpected = 24;

/** Searches upwards from `k` with probability `mass` for the first k whose cumulative probability lies above u. */
const searchUp = (u: number, start: number, mass: number, n: number, odds: number): number => {
  let k = start;
  let probability = mass;
  let left = u;
  while (left >= probability && k < n) {
    left -= probability;
    probability *= (odds * (n - k)) / (k + 1);
    k += 1;
    // The masses left are too small to reach u by rounding: u lies above all of them.
    if (probability === 0) break;
  }
  return k;
};

/**
 * Gives the quantile of a binomial distribution: the smallest k with F(k) > u. With u uniform on (0, 1) that is an exact
 * draw, up to the step of u and the rounding of the sum (under 1e-13).
 *
 * One u is used for one draw, so that a draw rises with u, n and p and two scenarios share their luck.
 *
 * @param n Trials, a whole number from 0 to 2^31 − 1.
 * @param p Probability, 0…1.
 * @param u From (0, 1).
 */
export const binomialQuantile = (n: number, p: number, u: number): number => {
  if (n === 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - lower(n, 1 - p, 1 - u);
  return lower(n, p, u);
};

const lower = (n: number, p: number, u: number): number => {
  const q = 1 - p;
  const odds = p / q;
  if (n * p <= fewExpected) return searchUp(u, 0, powInteger(q, n), n, odds);
  const sd = Math.sqrt(n * p * q);
  const start = Math.max(0, Math.floor(n * p - 9 * sd - 10));
  return searchUp(u, start, exp(logMass(n, p, start)), n, odds);
};

const logMass = (n: number, p: number, k: number): number =>
  logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * log(p) + (n - k) * log1p(-p);
