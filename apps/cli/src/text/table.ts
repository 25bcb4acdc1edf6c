import type { Cell, Column, Table } from '@isocentre/documents';
import { oneLine, wrap } from './wrap.ts';

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const gap = 2;

/** Writes a cell as a person reads it: counts whole, shares in per cent, empty cells as a dash. */
export const showCell = (cell: Cell, column: Column): string => {
  if (cell === null) return '–';
  if (typeof cell === 'string') return oneLine(cell);
  switch (column.kind) {
    case 'share':
      return `${Math.round(cell * 100) + 0} %`;
    case 'year':
      return String(cell);
    case 'count':
    case 'money':
      return whole.format(Math.round(cell) + 0);
    case 'text':
    case 'number':
      return String(cell);
  }
};

const fit = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(1, width - 1))}…`;

/**
 * Draws a table in at most `width` columns: numbers to the right, text to the left.
 *
 * Where it does not fit, the last columns are left out first; then the first, a text, is broken over lines. The columns
 * left out are named, so that nothing goes missing unsaid.
 */
export const drawTable = (table: Table, width: number): readonly string[] => {
  const cells = table.rows.map((row) => row.map((cell, index) => showCell(cell, table.columns[index] as Column)));
  // The title of a column of numbers may take two lines, so that it does not widen the column.
  const titles = table.columns.map(({ kind, title }) => {
    const at = kind === 'text' ? -1 : title.indexOf(' ');
    return at < 0 ? ['', title] : [title.slice(0, at), title.slice(at + 1)];
  });
  const widths = titles.map((title, index) =>
    Math.max(...title.map((line) => line.length), ...cells.map((row) => row[index]?.length ?? 0)),
  );
  const least = 12;
  let shown = table.columns.length;
  const total = (): number => widths.slice(0, shown).reduce((sum, one) => sum + one, 0) + gap * (shown - 1);
  const first = table.columns[0]?.kind === 'text' ? (widths[0] ?? 0) : 0;
  while (shown > 2 && total() - Math.max(0, first - least * 2) > width) shown -= 1;
  if (first > 0 && total() > width) widths[0] = Math.max(least, first - (total() - width));
  const line = (row: readonly string[]): string =>
    row
      .slice(0, shown)
      .map((text, index) => {
        const space = widths[index] ?? 0;
        return table.columns[index]?.kind === 'text' ? fit(text, space).padEnd(space) : text.padStart(space);
      })
      .join(' '.repeat(gap))
      .trimEnd();
  const header = [0, 1].map((row) => line(titles.map((title) => title[row] ?? ''))).filter((text) => text !== '');
  const left = table.columns.slice(shown).map((column) => column.title);
  return [
    ...header,
    ...cells.flatMap((row) => {
      const [start = '', ...more] = first > 0 ? wrap(row[0] ?? '', widths[0] ?? 0, '  ') : [row[0] ?? ''];
      return [line([start, ...row.slice(1)]), ...more.map((text) => fit(text, widths[0] ?? 0))];
    }),
    ...(left.length === 0 ? [] : wrap(`(not shown in this width: ${left.join(', ')})`, width)),
  ];
};
