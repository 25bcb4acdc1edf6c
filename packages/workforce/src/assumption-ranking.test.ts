import type { Figure } from '@isocentre/evidence';
import { covarianceOf, varianceOf } from '@isocentre/statistics';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { shippedEvidence, shippedScenarios } from '../../../tests/support/shipped.ts';
import { rankAssumptions, sayRanking, type AssumptionRanking } from './assumption-ranking.ts';
import { runTasks, type EnsemblePlan } from './ensemble.ts';
import { drawnAmount, rangedAssumptions, sampleProbabilities } from './sample.ts';
import { resolve } from './resolve.ts';
import { runsOf } from './run-values.ts';

const evidence = shippedEvidence();
const located = shippedScenarios().get('todays-course');
if (!located) throw new Error('no scenario');

const planOf = (figures: readonly Figure[], options: EnsemblePlan['options'], askedYears = 8): EnsemblePlan => ({
  scenario: located.value,
  figures,
  by: [],
  options,
  askedYears,
});
const all = [...evidence.figures.values()];

/** All figures as shipped, but that only some of them keep their range. */
const onlyRanged = (...ids: readonly string[]): readonly Figure[] =>
  all.map((figure) => {
    if (ids.includes(figure.id)) return figure;
    const { distribution: _left, ...rest } = figure;
    return rest;
  });

const rankingOf = (plan: EnsemblePlan, ...rest: [AssumptionRanking['measure'], number?]): AssumptionRanking => {
  const ranking = rankAssumptions(plan, runTasks(plan, 16), ...rest);
  if (!ranking.ok) throw new Error(JSON.stringify(ranking));
  return ranking.value;
};

describe('the ranking of assumptions', () => {
  test('one assumption that alone varies, without chance, explains everything', () => {
    const plan = planOf(onlyRanged('quitting_by_age'), { runs: 40, seed: 3, uncertainty: 'ignorance' });
    const { assumptions, r2, year } = rankingOf(plan, 'inPost');
    expect(assumptions.map(({ figure }) => figure.id)).toEqual(['quitting_by_age']);
    // More leave, fewer are there.
    expect(assumptions[0]?.coefficient).toBeCloseTo(-1, 10);
    expect(r2).toBeCloseTo(1, 10);
    expect(year).toBe(2031);
  });

  test('two runs share one draw: with chance the assumption explains its share and no more', () => {
    const options = { runs: 200, seed: 3, uncertainty: 'both' } as const;
    const plan = planOf(onlyRanged('quitting_by_age'), options, 4);
    const { r2 } = rankingOf(plan, 'quit', 2024);
    const runs = runsOf(runTasks(plan, 16).total, 0, 'quit', 1);
    // The independent reading: the correlation of the values themselves with what was drawn for each pair.
    const resolved = resolve(located, { figures: new Map(plan.figures.map((one) => [one.id, one])) }, 4);
    if (!resolved.ok) throw new Error('does not resolve');
    const [figure] = rangedAssumptions(
      { figures: new Map(plan.figures.map((one) => [one.id, one])) },
      resolved.value.uses,
      new Set(),
    );
    if (!figure) throw new Error('no assumption');
    const probabilities = sampleProbabilities([figure], 100, 3).get(figure.id) ?? [];
    const drawn = Array.from({ length: 200 }, (_, run) => drawnAmount(figure, probabilities[Math.floor(run / 2)] ?? 0));
    const squared = covarianceOf(drawn, runs) ** 2 / (varianceOf(drawn) * varianceOf(runs));
    expect(Math.abs(r2 - squared)).toBeLessThan(0.05);
    expect(r2).toBeLessThan(0.98);
    expect(r2).toBeGreaterThan(0.3);
  });

  test('is sorted by size, names every assumption that varies, and does not depend on anything but the plan', () => {
    const runs = countOf({ test: 300, full: 300, mutation: 140 });
    const plan = planOf(all, { runs, seed: 1, uncertainty: 'both' });
    const ranking = rankingOf(plan, 'shortfall');
    const sizes = ranking.assumptions.map(({ coefficient }) => Math.abs(coefficient));
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
    const resolved = resolve(located, evidence, 8);
    if (!resolved.ok) throw new Error('does not resolve');
    expect(ranking.assumptions.map(({ figure }) => figure.id).toSorted()).toEqual(
      rangedAssumptions(evidence, resolved.value.uses, new Set())
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(ranking).toEqual(rankingOf(plan, 'shortfall'));
    expect(ranking.r2).toBeGreaterThan(0.5);
    expect(sayRanking(ranking).replace(`${runs} futures`, 'all futures')).toMatch(
      /^The three that matter most are “[^”]+”, “[^”]+” and “[^”]+”; together the \d+ assumptions explain \d+ % of the spread of all futures \(R² 0\.\d\d\)\.$/,
    );
  });

  test('takes a draw that was pulled in as the run had it', () => {
    const figures = onlyRanged('posts_radiotherapy_physics').map((figure): Figure =>
      figure.id === 'posts_radiotherapy_physics'
        ? { ...figure, distribution: { kind: 'uniform', low: 1900, high: 6000 } }
        : figure,
    );
    const plan = planOf(figures, { runs: 40, seed: 1, uncertainty: 'ignorance' }, 3);
    expect(runTasks(plan, 16).pulledIn).toBeGreaterThan(5);
    // The experts required follow the posts of radiotherapy physics; in the order of the draws they would not.
    expect(rankingOf(plan, 'recognisedRequirement', 2023).r2).toBeGreaterThan(0.999);
  });

  test('says what is missing instead of guessing', () => {
    const few = planOf(all, { runs: 60, seed: 1, uncertainty: 'both' }, 3);
    const result = runTasks(few, 16);
    expect(rankAssumptions(few, result, 'shortfall')).toMatchObject({
      ok: false,
      problems: [
        { where: 'the ensemble', found: expect.stringMatching(/^60 /), expected: expect.stringMatching(/\d/) },
      ],
    });
    expect(rankAssumptions(few, result, 'shortfall', 2050)).toMatchObject({ ok: false, problems: [{ found: '2050' }] });
    const chance = planOf(all, { runs: 10, seed: 1, uncertainty: 'chance' }, 3);
    expect(rankAssumptions(chance, runTasks(chance, 16), 'shortfall')).toMatchObject({
      ok: false,
      problems: [{ found: 'assumptions that do not vary' }],
    });
    const same = planOf(onlyRanged('quitting_by_age'), { runs: 10, seed: 1, uncertainty: 'ignorance' }, 3);
    expect(rankAssumptions(same, runTasks(same, 16), 'inPost', 2023)).toMatchObject({
      ok: false,
      problems: [{ found: 'inPost that is the same in every future' }],
    });
  });
});
