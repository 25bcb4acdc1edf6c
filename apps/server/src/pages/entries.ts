import type { Entry } from '@isocentre/ledger';
import { latestMoment, recordAt, replacedBy, type Content, type Register } from '@isocentre/registers';
import type { Reader } from '@isocentre/store';

/** What an entry says of fields. */
export const saidIn = ({ what: { set } }: Pick<Entry, 'what'>): Content =>
  typeof set === 'object' && set !== null && !Array.isArray(set) ? (set as Content) : {};

/** The fields that an entry takes away. */
export const takenIn = ({ what: { unset } }: Pick<Entry, 'what'>): readonly string[] =>
  Array.isArray(unset) ? unset.map(String) : [];

/** Gives the keys that fields name and of which there is no record. */
export const notThere = async (
  reader: Pick<Reader, 'record'>,
  register: Register,
  content: Content,
): Promise<readonly string[]> => {
  const keys = (register.others ?? []).flatMap((field) => [content[field] ?? []].flat().map(String));
  const found = await Promise.all(keys.map(async (key) => reader.record(register, key)));
  return keys.filter((_key, at) => found[at] === undefined);
};

/** Tells whether what the calendar did no longer holds from its day, since the date on which it acted was corrected. */
export const isRedated = (
  register: Register,
  entries: readonly Entry[],
  { number, by, what, validFrom }: Entry,
): boolean => {
  const transition = register.transitions.find(({ action }) => action === what['action']);
  if (by.capacity !== 'calendar' || replacedBy(entries, number)) return false;
  // What was decided later may have led elsewhere on the same day.
  const known = entries.filter((one) => one.kind !== 'decide' || one.number <= number);
  const moment = { validTime: `${validFrom.slice(0, 10)}T23:59:59.999Z`, recordedTime: latestMoment };
  return recordAt(register, known, moment)?.state !== transition?.to;
};
