import { strToU8 } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { choiceOf, dateValueOf, numberOf } from './cell-value.ts';
import { toCsvTables } from './csv.ts';
import { readGrids } from './read-grids.ts';
import { headingOf, readTable, tableOf, type TableRule, type TypedTable } from './typed-table.ts';
import { toXlsx } from './xlsx.ts';

const text = (value: string) => ({ kind: 'text' as const, value });

describe('numberOf', () => {
  test.each<[string, number]>([
    ['12', 12],
    ['-1.5', -1.5],
    ['.5', 0.5],
    ['1.', 1],
    [' 7 ', 7],
    ['\u00A07\u00A0', 7],
    ['2e3', 2000],
    ['1,234.5', 1234.5],
    ['1,234,567', 1_234_567],
    ['-12,345,678.9', -12_345_678.9],
  ])('%s is %d', (given, value) => {
    expect(numberOf(text(given))).toEqual({ value });
  });

  test.each<[string, string, string]>([
    ['1,234', '"1,234", which may be 1234 or 1.234', 'a number without commas'],
    ['12,5', '"12,5"', 'a decimal point, as in 12.5'],
    ['<5', '"<5", a number that was suppressed', 'the number itself'],
    ['*', '"*", a number that was suppressed', 'the number itself'],
    ['12 %', '"12 %"', 'a number'],
    ['1.234,5', '"1.234,5"', 'a number'],
    ['12,34.5', '"12,34.5"', 'a number'],
    ['1e999', '"1e999"', 'a number'],
    ['Infinity', '"Infinity"', 'a number'],
    ['0x10', '"0x10"', 'a number'],
    ['n/a', '"n/a"', 'a number'],
  ])('%s is refused', (given, found, expected) => {
    expect(numberOf(text(given))).toEqual({ found, expected });
  });

  test('whatever a number is written as, it is read as that number or refused', () => {
    const english = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 3 });
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (thousandths) => {
        const number = thousandths / 1000;
        const read = numberOf(text(english.format(number)));
        if ('value' in read) expect(read.value).toBe(number);
        else expect(english.format(number)).toMatch(/^-?\d{1,3},\d{3}$/);
      }),
      { seed: 5, numRuns: countOf({ test: 300, full: 100_000, mutation: 50 }) },
    );
  });
});

describe('dateValueOf', () => {
  test.each([
    ['2026-03-31', '2026-03-31'],
    ['31 March 2026', '2026-03-31'],
    ['1 jan 2026', '2026-01-01'],
    ['31/03/2026', '2026-03-31'],
    ['31.3.2026', '2026-03-31'],
    ['4/4/2026', '2026-04-04'],
    ['29/02/2024', '2024-02-29'],
  ])('%s is %s', (given, value) => {
    expect(dateValueOf(text(given))).toEqual({ value });
  });
  test.each(['29/02/2026', '03/04/2026', '2026-13-01', '31 Octember 2026', '2026', 'yesterday'])(
    '%s is refused',
    (given) => {
      expect(dateValueOf(text(given))).toHaveProperty('expected', 'a date such as 2026-03-31 or 31 March 2026');
    },
  );
});

test('choices are found by key or title, whatever the case, spaces and ampersands', () => {
  const choices = { a_b: 'cats and dogs', c: 'birds' };
  expect(['A B', 'Cats & Dogs', 'a_b'].map((given) => choiceOf(text(given), choices))).toEqual(
    Array.from({ length: 3 }, () => ({ value: 'a_b' })),
  );
  expect(choiceOf(text('fish'), choices)).toEqual({ found: '"fish"', expected: 'one of: cats and dogs; birds' });
});

const rule: TableRule = {
  key: 'staff',
  title: 'Staff',
  required: true,
  about: '',
  columns: [
    {
      key: 'group',
      title: 'Group',
      kind: 'choice',
      choices: { a: 'alpha', b: 'beta' },
      required: true,
      about: 'which',
    },
    { key: 'posts', title: 'Posts', unit: 'WTE', kind: 'number', min: 0, required: true, about: 'funded posts' },
    { key: 'heads', title: 'Heads', kind: 'number', min: 0, max: 99, whole: true, required: false, about: 'people' },
    { key: 'since', title: 'Since', kind: 'date', required: false, about: 'a date' },
    { key: 'note', title: 'Note', kind: 'text', required: false, about: 'a note' },
  ],
};

const read = (csv: string): TypedTable => {
  const grids = readGrids(strToU8(csv), 'a.csv');
  const grid = grids.ok ? grids.value[0] : undefined;
  if (!grid) throw new Error('no table');
  return readTable(grid, rule);
};

describe('readTable', () => {
  test('finds columns by title, heading or key in any order, and keeps the places', () => {
    const { rows, problems, left } = read('posts,Group,HEADS,Since\n1.5,alpha,2,2026-01-01\n3,B,,\n');
    expect({ problems, left }).toEqual({ problems: [], left: [] });
    expect(rows.map((row) => row.values)).toEqual([
      { group: 'a', posts: 1.5, heads: 2, since: '2026-01-01' },
      { group: 'b', posts: 3 },
    ]);
    expect(rows[1]?.place('group')).toBe('a.csv:3 column 2');
  });

  test('every bad cell is named with its place, and the good rows are kept', () => {
    const { rows, problems, left } = read(
      'Group,Posts (WTE),Heads,Note\ngamma,-1,2.5,x\nalpha,1,100,\n,"1,000",,,left over\nbeta,2,3,fine\n',
    );
    expect(problems).toEqual([
      { where: 'a.csv:2 column 1', found: '"gamma"', expected: 'one of: alpha; beta, for Group' },
      { where: 'a.csv:2 column 2', found: '"-1"', expected: 'a number of at least 0, for Posts (WTE)' },
      { where: 'a.csv:2 column 3', found: '"2.5"', expected: 'a whole number from 0 to 99, for Heads' },
      { where: 'a.csv:3 column 3', found: '"100"', expected: 'a whole number from 0 to 99, for Heads' },
      { where: 'a.csv:4 column 1', found: 'nothing', expected: 'Group: which' },
      {
        where: 'a.csv:4 column 2',
        found: '"1,000", which may be 1000 or 1.000',
        expected: 'a number without commas, for Posts (WTE)',
      },
      { where: 'a.csv:4 column 5', found: '"left over"', expected: 'nothing: the column has no heading' },
    ]);
    expect(left.map(({ line, values }) => ({ line, values }))).toEqual([
      { line: 2, values: { note: 'x' } },
      { line: 3, values: { group: 'a', posts: 1 } },
      { line: 4, values: {} },
    ]);
    expect(rows.map((row) => row.values)).toEqual([{ group: 'b', posts: 2, heads: 3, note: 'fine' }]);
  });

  test('a heading that is unknown, doubled or missing is a problem; without a required column no row is kept', () => {
    expect(read('Group,Posts,Hats\na,1,2\n').problems).toEqual([
      { where: 'a.csv:1 column 3', found: 'the heading "Hats"', expected: 'one of: Heads; Since; Note' },
    ]);
    const { rows, problems, left } = read('Group,Group\na,b\n');
    expect(problems).toEqual([
      { where: 'a.csv:1 column 2', found: 'the heading "Group" a second time', expected: 'each heading once' },
      { where: 'a.csv:1', found: 'no column "Posts (WTE)"', expected: 'a column with this heading: funded posts' },
    ]);
    expect({ rows, left }).toMatchObject({ rows: [], left: [{ line: 2 }] });
  });

  test('what is handed out is read back, as a workbook and as CSV', async () => {
    const cells = { group: 'alpha', posts: 2.5, note: 'a "note"' };
    const table = tableOf(rule, [cells]);
    expect(table.columns.map(({ title }) => title)).toEqual(rule.columns.map(headingOf));
    for (const bytes of [await toXlsx([table]), strToU8(toCsvTables([table]))]) {
      const grids = readGrids(bytes, 'a');
      const [grid] = grids.ok ? grids.value : [];
      if (!grid) throw new Error('no table');
      expect(grid.name).toBe('Staff');
      expect(readTable(grid, rule)).toMatchObject({ problems: [], rows: [{ values: { ...cells, group: 'a' } }] });
    }
  });
});
