import { hashText, streamOf, uniformAt } from '@isocentre/statistics';
import type { Interval } from './proportion.ts';

/** How a bootstrap draws. */
export interface BootstrapOptions {
  /** Number of bootstraps over cases; 1,000 by default, as LUNA16 has it. */
  readonly bootstraps?: number;
  /** A whole number; the same seed gives the same bytes. */
  readonly seed: number;
}

// What (1 − level)/2 of so many draws misses a whole number by is rounding.
const slack = 1e-9;

/** Gives the percentile interval of B values: by size the ones at ⌊B(1 ∓ level)/2⌋, counted from 0. */
export const percentiles = (values: Float64Array, level: number): Interval => {
  const sorted = values.toSorted();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length + slack))] as number;
  return { lower: at((1 - level) / 2), upper: at((1 + level) / 2) };
};

/**
 * Draws cases with replacement, as many as there are, and gives what `measure` makes of each draw.
 *
 * @param purpose Tells draws of one metric from those of another; draw i of bootstrap b is keyed by (seed, b, i).
 * @param measure Takes how often each case was drawn and writes a value for each of `into`.
 */
export const bootstrapOver = (
  purpose: string,
  cases: number,
  { bootstraps = 1000, seed }: BootstrapOptions,
  values: number,
  measure: (drawn: Int32Array, into: Float64Array) => void,
): readonly Float64Array[] => {
  const results = Array.from({ length: values }, () => new Float64Array(bootstraps));
  const drawn = new Int32Array(cases);
  const into = new Float64Array(values);
  const process = hashText(purpose);
  for (let b = 0; b < bootstraps; b += 1) {
    const stream = streamOf(seed, process, b);
    drawn.fill(0);
    for (let i = 0; i < cases; i += 1) {
      const one = Math.floor(uniformAt(stream.a, stream.b, i) * cases);
      drawn[one] = (drawn[one] as number) + 1;
    }
    measure(drawn, into);
    for (const [v, list] of results.entries()) list[b] = into[v] as number;
  }
  return results;
};
