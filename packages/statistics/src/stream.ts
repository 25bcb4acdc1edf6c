import { murmur3 } from './hash.ts';

/** A stream of draws: two independent 32-bit keys, so that two streams agree by chance once in 2^64 pairs. */
export interface Stream {
  readonly a: number;
  readonly b: number;
}

// The golden ratio's fraction as 32 bits: any fixed word serves to make the second key another hash.
const second = 0x9e3779b9;

/**
 * Makes the stream of a key. A draw is a function of its key and index alone, so order, workers and other streams
 * change nothing.
 *
 * @param seed The seed of the run, a whole number taken modulo 2^32.
 * @param words What the stream is for, as whole numbers; names by `hashText`.
 */
export const streamOf = (seed: number, ...words: readonly number[]): Stream => ({
  // As signed words, which the engine keeps as machine integers.
  a: murmur3(words, seed) | 0,
  b: murmur3(words, seed ^ second) | 0,
});

/**
 * Draws 32 bits: MurmurHash3_x86_32 of the words `index`, `b` with the seed `a`.
 *
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
  h ^= 8;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

const scale = 2 ** -32;

/** Draws a uniform number in (0, 1) in steps of 2^−32; neither end is ever met. */
export const uniformAt = (a: number, b: number, index: number): number => (bitsAt(a, b, index) + 0.5) * scale;

/** Draws a uniform number in (0, 1) in steps of 2^−53 from two hashes, for distributions whose tails matter. */
export const uniform53At = (a: number, b: number, index: number): number => {
  const high = bitsAt(a, b, index) >>> 5;
  const low = bitsAt(b, a, index) >>> 6;
  return (high * 2 ** 26 + low + 0.5) * 2 ** -53;
};
