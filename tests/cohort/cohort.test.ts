import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ages, cohort, cohortCase, groups, hashOf, years } from './cohort.ts';
import { largestByChance, largestScore, momentsOf, trueMoments } from './moments.ts';

const runs = 60;
const seed = 2026;
const simulate = cohort();
const course = simulate(runs, 0, seed);
const hashes = [hashOf(course, 0), hashOf(course, 1)];

const hasGcc = spawnSync('gcc', ['--version']).status === 0;

test('the figures of the case are what they are said to be', () => {
  const { heads, hazard, joiners } = cohortCase();
  expect([Math.min(...hazard), Math.max(...hazard)].map((p) => p.toFixed(3))).toEqual(['0.030', '0.325']);
  for (let g = 0; g < groups; g += 1) {
    const size = 40 + 20 * g * g;
    const of = (values: Int32Array | Float64Array): number =>
      Array.from(values.subarray(g * ages, (g + 1) * ages)).reduce((sum, value) => sum + value, 0);
    // Each age loses less than one person by rounding down.
    expect(of(heads)).toBeLessThanOrEqual(size);
    expect(of(heads)).toBeGreaterThan(size - ages);
    expect(of(joiners)).toBeCloseTo(0.075 * size, 9);
  }
});

test('a cohort has the mean and the variance that arithmetic gives', () => {
  const { means } = trueMoments();
  // The first year of the smallest group by hand: its people, less the hazard of each, and 3 joiners.
  const { heads, hazard } = cohortCase();
  const stay = (a: number): number => (heads[a] ?? 0) * (a === 49 ? 0 : 1 - (hazard[a] ?? 0));
  expect(means[0]).toBeCloseTo(
    Array.from({ length: 50 }, (_, a) => stay(a)).reduce((sum, one) => sum + one, 3),
    9,
  );
  expect(largestScore(momentsOf([course, simulate(1000, runs, seed)]), 1060)).toBeLessThan(largestByChance);
});

test('a cohort is the same in any batches', () => {
  const [first, second] = [simulate(25, 0, seed), simulate(35, 25, seed)];
  const people = Array.from({ length: years * groups }, (_, at) => [
    ...first.people.subarray(at * 25, (at + 1) * 25),
    ...second.people.subarray(at * 35, (at + 1) * 35),
  ]);
  expect(people.flat()).toEqual([...course.people]);
});

test('a cohort stays as it is', () => {
  expect(hashes).toMatchInlineSnapshot(`
    [
      3587125649,
      233699622,
    ]
  `);
});

test.skipIf(!hasGcc)('a cohort is the same in C, to the bit, where gcc is installed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'isocentre-cohort-'));
  try {
    const source = fileURLToPath(new URL('cohort.c', import.meta.url));
    const program = join(folder, 'cohort');
    const options = ['-O3', '-ffp-contract=off', '-std=c11', '-D_DEFAULT_SOURCE', '-o', program, source, '-lm'];
    expect(spawnSync('gcc', options, { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
    const { stdout } = spawnSync(program, [`${runs}`, '1', `${seed}`], { encoding: 'utf8' });
    expect(JSON.parse(stdout)).toMatchObject({ hashes });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
