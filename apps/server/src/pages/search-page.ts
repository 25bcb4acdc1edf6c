import type { Register, Transition } from '@isocentre/registers';
import type { Choice, Page } from '@isocentre/store';
import { html } from 'hono/html';
import type { SearchQuery } from '../api/search.ts';
import type { Markup, Page as ShownPage } from './layout.ts';
import { actionLinks } from './record-page.ts';
import { countWords } from './registers-page.ts';
import { fieldName, laterWords, timeOf } from './words.ts';

/** What can be chosen, each value with what is shown of it. */
type Options = readonly { readonly value: string; readonly shown: string }[];

const select = (name: string, options: Options, chosen: string): Markup => {
  const known = options.some(({ value }) => value === chosen) || chosen === '';
  const all = known ? options : [{ value: chosen, shown: chosen }, ...options];
  return html`<div class="field">
    <label for="${name}">${fieldName(name)}</label>
    <select id="${name}" name="${name}">
      <option value="">any</option>
      ${all.map(
        ({ value, shown }) =>
          html`<option value="${value}" ${value === chosen ? html`selected` : ''}>${shown}</option>`,
      )}
    </select>
  </div>`;
};

const emptyRegister = (register: Register): Markup =>
  html`<p>Nothing is on this register yet.</p>
    <p>
      Whoever runs this server imports a file of the Organisation Data Service:
      <code>npx isocentre ${register.name} import FILE</code>, or when it starts
      <code>npm start -- --${register.name} FILE</code>. The file is CSV or Excel with the columns OrganisationCode,
      Name, OpenDate and, where they are known, NationalGrouping, HighLevelHealthGeography, address, Postcode, CloseDate
      and Successors.
    </p>`;

const table = (register: Register, page: Page): Markup =>
  html`<table class="records">
    <caption class="nhsuk-u-visually-hidden">
      Records found
    </caption>
    <thead>
      <tr>
        <th scope="col">Name</th>
        <th scope="col">Code</th>
        <th scope="col">State</th>
        <th scope="col">Since</th>
      </tr>
    </thead>
    <tbody>
      ${page.records.map(
        ({ key, state, since, content, later = [] }) =>
          html`<tr>
            <th scope="row">
              <a href="/registers/${register.name}/${encodeURIComponent(key)}">${content['name'] ?? key}</a>
            </th>
            <td>${key}</td>
            <td>${state}</td>
            <td data-label="since">
              ${timeOf(since)}${later.length === 0 ? '' : html`<br />${laterWords(register, later)}`}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;

/** What a search page shows. */
export interface SearchPage {
  readonly register: Register;
  readonly query: SearchQuery;
  readonly page: Page;
  readonly facets: readonly { readonly facet: string; readonly choices: readonly Choice[] }[];
  readonly next: string | undefined;
  /** What whoever looks at it may do to a record that is not there yet. */
  readonly actions: readonly Pick<Transition, 'action' | 'title'>[];
}

/** The page of a register: search by words, identifier and facets, and a page of what was found. */
export const searchPage = ({ register, query, page, facets, next, actions }: SearchPage): ShownPage => {
  const asked = Object.entries(query).some(([name, value]) => name !== 'limit' && value !== undefined && value !== '');
  const shownStates = Object.entries(register.states).map(([state, about]) => ({
    value: state,
    shown: `${state}: ${about}`,
  }));
  const shownFacets = facets.map(({ facet, choices }) => ({
    name: facet,
    options: choices.map(({ value, name }) => ({ value, shown: name === value ? value : `${name} (${value})` })),
  }));
  const form = html`<form class="search" action="/registers/${register.name}" method="get" role="search">
    <div class="field field--wide">
      <label for="text">Words of the name or address, or a code</label>
      <input id="text" name="text" type="search" maxlength="200" value="${query['text'] ?? ''}" />
    </div>
    <div class="field">
      <label for="identifier">Code or postcode</label>
      <input
        id="identifier"
        name="identifier"
        maxlength="100"
        autocomplete="off"
        value="${query['identifier'] ?? ''}"
      />
    </div>
    ${[{ name: 'state', options: shownStates }, ...shownFacets].map(({ name, options }) => select(name, options, query[name] ?? ''))}
    <button type="submit">Search</button>
  </form>`;
  const unknown = facets.filter(({ facet, choices }) => {
    const value = query[facet] ?? '';
    return page.count === 0 && value !== '' && !choices.some((one) => one.value === value);
  });
  const found = html`<p class="found" role="status">
      ${page.count === 0 ? 'Nothing found.' : html`${countWords(page.count)} found.`}
      ${asked ? html`<a href="/registers/${register.name}">Show all</a>` : ''}
    </p>
    ${unknown.map(({ facet }) => html`<p>No record has ${query[facet]} as its ${fieldName(facet).toLowerCase()}.</p>`)}
    ${page.count === 0 ? html`<p>Try fewer words, or "any" for the rest.</p>` : table(register, page)}
    ${next === undefined ? '' : html`<p class="next"><a rel="next" href="${next}">Next page</a></p>`}`;
  return {
    title: register.title,
    above: [['/registers', 'Registers']],
    content: html`<p>${register.about}. <a href="/registers/${register.name}/about">Who may decide what</a></p>
      ${page.count === 0 && !asked ? emptyRegister(register) : html`${form} ${found}`}
      ${actionLinks(actions, `/registers/${register.name}/new`)}`,
  };
};
