import { failure, success, type Result } from '@isocentre/evidence';
import type { Identity } from '@isocentre/store';
import type { Configuration, CustomFetch } from 'openid-client';
import { developmentIssuer } from './development-people.ts';
import type { Provider } from './providers.ts';

/** What binds a sign-in to the browser that began it. */
export interface Binding {
  readonly state: string;
  readonly nonce: string;
  /** The verifier of PKCE (RFC 7636). */
  readonly verifier: string;
}

/** Speaks OpenID Connect with providers. */
export interface RelyingParty {
  /** Gives the address at the provider where somebody signs in. */
  readonly begin: (provider: Provider, redirect: string, binding: Binding) => Promise<Result<string>>;
  /** Takes the answer of the provider, in the address at which the browser came back; tells who it is. */
  readonly finish: (provider: Provider, answer: URL, binding: Binding) => Promise<Result<Identity>>;
}

/** What an error is called, without what it says: that could hold what somebody sent. */
const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'unknown';
  const { code, error: said } = error as { readonly code?: unknown; readonly error?: unknown };
  return [error.name, code, said].filter((part) => typeof part === 'string').join(' ');
};

const attempt = async <T>(provider: Provider, work: () => Promise<T>): Promise<Result<T>> => {
  try {
    return success(await work());
  } catch (error) {
    return failure({ where: `provider ${provider.name}`, found: codeOf(error), expected: 'an answer that holds' });
  }
};

/**
 * Makes one on `openid-client`: authorisation code with PKCE, state and nonce; issuer, audience, times and signature of
 * the ID token are checked, the signature also where TLS alone would do. What a provider publishes about itself is read
 * at the first sign-in with it, and again after a failure.
 *
 * @param fetched The way to the network; that of the process by default.
 */
export const relyingParty = (fetched?: CustomFetch): RelyingParty => {
  const known = new Map<string, Promise<Configuration>>();
  const configure = async (provider: Provider): Promise<Configuration> => {
    // Loaded when somebody signs in: a start does not wait for it.
    const client = await import('openid-client');
    return client.discovery(
      new URL(provider.issuer),
      provider.clientId,
      provider.secret,
      (as, metadata, body, headers) => {
        const methods = as.token_endpoint_auth_methods_supported;
        // OpenID Connect Discovery 1.0 §3: without a list it is client_secret_basic.
        const isPost = methods?.includes('client_secret_post') === true;
        const authenticate = isPost
          ? client.ClientSecretPost(provider.secret)
          : client.ClientSecretBasic(provider.secret);
        authenticate(as, metadata, body, headers);
      },
      {
        execute: [client.enableNonRepudiationChecks, ...(provider.isDevelopment ? [client.allowInsecureRequests] : [])],
        timeout: 10,
        ...(fetched ? { [client.customFetch]: fetched } : {}),
      },
    );
  };
  const configurationOf = (provider: Provider): Promise<Configuration> => {
    const before = known.get(provider.name);
    if (before) return before;
    const configuration = configure(provider);
    known.set(provider.name, configuration);
    configuration.catch(() => known.delete(provider.name));
    return configuration;
  };
  return {
    begin: (provider, redirect, { state, nonce, verifier }) =>
      attempt(provider, async () => {
        const client = await import('openid-client');
        const configuration = await configurationOf(provider);
        const address = client.buildAuthorizationUrl(configuration, {
          redirect_uri: redirect,
          scope: provider.scope,
          state,
          nonce,
          code_challenge: await client.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          // Whom the development provider knows from before is still to be picked anew.
          ...(provider.isDevelopment ? { prompt: 'login' } : {}),
        });
        return address.href;
      }),
    finish: (provider, answer, { state, nonce, verifier }) =>
      attempt(provider, async () => {
        const client = await import('openid-client');
        const configuration = await configurationOf(provider);
        const tokens = await client.authorizationCodeGrant(configuration, answer, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        });
        const claims = tokens.claims();
        if (!claims) throw new Error('no ID token');
        const { iss, sub, name } = claims;
        return {
          issuer: provider.isDevelopment ? developmentIssuer : iss,
          subject: sub,
          name: typeof name === 'string' ? name.slice(0, 200) : '',
        };
      }),
  };
};
