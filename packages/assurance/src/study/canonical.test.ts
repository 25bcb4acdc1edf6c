import { expect, test } from 'vitest';
import { canonicalJson, hashOf } from './canonical.ts';

test('the example of RFC 8785 that needs sorting, escapes and numbers', () => {
  const input = {
    numbers: [333333333.33333329, 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
    string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
    literals: [null, true, false],
  };
  expect(canonicalJson(input)).toBe(
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
  );
});

test('keys stand in the order of their UTF-16 code units, as in RFC 8785, 3.2.3', () => {
  const keys = ['\u20ac', '\r', '\ufb33', '1', '\u{1F600}', '\u0080', '\u00f6'];
  const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1F600}', '\ufb33'];
  const text = canonicalJson(Object.fromEntries(keys.map((key) => [key, 0])));
  expect(Object.keys(JSON.parse(text) as object).filter((key) => key !== '1')).toEqual(
    sorted.filter((key) => key !== '1'),
  );
  expect(text.startsWith('{"\\r":0,"1":0,')).toBe(true);
});

test('the order of keys and what is undefined change no hash; a number does', () => {
  expect(hashOf({ a: 1, b: [2], c: undefined })).toBe(hashOf({ b: [2], a: 1 }));
  expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: 2 }));
  // SHA-256 of the two characters {}.
  expect(hashOf({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
});

test('what JSON has no word for is refused', () => {
  expect(() => canonicalJson({ a: Number.NaN })).toThrow(RangeError);
});
