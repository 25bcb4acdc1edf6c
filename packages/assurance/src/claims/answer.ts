import { intervalMethod, intervalMethods, type IntervalMethodId } from './interval-method.ts';
import { isShare, measureOf, scaleOf, type Measure } from './measure.ts';
import { roundsTo, writeLike, type PrintedNumber } from './printed.ts';
import {
  largestTrials,
  mostMatches,
  mostTrials,
  nearestCounts,
  recoverCounts,
  type PrintedProportion,
  unitsOff,
  type RecoveredCounts,
} from './recover.ts';
import type { Claim } from './claim.ts';

/** What was found for a claim. */
export type ClaimStatus = 'reproduced' | 'rounding' | 'contradicted' | 'not recomputable';

/** A claim with what was found for it. */
export interface ClaimAnswer {
  readonly claim: Claim;
  readonly measure: Measure;
  readonly status: ClaimStatus;
  /** Plain words: why, and what the counts would give. */
  readonly reason: string;
  /** The counts that give the figures, the first method that does; for a contradiction, the nearest counts. */
  readonly counts: readonly RecoveredCounts[];
  /** The figures that the first of those counts gives, as they would be printed; the nearest for a contradiction. */
  readonly figures?: string;
  /** Every method by which some of the counts give the interval. */
  readonly methods: readonly IntervalMethodId[];
}

const usualLevel = 95;
const hundred = 100;

/** The proportion that a claim prints. */
export const proportionOf = (claim: Claim): PrintedProportion => ({
  estimate: claim.estimate,
  ...(claim.lower ? { lower: claim.lower } : {}),
  ...(claim.upper ? { upper: claim.upper } : {}),
  level: (claim.level ?? usualLevel) / hundred,
  scale: scaleOf(claim),
});

/** Writes the figures of counts in the way that a claim prints its own: `94.4 (91.0–96.8)`. */
export const figuresOf = (claim: Claim, counts: RecoveredCounts): string => {
  const { estimate, lower, upper, level, scale } = proportionOf(claim);
  const share = writeLike((counts.successes / counts.trials) * scale, estimate);
  if (!counts.method || (!lower && !upper)) return share;
  const interval = intervalMethod(counts.method).interval(counts.successes, counts.trials, level);
  const bound = (value: number, printed: PrintedNumber | undefined): string =>
    printed ? writeLike(Math.min(1, Math.max(0, value)) * scale, printed) : '?';
  return `${share} (${bound(interval.lower, lower)}–${bound(interval.upper, upper)})`;
};

const without = (claim: Claim, measure: Measure, status: ClaimStatus, reason: string): ClaimAnswer => ({
  claim,
  measure,
  status,
  reason,
  counts: [],
  methods: [],
});

/** Says what is wrong with the bounds of a claim in themselves; undefined if nothing. */
export const boundsFault = (claim: Claim): string | undefined => {
  const { estimate, lower, upper } = claim;
  if (lower && upper && lower.value > upper.value)
    return `the lower bound ${lower.text} is above the upper ${upper.text}`;
  if (lower && lower.value > estimate.value)
    return `the lower bound ${lower.text} is above the estimate ${estimate.text}`;
  if (upper && upper.value < estimate.value)
    return `the upper bound ${upper.text} is below the estimate ${estimate.text}`;
  if (!isShare(measureOf(claim))) return undefined;
  const scale = scaleOf(claim);
  const outside = [estimate, lower, upper].find((number) => number && (number.value < 0 || number.value > scale));
  return outside ? `${outside.text} is outside 0 to ${scale}, which no share can be` : undefined;
};

/** Says where the numbers of one claim are on two scales; undefined if they are not. */
export const scaleFault = (claim: Claim): string | undefined => {
  if (!isShare(measureOf(claim)) || !claim.lower || !claim.upper) return undefined;
  const { estimate, lower, upper } = claim;
  const fraction = (number: PrintedNumber): boolean => number.value <= 1 && number.value > 0 && number.decimals > 0;
  const tenfold = 10;
  if (fraction(estimate) && upper.value > 1 && lower.value > estimate.value * tenfold) {
    return `the estimate ${estimate.text} is a fraction and its bounds ${lower.text} to ${upper.text} are in per cent`;
  }
  if (estimate.value > 1 && fraction(upper) && lower.value <= 1) {
    return `the estimate ${estimate.text} is in per cent and its bounds ${lower.text} to ${upper.text} are fractions`;
  }
  return undefined;
};

const whyNot: Partial<Record<Measure, string>> = {
  'area under a curve': 'an area under a curve is no share of counted cases, and needs the score of every case',
  index: 'an index of agreement or overlap is no share of counted cases, and needs the data',
  measurement: 'a measurement is no share of counted cases, and needs the data',
  count: 'a count stands for itself',
  'bare number': 'a number without a unit does not say what it counts',
};

const countsText = ({ successes, trials }: RecoveredCounts): string =>
  `${successes.toLocaleString('en-GB')} of ${trials.toLocaleString('en-GB')}`;

const fewestOff = (printed: PrintedProportion, counts: readonly RecoveredCounts[]): readonly RecoveredCounts[] => {
  const exact = counts.filter(({ successes, trials }) =>
    roundsTo((successes / trials) * printed.scale, printed.estimate),
  );
  return exact.length > 0 ? exact : counts;
};

/** The trials that a claim may have: known numbers, or a range to search. */
export interface TrialsAllowed {
  /** Why, in words, such as `433 cases stated`; none where no number is stated. */
  readonly because?: string;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

/** The trials of a claim of which nothing is stated. */
export const anyTrials: TrialsAllowed = { ranges: [[1, mostTrials]] };

const recoverIn = (
  claim: Claim,
  allowed: TrialsAllowed,
  slack: number,
  methods: readonly IntervalMethodId[] | undefined,
): readonly RecoveredCounts[] => {
  const order = intervalMethods.map(({ id }) => id as IntervalMethodId | undefined);
  const search = { slack, ...(methods ? { methods } : {}), ...successesOf(claim) };
  return allowed.ranges
    .flatMap((trials) => recoverCounts(proportionOf(claim), { trials, ...search }))
    .toSorted((a, b) => order.indexOf(a.method) - order.indexOf(b.method) || a.trials - b.trials);
};

const successesOf = ({ successes }: Claim): { readonly successes?: number } =>
  successes === undefined ? {} : { successes };

const methodsIn = (counts: readonly RecoveredCounts[]): readonly IntervalMethodId[] => [
  ...new Set(counts.flatMap(({ method }) => (method ? [method] : []))),
];

const foundText = (
  claim: Claim,
  counts: readonly RecoveredCounts[],
  methods: readonly IntervalMethodId[],
  allowed: TrialsAllowed,
): string => {
  const first = counts[0] as RecoveredCounts;
  const same = counts.filter(({ method }) => method === first.method);
  const sizes = same.map(({ trials }) => trials);
  const [fewest, most] = [Math.min(...sizes), Math.max(...sizes)];
  const several =
    same.length >= mostMatches
      ? `${mostMatches.toLocaleString('en-GB')} counts or more`
      : fewest === most
        ? `${same.length} counts of ${fewest.toLocaleString('en-GB')}`
        : `${same.length} counts of ${fewest.toLocaleString('en-GB')} to ${most.toLocaleString('en-GB')}`;
  const which = same.length === 1 ? countsText(first) : `${several}, such as ${countsText(first)}`;
  const by = first.method ? ` by ${intervalMethod(first.method).name}` : '';
  const also =
    methods.length > 1
      ? `; so do ${methods.length - 1} other ${methods.length === 2 ? 'method' : 'methods'} with other counts or the same`
      : '';
  const wald = first.method === 'wald' ? '; Wald intervals cover too rarely near 0 and 100 %' : '';
  const level = claim.lower && claim.level === undefined ? '; no level is stated, 95 % taken' : '';
  return `${which}${by}${allowed.because ? ` (${allowed.because})` : ''}${also}${wald}${level}`;
};

const statedMethods = (claim: Claim): readonly IntervalMethodId[] | undefined =>
  claim.method === undefined || claim.method === 'bootstrap' || claim.method === 'other' ? undefined : [claim.method];

/** Whether every figure at the printed precision could be had from so many cases, so that agreement says nothing. */
const isVacuous = ({ estimate, lower, upper, successes }: Claim, scale: number, trials: number): boolean =>
  successes === undefined && !lower && !upper && trials >= scale * 10 ** estimate.decimals;

/**
 * Finds one of the four answers for a claim.
 *
 * *reproduced*: whole numbers of cases give all that is printed, by rounding half up or half to even. *rounding*: they do
 * if each number may be one unit in its last place off. *contradicted*: no counts do, or the figure contradicts itself;
 * with the nearest counts. *not recomputable*: with the reason. An interval is tried by each method of `intervalMethods`.
 *
 * @param allowed The trials that the claim may have; default: 1 to 10,000.
 */
export const answerClaim = (claim: Claim, allowed: TrialsAllowed = anyTrials): ClaimAnswer => {
  const measure = measureOf(claim);
  const fault = scaleFault(claim) ?? boundsFault(claim);
  if (fault !== undefined) return without(claim, measure, 'contradicted', fault);
  if (!isShare(measure)) return without(claim, measure, 'not recomputable', whyNot[measure] ?? '');
  const printed = proportionOf(claim);
  const { lower, upper } = claim;
  const { because } = allowed;
  if (!lower && !upper && because === undefined) {
    return without(claim, measure, 'not recomputable', 'neither an interval nor a number of cases is stated');
  }
  const [least] = allowed.ranges[0] ?? [1];
  if (isVacuous(claim, printed.scale, least)) {
    const text = `with ${least.toLocaleString('en-GB')} cases every figure of so few digits is possible, so that it can't be tested`;
    return without(claim, measure, 'not recomputable', text);
  }
  for (const [status, slack] of [
    ['reproduced', 0],
    ['rounding', 1],
  ] as const) {
    const stated = recoverIn(claim, allowed, slack, statedMethods(claim));
    const all = stated.length > 0 ? stated : recoverIn(claim, allowed, slack, undefined);
    if (all.length > 0) return foundAnswer(claim, measure, status, all, allowed);
    if (because === undefined && largestTrials(printed) > mostTrials) {
      const text = `so narrow an interval may come from more than ${mostTrials.toLocaleString('en-GB')} cases; their number is not stated`;
      return without(claim, measure, 'not recomputable', text);
    }
  }
  if (claim.method === 'bootstrap' || claim.method === 'other') {
    return without(
      claim,
      measure,
      'not recomputable',
      `the interval is said to be made by ${claim.method === 'other' ? 'another method' : 'bootstrap'}, which needs the data`,
    );
  }
  return contradictedAnswer(claim, measure, printed, allowed);
};

const foundAnswer = (
  claim: Claim,
  measure: Measure,
  status: 'reproduced' | 'rounding',
  all: readonly RecoveredCounts[],
  allowed: TrialsAllowed,
): ClaimAnswer => {
  const preferred = fewestOff(proportionOf(claim), all);
  const [first] = preferred;
  const counts = preferred.filter(({ method }) => method === first?.method);
  const methods = methodsIn(preferred);
  const figures = first ? figuresOf(claim, first) : '';
  const found = foundText(claim, preferred, methods, allowed);
  const reason = status === 'reproduced' ? found : `${found}, which give ${figures}: one unit in the last place off`;
  return { claim, measure, status, reason, counts, figures, methods };
};

const contradictedAnswer = (
  claim: Claim,
  measure: Measure,
  printed: PrintedProportion,
  allowed: TrialsAllowed,
): ClaimAnswer => {
  const [nearest] = allowed.ranges
    .flatMap((trials) => nearestCounts(printed, { trials, ...successesOf(claim) }) ?? [])
    .toSorted((a, b) => unitsOff(printed, a) - unitsOff(printed, b));
  const three = claim.lower || claim.upper ? 'give these three figures by any usual method' : 'give this figure';
  const which = claim.successes === undefined ? 'no counts' : `${claim.successes} cases counted do not`;
  const what = `${which} ${three}${allowed.because === undefined ? '' : ` (${allowed.because})`}`;
  if (!nearest) return without(claim, measure, 'contradicted', `${what}, and none come near`);
  const figures = figuresOf(claim, nearest);
  const by = nearest.method ? ` by ${intervalMethod(nearest.method).name}` : '';
  return {
    claim,
    measure,
    status: 'contradicted',
    reason: `${what}; the nearest, ${countsText(nearest)}, give ${figures}${by}`,
    counts: [nearest],
    figures,
    methods: methodsIn([nearest]),
  };
};
