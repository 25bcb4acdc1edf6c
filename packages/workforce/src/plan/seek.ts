import type { Solver } from '@isocentre/solver';
import type { ModelInput } from '../model-input.ts';
import { centreAt, type Centre } from './centre.ts';
import type { Decision } from './decisions.ts';
import type { Needs, SampledFutures } from './futures.ts';
import { roundAmounts } from './plan-scenario.ts';
import { prepareInput } from './prepare.ts';
import type { Tried } from './relax.ts';
import { costOf, PlanSearch, type Found, type LastBasis } from './search.ts';
import type { PlanLimits } from './terms.ts';

/** What seeking a plan needs to know. */
export interface Sought {
  /** The scenario as stated. */
  readonly stated: ModelInput;
  readonly decisions: readonly Decision[];
  readonly limits: PlanLimits;
  /** Year index from which it is to be closed. */
  readonly from: number;
  readonly futures: SampledFutures;
  readonly solver: Solver;
  /** The share of the futures that is run, the first that were drawn; default: all. */
  readonly part?: number | undefined;
  /** Where programs begin; default: the first of each round from nothing. */
  readonly last?: LastBasis | undefined;
  /** Told of each plan that was run through the futures. */
  readonly tell?: (one: Sampled) => void;
}

/** A plan that was run through the sampled futures. */
export interface Sampled {
  readonly centre: Centre;
  readonly needs: Needs;
  /** Present cost, GBP. */
  readonly cost: number;
  /** Share of the sampled futures that it closes. */
  readonly share: number;
  /** Of each future, the largest summed shortfall as a multiple of what is tolerated. */
  readonly hardness: Float64Array;
}

// The share of the kept futures for which a cell is not provided at first, halved so often before it is none; and how
// often the step between too little and enough is halved.
const leftOut = 0.15;
const reserveSteps = 3;
const halvings = 2;
// With regions: the share of what is tolerated that is kept back at first, doubled as often before it is all.
const keptBack = 0.1;
const rounding = 1e-9;
const mostRounds = 7;
/** The same where any plan that closes in the share will do. */
const fewRounds = 3;
/** What a plan may close in beyond what was asked before it counts as more than enough. */
const slack = 0.01;
/** By how much a round must ease the futures, as a share, for another to be worth while. */
const worthwhile = 0.01;
/** How far above what is asked a plan may be aimed, since the futures are harder than was foretold. */
const mostAbove = 0.15;
/** How hard the futures may be foretold to be, as a multiple of what closes, before running them can say nothing else. */
const hopeless = 1.5;
/** How many futures are run where a plan is only to come near, and in how many rounds at most. */
const fewFutures = 100;
const roughRounds = 3;
/** A part of the futures that says roughly what all of them say. */
export const roughPart = ({ runs }: SampledFutures): number => Math.min(1, fewFutures / runs);
/** By how much the share may fall short of what is asked before a plan that is foretold to miss need not be sought anew. */
const farBelow = 0.05;

const countOf = (share: number, runs: number): number => Math.ceil(Math.min(1, share) * runs - rounding);

/** The futures that a plan finds easiest, as many as a share of them. */
const easiest = (hardness: Float64Array, share: number): readonly number[] =>
  Array.from(hardness, (_, run) => run)
    .toSorted((a, b) => (hardness[a] as number) - (hardness[b] as number) || a - b)
    .slice(0, countOf(share, hardness.length));

/** The hardest of the futures that a plan finds easiest: up to 1 it closes in the share. */
export const hardestOf = (hardness: Float64Array, share: number): number =>
  hardness.toSorted()[countOf(share, hardness.length) - 1] ?? 0;

/** Whether a plan comes closer to closing in a share of the futures than another. */
const isCloser = (one: Sampled, other: Sampled, share: number): boolean => {
  if (Math.abs(one.share - other.share) > worthwhile / 2) return one.share > other.share;
  return hardestOf(one.hardness, share) < hardestOf(other.hardness, share) * (1 - worthwhile);
};

interface Foretold {
  readonly found: Found;
  readonly reserve: number;
  readonly hardness: Float64Array;
  readonly hardest: number;
}

/**
 * The plan of least cost that is foretold to close in a share of the futures; without one, the one that comes closest.
 *
 * @param first Whether the first that is foretold to close will do, whatever it costs.
 */
const foretell = async (of: Sought, share: number, about: Sampled, first: boolean): Promise<Foretold> => {
  const { stated, limits, solver } = of;
  const input = prepareInput(stated, limits);
  const search = new PlanSearch({ ...of, input }, about.centre, about.needs, solver, of.last);
  let kept = easiest(search.hardness(about.centre.acting), share);
  const providing = async (reserve: number): Promise<Foretold> => {
    const found = await search.providing(kept, reserve, limits);
    const hardness = search.hardness(found.acting);
    return { found, reserve, hardness, hardest: hardestOf(hardness, share) };
  };
  const attempt = async (reserve: number): Promise<Foretold> => {
    const once = await providing(reserve);
    if (first && once.hardest <= 1) return once;
    // The plan itself decides which futures are easy, so that it is asked once more.
    kept = easiest(once.hardness, share);
    const again = await providing(reserve);
    return again.hardest <= once.hardest ? again : once;
  };
  let best: Foretold | undefined;
  let low = 0;
  const isDivided = stated.regions.length > 1;
  const reserves = Array.from({ length: reserveSteps }, (_, step) =>
    isDivided ? keptBack * 2 ** step : 1 - leftOut / 2 ** step,
  );
  // Programs with regions take long: where any plan will do, the one that is most likely to close.
  if (isDivided && first) reserves.splice(0, reserveSteps - 1);
  for (let reserve: number | undefined = reserves.shift(); reserve !== undefined;) {
    const one = await attempt(reserve);
    if (!best || one.hardest < best.hardest) best = one;
    if (one.hardest <= 1 || reserve === 1) break;
    low = reserve;
    // What is far from enough takes all there is.
    reserve = (one.hardest < hopeless ? reserves.shift() : undefined) ?? 1;
  }
  if (!best) throw new RangeError('a reserve is tried');
  for (let i = 0; i < (first ? 0 : halvings) && best.hardest <= 1; i += 1) {
    const one = await attempt((low + best.reserve) / 2);
    if (one.hardest <= 1 && one.found.cost < best.found.cost) best = one;
    else low = one.reserve;
  }
  return best;
};

/** Runs a plan through the sampled futures, as long as it may still close in a share of them; else gives nothing. */
const sampleAtLeast = async (of: Sought, amounts: Float64Array, least: number): Promise<Sampled | undefined> => {
  const { stated, decisions, limits, from, futures, solver, part } = of;
  const needs = await futures.needs(decisions, amounts, limits, from, least, part);
  if (!needs) return undefined;
  const input = prepareInput(stated, limits);
  const centre = centreAt(input, decisions, amounts, from);
  const hardness = new PlanSearch({ input, decisions, from }, centre, needs, solver).hardness(centre.acting);
  const closed = hardness.reduce((count, one) => count + (one <= 1 ? 1 : 0), 0);
  return { centre, needs, cost: costOf(decisions, amounts), share: closed / hardness.length, hardness };
};

/** Runs a plan through the sampled futures. */
export const sample = async (of: Sought, amounts: Float64Array): Promise<Sampled> => {
  const one = await sampleAtLeast(of, amounts, 0);
  if (!one) throw new RangeError('any plan closes in no fewer than none');
  return one;
};

/** What lies between a plan that closes too few and a dearer one that closes more than enough, where their shares say. */
const between = ({ decisions }: Sought, under: Sampled, over: Sampled, share: number): Float64Array => {
  const weight = (share + slack / 2 - under.share) / (over.share - under.share);
  const [less, more] = [under.centre.amounts, over.centre.amounts];
  // Limits are linear in amounts, so that what lies between two plans keeps them.
  return roundAmounts(
    decisions,
    less.map((amount, j) => amount + weight * ((more[j] as number) - amount)),
  );
};

/**
 * Seeks the plan of least cost that closes in a share of the sampled futures: the linear program about a plan gives the
 * next, whose futures are run anew, until one closes in the share asked for. Where it closes in more than a hundredth
 * more, what lies between it and one that closes in too few is tried.
 *
 * @param start A plan to begin from.
 * @returns the cheapest that closes in the share, else the one that comes closest.
 */
export const seek = async (of: Sought, share: number, start: Sampled): Promise<Sampled> => {
  // With regions running futures takes longest: until a plan comes near, a part of them is.
  let isRough = of.stated.regions.length > 1 && roughPart(of.futures) < 1 && start.share < share - mostAbove;
  let here = start;
  let last: Sampled | undefined;
  let under: Sampled | undefined;
  let over: Sampled | undefined;
  let aim = share;
  // What was foretold is put right by what came out; the first plan is far from what it was foretold about.
  const aimed = (before: number, hardest: number, came: number, round: number): number => {
    if (hardest > 1 && came < share) return share;
    const next = before + (share + slack / 2 - came) / (round === 0 ? 2 : 1);
    return Math.min(1, share + mostAbove, Math.max(share / 2, next));
  };
  for (let round = 0; round < mostRounds; round += 1) {
    let hardest = 0;
    if (under && over) here = await sample(of, between(of, under, over, share));
    else {
      const { found, ...foretold } = await foretell(of, aim, here, round === 0 || isRough);
      hardest = foretold.hardest;
      const amounts = roundAmounts(of.decisions, found.amounts);
      if (isRough && hardest <= 2 * hopeless) {
        here = await sample({ ...of, part: roughPart(of.futures) }, amounts);
        isRough = here.share < share - slack && (!last || isCloser(here, last, share)) && round + 1 < roughRounds;
        last = here;
      } else isRough = false;
      if (!isRough) here = await sample(of, amounts);
    }
    of.tell?.(here);
    if (isRough) {
      aim = aimed(aim, hardest, here.share, round);
      continue;
    }
    const reaches = here.share >= share;
    const closer = !under || isCloser(here, under, share);
    if (reaches && (!over || here.cost < over.cost)) over = here;
    if (!reaches && closer) under = here;
    if (over && (over.share <= share + slack || !under || under.cost >= over.cost)) break;
    // Where the program itself foretells too few, and the futures agree, more rounds do not help.
    if (!over && hardest > 1 && (hardest > 2 * hopeless || (!closer && round > 1))) break;
    aim = aimed(aim, hardest, here.share, round);
  }
  return over ?? under ?? here;
};

/**
 * Finds whether a plan closes in a share of the sampled futures, whatever it costs.
 *
 * @returns what came of it, and the first plan that does.
 */
export const seekAny = async (
  of: Sought,
  share: number,
  start: Sampled,
): Promise<Tried & { readonly plan?: Sampled }> => {
  let here = start;
  let hardness = Infinity;
  for (let round = 0; round < fewRounds; round += 1) {
    const { found, hardest } = await foretell(of, share, here, true);
    if (hardest > hopeless) return { found: false, hardest, isForetold: round === 0 };
    hardness = Math.max(1, hardest);
    // Nothing follows from a plan that closes in less than this.
    const least = round === fewRounds - 1 ? share : hardest > 1 ? share - farBelow : 0;
    const one = await sampleAtLeast(of, roundAmounts(of.decisions, found.amounts), least);
    if (!one) break;
    hardness = hardestOf(one.hardness, share);
    if (one.share >= share) return { found: true, hardest: hardness, isForetold: false, plan: one };
    of.tell?.(one);
    // Each round brings less than the one before.
    if (round > 0 && share - one.share > one.share - here.share) break;
    here = one;
  }
  return { found: false, hardest: hardness, isForetold: false };
};
