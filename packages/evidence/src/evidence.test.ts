import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkEvidence, joinUses, readEvidence, type Evidence } from './evidence.ts';
import type { Problem } from './problem.ts';
import type { Uses } from './reader.ts';

const sources = `subject: Posts
sources:
  census:
    title: The census
    publisher: P
    year: 2024
    url: https://example.org/census
    licence: OGL
figures:
`;
// The figures begin at this line of the text above.
const first = 10;

const published = `  - id: posts
    title: Posts
    value: 100
    unit: WTE
    about: { nation: UK, year: 2023 }
    basis: published
    source: census
    where: p. 4
    use: model
`;

const derived = (id: string, value: string, formula: string, more = ''): string => `  - id: ${id}
    title: T
    value: ${value}
    unit: u
    about: {}
    basis: derived
    formula: '${formula}'
    use: context
${more}`;

const assumed = (value: string, distribution: string): string => `  - id: guess
    title: T
    value: ${value}
    unit: u
    about: {}
    basis: assumption
    distribution: ${distribution}
    reason: R
    use: context
`;

const read = (...texts: readonly string[]): { evidence: Evidence; problems: readonly Problem[] } =>
  readEvidence(texts.map((text, index) => ({ name: `data/${index}.yaml`, text })));

const problemsOf = (...texts: readonly string[]): readonly Problem[] => read(...texts).problems;

const whole = sources + published;
const withLine = (before: string, after: string): string => {
  expect(whole).toContain(before);
  return whole.replace(before, after);
};

const noUses: Uses = new Map();
const usesOf = (...ids: readonly string[]): Uses => new Map(ids.map((id) => [id, new Set(['a test'])]));

const checked = (figures: string, uses: Uses = noUses): readonly Problem[] => {
  const { evidence, problems } = read(`subject: S\nfigures:\n${figures}`);
  expect(problems).toEqual([]);
  return checkEvidence(evidence, uses);
};

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

describe('agreement of a value with its formula', () => {
  const statedAs = (value: string, formula: string, more = ''): readonly Problem[] =>
    checked(derived('a', value, formula, more));
  const disagreement = (stated: string, gives: number, formula: string): Problem => ({
    where: 'data/0.yaml:3 figure a',
    found: `${stated} stated`,
    expected: `${gives}, which the formula "${formula}" gives`,
  });

  test.each([
    ['12', '12.49'],
    ['12', '12.5'],
    ['12', '11.5'],
    ['12.3', '12.349'],
    ['12.3', '12.35'],
    ['-12.3', '-12.35'],
    ['0.33', '1 / 3'],
    ['1.5e-7', '0.000000154'],
    ['1e-7', '0.00000014'],
    ['1e+21', '1e21 + 500000000000'],
    ['0', '0.5'],
  ])('%s agrees with %s', (value, formula) => {
    expect(statedAs(value, formula)).toEqual([]);
  });

  test.each([
    ['12', '12.51', 12.51],
    ['12', '11.49', 11.49],
    ['12', '12.500001', 12.500001],
    ['12.3', '12.351', 12.351],
    ['12.3', '12.249', 12.249],
    ['0.33', '0.3351', 0.3351],
    ['1.5e-7', '0.000000156', 0.000000156],
    ['1e-7', '0.00000016', 0.00000016],
    ['1e+21', '1.00000001e21', 1.00000001e21],
    ['0', '0.51', 0.51],
  ])('%s does not agree with %s', (value, formula, gives) => {
    expect(statedAs(value, formula)).toEqual([disagreement(String(Number(value)), gives, formula)]);
  });

  test.each([
    ['1200', '1249', '100', true],
    ['1200', '1250', '100', true],
    ['1200', '1150', '100', true],
    ['1200', '1251', '100', false],
    ['1200', '1149', '100', false],
    ['0.3', '0.301', '0.002', true],
    ['0.3', '0.3011', '0.002', false],
  ])('%s agrees with %s rounded to %s: %j', (value, formula, to, agrees) => {
    const expected = agrees ? [] : [disagreement(value, Number(formula), formula)];
    expect(statedAs(value, formula, `    rounded_to: ${to}\n`)).toEqual(expected);
  });

  const pay = `  - id: pay
    title: T
    value: { table: { low: 10, mid: { entry: 20 } } }
    unit: u
    about: {}
    basis: assumption
    distribution: { kind: fixed }
    reason: R
    use: context
`;

  test('every row of a table is compared', () => {
    expect(checked(`${pay}${derived('a', '{ table: { low: 20, mid: { entry: 40 } } }', 'pay * 2')}`)).toEqual([]);
    expect(checked(`${pay}${derived('a', '{ table: { low: 21, mid: { entry: 42 } } }', 'pay * 2')}`)).toEqual([
      {
        where: 'data/0.yaml:12 figure a',
        found: '21 stated at low',
        expected: '20, which the formula "pay * 2" gives',
      },
      {
        where: 'data/0.yaml:12 figure a',
        found: '42 stated at mid.entry',
        expected: '40, which the formula "pay * 2" gives',
      },
    ]);
  });

  test('a row on one side only is named', () => {
    expect(checked(`${pay}${derived('a', '{ table: { low: 20, top: 5 } }', 'pay * 2')}`)).toEqual([
      {
        where: 'data/0.yaml:12 figure a',
        found: 'no computed value at top',
        expected: 'the same rows in the value and in its formula',
      },
      {
        where: 'data/0.yaml:12 figure a',
        found: 'no stated value at mid.entry',
        expected: 'the same rows in the value and in its formula',
      },
    ]);
  });

  test('a number does not agree with a table', () => {
    expect(checked(`${pay}${derived('a', '20', 'pay.mid')}`).map((problem) => problem.found)).toEqual([
      'no computed value',
      'no stated value at entry',
    ]);
  });

  test('a sum over a table agrees with its total', () => {
    expect(checked(`${pay}${derived('a', '30', 'sum(pay)')}`)).toEqual([]);
  });

  test('the formula of a formula is not rounded in between', () => {
    const chain = `${derived('a', '0.3', '1 / 3')}${derived('b', '33.3', 'a * 100')}`;
    expect(checked(chain)).toEqual([]);
  });
});

describe('formulas that cannot be computed', () => {
  const computed = 'a figure that can be computed, for the check of its formula';

  test('a figure that is not there is named', () => {
    expect(checked(derived('a', '1', 'b + 1'))).toEqual([
      { where: 'data/0.yaml:3 figure a', found: 'there is no figure "b"', expected: computed },
    ]);
  });

  test('a division by zero is named', () => {
    expect(checked(derived('a', '1', '1 / (2 - 2)'))).toEqual([
      { where: 'data/0.yaml:3 figure a', found: 'a division by zero', expected: computed },
    ]);
  });

  test('a circle is named for each figure in it', () => {
    const found = '"a" → "b" → "a", which goes in a circle';
    expect(checked(`${derived('a', '1', 'b')}${derived('b', '1', 'a')}`)).toEqual([
      { where: 'data/0.yaml:3 figure a', found, expected: computed },
      { where: 'data/0.yaml:11 figure b', found, expected: computed },
    ]);
  });

  test('two tables with different rows are named', () => {
    const tables = `${derived('a', '{ series: { 2023: 1 } }', 'b * c')}${assumed('{ series: { 2023: 1 } }', '{ kind: fixed }').replace('guess', 'b')}${assumed('{ table: { x: 1 } }', '{ kind: fixed }').replace('guess', 'c')}`;
    expect(checked(tables)).toEqual([
      {
        where: 'data/0.yaml:3 figure a',
        found: 'the two sides of "*" have different rows',
        expected: computed,
      },
    ]);
  });

  test('a failure of one figure leaves the others checked', () => {
    expect(checked(`${derived('a', '1', 'x')}${derived('b', '1', '3')}`)).toEqual([
      { where: 'data/0.yaml:11 figure b', found: '1 stated', expected: '3, which the formula "3" gives' },
      { where: 'data/0.yaml:3 figure a', found: 'there is no figure "x"', expected: computed },
    ]);
  });
});

describe('ranges of assumptions', () => {
  test.each([
    ['3', '{ kind: fixed }'],
    ['{ table: { a: 1 } }', '{ kind: fixed }'],
    ['3', '{ kind: uniform, low: 1, high: 4 }'],
    ['3', '{ kind: uniform, low: 3, high: 3 }'],
    ['3', '{ kind: normal, deviation: 1 }'],
    ['3', '{ kind: truncated-normal, deviation: 1, low: 3 }'],
    ['3', '{ kind: truncated-normal, deviation: 1, high: 3 }'],
    ['3', '{ kind: uniform, low: 0.5, high: 1, as: multiplier }'],
    ['{ table: { a: 7 } }', '{ kind: pert, low: 1, high: 2, as: multiplier }'],
  ])('the value %s lies within %s', (value, distribution) => {
    expect(checked(assumed(value, distribution))).toEqual([]);
  });

  test.each([
    ['3', '{ kind: uniform, low: 3.1, high: 4 }', '3.1 to 4', 3],
    ['3', '{ kind: uniform, low: 1, high: 2.9 }', '1 to 2.9', 3],
    ['3', '{ kind: uniform, low: 4, high: 1 }', '4 to 1', 3],
    ['3', '{ kind: lognormal, deviation: 1, low: 4 }', '4 to Infinity', 3],
    ['3', '{ kind: normal, deviation: 1, high: 2 }', '-Infinity to 2', 3],
    ['3', '{ kind: uniform, low: 2, high: 4, as: multiplier }', '2 to 4', 1],
    ['{ table: { a: 7 } }', '{ kind: beta, low: 0, high: 0.9, as: multiplier }', '0 to 0.9', 1],
  ])('the value %s lies outside %s', (value, distribution, range, centre) => {
    expect(checked(assumed(value, distribution))).toEqual([
      {
        where: 'data/0.yaml:3 figure guess',
        found: `the range ${range}`,
        expected: `a range that holds the central value ${centre}`,
      },
    ]);
  });

  test.each([
    ['{ table: { a: 1 } }', 'table'],
    ['{ low: 1, high: 2 }', 'interval'],
    ['{ series: { 2023: 1 } }', 'series'],
  ])('%s varies only as a whole', (value, kind) => {
    expect(checked(assumed(value, '{ kind: uniform, low: 0, high: 2 }'))).toEqual([
      {
        where: 'data/0.yaml:3 figure guess',
        found: `a distribution over a value of the kind "${kind}"`,
        expected: 'a plain number, or "as: multiplier"',
      },
    ]);
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
