const c1 = 0xcc9e2d51;
const c2 = 0x1b873593;

const scramble = (word: number): number => {
  const k = Math.imul(word, c1);
  return Math.imul((k << 15) | (k >>> 17), c2);
};

const absorb = (state: number, word: number): number => {
  const h = state ^ scramble(word);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
};

const finish = (state: number, bytes: number): number => {
  let h = state ^ bytes;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/**
 * Hashes 32-bit words by MurmurHash3_x86_32 (Austin Appleby, public domain), each word in little-endian order.
 *
 * @param words Whole numbers, taken modulo 2^32.
 * @param seed A whole number, taken modulo 2^32.
 * @returns a whole number from 0 to 2^32 − 1.
 */
export const murmur3 = (words: ArrayLike<number>, seed: number): number => {
  let state = seed | 0;
  for (let i = 0; i < words.length; i += 1) state = absorb(state, words[i] as number);
  return finish(state, words.length * 4);
};

const utf8 = (text: string): number[] => {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes.push(code);
    else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 0x3f));
    else if (code >= 0xd800 && code < 0xe000) bytes.push(0xef, 0xbf, 0xbd);
    else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else
      bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
  }
  return bytes;
};

/**
 * Hashes bytes by MurmurHash3_x86_32.
 *
 * @param bytes Whole numbers from 0 to 255.
 * @param seed Default 0.
 * @returns a whole number from 0 to 2^32 − 1.
 */
export const hashBytes = (bytes: ArrayLike<number>, seed = 0): number => {
  let state = seed | 0;
  const whole = bytes.length & ~3;
  const word = (at: number): number => {
    let value = 0;
    for (let i = Math.min(3, bytes.length - at - 1); i >= 0; i -= 1) value = (value << 8) | (bytes[at + i] as number);
    return value;
  };
  for (let at = 0; at < whole; at += 4) state = absorb(state, word(at));
  if (whole < bytes.length) state ^= scramble(word(whole));
  return finish(state, bytes.length);
};

/**
 * Hashes the UTF-8 bytes of a text by MurmurHash3_x86_32; names of processes, occupations and figures become keys so.
 * Half a surrogate pair counts as U+FFFD, as the Encoding Standard has it.
 *
 * @param seed Default 0.
 * @returns a whole number from 0 to 2^32 − 1.
 *
 * @example
 * ```ts
 * import { hashText } from '@isocentre/statistics';
 * const key: number = hashText('test'); // 0xba6bd213
 * ```
 */
export const hashText = (text: string, seed = 0): number => hashBytes(utf8(text), seed);
