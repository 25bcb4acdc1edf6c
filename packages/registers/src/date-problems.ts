import type { Problem } from '@isocentre/evidence';
import type { Entry } from '@isocentre/ledger';
import { applyChange, checkContent } from './content.ts';
import { contradictions, sayContradiction, sayInstead } from './contradictions.ts';
import { sayDay } from './day.ts';
import type { Content, Register, Transition } from './declaration.ts';
import type { RegisterRecord } from './record.ts';

/** The state of a record and its dates as what is announced makes them by a day; a date that is changed brings nothing `after` another. */
const comingTo = (
  register: Register,
  { state, content, later = [] }: RegisterRecord,
  { change, after, day }: { readonly change: Content; readonly after: string; readonly day: string },
): Pick<RegisterRecord, 'state' | 'content'> => {
  const none: Pick<Transition, 'from' | 'to' | 'clears'> = { from: [] };
  let then = { state, content };
  for (const { action, on, entry } of later) {
    const field = register.timed.find((one) => one.action === action)?.field ?? '';
    const { from, to = then.state, clears = [] } = register.transitions.find((one) => one.action === action) ?? none;
    const isIdle = entry === undefined && ((on > after && field in change) || !from.includes(then.state));
    if (on > day || isIdle) continue;
    const left = Object.entries(then.content).filter(([name]) => !clears.includes(name));
    then = { state: to, content: { ...Object.fromEntries(left), ...(field === '' ? {} : { [field]: on }) } };
  }
  return then;
};

/** What a decision changes, from when, today. */
interface Change {
  readonly change: Content;
  readonly from: string;
  readonly on: string;
  /** Entries of the record, of which a refusal names one. */
  readonly entries: readonly Entry[];
}

/**
 * Says what is wrong with the dates that a decision leaves: today, on the day from which it holds, and on each later one for
 * which something is announced by a decision.
 */
export const dateProblems = (
  register: Register,
  record: RegisterRecord,
  { action, to }: Transition,
  { change, from, on, entries }: Change,
): readonly Problem[] => {
  const announced = (record.later ?? []).filter((one) => one.entry !== undefined && one.on > from);
  const more = (day: string): string => {
    if (day === from) return ', from which this holds';
    return `, or that entry ${announced.find((one) => one.on === day)?.entry} is taken back first`;
  };
  // A decision that leaves the state as it is answers for the dates that it changes.
  const isOwn = (field: string): boolean => to !== undefined || field in change;
  if (!register.timed.some(({ field }) => isOwn(field))) return [];
  const problemsOn = (day: string): readonly Problem[] => {
    const then = comingTo(register, record, { change, after: from, day });
    const content = applyChange(then.content, change);
    const form = day === on ? undefined : checkContent(register, record.key, content);
    const dates = contradictions(register, { state: to ?? then.state, content }, day)
      .filter(({ field }) => isOwn(field))
      .map((found) => {
        const instead = day === on ? sayInstead(register, record.state, found, { but: action, entries }) : more(day);
        return sayContradiction(register, record.key, found, instead);
      });
    // What is announced for a later day than that of another state may end it on that day.
    const isAfter = to !== undefined && day > from && day > on;
    return [...(form?.ok === false ? form.problems : []), ...(isAfter ? [] : dates)];
  };
  // Until then it would await a day that this does not say.
  const field = register.timed.find((one) => one.action === action)?.field ?? '';
  const said = { ...record.content, ...change }[field];
  if (from > on && typeof said === 'string' && said !== from) {
    const expected = `${sayDay(from)}, from which this holds`;
    return [{ where: `${register.name} ${record.key} ${field}`, found: sayDay(said), expected }];
  }
  const days = [from < on ? on : from, from, ...announced.map((one) => one.on)];
  const told = new Map<string, Problem>();
  for (const problem of days.flatMap(problemsOn)) if (!told.has(problem.where)) told.set(problem.where, problem);
  return [...told.values()];
};
