import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../../tests/support/counts.ts';
import { shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import { resolve, type Resolved } from '../resolve.ts';
import type { Scenario } from '../scenario.ts';
import { between, visitBetween, type Between } from './between.ts';
import { alignDates, differencesOf } from './differences.ts';

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

  test('beyond the most that are told apart, levers of one kind count as one', () => {
    const from = withLevers(lever('kept'), lever('gone'), lever('gone too'));
    const overseas: Lever = { lever: 'recruitment', name: 'overseas', source: 'international', add: 3 };
    const to = withLevers(lever('kept'), lever('new', 1), overseas, lever('newer', 2));
    expect(differencesOf(from, to, 5).names).toEqual([
      'without: gone',
      'without: gone too',
      'new',
      'overseas',
      'newer',
    ]);
    const { names, parts, at } = differencesOf(from, to, 4);
    expect(names).toEqual([
      'without: training places, Scientist Training Programme (2 levers)',
      'training places, Scientist Training Programme (2 levers)',
      'overseas',
    ]);
    expect(parts).toEqual([[0], [1], [2]]);
    const namesAt = (made: number): readonly string[] => at(made).levers?.map(({ name }) => name) ?? [];
    expect(at(0).levers).toEqual(from.levers);
    expect(at(0b111).levers).toEqual(to.levers);
    expect(namesAt(0b001)).toEqual(['kept']);
    expect(namesAt(0b010).toSorted()).toEqual(['gone', 'gone too', 'kept', 'new', 'newer']);
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
    expect(one?.located.value.figures).toEqual({});
    const all = between(differences, 2 ** differences.names.length - 1, evidence, 30);
    expect(all?.located.value.figures).toEqual(figures);
  });

  const inRegion = (region: string): Lever => ({ ...lever(`in ${region}`), where: { region } }) as Lever;
  const allSets = (players: number): readonly number[] => Array.from({ length: 2 ** players }, (_, made) => made);

  test('that makes no sense is found out', () => {
    const to: Scenario = { ...withLevers(inRegion('scotland')), baseline: { geography: 'regions' } };
    const differences = differencesOf(shipped('todays-course'), to);
    expect([0b00, 0b01, 0b10, 0b11].map((made) => between(differences, made, evidence, 30) !== undefined)).toEqual([
      true,
      true,
      false,
      true,
    ]);
  });

  test('is joined with what it needs and with nothing else, and then all make sense', () => {
    const to: Scenario = {
      ...withLevers(lever('one'), inRegion('scotland'), inRegion('wales'), lever('two')),
      baseline: { geography: 'regions' },
    };
    const single = differencesOf(shipped('todays-course'), to);
    expect(single.names).toEqual(['the baseline', 'one', 'in scotland', 'in wales', 'two']);
    const visited = new Map<number, Between>();
    const joined = visitBetween(single, allSets, evidence, 30, (made, one) => {
      if (made === 0) visited.clear();
      visited.set(made, one);
    });
    expect(new Set(joined.names)).toEqual(new Set(['one', 'two', 'the baseline, in scotland and in wales together']));
    expect(new Set(joined.parts.map((part) => part.join(' ')))).toEqual(new Set(['0 2 3', '1', '4']));
    expect([...visited.keys()].toSorted((a, b) => a - b)).toEqual(allSets(3));
    for (const [made, { located }] of visited) {
      const names = new Set(located.value.levers?.map(({ name }) => name));
      joined.parts.forEach((part, index) => {
        for (const difference of part.filter((one) => one > 0))
          expect(names.has(single.names[difference] ?? '')).toBe(((made >> index) & 1) === 1);
      });
    }
  });

  test('is left alone where all make sense', () => {
    const single = differencesOf(shipped('todays-course'), shipped('the-briefs-asks'));
    expect(visitBetween(single, () => [0b1, 0b10, 0b111], evidence, 10)).toBe(single);
  });

  test('is a part of one difference where nothing less makes sense', () => {
    const single = differencesOf(withLevers(lever('a')), withLevers(lever('b'), lever('c')));
    // Levers that only work all three together: none of them can be taken away, nor one more put in.
    const entangled = {
      ...single,
      at: (made: number) => (made === 0 || made === 7 ? single.at(made) : withLevers(inRegion('scotland'))),
    };
    const joined = visitBetween(entangled, allSets, evidence, 30);
    expect(joined.names).toEqual(['without: a, b and c together']);
    expect(joined.at(1)).toEqual(single.at(7));
    expect(joined.at(0)).toEqual(single.at(0));
  });

  test('an end that makes no sense is a fault of the program', () => {
    const single = differencesOf(withLevers(lever('a')), withLevers(inRegion('scotland')));
    expect(() => visitBetween(single, allSets, evidence, 30)).toThrow('one of the two scenarios does not resolve');
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
