import { utf8ToBytes } from '@noble/hashes/utils.js';
import { sameBytes } from './hash.ts';

/** Writes text as UTF-8. The text must be well formed (see {@link isWellFormed}). */
export const encodeUtf8 = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(utf8ToBytes(text));

/** Tells whether a text holds no half of a surrogate pair. */
export const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

const chunk = 8192;

/** Reads UTF-8 strictly; undefined where the bytes are none, overlong forms and surrogates included. */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  const parts: string[] = [];
  let codes: number[] = [];
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at] ?? 0;
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    let code = length === 1 ? first : first & (0xff >> (length + 1));
    for (let next = 1; next < length; next += 1) code = (code << 6) | ((bytes[at + next] ?? 0) & 0x3f);
    if (code > 0x10ffff) return undefined;
    codes.push(code);
    at += length;
    if (codes.length === chunk) {
      parts.push(String.fromCodePoint(...codes));
      codes = [];
    }
  }
  const text = parts.join('') + String.fromCodePoint(...codes);
  // Whatever was not UTF-8 comes back as other bytes.
  return isWellFormed(text) && sameBytes(encodeUtf8(text), bytes) ? text : undefined;
};
