import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import { show, type Problem, type TextFile } from '@isocentre/evidence';

/** What a table must look like. Names of columns are in lower case; a file may write them in any. */
export interface TableShape {
  readonly columns: readonly string[];
  readonly required: readonly string[];
  /** What happens to a column that is not named. */
  readonly others: 'refused' | 'ignored';
  /** What a file with a header alone lacks. */
  readonly rowsExpected: string;
}

/** A row with its place, `file:line`, and its cells by column. */
export interface TableRow {
  readonly where: string;
  readonly cells: Readonly<Record<string, string>>;
}

const delimiterOf = (text: string): string => {
  const header = text.slice(0, text.search(/[\r\n]|$/));
  return [',', ';', '\t'].find((one) => header.split(one).length > 1) ?? ',';
};

/**
 * Reads a table from CSV text with a header: divided by a comma, a semicolon or a tab, as the header has it.
 *
 * @returns the rows that have as many cells as the header, cells trimmed, and every problem with its place; no row where
 *   the header is wrong.
 */
export const readTable = (
  file: TextFile,
  { columns, required, others, rowsExpected }: TableShape,
): { readonly rows: readonly TableRow[]; readonly problems: readonly Problem[] } => {
  const refuse = (where: string, found: string, expected: string): ReturnType<typeof readTable> => ({
    rows: [],
    problems: [{ where, found, expected }],
  });
  let records: readonly { record: readonly string[]; info: { lines: number } }[];
  try {
    // Line ends of one character, so that lines are counted as an editor does.
    records = parse(file.text.replaceAll(/\r\n?/g, '\n'), {
      bom: true,
      delimiter: delimiterOf(file.text),
      info: true,
      relax_column_count: true,
      record_delimiter: '\n',
      skip_empty_lines: true,
    }) as unknown as typeof records;
  } catch (error) {
    const line = error instanceof CsvError && typeof error['lines'] === 'number' ? `:${error['lines']}` : '';
    return refuse(`${file.name}${line}`, error instanceof Error ? error.message : 'a broken row', 'CSV by RFC 4180');
  }
  const [header, ...body] = records;
  if (!header) return refuse(file.name, 'no row', `a header: ${columns.join(', ')}`);
  const names = header.record.map((name) => name.trim().toLowerCase());
  const problems: Problem[] = [];
  const place = `${file.name}:1`;
  for (const [index, name] of names.entries()) {
    if (!columns.includes(name)) {
      if (others === 'refused')
        problems.push({ where: place, found: `the column ${show(name)}`, expected: columns.join(', ') });
    } else if (names.indexOf(name) !== index) {
      problems.push({ where: place, found: `the column "${name}" twice`, expected: 'each column once' });
    }
  }
  for (const name of required) {
    if (!names.includes(name)) problems.push({ where: place, found: 'no such column', expected: `a column "${name}"` });
  }
  if (problems.length > 0) return { rows: [], problems };
  const rows = body.flatMap(({ record, info }): readonly TableRow[] => {
    const where = `${file.name}:${info.lines}`;
    if (record.length !== names.length) {
      problems.push({ where, found: `${record.length} cells`, expected: `${names.length}, as the header has` });
      return [];
    }
    const cells: Record<string, string> = {};
    for (const [index, name] of names.entries()) cells[name] = (record[index] ?? '').trim();
    return [{ where, cells }];
  });
  if (body.length === 0) problems.push({ where: file.name, found: 'a header alone', expected: rowsExpected });
  return { rows, problems };
};
