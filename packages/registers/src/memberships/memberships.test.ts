import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DraftKeeper } from '../../../../tests/support/keep-drafts.ts';
import { decide, type Decided } from '../decide.ts';
import { organisations } from '../organisations/organisations.ts';
import { declarationFaults, permissionMatrix, permissionOf, type Person } from '../permission.ts';
import type { RegisterRecord } from '../record.ts';
import {
  acceptInvitation,
  grantableRoles,
  inviteMember,
  membershipOf,
  operator,
  readInterests,
  reviewMembership,
} from './grant.ts';
import { memberships } from './memberships.ts';
import { holderOf, personIn } from './person-in.ts';

const today = '2026-11-27';
const registers = [organisations, memberships];
const key = 'M0123456789ABCDEF';
const link = 'a'.repeat(64);
const account = { issuer: 'https://provider.example', subject: '1234' };
const administrator: Person = { id: 'boss', memberships: [{ role: 'administrator', from: today }], interests: [] };

const draftOf = (decided: Decided): Extract<Decided, { kind: 'draft' }>['draft'] => {
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  return decided.draft;
};

/** A membership in the making, written step by step. */
const example = () => {
  const keeper = new DraftKeeper(memberships);
  const record = (): RegisterRecord => {
    const found = keeper.record(key, '2030-01-01');
    if (!found) throw new Error('no membership');
    return found;
  };
  const write = (decided: Decided): void => {
    keeper.write([draftOf(decided)], `${today}T12:00:00.000Z`);
  };
  write(
    inviteMember(
      registers,
      administrator,
      { register: 'organisations', role: 'registrar', name: 'Ada' },
      { key, link, on: today },
    ),
  );
  return { keeper, record, write };
};

describe('the table of authority over memberships', () => {
  // Written by hand from what it is for; what is not here must be denied.
  const allowed = new Set([
    'administrator invite none',
    'administrator review active',
    'administrator withdraw invited',
    'administrator withdraw active',
    'administrator redact invited',
    'administrator redact active',
    'administrator redact withdrawn',
    'operator invite none',
    'operator review active',
    'operator withdraw invited',
    'operator withdraw active',
    'invitee accept invited',
    'holder declare active',
    'holder withdraw active',
  ]);

  test('is exactly this, and contradicts itself nowhere', () => {
    const says = permissionMatrix(memberships).filter((cell) => cell.allowed);
    expect(new Set(says.map(({ role, action, state }) => `${role} ${action} ${state}`))).toEqual(allowed);
    expect(declarationFaults(memberships)).toEqual([]);
  });

  test('nobody reviews a membership of their own', () => {
    const { record, write } = example();
    write(acceptInvitation(record(), { person: 'boss', account }, today));
    const me = { ...administrator, interests: personIn(memberships, 'boss', [record()]).interests };
    expect(reviewMembership(record(), me, undefined, today)).toEqual({ kind: 'denied', because: 'declared interest' });
    expect(reviewMembership(record(), operator, undefined, today).kind).toBe('draft');
  });
});

describe('a membership', () => {
  test('is invited to, accepted once, and counts for whom accepted it, in its register alone', () => {
    const { record, write } = example();
    expect(record()).toMatchObject({ state: 'invited', content: { link, answer: '2026-12-11', review: '2027-11-27' } });
    expect(personIn(organisations, 'ada', [record()]).memberships).toEqual([]);
    write(acceptInvitation(record(), { person: 'ada', account }, today));
    expect(record()).toMatchObject({ state: 'active', content: { person: 'ada', account, name: 'Ada' } });
    expect(record().content).not.toHaveProperty('link');
    expect(acceptInvitation(record(), { person: 'eve', account }, today)).toEqual({
      kind: 'denied',
      because: 'wrong state',
    });
    const held = [{ role: 'registrar', from: today, until: '2027-11-27' }];
    expect(personIn(organisations, 'ada', [record()])).toEqual({ id: 'ada', memberships: held, interests: [] });
    expect(personIn(organisations, 'eve', [record()]).memberships).toEqual([]);
    expect(personIn(memberships, 'ada', [record()])).toEqual({ id: 'ada', memberships: [], interests: [key] });
    const asked = { action: 'reopen', key: 'RX1', state: 'closed' };
    const may = (on: string): boolean =>
      permissionOf(organisations, personIn(organisations, 'ada', [record()]), { ...asked, on }).allowed;
    expect([may('2026-11-26'), may(today), may('2027-11-27'), may('2027-11-28')]).toEqual([false, true, true, false]);
  });

  test('for one organisation counts for its record alone, and in a register of other things for none', () => {
    const { record, write } = example();
    write(acceptInvitation(record(), { person: 'ada', account }, today));
    const held = { ...record(), content: { ...record().content, organisation: 'RX1' } };
    const ada = personIn(organisations, 'ada', [held]);
    const may = (register: typeof organisations, of: string): unknown =>
      permissionOf(register, ada, { action: 'reopen', key: of, state: 'closed', on: today });
    expect(may(organisations, 'RX1')).toMatchObject({ allowed: true, capacity: 'registrar' });
    const { isByOrganisation: _by, ...things } = organisations;
    for (const denied of [may(organisations, 'RX2'), may(organisations, ''), may(things, 'RX1')])
      expect(denied).toEqual({ allowed: false, because: 'no authority' });
  });

  test('is accepted up to its last day, and not after', () => {
    const { record } = example();
    expect(acceptInvitation(record(), { person: 'ada', account }, '2026-12-11').kind).toBe('draft');
    expect(acceptInvitation(record(), { person: 'ada', account }, '2026-12-12')).toMatchObject({ kind: 'wrong' });
  });

  test('counts another year when reviewed, and never past its last day', () => {
    const { record, write } = example();
    write(acceptInvitation(record(), { person: 'ada', account }, today));
    expect(reviewMembership(record(), administrator, '2020-01-01', today)).toMatchObject({ kind: 'wrong' });
    write(reviewMembership(record(), administrator, '2028-06-30', '2027-11-01'));
    expect(membershipOf(record())).toMatchObject({ review: '2028-11-01', until: '2028-06-30' });
    expect(personIn(organisations, 'ada', [record()]).memberships[0]?.until).toBe('2028-06-30');
    // Without another last day it counts a whole year more; of a 29 February, to the 28th.
    write(reviewMembership(record(), administrator, undefined, '2028-02-29'));
    expect(membershipOf(record())).toMatchObject({ review: '2029-02-28', until: '2029-02-28' });
  });

  test('is withdrawn with reasons by an administrator, or given back, and then gives nothing', () => {
    const { record, write } = example();
    write(acceptInvitation(record(), { person: 'ada', account }, today));
    const withdraw = (by: Person, reasons?: string): Decided =>
      decide(
        memberships,
        record(),
        by,
        {
          action: 'withdraw',
          key,
          change: {},
          evidence: [],
          validFrom: today,
          ...(reasons === undefined ? {} : { reasons }),
        },
        today,
      );
    expect(withdraw(administrator)).toMatchObject({ kind: 'wrong' });
    expect(withdraw(holderOf(record(), 'eve'), 'mine')).toEqual({ kind: 'denied', because: 'no authority' });
    expect(withdraw(holderOf(record(), 'ada'), 'retired').kind).toBe('draft');
    write(withdraw(administrator, 'retired'));
    expect(personIn(organisations, 'ada', [record()])).toEqual({ id: 'ada', memberships: [], interests: [] });
  });

  test('says what records somebody has an interest in', () => {
    const { record, write } = example();
    write(acceptInvitation(record(), { person: 'ada', account }, today));
    const change = { interests: ['RX1'] };
    const declared = { action: 'declare', key, change, evidence: [], validFrom: today };
    write(decide(memberships, record(), holderOf(record(), 'ada'), declared, today));
    expect(personIn(organisations, 'ada', [record()]).interests).toEqual(['RX1']);
    expect(readInterests(' RX1, RX2\nRX1', organisations)).toEqual({ ok: true, value: ['RX1', 'RX2'] });
    expect(readInterests('rx1 RX1', organisations)).toEqual({ ok: true, value: ['RX1'] });
    expect(readInterests('rx-1', organisations)).toMatchObject({ ok: false, problems: [{ found: '"rx-1"' }] });
  });

  test('keeps name and account apart from the entries, so that they can be erased', () => {
    const { keeper, record, write } = example();
    write(acceptInvitation(record(), { person: 'ada', account }, today));
    expect(JSON.stringify(keeper.entries)).not.toMatch(/"Ada"|"1234"|provider\.example/);
  });
});

describe('an invitation', () => {
  const ask = (change: object, by = administrator): Decided =>
    inviteMember(
      registers,
      by,
      { register: 'organisations', role: 'registrar', name: 'Ada', ...change },
      { key, link, on: today },
    );

  test.each([
    [{ register: 'nothing' }, 'register'],
    [{ role: 'calendar' }, 'role'],
    [{ role: 'reader' }, 'role'],
    [{ register: 'memberships', role: 'operator' }, 'role'],
    [{ role: '__proto__' }, 'role'],
    [{ until: '2026-11-26' }, 'until'],
    [{ until: '2040-01-01' }, 'until'],
    [{ until: 'never' }, 'until'],
    [{ register: 'memberships', role: 'administrator', organisation: 'RX1' }, 'organisation'],
    [{ name: '' }, 'name'],
    [{ organisation: 'x' }, 'memberships M0123456789ABCDEF organisation'],
  ])('to %j is refused', (change, where) => {
    const decided = ask(change);
    expect(decided).toMatchObject({
      kind: 'wrong',
      problems: expect.arrayContaining([expect.objectContaining({ where })]),
    });
  });

  test('is good for 14 days, and no longer than the membership', () => {
    const answer = (until: string): unknown => {
      const decided = ask({ until });
      return decided.kind === 'draft' ? decided.draft.content['answer'] : decided;
    };
    expect([answer('2026-12-01'), answer('2027-06-30')]).toEqual(['2026-12-01', '2026-12-11']);
  });

  test('comes from an administrator or the operator alone', () => {
    expect(ask({}, operator).kind).toBe('draft');
    for (const role of ['registrar', 'holder', 'invitee', 'ods', '__proto__']) {
      const somebody = { id: 'x', memberships: [{ role, from: '2020-01-01' }], interests: [] };
      expect(ask({ role: 'nothing' }, somebody)).toEqual({ kind: 'denied', because: 'no authority' });
    }
  });

  test('is to no role that the program keeps for itself', () => {
    expect(grantableRoles(organisations)).toEqual(['ods', 'registrar']);
    expect(grantableRoles(memberships)).toEqual(['administrator']);
  });
});

test('whatever memberships there are, nobody gets a role from those of another', () => {
  const held = fc.record({
    state: fc.constantFrom('invited', 'active', 'withdrawn'),
    person: fc.constantFrom('ada', 'eve', undefined),
    register: fc.constantFrom('organisations', 'memberships', 'people'),
  });
  fc.assert(
    fc.property(fc.array(held), (all) => {
      const records = all.map(({ state, person, register }, index) => ({
        key: `M${index}`,
        state,
        since: today,
        lastEntry: 1,
        content: {
          register,
          role: 'registrar',
          from: today,
          until: today,
          review: today,
          interests: [],
          ...(person === undefined ? {} : { person }),
        },
      }));
      const mine = all.filter(
        (one) => one.state === 'active' && one.person === 'ada' && one.register === 'organisations',
      );
      expect(personIn(organisations, 'ada', records).memberships).toHaveLength(mine.length);
    }),
  );
});
