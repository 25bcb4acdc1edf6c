import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { callCommand, type Outcome } from '../../../../tests/support/command-line.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'isocentre-check-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const call = (args: readonly string[], checks?: string): Promise<Outcome> =>
  callCommand(['check', ...args], checks === undefined ? {} : { checks });

const planted = (holds: string): string => {
  const checks = join(folder, 'checks');
  mkdirSync(checks);
  cpSync(join(root, 'checks/model-1.0.0.json'), join(checks, 'model-1.0.0.json'));
  writeFileSync(
    join(checks, 'mine.yaml'),
    `format: isocentre-checks\nversion: 1\nchecks:\n  - id: planted\n    title: t\n    reason: r\n    scenario: todays-course\n    lever: { lever: retention }\n    amounts: { multiply: [0, 1, 2] }\n    measure: inPost\n    holds: ${holds}\n`,
  );
  return checks;
};

describe('isocentre check', () => {
  test('holds as shipped', async () => {
    const { code, out, error } = await call([]);
    expect(error).toBe('');
    expect(out).toMatch(/^\d+ checks of how the model behaves: all hold\.\n/);
    expect(code).toBe(0);
  });

  test('a check that fails is one line with its values, and exit code 1', async () => {
    const { code, out, error } = await call([], planted('rises'));
    expect(out).toBe('');
    expect(error).toMatch(/^fails {2}planted: .* found .* at multiply 0, .* at multiply 1, .* at multiply 2 in 2053\n/);
    expect(error).toContain('1 check of how the model behaves: 1 fails.');
    expect(code).toBe(1);
  });

  test('JSON and the page go out whole even where a check fails', async () => {
    const checks = planted('rises');
    const json = await call(['--format', 'json'], checks);
    expect(JSON.parse(json.out)).toMatchObject({ holds: false, checks: [{ id: 'planted', holds: false }] });
    expect(json.error).toContain('fails  planted');
    expect(json.code).toBe(1);
    const page = await call(['--out', join(folder, 'page.html')], checks);
    expect(page).toMatchObject({ code: 1, out: '' });
    expect(readFileSync(join(folder, 'page.html'), 'utf8')).toContain('<!doctype html>');
  });

  test('other courses under the same version fail; under another version they are told', async () => {
    const checks = planted('falls');
    const kept = readFileSync(join(checks, 'model-1.0.0.json'), 'utf8');
    const old = join(folder, 'old.json');
    const moved = JSON.parse(kept) as { modelVersion: string; scenarios: { measures: { inPost: number[] } }[] };
    const inPost = moved.scenarios[0]?.measures.inPost ?? [];
    inPost[3] = (inPost[3] ?? 0) + 1;
    writeFileSync(old, JSON.stringify(moved));
    const same = await call(['--against', old], checks);
    expect(same.code).toBe(1);
    expect(same.error).toMatch(
      /^differs {2}double-the-programme: In post.* differs in 1 year, most in 2026: .* before/,
    );
    moved.modelVersion = '0.9.0';
    writeFileSync(old, JSON.stringify(moved));
    const other = await call(['--against', old], checks);
    expect(other.code).toBe(0);
    expect(other.out.replaceAll(/\s+/g, ' ')).toContain('1 course of 36 differs, as a new version may.');
  });

  test('--save keeps the courses that the newest version is compared with, byte for byte as committed', async () => {
    const file = join(folder, 'model-1.10.0.json');
    expect(await call(['--save', file])).toMatchObject({ code: 0, error: '' });
    expect((await call(['--against', file])).code).toBe(0);
    const checks = planted('falls');
    cpSync(file, join(checks, 'model-1.10.0.json'));
    cpSync(file, join(checks, 'model-1.9.0.json'));
    expect((await call([], checks)).out.replaceAll(/\s+/g, ' ')).toContain('checks/model-1.10.0.json');
  });

  test('refuses what it cannot do', async () => {
    expect(await call(['--save', join(folder, 'x'), '--format', 'json'])).toMatchObject({ code: 2 });
    expect((await call(['--against', join(folder, 'none.json')])).error).toContain('no such file');
    expect((await call([], join(folder, 'nowhere'))).error).toContain('no checks');
  });
});
