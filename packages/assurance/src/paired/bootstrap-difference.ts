import { success, type Result } from '@isocentre/evidence';
import { percentiles, resample, type BootstrapOptions } from '../bootstrap.ts';
import { checkLevel, usualLevel } from '../estimate.ts';
import { refused, type Measured } from '../measured.ts';

/**
 * Draws the difference of a metric of two technologies on the same cases, first less second: the same cases are drawn for
 * both, so that what is hard in a case is hard for both. The interval is that of percentiles and promises no level.
 *
 * Source: B. Efron, R. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
 *
 * @param units How many cases there are.
 * @param metricOf Gives the metric of a technology, 0 or 1, on drawn cases: their numbers from 0, rising, each as often as
 *   it was drawn; NaN where it cannot be computed. Such draws are left out.
 * @returns the difference on all cases; a problem where it cannot be computed, there or in any draw.
 */
export const bootstrapDifference = (
  units: number,
  { level = usualLevel, ...options }: BootstrapOptions,
  metricOf: (tool: 0 | 1, drawn: Int32Array) => number,
): Result<Measured> => {
  checkLevel('bootstrapDifference', level);
  const differenceOn = (drawn: Int32Array): number => metricOf(0, drawn) - metricOf(1, drawn);
  const estimate = differenceOn(Int32Array.from({ length: units }, (_, index) => index));
  const drawn = new Int32Array(units);
  const differences: number[] = [];
  resample('difference over the same cases', units, options, (weights) => {
    let at = 0;
    for (let unit = 0; unit < units; unit += 1) {
      const often = weights[unit] as number;
      drawn.fill(unit, at, at + often);
      at += often;
    }
    const difference = differenceOn(drawn);
    if (Number.isFinite(difference)) differences.push(difference);
  });
  if (!Number.isFinite(estimate) || differences.length === 0)
    return refused('the difference', 'cases on which one of the two has no value', 'a value of both');
  return success({
    estimate,
    interval: {
      ...percentiles(Float64Array.from(differences), level),
      level,
      method: `paired bootstrap over cases, ${options.bootstraps} draws, percentile`,
    },
  });
};
