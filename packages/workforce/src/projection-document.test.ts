import type { Block, Report, Table } from '@isocentre/documents';
import { beforeEach, describe, expect, test } from 'vitest';
import { resolveShipped, shippedEvidence, shippedScenarios } from '../../../tests/support/shipped.ts';
import { runTasks, type EnsembleOptions } from './ensemble.ts';
import { projectionDocument } from './projection-document.ts';
import { reportProjection, type ProjectionReport } from './report.ts';
import { readReporting } from './reporting.ts';
import type { Resolved } from './resolve.ts';
import type { Scenario } from './scenario.ts';

const evidence = shippedEvidence();
const options: EnsembleOptions = { runs: 8, seed: 3, uncertainty: 'both' };

let resolved: Resolved;
let scenario: Scenario;
let uses: Resolved['uses'];
let expected: ProjectionReport;
let withFutures: ProjectionReport;
beforeEach(() => {
  resolved = resolveShipped('todays-course');
  ({ scenario, uses } = resolved);
  const reporting = readReporting(evidence);
  if (!reporting.ok) throw new Error('no levels');
  expected = reportProjection(resolved, ['specialism'], false);
  withFutures = reportProjection(resolved, ['specialism'], false, {
    result: runTasks({ scenario, figures: [...evidence.figures.values()], by: ['specialism'], options }, 4),
    options,
    levels: reporting.value.levels,
  });
});

const tableOf = ({ blocks }: Report, name: string): Table => {
  const found = blocks.flatMap((block) => (block.kind === 'table' && block.table.name === name ? [block.table] : []));
  if (!found[0]) throw new Error(`no table ${name}`);
  return found[0];
};
const headings = ({ blocks }: Report): readonly string[] =>
  blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
const paragraphs = ({ blocks }: Report): readonly string[] =>
  blocks.flatMap((block) => (block.kind === 'paragraph' ? [block.text] : []));
const documentOf = (report: ProjectionReport): Report => projectionDocument(report, evidence, uses, scenario);

describe('the report to be printed', () => {
  let report: Report;
  beforeEach(() => {
    report = documentOf(withFutures);
  });

  test('has the answer first, then what stands behind it', () => {
    expect(report.title).toBe(`Surveyed MPCE: ${scenario.title}`);
    expect(report.footer).toBe(`Isocentre, model ${expected.modelVersion}, inputs ${expected.inputHash.slice(0, 12)}`);
    expect(report.blocks[0]).toEqual({ kind: 'answer', text: withFutures.answer });
    expect(paragraphs(report)[0]).toBe(scenario.summary);
    expect(headings(report)).toEqual([
      'What the scenario does',
      'How sure this is',
      'By specialism',
      'Why it does not close',
      'What is assumed',
      'Where the figures come from',
    ]);
  });

  test('draws what is required, funded and in post, and says it in words', () => {
    const chart = report.blocks.find((block): block is Extract<Block, { kind: 'chart' }> => block.kind === 'chart');
    const { measures } = expected.total;
    expect(chart?.years).toEqual(expected.years);
    expect(chart?.lines.map(({ name, values }) => [name, values])).toEqual([
      ['required', measures.requirement],
      ['posts', measures.posts],
      ['in post', measures.inPost],
    ]);
    expect(new Set(chart?.lines.map((line) => line.colour)).size).toBe(3);
    expect(chart?.lines.map((line) => line.dashed ?? false)).toEqual([false, true, false]);
    expect(chart?.description).toContain('posts from 4,500 to ');
  });

  test('shows the course every fifth year, the first and the last among them', () => {
    const { rows, columns } = tableOf(report, 'Course');
    const { measures } = expected.total;
    expect(columns.map((column) => column.title)).toEqual([
      'Year',
      'Required',
      'In post',
      'Shortfall',
      'Posts',
      'Vacant',
      'Trainees',
      'Experts',
    ]);
    expect(rows.map(([year]) => year)).toEqual([0, 5, 10, 15, 20, 25, 30].map((t) => expected.years[t]));
    expect(rows[1]?.slice(1)).toEqual(
      [
        measures.requirement,
        measures.inPost,
        measures.shortfall,
        measures.posts,
        measures.vacancies,
        measures.trainees,
        measures.recognised,
      ].map((list) => list[5]),
    );
  });

  test('shows the interval of the futures beside the expected course', () => {
    const { rows, columns } = tableOf(report, 'Spread');
    const shortfall = withFutures.ensemble?.total.shortfall;
    expect(columns.slice(3).map((column) => column.title)).toEqual(['From (10 %)', 'To (90 %)']);
    expect(rows[2]?.slice(1)).toEqual([
      expected.total.measures.shortfall[10],
      shortfall?.mean[10],
      shortfall?.quantiles['0.1']?.[10],
      shortfall?.quantiles['0.9']?.[10],
    ]);
    expect(paragraphs(report).some((text) => text.startsWith('80 % of 8 futures (seed 3)'))).toBe(true);
  });

  test('draws the interval of the futures, of which the table has the numbers', () => {
    const charts = report.blocks.flatMap((block) => (block.kind === 'chart' ? [block] : []));
    const shortfall = withFutures.ensemble?.total.shortfall;
    expect(charts[1]?.lines.map(({ name, values }) => [name, values])).toEqual([
      ['90 % below', shortfall?.quantiles['0.9']],
      ['expected', expected.total.measures.shortfall],
      ['10 % below', shortfall?.quantiles['0.1']],
    ]);
    expect(charts[1]?.description).toMatch(
      /^The expected shortfall goes from 900 WTE in 2023 to 3,660 in 2053; 80 % of/,
    );
  });

  test('lists the levers of the scenario with what each changes and when', () => {
    const asks = resolveShipped('the-briefs-asks');
    const { rows } = tableOf(
      projectionDocument(reportProjection(asks, [], false), evidence, asks.uses, asks.scenario),
      'Levers',
    );
    expect(rows).toHaveLength(asks.scenario.levers?.length ?? 0);
    expect(rows[0]).toEqual([
      '£8m a year for five years as scientist training places',
      'training-places: add mpce_funding_ask_a_year / stp_employment_cost_3y; route Scientist Training Programme',
      2027,
      2031,
    ]);
    expect(rows[2]?.[1]).toBe('recruitment: multiply by 2; source international; group engineering staff');
    expect(paragraphs(projectionDocument(expected, evidence, uses))).toContain(
      'It has no levers: what is done at its start goes on.',
    );
  });

  test('says so where no futures were run', () => {
    const alone = documentOf(expected);
    expect(paragraphs(alone)).toContain(
      'This is the expected course alone: no futures were run, and no interval is given.',
    );
    expect(() => tableOf(alone, 'Spread')).toThrow('no table Spread');
  });

  test('has a row for each part, in words', () => {
    const { rows } = tableOf(report, 'Parts');
    expect(rows).toHaveLength(expected.groups.length);
    const [first] = expected.groups;
    expect(rows[0]).toEqual([
      'radiotherapy physics',
      first?.measures.posts[0],
      first?.vacancyRate[0],
      first?.measures.shortfall[0],
      first?.measures.shortfall.at(-1),
      first?.closure.year,
      first?.retiringWithin,
    ]);
  });

  test('has no parts where none were asked for', () => {
    expect(headings(documentOf(reportProjection(resolved, [], false)))).not.toContain('By specialism');
  });

  test('lists every assumption that was read, and each source once with its number of figures', () => {
    const used = [...evidence.figures.values()].filter((figure) => uses.has(figure.id));
    const assumed = used.filter((figure) => figure.basis === 'assumption');
    const { rows } = tableOf(report, 'Assumptions');
    expect(rows.map(([title]) => title)).toEqual(assumed.map((figure) => figure.title));
    const takeUp = assumed.find((figure) => figure.id === 'stp_take_up');
    expect(rows.find(([title]) => title === takeUp?.title)).toEqual([takeUp?.title, '0.9', 'share', '0.85 to 0.95']);
    const quitting = evidence.figures.get('quitting_by_age')?.title;
    expect(rows.find(([title]) => title === quitting)).toEqual([
      quitting,
      'a table',
      'probability a year',
      '0.7 to 1.5 times',
    ]);

    const sources = tableOf(report, 'Sources').rows;
    const sourced = used.filter((figure) => figure.source);
    expect(new Set(sources.map((row) => JSON.stringify(row.slice(0, 2)))).size).toBe(sources.length);
    expect(sources.reduce((sum, row) => sum + Number(row[2]), 0)).toBe(sourced.length);
  });

  test("a figure of the scenario's own stands among the assumptions, and its source is not cited for it", () => {
    const own = { mpce_vacant_posts_2023: { value: 500, unit: 'WTE posts', reason: 'our own count' } };
    const mine = projectionDocument(expected, evidence, uses, { figures: own });
    expect(tableOf(mine, 'Assumptions').rows).toContainEqual([
      evidence.figures.get('mpce_vacant_posts_2023')?.title,
      '500',
      'WTE posts',
      "the scenario's own",
    ]);
    const count = (report_: Report): number =>
      tableOf(report_, 'Sources').rows.reduce((sum, row) => sum + Number(row[2]), 0);
    const isSourced = uses.has('mpce_vacant_posts_2023') && evidence.figures.get('mpce_vacant_posts_2023')?.source;
    expect(count(mine)).toBe(count(report) - (isSourced ? 1 : 0));
  });

  test('says when each closes where all do, and what a return did not say', () => {
    const closing = {
      ...expected,
      limits: expected.limits.map((one) => ({ ...one, closingYear: 2040 })),
      filled: ['Ages are those of the nation.'],
    };
    const text = documentOf(closing);
    expect(headings(text)).toContain('When each closes');
    expect(headings(text)).toContain('What the return did not say');
    expect(paragraphs(text)).toContain('Ages are those of the nation.');
    for (const sentence of expected.limitSentences) expect(paragraphs(text)).toContain(sentence);
  });
});

test('every shipped scenario has a report', () => {
  for (const name of shippedScenarios().keys()) {
    const one = resolveShipped(name);
    const report = projectionDocument(reportProjection(one, [], false), evidence, one.uses, one.scenario);
    expect(report.title).toContain(one.scenario.title);
  }
});
