import { toCsv, type Table } from '@isocentre/documents';
import { success, type Located, type Result } from '@isocentre/evidence';
import {
  closingRange,
  groups,
  marginalCosts,
  marginalTable,
  missingOf,
  planJson,
  planPurpose,
  planTable,
  planWorkforce,
  readPlanTerms,
  resolve,
  sayPlan,
  sayRelaxation,
  scenarioYaml,
  scoreAsks,
  scoreTable,
  specialisms,
  spendingByYear,
  spendingTable,
  timetable,
  timetableSheets,
  tradeOff,
  tradeOffCosts,
  tradeOffJson,
  tradeOffTable,
  type MarginalCost,
  type PlanLimit,
  type PlanLimits,
  type PlanQuestion,
  type PlanTools,
  type Replay,
  type Scenario,
  type ScoredAsk,
  type TradeOffPoint,
  type WorkforcePlan,
} from '@isocentre/workforce';
import { figureTold, type FigureTold } from '../shipped/figure-told.ts';
import { onReturn } from '../state/state.ts';
import type { Bench } from './bench.ts';
import type { PlanAsked, PlanBase, PlanBounds, ScoreAsked } from './plan-question.ts';
import { named } from './scenario-jobs.ts';

type Group = keyof typeof groups;

/** What a WTE costs by a measure in a staff group, over its occupations. */
export interface Worth {
  readonly measure: MarginalCost['measure'];
  readonly group: Group;
  /** GBP. */
  readonly least: number;
  readonly most: number;
}

/** A plan as the page shows it. */
export interface PlanTold {
  readonly status: WorkforcePlan['status'];
  readonly answer: string;
  /** Of the scenario that it is for. */
  readonly title: string;
  readonly closeBy: number;
  readonly confidence: number;
  /** Present cost, GBP, discounted to the year `costYear`. */
  readonly cost: number;
  readonly costYear: number;
  readonly replay: Replay;
  readonly limits: PlanLimits;
  readonly met: readonly PlanLimit[];
  /** Without a plan: what must give, a sentence for each limit. */
  readonly mustGive: readonly string[];
  /** What the expected course lacks in the year asked for, by occupation, most first. */
  readonly missing: readonly { readonly name: string; readonly wte: number }[];
  readonly spending: ReturnType<typeof spendingByYear>;
  readonly worth: readonly Worth[];
  readonly tables: {
    readonly timetable: Table;
    /** The timetables as numbers, for a workbook. */
    readonly sheets: readonly Table[];
    readonly decisions: Table;
    readonly spending: Table;
    readonly worth: Table;
  };
  readonly scenario: Scenario;
  /** The files that the command line writes; a return stands in the scenario by its name alone. */
  readonly files: { readonly json: string; readonly csv: string; readonly yaml: string };
}

/** What closing sooner, or in more futures, costs, as the page shows it. */
export interface TradeOffTold {
  readonly title: string;
  readonly points: readonly TradeOffPoint[];
  readonly runs: number;
  readonly tables: { readonly costs: Table; readonly points: Table };
  readonly files: { readonly json: string };
}

/** How far the brief's asks go, as the page shows it. */
export interface ScoreTold {
  readonly closeBy: number;
  readonly runs: number;
  readonly asks: readonly ScoredAsk[];
  readonly table: Table;
  readonly files: { readonly json: string };
}

const scored = 'the-briefs-asks';

const limitFigures = {
  trainingGrowth: 'plan_training_growth',
  trainingCeiling: 'plan_training_ceiling',
  overseasCeiling: 'plan_overseas_ceiling',
  retentionCeiling: 'plan_retention_ceiling',
} as const satisfies Partial<Record<PlanLimit, string>>;

/** The scenario of a question, with what is asked in place of what it says, as the command line writes it. */
const locatedOf = ({ start, edits, own, years, geography }: PlanBase, { model }: Bench): Result<Located<Scenario>> => {
  if (own) model.hold(own);
  const scenario = model.scenario({ start, edits, part: {} });
  if (!scenario.ok) return scenario;
  const value = {
    ...scenario.value,
    ...(years === undefined ? {} : { years }),
    baseline: { ...scenario.value.baseline, ...(geography === undefined ? {} : { geography }) },
  };
  return success({ value, where: (path) => [value.name, ...path].join(' ') });
};

const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const longestTurnMs = 40;

const toolsOf = ({ runner: startRunner, solver: startSolver, progress, cancel }: Bench): PlanTools => {
  const [runner, solver] = [startRunner(), startSolver()];
  let [doing, done, programs, since] = ['Starting', 0, 0, performance.now()];
  const tell = (): void => {
    progress(done, programs === 0 ? doing : `${doing} (${programs} programs solved)`);
  };
  return {
    solver: {
      ...solver,
      solve: async (program, options) => {
        const outcome = await solver.solve(program, options);
        programs += 1;
        tell();
        return outcome;
      },
    },
    runEnsemble: (plan) => runner.run(plan, undefined, cancel),
    runNeeds: (plan) => runner.needs(plan, undefined, cancel),
    pause: async () => {
      if (performance.now() - since > longestTurnMs) {
        await new Promise((go) => {
          setTimeout(go, 0);
        });
        since = performance.now();
      }
      if (cancel.aborted) throw new Error('it was stopped', { cause: cancel.reason });
    },
    progress: (what, share = 0) => {
      [doing, done] = [what, share];
      tell();
    },
  };
};

const questionOf = ({ closeBy, confidence, limits, seed, years, replay, futures }: PlanAsked): PlanQuestion => ({
  closeBy,
  confidence,
  limits,
  seed,
  askedYears: years,
  futures,
  ...(replay === undefined ? {} : { replay }),
});

/** The least and the most that a WTE costs by each measure and staff group. */
const worthOf = (plan: WorkforcePlan): readonly Worth[] => {
  const groupOf = new Map(plan.input.occupations.map(({ id, group }) => [id, group as Group]));
  const worth = new Map<string, Worth>();
  for (const { measure, occupation, cost } of marginalCosts(plan)) {
    const group = groupOf.get(occupation);
    if (group === undefined) continue;
    const key = `${measure} ${group}`;
    const { least = cost, most = cost } = worth.get(key) ?? {};
    worth.set(key, { measure, group, least: Math.min(least, cost), most: Math.max(most, cost) });
  }
  return [...worth.values()];
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const missingIn = (plan: WorkforcePlan): PlanTold['missing'] => {
  const occupations = new Map(plan.input.occupations.map((one) => [one.id, one]));
  const { regions } = plan.input;
  return missingOf(plan).map(({ occupation, region, wte }) => {
    const { group, specialism } = occupations.get(occupation) ?? {};
    const name = `${groups[group as Group]} in ${specialisms[specialism as keyof typeof specialisms]}`;
    const where = regions.length > 1 ? `, ${regions.find(({ id }) => id === region)?.title ?? ''}` : '';
    return { name: capital(`${name}${where}`), wte };
  });
};

/** Puts a plan in the form in which it goes to the page. */
export const tellPlan = (plan: WorkforcePlan): PlanTold => {
  const decisions = planTable(plan);
  const { status, question, cost, replay, limits, met, resolved, scenario } = plan;
  return {
    status,
    answer: sayPlan(plan),
    title: resolved.scenario.title,
    closeBy: question.closeBy,
    confidence: question.confidence,
    cost,
    costYear: plan.input.firstDecisionYear,
    replay,
    limits,
    met,
    mustGive: plan.relaxations.map(sayRelaxation),
    missing: missingIn(plan),
    spending: spendingByYear(plan),
    worth: worthOf(plan),
    tables: {
      timetable: timetable(plan),
      sheets: timetableSheets(plan),
      decisions,
      spending: spendingTable(plan),
      worth: marginalTable(plan),
    },
    scenario,
    files: { json: jsonText(planJson(plan)), csv: toCsv(decisions), yaml: scenarioYaml(named(scenario)) },
  };
};

/** Plans as `isocentre plan` does. */
export const planOf = async (asked: PlanAsked, bench: Bench): Promise<Result<PlanTold>> => {
  const located = locatedOf(asked, bench);
  if (!located.ok) return located;
  const plan = await planWorkforce(located.value, bench.model.evidence, questionOf(asked), toolsOf(bench));
  return plan.ok ? success(tellPlan(plan.value)) : plan;
};

/** Seeks plans for several years and shares of futures, as `isocentre plan --trade-off` does. */
export const tradeOffOf = async (asked: PlanAsked, bench: Bench): Promise<Result<TradeOffTold>> => {
  const located = locatedOf(asked, bench);
  if (!located.ok) return located;
  const found = await tradeOff(located.value, bench.model.evidence, questionOf(asked), toolsOf(bench));
  if (!found.ok) return found;
  const { points, runs, resolved } = found.value;
  return success({
    title: resolved.scenario.title,
    points,
    runs,
    tables: { costs: tradeOffCosts(found.value), points: tradeOffTable(found.value) },
    files: { json: jsonText(tradeOffJson(found.value)) },
  });
};

/** Scores the brief's asks on the baseline of a question, as `isocentre plan the-briefs-asks --score` does. */
export const scoreOf = async (
  { start, own, closeBy, seed, runs }: ScoreAsked,
  bench: Bench,
): Promise<Result<ScoreTold>> => {
  const asks = onReturn({ kind: 'shipped', name: scored }, start.ownReturn);
  const located = locatedOf({ start: asks, edits: [], own }, bench);
  if (!located.ok) return located;
  const options = { runs, seed };
  const result = await scoreAsks(located.value, bench.model.evidence, closeBy, options, toolsOf(bench));
  if (!result.ok) return result;
  return success({
    closeBy,
    runs,
    asks: result.value,
    table: scoreTable(result.value, closeBy),
    files: { json: jsonText({ year: closeBy, ...options, asks: result.value }) },
  });
};

/** Tells within what a plan can be asked for, and what it rests on. */
export const boundsOf = (base: PlanBase, bench: Bench): Result<PlanBounds> => {
  const located = locatedOf(base, bench);
  if (!located.ok) return located;
  const { evidence } = bench.model;
  const terms = readPlanTerms(evidence);
  if (!terms.ok) return terms;
  const resolved = resolve(located.value, evidence, base.years);
  if (!resolved.ok) return resolved;
  const { input } = resolved.value;
  const told = (id: string): readonly FigureTold[] => {
    const figure = evidence.figures.get(id);
    if (!figure) return [];
    const { why, ...rest } = figureTold(figure);
    return [{ ...rest, why: figure.note === undefined ? why : `${why.replace(/\.$/, '')}. ${figure.note}` }];
  };
  const others = new Set<string>(Object.values(limitFigures));
  // Not those that only stand in the formula of another, nor how many futures are run.
  const isOfCost = (id: string, purposes: ReadonlySet<string>): boolean =>
    !others.has(id) && purposes.has(planPurpose) && evidence.figures.get(id)?.unit !== 'futures';
  return success({
    closing: closingRange(input),
    years: input.years,
    replay: terms.value.replay,
    limits: terms.value.limits,
    figures: {
      limits: Object.fromEntries(
        Object.entries(limitFigures).flatMap(([limit, id]) => told(id).map((figure) => [limit, figure])),
      ),
      costs: [...terms.value.uses].flatMap(([id, purposes]) => (isOfCost(id, purposes) ? told(id) : [])),
    },
  });
};
