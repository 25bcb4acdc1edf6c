import { failure, type Result } from '@isocentre/evidence';
import type { Measured } from '../measured.ts';
import type { Estimated } from '../estimate.ts';
import type { Cases } from './study-data.ts';

/** A metric of some cases with its interval. */
export type MetricResult = Estimated<string>;

/** How every interval of a study is made. */
export interface Setting {
  readonly level: number;
  readonly bootstraps: number;
  readonly seed: number;
  /** Told how much of the draws of an estimate is made, from 0 to 1. */
  readonly progress?: ((done: number) => void) | undefined;
}

/** A curve of a study: shares or rates alone, without the scores of cases. */
export interface Curve {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** What an analysis gives of some of the cases. */
export interface StudyEstimate {
  readonly result: MetricResult;
  /** Counts behind it, by what they are. */
  readonly counts: readonly { readonly what: string; readonly count: number }[];
  /** What is measured beside it, such as limits of agreement. */
  readonly beside?: readonly ({ readonly what: string } & Measured)[];
  readonly curve?: Curve;
}

/** Two technologies on the same cases. */
export interface StudyComparison {
  readonly first: MetricResult;
  readonly second: MetricResult;
  /** First less second, with an interval that knows that the cases are the same. */
  readonly difference: MetricResult;
  /** Of equality, two-sided, where there is a test. */
  readonly test?: { readonly p: number; readonly method: string };
}

/** A metric as a study computes it. */
export interface Analysis {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly design: Cases['design'];
  /** What it is on: a share from 0 to 1, or another number. */
  readonly scale: 'share' | 'number';
  readonly needsThreshold?: boolean;
  /** Whether less is better, as of an error. */
  readonly lessIsBetter?: boolean;
  /** The value that is best where neither more nor less is, such as 1 of a calibration slope. */
  readonly best?: number;
  /**
   * Estimates it from some of the cases.
   *
   * @param selection Indices of the cases, rising.
   * @param tool Which technology: 0 the one that is tried, 1 its comparator.
   */
  readonly estimate: (cases: Cases, selection: Int32Array, setting: Setting, tool: number) => Result<StudyEstimate>;
  /** Compares the technology with its comparator, where that can be done. */
  readonly compare?: (cases: Cases, selection: Int32Array, setting: Setting) => Result<StudyComparison>;
}

/** Says what the cases lack. */
export const lacking = (found: string, expected: string): Result<never> =>
  failure({ where: 'the cases', found, expected });

const mostPoints = 200;

/** Thins a curve to 200 points by equal steps along it, the first and the last kept, so that no case shows. */
export const thin = (points: Curve['points']): Curve['points'] => {
  if (points.length <= mostPoints) return points;
  const step = (points.length - 1) / (mostPoints - 1);
  return Array.from({ length: mostPoints }, (_, i) => points[Math.round(i * step)] ?? [0, 0]);
};

/** Takes the values of some of the cases. */
export const chosen = (values: Float64Array, selection: Int32Array): Float64Array =>
  Float64Array.from(selection, (index) => values[index] as number);
