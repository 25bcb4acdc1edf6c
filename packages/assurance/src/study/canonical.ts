import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * Writes a value as canonical JSON: no spaces, keys in the order of their UTF-16 code units, numbers as ECMAScript
 * writes them. Keys whose value is undefined are left out.
 *
 * Source: RFC 8785.
 *
 * @param value Plain data: null, booleans, finite numbers, strings, arrays and objects; a RangeError for another number.
 */
export const canonicalJson = (value: unknown): string => {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new RangeError(`canonicalJson: ${value}; expected a finite number`);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, part]) => `${JSON.stringify(key)}:${canonicalJson(part)}`);
  return `{${parts.join(',')}}`;
};

/** Hashes a value: SHA-256 of its canonical JSON in UTF-8, as 64 hexadecimal digits. */
export const hashOf = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));
