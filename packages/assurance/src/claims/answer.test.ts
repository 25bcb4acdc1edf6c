import { describe, expect, test } from 'vitest';
import { answerClaim, type TrialsAllowed } from './answer.ts';
import { readPrinted, type PrintedNumber } from './printed.ts';
import type { Claim } from './claim.ts';

const number = (text: string): PrintedNumber => {
  const read = readPrinted(text, 'a test');
  if (!read.ok) throw new Error(`${text} was refused`);
  return read.value;
};

const claim = (label: string, text: string, more: Partial<Claim> = {}): Claim => {
  const [estimate = '', lower, upper] = text.split(' ');
  return {
    where: 'a.csv:2',
    label,
    estimate: number(estimate),
    ...(lower === undefined ? {} : { lower: number(lower) }),
    ...(upper === undefined ? {} : { upper: number(upper) }),
    level: 95,
    unit: '%',
    ...more,
  };
};

const of = (trials: number): TrialsAllowed => ({ because: `${trials} cases stated`, ranges: [[trials, trials]] });

const found = (one: Claim, allowed?: TrialsAllowed): readonly [string, string] => {
  const { status, reason } = answerClaim(one, allowed);
  return [status, reason];
};

describe('reproduced', () => {
  test('with the counts and the method', () => {
    const answer = answerClaim(claim('Sensitivity', '94.39 90.41 97.07'));
    expect(answer).toMatchObject({
      status: 'reproduced',
      reason: '202 of 214 by Clopper–Pearson',
      counts: [{ successes: 202, trials: 214, method: 'clopper-pearson' }],
      figures: '94.39 (90.41–97.07)',
      methods: ['clopper-pearson'],
    });
  });
  test('as a fraction, and without a unit by its size', () => {
    const fraction = { unit: 'fraction' };
    const text = ['reproduced', '102 of 104 by Clopper–Pearson'];
    expect(found(claim('Sensitivity', '0.9808 0.9323 0.9977', fraction))).toEqual(text);
    const { unit: _, ...bare } = claim('Sensitivity', '0.9808 0.9323 0.9977');
    expect(found(bare)).toEqual(text);
    const { unit: __, ...large } = claim('Sensitivity', '98.08 93.23 99.77');
    expect(found(large)).toEqual(text);
  });
  test('with several counts, all of them said', () => {
    const answer = answerClaim(claim('Sensitivity', '92.1 87.5 95.4'));
    expect(answer.reason).toBe(
      '2 counts of 202 to 203, such as 186 of 202 by Clopper–Pearson; so do 1 other method with other counts or the same',
    );
    expect(answer.methods).toEqual(['clopper-pearson', 'jeffreys']);
  });
  test('by Wald, with what that means', () => {
    // 47 of 50: 0.94 ± 1.96 √(0.94 × 0.06 / 50) is 0.8742 to 1.0058, cut off at 1.
    expect(found(claim('Sensitivity', '94.00 87.42 100.00'), of(50))).toEqual([
      'reproduced',
      '47 of 50 by Wald (50 cases stated); Wald intervals cover too rarely near 0 and 100 %',
    ]);
  });
  test('at another level, and at 95 % where none is stated, which is said', () => {
    // SciPy: the beta quantiles of 45 of 50 at 90 % are 0.80117 and 0.95976.
    expect(found(claim('Specificity', '90.00 80.12 95.98', { level: 90 }), of(50))[1]).toBe(
      '45 of 50 by Clopper–Pearson (50 cases stated)',
    );
    const { level: _, ...unsaid } = claim('Sensitivity', '94.39 90.41 97.07');
    expect(found(unsaid)[1]).toBe('202 of 214 by Clopper–Pearson; no level is stated, 95 % taken');
  });
  test('a figure alone, of a stated number of cases', () => {
    expect(found(claim('Overall agreement', '87.1'), of(433))).toEqual(['reproduced', '377 of 433 (433 cases stated)']);
  });
});

describe('rounding', () => {
  test('one unit in the last place off, with what the counts give', () => {
    expect(found(claim('Sensitivity', '91.0 81.5 96.7'), of(67))).toEqual([
      'rounding',
      '61 of 67 by Clopper–Pearson (67 cases stated), which give 91.0 (81.5–96.6): one unit in the last place off',
    ]);
  });
  test('cut off instead of rounded', () => {
    expect(found(claim('Rate', '36.5'), of(350))).toEqual([
      'rounding',
      '128 of 350 (350 cases stated), which give 36.6: one unit in the last place off',
    ]);
  });
});

describe('contradicted', () => {
  test('with the nearest figure that counts give', () => {
    const answer = answerClaim(claim('Specificity', '94.39 91.04 96.67'), of(285));
    expect(answer).toMatchObject({
      status: 'contradicted',
      reason:
        'no counts give these three figures by any usual method (285 cases stated); the nearest, 269 of 285, give 94.39 (91.04–96.76) by Clopper–Pearson',
      figures: '94.39 (91.04–96.76)',
    });
    expect(found(claim('Rate', '31.25'), of(120))).toEqual([
      'contradicted',
      'no counts give this figure (120 cases stated); the nearest, 38 of 120, give 31.67',
    ]);
  });
  test('by stated successes', () => {
    expect(found(claim('Sensitivity', '31.25', { successes: 38 }), of(120))[1]).toBe(
      '38 cases counted do not give this figure (120 cases stated); the nearest, 38 of 120, give 31.67',
    );
  });
  test.each([
    ['Sensitivity', '90 95 97', '%', 'the lower bound 95 is above the estimate 90'],
    ['Sensitivity', '98 85 97', '%', 'the upper bound 97 is below the estimate 98'],
    ['Mean time', '5.0 6.0 4.0', 'minutes', 'the lower bound 6.0 is above the upper 4.0'],
    ['Sensitivity', '95 90 101', '%', '101 is outside 0 to 100, which no share can be'],
    ['Sensitivity', '1.2', 'fraction', '1.2 is outside 0 to 1, which no share can be'],
    [
      'Sensitivity',
      '0.976 93.1 99.2',
      '%',
      'the estimate 0.976 is a fraction and its bounds 93.1 to 99.2 are in per cent',
    ],
    ['Accuracy', '97.6 0.93 0.99', '%', 'the estimate 97.6 is in per cent and its bounds 0.93 to 0.99 are fractions'],
  ])('in itself: %s %s %s', (label, text, unit, reason) => {
    expect(found(claim(label, text, { unit }))).toEqual(['contradicted', reason]);
  });
  test('a share of under one per cent is no fraction', () => {
    expect(found(claim('Prevalence', '0.5 0.1 1.4'), of(600))).not.toContain('contradicted');
  });
});

describe('not recomputable, with the reason', () => {
  test.each([
    [
      'AUC',
      '0.98 0.966 0.994',
      '',
      'an area under a curve is no share of counted cases, and needs the score of every case',
    ],
    ['Dice', '0.91', '', 'an index of agreement or overlap is no share of counted cases, and needs the data'],
    ['Mean absolute error', '1.52 1.20 1.83', 'mm', 'a measurement is no share of counted cases, and needs the data'],
    ['Mean reduction', '30 20 40', '%', 'a measurement is no share of counted cases, and needs the data'],
    ['Scenarios tested', '1500', 'cases', 'a count stands for itself'],
    ['Significance vs Location', '0', '', 'a number without a unit does not say what it counts'],
    ['Sensitivity', '97.6', '%', 'neither an interval nor a number of cases is stated'],
  ])('%s %s %s', (label, text, unit, reason) => {
    const { unit: _, ...bare } = claim(label, text);
    expect(found(unit === '' ? bare : { ...bare, unit })).toEqual(['not recomputable', reason]);
  });
  test('so many cases that every figure is possible', () => {
    expect(found(claim('Accuracy', '87.1'), of(1_000))).toEqual([
      'not recomputable',
      "with 1,000 cases every figure of so few digits is possible, so that it can't be tested",
    ]);
    expect(found(claim('Accuracy', '87.1'), of(999))[0]).toBe('reproduced');
    expect(found(claim('Accuracy', '87.1', { successes: 860 }), of(1_000))[0]).toBe('contradicted');
  });
  test('more cases than are searched', () => {
    expect(found(claim('Specificity', '98.1 97.9 98.3'))[1]).toBe(
      'so narrow an interval may come from more than 10,000 cases; their number is not stated',
    );
    // The same with its number of cases: 98.1 % of 18,000 is 17,658, and Clopper–Pearson gives 97.89 to 98.29.
    expect(found(claim('Specificity', '98.1 97.9 98.3'), of(18_000))[0]).toBe('reproduced');
  });
  test('an interval by bootstrap, unless counts give it', () => {
    const bootstrap = { method: 'bootstrap' } as const;
    expect(found(claim('Specificity', '94.39 91.04 96.67', bootstrap), of(285))).toEqual([
      'not recomputable',
      'the interval is said to be made by bootstrap, which needs the data',
    ]);
    expect(found(claim('Specificity', '94.39 91.04 96.76', bootstrap), of(285))[0]).toBe('reproduced');
    expect(found(claim('Specificity', '94.39 91.04 96.67', { method: 'other' }), of(285))[1]).toContain(
      'another method',
    );
  });
});

test('a stated method is tried first, and another only if it does not fit', () => {
  const stated = claim('Specificity', '92.6 89.0 95.4', { method: 'jeffreys' });
  expect(answerClaim(stated).methods).toEqual(['jeffreys']);
  expect(answerClaim({ ...stated, method: 'wilson' }).methods).toContain('clopper-pearson');
});
