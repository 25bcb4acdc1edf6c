import { describe, expect, test } from 'vitest';
import { figureFileSchema, toValue, valueSchema } from './figure.ts';

const source = { title: 'T', publisher: 'P', year: 2024, url: 'https://example.org/x', licence: 'L' };
const common = { id: 'a_1', title: 'A', value: 1, unit: 'WTE', about: {}, use: 'model' };
const published = { ...common, basis: 'published', source: 'src', where: 'p. 1' };
const derived = { ...common, basis: 'derived', formula: 'b * 2' };
const assumption = { ...common, basis: 'assumption', distribution: { kind: 'fixed' }, reason: 'R' };

const fits = (figure: unknown, sources: unknown = { src: source }): boolean =>
  figureFileSchema.safeParse({ subject: 'S', sources, figures: [figure] }).success;

describe('toValue', () => {
  test('brings every written form into one', () => {
    expect(toValue(3)).toEqual({ kind: 'number', number: 3 });
    expect(toValue({ low: 1, high: 2 })).toEqual({ kind: 'interval', low: 1, high: 2 });
    expect(toValue({ table: { a: 1, b: { c: 2 } } })).toEqual({ kind: 'table', rows: { a: 1, b: { c: 2 } } });
    expect(toValue({ series: { '2023': 4 } })).toEqual({ kind: 'series', byYear: { '2023': 4 } });
  });
});

describe('valueSchema', () => {
  test.each([
    0,
    -1.5,
    { low: 1, high: 2 },
    { table: { a: 1 } },
    { table: { '20-54': 1, 'v1.2': 2, x_y: { c1_d: 3 } } },
    { series: { '2023': 1, '2050': 2 } },
  ])('%j is a value', (written) => {
    expect(valueSchema.parse(written)).toEqual(written);
  });

  test.each([
    'x',
    Number.NaN,
    Infinity,
    null,
    [1],
    {},
    { low: 1 },
    { low: 'x', high: 2 },
    { table: { '-a': 1 } },
    { table: { A: 1 } },
    { table: { 'a b': 1 } },
    { table: { '.a': 1 } },
    { table: { a: 'x' } },
    { table: { a: { B: 1 } } },
    { table: { a: { b: { c: 1 } } } },
    { table: { a: 1 }, series: { '2023': 1 } },
    { series: { '23': 1 } },
    { series: { '12023': 1 } },
    { series: { '2023': { a: 1 } } },
  ])('%j is no value', (written) => {
    const result = valueSchema.safeParse(written);
    expect(result.error?.issues.map((issue) => issue.message)).toEqual([
      'a number, {low, high}, {table: {row: …}} or {series: {year: …}}',
    ]);
  });
});

describe('keys of a value', () => {
  test.each([
    [{ low: 1, high: 2, middle: 1.5 }, 'middle'],
    [{ table: { a: 1 }, total: 1 }, 'total'],
    [{ series: { '2023': 1 }, low: 1 }, 'low'],
  ])('%j has the unknown key %s', (written, key) => {
    expect(valueSchema.safeParse(written).error?.issues).toMatchObject([{ code: 'unrecognized_keys', keys: [key] }]);
  });
});

describe('figureFileSchema', () => {
  test.each([
    published,
    { ...published, note: 'N', about: { specialism: 's', group: 'g', region: 'r', nation: 'n', year: 2023 } },
    derived,
    { ...derived, rounded_to: 0.5, use: 'context' },
    assumption,
    { ...assumption, source: 'src', where: 'p. 1' },
    { ...assumption, distribution: { kind: 'uniform', low: 0, high: 2 } },
    { ...assumption, distribution: { kind: 'triangular', low: 0, high: 2 } },
    { ...assumption, distribution: { kind: 'pert', low: 0, high: 2, as: 'multiplier' } },
    { ...assumption, distribution: { kind: 'beta', low: 0, high: 2 } },
    { ...assumption, distribution: { kind: 'normal', deviation: 0.1 } },
    { ...assumption, distribution: { kind: 'truncated-normal', deviation: 1, low: 0 } },
    { ...assumption, distribution: { kind: 'lognormal', deviation: 1, low: 0, high: 3, as: 'multiplier' } },
  ])('%j is a figure', (figure) => {
    expect(fits(figure)).toBe(true);
  });

  test.each([
    { ...published, source: undefined },
    { ...published, where: '' },
    { ...published, id: 'A' },
    { ...published, id: '1a' },
    { ...published, id: 'a-b' },
    { ...published, id: '' },
    { ...published, title: '' },
    { ...published, unit: '' },
    { ...published, note: '' },
    { ...published, about: undefined },
    { ...published, about: { town: 'x' } },
    { ...published, about: { year: 2023.5 } },
    { ...published, about: { nation: '' } },
    { ...published, use: 'both' },
    { ...published, basis: 'guess' },
    { ...published, reason: 'R' },
    { ...published, formula: 'b' },
    { ...derived, formula: '' },
    { ...derived, rounded_to: 0 },
    { ...derived, source: 'src' },
    { ...assumption, reason: '' },
    { ...assumption, distribution: undefined },
    { ...assumption, distribution: { kind: 'fixed', low: 1 } },
    { ...assumption, distribution: { kind: 'uniform', low: 0 } },
    { ...assumption, distribution: { kind: 'uniform', low: 0, high: 1, as: 'sum' } },
    { ...assumption, distribution: { kind: 'uniform', low: 0, high: 1, deviation: 1 } },
    { ...assumption, distribution: { kind: 'normal' } },
    { ...assumption, distribution: { kind: 'normal', deviation: 0 } },
    { ...assumption, distribution: { kind: 'gamma', deviation: 1 } },
  ])('%j is no figure', (figure) => {
    expect(fits(figure)).toBe(false);
  });

  test.each(['title', 'publisher', 'year', 'url', 'licence'])('a source needs its %s', (key) => {
    expect(fits(published, { src: { ...source, [key]: undefined } })).toBe(false);
  });

  test.each([
    ['url', 'http://example.org', true],
    ['url', 'example.org', false],
    ['url', 'ftp://example.org', false],
    ['url', 'javascript:alert(1)', false],
    ['url', 'httpsx://example.org', false],
    ['url', 'xhttps://example.org', false],
    ['year', 2024.5, false],
    ['title', '', false],
    ['publisher', '', false],
    ['licence', '', false],
    ['pages', 3, false],
  ])('a source with the %s %j fits: %j', (key, value, expected) => {
    expect(fits(published, { src: { ...source, [key]: value } })).toBe(expected);
  });

  test('a file needs a subject and a figure, and no sources', () => {
    expect(figureFileSchema.safeParse({ subject: 'S', figures: [derived] }).success).toBe(true);
    expect(figureFileSchema.safeParse({ subject: '', figures: [derived] }).success).toBe(false);
    expect(figureFileSchema.safeParse({ subject: 'S', figures: [] }).success).toBe(false);
    expect(figureFileSchema.safeParse({ subject: 'S', figures: [derived], more: 1 }).success).toBe(false);
    expect(fits(derived, { Src: source })).toBe(false);
  });

  test('every part with a meaning of its own is described', () => {
    expect(figureFileSchema.description).toBe('A file of cited figures.');
    expect(valueSchema.description).toContain('whose values hold until the next date');
    expect(figureFileSchema.shape.subject.description).toBe('What the file is about, in one line.');
  });
});
