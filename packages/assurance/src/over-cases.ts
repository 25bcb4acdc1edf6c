import { failure, success, type Result } from '@isocentre/evidence';
import { meanOf } from '@isocentre/statistics';
import { percentiles, resample, type BootstrapOptions } from './bootstrap.ts';
import { checkLevel, usualLevel, type Estimated } from './estimate.ts';

/** The mean of a metric over cases. */
export interface MeanOverCases extends Estimated<'mean-over-cases'> {
  /** Cases in which there was nothing to measure: not in the mean. */
  readonly notMeasured: number;
}

/**
 * Averages a metric that each case has for itself, such as Dice, with a percentile interval by drawing cases.
 *
 * @param values One a case; null where there was nothing to measure, which is counted and left out. An infinite value
 *   makes the mean infinite.
 * @returns the mean with its interval; or a problem: a value that is no number, or fewer than two that were measured. The
 *   interval does not promise its level: with few cases, or few that differ much from the others, it is too narrow.
 */
export const meanOverCases = (values: readonly (number | null)[], options: BootstrapOptions): Result<MeanOverCases> => {
  const { bootstraps, level = usualLevel } = options;
  checkLevel('meanOverCases', level);
  if (!(bootstraps >= 1)) throw new RangeError(`meanOverCases: ${bootstraps} bootstraps; expected at least one`);
  const wrong = values.findIndex((value) => value !== null && Number.isNaN(value));
  if (wrong >= 0) return failure({ where: `values[${wrong}]`, found: 'not a number', expected: 'a number or null' });
  const measured = Float64Array.from(values.filter((value) => value !== null));
  if (measured.length < 2)
    return failure({ where: 'the cases', found: `${measured.length} measured`, expected: 'at least two' });
  const means = new Float64Array(bootstraps);
  resample('mean over cases', measured.length, options, (weights, b) => {
    let sum = 0;
    for (let i = 0; i < measured.length; i += 1) {
      const weight = weights[i] as number;
      if (weight > 0) sum += weight * (measured[i] as number);
    }
    means[b] = sum / measured.length;
  });
  return success({
    metric: 'mean-over-cases',
    version: 1,
    n: measured.length,
    estimate: meanOf(measured),
    interval: { ...percentiles(means, level), level, method: 'bootstrap-percentile' },
    notMeasured: values.length - measured.length,
  });
};
