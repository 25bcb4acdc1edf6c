import { html } from 'hono/html';
import type { Visitor } from '../sign-in/visitor.ts';
import type { Markup } from './layout.ts';
import { fieldName } from './words.ts';

/** What every form that changes something sends back. */
export const formSecret = ({ formSecret: secret }: Pick<Visitor, 'formSecret'>): Markup =>
  html`<input type="hidden" name="form-secret" value="${secret}" />`;

/** Something that is wrong with what was filled in. */
export interface ShownProblem {
  readonly where: string;
  readonly found: string;
  readonly expected: string;
  /** Where to look next. */
  readonly see?: { readonly address: string; readonly name: string };
}

/** The name of the field that a problem is about: the last word of its place, without what is inside the field. */
export const fieldOf = ({ where }: Pick<ShownProblem, 'where'>): string => where.split(' ').at(-1)?.split('.')[0] ?? '';

const names: Readonly<Record<string, string>> = { validFrom: 'Holds from', until: 'Last day' };
const isNothing = (found: string): boolean => ['nothing', 'none', '""', 'null'].includes(found);

/** A problem in plain words, with the name of the field as its label has it. */
export const sayProblem = (problem: ShownProblem): string => {
  const { found, expected } = problem;
  const field = fieldOf(problem);
  const name = names[field] ?? fieldName(field);
  return isNothing(found) ? `${name}: enter ${expected}` : `${name}: expected ${expected}; found ${found}`;
};

/** The identifier of what tells of a problem beside its field. */
const errorId = (input: string): string => `${input}-error`;

/** What is wrong with one field, beside it; nothing where nothing is. */
export const fieldErrors = (problems: readonly ShownProblem[], field: string, input: string): Markup | '' => {
  const own = problems.filter((problem) => fieldOf(problem) === field);
  return own.length === 0
    ? ''
    : html`<span class="field__error" id="${errorId(input)}">
        <span class="nhsuk-u-visually-hidden">Error:</span> ${own.map(sayProblem).join('. ')}
      </span>`;
};

/**
 * The attributes by which a field says that it is wrong, and where it is told why.
 *
 * @param hint The identifier of what says beside the field how it is filled in, where something does.
 */
export const errorAttributes = (
  problems: readonly ShownProblem[],
  field: string,
  input: string,
  hint?: string,
): Markup | '' => {
  const isWrong = problems.some((problem) => fieldOf(problem) === field);
  const about = [...(hint === undefined ? [] : [hint]), ...(isWrong ? [errorId(input)] : [])].join(' ');
  if (about === '') return '';
  return html`${isWrong ? html`aria-invalid="true" ` : ''}aria-describedby="${about}"`;
};

/**
 * What is wrong with what was filled in, each with a link to its field; nothing where nothing is.
 *
 * @param inputOf Gives the identifier of the input of a field; undefined where the page has none.
 */
export const problemList = (
  problems: readonly ShownProblem[],
  inputOf: (field: string) => string | undefined = () => undefined,
): Markup | '' =>
  problems.length === 0
    ? ''
    : html`<div class="problems" role="alert" aria-labelledby="problems-title" tabindex="-1" autofocus>
        <h2 id="problems-title">There is a problem: nothing was written</h2>
        <ul>
          ${problems.map((problem) => {
            const input = inputOf(fieldOf(problem));
            const text = sayProblem(problem);
            const said = input === undefined ? text : html`<a href="#${input}">${text}</a>`;
            const { see } = problem;
            return html`<li>${said}${see === undefined ? '' : html`. <a href="${see.address}">${see.name}</a>`}</li>`;
          })}
        </ul>
      </div>`;
