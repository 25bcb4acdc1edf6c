import { flawed, sound, type Outcome } from './outcome.ts';
import { decodeUtf8, encodeUtf8, isWellFormed } from './utf8.ts';

/** A value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const isRecord = (value: object): value is Readonly<Record<string, unknown>> => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

class NotJson extends Error {
  readonly place: string;
  constructor(place: string, found: string) {
    super(found);
    this.place = place;
  }
}

const write = (value: unknown, place: string): string => {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NotJson(place, String(value));
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    if (!isWellFormed(value)) throw new NotJson(place, 'a text with half a character');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map((item, index) => write(item, `${place}[${index}]`)).join(',')}]`;
  if (typeof value === 'object' && isRecord(value)) {
    // Array.sort compares by UTF-16 code units, which is the order that RFC 8785 §3.2.3 asks for.
    const names = Object.keys(value).toSorted();
    const members = names.map((name) => `${write(name, place)}:${write(value[name], `${place}.${name}`)}`);
    return `{${members.join(',')}}`;
  }
  throw new NotJson(place, `a value of type ${typeof value}`);
};

/**
 * Writes a value as canonical JSON: no spaces, names in the order of their UTF-16 code units, numbers as ECMAScript
 * writes them. Two equal values give the same bytes everywhere, so that a hash of them can be checked by anyone.
 * Fails on what JSON cannot say: NaN, infinities, undefined, half of a surrogate pair.
 * Source: RFC 8785, JSON Canonicalization Scheme.
 *
 * @example
 * ```ts
 * import { canonicalJson } from '@isocentre/ledger';
 * const outcome = canonicalJson({ b: 2, a: 1 });
 * const text: string = outcome.ok ? outcome.value : ''; // {"a":1,"b":2}
 * ```
 */
export const canonicalJson = (value: unknown): Outcome<string> => {
  try {
    return sound(write(value, 'value'));
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    return flawed({ where: error.place, found: error.message, expected: 'what JSON can hold' });
  }
};

/** Gives the canonical bytes of a value that is known to be JSON. */
export const canonicalBytes = (value: Json): Uint8Array<ArrayBuffer> => encodeUtf8(write(value, 'value'));

/**
 * Reads bytes as JSON and accepts them only when they are the canonical form of what they say, so that an entry has one
 * form only. A second member of one name, a space or another order of names is refused.
 */
export const readCanonical = (bytes: Uint8Array, where: string): Outcome<Json> => {
  const refuse = (found: string): Outcome<never> => flawed({ where, found, expected: 'canonical JSON (RFC 8785)' });
  const text = decodeUtf8(bytes);
  if (text === undefined) return refuse('bytes that are no UTF-8');
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch {
    return refuse('text that is no JSON');
  }
  const again = canonicalJson(value);
  return again.ok && again.value === text ? sound(value) : refuse('JSON in another form');
};
