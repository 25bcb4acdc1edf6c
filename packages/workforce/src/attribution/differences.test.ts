import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../../tests/support/counts.ts';
import { shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import { resolve, type Resolved } from '../resolve.ts';
import type { Scenario } from '../scenario.ts';
import { alignDates, between, differencesOf } from './differences.ts';

const evidence = shippedEvidence();
const scenarios = shippedScenarios();
const shipped = (name: string): Scenario => {
  const found = scenarios.get(name);
  if (!found) throw new Error(name);
  return found.value;
};
const resolved = (scenario: Scenario): Resolved => {
  const result = resolve({ value: scenario, where: () => scenario.name }, evidence);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};
type Lever = NonNullable<Scenario['levers']>[number];
const lever = (name: string, add: number | { formula: string } = 10): Lever => ({
  lever: 'training-places',
  name,
  route: 'scientist_training',
  add,
});
const withLevers = (...levers: readonly Lever[]): Scenario => ({ ...shipped('todays-course'), levers: [...levers] });

describe('the differences of two scenarios', () => {
  test('none made is the first, all made is the second, whatever levers they have in whatever order', () => {
    const levers = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 6 });
    fc.assert(
      fc.property(levers, levers, (first, second) => {
        const from = withLevers(...first.map((name) => lever(name)));
        const to = withLevers(...second.map((name) => lever(name)));
        const { names, at } = differencesOf(from, to);
        expect(at(0).levers).toEqual(from.levers);
        expect(at(2 ** names.length - 1).levers).toEqual(to.levers);
      }),
      { numRuns: countOf({ test: 200, full: 3000, mutation: 100 }), seed: 2_611 },
    );
  });

  test('are told one by one, a lever that comes twice as two', () => {
    const from = withLevers(lever('kept'), lever('dropped'));
    const to = { ...withLevers(lever('kept'), lever('kept')), baseline: { growth: 'none' as const } };
    const { names, at, changesShape } = differencesOf(from, to);
    expect(names).toEqual(['the baseline', 'without: dropped', 'kept']);
    expect(changesShape).toBe(true);
    expect(at(0b010)).toEqual({ ...from, levers: [lever('kept')] });
    expect(at(0b100).levers?.map(({ name }) => name)).toEqual(['kept', 'kept', 'dropped']);
    expect(at(0b001).baseline).toEqual({ growth: 'none' });
    expect(differencesOf(to, from).at(0b001)).not.toHaveProperty('figures');
  });

  test('the order of levers is one difference, since a lever may set what another changes', () => {
    const { names, at } = differencesOf(withLevers(lever('one'), lever('two')), withLevers(lever('two'), lever('one')));
    expect(names).toEqual(['the order of the levers']);
    expect(at(1).levers?.map(({ name }) => name)).toEqual(['two', 'one']);
  });
});

describe('a scenario in between', () => {
  const figures = { ltwp_mpce_extra_places: { value: { series: { '2025': 15 } }, unit: 'places a year' } };

  test('does without a figure of its own that only another lever reads', () => {
    const from = { ...shipped('todays-course'), firstDecisionYear: 2025 };
    const to = { ...shipped('the-2023-pledge'), figures };
    const differences = differencesOf(from, to);
    expect(differences.names).toContain('figures of its own');
    const one = between(differences, 1 << differences.names.indexOf('figures of its own'), evidence, 30);
    expect(one.ok && one.value.located.value.figures).toEqual({});
    const all = between(differences, 2 ** differences.names.length - 1, evidence, 30);
    expect(all.ok && all.value.located.value.figures).toEqual(figures);
  });

  test('that makes no sense alone is named', () => {
    const to: Scenario = {
      ...withLevers({ ...lever('in Scotland'), where: { region: 'scotland' } } as Lever),
      baseline: { geography: 'regions' },
    };
    const one = between(differencesOf(shipped('todays-course'), to), 0b10, evidence, 30);
    expect(one.ok ? [] : one.problems).toEqual([
      {
        where: '"todays-course" with only "in Scotland" of the other',
        found: expect.stringContaining('scotland') as string,
        expected: expect.stringContaining('; compare with a scenario in between') as string,
      },
    ]);
  });
});

describe('dates', () => {
  test('the earlier first year of decisions is that of both, and each lever still begins when it did', () => {
    const early = shipped('the-2023-pledge');
    const late: Scenario = {
      ...withLevers(
        lever('from the first year'),
        { ...lever('from 2030'), from: 2030 },
        { ...lever('a series', { formula: 'ltwp_mpce_extra_places' }), from: 2028 },
      ),
    };
    const [one, other] = alignDates([early, late].map(resolved), evidence);
    expect([one, other].map((scenario) => scenario?.firstDecisionYear)).toEqual([2025, 2025]);
    expect(one?.levers).toEqual(early.levers);
    expect(other?.levers?.map(({ from }) => from)).toEqual([2027, 2030, 2028]);
    for (const [before, after] of [
      [early, one],
      [late, other],
    ]) {
      if (!before || !after) throw new Error('no scenario');
      expect(resolved(after).input.cells).toEqual(resolved(before).input.cells);
    }
  });

  test('a lever whose amounts have years keeps those', () => {
    const [, late] = alignDates(
      [
        resolved(shipped('the-2023-pledge')),
        resolved({
          ...withLevers(lever('a series', { formula: 'ltwp_mpce_extra_places' })),
          firstDecisionYear: 2024,
        }),
      ],
      evidence,
    );
    expect(late?.levers?.[0]).not.toHaveProperty('from');
  });
});
