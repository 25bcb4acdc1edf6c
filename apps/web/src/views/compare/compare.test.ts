import type { ComparisonReport } from '@isocentre/workforce';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { untouched, type PageState } from '../../state/state.ts';
import { differenceChart, waterfall } from './charts.ts';
import { choicesOf, comparedWithStart, nowKey, questionOf, sidesOf, withSide } from './sides.ts';

const moved: PageState = { ...untouched, edits: [{ lever: 'scientists', value: 230 }] };
const none = (): undefined => undefined;

describe('the two sides', () => {
  test("are today's course and what is shown, or on an untouched page the brief's asks", () => {
    expect(sidesOf(untouched)).toEqual({ from: 'shipped:todays-course', to: 'shipped:the-briefs-asks' });
    expect(sidesOf(moved)).toEqual({ from: 'shipped:todays-course', to: nowKey });
  });

  test('are kept in the link', () => {
    const state = withSide(withSide(untouched, 'from', nowKey), 'to', 'work:v1?start=the-2023-pledge');
    expect(sidesOf(state)).toEqual({ from: nowKey, to: 'work:v1?start=the-2023-pledge' });
  });

  test('set what comes of a shipped scenario against that scenario, and of a changed one against today’s course', () => {
    const state = { ...untouched, start: { kind: 'shipped', name: 'todays-course-without-growth' } as const };
    expect(sidesOf({ ...comparedWithStart(state), edits: moved.edits })).toEqual({
      from: 'shipped:todays-course-without-growth',
      to: nowKey,
    });
    expect(comparedWithStart(moved)).toBe(moved);
  });

  test('ask for what they stand for', () => {
    expect(questionOf('shipped:the-2023-pledge', moved, none)).toEqual({
      start: { kind: 'shipped', name: 'the-2023-pledge' },
      edits: [],
      part: {},
    });
    expect(questionOf(nowKey, moved, none)).toEqual({ start: moved.start, edits: moved.edits, part: {} });
    expect(questionOf('work:v1?x', untouched, (fragment) => (fragment === 'v1?x' ? moved : undefined))).toEqual({
      start: moved.start,
      edits: moved.edits,
      part: {},
    });
    expect(questionOf('work:broken', untouched, none)).toBeUndefined();
    expect(questionOf('something else', untouched, none)).toBeUndefined();
  });

  test('can be any scenario that ships, what is shown, or kept work', () => {
    expect(choicesOf([{ name: 'a', title: 'A' }], [{ name: 'mine', fragment: 'v1?b' }])).toEqual([
      { key: 'now', title: 'What the page shows now' },
      { key: 'shipped:a', title: 'A' },
      { key: 'work:v1?b', title: 'Kept: mine' },
    ]);
  });
});

const reportOf = (changes: readonly number[], withFutures = false): ComparisonReport => {
  const whole = changes.reduce((sum, one) => sum + one, 0);
  return {
    from: { name: 'a', title: 'A' },
    to: { name: 'b', title: 'B' },
    answer: '',
    years: [2023, 2024],
    options: { runs: 1000, seed: 1, uncertainty: 'both' },
    levels: { all: [0.1, 0.9], low: 0.1, high: 0.9 },
    expected: { shortfall: [0, whole] } as unknown as ComparisonReport['expected'],
    ...(withFutures
      ? {
          spread: {
            shortfall: { mean: [0, whole], quantiles: { '0.1': [0, whole - 5], '0.9': [0, whole + 5] } },
          } as unknown as NonNullable<ComparisonReport['spread']>,
        }
      : {}),
    attributed: 'shortfall',
    attribution: changes.map((change, index) => ({ name: `lever ${index}`, change: [0, change] })),
  };
};

describe('the waterfall', () => {
  test('has each part begin where the one before ended, and the whole begin at nothing', () => {
    const { zero, steps } = waterfall(reportOf([-300, 100]));
    expect(zero).toBe(1);
    expect(steps.map(({ name, change, isWhole }) => [name, change, isWhole])).toEqual([
      ['lever 0', -300, false],
      ['lever 1', 100, false],
      ['All together', -200, true],
    ]);
    expect(steps.map(({ from, to }) => [from, to])).toEqual(
      [
        [1, 0],
        [0, 1 / 3],
        [1, 1 - 200 / 300],
      ].map((pair) => pair.map((value) => expect.closeTo(value, 12) as number)),
    );
  });

  test('has the interval of each part and of the whole where futures were run', () => {
    const report = reportOf([-300, 100], true);
    const [part, ...others] = report.attribution;
    if (!part) throw new Error('no part');
    const sure = { ...part, quantiles: { '0.1': [0, -350], '0.9': [0, -250] } };
    const { steps } = waterfall({ ...report, attribution: [sure, ...others] });
    expect(steps.map(({ interval }) => interval)).toEqual([[-350, -250], undefined, [-205, -195]]);
    expect(waterfall(reportOf([-300, 100])).steps.every((step) => step.interval === undefined)).toBe(true);
  });

  test('stays within its width and joins its steps, whatever the changes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { maxLength: 8 }), (changes) => {
        const { zero, steps } = waterfall(reportOf(changes));
        let at = zero;
        for (const { from, to, isWhole } of steps) {
          expect(Math.min(from, to)).toBeGreaterThanOrEqual(0);
          expect(Math.max(from, to)).toBeLessThanOrEqual(1);
          if (isWhole) {
            expect(from).toBe(zero);
            expect(to).toBeCloseTo(at, 9);
          } else {
            expect(from).toBeCloseTo(at, 9);
            at = to;
          }
        }
      }),
    );
  });
});

describe('the chart of the difference', () => {
  test('has the band only where futures were run, and says so', () => {
    const sure = differenceChart(reportOf([-100], true), 2027);
    expect(sure.layout.band).toEqual({ low: [0, -105], high: [0, -95] });
    expect(sure.table.rows).toEqual([
      [2023, 0, 0, 0],
      [2024, -100, -105, -95],
    ]);
    expect(sure.note).toContain('80 % of 1,000 futures');
    const expected = differenceChart(reportOf([-100]), 2027);
    expect(expected.layout.band).toBeUndefined();
    expect(expected.table.columns).toHaveLength(2);
    expect(expected.note).toContain('how sure the difference is follows');
  });
});
