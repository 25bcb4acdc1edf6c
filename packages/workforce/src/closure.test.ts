import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { resolveShipped } from '../../../tests/support/shipped.ts';
import { closureOf } from './closure.ts';
import type { ModelInput } from './model-input.ts';

let input: ModelInput;
beforeEach(() => {
  ({ input } = resolveShipped('todays-course'));
});
const hundred = (count: number): number[] => Array.from({ length: count }, () => 100);
const year = (shortfall: readonly number[]): number | null =>
  closureOf(input, shortfall, hundred(shortfall.length)).year;

describe('closureOf', () => {
  test('closes in the first year from which it stays within 1 % of the requirement', () => {
    expect(closureOf(input, [9, 5, 1, 0, 1], hundred(5))).toEqual({
      year: 2025,
      yearsFromCounted: 0,
      yearsFromBaseline: 2,
    });
  });

  test('a gap that reopens has not closed', () => {
    expect(year([9, 0, 0, 2, 0, 0, 0])).toBe(2027);
    expect(year([9, 0, 0, 0, 2])).toBeNull();
  });

  test('two reported years are not enough', () => {
    expect(year([9, 9, 9, 0, 0])).toBeNull();
    expect(year([9, 9, 0, 0, 0])).toBe(2025);
  });

  test('a gap that never was closes in the baseline year', () => {
    expect(closureOf(input, [0, 0, 0], [0, 0, 0])).toEqual({ year: 2023, yearsFromCounted: -2, yearsFromBaseline: 0 });
  });

  test('agrees with a search over every year', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 12 }), (shortfall) => {
        const closes = shortfall.findIndex(
          (_, from) => shortfall.slice(from).every((one) => one <= 1) && shortfall.length - from >= 3,
        );
        expect(year(shortfall)).toBe(closes < 0 ? null : 2023 + closes);
      }),
    );
  });
});
