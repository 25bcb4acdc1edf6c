import { failure, success, type Figure, type Result } from '@isocentre/evidence';
import { rankRegression } from '@isocentre/statistics';
import { prepareDraws } from './draws.ts';
import { drawsOf, runsPerDraw, type EnsemblePlan, type TaskResult } from './ensemble.ts';
import type { Measure } from './measures.ts';
import { resolve } from './resolve.ts';
import { runsOf } from './run-values.ts';
import { drawnAmount } from './sample.ts';
import { sayCount, sayList, sayShare } from './words.ts';

/** An assumption with how much it matters. */
export interface RankedAssumption {
  readonly figure: Figure;
  /** Standardised rank regression coefficient, about −1…1: above 0 where more of it makes the measure larger. */
  readonly coefficient: number;
}

/** Which assumptions matter most for a measure in a year. */
export interface AssumptionRanking {
  readonly measure: Measure;
  readonly year: number;
  /** Largest coefficient first, whatever its sign. */
  readonly assumptions: readonly RankedAssumption[];
  /** Share of the variance of the measure's ranks over the runs that the assumptions explain together. */
  readonly r2: number;
  readonly runs: number;
}

/**
 * Ranks the assumptions of an ensemble by how strongly a measure of the whole follows them over its runs: standardised
 * coefficients of a regression of ranks on ranks. Runs that share a draw of the assumptions count one by one, so that
 * what chance does is left unexplained.
 *
 * @param plan The plan that gave the result, with a scenario that resolves.
 * @param year Default: the last of the measure that is a state.
 * @returns the ranking; or a problem where the assumptions did not vary, or the runs are too few to tell them apart.
 */
export const rankAssumptions = (
  plan: EnsemblePlan,
  result: TaskResult,
  measure: Measure,
  year?: number,
): Result<AssumptionRanking> => {
  const { scenario, options, askedYears } = plan;
  const where = 'the ensemble';
  const evidence = { figures: new Map(plan.figures.map((figure) => [figure.id, figure])) };
  const located = { value: scenario, where: () => scenario.name };
  const stated = resolve(located, evidence, askedYears);
  if (!stated.ok) return stated;
  const { input } = stated.value;
  const last = input.baselineYear + input.years;
  const t = (year ?? last) - input.baselineYear;
  if (!Number.isInteger(t) || t < 0 || t > input.years)
    return failure({ where, found: String(year), expected: `a year from ${input.baselineYear} to ${last}` });
  if (options.uncertainty === 'none' || options.uncertainty === 'chance')
    return failure({ where, found: 'assumptions that do not vary', expected: 'an ensemble in which they do' });
  const count = drawsOf(options);
  const draws = prepareDraws(located, evidence, stated.value, count, options.seed, askedYears);
  const { assumptions, probabilities } = draws;
  const perDraw = runsPerDraw(options);
  // Two more than the coefficients, for the mean and something left to explain; of draws, since runs of one share them.
  if (count < assumptions.length + 2) {
    return failure({
      where,
      found: `${options.runs} futures of ${assumptions.length} assumptions`,
      expected: `at least ${(assumptions.length + 2) * perDraw} futures`,
    });
  }
  // Resolving every draw again is slow, and is needed only where one was pulled in.
  const pulls = Array.from({ length: count }, (_, draw) => (result.pulledIn > 0 ? draws.at(draw).pull : 0));
  const inputs = assumptions.map((figure) => {
    const drawn = pulls.map((pull, draw) => drawnAmount(figure, probabilities.get(figure.id)?.[draw] ?? 0, pull));
    return Float64Array.from({ length: options.runs }, (_, run) => drawn[Math.floor(run / perDraw)] ?? 0);
  });
  const fit = rankRegression(inputs, runsOf(result.total, 0, measure, t));
  if ('dependent' in fit) {
    const found =
      fit.dependent === 'output'
        ? `${measure} that is the same in every future`
        : `${assumptions[fit.dependent]?.id ?? ''} that follows from the other assumptions`;
    return failure({ where, found, expected: 'futures that can be told apart' });
  }
  return success({
    measure,
    year: last - input.years + t,
    assumptions: assumptions
      .map((figure, index) => ({ figure, coefficient: fit.coefficients[index] ?? 0 }))
      .toSorted((a, b) => Math.abs(b.coefficient) - Math.abs(a.coefficient)),
    r2: fit.r2,
    runs: options.runs,
  });
};

// As many as one keeps in mind.
const named = 3;

/** Says which assumptions matter most, and how much of the spread they explain together. */
export const sayRanking = ({ assumptions, r2, runs }: AssumptionRanking): string => {
  const first = sayList(assumptions.slice(0, named).map(({ figure }) => `“${figure.title}”`));
  const most = assumptions.length < named ? 'What matters most is' : 'The three that matter most are';
  return `${most} ${first}; together the ${assumptions.length} assumptions explain ${sayShare(r2)} of the spread of ${sayCount(runs)} futures (R² ${r2.toFixed(2)}).`;
};
