import { hashText, scrambled, streamOf, type Stream } from '@isocentre/statistics';
import type { Compiled, TrainingStream } from '../compile.ts';
import { flowMeasures, stateMeasures, type FlowMeasure, type StateMeasure } from '../measures.ts';
import { AgesHeld } from './ages-held.ts';
import { Slots } from './luck.ts';

/** Which runs to simulate: each model is run as often as `runsPerModel` says, with runs numbered from `firstRun`. */
export interface Chunk {
  readonly models: readonly Compiled[];
  readonly runsPerModel: number;
  readonly firstRun: number;
  readonly seed: number;
}

/** How many are in post in each place. */
export interface Counted {
  readonly heads: Int32Array;
  readonly wte: Float64Array;
  readonly wteStaying: Float64Array;
}

const zeros = <K extends string>(names: readonly K[], length: number): Record<K, Float64Array> =>
  Object.fromEntries(names.map((name) => [name, new Float64Array(length)])) as Record<K, Float64Array>;

/**
 * The people and posts of every cell in every run of a chunk.
 *
 * Place `cell × count + run` is a cell in a run; people of it stand at `place × ages + age`, and trainee slot `i` of a
 * run at `i × count + run`.
 */
export class Runs {
  /** The first model, for what all share: cells, ages, routes, years. */
  readonly shape: Compiled;
  /** The model of each run. */
  readonly models: readonly Compiled[];
  readonly count: number;
  readonly firstRun: number;
  /** The number of each run, scrambled for its draws. */
  readonly scrambledRuns: Int32Array;
  /** Whether a cell has recognised experts or can ever have any. */
  readonly hasExperts: Uint8Array;

  readonly notRecognised: Int32Array;
  readonly recognised: Int32Array;
  readonly looking: Int32Array;
  readonly agesHeld: Readonly<Record<'notRecognised' | 'recognised', AgesHeld>>;
  /** How many are looking in each place, of any age. */
  readonly lookingHeads: Int32Array;
  readonly returned: Int32Array;
  readonly posts: Float64Array;
  readonly trainees: Int32Array;

  readonly states: Record<StateMeasure, Float64Array>;
  readonly flows: Record<FlowMeasure, Float64Array>;

  // Work space of one step.
  /** Those in post of each place at the start of the step, and the WTE of those of them who stay. */
  readonly inPost: Readonly<Record<'notRecognised' | 'recognised', Counted>>;
  readonly completers: Int32Array;
  readonly completerHeads: Int32Array;
  readonly placesLeft: Float64Array;
  readonly movers: Int32Array;
  readonly slots: readonly [Slots, Slots, Slots];
  /** Recruits of each source by age. */
  readonly sources: readonly Int32Array[];

  readonly #seed: number;
  /** Process → part → the hash of its name. */
  readonly #processIds = new Map<string, Map<string, number>>();
  readonly #occupationIds: readonly number[];
  readonly #regionIds: readonly number[];

  constructor({ models, runsPerModel, firstRun, seed }: Chunk) {
    const shape = models[0];
    if (!shape) throw new RangeError('a chunk has at least one model');
    const { cellCount, ageCount, input } = shape;
    const count = models.length * runsPerModel;
    this.shape = shape;
    this.models = Array.from({ length: count }, (_, run) => models[Math.floor(run / runsPerModel)] as Compiled);
    this.count = count;
    this.firstRun = firstRun;
    this.#seed = seed;
    this.scrambledRuns = Int32Array.from({ length: count }, (_, run) => scrambled(firstRun + run));
    this.#occupationIds = input.cells.map((cell) => hashText(cell.occupation));
    this.#regionIds = input.cells.map((cell) => hashText(cell.region));
    this.hasExperts = Uint8Array.from(input.cells, (cell, index) =>
      input.occupations[shape.occupationOf[index] as number]?.certification ||
      models.some((model) => model.input.cells[index]?.recognised.some((heads) => heads > 0))
        ? 1
        : 0,
    );
    const places = cellCount * count;
    const people = places * ageCount;
    this.notRecognised = new Int32Array(people);
    this.recognised = new Int32Array(people);
    this.looking = new Int32Array(people);
    this.agesHeld = {
      notRecognised: new AgesHeld(places, ageCount),
      recognised: new AgesHeld(places, ageCount),
    };
    this.lookingHeads = new Int32Array(places);
    this.completers = new Int32Array(people);
    this.completerHeads = new Int32Array(places);
    this.movers = new Int32Array(shape.hasTransfers ? people : 0);
    this.returned = new Int32Array(places);
    this.posts = new Float64Array(places);
    this.trainees = new Int32Array(shape.trainees.length * count);
    const counted = (): Counted => ({
      heads: new Int32Array(places),
      wte: new Float64Array(places),
      wteStaying: new Float64Array(places),
    });
    this.inPost = { notRecognised: counted(), recognised: counted() };
    this.placesLeft = new Float64Array(places);
    this.states = zeros(stateMeasures, places);
    this.flows = zeros(flowMeasures, places);
    this.slots = [new Slots(ageCount), new Slots(ageCount), new Slots(ageCount)];
    this.sources = (shape.recruitsOf[0] ?? []).map(() => new Int32Array(ageCount));
  }

  /**
   * The stream of a process in a cell and year.
   *
   * @param of What part of the process, a route or source; default none. Its name follows that of the process.
   */
  streamOf(process: string, cell: number, t: number, of = ''): Stream {
    let parts = this.#processIds.get(process);
    if (!parts) this.#processIds.set(process, (parts = new Map<string, number>()));
    let id = parts.get(of);
    if (id === undefined) parts.set(of, (id = hashText(of === '' ? process : `${process} ${of}`)));
    return streamOf(
      this.#seed,
      id,
      this.#occupationIds[cell] as number,
      this.#regionIds[cell] as number,
      this.shape.input.baselineYear + t,
    );
  }

  trainingOf(run: number, index: number): TrainingStream {
    return (this.models[run] as Compiled).training[index] as TrainingStream;
  }
}
