import { success, type Result } from '@isocentre/evidence';
import { refused } from '../measured.ts';
import { chiSquareTails } from '../special/distributions.ts';

/** How much the shares of categories differ. The estimate is Hellinger's distance. */
export interface CategoryDrift {
  readonly metric: 'category-drift';
  readonly version: 1;
  readonly reference: number;
  readonly current: number;
  /** Hellinger's distance, 0 (the same shares) to 1 (no category in common). */
  readonly estimate: number;
  readonly chiSquare: number;
  readonly degrees: number;
  /** Chance of a χ² as large without drift. */
  readonly pValue: number;
  /** The smallest expected count; under 5 the p-value is rough. */
  readonly leastExpected: number;
}

/**
 * Measures drift of categories: the χ² test of homogeneity on the two samples, and Hellinger's distance of their shares.
 *
 * @param reference Cases before in each category.
 * @param current Cases now; a category that is missing in one has none there, one empty in both is left out.
 * @returns both, relative error under 1e-12; what is wrong where counts are no whole numbers or a sample is empty.
 */
export const categoryDrift = (
  reference: ReadonlyMap<string, number>,
  current: ReadonlyMap<string, number>,
): Result<CategoryDrift> => {
  const metric = 'category-drift';
  for (const [category, count] of [...reference, ...current]) {
    if (!(Number.isSafeInteger(count) && count >= 0))
      return refused(`${metric}, ${category}`, `${count} cases`, 'a whole number');
  }
  const names = [...new Set([...reference.keys(), ...current.keys()])];
  const pairs = names
    .map((name) => [reference.get(name) ?? 0, current.get(name) ?? 0] as const)
    .filter(([before, now]) => before + now > 0);
  const n = pairs.reduce((sum, [before]) => sum + before, 0);
  const m = pairs.reduce((sum, [, now]) => sum + now, 0);
  if (n === 0 || m === 0) return refused(metric, `${n} and ${m} cases`, 'at least one each');
  let [chiSquare, squares, leastExpected] = [0, 0, Infinity];
  for (const [before, now] of pairs) {
    const share = (before + now) / (n + m);
    chiSquare += (before - n * share) ** 2 / (n * share) + (now - m * share) ** 2 / (m * share);
    squares += (Math.sqrt(before / n) - Math.sqrt(now / m)) ** 2;
    leastExpected = Math.min(leastExpected, n * share, m * share);
  }
  const degrees = pairs.length - 1;
  const pValue = degrees === 0 ? 1 : chiSquareTails(chiSquare, degrees)[1];
  const estimate = Math.sqrt(squares / 2);
  return success({ metric, version: 1, reference: n, current: m, estimate, chiSquare, degrees, pValue, leastExpected });
};
