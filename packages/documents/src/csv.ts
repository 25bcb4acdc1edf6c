import type { Cell, Table } from './table.ts';

// A spreadsheet runs a cell that begins so as a formula; a text from a file must not become one.
const formulaLike = /^[=+\-@\t\r\n]/;

const write = (cell: Cell): string => {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = formulaLike.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/**
 * Writes a table as CSV by RFC 4180: CRLF line ends, a header of column keys, numbers in full precision.
 *
 * A text that a spreadsheet would run as a formula is given a leading apostrophe.
 *
 * @example
 * ```ts
 * import { toCsv } from '@isocentre/documents';
 * const csv: string = toCsv({ name: 'Posts', columns: [{ key: 'year', title: 'Year', kind: 'year' }], rows: [[2023]] });
 * ```
 */
export const toCsv = (table: Table): string =>
  [table.columns.map((column) => write(column.key)), ...table.rows.map((row) => row.map(write))]
    .map((row) => `${row.join(',')}\r\n`)
    .join('');

/** Writes several tables into one CSV file: before each stands its name in brackets, and a blank line after it. */
export const toCsvTables = (tables: readonly Table[]): string =>
  tables.map((table) => `${write(`[${table.name}]`)}\r\n${toCsv(table)}`).join('\r\n');
