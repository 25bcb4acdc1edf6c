import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawsOf, valueOf } from '../../../../tests/support/draw.ts';
import type { Measured } from '../measured.ts';
import { decisionCurve } from '../utility/net-benefit.ts';
import { calibrationError } from './calibration-error.ts';
import { recalibration } from './recalibration.ts';
import { brierScore, logLoss, observedExpected } from './scores.ts';

const probability = [
  0.05, 0.1, 0.12, 0.2, 0.25, 0.3, 0.33, 0.4, 0.45, 0.5, 0.52, 0.6, 0.61, 0.7, 0.72, 0.8, 0.85, 0.9, 0.93, 0.97,
];
const truth = [0, 0, 1, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1];
const predictions = { probability, truth };

const expectNear = (measured: Measured | undefined, estimate: number, lower: number, upper: number): void => {
  expect(measured?.estimate).toBeCloseTo(estimate, 10);
  expect(measured?.interval.lower).toBeCloseTo(lower, 10);
  expect(measured?.interval.upper).toBeCloseTo(upper, 10);
};

// Reference values of 20 predictions by R 4.2.2: glm, t.test, binom.test.
describe('calibration', () => {
  test('the line, as glm gives it', () => {
    const z = 1.959963984540054;
    const found = valueOf(recalibration(predictions));
    const around = (estimate: number, error: number): [number, number, number] => [
      estimate,
      estimate - z * error,
      estimate + z * error,
    ];
    expectNear(found, ...around(0.7676668824848739, 0.4010660046303893));
    expectNear(found.intercept, ...around(0.1893235762609219, 0.5150945210548008));
    expectNear(found.inTheLarge, ...around(0.2080571319291125, 0.5460236535223602));
  });

  test('the line is where the slopes of the likelihood are 0', () => {
    const { normal, uniform } = drawsOf(2);
    const p = Array.from({ length: 300 }, () => 1 / (1 + Math.exp(-1.5 * normal())));
    const y = p.map((one) => (uniform() < one ? 1 : 0));
    const { estimate, intercept } = valueOf(recalibration({ probability: p, truth: y }));
    const likelihood = (a: number, b: number): number =>
      p.reduce((sum, one, i) => {
        const fitted = 1 / (1 + Math.exp(-(a + b * Math.log(one / (1 - one)))));
        return sum + Math.log(y[i] === 1 ? fitted : 1 - fitted);
      }, 0);
    const best = likelihood(intercept.estimate, estimate);
    for (const [da, db] of [
      [1e-3, 0],
      [-1e-3, 0],
      [0, 1e-3],
      [0, -1e-3],
    ] as const)
      expect(likelihood(intercept.estimate + da, estimate + db)).toBeLessThan(best);
  });

  test('probabilities that part events from others have no slope', () => {
    expect(recalibration({ probability: [0.1, 0.2, 0.8, 0.9], truth: [0, 0, 1, 1] })).toMatchObject({ ok: false });
    expect(recalibration({ probability: [0.1, 0.2, 0.8], truth: [0, 0, 0] })).toMatchObject({ ok: false });
    expect(recalibration({ probability: [0.4, 0.4, 0.4], truth: [0, 1, 0] })).toMatchObject({ ok: false });
  });

  test('Brier score, log loss, observed over expected', () => {
    expectNear(valueOf(brierScore(predictions)), 0.1925, 0.08467367817569456, 0.30032632182430546);
    expectNear(valueOf(logLoss(predictions)), 0.5687877316567419, 0.2975167981359354, 0.8400586651775482);
    expectNear(valueOf(observedExpected(predictions)), 1.0679611650485437, 0.6121905495932981, 1.4940235014059726);
  });

  test('the wrong is named by its place', () => {
    expect(brierScore({ probability: [0.1, 1.2], truth: [0, 1] })).toMatchObject({
      problems: [{ where: 'brier, probability, value 2', found: '1.2', expected: 'from 0 to 1' }],
    });
    expect(logLoss({ probability: [0.1, 1], truth: [0, 1] })).toMatchObject({ problems: [{ found: '1' }] });
    expect(observedExpected({ probability: [0, 0], truth: [0, 1] })).toMatchObject({ ok: false });
    expect(brierScore({ probability: [0.1, 0.2], truth: [0, 2] })).toMatchObject({
      problems: [{ where: 'brier, truth, value 2' }],
    });
    expect(brierScore({ probability: [0.1, 0.2], truth: [0] })).toMatchObject({ ok: false });
    expect(brierScore({ probability: [0.1], truth: [0] })).toMatchObject({ problems: [{ found: '1 cases' }] });
  });
});

/** Errors by going through bins and cases one by one. */
const naiveErrors = (p: readonly number[], y: readonly number[], bins: number): readonly [number, number] => {
  let [expected, maximum] = [0, 0];
  for (let bin = 0; bin < bins; bin += 1) {
    const inside = p.flatMap((one, i) =>
      (one > bin / bins || (bin === 0 && one === 0)) && one <= (bin + 1) / bins ? [[one, y[i] ?? 0] as const] : [],
    );
    if (inside.length === 0) continue;
    const mean = (k: 0 | 1): number => inside.reduce((sum, pair) => sum + pair[k], 0) / inside.length;
    const gap = Math.abs(mean(0) - mean(1));
    expected += (inside.length / p.length) * gap;
    maximum = Math.max(maximum, gap);
  }
  return [expected, maximum];
};

describe('calibration errors', () => {
  test('bins are closed on their right', () => {
    const found = valueOf(
      calibrationError(
        { probability: [0, 0.1, 0.3, 0.30000000000000004, 0.7, 1], truth: [0, 0, 0, 1, 1, 1] },
        { seed: 1, bootstraps: 10 },
      ),
    );
    expect(found.bins.map(({ cases }) => cases)).toEqual([2, 0, 1, 1, 0, 0, 1, 0, 0, 1]);
    expect(found.bins.map(({ from, to }) => [from, to]).slice(2, 4)).toEqual([
      [0.2, 0.3],
      [0.3, 0.4],
    ]);
    expect(found.maximum.estimate).toBeCloseTo(0.7, 12);
  });

  test('are those of a count one by one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.boolean()), { minLength: 2, maxLength: 60 }),
        fc.integer({ min: 1, max: 20 }),
        (pairs, bins) => {
          const p = pairs.map(([one]) => one / 40);
          const y = pairs.map(([, one]) => Number(one));
          const found = valueOf(calibrationError({ probability: p, truth: y }, { seed: 1, bootstraps: 3, bins }));
          const [expected, maximum] = naiveErrors(p, y, bins);
          expect(found.estimate).toBeCloseTo(expected, 12);
          expect(found.maximum.estimate).toBeCloseTo(maximum, 12);
        },
      ),
      { seed: 8, numRuns: 100 },
    );
  });

  test('one seed gives the same bytes, another not', () => {
    const run = (seed: number): string => JSON.stringify(calibrationError(predictions, { seed, bootstraps: 200 }));
    expect(run(1)).toBe(run(1));
    expect(run(1)).not.toBe(run(2));
    expect(() => calibrationError(predictions, { seed: 1, bootstraps: 9, bins: 0 })).toThrow(RangeError);
  });
});

describe('net benefit', () => {
  test('as t.test of the benefit of each case gives it', () => {
    const [low, high] = valueOf(decisionCurve(predictions, [0.3, 0.5]));
    expectNear(low, 0.39285714285714285, 0.09238198259403378, 0.69333230312025207);
    expectNear(low?.treatAll, 0.35714285714285715, 0.01588160439588027, 0.69840410988983415);
    expectNear(low?.overDefault, 0.39285714285714285 - 0.35714285714285715, -0.10465651882712909, 0.1760850902557004);
    expectNear(high, 0.25, -0.08526230696918896, 0.58526230696918891);
    expectNear(high?.treatAll, 0.1, -0.37776575384576766, 0.57776575384576767);
    expect(low).toMatchObject({ threshold: 0.3, truePositives: 10, falsePositives: 5 });
  });

  test('counts those at the threshold as treated; where treating all harms, treating none is the default', () => {
    const [found] = valueOf(decisionCurve({ probability: [0.9, 0.8, 0.8, 0.1], truth: [1, 0, 1, 0] }, [0.8]));
    expect(found).toMatchObject({ truePositives: 2, falsePositives: 1 });
    expect(found?.estimate).toBeCloseTo(2 / 4 - (1 / 4) * 4, 12);
    expect(found?.overDefault.estimate).toBe(found?.estimate);
    expect(decisionCurve(predictions, [0.5, 1])).toMatchObject({ problems: [{ found: 'the threshold 1' }] });
  });

  test('is that of a count one by one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean()), { minLength: 2, maxLength: 50 }),
        fc.integer({ min: 1, max: 19 }),
        (pairs, step) => {
          const t = step / 20;
          const [found] = valueOf(
            decisionCurve({ probability: pairs.map(([p]) => p / 20), truth: pairs.map(([, y]) => Number(y)) }, [t]),
          );
          const count = (wanted: boolean): number => pairs.filter(([p, y]) => p / 20 >= t && y === wanted).length;
          expect(found?.estimate).toBeCloseTo((count(true) - (count(false) * t) / (1 - t)) / pairs.length, 12);
        },
      ),
      { seed: 9, numRuns: 100 },
    );
  });
});
