import { describe, expect, test } from 'vitest';
import { shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import type { Located } from '@isocentre/evidence';
import { groupCells, sumCells } from '../grouping.ts';
import { project } from '../project.ts';
import { resolve } from '../resolve.ts';
import type { Scenario } from '../scenario.ts';
import type { Side } from './differences.ts';
import { attribute, shapley, type Contribution } from './expected.ts';

const evidence = shippedEvidence();
const scenario = (name: string): Located<Scenario> => {
  const found = shippedScenarios().get(name);
  if (!found) throw new Error(name);
  return found;
};
const sideOf = (located: Located<Scenario>): Side => {
  const resolved = resolve(located, evidence);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return { located, resolved: resolved.value };
};
const course = (located: Located<Scenario>): Float64Array => {
  const { input } = sideOf(located).resolved;
  return sumCells(project(input), 'shortfall', groupCells(input, [])[0]?.cells ?? []);
};
const parts = (from: Located<Scenario>, to: Located<Scenario>): readonly Contribution[] => {
  const result = attribute(sideOf(from), sideOf(to), evidence, 'shortfall', 12);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};
const edit = (located: Located<Scenario>, changes: Partial<Scenario>): Located<Scenario> => ({
  ...located,
  value: { ...located.value, ...changes },
});

const today = scenario('todays-course');

describe('the division of a change', () => {
  test('is that of the glove game: who holds the one left glove has two thirds', () => {
    // Shapley (1953), as every textbook has it: bit 0 the left glove, bits 1 and 2 a right one each.
    const worth = Array.from({ length: 8 }, (_, set) => [set % 2 === 1 && set > 1 ? 1 : 0]);
    expect(shapley(3, worth).map(([share]) => share)).toEqual(
      [2 / 3, 1 / 6, 1 / 6].map((one) => expect.closeTo(one, 12)),
    );
  });
});

describe('attribution on the expected course', () => {
  test.each(['the-briefs-asks', 'the-2023-pledge', 'no-new-training', 'todays-course-without-growth'])(
    'the parts add to the whole change: %s',
    (name) => {
      const to = scenario(name);
      const before = course(today);
      const after = course(to);
      const contributions = parts(today, to);
      for (let t = 0; t < before.length; t += 1) {
        const sum = contributions.reduce((total, one) => total + (one.change[t] ?? 0), 0);
        expect(sum).toBeCloseTo((after[t] ?? 0) - (before[t] ?? 0), 6);
      }
    },
  );

  test('one lever has the whole change', () => {
    const [only, ...others] = parts(today, scenario('double-the-programme'));
    expect(others).toEqual([]);
    expect(only?.name).toBe('twice the scientist training places');
  });

  test('nothing differs between a scenario and itself', () => {
    expect(parts(scenario('the-briefs-asks'), scenario('the-briefs-asks'))).toEqual([]);
  });

  test('the way back is the way there with the other sign', () => {
    const there = parts(today, scenario('double-the-programme'));
    const back = parts(scenario('double-the-programme'), today);
    expect(back[0]?.name).toBe('without: twice the scientist training places');
    expect(back[0]?.change.at(-1)).toBeCloseTo(-(there[0]?.change.at(-1) ?? 0), 9);
  });

  test('two equal levers have equal parts, which is half of what both do', () => {
    const lever = (name: string): NonNullable<Scenario['levers']>[number] => ({
      lever: 'training-places',
      name,
      route: 'scientist_training',
      add: 20,
    });
    const both = parts(today, edit(today, { levers: [lever('one'), lever('other')] }));
    expect(both[0]?.change.at(-1)).toBeCloseTo(both[1]?.change.at(-1) ?? 0, 9);
    const whole =
      (course(edit(today, { levers: [lever('one'), lever('other')] })).at(-1) ?? 0) - (course(today).at(-1) ?? 0);
    expect(both[0]?.change.at(-1)).toBeCloseTo(whole / 2, 6);
  });

  test('equals the average over all orders, worked out one by one', () => {
    const to = scenario('the-briefs-asks');
    const levers = (to.value.levers ?? []).slice(0, 3);
    const orders = [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ];
    const at = (chosen: readonly number[]): number =>
      course(edit(today, { levers: levers.filter((_, index) => chosen.includes(index)) })).at(-1) ?? 0;
    const average = levers.map((_, index) => {
      const added = orders.map((order) => {
        const before = order.slice(0, order.indexOf(index));
        return at([...before, index]) - at(before);
      });
      return added.reduce((sum, one) => sum + one, 0) / orders.length;
    });
    const given = parts(today, edit(today, { levers }));
    levers.forEach((lever, index) => {
      expect(given.find((one) => one.name === lever.name)?.change.at(-1)).toBeCloseTo(average[index] ?? 0, 6);
    });
  });

  test('a baseline that differs is named', () => {
    expect(parts(today, scenario('todays-course-without-growth')).map((one) => one.name)).toEqual(['the baseline']);
  });

  test('too many differences are refused', () => {
    const result = attribute(sideOf(today), sideOf(scenario('the-briefs-asks')), evidence, 'shortfall', 3);
    expect(result.ok ? [] : result.problems.map((problem) => problem.found)).toEqual([
      '6 differences from todays-course',
    ]);
  });
});
