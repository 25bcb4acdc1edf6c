import { flowMeasures, stateMeasures, type Measure } from './measures.ts';
import type { ModelInput } from './model-input.ts';
import type { Projection } from './project.ts';

/** A dimension by which results can be grouped. */
export type Dimension = 'specialism' | 'group' | 'region';

/** The dimensions, in the order in which results list them. */
export const dimensions: readonly Dimension[] = ['specialism', 'group', 'region'];

/** A part of the workforce: the cells that share the named dimensions. */
export interface Group {
  readonly specialism?: string;
  readonly group?: string;
  readonly region?: string;
  /** Indices of its cells in the scenario. */
  readonly cells: readonly number[];
}

/** Divides the cells of a scenario by some dimensions, in the order of the cells; no dimension gives one group of all. */
export const groupCells = (input: ModelInput, by: readonly Dimension[]): readonly Group[] => {
  const occupations = new Map(input.occupations.map((one) => [one.id, one]));
  const found = new Map<string, { labels: Partial<Record<Dimension, string>>; cells: number[] }>();
  input.cells.forEach((cell, index) => {
    const occupation = occupations.get(cell.occupation);
    const all: Record<Dimension, string> = {
      specialism: occupation?.specialism ?? '',
      group: occupation?.group ?? '',
      region: cell.region,
    };
    const labels = Object.fromEntries(by.map((dimension) => [dimension, all[dimension]]));
    const key = JSON.stringify(labels);
    const known = found.get(key);
    if (known) known.cells.push(index);
    else found.set(key, { labels, cells: [index] });
  });
  return [...found.values()].map(({ labels, cells }) => ({ ...labels, cells }));
};

/** Adds a measure over some cells: one value for each reported year, or for each step where it is a flow. */
export const sumCells = (projection: Projection, measure: Measure, cells: readonly number[]): Float64Array => {
  const values = projection.values[measure];
  const cellCount = projection.input.cells.length;
  const sums = new Float64Array(values.length / cellCount);
  for (let t = 0; t < sums.length; t += 1) {
    let sum = 0;
    for (const cell of cells) sum += values[t * cellCount + cell] as number;
    sums[t] = sum;
  }
  return sums;
};

/** Adds every measure over some cells. */
export const sumAll = (
  projection: Projection,
  cells: readonly number[],
): Readonly<Record<Measure, readonly number[]>> =>
  Object.fromEntries(
    [...stateMeasures, ...flowMeasures].map((measure) => [measure, [...sumCells(projection, measure, cells)]]),
  ) as unknown as Readonly<Record<Measure, readonly number[]>>;

/** Adds people in post by age over some cells: one list of ages for each reported year. */
export const agesOf = (projection: Projection, cells: readonly number[]): readonly (readonly number[])[] => {
  const { first, last } = projection.input.ages;
  const ageCount = last - first + 1;
  const cellCount = projection.input.cells.length;
  return Array.from({ length: projection.input.years + 1 }, (_, t) =>
    Array.from({ length: ageCount }, (_unused, a) => {
      let heads = 0;
      for (const cell of cells) {
        const at = (t * cellCount + cell) * ageCount + a;
        heads += (projection.ages.notRecognised[at] as number) + (projection.ages.recognised[at] as number);
      }
      return heads;
    }),
  );
};
