import { failure, success, type Result } from '@isocentre/evidence';
import { exp, log, log1p, normalQuantile } from '@isocentre/statistics';
import type { Estimated } from '../estimate.ts';
import { levelOf, refused, type LevelOption, type Measured } from '../measured.ts';
import { predictionsProblem, type Predictions } from './predictions.ts';
import { strictProblem } from './scores.ts';

/** The line that recalibrates predictions on the logit scale. The estimate is the slope. */
export interface Recalibration extends Estimated<'calibration-slope'> {
  /** Intercept where the slope is free: 0 at best. */
  readonly intercept: Measured;
  /** Calibration in the large: the intercept where the slope is held at 1; 0 at best, above it too few were expected. */
  readonly inTheLarge: Measured;
}

interface Fit {
  readonly intercept: number;
  readonly slope: number;
  readonly interceptError: number;
  readonly slopeError: number;
}

const mostSteps = 100;

/** Fits logit P(y) = a + b·x by Newton's method, with b held at 1 where it is fixed; undefined where it has no end. */
const fitLogit = (x: Float64Array, truth: ArrayLike<number>, fixed: boolean): Fit | undefined => {
  let [a, b] = [0, 1];
  for (let step = 0; step < mostSteps; step += 1) {
    let [aa, ab, bb, ga, gb] = [0, 0, 0, 0, 0];
    for (let i = 0; i < x.length; i += 1) {
      const xi = x[i] as number;
      const p = 1 / (1 + exp(-(a + b * xi)));
      const weight = p * (1 - p);
      const rest = (truth[i] as number) - p;
      ga += rest;
      aa += weight;
      if (fixed) continue;
      gb += rest * xi;
      ab += weight * xi;
      bb += weight * xi * xi;
    }
    const determinant = fixed ? aa : aa * bb - ab * ab;
    if (!(determinant > 0)) return undefined;
    const da = fixed ? ga / aa : (bb * ga - ab * gb) / determinant;
    const db = fixed ? 0 : (aa * gb - ab * ga) / determinant;
    // A long step is cut, so that Newton's method cannot run away.
    const cut = Math.min(1, 4 / Math.max(Math.abs(da), Math.abs(db), 1e-300));
    a += cut * da;
    b += cut * db;
    if (Math.abs(da) <= 1e-12 * (1 + Math.abs(a)) && Math.abs(db) <= 1e-12 * (1 + Math.abs(b)))
      return {
        intercept: a,
        slope: b,
        interceptError: Math.sqrt(fixed ? 1 / aa : bb / determinant),
        slopeError: fixed ? 0 : Math.sqrt(aa / determinant),
      };
  }
  return undefined;
};

/**
 * Measures calibration by logistic regression of what came true on the logit of the probability: slope (1 at best, under
 * it predictions are too extreme), intercept, and calibration in the large.
 *
 * Intervals are from the normal distribution with the information at the estimate, as `glm` gives them; they promise
 * their level for many events only.
 *
 * Source: D. Cox, Biometrika 45 (1958) 562–565; B. Van Calster and others, BMC Medicine 17 (2019) 230. Relative error
 * under 1e-10.
 *
 * @param predictions Probabilities above 0 and below 1; events and others; not all of one probability.
 * @returns the slope with its interval; what is wrong where the probabilities part events from others without overlap,
 *   for then the slope has no end.
 */
export const recalibration = (predictions: Predictions, options: LevelOption = {}): Result<Recalibration> => {
  const metric = 'calibration-slope';
  const level = levelOf(metric, options);
  const problem = predictionsProblem(metric, predictions) ?? strictProblem(metric, predictions);
  if (problem) return failure(problem);
  const { probability, truth } = predictions;
  const x = Float64Array.from(probability, (p) => log(p) - log1p(-p));
  const large = fitLogit(x, truth, true);
  const line = fitLogit(x, truth, false);
  if (!large || !line)
    return refused(
      metric,
      'predictions that do not determine a line',
      'events and others whose probabilities differ and overlap',
    );
  const z = normalQuantile((1 + level) / 2);
  const around = (estimate: number, error: number): Measured => ({
    estimate,
    interval: { lower: estimate - z * error, upper: estimate + z * error, level, method: 'normal-information' },
  });
  return success({
    metric,
    version: 1,
    n: x.length,
    ...around(line.slope, line.slopeError),
    intercept: around(line.intercept, line.interceptError),
    inTheLarge: around(large.intercept, large.interceptError),
  });
};
