import { effectiveEntries, type Entry, type Item, type Moment } from '@isocentre/ledger';
import { publicDay } from './day.ts';
import { calendar, decide, dueDecisions, type Draft } from './decide.ts';
import type { Register } from './declaration.ts';
import { latestMoment, recordAt, type RegisterRecord } from './record.ts';

/** An entry as a draft will make it, without its content apart. */
export const entryOfDraft = (
  { register, key, kind, concerns, what, by, evidence, validFrom }: Draft,
  number: number,
  recorded: string,
): Entry => ({
  number,
  register,
  key,
  kind,
  what: { ...what },
  apart: {},
  by,
  evidence: [...evidence],
  ...(concerns === undefined ? {} : { concerns }),
  validFrom,
  recorded,
});

/** What the calendar decides next of a record on a day; undefined where nothing is due. */
const dueDraft = (register: Register, record: RegisterRecord, day: string): Draft | undefined => {
  const [first] = dueDecisions(register, record, day).toSorted((one, other) =>
    one.validFrom < other.validFrom ? -1 : 1,
  );
  const decided = first && decide(register, record, calendar, first, day);
  return decided?.kind === 'draft' ? decided.draft : undefined;
};

/** What the calendar decides of a record by a moment that may be to come, and the record as it then is. */
export interface ComeTo {
  readonly drafts: readonly Draft[];
  readonly record: RegisterRecord | undefined;
}

/**
 * Works out what the calendar decides of a record by a moment, day by day from that on which its last entry was recorded: what
 * it decided before stands among the entries. As of a recorded time that is past it is what was then foreseen.
 */
export const comeTo = (
  register: Register,
  entries: readonly Entry[],
  moment: Moment,
  items?: ReadonlyMap<string, Item>,
): ComeTo => {
  const { validTime, recordedTime } = moment;
  const last = entries.findLast(({ recorded }) => recorded <= recordedTime);
  if (!last) return { drafts: [], record: undefined };
  const end = validTime.slice(0, 10);
  let day = register.timed.length > 0 ? publicDay(new Date(last.recorded)) : undefined;
  const ahead = effectiveEntries(entries, { validTime: latestMoment, recordedTime });
  const drafts: Draft[] = [];
  const coming: Entry[] = [];
  while (day !== undefined && day <= end) {
    const today: string = day;
    const at = { validTime: `${today}T23:59:59.999Z`, recordedTime };
    const record = recordAt(register, [...entries, ...coming], at, items);
    const draft = record && dueDraft(register, record, today);
    // Each date once: one that leaves the state as it is would come again for ever.
    if (
      draft &&
      !drafts.some((one) => one.what['action'] === draft.what['action'] && one.validFrom === draft.validFrom)
    ) {
      drafts.push(draft);
      coming.push(entryOfDraft(draft, (entries.at(-1)?.number ?? 0) + drafts.length, last.recorded));
    } else
      day = [...ahead.map(({ validFrom }) => validFrom.slice(0, 10)), ...(record?.later ?? []).map(({ on }) => on)]
        .filter((one) => one > today)
        .toSorted()[0];
  }
  const record = recordAt(register, [...entries, ...coming], moment, items);
  return { drafts, record: record && { ...record, lastEntry: last.number } };
};

/**
 * Folds the entries of one key into its record at a moment that may be to come: as {@link recordAt}, and what its dates
 * bring by then is done, day by day, as the calendar will decide it.
 */
export const recordComeTo = (...asked: Parameters<typeof comeTo>): RegisterRecord | undefined =>
  comeTo(...asked).record;
