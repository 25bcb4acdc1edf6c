import { betaQuantile, normalQuantile } from '@isocentre/statistics';
import { clopperPearson, wilson, type Interval } from '../proportion.ts';

/** The ways to make an interval for a proportion that can be computed again from its counts. */
export type IntervalMethodId =
  | 'clopper-pearson'
  | 'wilson'
  | 'jeffreys'
  | 'agresti-coull'
  | 'wilson-continuity'
  | 'wald';

/** A way to make an interval for a proportion. */
export interface IntervalMethod {
  readonly id: IntervalMethodId;
  readonly name: string;
  /** Gives the interval of k successes in n trials; it may reach beyond 0…1 where the method itself does. */
  readonly interval: (successes: number, trials: number, level: number) => Interval;
}

const zOf = (level: number): number => normalQuantile((1 + level) / 2);

const jeffreys = (successes: number, trials: number, level: number): Interval => {
  const a = successes + 0.5;
  const b = trials - successes + 0.5;
  const tail = (1 - level) / 2;
  return {
    lower: successes === 0 ? 0 : betaQuantile(tail, a, b),
    upper: successes === trials ? 1 : 1 - betaQuantile(tail, b, a),
  };
};

const agrestiCoull = (successes: number, trials: number, level: number): Interval => {
  const z = zOf(level);
  const size = trials + z * z;
  const middle = (successes + (z * z) / 2) / size;
  const half = z * Math.sqrt((middle * (1 - middle)) / size);
  return { lower: middle - half, upper: middle + half };
};

const wilsonContinuity = (successes: number, trials: number, level: number): Interval => {
  const z2 = zOf(level) ** 2;
  const share = successes / trials;
  const odd = trials - successes;
  const size = 2 * (trials + z2);
  const lowerRoot = z2 - 2 - 1 / trials + 4 * share * (odd + 1);
  const upperRoot = z2 + 2 - 1 / trials + 4 * share * (odd - 1);
  const z = Math.sqrt(z2);
  return {
    lower: successes === 0 ? 0 : (2 * successes + z2 - 1 - z * Math.sqrt(lowerRoot)) / size,
    upper: successes === trials ? 1 : (2 * successes + z2 + 1 + z * Math.sqrt(upperRoot)) / size,
  };
};

const wald = (successes: number, trials: number, level: number): Interval => {
  const share = successes / trials;
  const half = zOf(level) * Math.sqrt((share * (1 - share)) / trials);
  return { lower: share - half, upper: share + half };
};

/**
 * Lists the interval methods that a printed interval is tried against, the most usual in device summaries first.
 *
 * Clopper–Pearson (1934, exact); Wilson (1927, score); Jeffreys (Brown, Cai and DasGupta 2001: beta(k + ½, n − k + ½),
 * 0 and 1 at the ends); Agresti–Coull (1998); Wilson with continuity correction (Newcombe 1998, method 4); Wald
 * (estimate ± z standard errors), tried only to be recognised: its coverage falls far below its level near 0 and 1.
 */
export const intervalMethods: readonly IntervalMethod[] = [
  { id: 'clopper-pearson', name: 'Clopper–Pearson', interval: clopperPearson },
  { id: 'wilson', name: 'Wilson', interval: wilson },
  { id: 'jeffreys', name: 'Jeffreys', interval: jeffreys },
  { id: 'agresti-coull', name: 'Agresti–Coull', interval: agrestiCoull },
  { id: 'wilson-continuity', name: 'Wilson with continuity correction', interval: wilsonContinuity },
  { id: 'wald', name: 'Wald', interval: wald },
];

/** Finds a method by its id. */
export const intervalMethod = (id: IntervalMethodId): IntervalMethod =>
  intervalMethods.find((method) => method.id === id) as IntervalMethod;
