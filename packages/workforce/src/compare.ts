import { failure, success, type Evidence, type Problem, type Result } from '@isocentre/evidence';
import type { Side } from './attribution/differences.ts';
import { attribute } from './attribution/expected.ts';
import { planAttribution, type AttributionPlan } from './attribution/futures.ts';
import { attributeFutures } from './attribution/shares.ts';
import { reportComparison, type ComparedMeasure, type ComparisonReport } from './comparison-report.ts';
import type { EnsembleOptions } from './ensemble.ts';
import type { Reporting } from './reporting.ts';
import type { Resolved } from './resolve.ts';
import type { RunValues } from './run-values.ts';

/** Says why two scenarios cannot be compared year by year: another first year, or other years. */
export const problemOfComparing = (from: Resolved, to: Resolved): Problem | undefined => {
  const where = `"${from.scenario.name}" and "${to.scenario.name}"`;
  const [first, second] = [from.input, to.input];
  if (first.baselineYear !== second.baselineYear) {
    return {
      where,
      found: `baselines of ${first.baselineYear} and ${second.baselineYear}`,
      expected: 'scenarios that start in the same year, such as both on one return (--baseline FILE)',
    };
  }
  return first.years === second.years
    ? undefined
    : {
        where,
        found: `${first.years} and ${second.years} years`,
        expected: 'scenarios of as many years, or --years N for both',
      };
};

/**
 * Compares two scenarios and puts the change down to what differs between them: on the futures of both sides where
 * those were run, else on the expected courses.
 *
 * @param options How the futures of both sides were run; none compares the expected courses.
 * @param measure The measure whose change is put down to the differences.
 * @param runBetween Runs the scenarios in between, where there are any.
 * @returns the comparison; a problem where the years of the two are not the same, or the differences are too many.
 */
export const compareSides = async (
  from: Side,
  to: Side,
  evidence: Evidence,
  { levels, mostDifferences, attributedFutures }: Reporting,
  options: EnsembleOptions | undefined,
  measure: ComparedMeasure,
  runBetween: (plan: AttributionPlan) => Promise<RunValues | undefined>,
): Promise<Result<ComparisonReport>> => {
  const problem = problemOfComparing(from.resolved, to.resolved);
  if (problem) return failure(problem);
  if (!options || !from.result || !to.result) {
    const parts = attribute(from, to, evidence, measure, mostDifferences);
    return parts.ok ? success(reportComparison(from, to, levels, undefined, measure, parts.value)) : parts;
  }
  const planned = planAttribution(from, to, evidence, measure, options, mostDifferences, attributedFutures);
  if (!planned.ok) return planned;
  const plan = planned.value;
  const between = plan.names.length < 2 ? undefined : await runBetween(plan);
  const parts = attributeFutures(plan, between, from.result.total, to.result.total, levels);
  return success(reportComparison(from, to, levels, options, measure, parts, plan.futures));
};
