import { binomialQuantile, bitsAt, hashText, streamOf, uniformAt, type Stream } from '@isocentre/statistics';
import type { Compiled, RecruitSource, TrainingStream } from './compile.ts';
import { flowMeasures, stateMeasures, type FlowMeasure, type Measure, type StateMeasure } from './measures.ts';

/** The values of one year or step: cell `c` in run `r` of the chunk stands at `c × runs + r`. */
export type CellValues<M extends Measure> = Readonly<Record<M, Float64Array>>;

/** Receives what happens in a simulation, year by year; the arrays are reused and must not be kept. */
export interface Collector {
  readonly state: (t: number, values: CellValues<StateMeasure>) => void;
  readonly flow: (t: number, values: CellValues<FlowMeasure>) => void;
}

/** Which runs to simulate: each model is run as often as `runsPerModel` says, with runs numbered from `firstRun`. */
export interface Chunk {
  readonly models: readonly Compiled[];
  readonly runsPerModel: number;
  readonly firstRun: number;
  readonly seed: number;
}

const zeros = <K extends string>(names: readonly K[], length: number): Record<K, Float64Array> =>
  Object.fromEntries(names.map((name) => [name, new Float64Array(length)])) as Record<K, Float64Array>;

/** Exact: where u is below 1 − n·p, which is at most (1 − p)^n, nobody is drawn. */
const draw = (n: number, p: number, u: number): number => (n === 0 || u < 1 - n * p ? 0 : binomialQuantile(n, p, u));

/** One draw of a stream: slots are ages, years of training or persons. */
const uniformIn = ({ a, b }: Stream, slot: number, run: number): number =>
  uniformAt(bitsAt(a, b, slot), bitsAt(b, a, slot), run);

/**
 * Simulates runs with chance: every probability of the model is a binomial draw over whole people.
 *
 * Each draw is keyed by (seed, run, process, occupation, region, age, year) through MurmurHash3, ids being hashes of
 * the names. Hence the result of a run does not depend on the other runs, on the chunk or on the order of the cells,
 * and scenarios share their luck. Real counts become whole by systematic rounding within each cell and source.
 */
export const simulate = (chunk: Chunk, collector: Collector): void => {
  const simulation = new Simulation(chunk);
  const years = chunk.models[0]?.years ?? 0;
  for (let t = 0; t <= years; t += 1) {
    collector.state(t, simulation.report(t));
    if (t < years) collector.flow(t, simulation.step(t));
  }
};

/** The people and posts of every cell in every run of a chunk. Arrays run cell by cell, run by run, age by age. */
class Simulation {
  readonly #shape: Compiled;
  readonly #models: readonly Compiled[];
  readonly #runs: number;
  readonly #firstRun: number;
  readonly #seed: number;
  /** The model of each run. */
  readonly #modelOf: Int32Array;
  readonly #processIds = new Map<string, number>();
  readonly #occupationIds: readonly number[];
  readonly #regionIds: readonly number[];

  /** Whether a cell has recognised experts or can ever have any. */
  readonly #hasExperts: Uint8Array;

  readonly #notRecognised: Int32Array;
  readonly #recognised: Int32Array;
  readonly #looking: Int32Array;
  readonly #returned: Int32Array;
  readonly #posts: Float64Array;
  /** Trainee slot `i` of run `r` stands at `i × runs + r`. */
  readonly #trainees: Int32Array;

  readonly #states: Record<StateMeasure, Float64Array>;
  readonly #flows: Record<FlowMeasure, Float64Array>;

  // Work space of one step.
  readonly #supervisors: Int32Array;
  readonly #completers: Int32Array;
  readonly #placesLeft: Float64Array;
  readonly #movers: Int32Array;
  readonly #a: Int32Array;
  readonly #b: Int32Array;
  readonly #a2: Int32Array;
  readonly #b2: Int32Array;
  readonly #sources: readonly Int32Array[];

  constructor({ models, runsPerModel, firstRun, seed }: Chunk) {
    const shape = models[0];
    if (!shape) throw new RangeError('a chunk has at least one model');
    const { cellCount, ageCount, input } = shape;
    this.#shape = shape;
    this.#models = models;
    this.#runs = models.length * runsPerModel;
    this.#firstRun = firstRun;
    this.#seed = seed;
    this.#modelOf = Int32Array.from({ length: this.#runs }, (_, run) => Math.floor(run / runsPerModel));
    this.#occupationIds = input.cells.map((cell) => hashText(cell.occupation));
    this.#regionIds = input.cells.map((cell) => hashText(cell.region));
    this.#hasExperts = Uint8Array.from(input.cells, (cell, index) =>
      input.occupations[shape.occupationOf[index] as number]?.certification ||
      models.some((model) => model.input.cells[index]?.recognised.some((heads) => heads > 0))
        ? 1
        : 0,
    );
    const length = cellCount * this.#runs * ageCount;
    this.#notRecognised = new Int32Array(length);
    this.#recognised = new Int32Array(length);
    this.#looking = new Int32Array(length);
    this.#completers = new Int32Array(length);
    this.#movers = new Int32Array(shape.hasTransfers ? length : 0);
    this.#returned = new Int32Array(cellCount * this.#runs);
    this.#posts = new Float64Array(cellCount * this.#runs);
    this.#trainees = new Int32Array(shape.trainees.length * this.#runs);
    this.#supervisors = new Int32Array(cellCount * this.#runs);
    this.#placesLeft = new Float64Array(cellCount * this.#runs);
    this.#states = zeros(stateMeasures, cellCount * this.#runs);
    this.#flows = zeros(flowMeasures, cellCount * this.#runs);
    // As many slots as ages serve for persons too; draws beyond them are made one by one.
    const slots = ageCount;
    this.#a = new Int32Array(slots);
    this.#b = new Int32Array(slots);
    this.#a2 = new Int32Array(slots);
    this.#b2 = new Int32Array(slots);
    this.#sources = (shape.recruitsOf[0] ?? []).map(() => new Int32Array(ageCount));
    this.#begin();
  }

  /** Gives the measures of the state at the start of year index `t`. */
  report(t: number): CellValues<StateMeasure> {
    const { cellCount, ageCount, occupationOf } = this.#shape;
    const to = this.#states;
    const runs = this.#runs;
    const notRecognised = this.#notRecognised;
    const experts = this.#recognised;
    const pool = this.#looking;
    to.trainees.fill(0);
    to.trainingCost.fill(0);
    for (let cell = 0; cell < cellCount; cell += 1) {
      const occupation = occupationOf[cell] as number;
      const weights = occupation * ageCount;
      const hasExperts = this.#hasExperts[cell] === 1;
      for (let run = 0; run < runs; run += 1) {
        const model = this.#models[this.#modelOf[run] as number] as Compiled;
        const { participation } = model;
        const at = cell * runs + run;
        const offset = at * ageCount;
        let heads = 0;
        let wte = 0;
        let looking = 0;
        for (let a = 0; a < ageCount; a += 1) {
          const people = notRecognised[offset + a] as number;
          heads += people;
          wte += people * (participation[weights + a] as number);
          looking += pool[offset + a] as number;
        }
        let recognisedHeads = 0;
        let recognised = 0;
        if (hasExperts) {
          for (let a = 0; a < ageCount; a += 1) {
            const people = experts[offset + a] as number;
            recognisedHeads += people;
            recognised += people * (participation[weights + a] as number);
          }
        }
        const returned = this.#returned[at] as number;
        const inPost = wte + recognised + returned * model.input.returnedParticipation;
        const posts = this.#posts[at] as number;
        const requirement = model.requirement[t * cellCount + cell] as number;
        const recognisedRequirement = model.recognisedRequirement[t * cellCount + cell] as number;
        const paid = model.input.occupations[occupation];
        to.headcount[at] = heads + recognisedHeads;
        to.inPost[at] = inPost;
        to.recognisedHeads[at] = recognisedHeads;
        to.recognised[at] = recognised;
        to.returnedHeads[at] = returned;
        to.looking[at] = looking;
        to.posts[at] = posts;
        to.vacancies[at] = Math.max(0, posts - inPost);
        to.requirement[at] = requirement;
        to.shortfall[at] = Math.max(0, requirement - inPost);
        to.recognisedRequirement[at] = recognisedRequirement;
        to.recognisedShortfall[at] = Math.max(0, recognisedRequirement - recognised);
        to.pay[at] = paid ? inPost * paid.pay * (1 + paid.onCosts) : 0;
      }
    }
    this.#shape.training.forEach((stream, index) => {
      for (let run = 0; run < this.#runs; run += 1) {
        let heads = 0;
        for (let j = 0; j < stream.years; j += 1) heads += this.#trainees[(stream.at + j) * this.#runs + run] as number;
        const at = stream.cell * this.#runs + run;
        to.trainees[at] = (to.trainees[at] as number) + heads;
        to.trainingCost[at] = (to.trainingCost[at] as number) + heads * this.#trainingOf(run, index).costPerTrainee;
      }
    });
    return to;
  }

  /** Moves every run on from year index `t` to `t + 1` and gives what happened. */
  step(t: number): CellValues<FlowMeasure> {
    const { cellCount, training, streamsOf } = this.#shape;
    for (const values of Object.values(this.#flows)) values.fill(0);
    this.#completers.fill(0);
    for (let cell = 0; cell < cellCount; cell += 1) this.#leave(t, cell);
    training.forEach((stream, index) => {
      this.#train(t, stream, index);
    });
    for (let cell = 0; cell < cellCount; cell += 1) this.#start(t, cell, streamsOf[cell] ?? []);
    for (let cell = 0; cell < cellCount; cell += 1) {
      this.#fund(t, cell);
      this.#recruit(t, cell);
      this.#certify(t, cell);
    }
    if (this.#shape.hasTransfers) this.#transfer(t);
    this.#age();
    return this.#flows;
  }

  /** The stream of a process in a cell and year; a draw of it is `uniformIn(stream, slot, run)`. */
  #streamOf(process: string, cell: number, t: number): Stream {
    let id = this.#processIds.get(process);
    if (id === undefined) {
      id = hashText(process);
      this.#processIds.set(process, id);
    }
    return streamOf(
      this.#seed,
      id,
      this.#occupationIds[cell] as number,
      this.#regionIds[cell] as number,
      this.#shape.input.baselineYear + t,
    );
  }

  /** Prepares the first slots of a process; the draw of run `r` in slot `i` is `uniformAt(a[i], b[i], r)`. */
  #open(process: string, cell: number, t: number, a: Int32Array, b: Int32Array): Stream {
    const stream = this.#streamOf(process, cell, t);
    for (let slot = 0; slot < a.length; slot += 1) {
      a[slot] = bitsAt(stream.a, stream.b, slot);
      b[slot] = bitsAt(stream.b, stream.a, slot);
    }
    return stream;
  }

  #trainingOf(run: number, index: number): TrainingStream {
    return (this.#models[this.#modelOf[run] as number] as Compiled).training[index] as TrainingStream;
  }

  /** Makes the real counts of the baseline whole, each cell and source by one uniform. */
  #begin(): void {
    const { cellCount, ageCount } = this.#shape;
    const parts = [
      { process: 'baseline not recognised', into: this.#notRecognised, from: (model: Compiled) => model.notRecognised },
      { process: 'baseline recognised', into: this.#recognised, from: (model: Compiled) => model.recognised },
    ];
    for (let cell = 0; cell < cellCount; cell += 1) {
      for (const { process, into, from } of parts) {
        const stream = this.#streamOf(process, cell, 0);
        for (let run = 0; run < this.#runs; run += 1) {
          const model = this.#models[this.#modelOf[run] as number] as Compiled;
          const counts = from(model).subarray(cell * ageCount, (cell + 1) * ageCount);
          wholeCounts(
            counts,
            1,
            uniformIn(stream, 0, this.#firstRun + run),
            into,
            (cell * this.#runs + run) * ageCount,
          );
        }
      }
      const stream = this.#streamOf('baseline returned', cell, 0);
      for (let run = 0; run < this.#runs; run += 1) {
        const model = this.#models[this.#modelOf[run] as number] as Compiled;
        const u = uniformIn(stream, 0, this.#firstRun + run);
        this.#returned[cell * this.#runs + run] = Math.floor((model.returned[cell] as number) + u);
        this.#posts[cell * this.#runs + run] = model.posts[cell] as number;
      }
    }
    this.#shape.training.forEach(({ at, years, cell, route }) => {
      const stream = this.#streamOf(`baseline trainees ${route}`, cell, 0);
      for (let run = 0; run < this.#runs; run += 1) {
        const counts = (this.#models[this.#modelOf[run] as number] as Compiled).trainees.subarray(at, at + years);
        const u = uniformIn(stream, 0, this.#firstRun + run);
        let cumulative = 0;
        for (let j = 0; j < years; j += 1) {
          const next = cumulative + (counts[j] as number);
          this.#trainees[(at + j) * this.#runs + run] = Math.floor(next + u) - Math.floor(cumulative + u);
          cumulative = next;
        }
      }
    });
  }

  #leave(t: number, cell: number): void {
    const { ageCount, occupationOf, cellCount } = this.#shape;
    const occupation = occupationOf[cell] as number;
    const to = this.#flows;
    for (const [kind, people] of [
      ['not recognised', this.#notRecognised],
      ['recognised', this.#recognised],
    ] as const) {
      if (kind === 'recognised' && this.#hasExperts[cell] === 0) continue;
      this.#open(`retire ${kind}`, cell, t, this.#a, this.#b);
      this.#open(`quit ${kind}`, cell, t, this.#a2, this.#b2);
      const [a, b, a2, b2] = [this.#a, this.#b, this.#a2, this.#b2];
      let model = this.#shape;
      let retirement = model.retirementAt(occupation, t);
      let quitting = model.quittingAt(occupation, t);
      for (let run = 0; run < this.#runs; run += 1) {
        const own = this.#models[this.#modelOf[run] as number] as Compiled;
        if (own !== model) {
          model = own;
          retirement = own.retirementAt(occupation, t);
          quitting = own.quittingAt(occupation, t);
        }
        const at = cell * this.#runs + run;
        const offset = at * ageCount;
        const index = this.#firstRun + run;
        let retired = 0;
        let quit = 0;
        let staying = 0;
        for (let age = 0; age < ageCount; age += 1) {
          const heads = people[offset + age] as number;
          if (heads === 0) continue;
          const retires = retirement[age] as number;
          const leaving =
            retires === 0 ? 0 : draw(heads, retires, uniformAt(a[age] as number, b[age] as number, index));
          const left = draw(
            heads - leaving,
            quitting[age] as number,
            uniformAt(a2[age] as number, b2[age] as number, index),
          );
          if (leaving + left > 0) {
            people[offset + age] = heads - leaving - left;
            retired += leaving;
            quit += left;
          }
          staying += heads;
        }
        staying -= retired + quit;
        to.retired[at] = (to.retired[at] as number) + retired;
        to.quit[at] = (to.quit[at] as number) + quit;
        this.#supervisors[at] = kind === 'recognised' ? (this.#supervisors[at] as number) + staying : staying;
      }
    }
    const returns = this.#streamOf('return', cell, t);
    const leaves = this.#streamOf('returned leave', cell, t);
    for (let run = 0; run < this.#runs; run += 1) {
      const model = this.#models[this.#modelOf[run] as number] as Compiled;
      const number = this.#firstRun + run;
      const at = cell * this.#runs + run;
      const returned = this.#returned[at] as number;
      const retired = to.retired[at] as number;
      const returning = draw(retired, model.returning[t * cellCount + cell] as number, uniformIn(returns, 0, number));
      const leavingAgain = draw(returned, model.input.returnedLeaving, uniformIn(leaves, 0, number));
      this.#returned[at] = returned - leavingAgain + returning;
      to.returned[at] = returning;
      to.returnedLeft[at] = leavingAgain;
    }
  }

  #train(t: number, stream: TrainingStream, index: number): void {
    const { ageCount } = this.#shape;
    const { at: first, years, cell, route } = stream;
    const to = this.#flows;
    const leaving = this.#streamOf(`leave training ${route}`, cell, t);
    const takingUp = this.#streamOf(`take up ${route}`, cell, t);
    const [streamA, streamB] = [this.#a, this.#b];
    const entering = this.#open(`entry age ${route}`, cell, t, streamA, streamB);
    const completers = this.#completers;
    const runs = this.#runs;
    for (let run = 0; run < runs; run += 1) {
      const { attrition, takeUp, entryCumulative } = this.#trainingOf(run, index);
      const number = this.#firstRun + run;
      const at = cell * runs + run;
      let left = 0;
      let completed = 0;
      for (let j = years - 1; j >= 0; j -= 1) {
        const slot = (first + j) * runs + run;
        const heads = this.#trainees[slot] as number;
        const gone = draw(heads, attrition, uniformIn(leaving, j, number));
        left += gone;
        if (j === years - 1) completed = heads - gone;
        else this.#trainees[slot + runs] = heads - gone;
      }
      this.#trainees[first * runs + run] = 0;
      const lost = draw(completed, 1 - takeUp, uniformIn(takingUp, 0, number));
      const joining = completed - lost;
      // Person by person, which is the multinomial; one more completer leaves the others' ages as they are.
      for (let person = 0; person < joining; person += 1) {
        const u =
          person < streamA.length
            ? uniformAt(streamA[person] as number, streamB[person] as number, number)
            : uniformIn(entering, person, number);
        const slot = at * ageCount + firstAbove(entryCumulative, u);
        completers[slot] = (completers[slot] as number) + 1;
      }
      to.trainingLeft[at] = (to.trainingLeft[at] as number) + left;
      to.completed[at] = (to.completed[at] as number) + completed;
      to.notTakenUp[at] = (to.notTakenUp[at] as number) + lost;
    }
  }

  #start(t: number, cell: number, streams: readonly TrainingStream[]): void {
    const { training, cellCount } = this.#shape;
    const runs = this.#runs;
    const to = this.#flows;
    const routes = streams.map((stream) => ({
      stream,
      index: training.indexOf(stream),
      offers: this.#streamOf(`places ${stream.route}`, cell, t),
      supervised: this.#streamOf(`supervised ${stream.route}`, cell, t),
      inService: this.#streamOf(`in service ${stream.route}`, cell, t),
      inServiceAge: this.#streamOf(`in service age ${stream.route}`, cell, t),
    }));
    if (routes.length === 0) return;
    for (let run = 0; run < runs; run += 1) {
      const model = this.#models[this.#modelOf[run] as number] as Compiled;
      const number = this.#firstRun + run;
      const at = cell * runs + run;
      let continuing = 0;
      let offered = 0;
      for (const { stream, index, offers } of routes) {
        for (let j = 1; j < stream.years; j += 1) continuing += this.#trainees[(stream.at + j) * runs + run] as number;
        const starts = this.#trainingOf(run, index).starts[t] as number;
        const whole = Math.floor(starts + uniformIn(offers, 0, number));
        this.#trainees[stream.at * runs + run] = whole;
        offered += whole;
      }
      const room = Math.max(
        0,
        (model.supervision[t * cellCount + cell] as number) * (this.#supervisors[at] as number) - continuing,
      );
      const fraction = offered > room ? room / offered : 1;
      let started = 0;
      for (const { stream, index, supervised, inService, inServiceAge } of routes) {
        const slot = stream.at * runs + run;
        const places = this.#trainees[slot] as number;
        const starting = fraction < 1 ? draw(places, fraction, uniformIn(supervised, 0, number)) : places;
        this.#trainees[slot] = starting;
        started += starting;
        if (stream.inServiceCell < 0 || starting === 0) continue;
        const route = this.#trainingOf(run, index);
        const wanted = draw(starting, route.inServiceShare, uniformIn(inService, 0, number));
        if (wanted > 0) this.#moveIntoTraining(route, wanted, inServiceAge, run);
      }
      to.startsOffered[at] = offered;
      to.starts[at] = started;
      to.startsLost[at] = offered - started;
    }
  }

  /** Takes in-service starters one by one from those still in post, each of whom is as likely as any other. */
  #moveIntoTraining(
    { inServiceCell, inServiceFrom, inServiceTo }: TrainingStream,
    wanted: number,
    ages: Stream,
    run: number,
  ): void {
    const at = inServiceCell * this.#runs + run;
    const offset = at * this.#shape.ageCount;
    let available = 0;
    for (let a = inServiceFrom; a <= inServiceTo; a += 1) available += this.#notRecognised[offset + a] as number;
    const moving = Math.min(wanted, available);
    for (let person = 0; person < moving; person += 1) {
      let rank = Math.floor(uniformIn(ages, person, this.#firstRun + run) * available);
      let a = inServiceFrom;
      while (rank >= (this.#notRecognised[offset + a] as number)) {
        rank -= this.#notRecognised[offset + a] as number;
        a += 1;
      }
      this.#notRecognised[offset + a] = (this.#notRecognised[offset + a] as number) - 1;
      available -= 1;
    }
    this.#flows.movedIntoTraining[at] = (this.#flows.movedIntoTraining[at] as number) + moving;
  }

  #fund(t: number, cell: number): void {
    const { cellCount } = this.#shape;
    for (let run = 0; run < this.#runs; run += 1) {
      const model = this.#models[this.#modelOf[run] as number] as Compiled;
      const at = cell * this.#runs + run;
      const posts = this.#posts[at] as number;
      const next = model.requirement[(t + 1) * cellCount + cell] as number;
      const funded = (model.input.fundedShare[t] as number) * Math.max(0, next - posts);
      // Less than 0 where posts are taken away, but never more than there are.
      const added = Math.max(-(posts + funded), model.addedPosts[t * cellCount + cell] as number);
      this.#posts[at] = posts + funded + added;
      this.#flows.postsFunded[at] = funded;
      this.#flows.postsAdded[at] = added;
    }
  }

  #recruit(t: number, cell: number): void {
    const { ageCount, occupationOf, recruitsOf } = this.#shape;
    const to = this.#flows;
    const weights = (occupationOf[cell] as number) * ageCount;
    const completers = this.#completers;
    const looking = this.#looking;
    const notRecognised = this.#notRecognised;
    const recognised = this.#recognised;
    const hasExperts = this.#hasExperts[cell] === 1;
    const coming = (recruitsOf[cell] ?? []).map(({ source }, index) => {
      const stream = this.#streamOf(`recruit ${source}`, cell, t);
      return {
        index,
        heads: this.#sources[index] as Int32Array,
        a: bitsAt(stream.a, stream.b, 0),
        b: bitsAt(stream.b, stream.a, 0),
        hire: this.#streamOf(`hire ${source}`, cell, t),
        hired: source === 'international' ? to.hiredInternational : to.hiredDirect,
      };
    });
    const sources = this.#sources;
    const hireTrained = this.#streamOf('hire trained', cell, t);
    const hireLooking = this.#streamOf('hire looking', cell, t);
    const stopLooking = this.#streamOf('stop looking', cell, t);
    for (let run = 0; run < this.#runs; run += 1) {
      const model = this.#models[this.#modelOf[run] as number] as Compiled;
      const { participation } = model;
      const number = this.#firstRun + run;
      const at = cell * this.#runs + run;
      const offset = at * ageCount;
      let inPost = 0;
      let availableWte = 0;
      let first = ageCount;
      let last = -1;
      for (let a = 0; a < ageCount; a += 1) {
        const weight = participation[weights + a] as number;
        inPost += (notRecognised[offset + a] as number) * weight;
        const applying = (completers[offset + a] as number) + (looking[offset + a] as number);
        if (applying === 0) continue;
        availableWte += applying * weight;
        if (a < first) first = a;
        last = a;
      }
      if (hasExperts) {
        for (let a = 0; a < ageCount; a += 1)
          inPost += (recognised[offset + a] as number) * (participation[weights + a] as number);
      }
      inPost += (this.#returned[at] as number) * model.input.returnedParticipation;
      for (const { index, heads, a: sourceA, b: sourceB, hired: measure } of coming) {
        heads.fill(0);
        const source = (model.recruitsOf[cell] as Compiled['recruitsOf'][number])[index] as RecruitSource;
        const people = source.people[t] as number;
        const u = uniformAt(sourceA, sourceB, number);
        const whole = Math.floor(people * source.profileSum + u);
        // All of them, unless places run short below.
        measure[at] = (measure[at] as number) + whole;
        for (let person = 1; person <= whole; person += 1) {
          // The age at which the cumulative count first reaches the next whole person.
          const a = firstFrom(source.cumulative, (person - u) / people);
          heads[a] = (heads[a] as number) + 1;
          availableWte += participation[weights + a] as number;
          if (a < first) first = a;
          if (a > last) last = a;
        }
      }
      const places = Math.max(0, (this.#posts[at] as number) - inPost);
      const fraction = availableWte > places ? places / availableWte : 1;
      let hiredWte = availableWte;
      let trained = 0;
      let poolHired = 0;
      let turnedAway = 0;
      let stopped = 0;
      if (fraction === 1) {
        for (let a = first; a <= last; a += 1) {
          const completing = completers[offset + a] as number;
          const pool = looking[offset + a] as number;
          let hired = completing + pool;
          for (let i = 0; i < sources.length; i += 1) hired += (sources[i] as Int32Array)[a] as number;
          trained += completing;
          poolHired += pool;
          notRecognised[offset + a] = (notRecognised[offset + a] as number) + hired;
          looking[offset + a] = 0;
        }
      } else {
        hiredWte = 0;
        for (const { hired: measure } of coming) measure[at] = 0;
        for (let a = first; a <= last; a += 1) {
          const completing = completers[offset + a] as number;
          const pool = looking[offset + a] as number;
          const fromTraining = draw(completing, fraction, uniformIn(hireTrained, a, number));
          const fromPool = draw(pool, fraction, uniformIn(hireLooking, a, number));
          let available = completing + pool;
          let hired = fromTraining + fromPool;
          for (const { heads, hire, hired: measure } of coming) {
            const people = heads[a] as number;
            if (people === 0) continue;
            const joining = draw(people, fraction, uniformIn(hire, a, number));
            measure[at] = (measure[at] as number) + joining;
            available += people;
            hired += joining;
          }
          trained += fromTraining;
          poolHired += fromPool;
          notRecognised[offset + a] = (notRecognised[offset + a] as number) + hired;
          hiredWte += hired * (participation[weights + a] as number);
          const away = available - hired;
          const stops = draw(away, model.input.turnedAwayLost, uniformIn(stopLooking, a, number));
          looking[offset + a] = away - stops;
          turnedAway += away;
          stopped += stops;
        }
      }
      this.#placesLeft[at] = Math.max(0, places - hiredWte);
      to.hiredTrained[at] = trained;
      to.hiredLooking[at] = poolHired;
      to.places[at] = places;
      to.placesExceeded[at] = Math.max(0, hiredWte - places);
      to.turnedAway[at] = turnedAway;
      to.stoppedLooking[at] = stopped;
    }
  }

  #certify(t: number, cell: number): void {
    const { ageCount, ages, occupationOf } = this.#shape;
    const occupation = occupationOf[cell] as number;
    if (!this.#shape.input.occupations[occupation]?.certification) return;
    this.#open('certify', cell, t, this.#a, this.#b);
    const [streamA, streamB] = [this.#a, this.#b];
    const notRecognised = this.#notRecognised;
    const recognised = this.#recognised;
    for (let run = 0; run < this.#runs; run += 1) {
      const model = this.#models[this.#modelOf[run] as number] as Compiled;
      const certification = model.input.occupations[occupation]?.certification;
      if (!certification) continue;
      const at = cell * this.#runs + run;
      const offset = at * ageCount;
      const probability = certification.probability[t] as number;
      const first = Math.max(0, certification.fromAge - ages.first);
      let assessors = 0;
      let eligible = 0;
      for (let a = 0; a < ageCount; a += 1) assessors += recognised[offset + a] as number;
      for (let a = first; a < ageCount; a += 1) eligible += notRecognised[offset + a] as number;
      const limit = assessors * (certification.perAssessor[t] as number);
      const share = eligible * probability > limit ? limit / eligible : probability;
      let certified = 0;
      for (let a = first; a < ageCount; a += 1) {
        const candidates = notRecognised[offset + a] as number;
        if (candidates === 0) continue;
        const heads = draw(
          candidates,
          share,
          uniformAt(streamA[a] as number, streamB[a] as number, this.#firstRun + run),
        );
        notRecognised[offset + a] = candidates - heads;
        recognised[offset + a] = (recognised[offset + a] as number) + heads;
        certified += heads;
      }
      this.#flows.certified[at] = certified;
    }
  }

  /** Moves people between occupations; who leaves an age of a cell is divided between its destinations one after the other. */
  #transfer(t: number): void {
    const { cellCount, ageCount, occupationOf } = this.#shape;
    const to = this.#flows;
    const movers = this.#movers;
    movers.fill(0);
    for (let run = 0; run < this.#runs; run += 1) {
      const model = this.#models[this.#modelOf[run] as number] as Compiled;
      const fractions = new Float64Array(cellCount);
      for (let cell = 0; cell < cellCount; cell += 1) {
        const weights = (occupationOf[cell] as number) * ageCount;
        let seekingWte = 0;
        for (const { from, share } of model.transfersInto[cell] ?? []) {
          const offset = (from * this.#runs + run) * ageCount;
          for (let a = 0; a < ageCount; a += 1) {
            seekingWte +=
              (this.#notRecognised[offset + a] as number) * share * (model.participation[weights + a] as number);
          }
        }
        const places = this.#placesLeft[cell * this.#runs + run] as number;
        fractions[cell] = seekingWte > places ? places / seekingWte : 1;
      }
      for (let from = 0; from < cellCount; from += 1) {
        const offset = (from * this.#runs + run) * ageCount;
        for (let a = 0; a < ageCount; a += 1) {
          let left = this.#notRecognised[offset + a] as number;
          let undecided = 1;
          for (let cell = 0; cell < cellCount && left > 0; cell += 1) {
            const share = (model.transfersInto[cell] ?? []).find((transfer) => transfer.from === from)?.share ?? 0;
            const moves = share * (fractions[cell] as number);
            if (moves === 0) continue;
            const stream = this.#streamOf(`move to ${model.input.cells[cell]?.occupation ?? ''}`, from, t);
            const moved = draw(left, Math.min(1, moves / undecided), uniformIn(stream, a, this.#firstRun + run));
            const target = (cell * this.#runs + run) * ageCount + a;
            movers[target] = (movers[target] as number) + moved;
            movers[offset + a] = (movers[offset + a] as number) - moved;
            left -= moved;
            undecided -= moves;
            to.transferredIn[cell * this.#runs + run] = (to.transferredIn[cell * this.#runs + run] as number) + moved;
            to.transferredOut[from * this.#runs + run] = (to.transferredOut[from * this.#runs + run] as number) + moved;
          }
        }
      }
    }
    for (let i = 0; i < movers.length; i += 1)
      this.#notRecognised[i] = (this.#notRecognised[i] as number) + (movers[i] as number);
  }

  #age(): void {
    const { ageCount } = this.#shape;
    const { agedOut, lookingAgedOut } = this.#flows;
    const notRecognised = this.#notRecognised;
    const recognised = this.#recognised;
    const looking = this.#looking;
    for (let at = 0, last = ageCount - 1; at < agedOut.length; at += 1, last += ageCount) {
      agedOut[at] = (notRecognised[last] as number) + (recognised[last] as number);
      lookingAgedOut[at] = looking[last] as number;
    }
    for (const people of [notRecognised, recognised, looking]) {
      people.copyWithin(1, 0, people.length - 1);
      // What slid over from the cell and run before is its oldest age, which is gone.
      for (let first = 0; first < people.length; first += ageCount) people[first] = 0;
    }
  }
}

/** Writes real counts, times a factor, as whole ones: n_a = ⌊C_a + u⌋ − ⌊C_{a−1} + u⌋ with C cumulative. */
const wholeCounts = (counts: Float64Array, factor: number, u: number, into: Int32Array, offset: number): void => {
  let cumulative = 0;
  let before = Math.floor(u);
  for (let a = 0; a < counts.length; a += 1) {
    cumulative += (counts[a] as number) * factor;
    const after = Math.floor(cumulative + u);
    into[offset + a] = after - before;
    before = after;
  }
};

/** The first index whose cumulative value reaches a target; the last one where rounding leaves none. */
const firstFrom = (cumulative: Float64Array, target: number): number => {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] as number) >= target) high = middle;
    else low = middle + 1;
  }
  return low;
};

/** The first index whose cumulative share lies above u; the last one that has any where rounding leaves none. */
const firstAbove = (cumulative: Float64Array, u: number): number => {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cumulative[middle] as number) > u) high = middle;
    else low = middle + 1;
  }
  return low;
};
