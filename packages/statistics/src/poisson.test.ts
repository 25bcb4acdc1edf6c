import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { chiSquareOfDraws, rejected } from '../support/goodness-of-fit.ts';
import { poissonQuantile } from './poisson.ts';
import { streamOf, uniformAt } from './stream.ts';

// Cumulative probabilities of (mean, k) by arithmetic of 50 digits (mpmath 1.3), the mean being the double that it is.
const poissons = [
  [0.01, 0, 0.9900498337491681],
  [4, 4, 0.6288369351798735],
  [4, 12, 0.9997262831771445],
  [250, 203, 0.001226520599401795],
  [250, 250, 0.5168122892155392],
  [250, 313, 0.999946034344514],
  [260, 212, 0.001212899945510834],
  [260, 260, 0.5164861299367617],
  [260, 324, 0.9999432484260339],
  [1000, 905, 0.0012146255079465878],
  [1000, 1000, 0.508409367168506],
  [1000, 1126, 0.9999566828306206],
  [1000000, 997000, 0.0013462037182411046],
  [1000000, 1000000, 0.5002659614862837],
  [1000000, 1004000, 0.9999680605179619],
  [1000000000, 999905132, 0.0013498274608972059],
  [1000000000, 1000000000, 0.5000084104417389],
  [1000000000, 1000126491, 0.9999683198430002],
] as const;

const draws = countOf({ test: 20_000, full: 2_000_000, mutation: 1000 });
const open = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((bits) => (bits + 0.5) / 2 ** 32);
const anyMean = fc.oneof(fc.double({ min: 0, max: 40, noNaN: true }), fc.double({ min: 0, max: 5000, noNaN: true }));

describe('poissonQuantile', () => {
  test.each(poissons)('of %d passes %d at %d', (mean, k, cumulative) => {
    const tolerance = mean > 1e5 ? 1e-12 : 5e-15;
    expect(poissonQuantile(mean, cumulative - tolerance)).toBeLessThanOrEqual(k);
    expect(poissonQuantile(mean, cumulative + tolerance)).toBe(k + 1);
    expect(poissonQuantile(mean, cumulative - 1e-9)).toBe(k);
  });

  test('never falls as u or the mean rises', () => {
    fc.assert(
      fc.property(anyMean, anyMean, open, open, (x, y, u, v) => {
        const low = poissonQuantile(Math.min(x, y), Math.min(u, v));
        expect(low).toBeLessThanOrEqual(poissonQuantile(Math.max(x, y), Math.min(u, v)));
        expect(low).toBeLessThanOrEqual(poissonQuantile(Math.min(x, y), Math.max(u, v)));
      }),
    );
  });

  test('has its distribution', () => {
    const checks = new Map<string, number>();
    for (const mean of [1e-9, 0.1, 1, 4.5, 30, 255, 257, 4000]) {
      const { a, b } = streamOf(8, Math.round(mean * 10));
      const drawn = Float64Array.from({ length: draws }, (_, i) => poissonQuantile(mean, uniformAt(a, b, i)));
      const first = Math.max(0, Math.floor(mean - 6 * Math.sqrt(mean)));
      const probabilities: number[] = [];
      let logFactorial = 0;
      for (let k = 1; k <= first; k += 1) logFactorial += Math.log(k);
      for (let k = first; k <= mean + 6 * Math.sqrt(mean) + 20; k += 1) {
        if (k > first) logFactorial += Math.log(k);
        probabilities.push(Math.exp(k * Math.log(mean) - mean - logFactorial));
      }
      checks.set(`mean ${mean}`, chiSquareOfDraws(drawn, first, probabilities));
    }
    expect(rejected(checks)).toEqual([]);
  });

  test('of nothing is 0', () => {
    expect([poissonQuantile(0, 0.9), poissonQuantile(-1, 0.9), poissonQuantile(1e-300, 1 - 2 ** -53)]).toEqual([
      0, 0, 0,
    ]);
  });

  test('stays in sight of the mean at the last u below 1', () => {
    for (const mean of [0.01, 1, 30, 300, 1e6]) {
      expect(poissonQuantile(mean, 1 - 2 ** -53)).toBeLessThanOrEqual(mean + 9 * Math.sqrt(mean) + 20);
      expect(poissonQuantile(mean, 2 ** -54)).toBeGreaterThanOrEqual(Math.max(0, mean - 9 * Math.sqrt(mean) - 12));
    }
  });
});
