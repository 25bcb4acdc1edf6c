import type { Entry } from '@isocentre/ledger';
import { replacedBy, takeBackAction, type Content } from '@isocentre/registers';

/** What an entry says of fields. */
export const saidIn = ({ what: { set } }: Pick<Entry, 'what'>): Content =>
  typeof set === 'object' && set !== null && !Array.isArray(set) ? (set as Content) : {};

/** Gives the entry that stands in the place of another: the last correction of it, or itself. */
export const inPlaceOf = (entries: readonly Entry[], entry: Entry): Entry => {
  const by = replacedBy(entries, entry.number);
  return by && by.what['action'] !== takeBackAction ? inPlaceOf(entries, by) : entry;
};
