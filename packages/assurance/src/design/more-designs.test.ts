import { describe, expect, test } from 'vitest';
import { hashText, normalQuantile, streamOf, uniform53At } from '@isocentre/statistics';
import { intraclass } from '../agreement/intraclass.ts';
import { chiSquareQuantile, studentQuantile } from '../special/distributions.ts';
import { groupsSize } from './groups.ts';
import { meanSize, netBenefitSize } from './mean.ts';
import { sampleSize } from './plan.ts';
import { intraclassSize, repeatabilitySize } from './repeatability.ts';
import type { Result } from '@isocentre/evidence';

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};
const z = 1.959963984540054;

describe('a mean over cases', () => {
  test('a medium effect of 0.5 needs 34 cases for a power of 0.8, a small one of 0.2 needs 199: Cohen, G*Power', () => {
    const medium = valueOf(meanSize({ deviation: 2, expected: 11, margin: 10 }));
    expect(medium).toMatchObject({ of: 'mean', unit: 'cases', n: 34, level: 0.95, method: 'student' });
    // G*Power 3.1 prints 0.8077775 for 34, with the 8e-7 of the other tail.
    expect(medium.power).toBeCloseTo(0.8077775 - 8e-7, 7);
    expect(valueOf(meanSize({ deviation: 1, expected: -0.2, margin: 0 })).n).toBe(199);
    expect(medium.detail).toEqual({ deviation: 2, expected: 11, margin: 10 });
  });

  test('a margin above what is expected needs as many as one below', () => {
    const [below, above] = [9, 13].map((margin) =>
      valueOf(meanSize({ deviation: 3, expected: 11, margin, power: 0.9 })),
    );
    expect(above?.n).toBe(below?.n);
    expect(above?.power).toBeGreaterThanOrEqual(0.9);
  });

  test('a half-width is that of the t interval, and one case fewer is too few', () => {
    const { n, halfWidth = NaN } = valueOf(meanSize({ deviation: 0.1, halfWidth: 0.02, level: 0.9 }));
    const half = (cases: number): number => (studentQuantile(0.95, cases - 1) * 0.1) / Math.sqrt(cases);
    expect(halfWidth).toBeCloseTo(half(n), 14);
    expect(halfWidth).toBeLessThanOrEqual(0.02);
    expect(half(n - 1)).toBeGreaterThan(0.02);
    expect(valueOf(meanSize({ deviation: 0.001, halfWidth: 1 })).n).toBe(2);
  });

  test('what is almost the margin is out of reach', () => {
    expect(meanSize({ deviation: 1, expected: 1.001, margin: 1 })).toMatchObject({
      problems: [{ where: 'sample size of mean', found: 'no number of cases up to 100,000,000 that is enough' }],
    });
    expect(meanSize({ deviation: 1, halfWidth: 1e-6 }).ok).toBe(false);
  });
});

describe('net benefit', () => {
  const plan = { prevalence: 0.3, sensitivity: 0.9, specificity: 0.7, threshold: 0.2 };
  test('is a mean of 1, minus a quarter and 0 with the shares of its cases', () => {
    const { n, detail } = valueOf(netBenefitSize({ ...plan, halfWidth: 0.04 }));
    const [right, wrong] = [0.27, 0.21];
    const benefit = right - wrong / 4;
    expect(detail['expected']).toBeCloseTo(benefit, 14);
    const deviation = Math.sqrt(right * (1 - benefit) ** 2 + wrong * (1 / 4 + benefit) ** 2 + 0.52 * benefit ** 2);
    expect(detail['deviation']).toBeCloseTo(deviation, 14);
    expect(n).toBe(valueOf(meanSize({ deviation, halfWidth: 0.04 })).n);
    const aimed = valueOf(netBenefitSize({ ...plan, margin: 0.15 }));
    expect(aimed.n).toBe(valueOf(meanSize({ deviation, expected: benefit, margin: 0.15 })).n);
    expect(aimed).toMatchObject({ of: 'net-benefit', detail: { margin: 0.15, threshold: 0.2, prevalence: 0.3 } });
  });
});

describe('two groups', () => {
  test('of 0.50 and 0.75 need 77 cases each for a power of 0.9, as power.prop.test of R has it', () => {
    const found = valueOf(groupsSize({ expected: 0.5, others: 0.75, power: 0.9 }));
    expect(found).toMatchObject({ of: 'groups', n: 77, method: 'fleiss', detail: { ratio: 1, casesOfTheOthers: 77 } });
    expect(found.power).toBeGreaterThan(0.9);
    // 76.65 would have the power exactly.
    expect(found.power).toBeLessThan(0.903);
    expect(valueOf(groupsSize({ expected: 0.75, others: 0.5, power: 0.9 })).n).toBe(77);
  });

  test('a half-width is that of the normal interval', () => {
    const found = valueOf(groupsSize({ expected: 0.8, others: 0.9, ratio: 3, halfWidth: 0.1 }));
    const half = (n: number): number => z * Math.sqrt(0.16 / n + 0.09 / (3 * n));
    expect(found.halfWidth).toBeCloseTo(half(found.n), 12);
    expect(found.halfWidth).toBeLessThanOrEqual(0.1);
    expect(half(found.n - 1)).toBeGreaterThan(0.1);
    expect(found.detail['casesOfTheOthers']).toBe(3 * found.n);
    expect(groupsSize({ expected: 0.8, others: 0.8, halfWidth: 0.1 }).ok).toBe(true);
  });

  test('more of the others make fewer of the first', () => {
    const [one, four] = [1, 4].map((ratio) => valueOf(groupsSize({ expected: 0.8, others: 0.9, ratio })).n);
    expect(four).toBeLessThan(one ?? NaN);
  });
});

describe('repeated measurements', () => {
  test('ten subjects measured twice: the interval of χ² tables, 3.247 and 20.483', () => {
    const half = (Math.sqrt(10 / 3.2469728) - Math.sqrt(10 / 20.483177)) / 2;
    const found = valueOf(repeatabilitySize({ expected: 1, halfWidth: half * 1.0000001 }));
    expect(found).toMatchObject({ n: 10, unit: 'subjects', method: 'chi-square', detail: { each: 2, degrees: 10 } });
    expect(found.halfWidth).toBeCloseTo(half, 6);
    // Three measurements of each are two degrees of freedom.
    expect(valueOf(repeatabilitySize({ expected: 2, each: 3, halfWidth: 2 * half * 1.0000001 })).n).toBe(5);
  });

  test('the upper bound clears the margin as often as is asked, and one subject fewer is too few', () => {
    const found = valueOf(repeatabilitySize({ expected: 2, margin: 3, power: 0.85, level: 0.9 }));
    const { n } = found;
    const streams = streamOf(3, hashText('repeatability of test'));
    const studies = 1000;
    const stretch = Math.sqrt(n / chiSquareQuantile(0.05, n));
    let cleared = 0;
    for (let study = 0; study < studies; study += 1) {
      const chi = chiSquareQuantile(uniform53At(streams.a, streams.b, study), n);
      const deviation = 2 * Math.sqrt(chi / n);
      if (deviation * stretch <= 3) cleared += 1;
    }
    expect(Math.abs(cleared / studies - (found.power ?? NaN))).toBeLessThan(0.04);
    expect(found.power).toBeGreaterThanOrEqual(0.85);
    const fewer = (subjects: number): number => (1.5 ** 2 * chiSquareQuantile(0.05, subjects)) / subjects;
    expect(fewer(n - 1)).toBeLessThan(fewer(n));
    expect(found.detail).toEqual({ expected: 2, margin: 3, each: 2, degrees: n });
  });

  test('an intraclass correlation: Bonett’s number has about the width that is asked for', () => {
    const { n, halfWidth } = valueOf(intraclassSize({ expected: 0.7, each: 3, halfWidth: 0.12 }));
    expect(halfWidth).toBeLessThanOrEqual(0.12);
    // 8·z²·(1 − ρ)²·(1 + 2ρ)² / (6·w²) + 1 with w = 0.24, by hand: 46.1 and 1.
    expect(n).toBe(48);
    const { a, b } = streamOf(9, hashText('icc of test'));
    let index = 0;
    const normal = (): number => normalQuantile(uniform53At(a, b, index++));
    const widths = Array.from({ length: 200 }, () => {
      const values: number[] = [];
      for (let subject = 0; subject < n; subject += 1) {
        const level = Math.sqrt(0.7) * normal();
        for (let rating = 0; rating < 3; rating += 1) values.push(level + Math.sqrt(0.3) * normal());
      }
      const { lower, upper } = valueOf(intraclass(values, 3, { raters: 'fixed' })).interval;
      return (upper - lower) / 2;
    });
    const mean = widths.reduce((sum, one) => sum + one, 0) / widths.length;
    expect(Math.abs(mean / 0.12 - 1)).toBeLessThan(0.15);
  });
});

describe('what a design refuses is named with what it expects', () => {
  const refusals: readonly (readonly [id: string, good: Readonly<Record<string, number>>, wrong: string])[] = [
    [
      'proportion',
      { expected: 0.9, margin: 0.8 },
      'expected 0: between 0 and 1 | expected 1: between 0 and 1 | margin 0: between 0 and 1 | margin 1: between 0 and 1',
    ],
    [
      'auc',
      { expected: 0.9, margin: 0.8 },
      'expected 0.5: more than 0.5, less than 1 | expected 1: more than 0.5, less than 1 | margin 0.49: from 0.5, less than 1, not the expected area | margin 1: from 0.5, less than 1, not the expected area | ratio 0: more than 0 | ratio Infinity: more than 0',
    ],
    [
      'paired',
      { difference: 0.1, discordant: 0.2 },
      'discordant 0: more than 0, at most 1 | discordant 1.1: more than 0, at most 1 | difference 0.21: other than 0, no larger than the discordant share | difference 0: other than 0, no larger than the discordant share',
    ],
    [
      'reader-study',
      {
        difference: 0.05,
        readers: 5,
        'pilot-cases': 100,
        'reader-variance': 0.0001,
        'error-variance': 0.001,
        'covariance-1': 0.0003,
        'covariance-2': 0.0003,
        'covariance-3': 0.0002,
      },
      'difference 0: a number other than 0 | difference Infinity: a number other than 0 | readers 1: a whole number from 2 | readers 2.5: a whole number from 2 | pilot-cases 1: at least 2 | pilot-cases Infinity: at least 2 | reader-variance -0.1: from 0 | error-variance 0: more than 0 | covariance-1 0.001: less than the error variance | covariance-2 -0.001: less than the error variance | covariance-3 0.001: less than the error variance',
    ],
    [
      'agreement',
      { deviation: 1, allowed: 4 },
      'deviation 0: more than 0 | deviation Infinity: more than 0 | bias Infinity: a number | allowed 1.95: more than the expected limits, 1.9599639845400536',
    ],
    [
      'froc',
      { expected: 0.8, nodules: 1, 'false-marks': 10, margin: 0.7 },
      'expected 0: between 0 and 1 | expected 1: between 0 and 1 | margin 0.8: other than the expected metric | nodules 0: more than 0, at most 100 a scan | nodules 101: more than 0, at most 100 a scan | false-marks 8: more than 8, at most 100 a scan | false-marks 101: more than 8, at most 100 a scan | simulations 49: a whole number from 50 | simulations 60.5: a whole number from 50',
    ],
    [
      'calibration',
      { prevalence: 0.2, 'observed-half-width': 0.2, 'slope-half-width': 0.2, 'logit-mean': -1, 'logit-deviation': 1 },
      'prevalence 0: between 0 and 1 | prevalence 1: between 0 and 1 | observed-half-width 0: more than 0 | observed-half-width Infinity: more than 0 | logit-mean Infinity: a number | logit-deviation 0: more than 0 | logit-deviation Infinity: more than 0',
    ],
    [
      'mean',
      { deviation: 1, expected: 2, margin: 1 },
      'deviation 0: more than 0 | deviation Infinity: more than 0 | expected 1: a number other than the margin | expected Infinity: a number other than the margin',
    ],
    [
      'net-benefit',
      { prevalence: 0.5, sensitivity: 0.5, specificity: 1, threshold: 0.5, margin: 0.1 },
      'prevalence 0: between 0 and 1 | prevalence 1: between 0 and 1 | sensitivity 0: more than 0, at most 1 | sensitivity 1.1: more than 0, at most 1 | specificity -0.1: from 0 to 1 | specificity 1.1: from 0 to 1 | threshold 0: between 0 and 1 | threshold 1: between 0 and 1 | margin 0.25: other than the expected net benefit, 0.25',
    ],
    [
      'groups',
      { expected: 0.5, others: 0.7 },
      'expected 0: between 0 and 1 | expected 1: between 0 and 1 | others 0: between 0 and 1, other than expected | others 1: between 0 and 1, other than expected | others 0.5: between 0 and 1, other than expected | ratio 0: more than 0 | ratio Infinity: more than 0',
    ],
    [
      'repeatability',
      { expected: 2, margin: 3 },
      'expected 0: more than 0 | each 1: a whole number from 2 | each 2.5: a whole number from 2 | margin 2: more than what is expected',
    ],
    [
      'icc',
      { expected: 0.5, 'half-width': 0.1 },
      'expected -0.1: from 0, less than 1 | expected 1: from 0, less than 1 | each 1: a whole number from 2',
    ],
  ];
  const named: Readonly<Record<string, string>> = {
    'pilot-cases': 'pilot cases',
    'reader-variance': 'reader variance',
    'error-variance': 'error variance',
    'covariance-1': 'covariance 1',
    'covariance-2': 'covariance 2',
    'covariance-3': 'covariance 3',
    'false-marks': 'false marks',
    'observed-half-width': 'half-width of observed over expected',
    'logit-mean': 'mean logit',
    'logit-deviation': 'deviation of logits',
  };
  test.each(
    refusals.flatMap(([id, good, wrong]) =>
      wrong.split(' | ').map((one) => {
        const [what = '', expected] = one.split(/: (.*)/);
        const [name = '', value = ''] = what.split(/ (?=\S+$)/);
        return [id, name, value, expected, good] as const;
      }),
    ),
  )('%s: %s %s', (id, name, value, expected, good) => {
    expect(sampleSize(id, { ...good, [name]: Number(value) })).toEqual({
      ok: false,
      problems: [{ where: `sample size of ${id}, ${named[name] ?? name}`, found: value, expected }],
    });
  });

  test.each(refusals.filter(([id]) => id !== 'froc'))('%s takes what is right', (id, good) => {
    expect(sampleSize(id, good)).toMatchObject({ ok: true, value: { of: id, metric: 'sample-size', version: 1 } });
  });

  test.each([
    [{}, 'neither a half-width nor a margin', 'a half-width or a margin'],
    [{ margin: 0.5, 'half-width': 0.1 }, 'both', 'a half-width or a margin'],
    [{ 'half-width': 0 }, 'a half-width of 0', 'more than 0'],
    [{ 'half-width': Infinity }, 'a half-width of Infinity', 'more than 0'],
    [{ margin: Infinity }, 'a margin of Infinity', 'a number'],
    [{ margin: 0.5, power: 1 }, 'a power of 1', 'between 0 and 1'],
    [{ margin: 0.5, power: 0 }, 'a power of 0', 'between 0 and 1'],
    [{ margin: 0.5, level: 1 }, 'a level of 1', 'between 0 and 1'],
    [{ margin: 0.5, level: 0 }, 'a level of 0', 'between 0 and 1'],
  ])('an aim of %j', (aim, found, expected) => {
    expect(sampleSize('proportion', { expected: 0.9, ...aim })).toEqual({
      ok: false,
      problems: [{ where: 'sample size of proportion', found, expected }],
    });
  });
});
