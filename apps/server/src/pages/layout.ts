import { html } from 'hono/html';

/** A piece of HTML, in which everything from outside was escaped. */
export type Markup = ReturnType<typeof html>;

/** Joins pieces. */
export const joined = (pieces: readonly Markup[]): Markup => html`${pieces}`;

/** Facts, each with its name. */
export type Facts = readonly (readonly [name: string, value: Markup | string])[];

/** Writes facts as a list, a line each. */
export const factList = (facts: Facts): Markup =>
  html`<dl class="facts">
    ${facts.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;

/** What a page is. */
export interface Page {
  readonly title: string;
  readonly content: Markup;
  /** The pages above it: address and name. */
  readonly above?: readonly (readonly [address: string, name: string])[];
}

/** A page as it is shown. */
interface Shown extends Page {
  /** What stands last in the head: who is signed in, or the way to sign in. */
  readonly visitor?: Markup;
  /** Whether it says why nothing was written: its title then says so first. */
  readonly isRefused?: boolean;
  /** Whether people sign in with the development provider. */
  readonly isDevelopment?: boolean;
}

/** Writes a page of the registers: it needs no script, and prints. */
export const layout = ({
  title,
  content,
  above = [],
  visitor,
  isRefused = false,
  isDevelopment = false,
}: Shown): Markup =>
  html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>${isRefused ? 'Error: ' : ''}${title} – Isocentre</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/registers.css" />
      </head>
      <body>
        <a class="nhsuk-skip-link" href="#main">Skip to the content</a>
        <header class="masthead">
          ${
            isDevelopment
              ? html`<p class="development" role="note">
                  Development sign-in: the people who sign in here are invented. Nothing that is decided here is real.
                </p>`
              : ''
          }
          <p class="masthead__name">Isocentre</p>
          <p class="masthead__about">Registers with authority: who decided what, and the proof of it</p>
          <nav aria-label="Parts of Isocentre">
            <ul class="views">
              <li><a href="/">Planner</a></li>
              <li><a href="/registers">Registers</a></li>
              <li><a href="/api">For programs</a></li>
              ${visitor ?? ''}
            </ul>
          </nav>
        </header>
        ${
          above.length === 0
            ? ''
            : html`<nav class="above" aria-label="Pages above this one">
                <ul>
                  ${above.map(([address, name]) => html`<li><a href="${address}">${name}</a></li>`)}
                </ul>
              </nav>`
        }
        <main id="main" tabindex="-1">
          <h1>${title}</h1>
          ${content}
        </main>
        <footer class="colophon">
          <p>
            Not a product of the NHS. Contains public sector information licensed under the Open Government Licence
            v3.0.
          </p>
        </footer>
      </body>
    </html>`;

/** A page that says one thing. */
export const messagePage = (title: string, text: string): Page => ({ title, content: html`<p>${text}</p>` });
