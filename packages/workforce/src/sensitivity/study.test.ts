import type { Evidence, Located } from '@isocentre/evidence';
import { beforeEach, describe, expect, test } from 'vitest';
import { shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import { project } from '../project.ts';
import { resolve } from '../resolve.ts';
import { assumptionAt, rangedAssumptions } from '../sample.ts';
import type { Scenario } from '../scenario.ts';
import { saySensitivity, sensitivityJson, sensitivityTable } from './report.ts';
import { sensitivitySchema } from './schema.ts';
import { studySensitivity, type SensitivityOptions, type SensitivityStudy } from './study.ts';

const evidence = shippedEvidence();
const scenario = (name: string, changes: Partial<Scenario> = {}): Located<Scenario> => {
  const located = shippedScenarios().get(name);
  if (!located) throw new Error(name);
  return { ...located, value: { ...located.value, ...changes } };
};
const options: SensitivityOptions = {
  method: 'sobol',
  askedYears: 12,
  trajectories: 3,
  assumptions: 4,
  points: 32,
  seed: 1,
  resamples: 50,
  level: 0.8,
};
const runStudy = (
  located: Located<Scenario>,
  changes: Partial<SensitivityOptions> = {},
  given: Evidence = evidence,
) => {
  const steps = studySensitivity(located, given, { ...options, ...changes });
  const shares: number[] = [];
  let step = steps.next();
  while (!step.done) {
    shares.push(step.value);
    step = steps.next();
  }
  return { result: step.value, shares };
};
const study = (
  located: Located<Scenario>,
  changes: Partial<SensitivityOptions> = {},
  given?: Evidence,
): SensitivityStudy => {
  const { result } = runStudy(located, changes, given);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};

const shortfallOf = (located: Located<Scenario>, years: number, drawn?: Parameters<typeof resolve>[3]): number => {
  const resolved = resolve(located, evidence, years, drawn);
  if (!resolved.ok) throw new Error('does not resolve');
  const { input } = resolved.value;
  const { shortfall } = project(input).values;
  return shortfall.slice(years * input.cells.length).reduce((sum, one) => sum + one, 0);
};

describe('a sensitivity study', () => {
  const located = scenario('todays-course');
  let found: SensitivityStudy;
  beforeEach(() => {
    found = study(located);
  });

  test('starts from the expected course', () => {
    expect(found.stated).toEqual({ value: expect.closeTo(shortfallOf(located, 12), 8), closes: false });
    expect(found.outcome).toBe('shortfall');
    expect(found.year).toBe(2035);
  });
  test('screens every assumption with a range and lets as many go on as asked', () => {
    const ranged = rangedAssumptions(evidence, found.resolved.uses, new Set());
    expect(found.assumptions.map((one) => one.figure.id).toSorted()).toEqual(ranged.map((one) => one.id).toSorted());
    expect(found.assumptions.filter((one) => one.indices)).toHaveLength(4);
    const held = found.assumptions.slice(4).map((one) => one.screening.meanAbsolute);
    expect(Math.max(...held)).toBeLessThanOrEqual(
      Math.min(...found.assumptions.slice(0, 4).map((one) => one.screening.meanAbsolute)),
    );
    expect(found.runs).toBe(3 * (ranged.length + 1) + 6 * 32);
  });
  test('finds the assumption that moves the outcome most, one at a time, and its direction', () => {
    const moves = found.assumptions.map(({ figure }) => {
      const [low = 0, high = 0] = [0.1, 0.9].map((p) =>
        shortfallOf(located, 12, new Map([[figure.id, assumptionAt(figure, p)]])),
      );
      return { id: figure.id, by: high - low };
    });
    const chief = moves.toSorted((left, right) => Math.abs(right.by) - Math.abs(left.by))[0];
    expect(found.assumptions[0]?.figure.id).toBe(chief?.id);
    expect(Math.sign(found.assumptions[0]?.indices?.rank ?? 0)).toBe(Math.sign(chief?.by ?? 0));
  });
  test('tells the mean outcome at the ends of an assumption, in the direction of its rank correlation', () => {
    const [chief] = found.assumptions;
    const { low, high } = chief?.indices?.ends ?? { low: NaN, high: NaN };
    expect(Math.sign(high - low)).toBe(Math.sign(chief?.indices?.rank ?? NaN));
    expect(Math.min(low, high)).toBeLessThan(found.spread.median);
    expect(Math.max(low, high)).toBeGreaterThan(found.spread.median);
  });
  test('says its progress, rising to 1, and the same seed gives the same study', () => {
    const { shares, result } = runStudy(located);
    expect(shares).toEqual(shares.toSorted((left, right) => left - right));
    expect(shares.at(-1)).toBeCloseTo(1, 12);
    expect(result.ok && sensitivityJson(result.value)).toEqual(sensitivityJson(found));
  });
  test('is published in its schema, and as a table', () => {
    expect(() => sensitivitySchema.parse(JSON.parse(JSON.stringify(sensitivityJson(found))))).not.toThrow();
    expect(sensitivityTable(found).rows).toHaveLength(found.assumptions.length);
    expect(saySensitivity(found)).toContain('shortfall against requirement in 2035 depends most on');
  });
  test('leaves out an assumption for which the scenario has a figure of its own', () => {
    const own = found.assumptions.find((one) => one.figure.stated.kind === 'number')?.figure;
    if (own?.stated.kind !== 'number') throw new Error('no assumption is a number');
    const value = own.stated.number;
    const without = study(scenario('todays-course', { figures: { [own.id]: { value, unit: own.unit } } }));
    expect(without.assumptions.map((one) => one.figure.id)).not.toContain(own.id);
  });
  test('screens alone where asked', () => {
    const screened = study(located, { method: 'morris' });
    expect(screened.assumptions.every((one) => one.indices === undefined)).toBe(true);
    expect(saySensitivity(screened)).toContain('(μ*)');
  });
});

describe('the closing year', () => {
  test('is the outcome where most runs close, and counts as the year after the horizon where one does not', () => {
    const located = scenario('the-briefs-asks', {
      closureTolerance: 0.15,
      baseline: { growth: 'none' },
    });
    const found = study(located, { askedYears: 30, points: 16 });
    expect(found.outcome).toBe('closing');
    expect(found.spread.high).toBeLessThanOrEqual(2054);
    expect(found.spread.closing).toBeGreaterThan(0.5);
    expect(found.spread.closing).toBeLessThanOrEqual(1);
    expect(saySensitivity(found)).toMatch(/the closing year depends most on .* years/s);
  });
  test('that nothing moves is said to be so', () => {
    const found = study(scenario('no-new-training'), { outcome: 'closing', points: 16 });
    expect(found.spread).toMatchObject({ error: 0, closing: 0 });
    expect(saySensitivity(found)).toContain('is beyond the horizon in every run: no assumption moves it.');
  });
});

describe('what cannot be studied', () => {
  test('is a problem: a year outside the projection, or nothing with a range', () => {
    expect(runStudy(scenario('todays-course'), { year: 2100 }).result).toMatchObject({
      ok: false,
      problems: [{ where: '--year', found: '"2100"', expected: 'a year from 2023 to 2035' }],
    });
    const fixed: Evidence = {
      figures: new Map(
        [...evidence.figures].map(([id, figure]) => [
          id,
          figure.distribution ? { ...figure, distribution: { kind: 'fixed' } } : figure,
        ]),
      ),
    };
    expect(runStudy(scenario('todays-course'), {}, fixed).result).toMatchObject({
      ok: false,
      problems: [{ found: 'no assumption with a range' }],
    });
  });
});
