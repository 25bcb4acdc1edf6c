import { exp } from './exp.ts';
import { log } from './logarithm.ts';

const inverseRootTwoPi = 0.3989422804014327;

/** The standard normal density; the square is taken in two parts so that its rounding does not grow in the tails. */
const density = (x: number): number => {
  const near = Math.trunc(x * 16) / 16;
  return inverseRootTwoPi * exp(-(near * near) / 2) * exp(-((x - near) * (x + near)) / 2);
};

// Between the series about 0 and the continued fraction of the tail.
const tail = 1.5;

/** P(Z > x) for x ≥ 1.5 by Laplace's continued fraction, from its far end. */
const upper = (x: number): number => {
  let rest = x;
  for (let k = Math.ceil(12 + 400 / (x * x)); k >= 1; k -= 1) rest = x + k / rest;
  return density(x) / rest;
};

/**
 * Gives the standard normal distribution function Φ.
 *
 * @param x Any number, in standard deviations.
 * @returns P(Z ≤ x) with a relative error under 4e-15, also in the lower tail, down to 1e-300 (x = −37).
 */
export const normalCdf = (x: number): number => {
  if (x < -38.6) return 0;
  if (x <= -tail) return upper(-x);
  if (x >= tail) return x > 9 ? 1 : 1 - upper(x);
  // φ(x)·(x + x³/3 + x⁵/(3·5) + …): Abramowitz & Stegun 26.2.11.
  const square = x * x;
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-18 * Math.abs(sum); odd += 2) {
    term *= square / odd;
    sum += term;
  }
  return 0.5 + density(x) * sum;
};

const polynomial = (coefficients: readonly number[], x: number): number => {
  let sum = 0;
  for (const coefficient of coefficients) sum = sum * x + coefficient;
  return sum;
};

// Coefficients of Wichura's algorithm AS 241 (PPND16), highest power first.
const central = [
  [
    2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
    1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
  ],
  [
    5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077,
    687.1870074920579083, 42.313330701600911252, 1,
  ],
] as const;
const middle = [
  [
    7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
    3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
  ],
  [
    1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
    0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
  ],
] as const;
const far = [
  [
    2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
    0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
  ],
  [
    2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
    0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1,
  ],
] as const;

/**
 * Gives the quantile of the standard normal distribution.
 *
 * Source: M. Wichura, Algorithm AS 241, Applied Statistics 37 (1988) 477–484.
 *
 * @param p 0…1; 0 gives −∞, 1 gives ∞, beyond gives NaN.
 * @returns x with Φ(x) = p, with a relative error under 2e-15.
 *
 * @example
 * ```ts
 * import { normalQuantile } from '@isocentre/statistics';
 * const upperNinety: number = normalQuantile(0.95); // 1.6449
 * ```
 */
export const normalQuantile = (p: number): number => {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * polynomial(central[0], r)) / polynomial(central[1], r);
  }
  const least = q < 0 ? p : 1 - p;
  if (least === 0) return q < 0 ? -Infinity : Infinity;
  const r = Math.sqrt(-log(least));
  const x =
    r <= 5
      ? polynomial(middle[0], r - 1.6) / polynomial(middle[1], r - 1.6)
      : polynomial(far[0], r - 5) / polynomial(far[1], r - 5);
  return q < 0 ? -x : x;
};
