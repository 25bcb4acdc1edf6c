import { valueText } from '@isocentre/evidence';
import {
  amountText,
  basisText,
  headline,
  markOf,
  originText,
  quantityText,
  signedAmount,
  termText,
  type Explanation,
} from '@isocentre/workforce';
import type { Terminal } from '../command.ts';
import { wrap } from './wrap.ts';

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
