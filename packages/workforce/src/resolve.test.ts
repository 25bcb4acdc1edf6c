import { parseYaml, type Located } from '@isocentre/evidence';
import { beforeEach, describe, expect, test } from 'vitest';
import { resolveShipped, shippedEvidence } from '../../../tests/support/shipped.ts';
import type { ModelInput } from './model-input.ts';
import { resolve, type Resolved } from './resolve.ts';
import { migrate, readScenario } from './read-scenario.ts';

const evidence = shippedEvidence();
const head = 'format: isocentre-scenario\nversion: 1\nname: mine\ntitle: mine\nsummary: mine\n';

const problemsOf = (body: string, askedYears?: number): readonly string[] => {
  const read = readScenario({ name: 'mine.yaml', text: head + body });
  const outcome = read.ok ? resolve(read.value, evidence, askedYears) : read;
  return outcome.ok ? [] : outcome.problems.map(({ where, found, expected }) => `${where} | ${found} | ${expected}`);
};
const resolved = (body: string): Resolved => {
  const read = readScenario({ name: 'mine.yaml', text: head + body });
  const outcome = read.ok ? resolve(read.value, evidence) : read;
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
};
let today: ModelInput;
beforeEach(() => {
  today = resolveShipped('todays-course').input;
});
const step = (year: number): number => year - 2023;
const sum = (values: readonly (number | undefined)[]): number =>
  values.reduce<number>((total, value) => total + (value ?? 0), 0);
const starts = (input: ModelInput, route: string, year: number): number =>
  sum(
    input.cells.flatMap((cell) =>
      cell.training.filter((one) => one.route === route).map((one) => one.starts[step(year)]),
    ),
  );
const occupation = (input: ModelInput, id: string): ModelInput['occupations'][number] => {
  const found = input.occupations.find((one) => one.id === id);
  if (!found) throw new Error(id);
  return found;
};
const cell = (input: ModelInput, id: string): ModelInput['cells'][number] => {
  const found = input.cells.find((one) => one.occupation === id);
  if (!found) throw new Error(id);
  return found;
};

describe('levers', () => {
  test('training places are added in total, spread as today, from the first decision year', () => {
    const { input } = resolved(
      'levers:\n  - { lever: training-places, name: more, route: scientist_training, add: 20 }\n',
    );
    expect(starts(input, 'scientist_training', 2026)).toBeCloseTo(139, 9);
    expect(starts(input, 'scientist_training', 2027)).toBeCloseTo(159, 9);
    expect(starts(input, 'technologist_training', 2027)).toBeCloseTo(starts(today, 'technologist_training', 2027), 9);
    const part = (of: ModelInput): number =>
      cell(of, 'radiotherapy_physics.scientist').training[0]?.starts[step(2030)] ?? 0;
    expect(part(input) / part(today)).toBeCloseTo(159 / 139, 9);
  });

  test('places are set in total, multiplied, and chosen by where, from and until', () => {
    const where = 'where: { specialism: [nuclear_medicine_physics, radiotherapy_physics], group: scientist }';
    const { input } = resolved(
      `levers:\n  - { lever: training-places, name: x, route: all, ${where}, from: 2030, until: 2031, set: 10 }\n`,
    );
    const chosen = (year: number): number =>
      sum(
        ['nuclear_medicine_physics.scientist', 'radiotherapy_physics.scientist'].map(
          (id) => cell(input, id).training[0]?.starts[step(year)],
        ),
      );
    expect([chosen(2030), chosen(2031)]).toEqual([10, 10]);
    expect(chosen(2029)).toBe(chosen(2032));
    expect(chosen(2029)).toBeGreaterThan(50);
  });

  test('a dated series from data gives each year its amount', () => {
    const { input } = resolveShipped('the-2023-pledge');
    const added = (year: number): number => starts(input, 'scientist_training', year) - 139;
    expect([2024, 2025, 2027, 2028, 2050].map((year) => Math.round(added(year) * 1e6) / 1e6)).toEqual([
      0, 15, 15, 33, 33,
    ]);
  });

  test('a series of its own gives each year its amount, which holds until the next', () => {
    const { input } = resolved(
      'levers:\n  - { lever: training-places, name: x, route: scientist_training, add: { series: { 2029: 10, 2031: 0 } } }\n',
    );
    const added = (year: number): number =>
      starts(input, 'scientist_training', year) - starts(today, 'scientist_training', year);
    expect([2028, 2029, 2030, 2031, 2050].map((year) => Math.round(added(year) * 1e6) / 1e6)).toEqual([
      0, 10, 10, 0, 0,
    ]);
  });

  test('recruitment by source', () => {
    const { input } = resolved(
      'levers:\n  - { lever: recruitment, name: x, source: international, where: { group: engineering }, multiply: 2 }\n',
    );
    const people = (of: ModelInput, id: string, source: number): number =>
      cell(of, id).recruits[source]?.people[step(2030)] ?? 0;
    const engineers = 'radiotherapy_physics.engineering';
    expect(people(input, engineers, 0)).toBeCloseTo(2 * people(today, engineers, 0), 12);
    expect(people(input, engineers, 1)).toBe(people(today, engineers, 1));
    expect(people(input, 'radiotherapy_physics.scientist', 0)).toBe(people(today, 'radiotherapy_physics.scientist', 0));
  });

  test('retention, retire-and-return, supervision and funding act on their own numbers', () => {
    const { input } = resolved(`levers:
  - { lever: retention, name: x, where: { group: scientist }, from: 2028, multiply: 0.5 }
  - { lever: retire-and-return, name: x, add: 0.1 }
  - { lever: supervision, name: x, set: 0.6 }
  - { lever: funding-share, name: x, multiply: 2 }
`);
    const scientist = occupation(input, 'radiotherapy_physics.scientist');
    expect(scientist.quitMultiplier.slice(3, 7)).toEqual([1, 1, 0.5, 0.5]);
    expect(occupation(input, 'radiotherapy_physics.technologist').quitMultiplier[6]).toBe(1);
    expect(scientist.returning.slice(3, 5)).toEqual([0.2, 0.2 + 0.1]);
    expect(scientist.supervision.slice(3, 5)).toEqual([0.4, 0.6]);
    expect(input.fundedShare.slice(3, 5)).toEqual([0.25, 0.5]);
  });

  test('certification changes the rate or the assessors', () => {
    const { input } = resolved(`levers:
  - { lever: certification, name: x, where: { specialism: radiotherapy_physics }, set: 0.1 }
  - { lever: certification, name: x, of: assessors, multiply: 2 }
`);
    expect(occupation(input, 'radiotherapy_physics.scientist').certification).toMatchObject({ fromAge: 30 });
    expect(occupation(input, 'radiotherapy_physics.scientist').certification?.probability[4]).toBe(0.1);
    expect(occupation(input, 'nuclear_medicine_physics.scientist').certification?.probability[4]).toBe(0.06);
    expect(occupation(input, 'nuclear_medicine_physics.scientist').certification?.perAssessor[4]).toBe(0.3);
    expect(occupation(input, 'radiotherapy_physics.technologist').certification).toBeNull();
  });

  test('dated posts are spread as posts are', () => {
    const { input } = resolved(
      'levers:\n  - { lever: funded-posts, name: x, where: { specialism: radiotherapy_physics }, from: 2028, until: 2028, add: 100 }\n',
    );
    expect(cell(input, 'radiotherapy_physics.scientist').addedPosts[5]).toBeCloseTo(45, 9);
    expect(sum(input.cells.map((one) => one.addedPosts[5]))).toBeCloseTo(100, 9);
    expect(sum(input.cells.map((one) => one.addedPosts[6]))).toBe(0);
  });

  test('growth compounds, programmes add, technology multiplies', () => {
    const { input } = resolved(`levers:
  - { lever: growth, name: x, where: { specialism: radiotherapy_physics }, from: 2027, set: 0.1 }
  - { lever: equipment-programme, name: x, where: { specialism: radiotherapy_physics, group: scientist }, from: 2027, until: 2028, machines: 28, wtePerMachine: 0.5 }
  - { lever: technology, name: x, where: { specialism: radiotherapy_physics }, from: 2029, multiply: 0.9 }
`);
    const required = cell(input, 'radiotherapy_physics.scientist').requirement;
    const base = required[0] ?? 0;
    const stated = 1.01 ** 4;
    expect(required[4]).toBeCloseTo(base * stated + 14, 9);
    expect(required[5]).toBeCloseTo(base * stated * 1.1 + 28, 9);
    expect(required[6]).toBeCloseTo((base * stated * 1.1 ** 2 + 28) * 0.9, 9);
    const experts = cell(input, 'radiotherapy_physics.scientist').recognisedRequirement;
    expect((experts[6] ?? 0) / (required[6] ?? 1)).toBeCloseTo(0.4, 9);
  });

  test('levers act in the order in which they stand', () => {
    const add = '  - { lever: supervision, name: x, add: 0.2 }\n';
    const multiply = '  - { lever: supervision, name: x, multiply: 2 }\n';
    expect(resolved(`levers:\n${add}${multiply}`).input.occupations[0]?.supervision[4]).toBeCloseTo(1.2, 12);
    expect(resolved(`levers:\n${multiply}${add}`).input.occupations[0]?.supervision[4]).toBeCloseTo(1, 12);
  });

  test.each([
    [
      '{ lever: training-places, name: x, route: all, add: 5, from: 2025 }',
      'mine.yaml:7 levers[0].from | 2025 | a year from 2027, the first decision year of the scenario, since earlier years are history',
    ],
    [
      '{ lever: training-places, name: x, route: all, add: 5, from: 2090 }',
      'mine.yaml:7 levers[0].from | 2090 | a year up to 2052, the last in which this lever can act',
    ],
    [
      '{ lever: training-places, name: x, route: all, add: 5, until: 2026 }',
      'mine.yaml:7 levers[0].until | 2026 | a year from 2027, when the lever starts',
    ],
    [
      '{ lever: training-places, name: x, route: all, add: 5, set: 5 }',
      'mine.yaml:7 levers[0] | set and add | exactly one of set, add and multiply',
    ],
    [
      '{ lever: supervision, name: x }',
      'mine.yaml:7 levers[0] | none of set, add and multiply | exactly one of set, add and multiply',
    ],
    [
      '{ lever: retire-and-return, name: x, add: 0.9 }',
      'mine.yaml:7 levers[0].add | 0.9, which makes the share who return 1.1 | an amount that keeps the share who return from 0 to 1',
    ],
    [
      '{ lever: supervision, name: x, add: -1 }',
      'mine.yaml:7 levers[0].add | -1, which makes trainees a head -0.6 | an amount that keeps trainees a head at least 0',
    ],
    [
      '{ lever: retention, name: x, where: { specialism: radiopharmacy }, multiply: 1 }',
      'mine.yaml:7 levers[0].where | {"specialism":"radiopharmacy"} | a specialism and group that this scope has together',
    ],
    [
      '{ lever: certification, name: x, where: { specialism: radiotherapy_physics, group: support }, set: 0.1 }',
      'mine.yaml:7 levers[0].where | {"specialism":"radiotherapy_physics","group":"support"} | a specialism and group that this scope has together',
    ],
    [
      '{ lever: training-places, name: x, route: all, where: { group: support }, add: 1 }',
      'mine.yaml:7 levers[0].where | {"group":"support"} | a specialism and group that this scope has together',
    ],
    [
      '{ lever: technology, name: x, where: { region: london }, multiply: 1 }',
      'mine.yaml:7 levers[0].where.region | "london" | a region of this scenario ("geography: regions" divides the nation)',
    ],
    [
      '{ lever: certification, name: x, where: { group: technologist }, set: 0.1 }',
      'mine.yaml:7 levers[0].where | {"group":"technologist"} | an occupation whose members can be recognised as experts',
    ],
    [
      '{ lever: growth, name: x, set: { formula: 1 + } }',
      'mine.yaml:7 levers[0].set | the formula "1 +" | a formula that can be read (the formula ends too early)',
    ],
    [
      '{ lever: growth, name: x, set: { formula: group_shares } }',
      'mine.yaml:7 levers[0].set | a value of the kind "table" | a number or a dated series',
    ],
    [
      '{ lever: training-places, name: x, route: technologist_training, where: { group: scientist }, add: 5 }',
      'mine.yaml:7 levers[0].route | "technologist_training" | a route that trains for what "where" selects',
    ],
    [
      '{ lever: growth, name: x, set: 0.3 }',
      'mine.yaml:7 levers[0].set | 0.3, which makes the growth a year 0.3 | an amount that keeps the growth a year from -1 to 0.25',
    ],
    [
      '{ lever: technology, name: x, multiply: 0 }',
      'mine.yaml:7 levers[0].multiply | 0, which makes the multiplier of the requirement 0 | an amount that keeps the multiplier of the requirement above 0',
    ],
    [
      '{ lever: technology, name: x, multiply: -1 }',
      'mine.yaml:7 levers[0].multiply | -1, which makes the multiplier of the requirement -1 | an amount that keeps the multiplier of the requirement above 0',
    ],
  ])('%s is refused', (lever, problem) => {
    expect(problemsOf(`levers:\n  - ${lever}\n`)).toEqual([problem]);
  });

  const ofFigure = (lever: string, how: string, id: string): readonly string[] =>
    problemsOf(`levers:\n  - { ${lever}, name: x, ${how}: { formula: ${id} } }\n`);
  const places = '"places a year" or "people a year"';
  const shares = '"share", "share a year" or "probability a year"';

  test.each([
    ['lever: training-places, route: all', 'add', 'stp_employment_cost_3y', 'GBP', places],
    ['lever: training-places, route: all', 'set', 'supervision', 'people a head', places],
    ['lever: recruitment, source: all', 'add', 'ltwp_mpce_extra_places', 'places a year', '"people a year"'],
    ['lever: funded-posts', 'add', 'mpce_additional_needed_2023', 'people', '"WTE posts" or "WTE"'],
    ['lever: retire-and-return', 'set', 'supervision', 'people a head', shares],
    ['lever: funding-share', 'add', 'supervision', 'people a head', shares],
    ['lever: growth', 'set', 'supervision', 'people a head', shares],
    ['lever: certification', 'set', 'supervision', 'people a head', shares],
    ['lever: certification, of: assessors', 'set', 'returning_share', 'share', '"people a head"'],
    ['lever: supervision', 'set', 'returning_share', 'share', '"people a head"'],
    ['lever: retention', 'multiply', 'stp_employment_cost_3y', 'GBP', '"share" or "multiplier"'],
    ['lever: technology', 'multiply', 'supervision', 'people a head', '"share" or "multiplier"'],
    ['lever: supervision', 'multiply', 'supervision', 'people a head', '"share" or "multiplier"'],
    ['lever: training-places, route: all', 'multiply', 'stp_employment_cost_3y', 'GBP', '"share" or "multiplier"'],
  ])('%s, %s %s: a unit that does not fit is refused', (lever, how, id, unit, expected) => {
    expect(ofFigure(lever, how, id)).toEqual([
      `mine.yaml:7 levers[0].${how} | the unit "${unit}" of ${id} | the unit ${expected}`,
    ]);
  });

  test.each([
    ['lever: training-places, route: all, from: 2027', 'add', 'ltwp_mpce_extra_places'],
    ['lever: training-places, route: all', 'add', 'stp_2023_by_specialty.radiotherapy_physics.posts'],
    ['lever: recruitment, source: all', 'add', 'stp_2023_by_specialty.radiotherapy_physics.posts'],
    ['lever: funded-posts', 'add', 'unfunded_posts'],
    ['lever: growth', 'set', 'growth_radiotherapy_physics'],
    ['lever: supervision', 'set', 'supervision'],
    ['lever: certification, of: assessors', 'set', 'certification_per_assessor'],
    ['lever: certification', 'set', 'certification_rate'],
    ['lever: retention', 'multiply', 'returning_share'],
    ['lever: supervision', 'set', 'supervision * 1'],
    ['lever: training-places, route: all', 'add', 'mpce_funding_ask_a_year / stp_employment_cost_3y'],
  ])('%s, %s %s: a unit that fits is taken, and a formula that computes is not judged', (lever, how, formula) => {
    expect(ofFigure(lever, how, formula)).toEqual([]);
  });

  test('growth may be as high as the figure says, in a lever and in a figure of the scenario', () => {
    expect(problemsOf('levers:\n  - { lever: growth, name: x, set: 0.25 }\n')).toEqual([]);
    const figure = (growth: number, more = ''): readonly string[] =>
      problemsOf(`figures:\n  growth_radiotherapy_physics: { value: ${growth}, unit: share a year }\n${more}`);
    expect(figure(0.25)).toEqual([]);
    expect(figure(0.3)).toEqual([
      'mine.yaml:7 figures.growth_radiotherapy_physics.value | 0.3 | a number from -1 to 0.25 for growth of the requirement',
    ]);
    expect(figure(0.3, '  largest_growth: { value: 0.4, unit: share a year }\n')).toEqual([]);
  });

  test('a run cut short leaves out the levers that start later', () => {
    const read = readScenario({
      name: 'mine.yaml',
      text: `${head}levers:\n  - { lever: supervision, name: x, from: 2040, set: 1 }\n`,
    });
    const short = read.ok ? resolve(read.value, evidence, 5) : read;
    expect(short.ok && short.value.input.years).toBe(5);
    expect(short.ok && short.value.input.occupations[0]?.supervision).toEqual([0.4, 0.4, 0.4, 0.4, 0.4]);
  });

  test('a formula over an unknown figure is named with the lever', () => {
    const [problem] = problemsOf('levers:\n  - { lever: growth, name: slow, set: { formula: no_such_figure } }\n');
    expect(problem).toContain('there is no figure "no_such_figure"');
  });
});

describe('figures of a scenario', () => {
  test('stand in for those of data/ and flow through derived ones', () => {
    const { input, drivers } = resolved('figures:\n  posts_radiotherapy_physics: { value: 1900, unit: WTE posts }\n');
    const posts = (prefix: string): number =>
      sum(input.cells.filter((one) => one.occupation.startsWith(prefix)).map((one) => one.posts));
    expect(posts('radiotherapy_physics')).toBeCloseTo(1900, 9);
    expect(posts('clinical_and_rehabilitation_engineering')).toBeCloseTo(554, 9);
    expect(drivers.own).toBe(1);
  });

  test.each([
    [
      'stp_take_up: { value: 90, unit: share }',
      'mine.yaml:7 figures.stp_take_up.value | 90 | a number from 0 to 1 for the training routes',
    ],
    [
      'quitting_by_age: { value: { table: { 20-49: 0.03, fifty: 0.02 } }, unit: probability a year }',
      'mine.yaml:7 figures.quitting_by_age.value | the row "fifty" | rows such as "55-59: 0.04" or "60: 0.17"',
    ],
    [
      'quitting_by_age: { value: { table: { 20-75: 1.5 } }, unit: probability a year }',
      'mine.yaml:7 figures.quitting_by_age.value | 1.5 at 20-75 | a number from 0 to 1',
    ],
    [
      'quitting_by_age: { value: { table: { 20-50: 0.03, 50-75: 0.02 } }, unit: probability a year }',
      'mine.yaml:7 figures.quitting_by_age.value | age 50 in two bands | every age in one band',
    ],
    [
      'stp_take_up: { value: 0.9, unit: per cent }',
      'mine.yaml:7 figures.stp_take_up.unit | the unit "per cent" | the unit "share" of this figure',
    ],
    [
      'stp_takeup: { value: 0.9, unit: share }',
      'mine.yaml:7 figures.stp_takeup | the figure "stp_takeup" | a figure that "isocentre evidence list" names',
    ],
    [
      'participation: { value: { table: { 20-60: 1 } }, unit: WTE a head }',
      'mine.yaml:7 figures.participation.value | no band for age 61 | every age from 20 to 75 in one band',
    ],
    [
      'supervision: { value: { low: 1, high: 2 }, unit: people a head }',
      'mine.yaml:7 figures.supervision.value | a value of the kind "interval" | a value of the kind "number", as this figure has',
    ],
  ])('%s is refused', (figure, problem) => {
    expect(problemsOf(`figures:\n  ${figure}\n`)[0]).toBe(problem);
  });

  test('one that the run does not read is refused, whether context, of another variant or behind an own figure', () => {
    const unread = (line: number, id: string): string =>
      `mine.yaml:${line} figures.${id} | the figure "${id}", which this scenario does not read | a figure that it reads; "isocentre evidence list --use model" names them`;
    expect(problemsOf('figures:\n  rt_vacancy_2021: { value: 0.1, unit: share }\n')).toEqual([
      unread(7, 'rt_vacancy_2021'),
    ]);
    const growth = 'figures:\n  growth_radiotherapy_physics: { value: 0.02, unit: share a year }\n';
    expect(problemsOf(growth)).toEqual([]);
    expect(problemsOf(`baseline: { growth: none }\n${growth}`)).toEqual([unread(8, 'growth_radiotherapy_physics')]);
    expect(
      problemsOf(`figures:
  unfunded_posts: { value: 500, unit: WTE posts }
  mpce_additional_needed_2023: { value: 1000, unit: people }
`),
    ).toEqual([unread(8, 'mpce_additional_needed_2023')]);
  });

  test('one that only a lever reads is read', () => {
    const lever = 'levers:\n  - { lever: retention, name: x, multiply: { formula: 1 - rt_vacancy_2021 } }\n';
    const { drivers } = resolved(`figures:\n  rt_vacancy_2021: { value: 0.1, unit: share }\n${lever}`);
    expect(drivers.own).toBe(1);
  });

  test.each([
    ['stp_duration', 'years', 2.97],
    ['stp_duration', 'years', -1],
    ['stp_duration', 'years', 1e9],
    ['l6_apprenticeship_min_months', 'months', 31],
    ['horizon', 'years', 30.5],
    ['horizon', 'years', 0],
    ['baseline_year', 'year', 2023.5],
    ['model_ages', 'years of age', { low: 20, high: 75.5 }],
  ])('a length or date that cannot be is refused and never throws: %s in %s is %j', (id, unit, value) => {
    const [problem] = problemsOf(`figures:\n  ${id}: { value: ${JSON.stringify(value)}, unit: ${unit} }\n`);
    expect(problem).toMatch(/\| a (whole )?number (at least|from) /);
  });

  test('transfers are a table of moves', () => {
    const table = 'radiotherapy_physics.technologist.radiotherapy_physics.scientist: 0.02';
    const { input } = resolved(`figures:\n  transfers: { value: { table: { ${table} } }, unit: share a year }\n`);
    expect(occupation(input, 'radiotherapy_physics.technologist').transfers).toEqual([
      { to: 'radiotherapy_physics.scientist', share: 0.02 },
    ]);
    const wrong = problemsOf('figures:\n  transfers: { value: { table: { a.b.c.d: 0.02 } }, unit: share a year }\n');
    expect(wrong).toEqual([
      'mine.yaml:7 figures.transfers.value | the row "a.b.c.d" | a row "specialism.group.specialism.group" of two occupations of this scope',
    ]);
  });
});

describe('scenario files', () => {
  test('years are at most the longest horizon', () => {
    expect(problemsOf('years: 101\n')[0]).toContain('101 years asked for | at most 100 years');
    expect(resolved('years: 100\n').input.years).toBe(100);
    expect(problemsOf('years: 101\n')[0]).toMatch(/^mine\.yaml:\d+ years \|/);
    expect(problemsOf('years: 5\n', 101)[0]).toBe('--years | 101 years asked for | at most 100 years');
  });

  test('a decision cannot come before the baseline', () => {
    expect(problemsOf('firstDecisionYear: 2020\n')).toEqual([
      'mine.yaml:6 firstDecisionYear | 2020 | a year from 2023, the baseline',
    ]);
  });

  test('the surveys belong to the surveyed scope', () => {
    expect(problemsOf('baseline: { scope: whole-mpce, requirement: specialism-surveys }\n')[0]).toContain(
      'since only the surveyed scope has surveys',
    );
  });

  test.each([
    [
      'version: 2',
      'mine.yaml:2 version | version 2, written by a newer Isocentre | version 1 or earlier; update Isocentre to open this scenario',
    ],
    ['version: one', 'mine.yaml:2 version | "one" | the line "version: 1"'],
  ])('%s is refused', (line, problem) => {
    const read = readScenario({ name: 'mine.yaml', text: head.replace('version: 1', line) });
    expect(
      read.ok ? '' : read.problems.map(({ where, found, expected }) => `${where} | ${found} | ${expected}`)[0],
    ).toBe(problem);
  });

  test.each([
    ['- 1\n', 'mine.yaml | [1] | a scenario: a mapping with format, version, name, title and summary'],
    ['a: 1\n', 'mine.yaml | no format | the line "format: isocentre-scenario"'],
    ['format: other\n', 'mine.yaml:1 format | "other" | the line "format: isocentre-scenario"'],
  ])('%j is no scenario', (text, problem) => {
    const read = readScenario({ name: 'mine.yaml', text });
    expect(
      read.ok ? '' : read.problems.map(({ where, found, expected }) => `${where} | ${found} | ${expected}`)[0],
    ).toBe(problem);
  });

  test('an earlier version is brought up to date step by step', () => {
    const parsed = parseYaml({ name: 'old.yaml', text: 'format: isocentre-scenario\nversion: 1\ncalled: old\n' });
    const document: Located<unknown> = parsed.ok ? parsed.value : { value: undefined, where: () => '' };
    const steps = [
      ({ called, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, name: called }),
      (record: Readonly<Record<string, unknown>>) => ({ ...record, title: `was ${String(record['name'])}` }),
    ];
    const current = migrate(document, steps);
    expect(current.ok && current.value.value).toEqual({
      format: 'isocentre-scenario',
      version: 3,
      name: 'old',
      title: 'was old',
    });
  });

  test('the drivers are counted without derived figures', () => {
    const { drivers, uses } = resolved('');
    expect(drivers.assumptions).toBeLessThan(drivers.total);
    expect(drivers.total).toBeLessThan(uses.size);
  });
});
