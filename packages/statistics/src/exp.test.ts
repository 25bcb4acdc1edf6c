import { describe, expect, test } from 'vitest';
import { exp } from './exp.ts';

// e^x to 40 digits from decimal arithmetic (Python's decimal module, 60 digits).
const published: readonly (readonly [number, number])[] = [
  [2, 7.38905609893065],
  [-1, 0.36787944117144233],
  [10, 22026.465794806718],
  [-30.5, 5.675685232632723e-14],
  [0.5, 1.6487212707001282],
];

describe('exp', () => {
  test.each(published)('e^%d', (x, expected) => {
    expect(Math.abs(exp(x) / expected - 1)).toBeLessThan(3e-16);
  });

  test('agrees with Math.exp over its whole range', () => {
    for (let x = -740; x <= 709; x += 0.37) {
      const scale = Math.max(Math.exp(x), 1e-300);
      expect(Math.abs(exp(x) - Math.exp(x)) / scale).toBeLessThan(4.5e-16);
    }
  });

  test('has exact ends', () => {
    expect([exp(0), exp(-800), exp(710), exp(Number.NEGATIVE_INFINITY)]).toEqual([1, 0, Infinity, 0]);
    expect(exp(Number.NaN)).toBeNaN();
    expect(exp(-745)).toBeGreaterThan(0);
    expect(exp(709.7)).toBeLessThan(Infinity);
  });
});
