import { refused } from '../measured.ts';
import type { Result } from '@isocentre/evidence';

/** How many cases a study needs, and what that gives. */
export interface SampleSize {
  readonly metric: 'sample-size';
  readonly version: 1;
  /** What is measured, such as `proportion`. */
  readonly of: string;
  /** What `n` counts, such as `cases`. */
  readonly unit: string;
  readonly n: number;
  /** Chance that the bound of the interval clears the margin; undefined where a width was asked for. */
  readonly power?: number;
  /** Half the width of the interval that is expected; undefined where power was asked for. */
  readonly halfWidth?: number;
  readonly level: number;
  readonly method: string;
  /** More numbers that the design rests on or gives, such as events or degrees of freedom. */
  readonly detail: Readonly<Record<string, number>>;
}

/** What a study is to show: an interval no wider than a half-width, or a bound that clears a margin with some power. */
export interface Aim {
  /** Half the width that the interval may have. */
  readonly halfWidth?: number | undefined;
  /** What the bound of the interval must clear. */
  readonly margin?: number | undefined;
  /** Chance of that where the study is as expected; 0.8 by default, as the field has it. */
  readonly power?: number | undefined;
  /** Confidence of the two-sided interval; 0.95 by default. */
  readonly level?: number | undefined;
}

export const usualPower = 0.8;
const most = 100_000_000;

/** Names an aim that is none; undefined where it is one. */
export const aimFault = (
  of: string,
  { halfWidth, margin, power = usualPower, level = 0.95 }: Aim,
): Result<never> | undefined => {
  if ((halfWidth === undefined) === (margin === undefined))
    return refused(
      `sample size of ${of}`,
      halfWidth === undefined ? 'neither a half-width nor a margin' : 'both',
      'a half-width or a margin',
    );
  if (halfWidth !== undefined && !(halfWidth > 0 && Number.isFinite(halfWidth)))
    return refused(`sample size of ${of}`, `a half-width of ${halfWidth}`, 'more than 0');
  if (margin !== undefined && !Number.isFinite(margin))
    return refused(`sample size of ${of}`, `a margin of ${margin}`, 'a number');
  if (!(power > 0 && power < 1)) return refused(`sample size of ${of}`, `a power of ${power}`, 'between 0 and 1');
  if (!(level > 0 && level < 1)) return refused(`sample size of ${of}`, `a level of ${level}`, 'between 0 and 1');
  return undefined;
};

/** Names the first value that is not in its range; undefined where all are. */
export const rangeFault = (
  of: string,
  checks: readonly (readonly [name: string, value: number, right: boolean, expected: string])[],
): Result<never> | undefined => {
  const wrong = checks.find(([, , right]) => !right);
  return wrong ? refused(`sample size of ${of}, ${wrong[0]}`, String(wrong[1]), wrong[3]) : undefined;
};

/** Finds the least whole number from `from` at which `enough` holds, where it holds from there on; undefined beyond 1e8. */
export const leastFrom = (from: number, enough: (n: number) => boolean): number | undefined => {
  let high = from;
  while (!enough(high)) {
    high *= 2;
    if (high > most) return undefined;
  }
  let low = high === from ? from - 1 : high / 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
};

/** What is said where no number of cases is enough. */
export const neverEnough = (of: string): Result<never> =>
  refused(
    `sample size of ${of}`,
    'no number of cases up to 100,000,000 that is enough',
    'a wider margin or less power',
  );
