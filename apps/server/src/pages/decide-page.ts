import type { Entry, Json } from '@isocentre/ledger';
import type { Content, Register } from '@isocentre/registers';
import { html } from 'hono/html';
import type { Visitor } from '../sign-in/visitor.ts';
import { fieldInputs, fieldNames, inputName } from './decide-fields.ts';
import { errorAttributes, fieldErrors, fieldOf, formSecret, problemList, type ShownProblem } from './form.ts';
import type { Markup, Page } from './layout.ts';
import { changes, deciderWords, entryTitle, entryWords } from './record-page.ts';
import { fieldName, sayValue } from './words.ts';

/** What is decided on a page: about a record, or about an entry of it. */
export interface DecidePage {
  readonly register: Register;
  /** Empty for a record that is not there yet. */
  readonly key: string;
  /** The name of the record; empty where it has none. */
  readonly name: string;
  readonly title: string;
  readonly path: string;
  readonly visitor: Visitor;
  readonly content: Content;
  readonly needsReasons: boolean;
  /** Whether it is looked at once more before it is recorded. */
  readonly isChecked: boolean;
  /** Fields are shown open, folded, or not at all. */
  readonly fields: 'open' | 'folded' | 'none';
  /** The last entry that the page knows. */
  readonly known: number;
  /** A name of this request: sent twice, it is taken once. */
  readonly requestName: string;
  readonly today: string;
  readonly filled?: Readonly<Record<string, string>>;
  readonly problems?: readonly ShownProblem[];
  /** Entries that somebody wrote since the page was read. */
  readonly since?: readonly Entry[];
  /** The field that takes the day on which it is done. */
  readonly dated?: string;
  /** The entry that it is about. */
  readonly concerned?: Entry;
  /** Content that can be erased, by its name. */
  readonly erasable?: Readonly<Record<string, Json>>;
}

const whatChanged = (register: Register, entries: readonly Entry[]): Markup =>
  html`<div class="problems" role="alert" tabindex="-1" autofocus>
    <h2>Somebody decided in between: nothing was written</h2>
    <ul>
      ${entries.map(
        (entry) =>
          html`<li>
            Entry ${entry.number} (${deciderWords(register, entry.by)}): ${entryTitle(register, entry)}
            ${changes(register, entry)}
          </li>`,
      )}
    </ul>
    <p>Look at what it is now. What you filled in is below: send it again if it still holds.</p>
  </div>`;

/** The title of such a page, and the pages above it. */
export const decideHead = ({
  register,
  key,
  name,
  title,
}: Pick<DecidePage, 'register' | 'key' | 'name' | 'title'>): Pick<Page, 'title' | 'above'> => {
  const path = `/registers/${register.name}`;
  return {
    title: key === '' ? title : `${title}: ${name === '' ? key : `${name} (${key})`}`,
    above: [
      ['/registers', 'Registers'],
      [path, register.title],
      ...(key === '' ? [] : [[`${path}/${encodeURIComponent(key)}`, key] as const]),
    ],
  };
};

/** The page on which somebody decides, corrects or erases. */
export const decidePage = (page: DecidePage): Page => {
  const { register, key, title, path, visitor, content, fields, filled = {}, since, concerned } = page;
  // In the order of the form.
  const order = ['key', ...fieldNames(register), 'erase', 'reasons', 'validFrom'];
  const placeOf = (problem: ShownProblem): number => order.indexOf(fieldOf(problem));
  const problems = (page.problems ?? []).toSorted((one, other) => placeOf(one) - placeOf(other));
  const inputs = fieldInputs(register, content, page.filled, problems, concerned !== undefined);
  const erasable = Object.entries(page.erasable ?? {});
  // What was announced with it is seen, so that it can be emptied.
  const comesWith = register.timed.some(
    ({ field, with: more = [] }) => field === page.dated && more.some((name) => name in content),
  );
  const others: Readonly<Record<string, string>> = {
    key: 'key',
    erase: `erase-${erasable[0]?.[0] ?? ''}`,
    reasons: 'reasons',
    validFrom: 'valid',
  };
  const inputOf = (field: string): string | undefined => {
    if ((field === 'key' && key !== '') || (field === 'erase' && erasable.length === 0)) return undefined;
    return others[field] ?? (fieldNames(register).includes(field) ? inputName(field) : undefined);
  };
  return {
    ...decideHead(page),
    content: html`${since ? whatChanged(register, since) : ''} ${problemList(problems, inputOf)}
      ${
        concerned === undefined
          ? ''
          : html`<p>
              Entry ${entryWords(register, concerned)}.
              ${fields === 'none' ? '' : 'A field that is empty is one of which the entry says nothing: it stays as it is. One that you empty is taken away.'}
            </p>`
      }
      <form class="decide" action="${path}" method="post" novalidate>
        ${formSecret(visitor)}
        <input type="hidden" name="known" value="${page.known}" />
        <input type="hidden" name="request" value="${page.requestName}" />
        ${
          key === ''
            ? html`<div class="field">
                <label for="key">Key: ${register.key.about}</label>
                ${fieldErrors(problems, 'key', 'key')}
                <input
                  id="key"
                  name="key"
                  required
                  maxlength="200"
                  value="${filled['key'] ?? ''}"
                  ${errorAttributes(problems, 'key', 'key')}
                />
              </div>`
            : ''
        }
        ${fields === 'open' ? inputs : ''}
        ${
          fields === 'folded'
            ? html`<details ${page.filled || comesWith ? html`open` : ''}>
                <summary>Change fields with it</summary>
                ${inputs}
              </details>`
            : ''
        }
        ${fieldErrors(problems, 'erase', 'erase')}
        ${erasable.map(
          ([name, said]) =>
            html`<div class="choice">
              <input
                type="checkbox"
                id="erase-${name}"
                name="erase-${name}"
                value="yes"
                ${filled[`erase-${name}`] === 'yes' ? html`checked` : ''}
                ${errorAttributes(problems, 'erase', 'erase', `erase-${name}-hint`)}
              />
              <label for="erase-${name}">Erase “${name}”, for ever</label>
              <span class="field__hint" id="erase-${name}-hint">${sayValue(said)}</span>
            </div>`,
        )}
        <div class="field">
          <label for="reasons">Reasons${page.needsReasons ? '' : ' (optional)'}</label>
          ${fieldErrors(problems, 'reasons', 'reasons')}
          <textarea
            id="reasons"
            name="reasons"
            rows="3"
            maxlength="10000"
            ${errorAttributes(problems, 'reasons', 'reasons')}
          >
${filled['reasons'] ?? ''}</textarea>
        </div>
        ${
          fields === 'none'
            ? ''
            : html`<div class="field">
                <label for="valid"
                  >Holds
                  from${page.dated === undefined ? '' : `; “${fieldName(page.dated)}” becomes this day${fields === 'folded' ? ', unless you change it in “Change fields with it”' : ''}`}</label
                >
                ${fieldErrors(problems, 'validFrom', 'valid')}
                <input
                  id="valid"
                  name="valid"
                  type="date"
                  required
                  value="${filled['valid'] ?? page.today}"
                  ${errorAttributes(problems, 'validFrom', 'valid')}
                />
              </div>`
        }
        <button type="submit">${page.isChecked ? 'Go on, and check it' : title}</button>
      </form>
      <p>What is written stays: it is never changed, only corrected by another entry.</p>`,
  };
};
