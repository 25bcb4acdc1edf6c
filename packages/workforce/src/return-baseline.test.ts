import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { exampleReturn } from '../../../tests/support/example-return.ts';
import { shippedEvidence, shippedScenarios } from '../../../tests/support/shipped.ts';
import { prepareEnsemble, ResultJoiner, tasksOf } from './ensemble.ts';
import { project } from './project.ts';
import { reportProjection } from './report.ts';
import { resolve, type Resolved } from './resolve.ts';
import { readReturn } from './return-reader.ts';
import { runsOf } from './run-values.ts';
import type { OwnBaseline, ReturnData } from './return-schema.ts';
import type { Scenario } from './scenario.ts';

const evidence = shippedEvidence();
let example: NonNullable<ReturnType<typeof readReturn>['own']>;
beforeEach(() => {
  const read = readReturn(exampleReturn(), 'own.csv', evidence).own;
  if (!read) throw new Error('no return');
  example = read;
});

const located = (name: string, own: OwnBaseline, changes: Partial<Scenario> = {}) => {
  const scenario = shippedScenarios().get(name);
  if (!scenario) throw new Error(`no scenario ${name}`);
  const value = { ...scenario.value, ...changes };
  return { ...scenario, value: { ...value, baseline: { ...value.baseline, return: own } } };
};
const resolved = (name: string, own: OwnBaseline, changes: Partial<Scenario> = {}): Resolved => {
  const result = resolve(located(name, own, changes), evidence);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};
const problemsOf = (name: string, own: OwnBaseline, changes: Partial<Scenario> = {}): unknown => {
  const result = resolve(located(name, own, changes), evidence);
  return result.ok ? [] : result.problems;
};
const withData = (data: Partial<ReturnData>): OwnBaseline & { data: ReturnData } => ({
  ...example,
  data: { ...example.data, ...data },
});
const total = (values: Iterable<number>): number => [...values].reduce((sum, value) => sum + value, 0);
const idOf = (row: { specialism: string; group: string }): string => `${row.specialism}.${row.group}`;

/** Holds year 0 of the model to the return, cell by cell. */
const checkYearZero = ({ input, scenario }: Resolved, { data }: { data: ReturnData }): void => {
  const { values } = project(input);
  const { first } = input.ages;
  expect(input.cells.map((cell) => cell.occupation)).toEqual(data.staff.map(idOf));
  data.staff.forEach((row, index) => {
    const cell = input.cells[index];
    if (!cell) throw new Error('no cell');
    const near = (value: number | undefined, expected: number): void => {
      expect(Math.abs((value ?? Number.NaN) - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, expected));
    };
    near(values.inPost[index], row.inPost);
    near(values.posts[index], row.posts);
    near(values.vacancies[index], Math.max(0, row.posts - row.inPost));
    if (row.required !== undefined) near(values.requirement[index], row.required);
    if (row.heads !== undefined) near(total(cell.notRecognised) + total(cell.recognised), row.heads);
    if (row.recognised !== undefined) near(total(cell.recognised), row.recognised);
    const ages = data.ages.filter((one) => idOf(one) === idOf(row));
    for (const band of ages) {
      const inBand = (list: readonly number[]): number => total(list.slice(band.from - first, band.to - first + 1));
      near(inBand(cell.notRecognised) + inBand(cell.recognised), band.heads);
      if (band.recognised !== undefined) near(inBand(cell.recognised), band.recognised);
    }
    for (const one of data.trainees.filter((trainees) => idOf(trainees) === idOf(row))) {
      const stream = cell.training.find(({ route }) => route === one.route);
      near(total(stream?.trainees ?? []), one.people);
      // A lever of an earlier year acts from the first step.
      if (one.starts !== undefined && !scenario.levers) near(stream?.starts[0], one.starts);
    }
    expect([...cell.notRecognised, ...cell.recognised].every((heads) => heads >= 0)).toBe(true);
    expect((input.occupations[index]?.participation ?? []).every((wte) => wte >= 0 && Number.isFinite(wte))).toBe(true);
  });
};

describe('a return as baseline', () => {
  test('year 0 is the return, whatever the scenario', () => {
    for (const name of shippedScenarios().keys()) checkYearZero(resolved(name, example), example);
  });

  test('year 0 is the return, whatever it says', () => {
    const count = fc.integer({ min: 0, max: 40 });
    const tenth = (max: number) => fc.integer({ min: 0, max: max * 10 }).map((value) => value / 10);
    const staffOf = (
      specialism: ReturnData['staff'][number]['specialism'],
      group: ReturnData['staff'][number]['group'],
    ) =>
      fc
        .record({
          posts: tenth(50),
          heads: fc.option(count),
          part: tenth(1),
          experts: tenth(1),
          required: fc.option(tenth(60)),
          bands: fc.boolean(),
          trainees: fc.option(count),
        })
        .map((one) => {
          const heads = one.heads ?? undefined;
          const inPost =
            heads === undefined
              ? one.posts * one.part
              : Math.max(heads > 0 ? 0.1 : 0, Math.round(heads * one.part * 10) / 10);
          const recognised =
            group === 'scientist' ? Math.floor((heads ?? Math.floor(inPost / 2)) * one.experts) : undefined;
          return {
            row: {
              specialism,
              group,
              posts: one.posts,
              inPost,
              ...(heads === undefined ? {} : { heads }),
              ...(recognised === undefined ? {} : { recognised }),
              ...(one.required === null ? {} : { required: one.required }),
            },
            ages:
              one.bands && heads !== undefined
                ? [
                    { specialism, group, from: 20, to: 45, heads: Math.floor(heads / 2) },
                    { specialism, group, from: 46, to: 75, heads: heads - Math.floor(heads / 2) },
                  ]
                : [],
            trainees:
              one.trainees === null || group === 'support'
                ? []
                : [
                    {
                      specialism,
                      group,
                      route:
                        group === 'scientist' ? ('scientist_training' as const) : ('technologist_training' as const),
                      people: one.trainees,
                    },
                  ],
          };
        });
    const returns = fc
      .tuple(
        staffOf('radiotherapy_physics', 'scientist'),
        staffOf('nuclear_medicine_physics', 'technologist'),
        staffOf('magnetic_resonance_physics', 'engineering'),
        staffOf('clinical_engineering', 'support'),
        staffOf('radiopharmacy', 'scientist'),
      )
      .map((parts) =>
        withData({
          staff: parts.map(({ row }) => row),
          ages: parts.flatMap(({ ages }) => ages),
          trainees: parts.flatMap(({ trainees }) => trainees),
        }),
      );
    fc.assert(
      fc.property(returns, (own) => {
        checkYearZero(resolved('todays-course', own, { years: 3 }), own);
      }),
      { seed: 3, numRuns: countOf({ test: 60, full: 3000, mutation: 10 }) },
    );
  }, 60_000);

  test('in every future, before chance makes people whole, year 0 is the return', () => {
    const plan = {
      scenario: located('todays-course', example, { years: 5 }).value,
      figures: [...evidence.figures.values()],
      by: ['specialism' as const],
      options: { runs: 40, seed: 2, uncertainty: 'ignorance' as const },
    };
    const runTask = prepareEnsemble(plan);
    const joiner = new ResultJoiner(plan.options);
    for (const task of tasksOf(plan.options, 16)) joiner.add(task, runTask(task));
    const { total: all } = joiner.result;
    const inPost = total(example.data.staff.map((row) => row.inPost));
    for (const run of runsOf(all, 0, 'inPost', 0)) expect(run).toBeCloseTo(inPost, 9);
    expect(new Set(runsOf(all, 0, 'inPost', 5)).size).toBeGreaterThan(30);
  });

  test('a return that says what the nation is gives the course of the nation', () => {
    const national = resolve(
      shippedScenarios().get('todays-course') ?? { value: {} as Scenario, where: () => '' },
      evidence,
    );
    if (!national.ok) throw new Error('no nation');
    const { input } = national.value;
    const { values } = project(input);
    const staff = input.cells.map((cell, index) => {
      const { specialism = '', group = '' } = input.occupations.find((one) => one.id === cell.occupation) ?? {};
      return { specialism, group, posts: cell.posts, inPost: values.inPost[index] ?? 0 };
    }) as ReturnData['staff'];
    const own = withData({ date: `${input.baselineYear}-06-30`, staff, ages: [], trainees: [] });
    const course = project(resolved('todays-course', own).input);
    for (const measure of ['inPost', 'posts', 'requirement', 'shortfall', 'trainees', 'recognised', 'pay'] as const)
      course.values[measure].forEach((value, index) => {
        const expected = values[measure][index] ?? 0;
        expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
      });
  });

  test("parts of the nation have their share of a nation's lever, and together all of it", () => {
    const lever = { lever: 'funded-posts' as const, name: 'a hundred posts', from: 2027, until: 2027, add: 100 };
    const more = {
      lever: 'training-places' as const,
      name: 'places',
      route: 'scientist_training' as const,
      where: { specialism: 'radiotherapy_physics' as const },
      add: 30,
    };
    const national = resolve(
      { ...(shippedScenarios().get('todays-course') ?? { value: {} as Scenario, where: () => '' }) },
      evidence,
    );
    if (!national.ok) throw new Error('no nation');
    const nationalPosts = total(national.value.input.cells.map((cell) => cell.posts));
    const { input } = resolved('todays-course', example, { levers: [lever, more] });
    const posts = total(example.data.staff.filter((row) => row.posts > 0).map((row) => row.posts));
    expect(total(input.cells.map((cell) => cell.addedPosts[1] ?? 0))).toBeCloseTo((100 * posts) / nationalPosts, 9);
    const places = (one: Resolved['input'], at: number): number =>
      total(
        one.cells
          .filter((cell) => cell.occupation === 'radiotherapy_physics.scientist')
          .map((cell) => cell.training[0]?.starts[at] ?? 0),
      );
    const whole = places(national.value.input, 0);
    expect(places(input, 5)).toBeCloseTo(2.5 + (30 * 2.5) / whole, 9);

    const ownAmounts = located('todays-course', example, { levers: [lever, more] });
    const own = resolve(
      { ...ownAmounts, value: { ...ownAmounts.value, baseline: { ...ownAmounts.value.baseline, amounts: 'return' } } },
      evidence,
    );
    if (!own.ok) throw new Error(JSON.stringify(own.problems));
    expect(total(own.value.input.cells.map((cell) => cell.addedPosts[1] ?? 0))).toBeCloseTo(100, 9);
    expect(places(own.value.input, 5)).toBeCloseTo(32.5, 9);
  });

  test('a lever for an occupation that the return does not have does nothing', () => {
    const lever = {
      lever: 'retention' as const,
      name: 'elsewhere',
      where: { specialism: 'nuclear_medicine_physics' as const },
      multiply: 0.5,
    };
    expect(problemsOf('todays-course', example, { levers: [lever] })).toEqual([]);
  });

  test('the answer names the organisation, and says what was filled', () => {
    const report = reportProjection(resolved('todays-course', example), ['specialism']);
    expect(report.answer).toMatch(/^Saltmarsh Medical Physics \(return of 2026-03-31\), 44 posts: in "today's course"/);
    expect(report.years[0]).toBe(2026);
    const [rt, mr] = ['radiotherapy physics', 'magnetic resonance physics'];
    const [technologists, mrBoth] = [
      `clinical technologists in ${rt}`,
      `clinical scientists in ${mr} and clinical technologists in ${mr}`,
    ];
    const engineers = `engineering staff in ${rt}`;
    expect(report.filled).toEqual([
      `Headcount follows from the hours worked nationally for ${technologists}, ${mrBoth}.`,
      `Ages are the national ones for ${technologists}, ${engineers}, ${mrBoth}.`,
      `Required staff are what the nation requires for each post, taken as true in 2026, for ${technologists}, ${engineers}, ${mrBoth}.`,
      `Trainees and training places are the national ones by the share of posts for ${engineers}, ${mrBoth}.`,
      `Rates are those of the same staff group elsewhere for clinical technologists in ${mr}, whom the national baseline does not have.`,
      'Leaving, retirement, recruitment, pay and growth are the national figures.',
    ]);
    const { uses } = resolved('todays-course', example);
    expect(['nm_vacancy', 'dr_cs_vacancy', 'vacancy_radiotherapy_physics'].filter((id) => uses.has(id))).toEqual([]);
  });

  test.each<[string, () => OwnBaseline, Partial<Scenario>, string]>([
    ['its name alone', () => ({ file: 'own.csv', hash: example.hash }), {}, 'the return "own.csv" by its name alone'],
    [
      'engineering both ways',
      () =>
        withData({
          staff: [
            { specialism: 'clinical_engineering', group: 'engineering', posts: 1, inPost: 1 },
            { specialism: 'clinical_and_rehabilitation_engineering', group: 'engineering', posts: 1, inPost: 1 },
          ],
          ages: [],
          trainees: [],
        }),
      {},
      'clinical and rehabilitation engineering together, beside specialisms or support staff that no survey has',
    ],
    [
      'more experts than work',
      () =>
        withData({
          staff: [{ specialism: 'radiotherapy_physics', group: 'scientist', posts: 1, inPost: 1, recognised: 5 }],
          ages: [],
          trainees: [],
        }),
      {},
      '5 experts among clinical scientists in radiotherapy physics for 1 WTE in post',
    ],
    [
      'regions asked for and none said',
      () => ({ ...example, data: { ...example.data, region: undefined } }),
      { baseline: { geography: 'regions' } },
      'no region, with a division by region asked for',
    ],
  ])('%s is a problem', (_what, own, changes, found) => {
    expect(problemsOf('todays-course', own(), changes)).toMatchObject([{ found }]);
  });
});
