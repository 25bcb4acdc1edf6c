import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { midranks, rankRegression, type RankRegression } from './rank-regression.ts';
import { streamOf, uniformAt } from './stream.ts';

const drawn = (count: number, key: number): number[] => {
  const { a, b } = streamOf(7, key);
  return Array.from({ length: count }, (_, index) => uniformAt(a, b, index));
};

const fitted = (...args: Parameters<typeof rankRegression>): RankRegression => {
  const fit = rankRegression(...args);
  if ('dependent' in fit) throw new Error(`not determined: ${fit.dependent}`);
  return fit;
};

/** The same by the normal equations of centred ranks, solved by elimination: another way to the same numbers. */
const byNormalEquations = (inputs: readonly number[][], output: readonly number[]): RankRegression => {
  const scaled = [...inputs, output].map((values) => {
    const ranks = values.map(
      (one) => values.filter((other) => other < one).length + (values.filter((other) => other === one).length + 1) / 2,
    );
    const mean = ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length;
    const deviation = Math.sqrt(ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0) / (ranks.length - 1));
    return ranks.map((rank) => (rank - mean) / deviation);
  });
  const correlation = (a: number, b: number): number =>
    (scaled[a] ?? []).reduce((sum, value, row) => sum + value * (scaled[b]?.[row] ?? 0), 0) / (output.length - 1);
  const p = inputs.length;
  const matrix = inputs.map((_, a) => [...inputs.map((_unused, b) => correlation(a, b)), correlation(a, p)]);
  for (let k = 0; k < p; k += 1) {
    for (let row = 0; row < p; row += 1) {
      if (row === k) continue;
      const factor = (matrix[row]?.[k] ?? 0) / (matrix[k]?.[k] ?? 0);
      matrix[row] = (matrix[row] ?? []).map((value, at) => value - factor * (matrix[k]?.[at] ?? 0));
    }
  }
  const coefficients = matrix.map((row, k) => (row[p] ?? 0) / (row[k] ?? 0));
  return { coefficients, r2: coefficients.reduce((sum, value, k) => sum + value * correlation(k, p), 0) };
};

describe('midranks', () => {
  test('are the places in order, shared by equal values', () => {
    expect([...midranks([30, 10, 20])]).toEqual([3, 1, 2]);
    expect([...midranks([5, 1, 5, 5])]).toEqual([3, 1, 3, 3]);
    expect([...midranks([])]).toEqual([]);
  });
  test('add to n (n + 1) / 2', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 50 }), (values) => {
        const sum = midranks(values).reduce((all, rank) => all + rank, 0);
        expect(sum).toBe((values.length * (values.length + 1)) / 2);
      }),
      { numRuns: countOf({ test: 200, full: 5000, mutation: 50 }), seed: 4 },
    );
  });
});

describe('rank regression', () => {
  test.each([
    ['rising', (x: number) => x ** 3, 1],
    ['falling', (x: number) => -(x ** 5), -1],
  ])('of a %s function of one input has a coefficient of one size and R² = 1', (_, of, expected) => {
    const x = drawn(50, 1);
    const { coefficients, r2 } = fitted([x], x.map(of));
    expect(coefficients[0]).toBeCloseTo(expected, 12);
    expect(r2).toBeCloseTo(1, 12);
  });

  test('of inputs that are orthogonal in their ranks gives the rank correlation of each, whose squares add to R²', () => {
    // A full grid of 5 by 5: ranks with ties, exactly orthogonal. y ranks are those of 5 a + b: 1…25.
    const a = Array.from({ length: 25 }, (_, index) => Math.floor(index / 5));
    const b = Array.from({ length: 25 }, (_, index) => index % 5);
    const { coefficients, r2 } = fitted(
      [a, b],
      a.map((one, index) => 5 * one + (b[index] ?? 0)),
    );
    // Var(5 a) : Var(b) = 25 : 1 of ranks that are linear in both.
    expect(coefficients[0]).toBeCloseTo(Math.sqrt(25 / 26), 12);
    expect(coefficients[1]).toBeCloseTo(Math.sqrt(1 / 26), 12);
    expect(r2).toBeCloseTo(1, 12);
  });

  test('of a linear model of independent inputs tells their weights, and an input that does nothing', () => {
    const inputs = [1, 2, 3].map((key) => drawn(4000, key));
    const y = (inputs[0] ?? []).map((x, row) => 3 * x + 4 * (inputs[1]?.[row] ?? 0));
    const { coefficients, r2 } = fitted(inputs, y);
    expect(coefficients[0]).toBeCloseTo(3 / 5, 1);
    expect(coefficients[1]).toBeCloseTo(4 / 5, 1);
    expect(coefficients[2]).toBeCloseTo(0, 1);
    expect(r2).toBeGreaterThan(0.98);
  });

  test('agrees with the normal equations', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 1, max: 6 }), (key, p) => {
        // Few different values, so that there are ties; the inputs depend on each other.
        const base = drawn(40, key).map((x) => Math.floor(x * 20));
        const inputs = Array.from({ length: p }, (_, k) =>
          drawn(40, key + k + 1).map((x, row) => Math.floor(x * 20) + (base[row] ?? 0)),
        );
        const y = drawn(40, key + 99).map((x, row) => x * 20 + (inputs[0]?.[row] ?? 0));
        const fit = fitted(inputs, y);
        const other = byNormalEquations(inputs, y);
        expect(fit.r2).toBeCloseTo(other.r2, 9);
        for (const [k, value] of other.coefficients.entries()) expect(fit.coefficients[k]).toBeCloseTo(value, 9);
      }),
      { numRuns: countOf({ test: 100, full: 3000, mutation: 30 }), seed: 5 },
    );
  });

  test('does not change where an input or the output is bent without changing its order', () => {
    const inputs = [drawn(60, 1), drawn(60, 2)];
    const y = (inputs[0] ?? []).map((x, row) => x - (inputs[1]?.[row] ?? 0) ** 2);
    const bent = rankRegression(
      [(inputs[0] ?? []).map((x) => Math.log(x)), inputs[1] ?? []],
      y.map((one) => one ** 3),
    );
    expect(bent).toEqual(rankRegression(inputs, y));
  });

  test('says which input follows from those before it, or that something does not vary', () => {
    const [a, b] = [drawn(30, 1), drawn(30, 2)];
    expect(rankRegression([a, b, a.map((x) => -x)], b)).toEqual({ dependent: 2 });
    expect(rankRegression([a, a.map(() => 3)], b)).toEqual({ dependent: 1 });
    expect(
      rankRegression(
        [a],
        b.map(() => 3),
      ),
    ).toEqual({ dependent: 'output' });
  });

  test('refuses lists that do not fit', () => {
    expect(() => rankRegression([[1, 2]], [1, 2, 3])).toThrow(RangeError);
    expect(() =>
      rankRegression(
        [
          [1, 2, 3],
          [3, 1, 2],
        ],
        [1, 2, 3],
      ),
    ).toThrow('expected more values');
  });
});
