import type { Problem } from '@isocentre/evidence';
import { effectiveEntries, type Entry, type Item } from '@isocentre/ledger';
import { recordComeTo } from './come-to.ts';
import { contradictions, sayContradiction, type Contradiction } from './contradictions.ts';
import { checkContent } from './content.ts';
import { sayDay } from './day.ts';
import { calendar } from './decide.ts';
import type { Register } from './declaration.ts';
import { latestMoment, recordAt } from './record.ts';

/** What is wrong with a record on a day. */
export interface Flaw {
  readonly day: string;
  readonly problem: Problem;
  /** Where it is a date that contradicts the state. */
  readonly contradiction?: Contradiction;
}

/** Says that an entry holds before its record is there, or that with an entry others do. */
const missing = (register: Register, added: Entry, entries: readonly Entry[], day: string): Problem => {
  const { key, validFrom } = added;
  const starts = entries.flatMap((one) => {
    const record = recordAt(register, entries, { validTime: one.validFrom, recordedTime: latestMoment });
    return record ? [one.validFrom.slice(0, 10)] : [];
  });
  const first = starts.toSorted()[0] ?? day;
  const expected =
    validFrom.slice(0, 10) === day
      ? `a day from ${sayDay(first)}, since when it is on the register`
      : `a day up to ${sayDay(day)}: the record would not be there before it`;
  return { where: `${register.name} ${key} validFrom`, found: sayDay(validFrom), expected };
};

const flawsOn = (
  register: Register,
  added: Entry,
  entries: readonly Entry[],
  items: ReadonlyMap<string, Item>,
  { day, on }: { readonly day: string; readonly on: string },
): readonly Flaw[] => {
  const moment = { validTime: `${day}T23:59:59.999Z`, recordedTime: latestMoment };
  const record = (day > on ? recordComeTo : recordAt)(register, entries, moment, items);
  if (!record) return [{ day, problem: missing(register, added, entries, day) }];
  const form = checkContent(register, added.key, record.content);
  return [
    ...(form.ok ? [] : form.problems).map((problem) => ({ day, problem })),
    ...contradictions(register, record, day).map((contradiction) => ({
      day,
      contradiction,
      problem: sayContradiction(register, added.key, contradiction, ''),
    })),
  ];
};

/**
 * Finds what an entry makes wrong with a record that was not wrong before it: its form and its dates, today and on each day
 * from which one of its entries holds that somebody decided.
 *
 * @param entries All entries of the key.
 * @param added The entry.
 * @param on The present day.
 */
export const flawsBy = (
  register: Register,
  entries: readonly Entry[],
  added: Entry,
  items: ReadonlyMap<string, Item>,
  on: string,
): readonly Flaw[] => {
  const allTime = { validTime: latestMoment, recordedTime: latestMoment };
  const flawsOf = (all: readonly Entry[]): readonly Flaw[] => {
    // What the calendar did stands on the date in a field, whatever day it was done for.
    const decided = effectiveEntries(all, allTime).filter(({ by }) => by.capacity !== calendar.id);
    const days = decided.map(({ validFrom }) => validFrom.slice(0, 10));
    return [...new Set([on, ...days.toSorted()])].flatMap((day) => flawsOn(register, added, all, items, { day, on }));
  };
  const nameOf = ({ day, problem }: Flaw): string => `${day} ${problem.where} ${problem.found}`;
  const before = new Set(flawsOf(entries).map(nameOf));
  return flawsOf([...entries, added]).filter((flaw) => !before.has(nameOf(flaw)));
};
