import type { TreeHead } from '@isocentre/ledger';
import type { Register } from '@isocentre/registers';
import { countedTo } from '@isocentre/store';
import { html } from 'hono/html';
import type { Markup, Page } from './layout.ts';
import { sayCount, timeOf } from './words.ts';

/** How many there are; counts are exact to 1,000. */
export const countWords = (count: number): string =>
  count > countedTo ? `more than ${sayCount(countedTo)}` : sayCount(count);

/** What the ledger holds, signed, with how to keep it. */
export const headFacts = (head: TreeHead): Markup =>
  html`<dl class="facts">
    <div>
      <dt>Entries</dt>
      <dd>${sayCount(head.size)}</dd>
    </div>
    <div>
      <dt>Signed</dt>
      <dd>${timeOf(head.time)}</dd>
    </div>
    <div>
      <dt>Root</dt>
      <dd><code class="hash">${head.root}</code></dd>
    </div>
    <div>
      <dt>Key</dt>
      <dd><code class="hash">${head.key}</code></dd>
    </div>
  </dl>`;

/** The page with all registers, and the signed head of the ledger that they stand in. */
export const registersPage = (
  rows: readonly { readonly register: Register; readonly count: number }[],
  head: TreeHead,
): Page => ({
  title: 'Registers',
  content: html`<ul class="registers">
      ${rows.map(
        ({ register, count }) =>
          html`<li>
            <a href="/registers/${register.name}">${register.title}</a>
            <p>${register.about}. ${count === 0 ? 'Nothing is on it yet' : html`${countWords(count)} on it`}.</p>
          </li>`,
      )}
    </ul>
    <h2>The ledger that they stand in</h2>
    <p>
      Every decision is an entry that is never changed; all entries together have one root. Whoever keeps this signed
      head elsewhere can later see whether anything was cut or rewritten.
    </p>
    ${headFacts(head)}
    <p><a href="/api/v1/heads/latest">The signed head as a file to keep</a></p>`,
});
