import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assumed,
  checked,
  derived,
  first,
  noUses,
  problemsOf,
  published,
  read,
  sources,
  usesOf,
  whole,
  withLine,
} from '../../../tests/support/figure-text.ts';
import { checkEvidence, joinUses, readEvidence } from './evidence.ts';
import type { Uses } from './reader.ts';

describe('readEvidence', () => {
  test('keeps every part of a published figure', () => {
    const { evidence, problems } = read(whole.replace('    use', '    note: N\n    use'));
    expect(problems).toEqual([]);
    expect([...evidence.figures.values()]).toEqual([
      {
        id: 'posts',
        title: 'Posts',
        subject: 'Posts',
        stated: { kind: 'number', number: 100 },
        unit: 'WTE',
        about: { nation: 'UK', year: 2023 },
        basis: 'published',
        use: 'model',
        note: 'N',
        place: 'data/0.yaml:10',
        licence: 'OGL',
        source: {
          title: 'The census',
          publisher: 'P',
          year: 2024,
          url: 'https://example.org/census',
          licence: 'OGL',
        },
        where: 'p. 4',
      },
    ]);
  });

  test('keeps the formula of a derived figure', () => {
    const text = `subject: S\nfigures:\n${derived('twice', '200', 'posts * 2', '    rounded_to: 10\n')}`;
    const figure = read(text).evidence.figures.get('twice');
    expect(figure).toMatchObject({ basis: 'derived', licence: 'MIT', formula: { text: 'posts * 2', roundedTo: 10 } });
    expect(figure?.formula?.parsed).toMatchObject({ kind: 'operation', operator: '*' });
  });

  test('keeps the distribution and the reason of an assumption, with its source if it has one', () => {
    const own = `subject: S\nfigures:\n${assumed('3', '{ kind: uniform, low: 1, high: 4 }')}`;
    expect(read(own).evidence.figures.get('guess')).toMatchObject({
      basis: 'assumption',
      distribution: { kind: 'uniform', low: 1, high: 4 },
      reason: 'R',
      licence: 'MIT',
      source: undefined,
      where: undefined,
    });
    const cited = `${sources}${assumed('3', '{ kind: fixed }')}    source: census\n    where: p. 5\n`;
    expect(problemsOf(cited)).toEqual([]);
    expect(read(cited).evidence.figures.get('guess')).toMatchObject({
      licence: 'OGL',
      source: { title: 'The census' },
      where: 'p. 5',
    });
  });

  test('keeps the order of files and of figures', () => {
    const second = `subject: S\nfigures:\n${derived('b', '1', '1')}${derived('a', '1', '1')}`;
    const { evidence } = read(whole, second);
    expect([...evidence.figures].map(([id, figure]) => [id, figure.place, figure.subject])).toEqual([
      ['posts', 'data/0.yaml:10', 'Posts'],
      ['b', 'data/1.yaml:3', 'S'],
      ['a', 'data/1.yaml:11', 'S'],
    ]);
  });

  test('a file with spaces in its name keeps its name', () => {
    const { evidence } = readEvidence([{ name: 'my data/the posts.yaml', text: whole }]);
    expect(evidence.figures.get('posts')?.place).toBe('my data/the posts.yaml:10');
  });

  test('no files hold no figures', () => {
    expect(readEvidence([])).toEqual({ evidence: { figures: new Map() }, problems: [] });
  });
});

describe('what a file may hold', () => {
  test('a file that cannot be read is named, and the others are read', () => {
    const { evidence, problems } = read('', 'a: [', whole);
    expect(problems).toMatchObject([
      { where: 'data/0.yaml', found: 'an empty file', expected: 'a YAML document' },
      { where: 'data/1.yaml:1' },
    ]);
    expect([...evidence.figures.keys()]).toEqual(['posts']);
  });

  test.each([
    ['    title: Posts\n', '', `data/0.yaml:${first} figures[0].title`, 'nothing', 'a string'],
    ['    title: Posts', '    title: 5', `data/0.yaml:${first + 1} figures[0].title`, '5', 'a string'],
    ['    title: Posts', '    title: ""', `data/0.yaml:${first + 1} figures[0].title`, '""', 'something, not nothing'],
    [
      '    value: 100',
      '    value: many',
      `data/0.yaml:${first + 2} figures[0].value`,
      '"many"',
      'a number, {low, high}, {table: {row: …}} or {series: {year: …}}',
    ],
    [
      '    unit: WTE',
      '    unit: WTE\n    colour: red',
      `data/0.yaml:${first + 4} figures[0].colour`,
      'the unknown key "colour"',
      'one of the keys that the schema lists',
    ],
    [
      'year: 2023 }',
      'year: 2023, town: x }',
      `data/0.yaml:${first + 4} figures[0].about.town`,
      'the unknown key "town"',
      'one of the keys that the schema lists',
    ],
    ['    source: census\n', '', `data/0.yaml:${first} figures[0].source`, 'nothing', 'a string'],
    ['    where: p. 4\n', '', `data/0.yaml:${first} figures[0].where`, 'nothing', 'a string'],
    ['    use: model', '    use: both', `data/0.yaml:${first + 8} figures[0].use`, '"both"', 'one of model, context'],
    [
      '  - id: posts',
      '  - id: The posts',
      `data/0.yaml:${first} figures[0].id`,
      '"The posts"',
      'lower-case words joined by "_"',
    ],
    [
      'url: https://example.org/census',
      'url: ftp://example.org/census',
      'data/0.yaml:7 sources.census.url',
      '"ftp://example.org/census"',
      'an address that begins with https:// or http://',
    ],
    ['year: 2024', 'year: 2024.5', 'data/0.yaml:6 sources.census.year', '2024.5', 'a whole number'],
    ['  census:', '  Census:', 'data/0.yaml:3 sources.Census', 'the key "Census"', 'lower-case words joined by "_"'],
    ['subject: Posts', 'subject: [a]', 'data/0.yaml:1 subject', '["a"]', 'a string'],
    ['subject: Posts', '# none', 'data/0.yaml subject', 'nothing', 'a string'],
  ])('%j changed to %j is refused', (before, after, where, found, expected) => {
    const { evidence, problems } = read(withLine(before, after));
    expect(problems).toEqual([{ where, found, expected }]);
    expect(evidence.figures.size).toBe(0);
  });

  test('a basis that is none of the three is refused', () => {
    expect(problemsOf(withLine('basis: published', 'basis: hearsay'))).toMatchObject([
      { where: 'data/0.yaml:15 figures[0].basis', found: '"hearsay"' },
    ]);
  });

  test('a key given twice is refused with the line of the second', () => {
    expect(problemsOf(withLine('    unit: WTE', '    unit: WTE\n    value: 101'))).toEqual([
      { where: 'data/0.yaml:14', found: '"value: 101"', expected: 'valid YAML (map keys must be unique)' },
    ]);
  });

  test('an assumption without a reason is refused', () => {
    const text = `subject: S\nfigures:\n${assumed('3', '{ kind: fixed }').replace('    reason: R\n', '')}`;
    expect(problemsOf(text)).toEqual([
      { where: 'data/0.yaml:3 figures[0].reason', found: 'nothing', expected: 'a string' },
    ]);
  });

  test('an assumption without a distribution is refused', () => {
    const text = `subject: S\nfigures:\n${assumed('3', '{ kind: fixed }').replace(/ {4}distribution.*\n/, '')}`;
    expect(problemsOf(text)).toMatchObject([{ where: 'data/0.yaml:3 figures[0].distribution', found: 'nothing' }]);
  });

  test.each(['survey', 'constructor'])('the source %s that the file does not have is refused', (key) => {
    const { evidence, problems } = read(`${whole}${published.replace('posts', 'more').replace('census', key)}`);
    expect(problems).toEqual([
      {
        where: 'data/0.yaml:19 figure more',
        found: `the source "${key}"`,
        expected: 'a key of "sources" in the same file',
      },
    ]);
    expect(evidence.figures.get('more')).toMatchObject({ source: undefined, licence: 'MIT' });
  });

  test('a source of another file does not count, and a file without sources has none', () => {
    expect(problemsOf(whole, `subject: S\nfigures:\n${published.replace('posts', 'more')}`)).toEqual([
      {
        where: 'data/1.yaml:3 figure more',
        found: 'the source "census"',
        expected: 'a key of "sources" in the same file',
      },
    ]);
  });

  test('a source that no figure cites is refused', () => {
    const another = `  survey:
    title: A survey
    publisher: P
    year: 2024
    url: http://example.org/survey
    licence: L
figures:
`;
    expect(problemsOf(withLine('figures:\n', another))).toEqual([
      {
        where: 'data/0.yaml:9 sources.survey',
        found: 'the source "survey", which no figure cites',
        expected: 'a source that is cited',
      },
    ]);
  });

  test('an id used in two files is refused, and the first is kept', () => {
    const { evidence, problems } = read(whole, withLine('value: 100', 'value: 5'));
    expect(problems).toEqual([
      {
        where: 'data/1.yaml:10 figure posts',
        found: 'the id "posts" again, first at data/0.yaml:10',
        expected: 'an id that is used once',
      },
    ]);
    expect(evidence.figures.get('posts')?.stated).toEqual({ kind: 'number', number: 100 });
  });

  test('an id used twice in one file is refused', () => {
    expect(problemsOf(whole + published)).toEqual([
      {
        where: 'data/0.yaml:19 figure posts',
        found: 'the id "posts" again, first at data/0.yaml:10',
        expected: 'an id that is used once',
      },
    ]);
  });

  test('a formula that cannot be read is refused', () => {
    const { evidence, problems } = read(`subject: S\nfigures:\n${derived('a', '1', '(b + 1')}`);
    expect(problems).toEqual([
      {
        where: 'data/0.yaml:3 figure a',
        found: 'the formula "(b + 1"',
        expected: 'a formula that can be read (a parenthesis is not closed)',
      },
    ]);
    expect(evidence.figures.get('a')).toMatchObject({ basis: 'derived', stated: { kind: 'number', number: 1 } });
    expect(evidence.figures.get('a')?.formula).toBeUndefined();
  });

  test('reading and checking never throw, whatever is done to a file', () => {
    const text = `${whole}${derived('twice', '{ table: { a: 200 } }', 'posts * 2')}${assumed('3', '{ kind: normal, deviation: 1 }')}`;
    expect(problemsOf(text)).toEqual([]);
    const piece = fc.oneof(
      fc.constantFrom(
        '&a',
        '*a',
        '&a [*a]',
        '<<: *a',
        ': ',
        '- ',
        '{',
        '}',
        '[',
        '\n',
        '  ',
        '~',
        '.nan',
        '!!set',
        '/ 0',
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    const change = fc.tuple(fc.nat({ max: text.length }), fc.nat({ max: 12 }), piece);
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let mutated = text;
        for (const [at, length, instead] of changes) {
          mutated = mutated.slice(0, at) + instead + mutated.slice(at + length);
        }
        const { evidence, problems } = read(mutated);
        for (const problem of [...problems, ...checkEvidence(evidence, noUses)]) {
          expect(problem.where).toMatch(/^data\/0\.yaml/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
describe('use', () => {
  const context = derived('a', '1', '1');
  const model = context.replace('use: context', 'use: model');

  test('a figure that is used as it says is no problem', () => {
    expect(checked(model, usesOf('a'))).toEqual([]);
    expect(checked(context, usesOf('b'))).toEqual([]);
  });

  test('a model figure that nothing reads is named', () => {
    expect(checked(model, usesOf('b'))).toEqual([
      {
        where: 'data/0.yaml:3 figure a',
        found: '"use: model"',
        expected: '"use: context", or a scenario that reads it',
      },
    ]);
  });

  test('a context figure that the model reads is named', () => {
    expect(checked(context, usesOf('a'))).toEqual([
      {
        where: 'data/0.yaml:3 figure a',
        found: '"use: context"',
        expected: '"use: model", since the model reads it',
      },
    ]);
  });

  test('the check of a formula is no use of its inputs', () => {
    expect(checked(`${context}${derived('b', '2', 'a * 2')}`)).toEqual([]);
  });
});

describe('joinUses', () => {
  test('joins the purposes of each figure', () => {
    const one: Uses = new Map([
      ['a', new Set(['x'])],
      ['b', new Set(['y'])],
    ]);
    const other: Uses = new Map([['a', new Set(['z', 'x'])]]);
    expect(joinUses([one, other])).toEqual(
      new Map([
        ['a', new Set(['x', 'z'])],
        ['b', new Set(['y'])],
      ]),
    );
    expect(one.get('a')).toEqual(new Set(['x']));
  });

  test('nothing joins to nothing', () => {
    expect(joinUses([])).toEqual(new Map());
  });
});
