import { describe as tell, type Located, type Problem } from '@isocentre/evidence';
import { describe, expect, test } from 'vitest';
import { exampleReturn } from '../../../tests/support/example-return.ts';
import { shippedEvidence, shippedScenarios } from '../../../tests/support/shipped.ts';
import { vacanciesPurpose } from './baseline/occupations.ts';
import { resolve } from './resolve.ts';
import { readReturn } from './return-reader.ts';
import { otherReturn, usesWith } from './return-resolve.ts';
import type { OwnBaseline } from './return-schema.ts';
import type { Scenario } from './scenario.ts';

const evidence = shippedEvidence();
const own = (): OwnBaseline => {
  const read = readReturn(exampleReturn(), 'own.csv', evidence).own;
  if (!read) throw new Error('no return');
  return read;
};
const located = (baseline: Scenario['baseline']): Located<Scenario> => {
  const today = shippedScenarios().get('todays-course');
  if (!today) throw new Error('no scenario');
  return { value: { ...today.value, baseline }, where: (path) => `mine.yaml ${path.join('.')}` };
};
const problemsOf = (baseline: Scenario['baseline']): readonly string[] => {
  const resolved = resolve(located(baseline), evidence, 3);
  return resolved.ok ? [] : resolved.problems.map(tell);
};
const staffed = (rows: readonly (readonly [string, string])[], given = own()): OwnBaseline => {
  const [first] = given.data?.staff ?? [];
  if (!given.data || !first) throw new Error('no staff');
  const staff = rows.map(([specialism, group]) => ({ ...first, specialism, group }) as typeof first);
  return { ...given, data: { ...given.data, staff } };
};

describe('a scenario with a return', () => {
  test('counts what levers add as the return’s own only beside one', () => {
    expect(problemsOf({ amounts: 'return' })).toEqual([
      'mine.yaml baseline.amounts: found "return" without a return; expected a return beside it, or no such line',
    ]);
    expect(problemsOf({ amounts: 'return', return: own() })).toEqual([]);
  });
  test('needs the file itself', () => {
    const { data: _data, ...named } = own();
    expect(problemsOf({ return: named })).toEqual([
      `mine.yaml baseline.return: found the return "own.csv" by its name alone; expected the file itself (--baseline FILE), with the SHA-256 ${named.hash}`,
    ]);
  });
  test('divided by region needs the region', () => {
    const given = own();
    if (!given.data) throw new Error('no data');
    const { region: _region, ...data } = given.data;
    expect(problemsOf({ geography: 'regions', return: { ...given, data } })).toEqual([
      'own.csv Organisation: found no region, with a division by region asked for; expected the region of the return',
    ]);
    expect(problemsOf({ return: { ...given, data } })).toEqual([]);
    const byRegion = resolve(located({ geography: 'regions', return: given }), evidence, 3);
    expect(byRegion.ok && byRegion.value.input.regions).toEqual([{ id: 'london', title: 'London' }]);
    const whole = resolve(located({ return: given }), evidence, 3);
    expect(whole.ok && whole.value.input.regions).toEqual([{ id: 'uk', title: 'United Kingdom' }]);
  });
  test('with engineering together and staff that no survey has is of no scope', () => {
    const mixed = staffed([
      ['clinical_and_rehabilitation_engineering', 'engineering'],
      ['radiotherapy_physics', 'support'],
    ]);
    expect(problemsOf({ return: mixed })).toEqual([
      'own.csv Staff: found clinical and rehabilitation engineering together, beside specialisms or support staff that no survey has; expected clinical engineering and rehabilitation engineering apart',
    ]);
  });
});

test('a return that is not the one a scenario names is told, with both', () => {
  const given = own();
  const told = (baseline: Scenario['baseline']): Problem | undefined => otherReturn(located(baseline), given);
  expect(told(undefined)).toBeUndefined();
  expect(told({})).toBeUndefined();
  expect(told({ return: given })).toBeUndefined();
  expect(told({ return: { ...given, file: 'last-year.csv', hash: 'abc' } })).toEqual({
    where: 'own.csv',
    found: `a file with the SHA-256 ${given.hash}`,
    expected: 'the file "last-year.csv" that the scenario names, with abc',
  });
});

test('figures that a return replaces are left out, and what was read for them alone', () => {
  const uses = new Map([
    // Behind the others, though read before them.
    ['c', new Set(['the formula of b', 'the formula of a'])],
    ['b', new Set(['the formula of a'])],
    ['a', new Set([vacanciesPurpose])],
    ['d', new Set(['the formula of b', 'posts'])],
    ['e', new Set(['posts'])],
  ]);
  expect([...usesWith(uses).keys()]).toEqual(['d', 'e']);
  expect(uses.size).toBe(5);
});
