import { exp } from './exp.ts';

// Above this mean the modal probabilities below hold, and starting near the mode is quicker than starting at zero.
export const manyExpected = 256;

const twoPi = 6.283185307179586;

/** The error of Stirling's formula for log n!, for n from 200: three terms leave less than 1e-18. */
const stirlingError = (n: number): number => {
  const square = 1 / (n * n);
  return (1 / 12 - (1 / 360 - square / 1260) * square) / n;
};

/** The deviance k·log(k / mean) + mean − k for k within 1 of a mean from 200, by its power series. */
const deviance = (k: number, mean: number): number => {
  const relative = (k - mean) / mean;
  let sum = 0;
  for (let n = 8; n >= 2; n -= 1) sum = 1 / (n * (n - 1)) - relative * sum;
  return mean * relative * relative * sum;
};

/**
 * Gives the binomial probability of `k` within 1 of the mean by Loader's saddle-point form, which unlike differences of
 * log-gammas keeps its digits for a large n.
 *
 * Source: C. Loader, Fast and accurate computation of binomial probabilities (2000).
 *
 * @param p From (0, ½] with n·p from `manyExpected`.
 * @returns the probability with a relative error under 2e-15.
 */
export const binomialMassNearMean = (k: number, n: number, p: number): number => {
  const mean = n * p;
  return (
    exp(stirlingError(n) - stirlingError(k) - stirlingError(n - k) - deviance(k, mean) - deviance(n - k, n - mean)) *
    Math.sqrt(n / (twoPi * k * (n - k)))
  );
};

/** Gives the Poisson probability of `k` within 1 of a mean from `manyExpected`, as `binomialMassNearMean` does. */
export const poissonMassNearMean = (k: number, mean: number): number =>
  exp(-stirlingError(k) - deviance(k, mean)) / Math.sqrt(twoPi * k);
