import { success, type Result } from '@isocentre/evidence';
import {
  explain,
  rankAssumptions,
  reportEnsemble,
  sayLimits,
  limitsOf,
  project,
  scenarioWithRegion,
  sumAll,
  type AssumptionRanking,
  type Explanation,
  type Question as Asked,
} from '@isocentre/workforce';
import { ensembleOf, type Bench, type EnsembleQuestion } from './bench.ts';
import type { Question } from './course.ts';
import { bestLevers, type BestLever } from './best-levers.ts';
import { ensembleDimensionsOf } from './model.ts';

/** A number that a reader asks about. */
export interface NumberQuestion extends Question {
  readonly asked: Asked;
}

/** How sure the shortfall of the whole is, by year, and which assumptions make it unsure. */
export interface Sureness {
  readonly years: readonly number[];
  readonly runs: number;
  readonly seed: number;
  /** Share of the futures within the interval. */
  readonly inside: number;
  readonly low: readonly number[];
  readonly high: readonly number[];
  /** Share of the variance that chance makes; null where nothing varies. */
  readonly chance: readonly (number | null)[];
  /** The ranking at the horizon, or why there is none. */
  readonly ranking: Result<AssumptionRanking>;
}

/** Why an occupation stays short. */
export interface Reason {
  readonly occupation: string;
  readonly title: string;
  readonly sentence: string;
  /** WTE at the horizon, as things are. */
  readonly shortfall: number;
  readonly closes: boolean;
  /** The lever of the page that helps most when it alone is moved to an end of its range; none where none helps. */
  readonly best?: BestLever;
}

/** The jobs of the view that says where a number comes from and how sure it is. */
export const trustJobs = {
  /** What `isocentre explain` says of the same scenario, measure, year and part. */
  explain: async ({ asked, ...question }: NumberQuestion, { model }: Bench): Promise<Result<Explanation>> => {
    const scenario = model.scenario(question);
    if (!scenario.ok) return scenario;
    const value = scenarioWithRegion(scenario.value, asked.region);
    return explain({ value, where: (path) => [value.name, ...path].join(' ') }, model.evidence, asked);
  },

  /** How sure the shortfall is: chance and ignorance apart, and the assumptions by how much they matter. */
  howSure: async (question: EnsembleQuestion, bench: Bench): Promise<Result<Sureness>> => {
    const { model } = bench;
    const runs = await ensembleOf(question, bench);
    if (!runs.ok) return runs;
    const resolved = model.resolved(question);
    if (!resolved.ok) return resolved;
    const { input, scenario } = resolved.value;
    const { result, options, levels } = runs.value;
    const expected = sumAll(
      project(input),
      input.cells.map((_, cell) => cell),
    );
    const { total, split } = reportEnsemble(input, result, options, levels, expected);
    const quantile = (level: number): readonly number[] => total.shortfall?.quantiles[String(level)] ?? [];
    const figures = [...model.evidence.figures.values()];
    return success({
      years: expected.shortfall.map((_, t) => input.baselineYear + t),
      runs: options.runs,
      seed: options.seed,
      inside: levels.high - levels.low,
      low: quantile(levels.low),
      high: quantile(levels.high),
      chance: split?.shortfall?.chance ?? [],
      ranking: rankAssumptions({ scenario, figures, by: ensembleDimensionsOf(question), options }, result, 'shortfall'),
    });
  },

  /** Why the shortfall of each occupation does not close, and the lever that would help most. */
  reasons: async (question: Question, { model }: Bench): Promise<Result<readonly Reason[]>> => {
    const resolved = model.resolved(question);
    if (!resolved.ok) return resolved;
    const limits = limitsOf(project(resolved.value.input));
    const open = limits.filter(({ closingYear }) => closingYear === null).map(({ occupation }) => occupation);
    const best = bestLevers(model, question, resolved.value.input, open);
    return success(
      limits.map((one): Reason => {
        const lever = best.get(one.occupation);
        return {
          occupation: one.occupation,
          title: one.title,
          sentence: sayLimits(one),
          shortfall: one.shortfallAtHorizon,
          closes: one.closingYear !== null,
          ...(lever ? { best: lever } : {}),
        };
      }),
    );
  },
} as const;
