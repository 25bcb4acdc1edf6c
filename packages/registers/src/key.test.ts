import { expect, test } from 'vitest';
import { fieldAsWritten, keyAsWritten } from './key.ts';
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

test.each([
  ['region', 'y60', 'Y60'],
  ['region', 'Y60', 'Y60'],
  ['region', 'y6', 'y6'],
  ['successors', ['rx1', 'RX2'], ['RX1', 'RX2']],
  ['successors', ['rx1', 'no code'], ['rx1', 'no code']],
  ['name', 'a trust', 'a trust'],
  ['colour', 'red', 'red'],
])('%s typed as %j is read as %j', (field, typed, expected) => {
  expect(fieldAsWritten(organisations, field, typed)).toEqual(expected);
});
