import { expect, test } from 'vitest';
import { shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import { runTasks, type EnsemblePlan } from '../ensemble.ts';
import { runsOf } from '../run-values.ts';
import { scoreAsks, scoreTable } from './score.ts';

const evidence = shippedEvidence();
const options = { runs: 41, seed: 3 };
const told: string[] = [];
const tools = {
  runEnsemble: async (plan: EnsemblePlan) => runTasks(plan, 16),
  pause: async () => undefined,
  progress: (doing: string) => void told.push(doing),
};
const located = (name: string) => {
  const found = shippedScenarios().get(name);
  if (!found) throw new Error(name);
  return found;
};

test('each lever alone and all together are set beside nothing, on the same futures', async () => {
  const asks = located('the-briefs-asks');
  const scored = await scoreAsks(asks, evidence, 2035, options, tools);
  if (!scored.ok) throw new Error(JSON.stringify(scored.problems));
  const names = ['nothing', ...(asks.value.levers ?? []).map(({ name }) => name), 'all together'];
  expect(scored.value.map(({ name }) => name)).toEqual(names);
  expect(told).toEqual(names.map((name) => `Scoring: ${name}`));
  expect(scored.value[0]).toMatchObject({ shareOfGap: 0, shareClosed: 0 });

  // The middle one of an odd number of futures, of the scenario as it stands.
  const figures = [...evidence.figures.values()];
  const plan = { scenario: asks.value, figures, by: [], options: { ...options, uncertainty: 'both' as const } };
  const middle = runsOf(runTasks(plan, 16).total, 0, 'shortfall', 12).toSorted()[20];
  expect(scored.value.at(-1)?.shortfall).toBe(middle);
  expect(scored.value.at(-1)?.shareOfGap).toBeGreaterThan(0);
  const table = scoreTable(scored.value, 2035);
  expect(table.rows).toHaveLength(names.length);
  expect(table.columns.map(({ title, kind }) => [title, kind])).toEqual([
    ['Ask', 'text'],
    ['Shortfall in 2035 (WTE)', 'count'],
    ['Share of the gap taken away', 'share'],
    ['Share of futures closed', 'share'],
  ]);
});

test('a scenario without levers has nothing to score', async () => {
  const scored = await scoreAsks(located('todays-course-without-growth'), evidence, 2035, options, tools);
  expect(scored).toMatchObject({ ok: false, problems: [{ found: 'no levers' }] });
});
