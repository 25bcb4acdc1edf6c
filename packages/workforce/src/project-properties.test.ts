import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { expectBalance } from '../../../tests/support/expect-balance.ts';
import { randomInput } from '../../../tests/support/random-input.ts';
import { resolveShipped } from '../../../tests/support/shipped.ts';
import { sumCells } from './grouping.ts';
import { flowMeasures, stateMeasures, type Measure } from './measures.ts';
import { project, type Projection } from './project.ts';

const value = (result: Projection, measure: Measure, t: number, cell: number): number =>
  result.values[measure][t * result.input.cells.length + cell] ?? Number.NaN;

describe('conservation', () => {
  test('every person and post is accounted for in every cell and year of random scenarios', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const input = randomInput(draw);
        const result = project(input);
        const ages = input.ages.last - input.ages.first + 1;
        const people = (list: Float64Array, t: number, cell: number): number =>
          list
            .subarray((t * input.cells.length + cell) * ages, (t * input.cells.length + cell + 1) * ages)
            .reduce((sum, heads) => sum + heads, 0);
        for (let t = 0; t < input.years; t += 1) {
          input.cells.forEach((_, cell) => {
            const of = (measure: Measure, at = t): number => value(result, measure, at, cell);
            const heads = (at: number): number =>
              people(result.ages.notRecognised, at, cell) + people(result.ages.recognised, at, cell);
            const hired = of('hiredTrained') + of('hiredLooking') + of('hiredInternational') + of('hiredDirect');
            expectBalance('headcount', of('headcount'), heads(t));
            expectBalance(
              'in post',
              heads(t) + hired + of('transferredIn'),
              heads(t + 1) +
                of('retired') +
                of('quit') +
                of('movedIntoTraining') +
                of('transferredOut') +
                of('agedOut'),
            );
            expectBalance('experts', people(result.ages.recognised, t, cell), of('recognisedHeads'));
            expectBalance(
              'returned',
              of('returnedHeads') + of('returned'),
              of('returnedHeads', t + 1) + of('returnedLeft'),
            );
            expectBalance(
              'trainees',
              of('trainees') + of('starts'),
              of('trainees', t + 1) + of('trainingLeft') + of('completed'),
            );
            expectBalance('offered', of('startsOffered'), of('starts') + of('startsLost'));
            const sources = input.cells[cell]?.recruits ?? [];
            const recruited = sources.reduce((sum, { people: list }) => sum + (list[t] ?? 0), 0);
            expectBalance(
              'applicants',
              of('completed') - of('notTakenUp') + of('looking') + recruited,
              hired + of('turnedAway'),
            );
            expectBalance(
              'looking',
              of('turnedAway'),
              of('stoppedLooking') + of('looking', t + 1) + of('lookingAgedOut'),
            );
            expectBalance('posts', of('posts') + of('postsFunded') + of('postsAdded'), of('posts', t + 1));
            expect(of('returned')).toBeLessThanOrEqual(of('retired') + 1e-9);
          });
          const moves = (measure: Measure): number =>
            input.cells.reduce((sum, _, cell) => sum + value(result, measure, t, cell), 0);
          expectBalance('moves', moves('transferredIn'), moves('transferredOut'));
        }
      }),
      { numRuns: countOf({ test: 1000, full: 20_000, mutation: 40 }), seed: 1_896 },
    );
  });

  test('posts balance and are never negative, and vacancies never more than posts, whatever is taken away', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const input = randomInput(draw);
        const { values } = project({
          ...input,
          cells: input.cells.map((cell) => ({
            ...cell,
            addedPosts: cell.addedPosts.map(() => draw(fc.integer, { min: -700, max: 50 })),
          })),
        });
        const cells = input.cells.length;
        for (const [at, funded] of values.postsFunded.entries()) {
          const before = values.posts[at] ?? Number.NaN;
          const after = values.posts[at + cells] ?? Number.NaN;
          expectBalance('posts', before + funded + (values.postsAdded[at] ?? Number.NaN), after);
          expect(after).toBeGreaterThanOrEqual(0);
          expect(values.vacancies[at + cells]).toBeLessThanOrEqual(after);
        }
      }),
      { numRuns: countOf({ test: 200, full: 2000, mutation: 20 }), seed: 1_899 },
    );
  });

  test('nothing is negative, and everything is a number', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const result = project(randomInput(draw));
        for (const measure of [...stateMeasures, ...flowMeasures]) {
          expect(
            result.values[measure].every((one) => one >= -1e-9 && Number.isFinite(one)),
            measure,
          ).toBe(true);
        }
        for (const list of Object.values(result.ages)) expect(list.every((one) => one >= -1e-9)).toBe(true);
      }),
      { numRuns: countOf({ test: 200, full: 2000, mutation: 20 }), seed: 1_897 },
    );
  });
});

describe('invariance', () => {
  const close = (left: Float64Array, right: Float64Array, factor: number): boolean =>
    left.every(
      (one, index) =>
        Math.abs(one * factor - (right[index] ?? Number.NaN)) <= 1e-9 * Math.max(1, Math.abs(one * factor)),
    );

  test('twice the people, posts and flows give twice the results', () => {
    const twice = (values: readonly number[]): number[] => values.map((one) => one * 2);
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const input = randomInput(draw);
        const cells = input.cells.map((cell) => ({
          ...cell,
          notRecognised: twice(cell.notRecognised),
          recognised: twice(cell.recognised),
          returned: cell.returned * 2,
          posts: cell.posts * 2,
          addedPosts: twice(cell.addedPosts),
          requirement: twice(cell.requirement),
          recognisedRequirement: twice(cell.recognisedRequirement),
          training: cell.training.map((one) => ({ ...one, trainees: twice(one.trainees), starts: twice(one.starts) })),
          recruits: cell.recruits.map((one) => ({ ...one, people: twice(one.people) })),
        }));
        const once = project(input);
        const doubled = project({ ...input, cells });
        for (const measure of [...stateMeasures, ...flowMeasures])
          expect(close(once.values[measure], doubled.values[measure], 2), measure).toBe(true);
      }),
      { numRuns: countOf({ test: 100, full: 1000, mutation: 20 }), seed: 1_898 },
    );
  });

  test('the regions of the United Kingdom add to the nation', () => {
    const nation = project(resolveShipped('the-briefs-asks').input);
    const regions = project(resolveShipped('the-briefs-asks', { baseline: { geography: 'regions' } }).input);
    const all = (result: Projection): number[] => result.input.cells.map((_, cell) => cell);
    for (const measure of [...stateMeasures, ...flowMeasures]) {
      expect(close(sumCells(nation, measure, all(nation)), sumCells(regions, measure, all(regions)), 1), measure).toBe(
        true,
      );
    }
  });

  test('the same input gives the same bytes', () => {
    const input = resolveShipped('todays-course').input;
    expect(JSON.stringify(project(input))).toBe(JSON.stringify(project(structuredClone(input))));
  });

  test('the input is not changed', () => {
    const input = resolveShipped('todays-course').input;
    const before = JSON.stringify(input);
    project(input);
    expect(JSON.stringify(input)).toBe(before);
  });
});
