// The workforce model, computed a second time from its one-page specification, in expected-value
// mode: every draw is replaced by its mean, heads are real numbers, nothing is rounded.
// Written without sight of the engine. It is plain and slow on purpose, and imports nothing.

// ---------------------------------------------------------------------------------------------
// Input: a resolved scenario, as its JSON Schema describes it
// ---------------------------------------------------------------------------------------------

export interface ResolvedInput {
  format: 'isocentre-model-input';
  version: 1;
  scenario: { name: string; title: string };
  scope: string;
  baselineYear: number;
  firstDecisionYear: number;
  years: number;
  ages: { first: number; last: number };
  closure: { tolerance: number; reportedYears: number; countedFrom: number };
  retiringWithinYears: number;
  returnedParticipation: number;
  returnedLeaving: number;
  turnedAwayLost: number;
  fundedShare: number[];
  regions: { id: string; title: string }[];
  occupations: InputOccupation[];
  routes: InputRoute[];
  cells: InputCell[];
}

export interface InputOccupation {
  id: string;
  specialism: string;
  group: string;
  title: string;
  participation: number[];
  retirement: { fromYear: number; byAge: number[] }[];
  quitting: number[];
  quitMultiplier: number[];
  returning: number[];
  supervision: number[];
  certification: { fromAge: number; probability: number[]; perAssessor: number[] } | null;
  transfers: { to: string; share: number }[];
  pay: number;
  onCosts: number;
}

export interface InputRoute {
  id: string;
  title: string;
  years: number;
  attrition: number;
  takeUp: number;
  costPerTrainee: number;
  entryProfile: number[];
  inServiceShare: number;
  inServiceAges: { from: number; to: number };
}

export interface InputCell {
  occupation: string;
  region: string;
  notRecognised: number[];
  recognised: number[];
  returned: number;
  posts: number;
  addedPosts: number[];
  requirement: number[];
  recognisedRequirement: number[];
  training: { route: string; trainees: number[]; starts: number[]; inServiceFrom: string | null }[];
  recruits: { source: 'international' | 'direct'; people: number[]; profile: number[] }[];
}

// ---------------------------------------------------------------------------------------------
// Output
// ---------------------------------------------------------------------------------------------

export interface Course {
  cells: { occupation: string; region: string; measures: Record<string, number[]> }[];
}

/** The state at the start of a year: years + 1 values each. */
interface StateMeasures {
  headcount: number;
  inPost: number;
  recognisedHeads: number;
  recognised: number;
  returnedHeads: number;
  looking: number;
  trainees: number;
  posts: number;
  vacancies: number;
  requirement: number;
  shortfall: number;
  recognisedRequirement: number;
  recognisedShortfall: number;
  pay: number;
  trainingCost: number;
}

/** What happens in a step: as many values as there are steps. */
interface FlowMeasures {
  retired: number;
  quit: number;
  returned: number;
  returnedLeft: number;
  trainingLeft: number;
  completed: number;
  notTakenUp: number;
  startsOffered: number;
  starts: number;
  startsLost: number;
  movedIntoTraining: number;
  postsFunded: number;
  postsAdded: number;
  places: number;
  hiredTrained: number;
  hiredLooking: number;
  hiredInternational: number;
  hiredDirect: number;
  turnedAway: number;
  stoppedLooking: number;
  certified: number;
  transferredIn: number;
  transferredOut: number;
  agedOut: number;
  lookingAgedOut: number;
}

const nothingHappened = (): FlowMeasures => ({
  retired: 0,
  quit: 0,
  returned: 0,
  returnedLeft: 0,
  trainingLeft: 0,
  completed: 0,
  notTakenUp: 0,
  startsOffered: 0,
  starts: 0,
  startsLost: 0,
  movedIntoTraining: 0,
  postsFunded: 0,
  postsAdded: 0,
  places: 0,
  hiredTrained: 0,
  hiredLooking: 0,
  hiredInternational: 0,
  hiredDirect: 0,
  turnedAway: 0,
  stoppedLooking: 0,
  certified: 0,
  transferredIn: 0,
  transferredOut: 0,
  agedOut: 0,
  lookingAgedOut: 0,
});

// ---------------------------------------------------------------------------------------------
// State of one cell (an occupation in a region)
// ---------------------------------------------------------------------------------------------

/** Heads, or a probability, for each age. */
type ByAge = Map<number, number>;

interface Stream {
  route: InputRoute;
  starts: number[];
  inServiceFrom: string | null;
  /** T: heads in the 1st, 2nd … d-th year of training. */
  trainees: Map<number, number>;
}

interface Cell {
  given: InputCell;
  occupation: InputOccupation;
  /** N */
  notRecognised: ByAge;
  /** M */
  recognised: ByAge;
  /** B */
  returned: number;
  /** P */
  looking: ByAge;
  /** E */
  posts: number;
  streams: Stream[];

  /** What has happened so far in the present step. */
  flows: FlowMeasures;
  /** N + M after step 1, which bounds supervision in step 4. */
  headsAfterLeaving: number;
  /** Those who completed training in step 3 and want a post in step 6. */
  completers: ByAge;
  /** WTE of V that hiring in step 6 left open for transfers in step 7. */
  placesLeft: number;
}

// ---------------------------------------------------------------------------------------------
// Small helpers
// ---------------------------------------------------------------------------------------------

/** The value at an index; an index outside the array is a mistake. */
const pick = <T>(values: T[], index: number): T => {
  const value = values[index];
  if (value === undefined) {
    throw new Error(`no value at index ${index} of ${values.length}`);
  }
  return value;
};

/** The value for a key; a key that the map lacks is a mistake. */
const get = (map: Map<number, number>, key: number): number => {
  const value = map.get(key);
  if (value === undefined) {
    throw new Error(`no value for ${key}`);
  }
  return value;
};

const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) {
    total += value;
  }
  return total;
};

const heads = (people: ByAge): number => sum(people.values());

const agesOf = (input: ResolvedInput): number[] => {
  const ages: number[] = [];
  for (let age = input.ages.first; age <= input.ages.last; age += 1) {
    ages.push(age);
  }
  return ages;
};

/** An array with one value an age, from ages.first on, as a map from age to value. */
const byAge = (input: ResolvedInput, values: number[]): ByAge =>
  new Map(agesOf(input).map((age) => [age, pick(values, age - input.ages.first)]));

const scaled = (people: ByAge, factor: number): ByAge =>
  new Map([...people].map(([age, count]) => [age, count * factor]));

const nobody = (input: ResolvedInput): ByAge => new Map(agesOf(input).map((age) => [age, 0]));

const add = (people: ByAge, more: ByAge): void => {
  for (const [age, count] of more) {
    people.set(age, get(people, age) + count);
  }
};

const subtract = (people: ByAge, fewer: ByAge): void => {
  for (const [age, count] of fewer) {
    people.set(age, get(people, age) - count);
  }
};

/** WTE of people at the participation, age by age, of an occupation. */
const wte = (input: ResolvedInput, occupation: InputOccupation, people: ByAge): number => {
  const participation = byAge(input, occupation.participation);
  return sum([...people].map(([age, count]) => count * get(participation, age)));
};

/** The largest share, at most 1, of a demand that fits in a room. */
const shareThatFits = (demand: number, room: number): number => (demand > room ? room / demand : 1);

const occupationOf = (input: ResolvedInput, id: string): InputOccupation => {
  const occupation = input.occupations.find((one) => one.id === id);
  if (occupation === undefined) {
    throw new Error(`no occupation ${id}`);
  }
  return occupation;
};

const routeOf = (input: ResolvedInput, id: string): InputRoute => {
  const route = input.routes.find((one) => one.id === id);
  if (route === undefined) {
    throw new Error(`no route ${id}`);
  }
  return route;
};

/** The cell of an occupation in a region, if the input has it. */
const cellOf = (cells: Cell[], occupation: string, region: string): Cell | undefined =>
  cells.find((cell) => cell.occupation.id === occupation && cell.given.region === region);

// ---------------------------------------------------------------------------------------------
// State at the start of a year
// ---------------------------------------------------------------------------------------------

const baselineStream = (input: ResolvedInput, given: InputCell['training'][number]): Stream => {
  const route = routeOf(input, given.route);
  const trainees = new Map<number, number>();
  for (let year = 1; year <= route.years; year += 1) {
    trainees.set(year, pick(given.trainees, year - 1));
  }
  return { route, starts: given.starts, inServiceFrom: given.inServiceFrom, trainees };
};

const baselineCell = (input: ResolvedInput, given: InputCell): Cell => ({
  given,
  occupation: occupationOf(input, given.occupation),
  notRecognised: byAge(input, given.notRecognised),
  recognised: byAge(input, given.recognised),
  returned: given.returned,
  looking: nobody(input),
  posts: given.posts,
  streams: given.training.map((training) => baselineStream(input, training)),
  flows: nothingHappened(),
  headsAfterLeaving: 0,
  completers: nobody(input),
  placesLeft: 0,
});

/** W: in post, WTE, with those who retired and returned. */
const inPost = (input: ResolvedInput, cell: Cell): number =>
  wte(input, cell.occupation, cell.notRecognised) +
  wte(input, cell.occupation, cell.recognised) +
  cell.returned * input.returnedParticipation;

const traineesIn = (stream: Stream): number => sum(stream.trainees.values());

const stateOf = (input: ResolvedInput, cell: Cell, t: number): StateMeasures => {
  const occupation = cell.occupation;
  const present = inPost(input, cell);
  const recognised = wte(input, occupation, cell.recognised);
  const requirement = pick(cell.given.requirement, t);
  const recognisedRequirement = pick(cell.given.recognisedRequirement, t);
  return {
    headcount: heads(cell.notRecognised) + heads(cell.recognised),
    inPost: present,
    recognisedHeads: heads(cell.recognised),
    recognised,
    returnedHeads: cell.returned,
    looking: heads(cell.looking),
    trainees: sum(cell.streams.map(traineesIn)),
    posts: cell.posts,
    vacancies: Math.max(0, cell.posts - present),
    requirement,
    shortfall: Math.max(0, requirement - present),
    recognisedRequirement,
    recognisedShortfall: Math.max(0, recognisedRequirement - recognised),
    pay: present * occupation.pay * (1 + occupation.onCosts),
    trainingCost: sum(cell.streams.map((stream) => traineesIn(stream) * stream.route.costPerTrainee)),
  };
};

// ---------------------------------------------------------------------------------------------
// 1. Leave
// ---------------------------------------------------------------------------------------------

/** The hazards in force: the last entry dated on or before the step's year, or else the first. */
const retirementInForce = (input: ResolvedInput, occupation: InputOccupation, t: number): ByAge => {
  const year = input.baselineYear + t;
  const begun = occupation.retirement.filter((entry) => entry.fromYear <= year);
  const inForce = begun.length > 0 ? pick(begun, begun.length - 1) : pick(occupation.retirement, 0);
  return byAge(input, inForce.byAge);
};

const leave = (input: ResolvedInput, cell: Cell, t: number): void => {
  const retirement = retirementInForce(input, cell.occupation, t);
  const quitting = byAge(input, cell.occupation.quitting);
  const multiplier = pick(cell.occupation.quitMultiplier, t);

  for (const people of [cell.notRecognised, cell.recognised]) {
    for (const age of agesOf(input)) {
      const before = get(people, age);
      const retired = before * get(retirement, age);
      const notRetired = before - retired;
      const quit = notRetired * Math.min(1, get(quitting, age) * multiplier);
      people.set(age, notRetired - quit);
      cell.flows.retired += retired;
      cell.flows.quit += quit;
    }
  }
  cell.headsAfterLeaving = heads(cell.notRecognised) + heads(cell.recognised);
};

// ---------------------------------------------------------------------------------------------
// 2. Return ("return" is a reserved word)
// ---------------------------------------------------------------------------------------------

const returnSome = (input: ResolvedInput, cell: Cell, t: number): void => {
  cell.flows.returnedLeft = cell.returned * input.returnedLeaving;
  cell.flows.returned = cell.flows.retired * pick(cell.occupation.returning, t);
  cell.returned = cell.returned - cell.flows.returnedLeft + cell.flows.returned;
};

// ---------------------------------------------------------------------------------------------
// 3. Train
// ---------------------------------------------------------------------------------------------

const train = (input: ResolvedInput, cell: Cell): void => {
  cell.completers = nobody(input);
  for (const stream of cell.streams) {
    const route = stream.route;
    const before = stream.trainees;
    const after = new Map<number, number>([[1, 0]]);
    for (let year = 1; year <= route.years; year += 1) {
      const left = get(before, year) * route.attrition;
      const stayed = get(before, year) - left;
      cell.flows.trainingLeft += left;
      if (year < route.years) {
        after.set(year + 1, stayed);
      } else {
        const takenUp = stayed * route.takeUp;
        cell.flows.completed += stayed;
        cell.flows.notTakenUp += stayed - takenUp;
        add(cell.completers, scaled(byAge(input, route.entryProfile), takenUp));
      }
    }
    stream.trainees = after;
  }
};

// ---------------------------------------------------------------------------------------------
// 4. Start
// ---------------------------------------------------------------------------------------------

/** As many as are wanted leave the post they had; all of them, if there are fewer than wanted. */
const moveIntoTraining = (source: Cell, route: InputRoute, wanted: number): void => {
  const { from, to } = route.inServiceAges;
  const eligible: ByAge = new Map([...source.notRecognised].filter(([age]) => age >= from && age <= to));
  const moving = scaled(eligible, shareThatFits(heads(eligible), wanted));
  subtract(source.notRecognised, moving);
  source.flows.movedIntoTraining += heads(moving);
};

const start = (cells: Cell[], cell: Cell, t: number): void => {
  const offered = sum(cell.streams.map((stream) => pick(stream.starts, t)));
  const continuing = sum(cell.streams.map(traineesIn));
  const limit = pick(cell.occupation.supervision, t) * cell.headsAfterLeaving;
  const room = Math.max(0, limit - continuing);
  const factor = shareThatFits(offered, room);

  for (const stream of cell.streams) {
    const started = pick(stream.starts, t) * factor;
    stream.trainees.set(1, started);
    cell.flows.starts += started;

    const source = stream.inServiceFrom === null ? undefined : cellOf(cells, stream.inServiceFrom, cell.given.region);
    if (source !== undefined) {
      moveIntoTraining(source, stream.route, started * stream.route.inServiceShare);
    }
  }
  cell.flows.startsOffered = offered;
  cell.flows.startsLost = offered - cell.flows.starts;
};

// ---------------------------------------------------------------------------------------------
// 5. Fund
// ---------------------------------------------------------------------------------------------

const fund = (input: ResolvedInput, cell: Cell, t: number): void => {
  const notFunded = Math.max(0, pick(cell.given.requirement, t + 1) - cell.posts);
  cell.flows.postsFunded = pick(input.fundedShare, t) * notFunded;
  const funded = cell.posts + cell.flows.postsFunded;
  cell.posts = Math.max(0, funded + pick(cell.given.addedPosts, t));
  cell.flows.postsAdded = cell.posts - funded;
};

// ---------------------------------------------------------------------------------------------
// 6. Recruit
// ---------------------------------------------------------------------------------------------

const recruitsFrom = (input: ResolvedInput, cell: Cell, source: 'international' | 'direct', t: number): ByAge => {
  const people = nobody(input);
  for (const recruits of cell.given.recruits) {
    if (recruits.source === source) {
      add(people, scaled(byAge(input, recruits.profile), pick(recruits.people, t)));
    }
  }
  return people;
};

/** The ages of further recruits: those of the first direct recruits, else of the first recruits, else of new staff. */
const furtherRecruits = (input: ResolvedInput, cell: Cell): ByAge => {
  const { recruits } = cell.given;
  const profile =
    recruits.find(({ source }) => source === 'direct')?.profile ??
    recruits[0]?.profile ??
    cell.streams[0]?.route.entryProfile;
  return profile === undefined ? nobody(input) : byAge(input, profile);
};

/** Every place left open finds a recruit, after everyone who was really available. */
const fillPlaces = (input: ResolvedInput, cell: Cell): void => {
  const oneEach = furtherRecruits(input, cell);
  const wteEach = wte(input, cell.occupation, oneEach);
  if (wteEach === 0) return;
  const people = scaled(oneEach, cell.placesLeft / wteEach);
  add(cell.notRecognised, people);
  cell.flows.hiredDirect += heads(people);
  cell.placesLeft = 0;
};

const recruit = (input: ResolvedInput, cell: Cell, t: number): void => {
  const trained = cell.completers;
  const looking = cell.looking;
  const international = recruitsFrom(input, cell, 'international', t);
  const direct = recruitsFrom(input, cell, 'direct', t);

  const available = nobody(input);
  for (const people of [trained, looking, international, direct]) {
    add(available, people);
  }
  const availableWte = wte(input, cell.occupation, available);
  const places = Math.max(0, cell.posts - inPost(input, cell));
  const fraction = shareThatFits(availableWte, places);

  const hired = scaled(available, fraction);
  const turnedAway = new Map(available);
  subtract(turnedAway, hired);
  add(cell.notRecognised, hired);
  cell.looking = scaled(turnedAway, 1 - input.turnedAwayLost);
  cell.placesLeft = Math.max(0, places - wte(input, cell.occupation, hired));

  cell.flows.places = places;
  cell.flows.hiredTrained = heads(trained) * fraction;
  cell.flows.hiredLooking = heads(looking) * fraction;
  cell.flows.hiredInternational = heads(international) * fraction;
  cell.flows.hiredDirect = heads(direct) * fraction;
  cell.flows.turnedAway = heads(turnedAway);
  cell.flows.stoppedLooking = heads(turnedAway) * input.turnedAwayLost;
};

// ---------------------------------------------------------------------------------------------
// 7. Certify, then transfer
// ---------------------------------------------------------------------------------------------

const certify = (cell: Cell, t: number): void => {
  const certification = cell.occupation.certification;
  if (certification === null) {
    return;
  }
  const eligible: ByAge = new Map([...cell.notRecognised].filter(([age]) => age >= certification.fromAge));
  const ready = scaled(eligible, pick(certification.probability, t));
  const most = pick(certification.perAssessor, t) * heads(cell.recognised);
  const certified = scaled(ready, shareThatFits(heads(ready), most));
  subtract(cell.notRecognised, certified);
  add(cell.recognised, certified);
  cell.flows.certified = heads(certified);
};

interface Move {
  from: Cell;
  to: Cell;
  people: ByAge;
}

/** Everyone who seeks to move, from the numbers before anybody has moved. */
const movesSought = (cells: Cell[]): Move[] => {
  const moves: Move[] = [];
  for (const from of cells) {
    for (const { to: occupation, share } of from.occupation.transfers) {
      const to = cellOf(cells, occupation, from.given.region);
      if (to !== undefined) {
        moves.push({ from, to, people: scaled(from.notRecognised, share) });
      }
    }
  }
  return moves;
};

const transfer = (input: ResolvedInput, cells: Cell[]): void => {
  const moves = movesSought(cells);
  for (const destination of cells) {
    const arriving = moves.filter((move) => move.to === destination);
    const soughtWte = sum(arriving.map((move) => wte(input, destination.occupation, move.people)));
    const factor = shareThatFits(soughtWte, destination.placesLeft);
    for (const move of arriving) {
      const moving = scaled(move.people, factor);
      subtract(move.from.notRecognised, moving);
      add(destination.notRecognised, moving);
      move.from.flows.transferredOut += heads(moving);
      destination.flows.transferredIn += heads(moving);
    }
  }
};

// ---------------------------------------------------------------------------------------------
// 8. Age
// ---------------------------------------------------------------------------------------------

const olderByOne = (input: ResolvedInput, people: ByAge): ByAge => {
  const older = nobody(input);
  for (const age of agesOf(input)) {
    if (age < input.ages.last) {
      older.set(age + 1, get(people, age));
    }
  }
  return older;
};

const age = (input: ResolvedInput, cell: Cell): void => {
  const last = input.ages.last;
  cell.flows.agedOut = get(cell.notRecognised, last) + get(cell.recognised, last);
  cell.flows.lookingAgedOut = get(cell.looking, last);
  cell.notRecognised = olderByOne(input, cell.notRecognised);
  cell.recognised = olderByOne(input, cell.recognised);
  cell.looking = olderByOne(input, cell.looking);
};

// ---------------------------------------------------------------------------------------------
// One step, and the course
// ---------------------------------------------------------------------------------------------

/** What a run assumes beyond its input. */
export interface Options {
  fillPlaces?: boolean;
}

/** All cells finish one part of the step before any of them begins the next. */
const step = (input: ResolvedInput, cells: Cell[], t: number, options: Options): void => {
  for (const cell of cells) cell.flows = nothingHappened();
  for (const cell of cells) leave(input, cell, t);
  for (const cell of cells) returnSome(input, cell, t);
  for (const cell of cells) train(input, cell);
  for (const cell of cells) start(cells, cell, t);
  for (const cell of cells) fund(input, cell, t);
  for (const cell of cells) recruit(input, cell, t);
  if (options.fillPlaces === true) for (const cell of cells) fillPlaces(input, cell);
  for (const cell of cells) certify(cell, t);
  transfer(input, cells);
  for (const cell of cells) age(input, cell);
};

const report = (measures: Record<string, number[]>, values: StateMeasures | FlowMeasures): void => {
  for (const [name, value] of Object.entries(values) as [string, number][]) {
    const series = measures[name] ?? [];
    series.push(value);
    measures[name] = series;
  }
};

export const expectedCourse = (input: ResolvedInput, options: Options = {}): Course => {
  const cells = input.cells.map((given) => baselineCell(input, given));
  const reports = cells.map((cell) => {
    const measures: Record<string, number[]> = {};
    report(measures, stateOf(input, cell, 0));
    return { cell, measures };
  });

  for (let t = 0; t < input.years; t += 1) {
    step(input, cells, t, options);
    for (const { cell, measures } of reports) {
      report(measures, cell.flows);
      report(measures, stateOf(input, cell, t + 1));
    }
  }

  return {
    cells: reports.map(({ cell, measures }) => ({
      occupation: cell.occupation.id,
      region: cell.given.region,
      measures,
    })),
  };
};
