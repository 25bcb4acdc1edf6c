import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawChart } from './chart.ts';

const years = (count: number): number[] => Array.from({ length: count }, (_, index) => 2023 + index);

describe('drawChart', () => {
  test('draws a scale, the years and the name of each line where it ends', () => {
    const lines = [
      { name: 'up', mark: 'u', values: [0, 5, 10] },
      { name: 'flat', mark: 'f', values: [5, 5, 5] },
    ];
    expect(drawChart(years(3), lines, 40, 5)).toEqual([
      '10 ┤        uu up 10',
      '   │      uu',
      ' 5 ┤ffffffffff flat 5',
      '   │  uu',
      ' 0 ┤uu',
      '   └──────────',
      '    2023  2025',
    ]);
  });
  test('a line of one value still has a scale', () => {
    const chart = drawChart(years(2), [{ name: 'x', mark: 'x', values: [7, 7] }], 40);
    expect(chart.join('\n')).toContain('x 7');
    expect(chart.join('\n')).not.toMatch(/NaN|Infinity/);
  });
  test('names that end at the same place do not hide each other', () => {
    const same = ['a', 'b', 'c'].map((name) => ({ name, mark: name, values: [1, 1] }));
    const text = drawChart(years(2), same, 40).join('\n');
    for (const name of ['a', 'b', 'c']) expect(text).toContain(`${name} 1`);
  });
  test('a value below zero that rounds to zero is not written as -0', () => {
    expect(drawChart(years(2), [{ name: 'x', mark: 'x', values: [3, -0.1] }], 40).join('\n')).toContain('x 0');
  });
  test('fits the width from 40 columns on, however many years', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 101 }),
        fc.integer({ min: 40, max: 100 }),
        fc.double({ min: 0, max: 99_999, noNaN: true }),
        (count, width, most) => {
          const values = years(count).map((_, index) => (most * index) / count);
          const lines = ['posts', 'in post', 'required'].map((name) => ({ name, mark: '■', values }));
          for (const line of drawChart(years(count), lines, width)) expect(line.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
