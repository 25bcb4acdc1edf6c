import type { Stream } from '@isocentre/statistics';
import type { Compiled, Profile } from '../compile.ts';
import { draw, firstSlot, uniformFirst, uniformIn, type FirstSlot } from './luck.ts';
import type { Runs } from './runs.ts';

/** Step 5 in a cell: funds a share of the posts that are missing against next year's requirement, and adds dated ones. */
export const fund = ({ shape, models, count, posts: all, flows }: Runs, t: number, cell: number): void => {
  const { cellCount } = shape;
  for (let run = 0; run < count; run += 1) {
    const model = models[run] as Compiled;
    const at = cell * count + run;
    const posts = all[at] as number;
    const next = model.requirement[(t + 1) * cellCount + cell] as number;
    const funded = (model.input.fundedShare[t] as number) * Math.max(0, next - posts);
    // Less than 0 where posts are taken away, but never more than there are.
    const added = Math.max(-(posts + funded), model.addedPosts[t * cellCount + cell] as number);
    all[at] = posts + funded + added;
    flows.postsFunded[at] = funded;
    flows.postsAdded[at] = added;
  }
};

/** One source of recruits in a step. */
interface Coming {
  /** Where its recruits stand among those of a model. */
  readonly at: number;
  readonly profile: number;
  readonly heads: Int32Array;
  readonly arrive: FirstSlot;
  readonly hire: Stream;
  readonly hired: Float64Array;
}

// Apart from what uses it, so that lists of another kind let only this be compiled anew.
const comingTo = (runs: Runs, t: number, cell: number): readonly Coming[] => {
  const { recruitsOf, sourceCount, sourcesFrom, profileOf } = runs.shape;
  const coming: Coming[] = [];
  for (const { source } of recruitsOf[cell] ?? []) {
    const index = (sourcesFrom[cell] as number) + coming.length;
    coming.push({
      at: t * sourceCount + index,
      profile: profileOf[index] as number,
      heads: runs.sources[coming.length] as Int32Array,
      arrive: firstSlot(runs.streamOf('recruit', cell, t, source)),
      hire: runs.streamOf('hire', cell, t, source),
      hired: source === 'international' ? runs.flows.hiredInternational : runs.flows.hiredDirect,
    });
  }
  return coming;
};

/** What serves every run of a cell in a step. */
interface Market {
  readonly runs: Runs;
  /** Where the WTE of a head by age begin. */
  readonly weights: number;
  readonly coming: readonly Coming[];
  readonly hireTrained: Stream;
  readonly hireLooking: Stream;
  readonly stopLooking: Stream;
  /** Of the run at hand: the WTE of those who apply, and the first and last age of any. */
  wte: number;
  first: number;
  last: number;
}

/** Finds those who completed their training or are looking, `applying` in all. */
const findApplying = (market: Market, run: number, at: number, applying: number): void => {
  const { runs, weights } = market;
  const { shape, models, completers, looking } = runs;
  const { participation } = models[run] as Compiled;
  const offset = at * shape.ageCount;
  let wte = 0;
  let first = shape.ageCount;
  let last = -1;
  for (let a = 0, found = 0; found < applying; a += 1) {
    const heads = (completers[offset + a] as number) + (looking[offset + a] as number);
    if (heads === 0) continue;
    found += heads;
    wte += heads * (participation[weights + a] as number);
    if (a < first) first = a;
    last = a;
  }
  market.wte = wte;
  market.first = first;
  market.last = last;
};

/** Lets recruits of every source come, each counted as hired unless places run short; gives how many come. */
const letCome = (market: Market, run: number, at: number): number => {
  const { runs, weights, coming } = market;
  const model = runs.models[run] as Compiled;
  const { participation } = model;
  const scrambledRun = runs.scrambledRuns[run] as number;
  let { wte, first, last } = market;
  let recruits = 0;
  for (let i = 0; i < coming.length; i += 1) {
    const { at: peopleAt, profile, heads, arrive, hired } = coming[i] as Coming;
    const people = model.recruits[peopleAt] as number;
    if (people === 0) continue;
    const u = uniformFirst(arrive, scrambledRun);
    const { ages, profileSum } = model.profiles[profile] as Profile;
    const whole = Math.floor(people * profileSum + u);
    hired[at] = (hired[at] as number) + whole;
    recruits += whole;
    for (let person = 1; person <= whole; person += 1) {
      // The age at which the cumulative count first reaches the next whole person.
      const a = ages.firstFrom((person - u) / people);
      heads[a] = (heads[a] as number) + 1;
      wte += participation[weights + a] as number;
      if (a < first) first = a;
      if (a > last) last = a;
    }
  }
  market.wte = wte;
  market.first = first;
  market.last = last;
  return recruits;
};

/** There are places for all. */
const hireAll = ({ runs, first, last }: Market, at: number): void => {
  const { notRecognised, looking, agesHeld, completers, sources, flows: to } = runs;
  const offset = at * runs.shape.ageCount;
  to.hiredTrained[at] = runs.completerHeads[at] as number;
  to.hiredLooking[at] = runs.lookingHeads[at] as number;
  runs.lookingHeads[at] = 0;
  for (let a = first; a <= last; a += 1) {
    let hired = (completers[offset + a] as number) + (looking[offset + a] as number);
    for (let i = 0; i < sources.length; i += 1) hired += (sources[i] as Int32Array)[a] as number;
    looking[offset + a] = 0;
    if (hired === 0) continue;
    agesHeld.notRecognised.mark(at, a);
    notRecognised[offset + a] = (notRecognised[offset + a] as number) + hired;
  }
};

/** There are places for a fraction of all, the same of every age and source; gives the WTE hired. */
const hireFraction = (market: Market, run: number, at: number, fraction: number): number => {
  const { runs, weights, coming, first, last, hireTrained, hireLooking, stopLooking } = market;
  const { notRecognised, looking, agesHeld, completers, flows: to } = runs;
  const { participation, input } = runs.models[run] as Compiled;
  const number = runs.firstRun + run;
  const offset = at * runs.shape.ageCount;
  let hiredWte = 0;
  let trained = 0;
  let poolHired = 0;
  let turnedAway = 0;
  let stopped = 0;
  for (const { hired } of coming) hired[at] = 0;
  for (let a = first; a <= last; a += 1) {
    const completing = completers[offset + a] as number;
    const pool = looking[offset + a] as number;
    const fromTraining = completing === 0 ? 0 : draw(completing, fraction, uniformIn(hireTrained, a, number));
    const fromPool = pool === 0 ? 0 : draw(pool, fraction, uniformIn(hireLooking, a, number));
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
    if (available === 0) continue;
    trained += fromTraining;
    poolHired += fromPool;
    if (hired > 0) agesHeld.notRecognised.mark(at, a);
    notRecognised[offset + a] = (notRecognised[offset + a] as number) + hired;
    hiredWte += hired * (participation[weights + a] as number);
    const away = available - hired;
    const stops = away === 0 ? 0 : draw(away, input.turnedAwayLost, uniformIn(stopLooking, a, number));
    looking[offset + a] = away - stops;
    turnedAway += away;
    stopped += stops;
  }
  to.hiredTrained[at] = trained;
  to.hiredLooking[at] = poolHired;
  to.turnedAway[at] = turnedAway;
  to.stoppedLooking[at] = stopped;
  runs.lookingHeads[at] = turnedAway - stopped;
  return hiredWte;
};

/** Step 6 in a cell: fills places with those who are available, all of them or the same fraction of every age and source. */
export const recruit = (runs: Runs, t: number, cell: number): void => {
  const { shape, models, count, completers, completerHeads, lookingHeads, sources, flows: to } = runs;
  const { ageCount, occupationOf } = shape;
  const { notRecognised: others, recognised: experts } = runs.inPost;
  const market: Market = {
    runs,
    weights: (occupationOf[cell] as number) * ageCount,
    coming: comingTo(runs, t, cell),
    hireTrained: runs.streamOf('hire trained', cell, t),
    hireLooking: runs.streamOf('hire looking', cell, t),
    stopLooking: runs.streamOf('stop looking', cell, t),
    wte: 0,
    first: 0,
    last: 0,
  };
  for (let run = 0; run < count; run += 1) {
    const at = cell * count + run;
    const inPost =
      (others.wteStaying[at] as number) +
      (experts.wteStaying[at] as number) +
      (runs.returned[at] as number) * (models[run] as Compiled).input.returnedParticipation;
    const places = Math.max(0, (runs.posts[at] as number) - inPost);
    to.places[at] = places;
    const applying = (completerHeads[at] as number) + (lookingHeads[at] as number);
    findApplying(market, run, at, applying);
    const recruits = letCome(market, run, at);
    if (applying + recruits === 0) {
      runs.placesLeft[at] = places;
      continue;
    }
    const { wte } = market;
    let hiredWte = wte;
    if (wte <= places) hireAll(market, at);
    else hiredWte = hireFraction(market, run, at, places / wte);
    completers.fill(0, at * ageCount, (at + 1) * ageCount);
    completerHeads[at] = 0;
    if (recruits > 0) for (const heads of sources) heads.fill(0);
    runs.placesLeft[at] = Math.max(0, places - hiredWte);
    to.placesExceeded[at] = Math.max(0, hiredWte - places);
  }
};
