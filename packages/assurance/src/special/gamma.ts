import { exp, lgamma, log, normalQuantile } from '@isocentre/statistics';
import type { Pair } from './beta.ts';
import { gammaKernel } from './kernel.ts';
import { solve } from './root.ts';

const tiny = 1e-300;

/** The lower tail less its leading factor: Σ x^k / ((a + 1)…(a + k)) (Abramowitz & Stegun 6.5.29). */
const series = (x: number, a: number): number => {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > 1e-17 * sum; k += 1) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
};

/** The upper tail less its leading factor, by Legendre's continued fraction (DLMF 8.9.2) in Lentz's form. */
const fraction = (x: number, a: number): number => {
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let value = d;
  for (let k = 1; k < 1_000_000; k += 1) {
    const factor = -k * (k - a);
    b += 2;
    d = factor * d + b;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = b + factor / c;
    if (Math.abs(c) < tiny) c = tiny;
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return value;
};

/**
 * Gives both tails of a gamma variable of shape a and scale 1: the regularised incomplete gamma functions P and Q.
 *
 * @param x From 0.
 * @param a Above 0.
 * @returns P(X ≤ x) and P(X > x), the smaller with a relative error under 1e-12 for a up to 1e6; NaN for a not above 0.
 */
export const gammaTails = (x: number, a: number): Pair => {
  if (!(a > 0) || Number.isNaN(x)) return [Number.NaN, Number.NaN];
  if (x <= 0) return [0, 1];
  if (x === Infinity) return [1, 0];
  const kernel = gammaKernel(x, a);
  if (x < a + 1) {
    const lower = (kernel * series(x, a)) / a;
    return [lower, 1 - lower];
  }
  const upper = kernel * fraction(x, a);
  return [1 - upper, upper];
};

const farthest = 700;

/**
 * Gives the quantile of a gamma variable of shape a and scale 1, by Newton's method on the logarithm.
 *
 * @param p P(X ≤ x), 0…1.
 * @param q The complement of p, where the caller knows it to more digits than 1 − p has.
 * @returns x with a relative error under 1e-12 for a up to 1e6; 0 at p = 0 and ∞ at q = 0; NaN for a not above 0.
 */
export const gammaQuantile = (p: number, a: number, q = 1 - p): number => {
  if (!(a > 0) || Number.isNaN(p)) return Number.NaN;
  if (p <= 0) return 0;
  if (q <= 0) return Infinity;
  const lower = p <= q;
  const z = lower ? normalQuantile(p) : -normalQuantile(q);
  // Wilson and Hilferty's cube for large shapes; the leading term of the lower tail for small ones.
  const cube = 1 - 1 / (9 * a) + z / (3 * Math.sqrt(a));
  const start = cube > 0.1 ? log(a) + 3 * log(cube) : (log(p) + lgamma(a + 1)) / a;
  return exp(
    solve(
      (t) => {
        const x = exp(t);
        const tails = gammaTails(x, a);
        const tail = lower ? tails[0] : tails[1];
        const slope = gammaKernel(x, a) / tail;
        return { excess: log(tail / (lower ? p : q)), slope: lower ? slope : -slope };
      },
      start,
      [-farthest, farthest],
      lower,
    ),
  );
};
