import type { Term } from '@isocentre/solver';
import type { ModelInput } from '../model-input.ts';
import type { Decision } from './decisions.ts';
import type { Centre } from './centre.ts';
import { firstStep, millionths, planLimits, type PlanLimits } from './terms.ts';

/** Σ coefficient · amount is at most `most`: a limit on a plan by itself. */
export interface LimitRow {
  readonly limit: keyof PlanLimits;
  readonly terms: readonly Term[];
  readonly most: number;
}

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
        (spending[year] ?? 0) > 0 ? [[j, (spending[year] ?? 0) * millionths]] : [],
      );
      rows.push({ limit: 'budget', terms, most: limits.budget * millionths });
    }
  }
  return rows;
};

// A limit within this share of its value counts as met.
const near = 1e-3;

/** The limits that a plan meets somewhere: a row without room, a decision at its most, or places lost for want of supervision. */
export const limitsMet = (
  input: ModelInput,
  decisions: readonly Decision[],
  { amounts, lost, lines }: Centre,
  limits: PlanLimits,
): readonly (keyof PlanLimits)[] => {
  const isFull = ({ terms, most }: Pick<LimitRow, 'terms' | 'most'>): boolean => {
    let sum = 0;
    for (const [j, coefficient] of terms) sum += coefficient * (amounts[j] ?? 0);
    return terms.some(([j]) => (amounts[j] ?? 0) > near) && sum >= most - near * Math.max(1, Math.abs(most));
  };
  const met = new Set<keyof PlanLimits>();
  for (const row of limitRows(input, decisions, limits)) if (isFull(row)) met.add(row.limit);
  const ceilings = { training: 'trainingCeiling', overseas: 'overseasCeiling', retention: 'retentionCeiling' } as const;
  decisions.forEach(({ measure, most }, j) => {
    if (most > 0 && (amounts[j] ?? 0) >= most * (1 - near)) met.add(ceilings[measure]);
  });
  const trains = lines.supervision.some(({ slopes, most }) => isFull({ terms: slopes, most }));
  if (lost.size > 0 || trains) met.add('supervision');
  return (Object.keys(planLimits) as (keyof PlanLimits)[]).filter((limit) => met.has(limit));
};
