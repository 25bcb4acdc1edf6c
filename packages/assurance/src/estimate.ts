import type { Interval } from './proportion.ts';

/** An interval with its confidence and how it was made. */
export interface MadeInterval extends Interval {
  /** Confidence between 0 and 1. */
  readonly level: number;
  /** Id of the method, such as `delong-logit`. */
  readonly method: string;
}

/** A metric of a set of cases with its interval: what each metric gives, with more beside it. */
export interface Estimated<Metric extends string> {
  /** Id of the metric. */
  readonly metric: Metric;
  /** Version of its definition; a change of the definition is a new version. */
  readonly version: 1;
  /** How many units it is made from. */
  readonly n: number;
  readonly estimate: number;
  readonly interval: MadeInterval;
}

/** The level that the field reports. */
export const usualLevel = 0.95;

/** Refuses a confidence level that is none: a mistake of the program, not of its data. */
export const checkLevel = (name: string, level: number): void => {
  if (!(level > 0 && level < 1)) throw new RangeError(`${name}: level ${level}; expected more than 0, less than 1`);
};
