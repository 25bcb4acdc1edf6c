import { randomUUID } from 'node:crypto';
import {
  acceptInvitation,
  decide,
  holderOf,
  memberships,
  operator,
  type Decided,
  type RegisterRecord,
} from '@isocentre/registers';
import type { Store } from '@isocentre/store';
import { derive, hashOf, newMembershipKey, newPerson, newSecret } from '../../apps/server/src/sign-in/secrets.ts';
import { fakeProvider } from './fake-provider.ts';

/** A membership to be given to somebody. */
export interface Given {
  readonly role: string;
  /** The register; that of organisations by default. */
  readonly register?: string;
  /** The organisation for which alone it is held. */
  readonly organisation?: string;
  readonly from?: string;
  readonly until?: string;
  readonly review?: string;
  readonly interests?: readonly string[];
}

/** Somebody who is signed in. */
export interface SignedIn {
  readonly person: string;
  /** Keys of their memberships, in the order given. */
  readonly keys: readonly string[];
  readonly cookie: string;
  readonly formSecret: string;
  /** What a page of this server sends in their name. */
  readonly headers: Readonly<Record<'cookie' | 'origin' | 'x-form-secret', string>>;
}

const write = async (store: Store, decided: Decided): Promise<void> => {
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  const outcome = await store.append({ drafts: [decided.draft] });
  if (outcome.kind !== 'written') throw new Error(outcome.kind);
};

/**
 * Gives somebody memberships, by decisions in the ledger, and a session.
 *
 * @param origin The address by which the server is reached.
 */
export const enter = async (
  store: Store,
  origin: string,
  today: string,
  given: readonly Given[],
  name = 'Ada Saltmarsh',
): Promise<SignedIn> => {
  const account = { issuer: fakeProvider.issuer, subject: randomUUID() };
  const person = await store.signIns().person({ ...account, name }, newPerson());
  const keys = given.map(() => newMembershipKey());
  for (const [index, { interests = [], ...one }] of given.entries()) {
    const key = keys[index] ?? '';
    const usual = { register: 'organisations', from: '2026-01-01', until: '2027-06-30', review: '2027-06-30' };
    const content = { ...usual, ...one, interests: [] };
    const asked = { key, evidence: [], validFrom: today };
    const record = async (): Promise<RegisterRecord> => {
      const found = await store.record(memberships, key);
      if (!found) throw new Error('no membership');
      return found;
    };
    await write(
      store,
      decide(memberships, undefined, operator, { ...asked, action: 'invite', change: content }, today),
    );
    await write(store, acceptInvitation(await record(), { person, account }, today));
    if (interests.length > 0) {
      const declared = { ...asked, action: 'declare', change: { interests: [...interests] } };
      await write(store, decide(memberships, await record(), holderOf(await record(), person), declared, today));
    }
  }
  const secret = newSecret();
  await store.signIns().open(hashOf(secret), person);
  const cookie = `isocentre-session=${secret}`;
  const formSecret = derive(secret, 'form');
  return { person, keys, cookie, formSecret, headers: { cookie, origin, 'x-form-secret': formSecret } };
};
