import { failure, success, type Result } from '@isocentre/evidence';
import { checkLevel, usualLevel, type Estimated } from '../estimate.ts';
import { chiSquareTails } from '../special/distributions.ts';
import { tangoInterval } from './difference.ts';

/** Two yes-or-no results of the same cases, counted. */
export interface PairedCounts {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
}

/**
 * Counts two yes-or-no results of the same cases, such as whether each technology was right.
 *
 * @param first 1 for yes, 0 for no; one a case.
 * @param second Of the same cases in the same order; a RangeError if not as many.
 * @returns the four counts, or a problem: a value that is neither 0 nor 1.
 */
export const countPairs = (first: Uint8Array, second: Uint8Array): Result<PairedCounts> => {
  if (first.length !== second.length)
    throw new RangeError(`countPairs: ${first.length} and ${second.length} results; expected the same cases`);
  const counts = [0, 0, 0, 0] as [number, number, number, number];
  for (let i = 0; i < first.length; i += 1) {
    const [one, other] = [first[i] as number, second[i] as number];
    if (one > 1 || other > 1)
      return failure({
        where: one > 1 ? `first[${i}]` : `second[${i}]`,
        found: String(one > 1 ? one : other),
        expected: '1 for yes, 0 for no',
      });
    const cell = 2 * one + other;
    counts[cell] = (counts[cell] as number) + 1;
  }
  const [neither, onlySecond, onlyFirst, both] = counts;
  return success({ both, onlyFirst, onlySecond, neither });
};

/** A comparison of two yes-or-no results on the same cases. */
export interface PairedComparison extends Estimated<'paired-difference'> {
  readonly counts: PairedCounts;
  /** McNemar's test that both shares are equal, two-sided. */
  readonly test: {
    readonly p: number;
    /** `exact-binomial` where fewer than 25 pairs differ, else `chi-square` without continuity correction. */
    readonly method: 'exact-binomial' | 'chi-square';
    /** Of the χ² test, with one degree of freedom. */
    readonly statistic?: number;
  };
}

/** From so many differing pairs on McNemar's test is the one by χ². */
export const fewestForChiSquare = 25;

/** Twice the lower tail of a binomial of one half, at most 1: every term is exact. */
const exactBinomial = (least: number, trials: number): number => {
  let ways = 1;
  let sum = 0;
  for (let k = 0; k <= least; k += 1) {
    sum += ways;
    ways = (ways * (trials - k)) / (k + 1);
  }
  return Math.min(1, (2 * sum) / 2 ** trials);
};

const testOf = (one: number, other: number): PairedComparison['test'] => {
  const discordant = one + other;
  if (discordant < fewestForChiSquare)
    return { p: exactBinomial(Math.min(one, other), discordant), method: 'exact-binomial' };
  const statistic = (one - other) ** 2 / discordant;
  return { p: chiSquareTails(statistic, 1)[1], method: 'chi-square', statistic };
};

/**
 * Compares two yes-or-no results on the same cases, such as the accuracy of two technologies: the share of the first less
 * that of the second with Tango's score interval, and McNemar's test.
 *
 * The test is the exact binomial one where fewer than 25 pairs differ: it never refuses equality more often than it says.
 * From 25 on it is McNemar's χ² without continuity correction.
 *
 * Source: Q. McNemar, Psychometrika 12 (1947) 153–157; T. Tango, Statistics in Medicine 17 (1998) 891–908.
 *
 * @param counts Whole numbers from 0; a RangeError if not.
 * @param level Confidence of the interval between 0 and 1; default 0.95.
 * @returns the comparison, with an absolute error under 1e-12; or a problem where there is no case.
 *
 * @example
 * ```ts
 * import { comparePaired } from '@isocentre/assurance';
 * const found = comparePaired({ both: 1, onlyFirst: 1, onlySecond: 7, neither: 12 });
 * const p: number = found.ok ? found.value.test.p : Number.NaN; // 0.0703
 * ```
 */
export const comparePaired = (counts: PairedCounts, level: number = usualLevel): Result<PairedComparison> => {
  checkLevel('comparePaired', level);
  const { both, onlyFirst, onlySecond, neither } = counts;
  if (![both, onlyFirst, onlySecond, neither].every((count) => Number.isSafeInteger(count) && count >= 0))
    throw new RangeError(`comparePaired: ${JSON.stringify(counts)}; expected whole numbers from 0`);
  const n = both + onlyFirst + onlySecond + neither;
  if (n === 0) return failure({ where: 'the cases', found: 'none', expected: 'at least one' });
  return success({
    metric: 'paired-difference',
    version: 1,
    n,
    estimate: (onlyFirst - onlySecond) / n,
    interval: { ...tangoInterval(onlyFirst, onlySecond, n, level), level, method: 'tango' },
    counts,
    test: testOf(onlyFirst, onlySecond),
  });
};
