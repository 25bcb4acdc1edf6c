import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { PoissonSampler } from './poisson-sampler.ts';
import { poissonQuantile } from './poisson.ts';
import { uniformAt } from './stream.ts';

const lastWord = 2 ** 32 - 1;
const word = fc.integer({ min: 0, max: lastWord });
const key = fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 });
const anyMean = fc.oneof(
  fc.double({ min: -1, max: 20, noNaN: true }),
  fc.double({ min: 0, max: 400, noNaN: true }),
  fc.constantFrom(0, 1e-12, 143.99, 144, 144.01),
);
const quantileOf = (mean: number, drawn: number): number => poissonQuantile(mean, (drawn + 0.5) / 2 ** 32);

describe('PoissonSampler', () => {
  test('turns at the very word at which the quantile does', () => {
    for (const mean of [1e-9, 0.01, 1, 4, 30, 144]) {
      const sampler = new PoissonSampler(mean);
      const most = quantileOf(mean, lastWord);
      for (let k = 0; k < most; k += 1) {
        let [low, high] = [0, lastWord];
        while (low < high) {
          const middle = Math.floor((low + high) / 2);
          if (quantileOf(mean, middle) > k) high = middle;
          else low = middle + 1;
        }
        for (const near of [low - 1, low, low + 1]) {
          if (near >= 0 && near <= lastWord) expect(sampler.at(near)).toBe(quantileOf(mean, near));
        }
      }
      expect([sampler.at(0), sampler.at(lastWord)]).toEqual([quantileOf(mean, 0), most]);
    }
  });

  test('gives the quantile at every word', () => {
    fc.assert(
      fc.property(anyMean, word, (mean, drawn) => {
        expect(new PoissonSampler(mean).at(drawn)).toBe(quantileOf(mean, drawn));
      }),
      { numRuns: countOf({ test: 500, full: 50_000, mutation: 100 }) },
    );
  });

  test('draws along a stream', () => {
    fc.assert(
      fc.property(anyMean, fc.nat({ max: 300 }), key, key, word, (mean, length, a, b, first) => {
        const into = new Int32Array(length);
        new PoissonSampler(mean).draw({ a, b }, first, into);
        expect([...into]).toEqual(Array.from({ length }, (_, i) => poissonQuantile(mean, uniformAt(a, b, first + i))));
      }),
      { numRuns: countOf({ test: 200, full: 20_000, mutation: 50 }) },
    );
  });

  test('holds all outcomes of its largest table in a byte', () => {
    expect(quantileOf(144, lastWord)).toBe(226);
  });

  test('says what it draws from', () => {
    expect(new PoissonSampler(2.5).mean).toBe(2.5);
  });
});
