import { describe as group, expect, test } from 'vitest';
import { describe, failure, show, success } from './problem.ts';

group('results', () => {
  test('a success holds its value', () => {
    expect(success(3)).toEqual({ ok: true, value: 3 });
  });

  test('a failure holds its problems in order', () => {
    const first = { where: 'a', found: 'b', expected: 'c' };
    const second = { where: 'd', found: 'e', expected: 'f' };
    expect(failure(first, second)).toEqual({ ok: false, problems: [first, second] });
  });

  test('a problem is one line of text', () => {
    expect(describe({ where: 'x.yaml:3 a', found: '"b"', expected: 'a number' })).toBe(
      'x.yaml:3 a: found "b"; expected a number',
    );
  });
});

group('show', () => {
  test.each([
    [undefined, 'nothing'],
    [null, 'null'],
    [0, '0'],
    [Number.NaN, 'NaN'],
    [-Infinity, '-Infinity'],
    ['a "b"', String.raw`"a \"b\""`],
    ['two\nlines', String.raw`"two\nlines"`],
    [{ low: 1 }, '{"low":1}'],
    [[1, 'x'], '[1,"x"]'],
    [show, 'function'],
  ])('shows %o as one line', (value, text) => {
    expect(show(value)).toBe(text);
  });

  test('a text of sixty characters stays whole', () => {
    expect(show('x'.repeat(58))).toBe(`"${'x'.repeat(58)}"`);
  });

  test('a text of sixty-one characters is shortened', () => {
    expect(show('x'.repeat(59))).toBe(`"${'x'.repeat(59)}…`);
  });
});
