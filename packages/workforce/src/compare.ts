import { failure, success, type Evidence, type Located, type Result } from '@isocentre/evidence';
import { groupCells, sumCells } from './grouping.ts';
import type { StateMeasure } from './measures.ts';
import { project } from './project.ts';
import { resolve } from './resolve.ts';
import type { Scenario } from './scenario.ts';

/** What a change between two scenarios is put down to. */
export interface Contribution {
  /** The lever's name, or what else differs. */
  readonly name: string;
  /** Change of the measure by reported year; the contributions of all add to the whole change. */
  readonly change: readonly number[];
}

/** One thing in which two scenarios differ. */
interface Player {
  readonly name: string;
  readonly apply: (scenario: Scenario) => Scenario;
}

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left ?? null) === JSON.stringify(right ?? null);

/** Lists in what two scenarios differ: levers dropped, levers added, own figures, baseline and dates. */
const playersOf = (from: Scenario, to: Scenario): readonly Player[] => {
  const kept = new Set((to.levers ?? []).map((lever) => JSON.stringify(lever)));
  const had = new Set((from.levers ?? []).map((lever) => JSON.stringify(lever)));
  const dropped = (from.levers ?? []).filter((lever) => !kept.has(JSON.stringify(lever)));
  const added = (to.levers ?? []).filter((lever) => !had.has(JSON.stringify(lever)));
  const players: Player[] = [];
  if (!same(from.baseline, to.baseline) || !same(from.closureTolerance, to.closureTolerance)) {
    players.push({
      name: 'the baseline',
      apply: ({ baseline: _baseline, ...rest }) => (to.baseline ? { ...rest, baseline: to.baseline } : rest),
    });
  }
  if (!same(from.figures, to.figures)) {
    players.push({
      name: 'figures of its own',
      apply: ({ figures: _figures, ...rest }) => (to.figures ? { ...rest, figures: to.figures } : rest),
    });
  }
  for (const lever of dropped) {
    players.push({
      name: `without: ${lever.name}`,
      apply: (scenario) => ({ ...scenario, levers: (scenario.levers ?? []).filter((one) => !same(one, lever)) }),
    });
  }
  for (const lever of added) {
    players.push({
      name: lever.name,
      apply: (scenario) => ({ ...scenario, levers: [...(scenario.levers ?? []), lever] }),
    });
  }
  return players;
};

/**
 * Puts the change of a measure between two scenarios down to what differs between them, as the average of what each
 * adds over every order in which they could come (Shapley 1953), on the expected course. The parts add to the whole.
 *
 * @param from The scenario that is the reference; its years are those of both.
 * @param most Most differences that are told apart; each one more doubles the work. More give a problem.
 * @returns one contribution for each difference, largest change at the horizon first; none where nothing differs.
 */
export const attribute = (
  from: Located<Scenario>,
  to: Located<Scenario>,
  evidence: Evidence,
  measure: StateMeasure,
  most: number,
  askedYears?: number,
): Result<readonly Contribution[]> => {
  const players = playersOf(from.value, to.value);
  if (players.length > most) {
    return failure({
      where: to.where([]),
      found: `${players.length} differences from ${from.value.name}`,
      expected: `at most ${most}, since each one more doubles the work; compare a scenario in between`,
    });
  }
  const dates = [from, to].map((one) => one.value.firstDecisionYear).filter((year) => year !== undefined);
  const start: Scenario = { ...from.value, ...(dates.length > 0 ? { firstDecisionYear: Math.min(...dates) } : {}) };
  const courses: Float64Array[] = [];
  for (let subset = 0; subset < 2 ** players.length; subset += 1) {
    const scenario = players.reduce(
      (one, player, index) => ((subset >> index) % 2 === 1 ? player.apply(one) : one),
      start,
    );
    const resolved = resolve({ value: scenario, where: to.where }, evidence, askedYears);
    if (!resolved.ok) return resolved;
    const projection = project(resolved.value.input);
    courses.push(sumCells(projection, measure, groupCells(resolved.value.input, [])[0]?.cells ?? []));
  }
  const weights = shapleyWeights(players.length);
  const contributions = players.map((player, index): Contribution => {
    const change = new Float64Array(courses[0]?.length ?? 0);
    for (let subset = 0; subset < courses.length; subset += 1) {
      if ((subset >> index) % 2 === 1) continue;
      const before = courses[subset] as Float64Array;
      const after = courses[subset + 2 ** index] as Float64Array;
      const weight = weights[bitsSet(subset)] as number;
      for (let t = 0; t < change.length; t += 1)
        change[t] = (change[t] as number) + weight * ((after[t] as number) - (before[t] as number));
    }
    return { name: player.name, change: [...change] };
  });
  const size = (one: Contribution): number => Math.abs(one.change.at(-1) ?? 0);
  return success(contributions.toSorted((a, b) => size(b) - size(a)));
};

const bitsSet = (subset: number): number => {
  let count = 0;
  for (let left = subset; left > 0; left = Math.floor(left / 2)) count += left % 2;
  return count;
};

/** The weight of joining a set of k others out of n: k!·(n − k − 1)!/n!. */
const shapleyWeights = (players: number): readonly number[] =>
  Array.from({ length: players }, (_, size) => {
    let weight = 1 / players;
    for (let i = 1; i <= size; i += 1) weight *= i / (players - i);
    return weight;
  });
