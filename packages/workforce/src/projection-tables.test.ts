import { beforeEach, describe, expect, test } from 'vitest';
import { shippedEvidence, shippedScenarios } from '../../../tests/support/shipped.ts';
import { runTasks, type EnsembleOptions } from './ensemble.ts';
import { agesOf } from './grouping.ts';
import { flowMeasures, measureTitles, stateMeasures, type Measure } from './measures.ts';
import { project } from './project.ts';
import { projectionSchema } from './projection-schema.ts';
import { ipemReading } from './reading.ts';
import { projectionJson, readingJson, reportProjection, sayReading, type ProjectionReport } from './report.ts';
import { resolve, type Resolved } from './resolve.ts';
import { answerTable, courseTable, groupTable, groupTitle, partsTable, readingTable, spreadTable } from './tables.ts';
import { groupMeasures } from './ensemble.ts';

const evidence = shippedEvidence();
const years = 4;
const levels = { all: [0.1, 0.5, 0.9], low: 0.1, high: 0.9 };
const options: EnsembleOptions = { runs: 6, seed: 2, uncertainty: 'both' };
const by = ['specialism', 'group'] as const;

let resolved: Resolved;
let expected: ProjectionReport;
let sure: ProjectionReport;
beforeEach(() => {
  const located = shippedScenarios().get('todays-course');
  const result = located && resolve(located, evidence, years);
  if (!located || !result?.ok) throw new Error('no scenario');
  resolved = result.value;
  expected = reportProjection(resolved, by, true);
  const plan = { scenario: located.value, figures: [...evidence.figures.values()], askedYears: years, by, options };
  sure = reportProjection(resolved, by, false, { result: runTasks(plan, 3), options, levels });
});

describe('the tables of a projection', () => {
  test('of the groups: what is missing at both ends, when it closes, and who retires', () => {
    const { name, columns, rows } = groupTable(expected);
    expect(name).toBe('Groups');
    expect(columns).toEqual([
      { key: 'specialism', title: 'specialism', kind: 'text' },
      { key: 'group', title: 'group', kind: 'text' },
      { key: 'vacancyRate', title: 'Vacant 2023', kind: 'share' },
      { key: 'shortfallFirst', title: 'Short 2023', kind: 'count' },
      { key: 'shortfallLast', title: 'Short 2027', kind: 'count' },
      { key: 'closes', title: 'Closes', kind: 'year' },
      { key: 'retiring', title: 'Retire 15 y', kind: 'share' },
    ]);
    expect(rows).toHaveLength(12);
    const [first] = expected.groups;
    expect(rows[0]).toEqual([
      'radiotherapy physics',
      'clinical scientists',
      first?.vacancyRate[0],
      first?.measures.shortfall[0],
      first?.measures.shortfall[years],
      first?.closure.year,
      first?.retiringWithin,
    ]);
    expect(first?.vacancyRate[0]).toBeCloseTo(
      (first?.measures.vacancies[0] ?? 0) / (first?.measures.posts[0] ?? 1),
      12,
    );
    expect([groupTitle('scientist'), groupTitle('pilot'), groupTitle(undefined)]).toEqual([
      'clinical scientists',
      'pilot',
      '',
    ]);
  });

  test('of the course: a row a group and year, flows until the last year, money as money', () => {
    const { name, columns, rows } = courseTable(expected);
    expect(name).toBe('Course');
    const measures: readonly Measure[] = [...stateMeasures, ...flowMeasures];
    expect(columns.map(({ key }) => key)).toEqual(['year', ...by, ...measures, 'vacancyRate']);
    expect(columns.filter(({ kind }) => kind === 'money').map(({ key }) => key)).toEqual(
      measures.filter((one) => one === 'pay' || one === 'trainingCost'),
    );
    expect(columns.slice(0, 4)).toEqual([
      { key: 'year', title: 'Year', kind: 'year' },
      { key: 'specialism', title: 'specialism', kind: 'text' },
      { key: 'group', title: 'group', kind: 'text' },
      { key: stateMeasures[0], title: measureTitles[stateMeasures[0]], kind: 'count' },
    ]);
    expect(columns.at(-1)).toEqual({ key: 'vacancyRate', title: 'Vacancies as a share of posts', kind: 'share' });
    expect(rows).toHaveLength(12 * (years + 1));
    const [, second] = expected.groups;
    const row = rows[years + 1 + 2] ?? [];
    expect(row.slice(0, 3)).toEqual([2025, 'radiotherapy_physics', 'technologist']);
    expect(row.slice(3)).toEqual([...measures.map((one) => second?.measures[one][2]), second?.vacancyRate[2]]);
    const last = rows[years] ?? [];
    for (const [index, measure] of measures.entries())
      expect(last[3 + index] === null, measure).toBe((flowMeasures as readonly string[]).includes(measure));
    const whole = courseTable(reportProjection(resolved, [], false));
    expect(whole.rows).toHaveLength(years + 1);
    expect(whole.columns[1]?.key).toBe(measures[0]);
  });

  test('of the parts: the same with plain names', () => {
    const { name, columns, rows } = partsTable(expected);
    const course = courseTable(expected);
    expect([name, columns]).toEqual(['Course by part', course.columns]);
    expect(rows[0]?.slice(0, 3)).toEqual([2023, 'radiotherapy physics', 'clinical scientists']);
    expect(rows.map((row) => row.slice(3))).toEqual(course.rows.map((row) => row.slice(3)));
  });

  test('of the answer: what a reader needs beside the numbers', () => {
    const { name, columns, rows } = answerTable(expected);
    expect([name, columns.map(({ title }) => title)]).toEqual(['Answer', ['What', 'Answer']]);
    expect(rows.slice(0, 4)).toEqual([
      ['Answer', expected.answer],
      ['Scenario', `${expected.scenario.title}: ${expected.scenario.summary}`],
      ['Scope', 'Surveyed MPCE'],
      ['Closes in', 'not within 4 years'],
    ]);
    expect(rows.slice(4, -3)).toEqual(
      expected.limitSentences.map((sentence, index) => [
        expected.limits[index]?.closingYear === null ? 'Why it does not close' : 'What closes',
        sentence,
      ]),
    );
    expect(rows.slice(-3)).toEqual([
      [
        'Units',
        'Whole-time equivalents at the start of each year; trainees are people. Experts are recognised Medical Physics Experts.',
      ],
      ['Version of the model', expected.modelVersion],
      ['Hash of the inputs', expected.inputHash],
    ]);
    const closing = { ...expected, closure: { ...expected.closure, year: 2026 }, filled: ['Ages are national.'] };
    const named = { file: 'own.csv', hash: 'abc', organisation: 'Ours', kind: 'a trust', date: '2026-03-31' };
    const own: ProjectionReport = { ...closing, input: { ...closing.input, return: named } };
    expect(answerTable(own).rows).toEqual(
      expect.arrayContaining([
        ['Scope', 'Ours (return of 2026-03-31)'],
        ['Return', 'own.csv, SHA-256 abc'],
        ['What the return did not say', 'Ages are national.'],
        ['Closes in', 2026],
      ]),
    );
  });

  test('of the spread: a row a measure and year, none without futures', () => {
    expect(spreadTable(expected)).toBeUndefined();
    const { name, columns, rows } = spreadTable(sure) ?? { name: '', columns: [], rows: [] };
    expect(name).toBe('Spread');
    expect(columns.map(({ key, title, kind }) => [key, title, kind])).toEqual([
      ['measure', 'Measure', 'text'],
      ['year', 'Year', 'year'],
      ['mean', 'Mean', 'number'],
      ['q0.1', 'Quantile 0.1', 'number'],
      ['q0.5', 'Quantile 0.5', 'number'],
      ['q0.9', 'Quantile 0.9', 'number'],
    ]);
    const spread = sure.ensemble?.total.shortfall;
    const found = rows.filter(([title]) => title === measureTitles.shortfall);
    expect(found).toEqual(
      expected.years.map((year, t) => [
        measureTitles.shortfall,
        year,
        spread?.mean[t],
        ...levels.all.map((level) => spread?.quantiles[String(level)]?.[t]),
      ]),
    );
  });

  test('of the course with futures: the ends of the interval beside, for each group', () => {
    const { columns, rows } = courseTable(sure);
    const extra = columns.slice(-2 * groupMeasures.length);
    expect(extra.map(({ key, title, kind }) => [key, title, kind])).toEqual(
      groupMeasures.flatMap((measure) =>
        [0.1, 0.9].map((level) => [`${measure}_q${level}`, `${measureTitles[measure]}: quantile ${level}`, 'count']),
      ),
    );
    const [first] = sure.groups;
    expect(rows[1]?.slice(-2 * groupMeasures.length)).toEqual(
      groupMeasures.flatMap((measure) =>
        ['0.1', '0.9'].map((level) => first?.spread?.[measure]?.quantiles[level]?.[1]),
      ),
    );
  });
});

test('people by age add up to the heads of each group, in every year', () => {
  const projection = project(resolved.input);
  expected.groups.forEach(({ ages, measures }, group) => {
    const byAge = agesOf(projection, [group]);
    expect(ages).toEqual(byAge);
    expect(byAge).toHaveLength(years + 1);
    byAge.forEach((heads, t) => {
      expect(heads).toHaveLength(resolved.input.ages.last - resolved.input.ages.first + 1);
      expect(heads.reduce((sum, one) => sum + one, 0)).toBeCloseTo(measures.headcount[t] ?? Number.NaN, 8);
    });
    const cell = resolved.input.cells[group];
    byAge[0]?.forEach((heads, a) => {
      expect(heads).toBeCloseTo((cell?.notRecognised[a] ?? 0) + (cell?.recognised[a] ?? 0), 12);
    });
  });
});

describe('the published form', () => {
  test('of a projection follows its schema and holds the course', () => {
    const json = projectionJson(sure);
    expect(() => projectionSchema.parse(JSON.parse(JSON.stringify(json)))).not.toThrow();
    expect(json).toMatchObject({
      format: 'isocentre-projection',
      version: 1,
      reading: 'model',
      scope: 'surveyed',
      answer: sure.answer,
      years: [2023, 2024, 2025, 2026, 2027],
      closure: { year: null, yearsFrom2025: null, yearsFromBaseline: null },
      ensemble: { ...options, interval: [0.1, 0.9], closure: { shareClosed: 0 } },
      by,
    });
    expect(json).toHaveProperty('total.retiringWithin15', sure.total.retiringWithin);
    expect(json).toHaveProperty('limits.0.sentence', sure.limitSentences[0]);
    expect(projectionJson(expected)).not.toHaveProperty('ensemble');
    expect(projectionJson(expected)).not.toHaveProperty('return');
  });

  test("of IPEM's reading, in a sentence, as JSON and as a table", () => {
    const reading = ipemReading(evidence);
    if (!reading.ok) throw new Error('no reading');
    const sentence =
      "Surveyed MPCE, IPEM's reading of the 2023 pledge by arithmetic alone: 15 more a year from 2025 and 33 more a year from 2028 add to the 900 staff needed in 2054, 29 years from 2025. It takes the supply of 2023 as just replacing those who leave.";
    expect(sayReading(reading.value)).toBe(sentence);
    const never = { ...reading.value, closure: { year: null, yearsFromCounted: null, yearsFromBaseline: null } };
    expect(sayReading(never)).toContain('from 2028 never add to the 900 staff needed. It takes');
    expect(readingJson(reading.value)).toEqual({
      format: 'isocentre-projection',
      version: 1,
      reading: 'ipem',
      answer: sentence,
      closure: { year: 2054, yearsFrom2025: 29, yearsFromBaseline: 31 },
      needed: 900,
      places: reading.value.places,
      course: reading.value.course,
    });
    const { name, columns, rows } = readingTable(reading.value);
    expect(name).toBe('Reading');
    expect(columns.map(({ key, title, kind }) => [key, title, kind])).toEqual([
      ['year', 'Year', 'year'],
      ['added', 'Staff added by the start of the year', 'count'],
      ['needed', 'Staff needed', 'count'],
    ]);
    expect([rows[0], rows[1], rows.at(-1)]).toEqual([
      [2025, 0, 900],
      [2026, 15, 900],
      [2054, 903, 900],
    ]);
  });
});
