import { tooMany, unreadable, type Grid, type GridCell, type GridRow, type Limits, type Reading } from './grid.ts';

const delimiters = [',', ';', '\t'] as const;

/** Finds the delimiter: the one that stands most often, outside quotation marks, in the first row that has any. */
const delimiterOf = (text: string): string => {
  const counts = new Map<string, number>(delimiters.map((one) => [one, 0]));
  let quoted = false;
  let found = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r') && found) break;
    else if (!quoted && counts.has(character)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
      found = true;
    }
  }
  let best: string = delimiters[0];
  for (const [one, count] of counts) if (count > (counts.get(best) ?? 0)) best = one;
  return best;
};

// The apostrophe that keeps a spreadsheet from running a text as a formula is not part of the text.
const guarded = /^'(?=[=+\-@\t\r\n])/;

const cellOf = (text: string, afterQuote: string): GridCell | undefined => {
  if (afterQuote.trim() !== '')
    return { kind: 'bad', value: `"${afterQuote.trim().slice(0, 20)}" after a closing quotation mark` };
  const plain = text.replace(guarded, '');
  return plain.trim() === '' ? undefined : { kind: 'text', value: plain };
};

const sectionName = /^\[([^\]]+)\]$/;

/** The name in the only cell of a row such as `[Staff]`, which starts a table. */
const sectionOf = ({ cells }: GridRow): string | undefined => {
  const first = cells.get(0);
  return cells.size === 1 && first?.kind === 'text' ? sectionName.exec(first.value.trim())?.[1] : undefined;
};

/** Finds the quotation mark that closes a text, past those doubled inside it; −1 where there is none. */
const closingQuote = (text: string, from: number): number => {
  let at = text.indexOf('"', from);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
};

const newlinesIn = (text: string): number => text.split(/\r\n|\r|\n/).length - 1;

/**
 * Reads CSV by RFC 4180, also with semicolons or tabs, with LF or CR line ends, and with a first line `sep=;`.
 *
 * A row whose only cell is a name in brackets, such as `[Staff]`, starts a table of that name, so that one file can
 * hold several; what stands before the first is a table without a name. Every cell is text; blank rows are left out.
 */
export const readCsv = (source: string, file: string, limits: Limits): Reading<readonly Grid[]> => {
  const hint = /^sep=(.)\r?\n/i.exec(source);
  const text = hint ? source.slice(hint[0].length) : source;
  const delimiter = hint?.[1] ?? delimiterOf(text);
  const place = (line: number, column?: number): string =>
    `${file}:${line}${column === undefined ? '' : ` column ${column + 1}`}`;
  const tables: { name: string; rows: GridRow[] }[] = [{ name: '', rows: [] }];
  let cells = new Map<number, GridCell>();
  let line = hint ? 2 : 1;
  let started = line;
  let column = 0;
  let rows = 0;
  let at = 0;

  const endRow = (): void => {
    const row: GridRow = { line: started, hidden: false, cells };
    const name = sectionOf(row);
    if (name !== undefined) tables.push({ name, rows: [] });
    else if (cells.size > 0) {
      tables.at(-1)?.rows.push(row);
      rows += 1;
    }
    cells = new Map();
    column = 0;
  };

  while (at < text.length) {
    if (column === 0) started = line;
    let quoted: string | undefined;
    if (text[at] === '"') {
      const end = closingQuote(text, at + 1);
      if (end < 0) return unreadable(place(line, column), 'a quotation mark that is never closed', 'a closing one');
      quoted = text.slice(at + 1, end).replaceAll('""', '"');
      line += newlinesIn(quoted);
      at = end + 1;
    }
    const from = at;
    while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at += 1;
    const bare = text.slice(from, at);
    const cell = quoted === undefined ? cellOf(bare, '') : cellOf(quoted, bare);
    if (cell) {
      if (column >= limits.columns) return tooMany(`${file}:${started}`, 'columns', limits.columns);
      cells.set(column, cell);
    }
    if (at < text.length && text[at] === delimiter) {
      column += 1;
      at += 1;
      continue;
    }
    if (text[at] === '\r' && text[at + 1] === '\n') at += 1;
    at += 1;
    line += 1;
    endRow();
    if (rows > limits.rows) return tooMany(file, 'rows', limits.rows);
  }
  endRow();
  return {
    ok: true,
    value: tables
      .filter(({ name, rows: kept }) => name !== '' || kept.length > 0)
      .map(({ name, rows: kept }) => ({ name, hidden: false, rows: kept, place })),
  };
};
