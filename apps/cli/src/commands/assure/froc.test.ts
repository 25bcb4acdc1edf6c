import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { callCommand, type Outcome } from '../../../../../tests/support/command-line.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-froc-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const findings = 'seriesuid,coordX,coordY,coordZ,diameter_mm\n';
const reference = `${findings}a,0,0,0,10\na,100,0,0,6\nb,0,0,0,4\n`;
const excluded = `${findings}a,50,0,0,-1\n`;
const marks =
  'seriesuid,coordX,coordY,coordZ,probability\na,1,0,0,0.9\na,2,0,0,0.7\na,103,0,0,0.8\na,54.9,0,0,0.95\na,55,0,0,0.6\nb,1.9,0,0,0.5\nc,0,0,0,1\n';

const call = async (changes: Readonly<Record<string, string>> = {}, ...more: readonly string[]): Promise<Outcome> => {
  const files: Record<string, string> = {
    reference: write('reference.csv', reference),
    excluded: write('excluded.csv', excluded),
    scans: write('scans.csv', 'seriesuid\na\nb\n'),
    marks: write('marks.csv', marks),
    ...changes,
  };
  const options = Object.entries(files).flatMap(([name, path]) => [`--${name}`, path]);
  const { code, out, error } = await callCommand(['assure', 'froc', ...options, ...more]);
  return { code, out: out.replaceAll(folder, ''), error: error.replaceAll(folder, '') };
};

test('the metric, its sensitivities and the fate of every mark are said', async () => {
  const { code, out, error } = await call();
  expect({ code, error }).toEqual({ code: 0, error: '' });
  expect(out).toMatchInlineSnapshot(`
    "Competition metric (CPM) 0.524, 95 % interval 0.500 to 1.000: the mean
    sensitivity at seven rates of false positives (FP).

        FP
    a scan  Sensitivity   From     To
     0.125        0.333  0.333  1.000
      0.25        0.333  0.333  1.000
       0.5        0.333  0.333  1.000
         1        0.667  0.500  1.000
         2        0.667  0.500  1.000
         4        0.667  0.500  1.000
         8        0.667  0.500  1.000

    2 scans with 3 nodules: 2 found by a mark of any score, 1 by none. Intervals
    from 1,000 draws of scans with replacement, seed 1.

    Of 7 marks: best hit of a nodule 2; hit again 1; on an excluded finding 1; false
    positive 2; beyond the limit of a scan 0; on a scan that is not in the list 1.
    "
  `);
});

test('without bootstraps no interval is given', async () => {
  const { out } = await call({}, '--bootstraps', '0');
  expect(out).toContain('Competition metric (CPM) 0.524: the mean sensitivity');
  expect(out.replaceAll(/\s+/gu, ' ')).toContain('No interval was asked for.');
  expect(out).not.toContain('From');
});

test('the JSON has the metric, the counts, the curve and the interval, the same for one seed', async () => {
  const first = await call({}, '--format', 'json', '--seed', '5', '--bootstraps', '50');
  const report = JSON.parse(first.out) as Record<string, unknown>;
  expect(report).toMatchObject({
    format: 'isocentre-froc',
    version: 1,
    metric: { id: 'cpm', version: 1, source: 'LUNA16' },
    bootstrap: { unit: 'scan', draws: 50, seed: 5, level: 0.95 },
    counts: { scans: 2, nodules: 3, nodulesFound: 2, marksElsewhere: 1, marksOnExcluded: 1 },
  });
  expect(report['cpm']).toBeCloseTo(11 / 21, 12);
  expect(report['sensitivities']).toHaveLength(7);
  expect((await call({}, '--format', 'json', '--seed', '5', '--bootstraps', '50')).out).toBe(first.out);
  expect((await call({}, '--format', 'json', '--seed', '6', '--bootstraps', '50')).out).not.toBe(first.out);
});

test('gzipped files read the same, and a CSV goes to a file', async () => {
  const plain = await call({}, '--format', 'csv');
  const target = join(folder, 'out.csv');
  const zipped = await call(
    { marks: write('marks.csv.gz', gzipSync(marks)), excluded: write('excluded.csv.gz', gzipSync(excluded)) },
    '--out',
    target,
  );
  expect(zipped.code).toBe(0);
  expect(readFileSync(target, 'utf8')).toBe(plain.out);
  expect(plain.out.split('\r\n').slice(0, 2).join('\n')).toMatch(
    /^false_positives_a_scan,sensitivity,lower,upper\n0.125,0.3333333333333333,/u,
  );
});

test('without excluded findings their marks are false positives', async () => {
  const files = {
    reference: write('reference.csv', reference),
    scans: write('scans.csv', 'a\nb\n'),
    marks: write('marks.csv', marks),
  };
  const { out } = await callCommand([
    'assure',
    'froc',
    ...Object.entries(files).flatMap(([name, path]) => [`--${name}`, path]),
  ]);
  expect(out.replaceAll(/\s+/gu, ' ')).toContain('on an excluded finding 0; false positive 3;');
});

test('findings on scans that are not listed are said', async () => {
  const { out } = await call({ scans: write('one.csv', 'b\n') });
  expect(out.replaceAll(/\s+/gu, ' ')).toContain(
    'Left out, since their scans are not in the list: nodules 2, excluded findings 1.',
  );
});

test('a bad row is named by its line, and nothing is computed', async () => {
  const { code, out, error } = await call({ marks: write('bad.csv', `${marks}b,1,2,x,0.5\nb,1,2,3,nan\n`) });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(error).toContain('/bad.csv:9 coordz: found "x"; expected a number');
  expect(error).toContain('/bad.csv:10 probability: found "nan"; expected a number');
});

test.each([
  [{ marks: '/nowhere.csv' }, [], '/nowhere.csv: found no such file'],
  [{}, ['--bootstraps', '-1'], '--bootstraps'],
  [{}, ['--bootstraps', '1000000'], '--bootstraps: found "1000000"; expected a whole number from 0 to 100000'],
  [{}, ['--seed', 'x'], '--seed: found "x"'],
] as const)('what is wrong is said: %#', async (changes, more, message) => {
  const { code, error } = await call(changes, ...more);
  expect(code).toBe(2);
  expect(error).toContain(message);
});

test('a truncated gzip file and a binary file are refused', async () => {
  const truncated = await call({ marks: write('cut.gz', gzipSync(marks).subarray(0, 40)) });
  expect(truncated.error).toContain('/cut.gz: found a gzip file that cannot be unpacked');
  const binary = await call({ marks: write('binary.csv', Uint8Array.of(0, 1, 2, 255)) });
  expect(binary.error).toContain('/binary.csv: found a binary file');
});

test('each file that is missing is asked for', async () => {
  const { code, error } = await callCommand(['assure', 'froc', '--marks', 'x.csv']);
  expect(code).toBe(2);
  expect(error).toContain('found no --reference');
  expect(error).toContain('found no --scans');
});
