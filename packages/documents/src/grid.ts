/** What is wrong with a file or a cell: the same three parts as every problem of the house. */
export interface CellProblem {
  /** File with sheet and cell (`return.xlsx Staff!C7`), or with line and column (`return.csv:7 column 3`). */
  readonly where: string;
  readonly found: string;
  readonly expected: string;
}

/** The outcome of reading a file: what it holds, or why it cannot be read. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly CellProblem[] };

/** Wraps one problem as a failed {@link Reading}. */
export const unreadable = (where: string, found: string, expected: string): Reading<never> => ({
  ok: false,
  problems: [{ where, found, expected }],
});

/**
 * One cell as it stands in a file. A date is text of the form 2026-03-31.
 *
 * `bad` is a cell that holds no value: an error of the spreadsheet, a formula that was never computed, a covered part
 * of merged cells. Its value says which.
 */
export type GridCell =
  | { readonly kind: 'text' | 'date' | 'bad'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean };

/** One row that has at least one value. */
export interface GridRow {
  /** Counted from 1, as a spreadsheet or an editor counts. */
  readonly line: number;
  readonly hidden: boolean;
  /** Cells by column, counted from 0; blank cells are absent. */
  readonly cells: ReadonlyMap<number, GridCell>;
}

/** A sheet of a workbook, or a table of a CSV file, in which every cell keeps its place. */
export interface Grid {
  /** The name of the sheet; empty where a CSV file gives none. */
  readonly name: string;
  readonly hidden: boolean;
  readonly rows: readonly GridRow[];
  /** Names the place of a cell, for messages; without a column, that of a row. */
  readonly place: (line: number, column?: number) => string;
}

/** How much a file may hold. Beyond it a file is refused before its content is unpacked or kept. */
export interface Limits {
  readonly bytes: number;
  /** Bytes of a workbook after unpacking. */
  readonly unpackedBytes: number;
  /** Rows with a value, in one sheet. */
  readonly rows: number;
  readonly columns: number;
}

/** The limits unless asked otherwise: far above what a person fills in by hand, far below what harms a browser. */
export const usualLimits: Limits = { bytes: 10_000_000, unpackedBytes: 100_000_000, rows: 20_000, columns: 256 };

/** The letters of a column counted from 0, as a spreadsheet names it: 0 is A, 26 is AA. */
export const columnLetters = (column: number): string => {
  let letters = '';
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26))
    letters = String.fromCodePoint(65 + ((left - 1) % 26)) + letters;
  return letters;
};

const grouped = (value: number): string => String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** Says that a sheet has too many rows or columns. */
export const tooMany = (where: string, what: 'rows' | 'columns', most: number): Reading<never> =>
  unreadable(where, `more than ${grouped(most)} ${what}`, `a table of at most ${grouped(most)} ${what}`);

/** Says a number of bytes in megabytes, rounded up. */
export const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1_000_000)} MB`;
