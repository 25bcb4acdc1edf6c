import { z } from 'zod';
import { dayField } from '../day.ts';
import type { Register } from '../declaration.ts';

const word = z.string().regex(/^[a-z][a-z0-9-]{0,99}$/, 'lower-case words joined by hyphens');

/** The form of a membership. */
export const membershipSchema = z.strictObject({
  register: word.describe('the register in which the role is held'),
  role: word,
  organisation: z
    .string()
    .regex(/^[A-Z0-9]{3,6}$/, 'a code of 3 to 6 capital letters and digits')
    .exactOptional()
    .describe('the organisation for which alone it is held, by its code; without it for all'),
  name: z.string().min(1).max(200).exactOptional().describe('what whoever invited them calls them'),
  from: dayField.describe('the first day'),
  until: dayField.describe('the last day'),
  review: dayField.describe('the day up to which it counts unless an administrator reviews it'),
  link: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'a SHA-256 in 64 lower-case hexadecimal digits')
    .exactOptional()
    .describe('the hash of the secret in the link of the invitation, until it is accepted'),
  answer: dayField.exactOptional().describe('the last day on which the invitation can be accepted'),
  person: z.string().min(1).max(200).exactOptional().describe('who accepted: an identifier, no name'),
  account: z
    .strictObject({ issuer: z.string().min(1).max(2000), subject: z.string().min(1).max(255) })
    .exactOptional()
    .describe('how the provider that they sign in with knows them'),
  interests: z
    .array(z.string().min(1).max(200))
    .max(1000)
    .describe('keys of records of that register in which they declared an interest'),
});

/** What a membership holds. */
export type MembershipContent = z.infer<typeof membershipSchema>;

const action = (name: string, title: string, from: readonly string[], to?: string, needsReasons = false) => ({
  action: name,
  title,
  from,
  ...(to === undefined ? {} : { to }),
  needsReasons,
  barredByInterest: name === 'review',
});

/**
 * The register of memberships: who may act in which role. What anyone may do in any register comes from here and from
 * nowhere else. It is nobody's to read but administrators', and for their own each person's.
 */
export const memberships: Register = {
  name: 'memberships',
  title: 'Memberships',
  about: 'Who may act in which role of which register, for which organisation; kept by administrators',
  key: { pattern: /^M[0-9A-F]{16}$/, about: 'the letter M and 16 hexadecimal digits, drawn by lot' },
  content: membershipSchema,
  publicFields: [],
  personalFields: ['name', 'account'],
  states: {
    invited: 'a link was given out, and nobody has accepted yet',
    active: 'it was accepted; it counts from its first day to its last, as long as it is reviewed',
    withdrawn: 'it was taken back, or given back',
  },
  transitions: [
    action('invite', 'Invite', ['none'], 'invited'),
    action('accept', 'Accept', ['invited'], 'active'),
    action('review', 'Review', ['active']),
    action('declare', 'Declare interests', ['active']),
    action('withdraw', 'Withdraw', ['invited', 'active'], 'withdrawn', true),
  ],
  roles: {
    administrator: { title: 'administrator', about: 'says who may act in which role' },
    operator: { title: 'operator', about: 'runs the server, and decides by its command line' },
    invitee: { title: 'invitee', about: 'came by the link of an invitation and signed in' },
    holder: { title: 'holder', about: 'whose membership it is' },
  },
  authority: {
    administrator: {
      invite: ['none'],
      review: ['active'],
      withdraw: ['invited', 'active'],
      redact: ['invited', 'active', 'withdrawn'],
    },
    operator: { invite: ['none'], review: ['active'], withdraw: ['invited', 'active'] },
    invitee: { accept: ['invited'] },
    holder: { declare: ['active'], withdraw: ['active'] },
  },
  timed: [],
  search: { text: [], facets: ['register', 'role', 'person'], identifiers: ['link'] },
};
