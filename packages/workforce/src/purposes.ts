import { isState } from './explain/terms.ts';
import type { Lever } from './lever.ts';
import type { Measure } from './measures.ts';

/** What a measure follows from in one year: purposes for which figures are read, and other measures. */
interface Origins {
  readonly purposes?: readonly string[];
  readonly levers?: readonly Lever['lever'][];
  /** Measures of the same year, or of the step that starts in it. */
  readonly now?: readonly Measure[];
  /** Measures of the year before, and of the step that started in it. */
  readonly before?: readonly Measure[];
  /** Measures of the state a year later. */
  readonly next?: readonly Measure[];
}

const dates = 'the dates of the scenario';
const size = [dates, 'posts at the baseline', 'the share of each region'];
const people = [
  ...size,
  'the ages followed',
  'vacancies at the baseline',
  'recognised experts at the baseline',
  'ages at the baseline',
  'hours worked',
];
const routes = 'the training routes';
const hours = 'hours worked';
const leavers = ['headcount', 'retired', 'quit'] as const;
const hires = ['hiredTrained', 'hiredLooking', 'hiredInternational', 'hiredDirect'] as const;
const hiring: Origins = {
  purposes: [...size, 'recruitment', routes, hours],
  levers: ['recruitment'],
  now: ['completed', 'notTakenUp', 'looking', 'places'],
};
const moving: Origins = {
  purposes: ['moves between occupations', hours],
  now: ['places', ...hires, 'certified', ...leavers, 'movedIntoTraining'],
};
const changes: readonly Measure[] = [
  ...leavers,
  'movedIntoTraining',
  ...hires,
  'transferredIn',
  'transferredOut',
  'agedOut',
];

/** What a state is at the baseline, where it is not the same as in later years. */
const atBaseline: Partial<Record<Measure, Origins>> = {
  headcount: { purposes: people },
  inPost: { purposes: people },
  recognisedHeads: { purposes: people },
  recognised: { purposes: people },
  returnedHeads: { purposes: [dates] },
  looking: { purposes: [dates] },
  trainees: { purposes: [...size, 'training starts', 'the length of training', 'trainees at the baseline', routes] },
  posts: { purposes: size },
};

const origins: Readonly<Record<Measure, Origins>> = {
  headcount: { before: changes },
  inPost: { purposes: [hours], before: ['inPost', ...changes, 'returned', 'returnedLeft'] },
  recognisedHeads: { before: ['recognisedHeads', 'certified', 'retired', 'quit', 'agedOut'] },
  recognised: { purposes: [hours], before: ['recognised', 'certified', 'retired', 'quit', 'agedOut'] },
  returnedHeads: { before: ['returnedHeads', 'returned', 'returnedLeft'] },
  looking: { before: ['turnedAway', 'stoppedLooking', 'lookingAgedOut'] },
  trainees: { before: ['trainees', 'starts', 'trainingLeft', 'completed'] },
  posts: { before: ['posts', 'postsFunded', 'postsAdded'] },
  vacancies: { now: ['posts', 'inPost'] },
  requirement: {
    purposes: [
      ...size,
      'the requirement at the baseline',
      'growth of the requirement',
      'the requirement of later years',
    ],
    levers: ['equipment-programme', 'technology', 'growth'],
  },
  shortfall: { now: ['requirement', 'inPost'] },
  recognisedRequirement: {
    purposes: ['recognised experts at the baseline', 'recognised experts required'],
    now: ['requirement'],
  },
  recognisedShortfall: { now: ['recognisedRequirement', 'recognised'] },
  pay: { purposes: ['pay'], now: ['inPost'] },
  trainingCost: { purposes: [routes], now: ['trainees'] },
  retired: { purposes: ['retirement'], now: ['headcount'] },
  quit: { purposes: ['retirement', 'leaving'], levers: ['retention'], now: ['headcount'] },
  returned: { purposes: ['retire and return'], levers: ['retire-and-return'], now: ['retired'] },
  returnedLeft: { purposes: ['retire and return'], now: ['returnedHeads'] },
  trainingLeft: { purposes: [routes], now: ['trainees'] },
  completed: { purposes: [routes, 'the length of training'], now: ['trainees'] },
  notTakenUp: { purposes: [routes], now: ['completed'] },
  startsOffered: { purposes: [...size, 'training starts'], levers: ['training-places'] },
  starts: { now: ['startsOffered', 'startsLost'] },
  startsLost: {
    purposes: ['the limit on training', routes],
    levers: ['supervision'],
    now: ['startsOffered', 'trainees', ...leavers],
  },
  movedIntoTraining: { purposes: [routes], now: ['starts', ...leavers] },
  postsFunded: {
    purposes: ['the funding of posts'],
    levers: ['funding-share'],
    now: ['posts'],
    next: ['requirement'],
  },
  postsAdded: { purposes: [dates], levers: ['funded-posts'] },
  places: {
    purposes: [hours],
    now: ['posts', 'postsFunded', 'postsAdded', 'inPost', ...leavers, 'returned', 'returnedLeft', 'movedIntoTraining'],
  },
  placesExceeded: {},
  hiredTrained: hiring,
  hiredLooking: hiring,
  hiredInternational: hiring,
  hiredDirect: hiring,
  turnedAway: hiring,
  stoppedLooking: { purposes: ['recruitment'], now: ['turnedAway'] },
  certified: {
    purposes: ['recognition'],
    levers: ['certification'],
    now: ['recognisedHeads', ...leavers, 'movedIntoTraining', ...hires],
  },
  transferredIn: moving,
  transferredOut: moving,
  agedOut: { now: [...leavers, 'movedIntoTraining', ...hires, 'transferredIn', 'transferredOut'] },
  lookingAgedOut: { purposes: ['recruitment'], now: ['turnedAway'] },
};

const lasting: ReadonlySet<Lever['lever']> = new Set(['equipment-programme', 'technology', 'growth']);

/**
 * Finds for which purposes figures are read that feed a measure in year index `t`, and which levers act on it by then.
 *
 * Follows the measure back year by year to the baseline, so that what happens only later is left out.
 *
 * @param levers The levers of the scenario with the year indices in which each acts.
 */
export const originsOf = <L extends { readonly kind: Lever['lever']; readonly from: number; readonly until: number }>(
  measure: Measure,
  t: number,
  levers: readonly L[],
): { readonly purposes: ReadonlySet<string>; readonly levers: ReadonlySet<L> } => {
  const purposes = new Set<string>();
  const acting = new Set<L>();
  const seen = new Set<string>();
  const waiting: (readonly [Measure, number])[] = [[measure, t]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [one, year] = next;
    const key = `${one} ${year}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const of = (year === 0 && isState(one) ? atBaseline[one] : undefined) ?? origins[one];
    for (const purpose of of.purposes ?? []) purposes.add(purpose);
    for (const lever of levers) {
      const acts = lever.from <= year && (lasting.has(lever.kind) || year <= lever.until);
      if (acts && of.levers?.includes(lever.kind)) acting.add(lever);
    }
    waiting.push(
      ...(of.now ?? []).map((other) => [other, year] as const),
      ...(of.before ?? []).map((other) => [other, year - 1] as const),
      ...(of.next ?? []).map((other) => [other, year + 1] as const),
    );
  }
  return { purposes, levers: acting };
};
