import { solveChecked, type Program, type Solved, type Solver, type Term } from '@isocentre/solver';
import type { ModelInput } from '../model-input.ts';
import { project } from '../project.ts';
import { withDecisions, type Decision } from './decisions.ts';
import { excessOf, SlopeTaker, withoutLimits, worstFrom } from './futures.ts';
import { limitRows, scale, writeProgram, type Cut, type LimitRow } from './program.ts';
import { firstStep, type PlanLimits } from './terms.ts';

/** What a search needs to know. */
export interface SearchOptions {
  /** The scenario as stated, ready for a plan. */
  readonly stated: ModelInput;
  /** The sampled futures, ready for a plan. */
  readonly futures: readonly ModelInput[];
  readonly decisions: readonly Decision[];
  readonly limits: PlanLimits;
  /** Year index from which the shortfall is to be closed. */
  readonly from: number;
  /** Share of the futures in which it is to close. */
  readonly confidence: number;
  readonly solver: Solver;
  /** Lets other work through, such as a wish to stop; throws to stop. */
  readonly pause: () => Promise<void>;
}

/** A plan that the search found. */
export interface Found {
  readonly amounts: Float64Array;
  /** Present cost, GBP. */
  readonly cost: number;
  /** What no plan for the same futures and buffer can cost less than, by the linear program and its multipliers. */
  readonly bound: number;
  /** Indices of the futures that it was made to close. */
  readonly kept: readonly number[];
  readonly rounds: number;
  readonly rows: number;
}

// A future counts as missed by more than this share of its requirement, and a prediction as wrong by more WTE than this.
const missed = 1e-3;
const wrongBy = 1;
const mostRounds = 8;
// The plan that does most is an answer to say how near one comes, so that it need not be exact.
const roundsOfReach = 2;
const futuresAtATime = 4;
const yearsApart = 4;

/** Present cost of a plan, GBP. */
export const costOf = (decisions: readonly Decision[], amounts: ArrayLike<number>): number => {
  let sum = 0;
  decisions.forEach(({ cost }, j) => {
    sum += cost * (amounts[j] ?? 0);
  });
  return sum;
};

/** Searches for the plan of least cost over sampled futures, with cuts that the engine itself gives. */
export class PlanSearch {
  readonly rows: readonly LimitRow[];
  readonly #options: SearchOptions;
  readonly #slopes: SlopeTaker;
  readonly #requirement: readonly Float64Array[];
  /** How hard each future is, the easiest first. */
  #order: readonly number[] = [];
  readonly #cuts: Map<number, Cut[]>;
  /** Year indices in which the program asks for closing; others are added where a plan misses them. */
  readonly #years: Set<number>;
  readonly #corrections = new Map<number, Cut[]>();

  /** @param cuts Cuts of another search over the same futures and decisions without limits, which hold for any limits. */
  constructor(options: SearchOptions, cuts = new Map<number, Cut[]>()) {
    this.#options = options;
    this.#cuts = cuts;
    this.#years = new Set();
    for (let t = options.from; t < options.stated.years; t += yearsApart) this.#years.add(t);
    this.#years.add(options.stated.years);
    this.#slopes = new SlopeTaker(options.stated, options.decisions);
    this.#requirement = options.futures.map((input) => {
      const list = new Float64Array((input.years + 1) * input.cells.length);
      input.cells.forEach((cell, c) => {
        cell.requirement.forEach((value, t) => {
          list[t * input.cells.length + c] = value;
        });
      });
      return list;
    });
    this.rows = [...limitRows(options.stated, options.decisions, options.limits), ...this.#supervisionRows()];
  }

  /** The largest excess of each future from the target year on, as a share of its requirement there, under a plan. */
  excess(amounts: ArrayLike<number>, futures: Iterable<number> = this.#options.futures.keys()): Map<number, number> {
    const { decisions, from } = this.#options;
    const found = new Map<number, number>();
    for (const s of futures) {
      const input = this.#options.futures[s] as ModelInput;
      const worst = worstFrom(excessOf(input, project(withDecisions(input, decisions, amounts)).values), from);
      found.set(s, worst / this.#totalRequirement(s));
    }
    return found;
  }

  /** Orders the futures by how far each is from closed under a plan, the nearest first. */
  orderBy(amounts: ArrayLike<number>): readonly number[] {
    const excess = this.excess(amounts);
    return [...excess.keys()].toSorted((a, b) => (excess.get(a) ?? 0) - (excess.get(b) ?? 0) || a - b);
  }

  /**
   * Finds the plan of least cost that closes the easiest futures, as many as the confidence asks for; then asks which
   * futures that plan finds easiest, and tries those.
   *
   * @param buffer Staff kept above the requirement against chance, in square roots of the requirement of a cell.
   * @returns undefined where the limits allow no such plan.
   */
  async cheapest(buffer: number, tries = 1): Promise<Found | undefined> {
    let best = await this.closing(this.kept, buffer);
    if (!best) {
      // What is hard without a plan need not be hard to plan for: what does most tells them apart.
      const nearest = await this.closing(this.kept, buffer, true);
      if (nearest) this.#order = this.orderBy(nearest.amounts);
      best = await this.closing(this.kept, buffer);
    }
    for (let i = 0; best && i < tries; i += 1) {
      // A plan a little smaller tells apart those that it closes by far from those that it only just does.
      const little = 0.97;
      const order = this.orderBy(best.amounts.map((amount) => amount * little));
      const other = await this.closing(order.slice(0, best.kept.length), buffer);
      if (!other || other.cost >= best.cost) break;
      best = other;
      this.#order = order;
    }
    return best;
  }

  /** The futures that a plan is made for, as many as the confidence asks for: the easiest, as they are without a plan at first. */
  get kept(): readonly number[] {
    const { confidence, futures, decisions } = this.#options;
    if (this.#order.length === 0) this.#order = this.orderBy(new Float64Array(decisions.length));
    return this.#order.slice(0, Math.ceil(confidence * futures.length - missed));
  }

  /** Cuts without limits, for other searches over the same futures and decisions. */
  get cuts(): Map<number, Cut[]> {
    return this.#cuts;
  }

  /**
   * Finds the plan of least cost that closes all of some futures.
   *
   * @param reach Finds instead the plan that misses by least, all futures added up, whatever it costs.
   */
  async closing(kept: readonly number[], buffer: number, reach = false): Promise<Found | undefined> {
    const { decisions, pause } = this.#options;
    const active = new Set(kept.slice(-futuresAtATime));
    const most = reach ? roundsOfReach : mostRounds;
    for (let round = 1; round <= most; round += 1) {
      for (const s of active) if (!this.#cuts.has(s)) await this.#cutWithoutLimits(s);
      const program = this.#program(active, buffer, reach);
      const solved = await this.#solve(program);
      await pause();
      if (solved.status === 'infeasible') return undefined;
      if (solved.status !== 'optimal' && solved.status !== 'feasible')
        throw new Error(`the program of the plan ended ${solved.status}`);
      const amounts = solved.solution.values.slice(0, decisions.length).map((amount) => Math.max(0, amount));
      const corrected = await this.#correct(active, amounts, buffer);
      const { excess, years } = this.#buffered(amounts, kept, buffer);
      const left = kept.filter((s) => (excess.get(s) ?? 0) > missed && !active.has(s));
      const later = reach ? [] : [...years].filter((t) => !this.#years.has(t));
      for (const t of later) this.#years.add(t);
      if ((corrected === 0 && later.length === 0 && (reach || left.length === 0)) || round === most) {
        return {
          amounts,
          cost: costOf(decisions, amounts),
          bound: solved.solution.bound / scale,
          kept,
          rounds: round,
          rows: program.rowLower.length,
        };
      }
      left
        .toSorted((a, b) => (excess.get(b) ?? 0) - (excess.get(a) ?? 0) || a - b)
        .slice(0, futuresAtATime)
        .forEach((s) => active.add(s));
    }
    return undefined;
  }

  /**
   * Whether the hardest of the futures that are kept can be closed together, on the cuts without limits: no for them is no
   * for all; yes is not yet yes for all.
   */
  async mayClose(buffer: number): Promise<boolean> {
    const hardest = new Set(this.kept.slice(-futuresAtATime));
    for (const s of hardest) if (!this.#cuts.has(s)) await this.#cutWithoutLimits(s);
    const solved = await this.#solve(this.#program(hardest, buffer, false));
    await this.#options.pause();
    return solved.status === 'optimal' || solved.status === 'feasible';
  }

  async #solve(program: Program): Promise<Solved> {
    return solveChecked(this.#options.solver, program, { method: 'interior-point' });
  }

  #program(active: ReadonlySet<number>, buffer: number, reach: boolean): Program {
    const { decisions, stated } = this.#options;
    const plan = {
      decisions,
      limits: this.rows,
      cuts: [...active].flatMap((s) => [...(this.#cuts.get(s) ?? []), ...(this.#corrections.get(s) ?? [])]),
      requirement: new Map([...active].map((s) => [s, this.#requirement[s] as Float64Array])),
      cells: stated.cells.length,
      years: [...this.#years].toSorted((a, b) => a - b),
      tolerance: stated.closure.tolerance,
      buffer,
    };
    return writeProgram(plan, reach);
  }

  #totalRequirement(s: number): number {
    const { stated, from } = this.#options;
    const cells = stated.cells.length;
    let sum = 0;
    for (let cell = 0; cell < cells; cell += 1) sum += this.#requirement[s]?.[from * cells + cell] ?? 0;
    return sum;
  }

  /** The excess of each future where the buffer is required as well, as a share of its requirement, and the worst years. */
  #buffered(
    amounts: Float64Array,
    kept: readonly number[],
    buffer: number,
  ): { readonly excess: Map<number, number>; readonly years: ReadonlySet<number> } {
    const { decisions, futures, from, stated } = this.#options;
    const cells = stated.cells.length;
    const found = new Map<number, number>();
    const years = new Set<number>();
    for (const s of kept) {
      const input = futures[s] as ModelInput;
      const { inPost } = project(withDecisions(withoutPostLimit(input), decisions, amounts)).values;
      let [worst, year] = [-Infinity, from];
      for (let t = from; t <= stated.years; t += 1) {
        let [shortfall, all] = [0, 0];
        for (let cell = 0; cell < cells; cell += 1) {
          const required = this.#requirement[s]?.[t * cells + cell] ?? 0;
          all += required;
          shortfall += Math.max(0, required + buffer * Math.sqrt(required) - (inPost[t * cells + cell] as number));
        }
        const over = shortfall - stated.closure.tolerance * all;
        if (over > worst) [worst, year] = [over, t];
      }
      const share = worst / this.#totalRequirement(s);
      found.set(s, share);
      if (share > missed) years.add(year);
    }
    return { excess: found, years };
  }

  async #cutWithoutLimits(s: number): Promise<void> {
    const { futures, decisions } = this.#options;
    const slopes = this.#slopes.withoutLimits(futures[s] as ModelInput);
    this.#cuts.set(
      s,
      this.#cutsFrom(s, slopes, new Float64Array(decisions.length), () => true),
    );
    await this.#options.pause();
  }

  /** Adds cuts at a plan where the engine leaves fewer in post than the cuts so far foretell, and counts them. */
  async #correct(active: ReadonlySet<number>, amounts: Float64Array, buffer: number): Promise<number> {
    const { futures, decisions, stated } = this.#options;
    const cells = stated.cells.length;
    let added = 0;
    for (const s of active) {
      const input = withoutPostLimit(futures[s] as ModelInput);
      const { inPost } = project(withDecisions(input, decisions, amounts)).values;
      const foretold = new Map<number, number>();
      for (const { cell, t, level, slopes } of [...(this.#cuts.get(s) ?? []), ...(this.#corrections.get(s) ?? [])]) {
        if (!this.#years.has(t)) continue;
        let sum = level;
        for (const [j, slope] of slopes) sum += slope * (amounts[j] as number);
        const at = t * cells + cell;
        foretold.set(at, Math.min(foretold.get(at) ?? Infinity, sum));
      }
      const wrong = new Set<number>();
      for (const [at, expected] of foretold) {
        const required = this.#requirement[s]?.[at] ?? 0;
        const needed = Math.min(expected, required + buffer * Math.sqrt(required));
        if (needed - (inPost[at] as number) > wrongBy) wrong.add(at);
      }
      if (wrong.size === 0) continue;
      const slopes = this.#slopes.at(input, amounts);
      const cuts = this.#cutsFrom(s, slopes, amounts, (cell, t) => wrong.has(t * cells + cell));
      added += cuts.length;
      this.#corrections.set(s, [...(this.#corrections.get(s) ?? []), ...cuts]);
      await this.#options.pause();
    }
    return added;
  }

  #cutsFrom(
    s: number,
    slopes: ReturnType<SlopeTaker['at']>,
    amounts: Float64Array,
    wanted: (cell: number, t: number) => boolean,
  ): Cut[] {
    const { stated, from } = this.#options;
    const cells = stated.cells.length;
    const cuts: Cut[] = [];
    for (let cell = 0; cell < cells; cell += 1) {
      const columns: { j: number; change: Float64Array }[] = [];
      slopes.each(cell, (j, change) => columns.push({ j, change }));
      for (let t = from; t <= stated.years; t += 1) {
        if (!wanted(cell, t)) continue;
        let level = slopes.values.inPost[t * cells + cell] as number;
        const terms: Term[] = [];
        for (const { j, change } of columns) {
          const slope = change[t] as number;
          if (Math.abs(slope) < tiny) continue;
          terms.push([j, slope]);
          level -= slope * (amounts[j] as number);
        }
        cuts.push({ future: s, cell, t, level, slopes: terms });
      }
    }
    return cuts;
  }

  /** All trainees of a cell stay within what those in post can supervise, on the stated assumptions. */
  #supervisionRows(): readonly LimitRow[] {
    const { stated } = this.#options;
    const cells = stated.cells.length;
    const slopes = this.#slopes.withoutLimits(stated);
    const { headcount, retired, quit, trainees } = slopes.values;
    const rows: LimitRow[] = [];
    stated.cells.forEach((cell, c) => {
      const columns: { j: number; inTraining: Float64Array; heads: Float64Array }[] = [];
      slopes.eachSupervised(c, (j, inTraining, heads) => columns.push({ j, inTraining, heads }));
      const perHead = stated.occupations.find((one) => one.id === cell.occupation)?.supervision ?? [];
      for (let t = firstStep(stated); t < stated.years; t += 1) {
        const at = t * cells + c;
        const heads = (headcount[at] as number) - (retired[at] as number) - (quit[at] as number);
        const terms = columns.flatMap(({ j, inTraining, heads: more }): Term[] => {
          const slope = (inTraining[t + 1] as number) - (perHead[t] ?? 0) * (more[t] as number);
          return Math.abs(slope) < tiny ? [] : [[j, slope]];
        });
        const room = (perHead[t] ?? 0) * heads - (trainees[at + cells] as number);
        if (terms.length > 0) rows.push({ limit: 'supervision', terms, most: Math.max(0, room) });
      }
    });
    return rows;
  }
}

// Slopes below this move nothing that is counted.
const tiny = 1e-7;

/** Lets everybody who is there be hired, so that staff above the requirement can be counted; supervision still binds. */
const withoutPostLimit = (input: ModelInput): ModelInput => {
  const free = withoutLimits(input);
  return { ...free, occupations: input.occupations };
};
