import type { Compiled } from '../compile.ts';
import { binomialQuantile, uniformOf } from '@isocentre/statistics';
import { draw, firstSlot, uniformFirst } from './luck.ts';
import { ageOf } from './ages-held.ts';
import type { Runs } from './runs.ts';

type Kind = 'notRecognised' | 'recognised';

const names = { notRecognised: 'not recognised', recognised: 'recognised' } as const;

const nobody: Float64Array = new Float64Array(0);

/** Counts the people of a cell, and lets them retire or leave the NHS: one pass over ages, the dearest of a step. */
const leaveOfKind = (runs: Runs, t: number, cell: number, kind: Kind): void => {
  const { shape, models, count, scrambledRuns, flows } = runs;
  const { ageCount, occupationOf } = shape;
  const { heads: headsBefore, wte: wteBefore, wteStaying } = runs.inPost[kind];
  const occupation = occupationOf[cell] as number;
  const weights = occupation * ageCount;
  const people = runs[kind];
  const { words, wordsAPlace } = runs.agesHeld[kind];
  const [retiring, leaving] = runs.slots;
  retiring.open(runs.streamOf('retire', cell, t, names[kind]));
  leaving.open(runs.streamOf('quit', cell, t, names[kind]));
  let model: Compiled | undefined;
  let retirement = nobody;
  let quitting = nobody;
  for (let run = 0; run < count; run += 1) {
    const own = models[run] as Compiled;
    if (own !== model) {
      model = own;
      retirement = own.retirementAt(occupation, t);
      quitting = own.quittingAt(occupation, t);
    }
    const { participation } = own;
    const at = cell * count + run;
    const offset = at * ageCount;
    const scrambledRun = scrambledRuns[run] as number;
    let retired = 0;
    let quit = 0;
    let all = 0;
    let wte = 0;
    let staying = 0;
    for (let word = 0; word < wordsAPlace; word += 1) {
      let held = 0;
      for (let left = words[at * wordsAPlace + word] as number; left !== 0; left &= left - 1) {
        const age = ageOf(word, left);
        const heads = people[offset + age] as number;
        const weight = participation[weights + age] as number;
        const retires = retirement[age] as number;
        const gone =
          retires === 0
            ? 0
            : binomialQuantile(
                heads,
                retires,
                uniformOf(retiring.a[age] as number, retiring.scrambledB[age] as number, scrambledRun),
              );
        const quits = binomialQuantile(
          heads - gone,
          quitting[age] as number,
          uniformOf(leaving.a[age] as number, leaving.scrambledB[age] as number, scrambledRun),
        );
        const stay = heads - gone - quits;
        people[offset + age] = stay;
        retired += gone;
        quit += quits;
        all += heads;
        wte += heads * weight;
        staying += stay * weight;
        if (stay !== 0) held |= left & -left;
      }
      words[at * wordsAPlace + word] = held;
    }
    headsBefore[at] = all;
    wteBefore[at] = wte;
    wteStaying[at] = staying;
    flows.retired[at] = (flows.retired[at] as number) + retired;
    flows.quit[at] = (flows.quit[at] as number) + quit;
  }
};

/** Step 1 in a cell: people retire or leave the NHS. Counts them as they were before. */
export const leave = (runs: Runs, t: number, cell: number): void => {
  leaveOfKind(runs, t, cell, 'notRecognised');
  if (runs.hasExperts[cell] === 1) leaveOfKind(runs, t, cell, 'recognised');
};

/** Counts people where nobody leaves any more: after the last step. */
export const countPeople = (runs: Runs): void => {
  const { shape, models, count, inPost } = runs;
  const { cellCount, ageCount, occupationOf } = shape;
  for (const kind of ['notRecognised', 'recognised'] as const) {
    const people = runs[kind];
    for (let cell = 0; cell < cellCount; cell += 1) {
      const weights = (occupationOf[cell] as number) * ageCount;
      for (let run = 0; run < count; run += 1) {
        const { participation } = models[run] as Compiled;
        const at = cell * count + run;
        let heads = 0;
        let wte = 0;
        for (let age = 0; age < ageCount; age += 1) {
          const here = people[at * ageCount + age] as number;
          heads += here;
          wte += here * (participation[weights + age] as number);
        }
        inPost[kind].heads[at] = heads;
        inPost[kind].wte[at] = wte;
      }
    }
  }
};

/** Step 2 in a cell: some who retired return, and some who returned leave. */
export const comeBack = (runs: Runs, t: number, cell: number): void => {
  const { shape, models, count, scrambledRuns, flows } = runs;
  const returns = firstSlot(runs.streamOf('return', cell, t));
  const leaves = firstSlot(runs.streamOf('returned leave', cell, t));
  for (let run = 0; run < count; run += 1) {
    const model = models[run] as Compiled;
    const scrambledRun = scrambledRuns[run] as number;
    const at = cell * count + run;
    const before = runs.returned[at] as number;
    const retired = flows.retired[at] as number;
    const returning =
      retired === 0
        ? 0
        : draw(retired, model.returning[t * shape.cellCount + cell] as number, uniformFirst(returns, scrambledRun));
    const leaving = before === 0 ? 0 : draw(before, model.input.returnedLeaving, uniformFirst(leaves, scrambledRun));
    runs.returned[at] = before - leaving + returning;
    flows.returned[at] = returning;
    flows.returnedLeft[at] = leaving;
  }
};
