import type { Amount, Lever } from '../lever.ts';
import type { ModelInput } from '../model-input.ts';
import { project } from '../project.ts';
import type { Scenario } from '../scenario.ts';
import { groups, specialisms, type Group, type Route, type Specialism } from '../taxonomy.ts';
import { withDecisions, type Decision, type PlanMeasure } from './decisions.ts';
import { firstStep, type PlanLimits } from './terms.ts';

// A tenth of a place or person, a hundredth of leaving: finer is not decided by anybody.
const grains: Readonly<Record<PlanMeasure, number>> = { training: 10, overseas: 10, retention: 100 };

/** Rounds the amounts of a plan to what is decided: tenths of a place or person a year, hundredths of leaving. */
export const roundAmounts = (decisions: readonly Decision[], amounts: ArrayLike<number>): Float64Array =>
  Float64Array.from(decisions, ({ measure }, j) => Math.round((amounts[j] ?? 0) * grains[measure]) / grains[measure]);

/** What a cut in leaving multiplies leaving by, to as many places as it is decided to. */
const staying = (cut: number): number => Math.round((1 - cut) * grains.retention) / grains.retention;

const words: Readonly<Record<PlanMeasure, string>> = {
  training: 'more training places',
  overseas: 'more recruits from overseas',
  retention: 'fewer leave before retirement',
};

/**
 * The amounts of one measure for one cell as a lever takes them: one number, or the years from which each holds.
 *
 * @param none What changes nothing, which holds once nothing more is decided.
 * @returns nothing where nothing is changed in any year.
 */
const amountOf = (
  input: ModelInput,
  list: readonly { readonly t: number; readonly amount: number }[],
  none: number,
): Amount | undefined => {
  const series: Record<string, number> = {};
  let last: number | undefined;
  for (const t of Array.from({ length: input.years - firstStep(input) }, (_, index) => firstStep(input) + index)) {
    const amount = list.find((one) => one.t === t)?.amount ?? none;
    if (amount !== last) series[input.baselineYear + t] = amount;
    last = amount;
  }
  const [only, ...others] = Object.values(series);
  if (others.length > 0) return { series };
  return only === none ? undefined : only;
};

/**
 * The posts that a plan needs beyond those required, so that nobody whom it brings is turned away in the stated course:
 * whole WTE added in each step of each cell.
 *
 * @param input The scenario ready for a plan, with a post for everybody.
 */
const postsBeyond = (
  input: ModelInput,
  decisions: readonly Decision[],
  amounts: ArrayLike<number>,
): readonly (readonly { t: number; amount: number }[])[] => {
  const cells = input.cells.length;
  const { inPost, requirement } = project(withDecisions(input, decisions, amounts)).values;
  return input.cells.map((_, cell) => {
    let posts = 0;
    return Array.from({ length: input.years - firstStep(input) }, (__, index) => {
      const t = firstStep(input) + index;
      const next = (t + 1) * cells + cell;
      const funded = Math.max(posts, requirement[next] as number);
      const amount = Math.ceil(Math.max(0, (inPost[next] as number) - funded));
      posts = funded + amount;
      return { t, amount };
    });
  });
};

/** Names an occupation in words and as levers select it. */
const whereOf = (
  input: ModelInput,
  occupation: string,
): { readonly id: string; readonly where: { readonly specialism: Specialism; readonly group: Group } } => {
  const one = input.occupations.find(({ id }) => id === occupation);
  const [specialism, group] = [one?.specialism as Specialism, one?.group as Group];
  return { id: `${groups[group]} in ${specialisms[specialism]}`, where: { specialism, group } };
};

/**
 * Writes a plan as a scenario like any other: the scenario it was made for with its own levers, then one lever for each
 * measure and occupation, whose amounts are dated.
 */
export const planScenario = (
  scenario: Scenario,
  input: ModelInput,
  decisions: readonly Decision[],
  amounts: ArrayLike<number>,
  limits: PlanLimits,
  closeBy: number,
): Scenario => {
  const lists = new Map<string, { first: Decision; list: { t: number; amount: number }[] }>();
  decisions.forEach((decision, j) => {
    const key = `${decision.measure} ${decision.cell} ${decision.stream}`;
    const known = lists.get(key) ?? { first: decision, list: [] };
    lists.set(key, known);
    known.list.push({ t: decision.t, amount: amounts[j] ?? 0 });
  });
  const divided = input.regions.length > 1;
  const levers: Lever[] = [
    { lever: 'funding-share', name: 'every required post funded', from: input.firstDecisionYear, set: 1 },
  ];
  if (limits.supervision !== 1) {
    levers.push({
      lever: 'supervision',
      name: 'more trainees supervised by each head',
      from: input.firstDecisionYear,
      multiply: limits.supervision,
    });
  }
  postsBeyond(input, decisions, amounts).forEach((list, index) => {
    const cell = input.cells[index];
    const { id, where } = whereOf(input, cell?.occupation ?? '');
    const there = divided ? { ...where, region: cell?.region as 'london' } : where;
    const add = amountOf(input, list, 0);
    if (add !== undefined)
      levers.push({ lever: 'funded-posts', name: `posts for all who are trained: ${id}`, where: there, add });
  });
  for (const { first, list } of lists.values()) {
    const { id, where } = whereOf(input, first.occupation);
    const name = `${words[first.measure]}: ${id}`;
    const there = divided ? { ...where, region: first.region as 'london' } : where;
    const none = first.measure === 'retention' ? 1 : 0;
    const change = first.measure === 'retention' ? list.map(({ t, amount }) => ({ t, amount: staying(amount) })) : list;
    const amount = amountOf(input, change, none);
    if (amount === undefined) continue;
    if (first.measure === 'retention') levers.push({ lever: 'retention', name, where, multiply: amount });
    else if (first.measure === 'overseas')
      levers.push({ lever: 'recruitment', name, source: 'international', where: there, add: amount });
    else {
      const route = input.cells[first.cell]?.training[first.stream]?.route as Route;
      levers.push({ lever: 'training-places', name, route, where: there, add: amount });
    }
  }
  return {
    ...scenario,
    name: `${scenario.name}-closed-by-${closeBy}`,
    title: `${scenario.title}, closed by ${closeBy} at least cost`,
    summary: `The least-cost plan that isocentre plan found for "${scenario.title}" to close the shortfall by ${closeBy}.`,
    // What is decided for a return of one's own is not its share of the nation's.
    levers: [
      ...(scenario.levers ?? []),
      ...(scenario.baseline?.return ? levers.map((lever): Lever => ({ ...lever, amounts: 'return' })) : levers),
    ],
  };
};
