import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { intervalMethod, intervalMethods, type IntervalMethodId } from './interval-method.ts';

const bounds = (id: IntervalMethodId, k: number, n: number, level = 0.95): readonly [string, string] => {
  const { lower, upper } = intervalMethod(id).interval(k, n, level);
  return [(lower + 0).toFixed(4), (upper + 0).toFixed(4)];
};

// R. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998) 857–872, table I.
describe('the intervals that Newcombe published', () => {
  test.each([
    ['wald', 81, 263, '0.2522', '0.3638'],
    ['wilson', 81, 263, '0.2553', '0.3662'],
    ['wilson-continuity', 81, 263, '0.2535', '0.3682'],
    ['clopper-pearson', 81, 263, '0.2527', '0.3676'],
    ['wald', 15, 148, '0.0527', '0.1500'],
    ['wilson', 15, 148, '0.0624', '0.1605'],
    ['wilson-continuity', 15, 148, '0.0598', '0.1644'],
    ['clopper-pearson', 15, 148, '0.0578', '0.1617'],
    ['wilson', 0, 20, '0.0000', '0.1611'],
    ['wilson-continuity', 0, 20, '0.0000', '0.2005'],
    ['clopper-pearson', 0, 20, '0.0000', '0.1684'],
    ['wilson', 1, 29, '0.0061', '0.1718'],
    ['wilson-continuity', 1, 29, '0.0018', '0.1963'],
    ['clopper-pearson', 1, 29, '0.0009', '0.1776'],
  ] as const)('%s of %i in %i', (id, k, n, lower, upper) => {
    expect(bounds(id, k, n)).toEqual([lower, upper]);
  });
});

// A second computation, by the beta and normal distributions of SciPy 1.17.1.
describe('the intervals that SciPy gives', () => {
  test.each([
    ['jeffreys', 81, 263, 0.2545219349910236, 0.36564749917408246],
    ['jeffreys', 0, 20, 0, 0.11663898290487539],
    ['jeffreys', 1, 29, 0.003746173649057073, 0.15007768600223173],
    ['agresti-coull', 81, 263, 0.25522066518999675, 0.3662774316710775],
    ['agresti-coull', 1, 29, -0.008418075475740555, 0.18628650856170606],
    ['wald', 1, 29, -0.031926725998292826, 0.10089224323967214],
    ['wilson-continuity', 1, 29, 0.0018026402132796644, 0.19628175100975956],
  ] as const)('%s of %i in %i', (id, k, n, lower, upper) => {
    const interval = intervalMethod(id).interval(k, n, 0.95);
    expect(interval.lower).toBeCloseTo(lower, 12);
    expect(interval.upper).toBeCloseTo(upper, 12);
  });
});

test('successes and failures mirror each other, more successes never lower a bound, a higher level never narrows it', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...intervalMethods),
      fc.integer({ min: 1, max: 400 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      ({ interval, id }, n, share) => {
        const k = Math.round(share * n);
        const { lower, upper } = interval(k, n, 0.95);
        const mirror = interval(n - k, n, 0.95);
        expect(mirror.lower).toBeCloseTo(1 - upper, 10);
        expect(mirror.upper).toBeCloseTo(1 - lower, 10);
        // Agresti–Coull moves its middle with the level, and may then be narrower on one side.
        const wider = interval(k, n, id === 'agresti-coull' ? 0.95 : 0.99);
        expect(wider.lower).toBeLessThanOrEqual(lower + 1e-12);
        expect(wider.upper).toBeGreaterThanOrEqual(upper - 1e-12);
        if (k === n || id === 'wald' || id === 'agresti-coull') return;
        const more = interval(k + 1, n, 0.95);
        expect(more.lower).toBeGreaterThanOrEqual(lower);
        expect(more.upper).toBeGreaterThanOrEqual(upper);
      },
    ),
  );
});
