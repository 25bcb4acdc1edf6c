import { describe, expect, test } from 'vitest';
import { shippedChecks, shippedEvidence, shippedScenarios } from '../../../tests/support/shipped.ts';
import { judge, runChecks, sayClaim, sayFailure, sayValue, type CheckCourse } from './behaviour.ts';
import { readChecks, type Check, type LocatedCheck } from './behaviour-schema.ts';
import { leverSchema } from './lever.ts';
import type { ModelInput } from './model-input.ts';
import { project } from './project.ts';

const evidence = shippedEvidence();
const scenarios = shippedScenarios();

const courses = (...lists: readonly (readonly number[])[]): readonly CheckCourse[] =>
  lists.map((values, index) => ({ label: `add ${index}`, amount: index, firstYear: 2023, values, drawn: values }));
const years = (holds: Check['holds'], when: Check['when'], ...lists: readonly (readonly number[])[]): unknown =>
  judge({ holds, measure: 'inPost', when }, courses(...lists)).map(({ year }) => year);

const head = 'format: isocentre-checks\nversion: 1\nchecks:\n';
const read = (text: string): readonly LocatedCheck[] => {
  const checks = readChecks({ name: 'c.yaml', text: head + text });
  if (!checks.ok) throw new Error(JSON.stringify(checks.problems));
  return checks.value;
};
const problems = (text: string): unknown => {
  const checks = readChecks({ name: 'c.yaml', text: head + text });
  const run = checks.ok ? runChecks(checks.value, scenarios, evidence) : checks;
  return run.ok ? [] : run.problems;
};
const one = (lines: readonly string[]): string =>
  `  - id: planted\n    title: planted\n    reason: a test\n${lines.map((line) => `    ${line}\n`).join('')}`;

describe('each kind of claim holds and fails', () => {
  test.each<[Check['holds'], number[], number[]]>([
    ['rises', [1, 2, 3], [1, 2, 2]],
    ['rises', [1, 2, 3], [1, 3, 2]],
    ['falls', [3, 2, 1], [3, 3, 1]],
    ['falls', [3, 2, 1], [1, 2, 3]],
    ['never rises', [3, 3, 1], [3, 3, 4]],
    ['never falls', [1, 1, 3], [1, 0, 3]],
    ['does not change', [5, 5, 5], [5, 5, 6]],
    [{ 'stays within': { low: 0, high: 3 } }, [0, 1, 3], [0, 1, 4]],
    [{ 'stays within': { low: 0 } }, [0, 1, 9], [-1, 1, 3]],
    [{ 'stays within': { high: 2 } }, [-7, 1, 2], [1, 3, 1]],
  ])('%j', (holds, right, wrong) => {
    expect(years(holds, 'at the end', ...right.map((value) => [7, value]))).toEqual([]);
    expect(years(holds, 'at the end', ...wrong.map((value) => [7, value]))).toEqual([2024]);
  });

  test('what is no number holds nothing', () => {
    for (const holds of ['rises', 'falls', 'never rises', 'never falls', 'does not change'] as const)
      expect(years(holds, 'at the end', [1], [Number.NaN], [2])).toHaveLength(1);
    expect(years({ 'stays within': { low: 0 } }, 'at the end', [Number.NaN])).toHaveLength(1);
  });

  test('rounding is no change', () => {
    expect(years('never rises', 'at the end', [1000], [1000 + 1e-9], [1000 + 2e-9])).toEqual([]);
    expect(years('rises', 'at the end', [1000], [1000 + 1e-9], [1001])).toEqual([2023]);
  });

  test('which years are looked at', () => {
    const lists = [
      [5, 3, 1],
      [5, 2, 2],
      [5, 1, 3],
    ];
    expect(years('rises', undefined, ...lists)).toEqual([]);
    expect(years('rises', 2024, ...lists)).toEqual([2024]);
    expect(years('never falls', 'every year', ...lists)).toEqual([2024]);
    // Over every year a rise is strict at the end alone, since before the lever acts nothing differs.
    expect(years('rises', 'every year', [5, 1], [5, 2], [5, 3])).toEqual([]);
    expect(years('rises', 'every year', [5, 1], [5, 1], [5, 3])).toEqual([2024]);
  });

  test('a closing year has no year in which it is looked at; never closing is latest', () => {
    const closing = (...list: readonly number[]): unknown =>
      judge({ holds: 'rises', measure: 'closingYear' }, courses(...list.map((year) => [year])));
    expect(closing(2033, 2041, Infinity)).toEqual([]);
    expect(closing(2033, Infinity, Infinity)).toEqual([expect.objectContaining({ year: null })]);
  });

  test('names only the courses that leave the bounds', () => {
    expect(judge({ holds: { 'stays within': { low: 0 } }, measure: 'inPost' }, courses([1], [-2], [3]))).toEqual([
      { year: 2023, values: [{ label: 'add 1', value: -2 }] },
    ]);
  });
});

const staff = one([
  'scenario: todays-course',
  'lever: { lever: retention, from: 2027 }',
  'amounts: { multiply: [0, 1, 2] }',
  'measure: inPost',
  'holds: falls',
]);

describe('a model that is wrong', () => {
  test('a lever with the wrong direction fails and names check, amounts and values', () => {
    const wrongWay = (input: ModelInput): ReturnType<typeof project> =>
      project({
        ...input,
        occupations: input.occupations.map((occupation) => ({
          ...occupation,
          quitMultiplier: occupation.quitMultiplier.map((factor) => 2 - factor),
        })),
      });
    const right = runChecks(read(staff), scenarios, evidence);
    expect(right.ok && right.value.map(({ holds }) => holds)).toEqual([true]);
    const wrong = runChecks(read(staff), scenarios, evidence, wrongWay);
    const [result] = wrong.ok ? wrong.value : [];
    expect(result?.holds).toBe(false);
    expect(result && sayFailure(result)).toMatch(
      /^planted: In post, retired staff who returned included \(WTE\), at the end: falls with the amount; found 2,5\d\d(\.\d)? at multiply 0, 4,0\d\d(\.\d)? at multiply 1, 6,3\d\d(\.\d)? at multiply 2 in 2053$/,
    );
  });

  test('a lever that does nothing fails the shipped checks of it', () => {
    const deaf = (input: ModelInput): ReturnType<typeof project> =>
      project({
        ...input,
        occupations: input.occupations.map((occupation) => ({
          ...occupation,
          quitMultiplier: occupation.quitMultiplier.map(() => 1),
        })),
      });
    const run = runChecks(shippedChecks(), scenarios, evidence, deaf);
    const failed = run.ok ? run.value.filter(({ holds }) => !holds).map(({ check }) => check.id) : [];
    expect(failed).toEqual(['leaving-staff', 'leaving-shortfall', 'leaving-retired']);
  });

  test('staff without posts fail', () => {
    const crowded = (input: ModelInput): ReturnType<typeof project> => {
      const projection = project(input);
      return {
        ...projection,
        values: { ...projection.values, inPost: projection.values.posts.map((posts) => posts * 1.1) },
      };
    };
    const run = runChecks(shippedChecks(), scenarios, evidence, crowded);
    const failed = run.ok ? run.value.filter(({ holds }) => !holds).map(({ check }) => check.id) : [];
    expect(failed).toContain('in-post-within-posts');
  });
});

describe('the shipped checks', () => {
  test('hold', () => {
    const results = runChecks(shippedChecks(), scenarios, evidence);
    expect(results.ok && results.value.filter(({ holds }) => !holds).map(sayFailure)).toEqual([]);
  });

  test('look at every kind of lever', () => {
    const kinds = new Set(shippedChecks().map(({ value }) => value.lever?.lever));
    for (const option of leverSchema.options) expect(kinds).toContain(option.shape.lever.value);
  });

  test('say their claims, each with its own words', () => {
    const claims = shippedChecks().map(({ value }) => sayClaim(value));
    expect(claims).toContain(
      'In post, retired staff who returned included (WTE), clinical technologists, nuclear medicine physics, every year: rises with the amount',
    );
    expect(claims).toContain('Shortfall against requirement (WTE), every year: is at least 0');
  });

  test('a claim turned round fails', () => {
    const turned = { rises: 'falls', falls: 'rises' } as const;
    const checks = shippedChecks().flatMap(({ value, where }): LocatedCheck[] =>
      value.holds === 'rises' || value.holds === 'falls'
        ? [{ value: { ...value, holds: turned[value.holds] }, where }]
        : [],
    );
    expect(checks.length).toBeGreaterThan(15);
    const run = runChecks(checks, scenarios, evidence);
    expect(run.ok && run.value.filter(({ holds }) => holds)).toEqual([]);
  });
});

test('values are said with what matters of them', () => {
  expect(sayValue(4052.2879, 'inPost')).toBe('4,052.3');
  expect(sayValue(0.0123456, 'vacancyRate')).toBe('0.012346');
  expect(sayValue(2041, 'closingYear')).toBe('2041');
  expect(sayValue(Infinity, 'closingYear')).toBe('never');
});

describe('a check that cannot be run', () => {
  const lever = 'lever: { lever: retention }';
  const amounts = 'amounts: { multiply: [0, 1, 2] }';
  const rest = ['measure: inPost', 'holds: falls'];
  test.each<[string, string[], object]>([
    [
      'an unknown scenario',
      ['scenario: nowhere', lever, amounts, ...rest],
      { where: 'c.yaml:7 checks[0].scenario', found: '"nowhere"' },
    ],
    [
      'amounts that do not rise',
      ['scenario: todays-course', lever, 'amounts: { multiply: [0, 2, 1] }', ...rest],
      { where: 'c.yaml:9 checks[0].amounts.multiply', expected: 'three numbers, each larger than the last' },
    ],
    [
      'two amounts',
      ['scenario: todays-course', lever, 'amounts: { add: [0, 1, 2], multiply: [0, 1, 2] }', ...rest],
      { where: 'c.yaml:9 checks[0].amounts', found: 'add and multiply' },
    ],
    [
      'an amount that the lever does not take',
      ['scenario: todays-course', lever, 'amounts: { machines: [0, 1, 2] }', ...rest],
      { found: 'the unknown key "machines"' },
    ],
    [
      'an amount out of bounds',
      ['scenario: todays-course', lever, 'amounts: { multiply: [-1, 0, 1] }', ...rest],
      { where: 'c.yaml:9 checks[0].amounts.multiply' },
    ],
    [
      'an unknown lever',
      ['scenario: todays-course', 'lever: { lever: magic }', amounts, ...rest],
      { where: 'c.yaml:8 checks[0].lever.lever' },
    ],
    [
      'a year past the horizon',
      ['scenario: todays-course', lever, amounts, 'when: 2100', ...rest],
      { where: 'c.yaml:10 checks[0].when', found: '2100', expected: 'a year from 2023 to 2053' },
    ],
    [
      'a comparison without a lever',
      ['scenario: every', ...rest],
      { where: 'c.yaml:9 checks[0].holds', expected: '{stays within: …}' },
    ],
    ['a lever on every scenario', ['scenario: every', lever, amounts, ...rest], { found: '"every" with a lever' }],
    [
      'nobody',
      ['scenario: todays-course', lever, amounts, 'of: { specialism: radiopharmacy }', ...rest],
      { where: 'c.yaml:10 checks[0].of', found: 'nobody' },
    ],
  ])('%s is refused with its place', (_, lines, expected) => {
    expect(problems(one(lines))).toContainEqual(expect.objectContaining(expected));
  });

  test('an id that stands twice is refused', () => {
    expect(problems(staff + staff)).toEqual([expect.objectContaining({ found: '"planted" again' })]);
  });
});
