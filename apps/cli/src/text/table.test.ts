import type { Cell, Column, Table } from '@isocentre/documents';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawTable, drawWholeTable, showCell } from './table.ts';

const column = (title: string, kind: Column['kind']): Column => ({ key: title, title, kind });
const table = (columns: readonly Column[], rows: readonly (readonly Cell[])[]): Table => ({ name: 'T', columns, rows });

describe('showCell', () => {
  test.each([
    [null, 'count', '–'],
    ['text', 'text', 'text'],
    ['two\nlines', 'text', 'two lines'],
    [0.123, 'share', '12 %'],
    [0.125, 'share', '13 %'],
    [-0.001, 'share', '0 %'],
    [2053, 'year', '2053'],
    [1234.5, 'count', '1,235'],
    [-0.2, 'count', '0'],
    [-3.6, 'count', '-4'],
    [1_234_567.8, 'money', '1,234,568'],
    [0.1234, 'number', '0.1234'],
  ] as const)('%j as %s is written "%s"', (cell, kind, text) => {
    expect(showCell(cell, column('C', kind))).toBe(text);
  });
});

describe('drawTable', () => {
  const wide = table(
    [column('part', 'text'), column('Short 2023', 'count'), column('Short 2053', 'count'), column('Closes', 'year')],
    [
      ['clinical scientists in radiotherapy physics', 10, 2000, 2040],
      ['clinical scientists in radiopharmacy', 0, 3, null],
    ],
  );

  test('numbers stand at the right and texts at the left under titles of two lines', () => {
    expect(drawTable(wide, 80)).toEqual([
      '                                             Short  Short',
      'part                                          2023   2053  Closes',
      'clinical scientists in radiotherapy physics     10  2,000    2040',
      'clinical scientists in radiopharmacy             0      3       –',
    ]);
  });
  test('columns that the reader came for are left out last, and keep their place where all fit', () => {
    const keys = wide.columns.slice(2).map(({ key }) => key);
    expect(drawTable(wide, 80, keys)).toEqual(drawTable(wide, 80));
    expect(drawTable(wide, 40).at(-1)).toBe('(not shown in this width: Closes)');
    expect(drawTable(wide, 40, keys)).toEqual([
      '                           Short',
      'part                        2053  Closes',
      'clinical scientists in     2,000    2040',
      '  radiotherapy physics',
      'clinical scientists in         3       –',
      '  radiopharmacy',
      '(not shown in this width: Short 2023)',
    ]);
  });
  test('a text that does not fit is broken over lines, so that rows stay apart', () => {
    expect(drawTable(wide, 50)).toEqual([
      '                              Short  Short',
      'part                           2023   2053  Closes',
      'clinical scientists in           10  2,000    2040',
      '  radiotherapy physics',
      'clinical scientists in            0      3       –',
      '  radiopharmacy',
    ]);
  });
  const parts = table(
    [column('staff', 'text'), column('region', 'text'), column('Short 2023', 'count'), column('Closes', 'year')],
    [
      ['clinical scientists', 'North East and Yorkshire', 10, 2040],
      ['clinical scientists', 'North West', 3, null],
      ['clinical technologists', 'North West', 2, null],
    ],
  );

  test('of several texts one that repeats the row above is left out', () => {
    expect(drawTable(parts, 80)).toEqual([
      '                                                  Short',
      'staff                   region                     2023  Closes',
      'clinical scientists     North East and Yorkshire     10    2040',
      '                        North West                    3       –',
      'clinical technologists  North West                    2       –',
    ]);
  });
  test('several texts are shortened to one line a row, and rows stay apart', () => {
    expect(drawTable(parts, 40)).toEqual([
      '                           Short',
      'staff        region         2023  Closes',
      'clinical s…  North East …     10    2040',
      '             North West        3       –',
      'clinical t…  North West        2       –',
    ]);
    expect(drawTable(parts, 30)).toEqual([
      '                         Short',
      'staff        region       2023',
      'clinical s…  North Eas…     10',
      '             North West      3',
      'clinical t…  North West      2',
      '(not shown in this width:',
      'Closes)',
    ]);
  });
  test('where rows would not stay apart the texts are joined and broken over lines', () => {
    expect(drawTable(parts, 25).slice(0, 6)).toEqual([
      '                    Short',
      'staff, region        2023',
      'clinical               10',
      '  scientists,',
      '  North East and',
      '  Yorkshire',
    ]);
  });
  test('columns that are left out are named within the width', () => {
    const lines = drawTable(wide, 34);
    expect(lines.join(' ')).toContain('(not shown in this width: Short 2053, Closes)');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(34);
  });
  test('a single long word of the first column is cut with a mark', () => {
    const lines = drawTable(table([column('id', 'text'), column('n', 'count')], [['a'.repeat(40), 1]]), 20);
    expect(lines[1]).toBe(`${'a'.repeat(16)}…  1`);
  });
  test('a table without rows is its titles', () => {
    expect(drawTable(table([column('Year', 'year'), column('Posts', 'count')], []), 40)).toEqual(['Year  Posts']);
  });
  test('no line is wider than the width, from 30 columns on', () => {
    const cell = fc.oneof(fc.constant(null), fc.double({ min: -99_999, max: 99_999, noNaN: true }));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.lorem({ maxCount: 8 }), cell, cell, cell, cell), { maxLength: 5 }),
        fc.integer({ min: 30, max: 100 }),
        (rows, width) => {
          const columns = ['count', 'money', 'share', 'count'].map((kind, index) =>
            column(`Title ${index}`, kind as Column['kind']),
          );
          for (const line of drawTable(table([column('part', 'text'), ...columns], rows), width))
            expect(line.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

test('a table whose every column counts becomes a list where not all fit', () => {
  const plan = table(
    [column('More of', 'text'), column('2027', 'count'), column('2028–2031', 'count'), column('£m', 'count')],
    [['training places a year, clinical technologists', 27, 10, 113]],
  );
  expect(drawWholeTable(plan, 80)).toEqual(drawTable(plan, 80));
  expect(drawWholeTable(plan, 30)).toEqual([
    'training places a year,',
    '  clinical technologists',
    '  2027: 27; 2028–2031: 10;',
    '  £m: 113',
  ]);
});
