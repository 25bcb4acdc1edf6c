import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { organisations } from './organisations/organisations.ts';
import { declarationFaults, permissionMatrix, permissionOf, type Person } from './permission.ts';

const on = '2026-11-27';
const holder = (role: string, interests: readonly string[] = []): Person => ({
  id: 'person-1',
  memberships: [{ role, from: '2026-01-01', until: '2026-12-31' }],
  interests,
});

// Written by hand from what the register is for; what is not here must be denied.
const allowed = new Set([
  'ods announce none',
  'ods list none',
  'ods list-closed none',
  'ods open announced',
  'ods update announced',
  'ods update open',
  'ods update closed',
  'ods close open',
  'ods close announced',
  'ods reopen closed',
  'ods take-back announced',
  'ods take-back open',
  'ods take-back closed',
  'calendar open announced',
  'calendar close open',
  'calendar close announced',
  'registrar reopen closed',
  'registrar correct announced',
  'registrar correct open',
  'registrar correct closed',
  'registrar redact announced',
  'registrar redact open',
  'registrar redact closed',
  'registrar take-back announced',
  'registrar take-back open',
  'registrar take-back closed',
]);

describe('role × action × state of the register of organisations', () => {
  const matrix = permissionMatrix(organisations);

  test('has a cell for each', () => {
    expect(matrix).toHaveLength(4 * (7 + 3) * 4);
    expect(new Set(matrix.map(({ role, action, state }) => `${role} ${action} ${state}`)).size).toBe(matrix.length);
  });

  test.each(matrix)('$role may $action what is $state: $allowed', ({ role, action, state, allowed: says }) => {
    const expected = allowed.has(`${role} ${action} ${state}`);
    expect(says).toBe(expected);
    expect(permissionOf(organisations, holder(role), { action, key: 'RX1', state, on }).allowed).toBe(expected);
  });
});

describe('denied', () => {
  const ask = (person: Person, change: object = {}): unknown =>
    permissionOf(organisations, person, { action: 'reopen', key: 'RX1', state: 'closed', on, ...change });

  test('whoever has no role, an unknown role, or one named like what every object has', () => {
    for (const role of ['', 'reader', 'nobody', 'toString', '__proto__', 'constructor']) {
      expect(ask(holder(role))).toEqual({ allowed: false, because: 'no authority' });
    }
    expect(ask({ id: 'x', memberships: [], interests: [] })).toEqual({ allowed: false, because: 'no authority' });
  });

  test('before the role begins and after it ends', () => {
    expect(ask(holder('registrar'), { on: '2026-12-31' })).toMatchObject({ allowed: true, capacity: 'registrar' });
    expect(ask(holder('registrar'), { on: '2025-12-31' })).toEqual({ allowed: false, because: 'no authority' });
    expect(ask(holder('registrar'), { on: '2027-01-01' })).toEqual({ allowed: false, because: 'no authority' });
  });

  test('with a declared interest, where that bars', () => {
    expect(ask(holder('registrar', ['RX1']))).toEqual({ allowed: false, because: 'declared interest' });
    expect(ask(holder('registrar', ['RX2']))).toMatchObject({ allowed: true });
    expect(ask(holder('ods', ['RX1']), { action: 'update' })).toMatchObject({ allowed: true });
  });

  test('an unknown action, and an action in another state', () => {
    expect(ask(holder('registrar'), { action: 'erase' })).toEqual({ allowed: false, because: 'unknown action' });
    expect(ask(holder('registrar'), { state: 'open' })).toEqual({ allowed: false, because: 'wrong state' });
    expect(ask(holder('reader'), { state: 'open' })).toEqual({ allowed: false, because: 'no authority' });
  });

  test('whatever is asked that the table does not have', () => {
    const word = fc.oneof(
      fc.string(),
      fc.constantFrom('ods', 'reopen', 'close', 'open', 'none', '__proto__', 'valueOf'),
    );
    fc.assert(
      fc.property(word, word, word, (role, action, state) => {
        const { allowed: may } = permissionOf(organisations, holder(role), { action, key: 'RX1', state, on });
        expect(may).toBe(allowed.has(`${role} ${action} ${state}`));
      }),
    );
  });
});

test('the declaration does not contradict itself, and one that does is found', () => {
  expect(declarationFaults(organisations)).toEqual([]);
  const faulty = {
    ...organisations,
    personalFields: ['name'],
    timed: [{ action: 'vanish', field: 'opened', with: ['secret'] }],
    authority: { clerk: { list: ['closed'] }, ods: { erase: ['open'] } },
    transitions: [
      ...organisations.transitions,
      { action: 'list', title: '', from: ['none', 'gone'], to: 'lost', needsReasons: false, barredByInterest: false },
    ],
  };
  expect(declarationFaults(faulty)).toEqual([
    'an action is declared twice',
    'list begins in the unknown state gone',
    'list leads to the unknown state lost',
    'the unknown role clerk has authority',
    'clerk may list in the state closed, where it cannot be done',
    'ods may do the unknown action erase',
    'the unknown action vanish happens by itself',
    'secret, which is told with vanish, is not public',
    'the personal field name is public',
  ]);
});
