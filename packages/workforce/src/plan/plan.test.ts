import loadHighs from 'highs';
import { solveWithHighs, type HighsRuntime, type Solver } from '@isocentre/solver';
import { expect, test } from 'vitest';
import { runHere } from '../../../../tests/support/run-here.ts';
import { shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import { snapshotText } from '../../../../tests/support/snapshot-text.ts';
import type { Side } from '../attribution/differences.ts';
import { attribute } from '../attribution/expected.ts';
import { project } from '../project.ts';
import { resolve } from '../resolve.ts';
import type { Scenario } from '../scenario.ts';
import { withDecisions } from './decisions.ts';
import { readScenario } from '../read-scenario.ts';
import { discountFactors } from './terms.ts';
import { marginalCosts, marginalTable } from './marginal.ts';
import { planWorkforce, type PlanTools, type WorkforcePlan } from './plan.ts';
import type { PlanQuestion } from './question.ts';
import type { Relaxation } from './relax.ts';
import {
  missingOf,
  overshootOf,
  planJson,
  planTable,
  regionTimetable,
  sayPlan,
  sayRelaxation,
  spendingByYear,
  spendingTable,
  timetable,
  timetableSheets,
} from './report.ts';
import { scenarioYaml } from './scenario-yaml.ts';
import { planSchema, planTradeOffSchema } from './schema.ts';
import { tradeOff, tradeOffCosts, tradeOffJson, tradeOffTable } from './trade-off.ts';

const highs = await (loadHighs as unknown as () => Promise<HighsRuntime>)();
const solver: Solver = {
  solve: async (program, options) => solveWithHighs(highs, program, options),
  close: async () => undefined,
};
const tools: PlanTools = {
  solver,
  ...runHere(),
  pause: async () => undefined,
  progress: () => undefined,
};
const located = (name: string) => {
  const found = shippedScenarios().get(name);
  if (!found) throw new Error(`no scenario ${name}`);
  return found;
};
const few = { seed: 1, futures: 40, replay: 80 };
const ask = async (name: string, question: Omit<PlanQuestion, 'seed'>): Promise<WorkforcePlan> => {
  const plan = await planWorkforce(located(name), shippedEvidence(), { ...few, ...question }, tools);
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan.value;
};

let known: Promise<WorkforcePlan> | undefined;
/** A plan that most tests look at, sought once by the first of them. */
const found = (): Promise<WorkforcePlan> =>
  (known ??= ask('todays-course-without-growth', { closeBy: 2051, confidence: 0.3 }));

test('finds a plan whose replay closes in the share asked for, and says so', async () => {
  const planned = await found();
  expect(planned.status).toBe('planned');
  expect(planned.replay.shareClosed).toBeGreaterThanOrEqual(0.3);
  expect(planned.before).toBe(0);
  expect(sayPlan(planned)).toContain('closes the shortfall of "today\'s course without growth" by 2051');
  const tables = [timetable, planTable, spendingTable, marginalTable].map((of) => of(planned));
  const decisions = tables.map((table) => ({ ...table, rows: table.rows.filter((_, row) => row % 9 === 0) }));
  const { decisions: _decisions, marginalCosts: _costs, plan: _plan, inputHash: _hash, ...json } = planJson(planned);
  await expect(snapshotText({ said: sayPlan(planned), ...json, tables: decisions }, 7)).toMatchFileSnapshot(
    '../__snapshots__/plan-found.snap',
  );
});

test('gives what its schema says', async () => {
  const planned = await found();
  expect(planSchema.parse(planJson(planned))).toEqual(planJson(planned));
});

test('costs what its spending by year adds up to, discounted', async () => {
  const planned = await found();
  const factors = discountFactors(planned.terms.discount, planned.input.years);
  let sum = 0;
  spendingByYear(planned).forEach(({ total }, year) => {
    sum += total * (factors[year] ?? 0);
  });
  expect(sum).toBeCloseTo(planned.cost, 2);
});

test('keeps every limit', async () => {
  const planned = await found();
  const { decisions, amounts, limits, input } = planned;
  decisions.forEach(({ most }, j) => {
    // Amounts are rounded to tenths of a place and hundredths of leaving.
    expect(amounts[j]).toBeGreaterThanOrEqual(0);
    expect(amounts[j]).toBeLessThanOrEqual(most + 0.05);
  });
  // Growth anew from the plan itself: places of each route, all occupations together.
  for (const { id } of input.routes) {
    const places = Array.from({ length: input.years }, (_, t) =>
      input.cells.reduce(
        (all, cell) => all + cell.training.reduce((sum, one) => sum + (one.route === id ? (one.starts[t] ?? 0) : 0), 0),
        0,
      ),
    );
    decisions.forEach(({ measure, cell, stream, t }, j) => {
      if (measure === 'training' && input.cells[cell]?.training[stream]?.route === id)
        places[t] = (places[t] ?? 0) + (amounts[j] ?? 0);
    });
    for (let t = 5; t < input.years - 3; t += 1)
      expect(places[t]).toBeLessThanOrEqual((1 + limits.trainingGrowth) * (places[t - 1] ?? 0) + 0.6);
  }
});

test('is a scenario like any other, read back as it was written', async () => {
  const planned = await found();
  const read = readScenario({ name: 'plan.yaml', text: scenarioYaml(planned.scenario) });
  expect(read.ok && read.value.value).toEqual(planned.scenario);
});

test('the scenario resolves to what was decided, each place, recruit and multiplier', async () => {
  const planned = await found();
  const written = resolve({ value: planned.scenario, where: () => '' }, shippedEvidence());
  if (!written.ok) throw new Error(JSON.stringify(written.problems));
  const meant = withDecisions(planned.resolved.input, planned.decisions, planned.amounts);
  expect(planned.amounts.filter((amount) => amount > 0).length).toBeGreaterThan(100);
  const listsOf = ({ cells, occupations }: typeof meant): readonly (readonly number[])[] => [
    ...cells.flatMap(({ training, recruits }) => [
      ...training.map((one) => one.starts),
      ...recruits.map((one) => one.people),
    ]),
    ...occupations.map((one) => one.quitMultiplier),
  ];
  const lists = listsOf(written.value.input);
  listsOf(meant).forEach((list, index) => {
    list.forEach((value, t) => expect(lists[index]?.[t]).toBeCloseTo(value, 9));
  });
});

test('what is said of its expected course is said of the scenario that it saves', async () => {
  const planned = await found();
  const written = resolve({ value: planned.scenario, where: () => '' }, shippedEvidence());
  if (!written.ok) throw new Error(JSON.stringify(written.problems));
  const { values, input } = project(written.value.input);
  const overshoot = overshootOf(planned);
  const cells = input.cells.length;
  const from = ((overshoot?.year ?? 0) - input.baselineYear) * cells;
  const sum = values.inPost.subarray(from, from + cells).reduce((total, wte) => total + wte, 0);
  expect(overshoot?.inPost).toBeCloseTo(sum, 9);
});

test('is compared with what it was made for, its many levers kind by kind', async () => {
  const planned = await found();
  const side = (value: Scenario): Side => {
    const one = { value, where: () => value.name };
    const resolved = resolve(one, shippedEvidence());
    if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
    return { located: one, resolved: resolved.value };
  };
  const [from, to] = [side(planned.resolved.scenario), side(planned.scenario)];
  expect(planned.scenario.levers?.length).toBeGreaterThan(12);
  const parts = attribute(from, to, shippedEvidence(), 'inPost', 12);
  if (!parts.ok) throw new Error(JSON.stringify(parts.problems));
  expect(parts.value.map(({ name }) => name.replace(/ \(\d+ levers\)/, '')).toSorted()).toEqual([
    'every required post funded',
    'funded posts',
    'more training places: clinical scientists in magnetic resonance physics',
    'recruitment, from overseas',
    'retention',
    'training places, technologist and engineer training (apprenticeships and degrees)',
  ]);
  const inPost = (of: Side): number => {
    const { cells, years } = of.resolved.input;
    const values = project(of.resolved.input).values.inPost;
    return values.subarray(years * cells.length).reduce((sum, one) => sum + one, 0);
  };
  const added = parts.value.reduce((sum, { change }) => sum + (change.at(-1) ?? 0), 0);
  expect(added).toBeCloseTo(inPost(to) - inPost(from), 6);
});

test('lists its measures in the three horizons of the brief', async () => {
  const planned = await found();
  const table = timetable(planned);
  // A workbook has the same as numbers, which add up to the whole cost.
  const [sheet] = timetableSheets(planned);
  expect(sheet?.rows.map((row) => row.length)).toEqual(table.rows.map(() => sheet?.columns.length));
  expect(sheet?.rows.flatMap((row) => row.slice(3)).every((value) => typeof value === 'number')).toBe(true);
  expect(sheet?.rows.reduce((sum, row) => sum + Number(row.at(-1)), 0)).toBeCloseTo(planned.cost, 0);
  expect(table.columns.map(({ title }) => title)).toEqual(['More of', '2027', '2028–2031', '2032–2052', '£m']);
  expect(table.rows.length).toBeGreaterThan(0);
});

test('says what one WTE more costs: by its own slopes, the best year of each measure and occupation', async () => {
  const planned = await found();
  const costs = marginalCosts(planned);
  const overseas = costs.filter(({ measure }) => measure === 'overseas');
  expect(overseas).toHaveLength(planned.input.cells.length);
  // One recruit is less than one WTE in post later, and costs no more than the first year's price of one.
  for (const { cost } of overseas) expect(cost).toBeGreaterThan(15_000 * 1.035 ** -24);
  expect(marginalTable(planned).rows.length).toBeGreaterThan(0);
});

test('gives the nearest plan and what must give where the limits allow none', async () => {
  const limits = { trainingCeiling: 1, retentionCeiling: 0 };
  const question = { closeBy: 2051, confidence: 0.3, futures: 12, replay: 24 };
  const plan = await ask('todays-course-without-growth', { ...question, limits });
  expect(plan.status).toBe('infeasible');
  expect(plan.replay.shareClosed).toBeLessThan(0.3);
  expect(missingOf(plan).length).toBeGreaterThan(0);
  expect(planSchema.parse(planJson(plan))).toEqual(planJson(plan));
  expect(plan.met).toContain('overseasCeiling');
  const overseas = plan.relaxations.find(({ limit }) => limit === 'overseasCeiling');
  expect(sayRelaxation(overseas as Relaxation)).toMatch(/^Recruitment from overseas.*: from 1.75 % to /);
});

test('plans region by region, and lists each region', async () => {
  const one = located('todays-course-without-growth');
  const plan = await planWorkforce(
    { ...one, value: { ...one.value, baseline: { ...one.value.baseline, geography: 'regions' } } },
    shippedEvidence(),
    {
      ...few,
      futures: 12,
      replay: 24,
      askedYears: 10,
      closeBy: 2031,
      confidence: 0.3,
      relax: false,
      limits: { overseasCeiling: 0.9, retentionCeiling: 0.4 },
    },
    tools,
  );
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  const planned = plan.value;
  expect(planned.status).toBe('planned');
  expect(planSchema.parse(planJson(planned))).toEqual(planJson(planned));
  expect(timetable(planned).rows.flat()).not.toContain('+0');
  // Shortfalls of the regions add up: a surplus in one does not cancel what is missing in another.
  const { cells, regions } = planned.input;
  expect(cells).toHaveLength(regions.length * planned.input.occupations.length);
  const { rows } = regionTimetable(planned);
  expect(new Set(rows.map(([region]) => region))).toEqual(new Set(regions.map(({ title }) => title)));
  const costs = (measure: string): number =>
    rows.reduce((sum, row) => sum + (String(row[1]).startsWith(measure) ? Number(row.at(-1)) : 0), 0);
  // Numbers add up to what the decisions of each region cost.
  const [, byRegion] = timetableSheets(planned);
  const inAll = byRegion?.rows.reduce((cost, row) => cost + Number(row.at(-1)), 0) ?? 0;
  const decided = planTable(planned).rows.filter(([, measure]) => measure !== 'retention');
  expect(inAll).toBeCloseTo(
    decided.reduce((cost, row) => cost + Number(row.at(-1)), 0),
    0,
  );
  const spent = planTable(planned).rows.filter(([, measure]) => measure === 'overseas');
  expect(new Set(spent.map((row) => row[4]))).toEqual(new Set(regions.map(({ id }) => id)));
  // Each row is rounded to a tenth of a million.
  const all = spent.reduce((sum, row) => sum + Number(row.at(-1)), 0) / 1e6;
  expect(Math.abs(costs('recruits') - all)).toBeLessThan(0.05 * regions.length);
  expect(
    planTable(planned)
      .rows.filter(([, measure]) => measure === 'retention')
      .every((row) => row[4] === 'all'),
  ).toBe(true);
});

test.each([
  [2027, '2028'],
  [2052, '2051'],
])('refuses a year that no plan can reach or be seen to keep: %d', async (closeBy, named) => {
  const plan = await planWorkforce(
    located('todays-course'),
    shippedEvidence(),
    { ...few, closeBy, confidence: 0.8 },
    tools,
  );
  expect(plan.ok).toBe(false);
  if (plan.ok) return;
  expect(plan.problems[0]).toMatchObject({ where: '--close-by', found: `"${closeBy}"` });
  expect(plan.problems[0]?.expected).toContain(named);
});

test('closing sooner, or in more futures, costs no less, and nothing is sought beyond what has no plan', async () => {
  const question = {
    ...few,
    futures: 12,
    askedYears: 20,
    closeBy: 2036,
    confidence: 0.3,
    limits: { overseasCeiling: 0.1 },
  };
  const grid = { years: [0, 9], confidences: [0.8, 0.95] };
  const curve = await tradeOff(located('todays-course-without-growth'), shippedEvidence(), question, tools, grid);
  if (!curve.ok) throw new Error(JSON.stringify(curve.problems));
  const { points } = curve.value;
  const confidences = [0.3, 0.8, 0.95];
  // The horizon is 2043, and a year must be seen to stay closed.
  const years = [2036, 2041];
  expect(points.map(({ closeBy, confidence }) => [closeBy, confidence])).toEqual(
    years.flatMap((closeBy) => confidences.map((confidence) => [closeBy, confidence])),
  );
  const costAt = (row: number, column: number): number =>
    points[row * confidences.length + column]?.presentCost ?? Infinity;
  // A search is not a proof: a plan found from another start may be a little cheaper.
  const most = 1.05;
  for (let row = 0; row < years.length; row += 1) {
    for (let column = 0; column < confidences.length; column += 1) {
      if (column > 0) expect(costAt(row, column - 1)).toBeLessThanOrEqual(most * costAt(row, column));
      if (row > 0) expect(costAt(row, column)).toBeLessThanOrEqual(most * costAt(row - 1, column));
    }
  }
  expect(points.filter(({ presentCost }) => presentCost !== null).length).toBeGreaterThan(2);
  for (const { presentCost, shareClosed } of points) expect(shareClosed === null).toBe(presentCost === null);
  expect(planTradeOffSchema.parse(tradeOffJson(curve.value))).toEqual(tradeOffJson(curve.value));
  expect(tradeOffTable(curve.value).rows).toHaveLength(points.length);
  expect(tradeOffCosts(curve.value).rows.map(([year]) => year)).toEqual(years);
});
