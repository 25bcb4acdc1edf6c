import { failure, success, type Result } from '@isocentre/evidence';
import { percentiles, resample, type BootstrapOptions } from '../bootstrap.ts';
import type { Estimated } from '../estimate.ts';
import { levelOf, type Measured } from '../measured.ts';
import { predictionsProblem, type Predictions } from './predictions.ts';

/** One bin of a calibration curve: probabilities above `from` up to and with `to`. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly cases: number;
  /** Mean probability; NaN in an empty bin. */
  readonly predicted: number;
  /** Share that came true; NaN in an empty bin. */
  readonly observed: number;
}

/** Expected and maximum calibration error. The estimate is the expected one. */
export interface CalibrationError extends Estimated<'calibration-error'> {
  readonly maximum: Measured;
  readonly bins: readonly CalibrationBin[];
}

/** How calibration errors are made. */
export interface CalibrationErrorOptions extends BootstrapOptions {
  /** Number of bins of equal width, each closed on its right; 10 by default. A probability of 0 is in the first. */
  readonly bins?: number;
}

/** Gives the bin of a probability, right-closed: ⌈p·bins⌉, mended where rounding puts p on the wrong side of an edge. */
const binOf = (p: number, bins: number): number => {
  let bin = Math.max(1, Math.ceil(p * bins));
  if (bin > 1 && p <= (bin - 1) / bins) bin -= 1;
  else if (p > bin / bins) bin += 1;
  return bin - 1;
};

const usualBins = 10;

/** Gives the expected calibration error of {@link calibrationError} alone, of predictions that are right. */
export const expectedCalibrationError = ({ probability, truth }: Predictions, bins: number = usualBins): number => {
  const gaps = new Float64Array(bins);
  for (let i = 0; i < truth.length; i += 1) {
    const bin = binOf(probability[i] as number, bins);
    gaps[bin] = (gaps[bin] as number) + (truth[i] as number) - (probability[i] as number);
  }
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / truth.length;
};

/**
 * Measures calibration by bins of equal width: the expected calibration error Σ cases/n·|observed − predicted|, and the
 * maximum over bins that hold a case.
 *
 * Both are above 0 even for perfect predictions, the more so the fewer cases a bin has. The interval is the percentile
 * interval of bootstraps over cases; it inherits that and promises no level.
 *
 * Source: M. Naeini, G. Cooper, M. Hauskrecht, AAAI 29 (2015) 2901–2907; bins as in C. Guo and others, ICML 34 (2017)
 * 1321–1330. Exact but for rounding, under 1e-13. Time grows with cases × bootstraps.
 */
export const calibrationError = (
  predictions: Predictions,
  options: CalibrationErrorOptions,
): Result<CalibrationError> => {
  const metric = 'calibration-error';
  const level = levelOf(metric, options);
  const problem = predictionsProblem(metric, predictions);
  if (problem) return failure(problem);
  const { bins = usualBins, bootstraps } = options;
  if (!(bootstraps >= 1)) throw new RangeError(`${metric}: ${bootstraps} bootstraps; expected at least one`);
  if (!(Number.isInteger(bins) && bins >= 1)) throw new RangeError(`${metric}: ${bins} bins; expected at least 1`);
  const { probability, truth } = predictions;
  const n = probability.length;
  const place = Int32Array.from(probability, (p) => binOf(p, bins));
  const [cases, predicted, observed] = [new Float64Array(bins), new Float64Array(bins), new Float64Array(bins)];
  const measure = (weights: Int32Array, into: Float64Array): void => {
    for (const list of [cases, predicted, observed]) list.fill(0);
    for (let i = 0; i < n; i += 1) {
      const bin = place[i] as number;
      const weight = weights[i] as number;
      cases[bin] = (cases[bin] as number) + weight;
      predicted[bin] = (predicted[bin] as number) + weight * (probability[i] as number);
      observed[bin] = (observed[bin] as number) + weight * (truth[i] as number);
    }
    let [expected, maximum] = [0, 0];
    for (let bin = 0; bin < bins; bin += 1) {
      const gap = Math.abs((observed[bin] as number) - (predicted[bin] as number));
      expected += gap / n;
      if ((cases[bin] as number) > 0) maximum = Math.max(maximum, gap / (cases[bin] as number));
    }
    into[0] = expected;
    into[1] = maximum;
  };
  const plain = new Float64Array(2);
  measure(new Int32Array(n).fill(1), plain);
  const curve = Array.from(cases, (count, bin): CalibrationBin => ({
    from: bin / bins,
    to: (bin + 1) / bins,
    cases: count,
    predicted: (predicted[bin] as number) / count,
    observed: (observed[bin] as number) / count,
  }));
  const draws = [new Float64Array(bootstraps), new Float64Array(bootstraps)] as const;
  const drawn = new Float64Array(2);
  resample('calibration error over cases', n, options, (weights, b) => {
    measure(weights, drawn);
    for (const v of [0, 1] as const) draws[v][b] = drawn[v] as number;
  });
  const measured = (v: 0 | 1): Measured => ({
    estimate: plain[v] as number,
    interval: { ...percentiles(draws[v], level), level, method: 'bootstrap-percentile' },
  });
  return success({ metric, version: 1, n, ...measured(0), maximum: measured(1), bins: curve });
};
