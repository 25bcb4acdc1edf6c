import { show, success, failure, type Result } from '@isocentre/evidence';

/** A number as it was printed: its digits say how far it was rounded. */
export interface PrintedNumber {
  /** The text as printed, such as `84.0`. */
  readonly text: string;
  readonly value: number;
  /** Digits after the point: 0…9. */
  readonly decimals: number;
}

const pattern = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;
const mostDigits = 15;
const mostDecimals = 9;

/**
 * Reads a number and keeps how it was printed.
 *
 * Takes digits with a decimal point, a sign, a comma between thousands (`1,234.5`) and an exponent. A decimal comma is
 * refused, since `12,5` may mean two things.
 *
 * @param where The place, for the message of a failure.
 */
export const readPrinted = (text: string, where: string): Result<PrintedNumber> => {
  const refuse = (found: string): Result<never> =>
    failure({ where, found, expected: `a number with a decimal point, such as 97.6` });
  const trimmed = text.trim();
  const parts = pattern.exec(trimmed);
  if (!parts) return refuse(show(text));
  const fraction = parts[3] ?? '';
  const decimals = Math.max(0, fraction.length - Number(parts[4] ?? 0));
  const value = Number(trimmed.replaceAll(',', ''));
  const digits = `${parts[2] ?? ''}${fraction}`.replaceAll(',', '').replace(/^0+/, '').length;
  if (digits > mostDigits || decimals > mostDecimals || Math.abs(value) >= 10 ** mostDigits) {
    return refuse(`${show(text)}, with more digits than can be checked`);
  }
  return success({ text: trimmed, value, decimals });
};

/** One unit in the last place of a printed number. */
export const unitOf = (printed: PrintedNumber): number => 10 ** -printed.decimals;

/** The whole number that the printed digits make: 84.0 gives 840. */
const scaledOf = (printed: PrintedNumber): number => Math.round(printed.value * 10 ** printed.decimals);

/**
 * Gives the numbers of successes k for which k of n, times `scale`, rounds to a printed number; empty where from > to.
 *
 * Exact, in whole numbers. A share that lies half-way between two printed numbers may be rounded up (half-up) or to the
 * even one (half-even): either is accepted.
 *
 * @param trials n, a whole number from 1.
 * @param scale 100 where the number is printed in per cent, else 1.
 * @param slack Units in the last place by which the printed number may be off after rounding; default 0.
 */
export const successesFor = (
  printed: PrintedNumber,
  trials: number,
  scale: number,
  slack = 0,
): { readonly from: number; readonly to: number } => {
  const steps = 2n * BigInt(scale) * 10n ** BigInt(printed.decimals);
  const n = BigInt(trials);
  const low = (2n * BigInt(scaledOf(printed) - slack) - 1n) * n;
  const last = scaledOf(printed) + slack;
  const high = (2n * BigInt(last) + 1n) * n;
  // The upper end is a tie that half-up rounds away; half-even keeps it where the digit is even.
  const tieRefused = high >= 0n && high % steps === 0n && last % 2 !== 0;
  const from = low <= 0n ? 0 : Number((low + steps - 1n) / steps);
  const to = high < 0n ? -1 : Math.min(trials, Number(high / steps) - (tieRefused ? 1 : 0));
  return { from, to };
};

/** How far a computed bound may lie beyond a tie, in units of the last place: what floating point may have lost. */
const tieTolerance = 1e-6;

/** Gives the open or closed window of values that round to a printed number, give or take `slack` units in the last place. */
export const windowOf = (printed: PrintedNumber, slack = 0): { readonly low: number; readonly high: number } => {
  const reach = (0.5 + slack + tieTolerance) * unitOf(printed);
  return { low: printed.value - reach, high: printed.value + reach };
};

/**
 * Tells whether a computed value rounds to a printed number, give or take `slack` units in the last place.
 *
 * A value within a millionth of a unit of a tie counts as rounding to both sides: half-up and half-even differ there, and
 * so may floating point.
 */
export const roundsTo = (value: number, printed: PrintedNumber, slack = 0): boolean => {
  const { low, high } = windowOf(printed, slack);
  return value >= low && value <= high;
};

/** Writes a value with as many decimals as a printed number has. */
export const writeLike = (value: number, printed: PrintedNumber): string => value.toFixed(printed.decimals);
