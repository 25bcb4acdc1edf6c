import type { Stream } from '@isocentre/statistics';
import type { Compiled, TrainingStream } from '../compile.ts';
import { draw, firstSlot, uniformFirst, uniformIn, type FirstSlot } from './luck.ts';
import type { Runs } from './runs.ts';

/** Step 3 on a route into a cell: trainees leave, move up, complete, and take up work or not. */
export const train = (runs: Runs, t: number, stream: TrainingStream, index: number): void => {
  const { shape, count, firstRun, scrambledRuns, trainees, completers, completerHeads, flows: to } = runs;
  const { ageCount } = shape;
  const { at: first, years, cell, route } = stream;
  const takingUp = firstSlot(runs.streamOf('take up', cell, t, route));
  const [entering, leaving] = runs.slots;
  leaving.open(runs.streamOf('leave training', cell, t, route), years);
  entering.open(runs.streamOf('entry age', cell, t, route));
  for (let run = 0; run < count; run += 1) {
    const { attrition, takeUp, entryAges } = runs.trainingOf(run, index);
    const number = firstRun + run;
    const scrambledRun = scrambledRuns[run] as number;
    const at = cell * count + run;
    let left = 0;
    let completed = 0;
    for (let j = years - 1; j >= 0; j -= 1) {
      const slot = (first + j) * count + run;
      const heads = trainees[slot] as number;
      const gone = heads === 0 ? 0 : draw(heads, attrition, leaving.uniform(j, number, scrambledRun));
      left += gone;
      if (j === years - 1) completed = heads - gone;
      else trainees[slot + count] = heads - gone;
    }
    trainees[first * count + run] = 0;
    to.trainingLeft[at] = (to.trainingLeft[at] as number) + left;
    if (completed === 0) continue;
    const lost = draw(completed, 1 - takeUp, uniformFirst(takingUp, scrambledRun));
    const joining = completed - lost;
    // Person by person, which is the multinomial; one more completer leaves the others' ages as they are.
    for (let person = 0; person < joining; person += 1) {
      const slot = at * ageCount + entryAges.firstAbove(entering.uniform(person, number, scrambledRun));
      completers[slot] = (completers[slot] as number) + 1;
    }
    completerHeads[at] = (completerHeads[at] as number) + joining;
    to.completed[at] = (to.completed[at] as number) + completed;
    to.notTakenUp[at] = (to.notTakenUp[at] as number) + lost;
  }
};

/** One route on which people start in a step. */
interface Starting {
  readonly stream: TrainingStream;
  readonly index: number;
  readonly offers: FirstSlot;
  readonly supervised: FirstSlot;
  readonly inService: FirstSlot;
  readonly inServiceAge: Stream;
}

/** Step 4 in a cell: as many start as can be supervised, some of them from staff in service. */
export const start = (runs: Runs, t: number, cell: number, streams: readonly TrainingStream[]): void => {
  if (streams.length === 0) return;
  const { shape, models, count, scrambledRuns, trainees, flows: to } = runs;
  const { training, cellCount } = shape;
  const { notRecognised: others, recognised: experts } = runs.inPost;
  // Of pushing, the engine gets lists of one kind, for which its code stays as compiled.
  const routes: Starting[] = [];
  for (const stream of streams) {
    routes.push({
      stream,
      index: training.indexOf(stream),
      offers: firstSlot(runs.streamOf('places', cell, t, stream.route)),
      supervised: firstSlot(runs.streamOf('supervised', cell, t, stream.route)),
      inService: firstSlot(runs.streamOf('in service', cell, t, stream.route)),
      inServiceAge: runs.streamOf('in service age', cell, t, stream.route),
    });
  }
  for (let run = 0; run < count; run += 1) {
    const model = models[run] as Compiled;
    const scrambledRun = scrambledRuns[run] as number;
    const at = cell * count + run;
    let continuing = 0;
    let offered = 0;
    for (const { stream, index, offers } of routes) {
      for (let j = 1; j < stream.years; j += 1) continuing += trainees[(stream.at + j) * count + run] as number;
      const starts = model.starts[t * training.length + index] as number;
      const whole = starts === 0 ? 0 : Math.floor(starts + uniformFirst(offers, scrambledRun));
      trainees[stream.at * count + run] = whole;
      offered += whole;
    }
    if (offered === 0) continue;
    const supervisors =
      (others.heads[at] as number) +
      (experts.heads[at] as number) -
      (to.retired[at] as number) -
      (to.quit[at] as number);
    const room = Math.max(0, (model.supervision[t * cellCount + cell] as number) * supervisors - continuing);
    const fraction = offered > room ? room / offered : 1;
    let started = 0;
    for (const { stream, index, supervised, inService, inServiceAge } of routes) {
      const slot = stream.at * count + run;
      const places = trainees[slot] as number;
      const starting = fraction < 1 ? draw(places, fraction, uniformFirst(supervised, scrambledRun)) : places;
      trainees[slot] = starting;
      started += starting;
      if (stream.inServiceCell < 0 || starting === 0) continue;
      const route = runs.trainingOf(run, index);
      const wanted = draw(starting, route.inServiceShare, uniformFirst(inService, scrambledRun));
      if (wanted > 0) moveIntoTraining(runs, route, wanted, inServiceAge, run);
    }
    to.startsOffered[at] = offered;
    to.starts[at] = started;
    to.startsLost[at] = offered - started;
  }
};

/** Takes in-service starters one by one from those still in post, each of whom is as likely as any other. */
const moveIntoTraining = (
  { shape, models, count, firstRun, notRecognised, inPost, flows }: Runs,
  { inServiceCell, inServiceFrom, inServiceTo }: TrainingStream,
  wanted: number,
  ages: Stream,
  run: number,
): void => {
  const at = inServiceCell * count + run;
  const offset = at * shape.ageCount;
  const weights = (shape.occupationOf[inServiceCell] as number) * shape.ageCount;
  const { participation } = models[run] as Compiled;
  const { wteStaying } = inPost.notRecognised;
  let available = 0;
  for (let a = inServiceFrom; a <= inServiceTo; a += 1) available += notRecognised[offset + a] as number;
  const moving = Math.min(wanted, available);
  for (let person = 0; person < moving; person += 1) {
    let rank = Math.floor(uniformIn(ages, person, firstRun + run) * available);
    let a = inServiceFrom;
    while (rank >= (notRecognised[offset + a] as number)) {
      rank -= notRecognised[offset + a] as number;
      a += 1;
    }
    notRecognised[offset + a] = (notRecognised[offset + a] as number) - 1;
    wteStaying[at] = (wteStaying[at] as number) - (participation[weights + a] as number);
    available -= 1;
  }
  flows.movedIntoTraining[at] = (flows.movedIntoTraining[at] as number) + moving;
};
