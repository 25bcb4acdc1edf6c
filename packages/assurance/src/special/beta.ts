import { exp, log, normalQuantile } from '@isocentre/statistics';
import { betaKernel } from './kernel.ts';
import { solve } from './root.ts';

/** A value with its complement, so that the smaller of the two keeps its digits. */
export type Pair = readonly [value: number, complement: number];

// Lentz's method must not divide by zero.
const tiny = 1e-300;
const nonZero = (value: number): number => (Math.abs(value) < tiny ? tiny : value);

/**
 * The contracted continued fraction of I_x(a, b) less its kernel, for x up to (a + 1) / (a + b + 2). Its first term is
 * taken from the smaller of x and y = 1 − x, where the fraction of DLMF 8.17.22 loses digits beside a large a or b.
 *
 * Source: A. DiDonato, A. Morris, Algorithm 708, ACM Transactions on Mathematical Software 18 (1992) 360–373, BFRAC.
 */
const fraction = (x: number, y: number, a: number, b: number): number => {
  const first = 1 + (x < y ? a - (a + b) * x : (a + b) * y - b);
  let denominator = nonZero(first / (1 + 1 / a));
  let c = denominator;
  let d = 0;
  // Some 5·√(a + b) steps at most; the limit only keeps undefined input from running on.
  for (let n = 1; n < 1_000_000; n += 1) {
    const step = a + 2 * n - 1;
    const w = n * (b - n) * x;
    const before = a + n - 1;
    const numerator = (before / step) * ((before + b) / step) * w * x;
    const term = n + w / step + ((a + n) / (step + 2)) * (first + n * (1 + y));
    d = 1 / nonZero(term + numerator * d);
    c = nonZero(term + numerator / c);
    const factor = c * d;
    denominator *= factor;
    if (Math.abs(factor - 1) < 1e-16) break;
  }
  return 1 / denominator;
};

/**
 * Gives both tails of a beta variable: the regularised incomplete beta function I_x(a, b) and its complement.
 *
 * @param x 0…1.
 * @param a Above 0.
 * @param b Above 0.
 * @param y The complement of x, where the caller knows it to more digits than 1 − x has.
 * @returns P(X ≤ x) and P(X > x), the smaller with a relative error under 1e-12 for a and b up to 1e6;
 * NaN for a or b not above 0.
 */
export const betaTails = (x: number, a: number, b: number, y = 1 - x): Pair => {
  if (!(a > 0 && b > 0) || Number.isNaN(x)) return [Number.NaN, Number.NaN];
  if (x <= 0) return [0, 1];
  if (y <= 0) return [1, 0];
  const kernel = betaKernel(x, y, a, b);
  if (x <= (a + 1) / (a + b + 2)) {
    const lower = kernel * fraction(x, y, a, b);
    return [lower, 1 - lower];
  }
  const upper = kernel * fraction(y, x, b, a);
  return [1 - upper, upper];
};

// Beyond this the exponential of a logit is no longer a normal number.
const farthest = 700;

/**
 * Gives the quantile of a beta variable with its complement, by Newton's method on the logit.
 *
 * @param p P(X ≤ x), 0…1.
 * @param q The complement of p, where the caller knows it to more digits than 1 − p has.
 * @returns x and 1 − x, each with a relative error under 1e-12 for a and b up to 1e6;
 * NaN for a or b not above 0.
 */
export const betaQuantilePair = (p: number, a: number, b: number, q = 1 - p): Pair => {
  if (!(a > 0 && b > 0) || Number.isNaN(p)) return [Number.NaN, Number.NaN];
  if (p <= 0) return [0, 1];
  if (q <= 0) return [1, 0];
  const both = (logit: number): Pair => [1 / (1 + exp(-logit)), 1 / (1 + exp(logit))];
  const lower = p <= q;
  const start = log(a / b) + (lower ? normalQuantile(p) : -normalQuantile(q)) * Math.sqrt(1 / a + 1 / b);
  const logit = solve(
    (t) => {
      const [x, y] = both(t);
      const tails = betaTails(x, a, b, y);
      const tail = lower ? tails[0] : tails[1];
      const slope = betaKernel(x, y, a, b) / tail;
      return { excess: log(tail / (lower ? p : q)), slope: lower ? slope : -slope };
    },
    start,
    [-farthest, farthest],
    lower,
  );
  return both(logit);
};

/** Gives the quantile of a beta variable; see {@link betaQuantilePair}. */
export const betaQuantile = (p: number, a: number, b: number): number => betaQuantilePair(p, a, b)[0];
