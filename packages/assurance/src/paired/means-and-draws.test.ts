import { describe, expect, test } from 'vitest';
import { bootstrapDifference } from './bootstrap-difference.ts';
import { compareMeans } from './mean-difference.ts';

// Student's own example (Biometrika 6 (1908) 1–25): hours of sleep gained by ten patients with each of two drugs.
const sleep = [
  [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
  [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
] as const;

describe('the means of pairs', () => {
  test('of Student’s sleep data are as t.test gives them in R', () => {
    const found = compareMeans(...sleep);
    if (!found.ok) throw new Error('no');
    const { estimate, interval, p } = found.value;
    expect(estimate).toBeCloseTo(-1.58, 14);
    expect(interval).toMatchObject({ level: 0.95, method: 'paired-t' });
    expect(interval.lower).toBeCloseTo(-2.4598858, 7);
    expect(interval.upper).toBeCloseTo(-0.7001142, 7);
    expect(p).toBeCloseTo(0.00283289, 8);
    expect(found.value).toMatchObject({ metric: 'mean-difference', version: 1, n: 10 });
  });

  test('turned round it changes its sign; a wider level is wider', () => {
    const [forward, back, wide] = [
      compareMeans(...sleep),
      compareMeans(sleep[1], sleep[0]),
      compareMeans(...sleep, 0.99),
    ];
    if (!forward.ok || !back.ok || !wide.ok) throw new Error('no');
    expect(back.value.estimate).toBe(-forward.value.estimate);
    expect(back.value.interval.lower).toBeCloseTo(-forward.value.interval.upper, 13);
    expect(back.value.p).toBe(forward.value.p);
    expect(wide.value.interval.lower).toBeLessThan(forward.value.interval.lower);
  });

  test('needs two pairs of numbers that differ differently', () => {
    expect(compareMeans([1], [2])).toMatchObject({
      ok: false,
      problems: [{ found: '1 pairs', expected: 'at least 2' }],
    });
    expect(compareMeans([1, 2], [1])).toMatchObject({ ok: false, problems: [{ found: '2 and 1 values' }] });
    expect(compareMeans([1, Number.NaN], [1, 2])).toMatchObject({
      problems: [{ where: 'mean-difference, first, value 2' }],
    });
    expect(compareMeans([1, 2], [3, 4])).toMatchObject({ problems: [{ found: 'differences that are all the same' }] });
    expect(compareMeans([1, 2], [3, 5]).ok).toBe(true);
    expect(() => compareMeans([1, 2], [3, 5], 1)).toThrow(RangeError);
  });
});

describe('the difference by drawing cases', () => {
  const meanOn =
    (values: readonly [readonly number[], readonly number[]]) =>
    (tool: 0 | 1, drawn: Int32Array): number =>
      drawn.reduce((sum, at) => sum + (values[tool][at] ?? NaN), 0) / drawn.length;
  const options = { bootstraps: 4000, seed: 5 };

  test('of means has about the spread of the paired t, and not that of two samples', () => {
    const found = bootstrapDifference(10, options, meanOn(sleep));
    if (!found.ok) throw new Error('no');
    expect(found.value.estimate).toBeCloseTo(-1.58, 12);
    // 1.96 times the deviation of the differences with divisor n, over √n: 0.723 on either side.
    const { lower, upper, level, method } = found.value.interval;
    expect((upper - lower) / 2).toBeGreaterThan(0.6);
    expect((upper - lower) / 2).toBeLessThan(0.8);
    expect([level, method]).toEqual([0.95, 'paired bootstrap over cases, 4000 draws, percentile']);
    expect(bootstrapDifference(10, options, meanOn(sleep))).toEqual(found);
    const narrow = bootstrapDifference(10, { ...options, level: 0.5 }, meanOn(sleep));
    expect(narrow.ok && narrow.value.interval.upper - narrow.value.interval.lower).toBeLessThan((upper - lower) / 2);
  });

  test('draws as many cases as there are, rising, each as often as it was drawn', () => {
    const draws: string[] = [];
    bootstrapDifference(2, { bootstraps: 200, seed: 1 }, (tool, drawn) => {
      if (tool === 0) draws.push([...drawn].join());
      return 0;
    });
    expect(draws).toHaveLength(201);
    expect(draws[0]).toBe('0,1');
    expect([...new Set(draws)].toSorted()).toEqual(['0,0', '0,1', '1,1']);
    // Half of the draws have both, a quarter each of them twice.
    expect(Math.abs(draws.filter((one) => one === '0,1').length - 100)).toBeLessThan(40);
  });

  test('leaves out draws without a value, and says where there is none', () => {
    // One over the cases drawn of number 0: endless where none is.
    const share = (tool: 0 | 1, drawn: Int32Array): number => (tool + 1) / drawn.filter((at) => at === 0).length;
    const found = bootstrapDifference(2, { bootstraps: 400, seed: 1 }, share);
    expect(found).toMatchObject({ ok: true, value: { estimate: -1, interval: { lower: -1, upper: -0.5 } } });
    expect(bootstrapDifference(2, options, () => Number.NaN)).toMatchObject({
      ok: false,
      problems: [{ where: 'the difference', expected: 'a value of both' }],
    });
    expect(() => bootstrapDifference(2, { ...options, level: 0 }, share)).toThrow(RangeError);
  });
});
