import { describe, expect, test } from 'vitest';
import type { Figure } from '@isocentre/evidence';
import { resolveShipped, shippedEvidence, shippedScenarios } from '../../../tests/support/shipped.ts';
import { explain, explanationJson, type Explanation, type Question } from './explanation.ts';
import { explanationSchema } from './explanation-schema.ts';
import {
  amountText,
  basisText,
  headline,
  markOf,
  originText,
  quantityText,
  rangeText,
  signedAmount,
  termText,
} from './explanation-words.ts';

const evidence = shippedEvidence();
const figure = (id: string): Figure => {
  const found = evidence.figures.get(id);
  if (!found) throw new Error(id);
  return found;
};
const ask = (question: Question, name = 'todays-course'): Explanation => {
  const located = shippedScenarios().get(name);
  const answer = located && explain(located, evidence, question);
  if (!answer?.ok) throw new Error(JSON.stringify(answer));
  return answer.value;
};

describe('quantities in words', () => {
  test.each([
    [1234.567, 'WTE', '1,234.57'],
    [-0.001, 'heads', '0.00'],
    [-2.5, 'heads', '-2.50'],
    [1234567.8, 'GBP a year', '1,234,568'],
    [-0.2, 'GBP a head', '0'],
    [0.123456, 'share', '0.1235'],
  ] as const)('%j %s is %s', (value, unit, text) => {
    expect(amountText(value, unit)).toBe(text);
    expect(quantityText({ title: 'x', value, unit })).toBe(unit === 'share' ? text : `${text} ${unit}`);
  });

  test.each([
    [1, 5, '+', '5.00'],
    [-1, 5, '−', '5.00'],
    [1, -5, '−', '5.00'],
    [-1, -5, '+', '5.00'],
    [-1, 0, '−', '0.00'],
    [1, 0, '+', '0.00'],
  ] as const)('a line of sign %j and value %j is %s %s', (sign, value, shown, amount) => {
    expect(signedAmount({ title: 'x', sign, value, unit: 'WTE' })).toEqual({ sign: shown, amount });
  });

  test('a line is said with what it is the product of, its own title once', () => {
    expect(termText({ title: 'pay', sign: 1, value: 6, unit: 'WTE' })).toBe('pay');
    const factors = [
      { title: 'pay', value: 2, unit: 'WTE' as const },
      { title: 'of each', value: 0.5, unit: 'share' as const },
    ];
    expect(termText({ title: 'pay', sign: 1, value: 1, unit: 'WTE', factors })).toBe('pay (2.00 WTE × of each 0.5)');
  });
});

describe('an explanation in words', () => {
  test('says the measure, when, and of whom', () => {
    expect(headline(ask({ measure: 'shortfall', year: 2033 }))).toBe(
      'Shortfall against requirement: 1,628.13 WTE at the start of 2033, in "today\'s course", scope surveyed; everyone, 12 parts counted together.',
    );
    const part = ask({ measure: 'retired', year: 2030, group: 'engineering', specialism: 'radiotherapy_physics' });
    expect(headline(part)).toBe(
      `Retired: ${amountText(part.value, 'heads')} heads in 2030, in "today's course", scope surveyed; specialism radiotherapy_physics and group engineering, one part counted together.`,
    );
  });

  test('says how many figures stand behind it, and which are whose', () => {
    const whole = ask({ measure: 'hiredTrained' });
    const assumed = whole.figures.filter((one) => one.figure.basis === 'assumption').length;
    expect(assumed).toBeGreaterThan(5);
    expect(basisText(whole)).toBe(`${whole.figures.length} figures feed it: ${assumed} are assumptions, marked *.`);
    expect(basisText({ ...whole, figures: [] })).toBe('No figure stands behind it.');
    const first = whole.figures.find((one) => one.figure.basis === 'assumption');
    if (!first) throw new Error('no assumption');
    const own = { ...first, own: true };
    expect(basisText({ ...whole, figures: [own] })).toBe(
      '1 figures feed it: 0 are assumptions, marked *; 1 are the scenario’s own, marked !.',
    );
    const published = whole.figures.find((one) => one.figure.basis === 'published');
    expect([own, first, published].map((one) => one && markOf(one))).toEqual(['!', '*', ' ']);
  });

  test('says where a figure comes from', () => {
    const behind = (id: string, changes = {}): Explanation['figures'][number] => {
      const found = ask({ measure: 'shortfall' }).figures.find((one) => one.id === id);
      if (!found) throw new Error(id);
      return { ...found, ...changes };
    };
    const { source, where } = figure('mpce_vacant_posts_2023');
    expect(originText(behind('mpce_vacant_posts_2023'))).toBe(
      `published: ${source?.publisher}: ${source?.title} (${source?.year}), ${where}`,
    );
    expect(originText(behind('mpce_vacant_posts_2023', { own: true, reason: undefined }))).toBe('the scenario’s own');
    expect(originText(behind('mpce_vacant_posts_2023', { own: true, reason: 'we counted' }))).toBe(
      'the scenario’s own: we counted',
    );
    const derived = figure('unfunded_posts').formula?.text ?? '';
    expect(originText(behind('unfunded_posts'))).toContain(`derived: = ${derived}`);
  });

  test('says how far a figure may lie from what is stated', () => {
    const withRange = (distribution: Figure['distribution']): string =>
      rangeText({ ...figure('stp_take_up'), ...(distribution ? { distribution } : {}) });
    expect(rangeText(figure('stp_take_up'))).toBe('0.85 to 0.95');
    expect(rangeText(figure('quitting_by_age'))).toBe('0.7 to 1.5 times');
    expect(rangeText(figure('mpce_vacant_posts_2023'))).toBe('none');
    expect(withRange({ kind: 'fixed' })).toBe('none');
    expect(withRange({ kind: 'normal', deviation: 0.2 })).toBe('± 0.2');
  });
});

test('the published form follows its schema, with every figure and what it is for', () => {
  const explanation = ask({ measure: 'inPost', year: 2040, group: 'scientist' }, 'the-briefs-asks');
  const json = explanationSchema.parse(JSON.parse(JSON.stringify(explanationJson(explanation))));
  expect(json).toMatchObject({ value: explanation.value, holds: 'at the start of the year' });
  expect(json.figures.map(({ id }) => id)).toEqual(explanation.figures.map(({ id }) => id));
  const takeUp = json.figures.find(({ id }) => id === 'stp_take_up');
  expect(takeUp).toMatchObject({ title: figure('stp_take_up').title, unit: 'share', basis: 'assumption' });
  expect(takeUp?.distribution).toEqual(JSON.parse(JSON.stringify(figure('stp_take_up').distribution)));
  const read = resolveShipped('the-briefs-asks').uses;
  for (const { id } of json.figures) expect(read.has(id), id).toBe(true);
  expect(explanationJson(ask({ measure: 'retired' }))).toMatchObject({
    holds: 'in the 12 months from the start of the year',
  });
});
