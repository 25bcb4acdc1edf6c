import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { murmur3 } from './hash.ts';
import { bitsAt, scrambled, streamOf, uniform53At, uniformAt, uniformOf } from './stream.ts';

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 });

describe('a stream', () => {
  test('draws the published hash of its index and second word, seeded with its first', () => {
    fc.assert(
      fc.property(word, word, word, (a, b, index) => {
        expect(bitsAt(a, b, index)).toBe(murmur3([index, b], a));
      }),
    );
  });

  test('draws the same from words that are scrambled beforehand', () => {
    fc.assert(
      fc.property(word, word, word, (a, b, index) => {
        expect(uniformOf(a, scrambled(b), scrambled(index))).toBe(uniformAt(a, b, index));
      }),
    );
  });

  test('of a key is two hashes of it', () => {
    const { a, b } = streamOf(2026, 1, 2, 3);
    expect([a >>> 0, b >>> 0]).toEqual([murmur3([1, 2, 3], 2026), murmur3([1, 2, 3], 2026 ^ 0x9e3779b9)]);
  });

  test('draws from the open interval', () => {
    fc.assert(
      fc.property(word, word, word, (a, b, index) => {
        const u = uniformAt(a, b, index);
        expect(u).toBe((bitsAt(a, b, index) + 0.5) / 2 ** 32);
        const fine = uniform53At(a, b, index);
        expect(fine).toBeGreaterThan(0);
        expect(fine).toBeLessThan(1);
        expect(Math.abs(fine - u)).toBeLessThan(2 ** -25);
      }),
    );
  });

  test('stays within the open interval where the bits are all zeros or all ones', () => {
    // Found by search: the key 0 0 gives the same hash twice, and these indices give it 26 equal leading bits.
    expect(uniform53At(0, 0, 3_481_920)).toBe(2 ** -53);
    expect(uniform53At(0, 0, 12_162_614)).toBe(1 - 2 ** -53);
  });
});
