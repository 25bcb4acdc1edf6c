// Why much confidence is dear: what makes futures hard for the nearest plan, by rank correlation, and what it lacks.
import { quantile7, rankCorrelation } from '@isocentre/statistics';
import { overshootOf, project } from '@isocentre/workforce';
import { ask, evidence, located, tools } from '../plan-questions.mjs';
import { root } from '../prepare.mjs';

const inside = (name) => import(`${root}packages/workforce/dist/${name}.js`);
const seed = 1;
const shown = 3;
const tenth = 0.1;

/** Runs a plan through the futures that it was sought over. */
const rerun = async (of, plan) => {
  const [{ SampledFutures }, { sample }] = await Promise.all(['plan/futures', 'plan/seek'].map(inside));
  const { decisions, limits, input, resolved, terms, amounts, question } = plan;
  const from = question.closeBy - input.baselineYear;
  const runs = terms.futures;
  const futures = new SampledFutures({ located: of, evidence }, { runs, seed }, tools.runNeeds);
  return sample({ stated: resolved.input, decisions, limits, from, futures, solver: tools.solver }, amounts);
};

const sum = (list) => list.reduce((all, value) => all + value, 0);

/** By how much a plan goes beyond what is required at the start of the year asked for: expected, and in its futures. */
const beyond = async (of, question) => {
  const plan = await ask(of, { ...question, relax: false });
  const { needs } = await rerun(of, plan);
  const { input, centre } = plan;
  const cells = input.cells.map((_, cell) => cell);
  const from = (question.closeBy - input.baselineYear) * cells.length;
  const over = cells.map((cell) => centre.values.inPost[from + cell] - centre.values.requirement[from + cell]);
  const inFutures = Float64Array.from(
    { length: needs.runs },
    (_, run) => -sum(cells.map((cell) => needs.gap[cell * needs.runs + run])),
  ).toSorted();
  // What the scenario brings by itself, with posts for everybody.
  const { values } = project(input);
  const own = cells
    .map((cell) => ({
      occupation: input.cells[cell].occupation,
      beyond: values.inPost[from + cell] - values.requirement[from + cell],
    }))
    .filter((one) => one.beyond > 0);
  return {
    ...question,
    expected: sum(over),
    middle: quantile7(inFutures, 1 / 2),
    tenth: quantile7(inFutures, tenth),
    withoutPlan: own,
    most: overshootOf(plan),
  };
};

export const measure = async () => {
  const of = located('todays-course-without-growth');
  const plan = await ask(of, { closeBy: 2045, confidence: 0.8, relax: false });
  const { input, resolved } = plan;
  const { prepareDraws } = await inside('draws');
  const { hardness, share, needs } = await rerun(of, plan);
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
      wte: sum(missed.map((run) => Math.max(0, needs.gap[cell * needs.runs + run]))) / missed.length,
    }))
    .toSorted((a, b) => b.wte - a.wte)
    .slice(0, shown);
  return {
    bar: 'what docs/models/plan.md says of it: luck matters less than what is not known (two futures of one draw are hard alike, rank correlation above 0.5)',
    passed: rankCorrelation(...ofPairs) > 0.5,
    figures: {
      status: plan.status,
      share,
      futures: hardness.length,
      pairs: rankCorrelation(...ofPairs),
      figures,
      missedBy2045: missed.length,
      tolerated: needs.tolerated[0],
      lacking,
      beyond: await beyond(of, { closeBy: 2045, confidence: 0.5 }),
      ...plan.time,
    },
  };
};
