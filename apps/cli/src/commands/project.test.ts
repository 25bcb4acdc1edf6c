import { readFileSync, writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { projectionSchema } from '@isocentre/workforce';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import {
  call,
  head,
  lever,
  parsed,
  refused,
  scenarioNames,
  testFolder,
  widest,
} from '../../../../tests/support/quick-command.ts';

const { at, listing } = testFolder();

describe('project', () => {
  test.each(scenarioNames)('the text of %s fits the terminal and says which columns it leaves out', async (name) => {
    for (const width of [80, 60, 40]) {
      const { code, out, error } = await call(['project', name], { width });
      expect({ code, error }).toEqual({ code: 0, error: '' });
      expect(widest(out)).toBeLessThanOrEqual(width);
      expect(out).not.toContain('\u001b');
      expect(out).not.toMatch(/NaN|undefined|Infinity|-0\b/);
      const text = out.replaceAll(/\s+/g, ' ');
      for (const title of ['Posts', 'Vacant', 'Trainees', 'Experts'])
        expect(text).toMatch(
          new RegExp(`Year Required.*${title}.*Whole-time equivalents|not shown in this width: [^)]*${title}`),
        );
    }
  });
  test.each(scenarioNames)('the JSON of %s fits its schema', async (name) => {
    const projection = await parsed(['project', name, '--format', 'json']);
    expect(projection.scenario.name).toBe(name);
    expect(projection.years).toHaveLength(31);
    expect(projection.by).toEqual(['specialism']);
  });
  test.each([
    ['none', 3, 1],
    ['specialism', 2, 6],
    ['specialism,group', 1, undefined],
    ['group', 5, undefined],
    ['region', 2, 10],
  ])('the CSV by %s over %d years has a header and a row for each group and year', async (by, years, groups) => {
    const args = ['project', 'todays-course', '--by', by, '--years', String(years)];
    const { code, out } = await call([...args, '--format', 'csv']);
    const lines = out.split('\r\n');
    const { groups: parts } = await parsed([...args, '--format', 'json']);
    if (groups !== undefined) expect(parts).toHaveLength(groups);
    expect(code).toBe(0);
    expect(lines.pop()).toBe('');
    expect(lines).toHaveLength(1 + (years + 1) * parts.length);
    expect(lines[0]).toMatch(new RegExp(`^year,${by === 'none' ? '' : `${by},`}headcount,`));
    expect(new Set(lines.map((line) => line.split(',').length)).size).toBe(1);
  });
  test('people by single age are in the JSON where they are asked for', async () => {
    const { total } = await parsed([
      'project',
      'todays-course',
      '--years',
      '1',
      '--by',
      'none',
      '--format',
      'json',
      '--ages',
    ]);
    expect(total.ages).toHaveLength(2);
  });
  test.each<[string[], string]>([
    [
      ['project', 'todays-course', '--out', 'a.odt'],
      'the ending ".odt"; expected .txt, .json, .csv, .xlsx, .docx, .html or no ending',
    ],
    [
      ['project', 'todays-course', '--out', 'a.pdf', '--format', 'csv'],
      'the ending ".pdf"; expected .txt, .json, .csv, .xlsx, .docx, .html or no ending',
    ],
    [
      ['project', 'todays-course', '--out', 'p.csv', '--format', 'xlsx'],
      'the ending ".csv" with --format xlsx; expected the ending .xlsx or none',
    ],
    [
      ['project', 'todays-course', '--out', 'p.json', '--format', 'text'],
      'the ending ".json" with --format text; expected the ending .txt or none',
    ],
    [['evidence', 'list', '--out', 'a.xlsx'], 'the ending ".xlsx"; expected .txt, .json, .csv or no ending'],
    [['scenario', 'list', '--out', 'a.csv'], 'the ending ".csv"; expected .txt, .json or no ending'],
  ])('%j is refused: the file would not be what its name says', async (args, words) => {
    const placed = args.map((word, index) => (args[index - 1] === '--out' ? at(word) : word));
    expect(await call(placed)).toEqual(refused(`--out: found ${words}`));
    expect(listing()).toEqual([]);
  });
  test.each<[string[], string, RegExp]>([
    [['evidence', 'list'], 'a.csv', /^id,title,value,/],
    [['evidence', 'list'], 'a.JSON', /^\[/],
    [['evidence', 'show', 'mpce_vacant_posts_2023'], 'a.json', /^\{/],
    [['scenario', 'list'], 'a.json', /^\[/],
    [['scenario', 'show', 'todays-course'], 'a.json', /^\{/],
    [['scenario', 'show', 'todays-course', '--resolved'], 'plain', /^\{/],
    [['scenario', 'show', 'todays-course'], 'a.txt', /^todays-course: /],
    [['project', 'todays-course'], 'plain', /^Surveyed MPCE/],
  ])('%j into %s takes the format from the ending', async (args, name, start) => {
    expect((await call([...args, '--out', at(name)])).code).toBe(0);
    expect(readFileSync(at(name), 'utf8')).toMatch(start);
  });
  test('the format follows the ending of the file', async () => {
    const args = ['project', 'todays-course', '--years', '1', '--by', 'none', '--out'];
    expect(await call([...args, at('a.csv')])).toEqual({ code: 0, out: '', error: `Wrote ${at('a.csv')}\n` });
    await call([...args, at('a.json')]);
    await call([...args, at('a.xlsx')]);
    await call([...args, at('b'), '--format', 'json']);
    expect(readFileSync(at('a.csv'), 'utf8')).toMatch(/^year,/);
    expect(JSON.parse(readFileSync(at('a.json'), 'utf8'))).toEqual(JSON.parse(readFileSync(at('b'), 'utf8')));
    const workbook = strFromU8(unzipSync(readFileSync(at('a.xlsx')))['xl/workbook.xml'] ?? new Uint8Array());
    expect([...workbook.matchAll(/<sheet\b[^>]*\bname="([^"]*)"/g)].map(([, name]) => name)).toEqual([
      'Answer',
      'Course',
      'Spread',
      'Figures and sources',
    ]);
    expect(listing()).toEqual(['a.csv', 'a.json', 'a.xlsx', 'b']);
  });
  test('a scope on the command line comes before that of the scenario', async () => {
    const { scope } = await parsed([
      'project',
      'todays-course',
      '--years',
      '1',
      '--scope',
      'whole-mpce',
      '--format',
      'json',
    ]);
    expect(scope).toBe('whole-mpce');
  });
  test.each(['surveyed', 'whole-mpce'])(
    'the parts of %s have one line each, and a spreadsheet is suggested',
    async (scope) => {
      const args = ['project', 'todays-course', '--years', '1', '--scope', scope, '--by', 'specialism,group,region'];
      const { groups: parts } = await parsed([...args, '--format', 'json']);
      const { out } = await call(args);
      const shown = out
        .slice(out.indexOf('By specialism, group and region\n'), out.indexOf('So many parts'))
        .split('\n');
      // The heading and two lines of titles before the rows, the end of the last line after them.
      expect(shown).toHaveLength(parts.length + 4);
      expect(out).toContain('So many parts are easier to read in a spreadsheet: --out FILE.csv or FILE.xlsx.\n');
      expect((await call(['project', 'todays-course', '--years', '1'])).out).not.toContain('So many parts');
    },
  );
  test('occupations that close stand in a line of their own, not among those that do not', async () => {
    const args = ['project', 'todays-course-without-growth', '--by', 'none'];
    const { limits } = await parsed([...args, '--format', 'json']);
    const closing = limits.filter((one) => one.closingYear !== null);
    expect(closing.length).toBeGreaterThan(0);
    const { out } = await call(args, { width: 300 });
    const why = out.slice(out.indexOf('\nWhy it does not close\n'));
    expect(why).toContain(
      `These close: ${closing.map(({ title, closingYear }) => `${title} in ${closingYear}`).join('; ')}.\n`,
    );
    for (const { title, closingYear } of limits)
      expect(why.split('\n').some((line) => line.startsWith(`${title}  `))).toBe(closingYear === null);
  });
  test('where every occupation closes there is no table of limits', async () => {
    writeFileSync(at('x.yaml'), head + lever('lever: technology\nname: a tenth\nmultiply: 0.1'));
    const { out } = await call(['project', at('x.yaml'), '--by', 'none'], { width: 2000 });
    expect(out).toMatch(/\nWhen each closes\nThese close: [^\n]*\n\nEvery figure/);
  });
  test('colour marks the answer and nothing else in the text', async () => {
    const args = ['project', 'the-2023-pledge', '--reading', 'ipem'];
    const plain = (await call(args)).out;
    const coloured = (await call(args, { colour: true })).out;
    expect(coloured).toContain('\u001b[1m');
    expect(stripVTControlCharacters(coloured)).toBe(plain);
  });
  test('the reading of the pledge closes in 2054, 29 years from 2025', async () => {
    const { code, out } = await call(['project', 'the-2023-pledge', '--reading', 'ipem', '--format', 'json']);
    expect(code).toBe(0);
    expect(projectionSchema.parse(JSON.parse(out))).toMatchObject({
      closure: { year: 2054, yearsFrom2025: 29 },
      needed: 900,
    });
  });
  test('the reading as text fits the terminal and as CSV has a row for each year', async () => {
    const args = ['project', 'the-2023-pledge', '--reading', 'ipem'];
    for (const width of [80, 60, 40]) expect(widest((await call(args, { width })).out)).toBeLessThanOrEqual(width);
    const lines = (await call([...args, '--format', 'csv'])).out.trimEnd().split('\r\n');
    expect(lines[0]).toBe('year,added,needed');
    expect(lines).toHaveLength(1 + 2054 - 2025 + 1);
  });
});
