import { exp } from './exp.ts';
import { log1p } from './logarithm.ts';
import { powInteger } from './power.ts';
import { binomialMassNearMean, manyExpected } from './saddle-point.ts';

// (1 − p)^n by squaring carries the rounding of 1 − p n-fold; beyond this n the logarithm is more accurate.
const manyTrials = 1024;

// A mass this small beyond the mean can't change the sum any more: u lies in the rounding of the last digit.
const negligible = 2 ** -60;

// Up to here the divisors come from a table and nothing is negligible but past the last digit of u: twice as fast.
const fewTrials = 64;
const inverses = Float64Array.from({ length: fewTrials + 1 }, (_, k) => 1 / k);

/**
 * Gives the quantile of a binomial distribution at u: the smallest k whose cumulative probability F(k) exceeds u, so that
 * F(k − 1) ≤ u < F(k). With u uniform on (0, 1) that is an exact draw: one u, no rejection.
 *
 * Rises (never falls) with u, with n and with p, so that two scenarios with one u share their luck.
 *
 * Sums the probabilities upwards ("chop-down"): from 0 with (1 − p)^n where at most 256 are expected, else from nine
 * standard deviations below the mean, what lies below being under 1e-18. Where p > ½ it counts the failures.
 * F carries an error under 3e-14 for n to 10^6 and 2e-12 to 2^31; a u that lies closer than that to F(k) may be given to
 * the neighbour. Takes time in proportion to the result, or to √n.
 *
 * Source: L. Devroye, Non-Uniform Random Variate Generation (1986), III.2 and X.4.
 *
 * @param n Trials, a whole number from 0 to 2^31.
 * @param p Probability, 0…1; outside it counts as the nearer end.
 * @param u From the open interval (0, 1).
 * @returns a whole number from 0 to n.
 *
 * @example
 * ```ts
 * import { binomialQuantile, streamOf, uniformAt } from '@isocentre/statistics';
 * const { a, b } = streamOf(1, 2031);
 * const retired: number = binomialQuantile(60, 0.08, uniformAt(a, b, 0));
 * ```
 */
export const binomialQuantile = (n: number, p: number, u: number): number => {
  if (p <= 0.5 && n <= fewTrials) {
    // Bernoulli's inequality: F(0) = (1 − p)^n is at least 1 − n·p, which is 1 and more of no trials or no probability.
    if (u < 1 - n * p) return 0;
    const odds = p / (1 - p);
    let drawn = 0;
    let probability = powInteger(1 - p, n);
    let rest = u;
    while (rest >= probability && drawn < n) {
      rest -= probability;
      probability *= odds * (n - drawn) * (inverses[drawn + 1] as number);
      drawn += 1;
    }
    // All n is nearly always a u within rounding of 1, which the search can tell.
    if (drawn < n || n === 1) return drawn;
  }
  return searched(n, p, u);
};

/** The same for any n and p. Apart, so that the common case is small enough to be compiled into the loops that draw. */
const searched = (n: number, p: number, u: number): number => {
  if (p > 0.5) {
    if (p >= 1) return n;
    // P(failures ≤ j) ≥ 1 − u is the same as F(n − j − 1) ≤ u.
    return n - atLeast(n, 1 - p, 1 - u);
  }
  if (u < 1 - n * p) return 0;
  const odds = p / (1 - p);
  let k = firstSummed(n, p);
  let mass = firstMass(n, p, k, odds);
  let left = u;
  while (left >= mass && k < n) {
    if (mass < negligible && k > n * p) break;
    left -= mass;
    mass *= (odds * (n - k)) / (k + 1);
    k += 1;
  }
  return k;
};

/** Gives the smallest k with F(k) ≥ u, for p up to ½. Differs from the other convention where u meets F(k) only. */
const atLeast = (n: number, p: number, u: number): number => {
  if (u <= 1 - n * p) return 0;
  const odds = p / (1 - p);
  let k = firstSummed(n, p);
  let mass = firstMass(n, p, k, odds);
  let left = u;
  while (left > mass && k < n) {
    if (mass < negligible && k > n * p) break;
    left -= mass;
    mass *= (odds * (n - k)) / (k + 1);
    k += 1;
  }
  return k;
};

const firstSummed = (n: number, p: number): number => {
  const mean = n * p;
  return mean <= manyExpected ? 0 : Math.max(0, Math.floor(mean - 9 * Math.sqrt(mean * (1 - p)) - 10));
};

const firstMass = (n: number, p: number, first: number, odds: number): number => {
  if (n * p <= manyExpected) return n <= manyTrials ? powInteger(1 - p, n) : exp(n * log1p(-p));
  let k = Math.floor(n * p);
  let mass = binomialMassNearMean(k, n, p);
  for (; k > first; k -= 1) mass *= k / (odds * (n - k + 1));
  return mass;
};
