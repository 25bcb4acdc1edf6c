import { covarianceOf, meanOf, quantile1, quantile7 } from '@isocentre/statistics';
import { closureOf } from './closure.ts';
import type { EnsembleOptions, TaskResult } from './ensemble.ts';
import type { Measure } from './measures.ts';
import type { ModelInput } from './model-input.ts';
import { runsOf, type RunValues } from './run-values.ts';

/** The quantiles that are reported. Intervals shown are the middle 80 %, from the second to the last but one. */
export interface QuantileLevels {
  readonly all: readonly number[];
  readonly low: number;
  readonly high: number;
}

/** Mean and quantiles of a measure over the runs, one value for each year. */
export interface MeasureSpread {
  readonly mean: readonly number[];
  /** Quantile level as text, such as `0.1` → one value for each year. */
  readonly quantiles: Readonly<Record<string, readonly number[]>>;
  /** The mean of the runs less the expected value: not zero where limits bind. */
  readonly meanLessExpected?: readonly number[];
}

/** How much of the variance of a measure is luck, and how much is not knowing, by year; adds to 1. */
export interface VarianceSplit {
  readonly chance: readonly (number | null)[];
  readonly ignorance: readonly (number | null)[];
}

/** When a shortfall closes, over the runs. */
export interface ClosureSpread {
  /** Share of the runs in which it closes within the horizon. */
  readonly shareClosed: number;
  /** Quantile level as text → closing year, null where that run does not close within the horizon. */
  readonly quantiles: Readonly<Record<string, number | null>>;
}

/** An ensemble summarised. */
export interface EnsembleReport {
  readonly options: EnsembleOptions;
  readonly pulledIn: number;
  readonly levels: QuantileLevels;
  readonly closure: ClosureSpread;
  readonly total: Readonly<Partial<Record<Measure, MeasureSpread>>>;
  /** Of the national total, where chance and ignorance both vary. */
  readonly split?: Readonly<Partial<Record<Measure, VarianceSplit>>>;
  readonly groups: readonly Readonly<Partial<Record<Measure, MeasureSpread>>>[];
  readonly occupations: readonly ClosureSpread[];
}

const summarise = (
  values: RunValues,
  group: number,
  levels: QuantileLevels,
  yearsOf: (measure: Measure) => number,
  expected?: (measure: Measure) => readonly number[],
): Partial<Record<Measure, MeasureSpread>> => {
  const spreads: Partial<Record<Measure, MeasureSpread>> = {};
  for (const measure of values.measures) {
    const mean: number[] = [];
    const quantiles = Object.fromEntries(levels.all.map((level): [string, number[]] => [String(level), []]));
    for (let t = 0; t < yearsOf(measure); t += 1) {
      const runs = runsOf(values, group, measure, t);
      mean.push(meanOf(runs));
      const sorted = runs.toSorted();
      for (const level of levels.all) quantiles[String(level)]?.push(quantile7(sorted, level));
    }
    const central = expected?.(measure);
    spreads[measure] = {
      mean,
      quantiles,
      ...(central ? { meanLessExpected: mean.map((value, t) => value - (central[t] ?? 0)) } : {}),
    };
  }
  return spreads;
};

/** Finds the closing year of every run of a group. */
export const closingYears = (input: ModelInput, values: RunValues, group: number): Float64Array => {
  const shortfall = new Float64Array(values.years);
  const requirement = new Float64Array(values.years);
  return Float64Array.from({ length: values.runs }, (_, run) => {
    for (let t = 0; t < values.years; t += 1) {
      shortfall[t] = runsOf(values, group, 'shortfall', t)[run] ?? 0;
      requirement[t] = runsOf(values, group, 'requirement', t)[run] ?? 0;
    }
    return closureOf(input, shortfall, requirement).year ?? Infinity;
  });
};

const spreadOfYears = (years: Float64Array, levels: QuantileLevels): ClosureSpread => {
  const sorted = years.toSorted();
  return {
    shareClosed: years.reduce((count, year) => (year < Infinity ? count + 1 : count), 0) / years.length,
    quantiles: Object.fromEntries(
      levels.all.map((level): [string, number | null] => {
        const year = quantile1(sorted, level);
        return [String(level), year < Infinity ? year : null];
      }),
    ),
  };
};

/**
 * Tells luck from ignorance by pairs of runs that share their assumptions and not their chance:
 * Var_chance = mean (y₁ − y₂)² / 2, Var_ignorance = cov(y₁, y₂), each as a share of their sum.
 *
 * @param runs Run by run, the two of a pair next to each other.
 * @returns shares that add to 1, or null where nothing varies; a covariance below zero by chance counts as zero.
 */
export const splitVariance = (
  runs: Float64Array,
): { readonly chance: number | null; readonly ignorance: number | null } => {
  const pairs = Math.floor(runs.length / 2);
  const first = new Float64Array(pairs);
  const second = new Float64Array(pairs);
  let squares = 0;
  for (let pair = 0; pair < pairs; pair += 1) {
    first[pair] = runs[2 * pair] as number;
    second[pair] = runs[2 * pair + 1] as number;
    squares += ((first[pair] as number) - (second[pair] as number)) ** 2;
  }
  const chance = pairs > 0 ? squares / pairs / 2 : 0;
  const ignorance = pairs > 1 ? Math.max(0, covarianceOf(first, second)) : 0;
  const all = chance + ignorance;
  return all > 0 ? { chance: chance / all, ignorance: ignorance / all } : { chance: null, ignorance: null };
};

/**
 * Summarises an ensemble: mean and quantiles of every measure and year, closing years, and how much is luck.
 *
 * @param expected The expected course of the whole, to which the mean of the runs is compared.
 */
export const reportEnsemble = (
  input: ModelInput,
  result: TaskResult,
  options: EnsembleOptions,
  levels: QuantileLevels,
  expected: Readonly<Record<Measure, readonly number[]>>,
): EnsembleReport => {
  const yearsOf = (measure: Measure): number => expected[measure].length;
  const split: Partial<Record<Measure, VarianceSplit>> = {};
  if (options.uncertainty === 'both') {
    for (const measure of result.groups.measures) {
      const parts = Array.from({ length: yearsOf(measure) }, (_, t) =>
        splitVariance(runsOf(result.total, 0, measure, t)),
      );
      split[measure] = { chance: parts.map((part) => part.chance), ignorance: parts.map((part) => part.ignorance) };
    }
  }
  return {
    options,
    pulledIn: result.pulledIn,
    levels,
    closure: spreadOfYears(closingYears(input, result.total, 0), levels),
    total: summarise(result.total, 0, levels, yearsOf, (measure) => expected[measure]),
    ...(options.uncertainty === 'both' ? { split } : {}),
    groups: Array.from({ length: result.groups.groups }, (_, group) =>
      summarise(result.groups, group, levels, yearsOf),
    ),
    occupations: Array.from({ length: result.occupations.groups }, (_, group) =>
      spreadOfYears(closingYears(input, result.occupations, group), levels),
    ),
  };
};
