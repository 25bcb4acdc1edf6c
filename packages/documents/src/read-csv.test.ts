import { strToU8 } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { toCsvTables } from './csv.ts';
import { usualLimits, type Grid } from './grid.ts';
import { readGrids } from './read-grids.ts';

const gridsOf = (text: string | Uint8Array): readonly Grid[] => {
  const read = readGrids(typeof text === 'string' ? strToU8(text) : text, 'a.csv');
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
};

/** The rows of the first table as lists of texts, blank cells as ''. */
const textsOf = (grid: Grid | undefined): readonly (readonly string[])[] =>
  (grid?.rows ?? []).map(({ cells }) =>
    Array.from({ length: Math.max(...cells.keys()) + 1 }, (_, column) => String(cells.get(column)?.value ?? '')),
  );

describe('readGrids of CSV', () => {
  test.each([
    ['commas', 'a,b\r\n1,2\r\n'],
    ['semicolons', 'a;b\n1;2'],
    ['tabs', 'a\tb\n1\t2\n'],
    ['a byte order mark', '\uFEFFa,b\n1,2'],
    ['old line ends', 'a,b\r1,2\r'],
    ['a line that names the delimiter', 'sep=;\r\na;b\r\n1;2'],
    ['blank rows', '\n,,\na,b\n\n , \n1,2\n\n'],
    ['quotation marks', '"a","b"\n"1","2"'],
  ])('understands %s', (_what, text) => {
    expect(textsOf(gridsOf(text)[0])).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
  });

  test('a comma inside semicolons or marks is text', () => {
    expect(textsOf(gridsOf('a;b\n1,5;2,5\n')[0])).toEqual([
      ['a', 'b'],
      ['1,5', '2,5'],
    ]);
    expect(textsOf(gridsOf('a,b\n"1,5","say ""x"""\n')[0])[1]).toEqual(['1,5', 'say "x"']);
  });

  test('a line break inside marks is text, and later rows keep their lines', () => {
    const [grid] = gridsOf('a,b\n"one\r\ntwo",2\nx,y\n');
    expect(textsOf(grid)[1]).toEqual(['one\r\ntwo', '2']);
    expect(grid?.rows.map((row) => row.line)).toEqual([1, 2, 4]);
    expect(grid?.place(4, 1)).toBe('a.csv:4 column 2');
  });

  test('a mark that is never closed refuses the file at its place; text after a closing one is a bad cell', () => {
    expect(readGrids(strToU8('a,b\n1,"2\n3,4\n'), 'a.csv')).toEqual({
      ok: false,
      problems: [
        { where: 'a.csv:2 column 2', found: 'a quotation mark that is never closed', expected: 'a closing one' },
      ],
    });
    expect(gridsOf('a,b\n"1"x,2')[0]?.rows[1]?.cells.get(0)).toEqual({
      kind: 'bad',
      value: '"x" after a closing quotation mark',
    });
  });

  test('names in brackets start tables', () => {
    const grids = gridsOf('[Staff]\na,b\n1,2\n\n[Ages]\nc\n3\n');
    expect(grids.map((grid) => [grid.name, textsOf(grid)])).toEqual([
      [
        'Staff',
        [
          ['a', 'b'],
          ['1', '2'],
        ],
      ],
      ['Ages', [['c'], ['3']]],
    ]);
  });

  test.each([
    ['UTF-16, little end first', [0xff, 0xfe, 0xe9, 0, 0x2c, 0, 0x62, 0]],
    ['UTF-16, big end first', [0xfe, 0xff, 0, 0xe9, 0, 0x2c, 0, 0x62]],
    ['Windows-1252', [0xe9, 0x2c, 0x62]],
  ])('reads %s', (_what, bytes) => {
    expect(textsOf(gridsOf(new Uint8Array(bytes))[0])).toEqual([['é', 'b']]);
  });

  test('Windows-1252 has its own signs where Latin-1 has control characters', () => {
    expect(textsOf(gridsOf(new Uint8Array([0x80, 0x2c, 0x93, 0x61, 0x94]))[0])).toEqual([['€', '“a”']]);
  });

  test('reads back what is written, whatever the texts', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => text.replaceAll(/\p{C}/gu, 'x'));
    const text = fc.oneof(cell, fc.constantFrom('=1+1', '-a', '@x', 'a"b', 'a,b', 'a\nb', 'a\r\nb', '[b]', '"'));
    const isLost = (one: string): boolean => one.trim() === '' || one.startsWith("'");
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text, text), { minLength: 1, maxLength: 6 }), (rows) => {
        const known = rows.map((row) => row.map((one) => (isLost(one) ? 'x' : one)));
        const columns = ['a', 'b', 'c'].map((key) => ({ key, title: key, kind: 'text' as const }));
        const [grid] = gridsOf(toCsvTables([{ name: 'T', columns, rows: known }]));
        expect(textsOf(grid).slice(1)).toEqual(known);
      }),
      { seed: 11, numRuns: countOf({ test: 100, full: 5000, mutation: 20 }) },
    );
  });
});

describe('limits', () => {
  test.each([
    [
      '100,000 rows',
      'a,b\n'.repeat(100_000),
      { where: 'a.csv', found: 'more than 20,000 rows', expected: 'a table of at most 20,000 rows' },
    ],
    [
      'a row of many columns',
      `${'a,'.repeat(300)}b`,
      { where: 'a.csv:1', found: 'more than 256 columns', expected: 'a table of at most 256 columns' },
    ],
    ['nothing', '', { where: 'a.csv', found: 'an empty file', expected: 'an Excel workbook (.xlsx) or CSV' }],
    [
      'blank cells',
      ',,\n,\n',
      { where: 'a.csv', found: 'no cell with a value', expected: 'a table with a row of headings' },
    ],
    ['a PDF', '%PDF-1.7\n', { where: 'a.csv', found: 'a PDF', expected: 'an Excel workbook (.xlsx) or CSV' }],
    ['JSON', '{"a": 1}', { where: 'a.csv', found: 'JSON', expected: 'an Excel workbook (.xlsx) or CSV' }],
    [
      'a web page',
      '<!doctype html>',
      { where: 'a.csv', found: 'a web page', expected: 'an Excel workbook (.xlsx) or CSV' },
    ],
    ['binary', 'a,b\0\u0001', { where: 'a.csv', found: 'a binary file', expected: 'an Excel workbook (.xlsx) or CSV' }],
  ])('%s is one problem', (_what, text, problem) => {
    expect(readGrids(strToU8(text), 'a.csv')).toEqual({ ok: false, problems: [problem] });
  });

  test('50 MB are refused unread', () => {
    expect(readGrids(new Uint8Array(50_000_000), 'a.csv', usualLimits)).toEqual({
      ok: false,
      problems: [{ where: 'a.csv', found: 'a file of 50 MB', expected: 'a file of at most 10 MB' }],
    });
  });
});
