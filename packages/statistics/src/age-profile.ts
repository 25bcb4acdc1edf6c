import { exp } from './exp.ts';

/** A bell-shaped part of an age profile, cut to whole ages `from`…`to`. */
export interface NormalPart {
  /** Share of the people, 0…1; the shares of a profile add to one. */
  readonly weight: number;
  /** Mean age before the cut, years. */
  readonly mean: number;
  /** Standard deviation before the cut, years. */
  readonly sd: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Spreads people over whole ages as a mixture of normal parts, each taken at the whole ages it covers and brought to
 * sum one.
 *
 * @param first Youngest age of the result.
 * @param last Oldest age of the result; parts reaching outside `first`…`last` are cut there.
 * @returns one share for each age, `last − first + 1` long, adding to the sum of the weights.
 *
 * @example
 * ```ts
 * import { ageProfile } from '@isocentre/statistics';
 * const entrants: Float64Array = ageProfile([{ weight: 1, mean: 27, sd: 3, from: 22, to: 45 }], 20, 75);
 * ```
 */
export const ageProfile = (parts: readonly NormalPart[], first: number, last: number): Float64Array => {
  const profile = new Float64Array(last - first + 1);
  for (const part of parts) {
    const from = Math.max(part.from, first);
    const to = Math.min(part.to, last);
    const densities = Float64Array.from({ length: Math.max(0, to - from + 1) }, (_, index) =>
      density(from + index, part),
    );
    let sum = 0;
    for (const value of densities) sum += value;
    for (const [index, value] of densities.entries()) {
      const at = from - first + index;
      profile[at] = (profile[at] ?? 0) + (part.weight * value) / sum;
    }
  }
  return profile;
};

const density = (age: number, part: NormalPart): number => {
  const distance = (age - part.mean) / part.sd;
  return exp(-(distance * distance) / 2);
};
