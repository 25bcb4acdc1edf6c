import { hashText, meanOf, streamOf, uniformAt, varianceOf } from '@isocentre/statistics';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../../tests/support/counts.ts';
import { shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import { runTasks, uncertainties, type EnsembleOptions } from '../ensemble.ts';
import { resolve } from '../resolve.ts';
import { runsOf, type RunValues } from '../run-values.ts';
import type { Scenario } from '../scenario.ts';
import { differencesOf, type Side } from './differences.ts';
import { shapley, type Contribution } from './expected.ts';
import { planAttribution, runAttribution, type AttributionPlan } from './futures.ts';
import { orderOf, passedBy } from './orders.ts';
import { attributeFutures } from './shares.ts';

const evidence = shippedEvidence();
const levels = { all: [0.1, 0.5, 0.9], low: 0.1, high: 0.9 };
const years = 8;
const scenarios = shippedScenarios();
const shipped = (name: string): Scenario => {
  const found = scenarios.get(name);
  if (!found) throw new Error(name);
  return found.value;
};
const totalOf = (scenario: Scenario, options: EnsembleOptions): RunValues =>
  runTasks({ scenario, figures: [...evidence.figures.values()], askedYears: years, by: [], options }, 8).total;
const sideOf = (scenario: Scenario): Side => {
  const located = { value: scenario, where: () => scenario.name };
  const resolved = resolve(located, evidence, years);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return { located, resolved: resolved.value };
};
const planOf = (
  from: Scenario,
  to: Scenario,
  options: EnsembleOptions,
  futures = options.runs,
  measure: AttributionPlan['measure'] = 'shortfall',
): AttributionPlan => {
  const plan = planAttribution(sideOf(from), sideOf(to), evidence, measure, options, 12, futures);
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan.value;
};
const attributed = (plan: AttributionPlan, size = 8): readonly Contribution[] =>
  attributeFutures(
    plan,
    runAttribution(plan, size),
    totalOf(plan.from, plan.options),
    totalOf(plan.to, plan.options),
    levels,
  );
const today = shipped('todays-course');
const asks = shipped('the-briefs-asks');
const both = (runs: number): EnsembleOptions => ({ runs, seed: 5, uncertainty: 'both' });

describe('the parts of the change over futures', () => {
  test('are those of all sets of the differences, run one by one: exactly along each order, and Shapley on average', () => {
    const options = both(countOf({ test: 16, full: 400, mutation: 12 }));
    const to = { ...asks, levers: (asks.levers ?? []).slice(0, 4) };
    const plan = planOf(today, to, options);
    const { names, at } = differencesOf(plan.from, plan.to);
    const sets = Array.from({ length: 2 ** names.length }, (_, made) =>
      runsOf(totalOf(at(made), options), 0, 'shortfall', years),
    );
    const exact = Array.from({ length: options.runs }, (_, run) =>
      shapley(
        names.length,
        sets.map((runs) => [runs[run] ?? 0]),
      ).map(([share]) => share ?? 0),
    );
    const along = Array.from({ length: options.runs }, (_, run) => {
      const order = orderOf(names.length, options.seed, Math.floor(run / 2));
      const parts = names.map(() => 0);
      for (const way of [order, order.toReversed()]) {
        let made = 0;
        for (const player of way) {
          const next = made + 2 ** player;
          parts[player] = (parts[player] ?? 0) + ((sets[next]?.[run] ?? 0) - (sets[made]?.[run] ?? 0)) / 2;
          made = next;
        }
      }
      return parts;
    });
    const parts = attributed(plan);
    names.forEach((name, player) => {
      const change = parts.find((part) => part.name === name)?.change.at(-1) ?? Number.NaN;
      expect(change).toBeCloseTo(meanOf(along.map((one) => one[player] ?? 0)), 8);
      // What an order and the same backwards leave out is what three or more differences do to each other.
      const off = along.map((one, run) => (one[player] ?? 0) - (exact[run]?.[player] ?? 0));
      const spread = Math.sqrt(varianceOf(exact.map((one) => one[player] ?? 0)));
      expect(Math.abs(meanOf(off))).toBeLessThan(6 * Math.sqrt(varianceOf(off) / (options.runs / 2)) + 1e-9);
      expect(Math.sqrt(varianceOf(off))).toBeLessThan(spread / 2);
    });
  });

  test('of programmes of machines are their machines times the staff of each, in every future', () => {
    const programme = (name: string, machines: number): NonNullable<Scenario['levers']>[number] => ({
      lever: 'equipment-programme',
      name,
      machines,
      wtePerMachine: 2.5,
    });
    const to = { ...today, levers: [programme('few', 2), programme('many', 6), programme('none', 0)] };
    const parts = attributed(planOf(today, to, both(12), 12, 'requirement'));
    const acting = years - 3;
    expect(parts.map(({ name, change }) => [name, change.at(-1)])).toEqual([
      ['many', expect.closeTo(6 * 2.5 * acting, 8)],
      ['few', expect.closeTo(2 * 2.5 * acting, 8)],
      ['none', expect.closeTo(0, 8)],
    ]);
    for (const { change, standardError, quantiles } of parts) {
      expect(standardError?.at(-1)).toBeCloseTo(0, 8);
      for (const level of levels.all) expect(quantiles?.[String(level)]?.at(-1)).toBeCloseTo(change.at(-1) ?? 1, 8);
    }
  });

  test.each(uncertainties.filter((one) => one !== 'none'))(
    'add to the mean change and have the same bytes however they are divided: %s',
    (uncertainty) => {
      const options = { runs: 21, seed: 3, uncertainty };
      const plan = planOf(today, { ...asks, levers: (asks.levers ?? []).slice(0, 3) }, options, 9);
      const parts = attributed(plan, 2);
      expect(attributed(plan, 50)).toEqual(parts);
      const [from, to] = [plan.from, plan.to].map((scenario) => totalOf(scenario, options));
      for (let t = 0; t <= years; t += 1) {
        const mean = (side: RunValues | undefined): number => (side ? meanOf(runsOf(side, 0, 'shortfall', t)) : NaN);
        expect(parts.reduce((sum, { change }) => sum + (change[t] ?? 0), 0)).toBeCloseTo(mean(to) - mean(from), 8);
      }
    },
  );

  test('add to the change of the scenarios as they are, where baseline, dates and figures differ too', () => {
    const options = both(8);
    const to: Scenario = {
      ...shipped('the-2023-pledge'),
      baseline: { geography: 'regions' },
      figures: { stp_take_up: { value: 0.5, unit: 'share' } },
    };
    const plan = planOf({ ...today, levers: (asks.levers ?? []).slice(0, 1) }, to, options, 4);
    expect(plan.names).toHaveLength(4);
    const parts = attributed(plan);
    const mean = (scenario: Scenario): number => meanOf(runsOf(totalOf(scenario, options), 0, 'shortfall', years));
    const from = { ...today, levers: (asks.levers ?? []).slice(0, 1) };
    expect(parts.reduce((sum, { change }) => sum + (change.at(-1) ?? 0), 0)).toBeCloseTo(mean(to) - mean(from), 8);
    expect(attributed(plan, 1)).toEqual(parts);
  });

  test('one difference has the whole change, in all futures, without a scenario in between', () => {
    const options = both(10);
    const plan = planOf(today, shipped('double-the-programme'), options, 4);
    expect(plan.futures).toBe(10);
    expect(runAttribution(plan, 8)).toBeUndefined();
    const [only, ...others] = attributed(plan);
    expect(others).toEqual([]);
    const [from, to] = [plan.from, plan.to].map((one) => runsOf(totalOf(one, options), 0, 'shortfall', years));
    const change = to?.map((value, run) => value - (from?.[run] ?? 0)) ?? new Float64Array(0);
    expect(only?.change.at(-1)).toBeCloseTo(meanOf(change), 9);
  });

  test('too few futures have no standard error', () => {
    for (const part of attributed(planOf(today, asks, both(4)))) expect(part).not.toHaveProperty('standardError');
  });

  test('of differences that make no sense one without the other are those of both together', () => {
    const options = both(12);
    const levers = (asks.levers ?? []).slice(0, 2);
    const to: Scenario = {
      ...today,
      baseline: { geography: 'regions' },
      levers: levers.map((one, index) => (index === 0 ? { ...one, where: { region: 'scotland' } } : one) as typeof one),
    };
    const plan = planOf(today, to, options);
    const [first, second] = levers.map(({ name }) => name);
    expect(new Set(plan.names)).toEqual(new Set([second, `the baseline and ${first} together`]));
    const parts = attributed(plan);
    expect(attributed(plan, 1)).toEqual(parts);
    expect(Object.fromEntries(parts.map(({ name, joined }) => [name, joined]))).toEqual({
      [second ?? '']: undefined,
      [`the baseline and ${first} together`]: 2,
    });
    const mean = (scenario: Scenario): number => meanOf(runsOf(totalOf(scenario, options), 0, 'shortfall', years));
    const [none, all] = [mean(plan.from), mean(plan.to)];
    const alone = mean({ ...plan.from, levers: plan.to.levers?.filter(({ name }) => name === second) ?? [] });
    const others = mean({ ...plan.to, levers: plan.to.levers?.filter(({ name }) => name !== second) ?? [] });
    // Of two parts each adds the half of what it adds first and the half of what it adds last.
    expect(parts.find(({ name }) => name === second)?.change.at(-1)).toBeCloseTo(
      (alone - none + (all - others)) / 2,
      8,
    );
  });

  test('more differences than can be told apart are a problem of the caller', () => {
    const tooMany = planAttribution(sideOf(today), sideOf(asks), evidence, 'shortfall', both(4), 3, 4);
    expect(tooMany.ok ? [] : tooMany.problems).toEqual([
      {
        where: 'the-briefs-asks',
        found: expect.stringMatching(/^\d+ differences from todays-course$/),
        expected: 'at most 3, since each one more doubles the work; compare a scenario in between',
      },
    ]);
  });
});

describe('the orders', () => {
  test('are equally likely', () => {
    const draws = countOf({ test: 24_000, full: 240_000, mutation: 6000 });
    const counts = new Map<string, number>();
    for (let draw = 0; draw < draws; draw += 1) {
      const order = orderOf(4, 9, draw).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const expected = draws / 24;
    const chiSquared = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // Beyond it lies a millionth of the chi-squared distribution with 23 degrees of freedom.
    expect(chiSquared).toBeLessThan(71.9);
  });

  test('pass all but the first and the last scenario, forwards and backwards', () => {
    expect(passedBy([2, 0, 1])).toEqual([0b100, 0b101, 0b010, 0b011]);
    expect(passedBy([0])).toEqual([]);
  });
});

/** Runs of two differences that add up, the first told apart in some of them. */
const additive = (
  runs: number,
  futures: number,
  first: (run: number) => number,
  second: (run: number) => number,
): readonly Contribution[] => {
  const values = (of: (run: number) => number, count = runs): Float64Array =>
    Float64Array.from({ length: count }, (_, run) => of(run));
  const course = (list: Float64Array): RunValues => ({
    measures: ['shortfall'],
    groups: 1,
    years: 1,
    runs: list.length,
    values: list,
  });
  const options = { runs, seed: 1, uncertainty: 'chance' as const };
  const plan = {
    from: today,
    to: today,
    names: ['first', 'second'],
    most: 2,
    parts: [[0], [1]],
    figures: [],
    years: 0,
  };
  const orders = Array.from({ length: futures }, (_, draw) => orderOf(2, 1, draw));
  const after = (run: number, way: number): number => (orders[run]?.[way] === 0 ? first : second)(run);
  const passed: RunValues = {
    ...course(values((run) => after(run, 0), futures)),
    groups: 2,
    values: Float64Array.from([0, 1].flatMap((way) => [...values((run) => after(run, way), futures)])),
  };
  return attributeFutures(
    { ...plan, measure: 'shortfall', options, futures },
    passed,
    course(new Float64Array(runs)),
    course(values((run) => first(run) + second(run))),
    levels,
  ).toSorted((a, b) => (a.name < b.name ? -1 : 1));
};

describe('the estimate from some of the futures', () => {
  const luck = (name: string, seed: number) => {
    const { a, b } = streamOf(seed, hashText(name));
    return (run: number): number => uniformAt(a, b, run);
  };

  test('is exact where a part is a share of the change, with the error of the change', () => {
    const change = luck('change', 1);
    const [first, second] = additive(
      100,
      10,
      (run) => 0.3 * change(run),
      (run) => 0.7 * change(run),
    );
    const all = Array.from({ length: 100 }, (_, run) => change(run));
    expect(first?.change[0]).toBeCloseTo(0.3 * meanOf(all), 12);
    expect(second?.change[0]).toBeCloseTo(0.7 * meanOf(all), 12);
    expect(first?.standardError?.[0]).toBeCloseTo(0.3 * Math.sqrt(varianceOf(all) / 100), 9);
  });

  test('shares what is left over evenly where the change is the same in those futures', () => {
    const [first, second] = additive(
      20,
      10,
      (run) => (run < 10 ? 1 : 2),
      () => 3,
    );
    expect([first?.change[0], second?.change[0]]).toEqual([1.25, 3.25]);
  });

  test('is off by its standard error, over many ensembles', () => {
    const ensembles = countOf({ test: 600, full: 6000, mutation: 200 });
    const off = Array.from({ length: ensembles }, (_, seed) => {
      const [one, other] = [luck('one', seed), luck('other', seed)];
      const [first] = additive(
        200,
        40,
        (run) => one(run) + 0.5 * other(run),
        (run) => other(run) - 0.2 * one(run),
      );
      return ((first?.change[0] ?? 0) - 0.75) / (first?.standardError?.[0] ?? 1);
    });
    expect(Math.abs(meanOf(off)) * Math.sqrt(ensembles)).toBeLessThan(5);
    expect(varianceOf(off)).toBeGreaterThan(0.8);
    expect(varianceOf(off)).toBeLessThan(1.25);
  });
});
