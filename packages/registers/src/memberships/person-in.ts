import type { Register } from '../declaration.ts';
import type { Person } from '../permission.ts';
import type { RegisterRecord } from '../record.ts';
import { countsUntil, membershipOf } from './grant.ts';
import { memberships } from './memberships.ts';

/**
 * Gives somebody as a register sees them: with the roles that they hold in it, each for its days, and the interests that
 * they declared in it. A membership of another, one that was not accepted or was withdrawn, and one of another register
 * give nothing. In the register of memberships they also hold their own, and have an interest in these.
 *
 * @param held Records of {@link memberships}.
 */
export const personIn = (register: Register, id: string, held: readonly RegisterRecord[]): Person => {
  const own = held.filter((record) => record.state === 'active' && membershipOf(record).person === id);
  const here = own.map(membershipOf).filter((one) => one.register === register.name);
  return {
    id,
    memberships: here.map((one) => ({
      role: one.role,
      from: one.from,
      until: countsUntil(one),
      ...(one.organisation === undefined ? {} : { organisation: one.organisation }),
    })),
    interests:
      register.name === memberships.name
        ? own.map(({ key }) => key)
        : [...new Set(here.flatMap(({ interests }) => interests))],
  };
};

/** Gives somebody as the holder of a membership of their own; of another they hold nothing. */
export const holderOf = (record: RegisterRecord, id: string): Person => ({
  id,
  memberships: membershipOf(record).person === id ? [{ role: 'holder', from: '0001-01-01' }] : [],
  interests: [],
});
