import { strFromU8 } from 'fflate';

/** What a reader of records calls: one row with the line on which it starts, or what is wrong with one. */
export interface RecordTaker {
  readonly row: (cells: readonly string[], line: number) => void;
  readonly problem: (line: number, found: string, expected: string) => void;
}

const beyondAscii = /[\u0080-\u00FF]/;
const byteOrderMark = '\u00EF\u00BB\u00BF';
// A quotation mark that is never closed would else gather the rest of a large file.
const longestRow = 1_000_000;

const quotesIn = (text: string): number => {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count += 1;
  return count;
};

/**
 * Reads CSV by RFC 4180 piece by piece: bytes in, rows out, each with its line. A million rows need the memory of one.
 *
 * The delimiter is a comma, a semicolon or a tab, as the first row has it; line ends are LF or CRLF. Blank lines are left
 * out. Cells are trimmed. Text is UTF-8; a row that is not is a problem of its line.
 */
export class CsvRecords {
  readonly #take: RecordTaker;
  #rest = '';
  #line = 0;
  #startLine = 0;
  /** The lines of a row whose quoted cell goes on. */
  #gathered: string[] = [];
  #length = 0;
  #delimiter: string | undefined;

  constructor(take: RecordTaker) {
    this.#take = take;
  }

  /** Takes the next bytes. */
  push(bytes: Uint8Array): void {
    // As Latin-1 first: a character a byte, so that a piece may end within a character.
    const text = this.#rest + strFromU8(bytes, true);
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#takeLine(text.slice(from, text[end - 1] === '\r' && end > from ? end - 1 : end));
      from = end + 1;
    }
    this.#rest = text.slice(from);
  }

  /** Ends the reading: takes a last row without a line end. */
  end(): void {
    if (this.#rest !== '') this.#takeLine(this.#rest);
    this.#rest = '';
    if (this.#gathered.length > 0) this.#refuseOpen();
  }

  #takeLine(line: string): void {
    this.#line += 1;
    if (this.#line === 1 && line.startsWith(byteOrderMark)) line = line.slice(byteOrderMark.length);
    const quotes = quotesIn(line);
    if (this.#gathered.length === 0) {
      this.#startLine = this.#line;
      if (quotes % 2 === 0) {
        if (line.trim() !== '') this.#emit(line, quotes > 0);
        return;
      }
      this.#length = 0;
    }
    this.#gathered.push(line);
    this.#length += line.length;
    if (this.#gathered.length > 1 && quotes % 2 === 1) {
      const whole = this.#gathered.join('\n');
      this.#gathered = [];
      this.#emit(whole, true);
    } else if (this.#length > longestRow) this.#refuseOpen();
  }

  #refuseOpen(): void {
    this.#take.problem(this.#startLine, 'a quotation mark that is never closed', 'a closing one');
    this.#gathered = [];
  }

  #emit(latin: string, isQuoted: boolean): void {
    let text = latin;
    if (beyondAscii.test(latin)) {
      text = strFromU8(Uint8Array.from(latin, (one) => one.charCodeAt(0)));
      if (text.includes('\uFFFD')) {
        this.#take.problem(this.#startLine, 'bytes that are no UTF-8', 'text in UTF-8');
        return;
      }
    }
    if (text.includes('\0')) {
      this.#take.problem(this.#startLine, 'a zero byte', 'text in UTF-8');
      return;
    }
    this.#delimiter ??= [',', ';', '\t'].find((one) => text.includes(one)) ?? ',';
    if (!isQuoted) {
      this.#take.row(
        text.split(this.#delimiter).map((cell) => cell.trim()),
        this.#startLine,
      );
      return;
    }
    const cells = quotedCells(text, this.#delimiter);
    if (cells) this.#take.row(cells, this.#startLine);
    else this.#take.problem(this.#startLine, 'text beside a quoted cell', 'quotation marks around the whole cell');
  }
}

const quotedCells = (text: string, delimiter: string): readonly string[] | undefined => {
  const cells: string[] = [];
  let at = 0;
  while (at <= text.length) {
    let end = text.indexOf(delimiter, at);
    if (end < 0) end = text.length;
    if (text.slice(at, end).trimStart().startsWith('"')) {
      const open = text.indexOf('"', at);
      let close = text.indexOf('"', open + 1);
      while (text[close + 1] === '"') close = text.indexOf('"', close + 2);
      end = text.indexOf(delimiter, close + 1);
      if (end < 0) end = text.length;
      if (close < 0 || text.slice(close + 1, end).trim() !== '') return undefined;
      cells.push(
        text
          .slice(open + 1, close)
          .replaceAll('""', '"')
          .trim(),
      );
    } else {
      const cell = text.slice(at, end);
      if (cell.includes('"')) return undefined;
      cells.push(cell.trim());
    }
    at = end + 1;
  }
  return cells;
};
