import { show } from '@isocentre/evidence';
import { ProblemList } from '../problem-list.ts';
import { CsvRecords } from './csv-records.ts';
import type { FileReading } from './study-files.ts';

/** A row of a table of cases: its cells by column, and its place for messages. */
export interface CaseRow {
  readonly where: string;
  readonly line: number;
  /** The cell of a column that was asked for. */
  readonly cell: (column: string) => string;
}

/** What is expected where a number is, by the column of exclusions. */
export const numberExpected = (excluded: string | undefined): string =>
  excluded === undefined
    ? 'a number; a case without one is left out by a reason in a column that "excluded" names'
    : `a number, or the reason why the case is left out under "${excluded}"`;

/** Reads a number from a cell; NaN, reported, where it is none. */
export const numberIn = (row: CaseRow, column: string, problems: ProblemList, instead = 'a number'): number => {
  const text = row.cell(column);
  const value = text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  problems.report({
    where: `${row.where} ${column}`,
    found: text === '' ? 'nothing' : show(text),
    expected: instead,
  });
  return Number.NaN;
};

/**
 * Reads the rows of a CSV file with a header, one after the other.
 *
 * @param columns Columns that must be there; others are ignored.
 * @param single Where the header is missing and the file has one column, it is this one.
 */
export const readRows = (
  reading: FileReading,
  name: string,
  columns: readonly string[],
  problems: ProblemList,
  take: (row: CaseRow) => void,
  single?: string,
): void => {
  let places: ReadonlyMap<string, number> | undefined;
  let width = 0;
  let rows = 0;
  let isRefused = false;
  let cells: readonly string[] = [];
  let line = 0;
  const row: CaseRow = {
    get where() {
      return `${name}:${line}`;
    },
    get line() {
      return line;
    },
    cell: (column) => cells[places?.get(column) ?? -1] ?? '',
  };
  const header = (found: readonly string[], at: number): void => {
    width = found.length;
    places = new Map(found.map((one, index) => [one, index]));
    const refuse = (what: string, expected: string): void => {
      problems.report({ where: `${name}:${at}`, found: what, expected });
      isRefused = true;
    };
    if (places.size < width)
      refuse(`the column ${show(found.find((one, index) => found.indexOf(one) !== index))} twice`, 'each column once');
    for (const column of columns.filter((one) => !found.includes(one)))
      refuse(`the columns ${found.slice(0, 12).join(', ')}`, `a column "${column}"`);
  };
  const records = new CsvRecords({
    row: (found, at) => {
      if (isRefused) return;
      cells = found;
      line = at;
      if (!places) {
        const isBare = single !== undefined && found.length === 1 && found[0] !== single;
        header(isBare ? [single] : found, at);
        if (!isBare) return;
      }
      rows += 1;
      if (found.length === width) take(row);
      else
        problems.report({
          where: `${name}:${at}`,
          found: `${found.length} cells`,
          expected: `${width}, as the header has`,
        });
    },
    problem: (at, found, expected) => {
      problems.report({ where: `${name}:${at}`, found, expected });
    },
  });
  const read = reading.read(name, (piece) => {
    records.push(piece);
  });
  if (!read.ok) {
    problems.report(...read.problems);
    return;
  }
  records.end();
  if (!places) problems.report({ where: name, found: 'no row', expected: `a header: ${columns.join(', ')}` });
  else if (rows === 0 && !isRefused)
    problems.report({ where: name, found: 'a header alone', expected: 'a row a case' });
};
