import { normalCdf, normalQuantile } from '@isocentre/statistics';
import { betaQuantilePair, betaTails, type Pair } from './beta.ts';
import { gammaQuantile, gammaTails } from './gamma.ts';
import { gammaKernel } from './kernel.ts';

/**
 * Gives the upper tail of Student's t: P(T > t).
 *
 * @param t Any number.
 * @param degrees Degrees of freedom, above 0; infinite gives the normal distribution.
 * @returns the tail with a relative error under 1e-12 for t above 0 and up to 1e6 degrees of freedom.
 */
export const studentUpper = (t: number, degrees: number): number => {
  if (degrees === Infinity) return normalCdf(-t);
  const square = t * t;
  const [, upper] = betaTails(square / (degrees + square), 0.5, degrees / 2, degrees / (degrees + square));
  return t >= 0 ? upper / 2 : 1 - upper / 2;
};

/** Gives P(|T| > |t|) of Student's t: the two-sided p-value. */
export const studentTwoSided = (t: number, degrees: number): number =>
  Math.min(1, 2 * studentUpper(Math.abs(t), degrees));

/**
 * Gives the quantile of Student's t.
 *
 * @param p P(T ≤ t), 0…1.
 * @param degrees Degrees of freedom, above 0; infinite gives the normal distribution.
 * @returns t with a relative error under 1e-12 for up to 1e6 degrees of freedom.
 */
export const studentQuantile = (p: number, degrees: number): number => {
  if (degrees === Infinity) return normalQuantile(p);
  const tail = Math.min(p, 1 - p);
  if (tail === 0.5) return 0;
  // x is t² / (ν + t²), whose upper tail is both tails of t.
  const [x, y] = betaQuantilePair(1 - 2 * tail, 0.5, degrees / 2, 2 * tail);
  const t = Math.sqrt((degrees * x) / y);
  return p < 0.5 ? -t : t;
};

/** Gives both tails of the F distribution: P(F ≤ f) and P(F > f), with the accuracy of {@link betaTails}. */
export const fisherTails = (f: number, numerator: number, denominator: number): Pair => {
  if (f <= 0) return [0, 1];
  if (f === Infinity) return [1, 0];
  if (denominator === Infinity) return chiSquareTails(f * numerator, numerator);
  const total = numerator * f + denominator;
  return betaTails((numerator * f) / total, numerator / 2, denominator / 2, denominator / total);
};

/** Gives the quantile of the F distribution at P(F ≤ f) = p. */
export const fisherQuantile = (p: number, numerator: number, denominator: number): number => {
  if (denominator === Infinity) return chiSquareQuantile(p, numerator) / numerator;
  const [x, y] = betaQuantilePair(p, numerator / 2, denominator / 2);
  return (denominator * x) / (numerator * y);
};

/** Gives both tails of the χ² distribution: P(X ≤ x) and P(X > x), with the accuracy of {@link gammaTails}. */
export const chiSquareTails = (x: number, degrees: number): Pair => gammaTails(x / 2, degrees / 2);

/** Gives the quantile of the χ² distribution at P(X ≤ x) = p; `q` is the complement where known to more digits. */
export const chiSquareQuantile = (p: number, degrees: number, q = 1 - p): number =>
  2 * gammaQuantile(p, degrees / 2, q);

/** Adds the terms of a Poisson mixture outward from its largest weight until they no longer count. */
const mixture = (mean: number, term: (index: number, weight: number) => number): number => {
  const mode = Math.floor(mean);
  const weight = (index: number): number => (mean === 0 ? 1 : gammaKernel(mean, index + 1) / mean);
  let sum = 0;
  for (let index = mode; index >= 0; index -= 1) {
    const w = weight(index);
    sum += term(index, w);
    if (w < 1e-20) break;
  }
  if (mean === 0) return sum;
  for (let index = mode + 1; ; index += 1) {
    const w = weight(index);
    sum += term(index, w);
    if (w < 1e-20) break;
  }
  return sum;
};

/**
 * Gives P(T ≤ t) of the non-central t distribution.
 *
 * Source: R. Lenth, Algorithm AS 243, Applied Statistics 38 (1989) 185–189.
 *
 * @param t Any number.
 * @param degrees Degrees of freedom, above 0.
 * @param shift The non-centrality, up to 200 in size.
 * @returns the probability with an absolute error under 1e-12, under 1e-11 for a shift beyond 37.
 */
export const nonCentralStudent = (t: number, degrees: number, shift: number): number => {
  if (t < 0) return 1 - nonCentralStudent(-t, degrees, -shift);
  const square = t * t;
  const x = square / (degrees + square);
  const y = degrees / (degrees + square);
  const half = (shift * shift) / 2;
  const sum = mixture(half, (j, weight) => {
    // The second weight is the first at j + ½, with the sign of the shift.
    const second = shift === 0 ? 0 : (Math.sign(shift) * gammaKernel(half, j + 1.5)) / half;
    return weight * betaTails(x, j + 0.5, degrees / 2, y)[0] + second * betaTails(x, j + 1, degrees / 2, y)[0];
  });
  return Math.min(1, Math.max(0, normalCdf(-shift) + sum / 2));
};

/**
 * Gives P(F > f) of the non-central F distribution, as a Poisson mixture of central ones.
 *
 * @param f From 0.
 * @param shift The non-centrality λ from 0.
 * @returns the probability with an absolute error under 1e-12.
 */
export const nonCentralFisherUpper = (f: number, numerator: number, denominator: number, shift: number): number => {
  const total = numerator * f + denominator;
  return mixture(
    shift / 2,
    (j, weight) =>
      weight * betaTails((numerator * f) / total, numerator / 2 + j, denominator / 2, denominator / total)[1],
  );
};
