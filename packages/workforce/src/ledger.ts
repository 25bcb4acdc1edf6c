import { compile, type Compiled } from './compile.ts';
import type { Projection } from './project.ts';

/** What happens in one step of one cell, by age at the start of the step; in heads. */
export interface CellLedger {
  readonly retired: readonly [notRecognised: Float64Array, recognised: Float64Array];
  readonly quit: readonly [notRecognised: Float64Array, recognised: Float64Array];
  readonly movedIntoTraining: Float64Array;
  /** People who ask for a place, by where they come from. */
  readonly available: Readonly<Record<Source, Float64Array>>;
  /** The share of them that is hired. */
  readonly hiredShare: number;
  /** Those who would gain recognition if there were experts enough to assess them. */
  readonly candidates: Float64Array;
  readonly certified: Float64Array;
  readonly seekingIn: Float64Array;
  readonly seekingOut: Float64Array;
  readonly transferredIn: Float64Array;
  readonly transferredOut: Float64Array;
  /** People at the end of the step, before everyone is a year older. */
  readonly notRecognised: Float64Array;
  readonly recognised: Float64Array;
  readonly looking: Float64Array;
}

/** One route into one cell in one step; in heads. */
export interface StreamLedger {
  readonly cell: number;
  readonly route: string;
  /** In training at the start of the step. */
  readonly trainees: number;
  /** In their last year of training at the start of the step. */
  readonly finishing: number;
  readonly attrition: number;
  readonly takeUp: number;
  readonly costPerTrainee: number;
  /** Places offered and taken in the step; 0 at the horizon. */
  readonly offered: number;
  readonly starts: number;
  /** Starters that are to come from a post, and the cell they leave, or −1. */
  readonly inService: number;
  readonly inServiceCell: number;
  /** Trainees who go on after this step. */
  readonly continuing: number;
}

/** Where recruits come from. */
export type Source = 'hiredTrained' | 'hiredLooking' | 'hiredInternational' | 'hiredDirect';

/** The sources of recruits, in the order of the measures. */
export const sources: readonly Source[] = ['hiredTrained', 'hiredLooking', 'hiredInternational', 'hiredDirect'];

/** Adds the elements of a list. */
export const total = (values: Iterable<number>): number => {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
};

const at = (values: ArrayLike<number>, index: number): number => values[index] ?? 0;

const combine = (left: Float64Array, right: ArrayLike<number>, factor: number): Float64Array =>
  left.map((value, index) => value + at(right, index) * factor);

/** Follows the trainees of every route up to the start of step `t`, with the starts that the projection gave. */
const traineesAt = (model: Compiled, { values }: Projection, t: number): Float64Array => {
  const trainees = model.trainees.slice();
  for (let step = 0; step < t; step += 1) {
    for (const stream of model.training) {
      const stays = 1 - stream.attrition;
      for (let j = stream.years - 1; j > 0; j -= 1) trainees[stream.at + j] = at(trainees, stream.at + j - 1) * stays;
      const index = step * model.cellCount + stream.cell;
      const offered = at(values.startsOffered, index);
      trainees[stream.at] = at(stream.starts, step) * (offered > 0 ? at(values.starts, index) / offered : 1);
    }
  }
  return trainees;
};

/** Every route of every cell at the start of year index `t`, up to the horizon. */
export const streamLedger = (projection: Projection, t: number): readonly StreamLedger[] => {
  const model = compile(projection.input);
  const trainees = traineesAt(model, projection, t);
  const { startsOffered, starts } = projection.values;
  return model.training.map((stream) => {
    const years = Array.from({ length: stream.years }, (_, j) => at(trainees, stream.at + j));
    const index = t * model.cellCount + stream.cell;
    const offered = t < model.years ? at(stream.starts, t) : 0;
    const started = at(startsOffered, index) > 0 ? (offered * at(starts, index)) / at(startsOffered, index) : offered;
    return {
      cell: stream.cell,
      route: stream.route,
      trainees: total(years),
      finishing: years.at(-1) ?? 0,
      attrition: stream.attrition,
      takeUp: stream.takeUp,
      costPerTrainee: stream.costPerTrainee,
      offered,
      starts: started,
      inService: stream.inServiceCell >= 0 ? started * stream.inServiceShare : 0,
      inServiceCell: stream.inServiceCell,
      continuing: total(years.slice(0, -1)) * (1 - stream.attrition),
    };
  });
};

interface Step {
  readonly projection: Projection;
  readonly model: Compiled;
  readonly t: number;
  readonly streams: readonly StreamLedger[];
}

const slice = ({ model, t }: Step, values: Float64Array, cell: number): Float64Array => {
  const from = (t * model.cellCount + cell) * model.ageCount;
  return values.slice(from, from + model.ageCount);
};

const leaversOf = (step: Step, cell: number): Pick<CellLedger, 'retired' | 'quit'> => {
  const { model, projection, t } = step;
  const occupation = at(model.occupationOf, cell);
  const retirement = model.retirementAt(occupation, t);
  const quitting = model.quittingAt(occupation, t).slice();
  const people = [
    slice(step, projection.ages.notRecognised, cell),
    slice(step, projection.ages.recognised, cell),
  ] as const;
  const retire = (heads: Float64Array): Float64Array => heads.map((value, a) => value * at(retirement, a));
  const quit = (heads: Float64Array): Float64Array =>
    heads.map((value, a) => value * (1 - at(retirement, a)) * at(quitting, a));
  return { retired: [retire(people[0]), retire(people[1])], quit: [quit(people[0]), quit(people[1])] };
};

/** Takes in-service starters from the posts they leave, in the order of cells and then routes. */
const moveIntoTraining = (
  { model, streams }: Step,
  notRecognised: readonly Float64Array[],
): readonly Float64Array[] => {
  const moved = notRecognised.map(() => new Float64Array(model.ageCount));
  const inOrder = model.training.map((stream, index) => ({ stream, index }));
  for (let cell = 0; cell < model.cellCount; cell += 1) {
    for (const { stream, index } of inOrder.filter((one) => one.stream.cell === cell)) {
      const from = notRecognised[stream.inServiceCell];
      const to = moved[stream.inServiceCell];
      if (!from || !to) continue;
      const wanted = streams[index]?.inService ?? 0;
      const available = total(from.subarray(stream.inServiceFrom, stream.inServiceTo + 1));
      const share = available > wanted ? wanted / available : 1;
      for (let a = stream.inServiceFrom; a <= stream.inServiceTo; a += 1) {
        const heads = at(from, a) * share;
        from[a] = at(from, a) - heads;
        to[a] = at(to, a) + heads;
      }
    }
  }
  return moved;
};

const availableOf = (step: Step, cell: number): CellLedger['available'] => {
  const { model, projection, t, streams } = step;
  let trained: Float64Array = new Float64Array(model.ageCount);
  streams.forEach((stream, index) => {
    if (stream.cell !== cell) return;
    const takingUp = stream.finishing * (1 - stream.attrition) * stream.takeUp;
    trained = combine(trained, model.training[index]?.entryProfile ?? [], takingUp);
  });
  const recruits = (name: 'international' | 'direct'): Float64Array =>
    (model.recruitsOf[cell] ?? [])
      .filter(({ source }) => source === name)
      .reduce<Float64Array>(
        (sum, { people, profile }) => combine(sum, profile, at(people, t)),
        new Float64Array(model.ageCount),
      );
  return {
    hiredTrained: trained,
    hiredLooking: slice(step, projection.ages.looking, cell),
    hiredInternational: recruits('international'),
    hiredDirect: recruits('direct'),
  };
};

const certify = (
  { model, projection, t }: Step,
  cell: number,
  notRecognised: Float64Array,
): Pick<CellLedger, 'candidates' | 'certified'> => {
  const { certification } = projection.input.occupations[at(model.occupationOf, cell)] ?? {};
  const candidates = notRecognised.map((heads, a) =>
    certification && a + model.ages.first >= certification.fromAge ? heads * at(certification.probability, t) : 0,
  );
  const seeking = total(candidates);
  const certified = at(projection.values.certified, t * model.cellCount + cell);
  return { candidates, certified: candidates.map((heads) => (seeking > 0 ? (heads * certified) / seeking : 0)) };
};

/**
 * Divides what happened in step `t` of a projection by age and kind, cell by cell.
 *
 * Starts from the people by age that the projection gives at the start of the step, and from what it says was hired,
 * started, certified and moved; people by age at the start of the next year follow, and are the projection's own.
 */
export const stepLedger = (projection: Projection, t: number): readonly CellLedger[] => {
  const model = compile(projection.input);
  const step: Step = { projection, model, t, streams: streamLedger(projection, t) };
  const { ages, values, input } = projection;
  const cells = input.cells.map((_, cell) => cell);
  const flow = (measure: keyof typeof values, cell: number): number => at(values[measure], t * model.cellCount + cell);

  const leaving = cells.map((cell) => leaversOf(step, cell));
  const staying = cells.map((cell) => {
    const { retired, quit } = leaving[cell] as (typeof leaving)[number];
    const left = (people: Float64Array, kind: 0 | 1): Float64Array =>
      combine(combine(slice(step, people, cell), retired[kind], -1), quit[kind], -1);
    return { notRecognised: left(ages.notRecognised, 0), recognised: left(ages.recognised, 1) };
  });
  const notRecognised = staying.map((one) => one.notRecognised);
  const moved = moveIntoTraining(step, notRecognised);
  const certifying = cells.map((cell) => {
    const available = availableOf(step, cell);
    const asking = total(sources.map((source) => total(available[source])));
    const hiredShare = asking > 0 ? total(sources.map((source) => flow(source, cell))) / asking : 1;
    const hired = sources.reduce<Float64Array>(
      (sum, source) => combine(sum, available[source], hiredShare),
      notRecognised[cell] as Float64Array,
    );
    const { candidates, certified } = certify(step, cell, hired);
    const looking = sources.reduce<Float64Array>(
      (sum, source) => combine(sum, available[source], (1 - hiredShare) * (1 - input.turnedAwayLost)),
      new Float64Array(model.ageCount),
    );
    return { available, hiredShare, candidates, certified, looking, after: combine(hired, certified, -1) };
  });

  const none = (): Float64Array[] => cells.map((): Float64Array => new Float64Array(model.ageCount));
  const [seekingIn, seekingOut, transferredIn, transferredOut] = [none(), none(), none(), none()];
  for (const cell of cells) {
    const seeking = (model.transfersInto[cell] ?? []).map(({ from, share }) => ({
      from,
      heads: (certifying[from]?.after ?? new Float64Array()).map((value) => value * share),
    }));
    const all = total(seeking.map(({ heads }) => total(heads)));
    const fraction = all > 0 ? flow('transferredIn', cell) / all : 0;
    const add = (to: Float64Array[], index: number, heads: Float64Array, factor: number): void => {
      to[index] = combine(to[index] as Float64Array, heads, factor);
    };
    for (const { from, heads } of seeking) {
      add(seekingIn, cell, heads, 1);
      add(seekingOut, from, heads, 1);
      add(transferredIn, cell, heads, fraction);
      add(transferredOut, from, heads, fraction);
    }
  }
  const empty = new Float64Array(model.ageCount);
  return cells.map((cell) => {
    const { retired, quit } = leaving[cell] as (typeof leaving)[number];
    const { after, ...rest } = certifying[cell] as (typeof certifying)[number];
    const [incoming = empty, outgoing = empty] = [transferredIn[cell], transferredOut[cell]];
    return {
      retired,
      quit,
      movedIntoTraining: moved[cell] ?? empty,
      ...rest,
      seekingIn: seekingIn[cell] ?? empty,
      seekingOut: seekingOut[cell] ?? empty,
      transferredIn: incoming,
      transferredOut: outgoing,
      notRecognised: combine(combine(after, incoming, 1), outgoing, -1),
      recognised: combine(staying[cell]?.recognised ?? empty, rest.certified, 1),
    };
  });
};
