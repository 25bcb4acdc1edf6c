import { describe, expect, test } from 'vitest';
import { untouched } from '../../state/state.ts';
import { draftsOf, fieldNames, limitFields, readDrafts, sayLimit, usualDrafts, withDrafts } from './asked.ts';

const full = {
  by: '2045',
  in: '50',
  budget: '40',
  geography: 'regions',
  years: '40',
  runs: '500',
  growth: '30',
  ceiling: '6',
  overseas: '1.75',
  retention: '25',
  supervision: '1.25',
};

describe('what a plan is asked', () => {
  test('an untouched page asks the question of the guide', () => {
    expect(draftsOf(untouched)).toEqual(usualDrafts);
    expect(readDrafts(usualDrafts)).toEqual({
      ok: true,
      value: { closeBy: 2040, confidence: 0.8, limits: {}, years: undefined, replay: undefined },
    });
  });

  test('every field, in the units of the model', () => {
    expect(readDrafts(full)).toEqual({
      ok: true,
      value: {
        closeBy: 2045,
        confidence: 0.5,
        years: 40,
        replay: 500,
        geography: 'regions',
        limits: {
          trainingGrowth: 0.3,
          trainingCeiling: 6,
          overseasCeiling: 0.0175,
          retentionCeiling: 0.25,
          supervision: 1.25,
          budget: 40e6,
        },
      },
    });
    expect(readDrafts({ ...full, budget: ' £1,200m ', in: '50 %' })).toMatchObject({
      ok: true,
      value: { confidence: 0.5, limits: { budget: 1.2e9 } },
    });
  });

  test('what a link says of regions that there is not is as the scenario says', () => {
    const read = readDrafts({ ...full, geography: 'moons' });
    expect(read.ok && Object.keys(read.value)).not.toContain('geography');
  });

  test('what is asked stands in the state, without what is as usual, and comes back', () => {
    const state = withDrafts(untouched, full);
    expect(draftsOf(state)).toEqual(full);
    expect(Object.keys(state.params).toSorted()).toEqual(fieldNames.map((name) => `takes.${name}`).toSorted());
    expect(withDrafts(state, { ...usualDrafts, in: ' 80 ' })).toEqual(untouched);
    expect(withDrafts(untouched, { ...usualDrafts, by: '' }).params).toEqual({ 'takes.by': '' });
  });

  test.each([
    ['by', '', 'Found nothing; expected a calendar year, such as 2045.'],
    ['by', '45', 'Found “45”; expected a calendar year, such as 2045.'],
    ['budget', '12,5', 'Found “12,5”; expected millions of pounds above 0, such as 40.'],
    ['in', '£40m', 'Found “£40m”; expected a number above 0 and below 100, such as 80.'],
    ['years', '50%', 'Found “50%”; expected a whole number of years, such as 40.'],
    ['ceiling', '12,5', 'Found “12,5”; expected a number from 0.'],
    ['in', '100', 'Found “100”; expected a number above 0 and below 100, such as 80.'],
    ['in', '0', 'Found “0”; expected a number above 0 and below 100, such as 80.'],
    ['budget', '0', 'Found “0”; expected millions of pounds above 0, such as 40.'],
    ['budget', 'much', 'Found “much”; expected millions of pounds above 0, such as 40.'],
    ['years', '1.5', 'Found “1.5”; expected a whole number of years, such as 40.'],
    ['runs', '199', 'Found “199”; expected a whole number from 200 to 100,000.'],
    ['growth', '-1', 'Found “-1”; expected a number from 0.'],
    ['overseas', '101', 'Found “101”; expected a number from 0 to 100.'],
    ['supervision', '1e3', 'Found “1e3”; expected a number from 0.'],
  ] as const)('refuses %s "%s" at its field', (name, text, expected) => {
    expect(readDrafts({ ...full, [name]: text })).toEqual({ ok: false, problems: { [name]: expected } });
  });

  test('refuses all that is wrong at once, and a year out of the range that the model has said', () => {
    const read = readDrafts({ ...full, by: '1990', budget: 'lots' }, [2028, 2050]);
    expect(read).toEqual({
      ok: false,
      problems: {
        by: 'Found “1990”; expected a year from 2028, the first that a decision can reach, to 2050, so that it is seen to stay closed.',
        budget: 'Found “lots”; expected millions of pounds above 0, such as 40.',
      },
    });
    for (const by of ['2028', '2050']) expect(readDrafts({ ...full, by }, [2028, 2050]).ok).toBe(true);
    for (const by of ['2027', '2051']) expect(readDrafts({ ...full, by }, [2028, 2050]).ok).toBe(false);
  });

  test('says limits as they are written', () => {
    const said = limitFields.map((field) => sayLimit(field, { 1: 1.25, 100: 0.07 }[field.per] ?? 0));
    expect(said).toEqual([
      '7 % a year',
      '1.25 times today’s',
      '7 % of posts a year',
      '7 %',
      '1.25 times the scenario’s',
    ]);
  });
});
