import { html } from 'hono/html';
import { messagePage, type Page } from '../pages/layout.ts';
import type { Provider } from './providers.ts';

/** What is said where no provider is named. */
export const nobodySignsIn =
  'Nobody can sign in here yet: this server has no provider to sign in with. Whoever runs it names one (ISOCENTRE_PROVIDERS, in the guide "Serving planner and registers").';

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

/** The page where no provider is named. */
export const noSignInPage = messagePage('Nobody can sign in', nobodySignsIn);

/** A sign-in that cannot be finished: whatever was wrong, it begins anew. */
export const signInFailed = (why: string): Page => ({
  title: 'You are not signed in',
  content: html`<p>${why}</p>
    <p><a href="/sign-in">Sign in anew</a></p>`,
});
