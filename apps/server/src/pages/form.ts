import { html } from 'hono/html';
import type { Visitor } from '../sign-in/visitor.ts';
import type { Markup } from './layout.ts';

/** What every form that changes something sends back. */
export const formSecret = ({ formSecret: secret }: Pick<Visitor, 'formSecret'>): Markup =>
  html`<input type="hidden" name="form-secret" value="${secret}" />`;

/** Something that is wrong with what was filled in. */
export interface ShownProblem {
  readonly where: string;
  readonly found: string;
  readonly expected: string;
}

/** What is wrong with what was filled in; nothing where nothing is. */
export const problemList = (problems: readonly ShownProblem[]): Markup | '' =>
  problems.length === 0
    ? ''
    : html`<div class="problems" role="alert">
        <h2>Nothing was done</h2>
        <ul>
          ${problems.map(({ where, found, expected }) => html`<li>${where}: found ${found}; expected ${expected}</li>`)}
        </ul>
      </div>`;
