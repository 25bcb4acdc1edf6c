// The workforce model under chance, computed a second time from its one-page specification: one run,
// person by person. Whoever is in post or looking for a post is one number, their age, in a list; each
// is tossed for alone. Trainees have no age until they take up work, so they are counted.
// Written without sight of the engine. It is plain and slow on purpose, and imports only types.

import type { Course, InputCell, InputOccupation, InputRoute, ResolvedInput } from './expected-course.ts';

/** A number at least 0 and below 1, another one at each call. */
export type Random = () => number;

/** sfc32 (Small Fast Counter, by Chris Doty-Humphrey): 128 bits of state, 32 bits a draw. */
export const makeRandom = (seed: number): Random => {
  let a = 0;
  let b = Math.floor(seed / 2 ** 32) | 0;
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const drawn = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + drawn) | 0;
    return drawn >>> 0;
  };
  for (let skipped = 0; skipped < 20; skipped += 1) next();
  return () => next() / 2 ** 32;
};

// ---------------------------------------------------------------------------------------------
// What is reported
// ---------------------------------------------------------------------------------------------

const flowNames = [
  'retired',
  'quit',
  'returned',
  'returnedLeft',
  'trainingLeft',
  'completed',
  'notTakenUp',
  'startsOffered',
  'starts',
  'startsLost',
  'movedIntoTraining',
  'postsFunded',
  'postsAdded',
  'places',
  'placesExceeded',
  'hiredTrained',
  'hiredLooking',
  'hiredInternational',
  'hiredDirect',
  'turnedAway',
  'stoppedLooking',
  'certified',
  'transferredIn',
  'transferredOut',
  'agedOut',
  'lookingAgedOut',
] as const;

type Flows = Record<(typeof flowNames)[number], number>;

const nothingHappened = (): Flows => Object.fromEntries(flowNames.map((name) => [name, 0])) as Flows;

// ---------------------------------------------------------------------------------------------
// State of one cell (an occupation in a region)
// ---------------------------------------------------------------------------------------------

/** One entry a person: their age. */
type People = number[];

interface Stream {
  route: InputRoute;
  starts: number[];
  inServiceFrom: string | null;
  /** T: heads in the 1st, 2nd … d-th year of training. */
  trainees: number[];
}

interface Cell {
  given: InputCell;
  occupation: InputOccupation;
  /** N */
  notRecognised: People;
  /** M */
  recognised: People;
  /** B */
  returned: number;
  /** P */
  looking: People;
  /** E */
  posts: number;
  streams: Stream[];

  /** What has happened so far in the present step. */
  flows: Flows;
  /** N + M after step 1, which bounds supervision in step 4. */
  headsAfterLeaving: number;
  /** Those who completed training in step 3 and want a post in step 6. */
  completers: People;
  /** WTE of V that hiring in step 6 left open for transfers in step 7. */
  placesLeft: number;
}

// ---------------------------------------------------------------------------------------------
// Small helpers
// ---------------------------------------------------------------------------------------------

/** The value at an index; an index outside the array is a mistake. */
const pick = <T>(values: readonly T[], index: number): T => {
  const value = values[index];
  if (value === undefined) throw new Error(`no value at index ${index} of ${values.length}`);
  return value;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** True with the probability. */
const happens = (random: Random, probability: number): boolean => random() < probability;

/** To how many of so many people something happens that has the probability for each. */
const toHowMany = (random: Random, people: number, probability: number): number => {
  let count = 0;
  for (let person = 0; person < people; person += 1) {
    if (happens(random, probability)) count += 1;
  }
  return count;
};

/** Parts people in two: to whom it happens and to whom not. */
const parted = (people: People, test: (age: number) => boolean): { yes: People; no: People } => {
  const yes: People = [];
  const no: People = [];
  for (const age of people) (test(age) ? yes : no).push(age);
  return { yes, no };
};

/** Whole counts in place of real ones: n_a = ⌊C_a + u⌋ − ⌊C_{a−1} + u⌋, C cumulative. */
const systematicallyRounded = (random: Random, counts: readonly number[]): number[] => {
  const u = random();
  let cumulative = 0;
  let below = 0;
  return counts.map((count) => {
    cumulative += count;
    const upTo = Math.floor(cumulative + u);
    const whole = upTo - below;
    below = upTo;
    return whole;
  });
};

const roundedAtRandom = (random: Random, count: number): number => Math.floor(count + random());

/** People from real counts by age, the first of them for ages.first. */
const peopleFrom = (input: ResolvedInput, random: Random, counts: readonly number[]): People =>
  systematicallyRounded(random, counts).flatMap((count, index) =>
    Array.from({ length: count }, () => input.ages.first + index),
  );

/** One age drawn from a profile that adds to 1. */
const ageFrom = (input: ResolvedInput, random: Random, profile: readonly number[]): number => {
  const u = random();
  let cumulative = 0;
  let lastPossible = -1;
  for (const [index, share] of profile.entries()) {
    if (share > 0) {
      lastPossible = index;
      cumulative += share;
      if (u < cumulative) return input.ages.first + index;
    }
  }
  // Reached only where the shares add up to a little less than 1, by rounding.
  if (lastPossible < 0) throw new Error('a profile without ages');
  return input.ages.first + lastPossible;
};

const atAge = (input: ResolvedInput, values: readonly number[], age: number): number =>
  pick(values, age - input.ages.first);

const wte = (input: ResolvedInput, occupation: InputOccupation, people: People): number => {
  let total = 0;
  for (const age of people) total += atAge(input, occupation.participation, age);
  return total;
};

/** The largest share, at most 1, of a demand that fits in a room. */
const shareThatFits = (demand: number, room: number): number => (demand > room ? room / demand : 1);

const withId = <T extends { id: string }>(things: readonly T[], id: string): T => {
  const thing = things.find((one) => one.id === id);
  if (thing === undefined) throw new Error(`nothing with the id ${id}`);
  return thing;
};

/** The cell of an occupation in a region, if the input has it. */
const cellOf = (cells: readonly Cell[], occupation: string, region: string): Cell | undefined =>
  cells.find((cell) => cell.occupation.id === occupation && cell.given.region === region);

// ---------------------------------------------------------------------------------------------
// State at the start of a year
// ---------------------------------------------------------------------------------------------

const baselineCell = (input: ResolvedInput, random: Random, given: InputCell): Cell => ({
  given,
  occupation: withId(input.occupations, given.occupation),
  notRecognised: peopleFrom(input, random, given.notRecognised),
  recognised: peopleFrom(input, random, given.recognised),
  returned: roundedAtRandom(random, given.returned),
  looking: [],
  posts: given.posts,
  streams: given.training.map((training) => ({
    route: withId(input.routes, training.route),
    starts: training.starts,
    inServiceFrom: training.inServiceFrom,
    trainees: systematicallyRounded(random, training.trainees),
  })),
  flows: nothingHappened(),
  headsAfterLeaving: 0,
  completers: [],
  placesLeft: 0,
});

/** W: in post, WTE, with those who retired and returned. */
const inPost = (input: ResolvedInput, cell: Cell): number =>
  wte(input, cell.occupation, cell.notRecognised) +
  wte(input, cell.occupation, cell.recognised) +
  cell.returned * input.returnedParticipation;

const stateOf = (input: ResolvedInput, cell: Cell, t: number): Record<string, number> => {
  const { occupation, given } = cell;
  const present = inPost(input, cell);
  const recognised = wte(input, occupation, cell.recognised);
  const requirement = pick(given.requirement, t);
  const recognisedRequirement = pick(given.recognisedRequirement, t);
  return {
    headcount: cell.notRecognised.length + cell.recognised.length,
    inPost: present,
    recognisedHeads: cell.recognised.length,
    recognised,
    returnedHeads: cell.returned,
    looking: cell.looking.length,
    trainees: sum(cell.streams.map((stream) => sum(stream.trainees))),
    posts: cell.posts,
    vacancies: Math.max(0, cell.posts - present),
    requirement,
    shortfall: Math.max(0, requirement - present),
    recognisedRequirement,
    recognisedShortfall: Math.max(0, recognisedRequirement - recognised),
    pay: present * occupation.pay * (1 + occupation.onCosts),
    trainingCost: sum(cell.streams.map((stream) => sum(stream.trainees) * stream.route.costPerTrainee)),
  };
};

// ---------------------------------------------------------------------------------------------
// 1. Leave
// ---------------------------------------------------------------------------------------------

/** The hazards in force: the last entry dated on or before the step's year, or else the first. */
const retirementInForce = (input: ResolvedInput, occupation: InputOccupation, t: number): number[] => {
  const begun = occupation.retirement.filter((entry) => entry.fromYear <= input.baselineYear + t);
  return (begun.at(-1) ?? pick(occupation.retirement, 0)).byAge;
};

const leave = (input: ResolvedInput, random: Random, cell: Cell, t: number): void => {
  const retirement = retirementInForce(input, cell.occupation, t);
  const multiplier = pick(cell.occupation.quitMultiplier, t);

  const stays = (age: number): boolean => {
    if (happens(random, atAge(input, retirement, age))) {
      cell.flows.retired += 1;
      return false;
    }
    if (happens(random, Math.min(1, atAge(input, cell.occupation.quitting, age) * multiplier))) {
      cell.flows.quit += 1;
      return false;
    }
    return true;
  };
  cell.notRecognised = cell.notRecognised.filter(stays);
  cell.recognised = cell.recognised.filter(stays);
  cell.headsAfterLeaving = cell.notRecognised.length + cell.recognised.length;
};

// ---------------------------------------------------------------------------------------------
// 2. Return ("return" is a reserved word)
// ---------------------------------------------------------------------------------------------

const returnSome = (input: ResolvedInput, random: Random, cell: Cell, t: number): void => {
  cell.flows.returnedLeft = toHowMany(random, cell.returned, input.returnedLeaving);
  cell.flows.returned = toHowMany(random, cell.flows.retired, pick(cell.occupation.returning, t));
  cell.returned += cell.flows.returned - cell.flows.returnedLeft;
};

// ---------------------------------------------------------------------------------------------
// 3. Train
// ---------------------------------------------------------------------------------------------

const train = (input: ResolvedInput, random: Random, cell: Cell): void => {
  cell.completers = [];
  for (const stream of cell.streams) {
    const { route } = stream;
    const stayed = stream.trainees.map((trainees) => {
      const left = toHowMany(random, trainees, route.attrition);
      cell.flows.trainingLeft += left;
      return trainees - left;
    });
    // Everyone moves up a year: nobody is in the first, and the last have completed.
    stream.trainees = [0, ...stayed.slice(0, -1)];
    const completed = pick(stayed, route.years - 1);
    cell.flows.completed += completed;
    for (let person = 0; person < completed; person += 1) {
      if (happens(random, route.takeUp)) {
        cell.completers.push(ageFrom(input, random, route.entryProfile));
      } else {
        cell.flows.notTakenUp += 1;
      }
    }
  }
};

// ---------------------------------------------------------------------------------------------
// 4. Start
// ---------------------------------------------------------------------------------------------

/** As many as are wanted leave the post they had, whoever chance picks; all, if there are fewer than wanted. */
const moveIntoTraining = (random: Random, source: Cell, route: InputRoute, wanted: number): void => {
  const { from, to } = route.inServiceAges;
  const { yes: eligible, no: others } = parted(source.notRecognised, (age) => age >= from && age <= to);
  let moved = 0;
  while (moved < wanted && eligible.length > 0) {
    eligible.splice(Math.floor(random() * eligible.length), 1);
    moved += 1;
  }
  source.notRecognised = [...others, ...eligible];
  source.flows.movedIntoTraining += moved;
};

const start = (random: Random, cells: Cell[], cell: Cell, t: number): void => {
  const offers = cell.streams.map((stream) => roundedAtRandom(random, pick(stream.starts, t)));
  const offered = sum(offers);
  const continuing = sum(cell.streams.map((stream) => sum(stream.trainees)));
  const limit = pick(cell.occupation.supervision, t) * cell.headsAfterLeaving;
  const kept = shareThatFits(offered, Math.max(0, limit - continuing));

  for (const [index, stream] of cell.streams.entries()) {
    const started = toHowMany(random, pick(offers, index), kept);
    stream.trainees[0] = started;
    cell.flows.starts += started;

    const source = stream.inServiceFrom === null ? undefined : cellOf(cells, stream.inServiceFrom, cell.given.region);
    if (source !== undefined) {
      moveIntoTraining(random, source, stream.route, toHowMany(random, started, stream.route.inServiceShare));
    }
  }
  cell.flows.startsOffered = offered;
  cell.flows.startsLost = offered - cell.flows.starts;
};

// ---------------------------------------------------------------------------------------------
// 5. Fund: posts stay real numbers, and nothing is left to chance
// ---------------------------------------------------------------------------------------------

const fund = (input: ResolvedInput, cell: Cell, t: number): void => {
  cell.flows.postsFunded = pick(input.fundedShare, t) * Math.max(0, pick(cell.given.requirement, t + 1) - cell.posts);
  const funded = cell.posts + cell.flows.postsFunded;
  // Dated posts may be taken away, but no more of them than there are.
  cell.posts = Math.max(0, funded + pick(cell.given.addedPosts, t));
  cell.flows.postsAdded = cell.posts - funded;
};

// ---------------------------------------------------------------------------------------------
// 6. Recruit
// ---------------------------------------------------------------------------------------------

const recruitsFrom = (
  input: ResolvedInput,
  random: Random,
  cell: Cell,
  source: 'international' | 'direct',
  t: number,
): People =>
  cell.given.recruits
    .filter((recruits) => recruits.source === source)
    .flatMap((recruits) => {
      const people = pick(recruits.people, t);
      return peopleFrom(
        input,
        random,
        recruits.profile.map((share) => people * share),
      );
    });

const recruit = (input: ResolvedInput, random: Random, cell: Cell, t: number): void => {
  const sources = [
    ['hiredTrained', cell.completers],
    ['hiredLooking', cell.looking],
    ['hiredInternational', recruitsFrom(input, random, cell, 'international', t)],
    ['hiredDirect', recruitsFrom(input, random, cell, 'direct', t)],
  ] as const;

  const availableWte = sum(sources.map(([, people]) => wte(input, cell.occupation, people)));
  const places = Math.max(0, cell.posts - inPost(input, cell));
  const fraction = shareThatFits(availableWte, places);

  let hiredWte = 0;
  const pool: People = [];
  for (const [flow, people] of sources) {
    const { yes: hired, no: turnedAway } = parted(people, () => fraction === 1 || happens(random, fraction));
    const { yes: lost, no: stillLooking } = parted(turnedAway, () => happens(random, input.turnedAwayLost));
    cell.notRecognised.push(...hired);
    pool.push(...stillLooking);
    hiredWte += wte(input, cell.occupation, hired);
    cell.flows[flow] = hired.length;
    cell.flows.turnedAway += turnedAway.length;
    cell.flows.stoppedLooking += lost.length;
  }
  cell.looking = pool;
  cell.placesLeft = Math.max(0, places - hiredWte);
  cell.flows.places = places;
  // Where everybody fits there is no excess; the two sums may differ in their last digit.
  cell.flows.placesExceeded = fraction === 1 ? 0 : Math.max(0, hiredWte - places);
};

// ---------------------------------------------------------------------------------------------
// 7. Certify, then transfer
// ---------------------------------------------------------------------------------------------

const certify = (random: Random, cell: Cell, t: number): void => {
  const { certification } = cell.occupation;
  if (certification === null) return;
  const { yes: eligible, no: tooYoung } = parted(cell.notRecognised, (age) => age >= certification.fromAge);
  const probability = pick(certification.probability, t);
  const most = pick(certification.perAssessor, t) * cell.recognised.length;
  const inForce = probability * eligible.length > most ? most / eligible.length : probability;

  const { yes: certified, no: notYet } = parted(eligible, () => happens(random, inForce));
  cell.notRecognised = [...tooYoung, ...notYet];
  cell.recognised.push(...certified);
  cell.flows.certified = certified.length;
};

/** Where people of a cell may transfer to: cells of the same region that exist. */
const destinationsOf = (cells: Cell[], from: Cell): { to: Cell; share: number }[] =>
  from.occupation.transfers.flatMap(({ to: occupation, share }) => {
    const to = cellOf(cells, occupation, from.given.region);
    return to === undefined ? [] : [{ to, share }];
  });

const transfer = (input: ResolvedInput, random: Random, cells: Cell[]): void => {
  // The fractions, from the numbers before anybody has moved.
  const sought = new Map(cells.map((cell) => [cell, 0]));
  for (const from of cells) {
    for (const { to, share } of destinationsOf(cells, from)) {
      sought.set(to, (sought.get(to) ?? 0) + share * wte(input, to.occupation, from.notRecognised));
    }
  }
  const fraction = (to: Cell): number => shareThatFits(sought.get(to) ?? 0, to.placesLeft);

  // Each person moves to one destination or stays; arrivals wait until all have been asked.
  const arrivals: { to: Cell; age: number }[] = [];
  for (const from of cells) {
    const chances = destinationsOf(cells, from).map(({ to, share }) => ({ to, probability: share * fraction(to) }));
    if (chances.length > 0) {
      from.notRecognised = from.notRecognised.filter((age) => {
        const u = random();
        let cumulative = 0;
        for (const { to, probability } of chances) {
          cumulative += probability;
          if (u < cumulative) {
            arrivals.push({ to, age });
            from.flows.transferredOut += 1;
            to.flows.transferredIn += 1;
            return false;
          }
        }
        return true;
      });
    }
  }
  for (const { to, age } of arrivals) to.notRecognised.push(age);
};

// ---------------------------------------------------------------------------------------------
// 8. Age
// ---------------------------------------------------------------------------------------------

const age = (input: ResolvedInput, cell: Cell): void => {
  const older = (people: People): People =>
    people.map((years) => years + 1).filter((years) => years <= input.ages.last);
  const before = cell.notRecognised.length + cell.recognised.length;
  const lookingBefore = cell.looking.length;
  cell.notRecognised = older(cell.notRecognised);
  cell.recognised = older(cell.recognised);
  cell.looking = older(cell.looking);
  cell.flows.agedOut = before - cell.notRecognised.length - cell.recognised.length;
  cell.flows.lookingAgedOut = lookingBefore - cell.looking.length;
};

// ---------------------------------------------------------------------------------------------
// One step, and the course
// ---------------------------------------------------------------------------------------------

/** All cells finish one part of the step before any of them begins the next. */
const step = (input: ResolvedInput, random: Random, cells: Cell[], t: number): void => {
  for (const cell of cells) cell.flows = nothingHappened();
  for (const cell of cells) leave(input, random, cell, t);
  for (const cell of cells) returnSome(input, random, cell, t);
  for (const cell of cells) train(input, random, cell);
  for (const cell of cells) start(random, cells, cell, t);
  for (const cell of cells) fund(input, cell, t);
  for (const cell of cells) recruit(input, random, cell, t);
  for (const cell of cells) certify(random, cell, t);
  transfer(input, random, cells);
  for (const cell of cells) age(input, cell);
};

/** One run. */
export const stochasticCourse = (input: ResolvedInput, random: Random): Course => {
  const cells = input.cells.map((given) => baselineCell(input, random, given));
  const reports = cells.map((cell) => ({ cell, measures: {} as Record<string, number[]> }));
  const report = (measures: Record<string, number[]>, values: Record<string, number>): void => {
    for (const [name, value] of Object.entries(values)) {
      (measures[name] ??= []).push(value);
    }
  };

  for (const { cell, measures } of reports) report(measures, stateOf(input, cell, 0));
  for (let t = 0; t < input.years; t += 1) {
    step(input, random, cells, t);
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
