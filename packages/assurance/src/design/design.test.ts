import { normalQuantile } from '@isocentre/statistics';
import { describe, expect, test } from 'vitest';
import { drawsOf, valueOf } from '../../../../tests/support/draw.ts';
import { blandAltman } from '../agreement/bland-altman.ts';
import { recalibration } from '../calibration/recalibration.ts';
import { cpmOf } from '../froc/froc.ts';
import { clopperPearson } from '../proportion.ts';
import { fisherQuantile } from '../special/distributions.ts';
import { agreementSize } from './agreement.ts';
import { calibrationSize } from './calibration.ts';
import { aucSize, pairedSize } from './comparisons.ts';
import { expectedCpm, frocSize, simulatedCpm, simulateMarks } from './froc.ts';
import { sampleSize, studyDesigns } from './plan.ts';
import { proportionSize } from './proportion.ts';
import { readerStudySize } from './reader-study.ts';

// Nothing is flagged by chance in a million runs of this file.
const critical = 5.5;
const sharesDiffer = (found: number, expected: number, runs: number): number =>
  Math.abs(found - expected) / Math.sqrt((expected * (1 - expected)) / runs);
const deviationOf = (values: readonly number[]): number => {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1));
};

/** Power by adding up binomial probabilities, one after the other. */
const enumeratedPower = (n: number, share: number, margin: number, level: number): number => {
  // From the likelier end, so that the first mass does not vanish.
  if (share > 0.5) return enumeratedPower(n, 1 - share, 1 - margin, level);
  let mass = (1 - share) ** n;
  let power = 0;
  for (let k = 0; k <= n; k += 1) {
    const { lower, upper } = clopperPearson(k, n, level);
    if (margin < share ? lower > margin : upper < margin) power += mass;
    mass *= ((n - k) / (k + 1)) * (share / (1 - share));
  }
  return power;
};

describe('a proportion', () => {
  test.each([
    // R. A'Hern 2001: response rates to tell apart at a one-sided 5 % with a power of 80 %.
    [0.2, 0.4, 35],
    [0.05, 0.2, 27],
  ])('from %d to %d needs %d at the least, as A’Hern’s table has it', (margin, expected, smallest) => {
    expect(valueOf(proportionSize({ expected, margin, level: 0.9 })).detail['smallest']).toBe(smallest);
  });

  test.each([
    [0.95, 0.9, 0.95],
    [0.05, 0.1, 0.95],
    [0.4, 0.2, 0.9],
    [0.7, 0.85, 0.99],
  ])('expected %d against %d: the power from n on is never under 0.8, exactly', (expected, margin, level) => {
    const found = valueOf(proportionSize({ expected, margin, level }));
    expect(found.power).toBeCloseTo(enumeratedPower(found.n, expected, margin, level), 10);
    expect(enumeratedPower(found.n - 1, expected, margin, level)).toBeLessThan(0.8);
    expect(enumeratedPower(found.detail['smallest'] ?? 0, expected, margin, level)).toBeGreaterThanOrEqual(0.8);
    for (let n = found.n; n < found.n + 15; n += 1)
      expect(enumeratedPower(n, expected, margin, level)).toBeGreaterThanOrEqual(0.8);
    const { lower, upper } = clopperPearson(found.detail['successes'] ?? 0, found.n, level);
    expect(margin < expected ? lower > margin : upper < margin).toBe(true);
  });

  test('of a width: narrow enough from n on', () => {
    const { n, halfWidth } = valueOf(proportionSize({ expected: 0.9, halfWidth: 0.05 }));
    const half = (cases: number): number => {
      const { lower, upper } = clopperPearson(Math.round(0.9 * cases), cases);
      return (upper - lower) / 2;
    };
    expect(halfWidth).toBe(half(n));
    expect(half(n - 1)).toBeGreaterThan(0.05);
    for (let cases = n; cases < n + 60; cases += 1) expect(half(cases)).toBeLessThanOrEqual(0.05);
  });
});

describe('an area', () => {
  test.each([
    [0.73, 1.7, 0.95, 0.9, 24.61278],
    [0.8, 1, 0.8, 0.95, 12.74362],
  ])('of %d needs as many as pROC 1.18 says', (expected, ratio, power, level, cases) => {
    expect(valueOf(aucSize({ expected, ratio, power, level, margin: 0.5 })).n).toBe(Math.ceil(cases));
  });

  test('has the spread that binormal scores show', () => {
    const shift = normalQuantile(0.85) * Math.SQRT2;
    const areas = Array.from({ length: 300 }, (_, study) => {
      const { normal } = drawsOf(41, study);
      const others = Float64Array.from({ length: 120 }, normal);
      return (
        Array.from({ length: 60 }, () => normal() + shift).reduce(
          (sum, score) => sum + others.filter((one) => one < score).length,
          0,
        ) / 7200
      );
    });
    const { halfWidth } = valueOf(aucSize({ expected: 0.85, ratio: 2, halfWidth: 0.08 }));
    const { n } = valueOf(aucSize({ expected: 0.85, ratio: 2, halfWidth: 0.08 }));
    const perCase = ((halfWidth ?? 0) / 1.959963984540054) * Math.sqrt(n / 60);
    // 300 studies give a spread to 4 %, the formula is an approximation.
    expect(deviationOf(areas) / perCase).toBeGreaterThan(0.8);
    expect(deviationOf(areas) / perCase).toBeLessThan(1.2);
  });
});

test.each([
  [0.1, 0.3],
  [-0.05, 0.1],
  [0.04, 0.2],
])('paired: a difference of %d of %d discordant, against enumeration', (difference, discordant) => {
  const { n, power } = valueOf(pairedSize({ difference, discordant }));
  expect(power).toBeGreaterThanOrEqual(0.8);
  const masses = (trials: number, share: number): Float64Array => {
    const logs = Float64Array.from({ length: trials + 1 });
    logs[0] = trials * Math.log1p(-share);
    for (let k = 0; k < trials; k += 1)
      logs[k + 1] = (logs[k] ?? 0) + Math.log((trials - k) / (k + 1)) + Math.log(share / (1 - share));
    return logs.map(Math.exp);
  };
  let reached = 0;
  for (const [d, chance] of masses(n, discordant).entries()) {
    if (d === 0 || chance < 1e-12) continue;
    for (const [x, part] of masses(d, (discordant + difference) / (2 * discordant)).entries())
      if (Math.abs(2 * x - d) > 1.959963984540054 * Math.sqrt(d)) reached += chance * part;
  }
  // Measured: the normal approximation is off by 0.026 at most in these.
  expect(Math.abs(reached - (power ?? 0))).toBeLessThan(0.03);
});

describe('agreement', () => {
  const plan = { deviation: 0.001129, bias: 0.001167, allowed: 0.004 };
  test('needs 83 subjects in the example of Lu and others 2016', () => {
    expect(valueOf(agreementSize(plan)).n).toBe(83);
  });
  test('has the power that simulation shows', () => {
    const runs = 1500;
    let inside = 0;
    for (let study = 0; study < runs; study += 1) {
      const { normal } = drawsOf(42, study);
      const differences = Array.from({ length: 83 }, () => plan.bias + plan.deviation * normal());
      const { lowerLimit, upperLimit } = valueOf(blandAltman(differences, new Float64Array(83)));
      if (lowerLimit.interval.lower > -plan.allowed && upperLimit.interval.upper < plan.allowed) inside += 1;
    }
    expect(sharesDiffer(inside / runs, valueOf(agreementSize(plan)).power ?? 0, runs)).toBeLessThan(critical);
  });
  test('of a width, the least number', () => {
    const { n, halfWidth } = valueOf(agreementSize({ deviation: 2, halfWidth: 0.5 }));
    expect(halfWidth).toBeLessThanOrEqual(0.5);
    expect(valueOf(agreementSize({ deviation: 2, halfWidth: (halfWidth ?? 0) * 1.0001 })).n).toBe(n);
    expect(valueOf(agreementSize({ deviation: 2, halfWidth: (halfWidth ?? 0) * 0.9999 })).n).toBe(n + 1);
  });
});

test('a reader study has the power that simulation of its model shows', () => {
  const plan = {
    difference: 0.05,
    readers: 5,
    pilotCases: 100,
    readerVariance: 0.0002,
    errorVariance: 0.0008,
    covariance1: 0.00035,
    covariance2: 0.00034,
    covariance3: 0.00024,
  };
  const size = valueOf(readerStudySize(plan));
  const scale = 100 / size.n;
  const [v, c1, c2, c3] = [plan.errorVariance, plan.covariance1, plan.covariance2, plan.covariance3].map(
    (one) => one * scale,
  ) as [number, number, number, number];
  const critical95 = new Map<number, number>();
  const runs = 4000;
  let found = 0;
  for (let study = 0; study < runs; study += 1) {
    const { normal } = drawsOf(43, study);
    const both = Math.sqrt(c3) * normal();
    const ways = [0, 1].map((way) => (way === 0 ? plan.difference : 0) + both + Math.sqrt(c2 - c3) * normal());
    const values = Array.from({ length: 5 }, () => {
      const reader = Math.sqrt(c1 - c3) * normal();
      return ways.map((way) => way + reader + Math.sqrt(plan.readerVariance + v - c1 - c2 + c3) * normal());
    });
    const differences = values.map(([one = 0, other = 0]) => one - other);
    const mean = differences.reduce((sum, one) => sum + one, 0) / 5;
    // Mean squares of two ways are halves of those of the differences.
    const interaction = deviationOf(differences) ** 2 / 2;
    const whole = interaction + 5 * (c2 - c3);
    const degrees = (4 * whole * whole) / (interaction * interaction);
    const key = Math.round(degrees * 1000) / 1000;
    const bound = critical95.get(key) ?? fisherQuantile(0.95, 1, degrees);
    critical95.set(key, bound);
    if ((5 * mean * mean) / 2 / whole > bound) found += 1;
  }
  // Hillis's degrees of freedom are an approximation: 2 % beside chance.
  expect(Math.abs(found / runs - (size.power ?? 0))).toBeLessThan(0.02 + critical * Math.sqrt(0.16 / runs));
  expect(readerStudySize({ ...plan, readers: 2, readerVariance: 0.01 })).toMatchObject({ ok: false });
});

test('calibration: the slope and ln(O/E) have the spread that simulation shows', () => {
  const n = 800;
  const slopes: number[] = [];
  const ratios: number[] = [];
  for (let study = 0; study < 200; study += 1) {
    const { normal, uniform } = drawsOf(44, study);
    const probability = Float64Array.from({ length: n }, () => 1 / (1 + Math.exp(1.2 - normal())));
    const truth = probability.map((p) => (uniform() < p ? 1 : 0));
    slopes.push(valueOf(recalibration({ probability, truth })).estimate);
    const prevalence = Array.from({ length: n }, () => uniform() < 0.25).filter(Boolean).length / n;
    ratios.push(Math.log(prevalence / 0.25));
  }
  const size = valueOf(
    calibrationSize({
      prevalence: 0.25,
      observedHalfWidth: 0.1,
      slopeHalfWidth: 0.2,
      logitMean: -1.2,
      logitDeviation: 1,
    }),
  );
  const z = 1.959963984540054;
  const slope = (0.2 / z) * Math.sqrt((size.detail['forSlope'] ?? 0) / n);
  const ratio = (0.1 / z) * Math.sqrt((size.detail['forObserved'] ?? 0) / n);
  // 200 studies give a spread to 5 %.
  for (const part of [deviationOf(slopes) / slope, deviationOf(ratios) / ratio]) {
    expect(part).toBeGreaterThan(0.75);
    expect(part).toBeLessThan(1.25);
  }
  // One case of φ = ½ has a variance of ln(O/E) of 1: the closed form.
  expect(
    valueOf(
      calibrationSize({
        prevalence: 0.5,
        observedHalfWidth: z / 10,
        slopeHalfWidth: 9,
        logitMean: 0,
        logitDeviation: 1,
      }),
    ).n,
  ).toBe(100);
});

describe('a detector', () => {
  const plan = { expected: 0.8, nodules: 1.2, falseMarks: 15, seed: 5, simulations: 100 };
  test('the metric of simulated marks is that of the analysis of their marks', () => {
    for (let study = 0; study < 10; study += 1) {
      const scans = 12;
      const { wrong, right } = simulateMarks(scans, 2, plan, study);
      const all = [...wrong].map((score) => ({ score, hit: 0 })).concat([...right].map((score) => ({ score, hit: 1 })));
      all.sort((a, b) => b.score - a.score);
      const nodules = new Int32Array(scans);
      nodules[0] = right.length;
      const detections = {
        scanCount: scans,
        scores: Float64Array.from(all, ({ score }) => score),
        isHit: Uint8Array.from(all, ({ hit }) => hit),
        scan: new Int32Array(all.length),
        nodules,
      };
      // The flow of marks is no part of the metric.
      const found = cpmOf(detections as Parameters<typeof cpmOf>[0], { bootstraps: 0, seed: 1 });
      expect(simulatedCpm({ wrong, right }, scans)).toBeCloseTo(found.cpm, 12);
    }
  });
  test('the mean of simulated studies is the metric that is expected', () => {
    const values = Array.from({ length: 200 }, (_, study) => simulatedCpm(simulateMarks(150, 2, plan, study), 150));
    const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
    // At a fixed threshold of a finite study the curve is a little lower than the closed form: under 1 %.
    expect(Math.abs(mean - expectedCpm(2, 15))).toBeLessThan(0.01);
  });
  test('a narrower interval needs the square of scans more; one seed gives one number', () => {
    const at = (halfWidth: number): number => valueOf(frocSize({ ...plan, halfWidth })).n;
    expect(frocSize({ ...plan, halfWidth: 0.06 })).toMatchSnapshot();
    const wider = at(0.06);
    const times = at(0.03) / wider;
    expect(times).toBeGreaterThan(2.6);
    expect(times).toBeLessThan(5.6);
    const aimed = valueOf(frocSize({ ...plan, margin: 0.75 }));
    expect(aimed.power).toBeGreaterThanOrEqual(0.8);
  });
});

describe('what is no design', () => {
  test.each([
    ['proportion', { expected: 1.2, margin: 0.5 }],
    ['proportion', { expected: 0.9, margin: 0.9 }],
    ['proportion', { expected: 0.9, margin: 0.5, 'half-width': 0.1 }],
    ['proportion', { expected: 0.9, 'half-width': 0 }],
    ['proportion', { expected: 0.9, margin: 0.5, power: 1 }],
    ['proportion', { expected: 0.9, margin: 0.5, level: 0 }],
    ['auc', { expected: 0.9, margin: 0.9 }],
    ['paired', { difference: 0.3, discordant: 0.2 }],
    ['agreement', { deviation: 1, allowed: 1.9 }],
    ['froc', { expected: 0.8, nodules: 1, 'false-marks': 4, 'half-width': 0.1 }],
    [
      'calibration',
      { prevalence: 0, 'observed-half-width': 1, 'slope-half-width': 1, 'logit-mean': 0, 'logit-deviation': 1 },
    ],
    ['nothing', {}],
    ['auc', { nodules: 2, expected: 0.9 }],
    ['auc', {}],
  ])('%s %j is refused', (id, values) => {
    expect(sampleSize(id, values)).toMatchObject({ ok: false });
  });
  test('every design has a name and says what it needs', () => {
    expect(studyDesigns.map(({ id }) => id)).toEqual([
      'proportion',
      'auc',
      'paired',
      'reader-study',
      'agreement',
      'froc',
      'calibration',
      'mean',
      'net-benefit',
      'groups',
      'repeatability',
      'icc',
    ]);
  });
});
