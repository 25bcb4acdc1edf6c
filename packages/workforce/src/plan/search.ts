import { solveChecked, type Solved, type Solver } from '@isocentre/solver';
import type { ModelInput } from '../model-input.ts';
import { project } from '../project.ts';
import { linesOf, type Lines } from './cuts.ts';
import { withDecisions, type Decision } from './decisions.ts';
import { excessOf, prepareInput } from './futures.ts';
import { limitRows, scale, writeProgram, type FutureRows, type LimitRow, type PlanProgram } from './program.ts';
import type { PlanLimits } from './terms.ts';

/** What a search needs to know. */
export interface SearchOptions {
  /** The scenario as stated, and the sampled futures of it. */
  readonly stated: ModelInput;
  readonly futures: readonly ModelInput[];
  readonly decisions: readonly Decision[];
  readonly limits: PlanLimits;
  /** Year index from which the shortfall is to be closed. */
  readonly from: number;
  /** Share of the futures in which it is to close. */
  readonly confidence: number;
  /** Share by which more is required than the scenario says: what a plan keeps against chance. */
  readonly margin: number;
  /** Whether one program decides which futures may miss, and with whole amounts: exact, for small cases; default: false. */
  readonly exact?: boolean;
  readonly solver: Solver;
  /** Lets other work through, such as a wish to stop; throws to stop. */
  readonly pause: () => Promise<void>;
}

/** A plan that the search found. */
export interface Found {
  readonly amounts: Float64Array;
  /** Present cost, GBP. */
  readonly cost: number;
  /** What no plan for the futures that it closes can cost less than, by the last program and its multipliers. */
  readonly bound: number;
  /** Indices of the futures that it was made to close. */
  readonly kept: readonly number[];
  readonly rounds: number;
}

// A future counts as missed by more than this share of its requirement, and places as lost by more than this many.
const near = 5e-4;
const exactly = 1e-9;
const lostBy = 1e-6;
const mostRounds = 12;
const futuresAtATime = 6;
const yearsApart = 4;

/** Present cost of a plan, GBP. */
export const costOf = (decisions: readonly Decision[], amounts: ArrayLike<number>): number => {
  let sum = 0;
  decisions.forEach(({ cost }, j) => {
    sum += cost * (amounts[j] ?? 0);
  });
  return sum;
};

/** What is known of one sampled future. */
interface Future extends Omit<FutureRows, 'lines'> {
  /** Ready for a plan, with the margin. */
  readonly input: ModelInput;
  /** Summed requirement in the year by which it is to close. */
  readonly size: number;
  readonly lost: Set<number>;
  lines?: Lines | undefined;
}

/** How a plan does in a future. */
interface Outcome {
  /** The largest excess of the shortfall over what counts as closed, as a share of the requirement; at most 0 is closed. */
  readonly worst: number;
  /** The year indices in which it is above 0. */
  readonly years: readonly number[];
  /** The cells in which places are lost for want of supervision. */
  readonly lost: ReadonlySet<number>;
}

/** Searches for the plan of least cost over sampled futures, with cuts that the engine itself gives. */
export class PlanSearch {
  /** The limits on a plan by itself. */
  rows: readonly LimitRow[];
  readonly #options: SearchOptions;
  readonly #futures: readonly Future[];
  readonly #years = new Set<number>();
  /** The plan about which what is in post is taken as linear. */
  #about: Float64Array;

  /** @param about A plan near the one sought; default: none at all. */
  constructor(options: SearchOptions, about?: Float64Array) {
    this.#options = options;
    const { stated, futures, decisions, limits, from, margin } = options;
    this.#about = about ?? new Float64Array(decisions.length);
    for (let t = from; t < stated.years; t += yearsApart) this.#years.add(t);
    this.#years.add(stated.years);
    const cells = stated.cells.length;
    this.#futures = futures.map((future): Future => {
      const input = prepareInput(future, limits, margin);
      const requirement = new Float64Array((input.years + 1) * cells);
      input.cells.forEach((cell, c) => cell.requirement.forEach((value, t) => (requirement[t * cells + c] = value)));
      const size = requirement.subarray(from * cells, (from + 1) * cells).reduce((sum, value) => sum + value, 0);
      const offered = (cell: number, stream: number, t: number): number =>
        input.cells[cell]?.training[stream]?.starts[t] ?? 0;
      return { input, requirement, size, offered, lost: new Set() };
    });
    this.rows = this.#limitRows();
  }

  /** How many of the futures are to close. */
  get keeps(): number {
    const { confidence } = this.#options;
    return Math.ceil(confidence * this.#futures.length - exactly);
  }

  /** How a plan does in a future, by the engine. */
  outcome(s: number, amounts: ArrayLike<number>): Outcome {
    const { decisions, from } = this.#options;
    const { input, size } = this.#futures[s] as Future;
    const { values } = project(withDecisions(input, decisions, amounts));
    const excess = excessOf(input, values);
    const lost = new Set<number>();
    values.startsLost.forEach((places, at) => {
      if (places > lostBy) lost.add(at % input.cells.length);
    });
    const years: number[] = [];
    let worst = -Infinity;
    for (let t = from; t < excess.length; t += 1) {
      worst = Math.max(worst, (excess[t] as number) / size);
      if ((excess[t] as number) > 0) years.push(t);
    }
    return { worst, years, lost };
  }

  /**
   * Finds the plan of least cost that closes as many of the futures as are to close; taken as linear a second time about
   * the plan first found, since cuts in leaving also keep those whom the rest of the plan brings.
   *
   * @returns undefined where the limits allow no plan.
   */
  async cheapest(): Promise<Found | undefined> {
    const all = [...this.#options.futures.keys()];
    const first = await this.closing(all);
    if (!first || this.#options.exact === true) return first;
    this.centre(first.amounts);
    return (await this.closing(all)) ?? first;
  }

  /** Finds the plan that misses by least in the futures together. */
  async nearest(): Promise<Found> {
    const found = await this.closing([...this.#options.futures.keys()], true);
    if (!found) throw new Error('a plan of nothing is within its limits, so that there is a nearest one');
    return found;
  }

  /** Takes what is in post as linear about another plan from now on. */
  centre(amounts: Float64Array): void {
    this.#about = amounts;
    for (const future of this.#futures) future.lines = undefined;
    this.rows = this.#limitRows();
  }

  #limitRows(): readonly LimitRow[] {
    const { stated, decisions, limits } = this.#options;
    const { supervision } = linesOf(prepareInput(stated, limits), decisions, this.#about, stated.years);
    return [
      ...limitRows(stated, decisions, limits),
      // Where the scenario's own places are more than can be supervised, a plan may add none.
      ...supervision.map(({ slopes, most }): LimitRow => ({
        limit: 'supervision',
        terms: slopes,
        most: Math.max(0, most),
      })),
    ];
  }

  /**
   * Finds the plan of least cost that closes all of some futures.
   *
   * @param nearest Finds instead the plan that misses by least, all futures added up, whatever it costs.
   */
  async closing(kept: readonly number[], nearest = false): Promise<Found | undefined> {
    const { decisions, pause, exact = false } = this.#options;
    const missed = exact ? exactly : near;
    const active = new Set(exact ? kept : kept.slice(-futuresAtATime));
    let found: Found | undefined;
    for (let round = 1; round <= mostRounds; round += 1) {
      const solved = await this.#solve(active, nearest);
      if (solved.status === 'infeasible') return undefined;
      if (solved.status !== 'optimal' && solved.status !== 'feasible')
        throw new Error(`the program of the plan ended ${solved.status}`);
      const amounts = solved.solution.values
        .slice(0, decisions.length)
        .map((amount) => (exact ? Math.round(amount) : Math.max(0, amount)));
      await pause();
      const outcomes = kept.map((s) => ({ s, ...this.outcome(s, amounts) }));
      await pause();
      const open = outcomes.filter(({ worst }) => worst > missed).toSorted((a, b) => b.worst - a.worst || a.s - b.s);
      const mayMiss = exact ? kept.length - this.keeps : 0;
      const bound = solved.solution.bound / scale;
      found = { amounts, cost: costOf(decisions, amounts), bound, kept, rounds: round };
      if (open.length <= mayMiss) return found;
      let changed = 0;
      for (const { s, years, lost } of open.slice(0, exact ? open.length : 2 * futuresAtATime)) {
        for (const year of years) {
          if (!this.#years.has(year)) changed += 1;
          this.#years.add(year);
        }
        if (!active.has(s)) changed += 1;
        active.add(s);
        const future = this.#futures[s] as Future;
        for (const cell of lost) {
          if (!future.lost.has(cell)) changed += 1;
          future.lost.add(cell);
        }
      }
      // What is left is what cuts in leaving add to each other, and the nearest plan misses some anyway.
      if (changed === 0) return found;
    }
    return found;
  }

  #solve(active: ReadonlySet<number>, nearest: boolean): Promise<Solved> {
    const { decisions, stated, solver, exact = false } = this.#options;
    const plan: PlanProgram = {
      decisions,
      limits: this.rows,
      futures: [...active].toSorted((a, b) => a - b).map((s) => this.#open(s)),
      cells: stated.cells.length,
      years: [...this.#years].toSorted((a, b) => a - b),
      tolerance: stated.closure.tolerance,
      nearest,
      ...(exact ? { whole: true, mayMiss: this.#futures.length - this.keeps } : {}),
    };
    return solveChecked(solver, writeProgram(plan));
  }

  #open(s: number): FutureRows {
    const { decisions, from } = this.#options;
    const future = this.#futures[s] as Future;
    const lines = (future.lines ??= linesOf(future.input, decisions, this.#about, from));
    return { ...future, lines };
  }
}
