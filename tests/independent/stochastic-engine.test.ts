import { flowMeasures, project, stateMeasures, type ModelInput } from '@isocentre/workforce';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareMeans, familyError } from '../support/compare-means.ts';
import { countOf } from '../support/counts.ts';
import { randomInput } from '../support/random-input.ts';
import { recordRuns } from '../support/record-runs.ts';
import { resolveShipped } from '../support/shipped.ts';
import { makeRandom, stochasticCourse } from './stochastic-course.ts';

const measures = [...stateMeasures, ...flowMeasures];

/** The squared distance of a value from a reference; a difference that is only rounding is none. */
const squared = (value: number, reference = Number.NaN): number =>
  Math.abs(value - reference) <= 1e-9 * Math.abs(reference) ? 0 : (value - reference) ** 2;

/** Adds to each value its squared distance from the expected course, so that variances are compared with the means. */
const withSquares = (values: readonly number[], expected: readonly number[]): number[] => [
  ...values,
  ...values.map((value, index) => squared(value, expected[index])),
];

const expectedOf = (input: ModelInput): number[] => {
  const { values } = project(input);
  const cells = input.cells.length;
  return measures.flatMap((measure) =>
    input.cells.flatMap((_, cell) =>
      Array.from(
        { length: values[measure].length / cells },
        (__, t) => values[measure][t * cells + cell] ?? Number.NaN,
      ),
    ),
  );
};

/** Every measure of every cell and year, run by run, by the engine. */
const byEngine = (input: ModelInput, runs: number, expected: readonly number[]): number[][] => {
  const values = recordRuns(input, runs, 20_261_124);
  return Array.from({ length: runs }, (_, run) =>
    withSquares(
      measures.flatMap((measure) =>
        input.cells.flatMap((__, cell) => values[measure].map((list) => list[cell * runs + run] ?? Number.NaN)),
      ),
      expected,
    ),
  );
};

/** The same by the independent implementation, person by person and with a generator of its own. */
const byPerson = (input: ModelInput, runs: number, expected: readonly number[]): number[][] =>
  Array.from({ length: runs }, (_, run) => {
    const { cells } = stochasticCourse(input, makeRandom(7_000_000 + run));
    return withSquares(
      measures.flatMap((measure) => cells.flatMap((cell) => cell.measures[measure] ?? [Number.NaN])),
      expected,
    );
  });

/** @param scenarios How many such comparisons share the family-wise error. */
const compareBoth = (input: ModelInput, runs: number, scenarios: number): ReturnType<typeof compareMeans> => {
  const expected = expectedOf(input);
  return compareMeans(byEngine(input, runs, expected), byPerson(input, runs, expected), familyError / scenarios);
};

/** People move between all occupations, and some have already returned. */
const withTransfers = (input: ModelInput): ModelInput => ({
  ...input,
  occupations: input.occupations.map((occupation, index, all) => ({
    ...occupation,
    transfers: [1, 2].flatMap((ahead) => {
      const to = all[(index + ahead) % all.length];
      return to === undefined ? [] : [{ to: to.id, share: 0.05 * ahead }];
    }),
  })),
  cells: input.cells.map((cell) => ({ ...cell, returned: 7.3 })),
});

test.each([
  { name: "today's course", input: () => resolveShipped('todays-course').input },
  { name: "the brief's asks", input: () => resolveShipped('the-briefs-asks').input },
  { name: 'with transfers', input: () => withTransfers(resolveShipped('todays-course', { years: 12 }).input) },
])('the engine and an independent implementation agree in mean and spread where limits bind: $name', ({ input }) => {
  const { worst, critical, at } = compareBoth(input(), countOf({ test: 45, full: 1000, mutation: 20 }), 3);
  expect(worst, at).toBeLessThan(critical);
});

test('the engine and an independent implementation agree in mean and spread on random scenarios', () => {
  const scenarios = countOf({ test: 16, full: 1000, mutation: 10 });
  const runs = countOf({ test: 40, full: 400, mutation: 15 });
  let compared = 0;
  fc.assert(
    fc.property(fc.gen(), (draw) => {
      const { worst, critical, at } = compareBoth(randomInput(draw), runs, scenarios);
      compared += 1;
      expect(worst, at).toBeLessThan(critical);
    }),
    { numRuns: scenarios, seed: 20_261_126, endOnFailure: true },
  );
  expect(compared).toBe(scenarios);
});

test('a hazard 5 % larger in one of the two does not pass, and 10 % not in a quarter of the runs', () => {
  const [runs, larger] = [
    countOf({ test: 100, full: 400, mutation: 100 }),
    countOf({ test: 10, full: 5, mutation: 10 }),
  ];
  const { input } = resolveShipped('todays-course', { years: 12 });
  const changed = {
    ...input,
    occupations: input.occupations.map((one) => ({
      ...one,
      quitMultiplier: one.quitMultiplier.map((multiplier) => multiplier * (1 + larger / 100)),
    })),
  };
  const expected = expectedOf(input);
  const { worst, critical } = compareMeans(byEngine(input, runs, expected), byPerson(changed, runs, expected));
  expect(worst).toBeGreaterThan(critical);
});
