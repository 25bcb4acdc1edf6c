import { success, type Result } from '@isocentre/evidence';
import {
  hashText,
  normalCdf,
  normalQuantile,
  poissonQuantile,
  streamOf,
  uniform53At,
  varianceOf,
} from '@isocentre/statistics';
import { luna16Rates } from '../froc/froc.ts';
import { aimFault, neverEnough, rangeFault, usualPower, type Aim, type SampleSize } from './sample-size.ts';

/** What a study of a detector expects. */
export interface FrocPlan extends Aim {
  /** The competition metric that is expected, between 0 and 1. */
  readonly expected: number;
  /** Nodules a scan on average, above 0. */
  readonly nodules: number;
  /** False marks a scan on average, of any score; above 8, the last rate of the metric. */
  readonly falseMarks: number;
  /** Simulated studies; 1,000 by default, which gives the spread to about 2 %. */
  readonly simulations?: number | undefined;
  readonly seed: number;
}

/** Sensitivity at each rate and its mean, where false marks score as a standard normal and nodules `shift` higher. */
export const expectedCpm = (shift: number, falseMarks: number): number =>
  luna16Rates.reduce((sum, rate) => sum + normalCdf(shift - normalQuantile(1 - rate / falseMarks)), 0) /
  luna16Rates.length;

const shiftFor = (expected: number, falseMarks: number): number => {
  let [low, high] = [-20, 20];
  for (let halving = 0; halving < 80; halving += 1) {
    const middle = (low + high) / 2;
    if (expectedCpm(middle, falseMarks) < expected) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

// Marks that score lower than some this many false marks a scan never count, for the last rate of the metric is 8.
const countedRate = 10;

/** Scores of one simulated study. */
export interface SimulatedMarks {
  /** False marks, falling. */
  readonly wrong: Float64Array;
  /** Every nodule, in any order. */
  readonly right: Float64Array;
}

/** Draws a study whose scans are alike: so many nodules and false marks in all by Poisson, scores normal. */
export const simulateMarks = (scans: number, shift: number, plan: FrocPlan, study: number): SimulatedMarks => {
  const { a, b } = streamOf(plan.seed, hashText('froc design'), study, scans);
  let index = 0;
  const uniform = (): number => uniform53At(a, b, index++);
  const share = Math.min(1, countedRate / plan.falseMarks);
  const right = new Float64Array(poissonQuantile(plan.nodules * scans, uniform()));
  const wrong = new Float64Array(poissonQuantile(plan.falseMarks * share * scans, uniform()));
  // The highest share of a normal: 1 − u·share is uniform above the threshold.
  for (let i = 0; i < wrong.length; i += 1) wrong[i] = -normalQuantile(share * uniform());
  for (let i = 0; i < right.length; i += 1) right[i] = normalQuantile(uniform()) + shift;
  return { wrong: wrong.toSorted().toReversed(), right };
};

/** The metric of simulated marks, which have no ties: at r false marks a scan, nodules above the next false mark. */
export const simulatedCpm = ({ wrong, right }: SimulatedMarks, scans: number): number => {
  const rising = right.toSorted();
  let sum = 0;
  for (const rate of luna16Rates) {
    const threshold = wrong[Math.floor(rate * scans)] ?? -Infinity;
    let [low, high] = [0, rising.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((rising[middle] as number) > threshold) high = middle;
      else low = middle + 1;
    }
    sum += rising.length === 0 ? 0 : (rising.length - low) / rising.length;
  }
  return sum / luna16Rates.length;
};

const usualSimulations = 1000;
const pilotScans = 100;
const mostScans = 100_000;

/** Standard deviation of the metric over simulated studies of so many scans. */
const spreadAt = (scans: number, shift: number, plan: FrocPlan, from: number): number => {
  const { simulations = usualSimulations } = plan;
  const values = Float64Array.from({ length: simulations }, (_, study) =>
    simulatedCpm(simulateMarks(scans, shift, plan, from + study), scans),
  );
  return Math.sqrt(varianceOf(values));
};

/**
 * Gives the number of scans of a study of a detector, by simulation: nodules and false marks a scan by Poisson, false marks
 * with standard normal scores, nodules with scores so much higher that the metric is as expected. The spread of the
 * metric over simulated studies of 100 scans, taken to fall with the root of the scans, gives a first number; simulated
 * studies of that number mend it once.
 *
 * Scans are taken as alike and nodules of one scan as independent; where they are not, more scans are needed.
 *
 * Source: D. Chakraborty, Observer Performance Methods for Diagnostic Imaging (2017), the radiological search model with
 * every nodule found at some score.
 */
export const frocSize = (plan: FrocPlan): Result<SampleSize> => {
  const { expected, nodules, falseMarks, halfWidth, margin, power = usualPower, level = 0.95, seed } = plan;
  const { simulations = usualSimulations } = plan;
  const of = 'froc';
  const fault =
    aimFault(of, plan) ??
    rangeFault(of, [
      ['expected', expected, expected > 0 && expected < 1, 'between 0 and 1'],
      ['margin', margin ?? -1, margin !== expected, 'other than the expected metric'],
      ['nodules', nodules, nodules > 0 && nodules <= 100, 'more than 0, at most 100 a scan'],
      ['false marks', falseMarks, falseMarks > 8 && falseMarks <= 100, 'more than 8, at most 100 a scan'],
      ['simulations', simulations, Number.isInteger(simulations) && simulations >= 50, 'a whole number from 50'],
    ]);
  if (fault) return fault;
  const shift = shiftFor(expected, falseMarks);
  const z = normalQuantile((1 + level) / 2);
  const wanted =
    halfWidth === undefined ? Math.abs(expected - (margin ?? 0)) / (z + normalQuantile(power)) : halfWidth / z;
  const first = Math.ceil((spreadAt(pilotScans, shift, plan, 0) / wanted) ** 2 * pilotScans);
  if (!(first >= 1 && first <= mostScans)) return neverEnough(of);
  // Under ten scans the metric is far from normal.
  const scans = Math.max(10, first);
  // A number of scans beyond some thousand is not simulated whole: the root law holds there.
  const checked = Math.min(scans, 1000);
  const spread = spreadAt(checked, shift, plan, simulations) * Math.sqrt(checked);
  const n = Math.max(10, Math.ceil((spread / wanted) ** 2));
  const error = spread / Math.sqrt(n);
  const detail = { expected, nodules, falseMarks, shift, simulations, seed, standardError: error };
  const common = {
    metric: 'sample-size',
    version: 1,
    of,
    unit: 'scans',
    n,
    level,
    method: 'simulation',
    detail,
  } as const;
  return success(
    halfWidth === undefined
      ? { ...common, power: normalCdf(Math.abs(expected - (margin ?? 0)) / error - z) }
      : { ...common, halfWidth: z * error },
  );
};
