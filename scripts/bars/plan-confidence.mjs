// Why much confidence is dear: what makes futures hard for the nearest plan, by rank correlation, and what it lacks.
import { rankCorrelation } from '@isocentre/statistics';
import { missingOf } from '@isocentre/workforce';
import { ask, evidence, located, tools } from '../plan-questions.mjs';
import { root } from '../prepare.mjs';

const inside = (name) => import(`${root}packages/workforce/dist/${name}.js`);
const seed = 1;
const shown = 3;

export const measure = async () => {
  const of = located('todays-course-without-growth');
  const plan = await ask(of, { closeBy: 2045, confidence: 0.8, relax: false });
  const [{ SampledFutures }, { sample }, { prepareDraws }] = await Promise.all(
    ['plan/futures', 'plan/seek', 'draws'].map(inside),
  );
  const { decisions, limits, input, resolved, terms, amounts } = plan;
  const from = plan.question.closeBy - input.baselineYear;
  const futures = await SampledFutures.draw(
    { located: of, evidence, resolved },
    { runs: terms.futures, seed },
    tools.pause,
  );
  const sought = { stated: resolved.input, decisions, limits, from, futures, solver: tools.solver };
  const { hardness, share, needs } = await sample(sought, amounts);
  // Two futures in turn share a draw of the assumptions, and not their luck.
  const ofPairs = [0, 1].map((which) => hardness.filter((_, run) => run % 2 === which));
  const { probabilities } = prepareDraws(of, evidence, resolved, hardness.length / 2, seed);
  const figures = [...probabilities]
    .map(([id, list]) => ({
      id,
      rank: rankCorrelation(
        Array.from(hardness, (_, run) => list[Math.floor(run / 2)]),
        hardness,
      ),
    }))
    .toSorted((a, b) => Math.abs(b.rank) - Math.abs(a.rank))
    .slice(0, shown);
  // The mean shortfall by occupation at the start of the year asked for, over the futures that miss it.
  const missed = Array.from(hardness, (_, run) => run).filter((run) => {
    let short = 0;
    for (let cell = 0; cell < input.cells.length; cell += 1) short += Math.max(0, needs.gap[cell * needs.runs + run]);
    return short > needs.tolerated[run];
  });
  const lacking = input.cells
    .map(({ occupation }, cell) => ({
      occupation,
      wte: missed.reduce((sum, run) => sum + Math.max(0, needs.gap[cell * needs.runs + run]), 0) / missed.length,
    }))
    .toSorted((a, b) => b.wte - a.wte)
    .slice(0, shown);
  return {
    bar: 'what docs/models/plan.md says of it: luck matters less than what is not known (two futures of one draw are hard alike, rank correlation above 0.5)',
    passed: rankCorrelation(...ofPairs) > 0.5 && missingOf(plan).length > 0,
    figures: {
      status: plan.status,
      share,
      futures: hardness.length,
      pairs: rankCorrelation(...ofPairs),
      figures,
      missedBy2045: missed.length,
      tolerated: needs.tolerated[0],
      lacking,
      ...plan.time,
    },
  };
};
