import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { errorOf } from '../support/goodness-of-fit.ts';
import { betaQuantile, incompleteBeta } from './beta.ts';

// Reference values by arithmetic of 50 digits (mpmath 1.3), at the doubles that the arguments are.
const betas = [
  [0.1, 2, 3, 0.052300000000000006],
  [0.5, 1.5, 4.5, 0.9122870906761479],
  [0.9, 1.5, 4.5, 0.9999216156651799],
  [0.02, 5, 1, 3.2000000000000005e-9],
  [1e-8, 1.2, 4.8, 1.5336797658635301e-9],
  [0.999999, 3, 3, 1],
  [0.3, 0.01, 5.99, 0.9994807537293484],
  [0.7, 0.5, 0.5, 0.6309898804344546],
  [0.25, 20, 70, 0.7458726342798355],
  [0.4, 7.5, 0.1, 2.621156260557807e-5],
  [0.01, 0.05, 60, 0.9764896286916442],
  [0.6, 1, 1, 0.6],
] as const;

const betaQuantiles = [
  [0.5, 1, 5, 0.12944943670387585],
  [0.05, 1.4, 4.6, 0.02999818232358909],
  [0.95, 1.4, 4.6, 0.5420740973853162],
  [1e-10, 2, 4, 3.1622876602237195e-6],
  [0.9999999999990905, 2, 4, 0.9993468479576799],
  [0.3, 0.1, 5.9, 6.570893033770939e-7],
  [0.999, 0.1, 5.9, 0.4586953678713082],
  [0.2, 3, 3, 0.32659793784141106],
  [0.5, 30, 50, 0.373953359387621],
  [0.9, 5.9, 0.1, 0.9999999999888721],
  [1e-6, 0.5, 0.5, 2.46740110027031e-12],
  [0.01, 1, 1, 0.01],
] as const;

const share = fc.double({ min: 0, max: 1, noNaN: true });
const shape = fc.double({ min: 0.05, max: 60, noNaN: true });

describe('incompleteBeta', () => {
  test.each(betas)('at %d of %d and %d is %d', (x, a, b, expected) => {
    expect(errorOf(incompleteBeta(x, a, b), expected)).toBeLessThan(1e-13);
  });

  test('of whole numbers is a tail of the binomial distribution', () => {
    for (const [n, p] of [
      [7, 0.3],
      [30, 0.08],
      [60, 0.5],
    ] as const) {
      let choose = 1;
      let tail = 1;
      for (let k = 0; k < n; k += 1) {
        tail -= choose * p ** k * (1 - p) ** (n - k);
        expect(Math.abs(incompleteBeta(p, k + 1, n - k) - tail)).toBeLessThan(2e-14);
        choose = (choose * (n - k)) / (k + 1);
      }
    }
  });

  test('with a shape of 1 is a power', () => {
    fc.assert(
      fc.property(share, shape, (x, b) => {
        expect(Math.abs(incompleteBeta(x, 1, b) + Math.expm1(b * Math.log1p(-x)))).toBeLessThan(2e-13);
        expect(Math.abs(incompleteBeta(x, b, 1) - x ** b)).toBeLessThan(2e-13);
      }),
    );
  });

  test('turns round with its shapes', () => {
    fc.assert(
      // Of 2^30ths, so that 1 − x is exact.
      fc.property(fc.integer({ min: 0, max: 2 ** 30 }), shape, shape, (part, a, b) => {
        const x = part * 2 ** -30;
        expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('has exact ends', () => {
    expect([-1, 0, 1, 2].map((x) => incompleteBeta(x, 2, 3))).toEqual([0, 0, 1, 1]);
    expect([incompleteBeta(0.5, 0, 1), incompleteBeta(0.5, 1, -1), incompleteBeta(0.5, Number.NaN, 1)]).toEqual(
      Array(3).fill(Number.NaN),
    );
  });
});

describe('betaQuantile', () => {
  test.each(betaQuantiles)('at %d of %d and %d is %d', (p, a, b, expected) => {
    expect(errorOf(betaQuantile(p, a, b), expected)).toBeLessThan(1e-13 / Math.min(1, a, b));
  });

  test('undoes the distribution function of PERT and of any beta', () => {
    const anyP = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
    fc.assert(
      fc.property(anyP, fc.double({ min: 0, max: 4, noNaN: true }), (p, weight) => {
        const x = betaQuantile(p, 1 + weight, 5 - weight);
        expect(errorOf(incompleteBeta(x, 1 + weight, 5 - weight), p)).toBeLessThan(1e-13);
      }),
    );
    fc.assert(
      fc.property(anyP, shape, shape, (p, a, b) => {
        const x = betaQuantile(p, a, b);
        // Where the nearest numbers to 1 are too far apart to meet p, its neighbours must straddle it.
        const low = incompleteBeta(Math.max(0, x - 2e-15), a, b);
        const high = incompleteBeta(Math.min(1, x + 2e-15), a, b);
        expect(low - 1e-12).toBeLessThanOrEqual(p);
        expect(high + 1e-12).toBeGreaterThanOrEqual(p);
      }),
    );
  });

  test('never falls as p rises', () => {
    fc.assert(
      fc.property(share, share, shape, shape, (p, q, a, b) => {
        const [low, high] = [betaQuantile(Math.min(p, q), a, b), betaQuantile(Math.max(p, q), a, b)];
        expect(low).toBeLessThanOrEqual(high + 1e-14);
      }),
    );
  });

  test('has exact ends', () => {
    expect([-1, 0, 1, 2].map((p) => betaQuantile(p, 2, 3))).toEqual([0, 0, 1, 1]);
    expect(betaQuantile(0.5, 1e-6, 3)).toBe(0);
    expect([betaQuantile(0.5, 0, 1), betaQuantile(0.5, 1, 0)]).toEqual([Number.NaN, Number.NaN]);
  });
});
