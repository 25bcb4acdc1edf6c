import { flowMeasures, stateMeasures, type Measure, type ModelInput } from '@isocentre/workforce';
import { compile } from '../../packages/workforce/src/compile.ts';
import { simulate } from '../../packages/workforce/src/simulate.ts';

/** Every measure of every year, cell and run: `values[measure][t][cell × runs + run]`. */
export type Recorded = Record<Measure, number[][]>;

/** Simulates runs of one model with chance and keeps everything. */
export const recordRuns = (input: ModelInput, runs: number, seed = 1, firstRun = 0): Recorded => {
  const values = Object.fromEntries(
    [...stateMeasures, ...flowMeasures].map((measure) => [measure, [] as number[][]]),
  ) as Recorded;
  simulate(
    { models: [compile(input)], runsPerModel: runs, firstRun, seed },
    {
      state: (t, at) => {
        for (const measure of stateMeasures) values[measure][t] = [...at[measure]];
      },
      flow: (t, at) => {
        for (const measure of flowMeasures) values[measure][t] = [...at[measure]];
      },
    },
  );
  return values;
};
