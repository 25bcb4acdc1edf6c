import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { call, shipped, testFolder, widest } from '../../../../tests/support/quick-command.ts';

const { at } = testFolder();

describe('evidence check', () => {
  const copy = (): void => cpSync(shipped.data, at('data'), { recursive: true });
  const edit = (file: string, from: string | RegExp, to: string): void => {
    const path = at(`data/${file}`);
    const before = readFileSync(path, 'utf8');
    const after = before.replace(from, to);
    expect(after, `${file} changed`).not.toBe(before);
    writeFileSync(path, after);
  };
  const lineOf = (file: string, text: string): number =>
    readFileSync(at(`data/${file}`), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1;
  const sizes = 'workforce/size-and-vacancies.yaml';
  const requirement = 'uk-2023/requirement.yaml';
  const formula = 'formula: mpce_additional_needed_2023 - mpce_vacant_posts_2023';

  test('the shipped evidence is right', async () => {
    const { code, out, error } = await call(['evidence', 'check']);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toMatch(/^\d+ figures in \d+ files, every one cited:/);
  });
  test.each<[string, string, string | RegExp, string, string, string]>([
    [
      'no source',
      sizes,
      /(id: mpce_additional_needed_2023\n[\s\S]*?) {4}source: .*\n/,
      '$1',
      '- id: mpce_additional_needed_2023',
      'figures[4].source: found nothing; expected a string',
    ],
    [
      'an unknown source',
      sizes,
      /(id: mpce_additional_needed_2023\n[\s\S]*?) {4}source: .*\n/,
      '$1    source: nobody\n',
      '- id: mpce_additional_needed_2023',
      'figure mpce_additional_needed_2023: found the source "nobody"; expected a key of "sources" in the same file',
    ],
    [
      'a wrong unit',
      sizes,
      /(id: mpce_additional_needed_2023\n[\s\S]*?unit: )people/,
      '$1heads',
      '- id: mpce_additional_needed_2023',
      'figure mpce_additional_needed_2023: found the unit "heads"; expected the unit "people" for the requirement at the baseline',
    ],
    [
      'a formula that cannot be read',
      requirement,
      formula,
      'formula: mpce_additional_needed_2023 -',
      'id: unfunded_posts',
      'figure unfunded_posts: found the formula "mpce_additional_needed_2023 -"; expected a formula that can be read (the formula ends too early)',
    ],
    [
      'a formula over an unknown figure',
      requirement,
      formula,
      'formula: nothing - mpce_vacant_posts_2023',
      'id: unfunded_posts',
      'figure unfunded_posts: found there is no figure "nothing"; expected a figure that can be computed, for the check of its formula',
    ],
    [
      'a formula that does not agree',
      requirement,
      formula,
      'formula: mpce_additional_needed_2023 + mpce_vacant_posts_2023',
      'id: unfunded_posts',
      'figure unfunded_posts: found 450 stated; expected 1350, which the formula "mpce_additional_needed_2023 + mpce_vacant_posts_2023" gives',
    ],
    [
      'an id that is used twice',
      requirement,
      'id: call_by_specialism',
      'id: unfunded_posts ',
      'id: unfunded_posts ',
      'figure unfunded_posts: found the id "unfunded_posts" again, first at data/uk-2023/requirement.yaml:3; expected an id that is used once',
    ],
  ])('%s fails with file and line, once', async (_what, file, from, to, mark, message) => {
    copy();
    edit(file, from, to);
    expect(await call(['evidence', 'check'], { data: at('data') })).toEqual({
      code: 1,
      out: '',
      error: `data/${file}:${lineOf(file, mark)} ${message}\n\n1 problem in ${readdirSync(at('data'), { recursive: true }).filter((name) => String(name).endsWith('.yaml')).length} files.\n`,
    });
  });
  test('a folder without figures fails', async () => {
    mkdirSync(at('data'));
    const { code, out, error } = await call(['evidence', 'check'], { data: at('data') });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(error).toContain('data: found no figures; expected a folder of YAML files with figures\n');
  });
  test('a projection on broken evidence is refused', async () => {
    copy();
    edit(requirement, formula, 'formula: mpce_additional_needed_2023 -');
    const { code, out, error } = await call(['project', 'todays-course', '--out', at('a.json')], { data: at('data') });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toMatch(/^data\/uk-2023\/requirement\.yaml:\d+ figure unfunded_posts: found the formula .*\n$/);
    expect(existsSync(at('a.json'))).toBe(false);
  });

  test.each([
    [900, 2025, 15, 2028, 33],
    [901, 2025, 15, 2028, 33],
    [1200, 2025, 15, 2028, 33],
    [45, 2025, 15, 2028, 33],
    [46, 2025, 15, 2028, 33],
    [900, 2025, 20, 2028, 40],
    [900, 2027, 15, 2030, 33],
    [900, 2026, 15, 2027, 7.5],
    [0, 2025, 15, 2028, 33],
  ])('the reading follows its figures: %d staff, %d: %d, %d: %d', async (needed, from, few, then, many) => {
    copy();
    edit(sizes, /(id: mpce_additional_needed_2023\n[\s\S]*?value: )900/, `$1${needed} `);
    edit(
      'training/national-plan-2023.yaml',
      'series: { 2025: 15, 2028: 33 }',
      `series: { ${from}: ${few}, ${then}: ${many} } `,
    );
    let year = from;
    for (let staff = 0; staff < needed; year += 1) staff += year < then ? few : many;
    const { code, out } = await call(['project', 'the-2023-pledge', '--reading', 'ipem', '--format', 'json'], {
      data: at('data'),
    });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      needed,
      closure: { year, yearsFrom2025: year - 2025, yearsFromBaseline: year - 2023 },
    });
  });
});

describe('evidence', () => {
  test('list in a terminal fits its width', async () => {
    const { out } = await call(['evidence', 'list'], { width: 60, isTerminal: true });
    expect(widest(out)).toBeLessThanOrEqual(60);
  });
  test.each([60, 40])('list at %d columns has the value of a figure under its id', async (width) => {
    const { out } = await call(['evidence', 'list', '--search', 'mpce_vacant_posts_2023'], { width, isTerminal: true });
    expect(out).toContain('mpce_vacant_posts_2023\n    450, WTE posts (published)\n');
    const all = (await call(['evidence', 'list'], { width, isTerminal: true })).out;
    expect(all).not.toContain('…');
  });
  test('list says when nothing fits', async () => {
    expect(await call(['evidence', 'list', '--search', 'no such words'])).toEqual({
      code: 0,
      out: 'No figure fits. Try fewer filters, or --search with a shorter word.\n',
      error: '',
    });
  });
  test('list as JSON and CSV has the same figures', async () => {
    const figures = JSON.parse((await call(['evidence', 'list', '--use', 'model', '--format', 'json'])).out) as {
      readonly use: string;
    }[];
    expect(figures.every(({ use }) => use === 'model')).toBe(true);
    const csv = (await call(['evidence', 'list', '--use', 'model', '--format', 'csv'])).out;
    expect(csv.match(/\r\n/g)).toHaveLength(figures.length + 1);
  });
  test('show says where a figure is used', async () => {
    const { out } = await call(['evidence', 'show', 'mpce_additional_needed_2023']);
    expect(out).toContain('value       900\n');
    expect(out).toContain("IPEM's reading of the pledge");
    expect(out).toContain('- in the formula of unfunded_posts');
  });
});
