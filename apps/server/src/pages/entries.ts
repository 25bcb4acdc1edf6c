import type { Entry } from '@isocentre/ledger';
import { replacedBy, takeBackAction, type Content, type Register } from '@isocentre/registers';
import type { Reader } from '@isocentre/store';

/** What an entry says of fields. */
export const saidIn = ({ what: { set } }: Pick<Entry, 'what'>): Content =>
  typeof set === 'object' && set !== null && !Array.isArray(set) ? (set as Content) : {};

/** Gives the entry that stands in the place of another: the last correction of it, or itself. */
export const inPlaceOf = (entries: readonly Entry[], entry: Entry): Entry => {
  const by = replacedBy(entries, entry.number);
  return by && by.what['action'] !== takeBackAction ? inPlaceOf(entries, by) : entry;
};

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
