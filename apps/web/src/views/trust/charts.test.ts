import type { AssumptionRanking } from '@isocentre/workforce';
import { describe, expect, test } from 'vitest';
import { shippedEvidence } from '../../../../../tests/support/shipped.ts';
import { barsOf, chanceChart, rankingTable } from './charts.ts';

const figures = [...shippedEvidence().figures.values()].slice(0, 12);
const ranking: AssumptionRanking = {
  measure: 'shortfall',
  year: 2053,
  runs: 100,
  r2: 0.8,
  assumptions: figures.map((figure, index) => ({ figure, coefficient: (index % 2 === 0 ? 0.6 : -0.6) / (index + 1) })),
};

describe('the bars of the ranking', () => {
  test('are ten, the longest whole, with their sign and what it means', () => {
    const bars = barsOf(ranking);
    expect(bars).toHaveLength(10);
    expect(bars[0]).toMatchObject({ share: 1, label: '+0.60', meaning: 'more of it, a larger shortfall' });
    expect(bars[1]).toMatchObject({ share: 0.5, label: '−0.30', meaning: 'more of it, a smaller shortfall' });
  });
  test('have all the assumptions in their table', () => {
    expect(rankingTable(ranking).rows).toHaveLength(12);
  });
});

describe('the chart of chance', () => {
  test('leaves out years in which nothing varies; the two shares add to 100 %', () => {
    const { layout, table } = chanceChart({
      years: [2023, 2024, 2025],
      runs: 100,
      seed: 1,
      inside: 0.8,
      low: [1, 2, 3],
      high: [4, 5, 6],
      chance: [null, 0.25, 0],
      ranking: { ok: false, problems: [] },
    });
    expect(layout.xs).toEqual([2024, 2025]);
    expect(layout.lines.map(({ values }) => values)).toEqual([
      [75, 100],
      [25, 0],
    ]);
    expect(table.rows).toEqual([
      [2024, 25, 75, 2, 5],
      [2025, 0, 100, 3, 6],
    ]);
  });
});
