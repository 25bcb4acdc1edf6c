import { success, type Evidence, type Figure, type Result } from '@isocentre/evidence';
import {
  drawsOf,
  keepRuns,
  prepareModels,
  runsPerDraw,
  tasksOf,
  type EnsembleOptions,
  type EnsembleTask,
} from '../ensemble.ts';
import type { Compiled } from '../compile.ts';
import { groupCells } from '../grouping.ts';
import type { StateMeasure } from '../measures.ts';
import { Keeper, putRuns, roomFor, type RunValues } from '../run-values.ts';
import type { Scenario } from '../scenario.ts';
import { between, joinDifferences, visitBetween } from './between.ts';
import { differencesBetween, differencesOf, type Side } from './differences.ts';
import { orderOf, passedBy } from './orders.ts';

/** Everything that an attribution on futures needs, as plain data that a worker can be sent. */
export interface AttributionPlan {
  readonly from: Scenario;
  readonly to: Scenario;
  /** In what the two differ, by name. */
  readonly names: readonly string[];
  /** Most differences that are told apart: beyond them, levers of one kind count as one. */
  readonly most: number;
  /** Which differences make up each of those. */
  readonly parts: readonly (readonly number[])[];
  readonly figures: readonly Figure[];
  readonly years: number;
  readonly measure: StateMeasure;
  /** How both scenarios were run. */
  readonly options: EnsembleOptions;
  /** In how many of those futures, from the first, the scenarios in between are run as well. */
  readonly futures: number;
}

const evidenceOf = ({ figures }: AttributionPlan): Evidence => ({
  figures: new Map(figures.map((figure) => [figure.id, figure])),
});

/** How the futures of an attribution are run: those of the ensemble, from the first. */
const optionsOf = ({ options, futures }: AttributionPlan): EnsembleOptions => ({ ...options, runs: futures });

/**
 * Plans the attribution of a change on the futures of both sides.
 *
 * @param most Most differences that are told apart: beyond them, levers of one kind count as one, and more than that give
 *   a problem. Those that make no sense one without the other are joined.
 * @param futures In how many futures, from the first, the scenarios in between are run. Where there is nothing in between,
 *   all futures serve.
 */
export const planAttribution = (
  from: Side,
  to: Side,
  evidence: Evidence,
  measure: StateMeasure,
  options: EnsembleOptions,
  most: number,
  futures: number,
): Result<AttributionPlan> => {
  const found = differencesBetween(from, to, evidence, most);
  if (!found.ok) return found;
  const futuresFor = (players: number): number => (players < 2 ? options.runs : Math.min(futures, options.runs));
  const { names, parts } = visitBetween(
    found.value.differences,
    (players) => {
      const draws = drawsOf({ ...options, runs: futuresFor(players) });
      const orders = Array.from({ length: draws }, (_, draw) => orderOf(players, options.seed, draw));
      return new Set(orders.flatMap(passedBy));
    },
    evidence,
    from.resolved.input.years,
  );
  const plan: AttributionPlan = {
    from: found.value.from,
    to: found.value.to,
    names,
    most,
    parts,
    figures: [...evidence.figures.values()],
    years: from.resolved.input.years,
    measure,
    options,
    futures: futuresFor(names.length),
  };
  return success(plan);
};

/** Divides an attribution into tasks; none where no scenario lies between the two. */
export const attributionTasks = (plan: AttributionPlan, size: number): readonly EnsembleTask[] =>
  plan.names.length < 2 ? [] : tasksOf(optionsOf(plan), size);

/**
 * Prepares an attribution once and gives the function that runs its tasks: in each future the differences are made one
 * by one in an order drawn for its assumptions, and then in that order backwards.
 *
 * @returns for a task: group `g` is the `g`-th scenario that the order passes, and the same order backwards.
 */
export const prepareAttribution = (plan: AttributionPlan): ((task: EnsembleTask) => RunValues) => {
  const { options, names, most, parts, measure, years, from, to } = plan;
  const evidence = evidenceOf(plan);
  const differences = joinDifferences(differencesOf(from, to, most), parts);
  const models = new Map<number, ReturnType<typeof prepareModels>>();
  const modelAt = (made: number, draw: number): Compiled => {
    let known = models.get(made);
    if (!known) {
      const one = between(differences, made, evidence, years);
      if (!one) throw new RangeError(`the scenario in between with differences ${made} does not resolve`);
      known = prepareModels(one.located, evidence, one.resolved, options, years);
      models.set(made, known);
    }
    return known(draw).model;
  };
  const perDraw = runsPerDraw(options);
  return ({ first, draws }) => {
    const runs = Math.min(draws * perDraw, plan.futures - first * perDraw);
    const passed = Array.from({ length: draws }, (_, index) =>
      passedBy(orderOf(names.length, options.seed, first + index)),
    );
    const groups = 2 * (names.length - 1);
    const result = { measures: [measure], groups, years: years + 1, runs };
    const all: RunValues = { ...result, values: new Float64Array(groups * (years + 1) * runs) };
    // Models of other cells or routes of training do not go side by side.
    const size = differences.changesShape ? 1 : draws;
    for (let group = 0; group < groups; group += 1) {
      for (let start = 0; start < draws; start += size) {
        const some = Array.from({ length: size }, (_, index) =>
          modelAt(passed[start + index]?.[group] ?? 0, first + start + index),
        );
        const { input } = some[0] as Compiled;
        const kept = Math.min(size * perDraw, runs - start * perDraw);
        const keeper = new Keeper(groupCells(input, []), [measure], input, kept, size * perDraw);
        keepRuns(some, options, first + start, [keeper]);
        putRuns(all, keeper.result, start * perDraw, group);
      }
    }
    return all;
  };
};

/** Joins what the tasks of an attribution give, in whatever order they come. */
export class AttributionJoiner {
  readonly #plan: AttributionPlan;
  #joined: RunValues | undefined;

  constructor(plan: AttributionPlan) {
    this.#plan = plan;
  }

  add({ first }: EnsembleTask, part: RunValues): void {
    this.#joined ??= roomFor(part, this.#plan.futures);
    putRuns(this.#joined, part, first * runsPerDraw(this.#plan.options));
  }

  /** What was joined so far: nothing where no scenario lies between the two. */
  get result(): RunValues | undefined {
    return this.#joined;
  }
}

/** Runs every task of an attribution here and now. */
export const runAttribution = (plan: AttributionPlan, size: number): RunValues | undefined => {
  const joiner = new AttributionJoiner(plan);
  const tasks = attributionTasks(plan, size);
  const runTask = tasks.length > 0 ? prepareAttribution(plan) : undefined;
  for (const task of tasks) if (runTask) joiner.add(task, runTask(task));
  return joiner.result;
};
