import type { Evidence, Located } from '@isocentre/evidence';
import { resolve, type Resolved } from '../resolve.ts';
import type { Scenario } from '../scenario.ts';
import { sayList } from '../words.ts';
import { isMade, type Differences } from './differences.ts';

/** A scenario in between, without figures of its own that only other levers would read. */
export interface Between {
  readonly located: Located<Scenario>;
  readonly resolved: Resolved;
}

/** Resolves the scenario with some differences made; undefined where it makes no sense without the others. */
export const between = (
  { at }: Pick<Differences, 'at'>,
  made: number,
  evidence: Evidence,
  years: number,
): Between | undefined => {
  const scenario = at(made);
  const where = (): string => scenario.name;
  const resolved = resolve({ value: scenario, where }, evidence, years, undefined, 'ignore');
  if (!resolved.ok) return undefined;
  const read = Object.entries(scenario.figures ?? {}).filter(([id]) => resolved.value.uses.has(id));
  const value = scenario.figures ? { ...scenario, figures: Object.fromEntries(read) } : scenario;
  return { located: { value, where }, resolved: resolved.value };
};

/**
 * Joins differences: those of one part are made together.
 *
 * @param single The differences one by one, as `differencesOf` gives them.
 * @param parts For each part the differences that it is made of.
 */
export const joinDifferences = (single: Differences, parts: Differences['parts']): Differences => {
  const setOf = (part: readonly number[]): number => part.reduce((set, index) => set | (1 << index), 0);
  return {
    ...single,
    names: parts.map((part) => {
      const names = part.map((index) => single.names[index] ?? '');
      return names.length > 1 ? `${sayList(names)} together` : sayList(names);
    }),
    parts,
    at: (made) => single.at(setOf(parts.flatMap((part, index) => (isMade(made, index) ? part : [])))),
  };
};

/** The parts with two of them made one: of those made one that can be left out, of the others one that is needed. */
const joinTwo = ({ parts }: Differences, made: number, makesSense: (made: number) => boolean): Differences['parts'] => {
  const toggled = (isIn: boolean): number =>
    parts.findIndex((_, index) => isMade(made, index) === isIn && makesSense(made ^ (1 << index)));
  const two = [toggled(true), toggled(false)];
  if (two.includes(-1)) return [parts.flat()];
  return [
    ...parts.filter((_, index) => !two.includes(index)),
    two.flatMap((index) => parts[index] ?? []).toSorted((one, other) => one - other),
  ];
};

/**
 * Visits scenarios in between. Differences that make no sense one without the other, such as a lever in one region and
 * a baseline with regions, are joined, and all is visited anew, until every scenario in between makes sense.
 *
 * @param single The differences one by one.
 * @param setsOf Which sets of so many differences are to be visited.
 * @returns the differences as they were joined, to which the last visits belong.
 */
export const visitBetween = (
  single: Differences,
  setsOf: (players: number) => Iterable<number>,
  evidence: Evidence,
  years: number,
  visit: (made: number, one: Between) => void = () => {},
): Differences => {
  let differences = single;
  const visitAll = (): number | undefined => {
    for (const made of setsOf(differences.names.length)) {
      const one = between(differences, made, evidence, years);
      if (!one) return made;
      visit(made, one);
    }
    return undefined;
  };
  for (let wrong = visitAll(); wrong !== undefined; wrong = visitAll()) {
    if (differences.parts.length < 2) throw new RangeError('one of the two scenarios does not resolve');
    const makesSense = (made: number): boolean => between(differences, made, evidence, years) !== undefined;
    differences = joinDifferences(single, joinTwo(differences, wrong, makesSense));
  }
  return differences;
};
