import { hashText, streamOf, uniformAt } from '@isocentre/statistics';
import type { Interval } from './proportion.ts';

/** How intervals by resampling are made. */
export interface BootstrapOptions {
  /** How many draws; 0 for no interval where that is allowed. */
  readonly bootstraps: number;
  /** A whole number; the same seed gives the same bytes. */
  readonly seed: number;
  /** Confidence between 0 and 1; default 0.95. */
  readonly level?: number;
  /** Told how much of the draws is made, from 0 to 1, about a hundred times. */
  readonly progress?: ((done: number) => void) | undefined;
}

const tellings = 100;

/**
 * Draws as many units as there are, with replacement, time after time: draw i of bootstrap b is keyed by (seed, b, i).
 *
 * @param purpose What is drawn, in words: another purpose is other luck.
 * @param each Takes how often each unit was drawn, in an array that is used again.
 */
export const resample = (
  purpose: string,
  units: number,
  { bootstraps, seed, progress }: BootstrapOptions,
  each: (weights: Int32Array, bootstrap: number) => void,
): void => {
  const weights = new Int32Array(units);
  const process = hashText(purpose);
  const every = Math.max(1, Math.floor(bootstraps / tellings));
  for (let b = 0; b < bootstraps; b += 1) {
    const stream = streamOf(seed, process, b);
    weights.fill(0);
    for (let i = 0; i < units; i += 1) {
      const unit = Math.floor(uniformAt(stream.a, stream.b, i) * units);
      weights[unit] = (weights[unit] as number) + 1;
    }
    each(weights, b);
    if (progress && (b + 1) % every === 0) progress((b + 1) / bootstraps);
  }
};

// What (1 − level)/2 of so many draws misses a whole number by is rounding.
const slack = 1e-9;

/** Gives of B values by size the ones at ⌊B(1 − level)/2⌋ and ⌊B(1 + level)/2⌋, counted from 0. */
export const percentiles = (values: Float64Array, level: number): Interval => {
  const sorted = values.toSorted();
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length + slack))] as number;
  return { lower: at((1 - level) / 2), upper: at((1 + level) / 2) };
};
