import { describe, expect, test } from 'vitest';
import { untouched } from '../../state/state.ts';
import { askedOf, askNumber, withAsked } from './asked.ts';

describe('the number asked about', () => {
  test('is the shortfall at the end until something is said', () => {
    expect(askedOf(untouched)).toEqual({ measure: 'shortfall' });
  });
  test('is kept in the state and read again', () => {
    const state = withAsked(untouched, { measure: 'retired', year: '2030', group: 'scientist', region: 'wales' });
    expect(askedOf(state)).toEqual({ measure: 'retired', year: 2030, group: 'scientist', region: 'wales' });
    expect(askedOf(withAsked(state, { group: '', region: undefined }))).toEqual({ measure: 'retired', year: 2030 });
  });
  test('what a link says wrongly counts as not said', () => {
    const params = {
      'trust.measure': 'toString',
      'trust.year': '20',
      'trust.group': 'constructor',
      'plan.year': '2030',
    };
    expect(askedOf({ ...untouched, params })).toEqual({ measure: 'shortfall' });
  });
  test('of a table is that of the column, the year and the part that is shown; another column leads nowhere', () => {
    const state = withAsked({ ...untouched, part: { group: 'scientist' } }, { region: 'wales' });
    const asked = askNumber(state, 'inPost', 2031);
    expect(asked?.view).toBe('trust');
    expect(asked && askedOf(asked)).toEqual({ measure: 'inPost', year: 2031, group: 'scientist' });
    expect(askNumber(state, 'reference', 2031)).toBeUndefined();
    expect(askNumber(state, 'inPost', null)).toBeUndefined();
  });
});
