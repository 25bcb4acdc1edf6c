import { incompleteBeta, normalQuantile } from '@isocentre/statistics';
import { intervalMethods, type IntervalMethod, type IntervalMethodId } from './interval-method.ts';
import { roundsTo, successesFor, unitOf, windowOf, type PrintedNumber } from './printed.ts';

/** A proportion as printed, with or without an interval. */
export interface PrintedProportion {
  readonly estimate: PrintedNumber;
  readonly lower?: PrintedNumber;
  readonly upper?: PrintedNumber;
  /** Confidence level, 0…1. */
  readonly level: number;
  /** 100 where the numbers are printed in per cent, else 1. */
  readonly scale: number;
}

/** Counts that give a printed proportion, and the method that gives its interval; no method where none was printed. */
export interface RecoveredCounts {
  readonly successes: number;
  readonly trials: number;
  readonly method?: IntervalMethodId;
}

/** Which counts to search. */
export interface Search {
  /** The fewest and the most trials, both included. */
  readonly trials: readonly [from: number, to: number];
  /** Units in the last place by which the bounds may be off; the estimate by at most one of them. Default 0. */
  readonly slack?: number;
  /** The successes, where they are stated. */
  readonly successes?: number;
  /** Default: every method, in the order of `intervalMethods`. */
  readonly methods?: readonly IntervalMethodId[];
}

/** The most trials that are searched where no number of cases is stated. */
export const mostTrials = 10_000;

/** The most counts that one method may give before its search ends: a figure that so many give is too coarse to be tested. */
export const mostMatches = 1_000;

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** Tells whether a computed bound rounds to the printed one, as computed or cut off at 0 and 1. */
const boundFits = (value: number, printed: PrintedNumber, scale: number, slack: number): boolean =>
  roundsTo(value * scale, printed, slack) || roundsTo(clamp(value) * scale, printed, slack);

type Shape = readonly [a: number, b: number];

/** The shapes of the beta distributions whose quantiles are the bounds of k of n, for the methods that have such bounds. */
const betaShapes: Partial<Record<IntervalMethodId, (k: number, n: number) => readonly [lower: Shape, upper: Shape]>> = {
  'clopper-pearson': (k, n) => [
    [k, n - k + 1],
    [k + 1, n - k],
  ],
  jeffreys: (k, n) => [
    [k + 0.5, n - k + 0.5],
    [k + 0.5, n - k + 0.5],
  ],
};

/**
 * Tells whether an interval of k of n rounds to the printed bounds.
 *
 * A bound that is a beta quantile lies between two values where the distribution function there is on either side of the
 * tail; that takes a tenth of the time of the quantile itself.
 */
const intervalFits = (
  { lower, upper, level, scale }: PrintedProportion,
  method: IntervalMethod,
  [k, n]: readonly [number, number],
  slack: number,
): boolean => {
  const shapes = betaShapes[method.id]?.(k, n);
  if (!shapes || k === 0 || k === n) {
    const interval = method.interval(k, n, level);
    if (lower && !boundFits(interval.lower, lower, scale, slack)) return false;
    return !upper || boundFits(interval.upper, upper, scale, slack);
  }
  const between = (printed: PrintedNumber, [a, b]: Shape, tail: number): boolean => {
    const { low, high } = windowOf(printed, slack);
    return incompleteBeta(low / scale, a, b) <= tail && incompleteBeta(high / scale, a, b) >= tail;
  };
  const tail = (1 - level) / 2;
  return (!lower || between(lower, shapes[0], tail)) && (!upper || between(upper, shapes[1], 1 - tail));
};

const firstTrue = (from: number, to: number, test: (n: number) => boolean): number => {
  let [low, high] = [from, to + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (test(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
};

/**
 * Narrows the trials that can give a printed interval by a method whose bounds are beta quantiles.
 *
 * For a fixed share the bounds close in on it as trials grow, so that too few and too many trials are told by bisection,
 * with the distribution function in place of its inverse. Shares at the ends, where a bound is 0 or 1, are not narrowed.
 */
const narrow = (
  printed: PrintedProportion,
  id: IntervalMethodId,
  [from, to]: readonly [number, number],
  slack: number,
): readonly [number, number] => {
  const shapes = betaShapes[id];
  if (!shapes || !printed.lower || !printed.upper) return [from, to];
  const share = windowOf(printed.estimate, Math.min(1, slack));
  const [shareLow, shareHigh] = [share.low / printed.scale, share.high / printed.scale];
  if (shareLow <= 0 || shareHigh >= 1) return [from, to];
  const lower = windowOf(printed.lower, slack);
  const upper = windowOf(printed.upper, slack);
  const tail = (1 - printed.level) / 2;
  const below = (x: number, [a, b]: Shape): number => incompleteBeta(x / printed.scale, a, b);
  const lowerShape = (p: number, n: number): Shape => shapes(p * n, n)[0];
  const upperShape = (p: number, n: number): Shape => shapes(p * n, n)[1];
  const wide = (n: number): boolean =>
    below(lower.low, lowerShape(shareHigh, n)) <= tail && below(upper.high, upperShape(shareLow, n)) >= 1 - tail;
  const tight = (n: number): boolean =>
    below(lower.high, lowerShape(shareLow, n)) < tail || below(upper.low, upperShape(shareHigh, n)) > 1 - tail;
  return [firstTrue(from, to, wide), firstTrue(from, to, tight) - 1];
};

/**
 * Gives the most trials from which a printed interval can come by any of the methods; infinity where none is printed, or
 * one too narrow for its digits.
 *
 * No method's half-width is above z √(p(1 − p)/n) + (z² + 2)/n, which is solved for n.
 */
export const largestTrials = ({ estimate, lower, upper, level, scale }: PrintedProportion, slack = 0): number => {
  if (!lower || !upper) return Infinity;
  const narrowest = (windowOf(upper, slack).low - windowOf(lower, slack).high) / 2 / scale;
  if (narrowest <= 0) return Infinity;
  const { low, high } = windowOf(estimate, Math.min(1, slack));
  const share = Math.min(high / scale, Math.max(low / scale, 1 / 2));
  const z = normalQuantile((1 + level) / 2);
  const beside = z * z + 2;
  const spread = z * Math.sqrt(Math.max(0, share * (1 - share)));
  const root = (Math.sqrt(spread * spread + 4 * beside * narrowest) - spread) / (2 * beside);
  return Math.ceil(1 / (root * root));
};

interface Range {
  readonly from: number;
  readonly to: number;
}

const within = (range: Range, stated: number | undefined): Range =>
  stated === undefined ? range : { from: Math.max(range.from, stated), to: Math.min(range.to, stated) };

const matchesOf = (
  printed: PrintedProportion,
  { trials: [from, to], slack = 0, successes: stated }: Search,
  method: IntervalMethod,
): readonly RecoveredCounts[] => {
  const { estimate, scale } = printed;
  const found: RecoveredCounts[] = [];
  const most = Math.min(to, largestTrials(printed, slack));
  const [first, last] = narrow(printed, method.id, [from, most], slack);
  for (let trials = first; trials <= last && found.length < mostMatches; trials += 1) {
    const range = within(successesFor(estimate, trials, scale, Math.min(1, slack)), stated);
    for (let successes = range.from; successes <= range.to; successes += 1) {
      if (!intervalFits(printed, method, [successes, trials], slack)) continue;
      found.push({ successes, trials, method: method.id });
    }
  }
  return found;
};

/**
 * Finds the whole numbers k of n that give a printed proportion: k/n rounds to the estimate, and the interval of one of
 * the known methods rounds to both printed bounds.
 *
 * Without bounds every k of n that rounds to the estimate is found, and no method is named. Complete within the trials
 * searched, up to {@link mostMatches} of each method. In order of method, then trials, then successes.
 *
 * @example
 * ```ts
 * import { readPrinted, recoverCounts } from '@isocentre/assurance';
 * const [estimate, lower, upper] = ['92.1', '87.5', '95.4'].map((text) => readPrinted(text, 'a line'));
 * if (estimate?.ok && lower?.ok && upper?.ok) {
 *   const printed = { estimate: estimate.value, lower: lower.value, upper: upper.value, level: 0.95, scale: 100 };
 *   const counts: readonly { successes: number; trials: number }[] = recoverCounts(printed, { trials: [1, 300] });
 * }
 * ```
 */
export const recoverCounts = (printed: PrintedProportion, search: Search): readonly RecoveredCounts[] => {
  const { estimate, lower, upper, scale } = printed;
  if (lower || upper) {
    return intervalMethods
      .filter(({ id }) => search.methods === undefined || search.methods.includes(id))
      .flatMap((method) => matchesOf(printed, search, method));
  }
  const found: RecoveredCounts[] = [];
  for (let trials = search.trials[0]; trials <= search.trials[1] && found.length < mostMatches; trials += 1) {
    const range = within(successesFor(estimate, trials, scale, Math.min(1, search.slack ?? 0)), search.successes);
    for (let successes = range.from; successes <= range.to; successes += 1) found.push({ successes, trials });
  }
  return found;
};

/** Gives the greatest distance of the figures of counts from the printed ones, in units of the last place. */
export const unitsOff = (printed: PrintedProportion, { successes, trials, method }: RecoveredCounts): number => {
  const interval = intervalMethods.find(({ id }) => id === method)?.interval(successes, trials, printed.level);
  const off = (value: number | undefined, number: PrintedNumber | undefined): number =>
    value === undefined || number === undefined
      ? 0
      : Math.abs(clamp(value) * printed.scale - number.value) / unitOf(number);
  return Math.max(
    off(successes / trials, printed.estimate),
    off(interval?.lower, printed.lower),
    off(interval?.upper, printed.upper),
  );
};

/** The counts whose share alone lies nearest: for each number of trials the nearest successes, or those stated. */
const nearestShares = (
  { estimate, scale }: PrintedProportion,
  { trials: [from, to], successes: stated }: Omit<Search, 'slack'>,
): readonly RecoveredCounts[] => {
  const share = clamp(estimate.value / scale);
  if (stated !== undefined) {
    const trials = Math.min(to, Math.max(from, stated, Math.round(stated / share)));
    return stated <= trials ? [{ successes: stated, trials }] : [];
  }
  return Array.from({ length: to - from + 1 }, (_, index) => ({
    successes: Math.round(share * (from + index)),
    trials: from + index,
  }));
};

const widestSlack = 4_096;

/**
 * Finds the counts whose figures lie nearest to a printed proportion that none give: those whose farthest number is
 * fewest units in the last place off. Undefined where none comes within 4,096 units.
 */
export const nearestCounts = (
  printed: PrintedProportion,
  search: Omit<Search, 'slack'>,
): RecoveredCounts | undefined => {
  const nearest = (all: readonly RecoveredCounts[]): RecoveredCounts | undefined => {
    const distances = all.map((counts) => unitsOff(printed, counts));
    return all[distances.indexOf(Math.min(...distances))];
  };
  const hasBounds = printed.lower !== undefined || printed.upper !== undefined;
  if (!hasBounds) return nearest(nearestShares(printed, search));
  if (search.successes !== undefined) {
    const methods = search.methods ?? intervalMethods.map(({ id }) => id);
    return nearest(
      nearestShares(printed, search).flatMap((counts) => methods.map((method) => ({ ...counts, method }))),
    );
  }
  for (let slack = 1; slack <= widestSlack; slack *= 2) {
    const found = recoverCounts(printed, { ...search, slack });
    if (found.length > 0) return nearest(found);
  }
  return undefined;
};
