import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { Problem } from './problem.ts';
import { checkShape, type Located } from './check-shape.ts';
import { parseYaml } from './yaml-document.ts';

const read = (text: string): Located<unknown> => {
  const result = parseYaml({ name: 'f.yaml', text });
  if (!result.ok) throw new Error(result.problems[0]?.expected);
  return result.value;
};

const problemsOf = (text: string): readonly Problem[] => {
  const result = parseYaml({ name: 'f.yaml', text });
  return result.ok ? [] : result.problems;
};

describe('parseYaml', () => {
  test('gives plain values', () => {
    expect(read('a: 1\nb: [x, { c: true }]\nd: ~\n').value).toEqual({ a: 1, b: ['x', { c: true }], d: null });
  });

  test('an anchor may be repeated', () => {
    expect(read('a: &it [1, 2]\nb: *it\nc: *it\n').value).toEqual({ a: [1, 2], b: [1, 2], c: [1, 2] });
  });

  test('a file of comments holds nothing', () => {
    expect(read('# soon\n').value).toBeNull();
  });

  test.each(['', ' ', '\n\t\n'])('the text %j is an empty file', (text) => {
    expect(problemsOf(text)).toEqual([{ where: 'f.yaml', found: 'an empty file', expected: 'a YAML document' }]);
  });

  test.each([
    ['about: 1\nb: 2\nabout: 3\n', 'f.yaml:3', '"about: 3"', 'map keys must be unique'],
    ['a: 1\r\na: 2\r\n', 'f.yaml:2', '"a: 2"', 'map keys must be unique'],
    ['x:\n  2023: 1\n  "2023": 2\n', 'f.yaml:3', String.raw`"\"2023\": 2"`, 'map keys must be unique'],
    [
      'a: [1,\nb: 2\n',
      'f.yaml:2',
      '"b: 2"',
      'flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['a: 1\n b: 2\n', 'f.yaml:1', '"1"', 'nested mappings are not allowed in compact mappings'],
    ['a:\n\tb: 1', 'f.yaml:2', String.raw`"\tb: 1"`, 'tabs are not allowed as indentation'],
    ['a: "x\nb: 1\n', 'f.yaml:3', '""', 'missing closing "quote'],
  ])('%j is refused with its line', (text, where, found, why) => {
    expect(problemsOf(text)).toEqual([{ where, found, expected: `valid YAML (${why})` }]);
  });

  test('a second document in a file is refused with its line', () => {
    expect(problemsOf('a: 1\n---\nb: 2\n')).toEqual([
      { where: 'f.yaml:2', found: '"---"', expected: 'one YAML document a file' },
    ]);
  });

  test('an alias without its anchor is refused', () => {
    expect(problemsOf('a: *it\n')).toEqual([
      {
        where: 'f.yaml',
        found: 'aliases that do not resolve',
        expected: 'valid YAML (ReferenceError: Unresolved alias (the anchor must be set before the alias): it)',
      },
    ]);
  });

  test('aliases that expand a small file into a large one are refused', () => {
    const names = 'abcdefghi'.split('');
    const lines = names.map((name, index) => {
      const parts = index === 0 ? 'x' : `*${names[index - 1] ?? ''}`;
      return `${name}: &${name} [${Array.from({ length: 9 }, () => parts).join(', ')}]`;
    });
    expect(problemsOf(lines.join('\n'))).toEqual([
      {
        where: 'f.yaml',
        found: 'aliases that do not resolve',
        expected: 'valid YAML (ReferenceError: Excessive alias count indicates a resource exhaustion attack)',
      },
    ]);
  });

  test.each(['a: &it [*it]\n', '&it { a: { b: *it } }\n', 'a: 1\nb: &it\n  - c: [*it]\n'])(
    'an alias that stands in its own anchor is refused in %j',
    (text) => {
      expect(problemsOf(text)).toEqual([
        {
          where: 'f.yaml',
          found: 'an alias inside the part that it repeats',
          expected: 'aliases that do not go in a circle',
        },
      ]);
    },
  );

  test.each(['[', '- ', '{a: ', '? '])('a hundred thousand times %j is nested too deeply', (part) => {
    expect(problemsOf(part.repeat(100_000))).toEqual([
      { where: 'f.yaml', found: 'nesting without end', expected: 'at most 100 levels of nesting' },
    ]);
  });

  test('a hundred levels of nesting are read', () => {
    expect(problemsOf(`${'['.repeat(100)}${']'.repeat(100)}`)).toEqual([]);
    expect(problemsOf(`${'['.repeat(101)}${']'.repeat(101)}`)).toHaveLength(1);
  });

  test('a list as a key warns nobody', () => {
    const warning = vi.spyOn(process, 'emitWarning');
    expect(read('{ [a]: 1 }').value).toEqual({ '[ a ]': 1 });
    expect(warning).not.toHaveBeenCalled();
    warning.mockRestore();
  });

  test('two lists as keys are two keys', () => {
    expect(read('? [a]\n: 1\n? [b]\n: 2\n').value).toEqual({ '[ a ]': 1, '[ b ]': 2 });
  });

  test('never throws, whatever the text', () => {
    const piece = fc.constantFrom(
      ...'ab1:-?[]{},&*!|>\'"%@# \n\t<~'.split(''),
      ': ',
      '- ',
      '&a ',
      '*a',
      '\n  ',
      '---\n',
      '!!set ',
    );
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(piece, { maxLength: 40 }).map((parts) => parts.join('')),
    );
    const paths = fc.array(fc.oneof(fc.constantFrom('a', 'b', '1'), fc.nat({ max: 2 })), { maxLength: 3 });
    fc.assert(
      fc.property(anyText, paths, (text, path) => {
        const result = parseYaml({ name: 'f.yaml', text });
        const places = result.ok ? [result.value.where(path)] : result.problems.map((problem) => problem.where);
        expect(places).not.toEqual([]);
        for (const place of places) expect(place).toMatch(/^f\.yaml(:\d+)?( |$|\[)/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('where', () => {
  const { where } = read(`# head
name: x
levers:
  - what: a
    how: { from: 1,
           to: 2 }
  -
    what: b
years:
  2023: 4
  2024:
    deep: 5
same: &it { p: 1 }
again: *it
? [k]
: 1
last:
  6
`);

  test.each([
    [[], 'f.yaml'],
    [['name'], 'f.yaml:2 name'],
    [['levers'], 'f.yaml:3 levers'],
    [['levers', 0], 'f.yaml:4 levers[0]'],
    [['levers', 0, 'how'], 'f.yaml:5 levers[0].how'],
    [['levers', 0, 'how', 'to'], 'f.yaml:6 levers[0].how.to'],
    [['levers', 0, 'missing'], 'f.yaml:4 levers[0].missing'],
    [['levers', 1], 'f.yaml:8 levers[1]'],
    [['levers', 1, 'missing', 'deeper'], 'f.yaml:8 levers[1].missing.deeper'],
    [['levers', 2], 'f.yaml:3 levers[2]'],
    [['years', '2023'], 'f.yaml:10 years.2023'],
    [['years', '2024'], 'f.yaml:11 years.2024'],
    [['again'], 'f.yaml:14 again'],
    [['again', 'p'], 'f.yaml:14 again.p'],
    [['last'], 'f.yaml:17 last'],
    [['last', 'x'], 'f.yaml:17 last.x'],
    [['missing'], 'f.yaml missing'],
    [[Symbol('s')], 'f.yaml Symbol(s)'],
  ] satisfies [PropertyKey[], string][])('names the line of %j', (path, expected) => {
    expect(where(path)).toBe(expected);
  });

  test('a list at the top is numbered from its first path', () => {
    expect(read('- a\n- [b, c]\n').where([1, 0])).toBe('f.yaml:2 [1][0]');
    expect(read('- a\n- [b, c]\n').where([5])).toBe('f.yaml [5]');
  });

  test('a single value has no line', () => {
    expect(read('\n5').where(['a'])).toBe('f.yaml a');
  });
});

describe('checkShape', () => {
  test.each([
    [z.email(), 'an address of mail, such as heads@trust.example'],
    [z.url(), 'an address that begins with https:// or http://'],
    [z.iso.date(), 'a day, such as 2026-11-27'],
    [z.iso.datetime(), 'a time, such as 2026-11-27T09:00:00.000Z'],
    [z.string().regex(/^X\d$/), 'text that fits /^X\\d$/'],
    [z.string().regex(/^X\d$/, 'an X and a digit'), 'an X and a digit'],
    [z.union([z.number(), z.boolean()]), 'a value of another form'],
    [z.record(z.iso.date(), z.string()).or(z.number()), 'a value of another form'],
  ])('says what was expected in words of its own, and in none of the library: %#', (schema, expected) => {
    const result = checkShape(read('a: b@c.d\n'), z.object({ a: schema }));
    expect(result).toMatchObject({ problems: [{ found: '"b@c.d"', expected }] });
  });

  test('says of a key of which form it is to be', () => {
    const result = checkShape(read('a: { soon: 1 }\n'), z.object({ a: z.record(z.iso.date(), z.number()) }));
    expect(result).toMatchObject({ problems: [{ found: 'the key "soon"', expected: 'a day, such as 2026-11-27' }] });
  });

  test('says of a number of which it is to be a multiple', () => {
    const result = checkShape(read('a: 3\n'), z.object({ a: z.number().multipleOf(2) }));
    expect(result).toMatchObject({ problems: [{ found: '3', expected: 'a multiple of 2' }] });
  });

  const check = (text: string, schema: z.ZodType): readonly Problem[] => {
    const result = checkShape(read(text), schema);
    return result.ok ? [] : result.problems;
  };
  const field = (text: string, schema: z.ZodType): Problem | undefined =>
    check(`x: 1\na: ${text}\n`, z.object({ a: schema }))[0];

  test('what fits keeps its place', () => {
    const result = checkShape(read('x: 1\na: 2\n'), z.object({ a: z.number().transform(String) }));
    expect(result.ok && result.value.value).toEqual({ a: '2' });
    expect(result.ok && result.value.where(['a'])).toBe('f.yaml:2 a');
  });

  test.each([
    ['1', z.string(), '1', 'a string'],
    ['x', z.number(), '"x"', 'a number'],
    ['x', z.array(z.string()), '"x"', 'a list'],
    ['[1]', z.object({}), '[1]', 'a mapping'],
    ['~', z.record(z.string(), z.number()), 'null', 'a mapping'],
    ['1.5', z.int(), '1.5', 'a whole number'],
    ['y', z.literal('x'), '"y"', '"x"'],
    ['y', z.enum(['x', 'z']), '"y"', 'one of x, z'],
    ['y', z.literal([1, 'z']), '"y"', 'one of 1, z'],
    ['2', z.number().min(3), '2', 'a number of at least 3'],
    ['3', z.number().gt(3), '3', 'a number above 3'],
    ['4', z.number().max(3), '4', 'a number of at most 3'],
    ['3', z.number().lt(3), '3', 'a number below 3'],
    ['-1e20', z.int(), '-100000000000000000000', 'a number of at least -9007199254740991'],
    ['1e20', z.int(), '100000000000000000000', 'a number of at most 9007199254740991'],
    ['""', z.string().min(1), '""', 'something, not nothing'],
    ['[1, 2]', z.array(z.number()).max(1), '[1,2]', 'at most 1 of it'],
    ['x', z.string().regex(/y/, { error: 'a text with y' }), '"x"', 'a text with y'],
  ])('%s does not fit and is told what would', (text, schema, found, expected) => {
    expect(field(text, schema)).toEqual({ where: 'f.yaml:2 a', found, expected });
  });

  test('a missing part is found as nothing', () => {
    expect(check('b: 1\n', z.object({ a: z.string() }))).toEqual([
      { where: 'f.yaml a', found: 'nothing', expected: 'a string' },
    ]);
  });

  test('a bad name of a mapping is told by the rule for names', () => {
    const names = z.string().regex(/^[a-z]+$/, { error: 'lower-case letters' });
    expect(check('x: 1\na:\n  ok: 1\n  No1: 2\n', z.object({ a: z.record(names, z.number()) }))).toEqual([
      { where: 'f.yaml:4 a.No1', found: 'the key "No1"', expected: 'lower-case letters' },
    ]);
  });

  test('a bad name is told by every rule that it breaks', () => {
    const names = z
      .string()
      .regex(/^[a-z]+$/, { error: 'letters' })
      .max(2, { error: 'short' });
    expect(check('N12: 2\n', z.record(names, z.number()))[0]?.expected).toBe('letters, short');
  });

  test('every unknown key has its line', () => {
    expect(check('a:\n  b: 1\n  c: 2\n  d: 3\n', z.object({ a: z.strictObject({ b: z.number() }) }))).toEqual([
      { where: 'f.yaml:3 a.c', found: 'the unknown key "c"', expected: 'one of the keys that the schema lists' },
      { where: 'f.yaml:4 a.d', found: 'the unknown key "d"', expected: 'one of the keys that the schema lists' },
    ]);
  });

  test('the allowed keys are named by the caller', () => {
    const schema = z.object({ a: z.strictObject({ b: z.number() }) });
    const result = checkShape(read('a: { b: 1, c: 2 }\n'), schema, (path) => `of ${path.join('/')}`);
    expect(result.ok ? [] : result.problems).toEqual([
      { where: 'f.yaml:1 a.c', found: 'the unknown key "c"', expected: 'one of the keys of a' },
    ]);
  });

  test('every problem of a document is named, in order', () => {
    expect(check('a: x\nb: y\n', z.object({ a: z.number(), b: z.number() })).map((problem) => problem.where)).toEqual([
      'f.yaml:1 a',
      'f.yaml:2 b',
    ]);
  });

  test.each([['a: 1\n'], ['a: ~\n'], ['a: { b: ~ }\n'], ['b: 1\n']])(
    'a path that leads beyond %j finds nothing',
    (text) => {
      const schema = z.unknown().superRefine((_, context) => {
        context.addIssue({ code: 'custom', message: 'more', path: ['a', 'b', 'c'] });
      });
      expect(check(text, schema)[0]).toMatchObject({ found: 'nothing', expected: 'more' });
    },
  );
});
