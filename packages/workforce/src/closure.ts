import type { ModelInput } from './model-input.ts';

/** When a shortfall closes for good. */
export interface Closure {
  /** The calendar year from which it stays closed, or null if that does not happen within the horizon. */
  readonly year: number | null;
  /** The closing year less the year from which closing is counted, or null. */
  readonly yearsFromCounted: number | null;
  /** The closing year less the baseline year, or null. */
  readonly yearsFromBaseline: number | null;
}

/**
 * Finds the first year from which a shortfall stays closed to the horizon and for at least the reported years that the
 * scenario asks for.
 *
 * @param shortfall Summed shortfall at the start of each year, WTE.
 * @param requirement Summed requirement at the start of each year, WTE; same length.
 */
export const closureOf = (input: ModelInput, shortfall: ArrayLike<number>, requirement: ArrayLike<number>): Closure => {
  const { tolerance, reportedYears, countedFrom } = input.closure;
  let first = shortfall.length;
  while (first > 0 && (shortfall[first - 1] ?? Infinity) <= tolerance * (requirement[first - 1] ?? 0)) first -= 1;
  if (shortfall.length - first < reportedYears) return { year: null, yearsFromCounted: null, yearsFromBaseline: null };
  const year = input.baselineYear + first;
  return { year, yearsFromCounted: year - countedFrom, yearsFromBaseline: first };
};
