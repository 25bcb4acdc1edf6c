import { createHash, generateKeyPairSync, randomUUID, sign, type KeyObject } from 'node:crypto';
import type { Provider } from '../../apps/server/src/sign-in/providers.ts';

const issuer = 'https://provider.example';

/** The provider as the server knows it. */
export const fakeProvider: Provider = {
  name: 'example',
  title: 'Example provider',
  issuer,
  clientId: 'isocentre',
  secret: 'client-secret',
  scope: 'openid profile',
  isDevelopment: false,
};
/** Another, with which nobody signs in. */
export const otherProvider: Provider = { ...fakeProvider, name: 'other', issuer: 'https://other.example' };

/** What goes wrong in an answer. */
export interface Wrong {
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Signs with a key that the provider does not publish. */
  readonly foreignKey?: boolean;
  /** Signs with nothing, as the algorithm `none`. */
  readonly unsigned?: boolean;
}

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const tokenOf = (claims: object, key: KeyObject, unsigned: boolean): string => {
  const text = `${encode({ alg: unsigned ? 'none' : 'RS256', kid: 'one', typ: 'JWT' })}.${encode(claims)}`;
  return `${text}.${unsigned ? '' : sign('sha256', Buffer.from(text), key).toString('base64url')}`;
};

/** A provider of OpenID Connect in memory, written after the specification alone, which can be made to lie. */
export class FakeProvider {
  private readonly keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
  private readonly codes = new Map<
    string,
    { readonly request: URLSearchParams; readonly subject: string; readonly wrong: Wrong }
  >();
  /** How often a code was exchanged for tokens. */
  exchanged = 0;

  /** Signs somebody in: gives the address to which the provider sends their browser back. */
  answer(address: string, subject: string, wrong: Wrong = {}): URL {
    const request = new URL(address).searchParams;
    const code = randomUUID();
    this.codes.set(code, { request, subject, wrong });
    const back = new URL(request.get('redirect_uri') ?? '');
    back.searchParams.set('code', code);
    back.searchParams.set('state', request.get('state') ?? '');
    back.searchParams.set('iss', issuer);
    return back;
  }

  /** Takes the place of the network. */
  readonly fetch = async (
    address: string,
    init: { readonly body?: unknown; readonly headers: Headers | Record<string, string> },
  ): Promise<Response> => {
    const { origin, pathname } = new URL(address);
    if (origin !== issuer) throw new TypeError('fetch failed');
    if (pathname === '/.well-known/openid-configuration') {
      return Response.json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
      });
    }
    if (pathname === '/keys') {
      return Response.json({
        keys: [{ ...this.keys.publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }],
      });
    }
    return this.exchange(new URLSearchParams(String(init.body)), new Headers(init.headers));
  };

  private exchange(body: URLSearchParams, headers: Headers): Response {
    const refuse = (error: string): Response => Response.json({ error }, { status: 400 });
    const basic = Buffer.from(
      `${fakeProvider.clientId}:${encodeURIComponent(fakeProvider.secret).replaceAll('-', '%2D')}`,
    );
    const given = headers.get('authorization') ?? '';
    if (given !== `Basic ${basic.toString('base64')}`) return refuse('invalid_client');
    const code = body.get('code') ?? '';
    const known = this.codes.get(code);
    // A code is good for once.
    this.codes.delete(code);
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    if (!known || challenge !== known.request.get('code_challenge')) return refuse('invalid_grant');
    if (body.get('redirect_uri') !== known.request.get('redirect_uri')) return refuse('invalid_grant');
    this.exchanged += 1;
    const now = Math.floor(Date.now() / 1000);
    const { subject, wrong, request } = known;
    const claims = {
      iss: issuer,
      aud: fakeProvider.clientId,
      sub: subject,
      name: `Ms ${subject}`,
      iat: now,
      exp: now + 300,
      nonce: request.get('nonce'),
      // A provider says much; nothing of it may give anybody a role.
      roles: ['administrator', 'registrar'],
      ...wrong.claims,
    };
    const key = wrong.foreignKey === true ? this.foreign.privateKey : this.keys.privateKey;
    const id_token = tokenOf(claims, key, wrong.unsigned === true);
    return Response.json({ access_token: 'access', token_type: 'Bearer', expires_in: 300, id_token });
  }
}
