import { html } from 'hono/html';
import type { Page } from '../pages/layout.ts';
import type { Provider } from './providers.ts';

/** The page on which somebody picks with whom they sign in. */
export const signInPage = (origin: string, providers: readonly Provider[], to: string): Page => ({
  title: 'Sign in',
  content: html`<p>
      Reading needs nobody to sign in. Whoever decides signs in with one of these, who says who they are; what they may
      do stands in the memberships that are kept here.
    </p>
    <ul class="registers">
      ${providers.map(
        ({ name, title }) =>
          html`<li>
            <a href="${origin}/sign-in/${name}?to=${encodeURIComponent(to)}">${title}</a>
          </li>`,
      )}
    </ul>`,
});

/** A sign-in that cannot be finished: whatever was wrong, it begins anew. */
export const signInFailed = (why: string): Page => ({
  title: 'You are not signed in',
  content: html`<p>${why}</p>
    <p><a href="/sign-in">Sign in anew</a></p>`,
});
