import { hashText } from '../hash.ts';
import { bitsAt, streamOf } from '../stream.ts';
import { quantile7 } from '../summary.ts';
import { sobolSequence } from './sobol-sequence.ts';

/** The runs of a study: how many, and the inputs of each as probabilities in (0, 1). */
export interface Design {
  readonly inputs: number;
  readonly runs: number;
  readonly at: (run: number) => Float64Array;
}

/** A number with its interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The Sobol' indices of every input, in the order of the inputs. */
export interface SobolIndices {
  readonly variance: number;
  /** The share of the variance that vanishes on average once the input is known. */
  readonly first: readonly Estimate[];
  /** The share of the variance that remains on average while only this input is unknown. */
  readonly total: readonly Estimate[];
}

/**
 * Gives the runs from which `sobolIndices` follows: two samples A and B, and for each input the sample A with that input
 * taken from B. Run r is row r mod points of A, of B, then of A with input 1 from B, and so on.
 *
 * A and B are the halves of one scrambled Sobol' sequence: for the smooth, mostly additive functions for which indices
 * are of use its error falls nearly as 1/points, that of a Latin hypercube as 1/√points once inputs interact.
 *
 * @param inputs A whole number from 1 to half of `mostSobolDimensions()`.
 * @param points Rows of a sample; a power of two keeps every stratum.
 * @param seed A whole number taken modulo 2^32.
 */
export const sobolDesign = (inputs: number, points: number, seed: number): Design => {
  const pointAt = sobolSequence(2 * inputs, seed);
  return {
    inputs,
    runs: (inputs + 2) * points,
    at: (run) => {
      const both = pointAt(run % points);
      const block = Math.floor(run / points);
      if (block === 1) return both.slice(inputs);
      const row = both.slice(0, inputs);
      if (block > 1) row[block - 2] = both[inputs + block - 2] as number;
      return row;
    },
  };
};

interface Samples {
  readonly values: Float64Array;
  readonly inputs: number;
  readonly points: number;
}

/** The estimates over some rows, which may repeat: first-order indices, then totals, then the variance. */
const estimate = ({ values, inputs, points }: Samples, rows: Int32Array): Float64Array => {
  const n = rows.length;
  let sum = 0;
  for (const row of rows) sum += (values[row] as number) + (values[points + row] as number);
  const mean = sum / (2 * n);
  let squares = 0;
  for (const row of rows)
    squares += ((values[row] as number) - mean) ** 2 + ((values[points + row] as number) - mean) ** 2;
  const variance = squares / (2 * n);
  const found = new Float64Array(2 * inputs + 1);
  for (let input = 0; input < inputs; input += 1) {
    const block = (input + 2) * points;
    let first = 0;
    let total = 0;
    for (const row of rows) {
      const change = (values[block + row] as number) - (values[row] as number);
      first += ((values[points + row] as number) - mean) * change;
      total += change * change;
    }
    found[input] = variance > 0 ? first / n / variance : 0;
    found[inputs + input] = variance > 0 ? total / (2 * n) / variance : 0;
  }
  found[2 * inputs] = variance;
  return found;
};

/**
 * Estimates first-order and total Sobol' indices from the results of a `sobolDesign`, with bootstrap intervals.
 *
 * First-order indices by the estimator of Saltelli et al. (2010, table 2, b) on values less their mean; totals by
 * Jansen's. An interval is between the quantiles of the estimates over resampled rows; it takes the rows as independent,
 * which those of a Sobol' sequence are not, and is therefore wider than the error. Estimates of small first-order
 * indices may fall below 0 by their error. Where the variance is 0, so are all indices.
 *
 * Sources: A. Saltelli et al., Computer Physics Communications 181 (2010) 259–270; M. Jansen, Computer Physics
 * Communications 117 (1999) 35–43; G. Archer, A. Saltelli, I. Sobol', Journal of Statistical Computation and Simulation
 * 58 (1997) 99–120 for the bootstrap.
 *
 * @param values The result of each run, `design.runs` of them; a RangeError if not.
 * @param options.resamples How many resamples; 0 gives intervals without width.
 * @param options.level The share of the resamples within an interval, 0…1.
 * @param options.seed A whole number taken modulo 2^32.
 *
 * @example
 * ```ts
 * import { sobolDesign, sobolIndices } from '@isocentre/statistics';
 * const design = sobolDesign(2, 256, 1);
 * const values = Float64Array.from({ length: design.runs }, (_, run) => {
 *   const [x = 0, y = 0] = design.at(run);
 *   return x + 2 * y;
 * });
 * const { first } = sobolIndices(design, values, { resamples: 200, level: 0.95, seed: 1 }); // 0.2 and 0.8
 * ```
 */
export const sobolIndices = (
  { inputs, runs }: Design,
  values: Float64Array,
  options: { readonly resamples: number; readonly level: number; readonly seed: number },
): SobolIndices => {
  if (values.length !== runs) throw new RangeError(`sobolIndices: ${values.length} results; expected ${runs}`);
  const points = runs / (inputs + 2);
  const samples = { values, inputs, points };
  const stated = estimate(
    samples,
    Int32Array.from({ length: points }, (_, row) => row),
  );
  const { a, b } = streamOf(options.seed, hashText('sobol-bootstrap'));
  const resampled = Array.from({ length: options.resamples }, (_, resample) =>
    estimate(
      samples,
      Int32Array.from({ length: points }, (_unused, row) =>
        Math.floor((bitsAt(a, b, resample * points + row) / 2 ** 32) * points),
      ),
    ),
  );
  const estimateAt = (at: number): Estimate => {
    const value = stated[at] as number;
    if (resampled.length === 0) return { value, low: value, high: value };
    const sorted = resampled.map((one) => one[at] as number).toSorted((left, right) => left - right);
    const tail = (1 - options.level) / 2;
    return { value, low: quantile7(sorted, tail), high: quantile7(sorted, 1 - tail) };
  };
  return {
    variance: stated[2 * inputs] as number,
    first: Array.from({ length: inputs }, (_, input) => estimateAt(input)),
    total: Array.from({ length: inputs }, (_, input) => estimateAt(inputs + input)),
  };
};
