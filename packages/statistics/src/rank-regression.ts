import { meanOf } from './summary.ts';

/** A regression of ranks on ranks. */
export interface RankRegression {
  /** Standardised coefficient of each input: standard deviations of the output's rank for one of the input's. */
  readonly coefficients: readonly number[];
  /** Share of the variance of the output's ranks that the inputs' ranks explain, 0…1. */
  readonly r2: number;
}

/** Why ranks cannot be regressed: an input that follows from those before it, or an output that does not vary. */
export interface NotDetermined {
  /** Index of the input; `output` where the output is constant. */
  readonly dependent: number | 'output';
}

/**
 * Ranks values from 1; equal values share the mean of the ranks that they take together.
 *
 * @param values Finite numbers.
 */
export const midranks = (values: ArrayLike<number>): Float64Array => {
  const order = Uint32Array.from({ length: values.length }, (_, index) => index).toSorted(
    (a, b) => (values[a] as number) - (values[b] as number),
  );
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1] as number] === values[order[from] as number]) to += 1;
    for (let at = from; at <= to; at += 1) ranks[order[at] as number] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return ranks;
};

const dot = (left: Float64Array, right: Float64Array, from: number): number => {
  let sum = 0;
  for (let row = from; row < left.length; row += 1) sum += (left[row] as number) * (right[row] as number);
  return sum;
};

/** Ranks, taken from their mean and brought to length 1; undefined where they do not vary. */
const standardised = (values: ArrayLike<number>): Float64Array | undefined => {
  const ranks = midranks(values);
  const mean = meanOf(ranks);
  const centred = ranks.map((rank) => rank - mean);
  const length = Math.sqrt(dot(centred, centred, 0));
  return length === 0 ? undefined : centred.map((value) => value / length);
};

// Columns have length 1: what is left of one that follows from the others is rounding, n times the unit roundoff.
const leastLeft = (rows: number): number => 100 * rows * Number.EPSILON;

/**
 * Regresses the ranks of an output on the ranks of its inputs by least squares, all standardised: which inputs matter
 * where the output is monotone in them, and by R² how far that reading holds. Solved by Householder reflections, without
 * forming products of the inputs.
 *
 * Source: R. Iman, W. Conover, Technometrics 21 (1979) 499–509; A. Saltelli et al., Sensitivity Analysis (2000), ch. 6.
 *
 * @param inputs One list of values for each input, all as long as the output, which is longer than there are inputs.
 * @returns the coefficients in the order of the inputs, with R²; or which list does not vary, or follows from those before.
 * @throws RangeError where lists differ in length, or there are not more values than inputs.
 *
 * @example
 * ```ts
 * import { rankRegression } from '@isocentre/statistics';
 * const fit = rankRegression([[1, 2, 3, 4]], [1, 8, 27, 64]); // coefficients [1], r2 1
 * ```
 */
export const rankRegression = (
  inputs: readonly ArrayLike<number>[],
  output: ArrayLike<number>,
): RankRegression | NotDetermined => {
  const rows = output.length;
  if (inputs.some((input) => input.length !== rows))
    throw new RangeError(`rankRegression: inputs of another length; expected ${rows} values each`);
  // Centring takes one degree of freedom.
  if (rows <= inputs.length + 1)
    throw new RangeError(`rankRegression: ${rows} values of ${inputs.length} inputs; expected more values`);
  const y = standardised(output);
  if (!y) return { dependent: 'output' };
  const columns: Float64Array[] = [];
  for (const [index, input] of inputs.entries()) {
    const column = standardised(input);
    if (!column) return { dependent: index };
    columns.push(column);
  }
  const diagonal: number[] = [];
  for (const [k, column] of columns.entries()) {
    const length = Math.sqrt(dot(column, column, k));
    if (length < leastLeft(rows)) return { dependent: k };
    // The sign that avoids taking two near numbers from each other.
    const alpha = (column[k] as number) > 0 ? -length : length;
    column[k] = (column[k] as number) - alpha;
    const square = dot(column, column, k);
    for (const other of [...columns.slice(k + 1), y]) {
      const factor = (2 * dot(column, other, k)) / square;
      for (let row = k; row < rows; row += 1) other[row] = (other[row] as number) - factor * (column[row] as number);
    }
    diagonal.push(alpha);
  }
  const coefficients = Array.from(diagonal, () => 0);
  for (let k = columns.length - 1; k >= 0; k -= 1) {
    let rest = y[k] as number;
    for (let j = k + 1; j < columns.length; j += 1)
      rest -= ((columns[j] as Float64Array)[k] as number) * (coefficients[j] as number);
    coefficients[k] = rest / (diagonal[k] as number);
  }
  // Reflections keep the length, which was 1: what is left below the inputs is what they do not explain.
  return { coefficients, r2: Math.min(1, Math.max(0, 1 - dot(y, y, columns.length))) };
};
