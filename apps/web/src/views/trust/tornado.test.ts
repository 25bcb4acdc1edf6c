import { describe, expect, test } from 'vitest';
import type { Sensitivity } from '../../compute/sensitivity-work.ts';
import { surveys, tornado } from './tornado.ts';

const estimate = (value: number) => ({ value, low: value - 0.05, high: value + 0.05 });
const assumption = (id: string, low: number, high: number, total: number, worth: number) => ({
  figure: { id, title: `The ${id}` },
  screening: { mean: 0, meanAbsolute: 0, deviation: 0 },
  indices: {
    first: estimate(total / 2),
    total: estimate(total),
    rank: Math.sign(high - low),
    worth,
    ends: { low, high },
  },
});
const study = (outcome: Sensitivity['outcome']): Sensitivity =>
  ({
    outcome,
    year: 2053,
    spread: { median: 2041.4 },
    assumptions: [
      assumption('growth', 2040, 2050, 0.6, 210.4),
      assumption('leaving', 2049.4, 2030, 0.02, 0.24),
      { figure: { id: 'held', title: 'Held' }, screening: {} },
    ],
  }) as unknown as Sensitivity;

describe('the ends of each assumption', () => {
  test('are drawn with the widest range first, and say which way it goes', () => {
    const { layout, label, table, title } = tornado(study('shortfall'));
    expect(layout).toEqual({
      kind: 'ranges',
      scale: 'from lowest',
      rows: [
        { name: 'The leaving', low: 2030, high: 2049.4, text: '2,049 → 2,030' },
        { name: 'The growth', low: 2040, high: 2050, text: '2,040 → 2,050' },
      ],
      marks: [{ name: 'median 2,041', at: 2041.4 }],
    });
    expect(title).toBe('Shortfall against requirement in 2053 by what each assumption is (WTE)');
    expect(label).toContain('The leaving 2,049 to 2,030; The growth 2,040 to 2,050. The median is 2,041.');
    expect(table.rows[0]).toEqual(['leaving', 'The leaving', 2049.4, 2030]);
  });
  test('are years where the outcome is the closing year', () => {
    const { layout, title } = tornado(study('closing'));
    expect(layout).toMatchObject({ scale: 'years', marks: [{ name: 'median 2041' }] });
    expect(layout.rows[0]?.text).toBe('2049 → 2030');
    expect(title).toBe('The closing year by what each assumption is');
  });
});

test('surveys are listed with the interval of their share and their worth; what was held is left out', () => {
  expect(surveys(study('shortfall')).rows).toEqual([
    ['The growth', '60 % (55 to 65)', '30 %', '210'],
    ['The leaving', '2 % (0 to 7)', '1 %', '0'],
  ]);
  expect(surveys(study('closing')).rows[0]?.[3]).toBe('210.4');
});
