import type { Problem } from '@isocentre/evidence';
import { effectiveEntries, type Entry } from '@isocentre/ledger';
import { sayDay } from './day.ts';
import type { Register } from './declaration.ts';
import { latestMoment, type RegisterRecord } from './record.ts';

/** A date that does not fit the state of a record on a day. */
export interface Contradiction {
  readonly field: string;
  /** The date; absent where there is none. */
  readonly date?: string;
  readonly day: string;
  /** Where the date should lie. */
  readonly side: 'after' | 'up to';
  /** The states that it fits. */
  readonly fits: readonly string[];
}

/**
 * Finds the dates that contradict the state of a record on a day. Where something happens by itself on the date in a field,
 * one to which it is still to happen has no date that has come, and one to which it has happened has one that has.
 */
export const contradictions = (
  register: Register,
  { state, content }: Pick<RegisterRecord, 'state' | 'content'>,
  day: string,
): readonly Contradiction[] =>
  register.timed.flatMap(({ action, field }): readonly Contradiction[] => {
    const { from = [], to } = register.transitions.find((one) => one.action === action) ?? {};
    // What leaves the state as it is comes again: its date may be past.
    if (to === undefined || from.includes(to)) return [];
    const date = content[field];
    const said = typeof date === 'string' ? { field, date, day } : { field, day };
    const hasCome = typeof date === 'string' && date <= day;
    if (from.includes(state) && hasCome) return [{ ...said, side: 'after', fits: [to] }];
    return state === to && !hasCome ? [{ ...said, side: 'up to', fits: from }] : [];
  });

/** Whoever asks: what they may not do themselves is told with the roles that may. */
interface Asking {
  /** An action that is no way out. */
  readonly but?: string;
  readonly roles?: readonly string[];
  /** Entries of the record, the one among which that says the date is named. */
  readonly entries?: readonly Entry[];
}

/** Tells whether an entry says something of a field. */
const saysOf = ({ what: { set } }: Entry, field: string): boolean =>
  typeof set === 'object' && set !== null && field in set;

/** Says which roles may do something in a state; nothing where one of the roles that are given may. */
const sayRoles = (register: Register, action: string, state: string, roles: readonly string[] | undefined): string => {
  const may = Object.entries(register.authority).flatMap(([role, actions]) =>
    actions[action]?.includes(state) === true ? [role] : [],
  );
  if (roles === undefined || may.some((role) => roles.includes(role))) return '';
  const titles = may.filter((role) => role !== 'calendar').map((role) => register.roles[role]?.title ?? role);
  return `, as ${titles.join(' or ')}`;
};

/** Says what is chosen instead, in a state, for a record that the date fits; where nothing leads there, what ends it and what mends it. */
export const sayInstead = (
  register: Register,
  state: string,
  { field, fits, date }: Contradiction,
  { but, roles, entries = [] }: Asking = {},
): string => {
  for (const other of fits) {
    const leads = register.transitions.find(
      ({ action, from, to = state }) => action !== but && from.includes(state) && to === other,
    );
    if (leads)
      return `; for one that is ${other}, choose “${leads.title}”${sayRoles(register, leads.action, state, roles)}`;
  }
  const ends = register.transitions.find((one) => one.ends === true && one.action !== but && one.from.includes(state));
  if (date === undefined || !ends) return '';
  const end = `choose “${ends.title}”${sayRoles(register, ends.action, state, roles)}`;
  // Whoever corrects is at the entry.
  const says = effectiveEntries(entries, { validTime: latestMoment, recordedTime: latestMoment });
  const number = says.findLast((entry) => saysOf(entry, field))?.number;
  const entry = number === undefined ? 'the entry that said it' : `entry ${number}, which said it`;
  const mend = roles ? '' : `, or “Correct” beside ${entry}${sayRoles(register, 'correct', state, [])}`;
  return `; nothing leads from ${state} to ${fits.join(' or ')}: ${end}${mend}`;
};

/** Says a contradiction as a problem. */
export const sayContradiction = (
  register: Register,
  key: string,
  { field, date, day, side }: Contradiction,
  more: string,
): Problem => ({
  where: `${register.name} ${key} ${field}`,
  found: date === undefined ? 'nothing' : sayDay(date),
  expected: `a day ${side} ${sayDay(day)}${more}`,
});
