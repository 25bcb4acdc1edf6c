import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { randomInput } from '../../../tests/support/random-input.ts';
import { resolveShipped, shippedEvidence, shippedScenarios } from '../../../tests/support/shipped.ts';
import { equations } from './equations.ts';
import { explainMeasure } from './explain.ts';
import { isState, termAmount, unitOf, type Arithmetic } from './explain/terms.ts';
import { explain, requirementParts, type Question } from './explanation.ts';
import { sumCells } from './grouping.ts';
import { stepLedger, streamLedger, total } from './ledger.ts';
import { flowMeasures, measureTitles, stateMeasures, type Measure } from './measures.ts';
import type { ModelInput } from './model-input.ts';
import { project, type Projection } from './project.ts';
import { resolve } from './resolve.ts';
import type { Scenario } from './scenario.ts';

const measures: readonly Measure[] = [...stateMeasures, ...flowMeasures];
const evidence = shippedEvidence();
const located = (name: string): NonNullable<ReturnType<ReturnType<typeof shippedScenarios>['get']>> => {
  const found = shippedScenarios().get(name);
  if (!found) throw new Error(name);
  return found;
};

const near = (left: number, right: number): boolean =>
  Math.abs(left - right) <= 1e-9 * Math.max(1, Math.abs(left), Math.abs(right));
const added = ({ terms }: Arithmetic): number => total(terms.map(termAmount));
const yearsOf = (input: ModelInput, measure: Measure): number[] => {
  const last = input.years - (isState(measure) ? 0 : 1);
  const years = [1, last, 0, Math.floor(last / 2)].slice(0, countOf({ test: 4, full: 4, mutation: 2 }));
  return [...new Set(years)].filter((t) => t <= last);
};

/** Every measure of some years, with the sum of its lines, where the two differ. */
const wrongSums = (projection: Projection, cells: readonly number[], parts?: Parameters<typeof explainMeasure>[4]) =>
  measures.flatMap((measure) =>
    yearsOf(projection.input, measure).flatMap((t) => {
      const one = explainMeasure(projection, measure, t, cells, parts);
      const value = sumCells(projection, measure, cells)[t] ?? Number.NaN;
      return near(added(one), value) && near(one.value, value) ? [] : [{ measure, t, added: added(one), value }];
    }),
  );

describe('the lines add up to the number', () => {
  test.each([
    ['todays-course', {}],
    ['the-briefs-asks', { geography: 'regions' }],
    ['double-the-programme', { requirement: 'specialism-surveys' }],
    ['todays-course', { scope: 'whole-mpce', retirement: 'minimum-age-57' }],
  ] as const)('of %s with %j, for every measure in several years', (name, baseline) => {
    const scenario = { ...located(name), value: { ...located(name).value, baseline } };
    const projection = project(resolveShipped(name, { baseline }, evidence).input);
    const all = projection.input.cells.map((_, cell) => cell);
    const parts = requirementParts(scenario, evidence);
    expect(wrongSums(projection, all, parts)).toEqual([]);
    expect(
      wrongSums(
        projection,
        all.filter((cell) => cell % 3 === 1),
        parts,
      ),
    ).toEqual([]);
  });

  test('of random scenarios, with transfers, in-service moves and every limit at work', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const projection = project(randomInput(draw));
        const all = projection.input.cells.map((_, cell) => cell);
        expect(wrongSums(projection, all)).toEqual([]);
        expect(wrongSums(projection, all.slice(0, 1))).toEqual([]);
      }),
      { numRuns: countOf({ test: 60, full: 1000, mutation: 10 }), seed: 2_101 },
    );
  });
});

describe('the ledger of a step', () => {
  test('gives the people by age of the next year, and every flow, in random scenarios', () => {
    fc.assert(
      fc.property(fc.gen(), (draw) => {
        const projection = project(randomInput(draw));
        const { input, ages, values } = projection;
        const count = ages.recognised.length / (input.cells.length * (input.years + 1));
        for (let t = 0; t < input.years; t += 1) {
          const streams = streamLedger(projection, t);
          stepLedger(projection, t).forEach((one, cell) => {
            const index = t * input.cells.length + cell;
            const next = (index + input.cells.length) * count;
            for (const kind of ['notRecognised', 'recognised', 'looking'] as const) {
              one[kind].forEach((heads, a) => {
                if (a + 1 < count)
                  expect(near(heads, ages[kind][next + a + 1] ?? Number.NaN), `${kind} ${a}`).toBe(true);
              });
            }
            const gives = (measure: Measure, value: number): void => {
              expect(near(value, values[measure][index] ?? Number.NaN), measure).toBe(true);
            };
            gives('retired', total(one.retired[0]) + total(one.retired[1]));
            gives('quit', total(one.quit[0]) + total(one.quit[1]));
            gives('movedIntoTraining', total(one.movedIntoTraining));
            gives('transferredOut', total(one.transferredOut));
            const own = streams.filter((stream) => stream.cell === cell);
            gives('trainees', total(own.map((stream) => stream.trainees)));
            gives('starts', total(own.map((stream) => stream.starts)));
          });
        }
      }),
      { numRuns: countOf({ test: 60, full: 1000, mutation: 10 }), seed: 2_102 },
    );
  });
});

describe('what the numbers are', () => {
  let projection: Projection;
  let all: readonly number[];
  beforeEach(() => {
    projection = project(resolveShipped('todays-course', {}, evidence).input);
    all = projection.input.cells.map((_, cell) => cell);
  });

  test('the requirement at the baseline is the baseline alone', () => {
    const { terms } = explainMeasure(
      projection,
      'requirement',
      0,
      all,
      requirementParts(located('todays-course'), evidence),
    );
    expect(terms.map(({ value }) => value)).toEqual([expect.closeTo(4950, 6), 0, 0, 0]);
  });

  test('the shortfall at the baseline is 4,950 required less 4,050 in post', () => {
    const { terms } = explainMeasure(projection, 'shortfall', 0, all);
    expect(terms.map(termAmount)).toEqual([expect.closeTo(4950, 6), expect.closeTo(-4050, 6), expect.closeTo(0, 6)]);
  });

  test('every measure has an equation and a unit', () => {
    for (const measure of measures) {
      expect(
        equations[measure].every((text) => text.length > 0),
        measure,
      ).toBe(true);
    }
    expect([unitOf('inPost'), unitOf('headcount'), unitOf('pay')]).toEqual(['WTE', 'heads', 'GBP a year']);
  });

  test('every measure has a title of its own, which ends with the unit', () => {
    const titles = measures.map((measure) => measureTitles[measure]);
    expect(new Set(titles).size).toBe(measures.length);
    const ends = /^[A-Z][^(]+ \((WTE|heads|heads, without retired staff who returned|GBP a year)\)$/;
    expect(titles.filter((title) => !ends.test(title))).toEqual([]);
  });

  test('staff who retired and returned are a line of what is in post at the baseline, not of the people', () => {
    const linesOf = (measure: Measure) => explainMeasure(projection, measure, 0, all).terms.map(({ title }) => title);
    const line = 'retired and returned, at the baseline';
    expect([linesOf('inPost').includes(line), linesOf('headcount').includes(line)]).toEqual([true, false]);
  });
});

describe('the figures behind a number', () => {
  const ask = (question: Question, name = 'todays-course') => {
    const answer = explain(located(name), evidence, question);
    if (!answer.ok) throw new Error(JSON.stringify(answer.problems));
    return answer.value;
  };
  const ids = (question: Question, name?: string): readonly string[] => ask(question, name).figures.map(({ id }) => id);

  test('of a state at the baseline leave out what happens later', () => {
    const found = ids({ measure: 'inPost', year: 2023 });
    expect(found).toContain('participation');
    expect(found).toContain('nm_vacancy');
    expect(found).not.toContain('quitting_by_age');
    expect(found).not.toContain('stp_attrition');
    expect(ids({ measure: 'inPost' })).toEqual(
      expect.arrayContaining(['quitting_by_age', 'stp_attrition', 'supervision']),
    );
  });

  test('of the requirement leave out people, and have the figures behind formulas', () => {
    const found = ids({ measure: 'requirement' });
    expect(found).toEqual(
      expect.arrayContaining(['unfunded_posts', 'mpce_vacant_posts_2023', 'growth_radiotherapy_physics']),
    );
    expect(found).not.toContain('participation');
  });

  test('every figure that the run read feeds some measure, but for those of the closing year', () => {
    for (const name of [...shippedScenarios().keys()].slice(0, countOf({ test: 99, full: 99, mutation: 1 }))) {
      const resolved = resolveShipped(name, {}, evidence);
      const explained = new Set(measures.flatMap((measure) => ids({ measure }, name)));
      expect([...resolved.uses.keys()].filter((id) => !explained.has(id)).toSorted(), name).toEqual([
        'closure_reported_years',
        'closure_tolerance',
        'retiring_within',
      ]);
    }
  });

  test('a figure that is not named does not move the number, whatever its value', () => {
    const scenario = located('the-briefs-asks');
    const course = (figures: Scenario['figures']): Projection | undefined => {
      const resolved = resolve({ ...scenario, value: { ...scenario.value, figures } }, evidence);
      return resolved.ok ? project(resolved.value.input) : undefined;
    };
    const before = course({});
    if (!before) throw new Error('the scenario does not resolve');
    const cells = before.input.cells.map((_, cell) => cell);
    const asked = measures.flatMap((measure) =>
      yearsOf(before.input, measure).map((t) => ({
        measure,
        t,
        named: new Set(ids({ measure, year: before.input.baselineYear + t }, 'the-briefs-asks')),
      })),
    );
    const dates = /_months$|_year$|^horizon$|^longest_horizon$|^closure_|_counted_from$/;
    let tried = 0;
    const unnamed: string[] = [];
    const every = countOf({ test: 1, full: 1, mutation: 20 });
    for (const [index, id] of [...resolveShipped('the-briefs-asks', {}, evidence).uses.keys()].entries()) {
      const figure = evidence.figures.get(id);
      if (!figure || dates.test(id) || index % every > 0) continue;
      const { stated } = figure;
      const value =
        stated.kind === 'number'
          ? figure.unit.startsWith('years')
            ? stated.number + 1
            : stated.number * 0.99
          : stated.kind === 'series'
            ? { series: Object.fromEntries(Object.entries(stated.byYear).map(([year, one]) => [year, one * 0.99])) }
            : stated.kind === 'table' && Object.values(stated.rows).every((row) => typeof row === 'number')
              ? {
                  table: Object.fromEntries(Object.entries(stated.rows).map(([row, one]) => [row, Number(one) * 0.99])),
                }
              : undefined;
      const after = value === undefined ? undefined : course({ [id]: { value, unit: figure.unit } });
      if (!after) continue;
      tried += 1;
      for (const { measure, t, named } of asked) {
        const moved = !near(
          sumCells(before, measure, cells)[t] ?? Number.NaN,
          sumCells(after, measure, cells)[t] ?? Number.NaN,
        );
        if (moved && !named.has(id)) unnamed.push(`${id} moves ${measure} in year ${t}`);
      }
    }
    expect(unnamed).toEqual([]);
    expect(tried).toBeGreaterThan(40 / every);
  });

  test('have the figures of levers in force, and name the levers', () => {
    const early = ask({ measure: 'starts', year: 2024 }, 'the-briefs-asks');
    const late = ask({ measure: 'starts' }, 'the-briefs-asks');
    expect(early.levers).toEqual([]);
    expect(late.levers.length).toBeGreaterThan(0);
  });

  test('say what each is worth in this run: a scenario’s own value counts', () => {
    const own = located('todays-course');
    const changed = {
      ...own,
      value: { ...own.value, figures: { stp_take_up: { value: 0.5, unit: 'share', reason: 'ours' } } },
    };
    const answer = explain(changed, evidence, { measure: 'hiredTrained' });
    expect(answer.ok && answer.value.figures.find(({ id }) => id === 'stp_take_up')).toMatchObject({
      own: true,
      value: { kind: 'number', number: 0.5 },
      reason: 'ours',
    });
  });

  test('parts add up to the number, and a part can be asked for', () => {
    const whole = ask({ measure: 'shortfall' });
    expect(near(total(whole.parts.map(({ value }) => value)), whole.value)).toBe(true);
    const part = ask({ measure: 'shortfall', group: 'scientist' });
    expect(part.parts.every(({ title }) => title.startsWith('clinical scientists'))).toBe(true);
    expect(part.cells).toBe(part.parts.length);
    expect(part.value).toBeLessThan(whole.value);
  });

  test.each<[Question, string]>([
    [{ measure: 'retired', year: 2053 }, '--year'],
    [{ measure: 'inPost', year: 2022 }, '--year'],
    [{ measure: 'inPost', specialism: 'astrology' }, '--specialism'],
    [{ measure: 'inPost', group: 'pilot' }, '--group'],
    [{ measure: 'inPost', region: 'mars' }, '--region'],
    [{ measure: 'inPost', specialism: 'magnetic_resonance_physics', group: 'support' }, '--group'],
  ])('%j is refused at %s', (question, where) => {
    const answer = explain(located('todays-course'), evidence, question);
    expect(answer.ok ? [] : answer.problems.map((problem) => problem.where)).toEqual([where]);
  });

  test('the last year is the horizon for a state, and the last step for a flow', () => {
    expect([ask({ measure: 'inPost' }).year, ask({ measure: 'retired' }).year]).toEqual([2053, 2052]);
  });
});
