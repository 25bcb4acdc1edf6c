import type { Evidence, Figure } from '@isocentre/evidence';
import { compile, type Compiled } from './compile.ts';
import { prepareDraws } from './draws.ts';
import { dimensions, groupCells, type Dimension, type Group } from './grouping.ts';
import { flowMeasures, stateMeasures, type FlowMeasure, type Measure, type StateMeasure } from './measures.ts';
import type { ModelInput } from './model-input.ts';
import { project } from './project.ts';
import { resolve } from './resolve.ts';
import type { Scenario } from './scenario.ts';
import { simulate, type CellValues } from './simulate.ts';

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

/** Values run by run: measure `m` of group `g` in year `t` and run `r` stands at `((g × measures + m) × years + t) × runs + r`. */
export interface RunValues {
  readonly measures: readonly Measure[];
  readonly groups: number;
  readonly years: number;
  readonly runs: number;
  readonly values: Float64Array;
}

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
 * Divides an ensemble into tasks of a size that fits a processor's cache; results do not depend on the division.
 *
 * @param size Draws a task.
 */
export const tasksOf = (options: EnsembleOptions, size: number): readonly EnsembleTask[] => {
  const draws = drawsOf(options);
  return Array.from({ length: Math.ceil(draws / size) }, (_, index) => ({
    first: index * size,
    draws: Math.min(size, draws - index * size),
  }));
};

/**
 * Prepares a plan once and gives the function that runs its tasks.
 *
 * The scenario must resolve with the stated values; a draw of the assumptions that does not (say, more posts than the
 * whole) is pulled in halfway towards them until it does, and counted.
 */
export const prepareEnsemble = (plan: EnsemblePlan): ((task: EnsembleTask) => TaskResult) => {
  const { options, by, askedYears, scenario } = plan;
  const evidence: Evidence = { figures: new Map(plan.figures.map((figure) => [figure.id, figure])) };
  const located = { value: scenario, where: () => scenario.name };
  const stated = resolve(located, evidence, askedYears);
  if (!stated.ok) throw new RangeError(`the scenario does not resolve: ${stated.problems[0]?.where ?? ''}`);
  const { input } = stated.value;
  const central = compile(input);

  const varies = options.uncertainty === 'ignorance' || options.uncertainty === 'both';
  const draws = varies
    ? prepareDraws(located, evidence, stated.value, drawsOf(options), options.seed, askedYears)
    : undefined;
  const modelAt = (draw: number): { model: Compiled; pulledIn: boolean } => {
    if (!draws) return { model: central, pulledIn: false };
    const { pull, resolved } = draws.at(draw);
    return { model: resolved ? compile(resolved.input) : central, pulledIn: pull > 0 };
  };

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
    if (options.uncertainty === 'chance' || options.uncertainty === 'both') {
      simulate(
        { models, runsPerModel: perDraw, firstRun: first * perDraw, seed: options.seed },
        {
          state: (t, values) => {
            for (const keeper of keepers) keeper.keep(t, values, stateMeasures);
          },
          flow: (t, values) => {
            for (const keeper of keepers) keeper.keep(t, values, flowMeasures);
          },
        },
      );
    } else models.forEach((model, run) => keepExpected(model.input, run, keepers));
    const [total, groups, occupations] = keepers.map((keeper) => keeper.result) as [RunValues, RunValues, RunValues];
    return { total, groups, occupations, pulledIn: drawn.filter((one) => one.pulledIn).length };
  };
};

const occupationDimensions: readonly Dimension[] = dimensions.filter((dimension) => dimension !== 'region');

const keepExpected = (input: ModelInput, run: number, keepers: readonly Keeper[]): void => {
  const { values } = project(input);
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

const addTo = (to: Float64Array, at: number, from: Float64Array, first: number, count: number): void => {
  for (let i = 0; i < count; i += 1) to[at + i] = (to[at + i] as number) + (from[first + i] as number);
};

/** Adds up groups of cells and keeps the sums run by run. */
class Keeper {
  readonly result: RunValues;
  readonly #groups: readonly Group[];
  readonly #stride: number;
  readonly #indexOf: ReadonlyMap<Measure, number>;

  constructor(groups: readonly Group[], measures: readonly Measure[], input: ModelInput, runs: number, stride: number) {
    const years = input.years + 1;
    this.#groups = groups;
    this.#stride = stride;
    this.#indexOf = new Map(measures.map((measure, index) => [measure, index]));
    this.result = {
      measures,
      groups: groups.length,
      years,
      runs,
      values: new Float64Array(groups.length * measures.length * years * runs),
    };
  }

  /** Keeps one year or step of every run. */
  keep<M extends StateMeasure | FlowMeasure>(t: number, values: CellValues<M>, measures: readonly M[]): void {
    const { runs, values: kept } = this.result;
    for (const measure of measures) {
      const list = values[measure];
      this.#eachGroup(t, measure, (at, cells) => {
        for (const cell of cells) addTo(kept, at, list, cell * this.#stride, runs);
      });
    }
  }

  /** Keeps one year or step of one run. */
  keepRun(t: number, measure: Measure, run: number, value: (cell: number) => number): void {
    this.#eachGroup(t, measure, (at, cells) => {
      let sum = 0;
      for (const cell of cells) sum += value(cell);
      this.result.values[at + run] = sum;
    });
  }

  #eachGroup(t: number, measure: Measure, keep: (at: number, cells: readonly number[]) => void): void {
    const index = this.#indexOf.get(measure);
    if (index === undefined) return;
    const { measures, years, runs } = this.result;
    for (const [group, { cells }] of this.#groups.entries()) {
      keep(((group * measures.length + index) * years + t) * runs, cells);
    }
  }
}

/** Joins what the tasks of an ensemble give, in whatever order they come; what it has taken in need not be kept. */
export class ResultJoiner {
  readonly #options: EnsembleOptions;
  #joined: TaskResult | undefined;

  constructor(options: EnsembleOptions) {
    this.#options = options;
  }

  add({ first }: EnsembleTask, result: TaskResult): void {
    const { runs } = this.#options;
    const room = (part: RunValues): RunValues => ({
      ...part,
      runs,
      values: new Float64Array(part.groups * part.measures.length * part.years * runs),
    });
    const joined = (this.#joined ??= {
      total: room(result.total),
      groups: room(result.groups),
      occupations: room(result.occupations),
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

const putRuns = (to: RunValues, from: RunValues, offset: number): void => {
  const rows = from.groups * from.measures.length * from.years;
  for (let row = 0; row < rows; row += 1)
    to.values.set(from.values.subarray(row * from.runs, (row + 1) * from.runs), row * to.runs + offset);
};

/** Runs every task of an ensemble here and now. */
export const runTasks = (plan: EnsemblePlan, size: number): TaskResult => {
  const runTask = prepareEnsemble(plan);
  const joiner = new ResultJoiner(plan.options);
  for (const task of tasksOf(plan.options, size)) joiner.add(task, runTask(task));
  return joiner.result;
};

/** The values of one measure of one group in one year, run by run. */
export const runsOf = (
  { measures, years, runs, values }: RunValues,
  group: number,
  measure: Measure,
  t: number,
): Float64Array => {
  const at = ((group * measures.length + measures.indexOf(measure)) * years + t) * runs;
  return values.subarray(at, at + runs);
};
