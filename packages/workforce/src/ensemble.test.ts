import type { Evidence, Figure } from '@isocentre/evidence';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { resolveShipped, shippedEvidence, shippedScenarios } from '../../../tests/support/shipped.ts';
import { drawsOf, runTasks, tasksOf, type EnsembleOptions, type EnsemblePlan, type TaskResult } from './ensemble.ts';
import { closingYears, reportEnsemble, splitVariance } from './ensemble-report.ts';
import type { ModelInput } from './model-input.ts';
import { project } from './project.ts';
import { reportProjection } from './report.ts';
import { readReporting } from './reporting.ts';
import { runsOf } from './run-values.ts';
import { assumptionAt, rangedAssumptions } from './sample.ts';

const evidence = shippedEvidence();

const planOf = (
  name: string,
  options: EnsembleOptions,
  changes: Partial<EnsemblePlan> = {},
  from: Evidence = evidence,
): EnsemblePlan => {
  const located = shippedScenarios().get(name);
  if (!located) throw new Error(name);
  return {
    scenario: located.value,
    figures: [...from.figures.values()],
    by: ['specialism'],
    options,
    askedYears: 6,
    ...changes,
  };
};
const runAll = (plan: EnsemblePlan, size = 8): TaskResult => runTasks(plan, size);

/** The evidence with every range drawn together to its stated value. */
const withoutRanges = (): Evidence => ({
  figures: new Map(
    [...evidence.figures].map(([id, figure]): [string, Figure] => {
      if (!figure.distribution || figure.distribution.kind === 'fixed') return [id, figure];
      const centre = figure.distribution.as === undefined && figure.stated.kind === 'number' ? figure.stated.number : 1;
      const distribution = {
        ...figure.distribution,
        low: centre,
        high: centre,
        deviation: 0,
      } as Figure['distribution'];
      return [id, { ...figure, distribution }];
    }),
  ),
});

describe('an ensemble', () => {
  test('is divided into tasks that cover every draw once, the first ones smaller', () => {
    expect(drawsOf({ runs: 11, seed: 1, uncertainty: 'both' })).toBe(6);
    expect(drawsOf({ runs: 11, seed: 1, uncertainty: 'chance' })).toBe(11);
    expect(tasksOf({ runs: 13, seed: 1, uncertainty: 'chance' }, 4)).toEqual([
      { first: 0, draws: 1 },
      { first: 1, draws: 2 },
      { first: 3, draws: 4 },
      { first: 7, draws: 4 },
      { first: 11, draws: 2 },
    ]);
  });

  test.each(['chance', 'ignorance', 'both'] as const)(
    'gives the same bytes however it is divided: %s',
    (uncertainty) => {
      const plan = planOf('the-briefs-asks', { runs: 21, seed: 5, uncertainty });
      expect(runAll(plan, 3)).toEqual(runAll(plan, 50));
    },
  );

  test('ignorance without ranges is the expected course, byte for byte', () => {
    const result = runAll(planOf('todays-course', { runs: 4, seed: 1, uncertainty: 'ignorance' }, {}, withoutRanges()));
    const { input } = resolveShipped('todays-course', { years: 6 });
    const expected = project(input);
    for (let t = 0; t <= 6; t += 1) {
      let sum = 0;
      for (let cell = 0; cell < input.cells.length; cell += 1)
        sum += expected.values.shortfall[t * input.cells.length + cell] ?? 0;
      expect([...runsOf(result.total, 0, 'shortfall', t)]).toEqual([sum, sum, sum, sum]);
    }
  });

  test('both without ranges is chance alone, byte for byte', () => {
    const both = runAll(planOf('todays-course', { runs: 12, seed: 1, uncertainty: 'both' }, {}, withoutRanges()));
    const chance = runAll(planOf('todays-course', { runs: 12, seed: 1, uncertainty: 'chance' }));
    expect(both.total.values).toEqual(chance.total.values);
  });

  test('no draw of the shipped assumptions contradicts another', () => {
    expect(
      runAll(
        planOf('todays-course', {
          runs: countOf({ test: 200, full: 2000, mutation: 20 }),
          seed: 1,
          uncertainty: 'ignorance',
        }),
      ).pulledIn,
    ).toBe(0);
  });

  test('a draw that contradicts itself is pulled in towards the stated values and counted', () => {
    const wide = new Map(evidence.figures);
    const posts = wide.get('posts_radiotherapy_physics');
    if (!posts) throw new Error('no figure');
    wide.set(posts.id, { ...posts, distribution: { kind: 'uniform', low: 1900, high: 6000 } });
    const result = runAll(
      planOf('todays-course', { runs: 20, seed: 1, uncertainty: 'ignorance' }, {}, { figures: wide }),
    );
    expect(result.pulledIn).toBeGreaterThan(5);
    expect(result.pulledIn).toBeLessThan(20);
    for (const value of runsOf(result.total, 0, 'posts', 0)) expect(value).toBeCloseTo(4500, 6);
  });

  test('common luck makes the difference of two scenarios far less uncertain than other luck', () => {
    const runs = countOf({ test: 300, full: 4000, mutation: 60 });
    const inPost = (name: string, seed: number): TaskResult =>
      runAll(planOf(name, { runs, seed, uncertainty: 'chance' }, { by: [], askedYears: 20 }), 64);
    const today = inPost('todays-course', 1);
    const shared = inPost('the-2023-pledge', 1);
    const other = inPost('the-2023-pledge', 2);
    const variance = (against: TaskResult, t: number): number => {
      const reference = runsOf(today.total, 0, 'inPost', t);
      const differences = runsOf(against.total, 0, 'inPost', t).map((value, run) => value - (reference[run] ?? 0));
      const mean = differences.reduce((sum, one) => sum + one, 0) / runs;
      return differences.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (runs - 1);
    };
    expect(variance(other, 10) / variance(shared, 10)).toBeGreaterThan(30);
    // At 300 runs the ratio itself is uncertain by a tenth; the bar of 30 is held at the full count.
    expect(variance(other, 20) / variance(shared, 20)).toBeGreaterThan(countOf({ test: 24, full: 30, mutation: 10 }));
  });
});

describe('the draws of an assumption', () => {
  const figure = (id: string): Figure => {
    const found = evidence.figures.get(id);
    if (!found) throw new Error(id);
    return found;
  };

  test('a number follows its distribution', () => {
    expect(assumptionAt(figure('vacancy_clinical_and_rehabilitation_engineering'), 0.5)).toMatchObject({
      kind: 'number',
    });
    const low = assumptionAt(figure('stp_take_up'), 1e-12);
    expect(low.kind === 'number' && low.number).toBeCloseTo(0.85, 5);
  });

  test('a table is multiplied, keeps what is certain and stays under one', () => {
    const drawn = assumptionAt(figure('retirement_by_age'), 1 - 1e-12);
    const rows = drawn.kind === 'table' ? drawn.rows : {};
    expect(rows['75']).toBe(1);
    expect(rows['60']).toBeCloseTo(0.17 * 1.3, 6);
    const higher = assumptionAt(
      { ...figure('retirement_by_age'), distribution: { kind: 'uniform', low: 1, high: 9, as: 'multiplier' } },
      1 - 1e-12,
    );
    expect(higher.kind === 'table' && higher.rows['70-74']).toBe(1);
    const lower = assumptionAt(
      { ...figure('retirement_by_age'), distribution: { kind: 'uniform', low: 0.5, high: 0.6, as: 'multiplier' } },
      1e-12,
    );
    expect(lower.kind === 'table' && [lower.rows['75'], lower.rows['60']]).toEqual([1, expect.closeTo(0.085, 6)]);
  });

  test('pulling in ends at the stated value', () => {
    const posts = figure('posts_radiotherapy_physics');
    expect(assumptionAt(posts, 0.9, 1)).toEqual(posts.stated);
    const half = assumptionAt(posts, 0.9, 0.5);
    const whole = assumptionAt(posts, 0.9);
    expect(half.kind === 'number' && whole.kind === 'number' && half.number - 2000).toBeCloseTo(
      whole.kind === 'number' ? (whole.number - 2000) / 2 : 0,
      9,
    );
    expect(assumptionAt(figure('horizon'), 0.9)).toEqual(figure('horizon').stated);
  });

  test('only what a run reads and has a range is drawn, and never a figure of the scenario', () => {
    const { uses } = resolveShipped('todays-course');
    const ids = rangedAssumptions(evidence, uses, new Set(['stp_take_up'])).map((one) => one.id);
    expect(ids).toContain('supervision');
    for (const id of ['stp_take_up', 'horizon', 'group_shares', 'posts_whole_radiopharmacy', 'mpce_vacant_posts_2023'])
      expect(ids).not.toContain(id);
  });
});

describe('luck and not knowing', () => {
  test('are told apart by pairs', () => {
    // Pairs (1, 3), (5, 7), (9, 11): within pairs the variance is 2, between them the covariance is 16.
    expect(splitVariance(Float64Array.of(1, 3, 5, 7, 9, 11))).toEqual({ chance: 2 / 18, ignorance: 16 / 18 });
    expect(splitVariance(Float64Array.of(2, 2, 5, 5))).toEqual({ chance: 0, ignorance: 1 });
    expect(splitVariance(Float64Array.of(1, 3, 3, 1))).toEqual({ chance: 1, ignorance: 0 });
    expect(splitVariance(Float64Array.of(4, 4, 4, 4))).toEqual({ chance: null, ignorance: null });
  });

  test('a report gives both, with the mean of the runs beside the expected value', () => {
    const options: EnsembleOptions = { runs: 40, seed: 2, uncertainty: 'both' };
    const result = runAll(planOf('todays-course', options));
    const reporting = readReporting(evidence);
    if (!reporting.ok) throw new Error('no levels');
    const report = reportProjection(resolveShipped('todays-course', { years: 6 }), ['specialism'], false, {
      result,
      options,
      levels: reporting.value.levels,
    });
    expect(report.answer).toMatch(
      /^Surveyed MPCE, 4,500 posts: in "today's course" the shortfall closes within 6 years in none of 40 futures; from 900 WTE it goes to 1,261 in 2029, 80 % of futures between [\d,]+ and [\d,]+\. \d+ of the \d+ figures/,
    );
    const spread = report.total.spread?.shortfall;
    expect(spread?.mean[6]).toBeCloseTo(
      (report.total.measures.shortfall[6] ?? 0) + (spread?.meanLessExpected?.[6] ?? 0),
      9,
    );
    const levels = ['0.05', '0.1', '0.25', '0.5', '0.75', '0.9', '0.95'].map(
      (level) => spread?.quantiles[level]?.[6] ?? Number.NaN,
    );
    expect(levels).toEqual(levels.toSorted((a, b) => a - b));
    const { chance, ignorance } = report.ensemble?.split?.inPost ?? { chance: [], ignorance: [] };
    expect((chance[6] ?? 0) + (ignorance[6] ?? 0)).toBeCloseTo(1, 12);
    expect(report.groups[0]?.spread?.inPost?.mean).toHaveLength(7);
    expect(report.occupations[0]?.closureSpread?.shareClosed).toBe(0);
  });
});

describe('closing years over the runs', () => {
  // One post, nobody in it, one trainee in the last of d years: filled at the start of year d with probability (1−q)^d·e.
  const toy = (years: number, d: number, attrition: number, takeUp: number): ModelInput => {
    const { input } = resolveShipped('todays-course-without-growth', { years });
    const occupation = input.occupations.find((one) => one.id === 'magnetic_resonance_physics.scientist');
    const cell = input.cells.find((one) => one.occupation === occupation?.id);
    const route = input.routes[0];
    if (!occupation || !cell || !route) throw new Error('no cell');
    const ages = cell.notRecognised.map(() => 0);
    return {
      ...input,
      occupations: [
        {
          ...occupation,
          participation: ages.map(() => 1),
          quitting: ages,
          retirement: [{ fromYear: 2023, byAge: ages }],
        },
      ],
      routes: [{ ...route, years: d, attrition, takeUp }],
      cells: [
        {
          ...cell,
          notRecognised: ages,
          recognised: ages,
          posts: 1,
          requirement: cell.requirement.map(() => 1),
          training: [
            {
              route: route.id,
              trainees: [1, ...Array.from({ length: d - 1 }, () => 0)],
              starts: cell.addedPosts.map(() => 0),
              inServiceFrom: null,
            },
          ],
          recruits: cell.recruits.map((one) => ({ ...one, people: one.people.map(() => 0) })),
        },
      ],
    };
  };

  test('one trainee closes one post in year d with probability (1 − q)^d·e, or never', async () => {
    const { compile } = await import('./compile.ts');
    const { simulate } = await import('./simulate.ts');
    const d = 3;
    const chance = 0.9 ** d * 0.8;
    const runs = countOf({ test: 4000, full: 400_000, mutation: 400 });
    const input = toy(8, d, 0.1, 0.8);
    const shortfall: number[][] = [];
    simulate(
      { models: [compile(input)], runsPerModel: runs, firstRun: 0, seed: 9 },
      { state: (t, values) => void (shortfall[t] = [...values.shortfall]), flow: () => undefined },
    );
    const values = Float64Array.from([...shortfall.flat(), ...shortfall.flatMap((list) => list.map(() => 1))]);
    const years = closingYears(input, { measures: ['shortfall', 'requirement'], groups: 1, years: 9, runs, values }, 0);
    const closed = years.filter((year) => year < Infinity);
    expect(new Set(closed)).toEqual(new Set([2023 + d]));
    // Five standard errors: a false alarm in two million.
    expect(Math.abs(closed.length / runs - chance)).toBeLessThan(5 * Math.sqrt((chance * (1 - chance)) / runs));
  });

  test('not within the horizon counts as later than any year', () => {
    const reporting = readReporting(evidence);
    if (!reporting.ok) throw new Error('no levels');
    const options: EnsembleOptions = { runs: 10, seed: 1, uncertainty: 'chance' };
    const { input } = resolveShipped('todays-course', { years: 6 });
    const values = new Float64Array(2 * 7 * 10).map((_, index) => (index < 70 ? (index % 10 < 3 ? 0 : 5) : 10));
    const runs = { measures: ['shortfall', 'requirement'] as const, groups: 1, years: 7, runs: 10, values };
    const empty = { measures: [], groups: 0, years: 7, runs: 10, values: new Float64Array(0) };
    const expected = reportProjection(resolveShipped('todays-course', { years: 6 }), []).total.measures;
    const { closure } = reportEnsemble(
      input,
      { total: runs, groups: empty, occupations: empty, pulledIn: 0 },
      options,
      reporting.value.levels,
      expected,
    );
    expect(closure.shareClosed).toBe(0.3);
    expect(closure.quantiles['0.25']).toBe(2023);
    expect(closure.quantiles['0.5']).toBeNull();
  });
});
