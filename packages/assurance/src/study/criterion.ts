import type { MetricResult } from './analysis.ts';
import type { Criterion } from './protocol-schema.ts';

/** One bound of an interval against what it had to reach. */
export interface Judged {
  readonly bound: 'lower' | 'upper';
  readonly value: number;
  /** The goal with its margin. */
  readonly limit: number;
  readonly met: boolean;
}

// A goal less its margin, such as 0.8 − 0.05, must not fail by the rounding of that difference.
const places = 12;
const limitOf = (value: number): number => Number(value.toFixed(places));

/**
 * Judges a result against a criterion at the bound of its interval: the lower bound must be at least `atLeast − margin`,
 * the upper at most `atMost + margin`. The estimate is never judged.
 */
export const judge = ({ interval }: MetricResult, { atLeast, atMost, margin }: Criterion): readonly Judged[] => [
  ...(atLeast === undefined
    ? []
    : [judgedAt('lower', interval.lower, limitOf(atLeast - margin), interval.lower >= limitOf(atLeast - margin))]),
  ...(atMost === undefined
    ? []
    : [judgedAt('upper', interval.upper, limitOf(atMost + margin), interval.upper <= limitOf(atMost + margin))]),
];

const judgedAt = (bound: Judged['bound'], value: number, limit: number, met: boolean): Judged => ({
  bound,
  value,
  limit,
  met,
});

/** Tells whether a criterion is met: every bound that it names reaches its limit. */
export const isMet = (judged: readonly Judged[]): boolean => judged.every(({ met }) => met);
