import { describe, expect, test } from 'vitest';
import { pageBench, pageScenarios } from '../../../../tests/support/bench.ts';
import { compareJobs, type CompareQuestion } from './compare-jobs.ts';

const bench = (heard: number[] = []) => pageBench({ progress: (done) => void heard.push(done) });
const shipped = (name: string): CompareQuestion['from'] => ({ start: { kind: 'shipped', name }, edits: [], part: {} });
const today = shipped('todays-course');

describe('the job that sets two scenarios side by side', () => {
  test('gives the expected courses alone where no futures are asked for', async () => {
    const asked = { from: today, to: shipped('the-briefs-asks'), runs: 0, seed: 1 };
    const compared = await compareJobs.compare(asked, bench());
    if (!compared.ok) throw new Error(JSON.stringify(compared.problems));
    const { report, answers } = compared.value;
    expect(report.spread).toBeUndefined();
    expect(report.attribution).toHaveLength(6);
    expect(report.attribution[0]).not.toHaveProperty('quantiles');
    expect(report.options).toBeUndefined();
    expect(report.expected.shortfall.at(-1)).toBeLessThan(0);
    expect(answers.from).toContain("today's course");
    expect(answers.to).toContain("the brief's asks");
  });

  test('runs the futures of both, and says how far it is over the two', async () => {
    const heard: number[] = [];
    const lever = { ...today, edits: [{ lever: 'leaving', value: 0.8 }] };
    const compared = await compareJobs.compare({ from: today, to: lever, runs: 8, seed: 3 }, bench(heard));
    if (!compared.ok) throw new Error(JSON.stringify(compared.problems));
    expect(compared.value.report.options).toEqual({ runs: 8, seed: 3, uncertainty: 'both' });
    expect(compared.value.report.spread?.shortfall.mean.at(-1)).toBeLessThan(0);
    expect(compared.value.report.attribution).toHaveLength(1);
    expect(heard).toEqual(heard.toSorted((one, other) => one - other));
    expect(heard.at(-1)).toBe(1);
  });

  test('tells several differences apart in the same futures', async () => {
    const heard: number[] = [];
    const asked = { from: today, to: shipped('the-briefs-asks'), runs: 8, seed: 3 };
    const compared = await compareJobs.compare(asked, bench(heard));
    if (!compared.ok) throw new Error(JSON.stringify(compared.problems));
    const { attribution, attributedFutures, spread } = compared.value.report;
    expect([attribution.length, attributedFutures]).toEqual([6, 8]);
    const sum = attribution.reduce((total, one) => total + (one.change.at(-1) ?? 0), 0);
    expect(sum).toBeCloseTo(spread?.shortfall.mean.at(-1) ?? Number.NaN, 9);
    expect(heard).toEqual(heard.toSorted((one, other) => one - other));
    expect(heard.at(-1)).toBe(1);
  });

  test('scenarios of different lengths are a problem', async () => {
    const scenario = pageScenarios.find((one) => one.name === 'todays-course');
    if (!scenario) throw new Error('no scenario');
    const short = { start: { kind: 'own' as const, scenario: { ...scenario, years: 10 } }, edits: [], part: {} };
    expect(await compareJobs.compare({ from: today, to: short, runs: 0, seed: 1 }, bench())).toEqual({
      ok: false,
      problems: [
        {
          where: '"todays-course" and "todays-course"',
          found: '30 and 10 years',
          expected: 'scenarios of as many years, or --years N for both',
        },
      ],
    });
  });

  test('a scenario that is not there is a problem', async () => {
    const compared = await compareJobs.compare({ from: today, to: shipped('nothing'), runs: 0, seed: 1 }, bench());
    expect(compared).toMatchObject({ ok: false, problems: [{ found: 'the scenario "nothing"' }] });
  });
});
