import { describe, expect, test } from 'vitest';
import type { ComparisonReport } from './comparison-report.ts';
import { attributionTable, comparisonTable, sayAttribution } from './comparison-tables.ts';
import { groupMeasures } from './ensemble.ts';
import { measureTitles } from './measures.ts';

const years = [2023, 2024, 2025, 2026];
const levels = { all: [0.1, 0.5, 0.9], low: 0.1, high: 0.9 };
const each = <T>(of: (index: number) => T): Readonly<Record<(typeof groupMeasures)[number], T>> =>
  Object.fromEntries(groupMeasures.map((measure, index) => [measure, of(index)])) as Record<
    (typeof groupMeasures)[number],
    T
  >;
/** Measure number i has the expected differences i, i + 10, i + 20 and i + 30. */
const expected = each((index) => years.map((_, t) => index + 10 * t));
const shortfall = groupMeasures.indexOf('shortfall');
const alone: ComparisonReport = {
  from: { name: 'a', title: 'A' },
  to: { name: 'b', title: 'B' },
  answer: 'An answer.',
  years,
  options: undefined,
  levels,
  expected,
  attributed: 'shortfall',
  attribution: [
    { name: 'more places', change: [0, -7, -14, -21] },
    { name: 'fewer leave', change: [0, 1, 2, 3] },
  ],
};
const quantilesOf = (start: number): Record<string, number[]> =>
  Object.fromEntries(levels.all.map((level) => [String(level), years.map((_, t) => start + 100 * level + t)]));
const spread = each((index) => ({
  mean: years.map((_, t) => 5000 + index + t),
  standardError: years.map((_, t) => 0.5 + t),
  quantiles: quantilesOf(1000 * index),
}));
const [places, leaving] = alone.attribution;
if (!places || !leaving) throw new Error('no parts');
const inFutures: ComparisonReport = {
  ...alone,
  options: { runs: 1000, seed: 1, uncertainty: 'both' },
  spread,
  attributedFutures: 200,
  attribution: [
    { ...places, standardError: [0, 1, 2, 3], quantiles: quantilesOf(-50) },
    { ...leaving, standardError: [0, 4, 5, 6], quantiles: quantilesOf(-60) },
  ],
};

describe('the differences, for programs', () => {
  test('of expected courses: a column a measure and a part, a row a year', () => {
    const { name, columns, rows } = comparisonTable(alone);
    expect(name).toBe('Difference');
    expect(columns).toEqual([
      { key: 'year', title: 'Year', kind: 'year' },
      ...groupMeasures.map((measure) => ({
        key: measure,
        title: `${measureTitles[measure]}: expected difference`,
        kind: 'count',
      })),
      { key: 'part: more places', title: 'Part of "more places"', kind: 'count' },
      { key: 'part: fewer leave', title: 'Part of "fewer leave"', kind: 'count' },
    ]);
    expect(rows).toEqual([
      [2023, ...groupMeasures.map((_, index) => index), 0, 0],
      [2024, ...groupMeasures.map((_, index) => index + 10), -7, 1],
      [2025, ...groupMeasures.map((_, index) => index + 20), -14, 2],
      [2026, ...groupMeasures.map((_, index) => index + 30), -21, 3],
    ]);
  });

  test('of futures: the quantiles beside each measure, error and quantiles beside each part', () => {
    const { columns, rows } = comparisonTable(inFutures);
    const row = rows[2] ?? [];
    const at = (key: string): unknown => row[columns.findIndex((column) => column.key === key)];
    expect(columns).toHaveLength(1 + groupMeasures.length * 4 + 2 * 5);
    expect(row).toHaveLength(columns.length);
    for (const [index, measure] of groupMeasures.entries()) {
      expect(at(measure)).toBe(index + 20);
      for (const level of levels.all) expect(at(`${measure}_q${level}`)).toBe(1000 * index + 100 * level + 2);
    }
    expect(at('part: more places')).toBe(-14);
    expect(at('part: more places: standard error')).toBe(2);
    expect(at('part: fewer leave: q0.9')).toBe(-60 + 90 + 2);
    const titles = columns.slice(-4).map(({ title, kind }) => [title, kind]);
    expect(titles).toEqual([
      ['Part of "fewer leave": standard error', 'count'],
      ['Part of "fewer leave": quantile 0.1', 'count'],
      ['Part of "fewer leave": quantile 0.5', 'count'],
      ['Part of "fewer leave": quantile 0.9', 'count'],
    ]);
    expect(columns[2]).toEqual({
      key: `${groupMeasures[0]}_q0.1`,
      title: `${measureTitles[groupMeasures[0]]}: quantile 0.1`,
      kind: 'count',
    });
  });
});

describe('what the change is put down to', () => {
  test('of expected courses: halfway and at the horizon, and the whole', () => {
    expect(attributionTable(alone)).toEqual({
      name: 'Attribution',
      columns: [
        { key: 'what', title: 'put down to', kind: 'text' },
        { key: 'middle', title: 'by 2024', kind: 'count' },
        { key: 'last', title: 'by 2026', kind: 'count' },
      ],
      rows: [
        ['more places', -7, -21],
        ['fewer leave', 1, 3],
        ['all together', shortfall + 10, shortfall + 30],
      ],
    });
  });

  test('of futures: the mean of the futures, its error and the interval at the horizon', () => {
    const { columns, rows } = attributionTable(inFutures);
    expect(columns.slice(3)).toEqual([
      { key: 'error', title: '±', kind: 'count' },
      { key: 'q0.1', title: '10\u00A0%', kind: 'count' },
      { key: 'q0.9', title: '90\u00A0%', kind: 'count' },
    ]);
    expect(rows).toEqual([
      ['more places', -7, -21, 3, -50 + 10 + 3, -50 + 90 + 3],
      ['fewer leave', 1, 3, 6, -60 + 10 + 3, -60 + 90 + 3],
      ['all together', 5000 + shortfall + 1, 5000 + shortfall + 3, 3.5, 1000 * shortfall + 13, 1000 * shortfall + 93],
    ]);
  });

  test('too few futures leave the error empty, not nothing', () => {
    const { rows } = attributionTable({ ...inFutures, attribution: [{ name: 'more places', change: [0, 1, 2, 3] }] });
    expect(rows[0]).toEqual(['more places', 1, 3, null, null, null]);
  });

  test('is said in words: how, in how many futures, and what the expected course says', () => {
    const how = 'what it adds on average over every order in which the parts could come (Shapley)';
    expect(sayAttribution(alone)).toBe(`Each part is ${how}, on the expected course.`);
    const joined = { ...alone, attribution: [{ name: 'a and b together', joined: 2, change: [0, 1, 2, 3] }] };
    const together = 'What is named together is one part, since one makes no sense without the other.';
    expect(sayAttribution(joined)).toBe(`Each part is ${how}, on the expected course. ${together}`);
    expect(sayAttribution({ ...inFutures, attribution: joined.attribution })).toContain(
      `the same for both scenarios. ${together} The expected`,
    );
    const means = 'Means of the futures, with the interval of 80 % of them (10 % and 90 %)';
    const end = `The expected course says +${shortfall + 30} for all together, not their mean, since limits bind in some futures alone and some ranges are lopsided.`;
    expect(sayAttribution(inFutures)).toBe(
      `${means} and the standard error of the mean (±), in 2026. Each part is ${how}, told apart in 200 of the 1,000 futures, the same for both scenarios. ${end}`,
    );
    expect(sayAttribution({ ...inFutures, attributedFutures: 1000 })).toContain('told apart in the 1,000 futures, the');
  });
});
