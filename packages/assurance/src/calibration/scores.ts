import { failure, success, type Result } from '@isocentre/evidence';
import { log, log1p, meanOf, sumOf, varianceOf } from '@isocentre/statistics';
import type { Estimated } from '../estimate.ts';
import { firstWrong, levelOf, refused, type LevelOption } from '../measured.ts';
import { clopperPearson } from '../proportion.ts';
import { studentQuantile } from '../special/distributions.ts';
import { predictionsProblem, type Predictions } from './predictions.ts';

/** A mean over cases with its t interval, which promises its level for many cases only. */
const meanOver = <M extends string>(metric: M, losses: Float64Array, level: number): Estimated<M> => {
  const n = losses.length;
  const estimate = meanOf(losses);
  const half = studentQuantile((1 + level) / 2, n - 1) * Math.sqrt(varianceOf(losses) / n);
  const interval = { lower: Math.max(0, estimate - half), upper: estimate + half, level, method: 't' };
  return { metric, version: 1, n, estimate, interval };
};

/**
 * Gives the Brier score: the mean of (p − y)² over cases, 0 at best.
 *
 * Source: G. Brier, Monthly Weather Review 78 (1950) 1–3, in the form for one event. Exact but for rounding, under 1e-14.
 */
export const brierScore = (predictions: Predictions, options: LevelOption = {}): Result<Estimated<'brier'>> => {
  const level = levelOf('brier', options);
  const problem = predictionsProblem('brier', predictions);
  if (problem) return failure(problem);
  const { probability, truth } = predictions;
  return success(
    meanOver(
      'brier',
      Float64Array.from(probability, (p, i) => (p - (truth[i] as number)) ** 2),
      level,
    ),
  );
};

/**
 * Gives the log loss: the mean of −ln of the probability that was given to what came true, 0 at best.
 *
 * Probabilities of exactly 0 or 1 are refused, since one that fails makes the loss infinite; nothing is clipped unseen.
 * Exact but for rounding, under 1e-14.
 */
export const logLoss = (predictions: Predictions, options: LevelOption = {}): Result<Estimated<'log-loss'>> => {
  const metric = 'log-loss';
  const level = levelOf(metric, options);
  const problem = predictionsProblem(metric, predictions) ?? strictProblem(metric, predictions);
  if (problem) return failure(problem);
  const { probability, truth } = predictions;
  const losses = Float64Array.from(probability, (p, i) => -(truth[i] === 1 ? log(p) : log1p(-p)));
  return success(meanOver(metric, losses, level));
};

/** Names the first probability of exactly 0 or 1, which has no logit. */
export const strictProblem = (metric: string, { probability }: Predictions): ReturnType<typeof predictionsProblem> =>
  firstWrong(`${metric}, probability`, probability, (p) => p > 0 && p < 1, 'more than 0 and less than 1');

/**
 * Gives observed over expected: events that came true over the sum of the probabilities, 1 at best.
 *
 * The interval is Clopper–Pearson's of the observed share over the mean probability, which is taken as given. It covers
 * at least as often as it says, since a sum of events of different chances varies less than a binomial.
 *
 * Source: W. Hoeffding, Annals of Mathematical Statistics 27 (1956) 713–721. Exact but for rounding, under 1e-12.
 */
export const observedExpected = (
  predictions: Predictions,
  options: LevelOption = {},
): Result<Estimated<'observed-expected'>> => {
  const metric = 'observed-expected';
  const level = levelOf(metric, options);
  const problem = predictionsProblem(metric, predictions);
  if (problem) return failure(problem);
  const n = predictions.truth.length;
  const observed = sumOf(predictions.truth);
  const expected = sumOf(predictions.probability);
  if (expected === 0) return refused(metric, 'probabilities that are all 0', 'an event that is expected');
  const { lower, upper } = clopperPearson(observed, n, level);
  const factor = n / expected;
  const interval = { lower: lower * factor, upper: upper * factor, level, method: 'clopper-pearson' };
  return success({ metric, version: 1, n, estimate: observed / expected, interval });
};
