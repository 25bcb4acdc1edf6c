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
    for (const [t, whole] of (comparison.expected['inPost'] ?? []).entries()) {
      expect(comparison.attribution.reduce((sum, one) => sum + (one.change[t] ?? 0), 0)).toBeCloseTo(whole, 9);
    }
    expect(comparison.spread?.['shortfall']?.quantiles['0.1']).toHaveLength(13);
    expect(comparison.ensemble).toMatchObject({ runs: 20, seed: 1, uncertainty: 'both', interval: [0.1, 0.9] });
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
    [['todays-course'], 'isocentre compare: found no SCENARIO SCENARIO'],
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
