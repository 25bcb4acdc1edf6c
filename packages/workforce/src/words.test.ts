import { describe, expect, test } from 'vitest';
import { sayCount, sayDifference, sayList, sayShare } from './words.ts';

describe('words for numbers', () => {
  test.each([
    [3661.7, '3,662'],
    [-3661.7, '-3,662'],
    [0.5, '1'],
    [-0.4, '0'],
    [1234567, '1,234,567'],
  ])('the count %j is %s', (value, text) => {
    expect(sayCount(value)).toBe(text);
  });

  test.each([
    [12.4, '+12'],
    [-1234.5, '−1,235'],
    [0.4, '0'],
    [-0.4, '0'],
    [-0, '0'],
    [-0.6, '−1'],
  ])('the difference %j is %s: what rounds to nothing has no sign', (value, text) => {
    expect(sayDifference(value)).toBe(text);
  });

  test.each([
    [0, '0 %'],
    [0.001, 'less than 1 %'],
    [0.005, '1 %'],
    [0.62, '62 %'],
    [0.994, '99 %'],
    [0.999, 'more than 99 %'],
    [1, '100 %'],
  ])('the share %j is %s', (share, text) => {
    expect(sayShare(share)).toBe(text);
  });

  test.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c'], 'a, b and c'],
  ])('the list %j is "%s"', (items, text) => {
    expect(sayList(items)).toBe(text);
  });
});
