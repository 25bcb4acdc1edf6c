import type { Compiled } from '../compile.ts';
import { uniformIn, wholeCounts } from './luck.ts';
import type { Runs } from './runs.ts';

/** Makes the real counts of the baseline whole, each cell and source by one uniform. */
export const begin = (runs: Runs): void => {
  const { shape, models, count, firstRun } = runs;
  const { cellCount, ageCount } = shape;
  const parts = [
    { process: 'baseline not recognised', into: runs.notRecognised, from: (model: Compiled) => model.notRecognised },
    { process: 'baseline recognised', into: runs.recognised, from: (model: Compiled) => model.recognised },
  ];
  for (let cell = 0; cell < cellCount; cell += 1) {
    for (const { process, into, from } of parts) {
      const stream = runs.streamOf(process, cell, 0);
      models.forEach((model, run) => {
        const counts = from(model).subarray(cell * ageCount, (cell + 1) * ageCount);
        wholeCounts(counts, uniformIn(stream, 0, firstRun + run), into, (cell * count + run) * ageCount);
      });
    }
    const stream = runs.streamOf('baseline returned', cell, 0);
    models.forEach((model, run) => {
      const u = uniformIn(stream, 0, firstRun + run);
      runs.returned[cell * count + run] = Math.floor((model.returned[cell] as number) + u);
      runs.posts[cell * count + run] = model.posts[cell] as number;
    });
  }
  runs.agesHeld.notRecognised.markAll(runs.notRecognised);
  runs.agesHeld.recognised.markAll(runs.recognised);
  for (const { at, years, cell, route } of shape.training) {
    const stream = runs.streamOf('baseline trainees', cell, 0, route);
    models.forEach((model, run) => {
      const counts = model.trainees.subarray(at, at + years);
      const u = uniformIn(stream, 0, firstRun + run);
      let cumulative = 0;
      for (let j = 0; j < years; j += 1) {
        const next = cumulative + (counts[j] as number);
        runs.trainees[(at + j) * count + run] = Math.floor(next + u) - Math.floor(cumulative + u);
        cumulative = next;
      }
    });
  }
};
