import { sensitivitySchema } from '@isocentre/workforce';
import { describe, expect, test } from 'vitest';
import { callCommand } from '../../../../tests/support/command-line.ts';

const small = ['--points', '16', '--assumptions', '3', '--trajectories', '2', '--years', '8'];
const call = (...words: string[]) => callCommand(['sensitivity', ...words]);

describe('isocentre sensitivity', () => {
  test('answers in text that fits the terminal', async () => {
    const { code, out, error } = await call('todays-course', ...small);
    expect({ code, error }).toEqual({ code: 0, error: '' });
    expect(out).toMatch(
      /^Surveyed MPCE: in "today's course"\s+shortfall against requirement in 2031\s+depends\s+most on/,
    );
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
  test('is published as JSON in its schema and as CSV with every assumption', async () => {
    const { out } = await call(
      'todays-course',
      ...small,
      '--format',
      'json',
      '--outcome',
      'vacancies',
      '--year',
      '2028',
    );
    const study = sensitivitySchema.parse(JSON.parse(out));
    expect(study.outcome).toMatchObject({ id: 'vacancies', year: 2028 });
    const csv = await call('todays-course', ...small, '--format', 'csv');
    expect(csv.out.trim().split('\n')).toHaveLength(study.assumptions.length + 1);
  });
  test('screens alone by Morris', async () => {
    expect((await call('todays-course', '--method', 'morris', ...small)).out).toContain('μ*');
  });
  test.each<[string[], string]>([
    [['--points', '500'], '--points: found "500"; expected a power of two, such as 512'],
    [['--points', '8'], '--points: found "8"; expected a whole number from 16 to 65536'],
    [['--assumptions', '0'], '--assumptions: found "0"; expected a whole number from 1 to 80'],
    [['--trajectories', '1'], '--trajectories: found "1"; expected a whole number from 2 to 1000'],
    [['--seed', 'x'], '--seed: found "x"; expected a whole number from 0 to 4294967295'],
    [['--year', '38'], '--year: found "38"; expected a calendar year, such as 2038'],
    [['--year', '2099'], '--year: found "2099"; expected a year from 2023 to 2053'],
  ])('refuses %j', async (words, line) => {
    expect(await call('todays-course', ...words)).toEqual({ code: 2, out: '', error: `${line}\n` });
  });
});
