import type { Table } from '@isocentre/documents';
import { sayBasis } from '../answer.ts';
import { hashInput, modelVersion } from '../report.ts';
import { sayScope } from '../scope-words.ts';
import { groups, type Group } from '../taxonomy.ts';
import { sayCount, sayShare } from '../words.ts';
import { planMeasures, planMeasureTitles, regionOf, type Decision, type PlanMeasure } from './decisions.ts';
import { marginalCosts } from './marginal.ts';
import type { WorkforcePlan } from './plan.ts';
import type { Relaxation } from './relax.ts';
import { firstStep, planLimits } from './terms.ts';

// The brief's horizons: within a year, in two to five years, and later.
const secondHorizon = 1;
const thirdHorizon = 5;
const million = 1e6;
const perCent = 100;

/** The three horizons of the plan, as step indices from the first decision: `[from, until)`. */
export const horizonsOf = (
  plan: WorkforcePlan,
): readonly { readonly title: string; readonly from: number; readonly until: number }[] => {
  const first = firstStep(plan.input);
  const year = plan.input.baselineYear;
  const [second, third, last] = [first + secondHorizon, first + thirdHorizon, plan.input.years];
  const horizon = (from: number, until: number): { title: string; from: number; until: number } => ({
    title: until - from === 1 ? `${year + from}` : `${year + from}–${year + until - 1}`,
    from,
    until,
  });
  return [horizon(first, second), horizon(second, third), horizon(third, last)];
};

const occupationOf = (plan: WorkforcePlan, decision: Decision) =>
  plan.input.occupations.find((one) => one.id === decision.occupation);

/** What a plan spends in each year, GBP without discounting, by measure; from the first decision year to the horizon. */
export const spendingByYear = (
  plan: WorkforcePlan,
): readonly { readonly year: number; readonly by: Readonly<Record<PlanMeasure, number>>; readonly total: number }[] => {
  const { input, decisions, amounts } = plan;
  return Array.from({ length: input.years - firstStep(input) }, (_, index) => {
    const t = firstStep(input) + index;
    const by: Record<PlanMeasure, number> = { training: 0, overseas: 0, retention: 0 };
    decisions.forEach(({ measure, spending }, j) => {
      by[measure] += (spending[t] ?? 0) * (amounts[j] ?? 0);
    });
    return { year: input.baselineYear + t, by, total: by.training + by.overseas + by.retention };
  });
};

/** Lists what a plan decides: every measure, occupation, region and year with more than nothing. */
export const planTable = (plan: WorkforcePlan): Table => ({
  name: 'Plan',
  columns: [
    { key: 'year', title: 'Year', kind: 'number' },
    { key: 'measure', title: 'Measure', kind: 'text' },
    { key: 'specialism', title: 'Specialism', kind: 'text' },
    { key: 'group', title: 'Group', kind: 'text' },
    { key: 'region', title: 'Region', kind: 'text' },
    { key: 'amount', title: 'More than in the scenario (people a year, or share of leaving)', kind: 'number' },
    { key: 'present_cost', title: 'Present cost (GBP)', kind: 'number' },
  ],
  rows: plan.decisions.flatMap((decision, j) => {
    const amount = plan.amounts[j] ?? 0;
    const occupation = occupationOf(plan, decision);
    return amount === 0
      ? []
      : [
          [
            plan.input.baselineYear + decision.t,
            decision.measure,
            occupation?.specialism ?? '',
            occupation?.group ?? '',
            regionOf(plan, decision),
            amount,
            amount * decision.cost,
          ],
        ];
  }),
});

/** What a plan spends by year, and measure by measure. */
export const spendingTable = (plan: WorkforcePlan): Table => ({
  name: 'Cost by year',
  columns: [
    { key: 'year', title: 'Year', kind: 'number' },
    ...planMeasures.map((measure) => ({
      key: measure,
      title: `${planMeasureTitles[measure]} (GBP)`,
      kind: 'number' as const,
    })),
    { key: 'total', title: 'Total (GBP)', kind: 'number' },
  ],
  rows: spendingByYear(plan).map(({ year, by, total }) => [year, ...planMeasures.map((measure) => by[measure]), total]),
});

// Below ten a tenth matters, as in a department.
const fewest = 10;
const sayFew = (count: number): string =>
  Math.abs(count) < fewest ? String(Number(count.toFixed(1))) : sayCount(count);

const money = (pounds: number): string => `£${sayFew(pounds / million)}m`;

/** What some decisions come to in each horizon, on average a year, and their present cost in pounds. */
interface InHorizons {
  readonly amounts: readonly number[];
  readonly cost: number;
}

const inHorizons = (
  plan: WorkforcePlan,
  measure: PlanMeasure,
  isOne: (decision: Decision) => boolean,
): InHorizons | undefined => {
  const of = plan.decisions.flatMap((decision, j) =>
    decision.measure === measure && isOne(decision) ? [{ decision, j }] : [],
  );
  const cost = of.reduce((sum, { decision, j }) => sum + decision.cost * (plan.amounts[j] ?? 0), 0);
  if (cost === 0) return undefined;
  const amounts = horizonsOf(plan).map(({ from, until }) => {
    let [sum, weight] = [0, 0];
    for (const { decision, j } of of) {
      if (decision.t < from || decision.t >= until) continue;
      // A cut in leaving is averaged over what it costs for each occupation, which is as its heads are.
      const of1 = measure === 'retention' ? (decision.spending[decision.t] ?? 0) : 1;
      sum += (plan.amounts[j] ?? 0) * of1;
      weight += of1;
    }
    if (measure === 'retention') return weight > 0 ? sum / weight : 0;
    return sum / (until - from);
  });
  return { amounts, cost };
};

/** The same in words. */
const sayHorizons = (measure: PlanMeasure, { amounts, cost }: InHorizons): readonly string[] => {
  const more = (amount: number): string => (sayFew(amount) === '0' ? '0' : `+${sayFew(amount)}`);
  const cells = amounts.map((amount) => (measure === 'retention' ? `${sayCount(amount * perCent)} %` : more(amount)));
  return [...cells, sayFew(cost / million)];
};

const horizonColumns = (plan: WorkforcePlan): Table['columns'] => [
  ...horizonsOf(plan).map(({ title }, index) => ({ key: `horizon_${index + 1}`, title, kind: 'number' as const })),
  { key: 'present_cost', title: '£m', kind: 'number' },
];

/** The timetable: what each measure comes to in each horizon, on average a year, group by group, and its present cost. */
export const timetable = (plan: WorkforcePlan): Table => {
  const present = new Set(plan.input.occupations.map((one) => one.group));
  return {
    name: 'Timetable',
    columns: [{ key: 'measure', title: 'More of', kind: 'text' }, ...horizonColumns(plan)],
    rows: planMeasures.flatMap((measure) =>
      (Object.keys(groups) as Group[])
        .filter((group) => present.has(group))
        .flatMap((group): Table['rows'] => {
          const row = inHorizons(plan, measure, (one) => occupationOf(plan, one)?.group === group);
          return row ? [[`${planMeasureTitles[measure]}, ${groups[group]}`, ...sayHorizons(measure, row)]] : [];
        }),
    ),
  };
};

const measureNames = {
  training: 'training places',
  overseas: 'recruits from overseas',
  retention: 'cut in leaving before retirement',
} as const satisfies Readonly<Record<PlanMeasure, string>>;

/** The timetable region by region, occupations together; retention, which no region has for itself, is left out. */
export const regionTimetable = (plan: WorkforcePlan): Table => ({
  name: 'Timetable by region',
  columns: [
    { key: 'region', title: 'Region', kind: 'text' },
    { key: 'measure', title: 'More of, a year', kind: 'text' },
    ...horizonColumns(plan),
  ],
  rows: plan.input.regions.flatMap(({ id, title }) =>
    (['training', 'overseas'] as const).flatMap((measure): Table['rows'] => {
      const row = inHorizons(plan, measure, ({ region }) => region === id);
      return row ? [[title, measureNames[measure], ...sayHorizons(measure, row)]] : [];
    }),
  ),
});

/**
 * The timetables as numbers that a workbook adds up: people a year, or the share of leaving that is cut, on average in
 * each horizon, and present cost in pounds; with regions the one by region, too.
 */
export const timetableSheets = (plan: WorkforcePlan): readonly Table[] => {
  const columns: Table['columns'] = [
    { key: 'measure', title: 'More of', kind: 'text' },
    { key: 'unit', title: 'Unit', kind: 'text' },
    ...horizonsOf(plan).map(({ title }, index) => ({
      key: `horizon_${index + 1}`,
      title: `${title}, average of its years`,
      kind: 'number' as const,
    })),
    { key: 'present_cost', title: 'Present cost (GBP)', kind: 'number' },
  ];
  const sheet = (
    name: string,
    first: Table['columns'][number],
    parts: readonly (readonly [title: string, isOne: (decision: Decision) => boolean])[],
    measures: readonly PlanMeasure[],
  ): Table => ({
    name,
    columns: [first, ...columns],
    rows: measures.flatMap((measure) =>
      parts.flatMap(([title, isOne]): Table['rows'] => {
        const row = inHorizons(plan, measure, isOne);
        const unit = measure === 'retention' ? 'share of leaving' : 'people a year';
        return row ? [[title, measureNames[measure], unit, ...row.amounts, row.cost]] : [];
      }),
    ),
  });
  const byGroup = (Object.keys(groups) as Group[]).map(
    (group) => [groups[group], (one: Decision) => occupationOf(plan, one)?.group === group] as const,
  );
  const byRegion = plan.input.regions.map(({ id, title }) => [title, ({ region }: Decision) => region === id] as const);
  return [
    sheet('Timetable', { key: 'group', title: 'Group', kind: 'text' }, byGroup, planMeasures),
    ...(byRegion.length > 1
      ? [
          sheet('Timetable by region', { key: 'region', title: 'Region', kind: 'text' }, byRegion, [
            'training',
            'overseas',
          ]),
        ]
      : []),
  ];
};

const limitAmount = (limit: Relaxation['limit'], value: number): string =>
  limit === 'budget'
    ? money(value)
    : limit === 'trainingCeiling' || limit === 'supervision'
      ? `${Number(value.toPrecision(2 + 1))} times`
      : `${Number((value * perCent).toPrecision(2 + 1))} %`;

/** Says what must give for a plan to exist, a sentence for each limit. */
export const sayRelaxation = ({ limit, is, mustBe, by }: Relaxation): string => {
  if (limit === 'all')
    return by === null
      ? 'All limits together: not even nine times as much is enough.'
      : `All limits together: each must give by ${sayShare(by)}.`;
  const name = planLimits[limit];
  const start = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return mustBe === null || is === null
    ? `${start}: more of it alone is not enough.`
    : `${start}: from ${limitAmount(limit, is)} to ${limitAmount(limit, mustBe)}.`;
};

/** Says in a few sentences what was found. */
export const sayPlan = (plan: WorkforcePlan): string => {
  const { question, resolved, replay, before, status } = plan;
  const start = `${sayScope(resolved.input)}: `;
  const aim = `closes the shortfall of "${resolved.scenario.title}" by ${question.closeBy} in at least ${sayShare(question.confidence)} of futures`;
  const share = `${sayShare(replay.shareClosed)} of ${sayCount(replay.runs)} futures`;
  const cost = `a present cost of ${money(plan.cost)} in ${plan.input.firstDecisionYear}`;
  const without = `with posts for everybody and nothing else in ${sayShare(before)}`;
  const beyond = `${sayOvershoot(plan)} ${sayBasis(plan.drivers)}`;
  if (status === 'planned')
    return `${start}a plan that ${aim} has ${cost}. Replayed with chance it closes in ${share}; ${without}.${beyond}`;
  return `${start}within its limits no plan was found that ${aim}. The nearest one closes in ${share}, at ${cost}; ${without}.${beyond}`;
};

/** The year in which the expected course of a plan has most in post beyond what is required, all occupations together. */
export interface Overshoot {
  readonly year: number;
  /** WTE at the start of that year. */
  readonly inPost: number;
  readonly required: number;
}

/** Finds by how much a plan goes beyond what is required; null where it is by no more than counts as closed. */
export const overshootOf = ({ input, course }: Pick<WorkforcePlan, 'input' | 'course'>): Overshoot | null => {
  const cells = input.cells.length;
  const sumAt = (list: Float64Array, t: number): number =>
    list.subarray(t * cells, (t + 1) * cells).reduce((sum, value) => sum + value, 0);
  let most: Overshoot | null = null;
  for (let t = firstStep(input); t <= input.years; t += 1) {
    const [inPost, required] = [sumAt(course.values.inPost, t), sumAt(course.values.requirement, t)];
    if (inPost - required <= input.closure.tolerance * required) continue;
    if (!most || inPost - required > most.inPost - most.required)
      most = { year: input.baselineYear + t, inPost, required };
  }
  return most;
};

const sayOvershoot = (plan: WorkforcePlan): string => {
  const most = overshootOf(plan);
  return most
    ? ` Its expected course has more staff than are required: ${sayCount(most.inPost)} WTE in post in ${most.year}, where ${sayCount(most.required)} are required.`
    : '';
};

/** What the nearest plan lacks in the expected course at the start of the year asked for, by occupation, most first. */
export const missingOf = ({
  input,
  course,
  question,
}: WorkforcePlan): readonly { readonly occupation: string; readonly region: string; readonly wte: number }[] => {
  const from = (question.closeBy - input.baselineYear) * input.cells.length;
  return input.cells
    .map(({ occupation, region }, cell) => ({ occupation, region, wte: course.values.shortfall[from + cell] ?? 0 }))
    .filter(({ wte }) => wte >= 1)
    .toSorted((a, b) => b.wte - a.wte);
};

/** Puts a plan in the form in which it is published as JSON. */
export const planJson = (plan: WorkforcePlan): Record<string, unknown> => {
  const { question, resolved, status, replay, before, cost, limits, relaxations, met, attempts } = plan;
  return {
    format: 'isocentre-plan',
    version: 1,
    modelVersion,
    scenario: { name: resolved.scenario.name, title: resolved.scenario.title },
    inputHash: hashInput(resolved.input),
    status,
    answer: sayPlan(plan),
    question: { closeBy: question.closeBy, confidence: question.confidence, seed: question.seed },
    limits: { ...limits, budget: Number.isFinite(limits.budget) ? limits.budget : null },
    replay,
    before,
    attempts,
    presentCost: cost,
    overshoot: overshootOf(plan),
    missing: missingOf(plan),
    binding:
      status === 'infeasible'
        ? relaxations.map(({ limit, is, mustBe, by }) => ({ limit, is, mustBe, by }))
        : met.map((limit) => ({ limit, is: limits[limit], mustBe: null, by: null })),
    marginalCosts: marginalCosts(plan),
    spending: spendingByYear(plan),
    decisions: plan.decisions.flatMap((decision, j) => {
      const amount = plan.amounts[j] ?? 0;
      const { measure, occupation, t } = decision;
      return amount === 0
        ? []
        : [
            {
              measure,
              occupation,
              region: regionOf(plan, decision),
              year: plan.input.baselineYear + t,
              amount,
              presentCost: amount * decision.cost,
            },
          ];
    }),
    plan: plan.scenario,
  };
};
