import { beforeEach, describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { shippedEvidence, shippedScenarios } from '../../../tests/support/shipped.ts';
import { attribute } from './attribution/expected.ts';
import type { Side } from './attribution/differences.ts';
import { runAttribution } from './attribution/futures.ts';
import { compareSides } from './compare.ts';
import { attributedChange, comparisonJson, type ComparisonReport } from './comparison-report.ts';
import { comparisonSchema } from './comparison-schema.ts';
import { closureOf } from './closure.ts';
import { runTasks, type EnsembleOptions } from './ensemble.ts';
import { project } from './project.ts';
import { resolve } from './resolve.ts';
import { runsOf } from './run-values.ts';

const evidence = shippedEvidence();
const levels = { all: [0.1, 0.5, 0.9], low: 0.1, high: 0.9 };
const years = 12;

const sideOf = (name: string, options?: EnsembleOptions): Side => {
  const located = shippedScenarios().get(name);
  if (!located) throw new Error(name);
  const resolved = resolve(located, evidence, years);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  const plan = { scenario: located.value, figures: [...evidence.figures.values()], askedYears: years, by: [] };
  return {
    located,
    resolved: resolved.value,
    ...(options ? { result: runTasks({ ...plan, options }, 8) } : {}),
  };
};

const compare = async (from: Side, to: Side, options?: EnsembleOptions): Promise<ComparisonReport> => {
  const reporting = { levels, mostDifferences: 12, attributedFutures: 8, runs: 0, smallNumber: 0, uses: new Map() };
  const report = await compareSides(from, to, evidence, reporting, options, 'shortfall', async (plan) =>
    runAttribution(plan, 8),
  );
  if (!report.ok) throw new Error(JSON.stringify(report.problems));
  return report.value;
};

const sumOf = (side: Side, measure: 'shortfall' | 'posts', t: number): number => {
  const { input } = side.resolved;
  const values = project(input).values[measure];
  return input.cells.reduce((sum, _, cell) => sum + (values[t * input.cells.length + cell] ?? 0), 0);
};

describe('the expected courses', () => {
  let from: Side;
  let to: Side;
  let report: ComparisonReport;
  beforeEach(async () => {
    from = sideOf('todays-course');
    to = sideOf('the-briefs-asks');
    report = await compare(from, to);
  });

  test('differ by the second less the first, cell by cell', () => {
    expect(report.years).toEqual(Array.from({ length: years + 1 }, (_, t) => from.resolved.input.baselineYear + t));
    for (const measure of ['shortfall', 'posts'] as const) {
      for (let t = 0; t <= years; t += 1)
        expect(report.expected[measure][t]).toBeCloseTo(sumOf(to, measure, t) - sumOf(from, measure, t), 6);
    }
  });

  test('have no spread, and the answer gives no interval', () => {
    expect(report.spread).toBeUndefined();
    expect(report.closing).toBeUndefined();
    const change = report.expected.shortfall.at(-1) ?? 0;
    expect(change).toBeLessThan(0);
    expect(report.answer).toBe(
      `Surveyed MPCE: with "${to.resolved.scenario.title}" instead of "${from.resolved.scenario.title}", the shortfall in ${report.years.at(-1)} is expected to be ${Math.round(-change)} WTE smaller.`,
    );
  });

  test('the parts of the change add to it', () => {
    expect(report.attributed).toBe('shortfall');
    const sum = report.attribution.reduce((total, one) => total + (one.change.at(-1) ?? 0), 0);
    expect(sum).toBeCloseTo(report.expected.shortfall.at(-1) ?? 0, 6);
  });

  test('the way back is larger by as much', async () => {
    const back = await compare(to, from);
    expect(back.expected.shortfall.at(-1)).toBe(-(report.expected.shortfall.at(-1) ?? 0));
    expect(back.answer).toMatch(/WTE larger\.$/u);
  });

  test('the published form names its format, and an ensemble only where there is one', () => {
    expect(comparisonSchema.parse(comparisonJson(report))).toEqual(comparisonJson(report));
    expect(comparisonJson(report)).toMatchObject({ format: 'isocentre-comparison', version: 1, answer: report.answer });
    expect(comparisonJson(report)).not.toHaveProperty('ensemble');
    expect(comparisonJson(report)).not.toHaveProperty('levels');
  });

  test('more differences than can be told apart are a problem', () => {
    const many = attribute(from, to, evidence, 'shortfall', 1);
    expect(many.ok ? [] : many.problems).toEqual([
      {
        where: 'scenarios/the-briefs-asks.yaml',
        found: expect.stringMatching(/^\d+ differences from todays-course$/),
        expected: 'at most 1, since each one more doubles the work; compare a scenario in between',
      },
    ]);
  });
});

describe('what cannot be compared', () => {
  const refusal = async (to: Side): Promise<unknown> => {
    const from = sideOf('todays-course');
    const reporting = { levels, mostDifferences: 12, attributedFutures: 8, runs: 0, smallNumber: 0, uses: new Map() };
    const report = await compareSides(from, to, evidence, reporting, undefined, 'shortfall', async () => undefined);
    return report.ok ? [] : report.problems;
  };

  test('are scenarios that start in different years, since a difference by year would be of two years', async () => {
    const to = sideOf('the-briefs-asks');
    const { resolved } = to;
    const later = { ...resolved, input: { ...resolved.input, baselineYear: resolved.input.baselineYear + 3 } };
    expect(await refusal({ ...to, resolved: later })).toEqual([
      {
        where: '"todays-course" and "the-briefs-asks"',
        found: 'baselines of 2023 and 2026',
        expected: 'scenarios that start in the same year, such as both on one return (--baseline FILE)',
      },
    ]);
  });

  test('are scenarios of other years', async () => {
    const to = sideOf('the-briefs-asks');
    const shorter = { ...to.resolved, input: { ...to.resolved.input, years: 7 } };
    expect(await refusal({ ...to, resolved: shorter })).toEqual([
      {
        where: '"todays-course" and "the-briefs-asks"',
        found: '12 and 7 years',
        expected: 'scenarios of as many years, or --years N for both',
      },
    ]);
  });
});

describe('futures', () => {
  const options: EnsembleOptions = {
    runs: countOf({ test: 20, full: 400, mutation: 10 }),
    seed: 7,
    uncertainty: 'both',
  };
  let from: Side;
  let to: Side;
  let report: ComparisonReport;
  beforeEach(async () => {
    from = sideOf('todays-course', options);
    to = sideOf('the-briefs-asks', options);
    report = await compare(from, to, options);
  });
  const differencesAt = (t: number): number[] => {
    if (!from.result || !to.result) return [];
    const [before, after] = [from.result, to.result].map((one) => runsOf(one.total, 0, 'shortfall', t));
    return Array.from({ length: options.runs }, (_, run) => (after?.[run] ?? 0) - (before?.[run] ?? 0));
  };

  test('are compared run by run', () => {
    for (const t of [1, years]) {
      const sorted = differencesAt(t).toSorted((one, other) => one - other);
      const mean = sorted.reduce((sum, one) => sum + one, 0) / sorted.length;
      expect(report.spread?.shortfall.mean[t]).toBeCloseTo(mean, 9);
      // Type 7 at a half is the middle of an even number.
      const half = sorted.length / 2;
      expect(report.spread?.shortfall.quantiles['0.5']?.[t]).toBeCloseTo(
        ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2,
        9,
      );
    }
  });

  test('the interval of the answer is that of the last year', () => {
    const low = report.spread?.shortfall.quantiles['0.1']?.at(-1) ?? 0;
    const high = report.spread?.shortfall.quantiles['0.9']?.at(-1) ?? 0;
    const say = (change: number): string => `${Math.round(Math.abs(change))} WTE ${change < 0 ? 'smaller' : 'larger'}`;
    expect(report.answer).toContain(
      `; 80 % of ${options.runs} futures lie between ${say(low)} and ${say(high)}. It closes within ${years} years in `,
    );
  });

  test('the share that closes is counted over the futures of each', () => {
    const closing = (side: Side): number => {
      const { result, resolved } = side;
      if (!result) return 0;
      let count = 0;
      for (let run = 0; run < options.runs; run += 1) {
        const series = (measure: 'shortfall' | 'requirement'): Float64Array =>
          Float64Array.from({ length: years + 1 }, (_, t) => runsOf(result.total, 0, measure, t)[run] ?? 0);
        if (closureOf(resolved.input, series('shortfall'), series('requirement')).year !== null) count += 1;
      }
      return count / options.runs;
    };
    expect(report.closing).toEqual({ from: closing(from), to: closing(to) });
  });

  test('a scenario against itself differs nowhere', async () => {
    const same = await compare(from, from, options);
    expect(same.attribution).toEqual([]);
    expect(same.spread?.posts.mean.every((one) => one === 0)).toBe(true);
    expect(same.answer).toContain('the shortfall');
    expect(same.answer).toContain(
      'is expected to be the same; 80 % of 10 futures lie between the same and the same.'.replace(
        '10',
        String(options.runs),
      ),
    );
    expect(same.answer).toMatch(/It closes within 12 years in neither\.$/u);
  });

  test('the parts of the change add to its mean over the futures, each with its spread', () => {
    expect(report.attributedFutures).toBe(8);
    expect(report.attribution).toHaveLength(6);
    for (let t = 0; t <= years; t += 1) {
      const sum = report.attribution.reduce((total, one) => total + (one.change[t] ?? 0), 0);
      expect(sum).toBeCloseTo(report.spread?.shortfall.mean[t] ?? Number.NaN, 9);
    }
    expect(attributedChange(report)).toBe(report.spread?.shortfall.mean);
    for (const { standardError, quantiles } of report.attribution) {
      expect(standardError).toHaveLength(years + 1);
      expect(quantiles?.['0.1']?.at(-1)).toBeLessThan(quantiles?.['0.9']?.at(-1) ?? -Infinity);
    }
  });

  test('the standard error of the difference is that of independent pairs of runs', () => {
    const pairs = Array.from({ length: options.runs / 2 }, (_, pair) => {
      const all = differencesAt(years);
      return ((all[2 * pair] ?? 0) + (all[2 * pair + 1] ?? 0)) / 2;
    });
    const mean = pairs.reduce((sum, one) => sum + one, 0) / pairs.length;
    const squares = pairs.reduce((sum, one) => sum + (one - mean) ** 2, 0);
    expect(report.spread?.shortfall.standardError?.at(-1)).toBeCloseTo(
      Math.sqrt(squares / (pairs.length - 1) / pairs.length),
      9,
    );
  });

  test('the published form says how they were run', () => {
    expect(comparisonSchema.parse(comparisonJson(report))).toEqual(comparisonJson(report));
    expect(comparisonJson(report)['ensemble']).toEqual({ ...options, interval: [0.1, 0.9] });
  });
});
