import { describe, expect, test } from 'vitest';
import { categoryDrift } from './categories.ts';
import { kolmogorovSmirnov, wasserstein } from './distance.ts';
import { driftReport } from './drift-report.ts';
import { stabilityIndex } from './stability-index.ts';

const fileOf = (name: string, scores: readonly (number | string)[], vendors: readonly string[]) => ({
  name,
  text: ['Case,Score,Vendor', ...scores.map((score, i) => `c${i},${score},${vendors[i % vendors.length]}`)].join('\n'),
});
const before = Array.from({ length: 40 }, (_, i) => i / 40);
const now = Array.from({ length: 30 }, (_, i) => 0.5 + i / 60);
const reference = fileOf('before.csv', before, ['Alder', 'Birch']);
const current = fileOf('now.csv', now, ['Alder', 'Birch', '']);

describe('two files of cases', () => {
  test('are compared column by column, by the metrics of numbers and of categories', () => {
    const report = driftReport(reference, current, { numbers: ['score'], categories: ['Vendor'] });
    const [first, second] = [Float64Array.from(before), Float64Array.from(now)];
    const shares = categoryDrift(
      new Map([
        ['Alder', 20],
        ['Birch', 20],
      ]),
      new Map([
        ['Alder', 10],
        ['Birch', 10],
        ['', 10],
      ]),
    );
    const of = <T>(result: { readonly ok: boolean; readonly value?: T }): T | undefined => result.value;
    expect(report).toEqual({
      ok: true,
      value: {
        reference: 40,
        current: 30,
        limit: 0.025,
        columns: [
          {
            column: 'score',
            kind: 'number',
            drifted: true,
            stability: of(stabilityIndex(first, second)),
            gap: of(kolmogorovSmirnov(first, second)),
            distance: of(wasserstein(first, second)),
          },
          { column: 'vendor', kind: 'category', drifted: true, shares: of(shares) },
        ],
      },
    });
  });

  test('the same file has not drifted', () => {
    const report = driftReport(reference, reference, { numbers: ['Score'], categories: ['Vendor'] });
    expect(report.ok && report.value.columns.map(({ drifted }) => drifted)).toEqual([false, false]);
  });

  test('what cannot be compared is named', () => {
    const wrong = fileOf('now.csv', ['0.5', 'x', ''], ['Alder']);
    expect(driftReport(reference, wrong, { numbers: ['score'], categories: [] })).toEqual({
      ok: false,
      problems: [
        { where: 'now.csv:3 score', found: '"x"', expected: 'a number' },
        { where: 'now.csv:4 score', found: 'nothing', expected: 'a number' },
      ],
    });
    expect(driftReport(reference, current, { numbers: [], categories: [] })).toEqual({
      ok: false,
      problems: [{ where: 'the columns', found: 'none', expected: 'a column of numbers or of categories' }],
    });
    expect(driftReport(reference, current, { numbers: ['score'], categories: ['SCORE'] })).toEqual({
      ok: false,
      problems: [{ where: 'the columns', found: '"score" twice', expected: 'each column once' }],
    });
    expect(driftReport(reference, current, { numbers: ['dose'], categories: [] })).toMatchObject({
      ok: false,
      problems: [
        { where: 'before.csv:1', expected: 'a column "dose"' },
        { where: 'now.csv:1', expected: 'a column "dose"' },
      ],
    });
    const flat = fileOf('flat.csv', [1, 1, 1], ['Alder']);
    expect(driftReport(flat, current, { numbers: ['score'], categories: [] })).toMatchObject({
      ok: false,
      problems: [{ where: 'score: population-stability-index', found: 'reference values of one size' }],
    });
  });
});
