import type { Entry } from '@isocentre/ledger';
import {
  inPlaceOf,
  isTakenBack,
  overtaken,
  sayDay,
  sayOvertaken,
  takeBackAction,
  type Person,
  type Register,
  type RegisterRecord,
  type Transition,
} from '@isocentre/registers';
import type { History } from '@isocentre/store';
import { html } from 'hono/html';
import { sayProblem, type ShownProblem } from './form.ts';
import type { Page } from './layout.ts';

/** What somebody asks to be done, to a record or to an entry of it. */
export interface Attempt {
  readonly register: Register;
  readonly record: RegisterRecord;
  readonly history: History;
  readonly transition: Transition;
  readonly entry: Entry | undefined;
}

const entryBar = (
  { register, record: { later = [] }, history: { entries, items }, transition: { action } }: Attempt,
  entry: Entry,
): Pick<ShownProblem, 'found' | 'expected'> | undefined => {
  const { number, apart } = entry;
  const about = `entry ${number}`;
  if (action === 'redact')
    return Object.values(apart).some((hash) => items.has(hash))
      ? undefined
      : { found: `${about}, of which nothing is left to erase`, expected: 'one with content that is still there' };
  if (isTakenBack(entries, number))
    return { found: `${about}, which was taken back`, expected: 'one that was not: it can be decided anew' };
  if (action !== takeBackAction || later.some((one) => one.entry === number)) return undefined;
  const { number: place, validFrom } = inPlaceOf(entries, entry);
  const nothing = overtaken(register, entries, entry);
  if (nothing) return { found: `${about}, which ${sayOvertaken(nothing)}`, expected: 'a decision that comes' };
  const found = place === number ? about : `${about}, corrected by entry ${place}`;
  if (later.some((one) => one.entry === place)) return { found, expected: `entry ${place}, which takes its place` };
  return {
    found: `${found}, which holds from ${sayDay(validFrom)}`,
    expected: 'a decision for a day to come: one that holds can only be corrected',
  };
};

/** Tells that a declared interest bars somebody from doing something to a record; undefined where none does. */
export const interestBar = (
  { person, key }: { readonly person: Person; readonly key: string },
  { barredByInterest }: Transition,
): ShownProblem | undefined =>
  barredByInterest && person.interests.includes(key)
    ? {
        where: 'you',
        found: 'one that you declared',
        expected: `somebody without an interest in ${key}`,
        see: { address: '/me', name: 'See your interests' },
      }
    : undefined;

/** Tells what bars somebody who may do this at other times from doing it now; undefined where nothing does. */
export const barOf = (attempt: Attempt): ShownProblem | undefined => {
  const { register, record, transition, entry } = attempt;
  const see = {
    address: `/registers/${register.name}/${encodeURIComponent(record.key)}`,
    name: `See ${record.key} as it is now`,
  };
  if (!transition.from.includes(record.state)) {
    const found = `${record.state}, since ${sayDay(record.since)}`;
    return { where: 'state', found, expected: transition.from.join(' or '), see };
  }
  const bar = entry && entryBar(attempt, entry);
  return bar && { where: 'entry', ...bar, see };
};

/** The page that says what bars it, in place of a form that would be filled in for nothing. */
export const barredPage = (head: Pick<Page, 'title' | 'above'>, bar: ShownProblem): Page => ({
  ...head,
  content: html`<p>This cannot be done now. ${sayProblem(bar)}.</p>
    ${bar.see === undefined ? '' : html`<p><a href="${bar.see.address}">${bar.see.name}</a></p>`}`,
});
