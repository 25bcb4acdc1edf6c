import { beforeEach, describe, expect, test } from 'vitest';
import { resolveShipped } from '../../../tests/support/shipped.ts';
import { sayAnswer, sayBasis } from './answer.ts';
import type { Closure } from './closure.ts';
import type { EnsembleReport } from './ensemble-report.ts';
import { flowMeasures, stateMeasures, type Measure } from './measures.ts';
import type { Resolved } from './resolve.ts';

let resolved: Resolved;
beforeEach(() => {
  resolved = {
    ...resolveShipped('todays-course', { years: 30 }),
    drivers: { total: 60, assumptions: 40, own: 0 },
  };
});
const never: Closure = { year: null, yearsFromCounted: null, yearsFromBaseline: null };
const in2040: Closure = { year: 2040, yearsFromCounted: 15, yearsFromBaseline: 17 };
const course = (closure: Closure, first: number, last: number) => {
  const empty = Object.fromEntries([...stateMeasures, ...flowMeasures].map((measure) => [measure, [] as number[]]));
  return {
    closure,
    measures: { ...(empty as Record<Measure, number[]>), posts: [4500, 4600], shortfall: [first, 1, last] },
  };
};
const futures = (shareClosed: number): EnsembleReport =>
  ({
    options: { runs: 1000, seed: 1, uncertainty: 'both' },
    levels: { all: [0.1, 0.9], low: 0.1, high: 0.9 },
    closure: { shareClosed },
    total: { shortfall: { mean: [900, 1300], quantiles: { '0.1': [900, 1100], '0.9': [900, 1500] } } },
  }) as unknown as EnsembleReport;

describe('the answer in a sentence', () => {
  const start = 'Surveyed MPCE, 4,500 posts: in "today\'s course" ';
  const basis = '. 40 of the 60 figures that drive this are assumptions.';
  test.each([
    [in2040, 900, 0, 'the shortfall closes in 2040, 15 years from 2025'],
    [{ ...in2040, year: 2025, yearsFromCounted: 0 }, 900, 0, 'the shortfall closes in 2025, 0 years from 2025'],
    [{ ...in2040, year: 2024, yearsFromCounted: -1 }, 900, 0, 'the shortfall closes in 2024'],
    [never, 900, 1300, 'the shortfall does not close within 30 years; it grows from 900 WTE to 1,300'],
    [never, 900, 100, 'the shortfall does not close within 30 years; it falls from 900 WTE to 100'],
    [never, 900, 900.4, 'the shortfall does not close within 30 years; it stays at about 900 WTE'],
  ])('of the expected course: %j from %d to %d', (closure, first, last, words) => {
    expect(sayAnswer(resolved, course(closure, first, last))).toBe(start + words + basis);
  });
  const goes = '; from 900 WTE it goes to 1,300 in 2053, 80 % of futures between 1,100 and 1,500';
  test.each([
    [never, 0, 'the shortfall closes within 30 years in none of 1,000 futures'],
    [never, 1, 'the shortfall closes within 30 years in all of 1,000 futures'],
    [never, 0.12, 'the shortfall closes within 30 years in 12 % of 1,000 futures'],
    [in2040, 0.6, 'the shortfall is expected to close in 2040, and closes within 30 years in 60 % of 1,000 futures'],
  ])('of futures: %j in %d of them', (closure, share, words) => {
    expect(sayAnswer(resolved, course(closure, 900, 1300), futures(share))).toBe(start + words + goes + basis);
  });
});

test.each([
  [0, '40 of the 60 figures that drive this are assumptions.'],
  [1, '40 of the 60 figures that drive this are assumptions, and 1 is the scenario’s own.'],
  [3, '40 of the 60 figures that drive this are assumptions, and 3 are the scenario’s own.'],
])('with %d figures of the scenario’s own', (own, words) => {
  expect(sayBasis({ total: 60, assumptions: 40, own })).toBe(words);
});
