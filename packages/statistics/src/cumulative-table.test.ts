import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CumulativeTable } from './cumulative-table.ts';

const shares = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1, noNaN: true })), {
  minLength: 1,
  maxLength: 90,
});

/** Cumulative shares, up to 1 but for rounding. */
const cumulated = (values: readonly number[]): Float64Array => {
  const total = values.reduce((sum, value) => sum + value, 0);
  let sum = 0;
  return Float64Array.from(values, (value) => (sum += total > 0 ? value / total : 0));
};

const orLast = (index: number, cumulative: Float64Array): number => (index < 0 ? cumulative.length - 1 : index);

test('finds what a search from the start finds', () => {
  fc.assert(
    fc.property(shares, fc.double({ min: 0, max: 1.01, noNaN: true }), fc.nat(), (values, target, at) => {
      const cumulative = cumulated(values);
      const table = new CumulativeTable(cumulative);
      // A target between values, and one that is a value.
      for (const one of [target, cumulative[at % cumulative.length] ?? 0]) {
        expect(table.firstAbove(one)).toBe(
          orLast(
            cumulative.findIndex((value) => value > one),
            cumulative,
          ),
        );
        expect(table.firstFrom(one)).toBe(
          orLast(
            cumulative.findIndex((value) => value >= one),
            cumulative,
          ),
        );
      }
    }),
  );
});

test('at the edges of the parts of the guide', () => {
  const table = new CumulativeTable(Float64Array.from({ length: 64 }, (_, index) => (index + 1) / 64));
  for (let index = 0; index < 64; index += 1) {
    expect(table.firstAbove(index / 64)).toBe(index);
    expect(table.firstFrom((index + 1) / 64)).toBe(index);
  }
  expect(table.firstAbove(1)).toBe(63);
  expect(new CumulativeTable(Float64Array.of(0, 0)).firstFrom(0.3)).toBe(1);
});
