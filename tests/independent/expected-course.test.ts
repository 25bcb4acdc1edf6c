import { flowMeasures, project, stateMeasures, type Measure, type ModelInput } from '@isocentre/workforce';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shippedInputs } from '../support/shipped.ts';
import { countOf } from '../support/counts.ts';
import { randomInput } from '../support/random-input.ts';
import { expectedCourse } from './expected-course.ts';

/** The largest relative difference between the engine and the independent implementation, over every cell and year. */
const largestDifference = (
  input: ModelInput,
  options: { fillPlaces?: boolean } = {},
): { difference: number; at: string } => {
  const course = expectedCourse(input, options);
  const { values } = project(input, options);
  // With means in place of draws nobody is hired beyond the places.
  const measures = [...stateMeasures, ...flowMeasures].filter(
    (measure): measure is Measure => measure !== 'placesExceeded',
  );
  expect(values.placesExceeded.every((value) => value === 0)).toBe(true);
  let worst = { difference: 0, at: '' };
  for (const measure of measures) {
    const ours = values[measure];
    for (const [cell, { measures: theirs }] of course.cells.entries()) {
      const series = theirs[measure] ?? [];
      expect(series).toHaveLength(ours.length / input.cells.length);
      for (const [t, expected] of series.entries()) {
        const given = ours[t * input.cells.length + cell] ?? Number.NaN;
        // Below a thousandth of a person the difference of two large sums is only rounding.
        const difference = Math.abs(given - expected) / Math.max(Math.abs(expected), 1e-3);
        if (!(difference <= worst.difference))
          worst = { difference, at: `${measure}, cell ${cell}, year ${t}: ${given} against ${expected}` };
      }
    }
  }
  return worst;
};

/** A random scenario; in every second one posts are taken away too, now and then more than there are. */
const anyInput = (draw: fc.GeneratorValue): ModelInput => {
  const input = randomInput(draw);
  const taken = (): number => (draw(fc.integer, { min: 1, max: 5 }) === 1 ? draw(fc.integer, { min: 0, max: 700 }) : 0);
  if (draw(fc.boolean)) return input;
  const cells = input.cells.map((cell) => ({ ...cell, addedPosts: cell.addedPosts.map((posts) => posts - taken()) }));
  return { ...input, cells };
};

test('the engine equals an independent implementation of the model on random scenarios', () => {
  fc.assert(
    fc.property(fc.gen(), (draw) => {
      const { difference, at } = largestDifference(anyInput(draw));
      expect(difference, at).toBeLessThan(1e-9);
    }),
    { numRuns: countOf({ test: 150, full: 20_000, mutation: 40 }), seed: 20_261_124 },
  );
});

test.each(shippedInputs())('the engine equals an independent implementation of the model on $name', ({ input }) => {
  const { difference, at } = largestDifference(input);
  expect(difference, at).toBeLessThan(1e-9);
});

test('both fill every open place alike on random scenarios, with and without recruits to go by', () => {
  fc.assert(
    fc.property(fc.gen(), (draw) => {
      const input = anyInput(draw);
      const cells = input.cells.map((cell) => ({
        ...cell,
        recruits: cell.recruits.slice(0, draw(fc.integer, { min: 0, max: 2 })),
      }));
      const { difference, at } = largestDifference({ ...input, cells }, { fillPlaces: true });
      expect(difference, at).toBeLessThan(1e-9);
    }),
    { numRuns: countOf({ test: 75, full: 20_000, mutation: 40 }), seed: 20_261_125 },
  );
});

test.each(shippedInputs())('both fill every open place alike on $name', ({ input }) => {
  const { difference, at } = largestDifference(input, { fillPlaces: true });
  expect(difference, at).toBeLessThan(1e-9);
});
