/** A table of counts with its totals: the last row and the last column add up the others. */
export type CountTable = readonly (readonly number[])[];

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** Adds a last row and a last column of totals to counts by row and column. */
export const withTotals = (counts: readonly (readonly number[])[]): CountTable => {
  const rows = counts.map((row) => [...row, total(row)]);
  const width = rows[0]?.length ?? 1;
  return [...rows, Array.from({ length: width }, (_, column) => total(rows.map((row) => row[column] ?? 0)))];
};

/** A table as a network: its rows and columns are the nodes, each cell joins its row to its column. */
class Network {
  readonly hidden: boolean[][];
  readonly #table: CountTable;
  readonly #rows: number;
  readonly #columns: number;
  readonly #priceOfZero: number;

  constructor(table: CountTable) {
    this.#table = table;
    this.#rows = table.length;
    this.#columns = table[0]?.length ?? 0;
    this.hidden = table.map((row) => row.map(() => false));
    this.#priceOfZero = 1 + total(table.map(total));
  }

  value(row: number, column: number): number {
    return this.#table[row]?.[column] ?? 0;
  }

  isHidden(row: number, column: number): boolean {
    return this.hidden[row]?.[column] === true;
  }

  hide(row: number, column: number): void {
    const line = this.hidden[row];
    if (line) line[column] = true;
  }

  /** What hiding a cell takes from a reader: its count; nothing where it is hidden already, most where it is zero. */
  price(row: number, column: number): number {
    if (this.isHidden(row, column)) return 0;
    return this.value(row, column) || this.#priceOfZero;
  }

  eachCell(visit: (row: number, column: number) => void): void {
    for (let row = 0; row < this.#rows; row += 1)
      for (let column = 0; column < this.#columns; column += 1) visit(row, column);
  }

  /** Hides the cheapest way round a cell, so that no sum of rows and columns gives it back. True where that was needed. */
  goRound(row: number, column: number): boolean {
    const nodes = this.#rows + this.#columns;
    const distance = Array<number>(nodes).fill(Infinity);
    const before = Array<number>(nodes).fill(-1);
    const done = Array<boolean>(nodes).fill(false);
    const goal = this.#rows + column;
    distance[row] = 0;
    for (;;) {
      let near = -1;
      for (let node = 0; node < nodes; node += 1)
        if (!done[node] && (near < 0 || (distance[node] as number) < (distance[near] as number))) near = node;
      if (near < 0 || near === goal || distance[near] === Infinity) break;
      done[near] = true;
      const isRow = near < this.#rows;
      const others = isRow ? this.#columns : this.#rows;
      for (let other = 0; other < others; other += 1) {
        const cell = isRow ? ([near, other] as const) : ([other, near - this.#rows] as const);
        if (cell[0] === row && cell[1] === column) continue;
        const node = isRow ? this.#rows + other : other;
        const along = (distance[near] as number) + this.price(...cell);
        if (along < (distance[node] as number)) {
          distance[node] = along;
          before[node] = near;
        }
      }
    }
    if (distance[goal] === 0 || distance[goal] === Infinity) return false;
    for (let node = goal; node !== row; node = before[node] as number) {
      const from = before[node] as number;
      if (node < this.#rows) this.hide(node, from - this.#rows);
      else this.hide(from, node - this.#rows);
    }
    return true;
  }

  /** Hides one more cell of a line whose hidden cells add up to a small number that the line's total gives away. */
  widen(cells: readonly (readonly [number, number])[], below: number): boolean {
    const sum = cells.at(-1);
    if (!sum || this.isHidden(...sum)) return false;
    const parts = cells.slice(0, -1);
    const inside = parts.filter((cell) => this.isHidden(...cell));
    if (inside.length === 0 || total(inside.map((cell) => this.value(...cell))) >= below) return false;
    const open = parts.filter((cell) => !this.isHidden(...cell));
    let cheapest = open[0] ?? sum;
    for (const cell of open) if (this.price(...cell) < this.price(...cheapest)) cheapest = cell;
    this.hide(...cheapest);
    return true;
  }

  /** The cells of every row, then of every column; the last of each is the total. */
  get lines(): readonly (readonly (readonly [number, number])[])[] {
    const rows = Array.from({ length: this.#rows }, (_, row) => row);
    const columns = Array.from({ length: this.#columns }, (_, column) => column);
    return [
      ...rows.map((row) => columns.map((column) => [row, column] as const)),
      ...columns.map((column) => rows.map((row) => [row, column] as const)),
    ];
  }
}

/**
 * Finds the cells to hide so that no count under `below` can be read from a table or worked out from its totals.
 *
 * Counts above 0 and under `below` are hidden wherever they stand, totals included. Then, as long as a hidden cell
 * follows from the others by any addition and subtraction of rows and columns, the cells that give away least are
 * hidden as well; and hidden cells of a row or column whose total is shown add up to at least `below` where the line
 * has enough cells. A cell follows exactly where it lies on no closed way through hidden cells, rows and columns in turn
 * (Cox 1980); it is therefore put on the cheapest one. Zeros are shown unless nothing else helps.
 *
 * @param table Counts with totals, as {@link withTotals} gives them.
 * @returns for each cell whether it is hidden.
 */
export const hideSmall = (table: CountTable, below: number): readonly (readonly boolean[])[] => {
  const network = new Network(table);
  network.eachCell((row, column) => {
    const value = network.value(row, column);
    if (value > 0 && value < below) network.hide(row, column);
  });
  let changed = true;
  while (changed) {
    changed = false;
    for (const line of network.lines) if (network.widen(line, below)) changed = true;
    network.eachCell((row, column) => {
      if (network.isHidden(row, column) && network.goRound(row, column)) changed = true;
    });
  }
  return network.hidden;
};
