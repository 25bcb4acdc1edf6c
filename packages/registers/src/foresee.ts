import type { Entry, Item } from '@isocentre/ledger';
import { entryOfDraft, recordComeTo } from './come-to.ts';
import type { Draft } from './decide.ts';
import type { Register } from './declaration.ts';
import { latestMoment, recordOn, type Later } from './record.ts';

/** What was announced before a decision, and what holds once it stands beside that. */
export interface Foreseen {
  /** What already leads to the same state, soonest first. */
  readonly announced: readonly Later[];
  /** The day from which that state will hold. */
  readonly from: string;
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
  const isThere = (day: string): boolean => {
    const moment = { validTime: `${day}T23:59:59.999Z`, recordedTime: latestMoment };
    return recordComeTo(register, [...entries, added], moment, items)?.state === state;
  };
  return { announced, from: days.find(isThere) ?? validFrom };
};
