import type { OccupationLimits } from './limits.ts';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/**
 * Writes a count as one would say it: whole, with thousands marked.
 *
 * @example
 * ```ts
 * import { sayCount } from '@isocentre/workforce';
 * const text: string = sayCount(3661.7); // '3,662'
 * ```
 */
export const sayCount = (value: number): string => whole.format(Math.round(value) + 0);

/** Writes a difference as one would say it: whole, with its sign; what rounds to nothing has none. */
export const sayDifference = (value: number): string => {
  const size = sayCount(Math.abs(value));
  if (size === '0') return size;
  return `${value < 0 ? '−' : '+'}${size}`;
};

const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 0 });

/** Writes a share as one would say it: `62 %`, and "less than 1 %" rather than nothing. */
export const sayShare = (share: number): string => {
  const text = percent.format(share).replace('%', ' %');
  if (share > 0 && text === '0 %') return 'less than 1 %';
  return share < 1 && text === '100 %' ? 'more than 99 %' : text;
};

/** Joins a list as one would say it: `a, b and c`. */
export const sayList = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;

const relaxedWords = {
  posts: 'with every required post funded at once',
  supervision: 'with supervision for every trainee',
  supply: 'with a recruit for every open place',
  leaving: 'with nobody leaving before retirement',
} as const;

/** What is still missing is never said to be nothing. */
const sayRest = (shortfall: number): string => {
  const text = sayCount(shortfall);
  return text === '0' ? 'less than 1' : text;
};

/** Says in one sentence why the shortfall of an occupation does not close, or when it does. */
export const sayLimits = (limits: OccupationLimits): string => {
  const name = capital(limits.title);
  if (limits.closingYear !== null) return `${name}: closes in ${limits.closingYear}.`;
  const chief = limits.relaxed.find((one) => one.limit === limits.chief);
  const now = sayCount(limits.shortfallAtHorizon);
  if (!chief)
    return `${name}: ${now} WTE short at the end; none of posts, supervision, supply and leaving helps alone.`;
  if (chief.closingYear !== null)
    return `${name}: ${chief.limit}. ${capital(relaxedWords[chief.limit])} it would close in ${chief.closingYear}.`;
  return `${name}: mostly ${chief.limit}. ${capital(relaxedWords[chief.limit])} it would be ${sayRest(chief.shortfallAtHorizon)} WTE short at the end instead of ${now}; nothing alone closes it.`;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
