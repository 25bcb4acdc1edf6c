import type { Lever, Scenario } from '@isocentre/workforce';
import { sayLeverValue } from './say-value.ts';
import type { Edit } from '../state/state.ts';
import { leverById } from './levers.ts';
import type { PageLever, Specialism } from './page-lever.ts';

type Where = { readonly specialism?: unknown; readonly group?: unknown; readonly region?: unknown };

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

/** Whether everything that a lever of a scenario is about lies within what an edit is about. */
const isWithin = (inner: Where, outer: Where): boolean =>
  (['specialism', 'group', 'region'] as const).every((dimension) => {
    if (outer[dimension] === undefined) return true;
    if (inner[dimension] === undefined) return false;
    const allowed = listOf(outer[dimension]);
    return listOf(inner[dimension]).every((one) => allowed.includes(one));
  });

const whereOf = (lever: PageLever, edit: Edit): PageLever['where'] => {
  const where = {
    ...lever.where,
    ...(edit.specialism === undefined ? {} : { specialism: edit.specialism as Specialism }),
  };
  return Object.keys(where).length > 0 ? where : undefined;
};

/** Ends a lever of the scenario where the page's begins; one that would begin later is left out. */
const cut = (lever: Lever, from: number, firstDecisionYear: number): readonly Lever[] => {
  if ((lever.from ?? firstDecisionYear) >= from) return [];
  return [{ ...lever, until: Math.min(lever.until ?? Infinity, from - 1) }];
};

/**
 * Makes the scenario that moved levers stand for. Each edit stands in place of the scenario's own levers of its kind
 * from its year on, as far as they are about the same part of the workforce; an edit of one specialism acts after one
 * of all.
 *
 * @param firstDecisionYear The year in which levers may act first.
 * @returns the scenario itself where nothing was moved.
 */
export const applyEdits = (base: Scenario, edits: readonly Edit[], firstDecisionYear: number): Scenario => {
  if (edits.length === 0) return base;
  // What is about all comes first, so that what is about one specialism stands.
  const ordered = edits.toSorted((a, b) => Number(a.specialism !== undefined) - Number(b.specialism !== undefined));
  let levers: readonly Lever[] = base.levers ?? [];
  const added: Lever[] = [];
  for (const edit of ordered) {
    const lever = leverById.get(edit.lever);
    if (!lever) continue;
    const where = whereOf(lever, edit);
    const from = edit.from ?? firstDecisionYear;
    levers = levers.flatMap((one) =>
      lever.isKind(one) && isWithin('where' in one ? (one.where ?? {}) : {}, where ?? {})
        ? cut(one, from, firstDecisionYear)
        : [one],
    );
    added.push({
      name: `${lever.title.toLowerCase()}: ${sayLeverValue(lever, edit.value)} ${lever.unit}`,
      ...lever.fill(edit.value),
      ...(where ? { where } : {}),
      ...(edit.from === undefined ? {} : { from: edit.from }),
    });
  }
  return {
    ...base,
    name: base.name.endsWith('-changed') ? base.name : `${base.name}-changed`,
    title: base.title.endsWith(', changed') ? base.title : `${base.title}, changed`,
    summary: `Starts from "${base.title}". Changed on the page: ${added.map((one) => one.name).join('; ')}.`,
    levers: [...levers, ...added],
  };
};
