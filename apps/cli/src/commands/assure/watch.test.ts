import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callCommand, type Outcome } from '../../../../../tests/support/command-line.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-watch-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const call = async (...args: readonly string[]): Promise<Outcome> => {
  const { code, out, error } = await callCommand(['assure', 'watch', ...args]);
  return { code, out: out.replaceAll(folder, ''), error: error.replaceAll(folder, '') };
};

const goal = ['--acceptable', '0.05', '--unacceptable', '0.2', '--run-length', '200'];
const rows = (site: string, from: number): readonly string[] =>
  Array.from({ length: 40 }, (_, i) => `${site}${i + 1},${site},${i >= from ? 1 : 0}`);
const results = ['case,site,failure', ...rows('N', 40), ...rows('S', 30)].join('\n');

describe('results', () => {
  test('are judged by site, with the case that signals named', async () => {
    const { code, out, error } = await call(write('results.csv', results), ...goal);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toMatch(/^Signal at 1 of 2 sites\.\n\nN: no signal in 40 cases\./);
    expect(out).toMatch(
      /S: SIGNAL at case \d+ \("S\d+",\s+\/results\.csv:\d+\);\s+the\s+rise\s+began\s+at\s+case\s+31\s+\("S31"/,
    );
    expect(out).toContain('10 failures in 40 cases: 250 in 1,000');
    expect(out).toContain('signal at 100');
  });

  test('plain or gzipped, the JSON has the design, every site and its path', async () => {
    const { out } = await call(write('results.csv.gz', gzipSync(results)), ...goal, '--format', 'json');
    const found = JSON.parse(out) as {
      design: { inControl: number };
      streams: { path: number[]; signals: unknown[] }[];
    };
    expect(found).toMatchObject({ format: 'isocentre-watch', version: 1, design: { metric: 'cusum', version: 1 } });
    expect(found.design.inControl).toBeGreaterThanOrEqual(200);
    expect(found.streams.map(({ path }) => path.length)).toEqual([40, 40]);
    expect(found.streams[1]?.signals.length).toBeGreaterThan(0);
  });

  test('CSV has a row a site, HTML a page without script or request', async () => {
    const file = write('results.csv', results.replaceAll(',S,', ',=S<b>,'));
    const { out } = await call(file, ...goal, '--format', 'csv');
    expect(out.trimEnd().split('\r\n')).toHaveLength(3);
    expect(out).toContain("'=S<b>");
    const page = join(folder, 'chart.html');
    expect(await call(file, ...goal, '--out', page)).toMatchObject({ code: 0, out: '' });
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('=S&lt;b&gt;: SIGNAL at case');
    expect(html).not.toMatch(/<script|<b>|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  });

  test('exit code 1 with --strict where one signals', async () => {
    const file = write('results.csv', results);
    expect(await call(file, ...goal, '--strict', '--format', 'csv')).toMatchObject({
      code: 1,
      error: 'Signal at 1 of 2 sites.\n',
    });
    expect(
      (await call(write('good.csv', ['case,site,failure', ...rows('N', 40)].join('\n')), ...goal, '--strict')).code,
    ).toBe(0);
  });
});

describe('what is wrong is named, and nothing is written', () => {
  test.each([
    [
      [],
      'isocentre assure watch: found no --acceptable; expected a share of cases between 0 and 1, such as 0.05\nisocentre assure watch: found no --unacceptable; expected a share of cases between 0 and 1, such as 0.05\n',
    ],
    [
      ['--acceptable', '5', '--unacceptable', '0.1'],
      '--acceptable: found "5"; expected a share of cases between 0 and 1, such as 0.05\n',
    ],
    [
      ['--acceptable', '0.2', '--unacceptable', '0.1'],
      'cusum: found acceptable 0.2, unacceptable 0.1; expected 0 < acceptable < unacceptable < 1\n',
    ],
    [
      ['--product', 'site'],
      'isocentre assure watch: found no --event; expected both --product COLUMN and --event COLUMN\n',
    ],
    [['--product', 'site', '--event', 'x'], '/results.csv:1: found no such column; expected a column "x"\n'],
  ])('%j', async (options, error) => {
    expect(await call(write('results.csv', results), ...options)).toEqual({ code: 2, out: '', error });
  });

  test('a bad row among many', async () => {
    const file = write('results.csv', results.replace('S7,S,0', 'S7,S,no'));
    expect(await call(file, ...goal, '--out', join(folder, 'x.json'))).toEqual({
      code: 2,
      out: '',
      error: '/results.csv:48 failure: found "no"; expected 1 for a failure, 0 for none\n',
    });
    expect(readdirSync(folder)).toEqual(['results.csv']);
  });
});

describe('reports', () => {
  const report = (product: string, event: string, count: number): readonly string[] =>
    Array.from({ length: count }, () => `${product},${event}`);
  const text = [
    'device,kind',
    ...report('A', 'burn', 6),
    ...report('A', 'other', 4),
    ...report('B', 'burn', 5),
    ...report('B', 'other', 95),
  ].join('\n');

  test('give the ratio of each product and event, the signals first', async () => {
    const { code, out } = await call(write('reports.csv', text), '--product', 'device', '--event', 'kind');
    expect(code).toBe(0);
    expect(out).toContain('110 reports, 0 left out');
    expect(out).toMatch(/A +burn +6 +10 +12\.0 +[\d.]+ +[\d.]+ +yes/);
    const strict = await call(
      join(folder, 'reports.csv'),
      '--product',
      'device',
      '--event',
      'kind',
      '--strict',
      '--format',
      'json',
    );
    expect(strict.code).toBe(1);
    expect(JSON.parse(strict.out)).toMatchObject({
      format: 'isocentre-reporting-ratios',
      reports: 110,
      pairs: [{ product: 'A', event: 'burn', both: 6, signal: true }, {}, {}, {}],
    });
    const csv = await call(join(folder, 'reports.csv'), '--product', 'device', '--event', 'kind', '--format', 'csv');
    expect(csv.out.split('\r\n')[1]).toMatch(/^A,burn,6,10,12,/);
    expect(
      (await call(join(folder, 'reports.csv'), '--product', 'device', '--event', 'kind', '--format', 'html')).code,
    ).toBe(2);
  });
});
