import {
  failure,
  success,
  type Evidence,
  type Figure,
  type Located,
  type Result,
  type Value,
} from '@isocentre/evidence';
import {
  elementaryEffects,
  hashText,
  morrisDesign,
  quantile7,
  rankCorrelation,
  sobolDesign,
  sobolIndices,
  streamOf,
  valueOfKnowing,
  type Design,
  type ElementaryEffects,
  type Estimate,
} from '@isocentre/statistics';
import { resolve, resolveInput, type Resolved } from '../resolve.ts';
import { assumptionAt, rangedAssumptions } from '../sample.ts';
import type { Scenario } from '../scenario.ts';
import { runOutcome, type RunOutcome, type SensitivityOutcome } from './outcome.ts';

/** How a sensitivity study goes about it. */
export const sensitivityMethods = ['sobol', 'morris'] as const;

/** How a sensitivity study is run. */
export interface SensitivityOptions {
  readonly method: (typeof sensitivityMethods)[number];
  /** Without it the closing year where at least half of the screening runs close, else the shortfall. */
  readonly outcome?: SensitivityOutcome | undefined;
  /** The calendar year in which a measure is read; default: the last. */
  readonly year?: number | undefined;
  readonly askedYears?: number | undefined;
  /** Trajectories of the screening. */
  readonly trajectories: number;
  /** Most assumptions that go from the screening into Sobol' indices; the others stay at their stated values. */
  readonly assumptions: number;
  /** Rows of each sample of the Sobol' design; a power of two. */
  readonly points: number;
  readonly seed: number;
  /** Resamples of the bootstrap, and the share of them within an interval. */
  readonly resamples: number;
  readonly level: number;
}

/** The design of a study unless it is asked for otherwise: the indices of 20 assumptions in some 12,000 runs. */
export const usualSensitivity = { points: 512, assumptions: 20, trajectories: 10, resamples: 500 } as const;

/** What a study says of one assumption. */
export interface AssumptionSensitivity {
  readonly figure: Figure;
  readonly screening: ElementaryEffects;
  /** With Sobol' indices alone, and only where the assumption was among those that went on. */
  readonly indices?: {
    readonly first: Estimate;
    readonly total: Estimate;
    /** Rank correlation of the assumption with the outcome, −1…1. */
    readonly rank: number;
    /** Expected value of partial perfect information, in the outcome's unit; at least 0. */
    readonly worth: number;
    /** The mean outcome of the runs in which it lies in the lowest and in the highest tenth of its probability. */
    readonly ends: { readonly low: number; readonly high: number };
  };
}

/** What a sensitivity study found. */
export interface SensitivityStudy {
  readonly resolved: Resolved;
  readonly options: SensitivityOptions;
  readonly outcome: SensitivityOutcome;
  /** The calendar year in which a measure is read. */
  readonly year: number;
  /** The outcome with every assumption at its stated value, and whether the shortfall then closes. */
  readonly stated: { readonly value: number; readonly closes: boolean };
  /** Over the runs in which the assumptions vary together: quantiles, the mean error of the median, and the share that closes. */
  readonly spread: {
    readonly low: number;
    readonly median: number;
    readonly high: number;
    readonly error: number;
    readonly closing: number;
  };
  /** The assumption that matters most first. */
  readonly assumptions: readonly AssumptionSensitivity[];
  readonly runs: number;
  /** Runs whose assumptions did not fit together and were pulled in towards the stated values. */
  readonly pulledIn: number;
}

/** Runs the expected course at probabilities of some assumptions, the others at their stated values. */
class Evaluator {
  runs = 0;
  pulledIn = 0;
  readonly #outcome: (drawn: ReadonlyMap<string, Value>) => RunOutcome | undefined;

  constructor(outcome: (drawn: ReadonlyMap<string, Value>) => RunOutcome | undefined) {
    this.#outcome = outcome;
  }

  at(assumptions: readonly Figure[], probabilities: Float64Array): RunOutcome {
    this.runs += 1;
    for (let pull = 0; pull < 1; pull = (1 + pull) / 2) {
      const found = this.#outcome(
        new Map(assumptions.map((figure, index) => [figure.id, assumptionAt(figure, probabilities[index] ?? 0, pull)])),
      );
      if (found) {
        if (pull > 0) this.pulledIn += 1;
        return found;
      }
    }
    throw new RangeError('the scenario resolves with the stated values and then does not');
  }

  *over(assumptions: readonly Figure[], design: Design, from: number, to: number): Generator<number, RunOutcome[]> {
    const found: RunOutcome[] = [];
    for (let run = 0; run < design.runs; run += 1) {
      found.push(this.at(assumptions, design.at(run)));
      yield from + ((to - from) * (run + 1)) / design.runs;
    }
    return found;
  }
}

const valuesOf = (outcomes: readonly RunOutcome[], outcome: SensitivityOutcome): Float64Array =>
  Float64Array.from(outcomes, (one) => (outcome === 'closing' ? one.closing : one.measured));

const spreadOf = (outcomes: readonly RunOutcome[], outcome: SensitivityOutcome, level: number) => {
  const sorted = valuesOf(outcomes, outcome).toSorted();
  const median = quantile7(sorted, 1 / 2);
  return {
    low: quantile7(sorted, (1 - level) / 2),
    median,
    high: quantile7(sorted, (1 + level) / 2),
    error: sorted.reduce((sum, one) => sum + Math.abs(one - median), 0) / sorted.length,
    closing: outcomes.filter((one) => one.closes).length / outcomes.length,
  };
};

// Tenths: far enough out to tell, with enough runs for their mean.
const endsAt = 10;

const endsOf = (inputs: readonly number[], results: Float64Array): { readonly low: number; readonly high: number } => {
  const order = inputs.map((_, run) => run).toSorted((a, b) => (inputs[a] ?? 0) - (inputs[b] ?? 0));
  const count = Math.ceil(inputs.length / endsAt);
  const mean = (runs: readonly number[]): number => runs.reduce((sum, run) => sum + (results[run] ?? 0), 0) / count;
  return { low: mean(order.slice(0, count)), high: mean(order.slice(-count)) };
};

const chooseYear = (resolved: Resolved, asked: number | undefined): Result<number> => {
  const { baselineYear, years } = resolved.input;
  const year = asked ?? baselineYear + years;
  return year >= baselineYear && year <= baselineYear + years
    ? success(year)
    : failure({
        where: '--year',
        found: `"${year}"`,
        expected: `a year from ${baselineYear} to ${baselineYear + years}`,
      });
};

/**
 * Studies which assumption an answer depends on, by the expected course; step by step, so that a caller can show how far
 * it is or stop.
 *
 * All assumptions with a range are screened (Morris). With the method "sobol" those that matter most, by μ*, go on to
 * Sobol' indices, rank correlations and the value of knowing each, while the others stay at their stated values.
 * Probabilities are varied, so that what is unlikely counts little; assumptions that do not fit together are pulled in
 * towards the stated values as in an ensemble.
 *
 * @yields the share that is done, 0…1.
 * @returns the study, or why the scenario cannot be studied.
 */
export function* studySensitivity(
  located: Located<Scenario>,
  evidence: Evidence,
  options: SensitivityOptions,
): Generator<number, Result<SensitivityStudy>> {
  const { askedYears, method, trajectories, points, seed, level } = options;
  const resolved = resolve(located, evidence, askedYears);
  if (!resolved.ok) return resolved;
  const year = chooseYear(resolved.value, options.year);
  if (!year.ok) return year;
  const ranged = rangedAssumptions(evidence, resolved.value.uses, new Set(Object.keys(located.value.figures ?? {})));
  if (ranged.length === 0)
    return failure({
      where: located.where([]),
      found: 'no assumption with a range',
      expected: 'a scenario that leaves at least one assumption of data/ as it is',
    });
  const measure = options.outcome === undefined || options.outcome === 'closing' ? 'shortfall' : options.outcome;
  const t = year.value - resolved.value.input.baselineYear;
  const evaluator = new Evaluator((drawn) => {
    const input = resolveInput(located, evidence, askedYears, drawn);
    return input.ok ? runOutcome(input.value, measure, t) : undefined;
  });

  const screening = morrisDesign(ranged.length, trajectories, seed);
  const kept = Math.min(options.assumptions, ranged.length);
  const sobol = method === 'sobol' ? sobolDesign(kept, points, seed) : undefined;
  const share = screening.runs / (screening.runs + (sobol?.runs ?? 0));
  const screened = yield* evaluator.over(ranged, screening, 0, share);
  const closing = screened.filter((one) => one.closes).length / screened.length;
  const outcome = options.outcome ?? (closing >= 1 / 2 ? 'closing' : 'shortfall');
  const effects = elementaryEffects(screening, valuesOf(screened, outcome));
  const order = ranged
    .map((figure, index) => ({ figure, screening: effects[index] as ElementaryEffects }))
    .toSorted((left, right) => right.screening.meanAbsolute - left.screening.meanAbsolute);
  const statedRun = runOutcome(resolved.value.input, measure, t);
  const study = {
    resolved: resolved.value,
    options,
    outcome,
    year: year.value,
    stated: { value: valuesOf([statedRun], outcome)[0] ?? 0, closes: statedRun.closes },
  };
  if (!sobol)
    return success({
      ...study,
      spread: spreadOf(screened, outcome, level),
      assumptions: order,
      runs: evaluator.runs,
      pulledIn: evaluator.pulledIn,
    });

  const going = order.slice(0, kept);
  const outcomes = yield* evaluator.over(
    going.map((one) => one.figure),
    sobol,
    share,
    1,
  );
  const values = valuesOf(outcomes, outcome);
  const { first, total } = sobolIndices(sobol, values, {
    resamples: options.resamples,
    level,
    seed: streamOf(seed, hashText('sensitivity')).a,
  });
  // The rows of A and B, in which all assumptions vary independently.
  const both = 2 * points;
  const rows = Array.from({ length: both }, (_, run) => sobol.at(run));
  const results = values.subarray(0, both);
  const bins = Math.max(1, Math.floor(Math.sqrt(both) / 2));
  const indexed = going.map((one, index): AssumptionSensitivity => {
    const inputs = rows.map((row) => row[index] as number);
    return {
      ...one,
      indices: {
        first: first[index] as Estimate,
        total: total[index] as Estimate,
        rank: rankCorrelation(inputs, results),
        worth: Math.max(0, valueOfKnowing(inputs, results, bins)),
        ends: endsOf(inputs, results),
      },
    };
  });
  return success({
    ...study,
    spread: spreadOf(outcomes.slice(0, both), outcome, level),
    assumptions: [
      ...indexed.toSorted((left, right) => (right.indices?.total.value ?? 0) - (left.indices?.total.value ?? 0)),
      ...order.slice(kept),
    ],
    runs: evaluator.runs,
    pulledIn: evaluator.pulledIn,
  });
}
