import type { Lever } from '../lever.ts';
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

const words: Readonly<Record<PlanMeasure, string>> = {
  training: 'more training places',
  overseas: 'more recruits from overseas',
  retention: 'fewer leave before retirement',
};

/** The amounts of one measure for one cell, as runs of years in which they are the same. */
const runsOf = (
  input: ModelInput,
  list: readonly { t: number; amount: number }[],
): readonly { from: number; until: number; amount: number }[] => {
  const runs: { from: number; until: number; amount: number }[] = [];
  for (const { t, amount } of list) {
    const year = input.baselineYear + t;
    const last = runs.at(-1);
    if (last && last.amount === amount && last.until === year - 1) last.until = year;
    else runs.push({ from: year, until: year, amount });
  }
  return runs.filter(({ amount }) => amount > 0);
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

/**
 * Writes a plan as a scenario like any other: the scenario it was made for with its own levers, then one lever for each
 * run of years in which a measure is the same.
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
    const occupation = input.occupations.find((one) => one.id === cell?.occupation);
    const where = { specialism: occupation?.specialism as Specialism, group: occupation?.group as Group };
    const there = divided ? { ...where, region: cell?.region as 'london' } : where;
    for (const { from, until, amount } of runsOf(input, list)) {
      const name = `posts for all who are trained: ${groups[where.group]} in ${specialisms[where.specialism]}`;
      levers.push({ lever: 'funded-posts', name, from, until, where: there, add: amount });
    }
  });
  for (const { first, list } of lists.values()) {
    const occupation = input.occupations.find((one) => one.id === first.occupation);
    const specialism = occupation?.specialism as Specialism;
    const group = occupation?.group as Group;
    const name = `${words[first.measure]}: ${groups[group]} in ${specialisms[specialism]}`;
    const where = { specialism, group };
    const there = divided ? { ...where, region: first.region as 'london' } : where;
    for (const { from, until, amount } of runsOf(input, list)) {
      const common = { name, from, until };
      if (first.measure === 'retention') levers.push({ lever: 'retention', ...common, where, multiply: 1 - amount });
      else if (first.measure === 'overseas')
        levers.push({ lever: 'recruitment', ...common, source: 'international', where: there, add: amount });
      else {
        const route = input.cells[first.cell]?.training[first.stream]?.route as Route;
        levers.push({ lever: 'training-places', ...common, route, where: there, add: amount });
      }
    }
  }
  return {
    ...scenario,
    name: `${scenario.name}-closed-by-${closeBy}`,
    title: `${scenario.title}, closed by ${closeBy} at least cost`,
    summary: `The least-cost plan that isocentre plan found for "${scenario.title}" to close the shortfall by ${closeBy}.`,
    levers: [...(scenario.levers ?? []), ...levers],
  };
};
