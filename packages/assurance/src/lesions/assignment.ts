/** What a pair is worth: the first number counts, and only where that ties the second. */
export type Worth = readonly [first: number, second: number];

const less = (a: Worth, b: Worth): boolean => a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
const plus = (a: Worth, b: Worth): Worth => [a[0] + b[0], a[1] + b[1]];
const minus = (a: Worth, b: Worth): Worth => [a[0] - b[0], a[1] - b[1]];
const none: Worth = [0, 0];
const endless: Worth = [Infinity, Infinity];

/** The potentials and partners of rows and columns, counted from 1; column 0 stands for the row that is being placed. */
class Assignment {
  readonly #worth: (row: number, column: number) => Worth;
  readonly #columns: number;
  readonly #ofRow: Worth[];
  readonly #ofColumn: Worth[];
  readonly partner: Int32Array;

  constructor(rows: number, columns: number, worth: (row: number, column: number) => Worth) {
    this.#worth = worth;
    this.#columns = columns;
    this.#ofRow = Array.from({ length: rows + 1 }, () => none);
    this.#ofColumn = Array.from({ length: columns + 1 }, () => none);
    this.partner = new Int32Array(columns + 1);
  }

  #reducedCost(row: number, column: number): Worth {
    const potential = plus(this.#ofRow[row] as Worth, this.#ofColumn[column] as Worth);
    return minus(minus(none, this.#worth(row - 1, column - 1)), potential);
  }

  /** Places one more row by the shortest augmenting path. */
  place(row: number): void {
    const columns = this.#columns;
    const least = Array.from({ length: columns + 1 }, () => endless);
    const before = new Int32Array(columns + 1);
    const seen = new Uint8Array(columns + 1);
    this.partner[0] = row;
    let at = 0;
    do {
      seen[at] = 1;
      const from = this.partner[at] as number;
      let step = endless;
      let next = 0;
      for (let column = 1; column <= columns; column += 1) {
        if (seen[column] === 1) continue;
        const cost = this.#reducedCost(from, column);
        if (less(cost, least[column] as Worth)) {
          least[column] = cost;
          before[column] = at;
        }
        if (next === 0 || less(least[column] as Worth, step)) {
          step = least[column] as Worth;
          next = column;
        }
      }
      for (let column = 0; column <= columns; column += 1)
        if (seen[column] === 1) {
          const partner = this.partner[column] as number;
          this.#ofRow[partner] = plus(this.#ofRow[partner] as Worth, step);
          this.#ofColumn[column] = minus(this.#ofColumn[column] as Worth, step);
        } else least[column] = minus(least[column] as Worth, step);
      at = next;
    } while (this.partner[at] !== 0);
    for (; at !== 0; at = before[at] as number) this.partner[at] = this.partner[before[at] as number] as number;
  }
}

/**
 * Pairs rows with columns, each at most once, so that the sum of worth is greatest; of equal sums of the first number the
 * one with the greatest sum of the second: the Hungarian method on ordered pairs.
 *
 * Source: H. Kuhn, Naval Research Logistics Quarterly 2 (1955) 83–97; by shortest augmenting paths, time rows² × columns.
 *
 * @param worth Of row and column, counted from 0; [0, 0] for a pair that should not be. Not negative.
 * @returns for each row its column, −1 where it has none of worth. Exact where sums of the first number are, as of whole
 *   numbers.
 */
export const bestPairs = (rows: number, columns: number, worth: (row: number, column: number) => Worth): Int32Array => {
  const padded = Math.max(rows, columns);
  const assignment = new Assignment(rows, padded, (row, column) => (column < columns ? worth(row, column) : none));
  for (let row = 1; row <= rows; row += 1) assignment.place(row);
  const found = new Int32Array(rows).fill(-1);
  for (let column = 1; column <= columns; column += 1) {
    const row = (assignment.partner[column] as number) - 1;
    if (row >= 0 && less(none, worth(row, column - 1))) found[row] = column - 1;
  }
  return found;
};
