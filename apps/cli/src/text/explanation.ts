import { valueText } from '@isocentre/evidence';
import {
  sayList,
  type Explanation,
  type FigureBehind,
  type Quantity,
  type Term,
  type Unit,
} from '@isocentre/workforce';
import type { Terminal } from '../command.ts';
import { wrap } from './wrap.ts';

const fine = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const share = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 4 });

/** Writes a quantity so that a reader can add it up: people and WTE to a hundredth, money whole, shares to four digits. */
export const amountText = (value: number, unit: Unit): string => {
  switch (unit) {
    case 'WTE':
    case 'heads':
      return fine.format(Math.abs(value) < 0.005 ? 0 : value);
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

/** What is said under the sum. */
export const roundingNote =
  'Lines are rounded for print; --format json has every digit. The figures are those of the whole run: parts share formulas, so that figures of other parts may be among them.';

/** Writes an explanation for the terminal. */
export const explanationText = (explanation: Explanation, { width }: Terminal): string => {
  const { equation, words, terms, asides, parts, levers, figures, value, unit } = explanation;
  const lines = terms.map((term) => ({ ...signedAmount(term), text: termText(term) }));
  const sum = amountText(value, unit);
  const space = Math.max(sum.length, ...lines.map(({ amount }) => amount.length));
  const line = (sign: string, amount: string, text: string): readonly string[] => {
    const indent = space + 4;
    return wrap(text, Math.max(1, width - indent)).map((part, index) =>
      index === 0 ? `${sign} ${amount.padStart(space)}  ${part}` : `${' '.repeat(indent)}${part}`,
    );
  };
  const indented = (text: string, by = 2): readonly string[] =>
    wrap(text, width - by).map((part) => `${' '.repeat(by)}${part}`);
  const section = (title: string, body: readonly string[]): readonly string[] =>
    body.length === 0 ? [] : ['', title, ...body];
  return [
    ...wrap(headline(explanation), width),
    ...section('What it is', [...indented(equation), ...indented(words)]),
    ...section('How it adds up', [
      ...lines.flatMap(({ sign, amount, text }, index) => line(index === 0 && sign === '+' ? ' ' : sign, amount, text)),
      ...line('=', sum, unit),
    ]),
    ...section(
      'Beside it',
      asides.flatMap((one) => indented(`${one.title}: ${quantityText(one)}`)),
    ),
    ...section(
      'Part by part',
      parts.length < 2 ? [] : parts.flatMap((one) => line(' ', amountText(one.value, one.unit), one.title)),
    ),
    ...section(
      'Levers that act on it',
      levers.flatMap(({ name, reason }) => indented(`${name}${reason === undefined ? '' : `: ${reason}`}`)),
    ),
    ...section('The figures behind it', wrap(basisText(explanation), width)),
    ...figures.flatMap((one) => [
      '',
      `${markOf(one)} ${one.id}`,
      ...indented(`${valueText(one.value)}, ${one.figure.unit}`, 4),
      ...indented(originText(one), 4),
    ]),
    '',
    ...wrap(roundingNote, width),
    '',
  ].join('\n');
};
