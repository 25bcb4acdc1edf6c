import {
  countsUntil,
  grantableRoles,
  membershipOf,
  memberships,
  roleTitle,
  type MembershipContent,
  type Register,
  type RegisterRecord,
} from '@isocentre/registers';
import { html } from 'hono/html';
import { errorAttributes, fieldErrors, fieldOf, formSecret, problemList, type ShownProblem } from '../pages/form.ts';
import { checkPage } from '../pages/check-page.ts';
import { factList, type Facts, type Markup, type Page } from '../pages/layout.ts';
import { capital, sayValue, timeOf } from '../pages/words.ts';
import { nobodySignsIn } from '../sign-in/pages.ts';
import type { Visitor } from '../sign-in/visitor.ts';

const above = [['/members', 'Members']] as const;

const titleOf = (registers: readonly Register[], name: string): string =>
  registers.find((one) => one.name === name)?.title ?? name;

/** A role as people read it. */
const titleOfRole = (
  registers: readonly Register[],
  { register: name, role }: Pick<MembershipContent, 'register' | 'role'>,
): string =>
  capital(
    roleTitle(
      registers.find((one) => one.name === name),
      role,
    ),
  );

/** An organisation by its name and code, with a link to its record. */
const organisationLink = (code: string, names: Names): Markup => {
  const name = names.get(code);
  return html`<a href="/registers/organisations/${encodeURIComponent(code)}"
    >${name === undefined ? code : `${name} (${code})`}</a
  >`;
};

/** Names of organisations by their codes. */
export type Names = ReadonlyMap<string, string>;

/** In a word what a membership is worth on a day. */
const standing = (record: RegisterRecord, on: string): string => {
  const held = membershipOf(record);
  if (record.state === 'invited') return held.answer !== undefined && held.answer < on ? 'link ran out' : 'invited';
  if (record.state !== 'active') return record.state;
  if (countsUntil(held) < on) return held.until < on ? 'ended' : 'review missed';
  return 'active';
};

const until = (record: RegisterRecord): Markup => {
  const held = membershipOf(record);
  return html`${timeOf(held.until)}${held.review < held.until ? html`; review by ${timeOf(held.review)}` : ''}`;
};

/** All memberships, for administrators. */
export const membersPage = (
  records: readonly RegisterRecord[],
  registers: readonly Register[],
  on: string,
  next: string | undefined,
  names: Names,
): Page => ({
  title: 'Members',
  content: html`<p>
      Who may act in which role. A membership counts while it is active, from its first day to its last, and at most a
      year from its last review. <a href="/members/invite">Invite somebody</a>
    </p>
    <div class="wide" role="region" aria-label="Members" tabindex="0">
      <table class="stacked">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Register</th>
            <th scope="col">Role</th>
            <th scope="col">For</th>
            <th scope="col">Now</th>
            <th scope="col">Until</th>
          </tr>
        </thead>
        <tbody>
          ${records.map((record) => {
            const { name, register, role, organisation } = membershipOf(record);
            return html`<tr>
              <th scope="row" data-label="Name"><a href="/members/${record.key}">${name ?? record.key}</a></th>
              <td data-label="Register">${titleOf(registers, register)}</td>
              <td data-label="Role">${titleOfRole(registers, { register, role })}</td>
              <td data-label="For">
                <div>${organisation === undefined ? 'all' : html`${organisationLink(organisation, names)} alone`}</div>
              </td>
              <td data-label="Now">${standing(record, on)}</td>
              <td data-label="Until"><div>${record.state === 'withdrawn' ? '–' : until(record)}</div></td>
            </tr>`;
          })}
        </tbody>
      </table>
    </div>
    ${next === undefined ? '' : html`<p class="next"><a rel="next" href="/members?after=${next}">Next page</a></p>`}`,
});

/** What was filled in. */
export type Filled = Readonly<Record<string, string>>;

/** The input of each field of an invitation. */
const inviteInputs: Readonly<Record<string, string>> = {
  name: 'name',
  role: 'role',
  organisation: 'organisation',
  until: 'until',
};

/** The form by which an administrator invites. */
export const invitePage = (
  registers: readonly Register[],
  visitor: Visitor,
  filled: Filled,
  wrong: readonly ShownProblem[] = [],
): Page => {
  // In the order of the form.
  const order = Object.keys(inviteInputs);
  const placeOf = (problem: ShownProblem): number => order.indexOf(fieldOf(problem));
  const problems = wrong.toSorted((one, other) => placeOf(one) - placeOf(other));
  const fieldPart = (name: string, label: string, hint: string, input: (about: Markup | '') => Markup): Markup =>
    html`<div class="field">
      <label for="${name}">${label}</label>
      <span class="field__hint" id="${name}-hint">${hint}</span>
      ${fieldErrors(problems, name, name)} ${input(errorAttributes(problems, name, name, `${name}-hint`))}
    </div>`;
  return {
    title: 'Invite somebody',
    above,
    content: html`${problemList(problems, (field) => inviteInputs[field])}
      <form class="decide" action="/members/invite" method="post" novalidate>
        ${formSecret(visitor)}
        ${fieldPart('name', 'Name', 'Who is invited, as you call them. It can be erased.', (about) => html`<input id="name" name="name" required maxlength="200" autocomplete="off" value="${filled['name'] ?? ''}" ${about} />`)}
        <div class="field">
          <label for="role">Role</label>
          <span class="field__hint" id="role-hint">What they may do; each role is of one register.</span>
          ${fieldErrors(problems, 'role', 'role')}
          <select id="role" name="role" required ${errorAttributes(problems, 'role', 'role', 'role-hint')}>
            ${registers.map(
              (register) =>
                html`<optgroup label="${register.title}">
                  ${grantableRoles(register).map((role) => {
                    const value = `${register.name} ${role}`;
                    return html`<option value="${value}" ${filled['role'] === value ? html`selected` : ''}>
                      ${capital(roleTitle(register, role))}: ${register.roles[role]?.about ?? ''}
                    </option>`;
                  })}
                </optgroup>`,
            )}
          </select>
        </div>
        ${fieldPart('organisation', 'Organisation (optional)', 'Its code, such as RX1, where the role is for one organisation alone. Empty, it is for all of the register. The code stands on the page of the organisation.', (about) => html`<input id="organisation" name="organisation" maxlength="6" autocomplete="off" value="${filled['organisation'] ?? ''}" ${about} />`)}
        ${fieldPart('until', 'Last day (optional)', 'At most five years from now. Empty, it is a year from now.', (about) => html`<input id="until" name="until" type="date" value="${filled['until'] ?? ''}" ${about} />`)}
        <button type="submit">Make a link</button>
      </form>`,
  };
};

/** The link of an invitation, which is shown this once. */
export const invitedPage = (
  link: string,
  record: RegisterRecord,
  registers: readonly Register[],
  names: Names,
): Page => {
  const held = membershipOf(record);
  const { name, answer, register, organisation } = held;
  return {
    title: 'Invited',
    above,
    content: html`<p>Give this link to ${name ?? 'them'}, and to nobody else. It is shown this once.</p>
      <p><code class="hash">${link}</code></p>
      <p>
        Whoever opens it first, signs in and accepts has the role “${titleOfRole(registers, held)}” in the register
        “${titleOf(registers, register)}”${organisation === undefined ? '' : html`, for ${organisationLink(organisation, names)} alone`}.
        It is good once, until ${timeOf(answer ?? '')}.
        <a href="/members/${record.key}">The membership</a>
      </p>`,
  };
};

const reasonsForm = (action: string, visitor: Visitor, title: string, reasons = ''): Markup =>
  html`<h2>${title}</h2>
    <form class="decide" action="${action}" method="post">
      ${formSecret(visitor)}
      <div class="field">
        <label for="reasons-${action}">Why</label>
        <textarea id="reasons-${action}" name="reasons" rows="2" required maxlength="10000">${`\n${reasons}`}</textarea>
      </div>
      <button type="submit">Go on, and check it</button>
    </form>`;

/** For which organisation a membership is held, or for all. */
const forFact = ({ organisation }: MembershipContent, names: Names): Facts[number] => [
  'For',
  organisation === undefined ? 'all of the register' : html`${organisationLink(organisation, names)} alone`,
];

/**
 * What is looked at before a membership is withdrawn or given back.
 *
 * @param isLast Whether no other counts of those that say who may act.
 */
export const withdrawCheck = (
  record: RegisterRecord,
  registers: readonly Register[],
  visitor: Visitor,
  path: string,
  filled: Filled,
  names: Names,
  isLast: boolean,
): Page => {
  const held = membershipOf(record);
  return checkPage({
    title: 'Withdraw',
    path,
    above,
    visitor,
    filled,
    facts: [
      [
        'Membership',
        `${held.name ?? record.key}: ${titleOfRole(registers, held)}, ${titleOf(registers, held.register)}`,
      ],
      forFact(held, names),
      ['State', `${record.state}, then withdrawn: it gives nothing from now on`],
      ...(isLast
        ? [
            [
              'The last administrator',
              html`From then on nobody can invite, review or withdraw. Whoever runs the server can invite an
                administrator again, by <code>isocentre members invite</code>.`,
            ] as const,
          ]
        : []),
      ['Reasons', filled['reasons'] ?? ''],
    ],
    back: [
      'There is no way back: whoever is to act again is invited anew.',
      'What they decided before stays as it is.',
    ],
  });
};

const reviewHint = 'At most five years from now. Empty, it is a year from now, or stays what it is if that is later.';

/** What is looked at before it is erased who holds a membership. */
export const eraseCheck = (
  record: RegisterRecord,
  names: readonly string[],
  visitor: Visitor,
  path: string,
  filled: Filled,
): Page =>
  checkPage({
    title: 'Erase the name',
    path,
    above,
    visitor,
    filled,
    facts: [
      ['Membership', record.key],
      ...names.map((name) => [`Erased for ever: ${name}`, sayValue(record.content[name] ?? null)] as const),
      ['Reasons', filled['reasons'] ?? ''],
    ],
    back: [
      'There is no way back: what is erased is gone from here. Copies that were made before still have it.',
      'The entries stay, with the hash of what was erased. Whoever holds the membership is signed out.',
    ],
  });

/** What an administrator may do to a membership. */
export interface MayDo {
  readonly review: boolean;
  readonly withdraw: boolean;
  readonly erase: boolean;
}

/** One membership, for administrators. */
export const memberPage = (
  record: RegisterRecord,
  registers: readonly Register[],
  visitor: Visitor,
  may: MayDo,
  on: string,
  names: Names,
  problems: readonly ShownProblem[] = [],
  filled: Filled = {},
  done = '',
): Page => {
  const held = membershipOf(record);
  const path = `/members/${record.key}`;
  const reasonsOf = (action: string): string | undefined =>
    filled['action'] === action ? filled['reasons'] : undefined;
  const facts: Facts = [
    ['Register', titleOf(registers, held.register)],
    ['Role', titleOfRole(registers, held)],
    forFact(held, names),
    ['Now', html`${standing(record, on)}, since ${timeOf(record.since)}`],
    ['From', timeOf(held.from)],
    ...(record.state === 'withdrawn' ? [] : [['Until', until(record)] as const]),
    ...(record.state === 'invited' ? [['Link good until', timeOf(held.answer ?? '')] as const] : []),
    ['Person', held.person ?? 'nobody yet'],
    ['Interests', held.interests.length === 0 ? 'none declared' : held.interests.join(', ')],
  ];
  return {
    title: `${held.name ?? record.key}: ${titleOfRole(registers, held)}`,
    above,
    content: html`${problemList(problems, (field) => ({ until: 'until', reasons: `reasons-${path}/${filled['action'] ?? ''}` })[field])}
    ${
      done === 'review' && record.state === 'active'
        ? html`<p class="notice" role="status">Reviewed: it counts until ${timeOf(countsUntil(held))}.</p>`
        : ''
    }
    ${done === 'erase' ? html`<p class="notice" role="status">Erased.</p>` : ''} ${factList(facts)}
    ${
      may.review
        ? html`<h2>Review</h2>
            <form class="decide" action="${path}/review" method="post">
              ${formSecret(visitor)}
              <div class="field">
                <label for="until">Last day (optional)</label>
                <span class="field__hint" id="until-hint">${reviewHint}</span>
                ${fieldErrors(problems, 'until', 'until')}
                <input
                  id="until"
                  name="until"
                  type="date"
                  value="${filled['until'] ?? held.until}"
                  ${errorAttributes(problems, 'until', 'until', 'until-hint')}
                />
              </div>
              <button type="submit">Let it count for another year</button>
            </form>`
        : ''
    }
    ${may.withdraw ? reasonsForm(`${path}/withdraw`, visitor, 'Withdraw', reasonsOf('withdraw')) : ''}
    ${may.erase ? reasonsForm(`${path}/erase`, visitor, 'Erase the name', reasonsOf('erase')) : ''}`,
  };
};

/** Where a membership lets its holder act, with the way there. */
const mayActWords = (
  { register: name, organisation }: MembershipContent,
  registers: readonly Register[],
  names: Names,
  isActive: boolean,
): Markup | '' => {
  if (organisation !== undefined) {
    const where = isActive ? ': what you may do is offered on its page, and on no other' : '';
    return html`For ${organisationLink(organisation, names)} alone${where}.`;
  }
  if (!isActive) return '';
  const register = registers.find((one) => one.name === name);
  return register === undefined || register.name === memberships.name
    ? ''
    : html`For all of <a href="/registers/${name}">the register</a>: what you may do is offered on each page.`;
};

/** What one's own membership is worth on a day, in a sentence. */
const standingWords = (record: RegisterRecord, on: string): Markup => {
  const { until: last, review } = membershipOf(record);
  switch (standing(record, on)) {
    case 'withdrawn':
      return html`Withdrawn on ${timeOf(record.since)}.`;
    case 'ended':
      return html`Ended: its last day was ${timeOf(last)}.`;
    case 'review missed':
      return html`It counts no more until an administrator reviews it: that was due by ${timeOf(review)}.`;
    default:
      return html`Active, until ${until(record)}.`;
  }
};

/** The identifier of an input for one membership among somebody's own. */
const ownInput = (field: string, key: string): string =>
  field === 'interests' ? `interests-${key}` : `reasons-/me/${key}/withdraw`;

/** Declared interests of which there is no record, by the key of the membership. */
export type Unlisted = ReadonlyMap<string, readonly string[]>;

/** Says of declared interests that there is no record of them; empty where there is of all. */
const unlistedWords = (record: RegisterRecord, registers: readonly Register[], unlisted: Unlisted): string => {
  const keys = unlisted.get(record.key) ?? [];
  if (keys.length === 0) return '';
  const effect = keys.length === 1 ? 'It bars nothing until it is.' : 'They bar nothing until they are.';
  return `Not on the register “${titleOf(registers, membershipOf(record).register)}”: ${keys.join(', ')}. ${effect}`;
};

/** Somebody's own page: what they may do, and their interests. */
export const ownPage = (
  visitor: Visitor,
  registers: readonly Register[],
  mayAdminister: boolean,
  on: string,
  names: Names,
  unlisted: Unlisted,
  problems: readonly ShownProblem[] = [],
  filled: Filled = {},
  done = '',
): Page => ({
  title: visitor.name === '' ? 'Yourself' : visitor.name,
  content: html`${problemList(problems, (field) =>
      field === 'interests' || field === 'reasons' ? ownInput(field, filled['key'] ?? '') : undefined,
    )}
    ${
      done === 'interests'
        ? html`<p class="notice" role="status">
            ${['Your interests are declared.', ...visitor.held.map((record) => unlistedWords(record, registers, unlisted))].join(' ')}
          </p>`
        : ''
    }
    <p>You are <code>${visitor.person}</code> here: decisions name you so, for ever, and not by your name.</p>
    ${mayAdminister ? html`<p><a href="/members">Members: invite, review, withdraw</a></p>` : ''}
    ${visitor.held.length === 0 ? html`<p>You have no membership: you may read what anyone may.</p>` : ''}
    ${visitor.held.map((record) => {
      const held = membershipOf(record);
      const path = `/me/${record.key}`;
      const isFilled = filled['key'] === record.key;
      const wrong = isFilled ? problems : [];
      const input = ownInput('interests', record.key);
      const missing = unlistedWords(record, registers, unlisted);
      const hint = `${input}-hint`;
      return html`<section>
        <h2>${titleOf(registers, held.register)}: ${titleOfRole(registers, held)}</h2>
        <p>${mayActWords(held, registers, names, standing(record, on) === 'active')} ${standingWords(record, on)}</p>
        ${
          record.state === 'active'
            ? html`<form class="decide" action="${path}/interests" method="post">
                  ${formSecret(visitor)}
                  <div class="field">
                    <label for="${input}">Keys of records in which you have an interest, one a line</label>
                    ${missing === '' ? '' : html`<span class="field__hint" id="${hint}">${missing}</span>`}
                    ${fieldErrors(wrong, 'interests', input)}
                    <textarea
                      id="${input}"
                      name="interests"
                      rows="3"
                      maxlength="100000"
                      ${errorAttributes(wrong, 'interests', input, missing === '' ? undefined : hint)}
                    >
${(isFilled ? filled['interests'] : undefined) ?? held.interests.join('\n')}</textarea>
                  </div>
                  <button type="submit">Declare</button>
                </form>
                <details>
                  <summary>Give this membership back</summary>
                  ${reasonsForm(`${path}/withdraw`, visitor, 'Give back')}
                </details>`
            : ''
        }
      </section>`;
    })}`,
});

/** What somebody sees who opened the link of an invitation. */
export const invitationPage = (
  record: RegisterRecord,
  registers: readonly Register[],
  path: string,
  visitor: Visitor | undefined,
  canSignIn: boolean,
  names: Names,
): Page => {
  const held = membershipOf(record);
  const { register, organisation, until: last, answer } = held;
  return {
    title: 'You are invited',
    content: html`<p>
        To have the role “${titleOfRole(registers, held)}” in the register
        “${titleOf(registers, register)}”${organisation === undefined ? '' : html`, for ${organisationLink(organisation, names)} alone`},
        until ${timeOf(last)}. The link is good once, until ${timeOf(answer ?? '')}.
      </p>
      ${
        visitor
          ? html`<form action="${path}" method="post">
              ${formSecret(visitor)}
              <p>You are signed in as ${visitor.name === '' ? visitor.person : visitor.name}.</p>
              <button type="submit">Accept</button>
            </form>`
          : canSignIn
            ? html`<p><a href="/sign-in?to=${encodeURIComponent(path)}">Sign in to accept</a></p>`
            : html`<p>${nobodySignsIn} Until then it cannot be accepted; the link stays good.</p>`
      }`,
  };
};
