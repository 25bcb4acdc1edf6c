import { describe, expect, test } from 'vitest';
import { boundsFault, figuresOf, scaleFault } from './answer.ts';
import type { Claim } from './claim.ts';
import { isOverall, isShare, measureOf, scaleOf } from './measure.ts';
import { readPrinted, type PrintedNumber } from './printed.ts';
import { readClaims } from './read-claims.ts';
import { largestTrials, nearestCounts } from './recover.ts';
import { reviewCard } from './review.ts';

const number = (text: string): PrintedNumber => {
  const read = readPrinted(text, 'a test');
  if (!read.ok) throw new Error(`${text} was refused`);
  return read.value;
};

const claim = (label: string, text: string, unit?: string): Claim => {
  const [estimate = '', lower, upper] = text.split(' ');
  return {
    where: 'a.csv:2',
    label,
    estimate: number(estimate),
    ...(lower === undefined ? {} : { lower: number(lower) }),
    ...(upper === undefined ? {} : { upper: number(upper) }),
    ...(unit === undefined ? {} : { unit }),
  };
};

describe('the words of a label', () => {
  test.each([
    ['index', 'Dice, Jaccard index, IoU, Mask overlap, F1, F-1, F 1, F-score, F score, Kappa, Youden, MCC, ICC'],
    ['area under a curve', 'AUC, AUROC, AUPRC, Area under the curve, C-statistic, C statistic, Average precision'],
    [
      'measurement',
      'Mean x, Median x, Average x, Difference, Differences, Error, Errors, Time, Age, Change, Changes, Reduction, Reductions, Increase, Improvement, Improvements, Bias, Correlation, Ratio, Odds, Score, Volume, Diameter, Variation, Deviation',
    ],
    ['sensitivity', 'Sensitivity, Recall, True positive rate, TPR'],
    ['specificity', 'Specificity, True negative rate, TNR'],
    ['positive predictive value', 'Positive predictive value, PPV, Precision'],
    ['negative predictive value', 'Negative predictive value, NPV'],
    ['accuracy', 'Accuracy'],
    ['prevalence', 'Prevalence'],
    ['share', 'Error rate, False positive rate, False negative rate, Detection rate, Agreement, Proportion'],
    ['bare number', 'Fo1, Fx1, Dices, Something'],
  ])('%s', (measure, labels) => {
    for (const label of labels.split(', ')) expect([label, measureOf(claim(label, '9'))]).toEqual([label, measure]);
  });

  test.each([
    ['count', 'count, case, cases, scan, scans, patient, patients, n, N'],
    ['sensitivity', '%, per cent, percent, percent, fraction, proportion, share, 1'],
    ['measurement', 'mm, counts, of n, 11, %%, sharely, percents'],
  ])('in a unit it is a %s', (measure, units) => {
    for (const unit of units.split(', '))
      expect([unit, measureOf(claim('Sensitivity', '9', unit))]).toEqual([unit, measure]);
  });

  test('what stands after a break belongs to the label no more', () => {
    for (const label of [
      'Agreement (of AUC)',
      'Agreement: AUC',
      'Agreement, AUC',
      'Agreement; AUC',
      'Agreement by AUC',
      'Agreement in AUC',
      'Agreement at AUC',
      'Agreement for AUC',
      'Agreement among AUC',
      'Agreement of AUC',
      'Agreement vs AUC',
    ])
      expect([label, measureOf(claim(label, '9', '%'))]).toEqual([label, 'share']);
    expect(measureOf(claim('(AUC)', '9'))).toBe('area under a curve');
  });

  test('scales and parts', () => {
    expect(scaleOf(claim('x', '1'))).toBe(1);
    expect(scaleOf(claim('x', '1.01'))).toBe(100);
    expect(scaleOf(claim('x', '0.9 0.8 95'))).toBe(100);
    expect(scaleOf(claim('x', '0.9', 'PERCENT'))).toBe(100);
    expect(scaleOf(claim('x', '90', 'Fraction'))).toBe(1);
    expect(isShare('share') && isShare('prevalence') && !isShare('index') && !isShare('count')).toBe(true);
    expect(isOverall(claim('Sensitivity', '9'))).toBe(true);
    expect(isOverall(claim('Sensitivity: women', '9'))).toBe(false);
    expect(isOverall(claim('Sensitivity (women)', '9'))).toBe(false);
    expect(isOverall(claim('Sensitivity: overall', '9'))).toBe(true);
    expect(isOverall({ ...claim('Sensitivity', '9'), subgroup: 'women' })).toBe(false);
  });
});

describe('faults of one claim', () => {
  test.each([
    ['Sensitivity', '90 90 90', '%', undefined],
    ['Sensitivity', '90 91 95', '%', 'the lower bound 91 is above the estimate 90'],
    ['Sensitivity', '90 80 89', '%', 'the upper bound 89 is below the estimate 90'],
    ['Sensitivity', '90 95 80', '%', 'the lower bound 95 is above the upper 80'],
    ['Sensitivity', '100', '%', undefined],
    ['Sensitivity', '0', '%', undefined],
    ['Sensitivity', '101', '%', '101 is outside 0 to 100, which no share can be'],
    ['Sensitivity', '1.5', 'fraction', '1.5 is outside 0 to 1, which no share can be'],
    ['Sensitivity', '2 -1 4', '%', '-1 is outside 0 to 100, which no share can be'],
    ['Mean error', '-2 -3 4', 'mm', undefined],
    ['Mean error', '200', '%', undefined],
  ] as const)('bounds of %s %s %s', (label, text, unit, fault) => {
    expect(boundsFault(claim(label, text, unit))).toBe(fault);
  });

  test.each([
    ['0.976 93.1 99.2', 'the estimate 0.976 is a fraction and its bounds 93.1 to 99.2 are in per cent'],
    ['97.6 0.93 0.99', 'the estimate 97.6 is in per cent and its bounds 0.93 to 0.99 are fractions'],
    ['1.0 93.1 99.2', 'the estimate 1.0 is a fraction and its bounds 93.1 to 99.2 are in per cent'],
    // A whole number, or a rate under one per cent, may be in per cent itself.
    ['1 93.1 99.2', undefined],
    ['0.5 0.1 1.4', undefined],
    ['0.5 4.9 5.4', undefined],
    ['0.5 5.1 5.4', 'the estimate 0.5 is a fraction and its bounds 5.1 to 5.4 are in per cent'],
    ['0.0 0.0 3.1', undefined],
    ['97.6 93 99', undefined],
    ['0.976 0.93 0.99', undefined],
    ['0.976', undefined],
    ['97.6 1.5 0.99', undefined],
    ['97.6 0.9 1', undefined],
    ['97.6 0.9 1.0', 'the estimate 97.6 is in per cent and its bounds 0.9 to 1.0 are fractions'],
    ['1.0 0.9 1.0', undefined],
  ] as const)('scale of %s', (text, fault) => {
    expect(scaleFault(claim('Sensitivity', text))).toBe(fault);
    expect(scaleFault(claim('AUC', text))).toBeUndefined();
  });

  test('counts are written in the way of the claim, cut off at 0 and 1', () => {
    const counts = { successes: 20, trials: 20, method: 'wald' } as const;
    expect(figuresOf(claim('Sensitivity', '99.0 95.00 99.9', '%'), counts)).toBe('100.0 (100.00–100.0)');
    expect(figuresOf(claim('Sensitivity', '0.99', 'fraction'), counts)).toBe('1.00');
    const half = { successes: 10, trials: 20, method: 'clopper-pearson' } as const;
    // The quantiles of the beta distributions (10, 11) and (11, 10): 0.27196 and 0.72804.
    expect(figuresOf(claim('Sensitivity', '50 27.2 72', '%'), half)).toBe('50 (27.2–73)');
    const { upper: _, ...lowerOnly } = claim('Sensitivity', '50 27.2 72', '%');
    expect(figuresOf(lowerOnly, half)).toBe('50 (27.2–?)');
    expect(figuresOf(claim('Sensitivity', '50 27.2 72', '%'), { successes: 10, trials: 20 })).toBe('50');
  });
});

describe('counts', () => {
  const printed = (estimate: string, lower?: string, upper?: string, scale = 100) => ({
    estimate: number(estimate),
    ...(lower === undefined ? {} : { lower: number(lower) }),
    ...(upper === undefined ? {} : { upper: number(upper) }),
    level: 0.95,
    scale: scale as 1 | 100,
  });

  test('the most trials that an interval can come from lie beyond those it comes from', () => {
    // Clopper–Pearson of 45 of 50 is 78.19 to 96.67.
    const most = largestTrials(printed('90.0', '78.2', '96.7'));
    expect(most).toBeGreaterThanOrEqual(50);
    expect(most).toBeLessThan(200);
    expect(largestTrials(printed('0.900', '0.782', '0.967', 1))).toBeLessThan(200);
    expect(largestTrials(printed('90.0'))).toBe(Infinity);
    expect(largestTrials(printed('90.0', '78.2'))).toBe(Infinity);
    // Both bounds print the same: it can come from any number.
    expect(largestTrials(printed('90', '90', '90'))).toBe(Infinity);
    // Near one half the same width needs more cases than near 1.
    expect(largestTrials(printed('50.0', '45.0', '55.0'))).toBeGreaterThan(
      largestTrials(printed('97.0', '92.0', '99.0')),
    );
  });

  test('the nearest are those of the share where no bounds are printed, of all three where they are', () => {
    expect(nearestCounts(printed('31.25'), { trials: [120, 120] })).toMatchObject({ successes: 38, trials: 120 });
    expect(nearestCounts(printed('31.25'), { trials: [120, 120] })?.method).toBeUndefined();
    const whole = nearestCounts(printed('94.39', '91.04', '96.67'), { trials: [285, 285] });
    expect(whole).toMatchObject({ successes: 269, trials: 285, method: 'clopper-pearson' });
    const counted = nearestCounts(printed('94.39', '91.04', '96.67'), { trials: [285, 285], successes: 269 });
    expect(counted).toMatchObject({ successes: 269, trials: 285, method: 'clopper-pearson' });
  });
});

describe('a file of claims', () => {
  test('a product stays where one of its sections reads, and goes where none does', () => {
    const rows = [
      'product,section,measure,estimate',
      'One,first,Sensitivity,x',
      'One,second,Sensitivity,0.9',
      'Two,first,Sensitivity,y',
    ];
    const { cards, problems } = readClaims({ name: 'a.csv', text: rows.join('\n') });
    expect(cards.map(({ product, sections }) => [product, sections.map(({ claims }) => claims.length)])).toEqual([
      ['One', [0, 1]],
    ]);
    expect(problems.map(({ where }) => where)).toEqual(['a.csv:2 estimate', 'a.csv:4 estimate']);
  });

  test.each([
    ['0.90 0.86 0.94', undefined],
    ['0.90 0.86 0.95', undefined],
    // Rounding explains two units of difference, not three.
    ['0.90 0.84 0.94', undefined],
    ['0.90 0.83 0.94', 'the interval reaches 0.07 below the estimate and 0.04 above'],
    ['0.90 0.90 0.95', 'the interval reaches 0.00 below the estimate and 0.05 above'],
    ['0.90 0.85 0.90', 'the interval reaches 0.05 below the estimate and 0.00 above'],
  ] as const)('an area %s: symmetric or asked about', (text, says) => {
    const [estimate, lower, upper] = text.split(' ');
    const rows = ['product,measure,estimate,lower,upper', `One,AUC,${estimate},${lower},${upper}`];
    const [card] = readClaims({ name: 'a.csv', text: rows.join('\n') }).cards;
    if (!card) throw new Error('no card');
    const found = reviewCard(card).findings.filter(({ kind }) => kind === 'symmetry');
    expect(found.map((one) => /the interval reaches .* above/.exec(one.says)?.[0])).toEqual(says ? [says] : []);
  });
});
