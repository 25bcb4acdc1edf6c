import { exp } from './exp.ts';
import { lgamma } from './gamma.ts';
import { log, log1p } from './logarithm.ts';

/** log of x^a·(1 − x)^b / B(a, b). */
const logKernel = (x: number, a: number, b: number): number =>
  a * log(x) + b * log1p(-x) + lgamma(a + b) - lgamma(a) - lgamma(b);

// Lentz's method must not divide by zero.
const tiny = 1e-300;

const nonZero = (value: number): number => (Math.abs(value) < tiny ? tiny : value);

/** The continued fraction of I_x(a, b) less its leading factor (DLMF 8.17.22), for x up to (a + 1) / (a + b + 2). */
const fraction = (x: number, a: number, b: number): number => {
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  // Some 5·√(a + b) steps at most; the limit only keeps undefined input from running on.
  for (let m = 1; m < 100_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const step = d * c;
    value *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return value;
};

/** I_x(a, b) and its complement, the smaller of which keeps its digits. */
const bothTails = (x: number, a: number, b: number): readonly [lower: number, upper: number] => {
  const kernel = exp(logKernel(x, a, b));
  if (x <= (a + 1) / (a + b + 2)) {
    const lower = (kernel * fraction(x, a, b)) / a;
    return [lower, 1 - lower];
  }
  const upper = (kernel * fraction(1 - x, b, a)) / b;
  return [1 - upper, upper];
};

/**
 * Gives the regularised incomplete beta function I_x(a, b): the distribution function of a beta variable.
 *
 * @param x 0…1; beyond counts as the nearer end.
 * @param a Above 0.
 * @param b Above 0.
 * @returns 0…1, with a relative error under 2e-14 while a + b is up to 10 and 1e-12 up to 100, growing with it. NaN for a or b
 * not above 0.
 */
export const incompleteBeta = (x: number, a: number, b: number): number => {
  if (!(a > 0 && b > 0)) return Number.NaN;
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return bothTails(x, a, b)[0];
};

/** The quantile where it is at most ½, searched on the scale of log x, where the lower tail is nearly straight. */
const lowerHalf = (p: number, q: number, a: number, b: number): number => {
  let low = -745;
  let high = log(0.5);
  // The solution of the leading term x^a / (a·B(a, b)) = p, which is below the mean for a lower tail.
  let t = (log(p * a) + lgamma(a) + lgamma(b) - lgamma(a + b)) / a;
  if (t <= low) return 0;
  if (!(t < high)) t = log(Math.min(a / (a + b), 0.49));
  for (let i = 0; i < 200; i += 1) {
    const x = exp(t);
    const [lower, upper] = bothTails(x, a, b);
    // The smaller tail decides, since the other has lost its digits.
    const excess = p <= q ? log(lower / p) : -log(upper / q);
    if (excess > 0) high = t;
    else low = t;
    const slope = exp(logKernel(x, a, b) - log1p(-x)) / (p <= q ? lower : upper);
    let next = t - excess / slope;
    if (!(next > low && next < high)) next = (low + high) / 2;
    const step = Math.abs(next - t);
    t = next;
    if (step < 2e-16 * Math.max(1, Math.abs(t)) || high - low < 2e-16 * Math.abs(t)) break;
  }
  return exp(t);
};

/**
 * Gives the quantile of a beta distribution, by Newton's method kept within bounds.
 *
 * @param p 0…1; beyond counts as the nearer end.
 * @param a Above 0.
 * @param b Above 0.
 * @returns x with I_x(a, b) = p, with a relative error under 2e-14 while a + b is up to 10 and 1e-12 up to 100, divided by a
 * or b where that is under 1; 0 where x is under 5e-324. NaN for a or b not above 0.
 */
export const betaQuantile = (p: number, a: number, b: number): number => {
  if (!(a > 0 && b > 0)) return Number.NaN;
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  return incompleteBeta(0.5, a, b) >= p ? lowerHalf(p, 1 - p, a, b) : 1 - lowerHalf(1 - p, p, b, a);
};
