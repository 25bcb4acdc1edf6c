import type { Entry } from '@isocentre/ledger';
import { same } from './content.ts';
import { publicDay } from './day.ts';
import type { Register } from './declaration.ts';
import { inPlaceOf, replacedBy } from './in-place.ts';
import { latestMoment, recordAt } from './record.ts';

/** Tells whether an entry leaves its record, on the day from which it holds, as it is without it. */
const isNothing = (register: Register, entries: readonly Entry[], entry: Entry): boolean => {
  const { number, what, validFrom } = entry;
  const moment = { validTime: validFrom, recordedTime: latestMoment };
  const record = recordAt(register, entries, moment);
  const others = entries.filter((one) => inPlaceOf(entries, one).number !== number);
  const without = recordAt(register, others, moment);
  const to = register.transitions.find(({ action }) => action === what['action'])?.to;
  // Another for the same day may say the same.
  const comes = to !== undefined && record?.state === to && record.since.slice(0, 10) === validFrom.slice(0, 10);
  return !comes && record?.state === without?.state && same(record?.content, without?.content ?? {});
};

/** What brought an announced decision to nothing: the entry since which it does nothing, where one is to be named. */
export interface Overtaken {
  readonly since?: number;
}

/** Says that a decision comes to nothing: `comes to nothing since entry 3`. */
export const sayOvertaken = ({ since }: Overtaken): string =>
  `comes to nothing${since === undefined ? '' : ` since entry ${since}`}`;

/**
 * Finds whether a decision that was announced for a later day comes to nothing, since what was decided after it overtook it;
 * undefined where it comes, was replaced, or was not announced.
 *
 * @param entries All entries of the key.
 */
export const overtaken = (register: Register, entries: readonly Entry[], entry: Entry): Overtaken | undefined => {
  const { number, what, validFrom, recorded } = entry;
  const isDecision = register.transitions.some(({ action }) => action === what['action']);
  const isAnnounced = validFrom.slice(0, 10) > publicDay(new Date(recorded));
  // Of what is personal it is not known here what it changes.
  const isPersonal = register.personalFields.some((field) => field in entry.apart);
  if (!isDecision || !isAnnounced || isPersonal || replacedBy(entries, number)) return undefined;
  if (!isNothing(register, entries, entry)) return undefined;
  const place = entries.findLastIndex(
    (_one, at) => at >= entries.indexOf(entry) && !isNothing(register, entries.slice(0, at + 1), entry),
  );
  const since = place < 0 ? undefined : entries[place + 1]?.number;
  return since === undefined ? {} : { since };
};
