import { ProgramBuilder, type Program, type Term } from '@isocentre/solver';
import type { ModelInput } from '../model-input.ts';
import type { Lines } from './cuts.ts';
import type { Decision } from './decisions.ts';
import { firstStep, type PlanLimits } from './terms.ts';

/** Σ coefficient · amount is at most `most`: a limit on a plan by itself. */
export interface LimitRow {
  readonly limit: keyof PlanLimits;
  readonly terms: readonly Term[];
  readonly most: number;
}

/** What must hold in one future. */
export interface FutureRows {
  readonly lines: Lines;
  /** Cells in which places may be lost for want of supervision, so that the program works out how many start. */
  readonly lost: ReadonlySet<number>;
  /** Places that the scenario offers, of training stream `stream` of cell `cell` in step `t`. */
  readonly offered: (cell: number, stream: number, t: number) => number;
  /** Required in cell `c` in year `t` at `t × cells + c`, WTE. */
  readonly requirement: Float64Array;
}

/** A plan as a program: its columns are the amounts of the decisions first. */
export interface PlanProgram {
  readonly decisions: readonly Decision[];
  readonly limits: readonly LimitRow[];
  readonly futures: readonly FutureRows[];
  readonly cells: number;
  /** Year indices in which it is to be closed. */
  readonly years: readonly number[];
  /** Largest summed shortfall that counts as closed, as a share of the summed requirement. */
  readonly tolerance: number;
  /**
   * How many of the futures may miss, chosen by the program with a binary for each; default: none. Many futures make such
   * programs slow.
   */
  readonly mayMiss?: number;
  /** Whether only whole places, people and cuts in leaving are allowed; default: any amount. */
  readonly whole?: boolean;
  /** Minimises, whatever it costs, by how much the futures miss, instead of the cost; default: false. */
  readonly nearest?: boolean;
}

// Costs in the program are in thousands of pounds, so that its numbers are of like size.
export const scale = 1e-3;

// What a thousand pounds weigh against a WTE missed, where a plan is to do most: only among plans that do the same.
const least = 1e-6;

/**
 * Writes a plan as a program: minimise the present cost so that in every future and year the shortfalls of the cells add
 * up to no more than the tolerance. A shortfall is at least 0 and at least what is required less what is in post. Linear, unless futures may miss or amounts are whole.
 */
export const writeProgram = (plan: PlanProgram): Program => {
  const { mayMiss = 0, whole = false, nearest = false } = plan;
  const builder = new ProgramBuilder();
  for (const { most, cost } of plan.decisions)
    builder.column({ upper: most, whole, cost: nearest ? cost * scale * least : cost * scale });
  for (const { terms, most } of plan.limits) builder.row(terms, { upper: most });
  const years = new Set(plan.years);
  const misses: Term[] = [];
  for (const { lines, lost, offered, requirement } of plan.futures) {
    // What starts in this future beyond what the scenario offers: no more than the plan offers, and maybe less.
    const started = new Map<number, number>();
    plan.decisions.forEach(({ measure, cell, stream, t, most }, j) => {
      if (measure !== 'training' || !lost.has(cell)) return;
      const column = builder.column({ lower: -offered(cell, stream, t), upper: most });
      started.set(j, column);
      builder.row(
        [
          [column, 1],
          [j, -1],
        ],
        { upper: 0 },
      );
    });
    const inFuture = (slopes: readonly Term[]): Term[] =>
      started.size === 0 ? [...slopes] : slopes.map(([j, slope]): Term => [started.get(j) ?? j, slope]);
    for (const { cell, slopes, most } of lines.supervision)
      if (lost.has(cell)) builder.row(inFuture(slopes), { upper: most });
    const shortfall = new Map<number, number>();
    for (const { cell, t, level, slopes } of lines.inPost) {
      if (!years.has(t)) continue;
      const at = t * plan.cells + cell;
      const column = shortfall.get(at) ?? builder.column();
      shortfall.set(at, column);
      builder.row([[column, 1], ...inFuture(slopes)], { lower: (requirement[at] as number) - level });
    }
    // One column by which the future misses: any amount where the nearest is sought, all or nothing where it may miss.
    const miss = nearest ? builder.column({ cost: 1 }) : mayMiss > 0 ? builder.column({ upper: 1, whole: true }) : -1;
    if (mayMiss > 0) misses.push([miss, 1]);
    for (const t of plan.years) {
      let required = 0;
      const terms: Term[] = [];
      for (let cell = 0; cell < plan.cells; cell += 1) {
        const at = t * plan.cells + cell;
        required += requirement[at] as number;
        const column = shortfall.get(at);
        if (column !== undefined) terms.push([column, 1]);
      }
      if (miss >= 0) terms.push([miss, nearest ? -1 : -required]);
      builder.row(terms, { upper: plan.tolerance * required });
    }
  }
  if (mayMiss > 0) builder.row(misses, { upper: mayMiss });
  return builder.program;
};

/** The limits on a plan that do not depend on the future: growth of each route in each region, and the budget of each year. */
export const limitRows = (
  input: ModelInput,
  decisions: readonly Decision[],
  limits: PlanLimits,
): readonly LimitRow[] => {
  const rows: LimitRow[] = [];
  const first = firstStep(input);
  const growth = 1 + limits.trainingGrowth;
  // Places of a route in a region by year: today's added up, and the decisions that add to them.
  const routes = new Map<string, { readonly starts: Float64Array; readonly added: Map<number, number[]> }>();
  const routeAt = (cell: number, stream: number): string =>
    `${input.cells[cell]?.training[stream]?.route} ${input.cells[cell]?.region}`;
  input.cells.forEach((cell, index) => {
    cell.training.forEach((one, stream) => {
      const key = routeAt(index, stream);
      const route = routes.get(key) ?? { starts: new Float64Array(input.years), added: new Map<number, number[]>() };
      routes.set(key, route);
      one.starts.forEach((starts, t) => {
        route.starts[t] = (route.starts[t] as number) + starts;
      });
    });
  });
  decisions.forEach(({ measure, cell, stream, t }, j) => {
    if (measure !== 'training') return;
    const added = routes.get(routeAt(cell, stream))?.added;
    added?.set(t, [...(added.get(t) ?? []), j]);
  });
  for (const { starts, added } of routes.values()) {
    for (const [t, now] of added) {
      const before = added.get(t - 1) ?? [];
      const most = growth * (starts[Math.max(0, t - 1)] ?? 0) - (starts[t] ?? 0);
      rows.push({
        limit: 'trainingGrowth',
        terms: [...now.map((j): Term => [j, 1]), ...before.map((j): Term => [j, -growth])],
        most: Math.max(0, most),
      });
    }
  }
  if (Number.isFinite(limits.budget)) {
    for (let year = first; year < input.years; year += 1) {
      const terms = decisions.flatMap(({ spending }, j): Term[] =>
        (spending[year] ?? 0) > 0 ? [[j, (spending[year] ?? 0) * scale]] : [],
      );
      rows.push({ limit: 'budget', terms, most: limits.budget * scale });
    }
  }
  return rows;
};
