import { percentiles, resample, type BootstrapOptions } from '../bootstrap.ts';
import type { Interval } from '../proportion.ts';
import type { Detections } from './detection.ts';

/** The rates at which LUNA16 reads sensitivity: false positives a scan. */
export const luna16Rates = [1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8] as const;

/** One point of a FROC curve: what is found when every mark scored at least `threshold` counts. */
export interface FrocPoint {
  /** Infinity at the start, where no mark counts. */
  readonly threshold: number;
  /** False positives a scan, over all scans. */
  readonly falsePositives: number;
  /** Share of all nodules found, the missed ones included. */
  readonly sensitivity: number;
}

/**
 * Gives the free-response operating characteristic: sensitivity against false positives a scan, over all scans.
 *
 * A nodule that no mark hits counts in the denominator and never enters the curve. Marks of one score count together.
 *
 * @returns the start at (0, 0) and one point for each different score, thresholds falling and both rates never falling; of
 *   points with one sensitivity only the first and the last, between which the curve is straight.
 */
export const frocCurve = ({ scanCount, scores, isHit, flow }: Detections): readonly FrocPoint[] => {
  const points: FrocPoint[] = [{ threshold: Infinity, falsePositives: 0, sensitivity: 0 }];
  let [found, falsePositives] = [0, 0];
  for (let i = 0; i < scores.length; i += 1) {
    if (isHit[i] === 1) found += 1;
    else falsePositives += 1;
    const threshold = scores[i] as number;
    if (threshold === scores[i + 1]) continue;
    const sensitivity = found / flow.nodules;
    if (points.length > 1 && points.at(-1)?.sensitivity === sensitivity && points.at(-2)?.sensitivity === sensitivity)
      points.pop();
    points.push({ threshold, falsePositives: falsePositives / scanCount, sensitivity });
  }
  return points;
};

/**
 * Reads sensitivities from marks by falling score, each counted `weight` times, by linear interpolation between points
 * of the curve. At a rate that a point has exactly, the highest sensitivity; beyond the last point, its sensitivity.
 */
const sensitivitiesOf = (
  { scanCount, scores, isHit, scan, nodules }: Detections,
  rates: readonly number[],
  weights: Int32Array,
  into: Float64Array,
): void => {
  let all = 0;
  for (let s = 0; s < nodules.length; s += 1) all += (nodules[s] as number) * (weights[s] as number);
  let [found, wrong, foundBefore, wrongBefore] = [0, 0, 0, 0];
  let next = 0;
  for (let i = 0; i < scores.length && next < rates.length; i += 1) {
    const weight = weights[scan[i] as number] as number;
    if (isHit[i] === 1) found += weight;
    else wrong += weight;
    if (scores[i] === scores[i + 1]) continue;
    while (next < rates.length && wrong > (rates[next] as number) * scanCount) {
      const part = ((rates[next] as number) * scanCount - wrongBefore) / (wrong - wrongBefore);
      into[next] = all > 0 ? (foundBefore + part * (found - foundBefore)) / all : 0;
      next += 1;
    }
    foundBefore = found;
    wrongBefore = wrong;
  }
  for (; next < rates.length; next += 1) into[next] = all > 0 ? found / all : 0;
};

const meanOf = (values: Float64Array): number => values.reduce((sum, one) => sum + one, 0) / values.length;

/** Sensitivity at one rate of false positives. */
export interface FrocSensitivity {
  /** False positives a scan. */
  readonly falsePositives: number;
  readonly sensitivity: number;
  /** None without bootstraps. */
  readonly interval?: Interval;
}

/** The competition performance metric with the sensitivities that it averages. */
export interface Cpm {
  readonly cpm: number;
  /** None without bootstraps. */
  readonly interval?: Interval;
  readonly sensitivities: readonly FrocSensitivity[];
}

/** How the intervals of a FROC analysis are made: 1,000 bootstraps over scans as in LUNA16, 0 for no interval. */
export type FrocOptions = BootstrapOptions;

/**
 * Computes the competition performance metric (CPM) of LUNA16: the mean sensitivity at 1/8, 1/4, 1/2, 1, 2, 4 and 8 false
 * positives a scan, interpolated linearly.
 *
 * Intervals are percentiles over bootstraps: as many scans as there are, drawn with replacement, each with all of its
 * nodules and marks; of B values by size the ones at ⌊B(1 − level)/2⌋ and ⌊B(1 + level)/2⌋, counted from 0. Time grows
 * with marks × bootstraps once the marks are sorted.
 *
 * Source: A. Setio et al., Medical Image Analysis 42 (2017) 1–13; bootstrap as the challenge's evaluation makes it.
 * Exact but for rounding, under 1e-12.
 */
export const cpmOf = (detections: Detections, options: FrocOptions): Cpm => {
  const { bootstraps, level = 0.95 } = options;
  const rates = luna16Rates;
  const scans = detections.scanCount;
  const values = new Float64Array(rates.length);
  sensitivitiesOf(detections, rates, new Int32Array(scans).fill(1), values);
  const cpm = meanOf(values);
  const plain = rates.map((falsePositives, i) => ({ falsePositives, sensitivity: values[i] as number }));
  if (bootstraps === 0) return { cpm, sensitivities: plain };

  const means = new Float64Array(bootstraps);
  const drawn = rates.map(() => new Float64Array(bootstraps));
  resample('froc bootstrap over scans', scans, options, (weights, b) => {
    sensitivitiesOf(detections, rates, weights, values);
    means[b] = meanOf(values);
    for (const [i, list] of drawn.entries()) list[b] = values[i] as number;
  });
  return {
    cpm,
    interval: percentiles(means, level),
    sensitivities: plain.map((one, i) => ({ ...one, interval: percentiles(drawn[i] as Float64Array, level) })),
  };
};

/**
 * Draws the difference of the metric of two detectors on the same scans, first less second: the same scans are drawn for
 * both, so that what is hard in a scan is hard for both. Interval and draws as in {@link cpmOf}.
 *
 * @param first Matched on the scans of `second`, in the same order; a RangeError where they are not as many.
 */
export const compareCpm = (
  first: Detections,
  second: Detections,
  options: FrocOptions,
): { readonly estimate: number; readonly interval: Interval } => {
  const { bootstraps, level = 0.95 } = options;
  const scans = first.scanCount;
  if (second.scanCount !== scans)
    throw new RangeError(`compareCpm: ${scans} and ${second.scanCount} scans; expected the same scans`);
  const values = new Float64Array(luna16Rates.length);
  const differenceAt = (weights: Int32Array): number => {
    sensitivitiesOf(first, luna16Rates, weights, values);
    const one = meanOf(values);
    sensitivitiesOf(second, luna16Rates, weights, values);
    return one - meanOf(values);
  };
  const drawn = new Float64Array(bootstraps);
  resample('froc bootstrap over scans', scans, options, (weights, b) => {
    drawn[b] = differenceAt(weights);
  });
  return { estimate: differenceAt(new Int32Array(scans).fill(1)), interval: percentiles(drawn, level) };
};
