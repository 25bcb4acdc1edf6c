import { describe, expect, test } from 'vitest';
import type { Figure } from './figure.ts';
import { isFormulaFailure, parseFormula } from './formula.ts';
import { FigureReader } from './reader.ts';
import type { Value } from './value.ts';

const plain = (number: number): Value => ({ kind: 'number', number });

const figureOf = (id: string, stated: Value, unit: string, text?: string): Figure => {
  const parsed = text === undefined ? undefined : parseFormula(text);
  if (parsed && isFormulaFailure(parsed)) throw new Error(parsed.reason);
  return {
    id,
    title: id,
    subject: 'S',
    stated,
    unit,
    about: {},
    basis: parsed ? 'derived' : 'published',
    use: 'model',
    licence: 'MIT',
    place: `data/${id}.yaml:5`,
    formula: parsed && { text: text ?? '', parsed },
  };
};

const figures = new Map(
  [
    figureOf('posts', plain(100), 'WTE'),
    figureOf('vacancy', plain(0.1), 'share'),
    figureOf('people', plain(91), 'WTE', 'posts * (1 - vacancy)'),
    figureOf('double', plain(182), 'WTE', 'people * 2'),
    figureOf('pay', { kind: 'table', rows: { band_6: { entry: 10, top: 20 }, band_7: 30 } }, 'GBP a year'),
    figureOf('raised', { kind: 'table', rows: {} }, 'GBP a year', 'pay * 2'),
    figureOf('intake', { kind: 'series', byYear: { '2023': 8 } }, 'people'),
    figureOf('trained', { kind: 'series', byYear: { '2023': 4 } }, 'people', 'intake / 2'),
    figureOf('ages', { kind: 'interval', low: 20, high: 75 }, 'years of age'),
    figureOf('lost', plain(1), 'WTE', 'posts + nowhere'),
    figureOf('whole', plain(1), 'WTE', 'posts / (vacancy - vacancy)'),
    figureOf('huge', plain(1), 'WTE', 'posts * 1e307 * 1000'),
    figureOf('one', plain(1), 'WTE', 'other + 1'),
    figureOf('other', plain(1), 'WTE', 'one - 1'),
    figureOf('self', plain(1), 'WTE', 'self'),
    figureOf('after', plain(1), 'WTE', 'one * 2'),
  ].map((figure) => [figure.id, figure] as const),
);

const readerWith = (own: Readonly<Record<string, Value>> = {}): FigureReader =>
  new FigureReader(figures, new Map(Object.entries(own)), 'x.yaml');

const at = (id: string): string => `data/${id}.yaml:5 figure ${id}`;

describe('values', () => {
  test('a published figure is its statement', () => {
    const reader = readerWith();
    expect(reader.value('posts', 'a test')).toEqual(plain(100));
    expect(reader.number('posts', 'WTE', 'a test')).toBe(100);
    expect(reader.table('pay', 'GBP a year', 'a test')).toEqual({ band_6: { entry: 10, top: 20 }, band_7: 30 });
    expect(reader.series('intake', 'people', 'a test')).toEqual({ '2023': 8 });
    expect(reader.problems).toEqual([]);
  });

  test('a derived figure is its formula, not its rounded statement', () => {
    const reader = readerWith();
    expect(reader.number('people', 'WTE', 'a test')).toBe(90);
    expect(reader.number('double', 'WTE', 'a test')).toBe(180);
    expect(reader.table('raised', 'GBP a year', 'a test')).toEqual({ band_6: { entry: 20, top: 40 }, band_7: 60 });
    expect(reader.series('trained', 'people', 'a test')).toEqual({ '2023': 4 });
    expect(reader.problems).toEqual([]);
  });

  test('a path picks one cell', () => {
    const reader = readerWith();
    expect(reader.number('pay', 'GBP a year', 'a test', {}, ['band_6', 'top'])).toBe(20);
    expect(reader.number('pay', 'GBP a year', 'a test', {}, ['band_7'])).toBe(30);
    expect(reader.number('ages', 'years of age', 'a test', {}, ['high'])).toBe(75);
    expect(reader.problems).toEqual([]);
  });
});

describe('uses', () => {
  test('names every figure read, those behind a formula included, with each purpose', () => {
    const reader = readerWith();
    reader.number('double', 'WTE', 'the headcount');
    reader.number('people', 'WTE', 'the cost');
    reader.number('posts', 'WTE', 'the cost');
    reader.number('posts', 'WTE', 'the cost');
    reader.value('nowhere', 'the cost');
    expect(reader.uses).toEqual(
      new Map([
        ['double', new Set(['the headcount'])],
        ['people', new Set(['the formula of double', 'the cost'])],
        ['posts', new Set(['the formula of people', 'the cost'])],
        ['vacancy', new Set(['the formula of people'])],
      ]),
    );
  });

  test('what stands behind an own value is not used', () => {
    const reader = readerWith({ people: plain(80) });
    reader.number('double', 'WTE', 'the headcount');
    expect([...reader.uses.keys()]).toEqual(['double', 'people']);
  });
});

describe('own values', () => {
  test('an own value stands in for a published figure and flows through the formulas above it', () => {
    const reader = readerWith({ posts: plain(200) });
    expect(reader.number('posts', 'WTE', 'a test')).toBe(200);
    expect(reader.number('people', 'WTE', 'a test')).toBe(180);
    expect(reader.number('double', 'WTE', 'a test')).toBe(360);
    expect(reader.problems).toEqual([]);
  });

  test('an own value stands in for a formula', () => {
    const reader = readerWith({ people: plain(80), self: plain(7) });
    expect(reader.number('double', 'WTE', 'a test')).toBe(160);
    expect(reader.number('self', 'WTE', 'a test')).toBe(7);
    expect(reader.problems).toEqual([]);
  });

  test('only the figures given are own', () => {
    const reader = readerWith({ posts: plain(200) });
    expect(reader.isOwn('posts')).toBe(true);
    expect(reader.isOwn('vacancy')).toBe(false);
    expect(new FigureReader(figures).isOwn('posts')).toBe(false);
  });

  test('an own value of another kind is refused where it was given', () => {
    const reader = readerWith({ pay: plain(5) });
    expect(reader.table('pay', 'GBP a year', 'the cost')).toEqual({});
    expect(reader.problems).toEqual([
      {
        where: 'x.yaml figure pay',
        found: '{"kind":"number","number":5}, which has other rows than the figure',
        expected: 'a figure that can be computed, for the cost',
      },
    ]);
  });

  test('an own value of another kind is refused behind a formula', () => {
    const reader = readerWith({ intake: plain(5) });
    expect(reader.series('trained', 'people', 'the intake')).toEqual({});
    expect(reader.problems).toEqual([
      {
        where: at('trained'),
        found: '{"kind":"number","number":5}, which has other rows than the figure',
        expected: 'a figure that can be computed, for the intake',
      },
    ]);
  });

  test('an own value for a figure that is not there is refused', () => {
    const reader = readerWith({ nowhere: plain(5) });
    expect(reader.value('nowhere', 'a test')).toEqual(plain(0));
    expect(reader.problems).toEqual([
      {
        where: 'x.yaml figure nowhere',
        found: 'there is no figure "nowhere"',
        expected: 'a figure that can be computed, for a test',
      },
    ]);
  });

  test('a problem with the amount of an own value names the reader', () => {
    const reader = readerWith({ vacancy: plain(2) });
    expect(reader.number('vacancy', 'share', 'posts', { min: 0, max: 1 })).toBe(1);
    expect(reader.problems).toEqual([
      { where: 'x.yaml figure vacancy', found: '2', expected: 'a number from 0 to 1 for posts' },
    ]);
  });

  test('a problem with an own value names the place where it was given, if that is known', () => {
    const own = new Map([['vacancy', plain(2)]]);
    const reader = new FigureReader(figures, own, 'x.yaml', (id) => `x.yaml:7 figures.${id}.value`);
    reader.number('vacancy', 'share', 'posts', { min: 0, max: 1 });
    reader.number('posts', 'people', 'the count');
    expect(reader.problems.map(({ where }) => where)).toEqual(['x.yaml:7 figures.vacancy.value', at('posts')]);
  });
});

describe('problems', () => {
  test.each([
    ['nowhere', 'the model figure nowhere', 'there is no figure "nowhere"'],
    ['lost', at('lost'), 'there is no figure "nowhere"'],
    ['whole', at('whole'), 'a division by zero'],
    ['huge', at('huge'), 'a result that is too large'],
    ['one', at('one'), '"one" → "other" → "one", which goes in a circle'],
    ['self', at('self'), '"self" → "self", which goes in a circle'],
    ['after', at('after'), '"after" → "one" → "other" → "one", which goes in a circle'],
  ])('%s cannot be computed, which is one problem whatever was asked for', (id, where, found) => {
    const expected = 'a figure that can be computed, for a test';
    const asked = (ask: (reader: FigureReader) => unknown): unknown => {
      const reader = new FigureReader(figures);
      const answer = ask(reader);
      expect(reader.problems).toEqual([{ where, found, expected }]);
      return answer;
    };
    expect(asked((reader) => reader.value(id, 'a test', 'people'))).toEqual(plain(0));
    expect(asked((reader) => reader.number(id, 'people', 'a test', { min: 1 }))).toBe(0);
    expect(asked((reader) => reader.number(id, 'people', 'a test', {}, ['a']))).toBe(0);
    expect(asked((reader) => reader.table(id, 'people', 'a test'))).toEqual({});
    expect(asked((reader) => reader.series(id, 'people', 'a test'))).toEqual({});
  });

  test('a unit that does not fit its use is named, and the value still read', () => {
    const reader = readerWith();
    expect(reader.number('posts', 'people', 'the count')).toBe(100);
    expect(reader.problems).toEqual([
      { where: at('posts'), found: 'the unit "WTE"', expected: 'the unit "people" for the count' },
    ]);
  });

  test('a unit is not looked at unless one is asked for', () => {
    const reader = readerWith();
    reader.value('posts', 'the count');
    expect(reader.problems).toEqual([]);
  });

  test('a unit is checked for tables and series too', () => {
    const reader = readerWith();
    reader.table('pay', 'GBP', 'the cost');
    reader.series('intake', 'WTE', 'the intake');
    expect(reader.problems).toEqual([
      { where: at('pay'), found: 'the unit "GBP a year"', expected: 'the unit "GBP" for the cost' },
      { where: at('intake'), found: 'the unit "people"', expected: 'the unit "WTE" for the intake' },
    ]);
  });

  test('a cell that is missing is named', () => {
    const reader = readerWith();
    expect(reader.number('pay', 'GBP a year', 'the cost', {}, ['band_9', 'entry'])).toBe(0);
    expect(reader.number('pay', 'GBP a year', 'the cost', {}, ['constructor'])).toBe(0);
    expect(reader.problems).toEqual([
      { where: at('pay'), found: 'nothing at band_9.entry', expected: 'a number for the cost' },
      { where: at('pay'), found: 'nothing at constructor', expected: 'a number for the cost' },
    ]);
  });

  test('a value of another kind than was asked for is named', () => {
    const reader = readerWith();
    expect(reader.number('ages', 'years of age', 'the ages')).toBe(0);
    expect(reader.number('pay', 'GBP a year', 'the cost', {}, ['band_6'])).toBe(0);
    expect(reader.table('posts', 'WTE', 'the posts')).toEqual({});
    expect(reader.series('pay', 'GBP a year', 'the years')).toEqual({});
    expect(reader.problems).toEqual([
      { where: at('ages'), found: 'a value of the kind "interval"', expected: 'a number for the ages' },
      { where: at('pay'), found: 'a value of the kind "table" at band_6', expected: 'a number for the cost' },
      { where: at('posts'), found: 'a value of the kind "number"', expected: 'a table for the posts' },
      { where: at('pay'), found: 'a value of the kind "table"', expected: 'a dated series for the years' },
    ]);
  });

  test.each([
    [{ min: 100, max: 100 }, 100, undefined],
    [{ min: 100 }, 100, undefined],
    [{ max: 100, whole: true }, 100, undefined],
    [{}, 100, undefined],
    [{ min: 101 }, 101, 'a number at least 101 for the posts'],
    [{ min: 0, max: 99 }, 99, 'a number from 0 to 99 for the posts'],
    [{ min: 101, max: 200 }, 101, 'a number from 101 to 200 for the posts'],
  ])('a hundred within %j is read as the nearest that makes sense', (range, given, expected) => {
    const reader = readerWith();
    expect(reader.number('posts', 'WTE', 'the posts', range)).toBe(given);
    expect(reader.problems).toEqual(expected === undefined ? [] : [{ where: at('posts'), found: '100', expected }]);
  });

  test('a part of one is refused where only whole numbers make sense', () => {
    const reader = readerWith({ posts: plain(2.97) });
    expect(reader.number('posts', 'WTE', 'the posts', { min: 1, whole: true })).toBe(2);
    expect(reader.problems).toMatchObject([{ found: '2.97', expected: 'a whole number at least 1 for the posts' }]);
  });

  test('a cell outside its range is named with its place', () => {
    const reader = readerWith();
    reader.number('pay', 'GBP a year', 'the cost', { min: 15 }, ['band_6', 'entry']);
    expect(reader.problems).toEqual([
      { where: at('pay'), found: '10 at band_6.entry', expected: 'a number at least 15 for the cost' },
    ]);
  });

  test('the same finding is reported once, another at the same place again', () => {
    const reader = readerWith();
    reader.report('posts', 'a', 'b');
    reader.report('posts', 'a', 'c');
    reader.report('posts', 'd', 'b');
    reader.report('vacancy', 'a', 'b');
    expect(reader.problems).toEqual([
      { where: at('posts'), found: 'a', expected: 'b' },
      { where: at('posts'), found: 'd', expected: 'b' },
      { where: at('vacancy'), found: 'a', expected: 'b' },
    ]);
  });
});
