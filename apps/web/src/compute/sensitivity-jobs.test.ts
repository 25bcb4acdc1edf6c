import { toCsv } from '@isocentre/documents';
import { usualSensitivity } from '@isocentre/workforce';
import { describe, expect, test } from 'vitest';
import { pageBench, valueOf } from '../../../../tests/support/bench.ts';
import { callCommand } from '../../../../tests/support/command-line.ts';
import { shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import { untouched } from '../state/state.ts';
import { jobs } from './jobs.ts';
import { sensitivityOf } from './sensitivity-work.ts';

describe('the job that tells which survey would narrow the answer most', () => {
  test('writes the CSV of the command line for the same design, and says how far it is', async () => {
    const located = shippedScenarios().get('todays-course');
    if (!located) throw new Error('no scenario');
    const heard: number[] = [];
    const study = valueOf(
      await sensitivityOf(
        located,
        5,
        shippedEvidence(),
        (done) => void heard.push(done),
        async () => undefined,
        { ...usualSensitivity, points: 16, assumptions: 3, trajectories: 2 },
      ),
    );
    const asked = ['--seed', '5', '--points', '16', '--assumptions', '3', '--trajectories', '2', '--format', 'csv'];
    expect(toCsv(study.table)).toBe((await callCommand(['sensitivity', 'todays-course', ...asked])).out);
    expect(study.answer).toContain('depends most on');
    expect(study).not.toHaveProperty('resolved');
    expect(heard.length).toBeGreaterThan(0);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
  });

  test('stops when it is no longer wanted', async () => {
    const stop = new AbortController();
    const asked = jobs.sensitivity(
      { start: untouched.start, edits: [], seed: 1 },
      pageBench({
        cancel: stop.signal,
        progress: () => {
          stop.abort();
        },
      }),
    );
    await expect(asked).rejects.toThrow('it was stopped');
  });

  test('gives the problems of a scenario that is not there', async () => {
    const start = { kind: 'shipped' as const, name: 'magic' };
    expect(await jobs.sensitivity({ start, edits: [], seed: 1 }, pageBench())).toMatchObject({ ok: false });
  });
});
