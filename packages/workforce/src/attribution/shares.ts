import { covarianceOf, meanOf, quantile7, varianceOf } from '@isocentre/statistics';
import { runsPerDraw, type EnsembleOptions } from '../ensemble.ts';
import type { QuantileLevels } from '../ensemble-report.ts';
import { runsOf, type RunValues } from '../run-values.ts';
import { byLargest, joinedOf, type Contribution } from './expected.ts';
import type { AttributionPlan } from './futures.ts';
import { orderOf } from './orders.ts';

/** One value for each draw of the assumptions: runs that share one are no two of a sample. */
const byDraw = (runs: Float64Array, perDraw: number): Float64Array =>
  Float64Array.from({ length: Math.ceil(runs.length / perDraw) }, (_, draw) =>
    meanOf(runs.subarray(draw * perDraw, (draw + 1) * perDraw)),
  );

/**
 * Gives the standard error of the mean of some runs, as of independent draws of the assumptions: strata make it smaller.
 *
 * @returns NaN where fewer than two were drawn.
 */
export const standardErrorOf = (runs: Float64Array, options: EnsembleOptions): number => {
  const draws = byDraw(runs, runsPerDraw(options));
  return Math.sqrt(varianceOf(draws) / draws.length);
};

/**
 * Gives what each difference adds in each future: half of it in its order, half in that order backwards.
 *
 * @param courseAt The values of all futures after a step: of the first scenario at 0, of the second at the last step, in
 *   between of what the order passes, forwards (way 0) or backwards (way 1).
 */
const addedByEach = (
  players: number,
  runs: number,
  orderIn: (run: number) => readonly number[],
  courseAt: (way: number, step: number) => Float64Array,
): readonly Float64Array[] => {
  const parts = Array.from({ length: players }, () => new Float64Array(runs));
  for (const way of [0, 1]) {
    const courses = Array.from({ length: players + 1 }, (_, step) => courseAt(way, step));
    for (let run = 0; run < runs; run += 1) {
      const order = orderIn(run);
      for (let step = 0; step < players; step += 1) {
        const part = parts[order[way === 0 ? step : players - 1 - step] as number] as Float64Array;
        const added = (courses[step + 1]?.[run] as number) - (courses[step]?.[run] as number);
        part[run] = (part[run] as number) + added / 2;
      }
    }
  }
  return parts;
};

/** What one difference adds over the futures, in one year. */
interface Share {
  readonly change: number;
  readonly standardError: number | undefined;
  readonly sorted: Float64Array;
}

/**
 * Estimates the mean of what one difference adds over all futures, from those in which it was told apart and from the
 * whole change, which is known in all: the regression estimator of two-phase sampling. The coefficients of all
 * differences add to 1, so that their estimates add to the mean change exactly.
 *
 * Source: W. G. Cochran, Sampling Techniques, 3rd ed. (1977), section 12.8.
 */
const estimate = (part: Float64Array, whole: Float64Array, perDraw: number, players: number): Share => {
  const some = whole.subarray(0, part.length);
  const [parts, changes, all] = [part, some, whole].map((runs) => byDraw(runs, perDraw)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const variance = varianceOf(changes);
  const slope = variance > 0 ? covarianceOf(parts, changes) / variance : 1 / players;
  const unexplained = Math.max(0, varianceOf(parts) - slope * slope * variance);
  const { length } = parts;
  return {
    change: meanOf(part) + slope * (meanOf(whole) - meanOf(some)),
    standardError:
      length > 2
        ? Math.sqrt(
            (unexplained * (length - 1)) / (length - 2) / length + (slope * slope * varianceOf(all)) / all.length,
          )
        : undefined,
    sorted: part.toSorted(),
  };
};

/**
 * Puts the mean change over the futures down to the differences, on common luck: in each future what each adds in an
 * order drawn at random and in that order backwards, which is exact where no three of them act on each other and right
 * on average in any case. The changes add to the mean of the futures.
 *
 * @param passed What the tasks of the plan gave; nothing where no scenario lies between the two.
 * @param from The values of all futures of the first scenario, `to` of the second.
 * @returns one contribution for each difference, largest change at the horizon first. Quantiles are of the futures in
 *   which the differences were told apart.
 */
export const attributeFutures = (
  plan: AttributionPlan,
  passed: RunValues | undefined,
  from: RunValues,
  to: RunValues,
  levels: QuantileLevels,
): readonly Contribution[] => {
  const { names, parts, measure, options, futures, years } = plan;
  const players = names.length;
  const perDraw = runsPerDraw(options);
  const orders = Array.from({ length: Math.ceil(futures / perDraw) }, (_, draw) =>
    orderOf(players, options.seed, draw),
  );
  const orderIn = (run: number): readonly number[] => orders[Math.floor(run / perDraw)] ?? [];
  const byYear = Array.from({ length: years + 1 }, (_, t): readonly Share[] => {
    const [before, after] = [from, to].map((side) => runsOf(side, 0, measure, t)) as [Float64Array, Float64Array];
    const courseAt = (way: number, step: number): Float64Array => {
      if (step === 0) return before;
      if (step === players || !passed) return after;
      return runsOf(passed, way * (players - 1) + step - 1, measure, t);
    };
    const whole = after.map((value, run) => value - (before[run] as number));
    return addedByEach(players, futures, orderIn, courseAt).map((part) => estimate(part, whole, perDraw, players));
  });
  const isSure = byYear.every((shares) => shares.every(({ standardError }) => standardError !== undefined));
  return byLargest(
    names.map((name, player): Contribution => {
      const shares = byYear.flatMap((all) => all[player] ?? []);
      return {
        name,
        ...joinedOf(parts[player]),
        change: shares.map(({ change }) => change),
        ...(isSure ? { standardError: shares.map(({ standardError }) => standardError ?? 0) } : {}),
        quantiles: Object.fromEntries(
          levels.all.map((level) => [String(level), shares.map(({ sorted }) => quantile7(sorted, level))]),
        ),
      };
    }),
  );
};
