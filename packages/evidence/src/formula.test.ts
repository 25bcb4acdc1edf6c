import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  evaluate,
  isFormulaFailure,
  parseFormula,
  referencesOf,
  type Formula,
  type FormulaFailure,
} from './formula.ts';
import type { Value } from './value.ts';

const plain = (number: number): Value => ({ kind: 'number', number });
const tableOf = (rows: Readonly<Record<string, number | Readonly<Record<string, number>>>>): Value => ({
  kind: 'table',
  rows,
});
const seriesOf = (byYear: Readonly<Record<string, number>>): Value => ({ kind: 'series', byYear });

const known: ReadonlyMap<string, Value> = new Map<string, Value>([
  ['two', plain(2)],
  ['three', plain(3)],
  ['zero', plain(0)],
  ['range', { kind: 'interval', low: 4, high: 6 }],
  ['pay', tableOf({ band_6: { entry: 10, top: 20 }, band_7: 30 })],
  ['rate', tableOf({ band_6: { entry: 2, top: 4 }, band_7: 5 })],
  ['intake', seriesOf({ '2023': 8, '2024': 12 })],
  ['share', seriesOf({ '2023': 2, '2024': 0 })],
  ['fewer', tableOf({ band_7: 5 })],
  ['renamed', tableOf({ band_6: { entry: 2, other: 4 }, band_7: 5 })],
  ['ends', tableOf({ low: 1, high: 2 })],
]);

const lookUp = (id: string): Value | FormulaFailure => known.get(id) ?? { reason: `no ${id}` };

const parsed = (text: string): Formula => {
  const formula = parseFormula(text);
  if (isFormulaFailure(formula)) throw new Error(formula.reason);
  return formula;
};

const valueOf = (text: string): Value | FormulaFailure => evaluate(parsed(text), lookUp);

type Tree =
  | { readonly leaf: string; readonly value: number }
  | { readonly minus: Tree }
  | { readonly operator: string; readonly left: Tree; readonly right: Tree };

const { tree: anyTree } = fc.letrec<{ tree: Tree; leaf: Tree }>((tie) => ({
  leaf: fc.oneof(
    fc.integer({ min: 0, max: 9 }).map((value): Tree => ({ leaf: String(value), value })),
    fc.double({ min: 0, max: 1e25, noNaN: true }).map((value): Tree => ({ leaf: String(value), value })),
    fc.constantFrom<Tree>({ leaf: 'two', value: 2 }, { leaf: 'zero', value: 0 }, { leaf: 'range.high', value: 6 }),
  ),
  tree: fc.oneof(
    { maxDepth: 6, depthIdentifier: 'tree' },
    tie('leaf'),
    fc.record({ minus: tie('tree') }),
    fc.record({ operator: fc.constantFrom('+', '-', '*', '/'), left: tie('tree'), right: tie('tree') }),
  ),
}));

const rank = (tree: Tree): number => {
  if (!('operator' in tree)) return 3;
  return tree.operator === '+' || tree.operator === '-' ? 1 : 2;
};

const bracket = (tree: Tree, isNeeded: boolean, gap: string): string =>
  isNeeded ? `(${gap}${print(tree, gap)}${gap})` : print(tree, gap);

const print = (tree: Tree, gap: string): string => {
  if ('leaf' in tree) return tree.leaf;
  if ('minus' in tree) return `-${gap}${bracket(tree.minus, rank(tree.minus) < 3, gap)}`;
  const left = bracket(tree.left, rank(tree.left) < rank(tree), gap);
  const right = bracket(tree.right, rank(tree.right) <= rank(tree), gap);
  return `${left}${gap}${tree.operator}${gap}${right}`;
};

// JavaScript's own arithmetic; undefined where it divides by zero.
const calculate = (tree: Tree): number | undefined => {
  if ('leaf' in tree) return tree.value;
  if ('minus' in tree) {
    const of = calculate(tree.minus);
    return of === undefined ? undefined : -of;
  }
  const left = calculate(tree.left);
  const right = calculate(tree.right);
  if (left === undefined || right === undefined || (tree.operator === '/' && right === 0)) return undefined;
  const outcomes = new Map([
    ['+', left + right],
    ['-', left - right],
    ['*', left * right],
    ['/', left / right],
  ]);
  return outcomes.get(tree.operator);
};

describe('arithmetic', () => {
  test('equals that of JavaScript, with as few parentheses as it needs', () => {
    fc.assert(
      fc.property(anyTree, fc.constantFrom('', ' ', '\n  '), (tree, gap) => {
        const expected = calculate(tree);
        expect(evaluate(parsed(print(tree, gap)), lookUp)).toEqual(
          expected === undefined ? { reason: 'a division by zero' } : plain(expected),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['1 - 2 - 3', -4],
    ['12 / 3 / 2', 2],
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['-2 * 3', -6],
    ['2 - -3', 5],
    ['--3', 3],
    ['1.5e3', 1500],
    ['15e-1', 1.5],
    ['2e+2', 200],
    ['20.25', 20.25],
    ['  two\n* three  ', 6],
    ['range.low', 4],
    ['pay.band_6.top', 20],
    ['pay.band_7', 30],
    ['intake.2024', 12],
    ['0 / two', 0],
  ])('%s is %d', (text, expected) => {
    expect(valueOf(text)).toEqual(plain(expected));
  });
});

describe('parseFormula', () => {
  test('keeps the order of operations', () => {
    expect(parseFormula('a - b.x.1 / sum(-2)')).toEqual({
      kind: 'operation',
      operator: '-',
      left: { kind: 'reference', id: 'a', path: [] },
      right: {
        kind: 'operation',
        operator: '/',
        left: { kind: 'reference', id: 'b', path: ['x', '1'] },
        right: { kind: 'sum', of: { kind: 'negate', of: { kind: 'number', number: 2 } } },
      },
    });
  });

  test('a figure may be called sum', () => {
    expect(parseFormula('sum * 2')).toEqual({
      kind: 'operation',
      operator: '*',
      left: { kind: 'reference', id: 'sum', path: [] },
      right: { kind: 'number', number: 2 },
    });
  });

  test.each([
    ['', 'the formula ends too early'],
    ['  ', 'the formula ends too early'],
    ['-', 'the formula ends too early'],
    ['1 +', 'the formula ends too early'],
    ['2 * ', 'the formula ends too early'],
    ['(', 'the formula ends too early'],
    ['sum(', 'the formula ends too early'],
    ['(1', 'a parenthesis is not closed'],
    ['(1 2)', 'a parenthesis is not closed'],
    ['sum(a', 'a parenthesis is not closed'],
    ['1)', 'did not expect ")"'],
    ['()', 'did not expect ")"'],
    ['+ 1', 'did not expect "+"'],
    ['1 * / 2', 'did not expect "/"'],
    ['2 x', 'did not expect "x"'],
    ['sum 1', 'did not expect "1"'],
    ['a % b', 'cannot read "% b"'],
    ['A', 'cannot read "A"'],
    ['a.', 'cannot read "."'],
    ['a.B', 'cannot read ".B"'],
    ['1.5.2', 'cannot read ".2"'],
    ['_a', 'cannot read "_a"'],
    ['1 +   ?234567890123456789012345', 'cannot read "?2345678901234567890"'],
  ])('%j cannot be read', (text, reason) => {
    expect(parseFormula(text)).toEqual({ reason });
  });

  test('a formula of five hundred parts is the longest that is read', () => {
    const terms = `1${'+1'.repeat(249)}`;
    expect(valueOf(`-${terms}`)).toEqual(plain(248));
    expect(parseFormula(`--${terms}`)).toEqual({ reason: 'more than 500 numbers, names and signs' });
  });

  test.each(['(', '-', 'sum(', '1+'])('a hundred thousand times %j is refused without an error', (part) => {
    expect(parseFormula(part.repeat(100_000))).toEqual({ reason: 'more than 500 numbers, names and signs' });
  });

  test('five hundred open parentheses do not exhaust the stack', () => {
    expect(parseFormula('('.repeat(500))).toEqual({ reason: 'the formula ends too early' });
  });

  test('never throws, whatever the text', () => {
    const pieces = fc.array(fc.constantFrom('a', 'b.c', '1', '2.5e3', '(', ')', '-', '+', '*', '/', 'sum', ' ', '?'));
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      pieces.map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        const formula = parseFormula(text);
        const ids = isFormulaFailure(formula) ? [] : referencesOf(formula);
        expect(ids).toEqual([...new Set(ids)]);
        expect(isFormulaFailure(formula) && formula.reason).not.toBe('');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('referencesOf', () => {
  test('lists each figure once, in order of appearance', () => {
    expect(referencesOf(parsed('b + a.x * b.y - sum(-c) / 2'))).toEqual(['b', 'a', 'c']);
  });

  test('a number refers to nothing', () => {
    expect(referencesOf(parsed('1'))).toEqual([]);
  });
});

describe('tables, intervals and series', () => {
  test.each([
    ['pay * 2', tableOf({ band_6: { entry: 20, top: 40 }, band_7: 60 })],
    ['100 - pay', tableOf({ band_6: { entry: 90, top: 80 }, band_7: 70 })],
    ['60 / pay', tableOf({ band_6: { entry: 6, top: 3 }, band_7: 2 })],
    ['pay / rate', tableOf({ band_6: { entry: 5, top: 5 }, band_7: 6 })],
    ['pay - rate', tableOf({ band_6: { entry: 8, top: 16 }, band_7: 25 })],
    ['pay.band_6 + rate.band_6', tableOf({ entry: 12, top: 24 })],
    ['-range', { kind: 'interval', low: -4, high: -6 }],
    ['range - 1', { kind: 'interval', low: 3, high: 5 }],
    ['range * range', { kind: 'interval', low: 16, high: 36 }],
    ['intake / 4', seriesOf({ '2023': 2, '2024': 3 })],
    ['intake + share', seriesOf({ '2023': 10, '2024': 12 })],
    ['intake * (two - 1)', seriesOf({ '2023': 8, '2024': 12 })],
  ] satisfies [string, Value][])('%s is worked out number by number', (text, expected) => {
    expect(valueOf(text)).toEqual(expected);
  });

  test.each([
    ['sum(pay)', 60],
    ['sum(pay.band_6)', 30],
    ['sum(range)', 10],
    ['sum(intake)', 20],
    ['sum(two)', 2],
    ['sum(pay * 2) / sum (rate)', 120 / 11],
    ['sum sum(pay)', undefined],
  ])('%s adds every number', (text, expected) => {
    const formula = parseFormula(text);
    const value = isFormulaFailure(formula) ? formula : evaluate(formula, lookUp);
    expect(value).toEqual(expected === undefined ? { reason: 'did not expect "sum"' } : plain(expected));
  });

  test.each([
    ['pay * fewer', '*'],
    ['fewer * pay', '*'],
    ['pay + renamed', '+'],
    ['intake - pay', '-'],
    ['ends / range', '/'],
  ])('%s has different rows on its two sides', (text, operator) => {
    expect(valueOf(text)).toEqual({ reason: `the two sides of "${operator}" have different rows` });
  });

  test('two empty tables combine to an empty table', () => {
    expect(evaluate(parsed('a + a'), () => tableOf({}))).toEqual(tableOf({}));
  });
});

describe('failures', () => {
  test.each(['missing', '-missing', 'sum(missing)', '1 + missing', 'missing + 1', 'missing.x', 'missing + other'])(
    '%s gives the reason of the figure',
    (text) => {
      expect(valueOf(text)).toEqual({ reason: 'no missing' });
    },
  );

  test.each([
    ['pay.band_9', '"pay" has no "band_9"'],
    ['pay.band_6.middle', '"pay" has no "band_6.middle"'],
    ['pay.constructor', '"pay" has no "constructor"'],
    ['two.x', '"two" has no "x"'],
    ['range.low.x.y', '"range" has no "low.x.y"'],
  ])('%s names the place that is not there', (text, reason) => {
    expect(valueOf(text)).toEqual({ reason });
  });

  test.each(['1 / 0', '1 / zero', '0 / 0', '1 / -zero', '3 / (1 / zero)', 'pay / zero', 'intake / share'])(
    '%s is a division by zero',
    (text) => {
      expect(valueOf(text)).toEqual({ reason: 'a division by zero' });
    },
  );

  test('a failure is told from a value and from a formula', () => {
    expect(isFormulaFailure({ reason: '' })).toBe(true);
    expect(isFormulaFailure(plain(1))).toBe(false);
    expect(isFormulaFailure(parsed('a'))).toBe(false);
  });
});
