import { exp, lgamma, log, log1p } from '@isocentre/statistics';

const twoPi = 6.283185307179586;
const halfLogTwoPi = 0.9189385332046728;
// Stirling's series (Abramowitz & Stegun 6.1.40): from 16 on the first term left out is under 1e-18.
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360];
const large = 16;

/** The error of Stirling's formula: log Γ(x + 1) − (x + ½)·log x + x − ½·log 2π, for x above 0. */
const stirlingError = (x: number): number => {
  if (x < large) return lgamma(x + 1) - (x + 0.5) * log(x) + x - halfLogTwoPi;
  const square = 1 / (x * x);
  let sum = 0;
  for (let n = stirling.length - 1; n >= 0; n -= 1) sum = sum * square + (stirling[n] as number);
  return sum / x;
};

// Nearer than this the two large terms of the deviance cancel, and its series is used.
const near = 0.1;

/** The deviance x·log(x / mean) + mean − x, which is never negative, for x and mean above 0. */
const deviance = (x: number, mean: number): number => {
  const difference = x - mean;
  if (Math.abs(difference) >= near * (x + mean)) return x * log(x / mean) - difference;
  const ratio = difference / (x + mean);
  const square = ratio * ratio;
  let power = 2 * x * ratio;
  let sum = difference * ratio;
  for (let odd = 3; ; odd += 2) {
    power *= square;
    const next = sum + power / odd;
    if (next === sum) return sum;
    sum = next;
  }
};

/**
 * Gives x^a·y^b / B(a, b) with y = 1 − x by Loader's saddle-point form, which unlike differences of log-gammas keeps its
 * digits for large a and b.
 *
 * Source: C. Loader, Fast and accurate computation of binomial probabilities (2000).
 */
export const betaKernel = (x: number, y: number, a: number, b: number): number => {
  const n = a + b;
  // A small shape beside a large one is raised by one: B(a + 1, b) = B(a, b)·a / (a + b).
  if (a < 1 && b > large) return (betaKernel(x, y, a + 1, b) * a) / n / x;
  if (b < 1 && a > large) return (betaKernel(x, y, a, b + 1) * b) / n / y;
  if (a < 1 || b < 1) return exp(a * log(x) + b * (y > 0.5 ? log1p(-x) : log(y)) + lgamma(n) - lgamma(a) - lgamma(b));
  const exponent = stirlingError(n) - stirlingError(a) - stirlingError(b) - deviance(a, n * x) - deviance(b, n * y);
  return Math.sqrt((a / twoPi) * (b / n)) * exp(exponent);
};

/** Gives x^a·e^(−x) / Γ(a), as {@link betaKernel} does. */
export const gammaKernel = (x: number, a: number): number =>
  a < 1 ? exp(a * log(x) - x - lgamma(a)) : Math.sqrt(a / twoPi) * exp(-stirlingError(a) - deviance(a, x));
