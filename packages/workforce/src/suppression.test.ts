import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { hideSmall, withTotals, type CountTable } from './suppression.ts';

const shown = (table: CountTable): readonly string[] => {
  const hidden = hideSmall(table, 5);
  return table.map((row, r) => row.map((value, c) => (hidden[r]?.[c] ? '*' : String(value))).join(' '));
};

/** The hidden cells that the sums of rows and columns determine, by elimination with exact fractions of small whole numbers. */
const determined = (hidden: readonly (readonly boolean[])[]): readonly string[] => {
  const cells = hidden.flatMap((row, r) => row.flatMap((is, c) => (is ? [[r, c] as const] : [])));
  const lastRow = hidden.length - 1;
  const lastColumn = (hidden[0]?.length ?? 1) - 1;
  const sign = (at: number, last: number): bigint => (at === last ? -1n : 1n);
  const rows = [
    ...hidden.map((_, r) => cells.map(([row, column]) => (row === r ? sign(column, lastColumn) : 0n))),
    ...(hidden[0] ?? []).map((_, c) => cells.map(([row, column]) => (column === c ? sign(row, lastRow) : 0n))),
  ];
  // Gauss–Jordan over whole numbers: a cell follows where a reduced row holds it alone.
  const at = (row: readonly bigint[], column: number): bigint => row[column] ?? 0n;
  let open: readonly (readonly bigint[])[] = rows;
  let reduced: readonly (readonly bigint[])[] = [];
  for (const [column] of cells.entries()) {
    const lead = open.find((row) => at(row, column) !== 0n);
    if (!lead) continue;
    const clear = (row: readonly bigint[]): readonly bigint[] =>
      row.map((value, index) => value * at(lead, column) - at(lead, index) * at(row, column));
    open = open.filter((row) => row !== lead).map(clear);
    reduced = [...reduced.map(clear), lead];
  }
  return reduced.flatMap((row) => {
    const left = row.flatMap((value, index) => (value === 0n ? [] : [index]));
    const [only = -1] = left;
    return left.length === 1 ? [String(cells[only])] : [];
  });
};

describe('hideSmall', () => {
  test('a table without small counts is shown whole', () => {
    const table = withTotals([
      [5, 0, 9],
      [7, 12, 6],
    ]);
    expect(shown(table)).toEqual(['5 0 9 14', '7 12 6 25', '12 12 15 39']);
  });

  test('one small count takes a rectangle with it', () => {
    const table = withTotals([
      [3, 20, 30],
      [9, 40, 50],
      [60, 70, 80],
    ]);
    expect(shown(table)).toEqual(['* * 30 53', '* * 50 99', '60 70 80 210', '72 130 160 362']);
  });

  test('two small counts that add to a small number take a third', () => {
    const table = withTotals([
      [1, 1, 9, 30],
      [1, 1, 9, 30],
    ]);
    expect(shown(table)).toEqual(['* * * 30 41', '* * * 30 41', '* * * 60 82']);
  });

  test('a table of one small count shows nothing', () => {
    expect(shown(withTotals([[3]]))).toEqual(['* *', '* *']);
  });

  test('no hidden cell follows from what is shown, whatever the table', () => {
    const count = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 60 }), fc.constant(0));
    const tables = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }))
      .chain(([rows, columns]) =>
        fc.array(fc.array(count, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows }),
      );
    fc.assert(
      fc.property(tables, (counts) => {
        const table = withTotals(counts);
        const hidden = hideSmall(table, 5);
        table.forEach((row, r) => {
          row.forEach((value, c) => {
            if (value > 0 && value < 5) expect(hidden[r]?.[c]).toBe(true);
          });
        });
        expect(determined(hidden)).toEqual([]);
      }),
      { seed: 8, numRuns: countOf({ test: 400, full: 50_000, mutation: 50 }) },
    );
  });
});
