import { failure, success, type Result } from '@isocentre/evidence';
import { log, quantile1 } from '@isocentre/statistics';
import { refused } from '../measured.ts';
import { chiSquareQuantile } from '../special/distributions.ts';
import { samplesProblem } from './distance.ts';

/** One bin of the population stability index: values above `from` up to and with `to`. */
export interface StabilityBin {
  readonly from: number;
  readonly to: number;
  readonly reference: number;
  readonly current: number;
}

/** The population stability index. */
export interface StabilityIndex {
  readonly metric: 'population-stability-index';
  readonly version: 1;
  readonly reference: number;
  readonly current: number;
  readonly estimate: number;
  /** What 95 % of samples of these sizes stay under where nothing drifted. */
  readonly withoutDrift95: number;
  /** Ten, or fewer where ties make deciles of the reference fall together. */
  readonly bins: readonly StabilityBin[];
}

const wantedBins = 10;

/**
 * Measures drift by the population stability index Σ (c − r)·ln(c / r) over ten bins between deciles of the reference.
 *
 * Deciles are type 1 quantiles, values of the reference, so that no bin of it is empty; bins are closed on their right and the outer two open-ended; where ties make deciles fall
 * together, the bins between them are one. Half a case is added to each bin of each sample, so that an empty bin gives a
 * number. Without drift the index is about χ² with bins − 1 degrees of freedom times 1/n + 1/m, which says what is much.
 *
 * Source: B. Yurdakul, J. Naranjo, Journal of Risk Model Validation 14 (2020) 89–100. Exact but for rounding, under 1e-12.
 *
 * @param reference Values before, in any order; of more than one size.
 * @param current Values now.
 */
export const stabilityIndex = (reference: ArrayLike<number>, current: ArrayLike<number>): Result<StabilityIndex> => {
  const metric = 'population-stability-index';
  const problem = samplesProblem(metric, reference, current);
  if (problem) return failure(problem);
  const sorted = Float64Array.from(reference).toSorted();
  const deciles = Array.from({ length: wantedBins - 1 }, (_, i) => quantile1(sorted, (i + 1) / wantedBins));
  // A decile that is the largest value would leave the bin above it empty.
  const edges = [...new Set(deciles)].filter((edge) => edge < (sorted.at(-1) as number));
  if (edges.length === 0) return refused(metric, 'reference values of one size', 'values that differ');
  const count = (values: ArrayLike<number>): Float64Array => {
    const counts = new Float64Array(edges.length + 1);
    for (let i = 0; i < values.length; i += 1) {
      let bin = 0;
      while (bin < edges.length && (values[i] as number) > (edges[bin] as number)) bin += 1;
      counts[bin] = (counts[bin] as number) + 1;
    }
    return counts;
  };
  const [n, m] = [reference.length, current.length];
  const [before, now] = [count(reference), count(current)];
  const size = before.length;
  let estimate = 0;
  for (let bin = 0; bin < size; bin += 1) {
    const r = ((before[bin] as number) + 0.5) / (n + size / 2);
    const c = ((now[bin] as number) + 0.5) / (m + size / 2);
    estimate += (c - r) * log(c / r);
  }
  const bins = Array.from(before, (cases, bin): StabilityBin => ({
    from: edges[bin - 1] ?? -Infinity,
    to: edges[bin] ?? Infinity,
    reference: cases,
    current: now[bin] as number,
  }));
  const withoutDrift95 = chiSquareQuantile(0.95, size - 1) * (1 / n + 1 / m);
  return success({ metric, version: 1, reference: n, current: m, estimate, withoutDrift95, bins });
};
