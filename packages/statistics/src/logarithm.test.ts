import { describe, expect, test } from 'vitest';
import { errorOf } from '../support/goodness-of-fit.ts';
import { log, log1p, logInParts } from './logarithm.ts';

// Reference values by arithmetic of 50 digits (mpmath 1.3), at the doubles that the arguments are.
const logs = [
  [5e-324, -744.4400719213812],
  [2.2250738585072014e-308, -708.3964185322641],
  [1e-10, -23.025850929940457],
  [0.1, -2.3025850929940455],
  [0.5, -Math.LN2],
  [0.7071067811865475, -0.34657359027997275],
  [0.999, -0.0010005003335835344],
  [1.0000001, 9.999999505838704e-8],
  [Math.SQRT2, 0.3465735902799727],
  [2, Math.LN2],
  [10, Math.LN10],
  [12345.678, 9.421061321291832],
  [1.7976931348623157e308, 709.782712893384],
] as const;

const log1ps = [
  [-0.9999999, -16.118095651484676],
  [-0.5, -Math.LN2],
  [-0.26, -0.3011050927839216],
  [-0.25, -0.2876820724517809],
  [-1e-5, -1.0000050000333337e-5],
  [-1e-300, -1e-300],
  [1e-17, 1e-17],
  [1e-9, 9.999999995e-10],
  [0.01, 0.009950330853168083],
  [0.25, 0.22314355131420976],
  [0.3, 0.26236426446749106],
  [1, Math.LN2],
  [1e20, 46.051701859880914],
] as const;

describe('log', () => {
  test.each(logs)('of %d is %d', (x, expected) => {
    expect(errorOf(log(x), expected)).toBeLessThan(4.5e-16);
  });

  test('agrees with Math.log over its whole range', () => {
    for (let e = -1074; e < 1024; e += 1) {
      for (const part of [1, 1.1, 1.37, Math.SQRT2, 1.73, 1.99]) {
        const x = part * 2 ** e;
        expect(errorOf(log(x), Math.log(x))).toBeLessThan(4.5e-16);
      }
    }
  });

  test('keeps its digits about 1', () => {
    for (let i = -500; i <= 500; i += 1) {
      const x = 1 + i * 1e-5;
      expect(errorOf(log(x), Math.log(x))).toBeLessThan(4.5e-16);
    }
  });

  test('has exact ends', () => {
    expect([log(0), log(1), log(Infinity)]).toEqual([-Infinity, 0, Infinity]);
    expect([log(-1), log(-Infinity), log(Number.NaN)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe('log1p', () => {
  test.each(log1ps)('of %d is %d', (x, expected) => {
    expect(errorOf(log1p(x), expected)).toBeLessThan(4.5e-16);
  });

  test('agrees with Math.log1p', () => {
    for (let i = -999; i <= 3000; i += 1) {
      expect(errorOf(log1p(i / 1000), Math.log1p(i / 1000))).toBeLessThan(4.5e-16);
      expect(errorOf(log1p(i * 2 ** -40), Math.log1p(i * 2 ** -40))).toBeLessThan(4.5e-16);
    }
  });

  test('has exact ends', () => {
    expect([log1p(-1), log1p(0), log1p(Infinity)]).toEqual([-Infinity, 0, Infinity]);
    expect([log1p(-1.1), log1p(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('logInParts', () => {
  // log 2 and log 10 to 33 digits, the second part being what the first, rounded, leaves.
  test.each([
    [2, Math.LN2, 2.3190468138462996e-17],
    [10, Math.LN10, -2.1707562233822494e-16],
    [0.5, -Math.LN2, -2.3190468138462996e-17],
  ])('of %d has a second part', (x, high, low) => {
    const parts = logInParts(x);
    expect(parts[0]).toBe(high);
    expect(Math.abs(parts[1] - low)).toBeLessThan(1e-18);
  });
});
