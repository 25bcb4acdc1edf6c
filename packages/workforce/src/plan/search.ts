import { solveChecked, type Basis, type Solver, type Term } from '@isocentre/solver';
import { meanOf, quantile7 } from '@isocentre/statistics';
import type { ModelInput } from '../model-input.ts';
import type { Centre } from './centre.ts';
import type { Decision } from './decisions.ts';
import type { Needs } from './futures.ts';
import { limitRows } from './limit-rows.ts';
import { renewProgram, writeProgram, type FutureRows, type Needed, type WrittenProgram } from './program.ts';
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

// Seconds for a program that takes a tenth of one, and with regions up to some ten, before the other method is tried.
const patience = { nation: 20, regions: 200 };

// Of the futures that are to close, the share of all that counts as the hardest of them.
const hardestKept = 0.15;
// The mean shortfall of some futures by what is in post is convex: in what share of them it is tangent, besides where the
// last program ended.
const tangents = Array.from({ length: 4 }, (_, step) => 1 / 2 ** step);

/** Present cost of a plan, GBP. */
export const costOf = (decisions: readonly Decision[], amounts: ArrayLike<number>): number => {
  let sum = 0;
  decisions.forEach(({ cost }, j) => {
    sum += cost * (amounts[j] ?? 0);
  });
  return sum;
};

/** Where the last program of some searches ended, from which the next begins where it has the same shape. */
export interface LastBasis {
  basis: Basis | undefined;
}

/** Gives where programs of one question begin: with regions where the last one ended, for the nation each round from nothing. */
export const lastBasis = ({ regions }: ModelInput): LastBasis | undefined =>
  regions.length > 1 ? { basis: undefined } : undefined;

/** Seeks plans about a centre. */
export class PlanSearch {
  readonly #input: ModelInput;
  readonly #decisions: readonly Decision[];
  readonly #from: number;
  readonly #centre: Centre;
  readonly #needs: Needs;
  readonly #solver: Solver;
  // The programs of one search differ in what is needed and tolerated alone; where the last one ended is near the next.
  #written: WrittenProgram | undefined;
  readonly #last: LastBasis;
  #lost: ReadonlySet<number>;
  // What the last program adds in each cell and year to what is in post, WTE; nothing is added at the centre.
  readonly #added: Float64Array;

  constructor(
    of: { readonly input: ModelInput; readonly decisions: readonly Decision[]; readonly from: number },
    centre: Centre,
    needs: Needs,
    solver: Solver,
    last: LastBasis = { basis: undefined },
  ) {
    this.#input = of.input;
    this.#decisions = of.decisions;
    this.#from = of.from;
    this.#centre = centre;
    this.#needs = needs;
    this.#solver = solver;
    this.#last = last;
    this.#lost = centre.lost;
    this.#added = new Float64Array((of.input.years + 1) * of.input.cells.length);
  }

  /**
   * Finds the plan of least cost that provides for some futures, and which misses as little as can be. What is not known
   * makes the cells of a nation hard together, so that each is provided for in a share of the futures by itself. Luck
   * makes small cells hard one by one, so that with regions the shortfalls of the hardest of the futures add up to no more
   * than is tolerated on average.
   *
   * @param kept Indices of the futures, the easiest first.
   * @param reserve From 0 to 1. For the nation the share of the futures in which each cell and year lacks nothing; with
   *   regions the share of what is tolerated that is kept back.
   */
  async providing(kept: readonly number[], reserve: number, limits: PlanLimits): Promise<Found> {
    const { values, lines } = this.#centre;
    const { gap, tolerated: all, runs } = this.#needs;
    const cells = this.#input.cells.length;
    const isDivided = this.#input.regions.length > 1;
    const tolerated = new Float64Array(this.#input.years + 1);
    for (let t = this.#from; t <= this.#input.years; t += 1) {
      const i = t - this.#from;
      const least = kept.reduce((lowest, run) => Math.min(lowest, all[i * runs + run] as number), Infinity);
      tolerated[t] = isDivided ? (1 - reserve) * least : least;
    }
    const decisive = isDivided ? kept.slice(-Math.ceil(hardestKept * runs)) : kept;
    const lacking = new Float64Array(decisive.length);
    const needed = (cell: number, t: number): readonly Needed[] => {
      const at = ((t - this.#from) * cells + cell) * runs;
      for (let i = 0; i < decisive.length; i += 1) lacking[i] = gap[at + (decisive[i] as number)] as number;
      lacking.sort();
      const inPost = values.inPost[t * cells + cell] as number;
      if (!isDivided) return [{ wte: inPost + quantile7(lacking, reserve), share: 1 }];
      const added = this.#added[t * cells + cell] as number;
      const enough = lacking.findIndex((wte) => wte > added);
      const short = enough < 0 ? 0 : (lacking.length - enough) / lacking.length;
      return [...tangents, short].map((share) => {
        const count = Math.max(1, Math.round(share * lacking.length));
        return { wte: inPost + meanOf(lacking.subarray(lacking.length - count)), share: count / lacking.length };
      });
    };
    const future: FutureRows = {
      lines,
      needed,
      tolerated,
      lost: this.#lost,
      offered: (cell, stream, t) => this.#input.cells[cell]?.training[stream]?.starts[t] ?? 0,
    };
    const known = this.#written;
    const written = (this.#written ??= writeProgram({
      decisions: this.#decisions,
      limits: limitRows(this.#input, this.#decisions, limits),
      futures: [future],
      missing: 'dear',
    }));
    const { acting, missed } = written;
    const program = known ? renewProgram(known, [future]) : written.program;
    const seconds = isDivided ? patience.regions : patience.nation;
    const simplex = await solveChecked(this.#solver, program, { seconds, start: this.#last.basis });
    const trained = this.#trained();
    if (simplex.status === 'infeasible' && this.#lost.size < trained.size) {
      // About the centre nobody is too many to be supervised; where fewer are in post those who continue are.
      [this.#lost, this.#written] = [trained, undefined];
      return this.providing(kept, reserve, limits);
    }
    const solved =
      simplex.status === 'optimal' || simplex.status === 'feasible'
        ? simplex
        : await solveChecked(this.#solver, program, { seconds, method: 'interior-point' });
    if (solved.status !== 'optimal' && solved.status !== 'feasible')
      throw new Error(`the program of the plan ended ${solved.status}`);
    const { values: columns, basis } = solved.solution;
    this.#last.basis = basis;
    const amounts = Float64Array.from(this.#decisions, (_, j) => Math.max(0, columns[j] as number));
    const acts = Float64Array.from(acting[0] as Int32Array, (column) => columns[column] as number);
    for (const { cell, t, slopes } of lines.inPost) this.#added[t * cells + cell] = this.#addedBy(slopes, acts);
    return {
      amounts,
      acting: acts,
      cost: costOf(this.#decisions, amounts),
      missed: missed.reduce((sum, column) => sum + (columns[column] as number), 0),
    };
  }

  /** The cells into which places are decided. */
  #trained(): ReadonlySet<number> {
    return new Set(this.#decisions.flatMap(({ measure, cell }) => (measure === 'training' ? [cell] : [])));
  }

  /** What acts brings beyond the centre, by its slopes. */
  #addedBy(slopes: readonly Term[], acting: ArrayLike<number>): number {
    let added = 0;
    for (const [j, slope] of slopes) added += slope * ((acting[j] as number) - (this.#centre.acting[j] as number));
    return added;
  }

  /** Foretells for each future the largest of its summed shortfalls as a multiple of what is tolerated; up to 1 it closes. */
  hardness(acting: ArrayLike<number>): Float64Array {
    const { gap, tolerated, runs } = this.#needs;
    const cells = this.#input.cells.length;
    const shortfall = new Float64Array(tolerated.length);
    for (const { cell, t, slopes } of this.#centre.lines.inPost) {
      const added = this.#addedBy(slopes, acting);
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
