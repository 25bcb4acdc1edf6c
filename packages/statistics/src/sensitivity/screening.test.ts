import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalQuantile } from '../normal.ts';
import { elementaryEffects, morrisDesign } from './morris.ts';
import { rankCorrelation } from './rank-correlation.ts';
import { sobolSequence } from './sobol-sequence.ts';
import { valueOfKnowing } from './value-of-information.ts';

const effectsOf = (inputs: number, trajectories: number, f: (u: Float64Array) => number, seed = 1) => {
  const design = morrisDesign(inputs, trajectories, seed);
  return elementaryEffects(
    design,
    Float64Array.from({ length: design.runs }, (_, run) => f(design.at(run))),
  );
};

describe('Morris screening', () => {
  test('finds the slopes of a sum exactly', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 12 }),
        fc.nat(),
        (slopes, seed) => {
          const found = effectsOf(
            slopes.length,
            3,
            (u) => u.reduce((sum, one, i) => sum + one * (slopes[i] ?? 0), 0),
            seed,
          );
          slopes.forEach((slope, input) => {
            expect(found[input]?.mean).toBeCloseTo(slope, 10);
            expect(found[input]?.meanAbsolute).toBeCloseTo(Math.abs(slope), 10);
            expect(found[input]?.deviation).toBeCloseTo(0, 6);
          });
        },
      ),
    );
  });
  test('tells an effect that changes its sign by its magnitude', () => {
    const [x, y] = effectsOf(2, 200, (u) => ((u[0] ?? 0) - 0.5) * ((u[1] ?? 0) - 0.5));
    // The other input stands at ±1/8 or ±3/8 from the middle: magnitudes 1/4 on average, the root mean square √5/8.
    for (const one of [x, y]) {
      expect(one?.meanAbsolute).toBeCloseTo(0.25, 1);
      expect(Math.abs(one?.mean ?? 1)).toBeLessThan(0.06);
      expect(one?.deviation).toBeCloseTo(Math.sqrt(5) / 8, 1);
    }
  });
  test('every step of a trajectory changes one input by half of the range, and each input once', () => {
    const design = morrisDesign(5, 4, 7);
    for (let trajectory = 0; trajectory < 4; trajectory += 1) {
      const moved = new Set<number>();
      for (let step = 1; step <= 5; step += 1) {
        const [before, after] = [design.at(trajectory * 6 + step - 1), design.at(trajectory * 6 + step)];
        const changed = [...after].flatMap((one, input) => (one === before[input] ? [] : [input]));
        expect(changed).toHaveLength(1);
        expect(Math.abs((after[changed[0] ?? 0] ?? 0) - (before[changed[0] ?? 0] ?? 0))).toBe(0.5);
        moved.add(changed[0] ?? -1);
      }
      expect(moved.size).toBe(5);
    }
    for (let run = 0; run < design.runs; run += 1)
      for (const one of design.at(run)) expect([0.125, 0.375, 0.625, 0.875]).toContain(one);
  });
  test('refuses another number of results', () => {
    expect(() => elementaryEffects(morrisDesign(2, 2, 1), new Float64Array(5))).toThrow('5 results; expected 6');
  });
});

describe('rank correlation', () => {
  test('of pairs worked by hand, without and with ties', () => {
    // Σd² = 4 of five pairs: 1 − 6·4/(5·24) = 0.8.
    expect(rankCorrelation([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(0.8, 14);
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: 4.5/√(4.5·5).
    expect(rankCorrelation([10, 20, 20, 30], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(22.5), 14);
    expect(rankCorrelation([1, 2, 3], [5, 5, 5])).toBe(0);
  });
  test('sees only the order', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 3 }), (x) => {
        expect(
          rankCorrelation(
            x,
            x.map((one) => one ** 3 + one),
          ),
        ).toBeCloseTo(1, 12);
        expect(
          rankCorrelation(
            x,
            x.map((one) => -one),
          ),
        ).toBeCloseTo(-1, 12);
      }),
    );
  });
});

describe('the value of knowing an input', () => {
  const pointAt = sobolSequence(3, 2);
  const runs = Array.from({ length: 4096 }, (_, run) => pointAt(run));
  const input = (index: number): number[] => runs.map((run) => run[index] ?? 0);
  const bins = 32;

  test('of two uniform parts is 1/3 − 1/4 each, and nothing of a part that plays no role', () => {
    const y = runs.map(([a = 0, b = 0]) => a + b);
    expect(valueOfKnowing(input(0), y, bins)).toBeCloseTo(1 / 12, 2);
    expect(valueOfKnowing(input(1), y, bins)).toBeCloseTo(1 / 12, 2);
    expect(Math.abs(valueOfKnowing(input(2), y, bins))).toBeLessThan(0.005);
  });
  test('of two normal parts follows from their standard deviations', () => {
    const y = runs.map(([a = 0, b = 0]) => 3 * normalQuantile(a) + 4 * normalQuantile(b));
    const perDeviation = Math.sqrt(2 / Math.PI);
    // The normal tail within the last bin is wide, which costs a little of the gain.
    expect(valueOfKnowing(input(0), y, bins) / (perDeviation * (5 - 4))).toBeGreaterThan(0.95);
    expect(valueOfKnowing(input(0), y, bins) / (perDeviation * (5 - 4))).toBeLessThan(1.05);
    expect(valueOfKnowing(input(1), y, bins) / (perDeviation * (5 - 3))).toBeGreaterThan(0.95);
    expect(valueOfKnowing(input(1), y, bins) / (perDeviation * (5 - 3))).toBeLessThan(1.05);
  });
  test('of an input that alone decides is all but what a bin hides', () => {
    expect(valueOfKnowing(input(0), input(0), bins)).toBeCloseTo(0.25 * (1 - 1 / bins), 3);
  });
  test('scales with the result', () => {
    const y = runs.map(([a = 0, b = 0]) => a * b);
    expect(
      valueOfKnowing(
        input(0),
        y.map((one) => 10 * one),
        bins,
      ),
    ).toBeCloseTo(10 * valueOfKnowing(input(0), y, bins), 10);
  });
  test('refuses bins that would hold fewer than two runs', () => {
    expect(() => valueOfKnowing([1, 2, 3], [1, 2, 3], 2)).toThrow('3 runs; expected at least two in each of 2 bins');
    expect(() => valueOfKnowing([1, 2], [1], 1)).toThrow('expected pairs');
  });
});
