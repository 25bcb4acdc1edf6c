import { organisations } from '@isocentre/registers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleServer, listed, type ExampleServer } from '../../../../tests/support/example-server.ts';
import type { Wrong } from '../../../../tests/support/fake-provider.ts';
import { ownPath } from './own-path.ts';

let server: ExampleServer;
beforeAll(async () => {
  server = await exampleServer();
  await server.store.append({ drafts: [listed('RX1')] });
}, 120_000);
afterAll(() => server.close());

/** A browser as far as it matters here: it keeps cookies and sends them. */
class Browser {
  readonly cookies = new Map<string, string>();

  async get(path: string): Promise<Response> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await server.ask(path, cookie === '' ? {} : { headers: { cookie } });
    for (const one of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(one) ?? [];
      if (/Max-Age=0/.test(one)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return response;
  }

  /** Begins to sign in, and gives the address of the provider that it is sent to. */
  async begin(to = '/registers', provider = 'example'): Promise<string> {
    const response = await this.get(`/sign-in/${provider}?to=${encodeURIComponent(to)}`);
    return response.headers.get('location') ?? '';
  }

  /** Comes back from the provider. */
  async back(answer: URL): Promise<Response> {
    return this.get(`${answer.pathname}${answer.search}`);
  }

  async who(): Promise<unknown> {
    return (await this.get('/api/v1/session')).json();
  }
}

const signedIn = async (subject: string): Promise<Browser> => {
  const browser = new Browser();
  await browser.back(server.provider.answer(await browser.begin(), subject));
  return browser;
};
const sessionOf = (browser: Browser): string => browser.cookies.get('isocentre-session') ?? '';

describe('signing in', () => {
  test('leads to the provider with PKCE, state and nonce, and back to where it began', async () => {
    const browser = new Browser();
    const address = new URL(await browser.begin('/registers/organisations?text=x'));
    const asked = Object.fromEntries(address.searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      redirect_uri: 'http://localhost/sign-in/example/callback',
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]).toMatch(/^[\w-]{43}$/);
    expect(address.href).not.toContain('client-secret');
    const response = await browser.back(server.provider.answer(address.href, 'ada'));
    expect([response.status, response.headers.get('location')]).toEqual([303, '/registers/organisations?text=x']);
    expect(await browser.who()).toMatchObject({ id: expect.stringMatching(/^person-[0-9a-f]{32}$/), memberships: [] });
    const page = await (await browser.get('/registers')).text();
    expect(page).toContain('Ms ada');
    expect(page).toContain('Sign out');
  });

  test('gives no role that a claim names, and the same person each time', async () => {
    const [first, again, other] = [await signedIn('bob'), await signedIn('bob'), await signedIn('eve')];
    expect(await first.who()).toMatchObject({ memberships: [] });
    const idOf = async (browser: Browser): Promise<unknown> => ((await browser.who()) as { id: string }).id;
    expect(await idOf(again)).toBe(await idOf(first));
    expect(await idOf(other)).not.toBe(await idOf(first));
  });

  test('keeps hashes alone: neither secret nor state, nonce or verifier is in the database', async () => {
    const browser = await signedIn('carol');
    await browser.begin();
    const { database } = server.store;
    const kept = JSON.stringify([
      await database.selectFrom('session').selectAll().execute(),
      await database.selectFrom('sign_in').selectAll().execute(),
    ]);
    for (const value of browser.cookies.values()) expect(kept).not.toContain(value.split('.')[0]);
    expect(kept.match(/"hash":"[0-9a-f]{64}"/g)?.length).toBeGreaterThan(1);
  });

  test('sets cookies that scripts, other sites and, behind https, other hosts and plain connections cannot have', async () => {
    const local = await server.ask('/sign-in/example');
    expect(local.headers.get('set-cookie')).toMatch(
      /^isocentre-sign-in=\S+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    const secure = server.beside({ origin: () => 'https://isocentre.example' });
    const cookie = (await secure.ask('/sign-in/example')).headers.get('set-cookie');
    expect(cookie).toMatch(/^__Host-isocentre-sign-in=\S+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const plain = await signedIn('dora');
    // Of the two names a server knows its own alone.
    const asked = { headers: { cookie: `isocentre-session=${sessionOf(plain)}` } };
    expect((await secure.ask('/api/v1/session', asked)).status).toBe(401);
  });

  test('says what is wrong where a provider does not answer, or is none', async () => {
    const response = await server.ask('/sign-in/other');
    expect([response.status, response.headers.get('set-cookie')]).toEqual([502, null]);
    expect((await server.ask('/sign-in/nobody')).status).toBe(404);
    expect((await server.ask('/sign-in/nobody/callback')).status).toBe(404);
    expect(await (await server.ask('/sign-in')).text()).toContain('Example provider');
    expect((await server.beside({ providers: [] }).ask('/sign-in')).status).toBe(404);
  });
});

describe('refused', () => {
  const expectRefused = async (browser: Browser, response: Response): Promise<void> => {
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('You are not signed in');
    expect(browser.cookies.has('isocentre-session')).toBe(false);
  };

  test('an answer whose state was forged, or is not there', async () => {
    for (const state of ['forged', '']) {
      const browser = new Browser();
      const answer = server.provider.answer(await browser.begin(), 'ada');
      if (state === '') answer.searchParams.delete('state');
      else answer.searchParams.set('state', state);
      await expectRefused(browser, await browser.back(answer));
    }
  });

  test('an answer that another browser began: nobody is signed in as somebody else', async () => {
    const [attacker, victim, beginner] = [new Browser(), new Browser(), new Browser()];
    const answer = server.provider.answer(await attacker.begin(), 'attacker');
    await expectRefused(victim, await victim.back(answer));
    await beginner.begin();
    await expectRefused(beginner, await beginner.back(answer));
  });

  test('the same answer, code and state a second time, also in the same browser', async () => {
    const browser = new Browser();
    const answer = server.provider.answer(await browser.begin(), 'ada');
    const cookie = browser.cookies.get('isocentre-sign-in') ?? '';
    expect((await browser.back(answer)).status).toBe(303);
    const before = server.provider.exchanged;
    const again = new Browser();
    again.cookies.set('isocentre-sign-in', cookie);
    await expectRefused(again, await again.back(answer));
    expect(server.provider.exchanged).toBe(before);
    // The code alone, in a sign-in of one's own.
    const other = new Browser();
    const fresh = server.provider.answer(await other.begin(), 'eve');
    fresh.searchParams.set('code', answer.searchParams.get('code') ?? '');
    await expectRefused(other, await other.back(fresh));
  });

  test('a code that was given for another browser: the verifier does not fit', async () => {
    const [one, other] = [new Browser(), new Browser()];
    const stolen = server.provider.answer(await one.begin(), 'ada');
    const own = server.provider.answer(await other.begin(), 'eve');
    own.searchParams.set('code', stolen.searchParams.get('code') ?? '');
    await expectRefused(other, await other.back(own));
  });

  test('an answer after ten minutes', async () => {
    server.setTime('2026-11-27T10:00:00Z');
    const browser = new Browser();
    const answer = server.provider.answer(await browser.begin(), 'ada');
    server.setTime('2026-11-27T10:10:10Z');
    await expectRefused(browser, await browser.back(answer));
  });

  test('an answer of another provider, and one that names another', async () => {
    const browser = new Browser();
    const answer = server.provider.answer(await browser.begin(), 'ada');
    answer.pathname = '/sign-in/other/callback';
    await expectRefused(browser, await browser.back(answer));
    const mixed = new Browser();
    const named = server.provider.answer(await mixed.begin(), 'ada');
    named.searchParams.set('iss', 'https://other.example');
    await expectRefused(mixed, await mixed.back(named));
  });

  const now = Math.floor(Date.now() / 1000);
  test.each<[string, Wrong]>([
    ['of another issuer', { claims: { iss: 'https://other.example' } }],
    ['for another client', { claims: { aud: 'somebody-else' } }],
    ['for several clients, given to another', { claims: { aud: ['isocentre', 'other'], azp: 'other' } }],
    ['with another nonce', { claims: { nonce: 'another' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['that has expired', { claims: { iat: now - 7200, exp: now - 3600 } }],
    ['without an end', { claims: { exp: undefined } }],
    ['without a subject', { claims: { sub: undefined } }],
    ['signed with another key', { foreignKey: true }],
    ['that nobody signed', { unsigned: true }],
  ])('an ID token %s', async (_name, wrong) => {
    const browser = new Browser();
    await expectRefused(browser, await browser.back(server.provider.answer(await browser.begin(), 'ada', wrong)));
  });

  test('a refusal by the provider, told without what it said', async () => {
    const browser = new Browser();
    const answer = server.provider.answer(await browser.begin(), 'ada');
    answer.searchParams.delete('code');
    answer.searchParams.set('error', 'access_denied');
    answer.searchParams.set('error_description', '<b>Ada Saltmarsh</b>');
    const response = await browser.back(answer);
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('Ada');
    expect(JSON.stringify(server.lines)).not.toMatch(/Ada|client-secret|code_verifier|\/callback\?/);
  });
});

describe('a session', () => {
  test('that somebody gave the browser beforehand is not used: fixation', async () => {
    const attacker = await signedIn('attacker');
    const made = 'A'.repeat(43);
    for (const planted of [sessionOf(attacker), made]) {
      const browser = new Browser();
      browser.cookies.set('isocentre-session', planted);
      await browser.back(server.provider.answer(await browser.begin(), 'victim'));
      expect(sessionOf(browser)).toMatch(/^[\w-]{43}$/);
      expect(sessionOf(browser)).not.toBe(planted);
      const thief = new Browser();
      thief.cookies.set('isocentre-session', planted);
      expect((await thief.get('/api/v1/session')).status).toBe(401);
    }
  });

  test.each(['', 'x', 'A'.repeat(43), "' or 1=1 --"])('of the secret %j is nobody’s', async (secret) => {
    const asked = { headers: { cookie: `isocentre-session=${secret}` } };
    expect((await server.ask('/api/v1/session', asked)).status).toBe(401);
  });

  test('ends by itself, and by signing out, everywhere at once', async () => {
    server.setTime('2026-11-27T12:00:00Z');
    const browser = await signedIn('frank');
    const { formSecret } = (await browser.who()) as { formSecret: string };
    const cookie = `isocentre-session=${sessionOf(browser)}`;
    const out = await server.ask('/sign-out', {
      method: 'POST',
      headers: { cookie, origin: 'http://localhost', 'content-type': 'application/x-www-form-urlencoded' },
      body: `form-secret=${formSecret}`,
    });
    const text = await out.text();
    expect([out.status, text.includes('You are signed out here'), text.includes('Ms frank')]).toEqual([
      200,
      true,
      false,
    ]);
    expect(out.headers.get('set-cookie')).toMatch(/^isocentre-session=; Max-Age=0/);
    expect((await browser.get('/api/v1/session')).status).toBe(401);
    const idle = await signedIn('frank');
    server.setTime('2026-11-27T12:31:00Z');
    expect((await idle.get('/api/v1/session')).status).toBe(401);
  });
});

describe('a request that another site sends', () => {
  const body = JSON.stringify({ action: 'close', change: { closed: '2026-11-27' } });
  const decide = (headers: Readonly<Record<string, string>>): Promise<Response> =>
    server.ask('/api/v1/registers/organisations/records/RX1/decisions', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'if-match': '"entry-1"', ...headers },
      body,
    });

  test('is refused without the secret of the form, with that of another, and from another origin', async () => {
    const [ada, eve] = [await server.enter([{ role: 'ods' }]), await server.enter([{ role: 'ods' }])];
    const { cookie, origin } = ada.headers;
    const right = ada.formSecret;
    for (const headers of [
      { cookie, origin },
      { cookie, origin, 'x-form-secret': '' },
      { cookie, origin, 'x-form-secret': eve.formSecret },
      { cookie, 'x-form-secret': right },
      { cookie, origin: 'null', 'x-form-secret': right },
      { cookie, origin: 'https://evil.example', 'x-form-secret': right },
      { cookie, origin: 'http://localhost.evil.example', 'x-form-secret': right },
      { cookie, origin: 'http://localhost:81', 'x-form-secret': right },
    ]) {
      const response = await decide(headers);
      expect([response.status, ((await response.json()) as { type: string }).type]).toEqual([403, '/api#foreign']);
    }
    // Text of another kind, as a form of another site can send it without asking first.
    const plain = await decide({ cookie, origin, 'content-type': 'text/plain' });
    expect(plain.status).toBe(403);
    expect((await server.store.record(organisations, 'RX1'))?.lastEntry).toBe(1);
    expect((await decide(ada.headers)).status).toBe(201);
  });

  test('cannot sign anybody out', async () => {
    const ada = await server.enter([]);
    const send = (headers: Readonly<Record<string, string>>, sent: string): Promise<Response> =>
      server.ask('/sign-out', {
        method: 'POST',
        headers: { cookie: ada.cookie, 'content-type': 'application/x-www-form-urlencoded', ...headers },
        body: sent,
      });
    const secret = `form-secret=${ada.formSecret}`;
    expect((await send({ origin: 'https://evil.example' }, secret)).status).toBe(403);
    expect((await send({ origin: 'http://localhost' }, 'form-secret=x')).status).toBe(403);
    expect((await server.ask('/api/v1/session', { headers: { cookie: ada.cookie } })).status).toBe(200);
    expect((await server.ask('/sign-out', { headers: { cookie: ada.cookie } })).status).toBe(404);
  });

  test('is given no leave to read by any header', async () => {
    const ada = await server.enter([]);
    const response = await server.ask('/api/v1/session', {
      headers: { cookie: ada.cookie, origin: 'https://evil.example' },
    });
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

describe('the way back leads to this server alone', () => {
  test.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/.//evil.example',
    '/a/..//evil.example',
    '/%5cevil.example\n',
    '',
    '/sign-out',
    '/sign-in/example',
    `/${'x'.repeat(2000)}`,
  ])('%j leads home', async (to) => {
    expect(ownPath(to)).toBe('/me');
    const browser = new Browser();
    const response = await browser.back(server.provider.answer(await browser.begin(to), 'ada'));
    expect(response.headers.get('location')).toBe('/me');
  });

  test('also where the cookie was changed meanwhile', async () => {
    const browser = new Browser();
    const address = await browser.begin();
    const [secret = ''] = browser.cookies.get('isocentre-sign-in')?.split('.') ?? [];
    browser.cookies.set('isocentre-sign-in', `${secret}.${Buffer.from('//evil.example').toString('base64url')}`);
    expect((await browser.back(server.provider.answer(address, 'ada'))).headers.get('location')).toBe('/me');
  });

  test.each(['/registers', '/registers/organisations?text=a%20b&state=open', '/invitation/abc'])('%s is kept', (to) => {
    expect(ownPath(to)).toBe(to);
  });
});
