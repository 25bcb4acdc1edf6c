import type { Compiled } from '../compile.ts';
import { draw, uniformIn } from './luck.ts';
import type { Runs } from './runs.ts';

/** The share of those seeking to move into each cell who find a place there. */
const fractionsOf = (runs: Runs, model: Compiled, run: number): Float64Array => {
  const { shape, count, notRecognised, placesLeft } = runs;
  const { cellCount, ageCount, occupationOf } = shape;
  const fractions = new Float64Array(cellCount);
  for (let cell = 0; cell < cellCount; cell += 1) {
    const weights = (occupationOf[cell] as number) * ageCount;
    let seekingWte = 0;
    for (const { from, share } of model.transfersInto[cell] ?? []) {
      const offset = (from * count + run) * ageCount;
      for (let a = 0; a < ageCount; a += 1)
        seekingWte += (notRecognised[offset + a] as number) * share * (model.participation[weights + a] as number);
    }
    const places = placesLeft[cell * count + run] as number;
    fractions[cell] = seekingWte > places ? places / seekingWte : 1;
  }
  return fractions;
};

/**
 * Step 7, second half: moves people between occupations. Who leaves an age of a cell is divided between its
 * destinations one after the other.
 */
export const transfer = (runs: Runs, t: number): void => {
  const { shape, models, count, firstRun, notRecognised, agesHeld, movers, flows: to } = runs;
  const { cellCount, ageCount } = shape;
  movers.fill(0);
  models.forEach((model, run) => {
    const fractions = fractionsOf(runs, model, run);
    for (let from = 0; from < cellCount; from += 1) {
      const offset = (from * count + run) * ageCount;
      for (let a = 0; a < ageCount; a += 1) {
        let left = notRecognised[offset + a] as number;
        let undecided = 1;
        for (let cell = 0; cell < cellCount && left > 0; cell += 1) {
          const share = (model.transfersInto[cell] ?? []).find((one) => one.from === from)?.share ?? 0;
          const moves = share * (fractions[cell] as number);
          if (moves === 0) continue;
          const stream = runs.streamOf('move to', from, t, model.input.cells[cell]?.occupation ?? '');
          const moved = draw(left, Math.min(1, moves / undecided), uniformIn(stream, a, firstRun + run));
          const target = (cell * count + run) * ageCount + a;
          movers[target] = (movers[target] as number) + moved;
          movers[offset + a] = (movers[offset + a] as number) - moved;
          left -= moved;
          undecided -= moves;
          to.transferredIn[cell * count + run] = (to.transferredIn[cell * count + run] as number) + moved;
          to.transferredOut[from * count + run] = (to.transferredOut[from * count + run] as number) + moved;
        }
      }
    }
  });
  for (let i = 0; i < movers.length; i += 1) notRecognised[i] = (notRecognised[i] as number) + (movers[i] as number);
  agesHeld.notRecognised.markAll(notRecognised);
};
