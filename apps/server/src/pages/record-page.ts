import type { Entry, Item, Json, TreeHead } from '@isocentre/ledger';
import {
  calendar,
  entryActions,
  firstDay,
  isTakenBack,
  ods,
  inOrder,
  noState,
  operator,
  replacedBy,
  roleTitle,
  takeBackAction,
  type Overtaken,
  type Register,
  type RegisterRecord,
  type Transition,
} from '@isocentre/registers';
import { html } from 'hono/html';
import { saidIn, takenIn } from './entries.ts';
import type { Markup, Page } from './layout.ts';
import { headFacts } from './registers-page.ts';
import { fieldName, laterWords, sayValue, textOf, timeOf } from './words.ts';

/** What the page of a record shows. */
export interface RecordPage {
  readonly register: Register;
  readonly key: string;
  /** The day as of which it is shown; empty for now. */
  readonly at: string;
  readonly today: string;
  /** The entry that was just written, to be told, with the keys in it that are not on the register. */
  readonly written?: { readonly entry: Entry; readonly missing: readonly string[] };
  /** The record then; undefined where it was not there. */
  readonly record: RegisterRecord | undefined;
  readonly history: { readonly entries: readonly Entry[]; readonly items: ReadonlyMap<string, Item> };
  readonly head: TreeHead;
  readonly origin: string;
  /** Names of records by their keys, for codes that stand in fields. */
  readonly names: ReadonlyMap<string, string>;
  /** Numbers of the entries of the calendar whose date was corrected. */
  readonly redated: ReadonlySet<number>;
  /** What was announced and comes to nothing, by number of its entry. */
  readonly overtaken: ReadonlyMap<number, Overtaken>;
  /** Numbers of the entries that whoever looks at it may take back. */
  readonly takeable: ReadonlySet<number>;
  /** What whoever looks at it may do. */
  readonly actions: readonly Pick<Transition, 'action' | 'title'>[];
  /** What they could do but for an interest that they declared. */
  readonly barred: readonly Pick<Transition, 'title'>[];
}

const fields = (
  { register, names, today, history }: RecordPage,
  { content, state, since, later = [] }: RegisterRecord,
): Markup => {
  const value = (field: string, said: Json): Markup => {
    if (field === 'successors' && Array.isArray(said))
      return html`${said
        .map((code: Json) => textOf(code))
        .map((code) => html`<a href="/registers/${register.name}/${encodeURIComponent(code)}">${code}</a> `)}`;
    const name = names.get(textOf(said));
    return html`${name === undefined ? sayValue(said) : `${name} (${textOf(said)})`}`;
  };
  return html`<dl class="facts">
    <div>
      <dt>State</dt>
      <dd>
        <strong>${state}</strong> ${since.slice(0, 10) > today ? 'from' : 'since'} ${timeOf(since)}:
        ${register.states[state] ?? ''}
      </dd>
    </div>
    ${
      later.length === 0
        ? ''
        : html`<div>
            <dt>Later</dt>
            <dd>${laterWords(register, later, history.entries)}</dd>
          </div>`
    }
    ${inOrder(register, content)
      .filter(([field, said]) => field !== 'name' && !(Array.isArray(said) && said.length === 0))
      .map(
        ([field, said]) =>
          html`<div>
            <dt>${fieldName(field)}</dt>
            <dd>${value(field, said)}</dd>
          </div>`,
      )}
  </dl>`;
};

/** What an entry says of fields. */
export const changes = (register: Register, { what }: Entry): Markup => {
  const isFirst = register.transitions.some(({ action, from }) => action === what['action'] && from.includes(noState));
  // Of a record that is made, a list with nothing in it says nothing.
  const said = inOrder(register, saidIn({ what })).filter(
    ([, value]) => !(isFirst && Array.isArray(value) && value.length === 0),
  );
  const gone = takenIn({ what });
  if (what['action'] === takeBackAction) return html`what that entry announced no longer comes`;
  if (Array.isArray(what['erased'])) return html`erased for ever: ${sayValue(what['erased'])}`;
  if (said.length + gone.length === 0) return html`no field changed`;
  return html`<ul>
    ${said.map(([field, value]) => html`<li>${fieldName(field)}: ${sayValue(value)}</li>`)}
    ${gone.map((field) => html`<li>${fieldName(field)} taken away</li>`)}
  </ul>`;
};

/** What was done in an entry. */
export const entryTitle = (register: Register, entry: Entry): string => {
  if (entry.kind === 'decide')
    return register.transitions.find((one) => one.action === entry.what['action'])?.title ?? '';
  if (entry.what['action'] === takeBackAction) return `Entry ${entry.concerns ?? ''} taken back`;
  return `${{ correct: 'Correction', redact: 'Erasure', annotate: 'Note' }[entry.kind]} of entry ${entry.concerns ?? ''}`;
};

/** An entry by its number, what was done in it, and from when it holds. */
export const entryWords = (register: Register, entry: Entry): Markup =>
  html`${entry.number}: ${entryTitle(register, entry)}, holds from ${timeOf(entry.validFrom)}`;

/** Who decided: a file, the calendar, whoever runs the server, or a person, who is not named here; and in which role. */
export const deciderWords = (register: Register, { who, capacity }: Entry['by']): string => {
  if (who === ods.id) return 'A file of the Organisation Data Service';
  if (who === calendar.id) return 'The calendar, by itself';
  return who === operator.id ? 'Whoever runs the server' : `A person (${who}), role: ${roleTitle(register, capacity)}`;
};

const entryLinks: Readonly<Record<(typeof entryActions)[number], string>> = {
  correct: 'Correct',
  redact: 'Erase',
  [takeBackAction]: 'Take back',
};

const entryRow = (
  { register, key, history: { entries, items }, actions, takeable, redated, overtaken }: RecordPage,
  entry: Entry,
): Markup => {
  const title = entryTitle(register, entry);
  const path = `/registers/${register.name}/${encodeURIComponent(key)}`;
  const hasContent = Object.values(entry.apart).some((hash) => items.has(hash));
  const fits: Readonly<Record<(typeof entryActions)[number], boolean>> = {
    correct:
      (entry.kind === 'decide' || entry.kind === 'correct') &&
      !isTakenBack(entries, entry.number) &&
      !replacedBy(entries, entry.number),
    redact: hasContent,
    [takeBackAction]: takeable.has(entry.number),
  };
  const may = entryActions.filter((one) => fits[one] && actions.some(({ action }) => action === one));
  const reasons = items.get(entry.apart['reasons'] ?? '')?.content;
  const concerned = entries.some(({ number }) => number === entry.concerns) ? entry.concerns : undefined;
  return html`<tr id="entry-${entry.number}">
    <th scope="row" data-label="Entry">${entry.number}</th>
    <td data-label="What">
      <div>
        ${concerned === undefined ? title : html`<a href="#entry-${concerned}">${title}</a>`}${replacedWords(entries, entry)}${redated.has(entry.number) ? html`<br /><strong>Does not hold from that day</strong>: its date was corrected` : ''}${overtakenWords(entries, overtaken.get(entry.number))}${reasons === undefined ? '' : html`<br />${sayValue(reasons)}`}
      </div>
    </td>
    <td data-label="Changed">${changes(register, entry)}</td>
    <td data-label="Decided by">${deciderWords(register, entry.by)}</td>
    <td data-label="Holds from">${timeOf(entry.validFrom)}</td>
    <td data-label="Written">${timeOf(entry.recorded)}</td>
    <td data-label="Check" class="only-screen">
      <a href="/api/v1/entries/${entry.number}/proof"
        >Proof<span class="nhsuk-u-visually-hidden"> of entry ${entry.number}</span></a
      >
      ${may.map(
        (action) =>
          html`<br /><a href="${path}/${action}/${entry.number}"
              >${entryLinks[action]}<span class="nhsuk-u-visually-hidden"> entry ${entry.number}</span></a
            >`,
      )}
    </td>
  </tr>`;
};

/** Says of an entry in whose place another stands, or whose content was erased, by which one. */
const replacedWords = (entries: readonly Entry[], { number }: Entry): readonly Markup[] => {
  const by = replacedBy(entries, number);
  const done = by?.what['action'] === takeBackAction ? 'Taken back' : 'Corrected';
  const erased = entries.filter(({ kind, concerns }) => kind === 'redact' && concerns === number);
  return [
    ...(by ? [[done, by.number] as const] : []),
    ...erased.map((one) => ['Content erased', one.number] as const),
  ].map(([what, other]) => html`<br /><strong>${what}</strong> by <a href="#entry-${other}">entry ${other}</a>`);
};

/** Says of an entry that what it announced comes to nothing, and since which entry where that may be seen. */
const overtakenWords = (entries: readonly Entry[], nothing: Overtaken | undefined): Markup | '' => {
  if (!nothing) return '';
  const other = entries.find(({ number }) => number === nothing.since)?.number;
  const since = other === undefined ? '' : html` since <a href="#entry-${other}">entry ${other}</a>`;
  return html`<br /><strong>Comes to nothing</strong>${since}`;
};

const writtenNotice = (register: Register, { entry, missing }: NonNullable<RecordPage['written']>): Markup =>
  html`<p class="notice" role="status">
    Written as entry ${entry.number}: ${entryTitle(register, entry)}, holds from ${timeOf(entry.validFrom)}.
    ${missing.length === 0 ? '' : `Not on the register: ${missing.join(', ')}.`}
  </p>`;

/** Links to what somebody may do. */
export const actionLinks = (actions: RecordPage['actions'], path: string): Markup | '' =>
  actions.length === 0
    ? ''
    : html`<nav class="only-screen" aria-label="What you may do">
        <h2>You may</h2>
        <ul>
          ${actions.map(({ action, title }) => html`<li><a href="${path}/${action}">${title}</a></li>`)}
        </ul>
      </nav>`;

/** The page of a record: what it is now or was on a day, its history with proofs, and the signed head. */
export const recordPage = (page: RecordPage): Page => {
  const { register, key, at, record, history, head, origin } = page;
  const path = `/registers/${register.name}/${encodeURIComponent(key)}`;
  const first = firstDay(history.entries);
  return {
    title: record ? `${textOf(record.content['name'])} (${key})` : key,
    above: [
      ['/registers', 'Registers'],
      [`/registers/${register.name}`, register.title],
    ],
    content: html`${page.written ? writtenNotice(register, page.written) : ''}
      ${
        at === ''
          ? ''
          : html`<p class="notice">
              ${record ? (at > page.today ? 'As it will stand on' : 'As it stood on') : 'Not on the register on'}
              ${timeOf(at)}, ${at > page.today ? 'as far as is' : 'by all that is'} known
              now${first === undefined || record ? '' : html`; its first entry holds from ${timeOf(first)}`}.
              <a href="${path}">As it is now</a>
            </p>`
      }
      ${record ? fields(page, record) : ''}
      <form class="search only-screen" action="${path}" method="get">
        <div class="field">
          <label for="at">On another day</label>
          <input id="at" name="at" type="date" value="${at}" />
        </div>
        <button type="submit">Show</button>
      </form>
      ${actionLinks(
        page.actions.filter(({ action }) => !entryActions.some((one) => one === action)),
        `${path}/decide`,
      )}
      ${
        page.barred.length === 0
          ? ''
          : html`<p class="only-screen">
              You declared an interest in ${key}: somebody without one decides
              ${page.barred.map(({ title }) => `“${title}”`).join(', ')}. <a href="/me">See your interests</a>
            </p>`
      }
      <h2>${at === '' ? 'History' : 'History, of all days'}</h2>
      <div class="wide" role="region" aria-label="History" tabindex="0">
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">Entry</th>
              <th scope="col">What</th>
              <th scope="col">Changed</th>
              <th scope="col">Decided by</th>
              <th scope="col">Holds from</th>
              <th scope="col">Written</th>
              <th scope="col" class="only-screen">Check</th>
            </tr>
          </thead>
          <tbody>
            ${history.entries.map((entry) => entryRow(page, entry))}
          </tbody>
        </table>
      </div>
      <h2>How to check it</h2>
      <p>
        Save a proof and run <code>npx isocentre verify-proof FILE</code>: it needs no network and no database. The
        proof leads from the entry to this signed head.
      </p>
      ${headFacts(head)}
      <p class="only-print">${origin}${path}</p>`,
  };
};
