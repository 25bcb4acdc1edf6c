import { expect, test } from 'vitest';
import { keyAsWritten } from './key.ts';
import { organisations } from './organisations/organisations.ts';

test.each([
  ['RX1', 'RX1'],
  ['rx1', 'RX1'],
  [' r x1 ', 'RX1'],
  ['x-9', 'x-9'],
  ['', ''],
])('%j is the key %j', (typed, key) => {
  expect(keyAsWritten(organisations, typed)).toBe(key);
});

test('a register whose keys are lower case keeps them', () => {
  const lower = { ...organisations, key: { pattern: /^[a-z]+$/, about: 'a word' } };
  expect(['a', 'A'].map((typed) => keyAsWritten(lower, typed))).toEqual(['a', 'A']);
});
