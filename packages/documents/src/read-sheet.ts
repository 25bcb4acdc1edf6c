import {
  columnLetters,
  tooMany,
  unreadable,
  type Grid,
  type GridCell,
  type GridRow,
  type Limits,
  type Reading,
} from './grid.ts';
import type { SheetEntry } from './workbook-parts.ts';
import { walkXml } from './xml.ts';

/** What the cells of a sheet refer to. */
export interface SheetContext {
  readonly texts: readonly string[];
  readonly dateStyles: readonly boolean[];
  readonly from1904: boolean;
}

const msADay = 86_400_000;
// Serial 60 is 29 February 1900, which never was: days count from 30 December 1899 after it, from the 31st before it.
const falseLeapDay = 60;
const lastSerial = 2_958_465;

/** The date of a spreadsheet's serial number as 2026-03-31, or undefined where it is a time of day or no date. */
const dateOf = (serial: number, from1904: boolean): string | undefined => {
  if (!(serial >= 1 && serial < lastSerial)) return undefined;
  const origin = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < falseLeapDay ? 31 : 30);
  return new Date(origin + Math.floor(serial) * msADay).toISOString().slice(0, 10);
};

const columnOf = (reference: string): number => {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
};

interface RawCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  value: string;
  formula: boolean;
  given: boolean;
}

const cellOf = (raw: RawCell, { texts, dateStyles, from1904 }: SheetContext): GridCell | undefined => {
  const { type, value } = raw;
  if (!raw.given) {
    return raw.formula ? { kind: 'bad', value: 'a formula that was never computed' } : undefined;
  }
  switch (type) {
    case 's':
    case 'str':
    case 'inlineStr': {
      const text = type === 's' ? (texts[Number(value)] ?? '') : value;
      return text.trim() === '' ? undefined : { kind: 'text', value: text };
    }
    case 'b':
      return { kind: 'boolean', value: value === '1' };
    case 'e':
      return { kind: 'bad', value };
    case 'd':
      return { kind: 'date', value: value.slice(0, 10) };
    default: {
      const number = Number(value);
      if (value.trim() === '') return undefined;
      if (!Number.isFinite(number)) return { kind: 'bad', value };
      const date = dateStyles[raw.style] === true ? dateOf(number, from1904) : undefined;
      return date === undefined ? { kind: 'number', value: number } : { kind: 'date', value: date };
    }
  }
};

const mergedAreas = (references: readonly string[]) =>
  references.flatMap((reference) => {
    const [, first = '', top = '', last = '', bottom = ''] = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(reference) ?? [];
    if (first === '') return [];
    return [{ reference, left: columnOf(first), right: columnOf(last), top: Number(top), bottom: Number(bottom) }];
  });

/** Marks the covered cells of merged areas in the rows that have values: they look filled and are empty. */
const markMerged = (rows: readonly GridRow[], references: readonly string[], columns: number): readonly GridRow[] => {
  const areas = mergedAreas(references);
  if (areas.length === 0) return rows;
  return rows.map((row) => {
    const covering = areas.filter((area) => row.line >= area.top && row.line <= area.bottom);
    if (covering.length === 0) return row;
    const cells = new Map(row.cells);
    for (const { reference, left, right, top } of covering) {
      for (let column = left; column <= Math.min(right, columns - 1); column += 1) {
        const isFirst = column === left && row.line === top;
        if (!isFirst) cells.set(column, { kind: 'bad', value: `a covered part of the merged cells ${reference}` });
      }
    }
    return { ...row, cells };
  });
};

/** Reads the cells of a sheet. The value of a formula is what the spreadsheet last computed. */
export const readSheet = (
  xml: string,
  { name, hidden }: SheetEntry,
  context: SheetContext,
  file: string,
  limits: Limits,
): Reading<Grid> => {
  const where = `${file} ${name}`;
  const rows: GridRow[] = [];
  const merged: string[] = [];
  let cells = new Map<number, GridCell>();
  let line = 0;
  let rowHidden = false;
  let column = -1;
  let raw: RawCell | undefined;
  let inside = '';
  let tooWide = false;
  let guides = 0;
  const sound = walkXml(xml, {
    open: (tag, attribute) => {
      switch (tag) {
        case 'row':
          line = Number(attribute('r') ?? line + 1);
          rowHidden = ['1', 'true'].includes(attribute('hidden') ?? '');
          cells = new Map();
          column = -1;
          return;
        case 'c': {
          const reference = attribute('r');
          column = reference === undefined ? column + 1 : columnOf(reference);
          const type = attribute('t') ?? 'n';
          raw = { column, type, style: Number(attribute('s') ?? 0), value: '', formula: false, given: false };
          return;
        }
        case 'f':
          if (raw) raw.formula = true;
          return;
        case 'rPh':
          guides += 1;
          return;
        case 'v':
        case 't':
          inside = tag;
          return;
        case 'mergeCell':
          merged.push(attribute('ref') ?? '');
          return;
        default:
      }
    },
    text: (text) => {
      if (!raw || inside === '' || guides > 0) return;
      raw.value += text;
      raw.given = true;
    },
    close: (tag) => {
      if (tag === 'v' || tag === 't') inside = '';
      if (tag === 'rPh') guides -= 1;
      if (tag === 'c' && raw) {
        const cell = cellOf(raw, context);
        if (cell && raw.column >= limits.columns) tooWide = true;
        else if (cell) cells.set(raw.column, cell);
        raw = undefined;
      }
      if (tag === 'row' && cells.size > 0 && rows.length <= limits.rows) rows.push({ line, hidden: rowHidden, cells });
    },
  });
  if (!sound) return unreadable(where, 'a damaged sheet', 'a workbook as a spreadsheet program saves it');
  if (tooWide) return tooMany(where, 'columns', limits.columns);
  if (rows.length > limits.rows) return tooMany(where, 'rows', limits.rows);
  const place = (at: number, of?: number): string =>
    of === undefined ? `${where} row ${at}` : `${where}!${columnLetters(of)}${at}`;
  return { ok: true, value: { name, hidden, rows: markMerged(rows, merged, limits.columns), place } };
};
