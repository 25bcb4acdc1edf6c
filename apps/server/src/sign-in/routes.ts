import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Environment } from '../environment.ts';
import { messagePage } from '../pages/layout.ts';
import { pageShower } from '../pages/show.ts';
import type { Services } from '../services.ts';
import { Cookies } from './cookies.ts';
import { ownPath } from './own-path.ts';
import { noSignInPage, signInFailed, signInPage } from './pages.ts';
import type { Binding } from './relying-party.ts';
import { derive, hashOf, isSecret, newPerson, newSecret } from './secrets.ts';

/** A browser keeps what its sign-in began with for as long as the store does. */
const signInSeconds = 600;

/** All that a provider is told comes from one secret, which the browser alone holds. */
const bindingOf = (secret: string): Binding => ({
  state: derive(secret, 'state'),
  nonce: derive(secret, 'nonce'),
  verifier: derive(secret, 'verifier'),
});

const cannot = 'This sign-in cannot be finished: it was begun in another browser, too long ago, or is over already.';
const noAnswer =
  'The provider does not answer as it must. Try again later; whoever runs this server finds why in the log.';
const refused = 'The provider did not say who you are, or what it said does not hold.';

/** Signing in and out. */
export const addSignIn = (app: OpenAPIHono<Environment>, services: Services): void => {
  const { origin, providers, relyingParty, log, now } = services;
  const show = pageShower(services);
  const cookies = (): Cookies => new Cookies(origin());
  const providerOf = (name: string) => providers.find((one) => one.name === name);
  const redirectOf = (name: string): string => `${origin()}/sign-in/${name}/callback`;
  const noProvider = messagePage('There is no such page', 'Nobody signs in by this address.');
  const tell = (provider: string, because: string | undefined): void => {
    log({ time: now().toISOString(), level: 'warn', what: 'not signed in', provider, because });
  };

  app.use('/sign-in/*', async (context, next) => {
    await next();
    context.header('cache-control', 'no-store');
  });
  app.get('/sign-in', (context) =>
    providers.length === 0
      ? show(context, noSignInPage, 404)
      : show(context, signInPage(origin(), providers, ownPath(context.req.query('to')))),
  );
  app.get('/sign-in/:provider', async (context) => {
    const provider = providerOf(context.req.param('provider'));
    if (!provider) return show(context, noProvider, 404);
    const secret = newSecret();
    const address = await relyingParty.begin(provider, redirectOf(provider.name), bindingOf(secret));
    if (!address.ok) {
      tell(provider.name, address.problems[0]?.found);
      return show(context, signInFailed(noAnswer), 502);
    }
    await context.var.kept.store.signIns().begin(hashOf(secret), provider.name);
    const to = Buffer.from(ownPath(context.req.query('to'))).toString('base64url');
    context.header('set-cookie', cookies().write('sign-in', `${secret}.${to}`, signInSeconds), { append: true });
    return context.redirect(address.value, 302);
  });
  app.get('/sign-in/:provider/callback', async (context) => {
    const provider = providerOf(context.req.param('provider'));
    if (!provider) return show(context, noProvider, 404);
    const sent = context.req.header('cookie');
    const [secret = '', to = ''] = cookies().read(sent, 'sign-in')?.split('.') ?? [];
    context.header('set-cookie', cookies().clear('sign-in'), { append: true });
    const { store } = context.var.kept;
    const signIns = store.signIns();
    // Taken before the answer is looked at: whatever comes of it, no other answer to this sign-in is taken.
    const isBegun = isSecret(secret) && (await signIns.take(hashOf(secret), provider.name));
    if (!isBegun) {
      tell(provider.name, 'no sign-in of this browser');
      return show(context, signInFailed(cannot), 400);
    }
    const answer = new URL(`${redirectOf(provider.name)}${new URL(context.req.url).search}`);
    const identity = await relyingParty.finish(provider, answer, bindingOf(secret));
    if (!identity.ok) {
      tell(provider.name, identity.problems[0]?.found);
      return show(context, signInFailed(refused), 400);
    }
    const person = await signIns.person(identity.value, newPerson());
    const before = cookies().read(sent, 'session');
    if (before !== undefined) await signIns.close(hashOf(before));
    // Always a new one: what a browser came with, perhaps given to it by somebody else, opens nothing.
    const session = newSecret();
    await signIns.open(hashOf(session), person);
    context.header('set-cookie', cookies().write('session', session), { append: true });
    return context.redirect(ownPath(Buffer.from(to, 'base64url').toString()), 303);
  });
  app.post('/sign-out', async (context) => {
    const secret = cookies().read(context.req.header('cookie'), 'session');
    if (secret !== undefined) await context.var.kept.store.signIns().close(hashOf(secret));
    context.header('set-cookie', cookies().clear('session'), { append: true });
    context.header('clear-site-data', '"cache"');
    context.set('visitor', undefined);
    return show(
      context,
      messagePage(
        'You are signed out',
        'You are signed out here; the provider may still know you. Close its pages too.',
      ),
    );
  });
};
