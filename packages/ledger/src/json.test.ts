import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalBytes, canonicalJson, readCanonical } from './json.ts';

const written = (value: unknown): string => {
  const outcome = canonicalJson(value);
  return outcome.ok ? outcome.value : `refused: ${outcome.problems[0]?.found ?? ''}`;
};

describe('the published vectors of RFC 8785', () => {
  test('§3.2.2, values', () => {
    const text = String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`;
    expect(written(JSON.parse(text))).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  test('§3.2.3, order of names', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\u{1f600}', '\u0080', '\u00f6'];
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\u{1f600}', '\ufb33'];
    const parsed = JSON.parse(written(Object.fromEntries(names.map((name) => [name, 0])))) as object;
    expect(written(Object.fromEntries(names.map((name) => [name, 0])))).toBe(
      `{${sorted.map((name) => `${JSON.stringify(name)}:0`).join(',')}}`,
    );
    expect(Object.keys(parsed)).toHaveLength(names.length);
  });

  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
    ['7fffffffffffffff', 'refused: NaN'],
    ['7ff0000000000000', 'refused: Infinity'],
  ])('appendix B, the number %s', (bits, expected) => {
    expect(written(Buffer.from(bits, 'hex').readDoubleBE())).toBe(expected);
  });
});

test.each([[undefined], [{ a: undefined }], ['\ud800'], [{ '\udc00': 1 }], [1n], [new Date(0)], [[Number.NaN]]])(
  'what JSON cannot say is refused: %s',
  (value) => {
    expect(canonicalJson(value).ok).toBe(false);
  },
);

test('the place of what is refused is named', () => {
  expect(canonicalJson({ a: [1, { b: Number.NaN }] })).toEqual({
    ok: false,
    problems: [{ where: 'value.a[1].b', found: 'NaN', expected: 'what JSON can hold' }],
  });
});

const json = fc.jsonValue({ noUnicodeString: false });

test('canonical bytes read back as the same value, and any order of names gives the same bytes', () => {
  fc.assert(
    fc.property(json, (value) => {
      const plain = JSON.parse(JSON.stringify(value)) as never;
      const bytes = canonicalBytes(plain);
      expect(readCanonical(bytes, 'here')).toEqual({ ok: true, value: plain });
      const turned: unknown = JSON.parse(JSON.stringify(plain), (_, part: unknown) =>
        part !== null && typeof part === 'object' && !Array.isArray(part)
          ? Object.fromEntries(Object.entries(part).toReversed())
          : part,
      );
      expect(written(turned)).toBe(new TextDecoder().decode(bytes));
    }),
  );
});

test.each([
  ['a space', '{"a": 1}', 'JSON in another form'],
  ['another order', '{"b":1,"a":2}', 'JSON in another form'],
  ['a name twice', '{"a":1,"a":2}', 'JSON in another form'],
  ['an escape too many', String.raw`"\u0041"`, 'JSON in another form'],
  ['a mark at the start', '\ufeff1', 'text that is no JSON'],
  ['half a text', '{"a":', 'text that is no JSON'],
])('%s is refused', (_, text, found) => {
  expect(readCanonical(Buffer.from(text), 'entry 7')).toEqual({
    ok: false,
    problems: [{ where: 'entry 7', found, expected: 'canonical JSON (RFC 8785)' }],
  });
});

test('bytes are read as strictly as by another decoder', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const quoted = (bytes: Uint8Array): Uint8Array => Buffer.concat([Buffer.from('"'), bytes, Buffer.from('"')]);
  const near = fc.array(
    fc.constantFrom(0x41, 0x7f, 0x80, 0xbf, 0xc0, 0xc3, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf8, 0xff, 0x9f, 0xa0),
    {
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(near, (numbers) => {
      const bytes = quoted(Uint8Array.from(numbers));
      let expected: string | undefined;
      try {
        expected = JSON.parse(strict.decode(bytes)) as string;
      } catch {
        expected = undefined;
      }
      const found = readCanonical(bytes, 'here');
      expect(found.ok ? found.value : undefined).toBe(expected);
    }),
    { numRuns: 2000 },
  );
});
