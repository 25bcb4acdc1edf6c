import type { Group } from './grouping.ts';
import type { FlowMeasure, Measure, StateMeasure } from './measures.ts';
import type { ModelInput } from './model-input.ts';
import type { CellValues } from './simulate.ts';

/** Values run by run: measure `m` of group `g` in year `t` and run `r` stands at `((g × measures + m) × years + t) × runs + r`. */
export interface RunValues {
  readonly measures: readonly Measure[];
  readonly groups: number;
  readonly years: number;
  readonly runs: number;
  readonly values: Float64Array;
}

/** The values of one measure of one group in one year, run by run. */
export const runsOf = (
  { measures, years, runs, values }: RunValues,
  group: number,
  measure: Measure,
  t: number,
): Float64Array => {
  const at = ((group * measures.length + measures.indexOf(measure)) * years + t) * runs;
  return values.subarray(at, at + runs);
};

/** The same values with room for another number of runs, still empty. */
export const roomFor = (part: RunValues, runs: number): RunValues => ({
  ...part,
  runs,
  values: new Float64Array(part.groups * part.measures.length * part.years * runs),
});

/** Rows of values, each run by run. */
type Rows = Pick<RunValues, 'runs' | 'values'>;

/**
 * Puts rows of some runs into their place among all.
 *
 * @param offset The number of the first of them.
 * @param first The row at which theirs begin.
 */
export const putRows = (to: Rows, from: Rows, offset: number, first = 0): void => {
  for (let row = 0; row * from.runs < from.values.length; row += 1)
    to.values.set(from.values.subarray(row * from.runs, (row + 1) * from.runs), (first + row) * to.runs + offset);
};

/**
 * Puts some runs into their place among all.
 *
 * @param offset The number of the first of them.
 * @param group The group at which theirs begin.
 */
export const putRuns = (to: RunValues, from: RunValues, offset: number, group = 0): void => {
  putRows(to, from, offset, group * from.measures.length * from.years);
};

const addTo = (to: Float64Array, at: number, from: Float64Array, first: number, count: number): void => {
  for (let i = 0; i < count; i += 1) to[at + i] = (to[at + i] as number) + (from[first + i] as number);
};

/** Adds up groups of cells and keeps the sums run by run. */
export class Keeper {
  readonly result: RunValues;
  readonly #groups: readonly Group[];
  readonly #stride: number;
  readonly #indexOf: ReadonlyMap<Measure, number>;

  /**
   * @param runs Runs to keep.
   * @param stride Runs that are simulated: with the last pair cut, one more than are kept.
   */
  constructor(groups: readonly Group[], measures: readonly Measure[], input: ModelInput, runs: number, stride: number) {
    const years = input.years + 1;
    this.#groups = groups;
    this.#stride = stride;
    this.#indexOf = new Map(measures.map((measure, index) => [measure, index]));
    this.result = {
      measures,
      groups: groups.length,
      years,
      runs,
      values: new Float64Array(groups.length * measures.length * years * runs),
    };
  }

  /** Keeps one year or step of every run. */
  keep<M extends StateMeasure | FlowMeasure>(t: number, values: CellValues<M>, measures: readonly M[]): void {
    const { runs, values: kept } = this.result;
    for (const measure of measures) {
      const list = values[measure];
      this.#eachGroup(t, measure, (at, cells) => {
        for (const cell of cells) addTo(kept, at, list, cell * this.#stride, runs);
      });
    }
  }

  /** Keeps one year or step of one run. */
  keepRun(t: number, measure: Measure, run: number, value: (cell: number) => number): void {
    this.#eachGroup(t, measure, (at, cells) => {
      let sum = 0;
      for (const cell of cells) sum += value(cell);
      this.result.values[at + run] = sum;
    });
  }

  #eachGroup(t: number, measure: Measure, keep: (at: number, cells: readonly number[]) => void): void {
    const index = this.#indexOf.get(measure);
    if (index === undefined) return;
    const { measures, years, runs } = this.result;
    for (const [group, { cells }] of this.#groups.entries()) {
      keep(((group * measures.length + index) * years + t) * runs, cells);
    }
  }
}
