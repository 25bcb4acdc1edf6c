import type { Evidence, Figure, Located } from '@isocentre/evidence';
import { compile, type Compiled } from './compile.ts';
import { prepareDraws } from './draws.ts';
import { dimensions, groupCells, type Dimension, type Group } from './grouping.ts';
import { flowMeasures, stateMeasures, type Measure, type StateMeasure } from './measures.ts';
import type { ModelInput } from './model-input.ts';
import { project } from './project.ts';
import { resolve, type Resolved } from './resolve.ts';
import { Keeper, putRuns, roomFor, type RunValues } from './run-values.ts';
import type { Scenario } from './scenario.ts';
import { simulate } from './simulate.ts';

/** What may vary between the runs of an ensemble: luck, what is not known, or both. */
export const uncertainties = ['none', 'chance', 'ignorance', 'both'] as const;

/** What may vary between the runs of an ensemble. */
export type Uncertainty = (typeof uncertainties)[number];

/** How an ensemble is run. */
export interface EnsembleOptions {
  /** Number of runs, even where chance and ignorance are told apart by pairs. */
  readonly runs: number;
  /** A whole number; the same seed gives the same bytes. */
  readonly seed: number;
  readonly uncertainty: Uncertainty;
}

/** Everything that an ensemble needs, as plain data that a worker can be sent. */
export interface EnsemblePlan {
  readonly scenario: Scenario;
  readonly figures: readonly Figure[];
  readonly askedYears?: number | undefined;
  readonly by: readonly Dimension[];
  readonly options: EnsembleOptions;
}

/** A part of an ensemble: draws of the assumptions from `first`, each run as often as the plan says. */
export interface EnsembleTask {
  readonly first: number;
  readonly draws: number;
}

/** Measures that are kept run by run for every group. */
export const groupMeasures = [
  'inPost',
  'posts',
  'vacancies',
  'requirement',
  'shortfall',
  'recognised',
  'recognisedShortfall',
  'trainees',
] as const satisfies readonly StateMeasure[];

/** What is kept of each occupation, from which its closing year follows. */
const occupationMeasures = ['shortfall', 'requirement'] as const satisfies readonly StateMeasure[];

/** What a task gives. */
export interface TaskResult {
  readonly total: RunValues;
  readonly groups: RunValues;
  readonly occupations: RunValues;
  /** Draws of the assumptions that did not fit together and were pulled in towards the stated values. */
  readonly pulledIn: number;
}

/** How many runs share one draw of the assumptions, which stand next to each other. */
export const runsPerDraw = ({ uncertainty }: EnsembleOptions): number => (uncertainty === 'both' ? 2 : 1);

/** How often the assumptions are drawn: once a run, or once for each pair of runs that share them. */
export const drawsOf = (options: EnsembleOptions): number => Math.ceil(options.runs / runsPerDraw(options));

/**
 * Divides an ensemble into tasks of a size that fits a processor's cache; results do not depend on the division. The first
 * tasks are smaller: while an engine still compiles what they run, there is less to run slowly, and progress is told at once.
 *
 * @param size Draws a task.
 */
export const tasksOf = (options: EnsembleOptions, size: number): readonly EnsembleTask[] => {
  const draws = drawsOf(options);
  const tasks: EnsembleTask[] = [];
  for (let first = 0, next = 1; first < draws; next *= 2) {
    const task = { first, draws: Math.min(next, size, draws - first) };
    tasks.push(task);
    first += task.draws;
  }
  return tasks;
};

/** Prepares the model of each draw of the assumptions: with the stated values where none is drawn. */
export const prepareModels = (
  located: Located<Scenario>,
  evidence: Evidence,
  stated: Resolved,
  options: EnsembleOptions,
  askedYears?: number,
): ((draw: number) => { readonly model: Compiled; readonly pulledIn: boolean }) => {
  const central = compile(stated.input);
  if (options.uncertainty === 'none' || options.uncertainty === 'chance')
    return () => ({ model: central, pulledIn: false });
  const draws = prepareDraws(located, evidence, stated, drawsOf(options), options.seed, askedYears);
  return (draw) => {
    const { pull, input } = draws.at(draw);
    return { model: input ? compile(input) : central, pulledIn: pull > 0 };
  };
};

/** Resolves the scenario of a plan with the stated values; that it does not is a fault of whoever made the plan. */
export const resolvePlan = ({
  scenario,
  figures,
  askedYears,
}: Pick<EnsemblePlan, 'scenario' | 'figures' | 'askedYears'>): {
  readonly located: Located<Scenario>;
  readonly evidence: Evidence;
  readonly stated: Resolved;
} => {
  const evidence: Evidence = { figures: new Map(figures.map((figure) => [figure.id, figure])) };
  const located = { value: scenario, where: () => scenario.name };
  const stated = resolve(located, evidence, askedYears);
  if (!stated.ok) throw new RangeError(`the scenario does not resolve: ${stated.problems[0]?.where ?? ''}`);
  return { located, evidence, stated: stated.value };
};

/**
 * Prepares a plan once and gives the function that runs its tasks.
 *
 * The scenario must resolve with the stated values; a draw of the assumptions that does not (say, more posts than the
 * whole) is pulled in halfway towards them until it does, and counted.
 */
export const prepareEnsemble = (plan: EnsemblePlan): ((task: EnsembleTask) => TaskResult) => {
  const { options, by, askedYears } = plan;
  const { located, evidence, stated } = resolvePlan(plan);
  const { input } = stated;
  const modelAt = prepareModels(located, evidence, stated, options, askedYears);

  const parts: readonly { readonly groups: readonly Group[]; readonly measures: readonly Measure[] }[] = [
    { groups: groupCells(input, []), measures: [...stateMeasures, ...flowMeasures] },
    { groups: groupCells(input, by), measures: groupMeasures },
    { groups: groupCells(input, occupationDimensions), measures: occupationMeasures },
  ];

  return ({ first, draws: count }) => {
    const drawn = Array.from({ length: count }, (_, index) => modelAt(first + index));
    const models = drawn.map((one) => one.model);
    const perDraw = runsPerDraw(options);
    // The last pair is cut where an odd number of runs was asked for.
    const runs = Math.min(count * perDraw, options.runs - first * perDraw);
    const keepers = parts.map((part) => new Keeper(part.groups, part.measures, input, runs, count * perDraw));
    keepRuns(models, options, first, keepers);
    const [total, groups, occupations] = keepers.map((keeper) => keeper.result) as [RunValues, RunValues, RunValues];
    return { total, groups, occupations, pulledIn: drawn.filter((one) => one.pulledIn).length };
  };
};

const occupationDimensions: readonly Dimension[] = dimensions.filter((dimension) => dimension !== 'region');

/**
 * Runs models on the luck of an ensemble and keeps what comes out: with chance as often as runs share a draw of the
 * assumptions, else the expected course of each.
 *
 * @param models One for each draw of the assumptions, all of the same shape: cells, ages, routes, years.
 * @param first The number of the first draw.
 */
export const keepRuns = (
  models: readonly Compiled[],
  options: EnsembleOptions,
  first: number,
  keepers: readonly Keeper[],
): void => {
  if (options.uncertainty === 'none' || options.uncertainty === 'ignorance') {
    models.forEach((model, run) => keepExpected(model.input, run, keepers));
    return;
  }
  const runsPerModel = runsPerDraw(options);
  simulate(
    { models, runsPerModel, firstRun: first * runsPerModel, seed: options.seed },
    {
      state: (t, values) => {
        for (const keeper of keepers) keeper.keep(t, values, stateMeasures);
      },
      flow: (t, values) => {
        for (const keeper of keepers) keeper.keep(t, values, flowMeasures);
      },
    },
  );
};

const keepExpected = (input: ModelInput, run: number, keepers: readonly Keeper[]): void => {
  const { values } = project(input, { keepAges: false });
  const cells = input.cells.length;
  for (const [measures, years] of [
    [stateMeasures, input.years + 1],
    [flowMeasures, input.years],
  ] as const) {
    for (let t = 0; t < years; t += 1) {
      for (const keeper of keepers) {
        for (const measure of measures) {
          keeper.keepRun(t, measure, run, (cell) => values[measure][t * cells + cell] as number);
        }
      }
    }
  }
};

/** Joins what the tasks of an ensemble give, in whatever order they come; what it has taken in need not be kept. */
export class ResultJoiner {
  readonly #options: EnsembleOptions;
  #joined: TaskResult | undefined;

  constructor(options: EnsembleOptions) {
    this.#options = options;
  }

  add({ first }: EnsembleTask, result: TaskResult): void {
    const { runs } = this.#options;
    const joined = (this.#joined ??= {
      total: roomFor(result.total, runs),
      groups: roomFor(result.groups, runs),
      occupations: roomFor(result.occupations, runs),
      pulledIn: 0,
    });
    for (const part of ['total', 'groups', 'occupations'] as const)
      putRuns(joined[part], result[part], first * runsPerDraw(this.#options));
    this.#joined = { ...joined, pulledIn: joined.pulledIn + result.pulledIn };
  }

  /** What was joined so far; complete once every task was added. */
  get result(): TaskResult {
    if (!this.#joined) throw new RangeError('an ensemble has at least one task');
    return this.#joined;
  }
}

/** Runs every task of an ensemble here and now. */
export const runTasks = (plan: EnsemblePlan, size: number): TaskResult => {
  const runTask = prepareEnsemble(plan);
  const joiner = new ResultJoiner(plan.options);
  for (const task of tasksOf(plan.options, size)) joiner.add(task, runTask(task));
  return joiner.result;
};
