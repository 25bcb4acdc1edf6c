import { describe, expect, test } from 'vitest';
import { topOfScale } from '../../charts/layout.ts';
import type { PlanTold, ScoreTold, TradeOffTold } from '../../compute/plan-work.ts';
import {
  asksChart,
  dearestYear,
  missingChart,
  sayMillions,
  spendingChart,
  tradeOffChart,
  worthChart,
} from './charts.ts';

const table = { name: 'table', columns: [], rows: [] };
const spend = (year: number, training: number, overseas: number) => ({
  year,
  by: { training, overseas, retention: 0 },
  total: training + overseas,
});
const limits = {
  trainingGrowth: 0.24,
  trainingCeiling: 5,
  overseasCeiling: 0.0175,
  retentionCeiling: 0.2,
  supervision: 1,
  budget: Infinity,
};
const plan: PlanTold = {
  status: 'infeasible',
  answer: 'none',
  title: "today's course",
  closeBy: 2040,
  confidence: 0.8,
  cost: 4e6,
  costYear: 2027,
  replay: { runs: 200, seed: 2, shareClosed: 0.1 },
  limits,
  met: [],
  mustGive: [],
  missing: [
    { name: 'Clinical technologists in radiotherapy physics', wte: 40 },
    { name: 'Engineering staff in radiotherapy physics', wte: 10 },
  ],
  spending: [spend(2027, 1e6, 0), spend(2028, 2e6, 2e6), spend(2029, 3e6, 1e6)],
  worth: [
    { measure: 'training', group: 'scientist', least: 150_000, most: 185_000 },
    { measure: 'overseas', group: 'scientist', least: 8706.2, most: 8706.4 },
  ],
  tables: { timetable: table, sheets: [table], decisions: table, spending: table, worth: table },
  scenario: { format: 'isocentre-scenario', version: 1, name: 'x', title: 'x', summary: 'x' },
  files: { json: '', csv: '', yaml: '' },
};

describe('the charts of a plan', () => {
  test('money in millions, a tenth where there is little', () => {
    expect([0, 40_000, 5_650_000, 9_960_000, 182e6, 1.2e9].map(sayMillions)).toEqual([
      '£0m',
      '£0m',
      '£5.7m',
      '£10m',
      '£182m',
      '£1,200m',
    ]);
  });

  test('cost by year: the measures that are used, and all of them; one alone is all', () => {
    const { layout, label } = spendingChart(plan);
    expect(layout.xs).toEqual([2027, 2028, 2029]);
    expect(layout.lines.map(({ name, values }) => [name, values])).toEqual([
      ['training', [1e6, 2e6, 3e6]],
      ['overseas', [0, 2e6, 1e6]],
      ['in all', [1e6, 4e6, 4e6]],
    ]);
    // The first of two years that are as dear.
    expect(dearestYear(plan)).toMatchObject({ year: 2028, total: 4e6 });
    expect(label).toContain('most in 2028, £4m');
    const one = spendingChart({ ...plan, spending: [spend(2027, 0, 1e6)], limits: { ...limits, budget: 40e6 } });
    expect(one.layout.lines).toEqual([{ name: 'overseas', role: 'yours', values: [1e6] }]);
    expect(one.layout.top).toBe(40e6);
    expect(one.note).toContain('The budget is £40m a year.');
  });

  test('what a WTE costs: the cheapest first, one number where all occupations have it', () => {
    const { layout, title } = worthChart(plan);
    expect(title).toContain('2040');
    expect(layout.rows).toEqual([
      {
        name: 'Recruits from overseas a year, clinical scientists',
        low: 8.7062,
        high: 8.7064,
        text: '9',
      },
      {
        name: 'Training places a year, clinical scientists',
        low: 150,
        high: 185,
        text: '150 to 185',
      },
    ]);
  });

  test('what the nearest plan lacks, as parts of the most', () => {
    const { layout, table: numbers } = missingChart(plan);
    expect(layout.bars.map(({ to, text }) => [to, text])).toEqual([
      [1, '40'],
      [0.25, '10'],
    ]);
    expect(numbers.rows[0]).toEqual(['Clinical technologists in radiotherapy physics', 40]);
  });

  test('the trade-off: a line for each share that has a plan, from the first year that has one', () => {
    const point = (closeBy: number, confidence: number, presentCost: number | null) => ({
      closeBy,
      confidence,
      presentCost,
      shareClosed: presentCost === null ? null : confidence,
    });
    const curve: TradeOffTold = {
      title: 'x',
      runs: 400,
      points: [
        point(2040, 0.5, null),
        point(2040, 0.8, null),
        point(2045, 0.5, 182e6),
        point(2045, 0.8, null),
        point(2050, 0.5, 133e6),
        point(2050, 0.8, null),
      ],
      tables: { costs: table, points: table },
      files: { json: '' },
    };
    const { layout, label } = tradeOffChart(curve, 0.5);
    expect(layout.xs).toEqual([2040, 2045, 2050]);
    expect(layout.lines).toEqual([{ name: '50 % of futures', role: 'yours', values: [NaN, 182e6, 133e6] }]);
    expect(topOfScale(layout)).toBe(182e6);
    expect(label).toContain('by 2045 in 50 % of futures £182m; by 2050 in 50 % of futures £133m');
    expect(tradeOffChart(curve, 0.8).layout.lines[0]?.role).toBe('reference');
  });

  test("the brief's asks: shares of the gap, without what nothing does; none goes beyond the chart", () => {
    const ask = (name: string, shareOfGap: number) => ({ name, shortfall: 100, shareOfGap, shareClosed: 0 });
    const score: ScoreTold = {
      closeBy: 2040,
      runs: 200,
      asks: [ask('nothing', 0), ask('half as many places again', 0.13), ask('worse', -0.02), ask('all together', 0.29)],
      table,
      files: { json: '' },
    };
    expect(asksChart(score).layout.bars).toEqual([
      { name: 'Half as many places again', from: 0, to: 0.13, text: '13 %', isWhole: false },
      { name: 'Worse', from: 0, to: 0, text: '−2 %', isWhole: false },
      { name: 'All together', from: 0, to: 0.29, text: '29 %', isWhole: true },
    ]);
  });
});
