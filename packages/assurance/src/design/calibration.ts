import { success, type Result } from '@isocentre/evidence';
import { exp, normalQuantile } from '@isocentre/statistics';
import { aimFault, rangeFault, type SampleSize } from './sample-size.ts';

/** What a study of calibration expects. */
export interface CalibrationPlan {
  /** Share of cases in which the event comes true. */
  readonly prevalence: number;
  /** Half-width that the interval of observed over expected may have, on the logarithm. */
  readonly observedHalfWidth: number;
  /** Half-width that the interval of the slope may have. */
  readonly slopeHalfWidth: number;
  /** Mean and standard deviation of the logits of the probabilities. */
  readonly logitMean: number;
  readonly logitDeviation: number;
  readonly level?: number | undefined;
}

// Trapezes of a normal density over ± 8 standard deviations: error under 1e-12.
const steps = 400;
const reach = 8;

/** Mean information on intercept and slope of a case with normal logits, where calibration is perfect. */
const informationOf = (mean: number, deviation: number): readonly [number, number, number] => {
  let [aa, ab, bb, all] = [0, 0, 0, 0];
  for (let step = 0; step <= steps; step += 1) {
    const z = -reach + (2 * reach * step) / steps;
    const weight = exp((-z * z) / 2);
    const x = mean + deviation * z;
    const p = 1 / (1 + exp(-x));
    const information = weight * p * (1 - p);
    all += weight;
    aa += information;
    ab += information * x;
    bb += information * x * x;
  }
  return [aa / all, ab / all, bb / all];
};

/**
 * Gives the number of cases for calibration: enough for the interval of observed over expected and for that of the slope;
 * `detail` has the number for each.
 *
 * Source: R. Riley and others, Statistics in Medicine 40 (2021) 4230–4251: variance of ln(O/E) as (1 − φ)/(n·φ), and the
 * information of the slope over a normal distribution of logits. The tests hold both against simulation.
 */
export const calibrationSize = (plan: CalibrationPlan): Result<SampleSize> => {
  const { prevalence, observedHalfWidth, slopeHalfWidth, logitMean, logitDeviation, level = 0.95 } = plan;
  const of = 'calibration';
  const fault =
    aimFault(of, { halfWidth: slopeHalfWidth, level }) ??
    rangeFault(of, [
      ['prevalence', prevalence, prevalence > 0 && prevalence < 1, 'between 0 and 1'],
      [
        'half-width of observed over expected',
        observedHalfWidth,
        observedHalfWidth > 0 && Number.isFinite(observedHalfWidth),
        'more than 0',
      ],
      ['mean logit', logitMean, Number.isFinite(logitMean), 'a number'],
      ['deviation of logits', logitDeviation, logitDeviation > 0 && Number.isFinite(logitDeviation), 'more than 0'],
    ]);
  if (fault) return fault;
  const z = normalQuantile((1 + level) / 2);
  const forObserved = Math.ceil(((1 - prevalence) / prevalence) * (z / observedHalfWidth) ** 2);
  const [aa, ab, bb] = informationOf(logitMean, logitDeviation);
  const variance = aa / (aa * bb - ab * ab);
  const forSlope = Math.ceil(variance * (z / slopeHalfWidth) ** 2);
  const n = Math.max(forObserved, forSlope);
  const detail = { prevalence, forObserved, forSlope, events: Math.ceil(n * prevalence), logitMean, logitDeviation };
  const halfWidth = z * Math.sqrt(variance / n);
  return success({
    metric: 'sample-size',
    version: 1,
    of,
    unit: 'cases',
    n,
    halfWidth,
    level,
    method: 'riley-2021',
    detail,
  });
};
