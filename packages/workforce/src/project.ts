import { compile, type Compiled } from './compile.ts';
import { flowMeasures, stateMeasures, type FlowMeasure, type Measure, type StateMeasure } from './measures.ts';
import type { ModelInput } from './model-input.ts';

/** The expected course of a scenario: every measure of every cell and year. */
export interface Projection {
  readonly input: ModelInput;
  /** Measure → values; the value of cell `c` in year index `t` stands at `t × cells + c`. */
  readonly values: Readonly<Record<Measure, Float64Array>>;
  /** Heads by age at the start of each year; cell `c`, year `t`, age index `a` at `(t × cells + c) × ages + a`. */
  readonly ages: {
    readonly notRecognised: Float64Array;
    readonly recognised: Float64Array;
    readonly looking: Float64Array;
  };
}

type States = Record<StateMeasure, Float64Array>;
type Flows = Record<FlowMeasure, Float64Array>;

const zeros = <K extends string>(names: readonly K[], length: number): Record<K, Float64Array> =>
  Object.fromEntries(names.map((name) => [name, new Float64Array(length)])) as Record<K, Float64Array>;

/**
 * Computes the expected course of a scenario: draws are replaced by their means, so heads are real numbers.
 *
 * Follows the model's page step by step: leave, return, train, start, fund, recruit, certify, transfer, age. Sums run
 * in a fixed order over cells and ages, so that the same input gives the same bytes everywhere. People and posts are
 * conserved to 1e-9 of each cell's total.
 *
 * @param input A resolved scenario whose ranges have been checked; lengths must fit `years` and `ages`.
 * @param options `fillPlaces` fills every place still open after hiring with further direct recruits, at the ages of the
 *   cell's direct recruits; without any, of its first recruits, else of those who enter by its first route. Default:
 *   false, since nobody knows of such recruits; it shows what supply alone holds back. `keepAges` false leaves `ages`
 *   empty, for those who project thousands of times: keeping them takes a fifth of the time. Default: true.
 * @returns states for `years + 1` years and flows for `years` steps.
 */
export const project = (
  input: ModelInput,
  { fillPlaces = false, keepAges = true }: { readonly fillPlaces?: boolean; readonly keepAges?: boolean } = {},
): Projection => {
  const model = compile(input);
  const { cellCount, ageCount, years } = model;
  const values = { ...zeros(stateMeasures, (years + 1) * cellCount), ...zeros(flowMeasures, years * cellCount) };
  const length = cellCount * ageCount;
  const kept = keepAges ? (years + 1) * length : 0;
  const ages = {
    notRecognised: new Float64Array(kept),
    recognised: new Float64Array(kept),
    looking: new Float64Array(kept),
  };
  const state = new State(model, fillPlaces);
  for (let t = 0; t <= years; t += 1) {
    state.report(t, values);
    if (keepAges) {
      ages.notRecognised.set(state.notRecognised, t * length);
      ages.recognised.set(state.recognised, t * length);
      ages.looking.set(state.looking, t * length);
    }
    if (t < years) state.step(t, values);
  }
  return { input, values, ages };
};

/** The people and posts of every cell, moved on one step at a time. Arrays run cell by cell, then age by age. */
class State {
  readonly notRecognised: Float64Array;
  readonly recognised: Float64Array;
  readonly looking: Float64Array;
  readonly #model: Compiled;
  readonly #fillPlaces: boolean;
  readonly #returned: Float64Array;
  readonly #posts: Float64Array;
  /** Heads in each year of training; the years of training stream `i` start at `model.training[i].at`. */
  readonly #trainees: Float64Array;
  /** Those in post in a cell, without the recognised where there are none and can never be any. */
  readonly #inPostByAge: readonly (readonly Float64Array[])[];
  // Work space of one step.
  readonly #supervisors: Float64Array;
  readonly #completers: Float64Array;
  readonly #placesLeft: Float64Array;
  readonly #movers: Float64Array;
  readonly #available: Float64Array;

  constructor(model: Compiled, fillPlaces: boolean) {
    this.#model = model;
    this.#fillPlaces = fillPlaces;
    this.notRecognised = model.notRecognised.slice();
    this.recognised = model.recognised.slice();
    this.looking = new Float64Array(model.cellCount * model.ageCount);
    const all = [this.notRecognised, this.recognised];
    const others = [this.notRecognised];
    this.#inPostByAge = model.input.cells.map(({ recognised }, cell) =>
      model.input.occupations[model.occupationOf[cell] as number]?.certification ||
      recognised.some((heads) => heads > 0)
        ? all
        : others,
    );
    this.#returned = model.returned.slice();
    this.#posts = model.posts.slice();
    this.#trainees = model.trainees.slice();
    this.#supervisors = new Float64Array(model.cellCount);
    this.#completers = new Float64Array(model.cellCount * model.ageCount);
    this.#placesLeft = new Float64Array(model.cellCount);
    this.#movers = new Float64Array(model.cellCount * model.ageCount);
    this.#available = new Float64Array(model.ageCount);
  }

  /** Writes the measures of the state at the start of year index `t`. */
  report(t: number, to: States): void {
    const { cellCount, ageCount, participation, occupationOf, input } = this.#model;
    const { notRecognised, recognised: experts, looking: pool } = this;
    for (let cell = 0; cell < cellCount; cell += 1) {
      const at = t * cellCount + cell;
      const offset = cell * ageCount;
      const weights = (occupationOf[cell] as number) * ageCount;
      let heads = 0;
      let working = 0;
      let recognisedHeads = 0;
      let recognised = 0;
      let looking = 0;
      for (let a = 0; a < ageCount; a += 1) {
        const expert = experts[offset + a] as number;
        const both = (notRecognised[offset + a] as number) + expert;
        const share = participation[weights + a] as number;
        heads += both;
        working += both * share;
        recognisedHeads += expert;
        recognised += expert * share;
        looking += pool[offset + a] as number;
      }
      const inPost = working + (this.#returned[cell] as number) * input.returnedParticipation;
      const posts = this.#posts[cell] as number;
      const requirement = this.#model.requirement[at] as number;
      const recognisedRequirement = this.#model.recognisedRequirement[at] as number;
      const occupation = input.occupations[occupationOf[cell] as number];
      to.headcount[at] = heads;
      to.inPost[at] = inPost;
      to.recognisedHeads[at] = recognisedHeads;
      to.recognised[at] = recognised;
      to.returnedHeads[at] = this.#returned[cell] as number;
      to.looking[at] = looking;
      to.posts[at] = posts;
      to.vacancies[at] = Math.max(0, posts - inPost);
      to.requirement[at] = requirement;
      to.shortfall[at] = Math.max(0, requirement - inPost);
      to.recognisedRequirement[at] = recognisedRequirement;
      to.recognisedShortfall[at] = Math.max(0, recognisedRequirement - recognised);
      to.pay[at] = occupation ? inPost * occupation.pay * (1 + occupation.onCosts) : 0;
    }
    for (const stream of this.#model.training) {
      let heads = 0;
      for (let j = 0; j < stream.years; j += 1) heads += this.#trainees[stream.at + j] as number;
      const at = t * cellCount + stream.cell;
      to.trainees[at] = (to.trainees[at] as number) + heads;
      to.trainingCost[at] = (to.trainingCost[at] as number) + heads * stream.costPerTrainee;
    }
  }

  /** Moves the state on from year index `t` to `t + 1` and writes what happened. */
  step(t: number, to: Flows): void {
    const base = t * this.#model.cellCount;
    for (let cell = 0; cell < this.#model.cellCount; cell += 1) this.#leave(t, cell, base + cell, to);
    this.#completers.fill(0);
    for (const stream of this.#model.training) this.#train(stream, base, to);
    this.#start(t, base, to);
    for (let cell = 0; cell < this.#model.cellCount; cell += 1) {
      this.#fund(t, cell, base + cell, to);
      this.#recruit(t, cell, base + cell, to);
      this.#certify(t, cell, base + cell, to);
    }
    this.#transfer(base, to);
    this.#age(base, to);
  }

  #inPost(cell: number): number {
    const { ageCount, participation, occupationOf, input } = this.#model;
    const { notRecognised, recognised } = this;
    const offset = cell * ageCount;
    const weights = (occupationOf[cell] as number) * ageCount;
    let total = 0;
    for (let a = 0; a < ageCount; a += 1) {
      const heads = (notRecognised[offset + a] as number) + (recognised[offset + a] as number);
      total += heads * (participation[weights + a] as number);
    }
    return total + (this.#returned[cell] as number) * input.returnedParticipation;
  }

  #leave(t: number, cell: number, at: number, to: Flows): void {
    const { ageCount, occupationOf, input } = this.#model;
    const occupation = occupationOf[cell] as number;
    const offset = cell * ageCount;
    const retirement = this.#model.retirementAt(occupation, t);
    const quitting = this.#model.quittingAt(occupation, t);
    let retired = 0;
    let quit = 0;
    let staying = 0;
    for (const people of this.#inPostByAge[cell] ?? []) {
      for (let a = 0; a < ageCount; a += 1) {
        const heads = people[offset + a] as number;
        const leaving = heads * (retirement[a] as number);
        const left = (heads - leaving) * (quitting[a] as number);
        const stays = heads - leaving - left;
        people[offset + a] = stays;
        retired += leaving;
        quit += left;
        staying += stays;
      }
    }
    const returned = this.#returned[cell] as number;
    const returning = retired * (this.#model.returning[at] as number);
    const leavingAgain = returned * input.returnedLeaving;
    this.#returned[cell] = returned - leavingAgain + returning;
    this.#supervisors[cell] = staying;
    to.retired[at] = retired;
    to.quit[at] = quit;
    to.returned[at] = returning;
    to.returnedLeft[at] = leavingAgain;
  }

  #train(stream: Compiled['training'][number], base: number, to: Flows): void {
    const { ageCount } = this.#model;
    const { at: first, years, attrition } = stream;
    const at = base + stream.cell;
    let left = 0;
    for (let j = 0; j < years; j += 1) left += (this.#trainees[first + j] as number) * attrition;
    const finishing = this.#trainees[first + years - 1] as number;
    const completed = finishing - finishing * attrition;
    for (let j = years - 1; j > 0; j -= 1) {
      const heads = this.#trainees[first + j - 1] as number;
      this.#trainees[first + j] = heads - heads * attrition;
    }
    this.#trainees[first] = 0;
    const takingUp = completed * stream.takeUp;
    const offset = stream.cell * ageCount;
    for (let a = 0; a < ageCount; a += 1) {
      this.#completers[offset + a] =
        (this.#completers[offset + a] as number) + takingUp * (stream.entryProfile[a] as number);
    }
    to.trainingLeft[at] = (to.trainingLeft[at] as number) + left;
    to.completed[at] = (to.completed[at] as number) + completed;
    to.notTakenUp[at] = (to.notTakenUp[at] as number) + (completed - takingUp);
  }

  #start(t: number, base: number, to: Flows): void {
    const { cellCount, streamsOf } = this.#model;
    for (let cell = 0; cell < cellCount; cell += 1) {
      const at = base + cell;
      let continuing = 0;
      let offered = 0;
      for (const stream of streamsOf[cell] ?? []) {
        for (let j = 1; j < stream.years; j += 1) continuing += this.#trainees[stream.at + j] as number;
        offered += stream.starts[t] as number;
      }
      const room = Math.max(
        0,
        (this.#model.supervision[at] as number) * (this.#supervisors[cell] as number) - continuing,
      );
      const fraction = offered > room ? room / offered : 1;
      let started = 0;
      for (const stream of streamsOf[cell] ?? []) {
        const starts = (stream.starts[t] as number) * fraction;
        this.#trainees[stream.at] = starts;
        started += starts;
        if (stream.inServiceCell >= 0) this.#moveIntoTraining(stream, starts * stream.inServiceShare, base, to);
      }
      to.startsOffered[at] = offered;
      to.starts[at] = started;
      to.startsLost[at] = offered - started;
    }
  }

  // What the occupation cannot give is filled from outside, so that the number of starts does not depend on it.
  #moveIntoTraining(stream: Compiled['training'][number], wanted: number, base: number, to: Flows): void {
    const offset = stream.inServiceCell * this.#model.ageCount;
    let available = 0;
    for (let a = stream.inServiceFrom; a <= stream.inServiceTo; a += 1)
      available += this.notRecognised[offset + a] as number;
    const share = available > wanted ? wanted / available : 1;
    let moved = 0;
    for (let a = stream.inServiceFrom; a <= stream.inServiceTo; a += 1) {
      const heads = (this.notRecognised[offset + a] as number) * share;
      this.notRecognised[offset + a] = (this.notRecognised[offset + a] as number) - heads;
      moved += heads;
    }
    const at = base + stream.inServiceCell;
    to.movedIntoTraining[at] = (to.movedIntoTraining[at] as number) + moved;
  }

  #fund(t: number, cell: number, at: number, to: Flows): void {
    const posts = this.#posts[cell] as number;
    const next = this.#model.requirement[at + this.#model.cellCount] as number;
    const funded = (this.#model.input.fundedShare[t] as number) * Math.max(0, next - posts);
    // Less than 0 where posts are taken away, but never more than there are.
    const added = Math.max(-(posts + funded), this.#model.addedPosts[at] as number);
    this.#posts[cell] = posts + funded + added;
    to.postsFunded[at] = funded;
    to.postsAdded[at] = added;
  }

  #recruit(t: number, cell: number, at: number, to: Flows): void {
    const { ageCount, participation, occupationOf, input } = this.#model;
    const { looking, notRecognised } = this;
    const completers = this.#completers;
    const available = this.#available;
    const stillLooking = 1 - input.turnedAwayLost;
    const offset = cell * ageCount;
    const weights = (occupationOf[cell] as number) * ageCount;
    const places = Math.max(0, (this.#posts[cell] as number) - this.#inPost(cell));
    const sources = this.#model.recruitsOf[cell] ?? [];

    available.fill(0);
    for (const { people, profile } of sources) {
      const count = people[t] as number;
      for (let a = 0; a < ageCount; a += 1) available[a] = (available[a] as number) + count * (profile[a] as number);
    }
    let availableWte = 0;
    for (let a = 0; a < ageCount; a += 1) {
      const heads = (completers[offset + a] as number) + (looking[offset + a] as number) + (available[a] as number);
      available[a] = heads;
      availableWte += heads * (participation[weights + a] as number);
    }
    const fraction = availableWte > places ? places / availableWte : 1;

    let trained = 0;
    let poolHired = 0;
    let turnedAway = 0;
    for (let a = 0; a < ageCount; a += 1) {
      const completing = completers[offset + a] as number;
      const pool = looking[offset + a] as number;
      const heads = available[a] as number;
      const hired = heads * fraction;
      notRecognised[offset + a] = (notRecognised[offset + a] as number) + hired;
      trained += completing * fraction;
      poolHired += pool * fraction;
      turnedAway += heads - hired;
      looking[offset + a] = (heads - hired) * stillLooking;
    }
    this.#placesLeft[cell] = Math.max(0, places - availableWte * fraction);
    for (const source of sources) {
      const measure = source.source === 'international' ? to.hiredInternational : to.hiredDirect;
      measure[at] = (measure[at] as number) + (source.people[t] as number) * source.profileSum * fraction;
    }
    to.places[at] = places;
    to.hiredTrained[at] = trained;
    to.hiredLooking[at] = poolHired;
    to.turnedAway[at] = turnedAway;
    to.stoppedLooking[at] = turnedAway * input.turnedAwayLost;
    if (this.#fillPlaces) this.#fill(cell, at, to);
  }

  // Comes after hiring, so that nobody who is there is turned away for it.
  #fill(cell: number, at: number, to: Flows): void {
    const { ageCount, participation, occupationOf, recruitsOf, streamsOf } = this.#model;
    const sources = recruitsOf[cell] ?? [];
    const source = sources.find((one) => one.source === 'direct') ?? sources[0];
    const profile = source?.profile ?? streamsOf[cell]?.[0]?.entryProfile;
    if (!profile) return;
    const offset = cell * ageCount;
    const weights = (occupationOf[cell] as number) * ageCount;
    let wte = 0;
    for (let a = 0; a < ageCount; a += 1) wte += (profile[a] as number) * (participation[weights + a] as number);
    if (wte <= 0) return;
    const people = (this.#placesLeft[cell] as number) / wte;
    let hired = 0;
    for (let a = 0; a < ageCount; a += 1) {
      const heads = people * (profile[a] as number);
      this.notRecognised[offset + a] = (this.notRecognised[offset + a] as number) + heads;
      hired += heads;
    }
    to.hiredDirect[at] = (to.hiredDirect[at] as number) + hired;
    this.#placesLeft[cell] = 0;
  }

  #certify(t: number, cell: number, at: number, to: Flows): void {
    const { ageCount, ages, occupationOf, input } = this.#model;
    const certification = input.occupations[occupationOf[cell] as number]?.certification;
    if (!certification) return;
    const offset = cell * ageCount;
    const probability = certification.probability[t] as number;
    const first = Math.max(0, certification.fromAge - ages.first);
    let assessors = 0;
    for (let a = 0; a < ageCount; a += 1) assessors += this.recognised[offset + a] as number;
    let candidates = 0;
    for (let a = first; a < ageCount; a += 1) candidates += (this.notRecognised[offset + a] as number) * probability;
    const limit = assessors * (certification.perAssessor[t] as number);
    const share = candidates > limit ? (probability * limit) / candidates : probability;
    let certified = 0;
    for (let a = first; a < ageCount; a += 1) {
      const heads = (this.notRecognised[offset + a] as number) * share;
      this.notRecognised[offset + a] = (this.notRecognised[offset + a] as number) - heads;
      this.recognised[offset + a] = (this.recognised[offset + a] as number) + heads;
      certified += heads;
    }
    to.certified[at] = certified;
  }

  // Everyone who seeks to move is counted before anyone moves, so that nobody moves twice in a step.
  #transfer(base: number, to: Flows): void {
    const { transfersInto, ageCount, participation, occupationOf, cellCount } = this.#model;
    if (this.#model.hasTransfers) this.#movers.fill(0);
    else return;
    for (let cell = 0; cell < cellCount; cell += 1) {
      const transfers = transfersInto[cell] ?? [];
      const weights = (occupationOf[cell] as number) * ageCount;
      let seekingWte = 0;
      for (const { from, share } of transfers) {
        for (let a = 0; a < ageCount; a += 1) {
          seekingWte +=
            (this.notRecognised[from * ageCount + a] as number) * share * (participation[weights + a] as number);
        }
      }
      const places = this.#placesLeft[cell] as number;
      const fraction = seekingWte > places ? places / seekingWte : 1;
      for (const { from, share } of transfers) {
        let moved = 0;
        for (let a = 0; a < ageCount; a += 1) {
          const heads = (this.notRecognised[from * ageCount + a] as number) * share * fraction;
          this.#movers[cell * ageCount + a] = (this.#movers[cell * ageCount + a] as number) + heads;
          this.#movers[from * ageCount + a] = (this.#movers[from * ageCount + a] as number) - heads;
          moved += heads;
        }
        to.transferredIn[base + cell] = (to.transferredIn[base + cell] as number) + moved;
        to.transferredOut[base + from] = (to.transferredOut[base + from] as number) + moved;
      }
    }
    for (let i = 0; i < this.#movers.length; i += 1) {
      this.notRecognised[i] = (this.notRecognised[i] as number) + (this.#movers[i] as number);
    }
  }

  #age(base: number, to: Flows): void {
    const { cellCount, ageCount } = this.#model;
    for (let cell = 0; cell < cellCount; cell += 1) {
      const last = (cell + 1) * ageCount - 1;
      to.agedOut[base + cell] = (this.notRecognised[last] as number) + (this.recognised[last] as number);
      to.lookingAgedOut[base + cell] = this.looking[last] as number;
    }
    for (const people of [this.notRecognised, this.recognised, this.looking]) {
      people.copyWithin(1, 0, people.length - 1);
      for (let cell = 0; cell < cellCount; cell += 1) people[cell * ageCount] = 0;
    }
  }
}
