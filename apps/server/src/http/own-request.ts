import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { Environment } from '../environment.ts';
import { messagePage } from '../pages/layout.ts';
import { pageShower } from '../pages/show.ts';
import type { Services } from '../services.ts';
import { isSame } from '../sign-in/secrets.ts';
import { problem } from './problem.ts';

/** The field of a form, and the header of a program, that carry what the session has it send back. */
export const formSecretField = 'form-secret';
const formSecretHeader = 'x-form-secret';

/** Gives the fields of a form that was sent; of a body that is no form, none. */
export const formOf = async (context: Context<Environment>): Promise<Readonly<Record<string, string>>> => {
  const type = context.req.header('content-type') ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return {};
  const body = await context.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : [])),
  );
};

/**
 * Lets a request that changes something through only where it comes from a page of this server: by its Origin, which a
 * browser sets and no page can, and by a secret that no other site can read. Who is not signed in has nothing that another
 * site could use; what they ask for is refused later.
 */
export const ownRequest = (services: Services) => {
  const show = pageShower(services);
  return createMiddleware<Environment>(async (context, next) => {
    const { visitor } = context.var;
    const isRead = context.req.method === 'GET' || context.req.method === 'HEAD';
    if (isRead || !visitor) return next();
    const isHere = context.req.header('origin') === services.origin();
    const sent = context.req.header(formSecretHeader) ?? (await formOf(context))[formSecretField];
    if (isHere && sent !== undefined && isSame(sent, visitor.formSecret)) return next();
    services.log({ time: services.now().toISOString(), level: 'warn', what: 'foreign request', isHere });
    if (context.req.path.startsWith('/api/')) return problem(context, 'foreign');
    return show(
      context,
      messagePage(
        'This did not come from a page of this server',
        'Nothing was done. Go back, load the page anew and try again.',
      ),
      403,
    );
  });
};
