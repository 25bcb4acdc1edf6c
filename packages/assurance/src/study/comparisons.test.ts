import { describe, expect, test } from 'vitest';
import { binaryProtocol, protocolOf, textFiles } from '../../../../tests/support/example-study.ts';
import { niftiFile } from '../../../../tests/support/nifti-file.ts';
import { compareMeans } from '../paired/mean-difference.ts';
import { compareStudy, comparisonReportSchema, sayComparison, type ComparisonReport } from './compare-study.ts';
import { filesOf, type StudyFiles } from './study-files.ts';

const protocolWith = (data: string, metric: string, margin = '') =>
  protocolOf(
    binaryProtocol.replace(
      /data:[\s\S]*/,
      `data:\n${data}\nprimary: { metric: ${metric}, version: 1, criterion: { atLeast: -9, atMost: 9, reason: a test } }\n${margin}`,
    ),
  );
const margin = 'comparison: { margin: 0.1, reason: a test }\n';

const comparedOf = (protocol: ReturnType<typeof protocolOf>, files: StudyFiles): ComparisonReport => {
  const report = compareStudy(protocol, files, true);
  if (!report.ok) throw new Error(JSON.stringify(report.problems));
  expect(comparisonReportSchema.safeParse(report.value).error).toBeUndefined();
  return report.value;
};

const near = (value: number): number => expect.closeTo(value, 10) as number;

describe('two models of probability on the same cases', () => {
  const rows = [
    [0.9, 0.6, 'cancer'],
    [0.4, 0.7, 'cancer'],
    [0.6, 0.2, 'none'],
    [0.2, 0.3, 'none'],
    [0.3, 0.5, 'none'],
    [0.3, 0.4, 'cancer'],
  ] as const;
  const cases = ['case,truth,one,two', ...rows.map(([one, two, truth], i) => `c${i},${truth},${one},${two}`)].join(
    '\n',
  );
  const data = (second = 'two') => `  design: cases
  cases: cases.csv
  truth: { column: truth, positive: cancer, negative: none }
  score: one
  threshold: 0.5
  comparator: { score: ${second}, threshold: 0.5 }`;
  const compared = (metric: string, more = '', second = 'two') =>
    comparedOf(protocolWith(data(second), metric, more), textFiles({ 'cases.csv': cases }));

  const lossesBy = (loss: (p: number, truth: 0 | 1) => number) =>
    [0, 1].map((tool) => rows.map((row) => loss(row[tool] as number, row[2] === 'cancer' ? 1 : 0))) as [
      number[],
      number[],
    ];

  test.each([
    ['brier', (p: number, truth: 0 | 1) => (truth - p) * (truth - p)],
    ['log-loss', (p: number, truth: 0 | 1) => -Math.log(truth === 1 ? p : 1 - p)],
    // At 0.5 a false positive costs what a true one gains.
    ['net-benefit', (p: number, truth: 0 | 1) => (p >= 0.5 ? 2 * truth - 1 : 0)],
  ] as const)('%s: the mean over cases of its differences, by paired t', (metric, loss) => {
    const [one, other] = lossesBy(loss);
    const direct = compareMeans(one, other);
    if (!direct.ok) throw new Error('no');
    const [found] = compared(metric).endpoints;
    expect(found?.difference).toMatchObject({
      metric: `${metric}-difference`,
      n: 6,
      estimate: near(direct.value.estimate),
      interval: {
        lower: near(direct.value.interval.lower),
        upper: near(direct.value.interval.upper),
        method: 'paired-t',
      },
    });
    expect(found?.test).toEqual({ p: near(direct.value.p), method: 'paired t' });
    expect(found?.difference.estimate).toBeCloseTo(
      (found?.first.estimate ?? NaN) - (found?.second.estimate ?? NaN),
      12,
    );
  });

  test.each(['observed-expected', 'calibration-error', 'calibration-slope'])(
    '%s: the difference of both, by drawing the same cases',
    (metric) => {
      const [found] = compared(metric).endpoints;
      const { lower, upper, method } = found?.difference.interval ?? { lower: NaN, upper: NaN, method: '' };
      expect(found?.difference.estimate).toBeCloseTo(
        (found?.first.estimate ?? NaN) - (found?.second.estimate ?? NaN),
        12,
      );
      expect(lower).toBeLessThan(found?.difference.estimate ?? NaN);
      expect(upper).toBeGreaterThan(found?.difference.estimate ?? NaN);
      expect(method).toBe('paired bootstrap over cases, 1000 draws, percentile');
      expect(found?.test).toBeUndefined();
    },
  );

  test('O:E of both is 3 events over the sums by hand', () => {
    expect(compared('observed-expected').endpoints[0]).toMatchObject({
      first: { estimate: near(3 / 2.7) },
      second: { estimate: near(3 / 2.7) },
      difference: { estimate: near(0) },
    });
  });

  test('of an error the margin is judged at the upper bound', () => {
    const report = compared('brier', margin);
    const { upper } = report.endpoints[0]?.difference.interval ?? { upper: NaN };
    expect(report.endpoints[0]?.judged).toEqual({ bound: 'upper', value: upper, limit: 0.1, met: upper <= 0.1 });
    expect(sayComparison(report)).toContain('the upper bound had to be at most 0.100.');
    const wide = compared('brier', margin.replace('0.1', '2'));
    expect(wide.endpoints[0]?.judged?.met).toBe(true);
    expect(sayComparison(wide)).toMatch(/^Not worse by more than the margin: Brier score differs by /);
    expect(sayComparison(compared('brier'))).toMatch(/^No margin was stated: .*on the same cases\.$/);
  });

  test('what is best between others has no margin', () => {
    const refused = compareStudy(
      protocolWith(data(), 'calibration-slope', margin),
      textFiles({ 'cases.csv': cases }),
      true,
    );
    expect(refused).toEqual({
      ok: false,
      problems: [
        {
          where: 'the protocol',
          found: 'a margin for "calibration-slope", which is best at 1',
          expected: 'a primary endpoint of which more or less is better, or no "comparison"',
        },
      ],
    });
  });

  test('a model against itself: no difference, no test, and the intervals of both put together', () => {
    const [found] = compared('brier', '', 'one').endpoints;
    const { estimate, interval } = found?.first ?? { estimate: NaN, interval: { lower: NaN, upper: NaN } };
    expect(found?.difference.estimate).toBe(0);
    const half = Math.sqrt((estimate - interval.lower) ** 2 + (interval.upper - estimate) ** 2);
    expect(found?.difference.interval).toMatchObject({ lower: near(-half), upper: near(half) });
    expect(found?.test).toBeUndefined();
  });

  test('a score that is no probability is refused, whichever has it', () => {
    for (const [from, to] of [
      ['0.9,0.6', '9,0.6'],
      ['0.9,0.6', '0.9,6'],
    ] as const)
      for (const metric of ['brier', 'calibration-error'])
        expect(
          compareStudy(protocolWith(data(), metric), textFiles({ 'cases.csv': cases.replace(from, to) }), true),
        ).toMatchObject({ ok: false, problems: [{ expected: 'from 0 to 1' }] });
  });
});

describe('two ways of measuring the same cases', () => {
  const known = [5, 6, 8, 9, 12];
  const [one, two] = [
    [5.2, 6.1, 7.9, 9.5, 12.2],
    [5.5, 6.9, 8.1, 9.4, 13],
  ] as const;
  const cases = ['case,known,one', ...known.map((value, i) => `c${i},${value},${one[i]}`)].join('\n');
  const others = ['case,two', ...two.map((value, i) => `c${i},${value}`)].join('\n');
  const data = `  design: measurements
  cases: cases.csv
  truth: known
  measured: one
  unit: mm
  comparator: { results: others.csv, measured: two }`;
  const compared = (metric: string) =>
    comparedOf(protocolWith(data, metric), textFiles({ 'cases.csv': cases, 'others.csv': others })).endpoints[0];

  test('bias: the known values go out, and what is left is the paired t of the measured', () => {
    const direct = compareMeans(one, two);
    if (!direct.ok) throw new Error('no');
    expect(compared('bland-altman')).toMatchObject({
      first: { metric: 'bland-altman', estimate: near(0.18) },
      second: { estimate: near(0.58) },
      difference: { estimate: near(-0.4), interval: { lower: near(direct.value.interval.lower) } },
      test: { p: near(direct.value.p) },
    });
  });

  test('the ratio and the concordance by drawing cases', () => {
    const ratio = compared('bland-altman-ratio');
    const geometric = (values: readonly number[]): number =>
      Math.exp(values.reduce((sum, value, i) => sum + Math.log(value / (known[i] ?? NaN)), 0) / 5);
    expect(ratio).toMatchObject({
      first: { metric: 'bland-altman-ratio', estimate: near(geometric(one)) },
      second: { estimate: near(geometric(two)) },
      difference: { estimate: near(geometric(one) - geometric(two)) },
    });
    const lin = compared('concordance');
    expect(lin?.first.estimate).toBeGreaterThan(lin?.second.estimate ?? NaN);
    expect(lin?.difference.estimate).toBeCloseTo((lin?.first.estimate ?? NaN) - (lin?.second.estimate ?? NaN), 12);
    expect(lin?.difference.interval.lower).toBeGreaterThan(-0.1);
  });

  test('a value of the other that is missing is named by its file', () => {
    const files = textFiles({ 'cases.csv': cases, 'others.csv': others.replace('\nc3,9.4', '') });
    expect(compareStudy(protocolWith(data, 'concordance'), files, true)).toMatchObject({
      ok: false,
      problems: [{ where: 'cases.csv:5', found: 'the case "c3" without a row in others.csv' }],
    });
  });
});

describe('two ways of drawing the same cases', () => {
  const mapOf = (...values: number[]) => niftiFile({ size: [4, 1, 1], spacing: [1, 1, 1], values });
  const files = filesOf({
    'cases.csv': new TextEncoder().encode(`case,reference,one,two
a,two.nii,two.nii,one.nii
b,two.nii,one.nii,one.nii
c,none.nii,none.nii,one.nii
d,two.nii,two.nii,two.nii
`),
    'one.nii': mapOf(1, 0, 0, 0),
    'two.nii': mapOf(1, 1, 0, 0),
    'none.nii': mapOf(0, 0, 0, 0),
  });
  const data =
    '  { design: label maps, cases: cases.csv, reference: reference, result: one, comparator: { result: two } }';

  test('a case with nothing to measure counts for the one that draws something there', () => {
    const [dice] = comparedOf(protocolWith(data, 'dice'), files).endpoints;
    // Dice 1, 2/3, nothing, 1 against 2/3, 2/3, 0, 1.
    expect(dice).toMatchObject({
      first: { n: 3, estimate: near(8 / 9) },
      second: { n: 4, estimate: near(7 / 12) },
      difference: { metric: 'dice-difference', n: 4, estimate: near(8 / 9 - 7 / 12) },
    });
    const [iou] = comparedOf(protocolWith(data, 'iou'), files).endpoints;
    expect(iou).toMatchObject({ first: { metric: 'iou', estimate: near(2.5 / 3) }, second: { estimate: near(2 / 4) } });
  });

  test('a distance that does not exist is refused, whichever lacks it', () => {
    expect(compareStudy(protocolWith(data, 'hausdorff-95'), files, true)).toMatchObject({
      ok: false,
      problems: [{ found: '1 with the label in one map alone, so that no distance of their surfaces exists' }],
    });
  });
});

test('what has no comparison is named', () => {
  const files = textFiles({
    'objects.csv': 'case,known,seen,scan\na,5,5,one\nb,6,6.5,one\nc,6,6.4,one\n',
    'scans.csv': 'scan,extra\none,1\n',
  });
  const data = `  design: phantom
  cases: objects.csv
  known: known
  measured: seen
  notFound: missed
  tolerance: 0.3
  scan: scan
  scans: scans.csv
  falseMarks: extra`;
  expect(compareStudy(protocolWith(data, 'phantom-found'), files, true)).toMatchObject({
    ok: false,
    problems: [{ where: 'the protocol', found: 'no "comparator" under "data"' }],
  });
});
