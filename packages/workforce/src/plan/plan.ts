import { failure, success, type Evidence, type Located, type Result } from '@isocentre/evidence';
import type { Solver } from '@isocentre/solver';
import { closingYears } from '../ensemble-report.ts';
import type { EnsemblePlan, TaskResult } from '../ensemble.ts';
import type { ModelInput } from '../model-input.ts';
import { project } from '../project.ts';
import { resolve, type Resolved } from '../resolve.ts';
import type { Scenario } from '../scenario.ts';
import { decisionsOf, withDecisions, type Decision } from './decisions.ts';
import { drawFutures, excessOf, prepareInput } from './futures.ts';
import { planScenario, roundAmounts } from './plan-scenario.ts';
import { relax, relaxable, type Relaxation } from './relax.ts';
import { costOf, PlanSearch, type Found } from './search.ts';
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
  /** Share of the sampled futures, each in its expected course, that close with a post for everybody and no other measure. */
  readonly before: number;
  /** Replays that were tried, and the share by which the plan was made for more than is required, against chance. */
  readonly attempts: number;
  readonly margin: number;
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
  readonly decisions: readonly Decision[];
  /** The scenario as stated, ready for a plan. */
  readonly stated: ModelInput;
  attempts = 0;
  readonly #located: Located<Scenario>;
  readonly #evidence: Evidence;
  readonly #tools: PlanTools;
  readonly #resolved: Resolved;
  readonly #question: PlanQuestion;
  readonly #limits: PlanLimits;
  readonly #from: number;
  readonly #terms: PlanTerms;
  readonly #futures: readonly ModelInput[];

  constructor(
    located: Located<Scenario>,
    evidence: Evidence,
    tools: PlanTools,
    parts: { resolved: Resolved; terms: PlanTerms; limits: PlanLimits; question: PlanQuestion; from: number },
  ) {
    this.#located = located;
    this.#evidence = evidence;
    this.#tools = tools;
    this.#resolved = parts.resolved;
    this.#terms = parts.terms;
    this.#limits = parts.limits;
    this.#question = parts.question;
    this.#from = parts.from;
    this.stated = prepareInput(parts.resolved.input, parts.limits);
    this.decisions = decisionsOf(this.stated, parts.terms, parts.limits);
    const { seed, askedYears, futures = parts.terms.futures } = parts.question;
    this.#futures = drawFutures(located, evidence, parts.resolved, futures, seed, askedYears);
  }

  /**
   * The plan of least cost that closes the stated course with a margin: so much more than is required.
   *
   * @returns undefined where the limits allow none.
   */
  async withMargin(margin: number, limits = this.#limits): Promise<Found | undefined> {
    const found = await this.search(margin, limits).cheapest();
    await this.#tools.pause();
    return found;
  }

  /** A search over the stated course alone. */
  search(margin: number, limits = this.#limits): PlanSearch {
    const stated = this.#resolved.input;
    return new PlanSearch({
      stated,
      futures: [stated],
      decisions:
        limits === this.#limits ? this.decisions : decisionsOf(prepareInput(stated, limits), this.#terms, limits),
      limits,
      from: this.#from,
      confidence: 1,
      margin,
      solver: this.#tools.solver,
      pause: this.#tools.pause,
    });
  }

  /** Share of the sampled futures, each in its expected course, that a plan closes. */
  async shareClosed(amounts: ArrayLike<number>, limits = this.#limits): Promise<number> {
    let closed = 0;
    for (const future of this.#futures) {
      const input = prepareInput(future, limits);
      const excess = excessOf(input, project(withDecisions(input, this.decisions, amounts)).values);
      if (excess.subarray(this.#from).every((over) => over <= 0)) closed += 1;
    }
    await this.#tools.pause();
    return closed / this.#futures.length;
  }

  scenario(amounts: ArrayLike<number>): Scenario {
    return planScenario(
      this.#located.value,
      this.stated,
      this.decisions,
      amounts,
      this.#limits,
      this.#question.closeBy,
    );
  }

  async replay(scenario: Scenario): Promise<Replay> {
    this.attempts += 1;
    const { seed, askedYears, closeBy, replay: runs = this.#terms.replay } = this.#question;
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

/** A plan with the margin that it was made for. */
interface Sized {
  readonly margin: number;
  readonly found: Found;
}

// The largest margin that is tried, how often it is halved, and how often by how much the replay may move it.
const mostMargin = 1;
const halvings = 8;
const mostTries = 5;
const step = 0.02;
/** What a replay may close in beyond what was asked before the plan counts as more than enough. */
const slack = 0.01;

/** The largest margin for which the limits allow a plan; undefined where they allow none even for less than is required. */
const largest = async (planner: Planner, limits?: PlanLimits): Promise<Sized | undefined> => {
  let [low, high] = [-mostMargin / 2, mostMargin];
  let best: Sized | undefined;
  for (let i = 0; i < halvings; i += 1) {
    const margin = (low + high) / 2;
    const found = await planner.withMargin(margin, limits);
    if (found) best = { margin, found };
    if (found) low = margin;
    else high = margin;
  }
  return best;
};

/** The least margin with which a plan closes the sampled futures in the share asked for, up to one that does. */
const least = async (planner: Planner, confidence: number, most: Sized): Promise<Sized> => {
  let best = most;
  let low = -mostMargin / 2;
  for (let i = 0; i < halvings; i += 1) {
    const margin = (low + best.margin) / 2;
    const found = await planner.withMargin(margin);
    if (found && (await planner.shareClosed(found.amounts)) >= confidence) best = { margin, found };
    else low = margin;
  }
  return best;
};

/** A plan that was replayed. */
interface Tried extends Sized {
  readonly amounts: Float64Array;
  readonly replay: Replay;
}

/** Moves the margin until the replay closes in the share asked for and little more: outwards first, then by halves. */
const tighten = async (
  planner: Planner,
  confidence: number,
  { start, most }: { readonly start: Sized; readonly most: Sized },
  progress: PlanTools['progress'],
): Promise<{ readonly best: Tried | undefined; readonly last: Tried }> => {
  let [met, missed]: [Tried | undefined, Tried | undefined] = [undefined, undefined];
  let next: Sized | undefined = start;
  for (let i = 0; next && i <= mostTries; i += 1) {
    const amounts = roundAmounts(planner.decisions, next.found.amounts);
    const tried: Tried = { ...next, amounts, replay: await planner.replay(planner.scenario(amounts)) };
    if (tried.replay.shareClosed >= confidence) met = tried;
    else missed = tried;
    if (met && met.replay.shareClosed <= confidence + slack) break;
    progress(met ? 'More than enough: making the plan smaller' : 'The replay missed: keeping more against chance');
    const outwards = step * 2 ** i;
    const margin: number =
      met && missed ? (met.margin + missed.margin) / 2 : tried.margin + (met ? -outwards : outwards);
    if (margin >= most.margin) {
      // Nothing larger is allowed, so that the largest is the last to be tried.
      next = missed && missed.margin >= most.margin ? undefined : most;
    } else {
      const found = await planner.withMargin(margin);
      next = found ? { margin, found } : undefined;
    }
  }
  return { best: met, last: (met ?? missed) as Tried };
};

/**
 * Plans the measures of least present cost that close the shortfall by a year in at least a share of futures.
 *
 * A plan is the least for the stated course with a margin, by a linear program whose coefficients follow from the chances
 * of staying. The margin is the least with which enough sampled futures close, moved until the replay through the
 * stochastic engine, with a seed of its own, closes in the share asked for. Where the largest margin that the limits allow
 * closes too few, there is no such plan: what is given is the nearest, and by how much each limit must give. The same seed
 * gives the same plan, whatever the tools run on.
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
  tools.progress('Drawing futures');
  const planner = new Planner(located, evidence, tools, {
    resolved: resolved.value,
    terms: terms.value,
    limits,
    question,
    from: from.value,
  });
  await tools.pause();
  const { decisions, stated } = planner;
  const before = await planner.shareClosed(new Float64Array(decisions.length));
  const answer = (
    status: WorkforcePlan['status'],
    amounts: Float64Array,
    replay: Replay,
    rest: Pick<WorkforcePlan, 'relaxations' | 'met' | 'margin'> & Partial<Pick<WorkforcePlan, 'bound'>>,
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
      scenario: planner.scenario(amounts),
      ...rest,
    });

  tools.progress('Seeking the plan of least cost');
  const suffices = async (other?: PlanLimits): Promise<Sized | undefined> => {
    const most = await largest(planner, other);
    return most && (await planner.shareClosed(most.found.amounts, other)) >= question.confidence ? most : undefined;
  };
  const most = await suffices();
  if (most) {
    const start = await least(planner, question.confidence, most);
    tools.progress('Replaying the plan');
    const { best, last } = await tighten(planner, question.confidence, { start, most }, tools.progress);
    return answer(best ? 'planned' : 'missed', last.amounts, last.replay, {
      bound: last.found.bound,
      margin: last.margin,
      relaxations: [],
      met: metBy(planner.search(last.margin), decisions, last.amounts),
    });
  }
  tools.progress('No plan: seeking the nearest');
  const nearest = await planner.search(0).nearest();
  const amounts = roundAmounts(decisions, nearest.amounts);
  const replay = await planner.replay(planner.scenario(amounts));
  const relaxations: Relaxation[] = [];
  for (const limit of [...relaxable(limits), 'all'] as const) {
    tools.progress('No plan: seeking what must give');
    relaxations.push(await relax(limits, limit, async (other) => (await suffices(other)) !== undefined));
  }
  return answer('none', amounts, replay, { relaxations, met: [], margin: 0 });
};
