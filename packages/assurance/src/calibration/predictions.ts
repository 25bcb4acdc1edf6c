import type { Problem } from '@isocentre/evidence';
import { firstWrong } from '../measured.ts';

/** Predicted probabilities with what came true. */
export interface Predictions {
  /** From 0 to 1. */
  readonly probability: ArrayLike<number>;
  /** 1 where it came true, 0 where not, in the same order. */
  readonly truth: ArrayLike<number>;
}

/** Names what forbids an analysis of predictions; undefined where nothing does. */
export const predictionsProblem = (metric: string, { probability, truth }: Predictions): Problem | undefined => {
  if (probability.length !== truth.length)
    return { where: metric, found: `${probability.length} probabilities of ${truth.length} cases`, expected: 'pairs' };
  if (probability.length < 2) return { where: metric, found: `${probability.length} cases`, expected: 'at least 2' };
  return (
    firstWrong(`${metric}, probability`, probability, (p) => p >= 0 && p <= 1, 'from 0 to 1') ??
    firstWrong(`${metric}, truth`, truth, (y) => y === 0 || y === 1, '0 or 1')
  );
};
