import type { Compiled } from '../compile.ts';
import { draw } from './luck.ts';
import type { Runs } from './runs.ts';

/** Step 7, first half, in a cell: people gain recognition, no more than can be assessed. */
export const certify = (runs: Runs, t: number, cell: number): void => {
  const { shape, models, count, firstRun, scrambledRuns, notRecognised, recognised, agesHeld, flows } = runs;
  const { ageCount, ages, occupationOf } = shape;
  const occupation = occupationOf[cell] as number;
  if (!shape.input.occupations[occupation]?.certification) return;
  const [certifying] = runs.slots;
  certifying.open(runs.streamOf('certify', cell, t));
  for (let run = 0; run < count; run += 1) {
    const certification = (models[run] as Compiled).input.occupations[occupation]?.certification;
    if (!certification) continue;
    const at = cell * count + run;
    const offset = at * ageCount;
    const probability = certification.probability[t] as number;
    const first = Math.max(0, certification.fromAge - ages.first);
    let assessors = 0;
    let eligible = 0;
    for (let a = 0; a < ageCount; a += 1) assessors += recognised[offset + a] as number;
    if (assessors === 0) continue;
    for (let a = first; a < ageCount; a += 1) eligible += notRecognised[offset + a] as number;
    const limit = assessors * (certification.perAssessor[t] as number);
    const share = eligible * probability > limit ? limit / eligible : probability;
    let certified = 0;
    for (let a = first; a < ageCount; a += 1) {
      const candidates = notRecognised[offset + a] as number;
      if (candidates === 0) continue;
      const heads = draw(candidates, share, certifying.uniform(a, firstRun + run, scrambledRuns[run] as number));
      if (heads === 0) continue;
      notRecognised[offset + a] = candidates - heads;
      agesHeld.recognised.mark(at, a);
      recognised[offset + a] = (recognised[offset + a] as number) + heads;
      certified += heads;
    }
    flows.certified[at] = certified;
  }
};
