import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { randomInput } from '../../../tests/support/random-input.ts';
import { recordRuns as record } from '../../../tests/support/record-runs.ts';
import { resolveShipped } from '../../../tests/support/shipped.ts';
import { withoutLimits } from '../../../tests/support/without-limits.ts';
import { flowMeasures, stateMeasures, type Measure } from './measures.ts';
import { project } from './project.ts';

describe('chance', () => {
  test('conserves people and posts exactly, in every cell, year and run', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const input = randomInput(draw);
        const runs = 3;
        const values = record(input, runs, 7);
        for (let t = 0; t < input.years; t += 1) {
          for (let at = 0; at < input.cells.length * runs; at += 1) {
            const of = (measure: Measure, year = t): number => values[measure][year]?.[at] ?? Number.NaN;
            const hired = of('hiredTrained') + of('hiredLooking') + of('hiredInternational') + of('hiredDirect');
            expect(
              of('headcount') +
                hired +
                of('transferredIn') -
                of('retired') -
                of('quit') -
                of('movedIntoTraining') -
                of('transferredOut') -
                of('agedOut'),
            ).toBe(of('headcount', t + 1));
            expect(of('returnedHeads') + of('returned') - of('returnedLeft')).toBe(of('returnedHeads', t + 1));
            expect(of('trainees') + of('starts') - of('trainingLeft') - of('completed')).toBe(of('trainees', t + 1));
            expect(of('startsOffered')).toBe(of('starts') + of('startsLost'));
            expect(of('turnedAway') - of('stoppedLooking') - of('lookingAgedOut')).toBe(of('looking', t + 1));
            expect(of('posts') + of('postsFunded') + of('postsAdded')).toBeCloseTo(of('posts', t + 1), 9);
            expect(of('returned')).toBeLessThanOrEqual(of('retired'));
            expect(of('recognisedHeads')).toBeLessThanOrEqual(of('headcount'));
            for (const measure of ['retired', 'quit', 'starts', 'certified', 'looking', 'headcount'] as const) {
              expect(of(measure)).toBeGreaterThanOrEqual(0);
              expect(Number.isInteger(of(measure))).toBe(true);
            }
          }
        }
      }),
      { numRuns: countOf({ test: 150, full: 5000, mutation: 15 }), seed: 2_026 },
    );
  });

  test('has the expected values as its means where neither places nor supervision bind', () => {
    const input = withoutLimits(resolveShipped('todays-course').input);
    const runs = countOf({ test: 600, full: 20_000, mutation: 60 });
    const expected = project(input);
    const cells = input.cells.length;
    const measures: Measure[] = [...stateMeasures, ...flowMeasures];
    const sums = measures.map(() => [] as { sum: number; squares: number }[]);
    for (let first = 0; first < runs; first += 100) {
      const size = Math.min(100, runs - first);
      const values = record(input, size, 11, first);
      for (const [index, measure] of measures.entries()) {
        for (const [t, list] of values[measure].entries()) {
          const at = (sums[index] ??= [])[t] ?? { sum: 0, squares: 0 };
          for (let run = 0; run < size; run += 1) {
            let total = 0;
            for (let cell = 0; cell < cells; cell += 1) total += list[cell * size + run] ?? 0;
            at.sum += total;
            at.squares += total * total;
          }
          sums[index][t] = at;
        }
      }
    }
    const comparisons = measures.length * (input.years + 1);
    // Two-sided, family-wise 1e-6 over fewer than 10^4 comparisons: the normal quantile is below 6.7.
    const critical = 6.7;
    expect(comparisons).toBeLessThan(10_000);
    for (const [index, measure] of measures.entries()) {
      for (const [t, { sum, squares }] of (sums[index] ?? []).entries()) {
        let mean = 0;
        for (let cell = 0; cell < cells; cell += 1) mean += expected.values[measure][t * cells + cell] ?? 0;
        const error = Math.sqrt(Math.max(0, squares / runs - (sum / runs) ** 2) / runs);
        const difference = Math.abs(sum / runs - mean);
        expect(difference, `${measure} in year ${t}: ${sum / runs} against ${mean}`).toBeLessThanOrEqual(
          critical * error + 1e-9 * Math.abs(mean) + 1e-9,
        );
      }
    }
  });

  test('a run does not depend on the other runs or on the chunk', () => {
    const { input } = resolveShipped('the-briefs-asks', { years: 6 });
    const together = record(input, 5, 3);
    const alone = record(input, 1, 3, 4);
    for (const measure of stateMeasures) {
      for (const [t, list] of together[measure].entries()) {
        expect(input.cells.map((_, cell) => list[cell * 5 + 4])).toEqual(alone[measure][t]);
      }
    }
  });

  test('the order of the cells changes nothing in any of them', () => {
    const { input } = resolveShipped('todays-course', { years: 6 });
    const turned = { ...input, cells: input.cells.toReversed(), occupations: input.occupations.toReversed() };
    const one = record(input, 2, 3);
    const other = record(turned, 2, 3);
    for (const measure of ['headcount', 'trainees', 'recognisedHeads', 'looking'] as const) {
      for (const [t, list] of one[measure].entries()) {
        const back = input.cells.flatMap((_, cell) =>
          other[measure][t]?.slice((input.cells.length - 1 - cell) * 2, (input.cells.length - cell) * 2),
        );
        expect(back).toEqual(list);
      }
    }
  });

  test('another occupation leaves the luck of the first as it was', () => {
    const { input } = resolveShipped('todays-course', { years: 6 });
    const some = { ...input, occupations: input.occupations.slice(0, 3), cells: input.cells.slice(0, 3) };
    const all = record(input, 2, 3);
    const few = record(some, 2, 3);
    for (const [t, list] of few.headcount.entries()) expect(list).toEqual(all.headcount[t]?.slice(0, 6));
  });

  test('another seed is other luck', () => {
    const { input } = resolveShipped('todays-course', { years: 3 });
    expect(record(input, 1, 1).quit).not.toEqual(record(input, 1, 2).quit);
  });

  test('scenarios share their luck: more retention never means more leavers from the same people', () => {
    const { input } = resolveShipped('todays-course', { years: 1 });
    const kinder = { ...input, occupations: input.occupations.map((one) => ({ ...one, quitMultiplier: [0.5] })) };
    const quits = record(input, 50, 5).quit[0] ?? [];
    const fewer = record(kinder, 50, 5).quit[0] ?? [];
    expect(quits.every((count, at) => count >= (fewer[at] ?? 0))).toBe(true);
    expect(fewer.reduce((sum, count) => sum + count, 0)).toBeLessThan(quits.reduce((sum, count) => sum + count, 0));
  });
});
