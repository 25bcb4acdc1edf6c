import { effectiveEntries, type Entry, type Item, type Json, type Moment } from '@isocentre/ledger';
import { noState, type Content, type Register } from './declaration.ts';

/** A record as the entries of its key make it. */
export interface RegisterRecord {
  readonly key: string;
  readonly state: string;
  /** The fields; a personal field that was erased or withheld is absent. */
  readonly content: Content;
  /** From when its state holds. */
  readonly since: string;
  /** The number of the last entry of the key: what the next decision must name. */
  readonly lastEntry: number;
}

const isObject = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Folds the entries of one key into its record at a moment; undefined where it is not there then.
 *
 * `what.action` names the transition, `what.set` the fields that it changes and `what.unset` those that it takes away;
 * personal fields come from the items apart, as far as they are given.
 */
export const recordAt = (
  register: Register,
  entries: readonly Entry[],
  moment: Moment,
  items: ReadonlyMap<string, Item> = new Map(),
): RegisterRecord | undefined => {
  let state = noState;
  let since = '';
  const content: Record<string, Json> = {};
  for (const entry of effectiveEntries(entries, moment)) {
    const { action, set, unset } = entry.what;
    const transition = register.transitions.find((one) => one.action === action);
    if (!transition) continue;
    if (transition.to !== undefined && transition.to !== state) {
      state = transition.to;
      since = entry.validFrom;
    }
    if (isObject(set)) Object.assign(content, set);
    for (const field of register.personalFields) {
      const hash = entry.apart[field];
      const item = hash === undefined ? undefined : items.get(hash);
      if (item) content[field] = item.content;
    }
    if (Array.isArray(unset)) for (const field of unset) delete content[String(field)];
  }
  if (state === noState) return undefined;
  const [first] = entries;
  const last = Math.max(...entries.map(({ number }) => number));
  return { key: first?.key ?? '', state, content, since, lastEntry: last };
};

/** Leaves of a record's content what anyone may see. */
export const publicContent = (register: Register, content: Content): Content =>
  Object.fromEntries(Object.entries(content).filter(([field]) => register.publicFields.includes(field)));
