// The plan with regions: a shipped case with a plan and one without, region by region, each within five minutes; the plan's
// replay with other futures, its limits and its dates.
import { ask, located, said } from '../plan-questions.mjs';

const limitSeconds = 300;
const slack = 0.02;
// Amounts are rounded to tenths, in up to twelve occupations of a region.
const room = 1.4;

/** Whether places of each route in each region grow no faster than they may, but for the tenths to which they are rounded. */
const keepsGrowth = ({ input, decisions, amounts, limits }) =>
  input.routes.every(({ id }) =>
    input.regions.every(({ id: region }) => {
      const places = Array.from({ length: input.years }, (_, t) =>
        input.cells
          .filter((cell) => cell.region === region)
          .flatMap(({ training }) => training.filter(({ route }) => route === id))
          .reduce((sum, { starts }) => sum + starts[t], 0),
      );
      const own = [...places];
      decisions.forEach(({ measure, cell, stream, t }, j) => {
        const of = input.cells[cell];
        if (measure === 'training' && of.region === region && of.training[stream].route === id) places[t] += amounts[j];
      });
      return places.every(
        (now, t) => t === 0 || now <= own[t] + room || now <= (1 + limits.trainingGrowth) * places[t - 1] + room,
      );
    }),
  );

/** Writes what is being done, and after how many seconds of processor time of this process. */
const tell = (doing) => {
  const { user, system } = process.cpuUsage();
  process.stdout.write(`${Math.round((user + system) / 1e6)} s of processor time: ${doing}\n`);
};

export const measure = async () => {
  tell('A case with a plan');
  const plan = await ask(
    located('todays-course-without-growth', 'regions'),
    { closeBy: 2058, confidence: 0.5, askedYears: 40 },
    tell,
  );
  const within = plan.decisions.every(({ most }, j) => plan.amounts[j] >= 0 && plan.amounts[j] <= most + 0.05);
  tell('Its replay with an outside seed');
  const planned = said(plan);
  tell('A case without one');
  const without = await ask(located('todays-course', 'regions'), { closeBy: 2040, confidence: 0.8 }, tell);
  const figures = {
    regions: plan.input.regions.length,
    cells: plan.input.cells.length,
    decisions: plan.decisions.length,
    plan: planned,
    withinCeilings: within,
    withinGrowth: keepsGrowth(plan),
    infeasible: {
      status: without.status,
      costMillion: Math.round(without.cost / 1e6),
      shareClosed: without.replay.shareClosed,
      mustGive: without.relaxations,
      ...without.time,
    },
  };
  return {
    bar: 'shipped cases with the nation divided into regions: over 40 years, closing by 2058 in half of the futures, a plan with its replay, and by 2040 in four of five that there is none with what must give, each in under 5 minutes of processor time, one thread; of the plan every ceiling and the growth of each route in each region kept; a replay with an outside seed closes in at least the share asked for less 0.02 of 2,000 futures',
    passed:
      plan.status === 'planned' &&
      planned.outsideSeed >= plan.question.confidence - slack &&
      within &&
      figures.withinGrowth &&
      plan.time.processorSeconds < limitSeconds &&
      without.status === 'infeasible' &&
      without.relaxations.some(({ by }) => by !== null) &&
      without.time.processorSeconds < limitSeconds,
    figures,
  };
};
