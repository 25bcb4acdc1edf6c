import { choiceOf, dateValueOf, numberOf, plainName, showCell, textOf, type CellValue } from './cell-value.ts';
import type { CellProblem, Grid, GridCell, GridRow } from './grid.ts';
import type { Cell, Table } from './table.ts';

/** What a column of a table to be filled in holds. */
export interface ColumnRule {
  /** A stable name, by which the heading is found as well. */
  readonly key: string;
  readonly title: string;
  readonly kind: 'text' | 'number' | 'date' | 'choice';
  /** Stands in brackets in the heading. */
  readonly unit?: string;
  readonly required: boolean;
  /** Bounds of a number, both included. */
  readonly min?: number;
  readonly max?: number;
  readonly whole?: boolean;
  /** What a choice may be: key → title. */
  readonly choices?: Readonly<Record<string, string>>;
  /** What to write, in a sentence. */
  readonly about: string;
}

/** A table to be filled in. */
export interface TableRule {
  readonly key: string;
  /** The name of its sheet; at most 31 characters. */
  readonly title: string;
  readonly required: boolean;
  readonly about: string;
  readonly columns: readonly ColumnRule[];
}

/** A row whose every cell is right. Blank cells are absent. */
export interface TypedRow {
  readonly line: number;
  readonly values: Readonly<Record<string, string | number>>;
  /** The place of a cell by the key of its column, for messages. */
  readonly place: (key: string) => string;
}

/** A table as read: the rows that are right, and every cell that is not. */
export interface TypedTable {
  readonly rows: readonly TypedRow[];
  readonly problems: readonly CellProblem[];
  /** Rows left out since a cell of theirs is wrong, with the cells that are right. */
  readonly left: readonly TypedRow[];
  /** What a reader should know and need not mend. */
  readonly notes: readonly string[];
}

/** The heading of a column: its title with the unit in brackets. */
export const headingOf = ({ title, unit }: ColumnRule): string => (unit === undefined ? title : `${title} (${unit})`);

const boundsOf = ({ min = -Infinity, max = Infinity, whole = false }: ColumnRule): string => {
  const number = whole ? 'a whole number' : 'a number';
  if (max === Infinity) return min === -Infinity ? number : `${number} of at least ${min}`;
  return `${number} from ${min} to ${max}`;
};

const valueOf = (cell: GridCell, rule: ColumnRule): CellValue<string | number> => {
  switch (rule.kind) {
    case 'text':
      return textOf(cell);
    case 'date':
      return dateValueOf(cell);
    case 'choice':
      return choiceOf(cell, rule.choices ?? {});
    case 'number': {
      const number = numberOf(cell);
      if (!('value' in number)) return number;
      const { min = -Infinity, max = Infinity, whole = false } = rule;
      const fits = number.value >= min && number.value <= max && (!whole || Number.isInteger(number.value));
      return fits ? number : { found: showCell(cell), expected: boundsOf(rule) };
    }
  }
};

const nameOf = (cell: GridCell | undefined): string =>
  cell === undefined || cell.kind === 'bad' ? '' : plainName(String(cell.value));

/** Finds the column of each rule in the row of headings, and what is wrong with that row. */
const findColumns = (
  header: GridRow,
  grid: Grid,
  rule: TableRule,
): { readonly columns: ReadonlyMap<ColumnRule, number>; readonly problems: readonly CellProblem[] } => {
  const columns = new Map<ColumnRule, number>();
  const problems: CellProblem[] = [];
  const named = (column: ColumnRule): readonly string[] => [column.key, column.title, headingOf(column)].map(plainName);
  for (const [at, cell] of header.cells) {
    const column = rule.columns.find((one) => named(one).includes(nameOf(cell)));
    const where = grid.place(header.line, at);
    if (!column) {
      const free = rule.columns.filter(
        (one) => ![...header.cells.values()].some((other) => named(one).includes(nameOf(other))),
      );
      problems.push({
        where,
        found: `the heading ${showCell(cell)}`,
        expected: free.length === 0 ? 'no further column' : `one of: ${free.map(headingOf).join('; ')}`,
      });
    } else if (columns.has(column)) {
      problems.push({ where, found: `the heading ${showCell(cell)} a second time`, expected: 'each heading once' });
    } else columns.set(column, at);
  }
  for (const column of rule.columns) {
    if (column.required && !columns.has(column)) {
      problems.push({
        where: grid.place(header.line),
        found: `no column "${headingOf(column)}"`,
        expected: `a column with this heading: ${column.about}`,
      });
    }
  }
  return { columns, problems };
};

const listLines = (lines: readonly number[]): string =>
  lines.length === 1
    ? `row ${lines[0] ?? ''} is`
    : `${lines.length} rows from ${lines[0] ?? ''} to ${lines.at(-1) ?? ''} are`;

/**
 * Reads a grid as the table that a rule describes. Its first row with a value holds the headings, in any order.
 *
 * Every wrong cell is a problem of its own: of a wrong kind, out of range, blank where a value is required, outside the
 * headings, covered by a merged cell, or an error of the spreadsheet. Rows in which all is right are kept, whatever is
 * wrong elsewhere. Hidden rows count as the others and are noted.
 */
export const readTable = (grid: Grid, rule: TableRule): TypedTable => {
  const [header, ...body] = grid.rows;
  if (!header) {
    const where = grid.place(1, 0);
    const problems = [{ where, found: 'no row with a value', expected: 'a row of headings' }];
    return { rows: [], problems, left: [], notes: [] };
  }
  const { columns, problems: inHeader } = findColumns(header, grid, rule);
  const problems = [...inHeader];
  const rows: TypedRow[] = [];
  const left: TypedRow[] = [];
  const hidden: number[] = [];
  for (const { line, cells, hidden: isHidden } of body) {
    const values: Record<string, string | number> = {};
    const before = problems.length;
    const report = (column: number, found: string, expected: string): void => {
      problems.push({ where: grid.place(line, column), found, expected });
    };
    for (const [column, at] of columns) {
      const cell = cells.get(at);
      if (!cell) {
        if (column.required) report(at, 'nothing', `${headingOf(column)}: ${column.about}`);
        continue;
      }
      const value = valueOf(cell, column);
      if ('value' in value) values[column.key] = value.value;
      else report(at, value.found, `${value.expected}, for ${headingOf(column)}`);
    }
    for (const [at, cell] of cells)
      if (!header.cells.has(at)) report(at, showCell(cell), 'nothing: the column has no heading');
    if (isHidden) hidden.push(line);
    const place = (key: string): string => grid.place(line, [...columns].find(([one]) => one.key === key)?.[1] ?? 0);
    (problems.length > before ? left : rows).push({ line, values, place });
  }
  if (rule.columns.some((column) => column.required && !columns.has(column))) {
    for (const row of rows.splice(0)) left.push(row);
  }
  const notes = [
    ...(grid.hidden ? [`The sheet "${grid.name}" is hidden and is read as well.`] : []),
    ...(hidden.length > 0 ? [`${rule.title}: ${listLines(hidden)} hidden and read as well.`] : []),
  ];
  return { rows, problems, left, notes };
};

/** The table of a rule as it is handed out, with rows by key; a cell without a value is blank. */
export const tableOf = (rule: TableRule, rows: readonly Readonly<Record<string, Cell>>[] = []): Table => ({
  name: rule.title,
  columns: rule.columns.map((column) => ({
    key: headingOf(column),
    title: headingOf(column),
    kind: column.kind === 'number' ? 'number' : 'text',
  })),
  rows: rows.map((row) => rule.columns.map(({ key }) => row[key] ?? null)),
});
