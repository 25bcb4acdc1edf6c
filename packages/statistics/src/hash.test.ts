import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashBytes, hashText, murmur3 } from './hash.ts';

// Known answers of MurmurHash3_x86_32 as published with its ports (Ian Boyd, stackoverflow.com/a/31929528).
const bytes: readonly (readonly [readonly number[], number, number])[] = [
  [[], 0, 0],
  [[], 1, 0x514e28b7],
  [[], 0xffffffff, 0x81f16f39],
  [[0xff, 0xff, 0xff, 0xff], 0, 0x76293b50],
  [[0x21, 0x43, 0x65, 0x87], 0, 0xf55b516b],
  [[0x21, 0x43, 0x65, 0x87], 0x5082edee, 0x2362f9de],
  [[0x21, 0x43, 0x65], 0, 0x7e4a8634],
  [[0x21, 0x43], 0, 0xa0f7b07a],
  [[0x21], 0, 0x72661cf4],
  [[0, 0, 0, 0], 0, 0x2362f9de],
  [[0, 0, 0], 0, 0x85f0b427],
  [[0, 0], 0, 0x30f4c306],
  [[0], 0, 0x514e28b7],
];

const texts: readonly (readonly [string, number, number])[] = [
  ['', 0, 0],
  ['', 1, 0x514e28b7],
  ['test', 0, 0xba6bd213],
  ['Hello, world!', 0, 0xc0363e43],
  ['Hello, world!', 0x9747b28c, 0x24884cba],
  ['ππππππππ', 0x9747b28c, 0xd58063c1],
  ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
];

// Of one byte to four, but for the surrogates.
const character = fc.oneof(
  fc.integer({ min: 0, max: 0x7f }),
  fc.integer({ min: 0x80, max: 0x7ff }),
  fc.integer({ min: 0x800, max: 0xd7ff }),
  fc.integer({ min: 0xe000, max: 0xffff }),
  fc.integer({ min: 0x10000, max: 0x10ffff }),
);

describe('the hash', () => {
  test.each(bytes)('of the bytes %j with the seed %d', (input, seed, expected) => {
    expect(hashBytes(input, seed)).toBe(expected);
  });

  test.each(texts)('of "%s" with the seed %d', (text, seed, expected) => {
    expect(hashText(text, seed)).toBe(expected);
  });

  test('of words is that of their little-endian bytes', () => {
    const anyWords = fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 }), { maxLength: 9 });
    fc.assert(
      fc.property(anyWords, fc.integer(), (words, seed) => {
        const spread = words.flatMap((word) => [0, 8, 16, 24].map((shift) => (word >>> shift) & 0xff));
        expect(murmur3(words, seed)).toBe(hashBytes(spread, seed));
        expect(murmur3(words, seed >>> 0)).toBe(murmur3(words, seed));
      }),
    );
  });

  test('of any text is that of its UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.array(character, { maxLength: 12 }), fc.integer(), (characters, seed) => {
        const text = String.fromCodePoint(...characters);
        expect(hashText(text, seed)).toBe(hashBytes(new TextEncoder().encode(text), seed));
      }),
    );
  });

  test('takes half a surrogate pair as the replacement character', () => {
    for (const half of ['\ud800', '\udbff', '\udc00', '\udfff', 'a\ud83dz']) {
      expect(hashText(half)).toBe(hashBytes(new TextEncoder().encode(half)));
    }
  });
});
