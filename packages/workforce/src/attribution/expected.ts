import { success, type Evidence, type Result } from '@isocentre/evidence';
import { groupCells, sumCells } from '../grouping.ts';
import type { StateMeasure } from '../measures.ts';
import { project } from '../project.ts';
import { visitBetween } from './between.ts';
import { differencesBetween, type Side } from './differences.ts';

/** What a change between two scenarios is put down to. */
export interface Contribution {
  /** The lever's name, or what else differs. */
  readonly name: string;
  /** Of how many differences it is made, where more than one: they make no sense one without the other. */
  readonly joined?: number;
  /** Change of the measure by reported year; the contributions of all add to the whole change. */
  readonly change: readonly number[];
  /** Where futures were run: the standard error of the change, by year; not where they are too few to tell. */
  readonly standardError?: readonly number[];
  /** Where futures were run: quantile level as text, such as `0.1` → what that share of them stays below, by year. */
  readonly quantiles?: Readonly<Record<string, readonly number[]>>;
}

/** Says of how many differences a part is made, where more than one. */
export const joinedOf = (part: readonly number[] = []): Pick<Contribution, 'joined'> =>
  part.length > 1 ? { joined: part.length } : {};

/** Puts the largest change at the horizon first. */
export const byLargest = (contributions: readonly Contribution[]): readonly Contribution[] => {
  const size = (one: Contribution): number => Math.abs(one.change.at(-1) ?? 0);
  return contributions.toSorted((a, b) => size(b) - size(a));
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

/**
 * Divides a change among the differences that make it, from its value at each set of them: the average of what each
 * adds over every order in which they could come (Shapley 1953). The parts add to the whole.
 *
 * @param courses One course for each set; difference `i` is made in set `s` where bit `i` of `s` is 1.
 * @returns one change for each difference.
 */
export const shapley = (players: number, courses: readonly ArrayLike<number>[]): readonly (readonly number[])[] => {
  const weights = shapleyWeights(players);
  return Array.from({ length: players }, (_, index) => {
    const change = Array.from({ length: courses[0]?.length ?? 0 }, () => 0);
    for (let subset = 0; subset < courses.length; subset += 1) {
      if ((subset >> index) % 2 === 1) continue;
      const before = courses[subset] as ArrayLike<number>;
      const after = courses[subset + 2 ** index] as ArrayLike<number>;
      const weight = weights[bitsSet(subset)] as number;
      for (let t = 0; t < change.length; t += 1)
        change[t] = (change[t] as number) + weight * ((after[t] as number) - (before[t] as number));
    }
    return change;
  });
};

/**
 * Puts the change of a measure between two scenarios down to what differs between them, on the expected course: the
 * average of what each difference adds over every order in which they could come (Shapley 1953), by all sets of them.
 *
 * @param from The scenario that is the reference; its years are those of both.
 * @param most Most differences that are told apart, since each one more doubles the work: beyond them, levers of one kind
 *   count as one, and more than that give a problem.
 * @returns one contribution for each difference, largest change at the horizon first; none where nothing differs.
 */
export const attribute = (
  from: Side,
  to: Side,
  evidence: Evidence,
  measure: StateMeasure,
  most: number,
): Result<readonly Contribution[]> => {
  const found = differencesBetween(from, to, evidence, most);
  if (!found.ok) return found;
  let courses: Float64Array[] = [];
  const { names, parts } = visitBetween(
    found.value.differences,
    (players) => Array.from({ length: 2 ** players }, (_, made) => made),
    evidence,
    from.resolved.input.years,
    (made, { resolved: { input } }) => {
      if (made === 0) courses = [];
      courses.push(sumCells(project(input, { keepAges: false }), measure, groupCells(input, [])[0]?.cells ?? []));
    },
  );
  const changes = shapley(names.length, courses);
  return success(
    byLargest(names.map((name, index) => ({ name, ...joinedOf(parts[index]), change: changes[index] ?? [] }))),
  );
};
