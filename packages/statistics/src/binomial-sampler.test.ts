import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { BinomialSampler } from './binomial-sampler.ts';
import { binomialQuantile } from './binomial.ts';
import { uniformAt } from './stream.ts';

const lastWord = 2 ** 32 - 1;
const word = fc.integer({ min: 0, max: lastWord });
const key = fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 });
const share = fc.oneof(
  fc.double({ min: -0.1, max: 1.1, noNaN: true }),
  fc.constantFrom(0, 1e-12, 0.25, 0.5, 0.75, 1 - 1e-12, 1),
);
const quantileOf = (n: number, p: number, drawn: number): number => binomialQuantile(n, p, (drawn + 0.5) / 2 ** 32);

/** The first word whose outcome is above k, by halving; 2^32 where there is none. */
const firstAbove = (n: number, p: number, k: number): number => {
  let [low, high] = [0, lastWord + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (quantileOf(n, p, middle) > k) high = middle;
    else low = middle + 1;
  }
  return low;
};

describe('BinomialSampler', () => {
  test('turns at the very word at which the quantile does', () => {
    // Of 33 coins some cumulative probabilities meet the (w + ½) / 2^32 of a word exactly.
    for (const [n, p] of [
      [1, 0.5],
      [2, 0.25],
      [3, 0.75],
      [17, 0.5],
      [31, 0.5],
      [33, 0.5],
      [60, 0.08],
      [60, 0.92],
      [255, 0.03],
      [255, 0.5],
      [255, 0.97],
    ] as const) {
      const sampler = new BinomialSampler(p);
      for (let k = 0; k < n; k += 1) {
        const turn = firstAbove(n, p, k);
        for (const near of [turn - 1, turn, turn + 1]) {
          if (near >= 0 && near <= lastWord) expect(sampler.at(n, near)).toBe(quantileOf(n, p, near));
        }
      }
      expect([sampler.at(n, 0), sampler.at(n, lastWord)]).toEqual([quantileOf(n, p, 0), quantileOf(n, p, lastWord)]);
    }
  });

  test('gives the quantile at every word, in any order of trials', () => {
    const trials = fc.array(fc.oneof(fc.nat({ max: 70 }), fc.nat({ max: 1000 })), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(share, trials, word, (p, counts, drawn) => {
        const sampler = new BinomialSampler(p);
        for (const n of counts) expect(sampler.at(n, drawn)).toBe(quantileOf(n, p, drawn));
      }),
      { numRuns: countOf({ test: 200, full: 20_000, mutation: 50 }) },
    );
  });

  test('draws along a stream, across trials without a table and steep ones', () => {
    const trials = fc.array(fc.oneof(fc.nat({ max: 20 }), fc.nat({ max: 600 }), fc.constant(255), fc.constant(256)), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(share, trials, key, key, word, (p, counts, a, b, first) => {
        const expected = counts.map((n, i) => binomialQuantile(n, p, uniformAt(a, b, first + i)));
        const sampler = new BinomialSampler(p);
        const into = new Int32Array(counts.length + 1).fill(-7);
        // The second time every table is there.
        for (let time = 0; time < 2; time += 1) {
          sampler.draw(Int32Array.from(counts), { a, b }, first, into);
          expect([...into]).toEqual([...expected, -7]);
        }
        const inPlace = Int32Array.from(counts);
        sampler.draw(inPlace, { a, b }, first, inPlace);
        expect([...inPlace]).toEqual(expected);
      }),
      { numRuns: countOf({ test: 200, full: 20_000, mutation: 50 }) },
    );
  });

  test('draws a row of thousands with the luck of single draws', () => {
    const counts = Int32Array.from({ length: 3000 }, (_, i) => i % 300);
    const into = new Int32Array(counts.length);
    for (const p of [0.001, 0.2, 0.5, 0.9]) {
      new BinomialSampler(p).draw(counts, { a: 5, b: 6 }, 11, into);
      expect([...into]).toEqual(Array.from(counts, (n, i) => binomialQuantile(n, p, uniformAt(5, 6, 11 + i))));
    }
  });

  test('says what it draws from', () => {
    expect(new BinomialSampler(0.3).p).toBe(0.3);
  });
});
