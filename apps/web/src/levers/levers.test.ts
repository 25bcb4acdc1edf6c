import { leverSchema, readScenario, resolve, type Scenario } from '@isocentre/workforce';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { shippedEvidence, shippedScenarios } from '../../../../tests/support/shipped.ts';
import type { Edit } from '../state/state.ts';
import { applyEdits } from './apply-edits.ts';
import { basisOf } from './basis.ts';
import { pageLevers } from './levers.ts';
import { fromShown, readShown, sayLeverValue, toShown } from './say-value.ts';

const evidence = shippedEvidence();
const scenarioOf = (name: string): Scenario => {
  const located = shippedScenarios().get(name);
  if (!located) throw new Error(name);
  return located.value;
};
const inputOf = (scenario: Scenario) => {
  const resolved = resolve({ value: scenario, where: (path) => path.join('.') }, evidence);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return resolved.value.input;
};
const first = 2027;
const today = scenarioOf('todays-course');
const change = (name: string, ...edits: Edit[]): Scenario => applyEdits(scenarioOf(name), edits, first);

describe('the levers of the page', () => {
  test('have ids of their own, and name figures that data/ has', () => {
    expect(new Set(pageLevers.map((lever) => lever.id)).size).toBe(pageLevers.length);
    for (const figure of pageLevers.flatMap((lever) => lever.figures)) expect(evidence.figures.has(figure)).toBe(true);
  });

  test.each(pageLevers.map((lever) => [lever.id, lever] as const))('%s: today lies in its range', (_, lever) => {
    const value = lever.valueIn(inputOf(today), 4, undefined) ?? NaN;
    expect(value).toBeGreaterThanOrEqual(lever.min);
    expect(value).toBeLessThanOrEqual(lever.max);
  });

  // From the slider to the model and back: what is set is what the model then has.
  test.each(pageLevers.map((lever) => [lever.id, lever] as const))(
    '%s: both ends and the middle run, and set what they say',
    (id, lever) => {
      for (const value of [lever.min, (lever.min + lever.max) / 2, lever.max]) {
        const scenario = change('todays-course', { lever: id, value });
        for (const written of scenario.levers ?? []) expect(leverSchema.safeParse(written).success).toBe(true);
        const input = inputOf(scenario);
        if (!['growth', 'linacs', 'devices', 'technology'].includes(id)) {
          expect(lever.valueIn(input, 4, undefined)).toBeCloseTo(value, 9);
          expect(lever.valueIn(input, 29, undefined)).toBeCloseTo(value, 9);
        }
        expect(lever.valueIn(input, 3, undefined)).toEqual(lever.valueIn(inputOf(today), 3, undefined));
      }
    },
  );

  test('for one specialism leave the others as they are, and act after those for all', () => {
    const places = pageLevers.find((lever) => lever.id === 'scientists');
    const edits = [
      { lever: 'scientists', specialism: 'radiotherapy_physics', value: 90 },
      { lever: 'scientists', value: 200 },
    ];
    const input = inputOf(change('todays-course', ...edits));
    const all = inputOf(change('todays-course', { lever: 'scientists', value: 200 }));
    expect(places?.valueIn(input, 4, 'radiotherapy_physics')).toBeCloseTo(90, 9);
    expect(places?.valueIn(input, 4, 'nuclear_medicine_physics')).toBe(
      places?.valueIn(all, 4, 'nuclear_medicine_physics'),
    );
  });

  test('growth, technology and machines change what is required', () => {
    const required = (...edits: Edit[]): number =>
      inputOf(change('todays-course', ...edits)).cells.reduce((sum, cell) => sum + (cell.requirement.at(-1) ?? 0), 0);
    expect(required({ lever: 'technology', value: 0.9 })).toBeCloseTo(required() * 0.9, 6);
    expect(required({ lever: 'growth', value: 0.01 })).toBeGreaterThan(required() * 1.2);
    // From 2027 to the horizon in 2053 are 27 years with a machine put into use.
    expect(required({ lever: 'linacs', value: 10 }) - required()).toBeCloseTo(10 * 1.7 * 27, 6);
    // A technician for each thousand of them, as data/ has it.
    expect(required({ lever: 'devices', value: 20_000 }) - required()).toBeCloseTo(20 * 27, 6);
    expect(required({ lever: 'devices', value: 20_000 }, { lever: 'linacs', value: 10 }) - required()).toBeCloseTo(
      20 * 27 + 10 * 1.7 * 27,
      6,
    );
  });

  // What a plan can be made of; none is lost by mistake.
  test.each([
    ['training places by route and specialism', ['scientists', 'apprentices'], true],
    ['recruitment', ['overseas', 'direct'], true],
    ['retention', ['leaving'], true],
    ['retire and return', ['returning'], true],
    ['funded posts', ['posts'], true],
    ['funding', ['funding'], false],
    ['supervision', ['supervision'], true],
    ['certification', ['certification', 'assessors'], true],
    ['equipment', ['linacs', 'devices'], false],
    ['growth and technology', ['growth', 'technology'], true],
  ])('%s can be moved', (_, ids, bySpecialism) => {
    for (const id of ids) expect(pageLevers.find((lever) => lever.id === id)?.bySpecialism).toBe(bySpecialism);
  });

  test('are offered where a scenario has the occupations that they are about', () => {
    const physicists = inputOf(today).occupations.filter((one) => one.group === 'scientist');
    const alone = { ...inputOf(today), occupations: physicists };
    expect(pageLevers.find(({ id }) => id === 'devices')?.valueIn(alone, 0, undefined)).toBeUndefined();
    expect(pageLevers.find(({ id }) => id === 'linacs')?.valueIn(alone, 0, undefined)).toBe(0);
    for (const lever of pageLevers.filter(({ bySpecialism }) => bySpecialism))
      expect(lever.valueIn(inputOf(today), 0, 'radiotherapy_physics')).toBeDefined();
  });
});

describe('an edited scenario', () => {
  test('is the scenario itself where nothing was moved', () => {
    expect(applyEdits(today, [], first)).toBe(today);
  });

  test("stands in place of the scenario's levers of that kind, and of no other", () => {
    const asks = scenarioOf('the-briefs-asks');
    const scenario = change('the-briefs-asks', { lever: 'leaving', value: 0.9 });
    expect(scenario.levers?.filter((lever) => lever.lever === 'retention')).toEqual([
      { lever: 'retention', multiply: 0.9, name: 'leaving before retirement: 90 % of today’s rate' },
    ]);
    expect(scenario.levers).toHaveLength(asks.levers?.length ?? 0);
    expect(inputOf(scenario).occupations[0]?.quitMultiplier[4]).toBe(0.9);
  });

  test("from a later year on lets the scenario's own lever act until then", () => {
    const { quitMultiplier } = inputOf(change('the-briefs-asks', { lever: 'leaving', value: 0.9, from: 2035 }))
      .occupations[0] ?? { quitMultiplier: [] };
    expect(quitMultiplier.slice(3, 14)).toEqual([1, 1, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.8, 0.9, 0.9]);
  });

  test('of engineers alone is replaced by one for all, not by one for another specialism', () => {
    const engineers = (edit: Edit): number =>
      change('the-briefs-asks', edit).levers?.filter(({ name }) => name.startsWith('clinical engineers')).length ?? 0;
    expect(engineers({ lever: 'overseas', value: 50 })).toBe(0);
    expect(engineers({ lever: 'overseas', specialism: 'radiotherapy_physics', value: 5 })).toBe(1);
  });

  test('as YAML is read back as the same scenario', () => {
    const scenario = change(
      'the-briefs-asks',
      { lever: 'scientists', value: 200, from: 2030 },
      { lever: 'linacs', value: 3 },
      { lever: 'returning', specialism: 'radiotherapy_physics', value: 0.4 },
    );
    const read = readScenario({ name: 'page.yaml', text: stringify(scenario) });
    expect(read.ok && read.value.value).toEqual(scenario);
  });
});

describe('values as they are shown', () => {
  test('go there and back', () => {
    for (const lever of pageLevers) {
      const steps = Math.round((lever.max - lever.min) / lever.step);
      for (let index = 0; index <= steps; index += 1) {
        const value = Number((lever.min + index * lever.step).toPrecision(12));
        expect(fromShown(lever.form, toShown(lever.form, lever.step, value))).toBeCloseTo(value, 12);
      }
    }
  });
  test.each([
    ['count', 1234.4, '1,234'],
    ['share', 0.075, '7.5 %'],
    ['points', -0.005, '−0.5'],
    ['points', 0.01, '+1'],
    ['ratio', 0.4, '0.4'],
  ] as const)('%s %d is "%s"', (form, value, text) => {
    expect(sayLeverValue({ form }, value)).toBe(text);
  });
});

describe('what a lever rests on', () => {
  const figures = {
    a: { title: '', value: '', unit: '', why: '', basis: 'assumption' },
    p: { title: '', value: '', unit: '', why: '', basis: 'published' },
  } as const;
  const [lever] = pageLevers;
  test.each([
    [[], 'choice'],
    [['p'], 'published'],
    [['a'], 'assumed'],
    [['a', 'p'], 'partly assumed'],
  ])('%j: %s', (ids, basis) => {
    expect(lever && basisOf({ ...lever, figures: ids }, figures)).toBe(basis);
  });
});

describe('what is written in the number box of a lever', () => {
  const lever = { form: 'share', min: 0, max: 1.5, step: 0.01 } as const;
  test.each([
    ['0', 0],
    [' 7 ', 0.07],
    ['150', 1.5],
  ])('"%s" is %d', (text, value) => {
    expect(readShown(lever, text)).toEqual({ value });
  });
  test.each([
    ['abc', '“abc”'],
    ['9999', '“9999”'],
    ['-1', '“-1”'],
    ['150.1', '“150.1”'],
    ['Infinity', '“Infinity”'],
    ['  ', 'nothing'],
  ])('"%s" is told as such, with the range', (text, found) => {
    expect(readShown(lever, text)).toEqual({ problem: `Found ${found}; expected a number from 0 to 150.` });
  });
});
