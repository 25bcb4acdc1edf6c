import { success, type Result } from '@isocentre/evidence';
import { refused, type Measured } from '../measured.ts';

/** The metric of one level of a subgroup, or why there is none. */
export interface SubgroupLevel<M extends Measured = Measured> {
  readonly level: string;
  readonly n: number;
  /** `too few`: under the stated least number; `not computed`: the metric cannot be computed, with the reason. */
  readonly state: 'measured' | 'too few' | 'not computed';
  readonly measured?: M;
  readonly reason?: string;
  /** This level less all the others together; undefined where one of the two was not measured. */
  readonly difference?: Measured;
}

/** The same metric in each level of a subgroup. */
export interface Subgroup<M extends Measured = Measured> {
  readonly metric: 'subgroup';
  readonly version: 1;
  readonly name: string;
  /** Under so many cases a level is not judged. */
  readonly least: number;
  readonly levels: readonly SubgroupLevel<M>[];
}

/** How a metric is taken by subgroup. */
export interface SubgroupOptions<M extends Measured> {
  /** What tells the levels apart, such as `slice thickness`. */
  readonly name: string;
  /** The level of each case. */
  readonly levelOf: readonly string[];
  /** Under so many cases a level is "too few"; stated before the results are seen. */
  readonly least: number;
  /** Gives the metric of some cases, by their numbers from 0, rising. */
  readonly measure: (cases: Int32Array) => Result<M>;
}

// Math.hypot may differ between engines in its last bit; a square root may not.
const root = (x: number, y: number): number => Math.sqrt(x * x + y * y);

/**
 * Gives the difference of two measured values of different cases, with its interval from theirs by the square-and-add
 * rule: the distance to each end is the root of the sum of squares of the distances that make it.
 *
 * Of Wilson intervals that is Newcombe's method 10. It promises about the level of the two intervals, whose level must be
 * one.
 *
 * Source: R. Newcombe, Statistics in Medicine 17 (1998) 873–890; G. Zou, A. Donner, Statistics in Medicine 27 (2008)
 * 1693–1702.
 */
export const differenceOf = (one: Measured, other: Measured): Measured => {
  if (one.interval.level !== other.interval.level)
    throw new RangeError(`differenceOf: levels ${one.interval.level} and ${other.interval.level}; expected one level`);
  const estimate = one.estimate - other.estimate;
  const down = root(one.estimate - one.interval.lower, other.interval.upper - other.estimate);
  const up = root(one.interval.upper - one.estimate, other.estimate - other.interval.lower);
  const method = `square-and-add-${one.interval.method}`;
  return { estimate, interval: { lower: estimate - down, upper: estimate + up, level: one.interval.level, method } };
};

/**
 * Takes a metric in each level of a subgroup: n, the metric with its interval, the difference from all other cases with
 * its interval, and "too few" under a stated number. No correction for many levels is made.
 *
 * @returns the levels by name; what is wrong where a case has no level or `least` is no whole number from 1.
 */
export const bySubgroup = <M extends Measured>(options: SubgroupOptions<M>): Result<Subgroup<M>> => {
  const { name, levelOf, least, measure } = options;
  const metric = 'subgroup';
  if (!(Number.isInteger(least) && least >= 1))
    return refused(metric, `a least number of ${least}`, 'a whole number from 1');
  const empty = levelOf.findIndex((level) => level.trim() === '');
  if (empty >= 0) return refused(`${metric} ${name}, case ${empty + 1}`, 'no level', 'a level for each case');
  const groups = new Map<string, number[]>();
  for (const [i, level] of levelOf.entries()) {
    const list = groups.get(level);
    if (list) list.push(i);
    else groups.set(level, [i]);
  }
  const levels = [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([level, cases]): SubgroupLevel<M> => {
      const n = cases.length;
      if (n < least) return { level, n, state: 'too few' };
      const found = measure(Int32Array.from(cases));
      if (!found.ok) {
        const reason = found.problems.map((problem) => `${problem.found}; expected ${problem.expected}`).join('; ');
        return { level, n, state: 'not computed', reason };
      }
      const rest = levelOf.length - n;
      const others = Int32Array.from({ length: rest });
      let next = 0;
      for (const [i, other] of levelOf.entries()) if (other !== level) others[next++] = i;
      const against = rest >= least ? measure(others) : undefined;
      const common = { level, n, state: 'measured', measured: found.value } as const;
      return against?.ok ? { ...common, difference: differenceOf(found.value, against.value) } : common;
    });
  return success({ metric, version: 1, name, least, levels });
};
