import type { Table } from './table.ts';

/** One line of a chart over years. */
export interface ChartLine {
  readonly name: string;
  /** One value for each year of the chart. */
  readonly values: readonly number[];
  /** Six hexadecimal digits. */
  readonly colour: string;
  readonly dashed?: boolean;
}

/** A part of a report, in the order in which it is read. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  /** The answer of a report, in large type. */
  | { readonly kind: 'answer'; readonly text: string }
  /** Sources of the paragraph become footnotes. */
  | { readonly kind: 'paragraph'; readonly text: string; readonly sources?: readonly string[] }
  | { readonly kind: 'table'; readonly table: Table; readonly caption: string }
  | {
      readonly kind: 'chart';
      readonly title: string;
      readonly years: readonly number[];
      readonly lines: readonly ChartLine[];
      /** What it shows, in a sentence, for who cannot see it. */
      readonly description: string;
    }
  | {
      readonly kind: 'drawing';
      readonly title: string;
      /** A whole SVG element with a `viewBox`, hidden from who cannot see it; its texts are escaped by whoever drew it. */
      readonly svg: string;
      /** What it shows, in a sentence, for who cannot see it; a word processor gets this in its place. */
      readonly description: string;
    };

/** A report to be printed or opened in a word processor. */
export interface Report {
  readonly title: string;
  /** Stands at the foot of every page beside its number. */
  readonly footer: string;
  readonly blocks: readonly Block[];
}

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 0 });

/** Writes the cell of a table as it is read: counts and money whole with thousands marked, shares in percent. */
export const cellText = (cell: Table['rows'][number][number], kind: Table['columns'][number]['kind']): string => {
  if (cell === null) return '–';
  if (typeof cell === 'string') return cell;
  switch (kind) {
    case 'count':
    case 'money':
      return whole.format(Math.round(cell) + 0);
    case 'share':
      return percent.format(cell).replace('%', '\u00A0%');
    case 'year':
    case 'text':
    case 'number':
      return String(cell);
  }
};
