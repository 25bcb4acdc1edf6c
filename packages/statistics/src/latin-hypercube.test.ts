import fc from 'fast-check';
import { expect, test } from 'vitest';
import { latinHypercube } from './latin-hypercube.ts';

test('meets every stratum once, strictly inside (0, 1)', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.nat(), fc.nat(), (count, seed, id) => {
      const draws = latinHypercube(count, seed, id);
      expect([...draws].map((p) => Math.floor(p * count)).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: count }, (_, i) => i),
      );
      expect(draws.every((p) => p > 0 && p < 1)).toBe(true);
    }),
  );
});

test('is keyed by seed and id', () => {
  expect(latinHypercube(20, 1, 2)).toEqual(latinHypercube(20, 1, 2));
  expect(latinHypercube(20, 1, 2)).not.toEqual(latinHypercube(20, 1, 3));
  expect(latinHypercube(20, 1, 2)).not.toEqual(latinHypercube(20, 2, 2));
});
