import { describe, expect, test } from 'vitest';
import { binaryCases, binaryProtocol, protocolOf, textFiles } from '../../../../tests/support/example-study.ts';
import { auc, compareAuc } from '../roc/auc.ts';
import { comparePaired } from '../paired/mcnemar.ts';
import { matchMarks, type DetectionStudy } from '../froc/detection.ts';
import { compareCpm, cpmOf } from '../froc/froc.ts';
import { compareStudy, comparisonReportSchema, sayComparison, type ComparisonReport } from './compare-study.ts';

const withComparator = `${binaryProtocol
  .replace('  threshold: 0.5\n', '  threshold: 0.5\n  comparator: { score: before, threshold: 0.5 }\n')
  .replace('secondary: [', 'secondary: [{ metric: auc, version: 1 }, ')}comparison: { margin: 0.1, reason: a test }
`;

// p1 and p2 are found by the first alone, n3 is cleared by the second alone.
const before = [0.4, 0.3, 0.7, 0.2, 0.1, 0.4, 0.3, 0.2, 0, 0.1, ''];
const cases = binaryCases
  .trim()
  .split('\n')
  .map((row, index) => `${row},${index === 0 ? 'before' : (before[index - 1] ?? '')}`)
  .join('\n');

const compared = (text: string): ComparisonReport => {
  const report = compareStudy(protocolOf(text), textFiles({ 'cases.csv': cases }), true);
  if (!report.ok) throw new Error(JSON.stringify(report.problems));
  return report.value;
};

describe('two technologies on the same cases', () => {
  const report = compared(withComparator);
  const [sensitivity, area, specificity] = report.endpoints;

  test('sensitivity and specificity are paired: Tango and McNemar of the counts by hand', () => {
    const first = comparePaired({ both: 1, onlyFirst: 2, onlySecond: 0, neither: 1 });
    const second = comparePaired({ both: 5, onlyFirst: 0, onlySecond: 1, neither: 0 });
    if (!first.ok || !second.ok) throw new Error('counts');
    expect(sensitivity).toMatchObject({
      first: { estimate: 3 / 4 },
      second: { estimate: 1 / 4 },
      difference: { estimate: 2 / 4, interval: first.value.interval },
      test: { p: 0.5, method: 'McNemar, exact-binomial' },
    });
    expect(specificity?.difference).toMatchObject({ estimate: -1 / 6, interval: second.value.interval });
  });

  test('the areas are compared by DeLong', () => {
    const scores = [0.9, 0.5, 0.7, 0.2, 0.1, 0.49, 0.6, 0.3, 0, 0.2];
    const truth = Uint8Array.from([1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    const others = Float64Array.from(before.slice(0, 10), Number);
    const direct = compareAuc(Float64Array.from(scores), others, truth);
    const one = auc(Float64Array.from(scores), truth);
    if (!direct.ok || !one.ok) throw new Error('areas');
    expect(area?.first.estimate).toBe(one.value.estimate);
    expect(area?.difference).toMatchObject({ estimate: direct.value.estimate, interval: direct.value.interval });
    expect(area?.test?.p).toBe(direct.value.p);
  });

  test('the margin is judged at the lower bound of the difference', () => {
    expect(sensitivity?.judged).toEqual({
      bound: 'lower',
      value: sensitivity?.difference.interval.lower,
      limit: -0.1,
      met: false,
    });
    expect(sayComparison(report)).toMatch(/^Not shown to be as good: Sensitivity differs by 0\.500, interval −0\./);
    expect(compared(withComparator.replace('margin: 0.1', 'margin: 1')).endpoints[0]?.judged?.met).toBe(true);
    expect(comparisonReportSchema.safeParse(JSON.parse(JSON.stringify(report))).error).toBeUndefined();
  });

  test('without a comparator, or on a metric that has no pairs, it is refused', () => {
    const refused = compareStudy(protocolOf(binaryProtocol), textFiles({ 'cases.csv': cases }), true);
    expect(refused).toMatchObject({ ok: false, problems: [{ found: 'no "comparator" under "data"' }] });
  });
});

describe('two detectors on the same scans', () => {
  const study = (score: number): DetectionStudy => ({
    scans: Array.from({ length: 20 }, (_, index) => `s${index}`),
    nodules: Array.from({ length: 20 }, (_, index) => ({ scan: `s${index}`, x: 0, y: 0, z: 0, diameter: 8 })),
    excluded: [],
    marks: Array.from({ length: 20 }, (_, index) => ({
      scan: `s${index}`,
      x: index % 3 < score ? 0 : 90,
      y: 0,
      z: 0,
      score: index / 20,
    })),
  });
  const [one, other] = [matchMarks(study(2)), matchMarks(study(1))];
  if (!one.ok || !other.ok) throw new Error('studies');
  const options = { bootstraps: 200, seed: 3 };

  test('the difference is that of the metrics; turned round it changes its sign', () => {
    const forward = compareCpm(one.value, other.value, options);
    const back = compareCpm(other.value, one.value, options);
    expect(forward.estimate).toBeCloseTo(cpmOf(one.value, options).cpm - cpmOf(other.value, options).cpm, 14);
    expect(back.estimate).toBe(-forward.estimate);
    expect(forward.interval.lower).toBeLessThan(forward.estimate);
    expect(forward.interval.upper).toBeGreaterThan(forward.estimate);
  });

  test('a detector against itself differs by nothing in any draw', () => {
    expect(compareCpm(one.value, one.value, options)).toEqual({ estimate: 0, interval: { lower: 0, upper: 0 } });
    expect(() => compareCpm(one.value, { ...other.value, scanCount: 3 }, options)).toThrow(RangeError);
  });
});
