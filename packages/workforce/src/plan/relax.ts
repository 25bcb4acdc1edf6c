import { planLimits, type PlanLimits } from './terms.ts';

/** A named limit on a plan. */
export type PlanLimit = keyof PlanLimits;

/** By how much a limit must give, alone, for a plan to exist. */
export interface Relaxation {
  readonly limit: PlanLimit | 'all';
  /** What it is, and what it must be; `null` where not even many times as much is enough by itself. */
  readonly is: number | null;
  readonly mustBe: number | null;
  /** mustBe ÷ is − 1: the share by which it must give. At 90 % of that there is no plan. */
  readonly by: number | null;
}

/** The limits that can be relaxed: a budget only where there is one. */
export const relaxable = (limits: PlanLimits): readonly PlanLimit[] =>
  (Object.keys(planLimits) as PlanLimit[]).filter((limit) => Number.isFinite(limits[limit]) && limits[limit] > 0);

/** Relaxes one limit, or all of them, by a share of what it is; no more can be kept than all who would leave. */
export const relaxed = (limits: PlanLimits, limit: PlanLimit | 'all', by: number): PlanLimits => {
  const names = limit === 'all' ? relaxable(limits) : [limit];
  const changed = names.map((name) => {
    const value = limits[name] * (1 + by);
    return [name, name === 'retentionCeiling' || name === 'overseasCeiling' ? Math.min(1, value) : value] as const;
  });
  return { ...limits, ...Object.fromEntries(changed) };
};

// Beyond nine times as much a limit is no limit, and what is missing lies elsewhere.
const mostRelaxed = 8;
const exact = 1.08;

/**
 * Finds by how much a limit must give: the least share at which there is a plan, to within a twelfth, so that at 90 % of
 * it there is none.
 *
 * @param exists Whether there is a plan under some limits; never no where it was yes for tighter ones.
 */
export const relax = async (
  limits: PlanLimits,
  limit: PlanLimit | 'all',
  exists: (limits: PlanLimits) => Promise<boolean>,
): Promise<Relaxation> => {
  const is = limit === 'all' ? null : limits[limit];
  if (!(await exists(relaxed(limits, limit, mostRelaxed)))) return { limit, is, mustBe: null, by: null };
  let [low, high] = [0, mostRelaxed];
  const smallest = 0.005;
  while (high > Math.max(smallest, low * exact)) {
    const middle = low === 0 ? high / (2 * 2) : (low + high) / 2;
    if (await exists(relaxed(limits, limit, middle))) high = middle;
    else low = middle;
  }
  const mustBe = limit === 'all' ? null : relaxed(limits, limit, high)[limit];
  return { limit, is, mustBe, by: high };
};
