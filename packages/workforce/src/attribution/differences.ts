import {
  evaluate,
  failure,
  isFormulaFailure,
  parseFormula,
  success,
  type Evidence,
  type Located,
  type Result,
} from '@isocentre/evidence';
import type { TaskResult } from '../ensemble.ts';
import type { Resolved } from '../resolve.ts';
import { leverKind } from '../lever-words.ts';
import type { Scenario } from '../scenario.ts';
import { keysOf } from '../taxonomy.ts';

/** One side of a comparison: a scenario with its ensemble, run with the seed of the other. */
export interface Side {
  readonly located: Located<Scenario>;
  readonly resolved: Resolved;
  readonly result?: TaskResult | undefined;
}

/** In what two scenarios differ, and the scenarios in between. */
export interface Differences {
  /** The levers' names, or what else differs. */
  readonly names: readonly string[];
  /** What each is made of: itself, or those that were joined since one makes no sense without the other. */
  readonly parts: readonly (readonly number[])[];
  /** Whether cells, ages or years of training may be others in between: a baseline or figures of its own differ. */
  readonly changesShape: boolean;
  /** The first scenario with some differences made: bit `i` of `made` for difference `i`. None gives it, all the second. */
  readonly at: (made: number) => Scenario;
}

type Levers = NonNullable<Scenario['levers']>;

/** A lever with a key of its own: the same lever twice is two. */
interface Keyed {
  readonly key: string;
  readonly lever: Levers[number];
}

const same = (left: unknown, right: unknown): boolean => JSON.stringify(left ?? null) === JSON.stringify(right ?? null);

const keyed = (levers: Levers = []): readonly Keyed[] => {
  const seen = new Map<string, number>();
  return levers.map((lever) => {
    const text = JSON.stringify(lever);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    return { key: `${times} ${text}`, lever };
  });
};

/** The levers of both in the order of the first; those of the second alone come after what they follow there. */
const merged = (first: readonly Keyed[], second: readonly Keyed[]): readonly Keyed[] => {
  const known = new Set(first.map(({ key }) => key));
  const all = [...first];
  second.forEach((one, index) => {
    if (known.has(one.key)) return;
    const before = second[index - 1]?.key;
    all.splice(all.findIndex(({ key }) => key === before) + 1, 0, one);
  });
  return all;
};

const fields = {
  baseline: 'the baseline',
  figures: 'figures of its own',
} as const satisfies Partial<Record<keyof Scenario, string>>;

/** Whether difference `index` is in a set of them. */
export const isMade = (made: number, index: number): boolean => ((made >>> index) & 1) === 1;

/**
 * Numbers the levers of one scenario that the other has not, as differences: each lever one, or those of a kind one
 * together.
 *
 * @param differ Adds a difference by name and gives its number.
 * @returns the number of the difference of each lever, by its key.
 */
const numbered = (
  levers: readonly Keyed[],
  byKind: boolean,
  sayName: (name: string) => string,
  differ: (name: string) => number,
): ReadonlyMap<string, number> => {
  const kinds = new Map<string, Keyed[]>();
  for (const one of levers) {
    const kind = byKind ? leverKind(one.lever) : one.key;
    kinds.set(kind, [...(kinds.get(kind) ?? []), one]);
  }
  const numbers = new Map<string, number>();
  for (const [kind, ofKind] of kinds) {
    const [first, ...others] = ofKind;
    const name = others.length > 0 ? `${kind} (${ofKind.length} levers)` : (first?.lever.name ?? '');
    const index = differ(sayName(name));
    for (const { key } of ofKind) numbers.set(key, index);
  }
  return numbers;
};

/**
 * Lists in what two scenarios differ: baseline, figures of their own, levers dropped and added, their order.
 *
 * @param from The first, and `to` the second, both as `alignDates` gives them.
 * @param most Most differences that are told apart; where there are more, levers of one kind count as one, such as those
 *   of a saved plan, which has one for each measure and occupation. Default: no limit.
 */
export const differencesOf = (from: Scenario, to: Scenario, most = Infinity): Differences => {
  const single = listDifferences(from, to, false);
  return single.names.length > most ? listDifferences(from, to, true) : single;
};

const listDifferences = (from: Scenario, to: Scenario, byKind: boolean): Differences => {
  const names: string[] = [];
  const differ = (name: string): number => names.push(name) - 1;
  const fieldsThatDiffer = keysOf(fields).flatMap((field) =>
    same(from[field], to[field]) ? [] : [{ field, index: differ(fields[field]) }],
  );
  const had = keyed(from.levers);
  const has = keyed(to.levers);
  const [before, after] = [had, has].map((levers) => new Set(levers.map(({ key }) => key)));
  const gone = had.filter(({ key }) => !after?.has(key));
  const come = has.filter(({ key }) => !before?.has(key));
  const dropped = numbered(gone, byKind, (name) => `without: ${name}`, differ);
  const added = numbered(come, byKind, (name) => name, differ);
  const kept = (levers: readonly Keyed[]): readonly string[] =>
    levers.map(({ key }) => key).filter((key) => !dropped.has(key) && !added.has(key));
  const order = same(kept(had), kept(has)) ? undefined : differ('the order of the levers');
  const inOrder = { ofFirst: merged(had, has), ofSecond: merged(has, had) };

  const at = (made: number): Scenario => {
    const all = order !== undefined && isMade(made, order) ? inOrder.ofSecond : inOrder.ofFirst;
    const levers = all.filter(({ key }) => {
      const [leaves, joins] = [dropped.get(key), added.get(key)];
      return leaves === undefined ? joins === undefined || isMade(made, joins) : !isMade(made, leaves);
    });
    const scenario: Scenario = { ...from, levers: levers.map(({ lever }) => lever) };
    for (const { field, index } of fieldsThatDiffer) {
      if (!isMade(made, index)) continue;
      delete scenario[field];
      if (to[field] !== undefined) Object.assign(scenario, { [field]: to[field] });
    }
    return scenario;
  };
  return {
    names,
    parts: names.map((_, index) => [index]),
    changesShape: fieldsThatDiffer.length > 0,
    at,
  };
};

const isSeries = (amount: unknown, evidence: Evidence): boolean => {
  if (typeof amount !== 'object' || amount === null) return false;
  if ('series' in amount) return true;
  if (!('formula' in amount)) return false;
  const formula = parseFormula(String(amount.formula));
  if (isFormulaFailure(formula)) return false;
  const value = evaluate(formula, (id) => evidence.figures.get(id)?.stated ?? { reason: 'no such figure' });
  return !isFormulaFailure(value) && value.kind === 'series';
};

/**
 * Gives both scenarios the earlier of their first years of decisions, so that either's levers may stand in the other;
 * a lever that says no year, and whose amounts have none, keeps that of its own scenario.
 */
export const alignDates = (sides: readonly Resolved[], evidence: Evidence): readonly Scenario[] => {
  const firstDecisionYear = Math.min(...sides.map(({ input }) => input.firstDecisionYear));
  return sides.map(({ scenario, input }) => ({
    ...scenario,
    firstDecisionYear,
    levers: (scenario.levers ?? []).map((lever) =>
      input.firstDecisionYear === firstDecisionYear ||
      lever.from !== undefined ||
      Object.values(lever).some((amount) => isSeries(amount, evidence))
        ? lever
        : { ...lever, from: input.firstDecisionYear },
    ),
  }));
};

/**
 * Finds in what two sides differ, with a problem where they are more things than can be told apart even kind by kind.
 *
 * @param most Most differences that are told apart.
 */
export const differencesBetween = (
  from: Side,
  to: Side,
  evidence: Evidence,
  most: number,
): Result<{ readonly from: Scenario; readonly to: Scenario; readonly differences: Differences }> => {
  const [first, second] = alignDates([from.resolved, to.resolved], evidence) as [Scenario, Scenario];
  const differences = differencesOf(first, second, most);
  const { length } = differences.names;
  return length > most
    ? failure({
        where: to.located.where([]),
        found: `${length} differences from ${from.located.value.name}`,
        expected: `at most ${most}, since each one more doubles the work; compare a scenario in between`,
      })
    : success({ from: first, to: second, differences });
};
