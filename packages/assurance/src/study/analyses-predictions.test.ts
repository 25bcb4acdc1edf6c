import { describe, expect, test } from 'vitest';
import { binaryProtocol, protocolOf, textFiles } from '../../../../tests/support/example-study.ts';
import type { StudyEndpoint } from './report-schema.ts';
import { runStudy } from './run-study.ts';

// p and whether it came true: 2 of 5 events; Σ(p − y)² = 0.01 + 0.36 + 0.25 + 0.04 + 0.16 by hand.
const rows = [
  [0.9, 'cancer', 'north'],
  [0.4, 'cancer', 'north'],
  [0.5, 'none', 'south'],
  [0.2, 'none', 'south'],
  [0.4, 'none', 'south'],
] as const;

const textOf = (list: readonly (readonly [number, string, string])[]): string =>
  ['case,excluded,truth,score,site,age', ...list.map(([p, truth, site], i) => `c${i},,${truth},${p},${site},50`)].join(
    '\n',
  );

const run = (metric: string, list: readonly (readonly [number, string, string])[] = rows) => {
  const protocol = protocolOf(
    binaryProtocol
      .replace('metric: sensitivity', `metric: ${metric}`)
      .replace(/secondary:.*\n/, '')
      .replace(/subgroups:.*/, 'subgroups: [{ title: Site, column: site }]'),
  );
  return runStudy(protocol, textFiles({ 'cases.csv': textOf(list) }), true);
};

const endpointOf = (...args: Parameters<typeof run>): StudyEndpoint => {
  const report = run(...args);
  const [endpoint] = report.ok ? report.value.endpoints : [];
  if (!endpoint) throw new Error(JSON.stringify(report));
  return endpoint;
};

const near = (value: number): number => expect.closeTo(value, 10) as number;

describe('scores that are probabilities', () => {
  test('Brier score, log loss and O:E are those counted by hand, in all cases and in each part', () => {
    const brier = endpointOf('brier');
    expect(brier).toMatchObject({
      title: 'Brier score',
      scale: 'share',
      result: { metric: 'brier', n: 5, estimate: near(0.82 / 5), interval: { method: 't' } },
      counts: [
        { what: 'with the condition', count: 2 },
        { what: 'without it', count: 3 },
      ],
    });
    expect(brier.subgroups[0]?.levels).toMatchObject([
      { level: 'north', cases: 2, result: { estimate: near(0.37 / 2) } },
      { level: 'south', cases: 3, result: { estimate: near(0.45 / 3) } },
    ]);
    expect(endpointOf('log-loss').result).toMatchObject({
      metric: 'log-loss',
      estimate: near(-(Math.log(0.9) + Math.log(0.4) + Math.log(0.5) + Math.log(0.8) + Math.log(0.6)) / 5),
    });
    expect(endpointOf('observed-expected')).toMatchObject({
      scale: 'number',
      result: { metric: 'observed-expected', estimate: near(2 / 2.4), interval: { method: 'clopper-pearson' } },
    });
  });

  test('the slope solves its two equations, with the intercept beside it', () => {
    const { result, beside = [] } = endpointOf('calibration-slope');
    expect(beside.map(({ what }) => what)).toEqual(['calibration intercept', 'calibration in the large']);
    const [intercept, large] = beside;
    // At the estimate the sums of residuals, and of residuals times logits, are 0.
    const residuals = (a: number, b: number): readonly (readonly [number, number])[] =>
      rows.map(([p, truth]) => {
        const x = Math.log(p / (1 - p));
        return [(truth === 'cancer' ? 1 : 0) - 1 / (1 + Math.exp(-(a + b * x))), x];
      });
    const line = residuals(intercept?.estimate ?? NaN, result.estimate);
    expect(line.reduce((sum, [rest]) => sum + rest, 0)).toBeCloseTo(0, 9);
    expect(line.reduce((sum, [rest, x]) => sum + rest * x, 0)).toBeCloseTo(0, 9);
    expect(residuals(large?.estimate ?? NaN, 1).reduce((sum, [rest]) => sum + rest, 0)).toBeCloseTo(0, 9);
  });

  test('calibration error by bins of a tenth, its largest beside it', () => {
    // Bins (0.1, 0.2], (0.3, 0.4], (0.4, 0.5], (0.8, 0.9]: gaps 0.2, |1 − 0.8|, 0.5 and 0.1.
    expect(endpointOf('calibration-error')).toMatchObject({
      result: { metric: 'calibration-error', estimate: near((0.2 + 0.2 + 0.5 + 0.1) / 5) },
      beside: [{ what: 'maximum calibration error (MCE)', estimate: near(0.5) }],
    });
  });

  test('net benefit at the threshold 0.5, beside treating all and the better of all and none', () => {
    expect(endpointOf('net-benefit')).toMatchObject({
      result: { metric: 'net-benefit', estimate: near(1 / 5 - 1 / 5), n: 5 },
      beside: [
        { what: 'net benefit of treating all', estimate: near(2 / 5 - 3 / 5) },
        { what: 'net benefit over the better of treating all and none', estimate: near(0) },
      ],
    });
  });

  test.each(['brier', 'log-loss', 'calibration-slope', 'observed-expected', 'calibration-error', 'net-benefit'])(
    '%s refuses a score that is no probability',
    (metric) => {
      expect(run(metric, [[7, 'none', 'north'], ...rows])).toMatchObject({ ok: false, problems: [{ found: '7' }] });
    },
  );

  test('net benefit needs a threshold', () => {
    expect(() =>
      protocolOf(
        binaryProtocol.replace('metric: sensitivity', 'metric: net-benefit').replace(/ {2}threshold: 0.5\n/, ''),
      ),
    ).toThrow('a threshold under');
  });
});
