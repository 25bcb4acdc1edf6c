import { failure, success, type Evidence, type Located, type Result } from '@isocentre/evidence';
import type { ModelInput } from '../model-input.ts';
import { countDrivers, resolve, type Resolved } from '../resolve.ts';
import type { Scenario } from '../scenario.ts';
import { decisionsOf, type Decision } from './decisions.ts';
import { prepareInput } from './prepare.ts';
import { readPlanTerms, type PlanLimits, type PlanTerms } from './terms.ts';

/** What is asked of a plan. */
export interface PlanQuestion {
  /** The calendar year by which the shortfall is to be closed, and stay so to the horizon. */
  readonly closeBy: number;
  /** Share of futures in which it is to be, above 0 and below 1. */
  readonly confidence: number;
  /** Limits in place of those of `data/`; `budget` has none there. */
  readonly limits?: Partial<PlanLimits> | undefined;
  /** A whole number. The futures of the replay are drawn with the next one. */
  readonly seed: number;
  readonly askedYears?: number | undefined;
  /** Sampled futures and futures of the replay in place of those of `data/`. */
  readonly futures?: number | undefined;
  readonly replay?: number | undefined;
  /** Whether to seek what must give where there is no plan, which takes longest; default: true. */
  readonly relax?: boolean | undefined;
}

/** A question with all that it is about. */
export interface PreparedQuestion {
  readonly terms: PlanTerms;
  readonly resolved: Resolved;
  readonly limits: PlanLimits;
  /** The scenario as stated, ready for a plan. */
  readonly input: ModelInput;
  readonly decisions: readonly Decision[];
  /** Year index from which it is to be closed. */
  readonly from: number;
  /** The figures that drive the plan: those of the scenario, and those of costs and limits. */
  readonly drivers: Resolved['drivers'];
}

/** The first and last year by which a shortfall can be asked to close: a decision reaches the one, the other is seen to stay so. */
export const closingRange = (input: ModelInput): readonly [first: number, last: number] => [
  input.firstDecisionYear + 1,
  input.baselineYear + input.years - input.closure.reportedYears + 1,
];

const chooseYear = (input: ModelInput, closeBy: number): Result<number> => {
  const [first, last] = closingRange(input);
  return closeBy >= first && closeBy <= last
    ? success(closeBy - input.baselineYear)
    : failure({
        where: '--close-by',
        found: `"${closeBy}"`,
        expected: `a year from ${first}, the first that a decision can reach, to ${last}, so that it is seen to stay closed`,
      });
};

/** Reads what a question of a plan is about, or says why it cannot be asked of this scenario. */
export const prepareQuestion = (
  located: Located<Scenario>,
  evidence: Evidence,
  { closeBy, limits: asked, askedYears }: Pick<PlanQuestion, 'closeBy' | 'limits' | 'askedYears'>,
): Result<PreparedQuestion> => {
  const terms = readPlanTerms(evidence);
  if (!terms.ok) return terms;
  const resolved = resolve(located, evidence, askedYears);
  if (!resolved.ok) return resolved;
  const from = chooseYear(resolved.value.input, closeBy);
  if (!from.ok) return from;
  const limits: PlanLimits = { ...terms.value.limits, ...asked };
  const input = prepareInput(resolved.value.input, limits);
  const decisions = decisionsOf(input, terms.value, limits);
  const { drivers, uses } = resolved.value;
  const added = new Map([...terms.value.uses].filter(([id]) => !uses.has(id)));
  const { total, assumptions } = countDrivers(added, evidence.figures, () => false);
  return success({
    terms: terms.value,
    resolved: resolved.value,
    limits,
    input,
    decisions,
    from: from.value,
    drivers: { ...drivers, total: drivers.total + total, assumptions: drivers.assumptions + assumptions },
  });
};
