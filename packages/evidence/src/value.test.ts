import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mapValue, partOf, placesOf, stepAt, type Value } from './value.ts';

const number: Value = { kind: 'number', number: 4 };
const interval: Value = { kind: 'interval', low: 1, high: 2 };
const series: Value = { kind: 'series', byYear: { '2023': 5, '2025': 6 } };
const table: Value = { kind: 'table', rows: { a: 7, b: { x: 8, y: 9 } } };

const anyNumber = fc.double({ noNaN: true });
const anyName = fc.stringMatching(/^[a-z][a-z0-9_]{0,5}$/);
const plain = { noNullPrototype: true };
const anyYears = fc.dictionary(fc.integer({ min: 1900, max: 2100 }).map(String), anyNumber, plain);
const anyRow = fc.oneof(anyNumber, fc.dictionary(anyName, anyNumber, plain));
const anyValue: fc.Arbitrary<Value> = fc.oneof(
  fc.record({ kind: fc.constant('number' as const), number: anyNumber }, plain),
  fc.record({ kind: fc.constant('interval' as const), low: anyNumber, high: anyNumber }, plain),
  fc.record({ kind: fc.constant('series' as const), byYear: anyYears }, plain),
  fc.record({ kind: fc.constant('table' as const), rows: fc.dictionary(anyName, anyRow, plain) }, plain),
);

describe('placesOf', () => {
  test('names every number of each kind', () => {
    expect([...placesOf(number)]).toEqual([['', 4]]);
    expect([...placesOf(interval)]).toEqual([
      ['low', 1],
      ['high', 2],
    ]);
    expect([...placesOf(series)]).toEqual([
      ['2023', 5],
      ['2025', 6],
    ]);
    expect([...placesOf(table)]).toEqual([
      ['a', 7],
      ['b.x', 8],
      ['b.y', 9],
    ]);
  });
});

describe('mapValue', () => {
  test('changes every number and keeps the kind', () => {
    const tenfold = (value: number): number => value * 10;
    expect(mapValue(number, tenfold)).toEqual({ kind: 'number', number: 40 });
    expect(mapValue(interval, tenfold)).toEqual({ kind: 'interval', low: 10, high: 20 });
    expect(mapValue(series, tenfold)).toEqual({ kind: 'series', byYear: { '2023': 50, '2025': 60 } });
    expect(mapValue(table, tenfold)).toEqual({ kind: 'table', rows: { a: 70, b: { x: 80, y: 90 } } });
  });

  test('without a change gives the same value', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(mapValue(value, (one) => one)).toEqual(value);
      }),
    );
  });

  test('passes each number with the place that placesOf gives it', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const places = placesOf(value);
        const seen = new Map<string, number>();
        const doubled = mapValue(value, (one, place) => {
          seen.set(place, one);
          return one * 2;
        });
        expect(seen).toEqual(places);
        expect(placesOf(doubled)).toEqual(new Map([...places].map(([place, one]) => [place, one * 2])));
      }),
    );
  });
});

describe('partOf', () => {
  test('every place of a value leads to its number', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        for (const [place, one] of placesOf(value)) {
          expect(partOf(value, place === '' ? [] : place.split('.'))).toEqual({ kind: 'number', number: one });
        }
      }),
    );
  });

  test('an empty path gives the value itself', () => {
    expect(partOf(table, [])).toBe(table);
  });

  test('a row of named numbers is a table of its own', () => {
    expect(partOf(table, ['b'])).toEqual({ kind: 'table', rows: { x: 8, y: 9 } });
  });

  test('a row whose name holds a dot is found by its two halves', () => {
    expect(partOf({ kind: 'table', rows: { 'a.b': 3 } }, ['a', 'b'])).toEqual({ kind: 'number', number: 3 });
  });

  test.each([
    [number, ['x']],
    [interval, ['middle']],
    [interval, ['low', 'x']],
    [series, ['2024']],
    [table, ['c']],
    [table, ['a', 'x']],
    [table, ['b', 'z']],
    [table, ['b', 'x', 'y']],
    [table, ['constructor']],
    [table, ['__proto__']],
    [{ kind: 'table', rows: { 'a.b.c': 1 } }, ['a', 'b', 'c']],
  ] satisfies [Value, string[]][])('%j has nothing at %j', (value, path) => {
    expect(partOf(value, path)).toBeUndefined();
  });
});

describe('stepAt', () => {
  const places = { '2025': 15, '2028': 33 };

  test.each([
    [2024, 0],
    [2025, 15],
    [2027, 15],
    [2028, 33],
    [2050, 33],
  ])('in %d the series stands at %d', (year, expected) => {
    expect(stepAt(places, year, 0)).toBe(expected);
  });

  test('an empty series gives the value before', () => {
    expect(stepAt({}, 2030, 7)).toBe(7);
  });

  test('a key that is no year is passed over', () => {
    expect(stepAt({ soon: 3 }, 2030, 7)).toBe(7);
  });

  test('the order of the keys does not matter', () => {
    expect(stepAt({ '1e4': 4, '2028': 2, '+2025': 1 }, 2028, 0)).toBe(2);
    expect(stepAt({ '+2028': 2, '+2025': 1 }, 2030, 0)).toBe(2);
  });

  test('agrees with counting back year by year', () => {
    fc.assert(
      fc.property(anyYears, fc.integer({ min: 1890, max: 2110 }), anyNumber, (byYear, year, before) => {
        let back = year;
        while (back > 1890 && !Object.hasOwn(byYear, String(back))) back -= 1;
        expect(stepAt(byYear, year, before)).toBe(byYear[String(back)] ?? before);
      }),
    );
  });
});
