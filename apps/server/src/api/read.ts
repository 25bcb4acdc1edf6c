import type { OpenAPIHono, z } from '@hono/zod-openapi';
import { actionsOf, countsUntil, membershipOf, type Register, publicDay } from '@isocentre/registers';
import type { Context } from 'hono';
import type { Environment } from '../environment.ts';
import { problem } from '../http/problem.ts';
import type { Services } from '../services.ts';
import { readPlainEntry } from './read-entry.ts';
import { readRoutes } from './read-routes.ts';
import type { registerSchema } from './schemas.ts';
import { afterProblems, askedSearch, nextAddress } from './search.ts';
import { isPublicEntry, mayDecide, recordTag, shownHistory, shownProof, shownRecord } from './shown.ts';

const described = (register: Register): z.infer<typeof registerSchema> => ({
  name: register.name,
  title: register.title,
  about: register.about,
  key: register.key.about,
  states: { ...register.states },
  roles: Object.fromEntries(
    Object.entries(register.roles).map(([role, { title, about }]) => [role, `${title}: ${about}`]),
  ),
  actions: actionsOf(register).map((transition) => ({ ...transition, from: [...transition.from] })),
  authority: Object.entries(register.authority).flatMap(([role, may]) =>
    Object.entries(may).map(([action, states]) => ({ role, action, states: [...states] })),
  ),
  facets: ['state', ...register.search.facets],
  fields: [...register.publicFields],
});

/** Says that there is no record; of a key that is none, what one is. */
const noRecord = (context: Context<Environment>, register: Register, key: string) =>
  problem(context, 'not-found', register.key.pattern.test(key) ? {} : { detail: `A key is ${register.key.about}.` });

/** The parts of the API that read. */
export const addReading = (api: OpenAPIHono<Environment>, services: Services): void => {
  const { registers, now } = services;
  const registerOf = (name: string): Register | undefined => registers.find((one) => one.name === name);
  const today = (): string => publicDay(now());

  api.openapi(readRoutes.registers, (context) => context.json(registers.map(described), 200));
  api.openapi(readRoutes.register, (context) => {
    const register = registerOf(context.req.valid('param').register);
    return register ? context.json(described(register), 200) : problem(context, 'not-found');
  });
  api.openapi(readRoutes.records, async (context) => {
    const register = registerOf(context.req.valid('param').register);
    if (!register) return problem(context, 'not-found');
    const query = context.req.valid('query');
    const search = askedSearch(register, query);
    if (!search.ok) return problem(context, 'bad-request', { problems: [...search.problems] });
    const { reader } = context.var;
    const page = await reader.search(register, search.value);
    const wrong = await afterProblems(reader, register, search.value, page);
    if (wrong.length > 0) return problem(context, 'bad-request', { problems: [...wrong] });
    const all = mayDecide(register, context.var.visitor?.personIn(register), today());
    const next = nextAddress(`/api/v1/registers/${register.name}/records`, query, page.next);
    if (next !== undefined) context.header('link', `<${next}>; rel="next"`);
    const records = page.records.map((record) => shownRecord(register, record, all));
    return context.json({ records, count: page.count, ...(next === undefined ? {} : { next }) }, 200);
  });
  api.openapi(readRoutes.record, async (context) => {
    const { register: name, key } = context.req.valid('param');
    const register = registerOf(name);
    if (!register) return problem(context, 'not-found');
    const { valid, recorded } = context.req.valid('query');
    const utcDay = now().toISOString().slice(0, 10);
    if (recorded !== undefined && recorded.slice(0, 10) > utcDay) {
      const expected = `a day up to ${utcDay}: nobody knows yet what will be known`;
      return problem(context, 'bad-request', {
        problems: [{ where: 'query recorded', found: `"${recorded}"`, expected }],
      });
    }
    const asked = valid !== undefined || recorded !== undefined;
    const at = { validTime: valid ?? `${today()}T23:59:59.999Z`, recordedTime: recorded ?? now().toISOString() };
    const record = await context.var.reader.record(register, key, asked ? at : undefined);
    if (!record) return noRecord(context, register, key);
    const all = mayDecide(register, context.var.visitor?.personIn(register), today(), key);
    if (!asked) context.header('etag', recordTag(record, all));
    return context.json(shownRecord(register, record, all), 200);
  });
  api.openapi(readRoutes.history, async (context) => {
    const { register: name, key } = context.req.valid('param');
    const register = registerOf(name);
    if (!register) return problem(context, 'not-found');
    const history = await context.var.reader.history(register, key);
    const all = mayDecide(register, context.var.visitor?.personIn(register), today(), key);
    const { entries, items } = shownHistory(register, history, all);
    if (entries.length === 0) return noRecord(context, register, key);
    return context.json({ entries: [...entries], items: Object.fromEntries(items) }, 200);
  });
  api.openapi(readRoutes.proof, async (context) => {
    const { store, sign } = context.var.kept;
    const number = Number(context.req.valid('param').number);
    const { since } = context.req.valid('query');
    const entry = await readPlainEntry(store.database, number);
    const register = entry && registerOf(entry.register);
    const all =
      entry !== undefined &&
      register !== undefined &&
      mayDecide(register, context.var.visitor?.personIn(register), today(), entry.key);
    // Before anything else is read, so that what is hidden costs no more than what is not there.
    if (!entry || !register || !(all || isPublicEntry(register, entry))) return problem(context, 'not-found');
    const head = await sign();
    const earlier = since === undefined ? undefined : await store.head(Number(since));
    if (since !== undefined && !earlier) return problem(context, 'not-found');
    const whole = await store.proof(number, head, earlier);
    if (!whole) return problem(context, 'not-found');
    context.header('content-disposition', `attachment; filename="isocentre-proof-${number}.json"`);
    return context.json(shownProof(register, whole, all), 200);
  });
  api.openapi(readRoutes.latestHead, async (context) => context.json(await context.var.kept.sign(), 200));
  api.openapi(readRoutes.head, async (context) => {
    const head = await context.var.kept.store.head(Number(context.req.valid('param').size));
    return head ? context.json(head, 200) : problem(context, 'not-found');
  });
  api.openapi(readRoutes.session, (context) => {
    const { visitor } = context.var;
    if (!visitor) return problem(context, 'not-signed-in');
    const { person: id, held, formSecret } = visitor;
    const active = held.filter(({ state }) => state === 'active').map(membershipOf);
    const shown = active.map((membership) => ({
      register: membership.register,
      role: membership.role,
      ...(membership.organisation === undefined ? {} : { organisation: membership.organisation }),
      from: membership.from,
      until: countsUntil(membership),
    }));
    return context.json({ id, memberships: shown, formSecret }, 200);
  });
};
