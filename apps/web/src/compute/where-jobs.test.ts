import { groupMeasures, reportProjection, resolve } from '@isocentre/workforce';
import { describe, expect, test } from 'vitest';
import { pageBench, pageScenarios as scenarios, valueOf } from '../../../../tests/support/bench.ts';
import { shippedEvidence } from '../../../../tests/support/shipped.ts';
import { jobs } from './jobs.ts';
import type { Where } from './where.ts';

const evidence = shippedEvidence();
const start = { kind: 'shipped', name: 'the-briefs-asks' } as const;
const where = async (question: Partial<Parameters<typeof jobs.where>[0]>, given = pageBench()): Promise<Where> => {
  return valueOf(await jobs.where({ start, edits: [], part: {}, runs: 0, seed: 3, ...question }, given));
};
const sumAt = (parts: Where['parts'], t: number): number =>
  parts.reduce((sum, part) => sum + (part.measures.shortfall[t] ?? NaN), 0);

describe('where staff are missing', () => {
  test('the regions are those of the command line, and add up to the nation', async () => {
    const regions = await where({ by: 'region' });
    const scenario = scenarios.find(({ name }) => name === start.name);
    if (!scenario) throw new Error('no scenario');
    const divided = { ...scenario, baseline: { ...scenario.baseline, geography: 'regions' as const } };
    const resolved = resolve({ value: divided, where: () => '' }, evidence);
    if (!resolved.ok) throw new Error('not resolved');
    const report = reportProjection(resolved.value, ['region']);
    expect(regions.parts.map(({ id, measures }) => ({ id, measures }))).toEqual(
      report.groups.map(({ region, measures }) => ({ id: region, measures })),
    );
    expect(regions.parts).toHaveLength(10);
    const nation = await where({ by: 'specialism' });
    for (const t of [0, 10, 30]) expect(sumAt(regions.parts, t)).toBeCloseTo(sumAt(nation.parts, t), 6);
  });

  test('one group by specialism has that group alone', async () => {
    const scientists = await where({ by: 'specialism', part: { group: 'scientist' } });
    const all = await where({ by: 'group' });
    expect(sumAt(scientists.parts, 30)).toBeCloseTo(
      all.parts.find(({ id }) => id === 'scientist')?.measures.shortfall[30] ?? NaN,
      9,
    );
  });

  test('with futures every part has its spread, progress is told, and the CSV is of the same parts', async () => {
    const seen: number[] = [];
    const given = pageBench({ progress: (done) => void seen.push(done) });
    const question = { by: 'group' as const, runs: 40 };
    const groups = await where(question, given);
    expect(groups.sureness).toMatchObject({ runs: 40, seed: 3 });
    for (const { spread } of groups.parts) expect(Object.keys(spread ?? {})).toEqual([...groupMeasures]);
    expect(seen.at(-1)).toBe(1);
    const csv = await jobs.csv({ start, edits: [], part: {}, seed: 3, ...question }, given);
    if (!csv.ok) throw new Error('no csv');
    const lines = csv.value.trimEnd().split('\r\n');
    expect(lines).toHaveLength(1 + groups.parts.length * groups.years.length);
    expect(lines[0]?.startsWith('year,group,')).toBe(true);
  });
});
