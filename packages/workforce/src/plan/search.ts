import { solveChecked, type Solver } from '@isocentre/solver';
import { quantile7 } from '@isocentre/statistics';
import type { ModelInput } from '../model-input.ts';
import type { Centre } from './centre.ts';
import type { Decision } from './decisions.ts';
import type { Needs } from './futures.ts';
import { limitRows } from './limit-rows.ts';
import { writeProgram } from './program.ts';
import type { PlanLimits } from './terms.ts';

/** A plan that was found, by the program. */
export interface Found {
  readonly amounts: Float64Array;
  readonly acting: Float64Array;
  /** GBP of today. */
  readonly cost: number;
  /** WTE and years by which it misses what was asked for with its reserve. */
  readonly missed: number;
}

// Seconds for a program that takes a tenth of one, before the other method is tried.
const patience = 20;

/** Present cost of a plan, GBP. */
export const costOf = (decisions: readonly Decision[], amounts: ArrayLike<number>): number => {
  let sum = 0;
  decisions.forEach(({ cost }, j) => {
    sum += cost * (amounts[j] ?? 0);
  });
  return sum;
};

/** Seeks plans about a centre. */
export class PlanSearch {
  readonly #input: ModelInput;
  readonly #decisions: readonly Decision[];
  readonly #from: number;
  readonly #centre: Centre;
  readonly #needs: Needs;
  readonly #solver: Solver;

  constructor(
    of: { readonly input: ModelInput; readonly decisions: readonly Decision[]; readonly from: number },
    centre: Centre,
    needs: Needs,
    solver: Solver,
  ) {
    this.#input = of.input;
    this.#decisions = of.decisions;
    this.#from = of.from;
    this.#centre = centre;
    this.#needs = needs;
    this.#solver = solver;
  }

  /**
   * Finds the plan of least cost under which a share of some futures lack nothing in each cell, and which misses as little
   * as can be.
   *
   * @param kept Indices of the futures.
   * @param reserve The share, from 0 to 1, of which each cell and year is provided for by itself.
   */
  async providing(kept: readonly number[], reserve: number, limits: PlanLimits): Promise<Found> {
    const { values, lines, lost } = this.#centre;
    const { gap, tolerated: all, runs } = this.#needs;
    const cells = this.#input.cells.length;
    const needed = values.inPost.slice();
    const tolerated = new Float64Array(this.#input.years + 1);
    for (let t = this.#from; t <= this.#input.years; t += 1) {
      const i = t - this.#from;
      tolerated[t] = kept.reduce((least, run) => Math.min(least, all[i * runs + run] as number), Infinity);
      for (let cell = 0; cell < cells; cell += 1) {
        const at = (i * cells + cell) * runs;
        const lacking = Float64Array.from(kept, (run) => gap[at + run] as number).toSorted();
        needed[t * cells + cell] = (needed[t * cells + cell] as number) + quantile7(lacking, reserve);
      }
    }
    const { program, acting, missed } = writeProgram({
      decisions: this.#decisions,
      limits: limitRows(this.#input, this.#decisions, limits),
      futures: [
        {
          lines,
          needed,
          tolerated,
          lost,
          offered: (cell, stream, t) => this.#input.cells[cell]?.training[stream]?.starts[t] ?? 0,
        },
      ],
      cells,
      missing: 'dear',
    });
    const simplex = await solveChecked(this.#solver, program, { seconds: patience });
    const solved =
      simplex.status === 'unfinished'
        ? await solveChecked(this.#solver, program, { seconds: patience, method: 'interior-point' })
        : simplex;
    if (solved.status !== 'optimal' && solved.status !== 'feasible')
      throw new Error(`the program of the plan ended ${solved.status}`);
    const { values: columns } = solved.solution;
    const amounts = Float64Array.from(this.#decisions, (_, j) => Math.max(0, columns[j] as number));
    const acts = Float64Array.from(acting[0] as Int32Array, (column) => columns[column] as number);
    return {
      amounts,
      acting: acts,
      cost: costOf(this.#decisions, amounts),
      missed: missed.reduce((sum, column) => sum + (columns[column] as number), 0),
    };
  }

  /** Foretells for each future the largest of its summed shortfalls as a multiple of what is tolerated; up to 1 it closes. */
  hardness(acting: ArrayLike<number>): Float64Array {
    const { gap, tolerated, runs } = this.#needs;
    const cells = this.#input.cells.length;
    const shortfall = new Float64Array(tolerated.length);
    for (const { cell, t, slopes } of this.#centre.lines.inPost) {
      let added = 0;
      for (const [j, slope] of slopes) added += slope * ((acting[j] as number) - (this.#centre.acting[j] as number));
      const i = t - this.#from;
      const at = (i * cells + cell) * runs;
      for (let run = 0; run < runs; run += 1)
        shortfall[i * runs + run] =
          (shortfall[i * runs + run] as number) + Math.max(0, (gap[at + run] as number) - added);
    }
    const hardness = new Float64Array(runs);
    for (let i = 0; i < shortfall.length; i += 1)
      hardness[i % runs] = Math.max(hardness[i % runs] as number, (shortfall[i] as number) / (tolerated[i] as number));
    return hardness;
  }
}
