import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Environment } from '../environment.ts';
import type { Services } from '../services.ts';
import { ownPath } from '../sign-in/own-path.ts';
import { formSecret } from './form.ts';
import { layout, type Markup, type Page } from './layout.ts';

/** Who is signed in, with the way out; else the way in, where there is one. */
const visitorPart = (
  context: Context<Environment>,
  { origin, providers }: Services,
  status: ContentfulStatusCode,
): Markup | undefined => {
  const { visitor } = context.var;
  if (visitor) {
    return html`<li><a href="/me">${visitor.name === '' ? 'Yourself' : visitor.name}</a></li>
      <li>
        <form action="/sign-out" method="post">
          ${formSecret(visitor)}
          <button class="plain" type="submit">Sign out</button>
        </form>
      </li>`;
  }
  if (providers.length === 0) return undefined;
  const { pathname, search } = new URL(context.req.url);
  // Not to what is not there, or may not be seen: the two must look the same.
  const to = ownPath(context.req.method === 'GET' && status === 200 ? `${pathname}${search}` : undefined);
  return html`<li><a href="${origin()}/sign-in?to=${encodeURIComponent(to)}">Sign in</a></li>`;
};

/** Gives what answers with a page, for whoever is signed in. */
export const pageShower =
  (services: Services) =>
  (context: Context<Environment>, page: Page, status: ContentfulStatusCode = 200): Response | Promise<Response> => {
    const visitor = visitorPart(context, services, status);
    return context.html(
      layout({
        ...page,
        isRefused: status === 422 || status === 412,
        isDevelopment: services.providers.some(({ isDevelopment }) => isDevelopment),
        ...(visitor ? { visitor } : {}),
      }),
      status,
    );
  };
