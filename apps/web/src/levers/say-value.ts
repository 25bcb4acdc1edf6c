import { sayCount } from '@isocentre/workforce';
import { sayExactly } from '../words/numbers.ts';
import type { Form, PageLever } from './page-lever.ts';

/** Digits that a number box shows of a value, so that its step can be seen. */
const decimals = (step: number): number => Math.max(0, -Math.floor(Math.log10(step) + 1e-9));

const shownScale: Readonly<Record<Form, number>> = { count: 1, ratio: 1, share: 100, points: 100 };

/** What a number box shows: shares and points in per cent. */
export const toShown = (form: Form, step: number, value: number): number =>
  Number((value * shownScale[form]).toFixed(decimals(step * shownScale[form])));

/** What a number in the box means; rounded so that 0.07 stays 0.07. */
export const fromShown = (form: Form, shown: number): number => Number((shown / shownScale[form]).toPrecision(12));

/** Reads what was written in the number box of a lever, or says what is wrong with it. */
export const readShown = (
  { form, min, max, step }: Pick<PageLever, 'form' | 'min' | 'max' | 'step'>,
  text: string,
): { readonly value: number } | { readonly problem: string } => {
  const [least, most] = [toShown(form, step, min), toShown(form, step, max)];
  const number = text.trim() === '' ? NaN : Number(text);
  return number >= least && number <= most
    ? { value: fromShown(form, number) }
    : {
        problem: `Found ${text.trim() === '' ? 'nothing' : `“${text.trim()}”`}; expected a number from ${least} to ${most}.`,
      };
};

/** Says the value of a lever as one would, without its unit. */
export const sayLeverValue = (lever: { readonly form: Form }, value: number): string => {
  switch (lever.form) {
    case 'count':
      return sayCount(value);
    case 'ratio':
      return sayExactly(value);
    case 'share':
      return `${sayExactly(value * 100)} %`;
    case 'points':
      return `${value > 0 ? '+' : ''}${sayExactly(value * 100).replace('-', '−')}`;
  }
};
