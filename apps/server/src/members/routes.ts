import type { OpenAPIHono } from '@hono/zod-openapi';
import {
  acceptInvitation,
  countsUntil,
  decide,
  grantableRoles,
  holderOf,
  inviteMember,
  keyAsWritten,
  membershipOf,
  memberships,
  organisations,
  permissionOf,
  readInterests,
  reviewMembership,
  sayDay,
  type Decided,
  type Person,
  type Register,
  type RegisterRecord,
  publicDay,
} from '@isocentre/registers';
import type { Context } from 'hono';
import { isPlainText } from '../api/schemas.ts';
import { mayDecide } from '../api/shown.ts';
import { takeErasure } from '../api/take.ts';
import type { Environment } from '../environment.ts';
import { formOf } from '../http/own-request.ts';
import { fieldOf, type ShownProblem } from '../pages/form.ts';
import { textOf } from '../pages/words.ts';
import { messagePage, type Page } from '../pages/layout.ts';
import { pageShower } from '../pages/show.ts';
import type { Services } from '../services.ts';
import { hashOf, isSecret, newMembershipKey, newSecret } from '../sign-in/secrets.ts';
import { noSignInPage } from '../sign-in/pages.ts';
import type { Visitor } from '../sign-in/visitor.ts';
import {
  eraseCheck,
  invitationPage,
  invitedPage,
  invitePage,
  memberPage,
  membersPage,
  ownPage,
  withdrawCheck,
  type Filled,
  type Names,
  type Unlisted,
} from './pages.ts';

const between = { where: 'membership', found: 'one that somebody changed in between', expected: 'as you saw it' };

/** Says that nothing can be done to a membership as it stands now. */
const notNow = ({ state, since }: RegisterRecord): ShownProblem => ({
  where: 'state',
  found: `${state}, since ${sayDay(since)}`,
  expected: 'active',
});

/** What of a membership says who somebody is and is still there: the name; the account too, once nobody acts by it any more. */
const erasableOf = ({ state, content }: RegisterRecord): readonly string[] =>
  memberships.personalFields.filter(
    (field) => content[field] !== undefined && (field === 'name' || state === 'withdrawn'),
  );

/** What became of a decision: written, what is wrong with it, or denied. */
type Written =
  | { readonly kind: 'written' }
  | { readonly kind: 'wrong'; readonly problems: readonly ShownProblem[] }
  | { readonly kind: 'denied' };

/** The pages of members: for administrators all of them, for everybody their own, and the link of an invitation. */
export const addMembers = (app: OpenAPIHono<Environment>, services: Services): void => {
  const { registers, now, origin, log } = services;
  const held: readonly Register[] = [...registers, memberships];
  const show = pageShower(services);
  const today = (): string => publicDay(now());
  const noPage = messagePage('There is no such page', 'Perhaps it was mistyped, or you may not see it.');

  const write = async (
    context: Context<Environment>,
    decided: Decided,
    who: string,
    record?: RegisterRecord,
  ): Promise<Written> => {
    if (decided.kind === 'wrong') return decided;
    if (decided.kind === 'denied') {
      // Whoever learns of the state here may do it in another.
      if (decided.because === 'wrong state' && record) return { kind: 'wrong', problems: [notNow(record)] };
      log({
        time: now().toISOString(),
        level: 'warn',
        what: 'refused',
        who,
        register: memberships.name,
        because: decided.because,
      });
      return { kind: 'denied' };
    }
    const outcome = await context.var.kept.store.append({ drafts: [decided.draft] });
    return outcome.kind === 'written' ? { kind: 'written' } : { kind: 'wrong', problems: [between] };
  };
  /** Lets nobody through who is not signed in. */
  const signedIn =
    (work: (context: Context<Environment>, visitor: Visitor) => Promise<Response>) =>
    async (context: Context<Environment>): Promise<Response> => {
      const { visitor } = context.var;
      if (visitor) return work(context, visitor);
      if (services.providers.length === 0) return show(context, noSignInPage, 404);
      const { pathname } = new URL(context.req.url);
      return context.redirect(`/sign-in?to=${encodeURIComponent(pathname)}`, 303);
    };
  const isAdministrator = (visitor: Visitor): boolean => mayDecide(memberships, visitor.personIn(memberships), today());
  const administrator = (work: (context: Context<Environment>, visitor: Visitor, by: Person) => Promise<Response>) =>
    signedIn(async (context, visitor) =>
      isAdministrator(visitor) ? work(context, visitor, visitor.personIn(memberships)) : show(context, noPage, 404),
    );
  const recordOf = async (context: Context<Environment>): Promise<RegisterRecord | undefined> => {
    const key = context.req.param('key') ?? '';
    return memberships.key.pattern.test(key) ? context.var.kept.store.record(memberships, key) : undefined;
  };
  /** Names of the organisations for which memberships are held. */
  const namesOf = async (context: Context<Environment>, records: readonly RegisterRecord[]): Promise<Names> => {
    const codes = new Set(records.flatMap((record) => membershipOf(record).organisation ?? []));
    const found = await Promise.all([...codes].map((code) => context.var.kept.store.record(organisations, code)));
    return new Map(found.flatMap((one) => (one ? [[one.key, textOf(one.content['name'])] as const] : [])));
  };
  /** Declared interests of which there is no record. */
  const unlistedOf = async (context: Context<Environment>, records: readonly RegisterRecord[]): Promise<Unlisted> => {
    const { database } = context.var.kept.store;
    const missing = records
      .map((record) => ({ key: record.key, ...membershipOf(record) }))
      .filter(({ interests }) => interests.length > 0)
      .map(async ({ key, register, interests }) => {
        const rows = await database
          .selectFrom('record')
          .select('key')
          .where('register', '=', register)
          .where('key', 'in', interests)
          .execute();
        const there = new Set(rows.map((row) => row.key));
        return [key, interests.filter((one) => !there.has(one))] as const;
      });
    return new Map(await Promise.all(missing));
  };
  /** Tells whether a membership is the last that counts of those that say who may act. */
  const isLast = async (context: Context<Environment>, record: RegisterRecord): Promise<boolean> => {
    const invites = (one: RegisterRecord): boolean => {
      const { register, role, from, ...content } = membershipOf(one);
      const counts = one.state === 'active' && from <= today() && today() <= countsUntil(content);
      return counts && register === memberships.name && grantableRoles(memberships).includes(role);
    };
    if (!invites(record)) return false;
    const records = await context.var.kept.store.records(memberships);
    return ![...records.values()].some((one) => one.key !== record.key && invites(one));
  };
  const withdrawCheckOf = async (
    context: Context<Environment>,
    record: RegisterRecord,
    visitor: Visitor,
    form: Filled,
  ): Promise<Page> => {
    const names = await namesOf(context, [record]);
    return withdrawCheck(record, held, visitor, context.req.path, form, names, await isLast(context, record));
  };
  const ownPageOf = async (
    context: Context<Environment>,
    visitor: Visitor,
    problems: readonly ShownProblem[] = [],
    filled: Readonly<Record<string, string>> = {},
    done?: string,
  ): Promise<Page> =>
    ownPage(
      visitor,
      held,
      isAdministrator(visitor),
      today(),
      await namesOf(context, visitor.held),
      await unlistedOf(context, visitor.held),
      problems,
      filled,
      done,
    );
  const mayTake = ({ key, state }: RegisterRecord, by: Person, action: string): boolean =>
    permissionOf(memberships, by, { action, key, state, on: today() }).allowed;
  const pageOf = async (
    context: Context<Environment>,
    record: RegisterRecord,
    visitor: Visitor,
    problems: readonly ShownProblem[] = [],
    filled: Readonly<Record<string, string>> = {},
    done?: string,
  ): Promise<Page> => {
    const may = (action: string): boolean => mayTake(record, visitor.personIn(memberships), action);
    return memberPage(
      record,
      held,
      visitor,
      { review: may('review'), withdraw: may('withdraw'), erase: may('redact') && erasableOf(record).length > 0 },
      today(),
      await namesOf(context, [record]),
      problems,
      filled,
      done,
    );
  };
  const withdrawal = (record: RegisterRecord, by: Person, reasons: string): Decided =>
    decide(
      memberships,
      record,
      by,
      { action: 'withdraw', key: record.key, change: {}, reasons, evidence: [], validFrom: today() },
      today(),
    );

  for (const path of ['/members/*', '/me/*', '/invitation/*']) {
    app.use(path, async (context, next) => {
      await next();
      context.header('cache-control', 'private, no-store');
    });
  }
  app.get(
    '/members',
    administrator(async (context) => {
      const after = context.req.query('after') ?? '';
      const page = await context.var.kept.store.search(
        memberships,
        isPlainText(after) && after !== '' ? { after } : {},
      );
      return show(context, membersPage(page.records, held, today(), page.next, await namesOf(context, page.records)));
    }),
  );
  app.get(
    '/members/invite',
    administrator(async (context, visitor) => show(context, invitePage(held, visitor, {}))),
  );
  app.post(
    '/members/invite',
    administrator(async (context, visitor, by) => {
      const form = await formOf(context);
      const [register = '', role = ''] = (form['role'] ?? '').split(' ');
      const [name = '', code = '', until = ''] = ['name', 'organisation', 'until'].map((field) => form[field]?.trim());
      const organisation = keyAsWritten(organisations, code);
      const { store } = context.var.kept;
      const key = newMembershipKey();
      const secret = newSecret();
      const isKnown =
        organisation === '' ||
        (isPlainText(organisation) && (await store.record(organisations, organisation)) !== undefined);
      const asked = {
        register,
        role,
        name,
        ...(organisation === '' ? {} : { organisation }),
        ...(until === '' ? {} : { until }),
      };
      const strange = { where: 'form', found: 'characters that cannot be kept', expected: 'text' };
      const unlisted = {
        where: 'organisation',
        found: `"${organisation}", which is not on it`,
        expected: 'a code of the register of organisations, such as RX1',
      };
      // All that is wrong is told at once.
      const judged = inviteMember(held, by, asked, { key, link: hashOf(secret), on: today() });
      const others =
        judged.kind === 'wrong' ? judged.problems.filter(({ where }) => fieldOf({ where }) !== 'organisation') : [];
      const decided: Decided = !isPlainText(Object.values(form).join(' '))
        ? { kind: 'wrong', problems: [strange] }
        : isKnown || judged.kind === 'denied'
          ? judged
          : { kind: 'wrong', problems: [...others, unlisted] };
      const outcome = await write(context, decided, visitor.person);
      const record = outcome.kind === 'written' ? await store.record(memberships, key) : undefined;
      if (record) {
        const names = await namesOf(context, [record]);
        return show(context, invitedPage(`${origin()}/invitation/${secret}`, record, held, names), 201);
      }
      const problems = outcome.kind === 'wrong' ? outcome.problems : [];
      // Register and role are chosen together.
      const isRole = ({ where }: ShownProblem): boolean => where === 'register' || where === 'role';
      const unknown = { where: 'role', found: 'nothing', expected: 'one of the roles in the list' };
      const said = problems.map((one) => (isRole(one) ? unknown : one));
      return show(context, invitePage(held, visitor, form, said), 422);
    }),
  );
  app.get(
    '/members/:key',
    administrator(async (context, visitor) => {
      const record = await recordOf(context);
      if (!record) return show(context, noPage, 404);
      return show(context, await pageOf(context, record, visitor, [], {}, context.req.query('done')));
    }),
  );
  for (const action of ['review', 'withdraw'] as const) {
    app.post(
      `/members/:key/${action}`,
      administrator(async (context, visitor, by) => {
        const record = await recordOf(context);
        if (!record) return show(context, noPage, 404);
        const form: Filled = { ...(await formOf(context)), action };
        const decided =
          action === 'review'
            ? reviewMembership(record, by, form['until']?.trim() === '' ? undefined : form['until'], today())
            : withdrawal(record, by, form['reasons'] ?? '');
        if (form['again'] === 'yes') return show(context, await pageOf(context, record, visitor, [], form));
        if (action === 'withdraw' && decided.kind === 'draft' && form['checked'] !== 'yes')
          return show(context, await withdrawCheckOf(context, record, visitor, form));
        const outcome = await write(context, decided, visitor.person, record);
        if (outcome.kind === 'denied') return show(context, noPage, 404);
        if (outcome.kind === 'wrong')
          return show(context, await pageOf(context, record, visitor, outcome.problems, form), 422);
        return context.redirect(`/members/${record.key}?done=${action}`, 303);
      }),
    );
  }
  app.post(
    '/members/:key/erase',
    administrator(async (context, visitor, by) => {
      const record = await recordOf(context);
      const form: Filled = { ...(await formOf(context)), action: 'erase' };
      if (!record || !mayTake(record, by, 'redact') || !Object.values(form).every(isPlainText))
        return show(context, noPage, 404);
      const names = erasableOf(record);
      const wrong = async (problems: readonly ShownProblem[]): Promise<Response> =>
        show(context, await pageOf(context, record, visitor, problems, form), 422);
      if (names.length === 0) return wrong([{ where: 'name', found: 'none that is still there', expected: 'one' }]);
      const reasons = form['reasons']?.trim() ?? '';
      if (form['again'] === 'yes') return show(context, await pageOf(context, record, visitor, [], form));
      if (reasons !== '' && form['checked'] !== 'yes')
        return show(context, eraseCheck(record, names, visitor, context.req.path, form));
      const { store } = context.var.kept;
      const asker = { services, store, register: memberships, key: record.key, person: by };
      const { entries } = await store.history(memberships, record.key);
      for (const { number, apart } of entries) {
        const here = names.filter((name) => name in apart);
        if (here.length === 0) continue;
        const taken = await takeErasure(asker, { entry: number, names: here, reasons });
        if (taken.kind === 'wrong') return wrong(taken.problems);
        if (taken.kind !== 'written') return show(context, noPage, 404);
      }
      return context.redirect(`/members/${record.key}?done=erase`, 303);
    }),
  );
  app.get(
    '/me',
    signedIn(async (context, visitor) =>
      show(context, await ownPageOf(context, visitor, [], {}, context.req.query('done'))),
    ),
  );
  for (const action of ['interests', 'withdraw'] as const) {
    app.post(
      `/me/:key/${action}`,
      signedIn(async (context, visitor) => {
        const record = await recordOf(context);
        if (!record) return show(context, noPage, 404);
        const form = await formOf(context);
        // Whose it is not holds nothing in it, and is denied.
        const holder = holderOf(record, visitor.person);
        const register = held.find((one) => one.name === membershipOf(record).register);
        const interests = register ? readInterests(form['interests'] ?? '', register) : undefined;
        const declared = (change: Readonly<Record<string, readonly string[]>>): Decided =>
          decide(
            memberships,
            record,
            holder,
            { action: 'declare', key: record.key, change, evidence: [], validFrom: today() },
            today(),
          );
        const isWrong = action === 'interests' && interests?.ok === false;
        const attempt =
          action === 'withdraw'
            ? withdrawal(record, holder, form['reasons'] ?? '')
            : declared({ interests: interests?.ok === true ? interests.value : [] });
        const decided: Decided =
          isWrong && attempt.kind !== 'denied' ? { kind: 'wrong', problems: interests.problems } : attempt;
        if (form['again'] === 'yes') return context.redirect('/me', 303);
        if (action === 'withdraw' && decided.kind === 'draft' && form['checked'] !== 'yes')
          return show(context, await withdrawCheckOf(context, record, visitor, form));
        const path = `/me?done=${action}`;
        // Interests that are declared already are no entry.
        if (action === 'interests' && decided.kind === 'draft' && decided.draft.what['set'] === undefined)
          return context.redirect(path, 303);
        const outcome = await write(context, decided, visitor.person, record);
        if (outcome.kind === 'denied') return show(context, noPage, 404);
        if (outcome.kind === 'written') return context.redirect(path, 303);
        return show(context, await ownPageOf(context, visitor, outcome.problems, { ...form, key: record.key }), 422);
      }),
    );
  }
  const invited = async (context: Context<Environment>): Promise<RegisterRecord | undefined> => {
    const secret = context.req.param('secret') ?? '';
    if (!isSecret(secret)) return undefined;
    const { records } = await context.var.kept.store.search(memberships, { identifier: hashOf(secret), limit: 1 });
    const [record] = records;
    return record?.state === 'invited' ? record : undefined;
  };
  const isOver = messagePage(
    'This invitation is good no more',
    'It was accepted, withdrawn, or ran out. Whoever invited you can make another.',
  );
  app.get('/invitation/:secret', async (context) => {
    const record = await invited(context);
    if (!record || (membershipOf(record).answer ?? '') < today()) return show(context, isOver, 404);
    return show(
      context,
      invitationPage(
        record,
        held,
        context.req.path,
        context.var.visitor,
        services.providers.length > 0,
        await namesOf(context, [record]),
      ),
    );
  });
  app.post(
    '/invitation/:secret',
    signedIn(async (context, visitor) => {
      const record = await invited(context);
      if (!record) return show(context, isOver, 404);
      const decided = acceptInvitation(record, { person: visitor.person, account: visitor.account }, today());
      const outcome = await write(context, decided, visitor.person);
      return outcome.kind === 'written' ? context.redirect('/me', 303) : show(context, isOver, 404);
    }),
  );
};
