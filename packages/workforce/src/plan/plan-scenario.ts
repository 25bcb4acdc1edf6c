import type { Lever } from '../lever.ts';
import type { ModelInput } from '../model-input.ts';
import type { Scenario } from '../scenario.ts';
import { groups, specialisms, type Group, type Route, type Specialism } from '../taxonomy.ts';
import type { Decision, PlanMeasure } from './decisions.ts';
import type { PlanLimits } from './terms.ts';

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
