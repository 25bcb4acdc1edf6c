import { failure, success, type Evidence, type Located, type Result } from '@isocentre/evidence';
import type { Solver } from '@isocentre/solver';
import { closingYears } from '../ensemble-report.ts';
import type { EnsemblePlan, TaskResult } from '../ensemble.ts';
import type { ModelInput } from '../model-input.ts';
import { resolve, type Resolved } from '../resolve.ts';
import type { Scenario } from '../scenario.ts';
import { decisionsOf, type Decision } from './decisions.ts';
import { drawFutures, prepareInput } from './futures.ts';
import { planScenario, roundAmounts } from './plan-scenario.ts';
import { relax, relaxable, type Relaxation } from './relax.ts';
import { costOf, PlanSearch } from './search.ts';
import { readPlanTerms, type PlanLimits, type PlanTerms } from './terms.ts';

/** What is asked of a plan. */
export interface PlanQuestion {
  /** The calendar year by which the shortfall is to be closed, and stay so to the horizon. */
  readonly closeBy: number;
  /** Share of futures in which it is to be, above 0 and at most 1. */
  readonly confidence: number;
  /** Limits in place of those of `data/`; `budget` has none there. */
  readonly limits?: Partial<PlanLimits> | undefined;
  /** A whole number. The futures of the replay are drawn with the next one. */
  readonly seed: number;
  readonly askedYears?: number | undefined;
  /** Sampled futures and futures of the replay in place of those of `data/`. */
  readonly futures?: number | undefined;
  readonly replay?: number | undefined;
}

/** What a plan needs of the world, so that it runs in Node, in a worker and in the page. */
export interface PlanTools {
  readonly solver: Solver;
  /** Runs an ensemble; `@isocentre/runner` has some. */
  readonly runEnsemble: (plan: EnsemblePlan) => Promise<TaskResult>;
  /** Lets other work through between two parts, and throws where the plan is to stop. */
  readonly pause: () => Promise<void>;
  /** Told what is being done, in a few words. */
  readonly progress: (doing: string) => void;
}

/** A plan replayed through the stochastic engine: what it really does. */
export interface Replay {
  readonly runs: number;
  readonly seed: number;
  /** Share of the futures in which the shortfall is closed from the year asked for to the horizon. */
  readonly shareClosed: number;
}

/** What was found. */
export interface WorkforcePlan {
  /**
   * `planned`: the replay closes in at least the share asked for. `missed`: there is a plan for the sampled futures, but
   * no replay of it reached that share. `none`: the limits allow no plan; what is given is the nearest.
   */
  readonly status: 'planned' | 'missed' | 'none';
  readonly question: PlanQuestion;
  readonly resolved: Resolved;
  readonly terms: PlanTerms;
  readonly limits: PlanLimits;
  /** The scenario as stated with every required post funded: what the decisions add to. */
  readonly input: ModelInput;
  readonly decisions: readonly Decision[];
  /** How much of each decision. */
  readonly amounts: Float64Array;
  /** Present cost, GBP of today, discounted to the first decision year; without the pay of those in post. */
  readonly cost: number;
  /** What no plan for the futures of the last program can cost less than; undefined for the nearest plan. */
  readonly bound?: number;
  readonly replay: Replay;
  /** The same of the scenario without a plan. */
  readonly before: Replay;
  /** Replays that were tried, the last included, and the buffer of the last program. */
  readonly attempts: number;
  readonly buffer: number;
  /** Without a plan: what must give, each limit alone and then all together; empty otherwise. */
  readonly relaxations: readonly Relaxation[];
  /** With a plan: the limits that it meets somewhere. */
  readonly met: readonly (keyof PlanLimits)[];
  /** The plan as a scenario. */
  readonly scenario: Scenario;
}

const chooseYear = (input: ModelInput, closeBy: number): Result<number> => {
  const last = input.baselineYear + input.years - input.closure.reportedYears + 1;
  return closeBy > input.firstDecisionYear && closeBy <= last
    ? success(closeBy - input.baselineYear)
    : failure({
        where: '--close-by',
        found: `"${closeBy}"`,
        expected: `a year from ${input.firstDecisionYear + 1}, the first that a decision can reach, to ${last}, so that it is seen to stay closed`,
      });
};

/** One job of planning: what the parts of it share. */
class Planner {
  readonly #located: Located<Scenario>;
  readonly #evidence: Evidence;
  readonly #tools: PlanTools;
  readonly #resolved: Resolved;
  readonly #terms: PlanTerms;
  readonly #question: PlanQuestion;
  readonly #from: number;
  attempts = 0;

  constructor(
    located: Located<Scenario>,
    evidence: Evidence,
    tools: PlanTools,
    parts: { resolved: Resolved; terms: PlanTerms; question: PlanQuestion; from: number },
  ) {
    this.#located = located;
    this.#evidence = evidence;
    this.#tools = tools;
    this.#resolved = parts.resolved;
    this.#terms = parts.terms;
    this.#question = parts.question;
    this.#from = parts.from;
  }

  /** A search under some limits; cuts of another search over the same futures spare the engine. */
  search(
    limits: PlanLimits,
    cuts?: PlanSearch['cuts'],
  ): { search: PlanSearch; decisions: readonly Decision[]; stated: ModelInput } {
    const { seed, confidence, askedYears, futures = this.#terms.futures } = this.#question;
    const stated = prepareInput(this.#resolved.input, limits);
    const decisions = decisionsOf(stated, this.#terms, limits);
    const search = new PlanSearch(
      {
        stated,
        futures: drawFutures(this.#located, this.#evidence, this.#resolved, futures, seed, limits, askedYears),
        decisions,
        limits,
        from: this.#from,
        confidence,
        solver: this.#tools.solver,
        pause: this.#tools.pause,
      },
      cuts,
    );
    return { search, decisions, stated };
  }

  async replay(scenario: Scenario, runs: number): Promise<Replay> {
    this.attempts += 1;
    const { seed, askedYears, closeBy } = this.#question;
    const options = { runs, seed: seed + 1, uncertainty: 'both' as const };
    const result = await this.#tools.runEnsemble({
      scenario,
      figures: [...this.#evidence.figures.values()],
      askedYears,
      by: [],
      options,
    });
    const closed = closingYears(this.#resolved.input, result.total, 0).filter((year) => year <= closeBy).length;
    await this.#tools.pause();
    return { runs, seed: options.seed, shareClosed: closed / runs };
  }
}

/** The limits that a plan meets somewhere: a row without room, or a decision at its most. */
const metBy = (
  search: PlanSearch,
  decisions: readonly Decision[],
  amounts: Float64Array,
): readonly (keyof PlanLimits)[] => {
  const near = 1e-4;
  const met = new Set<keyof PlanLimits>();
  for (const { limit, terms, most } of search.rows) {
    let sum = 0;
    for (const [j, coefficient] of terms) sum += coefficient * (amounts[j] ?? 0);
    const active = terms.some(([j]) => (amounts[j] ?? 0) > near);
    if (active && sum >= most - near * Math.max(1, Math.abs(most))) met.add(limit);
  }
  const ceilings = { training: 'trainingCeiling', overseas: 'overseasCeiling', retention: 'retentionCeiling' } as const;
  decisions.forEach(({ measure, most }, j) => {
    if (most > 0 && (amounts[j] ?? 0) >= most - near * Math.max(1, most)) met.add(ceilings[measure]);
  });
  return [...met];
};

// How often the buffer is raised, by how much, and how finely a plan that is more than enough is made smaller.
const raises = 3;
const raise = 0.5;
const shrinks = 4;
const smallestShrink = 0.85;

/**
 * Plans the measures of least present cost that close the shortfall by a year in at least a share of futures.
 *
 * The plan is made for sampled futures by linear programs whose coefficients the engine gives, and is then replayed
 * through the stochastic engine with a seed of its own; where the replay misses, the plan keeps more staff against chance
 * and is made again; where it is more than enough, it is made smaller. Where the limits allow no plan, what is given is
 * the nearest one, and by how much each limit must give. The same seed gives the same plan, whatever the tools run on.
 *
 * @returns the plan, or why the question cannot be asked of this scenario.
 */
export const planWorkforce = async (
  located: Located<Scenario>,
  evidence: Evidence,
  question: PlanQuestion,
  tools: PlanTools,
): Promise<Result<WorkforcePlan>> => {
  const terms = readPlanTerms(evidence);
  if (!terms.ok) return terms;
  const resolved = resolve(located, evidence, question.askedYears);
  if (!resolved.ok) return resolved;
  const from = chooseYear(resolved.value.input, question.closeBy);
  if (!from.ok) return from;
  const limits: PlanLimits = { ...terms.value.limits, ...question.limits };
  const runs = question.replay ?? terms.value.replay;
  const planner = new Planner(located, evidence, tools, {
    resolved: resolved.value,
    terms: terms.value,
    question,
    from: from.value,
  });
  tools.progress('Drawing futures');
  const { search, decisions, stated } = planner.search(limits);
  await tools.pause();
  const scenarioOf = (amounts: ArrayLike<number>): Scenario =>
    planScenario(located.value, stated, decisions, amounts, limits, question.closeBy);
  const before = await planner.replay(located.value, runs);
  planner.attempts = 0;
  const answer = (
    status: WorkforcePlan['status'],
    amounts: Float64Array,
    replay: Replay,
    rest: Partial<Pick<WorkforcePlan, 'bound' | 'buffer' | 'relaxations'>>,
  ): Result<WorkforcePlan> =>
    success({
      status,
      question,
      resolved: resolved.value,
      terms: terms.value,
      limits,
      input: stated,
      decisions,
      amounts,
      cost: costOf(decisions, amounts),
      replay,
      before,
      attempts: planner.attempts,
      buffer: terms.value.buffer,
      relaxations: [],
      met: status === 'none' ? [] : metBy(search, decisions, amounts),
      scenario: scenarioOf(amounts),
      ...rest,
    });

  tools.progress('Seeking the plan of least cost');
  let buffer = terms.value.buffer;
  let found = await search.cheapest(buffer);
  if (!found) {
    tools.progress('No plan: seeking the nearest');
    const nearest = await search.closing(search.kept, buffer, true);
    const amounts = roundAmounts(decisions, nearest?.amounts ?? new Float64Array(decisions.length));
    const replay = await planner.replay(scenarioOf(amounts), runs);
    const exists = async (other: PlanLimits): Promise<boolean> => {
      const there = planner.search(other, new Map(search.cuts)).search;
      return (await there.mayClose(buffer)) && (await there.cheapest(buffer, 0)) !== undefined;
    };
    const relaxations: Relaxation[] = [];
    for (const limit of [...relaxable(limits), 'all'] as const) {
      tools.progress('No plan: seeking what must give');
      relaxations.push(await relax(limits, limit, exists));
    }
    return answer('none', amounts, replay, { relaxations });
  }

  let amounts = roundAmounts(decisions, found.amounts);
  tools.progress('Replaying the plan');
  let replay = await planner.replay(scenarioOf(amounts), runs);
  for (let i = 0; replay.shareClosed < question.confidence && i < raises; i += 1) {
    tools.progress('The replay missed: keeping more staff against chance');
    const more = await search.cheapest(buffer + raise, 0);
    if (!more) break;
    buffer += raise;
    found = more;
    amounts = roundAmounts(decisions, found.amounts);
    replay = await planner.replay(scenarioOf(amounts), runs);
  }
  if (replay.shareClosed < question.confidence)
    return answer('missed', amounts, replay, { bound: found.bound, buffer });

  tools.progress('More than enough: making the plan smaller');
  let [low, high] = [smallestShrink, 1];
  for (let i = 0; i < shrinks; i += 1) {
    const middle = (low + high) / 2;
    const smaller = roundAmounts(
      decisions,
      found.amounts.map((amount) => amount * middle),
    );
    const again = await planner.replay(scenarioOf(smaller), runs);
    if (again.shareClosed >= question.confidence) {
      high = middle;
      amounts = smaller;
      replay = again;
    } else low = middle;
  }
  return answer('planned', amounts, replay, { bound: found.bound, buffer });
};
