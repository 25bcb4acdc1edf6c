import type { Program } from './program.ts';
import type { Basis } from './solver.ts';

/** What is wrong with a solution, by how much. */
export interface Fault {
  readonly kind: 'lower bound' | 'upper bound' | 'whole number' | 'row' | 'length' | 'number';
  /** Index of the column, or of the row. */
  readonly at: number;
  readonly by: number;
}

/** A solution with what our own arithmetic says of it. */
export interface CheckedSolution {
  readonly values: Float64Array;
  /** Σ cost · value, recomputed. */
  readonly objective: number;
  /** No solution costs less: recomputed from the multipliers of a linear program, else what the solver says. */
  readonly bound: number;
  /** objective − bound, as a share of max(1, |objective|). */
  readonly gap: number;
  /** Where the simplex method ended, to begin a program much like this one; not of a mixed-integer program. */
  readonly basis?: Basis;
}

/** Σ cost · value, in the order of the columns. */
export const objectiveOf = ({ cost }: Program, values: Float64Array): number => {
  let sum = 0;
  for (let j = 0; j < cost.length; j += 1) sum += (cost[j] as number) * (values[j] as number);
  return sum;
};

/**
 * Finds everything that is wrong with a solution: columns out of bounds or not whole, rows out of bounds.
 *
 * @param tolerance Largest violation that counts as none, times max(1, largest magnitude in the row); default 1e-6, ten
 *   times the feasibility tolerance of the solver.
 */
export const faultsOf = (program: Program, values: Float64Array, tolerance = 1e-6): readonly Fault[] => {
  const { lower, upper, whole, rowLower, rowUpper, starts, columns, coefficients } = program;
  if (values.length !== lower.length) return [{ kind: 'length', at: values.length, by: lower.length - values.length }];
  const faults: Fault[] = [];
  for (let j = 0; j < lower.length; j += 1) {
    const value = values[j] as number;
    if (!Number.isFinite(value)) {
      faults.push({ kind: 'number', at: j, by: Infinity });
      continue;
    }
    const room = tolerance * Math.max(1, Math.abs(value));
    if ((lower[j] as number) - value > room)
      faults.push({ kind: 'lower bound', at: j, by: (lower[j] as number) - value });
    if (value - (upper[j] as number) > room)
      faults.push({ kind: 'upper bound', at: j, by: value - (upper[j] as number) });
    const off = Math.abs(value - Math.round(value));
    if (whole[j] === 1 && off > tolerance) faults.push({ kind: 'whole number', at: j, by: off });
  }
  for (let i = 0; i < rowLower.length; i += 1) {
    let activity = 0;
    let magnitude = 1;
    for (let k = starts[i] as number; k < (starts[i + 1] as number); k += 1) {
      const part = (coefficients[k] as number) * (values[columns[k] as number] as number);
      activity += part;
      magnitude = Math.max(magnitude, Math.abs(part));
    }
    const by = Math.max((rowLower[i] as number) - activity, activity - (rowUpper[i] as number));
    if (!(by <= tolerance * magnitude)) faults.push({ kind: 'row', at: i, by });
  }
  return faults;
};

/**
 * Works out from one multiplier a row what no solution can cost less than, whatever the multipliers are.
 *
 * By weak duality Σ cost·x ≥ Σ multiplier·activity + Σ (cost − Aᵀ multiplier)·x, each term at the bound that makes it
 * least; −∞ where that bound is infinite. What points towards an infinite bound by less than `tolerance` counts as
 * zero: the duals of a solver are as exact as that.
 */
export const dualBound = (program: Program, duals: Float64Array, tolerance = 1e-6): number => {
  const { lower, upper, cost, rowLower, rowUpper, starts, columns, coefficients } = program;
  const reduced = cost.slice();
  let bound = 0;
  const least = (multiplier: number, from: number, to: number): number => {
    const end = multiplier > 0 ? from : to;
    if (multiplier === 0 || (!Number.isFinite(end) && Math.abs(multiplier) <= tolerance)) return 0;
    return multiplier * end;
  };
  for (let i = 0; i < rowLower.length; i += 1) {
    let multiplier = duals[i] as number;
    // A multiplier that points towards no bound proves nothing and is left out of the proof.
    if (!Number.isFinite((multiplier > 0 ? rowLower : rowUpper)[i])) multiplier = 0;
    bound += least(multiplier, rowLower[i] as number, rowUpper[i] as number);
    for (let k = starts[i] as number; k < (starts[i + 1] as number); k += 1) {
      const j = columns[k] as number;
      reduced[j] = (reduced[j] as number) - multiplier * (coefficients[k] as number);
    }
  }
  for (let j = 0; j < reduced.length; j += 1)
    bound += least(reduced[j] as number, lower[j] as number, upper[j] as number);
  return bound;
};
