import { memberships, personIn, type Person, type Register, type RegisterRecord } from '@isocentre/registers';
import type { Session } from '@isocentre/store';
import type { Kept } from '../services.ts';
import { Cookies } from './cookies.ts';
import { derive, hashOf, isSecret } from './secrets.ts';

/** Who sent a request, when they are signed in. */
export interface Visitor extends Session {
  /** Their memberships, whatever the state of each. */
  readonly held: readonly RegisterRecord[];
  /** What a form must send back, so that another site cannot send it in their name. */
  readonly formSecret: string;
  /** Gives them as a register sees them. */
  readonly personIn: (register: Register) => Person;
}

/** More than anybody has. */
const mostMemberships = 1000;

/** Tells who sent the request with these cookies; undefined where nobody is signed in, without asking the database where there is no cookie. */
export const visitorOf = async (
  origin: string,
  sent: string | undefined,
  { store }: Kept,
): Promise<Visitor | undefined> => {
  const secret = new Cookies(origin).read(sent, 'session');
  if (secret === undefined || !isSecret(secret)) return undefined;
  const session = await store.signIns().session(hashOf(secret));
  if (!session) return undefined;
  const { records } = await store.search(memberships, {
    facets: { person: session.person },
    limit: mostMemberships,
  });
  return {
    ...session,
    held: records,
    formSecret: derive(secret, 'form'),
    personIn: (register) => personIn(register, session.person, records),
  };
};
