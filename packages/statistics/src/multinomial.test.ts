import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { chiSquare, rejected, scoreTail } from '../support/goodness-of-fit.ts';
import { multinomial } from './multinomial.ts';
import { bitsAt, streamOf, uniformAt } from './stream.ts';

const draws = countOf({ test: 20_000, full: 1_000_000, mutation: 1000 });

const drawOf = (n: number, weights: readonly number[], key: number): Int32Array => {
  const { a, b } = streamOf(9, key);
  const into = new Int32Array(weights.length);
  multinomial(n, weights, (i) => uniformAt(a, b, i), into);
  return into;
};

describe('multinomial', () => {
  test('gives everyone a category that has weight', () => {
    const anyWeights = fc
      .array(fc.oneof(fc.constant(0), fc.double({ min: 1e-12, max: 1e6, noNaN: true })), {
        minLength: 1,
        maxLength: 12,
      })
      .filter((weights) => weights.some((weight) => weight > 0));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), anyWeights, fc.integer(), (n, weights, key) => {
        const counts = drawOf(n, weights, key);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(n);
        weights.forEach((weight, i) => {
          expect(counts[i]).toBeGreaterThanOrEqual(0);
          if (weight === 0) expect(counts[i]).toBe(0);
        });
      }),
    );
  });

  test('has its distribution: every outcome of four over three', () => {
    const weights = [5, 3, 2];
    const factorial = [1, 1, 2, 6, 24];
    const names: string[] = [];
    const expected: number[] = [];
    for (let x = 0; x <= 4; x += 1) {
      for (let y = 0; x + y <= 4; y += 1) {
        const z = 4 - x - y;
        names.push(`${x},${y},${z}`);
        expected.push(
          (draws * 24 * 0.5 ** x * 0.3 ** y * 0.2 ** z) /
            ((factorial[x] ?? 0) * (factorial[y] ?? 0) * (factorial[z] ?? 0)),
        );
      }
    }
    const observed = names.map(() => 0);
    for (let i = 0; i < draws; i += 1) {
      const at = names.indexOf(drawOf(4, weights, i).join(','));
      observed[at] = (observed[at] ?? 0) + 1;
    }
    expect(rejected(new Map([['outcomes', chiSquare(observed, expected)]]))).toEqual([]);
  });

  test('has the means and covariances of a multinomial', () => {
    const [n, weights] = [100, [0.1, 0.2, 0, 0.3, 0.4]] as const;
    const sums = weights.map(() => 0);
    let product = 0;
    for (let i = 0; i < draws; i += 1) {
      const counts = drawOf(n, weights, i);
      counts.forEach((count, at) => {
        sums[at] = (sums[at] ?? 0) + count;
      });
      product += ((counts[1] ?? 0) - 20) * ((counts[3] ?? 0) - 30);
    }
    const checks = new Map<string, number>();
    weights.forEach((weight, at) => {
      if (weight === 0) return;
      const score = ((sums[at] ?? 0) - draws * n * weight) / Math.sqrt(draws * n * weight * (1 - weight));
      checks.set(`mean ${at}`, scoreTail(score));
    });
    // The product of two near-normal deviations has the variance v1·v2 + cov².
    const spread = Math.sqrt(draws * (16 * 21 + 6 ** 2));
    checks.set('covariance', scoreTail((product + 6 * draws) / spread));
    expect(rejected(checks)).toEqual([]);
  });

  test('asks for luck only where there is a choice', () => {
    const asked: number[] = [];
    const into = new Int32Array(5);
    multinomial(
      7,
      [0, 1, 0, 1, 0],
      (index) => {
        asked.push(index);
        return 0.5;
      },
      into,
    );
    expect(asked).toEqual([1]);
    expect([...into]).toEqual([0, 4, 0, 3, 0]);
    multinomial(0, [0, 0], () => Number.NaN, into);
    expect([...into.subarray(0, 2)]).toEqual([0, 0]);
  });

  test('gives the luck of a category to it, whatever stands behind it', () => {
    const { a, b } = streamOf(1, 5);
    const luck = (i: number): number => (bitsAt(a, b, i) + 0.5) / 2 ** 32;
    const three = new Int32Array(3);
    const four = new Int32Array(4);
    multinomial(90, [1, 1, 2], luck, three);
    multinomial(90, [1, 1, 1, 1], luck, four);
    expect([...four.subarray(0, 2)]).toEqual([...three.subarray(0, 2)]);
  });
});
