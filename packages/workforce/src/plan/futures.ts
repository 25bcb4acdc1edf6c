import type { Evidence, Figure, Located } from '@isocentre/evidence';
import { compile, type Compiled } from '../compile.ts';
import { prepareDraws } from '../draws.ts';
import {
  drawsOf,
  keepRuns,
  resolvePlan,
  runsPerDraw,
  tasksOf,
  type EnsembleOptions,
  type EnsembleTask,
} from '../ensemble.ts';
import { groupCells } from '../grouping.ts';
import type { ModelInput } from '../model-input.ts';
import { Keeper, putRows, runsOf } from '../run-values.ts';
import type { Scenario } from '../scenario.ts';
import type { Decision } from './decisions.ts';
import { plannedModels, type Decided } from './planned-models.ts';
import { prepareInput } from './prepare.ts';
import type { PlanLimits } from './terms.ts';

/** What futures need in each cell and year beyond what a plan brings there. */
export interface Needs {
  readonly runs: number;
  /** WTE that are missing, less than 0 where there are more than required, at `((t − from) × cells + cell) × runs + run`. */
  readonly gap: Float64Array;
  /** Largest summed shortfall that counts as closed, WTE, at `(t − from) × runs + run`. */
  readonly tolerated: Float64Array;
}

/** The futures over which plans are sought. */
export interface PlanFutures {
  readonly scenario: Scenario;
  readonly figures: readonly Figure[];
  readonly askedYears?: number | undefined;
  readonly options: EnsembleOptions;
}

/** Everything that it takes to run a plan through its futures, as plain data that a worker can be sent. */
export interface NeedsPlan {
  readonly futures: PlanFutures;
  /** Draws of their assumptions that are run, the first. */
  readonly draws: number;
  readonly decided: readonly Decided[];
  readonly limits: PlanLimits;
  /** Year index from which the shortfall is to be closed. */
  readonly from: number;
  /** Share of the futures that are run in which it must close for the plan to be of use. */
  readonly least: number;
}

const optionsOf = ({ futures: { options }, draws }: NeedsPlan): EnsembleOptions => ({
  ...options,
  runs: draws * runsPerDraw(options),
});

/** Divides the futures of a plan into tasks, at the same draws whatever the share of them that is run. */
export const needsTasks = (plan: NeedsPlan, size: number): readonly EnsembleTask[] => tasksOf(optionsOf(plan), size);

const onceForDraw = <T extends object>(workOut: (draw: number) => T): ((draw: number) => T) => {
  const known: T[] = [];
  return (draw) => (known[draw] ??= workOut(draw));
};

/** Futures over which plans are sought, each drawn with the first task that runs it, and kept for the plans after it. */
export class DrawnFutures {
  readonly #key: string;
  readonly #stated: ModelInput;
  readonly #inputAt: (draw: number) => ModelInput;
  #supervision = NaN;
  #modelAt: ((draw: number) => Compiled) | undefined;

  /** @param futures Of a scenario that resolves with the stated values. */
  constructor(futures: PlanFutures) {
    const { options, askedYears } = futures;
    const { located, evidence, stated } = resolvePlan(futures);
    const draws = prepareDraws(located, evidence, stated, drawsOf(options), options.seed, askedYears);
    this.#key = JSON.stringify(futures);
    this.#stated = stated.input;
    this.#inputAt = onceForDraw((draw) => draws.at(draw).input ?? stated.input);
  }

  /** Whether they are these. */
  are(futures: PlanFutures): boolean {
    return this.#key === JSON.stringify(futures);
  }

  /** Prepares a plan and gives the function that runs its tasks. */
  prepare(plan: NeedsPlan): (task: EnsembleTask) => Needs {
    const { decided, limits, from } = plan;
    const options = optionsOf(plan);
    const { years, closure, cells } = this.#stated;
    const groups = groupCells(this.#stated, ['specialism', 'group', 'region']);
    const modelAt = this.#prepared(limits);
    return ({ first, draws }) => {
      const stated = Array.from({ length: draws }, (_, index) => modelAt(first + index));
      const runs = draws * runsPerDraw(options);
      const keeper = new Keeper(groups, ['requirement', 'inPost'], this.#stated, runs, runs);
      keepRuns(plannedModels(stated, decided), options, first, [keeper]);
      const length = years - from + 1;
      const gap = new Float64Array(length * cells.length * runs);
      const tolerated = new Float64Array(length * runs);
      for (let i = 0; i < length; i += 1) {
        for (let cell = 0; cell < cells.length; cell += 1) {
          const required = runsOf(keeper.result, cell, 'requirement', from + i);
          const inPost = runsOf(keeper.result, cell, 'inPost', from + i);
          const at = (i * cells.length + cell) * runs;
          for (let run = 0; run < runs; run += 1) {
            gap[at + run] = (required[run] as number) - (inPost[run] as number);
            tolerated[i * runs + run] =
              (tolerated[i * runs + run] as number) + closure.tolerance * (required[run] as number);
          }
        }
      }
      return { runs, gap, tolerated };
    };
  }

  /** The futures ready for a plan, laid out for the engine; of the limits only supervision changes them. */
  #prepared(limits: PlanLimits): (draw: number) => Compiled {
    if (!this.#modelAt || this.#supervision !== limits.supervision) {
      this.#modelAt = onceForDraw((draw) => compile(prepareInput(this.#inputAt(draw), limits)));
      this.#supervision = limits.supervision;
    }
    return this.#modelAt;
  }
}

/** How many of some futures are not closed, in some year. */
const openOf = ({ runs, gap, tolerated }: Needs): number => {
  const cells = gap.length / tolerated.length;
  const isOpen = new Uint8Array(runs);
  const shortfall = new Float64Array(runs);
  for (let i = 0; i * runs < tolerated.length; i += 1) {
    shortfall.fill(0);
    for (let cell = 0; cell < cells; cell += 1) {
      const at = (i * cells + cell) * runs;
      for (let run = 0; run < runs; run += 1)
        shortfall[run] = (shortfall[run] as number) + Math.max(0, gap[at + run] as number);
    }
    shortfall.forEach((wte, run) => {
      if (wte > (tolerated[i * runs + run] as number)) isOpen[run] = 1;
    });
  }
  return isOpen.reduce((sum, one) => sum + one, 0);
};

/** Joins what the tasks of a plan's futures give, in whatever order they come. */
export class NeedsJoiner {
  readonly #least: number;
  readonly #options: EnsembleOptions;
  #joined: Needs | undefined;
  #open = 0;

  constructor(plan: NeedsPlan) {
    this.#least = plan.least;
    this.#options = optionsOf(plan);
  }

  /** @returns whether the plan can still close in the share of the futures in which it must: else the others need not be run. */
  add({ first }: EnsembleTask, part: Needs): boolean {
    const { runs } = this.#options;
    const roomFor = (values: Float64Array): Float64Array => new Float64Array((values.length / part.runs) * runs);
    const joined = (this.#joined ??= { runs, gap: roomFor(part.gap), tolerated: roomFor(part.tolerated) });
    for (const of of ['gap', 'tolerated'] as const) {
      const from = { runs: part.runs, values: part[of] };
      putRows({ runs, values: joined[of] }, from, first * runsPerDraw(this.#options));
    }
    this.#open += openOf(part);
    return this.#canClose();
  }

  /** What was joined so far, complete once every task was added; nothing where the plan cannot close in the share. */
  get result(): Needs | undefined {
    return this.#canClose() ? this.#joined : undefined;
  }

  #canClose(): boolean {
    const { runs } = this.#options;
    return (runs - this.#open) / runs >= this.#least;
  }
}

/** The sampled futures over which a plan is sought: their assumptions are drawn once, and every plan meets the same luck. */
export class SampledFutures {
  readonly #futures: PlanFutures;
  readonly #runNeeds: (plan: NeedsPlan) => Promise<Needs | undefined>;

  /**
   * @param runs Futures; two share a draw of the assumptions, and not their luck.
   * @param runNeeds Runs a plan through futures, which it draws.
   */
  constructor(
    { located, evidence }: { readonly located: Located<Scenario>; readonly evidence: Evidence },
    {
      runs,
      seed,
      askedYears,
    }: { readonly runs: number; readonly seed: number; readonly askedYears?: number | undefined },
    runNeeds: (plan: NeedsPlan) => Promise<Needs | undefined>,
  ) {
    const options: EnsembleOptions = { runs, seed, uncertainty: 'both' };
    this.#futures = {
      scenario: located.value,
      figures: [...evidence.figures.values()],
      askedYears,
      options: { ...options, runs: drawsOf(options) * runsPerDraw(options) },
    };
    this.#runNeeds = runNeeds;
  }

  /** How many there are. */
  get runs(): number {
    return this.#futures.options.runs;
  }

  /**
   * Runs every future with a plan and reads what each needs.
   *
   * @param from Year index from which it is to be closed.
   * @param least Share of the futures in which it must close to be of use.
   * @param part The share of them that is run, the first that were drawn; default: all.
   * @returns nothing where it cannot close in that share any more: the other futures are not run.
   */
  async needs(
    decisions: readonly Decision[],
    amounts: ArrayLike<number>,
    limits: PlanLimits,
    from: number,
    least: number,
    part = 1,
  ): Promise<Needs | undefined> {
    // Only what acts, so that little is sent to workers.
    const decided = decisions.flatMap(({ measure, cell, stream, t, occupation }, j): readonly Decided[] => {
      const amount = amounts[j] ?? 0;
      return amount === 0 ? [] : [{ measure, cell, stream, t, occupation, amount }];
    });
    const draws = Math.ceil(part * drawsOf(this.#futures.options));
    return this.#runNeeds({ futures: this.#futures, draws, decided, limits, from, least });
  }
}
