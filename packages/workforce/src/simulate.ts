import type { FlowMeasure, Measure, StateMeasure } from './measures.ts';
import { begin } from './simulation/begin.ts';
import { certify } from './simulation/certify.ts';
import { growOlder } from './simulation/grow-older.ts';
import { comeBack, countPeople, leave } from './simulation/leave.ts';
import { fund, recruit } from './simulation/recruit.ts';
import { reportState } from './simulation/report-state.ts';
import { Runs, type Chunk } from './simulation/runs.ts';
import { start, train } from './simulation/train.ts';
import { transfer } from './simulation/transfer.ts';

/** The values of one year or step: cell `c` in run `r` of the chunk stands at `c × runs + r`. */
export type CellValues<M extends Measure> = Readonly<Record<M, Float64Array>>;

/** Receives what happens in a simulation, year by year; the arrays are reused and must not be kept. */
export interface Collector {
  readonly state: (t: number, values: CellValues<StateMeasure>) => void;
  readonly flow: (t: number, values: CellValues<FlowMeasure>) => void;
}

/** The rest of a step after leaving: moves every run on from year index `t` to `t + 1`. */
const goOn = (runs: Runs, t: number): void => {
  const { cellCount, training, streamsOf, hasTransfers } = runs.shape;
  for (let cell = 0; cell < cellCount; cell += 1) comeBack(runs, t, cell);
  training.forEach((stream, index) => {
    train(runs, t, stream, index);
  });
  for (let cell = 0; cell < cellCount; cell += 1) start(runs, t, cell, streamsOf[cell] ?? []);
  for (let cell = 0; cell < cellCount; cell += 1) {
    fund(runs, t, cell);
    recruit(runs, t, cell);
    certify(runs, t, cell);
  }
  if (hasTransfers) transfer(runs, t);
  growOlder(runs);
};

/**
 * Simulates runs with chance: every probability of the model is a binomial draw over whole people.
 *
 * Each draw is keyed by (seed, run, process, occupation, region, age, year) through MurmurHash3, ids being hashes of
 * the names. Hence the result of a run does not depend on the other runs, on the chunk or on the order of the cells,
 * and scenarios share their luck. Real counts become whole by systematic rounding within each cell and source.
 */
export const simulate = (chunk: Chunk, collector: Collector): void => {
  const runs = new Runs(chunk);
  begin(runs);
  const { years, cellCount } = runs.shape;
  for (let t = 0; t < years; t += 1) {
    for (const values of Object.values(runs.flows)) values.fill(0);
    for (let cell = 0; cell < cellCount; cell += 1) leave(runs, t, cell);
    reportState(runs, t);
    collector.state(t, runs.states);
    goOn(runs, t);
    collector.flow(t, runs.flows);
  }
  countPeople(runs);
  reportState(runs, years);
  collector.state(years, runs.states);
};
