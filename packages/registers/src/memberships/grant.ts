import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import { isDay } from '../day.ts';
import { decide, type Decided } from '../decide.ts';
import type { Register } from '../declaration.ts';
import { keyAsWritten } from '../key.ts';
import type { Person } from '../permission.ts';
import type { RegisterRecord } from '../record.ts';
import { memberships, type MembershipContent } from './memberships.ts';

/** Whoever runs the server; what they decide comes by its command line. */
export const operator: Person = {
  id: 'operator',
  memberships: [{ role: 'operator', from: '0001-01-01' }],
  interests: [],
};

/** What is decided by the program itself and can be given to nobody. */
const ownRoles = new Set(['calendar', 'operator', 'invitee', 'holder']);

/** Gives the roles of a register that somebody can be invited to: those with authority that are not the program's own. */
export const grantableRoles = (register: Register): readonly string[] =>
  Object.keys(register.authority).filter((role) => !ownRoles.has(role));

/** Days for which the link of an invitation is good. */
const answerDays = 14;
/** Years for which a membership counts without a review, and the most for which it can be given. */
const [reviewedFor, longest] = [1, 5];

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The same day of a later year; of a 29 February, in a year without one, the day before. */
const yearsAfter = (day: string, years: number): string => {
  const date = new Date(`${day}T00:00:00Z`);
  const month = date.getUTCMonth();
  date.setUTCFullYear(date.getUTCFullYear() + years);
  if (date.getUTCMonth() !== month) date.setUTCDate(0);
  return date.toISOString().slice(0, 10);
};

const earlier = (one: string, other: string): string => (one < other ? one : other);

/** Gives the day up to which a membership counts: its last, or an earlier one by which it has to be reviewed. */
export const countsUntil = ({ until, review }: Pick<MembershipContent, 'until' | 'review'>): string =>
  earlier(until, review);

/** Reads the content of a record of {@link memberships}. */
export const membershipOf = ({ content }: Pick<RegisterRecord, 'content'>): MembershipContent =>
  content as MembershipContent;

/** What whoever invites says. */
export interface Invitation {
  readonly register: string;
  readonly role: string;
  /** The organisation for which alone it is to be held. */
  readonly organisation?: string;
  /** Whom it is for. */
  readonly name: string;
  /** The last day; five years at most, one year without it. */
  readonly until?: string;
}

/**
 * Decides whether somebody may be invited, and draws up the entry. The link is good for 14 days, and no longer than the
 * membership.
 *
 * @param registers All registers in which a role can be held.
 * @param key A new key, drawn by lot.
 * @param link The SHA-256 of the secret in the link, in hexadecimal digits.
 * @param on The present day.
 */
export const inviteMember = (
  registers: readonly Register[],
  by: Person,
  { register: name, role, organisation, name: whom, until }: Invitation,
  { key, link, on }: { readonly key: string; readonly link: string; readonly on: string },
): Decided => {
  const problems: Problem[] = [];
  const register = registers.find((one) => one.name === name);
  const roles = register ? grantableRoles(register) : [];
  if (!register) {
    problems.push({ where: 'register', found: `"${name}"`, expected: registers.map((one) => one.name).join(', ') });
  } else if (!roles.includes(role)) {
    problems.push({ where: 'role', found: `"${role}"`, expected: roles.join(', ') });
  }
  if (whom.trim() === '')
    problems.push({ where: 'name', found: 'nothing', expected: 'the name of whoever is invited' });
  if (register && organisation !== undefined && register.isByOrganisation !== true) {
    const expected = `none: a role in "${register.title}" is held for all of it`;
    problems.push({ where: 'organisation', found: `"${organisation}"`, expected });
  }
  const last = yearsAfter(on, longest);
  if (until !== undefined && !(/^\d{4}-\d{2}-\d{2}$/.test(until) && until >= on && until <= last)) {
    problems.push({ where: 'until', found: `"${until}"`, expected: `a day from ${on} to ${last}` });
  }
  const review = yearsAfter(on, reviewedFor);
  const change: MembershipContent = {
    register: name,
    role,
    ...(organisation === undefined ? {} : { organisation }),
    name: whom,
    from: on,
    until: until ?? review,
    review,
    link,
    // One that has ended is not accepted.
    answer: earlier(dayAfter(on, answerDays), until !== undefined && isDay(until) ? until : review),
    interests: [],
  };
  const decided = decide(
    memberships,
    undefined,
    by,
    { action: 'invite', key, change, evidence: [], validFrom: on },
    on,
  );
  // Whoever may not invite learns nothing of registers and roles.
  if (decided.kind === 'denied' || problems.length === 0) return decided;
  // The rest is told too, but what the form of a membership says once more of what is named already.
  const named = new Set(problems.map(({ where }) => where));
  const rest = decided.kind === 'wrong' ? decided.problems : [];
  const isNamed = ({ where }: Problem): boolean => named.has(where.split(' ').at(-1) ?? '');
  return { kind: 'wrong', problems: [...problems, ...rest.filter((one) => !isNamed(one))] };
};

/** Whoever came by a link and is signed in. */
export interface Acceptance {
  readonly person: string;
  readonly account: { readonly issuer: string; readonly subject: string };
}

/** Decides whether an invitation can be accepted, and draws up the entry; the link is then good for nothing. */
export const acceptInvitation = (record: RegisterRecord, { person, account }: Acceptance, on: string): Decided => {
  const { answer } = membershipOf(record);
  if (answer !== undefined && on > answer) {
    return {
      kind: 'wrong',
      problems: [{ where: 'invitation', found: `one that was good until ${answer}`, expected: 'a new one' }],
    };
  }
  const invitee: Person = { id: person, memberships: [{ role: 'invitee', from: on }], interests: [] };
  const change = { person, account: { ...account }, link: null, answer: null };
  return decide(
    memberships,
    record,
    invitee,
    { action: 'accept', key: record.key, change, evidence: [], validFrom: on },
    on,
  );
};

/** Decides whether a membership counts for another year, or to another last day. */
export const reviewMembership = (
  record: RegisterRecord,
  by: Person,
  until: string | undefined,
  on: string,
): Decided => {
  const held = membershipOf(record);
  const review = yearsAfter(on, reviewedFor);
  const last = yearsAfter(on, longest);
  const decided = decide(
    memberships,
    record,
    by,
    {
      action: 'review',
      key: record.key,
      change: { review, until: until ?? (held.until > review ? held.until : review) },
      evidence: [],
      validFrom: on,
    },
    on,
  );
  if (decided.kind !== 'denied' && until !== undefined && !(until >= on && until <= last)) {
    return {
      kind: 'wrong',
      problems: [{ where: 'until', found: `"${until}"`, expected: `a day from ${on} to ${last}` }],
    };
  }
  return decided;
};

/** Checks keys in which somebody declares an interest, one a line or separated by commas. */
export const readInterests = (text: string, register: Register): Result<readonly string[]> => {
  const typed = text.split(/[\s,]+/).filter((key) => key !== '');
  const keys = [...new Set(typed.map((key) => keyAsWritten(register, key)))];
  const wrong = keys.filter((key) => !register.key.pattern.test(key));
  return wrong.length === 0
    ? success(keys)
    : failure(...wrong.map((key) => ({ where: 'interests', found: `"${key}"`, expected: register.key.about })));
};
