import { sayNumber, type Figure } from '@isocentre/evidence';
import type { Explanation, FigureBehind } from './explanation.ts';
import type { Quantity, Term, Unit } from './explain/terms.ts';
import { sayList } from './words.ts';

// A number that rounds to nothing has no sign.
const fine = new Intl.NumberFormat('en-GB', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: 'negative',
});
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const share = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 4 });

/** Writes a quantity so that a reader can add it up: people and WTE to a hundredth, money whole, shares to four digits. */
export const amountText = (value: number, unit: Unit): string => {
  switch (unit) {
    case 'WTE':
    case 'heads':
      return fine.format(value);
    case 'GBP a year':
    case 'GBP a head':
      return whole.format(Math.round(value) + 0);
    case 'share':
      return share.format(value);
  }
};

/** Writes a quantity with its unit; a share has none. */
export const quantityText = ({ value, unit }: Quantity): string =>
  unit === 'share' ? amountText(value, unit) : `${amountText(value, unit)} ${unit}`;

/** The sign of a line and its amount without it: a line that is taken off, or is itself below zero, has a minus. */
export const signedAmount = ({ sign, value, unit }: Term): { readonly sign: '+' | '−'; readonly amount: string } => ({
  sign: sign * value < 0 || (value === 0 && sign < 0) ? '−' : '+',
  amount: amountText(Math.abs(value), unit),
});

/** A line in words, with what it is the product of. */
export const termText = ({ title, factors }: Term): string =>
  factors
    ? `${title} (${factors.map((one) => (one.title === title ? quantityText(one) : `${one.title} ${quantityText(one)}`)).join(' × ')})`
    : title;

/** Says what the number is: the measure, its value, when and of whom. */
export const headline = ({ title, value, unit, isState, year, where, cells, scenario, scope }: Explanation): string => {
  const when = isState ? `at the start of ${year}` : `in ${year}`;
  const parts = Object.entries(where).map(([dimension, id]) => `${dimension} ${id}`);
  const whose = parts.length === 0 ? 'everyone' : sayList(parts);
  return `${title.replace(/ \((WTE|heads|GBP a year)\)$/, '')}: ${quantityText({ title, value, unit })} ${when}, in "${scenario.title}", scope ${scope}; ${whose}, ${cells === 1 ? 'one part' : `${cells} parts`} counted together.`;
};

/** Says how many figures stand behind the number and how many of them are assumptions. */
export const basisText = ({ figures }: Explanation): string => {
  const assumptions = figures.filter(({ figure, own }) => !own && figure.basis === 'assumption').length;
  const own = figures.filter((one) => one.own).length;
  if (figures.length === 0) return 'No figure stands behind it.';
  return `${figures.length} figures feed it: ${assumptions} are assumptions, marked *${own === 0 ? '' : `; ${own} are the scenario’s own, marked !`}.`;
};

/** The mark of a figure: `*` an assumption, `!` the scenario's own. */
export const markOf = ({ own, figure }: FigureBehind): string =>
  own ? '!' : figure.basis === 'assumption' ? '*' : ' ';

/** Where a figure comes from: its source, its formula, or why it is assumed. */
export const originText = ({ own, figure, reason }: FigureBehind): string => {
  if (own) return `the scenario’s own${reason === undefined ? '' : `: ${reason}`}`;
  const { source, where, formula } = figure;
  const cited = source
    ? `${source.publisher}: ${source.title} (${source.year})${where === undefined ? '' : `, ${where}`}`
    : '';
  const parts = [formula ? `= ${formula.text}` : '', reason ?? '', cited].filter((text) => text !== '');
  return `${figure.basis}: ${parts.join('; ')}`;
};

/** Says how far a figure may lie from what is stated: `5 to 7`, `± 0.2`, or `none`. */
export const rangeText = ({ distribution }: Figure): string => {
  if (!distribution || distribution.kind === 'fixed') return 'none';
  const { low, high } = distribution;
  const times = distribution.as === 'multiplier' ? ' times' : '';
  if (low === undefined || high === undefined)
    return 'deviation' in distribution ? `± ${sayNumber(distribution.deviation)}${times}` : 'none';
  return `${sayNumber(low)} to ${sayNumber(high)}${times}`;
};
