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
const near = 1.07;
/** The same over a part of the futures. */
const roughEnough = 1.25;

/** What came of seeking a plan under some limits. */
export interface Tried {
  readonly found: boolean;
  /** How hard the futures are with the last plan that was tried, as a multiple of what closes. */
  readonly hardest: number;
  /** Whether none was run, since the program itself says that none comes near: no other futures would say otherwise. */
  readonly isForetold: boolean;
}

/**
 * Finds roughly by how much a limit must give. More of it makes futures easier, the less the more there is already, so
 * that where a straight line through two shares that are far too little says that it is enough, it is still too little.
 */
const roughly = async (tried: (by: number) => Promise<Tried>, hardest: number): Promise<number> => {
  let [low, high] = [0, mostRelaxed];
  let before: readonly [by: number, hardest: number] = [0, hardest];
  let onLine = 0;
  while (high > Math.max(smallest, low) * roughEnough) {
    const least = Math.max(low, smallest);
    const by = Math.sqrt((onLine > least && onLine < high ? onLine : least) * high);
    const one = await tried(by);
    onLine = 0;
    if (one.found) high = by;
    else {
      // Once each line has been followed, what lies between is halved.
      if (one.isForetold && before[1] > one.hardest)
        onLine = by + ((by - before[0]) * (one.hardest - 1)) / (before[1] - one.hardest);
      before = [by, one.hardest];
      low = by;
    }
  }
  return high;
};

/**
 * Finds by how much a limit must give: a share at which a plan is found, and at 90 % of which none is.
 *
 * @param tries Whether a plan is found under some limits, over a part of the futures or, in the end, all of them.
 * @param hardest How hard the futures are under the limits as they are.
 */
export const relax = async (
  limits: PlanLimits,
  limit: PlanLimit | 'all',
  tries: (limits: PlanLimits, overAll: boolean) => Promise<Tried>,
  hardest: number,
): Promise<Relaxation> => {
  const is = limit === 'all' ? null : limits[limit];
  const tried = async (by: number, overAll: boolean): Promise<Tried> => tries(relaxed(limits, limit, by), overAll);
  const found = async (by: number): Promise<boolean> => (await tried(by, true)).found;
  const notEnough: Relaxation = { limit, is, mustBe: null, by: null };
  const most = await tried(mostRelaxed, false);
  if (!most.found && most.isForetold) return notEnough;
  let by = most.found ? await roughly(async (one) => tried(one, false), hardest) : mostRelaxed;
  // What holds over a part is put to all of them, in steps that grow until it lies between two.
  let [low, high, step] = [0, Infinity, near];
  while (high > Math.max(smallest, low) * closeEnough) {
    if (await found(by)) high = by;
    else if (by >= mostRelaxed) return notEnough;
    else low = by;
    if (low === 0) by = Math.max(smallest, high / step);
    else by = high === Infinity ? Math.min(mostRelaxed, low * step) : Math.sqrt(low * high);
    step *= step;
  }
  return { limit, is, mustBe: limit === 'all' ? null : relaxed(limits, limit, high)[limit], by: high };
};
