import { expect, test } from 'vitest';
import { isOverall, measureOf, scaleOf } from './measure.ts';
import type { Claim } from './claim.ts';

const claim = (label: string, unit?: string, value = 90): Claim => ({
  where: 'a test',
  label,
  estimate: { text: String(value), value, decimals: 0 },
  ...(unit === undefined ? {} : { unit }),
});

test.each([
  ['Sensitivity', '%', 'sensitivity'],
  ['Per-patient sensitivity', '%', 'sensitivity'],
  ['Sensitivity (age 65 and over)', '%', 'sensitivity'],
  ['Sensitivity at 1 false positive per scan', '%', 'sensitivity'],
  ['Recall', undefined, 'sensitivity'],
  ['Specificity: women', '%', 'specificity'],
  ['PPV', '%', 'positive predictive value'],
  ['Negative predictive value', undefined, 'negative predictive value'],
  ['Accuracy', '%', 'accuracy'],
  ['Prevalence of disease', '%', 'prevalence'],
  ['Overall agreement', '%', 'share'],
  ['Error rate', '%', 'share'],
  ['Gender: male', '%', 'share'],
  ['Agreement', undefined, 'share'],
  ['AUC', undefined, 'area under a curve'],
  ['AUROC', '%', 'area under a curve'],
  ['Average precision', undefined, 'area under a curve'],
  ['F1 score', undefined, 'index'],
  ["Cohen's kappa", undefined, 'index'],
  ['Mean sensitivity of readers', '%', 'measurement'],
  ['Difference in sensitivity', '%', 'measurement'],
  ['Positive likelihood ratio', undefined, 'measurement'],
  ['Sensitivity', 'mm', 'measurement'],
  ['Critical omissions', 'count', 'count'],
  ['Significance vs Age', undefined, 'bare number'],
] as const)('%s in %s is a %s', (label, unit, measure) => {
  expect(measureOf(claim(label, unit))).toBe(measure);
});

test('a standard deviation makes a measurement', () => {
  const { estimate } = claim('x');
  expect(measureOf({ ...claim('Rate', '%'), deviation: estimate })).toBe('measurement');
});

test.each([
  [claim('x', '%', 0.5), 100],
  [claim('x', 'percent', 0.5), 100],
  [claim('x', 'fraction', 0.5), 1],
  [claim('x', undefined, 0.5), 1],
  [claim('x', undefined, 1), 1],
  [claim('x', undefined, 97), 100],
])('the scale of a share comes from its unit, else from its size', (one, scale) => {
  expect(scaleOf(one)).toBe(scale);
});

test.each([
  ['Accuracy', true],
  ['Accuracy (overall)', true],
  ['Overall: accuracy', true],
  ['Accuracy (women)', false],
  ['Agreement: low', false],
])('%s is about all cases: %s', (label, overall) => {
  expect(isOverall(claim(label))).toBe(overall);
  expect(isOverall({ ...claim(label), subgroup: 'sex: women' })).toBe(false);
});
