import type { Entry, Json } from '@isocentre/ledger';
import { sayAhead, sayDay, type Later, type Register } from '@isocentre/registers';
import { html } from 'hono/html';
import { saidIn, takenIn } from './entries.ts';
import type { Markup } from './layout.ts';

/** Names of fields where their first letter and hyphens alone do not say it. */
const fieldNames: Readonly<Record<string, string>> = { board: 'Integrated care board', state: 'State' };

/** A text that begins with a capital letter. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The name of a field as a person reads it. */
export const fieldName = (field: string): string => fieldNames[field] ?? capital(field.replaceAll(/[-_]/g, ' '));

/** A day or an instant as a person reads it: `27 November 2026`, or with the time of day in UTC. */
export const sayTime = (time: string): string => {
  const clock = /^\d{4}-\d{2}-\d{2}T(\d{2}:\d{2})/.exec(time)?.[1];
  return `${sayDay(time)}${clock === undefined ? '' : `, ${clock} UTC`}`;
};

/**
 * What is announced for later, in words with its days: `closes 31 March 2027 (successors: RX2)`.
 *
 * @param entries Those that may be seen, of which one that changes fields alone is told with them.
 */
export const laterWords = (register: Register, later: readonly Later[], entries: readonly Entry[] = []): Markup =>
  html`${later.map((one, at) => {
    const isChange = register.transitions.some(({ action, to }) => action === one.action && to === undefined);
    const entry = isChange ? entries.find(({ number }) => number === one.entry) : undefined;
    const more = Object.entries(one.content ?? (entry ? saidIn(entry) : {})).map(
      ([field, value]) => ` (${fieldName(field).toLowerCase()}: ${sayValue(value)})`,
    );
    const gone = entry ? takenIn(entry).map((field) => ` (${fieldName(field).toLowerCase()} taken away)`) : [];
    return html`${at > 0 ? ', ' : ''}${sayAhead(register, one)} ${timeOf(one.on)}${[...more, ...gone].join('')}`;
  })}`;

/** A value of a field: text as it is, a list joined by commas, a day in words. */
export const sayValue = (value: Json): string => {
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map((one: Json) => sayValue(one)).join(', ');
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? sayTime(value) : value;
  return value === null ? '–' : JSON.stringify(value);
};

/** A text of a field; empty where it is none. */
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** A time in words that a machine can read too. */
export const timeOf = (time: string): Markup => html`<time datetime="${time}">${sayTime(time)}</time>`;

const thousand = new Intl.NumberFormat('en-GB');

/** A count, with commas. */
export const sayCount = (count: number): string => thousand.format(count);
