import { describe, expect, test } from 'vitest';
import { assumed, checked, derived } from '../../../tests/support/figure-text.ts';
import type { Problem } from './problem.ts';

describe('agreement of a value with its formula', () => {
  const statedAs = (value: string, formula: string, more = ''): readonly Problem[] =>
    checked(derived('a', value, formula, more));
  const disagreement = (stated: string, gives: number, formula: string): Problem => ({
    where: 'data/0.yaml:3 figure a',
    found: `${stated} stated`,
    expected: `${gives}, which the formula "${formula}" gives`,
  });

  test.each([
    ['12', '12.49'],
    ['12', '12.5'],
    ['12', '11.5'],
    ['12.3', '12.349'],
    ['12.3', '12.35'],
    ['-12.3', '-12.35'],
    ['0.33', '1 / 3'],
    ['1.5e-7', '0.000000154'],
    ['1e-7', '0.00000014'],
    ['1e+21', '1e21 + 500000000000'],
    ['0', '0.5'],
  ])('%s agrees with %s', (value, formula) => {
    expect(statedAs(value, formula)).toEqual([]);
  });

  test.each([
    ['12', '12.51', 12.51],
    ['12', '11.49', 11.49],
    ['12', '12.500001', 12.500001],
    ['12.3', '12.351', 12.351],
    ['12.3', '12.249', 12.249],
    ['0.33', '0.3351', 0.3351],
    ['1.5e-7', '0.000000156', 0.000000156],
    ['1e-7', '0.00000016', 0.00000016],
    ['1e+21', '1.00000001e21', 1.00000001e21],
    ['0', '0.51', 0.51],
  ])('%s does not agree with %s', (value, formula, gives) => {
    expect(statedAs(value, formula)).toEqual([disagreement(String(Number(value)), gives, formula)]);
  });

  test.each([
    ['1200', '1249', '100', true],
    ['1200', '1250', '100', true],
    ['1200', '1150', '100', true],
    ['1200', '1251', '100', false],
    ['1200', '1149', '100', false],
    ['0.3', '0.301', '0.002', true],
    ['0.3', '0.3011', '0.002', false],
  ])('%s agrees with %s rounded to %s: %j', (value, formula, to, agrees) => {
    const expected = agrees ? [] : [disagreement(value, Number(formula), formula)];
    expect(statedAs(value, formula, `    rounded_to: ${to}\n`)).toEqual(expected);
  });

  const pay = `  - id: pay
    title: T
    value: { table: { low: 10, mid: { entry: 20 } } }
    unit: u
    about: {}
    basis: assumption
    distribution: { kind: fixed }
    reason: R
    use: context
`;

  test('every row of a table is compared', () => {
    expect(checked(`${pay}${derived('a', '{ table: { low: 20, mid: { entry: 40 } } }', 'pay * 2')}`)).toEqual([]);
    expect(checked(`${pay}${derived('a', '{ table: { low: 21, mid: { entry: 42 } } }', 'pay * 2')}`)).toEqual([
      {
        where: 'data/0.yaml:12 figure a',
        found: '21 stated at low',
        expected: '20, which the formula "pay * 2" gives',
      },
      {
        where: 'data/0.yaml:12 figure a',
        found: '42 stated at mid.entry',
        expected: '40, which the formula "pay * 2" gives',
      },
    ]);
  });

  test('a row on one side only is named', () => {
    expect(checked(`${pay}${derived('a', '{ table: { low: 20, top: 5 } }', 'pay * 2')}`)).toEqual([
      {
        where: 'data/0.yaml:12 figure a',
        found: 'no computed value at top',
        expected: 'the same rows in the value and in its formula',
      },
      {
        where: 'data/0.yaml:12 figure a',
        found: 'no stated value at mid.entry',
        expected: 'the same rows in the value and in its formula',
      },
    ]);
  });

  test('a number does not agree with a table', () => {
    expect(checked(`${pay}${derived('a', '20', 'pay.mid')}`).map((problem) => problem.found)).toEqual([
      'no computed value',
      'no stated value at entry',
    ]);
  });

  test('a sum over a table agrees with its total', () => {
    expect(checked(`${pay}${derived('a', '30', 'sum(pay)')}`)).toEqual([]);
  });

  test('the formula of a formula is not rounded in between', () => {
    const chain = `${derived('a', '0.3', '1 / 3')}${derived('b', '33.3', 'a * 100')}`;
    expect(checked(chain)).toEqual([]);
  });
});

describe('formulas that cannot be computed', () => {
  const computed = 'a figure that can be computed, for the check of its formula';

  test('a figure that is not there is named', () => {
    expect(checked(derived('a', '1', 'b + 1'))).toEqual([
      { where: 'data/0.yaml:3 figure a', found: 'there is no figure "b"', expected: computed },
    ]);
  });

  test('a division by zero is named', () => {
    expect(checked(derived('a', '1', '1 / (2 - 2)'))).toEqual([
      { where: 'data/0.yaml:3 figure a', found: 'a division by zero', expected: computed },
    ]);
  });

  test('a circle is named for each figure in it', () => {
    const found = '"a" → "b" → "a", which goes in a circle';
    expect(checked(`${derived('a', '1', 'b')}${derived('b', '1', 'a')}`)).toEqual([
      { where: 'data/0.yaml:3 figure a', found, expected: computed },
      { where: 'data/0.yaml:11 figure b', found, expected: computed },
    ]);
  });

  test('two tables with different rows are named', () => {
    const tables = `${derived('a', '{ series: { 2023: 1 } }', 'b * c')}${assumed('{ series: { 2023: 1 } }', '{ kind: fixed }').replace('guess', 'b')}${assumed('{ table: { x: 1 } }', '{ kind: fixed }').replace('guess', 'c')}`;
    expect(checked(tables)).toEqual([
      {
        where: 'data/0.yaml:3 figure a',
        found: 'the two sides of "*" have different rows',
        expected: computed,
      },
    ]);
  });

  test('a failure of one figure leaves the others checked', () => {
    expect(checked(`${derived('a', '1', 'x')}${derived('b', '1', '3')}`)).toEqual([
      { where: 'data/0.yaml:11 figure b', found: '1 stated', expected: '3, which the formula "3" gives' },
      { where: 'data/0.yaml:3 figure a', found: 'there is no figure "x"', expected: computed },
    ]);
  });
});

describe('ranges of assumptions', () => {
  test.each([
    ['3', '{ kind: fixed }'],
    ['{ table: { a: 1 } }', '{ kind: fixed }'],
    ['3', '{ kind: uniform, low: 1, high: 4 }'],
    ['3', '{ kind: uniform, low: 3, high: 3 }'],
    ['3', '{ kind: normal, deviation: 1 }'],
    ['3', '{ kind: truncated-normal, deviation: 1, low: 3 }'],
    ['3', '{ kind: truncated-normal, deviation: 1, high: 3 }'],
    ['3', '{ kind: uniform, low: 0.5, high: 1, as: multiplier }'],
    ['{ table: { a: 7 } }', '{ kind: pert, low: 1, high: 2, as: multiplier }'],
  ])('the value %s lies within %s', (value, distribution) => {
    expect(checked(assumed(value, distribution))).toEqual([]);
  });

  test.each([
    ['3', '{ kind: uniform, low: 3.1, high: 4 }', '3.1 to 4', 3],
    ['3', '{ kind: uniform, low: 1, high: 2.9 }', '1 to 2.9', 3],
    ['3', '{ kind: uniform, low: 4, high: 1 }', '4 to 1', 3],
    ['3', '{ kind: lognormal, deviation: 1, low: 4 }', '4 to Infinity', 3],
    ['3', '{ kind: normal, deviation: 1, high: 2 }', '-Infinity to 2', 3],
    ['3', '{ kind: uniform, low: 2, high: 4, as: multiplier }', '2 to 4', 1],
    ['{ table: { a: 7 } }', '{ kind: beta, low: 0, high: 0.9, as: multiplier }', '0 to 0.9', 1],
  ])('the value %s lies outside %s', (value, distribution, range, centre) => {
    expect(checked(assumed(value, distribution))).toEqual([
      {
        where: 'data/0.yaml:3 figure guess',
        found: `the range ${range}`,
        expected: `a range that holds the central value ${centre}`,
      },
    ]);
  });

  test.each([
    ['{ table: { a: 1 } }', 'table'],
    ['{ low: 1, high: 2 }', 'interval'],
    ['{ series: { 2023: 1 } }', 'series'],
  ])('%s varies only as a whole', (value, kind) => {
    expect(checked(assumed(value, '{ kind: uniform, low: 0, high: 2 }'))).toEqual([
      {
        where: 'data/0.yaml:3 figure guess',
        found: `a distribution over a value of the kind "${kind}"`,
        expected: 'a plain number, or "as: multiplier"',
      },
    ]);
  });
});
