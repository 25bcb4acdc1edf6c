import { success, type Result } from '@isocentre/evidence';
import { clopperPearson } from '../proportion.ts';
import { betaTails } from '../special/beta.ts';
import { aimFault, leastFrom, neverEnough, rangeFault, usualPower, type Aim, type SampleSize } from './sample-size.ts';

/** What a study of a proportion, such as sensitivity, expects. */
export interface ProportionPlan extends Aim {
  /** The share that is expected, between 0 and 1. */
  readonly expected: number;
}

/** P(X ≥ k) of a binomial. */
const atLeast = (k: number, n: number, share: number): number =>
  k <= 0 ? 1 : k > n ? 0 : betaTails(share, k, n - k + 1)[0];

const mostCases = 1_000_000;

/**
 * Gives the number of cases of a study of a proportion with its Clopper–Pearson interval, exactly.
 *
 * With a margin: the lower bound must clear it (the upper, where the margin is above the expected share). Power rises
 * with n in a saw's teeth; `n` is the number from which on it never falls under the power asked for, `detail.smallest` the
 * first that reaches it. With a half-width: the least n from which on the expected interval is that narrow.
 *
 * Source: R. A'Hern, Statistics in Medicine 20 (2001) 859–866; M. Chernick, C. Liu, The American Statistician 56 (2002)
 * 149–155. Exact.
 */
export const proportionSize = (plan: ProportionPlan): Result<SampleSize> => {
  const { expected, halfWidth, power = usualPower, level = 0.95 } = plan;
  const of = 'proportion';
  const fault =
    aimFault(of, plan) ??
    rangeFault(of, [
      ['expected', expected, expected > 0 && expected < 1, 'between 0 and 1'],
      ['margin', plan.margin ?? 0.5, (plan.margin ?? 0.5) > 0 && (plan.margin ?? 0.5) < 1, 'between 0 and 1'],
    ]);
  if (fault) return fault;
  const common = {
    metric: 'sample-size',
    version: 1,
    of,
    unit: 'cases',
    level,
    method: 'clopper-pearson, exact',
  } as const;
  if (halfWidth !== undefined) {
    const half = (n: number): number => {
      const { lower, upper } = clopperPearson(Math.round(n * expected), n, level);
      return (upper - lower) / 2;
    };
    let n = leastFrom(1, (cases) => half(cases) <= halfWidth);
    if (n === undefined || n > mostCases) return neverEnough(of);
    // Rounding of the expected count makes widths uneven: go on past the last that is too wide.
    for (let next = n + 1; next <= n + 2 / expected / (1 - expected) + 10; next += 1)
      if (half(next) > halfWidth) n = next + 1;
    return success({ ...common, n, halfWidth: half(n), detail: { expected } });
  }
  const margin = plan.margin ?? Number.NaN;
  if (margin === expected) return neverEnough(of);
  // Turned over, so that the lower bound is always the one that counts.
  const [share, floor] = margin < expected ? [expected, margin] : [1 - expected, 1 - margin];
  const tail = (1 - level) / 2;
  let [k, smallest, lastShort] = [1, 0, 0];
  const needed = (n: number): number => {
    while (atLeast(k, n, floor) > tail) k += 1;
    return k;
  };
  let found = { k: 0, power: 0 };
  for (let n = 1; n <= mostCases; n += 1) {
    const enough = needed(n);
    const reached = atLeast(enough, n, share);
    if (reached < power) lastShort = n;
    else {
      if (smallest === 0) smallest = n;
      if (lastShort === n - 1) found = { k: enough, power: reached };
      // The teeth grow smaller: a stretch as long as the first that reaches it has the last fall in it.
      if (n > 2 * lastShort + 20) {
        const successes = margin < expected ? found.k : lastShort + 1 - found.k;
        return success({
          ...common,
          n: lastShort + 1,
          power: found.power,
          detail: { expected, margin, smallest, successes },
        });
      }
    }
  }
  return neverEnough(of);
};
