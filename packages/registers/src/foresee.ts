import type { Problem } from '@isocentre/evidence';
import type { Entry, Item } from '@isocentre/ledger';
import { sayDay } from './day.ts';
import { entryOfDraft, recordComeTo } from './come-to.ts';
import { same } from './content.ts';
import type { Decision, Draft } from './decide.ts';
import type { Register } from './declaration.ts';
import { flawsBy } from './flaws.ts';
import { latestMoment, recordOn, sayAhead, type Later, type RegisterRecord } from './record.ts';

/** What was announced before a decision, and what holds once it stands beside that. */
export interface Foreseen {
  /** What already leads to the same state, soonest first. */
  readonly announced: readonly Later[];
  /** The day from which that state will hold. */
  readonly from: string;
  /** Whether it comes to nothing: the state begins no sooner, and on its day nothing else differs either. */
  readonly isIdle: boolean;
}

/**
 * Foresees what a decision does where something that leads to the same state is announced already; undefined where nothing
 * is. Entries stand beside each other: the state begins with the earliest of them.
 *
 * @param entries All entries of the key, with their content apart.
 * @param today The present day.
 */
export const foresee = (
  register: Register,
  { entries, items }: { readonly entries: readonly Entry[]; readonly items: ReadonlyMap<string, Item> },
  draft: Draft,
  today: string,
): Foreseen | undefined => {
  const { state, validFrom } = draft;
  const leadsTo = ({ action }: Later): boolean =>
    register.transitions.some((one) => one.action === action && one.to === state);
  const before = recordOn(register, entries, today, items);
  const announced = (before?.later ?? []).filter(leadsTo);
  if (announced.length === 0) return undefined;
  const number = Math.max(...entries.map((one) => one.number)) + 1;
  const added = entryOfDraft(draft, number, `${today}T23:59:59.999Z`);
  const days = [...announced.map(({ on }) => on), validFrom.slice(0, 10)].toSorted();
  const recordOf = (all: readonly Entry[], day: string): RegisterRecord | undefined =>
    recordComeTo(register, all, { validTime: `${day}T23:59:59.999Z`, recordedTime: latestMoment }, items);
  const from = days.find((day) => recordOf([...entries, added], day)?.state === state) ?? validFrom;
  const [without, beside] = [entries, [...entries, added]].map((all) => recordOf(all, validFrom.slice(0, 10)));
  const isSame = without?.state === state && same(without.content, beside?.content ?? {});
  return { announced, from, isIdle: from < validFrom.slice(0, 10) || isSame };
};

/** Says that a change dates what an entry announces already: that entry, with what it says more of it, would come to nothing. */
export const datedTwice = (
  register: Register,
  { key, what, content }: Pick<Draft, 'key' | 'what' | 'content'>,
  { later = [] }: Pick<RegisterRecord, 'later'>,
): readonly Problem[] =>
  register.timed.flatMap(({ action, field }) => {
    const announced = later.find((one) => one.action === action && one.entry !== undefined);
    const date = content[field];
    if (!announced || what['action'] === action || typeof date !== 'string' || date === announced.on) return [];
    const title = register.transitions.find((one) => one.action === action)?.title ?? action;
    const ahead = `it ${sayAhead(register, announced)} ${sayDay(announced.on)}`;
    const expected = `no other day while ${ahead} by entry ${announced.entry}: take that back first, or choose “${title}”`;
    return [{ where: `${register.name} ${key} ${field}`, found: sayDay(date), expected }];
  });

/** Says that a change takes away a date that stands in no field yet: an entry announces it. */
export const takenAhead = (
  register: Register,
  { key, change }: Pick<Decision, 'key' | 'change'>,
  { content, later = [] }: Pick<RegisterRecord, 'content' | 'later'>,
): readonly Problem[] =>
  register.timed.flatMap(({ action, field }) => {
    const announced = later.find((one) => one.action === action && one.entry !== undefined);
    if (!announced || change[field] !== null || field in content) return [];
    const ahead = `it ${sayAhead(register, announced)} ${sayDay(announced.on)}`;
    const expected = `that entry ${announced.entry}, by which ${ahead}, is taken back`;
    return [{ where: `${register.name} ${key} ${field}`, found: 'null', expected }];
  });

/** Says what a decision makes wrong with the record on a later day, with what is announced for then. */
export const laterProblems = (
  register: Register,
  { entries, items }: { readonly entries: readonly Entry[]; readonly items: ReadonlyMap<string, Item> },
  draft: Draft,
  today: string,
): readonly Problem[] => {
  const record = recordOn(register, entries, today, items);
  const twice = record ? datedTwice(register, draft, record) : [];
  if (twice.length > 0) return twice;
  const added = entryOfDraft(draft, Math.max(...entries.map((one) => one.number)) + 1, `${today}T12:00:00.000Z`);
  return flawsBy(register, entries, added, items, today)
    .slice(0, 1)
    .map(({ day, problem }) => {
      const also = day > today ? `, also on ${sayDay(day)} with what is announced for then` : '';
      return { ...problem, expected: `${problem.expected}${also}` };
    });
};

/** Says that a decision would come to nothing beside what is announced, and what moves that. */
export const idleProblem = (
  register: Register,
  { key, validFrom }: Draft,
  { announced: [first] }: Foreseen,
): readonly Problem[] => {
  if (!first) return [];
  const field = register.timed.find(({ action }) => action === first.action)?.field;
  const undo = first.entry === undefined ? `its field "${field}" is changed` : `entry ${first.entry} is taken back`;
  return [
    {
      where: `${register.name} ${key} validFrom`,
      found: `${sayDay(validFrom)}, and it ${sayAhead(register, first)} ${sayDay(first.on)} already`,
      expected: `a day before ${sayDay(first.on)}, or that ${undo} first`,
    },
  ];
};
