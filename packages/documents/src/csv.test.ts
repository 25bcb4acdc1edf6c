import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toCsv } from './csv.ts';
import type { Cell, Table } from './table.ts';

// A reader of RFC 4180, written apart from the writer: quoted fields may hold commas, quotes and line ends.
const parse = (csv: string): string[][] => {
  const records: string[][] = [];
  let at = 0;
  const field = (): string => {
    let text = '';
    if (csv[at] !== '"') {
      while (at < csv.length && csv[at] !== ',' && csv[at] !== '\r') text += csv[at++];
      return text;
    }
    at += 1;
    while (csv[at] !== '"' || csv[at + 1] === '"') {
      if (at >= csv.length) throw new Error('a quoted field without an end');
      if (csv[at] === '"') at += 1;
      text += csv[at++];
    }
    at += 1;
    return text;
  };
  while (at < csv.length) {
    const record = [field()];
    while (csv[at] === ',') {
      at += 1;
      record.push(field());
    }
    if (csv.slice(at, at + 2) !== '\r\n') throw new Error(`no line end at ${at}`);
    at += 2;
    records.push(record);
  }
  return records;
};

const tableOf = (rows: readonly (readonly Cell[])[]): Table => ({
  name: 'T',
  columns: ['year', 'part', 'value'].map((key) => ({ key, title: `The ${key}`, kind: 'text' })),
  rows,
});

const safe = (text: string): string => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);
const shown = (cell: Cell): string => (cell === null ? '' : typeof cell === 'string' ? safe(cell) : String(cell));

describe('toCsv', () => {
  test('has a header of keys, CRLF line ends and numbers in full precision', () => {
    expect(
      toCsv(
        tableOf([
          [2023, 'a, "b"', 0.1 + 0.2],
          [2024, null, -0],
        ]),
      ),
    ).toBe('year,part,value\r\n2023,"a, ""b""",0.30000000000000004\r\n2024,,0\r\n');
  });
  test('any table is read back as it was', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', '=', 'a', ' ', "'") }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }), (rows) => {
        const [header, ...records] = parse(toCsv(tableOf(rows)));
        expect(header).toEqual(['year', 'part', 'value']);
        expect(records).toEqual(rows.map((row) => row.map(shown)));
        rows.forEach((row, r) =>
          row.forEach((value, c) => {
            if (typeof value === 'number') expect(Number(records[r]?.[c])).toBe(value + 0);
          }),
        );
      }),
    );
  });
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=HYPERLINK("http://x","y")'])(
    'the text %j does not run as a formula',
    (text) => {
      expect(parse(toCsv(tableOf([[text, null, null]])))[1]?.[0]).toBe(`'${text}`);
    },
  );
  test('a number below zero stays a number', () => {
    expect(toCsv(tableOf([[-1.5, null, null]]))).toContain('\r\n-1.5,,\r\n');
  });
  test('the keys of columns are guarded as cells are', () => {
    const csv = toCsv({ name: 'T', columns: [{ key: '=a,b', title: 'A', kind: 'text' }], rows: [] });
    expect(csv).toBe(`"'=a,b"\r\n`);
  });
});
