import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { chiSquareOfDraws, rejected } from '../support/goodness-of-fit.ts';
import { incompleteBeta } from './beta.ts';
import { binomialQuantile } from './binomial.ts';
import { streamOf, uniform53At, uniformAt } from './stream.ts';

// Cumulative probabilities of (n, p, k) by arithmetic of 50 digits (mpmath 1.3), p being the double that it is.
const binomials = [
  [60, 0.08, 0, 0.0067184585288816495],
  [60, 0.08, 5, 0.652600130655256],
  [60, 0.08, 13, 0.999777600356838],
  [1000, 0.3, 257, 0.0014835731103312242],
  [1000, 0.3, 300, 0.5155935198141203],
  [1000, 0.3, 358, 0.9999647113399285],
  [10000, 0.02, 158, 0.0010967630452187135],
  [10000, 0.02, 200, 0.5187952687606179],
  [10000, 0.02, 256, 0.9999476850764156],
  [1000000, 0.0001, 70, 0.000970978258150109],
  [1000000, 0.0001, 100, 0.5265621985632191],
  [1000000, 0.0001, 140, 0.9999360426127959],
  [1000000, 0.3, 298625, 0.0013473670408180834],
  [1000000, 0.3, 300000, 0.5004933190666793],
  [1000000, 0.3, 301833, 0.9999681744893422],
  [1000000, 0.7, 698625, 0.001357696667823381],
  [1000000, 0.7, 700000, 0.5003772440880058],
  [1000000, 0.7, 701833, 0.9999687564944392],
  [2147483648, 1e-9, 0, 0.11677764189145841],
  [2147483648, 1e-9, 2, 0.6368266281571756],
  [2147483648, 1e-9, 8, 0.9996043835091002],
  [2147483648, 1e-7, 171, 0.001152324097653546],
  [2147483648, 1e-7, 215, 0.5249710601362234],
  [2147483648, 1e-7, 273, 0.9999422364639575],
  [2147483648, 0.3, 644202622, 0.022750341026919904],
  [2147483648, 0.3, 644276949, 0.9331981655062864],
  [2147483648, 0.9999999, 2147483389, 0.0018481743192017227],
  [2147483648, 0.9999999, 2147483433, 0.5022220245233493],
  [2147483648, 0.9999999, 2147483492, 0.9999889404209894],
] as const;

const draws = countOf({ test: 20_000, full: 2_000_000, mutation: 1000 });

const open = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map((bits) => (bits + 0.5) / 2 ** 32);
const share = fc.double({ min: 0, max: 1, noNaN: true });
const trials = fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 0, max: 20_000 }));

describe('binomialQuantile', () => {
  test('of two coins', () => {
    expect([0.1, 0.2499, 0.25, 0.5, 0.7499, 0.75, 0.9].map((u) => binomialQuantile(2, 0.5, u))).toEqual([
      0, 0, 1, 1, 1, 2, 2,
    ]);
    expect([0.0624, 0.0625, 0.4374, 0.4375].map((u) => binomialQuantile(2, 0.75, u))).toEqual([0, 1, 1, 2]);
  });

  test('never falls as u, n or p rises', () => {
    fc.assert(
      fc.property(trials, trials, share, share, open, open, (n, m, p, q, u, v) => {
        const [least, most] = [Math.min(n, m), Math.max(n, m)];
        const low = binomialQuantile(least, Math.min(p, q), Math.min(u, v));
        expect(low).toBeLessThanOrEqual(binomialQuantile(most, Math.min(p, q), Math.min(u, v)));
        expect(low).toBeLessThanOrEqual(binomialQuantile(least, Math.max(p, q), Math.min(u, v)));
        expect(low).toBeLessThanOrEqual(binomialQuantile(least, Math.min(p, q), Math.max(u, v)));
      }),
    );
  });

  test.each(binomials)('of %d and %d passes %d at %d', (n, p, k, cumulative) => {
    const tolerance = n > 2e6 ? 2e-12 : 3e-14;
    expect(binomialQuantile(n, p, cumulative - tolerance)).toBeLessThanOrEqual(k);
    expect(binomialQuantile(n, p, cumulative + tolerance)).toBe(k + 1);
    expect(binomialQuantile(n, p, cumulative - 1e-9)).toBe(k);
  });

  test('lies where the incomplete beta function says', () => {
    const { a, b } = streamOf(1, 2);
    let index = 0;
    for (const n of [1, 2, 3, 20, 60, 64, 65, 200, 512, 1000, 1024, 1025, 3000]) {
      for (const p of [1e-12, 1e-3, 0.03, 0.3, 0.499, 0.5, 0.501, 0.7, 0.97, 1 - 1e-12]) {
        for (const u of [
          1e-9,
          0.001,
          0.5,
          0.999,
          1 - 1e-9,
          ...Array.from({ length: 8 }, () => uniform53At(a, b, index++)),
        ]) {
          const k = binomialQuantile(n, p, u);
          // F(k) = I_{1−p}(n − k, k + 1).
          const below = k === 0 ? 0 : incompleteBeta(1 - p, n - k + 1, k);
          const upTo = k === n ? 1 : incompleteBeta(1 - p, n - k, k + 1);
          expect(below).toBeLessThanOrEqual(u + 2e-12);
          expect(upTo).toBeGreaterThan(u - 2e-12);
        }
      }
    }
  });

  test('has the distribution of exact rational arithmetic for few trials', () => {
    const checks = new Map<string, number>();
    for (const n of [1, 2, 5, 17, 60]) {
      for (const per1024 of [1, 31, 307, 512, 717, 1021]) {
        const choose = [1n];
        for (let k = 0; k < n; k += 1) choose.push(((choose[k] ?? 0n) * BigInt(n - k)) / BigInt(k + 1));
        const whole = 1024n ** BigInt(n);
        const probabilities = choose.map(
          (ways, k) =>
            Number(
              (ways * BigInt(per1024) ** BigInt(k) * BigInt(1024 - per1024) ** BigInt(n - k) * 10n ** 18n) / whole,
            ) / 1e18,
        );
        checks.set(`${n} of ${per1024}/1024`, chiSquareOfDraws(drawn(n, per1024 / 1024, draws), 0, probabilities));
      }
    }
    expect(rejected(checks)).toEqual([]);
  });

  test('has the distribution of log-factorials for many trials', () => {
    const checks = new Map<string, number>();
    for (const [n, p] of [
      [200, 0.01],
      [1000, 1e-3],
      [1000, 0.3],
      [1000, 0.7],
      [1000, 0.5],
      [100_000, 0.02],
      [1_000_000, 1e-12],
      [1_000_000, 3e-6],
      [1_000_000, 0.3],
      [1_000_000, 1 - 1e-4],
    ] as const) {
      const sd = Math.sqrt(n * p * (1 - p));
      const first = Math.max(0, Math.floor(n * p - 6 * sd));
      const last = Math.min(n, Math.ceil(n * p + 6 * sd) + 20);
      const probabilities: number[] = [];
      for (let k = first; k <= last; k += 1) {
        probabilities.push(
          Math.exp(
            logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(p) + (n - k) * Math.log1p(-p),
          ),
        );
      }
      // The time of a draw grows with √n.
      const count = Math.min(draws, n === 1_000_000 && p === 0.3 ? draws / 4 : draws);
      checks.set(`${n} of ${p}`, chiSquareOfDraws(drawn(n, p, count), first, probabilities));
    }
    expect(rejected(checks)).toEqual([]);
  });

  test('is certain at the ends', () => {
    for (const u of [2 ** -54, 0.5, 1 - 2 ** -53]) {
      for (const n of [0, 1, 60, 1000, 2 ** 31]) {
        expect([binomialQuantile(n, 0, u), binomialQuantile(n, 1, u)]).toEqual([0, n]);
        expect([binomialQuantile(n, -0.1, u), binomialQuantile(n, 1.1, u)]).toEqual([0, n]);
      }
      expect([binomialQuantile(0, 0.3, u), binomialQuantile(0, 0.8, u)]).toEqual([0, 0]);
    }
  });

  test('stays in sight of the mean at the last u below 1 and the first above 0', () => {
    for (const n of [1, 20, 64, 65, 1000, 1_000_000]) {
      for (const p of [1e-9, 0.01, 0.3, 0.5, 0.7, 0.99]) {
        const reach = 9 * Math.sqrt(n * p * (1 - p)) + 12;
        expect(binomialQuantile(n, p, 1 - 2 ** -53)).toBeLessThanOrEqual(Math.min(n, n * p + reach));
        expect(binomialQuantile(n, p, 2 ** -54)).toBeGreaterThanOrEqual(Math.max(0, n * p - reach));
      }
    }
  });

  test('stays as it is', () => {
    const { a, b } = streamOf(2026, 3);
    expect([5, 40, 60, 300, 5000].map((n, i) => binomialQuantile(n, 0.11, uniformAt(a, b, i)))).toMatchInlineSnapshot(`
      [
        0,
        4,
        5,
        29,
        580,
      ]
    `);
  });
});

const drawn = (n: number, p: number, count: number): Float64Array => {
  const { a, b } = streamOf(7, n, Math.round(p * 1e6));
  return Float64Array.from({ length: count }, (_, i) => binomialQuantile(n, p, uniformAt(a, b, i)));
};

const logFactorials = new Float64Array(1_000_001);
for (let k = 2; k < logFactorials.length; k += 1) logFactorials[k] = (logFactorials[k - 1] ?? 0) + Math.log(k);
const logFactorial = (k: number): number => logFactorials[k] ?? Number.NaN;
