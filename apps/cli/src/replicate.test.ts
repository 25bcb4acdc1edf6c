import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callCommand, type Outcome } from '../../../tests/support/command-line.ts';
import {
  blocksOf,
  compute,
  difference,
  disagreement,
  follow,
  marksOf,
  replicate,
  type RunCommand,
} from './replicate.ts';

const page = (text: string): { readonly name: string; readonly text: string } => ({ name: 'page.md', text });

describe('an output and what a page shows of it', () => {
  test.each([
    [['a', '…', 'c'], ['a', 'b', 'c'], undefined],
    [['a', '…'], ['a', 'b', 'c'], undefined],
    [['a', 'c'], ['a', 'b', 'c'], { line: 1, shown: 'c', printed: 'b' }],
    [['a'], ['a', 'b'], { line: 1, shown: 'nothing', printed: 'b' }],
    [['a', 'b'], ['a'], { line: 1, shown: 'b', printed: 'nothing' }],
    [['a', '…', 'd'], ['a', 'b'], { line: 2, shown: 'd', printed: 'b' }],
  ])('%j of %j', (shown, printed, expected) => {
    expect(difference(shown, printed)).toEqual(expected);
  });

  test('blocks are found with the line of their command', () => {
    expect(blocksOf([page('one\n\n```console\n$ npx isocentre evidence check\nright\n```\n')])).toEqual([
      { page: 'page.md', line: 4, command: 'evidence check', shown: 'right\n' },
    ]);
  });
});

describe('a marked number', () => {
  test.each([
    ['There are 4,280 heads<!-- = a b: c.d[0] --> here', '4,280'],
    ['of 12 and .384<!-- = a b: c.d[0] -->', '.384'],
    ['at 10 %<!-- = a b: c.d[0] -->', '10 %'],
    ['by −3.5 WTE<!--= a b: c.d[0]-->', '−3.5'],
    ['in 1 of 2<!-- = x: y -->, 3 people<!-- = a\nb: c.d[0] -->', '3'],
    ['no number<!-- = a b: c.d[0] -->', ''],
    [`2 ${'and so on '.repeat(9)}<!-- = a b: c.d[0] -->`, ''],
  ])('%j prints %j', (text, printed) => {
    expect(marksOf([page(text)]).at(-1)).toMatchObject({ printed, command: 'a b', formula: 'c.d[0]' });
  });

  test('is not looked for in code, and keeps its line', () => {
    const text =
      '`1<!-- = a: b -->`\n\n```md\n1<!-- = a: b -->\n```\n\n2<!-- = a: b -->\n<!-- a comment: no mark -->\n';
    expect(marksOf([page(text)])).toEqual([{ page: 'page.md', line: 7, printed: '2', command: 'a', formula: 'b' }]);
  });

  test.each([
    ['4,280', 4280.4, undefined],
    ['4,280', 4280.6, '4,281'],
    ['.384', 0.38442, undefined],
    ['.384', 0.3851, '0.385'],
    ['10 %', 0.1, undefined],
    ['10 %', 0.1051, '11 %'],
    ['−3.5', -3.46, undefined],
    ['3.5', -3.5, '-3.5'],
    ['900', Number.NaN, 'NaN'],
  ])('%s is compared with %d at its precision', (printed, computed, expected) => {
    expect(disagreement(printed, computed)).toBe(expected);
  });
});

describe('a formula over JSON', () => {
  const document = {
    list: [1, 2, 5],
    parts: [
      { id: 'a b', value: 3 },
      { id: 'c', value: 4 },
    ],
    word: 'x',
    series: { '2025': 15 },
  };
  test.each([
    ['list[0]', 1],
    ['list[-1]', 5],
    ['parts[id=a b].value', 3],
    ['series.2025', 15],
    ['max(list) - min(list)', 4],
    ['sum(list) + parts[id=c].value - list[1]', 10],
  ])('%s is %d', (formula, value) => {
    expect(compute(document, formula)).toEqual({ value });
  });
  test.each([
    ['list[9]', 'there is nothing at list[9]'],
    ['parts[id=z].value', 'there is nothing at parts[id=z]'],
    ['toString', 'there is nothing at toString'],
    ['word', 'word is not a number but "x"'],
    ['max(word)', 'word is not a list of numbers'],
    ['mean(list)', '"mean" is none of max, min, sum'],
    ['li st', 'the path "li st" cannot be read'],
  ])('%s gives no number', (formula, reason) => {
    expect(compute(document, formula)).toEqual({ reason });
  });
  test('a path may lead to anything', () => {
    expect(follow(document, 'parts[1]')).toEqual({ value: { id: 'c', value: 4 } });
  });
});

describe('replicate', () => {
  const asked: string[] = [];
  const fake: RunCommand = (words) => {
    asked.push(words.join(' '));
    if (words[0] === 'bad') return Promise.resolve({ status: 2, out: '', error: 'found nonsense\n' });
    return Promise.resolve({ status: 0, out: words.includes('json') ? '{"n": 3.2}' : 'one\ntwo\n' });
  };
  const differencesOf = async (text: string) => (await replicate([page(text)], fake)).differences;

  test('names file, line, what is printed and what is computed', async () => {
    expect(await differencesOf('x\n```console\n$ npx isocentre say\none\nthree\n```\n4<!-- = say: n -->')).toEqual([
      { page: 'page.md', line: 5, printed: 'three', computed: 'two', from: 'say' },
      { page: 'page.md', line: 7, printed: '4', computed: '3', from: 'say: n' },
    ]);
  });

  test('runs a command once for all that is marked with it', async () => {
    asked.length = 0;
    expect(await differencesOf('3<!-- = say: n --> and 3.2<!-- = say: n -->')).toEqual([]);
    expect(asked).toEqual(['say --format json']);
  });

  test('runs neither itself nor anything that writes', async () => {
    asked.length = 0;
    const computed = (
      await differencesOf(
        '```console\n$ npx isocentre replicate\nx\n```\n1<!-- = replicate: n -->\n2<!-- = say --out=x: n -->',
      )
    ).map((one) => one.computed);
    expect(computed).toEqual([
      'a command that would run itself',
      'a command that would run itself',
      'a command that writes a file',
    ]);
    expect(asked).toEqual([]);
  });

  test('a command that fails, a path that leads nowhere and a mark without number are differences', async () => {
    const text =
      '1<!-- = bad: n -->\n\n1<!-- = say: m -->\n\nnone<!-- = say: n -->\n\n```console\n$ npx isocentre bad\n```\n';
    expect((await differencesOf(text)).map(({ line, computed }) => [line, computed])).toEqual([
      [8, 'exit code 2: found nonsense'],
      [1, 'exit code 2: found nonsense'],
      [3, 'nothing: there is nothing at m'],
      [5, 'a mark that stands behind no number'],
    ]);
  });
});

describe('isocentre replicate', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'isocentre-replicate-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const call = (...args: readonly string[]): Promise<Outcome> => callCommand(['replicate', folder, ...args]);

  const mark = '<!-- = explain posts --year 2023: value -->';

  test('passes where every number is what is computed', async () => {
    mkdirSync(join(folder, 'docs/deep'), { recursive: true });
    writeFileSync(join(folder, 'README.md'), `4,500 posts${mark}`);
    writeFileSync(join(folder, 'docs/deep/page.md'), `4,500.0${mark}`);
    writeFileSync(join(folder, 'docs/notes.txt'), `1${mark}`);
    expect(await call()).toEqual({
      code: 0,
      out: 'Recomputed 0 outputs and 2 marked numbers in 2 pages: every one is as printed.\n',
      error: '',
    });
  });

  test('fails with exit code 1 on a difference', async () => {
    writeFileSync(join(folder, 'README.md'), `Today\n4,501 posts${mark}`);
    expect(await call()).toEqual({
      code: 1,
      out: '',
      error:
        'README.md:2\n    printed   4,501\n    computed  4,500\n    by        isocentre explain posts --year 2023: value\n\n1 difference in 0 outputs and 1 marked number in 1 page.\n',
    });
    const { code, error } = await call('--format', 'json');
    expect([code, (JSON.parse(error) as { readonly differences: readonly unknown[] }).differences.length]).toEqual([
      1, 1,
    ]);
  });

  test('refuses a folder without pages', async () => {
    const { code, error } = await call();
    expect(code).toBe(2);
    expect(error).toContain('found no pages; expected a folder with Markdown files');
  });
});
