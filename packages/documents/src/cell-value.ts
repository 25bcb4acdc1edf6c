import type { GridCell } from './grid.ts';

/** A cell understood, or what was found and what was expected instead. */
export type CellValue<T> = { readonly value: T } | { readonly found: string; readonly expected: string };

const longest = 60;

const quote = (text: string): string => {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return `"${line.length > longest ? `${line.slice(0, longest)}…` : line}"`;
};

/** Says what stands in a cell, in one short line. */
export const showCell = (cell: GridCell): string => {
  if (cell.kind === 'bad') return cell.value;
  return cell.kind === 'text' ? quote(cell.value) : String(cell.value);
};

const plain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
// Thousands are marked without doubt where there are two marks, or one and a decimal point after it.
const marked = /^[+-]?\d{1,3}(,\d{3})+$/;
const markedForSure = /^[+-]?\d{1,3}((,\d{3})+\.\d+|(,\d{3}){2,})$/;
const suppressed = /^(<\s*\d+|\*+|\[?[cx]\]?)$/i;

/**
 * Reads a number. A text is read as one where it can mean only one: `12.5`, `1,234.5`, `1,234,567`. What may be 1,234
 * or 1.234 elsewhere is refused, and so are `12,5`, `12 %` and numbers that were suppressed, such as `<5`.
 */
export const numberOf = (cell: GridCell): CellValue<number> => {
  if (cell.kind === 'number') return { value: cell.value };
  const found = showCell(cell);
  if (cell.kind !== 'text') return { found, expected: 'a number' };
  const text = cell.value.replaceAll('\u00A0', ' ').trim();
  if (plain.test(text) && Number.isFinite(Number(text))) return { value: Number(text) };
  if (markedForSure.test(text)) return { value: Number(text.replaceAll(',', '')) };
  if (marked.test(text)) {
    const both = `${text.replace(',', '')} or ${text.replace(',', '.')}`;
    return { found: `${found}, which may be ${both}`, expected: 'a number without commas' };
  }
  if (suppressed.test(text)) return { found: `${found}, a number that was suppressed`, expected: 'the number itself' };
  if (/^[+-]?\d+,\d+$/.test(text)) return { found, expected: `a decimal point, as in ${text.replace(',', '.')}` };
  return { found, expected: 'a number' };
};

const months = 'january february march april may june july august september october november december'.split(' ');
const monthOf = (word: string): number => months.findIndex((month) => month === word || month.slice(0, 3) === word) + 1;

const isoDate = (year: number, month: number, day: number): string | undefined => {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return real ? date.toISOString().slice(0, 10) : undefined;
};

const dateExample = 'a date such as 2026-03-31 or 31 March 2026';

/**
 * Reads a date as 2026-03-31: a date of the spreadsheet, `2026-03-31`, `31 March 2026`, or `31/03/2026` where the first
 * number can only be the day. What may be 3 April or 4 March is refused.
 */
export const dateValueOf = (cell: GridCell): CellValue<string> => {
  if (cell.kind === 'date') return { value: cell.value };
  const wrong = { found: showCell(cell), expected: dateExample };
  if (cell.kind !== 'text') return wrong;
  const text = cell.value.trim();
  const [, isoYear, isoMonth, isoDay] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  const [, wordDay, word, wordYear] = /^(\d{1,2}) ([A-Za-z]{3,9}) (\d{4})$/.exec(text) ?? [];
  const [, first, second, slashYear] = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$/.exec(text) ?? [];
  let date: string | undefined;
  if (isoYear !== undefined) date = isoDate(Number(isoYear), Number(isoMonth), Number(isoDay));
  else if (word !== undefined) date = isoDate(Number(wordYear), monthOf(word.toLowerCase()), Number(wordDay));
  else if (first !== undefined) {
    if (Number(first) <= 12 && first !== second)
      return { ...wrong, found: `${wrong.found}, whose day and month may be either` };
    date = isoDate(Number(slashYear), Number(second), Number(first));
  }
  return date === undefined ? wrong : { value: date };
};

/** Reads a text: whatever is no error; numbers as they are written. */
export const textOf = (cell: GridCell): CellValue<string> =>
  cell.kind === 'bad' ? { found: showCell(cell), expected: 'a text' } : { value: String(cell.value).trim() };

/** Brings a name into the form in which names are compared: small letters and digits alone. */
export const plainName = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll('&', 'and')
    .replaceAll(/[^a-z0-9]/g, '');

/** Reads one of several choices, by its key or its title, whatever the case and the spaces. */
export const choiceOf = (cell: GridCell, choices: Readonly<Record<string, string>>): CellValue<string> => {
  const given = cell.kind === 'bad' ? '' : plainName(String(cell.value));
  const key = Object.entries(choices).find(
    ([one, title]) => plainName(one) === given || plainName(title) === given,
  )?.[0];
  return key === undefined
    ? { found: showCell(cell), expected: `one of: ${Object.values(choices).join('; ')}` }
    : { value: key };
};
