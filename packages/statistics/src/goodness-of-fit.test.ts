import { describe, expect, test } from 'vitest';
import { chiSquare, chiSquareOfDraws, chiSquareTails, rejected, scoreTail } from '../support/goodness-of-fit.ts';

describe('what judges the draws', () => {
  test.each([
    // Upper percentage points of the chi-square distribution as printed in tables.
    [3.841459, 1, 0.05],
    [10.827566, 1, 0.001],
    [18.307038, 10, 0.05],
    [124.342113, 100, 0.05],
    [4.865182, 10, 0.9],
  ])('puts %d over %d degrees at %d', (x, degrees, upper) => {
    expect(chiSquareTails(x, degrees)[1]).toBeCloseTo(upper, 6);
    expect(chiSquareTails(x, degrees)[0]).toBeCloseTo(1 - upper, 6);
  });

  test('knows two degrees in closed form, far out', () => {
    for (const x of [0.1, 1, 5, 40, 200]) expect(chiSquareTails(x, 2)[1] / Math.exp(-x / 2)).toBeCloseTo(1, 11);
    expect(scoreTail(1.959963984540054)).toBeCloseTo(0.05, 10);
  });

  test('rejects too far and too near', () => {
    expect(chiSquare([60, 40], [50, 50])).toBeCloseTo(2 * 0.0455, 4);
    expect(chiSquare([100, 100, 100, 100, 100, 100], [100, 100, 100, 100, 100, 100])).toBe(0);
    expect(
      chiSquareOfDraws([...Array<number>(100).fill(0), ...Array<number>(400).fill(1)], 0, [0.4, 0.6]),
    ).toBeLessThan(1e-9);
  });

  test('rejects by Holm', () => {
    const checks = new Map([
      ['first', 2e-7],
      ['second', 6e-7],
      ['third', 0.5],
    ]);
    expect(rejected(checks)).toEqual(['first: p = 2e-7']);
    expect(rejected(new Map([['broken', Number.NaN]]))).toHaveLength(1);
  });
});
