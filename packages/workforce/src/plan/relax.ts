import { planLimits, type PlanLimits } from './terms.ts';

/** A named limit on a plan. */
export type PlanLimit = keyof PlanLimits;

/** By how much a limit must give for a plan to be found. */
export interface Relaxation {
  readonly limit: PlanLimit | 'all';
  /** What it is, and what it must be; null where not even nine times as much is enough by itself, and for all together. */
  readonly is: number | null;
  readonly mustBe: number | null;
  /** mustBe ÷ is − 1: the share by which it must give; null where that is not enough. At 90 % of it none is found. */
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
const smallest = 0.005;
/** Between what is enough and what is not: so close that 90 % of the one is below the other. */
const closeEnough = 1.08;

/**
 * Finds by how much a limit must give: a share at which a plan is found, and at 90 % of which none is.
 *
 * @param exists Whether a plan is found under some limits.
 */
export const relax = async (
  limits: PlanLimits,
  limit: PlanLimit | 'all',
  exists: (limits: PlanLimits) => Promise<boolean>,
): Promise<Relaxation> => {
  const is = limit === 'all' ? null : limits[limit];
  if (!(await exists(relaxed(limits, limit, mostRelaxed)))) return { limit, is, mustBe: null, by: null };
  let [low, high] = [0, mostRelaxed];
  while (high > Math.max(smallest, low) * closeEnough) {
    const middle = Math.sqrt(Math.max(low, smallest) * high);
    if (await exists(relaxed(limits, limit, middle))) high = middle;
    else low = middle;
  }
  return { limit, is, mustBe: limit === 'all' ? null : relaxed(limits, limit, high)[limit], by: high };
};
