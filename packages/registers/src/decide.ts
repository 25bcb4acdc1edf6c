import { show, type Problem } from '@isocentre/evidence';
import type { Entry, Json } from '@isocentre/ledger';
import { applyChange, checkContent, same, withSaid } from './content.ts';
import { dateProblems } from './date-problems.ts';
import { heldDays, isHeldDay, sayDay } from './day.ts';
import { noState, type Content, type Register, type Transition } from './declaration.ts';
import { permissionOf, type Denial, type Permission, type Person } from './permission.ts';
import type { RegisterRecord } from './record.ts';

/** What somebody asks to be decided. */
export interface Decision {
  readonly action: string;
  readonly key: string;
  /** The fields to be changed; a field with null is taken away. */
  readonly change: Content;
  readonly reasons?: string;
  /** Hashes of the documents that it rests on. */
  readonly evidence: readonly string[];
  /** From when it holds. */
  readonly validFrom: string;
}

/** An entry ready to be written: all but its number, its time, and the salts of what stands apart. */
export interface Draft {
  readonly register: string;
  readonly key: string;
  readonly kind: 'decide' | 'correct';
  /** The entry that this corrects. */
  readonly concerns?: number;
  readonly what: Readonly<Record<string, Json>>;
  /** Content to be stored apart, by name. */
  readonly apart: Readonly<Record<string, Json>>;
  readonly by: { readonly who: string; readonly capacity: string };
  readonly evidence: readonly string[];
  readonly validFrom: string;
  /** The last entry of the key that was known; 0 where there was none. */
  readonly after: number;
  /** Whether it was decided on the record as the draft before it, written together with it, makes it. */
  readonly follows?: true;
  /** The record as it will be from the day on which it holds. */
  readonly state: string;
  readonly content: Content;
}

/** The outcome of asking: an entry to write, a refusal by the table of authority, or what is wrong with the input. */
export type Decided =
  | { readonly kind: 'draft'; readonly draft: Draft }
  | { readonly kind: 'denied'; readonly because: Denial }
  | { readonly kind: 'wrong'; readonly problems: readonly Problem[] };

/** What an action says of fields by itself: the day on which it is done, and what holds no more after it. */
const impliedChange = (register: Register, { action, clears = [] }: Transition, validFrom: string): Content =>
  Object.fromEntries([
    ...clears.map((field) => [field, null] as const),
    ...register.timed.flatMap((timed) => (timed.action === action ? [[timed.field, validFrom.slice(0, 10)]] : [])),
  ]);

/** Says that something is no day from which a decision can hold; nothing where it is one. */
export const dayProblem = (where: string, validFrom: string): readonly Problem[] => {
  const day = validFrom.slice(0, 10);
  const time = /^\d{4}-\d{2}-\d{2}(T.*)?$/.test(validFrom) ? Date.parse(validFrom) : Number.NaN;
  // A day such as 31 February would be read as one of March.
  const isDay = !Number.isNaN(time) && new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
  if (isDay && isHeldDay(day)) return [];
  const expected = `${isDay ? heldDays : 'a day'}, such as 2026-11-27, from when it holds`;
  return [{ where: `${where} validFrom`, found: show(validFrom), expected }];
};

/** Says that something is no key of a register; nothing where it is one. */
export const keyProblem = (register: Register, key: string): readonly Problem[] =>
  register.key.pattern.test(key)
    ? []
    : [{ where: `${register.name} key`, found: `"${key}"`, expected: register.key.about }];

type Allowed = Extract<Permission, { readonly allowed: true }>;

/** What is wrong with the request itself: its key, its reasons, the day from which it is to hold. */
const requestProblems = (
  register: Register,
  record: RegisterRecord | undefined,
  { transition, capacity }: Allowed,
  { key, reasons, validFrom }: Decision,
  on: string,
): readonly Problem[] => {
  const problems: Problem[] = [...keyProblem(register, key)];
  if (transition.needsReasons && (reasons ?? '').trim() === '') {
    problems.push({ where: `${register.name} ${key} reasons`, found: 'none', expected: 'why it was decided' });
  }
  const where = `${register.name} ${key} validFrom`;
  if (!record && validFrom > on) {
    // It would stand on the register before it is there.
    const expected = `a day up to ${on}: what comes later stands in a field of the record`;
    problems.push({ where, found: validFrom, expected });
  }
  const wrongDay = dayProblem(`${register.name} ${key}`, validFrom);
  problems.push(...wrongDay);
  const since = record?.since.slice(0, 10) ?? '';
  if (wrongDay.length === 0 && record && validFrom.slice(0, 10) < since && capacity !== calendar.id) {
    // In another state, or before it was there.
    const expected = `a day from ${sayDay(since)}, since when it is ${record.state}`;
    problems.push({ where, found: sayDay(validFrom), expected });
  }
  return problems;
};

/** What is wrong with the dates of a record as a decision changes it; what the calendar decides is what resolves such a date. */
const changeProblems = (
  register: Register,
  record: RegisterRecord,
  { transition, capacity }: Allowed,
  { change, ...asked }: Parameters<typeof dateProblems>[3],
): readonly Problem[] => {
  if (capacity === calendar.id) return [];
  // What stays as it is is not written, and brings nothing on a later day.
  const isNew = ([field, value]: readonly [string, Json]): boolean => !same(record.content[field] ?? null, value);
  const written = Object.fromEntries(Object.entries(change).filter(isNew));
  return dateProblems(register, record, transition, { change: written, ...asked });
};

/**
 * What differs between the fields before and after, as an entry says it: those that stand in it, and those apart. What its
 * action clears is said even where it is as before.
 */
const differenceOf = (
  register: Register,
  { clears = [] }: Transition,
  before: Content,
  after: Content,
): { readonly what: Content; readonly apart: Content } => {
  const isPersonal = ([field]: readonly [string, Json]): boolean => register.personalFields.includes(field);
  const changed = Object.entries(after).filter(
    ([field, value]) => clears.includes(field) || !same(before[field], value),
  );
  const set = Object.fromEntries(changed.filter((pair) => !isPersonal(pair)));
  const unset = Object.keys(before).filter((field) => !(field in after));
  return {
    what: { ...(Object.keys(set).length > 0 ? { set } : {}), ...(unset.length > 0 ? { unset } : {}) },
    apart: Object.fromEntries(changed.filter(isPersonal)),
  };
};

/**
 * Decides whether a request becomes an entry: whether the person may, whether the record as it would be has the form of
 * the register, whether reasons are there that must be. Only what differs from the record is written.
 *
 * @param entries Entries of the record, where they are at hand: a refusal names the one that is to be corrected.
 */
export const decide = (
  register: Register,
  record: RegisterRecord | undefined,
  person: Person,
  decision: Decision,
  on: string,
  entries: readonly Entry[] = [],
): Decided => {
  const { action, key, reasons } = decision;
  const { state, content: before } = record ?? { state: noState, content: {} };
  const permission = permissionOf(register, person, { action, key, state, on });
  if (!permission.allowed) return { kind: 'denied', because: permission.because };
  const { transition, capacity } = permission;
  // What is done to an entry, such as a correction, is no decision about the record.
  if (!register.transitions.includes(transition)) return { kind: 'denied', because: 'unknown action' };
  const problems = [...requestProblems(register, record, permission, decision, on)];
  const validFrom = dayProblem('', decision.validFrom).length > 0 ? on : decision.validFrom;
  const change = { ...impliedChange(register, transition, validFrom), ...withSaid(register, decision.change) };
  const content = checkContent(register, key, applyChange(before, change));
  if (content.ok) {
    const held = record ?? { key, state, content: {}, since: '', lastEntry: 0 };
    problems.push(...changeProblems(register, held, permission, { change, from: validFrom.slice(0, 10), on, entries }));
  } else problems.push(...content.problems);
  if (!content.ok || problems.length > 0) return { kind: 'wrong', problems };
  const { what, apart } = differenceOf(register, transition, before, content.value);
  return {
    kind: 'draft',
    draft: {
      register: register.name,
      key,
      kind: 'decide',
      what: { action, ...what },
      apart: { ...apart, ...(reasons === undefined || reasons.trim() === '' ? {} : { reasons }) },
      by: { who: person.id, capacity },
      evidence: decision.evidence,
      validFrom: decision.validFrom,
      after: record?.lastEntry ?? 0,
      state: transition.to ?? state,
      content: content.value,
    },
  };
};

/** The part that acts on a date; its role in a table of authority is `calendar`. */
export const calendar: Person = {
  id: 'calendar',
  memberships: [{ role: 'calendar', from: '0001-01-01' }],
  interests: [],
};

/** Gives what happens to a record by itself by a day, each as a decision by the calendar; none where nothing is due. */
export const dueDecisions = (register: Register, record: RegisterRecord, today: string): readonly Decision[] =>
  register.timed.flatMap(({ action, field }) => {
    const date = record.content[field];
    const transition = register.transitions.find((one) => one.action === action);
    if (typeof date !== 'string' || date > today || !transition?.from.includes(record.state)) return [];
    return [{ action, key: record.key, change: {}, evidence: [], validFrom: date }];
  });
