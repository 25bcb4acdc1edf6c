// The plan with regions: a shipped case, region by region, within five minutes; its replay with other futures, its limits
// and its dates.
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

export const measure = async () => {
  const plan = await ask(located('todays-course-without-growth', 'regions'), {
    closeBy: 2058,
    confidence: 0.5,
    askedYears: 40,
  });
  const within = plan.decisions.every(({ most }, j) => plan.amounts[j] >= 0 && plan.amounts[j] <= most + 0.05);
  const figures = {
    regions: plan.input.regions.length,
    cells: plan.input.cells.length,
    decisions: plan.decisions.length,
    plan: said(plan),
    withinCeilings: within,
    withinGrowth: keepsGrowth(plan),
  };
  return {
    bar: 'a shipped case with the nation divided into regions, 40 years, closing by 2058 in half of the futures: a plan in under 5 minutes of processor time, one thread, with its replay; every ceiling and the growth of each route in each region kept; a replay with an outside seed closes in at least the share asked for less 0.02 of 2,000 futures',
    passed:
      plan.status === 'planned' &&
      figures.plan.outsideSeed >= plan.question.confidence - slack &&
      within &&
      figures.withinGrowth &&
      plan.time.processorSeconds < limitSeconds,
    figures,
  };
};
