import { describe, expect, test } from 'vitest';
import { valueText } from './value-text.ts';
import type { Value } from './value.ts';

describe('valueText', () => {
  test.each<[Value, string]>([
    [{ kind: 'number', number: 12_345.678 }, '12,345.678'],
    [{ kind: 'number', number: 2023 }, '2023'],
    [{ kind: 'number', number: 2100 }, '2,100'],
    [{ kind: 'interval', low: 0.1, high: 0.25 }, '0.1 to 0.25'],
    [{ kind: 'series', byYear: { '2025': 15, '2028': 33 } }, '2025: 15, 2028: 33'],
    [{ kind: 'table', rows: { a: 1, b: { entry: 2, top: 3000 } } }, 'a: 1; b: entry 2, top 3,000'],
  ])('%j is written "%s"', (value, text) => {
    expect(valueText(value)).toBe(text);
  });
});
