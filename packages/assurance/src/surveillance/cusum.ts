import { success, type Result } from '@isocentre/evidence';
import { log, log1p } from '@isocentre/statistics';
import { refused } from '../measured.ts';
import { meanRunLength, type Lattice } from './run-length.ts';

/** What a chart must tell apart. */
export interface CusumGoal {
  /** Share of failures that is acceptable, above 0. */
  readonly acceptable: number;
  /** Share of failures that must be found, above `acceptable`, below 1. */
  readonly unacceptable: number;
  /** How many cases must pass on average until a false alarm while failures are acceptable. */
  readonly runLength: number;
}

/** A CUSUM chart designed for a goal. */
export interface CusumDesign extends CusumGoal, Lattice {
  readonly metric: 'cusum';
  readonly version: 1;
  /** The share that the whole steps are best for: as near to `unacceptable` as they allow. */
  readonly tunedFor: number;
  /** Mean cases until a false alarm: at least `runLength`. */
  readonly inControl: number;
  /** Mean cases until a signal where failures are unacceptable from the start. */
  readonly outOfControl: number;
}

// So many steps up at least, so that whole numbers come near the weights.
const leastUp = 10;
// Numbers of a band that are held at once: failures rarer than some 1 in 2,000 need more.
const mostCells = 20_000_000;

/** Weights of a failure and of none: the logarithms of their likelihood ratios, the second below 0. */
export const weightsOf = ({ acceptable, unacceptable }: Pick<CusumGoal, 'acceptable' | 'unacceptable'>) =>
  ({
    failure: log(unacceptable / acceptable),
    none: log1p(-unacceptable) - log1p(-acceptable),
  }) as const;

/** Finds the share for which the weights of a failure and of none are as `up` to `down`. */
const tunedTo = (acceptable: number, up: number, down: number): number => {
  let [low, high] = [acceptable, 1];
  for (let halving = 0; halving < 60; halving += 1) {
    const middle = (low + high) / 2;
    const { failure, none } = weightsOf({ acceptable, unacceptable: middle });
    // The ratio falls as the share rises.
    if (failure * down > -none * up) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

/** Names what makes no goal; undefined where all is right. */
export const goalFault = ({ acceptable, unacceptable, runLength }: CusumGoal): Result<never> | undefined => {
  if (!(acceptable > 0 && acceptable < unacceptable && unacceptable < 1))
    return refused(
      'cusum',
      `acceptable ${acceptable}, unacceptable ${unacceptable}`,
      '0 < acceptable < unacceptable < 1',
    );
  if (!(runLength >= 1 && runLength <= 1e6))
    return refused('cusum', `a run length of ${runLength}`, 'from 1 to 1,000,000');
  return undefined;
};

/**
 * Designs a CUSUM chart of failures: the lowest limit at which a false alarm comes after `runLength` cases on average or
 * later, exactly.
 *
 * The chart adds up log likelihood ratios and does not fall under 0. Its weights are rounded to whole steps, so that it is
 * a Markov chain and its run lengths are exact; `tunedFor` says for which share the steps are best.
 *
 * Source: E. Page, Biometrika 41 (1954) 100–115; M. Reynolds, Z. Stoumbos, Journal of Quality Technology 31 (1999) 87–108.
 */
export const designCusum = (goal: CusumGoal): Result<CusumDesign> => {
  const fault = goalFault(goal);
  if (fault) return fault;
  const { acceptable, unacceptable, runLength } = goal;
  const { failure, none } = weightsOf(goal);
  const ratio = failure / -none;
  const down = Math.max(1, Math.ceil(leastUp / ratio));
  const up = Math.max(1, Math.round(ratio * down));
  const at = (limit: number): number => meanRunLength({ up, down, limit }, acceptable);
  // A limit under one step up signals at the first failure.
  let high = up;
  const tooLarge = (limit: number): boolean => limit * (up + down + 1) > mostCells;
  while (!tooLarge(high) && at(high) < runLength) high *= 2;
  if (tooLarge(high)) {
    const expected = 'commoner failures, a shorter run length, or shares further apart';
    return refused('cusum', `failures as rare as ${acceptable} for a run length of ${runLength}`, expected);
  }
  let low = 0;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (at(middle) < runLength) low = middle;
    else high = middle;
  }
  const lattice = { up, down, limit: high };
  return success({
    metric: 'cusum',
    version: 1,
    ...goal,
    ...lattice,
    tunedFor: tunedTo(acceptable, up, down),
    inControl: meanRunLength(lattice, acceptable),
    outOfControl: meanRunLength(lattice, unacceptable),
  });
};

/** A signal of a chart, by numbers of cases from 0. */
export interface CusumSignal {
  /** The case at which the chart reached its limit. */
  readonly at: number;
  /** The first case since it last stood at 0: where the change is likeliest to have begun. */
  readonly since: number;
}

/** A chart drawn over cases. */
export interface CusumChart {
  /** The sum after each case, as a share of the limit. */
  readonly path: Float64Array;
  /** After a signal the chart begins anew at 0. */
  readonly signals: readonly CusumSignal[];
}

/** Draws a chart over cases: 1 for a failure, 0 for none, in their order in time. */
export const cusumOf = (failures: ArrayLike<number>, { up, down, limit }: Lattice): CusumChart => {
  const path = new Float64Array(failures.length);
  const signals: CusumSignal[] = [];
  let [sum, since] = [0, 0];
  for (let i = 0; i < failures.length; i += 1) {
    if (sum === 0) since = i;
    sum = failures[i] === 1 ? sum + up : Math.max(0, sum - down);
    path[i] = sum / limit;
    if (sum < limit) continue;
    signals.push({ at: i, since });
    sum = 0;
  }
  return { path, signals };
};
