import { quantile7 } from '@isocentre/statistics';
import { runsOf, runTasks } from '@isocentre/workforce';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../../tests/support/counts.ts';
import { shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import { inFinancialYears, placeOfStep, sayFinancialYear, shiftOf } from './financial-years.ts';

const nation = shiftOf(2023);

describe('a financial year', () => {
  test('is named by the calendar years in which it begins and ends', () => {
    expect([2027, 2099, 2008].map(sayFinancialYear)).toEqual(['2027/28', '2099/00', '2008/09']);
  });

  test('begins three months into a step that begins on 1 January', () => {
    expect(nation).toEqual({ first: 2023, into: 0.25 });
  });

  // The day of a return, at whose end it is true, against the first 1 April that its course covers.
  test.each([
    ['2026-03-31', 2026, 0],
    ['2026-02-28', 2026, 1 / 12],
    ['2024-02-29', 2024, 1 / 12],
    ['2026-04-30', 2027, 11 / 12],
    ['2026-09-30', 2027, 0.5],
    ['2026-12-31', 2027, 0.25],
  ])('with a return of %s the first is that of %i', (day, first, into) => {
    const shift = shiftOf(Number(day.slice(0, 4)), day);
    expect(shift.first).toBe(first);
    expect(shift.into).toBeCloseTo(into, 12);
  });

  test('of a course that rises as a straight line has the value of 1 April', () => {
    const line = [0, 1, 2, 3, 4].map((t) => 100 + 8 * t);
    expect(inFinancialYears(line, nation)).toEqual([102, 110, 118, 126]);
    expect(inFinancialYears(line, shiftOf(2026, '2026-03-31'))).toBe(line);
  });

  test('has the place of a step three quarters of a year before', () => {
    expect(placeOfStep('calendar', 2027, 2023)).toBe(2027);
    expect(placeOfStep('financial', 2027, 2023)).toBe(2026.75);
    expect(placeOfStep('financial', 2027, 2026, '2026-03-31')).toBe(2027);
  });

  test('balances: what comes and goes in it makes the difference of the states at its ends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 2, maxLength: 30 }),
        fc.integer({ min: 0, max: 11 }),
        (flows, months) => {
          const states = [1000];
          for (const flow of flows) states.push((states.at(-1) ?? NaN) + flow);
          const shift = { first: 2023, into: months / 12 };
          const [shiftedStates, shiftedFlows] = [inFinancialYears(states, shift), inFinancialYears(flows, shift)];
          expect(shiftedFlows).toHaveLength(shiftedStates.length - 1);
          for (const [t, flow] of shiftedFlows.entries())
            expect((shiftedStates[t + 1] ?? NaN) - (shiftedStates[t] ?? NaN)).toBeCloseTo(flow, 6);
        },
      ),
      { numRuns: countOf({ test: 100, full: 2000, mutation: 30 }), seed: 11 },
    );
  });

  // A quantile of what lies between two years is not quite what lies between their quantiles; the guide says how far off.
  test('has a band within a fiftieth of its width of that of futures which were each brought into financial years', () => {
    const located = shippedScenarios().get('todays-course');
    if (!located) throw new Error('no scenario');
    const plan = {
      scenario: located.value,
      figures: [...shippedEvidence().figures.values()],
      by: [],
      options: { runs: countOf({ test: 100, full: 1000, mutation: 50 }), seed: 1, uncertainty: 'both' as const },
    };
    const { total } = runTasks(plan, 16);
    const byYear = Array.from({ length: total.years }, (_, t) => runsOf(total, 0, 'shortfall', t));
    const ends = (lists: readonly Float64Array[]): readonly (readonly number[])[] =>
      [0.1, 0.9].map((level) => lists.map((runs) => quantile7(runs.toSorted(), level)));
    const between = ends(byYear).map((values) => inFinancialYears(values, nation));
    const exact = ends(
      byYear.slice(0, -1).map((runs, t) => runs.map((one, run) => one * 0.75 + (byYear[t + 1]?.[run] ?? NaN) * 0.25)),
    );
    const [low = [], high = []] = exact;
    const off = between.flatMap((values, end) =>
      values.map((value, t) => Math.abs(value - (exact[end]?.[t] ?? NaN)) / ((high[t] ?? NaN) - (low[t] ?? NaN))),
    );
    // The first year is known but for whole people, so that its band has hardly any width.
    const later = off.filter((_, index) => index % (total.years - 1) > 0);
    expect(later).toHaveLength(2 * (total.years - 2));
    expect(Math.max(...later)).toBeGreaterThan(0);
    expect(Math.max(...later)).toBeLessThan(0.02);
  });
});
