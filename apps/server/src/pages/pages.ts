import type { Problem } from '@isocentre/evidence';
import type { OpenAPIHono } from '@hono/zod-openapi';
import {
  heldContent,
  keyAsWritten,
  mayTakeBack,
  overtaken,
  publicContent,
  toldLater,
  type Register,
  type RegisterRecord,
  isDay,
  publicDay,
} from '@isocentre/registers';
import type { Context } from 'hono';
import { etag } from 'hono/etag';
import { isPlainText } from '../api/schemas.ts';
import { afterProblems, askedSearch, nextAddress } from '../api/search.ts';
import { mayDecide, shownHistory } from '../api/shown.ts';
import type { Environment } from '../environment.ts';
import type { Services } from '../services.ts';
import { addDecidePages, mayTake } from './decide-routes.ts';
import { isRedated, notThere, saidIn } from './entries.ts';
import { facetReader } from './facets.ts';
import { messagePage, type Page } from './layout.ts';
import { recordPage } from './record-page.ts';
import { registerPage } from './register-page.ts';
import { registersPage } from './registers-page.ts';
import { searchPage } from './search-page.ts';
import { pageShower } from './show.ts';
import { textOf } from './words.ts';

/** A record with the fields that hold and may be seen. */
const seenBy = (all: boolean, register: Register, record: RegisterRecord): RegisterRecord => {
  const held = heldContent(register, record);
  const later = record.later ? { later: toldLater(register, record) } : {};
  return { ...record, ...later, content: all ? held : publicContent(register, held) };
};

/** The pages under `/registers`: read and printed without a script. */
export const addPages = (app: OpenAPIHono<Environment>, services: Services): void => {
  const { registers, now, origin } = services;
  const choicesOf = facetReader(now);
  const registerOf = (name: string): Register | undefined => registers.find((one) => one.name === name);
  const show = pageShower(services);
  const noPage = (): Page => messagePage('There is no such page', 'Perhaps it was mistyped, or you may not see it.');

  const allowed = (context: Context<Environment>, register: Register, record: RegisterRecord | undefined) => {
    const { visitor } = context.var;
    return services.decides && visitor ? mayTake(register, visitor.personIn(register), record, publicDay(now())) : [];
  };

  app.get('/registers', etag());
  app.get('/registers/*', etag());
  app.use('/registers/*', async (context, next) => {
    await next();
    // A page for somebody who is signed in is nobody else's.
    context.header('cache-control', context.var.visitor ? 'private, no-store' : 'no-cache');
  });
  app.get('/registers', async (context) => {
    // Before anything else is read: nothing that the head has is then missing.
    const head = await context.var.kept.sign();
    const counts = await Promise.all(registers.map((register) => context.var.reader.search(register, { limit: 1 })));
    const rows = registers.map((register, index) => ({ register, count: counts[index]?.count ?? 0 }));
    return show(context, registersPage(rows, head));
  });
  app.get('/registers/:register', async (context) => {
    const register = registerOf(context.req.param('register'));
    if (!register) return show(context, noPage(), 404);
    const query = context.req.query();
    const search = askedSearch(register, query);
    const cannot = ([problem]: readonly Problem[]) => {
      const more = problem ? `: found ${problem.found}; expected ${problem.expected}` : '';
      const text = `The address has a part that a search does not know${more}.`;
      return show(context, messagePage('This cannot be looked for', text), 400);
    };
    const isWrong = !search.ok || !Object.values(query).every(isPlainText) || (search.value.limit ?? 0) > 1000;
    if (!search.ok || isWrong) return cannot(search.ok ? [] : search.problems);
    const { reader } = context.var;
    const found = await reader.search(register, search.value);
    const wrong = await afterProblems(reader, register, search.value, found);
    if (wrong.length > 0) return cannot(wrong);
    const all = mayDecide(register, context.var.visitor?.personIn(register), publicDay(now()));
    const page = { ...found, records: found.records.map((record) => seenBy(all, register, record)) };
    const facets = await Promise.all(
      register.search.facets.map(async (facet) => ({
        facet,
        choices: await choicesOf(reader, register, facet),
      })),
    );
    const path = `/registers/${register.name}`;
    return show(
      context,
      searchPage({
        register,
        query: { ...query, ...search.value.facets },
        page,
        facets,
        actions: allowed(context, register, undefined),
        next: nextAddress(path, query, page.next),
      }),
    );
  });
  if (services.decides) addDecidePages(app, services);
  app.get('/registers/:register/about', (context) => {
    const register = registerOf(context.req.param('register'));
    return register ? show(context, registerPage(register)) : show(context, noPage(), 404);
  });
  app.get('/registers/:register/:key', async (context) => {
    const { register: name, key } = context.req.param();
    const register = registerOf(name);
    const at = context.req.query('at')?.trim() ?? '';
    if (!register || !isPlainText(key)) return show(context, noPage(), 404);
    const written = keyAsWritten(register, key);
    if (written !== key) {
      const { search } = new URL(context.req.url);
      return context.redirect(`/registers/${register.name}/${encodeURIComponent(written)}${search}`, 301);
    }
    if (at !== '' && !isDay(at))
      return show(context, messagePage('This is no day', 'Expected is a day such as 2026-11-27, after "at=".'), 400);
    const { reader } = context.var;
    // Before anything else is read, as above.
    const head = await context.var.kept.sign();
    const all = mayDecide(register, context.var.visitor?.personIn(register), publicDay(now()), key);
    const moment = at === '' ? undefined : { validTime: `${at}T23:59:59.999Z`, recordedTime: now().toISOString() };
    const record = await reader.record(register, key, moment);
    const whole = await reader.history(register, key);
    const history = shownHistory(register, whole, all);
    if (history.entries.length === 0) return show(context, noPage(), 404);
    const person = services.decides ? context.var.visitor?.personIn(register) : undefined;
    const takeable = history.entries.filter(
      (entry) => person && record && mayTakeBack(register, record, entry, person, publicDay(now())),
    );
    const barred = person?.interests.includes(key)
      ? mayTake(register, { ...person, interests: [] }, record, publicDay(now()))
      : [];
    const number = Number(/^\d{1,15}$/.exec(context.req.query('written') ?? '')?.[0] ?? 0);
    const told = history.entries.find((entry) => entry.number === number);
    const missing = told ? await notThere(reader, register, saidIn(told)) : [];
    const named = register.search.facets.map((facet) => textOf(record?.content[facet]));
    const names = await Promise.all(named.map((code) => reader.record(register, code)));
    return show(
      context,
      recordPage({
        register,
        key,
        at,
        today: publicDay(now()),
        ...(told ? { written: { entry: told, missing } } : {}),
        record: record && seenBy(all, register, record),
        history,
        head,
        origin: origin(),
        actions: at === '' ? allowed(context, register, record) : [],
        barred: at === '' ? barred.filter(({ barredByInterest }) => barredByInterest) : [],
        redated: new Set(
          history.entries.filter((one) => isRedated(register, whole.entries, one)).map((one) => one.number),
        ),
        overtaken: new Map(
          history.entries.flatMap((one) => {
            const nothing = overtaken(register, whole.entries, one);
            return nothing ? [[one.number, nothing] as const] : [];
          }),
        ),
        takeable: new Set(takeable.map((entry) => entry.number)),
        names: new Map(names.flatMap((one) => (one ? [[one.key, textOf(one.content['name'])] as const] : []))),
      }),
    );
  });
};
