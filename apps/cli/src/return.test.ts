import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readGrids } from '@isocentre/documents';
import { projectionSchema } from '@isocentre/workforce';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callCommand, type Outcome } from '../../../tests/support/command-line.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const example = join(root, 'docs/guides/saltmarsh.csv');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-return-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});
const at = (name: string): string => join(folder, name);

const call = (...args: readonly string[]): Promise<Outcome> => callCommand(args);

/** The example with some of its text replaced, as a file. */
const changed = (...changes: readonly [string, string][]): string => {
  const text = changes.reduce((all, [from, to]) => all.replace(from, to), readFileSync(example, 'utf8'));
  writeFileSync(at('own.csv'), text);
  return at('own.csv');
};

describe('isocentre return', () => {
  test('a template is a workbook with a sheet of explanations, or CSV without', async () => {
    expect(await call('return', 'template', '--out', at('own.xlsx'))).toMatchObject({ code: 0 });
    const grids = readGrids(readFileSync(at('own.xlsx')), 'own.xlsx');
    expect(grids.ok && grids.value.map(({ name }) => name)).toEqual([
      'How to fill in',
      'Organisation',
      'Staff',
      'Ages',
      'Trainees',
      'Activity',
      'Expert cover',
    ]);
    expect((await call('return', 'template')).out).toMatch(/^\[Organisation\]\r\nName,Covers,Region,Date\r\n/);
  });

  test('a right return is right; a wrong one has every cell named, exit code 1', async () => {
    expect(await call('return', 'check', example)).toMatchObject({ code: 0, error: '' });
    const wrong = changed(
      ['21.5', 'many'],
      ['12,11.5', '12,-1'],
      ['6,6.4,7', '6,6.4,2'],
      [',24,39', ',24,9'],
      ['2026-03-31', 'spring'],
    );
    const { code, out, error } = await call('return', 'check', wrong);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    for (const place of [
      'own.csv:3 column 4',
      'own.csv:7 column 3',
      'own.csv:8 column 4',
      'own.csv:9 column 5',
      'own.csv:14 column 4',
    ])
      expect(error).toContain(`${place}: found `);
    expect(error).toContain('Staff: 1 row kept, 3 left out');
  });

  test('a driver that no staffing model counts by is wrong, as for "require"; one of a model of your own is right', async () => {
    const service = readFileSync(join(root, 'docs/guides/saltmarsh-service.csv'), 'utf8');
    writeFileSync(at('own.csv'), service.replace('linacs,5', 'unicorns,5'));
    const checked = await call('return', 'check', at('own.csv'), '--format', 'json');
    const required = await call('require', at('own.csv'));
    const { problems } = JSON.parse(checked.error) as {
      problems: { where: string; found: string; expected: string }[];
    };
    expect({
      code: checked.code,
      said: problems.map((one) => `${one.where}: found ${one.found}; expected ${one.expected}\n`),
    }).toEqual({
      code: 1,
      said: [required.error.replaceAll(/\n +/g, ' ')],
    });
    const shipped = readFileSync(join(root, 'staffing-models/iaea-linacs.yaml'), 'utf8');
    writeFileSync(at('mine.yaml'), shipped.replaceAll('linacs', 'unicorns'));
    expect(await call('return', 'check', at('own.csv'), '--model', at('mine.yaml'))).toMatchObject({ code: 0 });
  });

  test('the check as JSON has the return and every problem', async () => {
    const { code, error } = await call('return', 'check', changed(['21.5', 'many']), '--format', 'json');
    const read = JSON.parse(error) as { problems: unknown[]; return: { data: { staff: unknown[] } } };
    expect(code).toBe(1);
    expect(read.problems[0]).toEqual({
      where: 'own.csv:7 column 3',
      found: '"many"',
      expected: 'a number, for Funded establishment (WTE)',
    });
    expect(read.return.data.staff).toHaveLength(3);
  });

  test.each<[string, Uint8Array | string, string]>([
    ['a PDF', '%PDF-1.7', 'own.xlsx: found a PDF; expected an Excel workbook (.xlsx) or CSV\n'],
    ['an empty file', '', 'own.xlsx: found an empty file; expected an Excel workbook (.xlsx) or CSV\n'],
  ])('%s is refused in one line by every command that reads one', async (_what, content, line) => {
    writeFileSync(at('own.xlsx'), content);
    for (const command of [
      ['return', 'check', at('own.xlsx')],
      ['return', 'show', at('own.xlsx')],
      ['project', 'todays-course', '--baseline', at('own.xlsx')],
      ['compare', 'todays-course', 'the-briefs-asks', '--baseline', at('own.xlsx')],
      ['scenario', 'show', 'todays-course', '--resolved', '--baseline', at('own.xlsx')],
    ])
      expect(await call(...command)).toEqual({ code: 2, out: '', error: line });
  });

  test('50 MB and no file are refused', async () => {
    writeFileSync(at('own.xlsx'), new Uint8Array(50_000_000));
    expect((await call('return', 'check', at('own.xlsx'))).error).toBe(
      `${at('own.xlsx')}: found a file of 48 MB; expected a file of at most 10 MB\n`,
    );
    expect((await call('return', 'check', at('none.xlsx'))).error).toBe(
      `${at('none.xlsx')}: found no such file; expected a file that can be read\n`,
    );
  });

  test('what is shown with --suppress has no count under 5', async () => {
    const { out } = await call('return', 'show', example, '--suppress', '--format', 'csv');
    const [, people = ''] = /\[Medical Physics Experts\]\r\n[^\r]*\r\n([\s\S]*?)\r\n\r\n/.exec(out) ?? [];
    expect(people.split('\r\n').map((row) => row.split(',').slice(1))).toEqual([
      ['*', '0', '0', '*'],
      ['*', '0', '0', '*'],
      ['11', '0', '0', '11'],
    ]);
  });
});

describe('isocentre project with a return', () => {
  test('JSON fits its schema and names the return; year 0 is the return', async () => {
    const { code, out } = await call(
      'project',
      'todays-course',
      '--baseline',
      example,
      '--years',
      '5',
      '--uncertainty',
      'none',
      '--format',
      'json',
    );
    const json = JSON.parse(out) as {
      return: { organisation: string; hash: string };
      total: { measures: { inPost: number[] } };
    };
    expect(code).toBe(0);
    expect(projectionSchema.safeParse(json).error).toBeUndefined();
    expect(json.return.organisation).toBe('Saltmarsh Medical Physics (made up)');
    expect(json.total.measures.inPost[0]).toBeCloseTo(38.7, 9);
  });

  test('a run by region stands in the region of the return', async () => {
    const { out } = await call(
      'project',
      'todays-course',
      '--baseline',
      example,
      '--years',
      '3',
      '--uncertainty',
      'none',
      '--by',
      'region',
      '--format',
      'csv',
    );
    expect(out.split('\r\n')[1]).toMatch(/^2026,london,/);
  });

  test('the printed command gives the numbers of the run', async () => {
    const { out } = await call(
      'project',
      'todays-course',
      '--baseline',
      example,
      '--years',
      '3',
      '--uncertainty',
      'none',
    );
    expect(out).toContain('What the return did not say');
    expect(out.replaceAll(/ \\\n\s+/g, ' ')).toContain(
      `isocentre scenario show todays-course --resolved --years 3 --baseline ${example}`,
    );
    const shown = await call('scenario', 'show', 'todays-course', '--resolved', '--years', '3', '--baseline', example);
    expect(JSON.parse(shown.out)).toMatchObject({ return: { file: 'saltmarsh.csv' }, baselineYear: 2026 });
  });

  test('a return with a wrong cell is refused, and no file is written', async () => {
    const wrong = changed(['21.5', 'many']);
    const { code, out, error } = await call('project', 'todays-course', '--baseline', wrong, '--out', at('x.csv'));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(error).toContain('own.csv:7 column 3: found "many"; expected a number');
    expect(existsSync(at('x.csv'))).toBe(false);
  });

  test('a scenario that names a return asks for it, takes that file, and refuses another', async () => {
    const { return: own } = JSON.parse((await call('return', 'check', example, '--format', 'json')).out) as {
      return: { file: string; hash: string };
    };
    writeFileSync(
      at('x.yaml'),
      `format: isocentre-scenario\nversion: 1\nname: x\ntitle: x\nsummary: x\nbaseline:\n  return: { file: ${own.file}, hash: ${own.hash} }\n`,
    );
    const asked = ['project', at('x.yaml'), '--years', '2', '--uncertainty', 'none'];
    expect((await call(...asked)).error).toContain(`found the return "saltmarsh.csv" by its name alone`);
    expect((await call(...asked, '--baseline', example)).out).toContain('Saltmarsh Medical Physics');
    expect(await call(...asked, '--baseline', changed(['21.5', '22.5']))).toMatchObject({
      code: 2,
      error: expect.stringContaining(`expected the file "saltmarsh.csv" that the scenario names, with ${own.hash}`),
    });
  });

  test('a reading by arithmetic takes no return', async () => {
    expect((await call('project', 'the-2023-pledge', '--reading', 'ipem', '--baseline', example)).error).toContain(
      '--baseline: found the option together with --reading',
    );
  });
});
