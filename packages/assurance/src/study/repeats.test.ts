import { describe, expect, test } from 'vitest';
import { binaryProtocol, protocolOf, textFiles } from '../../../../tests/support/example-study.ts';
import { compareStudy } from './compare-study.ts';
import { runStudy } from './run-study.ts';

// Six subjects rated by four judges: the table of Shrout and Fleiss, Psychological Bulletin 86 (1979) 420–428.
const ratings = [
  [9, 2, 5, 8],
  [6, 1, 3, 2],
  [8, 4, 6, 8],
  [7, 1, 2, 6],
  [10, 5, 6, 9],
  [6, 2, 4, 7],
];
// Peak flow by the Wright meter twice (l/min), Bland and Altman, The Lancet 327 (1986) 307–310.
const wright = [
  [494, 490],
  [395, 397],
  [516, 512],
  [434, 401],
  [476, 470],
  [557, 611],
  [413, 415],
  [442, 431],
  [650, 638],
  [433, 429],
  [417, 420],
  [656, 633],
  [267, 275],
  [478, 492],
  [178, 165],
  [423, 372],
  [427, 421],
];
// And by the mini meter.
const mini = [
  [512, 525],
  [430, 415],
  [520, 508],
  [428, 444],
  [500, 500],
  [600, 625],
  [364, 460],
  [380, 390],
  [658, 642],
  [445, 432],
  [432, 420],
  [626, 605],
  [260, 227],
  [477, 467],
  [259, 268],
  [350, 370],
  [451, 443],
];

const protocolWith = (metric: string, columns: string, more = '') =>
  protocolOf(
    binaryProtocol.replace(
      /data:[\s\S]*/,
      `data: { design: repeats, cases: cases.csv, excluded: excluded, measured: [${columns}], unit: l/min${more} }
primary: { metric: ${metric}, version: 1, criterion: { atLeast: 0, reason: a test } }
comparison: { margin: 0, reason: a test }
bootstraps: 100
`,
    ),
  );
const tableOf = (names: readonly string[], rows: readonly (readonly number[])[]): string =>
  [['case', 'excluded', ...names], ...rows.map((row, i) => [`s${i}`, '', ...row])].map((row) => row.join()).join('\n');

const judges = tableOf(['a', 'b', 'c', 'd'], ratings);
const meters = tableOf(
  ['w1', 'w2', 'm1', 'm2'],
  wright.map((row, i) => [...row, ...(mini[i] ?? [])]),
);

const endpointOf = (protocol: ReturnType<typeof protocolOf>, cases: string) => {
  const report = runStudy(protocol, textFiles({ 'cases.csv': cases }), true);
  if (!report.ok) throw new Error(JSON.stringify(report.problems));
  return report.value.endpoints[0];
};

describe('a study of repeated values', () => {
  test('the judges of Shrout and Fleiss have 0.29 and 0.71, as published', () => {
    const random = endpointOf(protocolWith('icc-2-1', 'a, b, c, d'), judges);
    expect(random?.result).toMatchObject({ metric: 'icc-2-1', n: 6, interval: { method: 'f-satterthwaite' } });
    expect(random?.result.estimate.toFixed(2)).toBe('0.29');
    expect(random?.counts).toEqual([
      { what: 'cases', count: 6 },
      { what: 'values of each', count: 4 },
    ]);
    const fixed = endpointOf(protocolWith('icc-3-1', 'a, b, c, d'), judges);
    expect(fixed?.result).toMatchObject({ metric: 'icc-3-1', interval: { method: 'f' } });
    expect(fixed?.result.estimate.toFixed(2)).toBe('0.71');
    expect(fixed?.beside).toBeUndefined();
  });

  test('the peak flow meters have the standard deviations within subjects of 15.3 and 19.9, as published', () => {
    for (const [columns, deviation] of [
      ['w1, w2', '15.3'],
      ['m1, m2', '19.9'],
    ] as const) {
      const found = endpointOf(protocolWith('repeatability', columns), meters);
      expect(found?.beside?.map(({ what }) => what)).toEqual(['standard deviation within cases (wSD)']);
      const within = found?.beside?.[0]?.estimate ?? NaN;
      expect(within.toFixed(1)).toBe(deviation);
      expect(found?.result.estimate).toBeCloseTo(1.959963984540054 * Math.SQRT2 * within, 9);
      expect(found?.result).toMatchObject({ metric: 'repeatability', n: 17, interval: { method: 'chi-square' } });
    }
  });

  test('in proportion: the root of the mean of s²/mean², with what is real change beside it', () => {
    const found = endpointOf(protocolWith('within-variation', 'w1, w2'), meters);
    const squares = wright.map(([a = 0, b = 0]) => (a - b) ** 2 / 2 / ((a + b) / 2) ** 2);
    expect(found?.result.estimate).toBeCloseTo(Math.sqrt(squares.reduce((sum, one) => sum + one, 0) / 17), 12);
    expect(found?.result).toMatchObject({ metric: 'within-variation', n: 17 });
    expect(found?.beside?.map(({ what }) => what)).toEqual(['smallest real growth', 'smallest real shrinkage']);
    const zero = runStudy(
      protocolWith('within-variation', 'w1, w2'),
      textFiles({ 'cases.csv': meters.replace('494', '0') }),
      true,
    );
    expect(zero).toMatchObject({ ok: false, problems: [{ where: 'the cases', found: 'a value that is not above 0' }] });
  });

  test('a value that is missing or no number is named; an excluded case is left out', () => {
    const protocol = protocolWith('repeatability', 'w1, w2');
    const wrong = runStudy(protocol, textFiles({ 'cases.csv': meters.replace('494', '').replace('397', 'nan') }), true);
    expect(wrong.ok ? [] : wrong.problems).toEqual([
      {
        where: 'cases.csv:2 w1',
        found: 'nothing',
        expected: 'a number, or the reason why the case is left out under "excluded"',
      },
      {
        where: 'cases.csv:3 w2',
        found: '"nan"',
        expected: 'a number, or the reason why the case is left out under "excluded"',
      },
    ]);
    expect(endpointOf(protocol, meters.replace('s5,', 's5,coughed'))?.result.n).toBe(16);
    expect(() => protocolWith('repeatability', 'w1')).toThrow('data.measured');
  });
});

describe('two meters on the same subjects', () => {
  const both = (metric: string) =>
    compareStudy(
      protocolWith(metric, 'w1, w2', ', comparator: { measured: [m1, m2] }'),
      textFiles({ 'cases.csv': meters }),
      true,
    );

  test('differ by their repeatability; the same subjects are drawn for both, and less is better', () => {
    const report = both('repeatability');
    const [found] = report.ok ? report.value.endpoints : [];
    const { estimate, interval } = found?.difference ?? { estimate: NaN, interval: { lower: NaN, upper: NaN } };
    expect(estimate).toBeCloseTo((found?.first.estimate ?? NaN) - (found?.second.estimate ?? NaN), 10);
    expect(estimate / 1.959963984540054 / Math.SQRT2).toBeCloseTo(15.3 - 19.9, 1);
    expect(interval.lower).toBeLessThan(estimate);
    expect(found?.judged).toEqual({ bound: 'upper', value: interval.upper, limit: 0, met: interval.upper <= 0 });
  });

  test('of a correlation more is better', () => {
    const report = both('icc-3-1');
    expect(report.ok && report.value.endpoints[0]?.judged?.bound).toBe('lower');
  });
});
