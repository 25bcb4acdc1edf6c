import {
  explain,
  explanationJson,
  rankAssumptions,
  reportProjection,
  resolve,
  type Question,
} from '@isocentre/workforce';
import { describe, expect, test } from 'vitest';
import { pageBench, valueOf } from '../../../../tests/support/bench.ts';
import { shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import { trustJobs } from './trust-jobs.ts';

const evidence = shippedEvidence();
const located = shippedScenarios();
const today = { start: { kind: 'shipped' as const, name: 'todays-course' }, edits: [], part: {} };

describe('the job that explains a number', () => {
  test.each<Question>([
    { measure: 'shortfall' },
    { measure: 'retired', year: 2030, group: 'scientist' },
    { measure: 'posts', year: 2023, specialism: 'radiotherapy_physics' },
  ])('says what the command line says of %j', async (asked) => {
    const scenario = located.get('todays-course');
    if (!scenario) throw new Error('no scenario');
    const answer = valueOf(await trustJobs.explain({ ...today, asked }, pageBench()));
    expect(explanationJson(answer)).toEqual(explanationJson(valueOf(explain(scenario, evidence, asked))));
  });
  test('divides the nation where a region is asked for', async () => {
    const answer = valueOf(
      await trustJobs.explain({ ...today, asked: { measure: 'posts', region: 'wales' } }, pageBench()),
    );
    expect(answer.where).toEqual({ region: 'wales' });
    expect(answer.value).toBeGreaterThan(0);
  });
  test('takes levers that were moved', async () => {
    const edits = [{ lever: 'leaving', value: 0.5 }];
    const asked: Question = { measure: 'quit', year: 2030 };
    const before = valueOf(await trustJobs.explain({ ...today, asked }, pageBench()));
    const after = valueOf(await trustJobs.explain({ ...today, edits, asked }, pageBench()));
    expect(after.value).toBeLessThan(before.value);
    expect(after.levers.length).toBe(before.levers.length + 1);
  });
  test('a year that is not there is a problem', async () => {
    const answer = await trustJobs.explain({ ...today, asked: { measure: 'posts', year: 2100 } }, pageBench());
    expect(answer).toMatchObject({ ok: false, problems: [{ found: '2100' }] });
  });
});

describe('the job that says how sure it is', () => {
  test('gives the interval, the luck and the ranking of the report, from one ensemble', async () => {
    const options = { runs: 200, seed: 3 };
    const shared = pageBench();
    const sure = valueOf(await trustJobs.howSure({ ...today, ...options }, shared));
    const [runs] = shared.remembered.values();
    const scenario = located.get('todays-course');
    if (!runs || !scenario) throw new Error('not run');
    const { ensemble, years } = reportProjection(valueOf(resolve(scenario, evidence)), [], false, runs);
    expect(sure.years).toEqual(years);
    expect(sure.low).toEqual(ensemble?.total.shortfall?.quantiles['0.1']);
    expect(sure.high).toEqual(ensemble?.total.shortfall?.quantiles['0.9']);
    expect(sure.chance).toEqual(ensemble?.split?.shortfall?.chance);
    const plan = {
      scenario: scenario.value,
      figures: [...evidence.figures.values()],
      by: [],
      options: { ...options, uncertainty: 'both' as const },
    };
    expect(sure.ranking).toEqual(rankAssumptions(plan, runs.result, 'shortfall'));
    expect(valueOf(sure.ranking).r2).toBeGreaterThan(0.5);
    await trustJobs.howSure({ ...today, ...options }, shared);
    expect(shared.remembered.size).toBe(1);
  });
  test('too few futures give the interval, and say why there is no ranking', async () => {
    const sure = valueOf(await trustJobs.howSure({ ...today, runs: 12, seed: 3 }, pageBench()));
    expect(sure.ranking).toMatchObject({ ok: false, problems: [{ where: 'the ensemble' }] });
  });
});

describe('the job that says why it does not close', () => {
  test('has a sentence for each occupation, and the lever that leaves the smallest shortfall', async () => {
    const one = pageBench();
    const reasons = valueOf(await trustJobs.reasons(today, one));
    const scenario = located.get('todays-course');
    if (!scenario) throw new Error('no scenario');
    const report = reportProjection(valueOf(resolve(scenario, evidence)), []);
    expect(reasons.map(({ sentence }) => sentence)).toEqual(report.limitSentences);
    for (const { occupation, shortfall, best, closes } of reasons) {
      if (closes || !best) continue;
      // With the lever moved as said, the occupation is short of what was said.
      const edits = [{ lever: best.lever, value: best.value }];
      const moved = reportProjection(valueOf(one.model.resolved({ ...today, edits })), []);
      const after = moved.limits.find((limit) => limit.occupation === occupation)?.shortfallAtHorizon;
      expect(after).toBe(best.shortfall);
      expect(best.shortfall).toBeLessThan(shortfall);
      // Another lever leaves no fewer.
      const other = reportProjection(
        valueOf(one.model.resolved({ ...today, edits: [{ lever: 'leaving', value: 0.5 }] })),
        [],
      );
      expect(other.limits.find((limit) => limit.occupation === occupation)?.shortfallAtHorizon).toBeGreaterThanOrEqual(
        best.shortfall,
      );
      expect(['growth', 'technology', 'linacs']).not.toContain(best.lever);
    }
    expect(reasons.filter(({ best }) => best).length).toBeGreaterThan(5);
  });
});
