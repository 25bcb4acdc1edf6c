import { ProgramBuilder, type Program, type Term } from '@isocentre/solver';
import type { ModelInput } from '../model-input.ts';
import type { Decision } from './decisions.ts';
import { firstStep, type PlanLimits } from './terms.ts';

/** What is in post in a cell of a future at the start of a year is at most `level` + Σ slope · amount, WTE. */
export interface Cut {
  readonly future: number;
  readonly cell: number;
  readonly t: number;
  readonly level: number;
  readonly slopes: readonly Term[];
}

/** Σ coefficient · amount is at most `most`: a limit on a plan by itself. */
export interface LimitRow {
  readonly limit: keyof PlanLimits;
  readonly terms: readonly Term[];
  readonly most: number;
}

/** A plan as a program: its columns are the amounts of the decisions first, then shortfalls. */
export interface PlanProgram {
  readonly decisions: readonly Decision[];
  readonly limits: readonly LimitRow[];
  readonly cuts: readonly Cut[];
  /** For each future that is to close, its requirement: cell `c` in year `t` at `t × cells + c`. */
  readonly requirement: ReadonlyMap<number, Float64Array>;
  readonly cells: number;
  /** Year indices in which it is to be closed. */
  readonly years: readonly number[];
  /** Largest summed shortfall that counts as closed, as a share of the summed requirement. */
  readonly tolerance: number;
  /** Staff kept above the requirement against chance, in square roots of the requirement of a cell. */
  readonly buffer: number;
}

// Costs in the program are in thousands of pounds, so that its numbers are of like size.
export const scale = 1e-3;

// What a thousand pounds weigh against a WTE missed, where a plan is to do most: only among plans that do the same.
const least = 1e-6;

/**
 * Writes a plan as a linear program: minimise the present cost so that in every future and year the shortfalls of the
 * cells add up to no more than the tolerance. A shortfall is at least 0 and at least what is required less what can be in
 * post; as many cuts as there are bound that from above.
 *
 * @param reach Minimises instead, whatever it costs, by how much the futures miss: the plan that does most.
 */
export const writeProgram = (plan: PlanProgram, reach = false): Program => {
  const builder = new ProgramBuilder();
  for (const { most, cost } of plan.decisions)
    builder.column({ upper: most, cost: reach ? cost * scale * least : cost * scale });
  for (const { terms, most } of plan.limits) builder.row(terms, { upper: most });
  const shortfall = new Map<string, number>();
  const years = new Set(plan.years);
  for (const { future, cell, t, level, slopes } of plan.cuts) {
    if (!years.has(t)) continue;
    const key = `${future} ${cell} ${t}`;
    const requirement = plan.requirement.get(future)?.[t * plan.cells + cell] ?? 0;
    const column = shortfall.get(key) ?? builder.column();
    shortfall.set(key, column);
    builder.row([[column, 1], ...slopes], { lower: requirement + plan.buffer * Math.sqrt(requirement) - level });
  }
  for (const [future, requirement] of plan.requirement) {
    const missed = reach ? builder.column({ cost: 1 }) : -1;
    for (const t of plan.years) {
      const terms: Term[] = missed >= 0 ? [[missed, -1]] : [];
      let all = 0;
      for (let cell = 0; cell < plan.cells; cell += 1) {
        all += requirement[t * plan.cells + cell] ?? 0;
        const column = shortfall.get(`${future} ${cell} ${t}`);
        if (column !== undefined) terms.push([column, 1]);
      }
      builder.row(terms, { upper: plan.tolerance * all });
    }
  }
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
