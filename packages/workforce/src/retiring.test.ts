import { beforeEach, describe, expect, test } from 'vitest';
import { resolveShipped } from '../../../tests/support/shipped.ts';
import type { ModelInput } from './model-input.ts';
import { retiringWithin } from './retiring.ts';

let input: ModelInput;
let ages: number;
beforeEach(() => {
  ({ input } = resolveShipped('todays-course'));
  ages = input.ages.last - input.ages.first + 1;
});
const list = (value: number): number[] => Array.from({ length: ages }, () => value);

const flat = (retire: number, quit: number, span: number, changes: Partial<ModelInput> = {}): ModelInput => ({
  ...input,
  retiringWithinYears: span,
  occupations: input.occupations.map((one) => ({
    ...one,
    retirement: [{ fromYear: 2023, byAge: list(retire) }],
    quitting: list(quit),
  })),
  cells: input.cells.map((cell) => ({
    ...cell,
    notRecognised: list(0).map((_, a) => (a === 0 ? 10 : 0)),
    recognised: list(0),
  })),
  ...changes,
});

describe('retiringWithin', () => {
  test('with constant hazards it is h·(1 − s^n) / (1 − s), where s of each year stay', () => {
    const stay = 0.9 * 0.8;
    expect(retiringWithin(flat(0.1, 0.2, 7), [0])).toBeCloseTo((0.1 * (1 - stay ** 7)) / (1 - stay), 12);
  });

  test('without leaving, all who stay retire in the end', () => {
    expect(retiringWithin(flat(0.5, 0, 50), [0])).toBeCloseTo(1, 12);
  });

  test('counts recognised and not recognised together, over several cells', () => {
    const mixed = flat(0.1, 0, 1, {
      cells: input.cells.map((cell, index) => ({
        ...cell,
        notRecognised: list(index === 0 ? 1 : 0),
        recognised: list(index === 1 ? 3 : 0),
      })),
    });
    expect(retiringWithin(mixed, [0, 1])).toBeCloseTo(0.1, 12);
  });

  test('goes on past the horizon, and gives 0 where nobody is in post', () => {
    const multipliers = flat(0, 1, 5, {
      years: 2,
      occupations: flat(0, 0.5, 5).occupations.map((one) => ({ ...one, quitMultiplier: [1, 2] })),
    });
    expect(retiringWithin(multipliers, [0])).toBe(0);
    expect(retiringWithin(input, [])).toBe(0);
  });
});
