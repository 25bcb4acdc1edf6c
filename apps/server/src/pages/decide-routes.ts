import type { OpenAPIHono } from '@hono/zod-openapi';
import {
  actionsOf,
  entryActions,
  entryOfDraft,
  foresee,
  inPlaceOf,
  keyAsWritten,
  latestMoment,
  mayTakeBack,
  noState,
  permissionOf,
  recordComeTo,
  recordOn,
  takeBackAction,
  type Content,
  type Person,
  type Register,
  type RegisterRecord,
  type Transition,
  publicDay,
} from '@isocentre/registers';
import { goesWith } from '@isocentre/store';
import type { Context } from 'hono';
import { isPlainText } from '../api/schemas.ts';
import {
  takeCorrection,
  takeDecision,
  takeErasure,
  takeWithdrawal,
  tryCorrection,
  tryDecision,
  type Asker,
  type Refused,
  type Taken,
} from '../api/take.ts';
import type { Environment } from '../environment.ts';
import { formOf } from '../http/own-request.ts';
import type { Services } from '../services.ts';
import { newSecret } from '../sign-in/secrets.ts';
import type { Visitor } from '../sign-in/visitor.ts';
import { barOf, barredPage, interestBar } from './barred.ts';
import {
  bringsEnd,
  checkPage,
  correctionFacts,
  decisionFacts,
  recordFact,
  saidWithState,
  waysBack,
} from './check-page.ts';
import { notThere, saidIn } from './entries.ts';
import { filledAnew, filledWith, readFields } from './decide-fields.ts';
import { decideHead, decidePage, type DecidePage } from './decide-page.ts';
import type { ShownProblem } from './form.ts';
import { messagePage, type Page } from './layout.ts';
import { entryWords } from './record-page.ts';
import { pageShower } from './show.ts';
import { sayValue, textOf } from './words.ts';

const noPage = messagePage('There is no such page', 'Perhaps it was mistyped, or you may not see it.');

/** What was filled in. */
type Filled = Readonly<Record<string, string>>;

/** What a request is about, when whoever sent it may do it. */
interface About {
  readonly asker: Asker;
  readonly visitor: Visitor;
  readonly record: RegisterRecord | undefined;
  readonly page: Omit<DecidePage, 'known' | 'requestName'>;
  readonly entry: number | undefined;
  readonly transition: Transition;
}

/** Says of an erasure that nothing was ticked, and of its reasons where there are none either. */
const unticked = (reasons: string): Refused => ({
  kind: 'wrong',
  problems: [
    { where: 'erase', found: 'no tick', expected: 'a tick beside what is to be erased' },
    ...(reasons === '' ? [{ where: 'reasons', found: 'none', expected: 'why it is erased' }] : []),
  ],
});

const dayBefore = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** Says that a record cannot be made under a key that another has. */
const keyTaken = (register: Register, key: string): ShownProblem => ({
  where: 'key',
  found: `"${key}", which is on the register already`,
  expected: 'one that is free',
  see: { address: `/registers/${register.name}/${encodeURIComponent(key)}`, name: `See ${key}` },
});

/** Gives the actions on a record that somebody may take now. */
export const mayTake = (register: Register, person: Person, record: RegisterRecord | undefined, on: string) =>
  actionsOf(register).filter(
    ({ action }) =>
      permissionOf(register, person, { action, key: record?.key ?? '', state: record?.state ?? noState, on }).allowed,
  );

/** The pages on which somebody decides about a record, makes one, corrects an entry or erases its content. */
export const addDecidePages = (app: OpenAPIHono<Environment>, services: Services): void => {
  const { registers, now } = services;
  const show = pageShower(services);
  const today = (): string => publicDay(now());

  const aboutOf = async (context: Context<Environment>, key: string, action: string): Promise<About | undefined> => {
    const { visitor, kept } = context.var;
    const register = registers.find((one) => one.name === context.req.param('register'));
    const number = context.req.param('entry');
    if (!visitor || !register || !isPlainText(key)) return undefined;
    const person = visitor.personIn(register);
    const { store } = kept;
    const record = await store.record(register, key);
    // Whom nothing but a declared interest bars is told so.
    const whole = { ...person, interests: [] };
    const known = mayTake(register, whole, record, today()).find((one) => one.action === action);
    // An action that fits no more is still shown where somebody decided in between; whoever may never do it sees nothing.
    const anywhere = actionsOf(register).find(
      (one) =>
        one.action === action &&
        one.from.some((state) => permissionOf(register, whole, { action, key, state, on: today() }).allowed),
    );
    const transition = known ?? anywhere;
    if (!transition) return undefined;
    const history = number === undefined ? undefined : await store.history(register, key);
    const named = history?.entries.find((one) => String(one.number) === number);
    if (number !== undefined && !named) return undefined;
    // A correction goes on from the one before it, and undoes nothing of it.
    const entry = named && action === 'correct' ? inPlaceOf(history?.entries ?? [], named) : named;
    const isAhead = record?.later?.some((one) => one.entry === entry?.number) === true;
    // In the role of whoever decided it alone: to others nothing is there.
    if (
      action === takeBackAction &&
      record &&
      entry &&
      isAhead &&
      !mayTakeBack(register, record, entry, whole, today())
    )
      return undefined;
    const timed = register.timed.find((one) => one.action === action);
    const erasable = Object.fromEntries(
      Object.entries(entry?.apart ?? {}).flatMap(([name, hash]) => {
        const item = history?.items.get(hash);
        return item ? [[name, item.content] as const] : [];
      }),
    );
    return {
      asker: { services, store, register, key, person },
      visitor,
      record,
      entry: entry?.number,
      transition,
      page: {
        isChecked: transition.ends === true,
        register,
        key,
        name: textOf(record?.content['name']),
        visitor,
        title: transition.title,
        path: context.req.path,
        content: entry ? saidIn(entry) : record ? filledWith(register, record, action) : {},
        needsReasons: transition.needsReasons,
        fields:
          action === 'redact' || action === takeBackAction
            ? 'none'
            : transition.to === undefined || transition.from.includes(noState)
              ? 'open'
              : 'folded',
        today: entry ? entry.validFrom.slice(0, 10) : today(),
        ...(action === 'redact' ? { erasable } : {}),
        ...(entry === undefined ? {} : { concerned: entry }),
        ...(timed === undefined ? {} : { dated: timed.field }),
      },
    };
  };

  /** What is asked: the parts of the form that any of them takes. */
  const askedOf = ({ asker, page, entry }: About, action: string, form: Filled, change: Content) => {
    const reasons = form['reasons']?.trim() ?? '';
    const validFrom = form['valid'] ?? page.today;
    const names = Object.keys(page.erasable ?? {}).filter((name) => form[`erase-${name}`] === 'yes');
    const asked = { change, evidence: [], validFrom };
    const decision = { ...asked, action, key: asker.key, ...(reasons === '' ? {} : { reasons }) };
    return { reasons, validFrom, names, decision, correction: { ...asked, concerns: entry ?? 0, reasons } };
  };

  const take = async (about: About, action: string, form: Filled, known: number, change: Content): Promise<Taken> => {
    const { asker, entry } = about;
    const { reasons, names, decision, correction } = askedOf(about, action, form, change);
    if (action === 'redact') {
      if (names.length === 0) return unticked(reasons);
      return takeErasure(asker, { entry: entry ?? 0, names, reasons });
    }
    if (action === takeBackAction) {
      return takeWithdrawal(asker, { entry: entry ?? 0, reasons }, known);
    }
    if (action === 'correct') return takeCorrection(asker, correction, known);
    const requestName = /^[\w-]{8,64}$/.exec(form['request'] ?? '')?.[0];
    return takeDecision(asker, decision, known, requestName);
  };

  /** The page on which it is looked at before it is recorded; undefined where something is wrong, which taking it tells. */
  const checkOf = async (
    about: About,
    action: string,
    form: Filled,
    known: number,
    change: Content,
  ): Promise<Page | undefined> => {
    const { asker, page, record, visitor, entry, transition } = about;
    const { to } = transition;
    const { register, key } = asker;
    if (!record) return undefined;
    const { reasons, validFrom, names, decision, correction } = askedOf(about, action, form, change);
    const { above = [] } = decideHead(page);
    const common = { title: page.title, path: page.path, visitor, filled: form, above };
    if (action === 'redact') {
      if (names.length === 0 || reasons === '' || known !== record.lastEntry) return undefined;
      const { entries, items } = await asker.store.history(register, key);
      const going = goesWith(register, entries, entry ?? 0, names).flatMap(({ entry: of, name }) => {
        const said = items.get(entries.find(({ number }) => number === of)?.apart[name] ?? '')?.content;
        const where = of === entry ? '' : `, carried over into entry ${of}`;
        return said === undefined ? [] : [[`Erased for ever: ${name}${where}`, sayValue(said)] as const];
      });
      const facts = [
        recordFact(record),
        ...(page.concerned ? [['Entry', entryWords(register, page.concerned)] as const] : []),
        ...going,
        ['Reasons', reasons] as const,
      ];
      const back = [
        'There is no way back: what is erased is gone from here. Copies that were made before still have it.',
        'The entry stays, with the hash of what was erased.',
      ];
      return checkPage({ ...common, facts, back });
    }
    const isCorrection = action === 'correct';
    const tried = isCorrection
      ? await tryCorrection(asker, correction, known)
      : await tryDecision(asker, decision, known);
    if (tried.kind !== 'sound') return undefined;
    const said = saidIn(tried.draft);
    const history = await asker.store.history(register, key);
    const added = entryOfDraft(tried.draft, record.lastEntry + 1, now().toISOString());
    const comeToBy = (day: string): RegisterRecord | undefined =>
      recordComeTo(
        register,
        [...history.entries, added],
        { validTime: `${day}T23:59:59.999Z`, recordedTime: latestMoment },
        history.items,
      );
    if (isCorrection) {
      const after = recordOn(register, [...history.entries, added], today(), history.items);
      if (!after || !bringsEnd(register, record, after)) return undefined;
      const saying = {
        title: `Correction of entry ${entry}`,
        validFrom,
        today: today(),
        reasons,
        change: { ...change, ...saidWithState(register, after) },
      };
      const facts = correctionFacts(register, record, after, saying);
      const isLater = validFrom > today();
      const ends = register.transitions.find((one) => one.ends === true && one.action === tried.draft.what['action']);
      const back = waysBack(register, (isLater ? after : record).state, ends?.to ?? after.state, isLater);
      return checkPage({ ...common, facts, back });
    }
    const fields = { ...said, ...saidWithState(register, comeToBy(validFrom)) };
    const before = (validFrom > today() ? comeToBy(dayBefore(validFrom)) : record)?.state ?? record.state;
    const facts = decisionFacts(register, record, {
      foreseen: foresee(register, history, tried.draft, today()),
      ...(validFrom < today()
        ? { after: recordOn(register, [...history.entries, added], today(), history.items)?.content ?? {} }
        : {}),
      title: page.title,
      to,
      before,
      validFrom,
      today: today(),
      reasons,
      change: { ...fields, ...Object.fromEntries(Object.entries(change).filter(([, value]) => value === null)) },
    });
    const missing = await notThere(about.asker.store, register, fields);
    return checkPage({
      ...common,
      facts: missing.length === 0 ? facts : [...facts, ['Not on the register', missing.join(', ')]],
      back: waysBack(register, before, to ?? record.state, validFrom > today()),
    });
  };

  /** What bars it by all that was decided up to now. */
  const barNow = async ({ asker, transition, page }: About): Promise<ShownProblem | undefined> => {
    const { store, register, key } = asker;
    const record = await store.record(register, key);
    const history = await store.history(register, key);
    return record && barOf({ register, record, history, transition, entry: page.concerned });
  };

  const ask = async (context: Context<Environment>, key: string, action: string): Promise<Response> => {
    const register = registers.find((one) => one.name === context.req.param('register'));
    const written = register ? keyAsWritten(register, key) : key;
    if (register && written !== key) {
      const rest = context.req.path.split('/').slice(4).join('/');
      return context.redirect(`/registers/${register.name}/${encodeURIComponent(written)}/${rest}`, 301);
    }
    const about = await aboutOf(context, key, action);
    if (!about || (key !== '' && !about.record)) return show(context, noPage, 404);
    const interest = interestBar(about.asker, about.transition);
    if (interest) return show(context, barredPage(decideHead(about.page), interest), 403);
    const bar = await barNow(about);
    if (bar) return show(context, barredPage(decideHead(about.page), bar), 409);
    const page = { ...about.page, known: about.record?.lastEntry ?? 0, requestName: newSecret() };
    return show(context, decidePage(page));
  };

  const answer = async (context: Context<Environment>, isNew: boolean, action: string): Promise<Response> => {
    const form = await formOf(context);
    const asked = registers.find((one) => one.name === context.req.param('register'));
    const typed = form['key']?.trim() ?? '';
    const named = isNew ? typed : (context.req.param('key') ?? '');
    const key = asked ? keyAsWritten(asked, named) : named;
    const about = await aboutOf(context, key, action);
    if (!about || (!isNew && !about.record) || !Object.values(form).every(isPlainText))
      return show(context, noPage, 404);
    const interest = interestBar(about.asker, about.transition);
    if (interest) return show(context, barredPage(decideHead(about.page), interest), 403);
    const known = isNew ? 0 : Number(/^\d{1,15}$/.exec(form['known'] ?? '')?.[0] ?? -1);
    const { register, store } = about.asker;
    const last = about.record?.lastEntry ?? 0;
    const history = await store.history(register, key);
    // As it was when the form was read, so that what somebody else changed since is not changed back.
    const before = history.entries.filter(({ number }) => number <= known);
    const wrong = before.find(({ number }) => String(number) === context.req.param('entry'));
    const record = known === last ? about.record : recordOn(register, before, today(), history.items);
    const said = wrong && saidIn(inPlaceOf(before, wrong));
    const change = readFields(register, said ?? record?.content ?? {}, form, isNew);
    const shown = said ?? (record ? filledWith(register, record, action) : {});
    const again = {
      ...about.page,
      ...(isNew ? { key: '', content: {} } : {}),
      filled: filledAnew(form, readFields(register, shown, form, isNew)),
      requestName: newSecret(),
    };
    if (form['again'] === 'yes') return show(context, decidePage({ ...again, known }));
    if ((about.page.isChecked || action === 'correct') && form['checked'] !== 'yes') {
      const check = await checkOf(about, action, form, known, change);
      if (check) return show(context, check);
    }
    const taken = await take(about, action, form, known, change);
    if (taken.kind === 'written') {
      return context.redirect(`/registers/${register.name}/${encodeURIComponent(key)}?written=${taken.entry}`, 303);
    }
    if (taken.kind === 'denied') return show(context, noPage, 404);
    const isStale = taken.kind === 'changed' || taken.kind === 'wrong state';
    if (isStale && isNew)
      return show(context, decidePage({ ...again, known, problems: [keyTaken(register, key)] }), 422);
    const bar = await barNow(about);
    if (bar) return show(context, decidePage({ ...again, known, problems: [bar] }), last === known ? 422 : 412);
    if (isStale) {
      // Read anew: somebody may have decided while this was being taken.
      const { entries } = await store.history(register, key);
      const since = entries.filter(({ number }) => number > known);
      const newest = entries.at(-1)?.number ?? 0;
      return show(context, decidePage({ ...again, known: newest, since }), 412);
    }
    const problems = taken.kind === 'wrong' ? taken.problems : [];
    return show(context, decidePage({ ...again, known, problems }), 422);
  };

  app.on(['GET', 'POST'], '/registers/:register/new/:action', (context) =>
    context.req.method === 'GET'
      ? ask(context, '', context.req.param('action'))
      : answer(context, true, context.req.param('action')),
  );
  app.on(['GET', 'POST'], '/registers/:register/:key/decide/:action', (context) =>
    context.req.method === 'GET'
      ? ask(context, context.req.param('key'), context.req.param('action'))
      : answer(context, false, context.req.param('action')),
  );
  for (const action of entryActions) {
    app.on(['GET', 'POST'], `/registers/:register/:key/${action}/:entry`, (context) =>
      context.req.method === 'GET'
        ? ask(context, context.req.param('key') ?? '', action)
        : answer(context, false, action),
    );
  }
};
