import { failure, show, success, type Problem, type Result, type TextFile } from '@isocentre/evidence';
import { readTable, type TableRow } from '../read-table.ts';
import { categoryDrift, type CategoryDrift } from './categories.ts';
import { kolmogorovSmirnov, wasserstein, type KolmogorovSmirnov, type Wasserstein } from './distance.ts';
import { stabilityIndex, type StabilityIndex } from './stability-index.ts';

/** Which columns are compared; as the header has them, in any case of letters. */
export interface DriftColumns {
  readonly numbers: readonly string[];
  readonly categories: readonly string[];
}

/** How far one column has drifted. */
export type DriftOfColumn = { readonly column: string; readonly drifted: boolean } & (
  | {
      readonly kind: 'number';
      readonly stability: StabilityIndex;
      readonly gap: KolmogorovSmirnov;
      readonly distance: Wasserstein;
    }
  | { readonly kind: 'category'; readonly shares: CategoryDrift }
);

/** How far the columns of two files have drifted from each other. */
export interface DriftReport {
  readonly reference: number;
  readonly current: number;
  /** A column has drifted where its p is under this: 0.05 over the number of columns. */
  readonly limit: number;
  readonly columns: readonly DriftOfColumn[];
}

const familyError = 0.05;

const numbersOf = (rows: readonly TableRow[], column: string, problems: Problem[]): Float64Array =>
  Float64Array.from(rows, ({ where, cells }) => {
    const text = cells[column] ?? '';
    const value = text === '' ? Number.NaN : Number(text);
    if (!Number.isFinite(value))
      problems.push({
        where: `${where} ${column}`,
        found: text === '' ? 'nothing' : show(text),
        expected: 'a number',
      });
    return value;
  });

const countsOf = (rows: readonly TableRow[], column: string): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { cells } of rows) {
    const level = cells[column] ?? '';
    counts.set(level, (counts.get(level) ?? 0) + 1);
  }
  return counts;
};

/**
 * Compares what comes in now with a reference, column by column: numbers by the population stability index, the largest gap
 * of Kolmogorov and Smirnov, and the Wasserstein distance; categories by χ² and Hellinger's distance. An empty cell is a
 * category of its own.
 *
 * A column has drifted where p is under 0.05 over the number of columns (Bonferroni), so that of all columns together one
 * is called wrongly in at most 5 % of comparisons.
 *
 * @returns every column; or each cell that is no number, by file, line and column.
 */
export const driftReport = (
  reference: TextFile,
  current: TextFile,
  { numbers, categories }: DriftColumns,
): Result<DriftReport> => {
  const lowered = (list: readonly string[]): readonly string[] => list.map((name) => name.toLowerCase());
  const [numeric, named] = [lowered(numbers), lowered(categories)];
  const columns = [...numeric, ...named];
  const where = 'the columns';
  if (columns.length === 0) return failure({ where, found: 'none', expected: 'a column of numbers or of categories' });
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined) return failure({ where, found: `"${twice}" twice`, expected: 'each column once' });
  const shape = { columns, required: columns, others: 'ignored', rowsExpected: 'a row for each case' } as const;
  const [before, now] = [readTable(reference, shape), readTable(current, shape)];
  const problems = [...before.problems, ...now.problems];
  const values = numeric.map(
    (column) => [column, numbersOf(before.rows, column, problems), numbersOf(now.rows, column, problems)] as const,
  );
  if (problems.length > 0) return failure(...problems);
  const limit = familyError / columns.length;
  const found: DriftOfColumn[] = [];
  for (const [column, first, second] of values) {
    const [stability, gap, distance] = [
      stabilityIndex(first, second),
      kolmogorovSmirnov(first, second),
      wasserstein(first, second),
    ];
    if (!stability.ok)
      return failure(...stability.problems.map((one) => ({ ...one, where: `${column}: ${one.where}` })));
    if (!gap.ok) return gap;
    if (!distance.ok) return distance;
    found.push({
      column,
      kind: 'number',
      drifted: gap.value.pValue < limit,
      stability: stability.value,
      gap: gap.value,
      distance: distance.value,
    });
  }
  for (const column of named) {
    const shares = categoryDrift(countsOf(before.rows, column), countsOf(now.rows, column));
    if (!shares.ok) return shares;
    found.push({ column, kind: 'category', drifted: shares.value.pValue < limit, shares: shares.value });
  }
  return success({ reference: before.rows.length, current: now.rows.length, limit, columns: found });
};
