/** What a column holds: decides alignment, rounding and number format. */
export type ColumnKind = 'text' | 'year' | 'count' | 'share' | 'money' | 'number';

/** One column of a table. */
export interface Column {
  /** A stable name, the header of a CSV column. */
  readonly key: string;
  /** What a reader sees. */
  readonly title: string;
  readonly kind: ColumnKind;
}

/** One cell: empty cells are `null`. */
export type Cell = string | number | null;

/** A table: its rows are as long as its columns. */
export interface Table {
  /** Names the table; the name of its sheet in a workbook, at most 31 characters. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}
