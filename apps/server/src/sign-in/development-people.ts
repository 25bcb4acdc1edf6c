import {
  acceptInvitation,
  allRegisters,
  decide,
  inviteMember,
  memberships,
  operator,
  type Decided,
  type RegisterRecord,
} from '@isocentre/registers';
import type { Store } from '@isocentre/store';
import { hashOf, newMembershipKey, newPerson, newSecret } from './secrets.ts';

/** The issuer under which invented people are known: no provider of a real one can have it, since its address is https. */
export const developmentIssuer = 'urn:isocentre:development';

/** Somebody who is invented. */
export interface DevelopmentPerson {
  readonly subject: string;
  readonly name: string;
  readonly about: string;
  readonly register?: string;
  readonly role?: string;
  readonly isWithdrawn?: boolean;
}

/** Five of them, one for each thing that can be the case. */
export const developmentPeople: readonly DevelopmentPerson[] = [
  {
    subject: 'ada',
    name: 'Ada Quill',
    about: 'an administrator: invites, reviews and withdraws',
    register: 'memberships',
    role: 'administrator',
  },
  { subject: 'ben', name: 'Ben Okoro', about: 'a registrar', register: 'organisations', role: 'registrar' },
  {
    subject: 'cerys',
    name: 'Cerys Pugh',
    about: 'acts for the Organisation Data Service',
    register: 'organisations',
    role: 'ods',
  },
  {
    subject: 'dev',
    name: 'Dev Rana',
    about: 'was a registrar; the membership was withdrawn',
    register: 'organisations',
    role: 'registrar',
    isWithdrawn: true,
  },
  { subject: 'elif', name: 'Elif Aydin', about: 'has no membership' },
];

/** Gives the invented people their memberships, where they have none yet. */
export const seedPeople = async (store: Store, on: string): Promise<void> => {
  const write = async (decided: Decided): Promise<void> => {
    if (decided.kind !== 'draft') throw new Error('an invented person cannot be given what they are to have');
    await store.append({ drafts: [decided.draft] });
  };
  for (const { subject, name, register, role, isWithdrawn = false } of developmentPeople) {
    const account = { issuer: developmentIssuer, subject };
    const person = await store.signIns().person({ ...account, name }, newPerson());
    const { count } = await store.search(memberships, { facets: { person }, limit: 1 });
    if (register === undefined || role === undefined || count > 0) continue;
    const key = newMembershipKey();
    const read = async (): Promise<RegisterRecord> => {
      const record = await store.record(memberships, key);
      if (!record) throw new Error('a membership that was written is not there');
      return record;
    };
    const made = { key, link: hashOf(newSecret()), on };
    await write(inviteMember(allRegisters, operator, { register, role, name }, made));
    await write(acceptInvitation(await read(), { person, account }, on));
    if (!isWithdrawn) continue;
    const decision = { action: 'withdraw', key, change: {}, reasons: 'invented so', evidence: [], validFrom: on };
    await write(decide(memberships, await read(), operator, decision, on));
  }
};

/** The issuers by which those are known who have or had a membership here; undefined where that was erased. */
const issuers = async (store: Store): Promise<readonly unknown[]> =>
  [...(await store.records(memberships)).values()].flatMap(({ content: { account, person } }) => {
    const issuer =
      typeof account === 'object' && account !== null && 'issuer' in account ? account['issuer'] : undefined;
    return person === undefined ? [] : [issuer];
  });

/** Tells whether somebody who is not invented has a membership here. */
export const hasRealPeople = async (store: Store): Promise<boolean> =>
  (await issuers(store)).some((issuer) => issuer !== developmentIssuer);

/** Tells whether somebody who is invented has a membership here. */
export const hasInventedPeople = async (store: Store): Promise<boolean> =>
  (await issuers(store)).includes(developmentIssuer);
