import { describe, expect, test } from 'vitest';
import { quantileOf, type Distribution } from './distribution.ts';

/** Mean by the midpoint rule over the quantiles. */
const meanOf = (distribution: Distribution, central: number, steps = 20_000): number => {
  let sum = 0;
  for (let i = 0; i < steps; i += 1) sum += quantileOf(distribution, central, (i + 0.5) / steps);
  return sum / steps;
};

describe('quantileOf', () => {
  test('fixed, and any width of zero, give the central value exactly', () => {
    for (const distribution of [
      { kind: 'fixed' },
      { kind: 'uniform', low: 3, high: 3 },
      { kind: 'pert', low: 3, high: 3 },
      { kind: 'normal', deviation: 0 },
      { kind: 'lognormal', deviation: 0 },
    ] as const) {
      expect(quantileOf(distribution, 3, 0.123)).toBe(3);
    }
  });

  test('uniform and triangular by their closed forms', () => {
    expect(quantileOf({ kind: 'uniform', low: 2, high: 6 }, 0, 0.25)).toBe(3);
    const triangular = { kind: 'triangular', low: 0, high: 4 } as const;
    for (const x of [0.2, 0.5, 1, 2, 3.5]) {
      const p = x <= 1 ? (x * x) / 4 : 1 - (4 - x) ** 2 / 12;
      expect(quantileOf(triangular, 1, p)).toBeCloseTo(x, 12);
    }
  });

  test('means are what they are said to be', () => {
    expect(meanOf({ kind: 'triangular', low: 0, high: 4 }, 1)).toBeCloseTo(5 / 3, 4);
    expect(meanOf({ kind: 'pert', low: 0, high: 10 }, 3)).toBeCloseTo((0 + 4 * 3 + 10) / 6, 3);
    expect(meanOf({ kind: 'beta', low: 0, high: 10 }, 3)).toBeCloseTo(3, 3);
    expect(meanOf({ kind: 'normal', deviation: 2 }, 5)).toBeCloseTo(5, 6);
    expect(meanOf({ kind: 'truncated-normal', deviation: 1, low: 0 }, 0)).toBeCloseTo(Math.sqrt(2 / Math.PI), 3);
  });

  test('the median of a lognormal is its central value, and its ends follow the normal', () => {
    expect(quantileOf({ kind: 'lognormal', deviation: 0.5 }, 7, 0.5)).toBeCloseTo(7, 12);
    expect(quantileOf({ kind: 'lognormal', deviation: 0.5 }, 7, 0.975)).toBeCloseTo(
      7 * Math.exp(0.5 * 1.959963984540054),
      9,
    );
  });

  test('a truncated normal stays inside its ends', () => {
    const cut = { kind: 'truncated-normal', deviation: 3, low: 4, high: 6 } as const;
    expect(quantileOf(cut, 5, 1e-12)).toBeGreaterThanOrEqual(4);
    expect(quantileOf(cut, 5, 1 - 1e-12)).toBeLessThanOrEqual(6);
    expect(quantileOf(cut, 5, 0.5)).toBeCloseTo(5, 9);
  });

  test('every distribution rises with p', () => {
    for (const distribution of [
      { kind: 'pert', low: 0, high: 10 },
      { kind: 'beta', low: 0, high: 10 },
      { kind: 'triangular', low: 0, high: 10 },
      { kind: 'truncated-normal', deviation: 2, low: 1, high: 9 },
      { kind: 'lognormal', deviation: 0.3 },
    ] as const) {
      let before = -Infinity;
      for (let p = 0.01; p < 1; p += 0.01) {
        const value = quantileOf(distribution, 4, p);
        expect(value).toBeGreaterThan(before);
        before = value;
      }
    }
  });
});
