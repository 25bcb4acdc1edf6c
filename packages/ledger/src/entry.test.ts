import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { entryOf, itemOf } from '../../../tests/support/example-log.ts';
import { checkEntry, entryBytes, readEntry } from './entry.ts';
import { itemHash } from './item.ts';

test('the bytes of an entry are its canonical JSON', () => {
  expect(new TextDecoder().decode(entryBytes(entryOf({ number: 3 })))).toBe(
    '{"apart":{},"by":{"capacity":"keeper","who":"person-1"},"evidence":[],"key":"thing-3","kind":"decide","number":3,"recorded":"2026-01-01T00:00:03.000Z","register":"things","validFrom":"2026-01-01","what":{"action":"open","step":3}}',
  );
});

test('an entry is read back from its bytes', () => {
  const entry = entryOf({ number: 9, kind: 'correct', concerns: 4, validFrom: '2026-01-01T12:00:00.000Z' });
  expect(readEntry(entryBytes(entry), 'entry 9')).toEqual({ ok: true, value: entry });
});

describe('what is no entry is refused, with its place', () => {
  test.each([
    ['a decision about another entry', { concerns: 1 }, 'concerns'],
    ['a correction of nothing', { kind: 'correct' }, 'concerns'],
    ['a correction of a later entry', { kind: 'correct', concerns: 5 }, 'concerns'],
    ['a time without milliseconds', { recorded: '2026-01-01T00:00:00Z' }, 'recorded'],
    ['a time of another zone', { recorded: '2026-01-01T00:00:00.000+01:00' }, 'recorded'],
    ['a day that is none', { validFrom: '2026-02-30' }, 'validFrom'],
    ['a register with a space', { register: 'my things' }, 'register'],
    ['a short hash', { evidence: ['00'] }, 'evidence 0'],
    ['a member more', { note: 'x' }, ''],
  ])('%s', (_, change, place) => {
    const outcome = checkEntry({ ...entryOf({ number: 5 }), ...change }, 'entry 5');
    expect(outcome.ok ? [] : outcome.problems.map(({ where }) => where)).toEqual([`entry 5 ${place}`.trimEnd()]);
  });
});

test('an item has another hash with another salt', () => {
  expect(itemHash(itemOf('J Smith', 1))).not.toBe(itemHash(itemOf('J Smith', 2)));
  expect(itemHash(itemOf('a', 1))).toBe(
    createHash('sha256')
      .update(`{"content":"a","salt":"${'0'.repeat(63)}1"}`)
      .digest('hex'),
  );
});
