import { valueText, type Figure } from '@isocentre/evidence';

/** A figure as the page tells of it. */
export interface FigureTold {
  readonly title: string;
  /** Its value in a line; left out where it is a table, which its source shows better. */
  readonly value?: string;
  readonly unit: string;
  readonly basis: 'published' | 'derived' | 'assumption';
  /** Where it comes from: the source, the formula, or the reason of an assumption. */
  readonly why: string;
  readonly url?: string;
}

/** Tells of a figure. */
export const figureTold = (figure: Figure): FigureTold => ({
  title: figure.title,
  ...(figure.stated.kind === 'number' || figure.stated.kind === 'interval' ? { value: valueText(figure.stated) } : {}),
  unit: figure.unit,
  basis: figure.basis,
  why:
    figure.formula?.text ??
    figure.reason ??
    `${figure.source?.publisher ?? ''}: ${figure.source?.title ?? ''} (${figure.source?.year ?? ''}), ${figure.where ?? ''}.`,
  ...(figure.source ? { url: figure.source.url } : {}),
});
