import { actionsOf, noState, roleTitle, type Register } from '@isocentre/registers';
import { html } from 'hono/html';
import type { Page } from './layout.ts';
import { capital } from './words.ts';

const stateWords = (states: readonly string[]): string =>
  states.map((state) => (state === noState ? 'not there yet' : state)).join(', ');

/** The page that says what a register holds, its states, and who may decide what. */
export const registerPage = (register: Register): Page => {
  const roles = Object.keys(register.roles);
  return {
    title: `${register.title}: who may decide what`,
    above: [
      ['/registers', 'Registers'],
      [`/registers/${register.name}`, register.title],
    ],
    content: html`<p>${register.about}. A key is ${register.key.about}.</p>
      <h2>States</h2>
      <dl class="facts">
        ${Object.entries(register.states).map(
          ([state, about]) =>
            html`<div>
              <dt>${state}</dt>
              <dd>${about}</dd>
            </div>`,
        )}
      </dl>
      <h2>Roles</h2>
      <dl class="facts">
        ${Object.entries(register.roles).map(
          ([role, { about }]) =>
            html`<div>
              <dt>${capital(roleTitle(register, role))}</dt>
              <dd>${about}</dd>
            </div>`,
        )}
      </dl>
      <h2>Authority</h2>
      <p>In which states each role may do what. What is not here is denied.</p>
      <div class="wide" role="region" aria-label="Authority" tabindex="0">
        <table>
          <thead>
            <tr>
              <th scope="col">Action</th>
              ${roles.map((role) => html`<th scope="col">${capital(roleTitle(register, role))}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${actionsOf(register).map(
              ({ action, title }) =>
                html`<tr>
                  <th scope="row">${title}</th>
                  ${roles.map((role) => html`<td>${stateWords(register.authority[role]?.[action] ?? []) || '–'}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`,
  };
};
