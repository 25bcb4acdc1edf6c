import { generateKeyPairSync } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { html } from 'hono/html';
import type { Configuration, Provider as OidcProvider } from 'oidc-provider';
import { securityHeaders } from '@isocentre/serving';
import { pagePolicy } from '../http/guard.ts';
import { layout } from '../pages/layout.ts';
import { memoryAdapter } from './development-adapter.ts';
import { developmentPeople } from './development-people.ts';
import type { Provider } from './providers.ts';
import { newSecret } from './secrets.ts';

const path = '/development-provider';
const hour = 3600;

/** A provider inside the server, whose people are invented. */
export interface Development {
  readonly provider: Provider;
  /** Answers a request where it is for the provider; tells whether it was. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => boolean;
}

const configurationOf = (origin: string, { clientId, secret, name }: Provider): Configuration => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    adapter: memoryAdapter(),
    clients: [
      {
        client_id: clientId,
        client_secret: secret,
        redirect_uris: [`${origin}/sign-in/${name}/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    claims: { openid: ['sub'], profile: ['name'] },
    // The name belongs into the ID token, as with providers that have no other place for it.
    conformIdTokenClaims: false,
    cookies: { keys: [newSecret()] },
    features: { devInteractions: { enabled: false } },
    findAccount: (_context, subject) => {
      const person = developmentPeople.find((one) => one.subject === subject);
      return person && { accountId: subject, claims: () => ({ sub: subject, name: person.name }) };
    },
    interactions: { url: (_context, { uid }) => `${path}/interaction/${uid}` },
    jwks: { keys: [privateKey.export({ format: 'jwk' })] as never },
    // Nobody is asked what the server may learn: it learns a name.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId ?? '',
        accountId: oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
    pkce: { required: () => true },
    renderError: (context, { error }) => {
      context.type = 'text';
      context.body = `The development provider refuses: ${error}\n`;
    },
    ttl: { AccessToken: hour, AuthorizationCode: 60, Grant: hour, IdToken: hour, Interaction: hour, Session: hour },
  };
};

const choosing = async (): Promise<string> =>
  String(
    await layout({
      title: 'Who are you today?',
      isDevelopment: true,
      content: html`<p>This stands in the place of a provider such as NHS CIS2. Pick one of five invented people.</p>
        <form method="post">
          <ul class="registers">
            ${developmentPeople.map(
              ({ subject, name, about }) =>
                html`<li>
                  <button type="submit" name="subject" value="${subject}">${name}</button>
                  <p>${about}</p>
                </li>`,
            )}
          </ul>
        </form>`,
    }),
  );

const mostBytes = 1000;

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const part of request) if (text.length < mostBytes) text += String(part);
  return text;
};

/** Lets somebody pick who they are, and tells the provider. */
const interact = async (oidc: OidcProvider, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  await oidc.interactionDetails(request, response);
  if (request.method === 'POST') {
    const accountId = new URLSearchParams(await bodyOf(request)).get('subject') ?? '';
    if (developmentPeople.some(({ subject }) => subject === accountId)) {
      await oidc.interactionFinished(request, response, { login: { accountId } });
      return;
    }
  }
  response.writeHead(200, {
    ...securityHeaders,
    'content-security-policy': pagePolicy,
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
    'content-type': 'text/html; charset=utf-8',
  });
  response.end(await choosing());
};

/**
 * Makes a provider of OpenID Connect, in this process, for development and demonstrations. Nothing of it is loaded before
 * somebody signs in.
 *
 * @param origin The address by which the server is reached.
 */
export const developmentProvider = (origin: () => string): Development => {
  const provider: Provider = {
    name: 'development',
    title: 'Development sign-in (invented people)',
    get issuer() {
      return `${origin()}${path}`;
    },
    clientId: 'isocentre',
    secret: newSecret(),
    scope: 'openid profile',
    isDevelopment: true,
  };
  const load = async (): Promise<{
    readonly oidc: OidcProvider;
    readonly callback: ReturnType<OidcProvider['callback']>;
  }> => {
    // oidc-provider 9 uses what Node has from 22.1. Its makers no longer try it on Node 20, and the module by which it is
    // usually loaded warns of that; the sign-in tests here do try it, so that the provider is loaded by itself.
    if (!('parse' in URL)) {
      const parse = (text: string, base?: string): URL | null =>
        URL.canParse(text, base) ? new URL(text, base) : null;
      Object.assign(URL, { parse });
    }
    const { Provider: Maker } = await import('oidc-provider/lib/provider.js');
    const oidc = new Maker(provider.issuer, configurationOf(origin(), provider));
    return { oidc, callback: oidc.callback() };
  };
  let loaded: ReturnType<typeof load> | undefined;
  const take = async (request: IncomingMessage & { originalUrl?: string }, response: ServerResponse): Promise<void> => {
    loaded ??= load();
    const { oidc, callback } = await loaded;
    const address = request.url ?? '';
    if (address.startsWith(`${path}/interaction/`)) return interact(oidc, request, response);
    // Whoever signed in before is forgotten: somebody else may be picked the next time.
    const { cookie = '' } = request.headers;
    request.headers.cookie = cookie.replaceAll(/(^|;\s*)_session[^;]*/g, '');
    // It is mounted below a path, which it finds from these two.
    request.originalUrl = address;
    request.url = address.slice(path.length);
    return callback(request, response);
  };
  return {
    provider,
    answer: (request, response) => {
      if (request.url?.startsWith(`${path}/`) !== true) return false;
      take(request, response).catch(() => {
        if (!response.headersSent) response.writeHead(400, { 'content-type': 'text/plain; charset=utf-8' });
        response.end('This sign-in is over. Begin anew.\n');
      });
      return true;
    },
  };
};
