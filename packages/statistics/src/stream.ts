import { murmur3 } from './hash.ts';

/** A stream of draws: two 32-bit keys, so that two given streams agree by chance once in 2^64. */
export interface Stream {
  readonly a: number;
  readonly b: number;
}

// The golden ratio's fraction as 32 bits: any fixed word serves to make the second key another hash.
const second = 0x9e3779b9;

/**
 * Makes the stream of a key. A draw is a function of its key and index alone, so the order of drawing, workers and
 * other streams change nothing.
 *
 * @param seed The seed of the run, a whole number taken modulo 2^32.
 * @param words What the stream is for, as whole numbers taken modulo 2^32; names by `hashText`.
 * @returns the MurmurHash3_x86_32 of the words under the seed and under the seed xor 9e3779b9, as signed 32-bit words
 * (JavaScript engines keep those as machine integers).
 *
 * @example
 * ```ts
 * import { hashText, streamOf, uniformAt } from '@isocentre/statistics';
 * const { a, b } = streamOf(1, hashText('retire'), hashText('clinical scientist'), 2031);
 * const luckOfRunSeven: number = uniformAt(a, b, 7);
 * ```
 */
export const streamOf = (seed: number, ...words: readonly number[]): Stream => ({
  a: murmur3(words, seed) | 0,
  b: murmur3(words, seed ^ second) | 0,
});

/**
 * Draws 32 bits: MurmurHash3_x86_32 of the words `index`, `b` under the seed `a`, written out for speed.
 *
 * Under one key the 2^32 indices give the 2^32 results once each, as a counter through a block cipher does: a stream
 * holds no repeats, which is seen only in tests that count repeats over more than some 2^17 draws of one stream.
 *
 * @param a First word of the stream, signed or unsigned.
 * @param b Second word of the stream, signed or unsigned.
 * @param index Which draw, a whole number taken modulo 2^32.
 * @returns a whole number from 0 to 2^32 − 1.
 */
export const bitsAt = (a: number, b: number, index: number): number => {
  let k = Math.imul(index, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  let h = a ^ k;
  h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  k = Math.imul(b, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  h ^= k;
  h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  // The length in bytes.
  h ^= 8;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/** Draws a uniform number in (0, 1): (bits + ½) / 2^32, so that neither end is ever met and 1 − u is exact. */
export const uniformAt = (a: number, b: number, index: number): number => (bitsAt(a, b, index) + 0.5) * 2 ** -32;

/**
 * Scrambles a word as MurmurHash3 does before it takes it in: what a draw does to its index, and to the second word of
 * its stream, whatever the other is. Where many indices are drawn from many streams each is scrambled once.
 *
 * @param word A whole number, taken modulo 2^32.
 * @returns a signed 32-bit word.
 */
export const scrambled = (word: number): number => {
  const k = Math.imul(word, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
};

/**
 * Draws as `uniformAt` does, to the bit, from words that are scrambled already.
 *
 * @param a First word of the stream.
 * @param scrambledB `scrambled` of its second word.
 * @param scrambledIndex `scrambled` of the index.
 */
export const uniformOf = (a: number, scrambledB: number, scrambledIndex: number): number => {
  let h = a ^ scrambledIndex;
  h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) ^ scrambledB;
  // The length in bytes.
  h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) ^ 8;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (((h ^ (h >>> 16)) >>> 0) + 0.5) * 2 ** -32;
};

/**
 * Draws a uniform number in (0, 1) from two hashes, for distributions whose tails matter: (k + ½) / 2^52 with k of 52
 * bits. Those are all 53 bits of a number below one; a 53rd random bit would let the result round to 1.
 */
export const uniform53At = (a: number, b: number, index: number): number => {
  const high = bitsAt(a, b, index) >>> 6;
  const low = bitsAt(b, a, index) >>> 6;
  return (high * 2 ** 26 + low + 0.5) * 2 ** -52;
};
