import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { errorOf } from '../support/goodness-of-fit.ts';
import { multiplied } from './exact.ts';
import { pow, powInteger } from './power.ts';

// Reference values by arithmetic of 50 digits (mpmath 1.3), at the doubles that the arguments are.
const powers = [
  [0.8, 0.3333333333333333, 0.9283177667225558],
  [0.95, 0.2, 0.9897937816869885],
  [1.02, 25, 1.6406059944647307],
  [0.5, 0.5, Math.SQRT1_2],
  [2, 0.1, 1.0717734625362931],
  [1e-5, 0.37, 0.014125375446227544],
  [123.456, -7.5, 2.0590101513780642e-16],
  [1.0000001, 1000000000, 2.6881038582144647e43],
  [0.9999999, -3000000000, 1.942455225130796e130],
  [10, -300.5, 3.1622776601683794e-301],
  [10, 308, 1e308],
  [3, 40, 1.2157665459056929e19],
  [0.005520512498127376, -29.439217562321573, 2.9809849203503473e66],
  [1e-300, 1.05, 1e-315],
] as const;

describe('pow', () => {
  test.each(powers)('%d to the power %d is %d', (base, power, expected) => {
    expect(errorOf(pow(base, power), expected)).toBeLessThan(expected < 1e-307 ? 1e-8 : 1e-15);
  });

  test('agrees with Math.pow', () => {
    for (let b = 1; b <= 60; b += 1) {
      for (let p = -40; p <= 40; p += 1) {
        expect(errorOf(pow(b / 7, p / 3), (b / 7) ** (p / 3))).toBeLessThan(2e-15);
      }
    }
  });

  test('is exact where a small power is whole', () => {
    for (let b = 0; b <= 90; b += 1)
      for (let p = 0; p <= 8; p += 1) expect(BigInt(pow(b, p))).toBe(BigInt(b) ** BigInt(p));
  });

  test('has the ends that IEEE 754 gives it', () => {
    const ends = [0, 0.5, 1, 2, Infinity, Number.NaN];
    for (const base of ends) {
      for (const power of [-Infinity, -2, -1, 0, 1, 3, 7, Infinity]) {
        // JavaScript gives NaN for 1 to an infinite power, where IEEE 754 and C give 1.
        const expected = base === 1 ? 1 : base ** power;
        expect([base, power, pow(base, power)]).toEqual([base, power, expected]);
      }
    }
    expect([pow(-1, 0.5), pow(-2, 2), pow(2, Number.NaN), pow(0, Number.NaN)]).toEqual(Array(4).fill(Number.NaN));
    expect([pow(1e-5, 400), pow(1e5, 400), pow(0.5, 1e300), pow(1, 1e300)]).toEqual([0, Infinity, 0, 1]);
  });
});

describe('powInteger', () => {
  test('is exact where the result is', () => {
    for (let b = 0; b <= 10; b += 1) for (let p = 0; p <= 15; p += 1) expect(powInteger(b, p)).toBe(Math.round(b ** p));
    expect([powInteger(2, 1000), powInteger(0.5, 1074), powInteger(0, 0), powInteger(-2, 3)]).toEqual([
      2 ** 1000,
      2 ** -1074,
      1,
      -8,
    ]);
  });

  test('takes powers to 2^32 − 1', () => {
    expect(powInteger(-1, 2 ** 32 - 1)).toBe(-1);
    expect(powInteger(1 - 2 ** -31, 2 ** 31)).toBeCloseTo(Math.exp(-1), 8);
    expect(errorOf(powInteger(0.999, 1000), 0.36769542477096373)).toBeLessThan(1000 * 2.3e-16);
  });
});

test('a product in two parts is exact', () => {
  const odd = fc
    .integer({ min: -(2 ** 52), max: 2 ** 52 })
    .map((value) => 2 * value + 1)
    .filter((value) => Math.abs(value) < 2 ** 53);
  fc.assert(
    fc.property(odd, odd, (x, y) => {
      const [product, lost] = multiplied(x, y);
      expect(BigInt(product) + BigInt(lost)).toBe(BigInt(x) * BigInt(y));
    }),
  );
});
