import type { Evidence, Located } from '@isocentre/evidence';
import { compile, type Compiled } from '../compile.ts';
import { prepareDraws } from '../draws.ts';
import { keepRuns, runsPerDraw, type EnsembleOptions } from '../ensemble.ts';
import { groupCells } from '../grouping.ts';
import type { ModelInput } from '../model-input.ts';
import type { Resolved } from '../resolve.ts';
import { Keeper, runsOf } from '../run-values.ts';
import type { Scenario } from '../scenario.ts';
import type { Decision } from './decisions.ts';
import { plannedModels } from './planned-models.ts';
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

// Draws that are run together, so that other work gets through between them.
const chunk = 20;

/** How many of some futures are not closed, in some year. */
const openOf = ({ runs, gap, tolerated }: Needs, cells: number, first: number, count: number): number => {
  const isOpen = new Uint8Array(count);
  const shortfall = new Float64Array(count);
  for (let i = 0; i * runs < tolerated.length; i += 1) {
    shortfall.fill(0);
    for (let cell = 0; cell < cells; cell += 1) {
      const at = (i * cells + cell) * runs + first;
      for (let run = 0; run < count; run += 1)
        shortfall[run] = (shortfall[run] as number) + Math.max(0, gap[at + run] as number);
    }
    shortfall.forEach((wte, run) => {
      if (wte > (tolerated[i * runs + first + run] as number)) isOpen[run] = 1;
    });
  }
  return isOpen.reduce((sum, one) => sum + one, 0);
};

/** The sampled futures over which a plan is sought: their assumptions are drawn once, and every plan meets the same luck. */
export class SampledFutures {
  readonly #inputs: readonly ModelInput[];
  readonly #options: EnsembleOptions;
  readonly #pause: () => Promise<void>;
  #models: { readonly supervision: number; readonly list: readonly Compiled[] } | undefined;

  private constructor(inputs: readonly ModelInput[], options: EnsembleOptions, pause: () => Promise<void>) {
    this.#inputs = inputs;
    this.#options = options;
    this.#pause = pause;
  }

  /**
   * Draws the futures of a scenario.
   *
   * @param runs Futures; two share a draw of the assumptions, and not their luck.
   */
  static async draw(
    { located, evidence, resolved }: { located: Located<Scenario>; evidence: Evidence; resolved: Resolved },
    { runs, seed, askedYears }: { runs: number; seed: number; askedYears?: number | undefined },
    pause: () => Promise<void>,
  ): Promise<SampledFutures> {
    const options: EnsembleOptions = { runs, seed, uncertainty: 'both' };
    const count = Math.ceil(runs / runsPerDraw(options));
    const draws = prepareDraws(located, evidence, resolved, count, seed, askedYears);
    const inputs: ModelInput[] = [];
    for (let draw = 0; draw < count; draw += 1) {
      inputs.push(draws.at(draw).input ?? resolved.input);
      if (draw % chunk === 0) await pause();
    }
    return new SampledFutures(inputs, { ...options, runs: count * runsPerDraw(options) }, pause);
  }

  /** How many there are. */
  get runs(): number {
    return this.#options.runs;
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
    const [stated] = this.#inputs;
    if (!stated) throw new RangeError('there is at least one future');
    const cells = stated.cells.length;
    const length = stated.years - from + 1;
    const perDraw = runsPerDraw(this.#options);
    const draws = Math.ceil(part * this.#inputs.length);
    const runs = draws * perDraw;
    const needs: Needs = {
      runs,
      gap: new Float64Array(length * cells * runs),
      tolerated: new Float64Array(length * runs),
    };
    const prepared = this.#prepared(limits);
    let open = 0;
    for (let first = 0; first < draws; first += chunk) {
      const models = plannedModels(prepared.slice(first, Math.min(draws, first + chunk)), decisions, amounts);
      const count = models.length * perDraw;
      const groups = groupCells(stated, ['specialism', 'group', 'region']);
      const keeper = new Keeper(groups, ['requirement', 'inPost'], stated, count, count);
      keepRuns(models, this.#options, first, [keeper]);
      for (let i = 0; i < length; i += 1) {
        for (let cell = 0; cell < cells; cell += 1) {
          const required = runsOf(keeper.result, cell, 'requirement', from + i);
          const inPost = runsOf(keeper.result, cell, 'inPost', from + i);
          for (let run = 0; run < count; run += 1) {
            const at = first * perDraw + run;
            needs.gap[(i * cells + cell) * runs + at] = (required[run] as number) - (inPost[run] as number);
            needs.tolerated[i * runs + at] =
              (needs.tolerated[i * runs + at] as number) + stated.closure.tolerance * (required[run] as number);
          }
        }
      }
      open += openOf(needs, cells, first * perDraw, count);
      if ((runs - open) / runs < least) return undefined;
      await this.#pause();
    }
    return needs;
  }
  /** The futures ready for a plan, laid out for the engine; of the limits only supervision changes them. */
  #prepared(limits: PlanLimits): readonly Compiled[] {
    if (this.#models?.supervision !== limits.supervision) {
      const list = this.#inputs.map((input) => compile(prepareInput(input, limits)));
      this.#models = { supervision: limits.supervision, list };
    }
    return this.#models.list;
  }
}
