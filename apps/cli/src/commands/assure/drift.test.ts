import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { callCommand, type Outcome } from '../../../../../tests/support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'isocentre-drift-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const put = (name: string, rows: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, ['score,vendor', ...rows].join('\n'));
  return path;
};
const rowsOf = (n: number, score: (i: number) => number, vendor: (i: number) => string): readonly string[] =>
  Array.from({ length: n }, (_, i) => `${score(i)},${vendor(i)}`);
const alternating = (i: number): string => (i % 2 === 0 ? 'Alder' : 'Birch');
const before = put(
  'before.csv',
  rowsOf(100, (i) => i / 100, alternating),
);
const now = put(
  'now.csv',
  rowsOf(80, (i) => 0.5 + i / 160, alternating),
);
const call = (...args: readonly string[]): Promise<Outcome> => callCommand(['assure', 'drift', ...args]);

test('says which columns have drifted; a category in the same shares has not', async () => {
  const { code, out } = await call(before, now, '--numbers', 'score', '--categories', 'vendor');
  expect(code).toBe(0);
  expect(out).toMatch(/^Drift in 1 of 2 columns: score\. 100 cases before, 80 now\.\n/);
  // Half of the values before lie below all of those now, and the others go the same way: a gap of 0.5, a shift of a quarter.
  expect(out).toMatch(/largest gap +0\.5 +– +<0\.0001/);
  expect(out).toMatch(/Wasserstein distance +0\.25/);
  expect(out).toMatch(/vendor +Hellinger distance +0 +– +1\n/);
  expect((await call(before, before, '--numbers', 'score')).out).toMatch(/^No drift seen in 1 column\. /);
});

test('ends with 1 when asked to be strict, and gives JSON and CSV', async () => {
  expect(await call(before, now, '--numbers', 'score', '--strict')).toMatchObject({
    code: 1,
    error: 'A column has drifted.\n',
  });
  expect((await call(before, before, '--numbers', 'score', '--strict')).code).toBe(0);
  const json = JSON.parse((await call(before, now, '--numbers', 'score', '--format', 'json')).out) as unknown;
  expect(json).toMatchObject({
    format: 'isocentre-drift',
    version: 1,
    reference: 100,
    current: 80,
    limit: 0.05,
    columns: [{ column: 'score', drifted: true, gap: { estimate: 0.5 } }],
  });
  const { out } = await call(before, now, '--categories', 'vendor', '--format', 'csv');
  expect(out).toBe('column,measure,value,by_chance,p\r\nvendor,Hellinger distance,0,,1\r\n');
});

test('what is missing or wrong is named', async () => {
  expect(await call(before, now)).toMatchObject({
    code: 2,
    error: expect.stringContaining('found neither --numbers nor --categories') as string,
  });
  const broken = put('broken.csv', ['0.5,Alder', 'high,Birch']);
  expect(await call(before, broken, '--numbers', 'score')).toMatchObject({
    code: 2,
    error: `${broken}:3 score: found "high"; expected a number\n`,
  });
  expect((await call(before, join(folder, 'none.csv'), '--numbers', 'score')).code).toBe(2);
});
