import { inProcessRunner } from '@isocentre/runner';
import { explain, explanationJson, type Question } from '@isocentre/workforce';
import { describe, expect, test } from 'vitest';
import { shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import type { Bench } from './bench.ts';
import { Model } from './model.ts';
import { trustJobs } from './trust-jobs.ts';

const evidence = shippedEvidence();
const located = shippedScenarios();
const scenarios = [...located.values()].map(({ value }) => value);
const bench = (): Bench => ({
  model: new Model(evidence, scenarios, 2027),
  runner: inProcessRunner,
  progress: () => undefined,
  cancel: new AbortController().signal,
  remembered: new Map(),
});
const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
};
const today = { start: { kind: 'shipped' as const, name: 'todays-course' }, edits: [], part: {} };

describe('the job that explains a number', () => {
  test.each<Question>([
    { measure: 'shortfall' },
    { measure: 'retired', year: 2030, group: 'scientist' },
    { measure: 'posts', year: 2023, specialism: 'radiotherapy_physics' },
  ])('says what the command line says of %j', async (asked) => {
    const scenario = located.get('todays-course');
    if (!scenario) throw new Error('no scenario');
    const answer = valueOf(await trustJobs.explain({ ...today, asked }, bench()));
    expect(explanationJson(answer)).toEqual(explanationJson(valueOf(explain(scenario, evidence, asked))));
  });
  test('divides the nation where a region is asked for', async () => {
    const answer = valueOf(
      await trustJobs.explain({ ...today, asked: { measure: 'posts', region: 'wales' } }, bench()),
    );
    expect(answer.where).toEqual({ region: 'wales' });
    expect(answer.value).toBeGreaterThan(0);
  });
  test('takes levers that were moved', async () => {
    const edits = [{ lever: 'leaving', value: 0.5 }];
    const asked: Question = { measure: 'quit', year: 2030 };
    const before = valueOf(await trustJobs.explain({ ...today, asked }, bench()));
    const after = valueOf(await trustJobs.explain({ ...today, edits, asked }, bench()));
    expect(after.value).toBeLessThan(before.value);
    expect(after.levers.length).toBe(before.levers.length + 1);
  });
  test('a year that is not there is a problem', async () => {
    const answer = await trustJobs.explain({ ...today, asked: { measure: 'posts', year: 2100 } }, bench());
    expect(answer).toMatchObject({ ok: false, problems: [{ found: '2100' }] });
  });
});
