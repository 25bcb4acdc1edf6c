import { success, type Evidence, type Located, type Result } from '@isocentre/evidence';
import type { Solver } from '@isocentre/solver';
import { closingYears } from '../ensemble-report.ts';
import type { EnsemblePlan, TaskResult } from '../ensemble.ts';
import type { ModelInput } from '../model-input.ts';
import { project, type Projection } from '../project.ts';
import { resolve, type Resolved } from '../resolve.ts';
import type { Scenario } from '../scenario.ts';
import { sayCount, sayShare } from '../words.ts';
import { decisionsOf, type Decision } from './decisions.ts';
import { SampledFutures, type Needs, type NeedsPlan } from './futures.ts';
import { limitsMet } from './limit-rows.ts';
import { prepareQuestion, type PlanQuestion } from './question.ts';
import { planScenario } from './plan-scenario.ts';
import { prepareInput } from './prepare.ts';
import { relax, relaxable, type PlanLimit, type Relaxation, type Tried } from './relax.ts';
import type { Centre } from './centre.ts';
import { lastBasis } from './search.ts';
import { hardestOf, roughPart, sample, seek, seekAny, type Sampled, type Sought } from './seek.ts';
import type { PlanLimits, PlanTerms } from './terms.ts';

/** What a plan needs of the world, so that it runs in Node, in a worker and in the page. */
export interface PlanTools {
  readonly solver: Solver;
  /** Runs an ensemble; `@isocentre/runner` has some. */
  readonly runEnsemble: (plan: EnsemblePlan) => Promise<TaskResult>;
  /** Runs a plan through the futures over which it is sought; `@isocentre/runner` does too. */
  readonly runNeeds: (plan: NeedsPlan) => Promise<Needs | undefined>;
  /** Lets other work through between two parts, and throws where the plan is to stop. */
  readonly pause: () => Promise<void>;
  /** Told what is being done, in a few words, and how much of it is done, from 0 to 1, where that is known. */
  readonly progress: (doing: string, done?: number) => void;
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
  /** `planned`: the replay closes in at least the share asked for. `infeasible`: no plan was found that does; the nearest. */
  readonly status: 'planned' | 'infeasible';
  readonly question: PlanQuestion;
  readonly resolved: Resolved;
  readonly terms: PlanTerms;
  readonly limits: PlanLimits;
  /** The figures that drive the plan: those of the scenario, and those of costs and limits. */
  readonly drivers: Resolved['drivers'];
  /** The scenario as stated, ready for a plan: what the decisions add to. */
  readonly input: ModelInput;
  readonly decisions: readonly Decision[];
  /** How much of each decision. */
  readonly amounts: Float64Array;
  /** The expected course of the plan, and what one unit more of each decision brings there. */
  readonly centre: Centre;
  /** Present cost, GBP of today, discounted to the first decision year; without the pay of those in post. */
  readonly cost: number;
  readonly replay: Replay;
  /** Share of the sampled futures, with regions of the first 100, that posts for everybody close by themselves. */
  readonly before: number;
  /** Replays that were tried. */
  readonly attempts: number;
  /** Infeasible: what must give, each limit alone, and all together where none is enough alone. Else empty. */
  readonly relaxations: readonly Relaxation[];
  /** The limits that the plan meets somewhere. */
  readonly met: readonly PlanLimit[];
  /** The plan as a scenario. */
  readonly scenario: Scenario;
  /** Its expected course, as `project` gives it. */
  readonly course: Projection;
}

// How many replays may miss before no plan is said to be found, and what a plan closes in beyond what is asked at first:
// with regions, whose plans have ten times as many decisions, more of what is gained in the sampled futures is chance.
const mostReplays = 3;
const reserves = { nation: 0.01, regions: 0.02 };
// What closes in so much less than is asked is no plan, whatever more futures say: it is replayed in as many as were sampled.
const hopeless = 0.1;

/**
 * Plans the measures of least present cost that close the shortfall by a year in at least a share of futures.
 *
 * A linear program, whose coefficients follow from the chances of staying, gives the plan of least cost for the futures
 * that a plan finds easiest, as many as are to close. Its futures are run through the stochastic engine and the program is
 * written anew about it, until as many close as are asked for. Then the plan is replayed as a scenario with futures of
 * another seed, which is what is reported; where the replay misses, more is aimed at. Where no plan closes enough, what is
 * given is the nearest, and by how much each limit must give for one to be found. The same seed gives the same plan,
 * whatever the tools run on.
 *
 * @returns the plan, or why the question cannot be asked of this scenario.
 */
export const planWorkforce = async (
  located: Located<Scenario>,
  evidence: Evidence,
  question: PlanQuestion,
  tools: PlanTools,
): Promise<Result<WorkforcePlan>> => {
  const { closeBy, confidence, seed, askedYears } = question;
  const prepared = prepareQuestion(located, evidence, question);
  if (!prepared.ok) return prepared;
  const { terms, resolved, limits, input, decisions, from, drivers } = prepared.value;
  const stated = resolved.input;
  const none = new Float64Array(decisions.length);

  tools.progress('Drawing futures');
  const runs = question.futures ?? terms.futures;
  const futures = new SampledFutures({ located, evidence }, { runs, seed, askedYears }, tools.runNeeds);
  await tools.pause();
  const sought: Sought = {
    stated,
    decisions,
    limits,
    from,
    futures,
    solver: tools.solver,
    last: lastBasis(stated),
    tell: ({ share, needs }) => {
      tools.progress(`Seeking: the last plan closes in ${sayShare(share)} of ${needs.runs} futures`);
    },
  };
  // With regions running futures takes longest; where nothing is done, a part of them tells.
  const start = await sample({ ...sought, part: input.regions.length > 1 ? roughPart(futures) : 1 }, none);

  const scenarioOf = ({ centre: { amounts } }: Sampled): Scenario =>
    planScenario(located.value, input, decisions, amounts, limits, closeBy);
  const replayOf = async (scenario: Scenario, closes: number): Promise<Replay> => {
    const asked = question.replay ?? terms.replay;
    const options = {
      runs: closes < confidence - hopeless ? Math.min(runs, asked) : asked,
      seed: seed + 1,
      uncertainty: 'both' as const,
    };
    tools.progress(`Replaying the plan in ${sayCount(options.runs)} futures`);
    const figures = [...evidence.figures.values()];
    const result = await tools.runEnsemble({ scenario, figures, askedYears, by: [], options });
    await tools.pause();
    const closed = closingYears(stated, result.total, 0).filter((year) => year <= closeBy).length;
    return { runs: options.runs, seed: options.seed, shareClosed: closed / options.runs };
  };

  const reserve = input.regions.length > 1 ? reserves.regions : reserves.nation;
  let share = Math.min(1, confidence + reserve);
  let found = start;
  let replay: Replay | undefined;
  let nearest: { readonly found: Sampled; readonly replay: Replay } | undefined;
  let attempts = 0;
  while (attempts < mostReplays) {
    found = await seek(sought, share, found);
    // The nearest is replayed once; where the replay missed before, what it missed by could not be made up.
    if (found.share < share && nearest) break;
    replay = await replayOf(scenarioOf(found), found.share);
    attempts += 1;
    if (!nearest || replay.shareClosed > nearest.replay.shareClosed) nearest = { found, replay };
    if (replay.shareClosed >= confidence || found.share < share) break;
    share = Math.min(1, share + (confidence - replay.shareClosed) + reserve / 2);
  }
  if (!nearest) throw new RangeError('a plan is replayed');
  const isPlanned = nearest.replay.shareClosed >= confidence;

  const { centre, cost } = nearest.found;
  const scenario = scenarioOf(nearest.found);
  const written = resolve({ ...located, value: scenario }, evidence, askedYears);
  if (!written.ok) return written;
  const met = limitsMet(input, decisions, centre, limits);
  const relaxations: Relaxation[] = [];
  if (!isPlanned && question.relax !== false) {
    // A plan near the one sought is near the one sought under other limits, too.
    let last = nearest.found;
    const tries = async (other: PlanLimits, overAll: boolean): Promise<Tried> => {
      const under: Sought = {
        ...sought,
        part: overAll ? 1 : roughPart(futures),
        limits: other,
        // Plans under other limits may be far apart, where a program is solved sooner from nothing.
        last: lastBasis(stated),
        decisions: decisionsOf(prepareInput(stated, other), terms, other),
        tell: () => tools.progress('No plan within the limits: seeking what must give'),
      };
      const about = other.supervision === limits.supervision ? last : await sample(under, last.centre.amounts);
      const { plan, ...tried } = await seekAny(under, least, about);
      last = plan ?? last;
      return tried;
    };
    const least = Math.min(1, confidence + reserve);
    const hardest = hardestOf(last.hardness, least);
    // More of what the nearest plan does not use up changes nothing.
    for (const limit of relaxable(limits))
      if (met.includes(limit)) relaxations.push(await relax(limits, limit, tries, hardest));
    if (relaxations.every(({ by }) => by === null)) relaxations.push(await relax(limits, 'all', tries, hardest));
  }
  return success({
    status: isPlanned ? 'planned' : 'infeasible',
    question,
    resolved,
    terms,
    limits,
    drivers,
    input,
    decisions,
    amounts: centre.amounts,
    centre,
    cost,
    replay: nearest.replay,
    before: start.share,
    attempts,
    relaxations,
    met,
    scenario,
    course: project(written.value.input, { keepAges: false }),
  });
};
