import { failure, success, type Result } from '@isocentre/evidence';
import { normalQuantile } from '@isocentre/statistics';
import { checkLevel, usualLevel, type Estimated } from '../estimate.ts';
import { wilson, type Interval } from '../proportion.ts';

/**
 * Tango's score statistic of a difference of paired shares. With the difference fixed, the likeliest share of pairs that
 * only the second has solves a quadratic; its larger root is taken.
 */
const tangoScore = (onlyFirst: number, onlySecond: number, n: number, difference: number): number => {
  const b = (2 * n - onlyFirst + onlySecond) * difference - onlyFirst - onlySecond;
  const c = -onlySecond * difference * (1 - difference);
  const root = Math.sqrt(Math.max(0, b * b - 8 * n * c));
  // The larger root in the form that does not subtract near numbers.
  const share = b <= 0 ? (root - b) / (4 * n) : (-2 * c) / (b + root);
  const variance = n * (2 * share + difference * (1 - difference));
  const excess = onlyFirst - onlySecond - n * difference;
  return variance > 0 ? excess / Math.sqrt(variance) : excess * Infinity;
};

/** Halves an interval until its ends are neighbours: `beyond` holds on the low side of one place only. */
const halve = (low: number, high: number, beyond: (at: number) => boolean): number => {
  let [below, above] = [low, high];
  for (;;) {
    const middle = below / 2 + above / 2;
    if (middle <= below || middle >= above) return middle;
    if (beyond(middle)) below = middle;
    else above = middle;
  }
};

/**
 * Gives Tango's score interval of a difference of paired shares: every difference that the score test with the variance
 * at that difference does not refuse.
 *
 * Source: T. Tango, Statistics in Medicine 17 (1998) 891–908.
 *
 * @param onlyFirst Pairs that only the first has.
 * @param onlySecond Pairs that only the second has.
 * @param n All pairs, at least 1.
 * @returns the bounds within −1…1, with an absolute error under 1e-12.
 */
export const tangoInterval = (onlyFirst: number, onlySecond: number, n: number, level: number): Interval => {
  const z = normalQuantile((1 + level) / 2);
  const estimate = (onlyFirst - onlySecond) / n;
  return {
    lower: onlySecond === n ? -1 : halve(-1, estimate, (at) => tangoScore(onlyFirst, onlySecond, n, at) > z),
    upper: onlyFirst === n ? 1 : halve(estimate, 1, (at) => tangoScore(onlyFirst, onlySecond, n, at) > -z),
  };
};

/** A difference of the shares of two separate groups. */
export interface ProportionDifference extends Estimated<'proportion-difference'> {
  readonly first: { readonly successes: number; readonly trials: number };
  readonly second: { readonly successes: number; readonly trials: number };
}

/**
 * Computes the difference of the shares of two separate groups, such as sensitivity at two sites, with Newcombe's hybrid
 * score interval (his method 10, without continuity correction): the Wilson intervals of both, put together.
 *
 * Source: R. Newcombe, Statistics in Medicine 17 (1998) 873–890.
 *
 * @param first Successes of trials, whole numbers; a RangeError if not.
 * @param second The other group's.
 * @param level Confidence between 0 and 1; default 0.95.
 * @returns first less second with its interval within −1…1, with an absolute error under 1e-14; or a problem where a group
 *   is empty. It covers about as often as it says, not at each pair of shares.
 *
 * @example
 * ```ts
 * import { compareProportions } from '@isocentre/assurance';
 * const found = compareProportions({ successes: 56, trials: 70 }, { successes: 48, trials: 80 }); // 0.0524 to 0.3339
 * ```
 */
export const compareProportions = (
  first: ProportionDifference['first'],
  second: ProportionDifference['second'],
  level: number = usualLevel,
): Result<ProportionDifference> => {
  checkLevel('compareProportions', level);
  const [one, other] = [first, second].map(({ successes, trials }) => ({
    share: successes / trials,
    ...wilson(successes, trials, level),
  })) as [Interval & { share: number }, Interval & { share: number }];
  if (first.trials === 0 || second.trials === 0)
    return failure({
      where: `the ${first.trials === 0 ? 'first' : 'second'} group`,
      found: 'no case',
      expected: 'one',
    });
  const estimate = one.share - other.share;
  const below = Math.sqrt((one.share - one.lower) ** 2 + (other.upper - other.share) ** 2);
  const above = Math.sqrt((one.upper - one.share) ** 2 + (other.share - other.lower) ** 2);
  return success({
    metric: 'proportion-difference',
    version: 1,
    n: first.trials + second.trials,
    estimate,
    interval: {
      lower: Math.max(-1, estimate - below),
      upper: Math.min(1, estimate + above),
      level,
      method: 'newcombe',
    },
    first,
    second,
  });
};
