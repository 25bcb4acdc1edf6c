import { failure, type Problem, type Result } from '@isocentre/evidence';
import { checkLevel, usualLevel, type MadeInterval } from './estimate.ts';

/** A value that was measured, with its interval. */
export interface Measured {
  readonly estimate: number;
  readonly interval: MadeInterval;
}

/** How sure an interval is to be. */
export interface LevelOption {
  /** Confidence between 0 and 1; 0.95 by default, as the field reports it. */
  readonly level?: number;
}

/** Gives the confidence that was asked for; a RangeError where it is none. */
export const levelOf = (name: string, { level = usualLevel }: LevelOption): number => {
  checkLevel(name, level);
  return level;
};

/** Says what is wrong with the data of a metric. */
export const refused = (metric: string, found: string, expected: string): Result<never> =>
  failure({ where: metric, found, expected });

/** Names the first value that `right` refuses, by its number from 1; undefined where all are right. */
export const firstWrong = (
  where: string,
  values: ArrayLike<number>,
  right: (value: number) => boolean,
  expected: string,
): Problem | undefined => {
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i] as number;
    if (!right(value)) return { where: `${where}, value ${i + 1}`, found: String(value), expected };
  }
  return undefined;
};

/** Names the first pair of lists of different length or the first value that is no number; undefined where all is right. */
export const pairsProblem = (
  metric: string,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): Problem | undefined => {
  if (first.length !== second.length)
    return { where: metric, found: `${first.length} and ${second.length} values`, expected: 'pairs' };
  return (
    firstWrong(`${metric}, first`, first, Number.isFinite, 'a number') ??
    firstWrong(`${metric}, second`, second, Number.isFinite, 'a number')
  );
};
