import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { comparisonSchema } from '@isocentre/workforce';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callCommand, type Outcome } from '../../../../tests/support/command-line.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

const call = (...args: readonly string[]): Promise<Outcome> => callCommand(['compare', ...args, '--workers', '1']);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-compare-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const both = ['todays-course', 'the-2023-pledge', '--years', '12', '--runs', '20'];

describe('isocentre compare', () => {
  test('says the difference with its interval, and what it is put down to', async () => {
    const { code, out } = await call(...both);
    expect(code).toBe(0);
    expect(out.replaceAll(/\s+/g, ' ')).toMatch(
      /the shortfall in 2035 is expected to be [\d,]+ WTE smaller; 80 % of 20 futures lie between/,
    );
    expect(out).toContain('Change of the shortfall, put down to');
    expect(out).toContain('all together');
  });

  test('JSON follows its published schema, and the parts add up to the whole', async () => {
    const { out } = await call(...both, '--format', 'json', '--measure', 'inPost');
    const comparison = comparisonSchema.parse(JSON.parse(out));
    for (const [t, whole] of (comparison.spread?.['inPost']?.mean ?? []).entries()) {
      expect(comparison.attribution.reduce((sum, one) => sum + (one.change[t] ?? 0), 0)).toBeCloseTo(whole, 9);
    }
    expect(comparison.attribution[0]?.standardError).toHaveLength(13);
    expect(comparison.attribution[0]?.quantiles).toEqual(comparison.spread?.['inPost']?.quantiles);
    expect(comparison.spread?.['shortfall']?.quantiles['0.1']).toHaveLength(13);
    expect(comparison.ensemble).toMatchObject({ runs: 20, seed: 1, uncertainty: 'both', interval: [0.1, 0.9] });
  });

  test('several differences are told apart in the same futures, with the same bytes on any number of threads', async () => {
    const several = ['todays-course', 'the-briefs-asks', '--years', '6', '--runs', '40', '--format', 'json'];
    const [one, ...others] = await Promise.all(
      ['1', '2', '5'].map((workers) => callCommand(['compare', ...several, '--workers', workers])),
    );
    expect(others.map(({ out }) => out)).toEqual([one?.out, one?.out]);
    const { attribution, attributedFutures, spread, expected } = comparisonSchema.parse(JSON.parse(one?.out ?? ''));
    expect([attribution.length, attributedFutures]).toEqual([6, 40]);
    const sum = attribution.reduce((total, part) => total + (part.change.at(-1) ?? 0), 0);
    expect(sum).toBeCloseTo(spread?.['shortfall']?.mean.at(-1) ?? Number.NaN, 9);
    expect(sum).not.toBeCloseTo(expected['shortfall']?.at(-1) ?? Number.NaN, 3);
  });

  test('without uncertainty the parts are those of the expected course, as the CSV has them', async () => {
    const sure = ['todays-course', 'the-briefs-asks', '--years', '6', '--uncertainty', 'none'];
    const comparison = comparisonSchema.parse(JSON.parse((await call(...sure, '--format', 'json')).out));
    expect(comparison).not.toHaveProperty('attributedFutures');
    const sum = comparison.attribution.reduce((total, part) => total + (part.change.at(-1) ?? 0), 0);
    expect(sum).toBeCloseTo(comparison.expected['shortfall']?.at(-1) ?? Number.NaN, 9);
    const [header = '', ...rows] = (await call(...sure, '--format', 'csv')).out.trimEnd().split('\r\n');
    const parts = header.split(',').flatMap((key, index) => (key.startsWith('part: ') ? [index] : []));
    const last = rows.at(-1)?.split(',').map(Number) ?? [];
    expect(parts.map((index) => last[index])).toEqual(comparison.attribution.map(({ change }) => change.at(-1)));
    expect((await call(...sure)).out.replaceAll(/\s+/g, ' ')).toContain('on the expected course.');
  });

  test('a scenario compared with itself differs in nothing', async () => {
    const { out } = await call('todays-course', 'todays-course', '--years', '5', '--runs', '10', '--format', 'json');
    const { expected, spread, attribution } = comparisonSchema.parse(JSON.parse(out));
    expect(attribution).toEqual([]);
    expect(
      Object.values(expected)
        .flat()
        .every((value) => value === 0),
    ).toBe(true);
    expect(Object.values(spread ?? {}).every(({ mean }) => mean.every((value) => value === 0))).toBe(true);
  });

  test('the workbook holds the answer, the difference and the sources of both', async () => {
    const path = join(folder, 'difference.xlsx');
    expect(await call(...both, '--out', path)).toMatchObject({ code: 0, error: `Wrote ${path}\n` });
    const parts = unzipSync(readFileSync(path));
    const text = (name: string): string => new TextDecoder().decode(parts[name]);
    const names = [...text('xl/workbook.xml').matchAll(/<sheet [^>]*name="([^"]*)"/g)].map((match) => match[1]);
    expect(names).toEqual([
      'Answer',
      'Attribution',
      'Difference',
      'Figures and sources of A',
      'Figures and sources of B',
    ]);
    expect(text('xl/sharedStrings.xml')).toContain('mpce_vacant_posts_2023');
  });

  test.each([
    [[], 'isocentre compare: found no SCENARIO; expected SCENARIO SCENARIO, as in: isocentre compare '],
    [['todays-course'], 'isocentre compare: found no second SCENARIO; expected SCENARIO SCENARIO, as in: '],
    [[...both, '--measure', 'joy'], '--measure: found "joy"'],
    [['todays-course', 'the-2023-pledge', '--years', 'ten'], '--years: found "ten"; expected a whole number of years'],
    [[...both, '--out', 'a.pdf'], '--out: found the ending ".pdf"'],
  ])('refuses %j', async (args, message) => {
    const { code, out, error } = await call(...args);
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain(message);
  });

  test('refuses scenarios of different length', async () => {
    const path = join(folder, 'short.yaml');
    const own = readFileSync(join(root, 'scenarios/todays-course.yaml'), 'utf8');
    writeFileSync(path, `${own}\nyears: 7\n`);
    const { code, error } = await call('todays-course', path, '--runs', '10');
    expect(code).toBe(2);
    expect(error).toContain('found 30 and 7 years; expected scenarios of as many years');
  });
});
