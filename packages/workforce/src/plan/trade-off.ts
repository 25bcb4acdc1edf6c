import type { Table } from '@isocentre/documents';
import { success, type Evidence, type Located, type Result } from '@isocentre/evidence';
import type { Resolved } from '../resolve.ts';
import type { Scenario } from '../scenario.ts';
import { sayCount, sayShare } from '../words.ts';
import { SampledFutures } from './futures.ts';
import type { PlanTools } from './plan.ts';
import { closingRange, prepareQuestion, type PlanQuestion } from './question.ts';
import { lastBasis } from './search.ts';
import { sample, seek, type Sampled, type Sought } from './seek.ts';

/** What a plan costs for one closing year and share of futures. */
export interface TradeOffPoint {
  readonly closeBy: number;
  readonly confidence: number;
  /** Present cost of the plan that was found, GBP; null where none was. */
  readonly presentCost: number | null;
  /** Share of as many other futures in which that plan closes; null without one. */
  readonly shareClosed: number | null;
}

/** What closing sooner, or in more futures, costs. */
export interface TradeOff {
  readonly resolved: Resolved;
  /** Futures over which each plan was sought, and others in which it was tried. */
  readonly runs: number;
  readonly seed: number;
  /** By closing year, the earliest first, then by share. */
  readonly points: readonly TradeOffPoint[];
}

/** The points of a curve beside the one asked for: years before and after it, and shares of futures. */
export interface TradeOffGrid {
  readonly years: readonly number[];
  readonly confidences: readonly number[];
}

const fiveYears = 5;
const least = 5;
const most = 9;
const tenths = 10;

/** A curve as a reader asks for it: five years sooner and later, from half of the futures to nine in ten. */
export const usualTradeOff: TradeOffGrid = {
  years: [-fiveYears, 0, fiveYears],
  confidences: Array.from({ length: most - least + 1 }, (_, index) => (least + index) / tenths),
};

// What a plan closes in beyond what is asked, as in a plan by itself.
const reserve = 0.01;

/**
 * Seeks a plan for each of some closing years and shares of futures, over the same futures: what closing sooner, or in more
 * futures, costs. Each begins from the plan before it. Where none is found, none is sought for more futures or an earlier
 * year.
 *
 * @param question As of one plan; years about `closeBy` that cannot be asked are brought to the next that can.
 */
export const tradeOff = async (
  located: Located<Scenario>,
  evidence: Evidence,
  question: Omit<PlanQuestion, 'replay' | 'relax'>,
  tools: PlanTools,
  grid: TradeOffGrid = usualTradeOff,
): Promise<Result<TradeOff>> => {
  const { seed, askedYears } = question;
  const asked = prepareQuestion(located, evidence, question);
  if (!asked.ok) return asked;
  const { terms, resolved, limits, decisions } = asked.value;
  const [first, last] = closingRange(resolved.input);
  const closing = [...new Set(grid.years.map((by) => Math.min(last, Math.max(first, question.closeBy + by))))];
  const confidences = [...new Set([...grid.confidences, question.confidence])].toSorted((a, b) => a - b);
  const runs = question.futures ?? terms.futures;
  const of = { located, evidence };
  tools.progress('Drawing futures');
  const futures = new SampledFutures(of, { runs, seed, askedYears }, tools.runNeeds);
  const others = new SampledFutures(of, { runs, seed: seed + 1, askedYears }, tools.runNeeds);
  await tools.pause();
  const plans: {
    readonly closeBy: number;
    readonly confidence: number;
    readonly tried: Sought;
    readonly cost: number | undefined;
    readonly amounts: Float64Array | undefined;
  }[] = [];
  // The lowest share for which no plan was found by a later year.
  let beyond = Infinity;
  const all = closing.length * confidences.length;
  const steps = all + 1;
  let done = 0;
  const basis = lastBasis(resolved.input);
  for (const closeBy of closing.toReversed()) {
    const from = closeBy - resolved.input.baselineYear;
    const sought = { stated: resolved.input, decisions, limits, from, futures, solver: tools.solver, last: basis };
    let here: Sampled | undefined;
    for (const confidence of confidences) {
      tools.progress(
        `Seeking plan ${done + 1} of ${all}: by ${closeBy}, ${sayShare(confidence)} of futures`,
        done / steps,
      );
      done += 1;
      const share = Math.min(1, confidence + reserve);
      let found: Sampled | undefined;
      if (confidence < beyond) {
        here ??= await sample(sought, new Float64Array(decisions.length));
        here = await seek(sought, share, here);
        if (here.share >= share) found = here;
        else beyond = confidence;
      }
      const tried = { ...sought, futures: others };
      plans.push({ closeBy, confidence, tried, cost: found?.cost, amounts: found?.centre.amounts });
    }
  }
  // All together, so that futures need not be drawn anew between two plans.
  tools.progress('Trying the plans in other futures', done / steps);
  const points: TradeOffPoint[] = [];
  for (const { closeBy, confidence, tried, cost, amounts } of plans) {
    const came = amounts ? await sample(tried, amounts) : undefined;
    points.push({ closeBy, confidence, presentCost: cost ?? null, shareClosed: came?.share ?? null });
  }
  points.sort((a, b) => a.closeBy - b.closeBy || a.confidence - b.confidence);
  return success({ resolved, runs, seed, points });
};

const million = 1e6;

/** Lists every point of a trade-off. */
export const tradeOffTable = ({ points }: TradeOff): Table => ({
  name: 'Trade-off',
  columns: [
    { key: 'close_by', title: 'Closed by', kind: 'year' },
    { key: 'confidence', title: 'Share of futures asked for', kind: 'share' },
    { key: 'present_cost', title: 'Present cost (GBP)', kind: 'number' },
    { key: 'share_closed', title: 'Share of other futures closed', kind: 'share' },
  ],
  rows: points.map((point) => [point.closeBy, point.confidence, point.presentCost, point.shareClosed]),
});

/** Sets the present cost of each year and share side by side, in millions of pounds. */
export const tradeOffCosts = ({ points }: TradeOff): Table => {
  const confidences = [...new Set(points.map(({ confidence }) => confidence))];
  const years = [...new Set(points.map(({ closeBy }) => closeBy))];
  return {
    name: 'Present cost',
    columns: [
      { key: 'close_by', title: 'By', kind: 'year' },
      ...confidences.map((one) => ({ key: `at_${one}`, title: `in ${sayShare(one)}`, kind: 'text' as const })),
    ],
    rows: years.map((year) => [
      year,
      ...points
        .filter(({ closeBy }) => closeBy === year)
        .map(({ presentCost }) => (presentCost === null ? '–' : `£${sayCount(presentCost / million)}m`)),
    ]),
  };
};

/** Puts a trade-off in the form in which it is published as JSON. */
export const tradeOffJson = ({ resolved, runs, seed, points }: TradeOff): Record<string, unknown> => ({
  format: 'isocentre-plan-trade-off',
  version: 1,
  scenario: { name: resolved.scenario.name, title: resolved.scenario.title },
  runs,
  seed,
  points,
});
