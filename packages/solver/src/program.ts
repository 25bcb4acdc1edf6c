/** A linear or mixed-integer program: minimise cost · x where every row and every column lies within its bounds. */
export interface Program {
  /** For each column: least and most value, infinite where there is none, and the cost of one. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly cost: Float64Array;
  /** For each column: 1 where only whole numbers are allowed, else 0. */
  readonly whole: Uint8Array;
  /** For each row: least and most activity, infinite where there is none. */
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Row `i` holds the coefficients `coefficients[k]` of the columns `columns[k]`, `starts[i] ≤ k < starts[i + 1]`. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly coefficients: Float64Array;
}

/** What is asked of a column; without bounds it is at least 0. */
export interface Column {
  readonly lower?: number;
  readonly upper?: number;
  readonly cost?: number;
  readonly whole?: boolean;
}

/** One term of a row: a column and its coefficient. */
export type Term = readonly [column: number, coefficient: number];

/** Builds a program column by column and row by row. */
export class ProgramBuilder {
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #cost: number[] = [];
  readonly #whole: number[] = [];
  readonly #rowLower: number[] = [];
  readonly #rowUpper: number[] = [];
  readonly #starts: number[] = [0];
  readonly #columns: number[] = [];
  readonly #coefficients: number[] = [];

  /** Adds a column and gives its index. */
  column({ lower = 0, upper = Infinity, cost = 0, whole = false }: Column = {}): number {
    this.#lower.push(lower);
    this.#upper.push(upper);
    this.#cost.push(cost);
    this.#whole.push(whole ? 1 : 0);
    return this.#lower.length - 1;
  }

  /** Adds a row `lower ≤ Σ coefficient · column ≤ upper` and gives its index; a column may stand in it once. */
  row(terms: Iterable<Term>, { lower = -Infinity, upper = Infinity }: { lower?: number; upper?: number }): number {
    for (const [column, coefficient] of terms) {
      if (coefficient === 0) continue;
      this.#columns.push(column);
      this.#coefficients.push(coefficient);
    }
    this.#starts.push(this.#columns.length);
    this.#rowLower.push(lower);
    this.#rowUpper.push(upper);
    return this.#rowLower.length - 1;
  }

  /** The program so far. */
  get program(): Program {
    return {
      lower: Float64Array.from(this.#lower),
      upper: Float64Array.from(this.#upper),
      cost: Float64Array.from(this.#cost),
      whole: Uint8Array.from(this.#whole),
      rowLower: Float64Array.from(this.#rowLower),
      rowUpper: Float64Array.from(this.#rowUpper),
      starts: Int32Array.from(this.#starts),
      columns: Int32Array.from(this.#columns),
      coefficients: Float64Array.from(this.#coefficients),
    };
  }
}
