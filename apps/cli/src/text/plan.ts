import type { Table } from '@isocentre/documents';
import {
  marginalTable,
  regionTimetable,
  sayCount,
  sayPlan,
  sayRelaxation,
  sayScope,
  scoreTable,
  spendingTable,
  timetable,
  tradeOffCosts,
  type ScoredAsk,
  type TradeOff,
  type WorkforcePlan,
} from '@isocentre/workforce';
import type { Terminal } from '../command.ts';
import { drawWholeTable } from './table.ts';
import { wrap } from './wrap.ts';

/** Writes a plan for a terminal: the answer, what must give without one, the timetable and what it costs. */
export const planText = (plan: WorkforcePlan, { width }: Terminal): string => {
  const { limits, relaxations, status } = plan;
  const isDivided = plan.input.regions.length > 1;
  const spending = spendingTable(plan);
  const everyThird = 3;
  const total = (row: Table['rows'][number]): number => Number(row.at(-1));
  const dearest = spending.rows.reduce((most, row) => (total(row) > total(most) ? row : most));
  const rounded: Table = {
    ...spending,
    columns: spending.columns.map((column, at) => ({
      ...column,
      title: ['Year', 'Training', 'Overseas', 'Retention', 'Total'][at] ?? '',
    })),
    rows: spending.rows
      .filter((row, at) => at % everyThird === 0 || row === dearest)
      .map((row) => row.map((value, at) => (at === 0 ? value : (Number(value) / 1e6).toFixed(1)))),
  };
  return [
    ...wrap(sayPlan(plan), width),
    '',
    ...(status === 'infeasible'
      ? ['What must give', ...relaxations.flatMap((one) => wrap(`- ${sayRelaxation(one)}`, width, '  ')), '']
      : []),
    status === 'infeasible' ? 'The nearest plan, more than in the scenario' : 'The plan, more than in the scenario',
    ...drawWholeTable(timetable(plan), width),
    ...wrap(
      `Averages a year: a decision within a year, in two to five years, and later. £m is the present cost, discounted to ${plan.input.firstDecisionYear}. Every required post is funded from the first year on; pay of those in post is not in the cost.`,
      width,
    ),
    '',
    ...(isDivided ? ['Region by region, but for leaving', ...drawWholeTable(regionTimetable(plan), width), ''] : []),
    ...drawWholeTable(marginalTable(plan), width),
    ...wrap(
      `Present cost of one WTE more in post then, decided in its best year, while supervision does not bind: from the occupation${isDivided ? ' and region' : ''} in which it is least to the one in which it is most.`,
      width,
    ),
    '',
    'Cost by year, £m',
    ...drawWholeTable(rounded, width),
    ...wrap(`Every third year, and the dearest: ${dearest[0]}. Without discounting.`, width),
    '',
    ...wrap(
      `Limits: growth of a route ${(limits.trainingGrowth * 100).toFixed(0)} % a year, at most ${limits.trainingCeiling} times today's places, overseas ${Number((limits.overseasCeiling * 100).toPrecision(3))} % of posts a year, leaving cut by at most ${(limits.retentionCeiling * 100).toFixed(0)} %, supervision ${limits.supervision} times today's. They and the costs are mostly assumptions: isocentre evidence list --use model. Every year${isDivided ? ', region' : ''} and occupation: --format csv, json or xlsx; --out FILE.yaml saves it as a scenario. isocentre project then counts every future that closes within the horizon, which are more than close by ${plan.question.closeBy}.`,
      width,
    ),
    '',
  ].join('\n');
};

/** Writes how far the levers of a scenario go, each alone and all together. */
export const scoreText = (
  title: string,
  year: number,
  scored: readonly ScoredAsk[],
  seed: number,
  runs: number,
  { width }: Terminal,
): string => {
  const table = scoreTable(scored, year);
  const shown: Table = {
    ...table,
    columns: table.columns.map((column, at) => ({ ...column, title: ['Ask', 'Short', 'Of gap', 'Closed'][at] ?? '' })),
  };
  return [
    ...wrap(`How far "${title}" goes by ${year}: each ask alone, and all together.`, width),
    '',
    ...drawWholeTable(shown, width),
    ...wrap(
      `Short: median shortfall in ${year}, WTE. Of gap: median share of the shortfall that it takes away. Closed: share of ${sayCount(runs)} futures (seed ${seed}) closed by then.`,
      width,
    ),
    '',
  ].join('\n');
};

/** Writes what it costs to close sooner or later, and in fewer or more futures. */
export const tradeOffText = (found: TradeOff, { width }: Terminal): string =>
  [
    ...wrap(
      `${sayScope(found.resolved.input)}: present cost of the least-cost plan that closes the shortfall of "${found.resolved.scenario.title}" by a year in a share of futures.`,
      width,
    ),
    '',
    ...drawWholeTable(tradeOffCosts(found), width),
    ...wrap(
      `–: no plan was found within the limits, or none was sought since a later year or a smaller share had none. Each plan is sought over ${sayCount(found.runs)} futures (seed ${found.seed}) and not replayed; --format csv and json say in what share of ${sayCount(found.runs)} others it closes. One of them by itself: isocentre plan --close-by YEAR --confidence SHARE.`,
      width,
    ),
    '',
  ].join('\n');
