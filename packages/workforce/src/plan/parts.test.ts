import fc from 'fast-check';
import { describe as tell, type Evidence, type Figure, type Value } from '@isocentre/evidence';
import { beforeEach, describe, expect, test } from 'vitest';
import { randomInput } from '../../../../tests/support/random-input.ts';
import { resolveShipped, shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import type { ModelInput } from '../model-input.ts';
import { centreAt } from './centre.ts';
import { decisionsOf } from './decisions.ts';
import { limitRows, limitsMet } from './limit-rows.ts';
import { planScenario } from './plan-scenario.ts';
import { excessOf, prepareInput } from './prepare.ts';
import { relax, relaxable, relaxed } from './relax.ts';
import { scoreAsks, scoreTable } from './score.ts';
import { scenarioYaml } from './scenario-yaml.ts';
import { discountFactors, planLimits, readPlanTerms, type PlanLimits, type PlanTerms } from './terms.ts';
import { runTasks } from '../ensemble.ts';

const evidence = shippedEvidence();
const read = (of: Evidence = evidence): PlanTerms => {
  const terms = readPlanTerms(of);
  if (!terms.ok) throw new Error(terms.problems.map(tell).join('\n'));
  return terms.value;
};
const rounded = (_key: string, value: unknown): unknown => {
  if (value instanceof Set || value instanceof Float64Array) return [...value];
  if (typeof value !== 'number' || Number.isInteger(value)) return value === Infinity ? 'Infinity' : value;
  return Number(value.toPrecision(8));
};
const jsonOf = (value: unknown): string =>
  `${JSON.stringify(value, rounded, 1).replaceAll(/\[\s+([^[\]{}]*?)\s+\]/g, (_, inside: string) => `[${inside.replaceAll(/\n\s+/g, ' ')}]`)}\n`;
const file = (name: string): string => `../__snapshots__/plan-${name}.snap`;

describe('the terms', () => {
  test('are those of data', async () => {
    const { uses, costs, ...terms } = read();
    expect(terms).toEqual({
      limits: {
        trainingGrowth: 0.24,
        trainingCeiling: 5,
        overseasCeiling: 0.0175,
        retentionCeiling: 0.2,
        supervision: 1,
        budget: Infinity,
      },
      discount: terms.discount,
      futures: 400,
      replay: 2000,
    });
    await expect(
      jsonOf({
        discount: terms.discount,
        tuition: ['scientist_training', 'technologist_training', 'other'].map((route) => costs.tuition(route)),
        costs,
        uses: [...uses].map(([id, purposes]) => [id, [...purposes]]),
        limits: planLimits,
      }),
    ).toMatchFileSnapshot(file('terms'));
  });
  const changed = (id: string, value: Value): Evidence => ({
    figures: new Map(
      [...evidence.figures].map(([key, figure]): [string, Figure] => [
        key,
        key === id ? { ...figure, stated: value } : figure,
      ]),
    ),
  });
  test.each([
    ['plan_overseas_ceiling', 1.5, 'from 0 to 1'],
    ['plan_retention_ceiling', 1.5, 'from 0 to 1'],
    ['plan_overseas_cost', -1, 'at least 0'],
  ])('%s of %d is refused', (id, number, expected) => {
    const terms = readPlanTerms(changed(id, { kind: 'number', number }));
    expect(terms.ok ? '' : terms.problems.map(tell).join()).toContain(expected);
  });
  test('rates hold from year 0, and the later one from its own year on', () => {
    const rates = (from: number): Value => ({
      kind: 'table',
      rows: { early: { from, rate: 0.1 }, late: { from: 2, rate: 0.05 } },
    });
    expect(read(changed('green_book_discount', rates(0))).discount).toEqual([
      { from: 0, rate: 0.1 },
      { from: 2, rate: 0.05 },
    ]);
    const late = readPlanTerms(changed('green_book_discount', rates(1)));
    expect(late.ok ? '' : late.problems.map(tell).join()).toContain('no rate from year 0');
    const factors = [
      ...discountFactors(
        [
          { from: 0, rate: 0.1 },
          { from: 2, rate: 0.05 },
        ],
        4,
      ),
    ];
    [1, 1 / 1.1, 1 / 1.1 / 1.05, 1 / 1.1 / 1.05 ** 2].forEach((factor, year) =>
      expect(factors[year]).toBeCloseTo(factor, 14),
    );
    expect([...discountFactors([], 2)]).toEqual([1, 1]);
  });
});

/** Half of the most of each decision, or of five where it has no limit. */
const halves = (input: ModelInput, terms: PlanTerms, limits: PlanLimits) => {
  const decisions = decisionsOf(input, terms, limits);
  return { decisions, amounts: Float64Array.from(decisions, ({ most }, j) => (Math.min(most, 10) * (j % 3)) / 4) };
};

/** About ten of a list, from its first to its last. */
const some = <T>(list: readonly T[]): readonly T[] =>
  list.filter((_, index) => index % Math.ceil(list.length / 10) === 0);

describe('what a plan is made of, in random inputs', () => {
  test('is decided, limited, run and read as linear', async () => {
    const terms = read();
    const limits = { ...terms.limits, budget: 3e6, overseasCeiling: 0.5 };
    const inputs = fc.sample(fc.gen(), { seed: 5, numRuns: 4 }).map((draw) => randomInput(draw));
    const parts = inputs.map((one) => {
      const input = prepareInput({ ...one, firstDecisionYear: one.baselineYear + (one.years > 2 ? 1 : 0) }, limits);
      const { decisions, amounts } = halves(input, terms, limits);
      const centre = centreAt(input, decisions, amounts, Math.max(1, input.years - 1));
      return {
        decisions: some(decisions),
        count: decisions.length,
        rows: some(limitRows(input, decisions, limits)),
        met: limitsMet(input, decisions, centre, limits),
        excess: excessOf(input, centre.values),
        acting: centre.acting,
        lost: centre.lost,
        inPost: some(centre.lines.inPost),
        supervision: some(centre.lines.supervision),
      };
    });
    await expect(jsonOf(parts)).toMatchFileSnapshot(file('parts'));
  });
});

test('a plan is written as levers: posts for all it brings, and runs of years in which a measure is the same', async () => {
  const terms = read();
  const limits = { ...terms.limits, supervision: 1.5 };
  for (const geography of ['nation', 'regions'] as const) {
    const resolved = resolveShipped('todays-course-without-growth', { years: 8, baseline: { geography } });
    const input = prepareInput(resolved.input, limits);
    const decisions = decisionsOf(input, terms, limits);
    const amounts = Float64Array.from(decisions, ({ cell, t, most }) =>
      cell > 1 ? 0 : t < 6 ? Math.min(most, 0.1) : Math.min(most, 20),
    );
    const scenario = planScenario(resolved.scenario, input, decisions, amounts, limits, 2030);
    await expect(scenarioYaml(scenario)).toMatchFileSnapshot(file(`scenario-${geography}`));
  }
});

describe('a limit that gives', () => {
  let limits: PlanLimits;
  beforeEach(() => {
    limits = { ...read().limits, budget: 1e6 };
  });
  test('is each that is finite and more than nothing', () => {
    expect(relaxable(limits)).toEqual(Object.keys(planLimits));
    expect(relaxable({ ...limits, budget: Infinity, supervision: 0 })).toEqual([
      'trainingGrowth',
      'trainingCeiling',
      'overseasCeiling',
      'retentionCeiling',
    ]);
  });
  test('gives by a share, and no more than all who would leave or come', () => {
    expect(relaxed(limits, 'trainingCeiling', 0.5)).toEqual({ ...limits, trainingCeiling: 7.5 });
    expect(relaxed(limits, 'retentionCeiling', 8)).toEqual({ ...limits, retentionCeiling: 1 });
    expect(relaxed(limits, 'overseasCeiling', 99)).toEqual({ ...limits, overseasCeiling: 1 });
    expect(relaxed(limits, 'all', 1)).toEqual({
      trainingGrowth: 0.48,
      trainingCeiling: 10,
      overseasCeiling: 0.035,
      retentionCeiling: 0.4,
      supervision: 2,
      budget: 2e6,
    });
  });
  test.each([0.006, 0.3, 1, 7.9])('by %d, which is enough, and 90 per cent of it is not', async (needed) => {
    const asked: number[] = [];
    const exists = async (given: PlanLimits): Promise<boolean> => {
      const by = given.trainingCeiling / limits.trainingCeiling - 1;
      asked.push(by);
      return by >= needed;
    };
    const found = await relax(limits, 'trainingCeiling', exists);
    expect(found).toMatchObject({ limit: 'trainingCeiling', is: 5 });
    expect(found.by).toBeGreaterThanOrEqual(needed);
    expect((found.by ?? 0) * 0.9).toBeLessThan(Math.max(needed, 0.005));
    expect(found.mustBe).toBeCloseTo(5 * (1 + (found.by ?? 0)), 12);
    expect(asked[0]).toBeCloseTo(8, 12);
    expect(asked.length).toBeLessThan(20);
  });
  test('by nothing that is enough, and all together without one amount', async () => {
    expect(await relax(limits, 'supervision', async () => false)).toEqual({
      limit: 'supervision',
      is: 1,
      mustBe: null,
      by: null,
    });
    expect(await relax(limits, 'all', async ({ supervision }) => supervision > 2)).toMatchObject({
      limit: 'all',
      is: null,
      mustBe: null,
    });
  });
});

describe('asks that are scored', () => {
  const located = shippedScenarios().get('the-briefs-asks');
  if (!located) throw new Error('no scenario');
  const short = { ...located, value: { ...located.value, levers: (located.value.levers ?? []).slice(0, 2) } };
  const options = { runs: 12, seed: 4 };
  test('are scored alone and together on the same futures, and listed', async () => {
    const said: string[] = [];
    let pauses = 0;
    const scored = await scoreAsks(short, evidence, 2035, options, {
      runEnsemble: async (plan) => runTasks(plan, 6),
      pause: async () => {
        pauses += 1;
      },
      progress: (text) => said.push(text),
    });
    if (!scored.ok) throw new Error('not scored');
    expect(pauses).toBe(4);
    await expect(jsonOf({ said, scored: scored.value, table: scoreTable(scored.value, 2035) })).toMatchFileSnapshot(
      file('score'),
    );
  });
  test('are levers of the scenario', async () => {
    const tools = { runEnsemble: async () => Promise.reject(new Error('none')), pause: async () => undefined };
    const bare = { ...located, value: { ...located.value, levers: [] } };
    const scored = await scoreAsks(bare, evidence, 2035, options, { ...tools, progress: () => undefined });
    expect(scored.ok ? [] : scored.problems).toMatchObject([
      { found: 'no levers', expected: 'a scenario with levers to score, such as the-briefs-asks' },
    ]);
  });
});
