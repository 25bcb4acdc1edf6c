import type { Cell, Column, Table } from '@isocentre/documents';
import {
  FigureReader,
  toValue,
  valueText,
  type Evidence,
  type Figure,
  type Uses,
  type Value,
} from '@isocentre/evidence';
import { groupMeasures } from './ensemble.ts';
import type { Dimension } from './grouping.ts';
import { flowMeasures, measureTitles, stateMeasures, type Measure } from './measures.ts';
import type { Reading } from './reading.ts';
import type { GroupReport, ProjectionReport } from './report.ts';
import type { Scenario } from './scenario.ts';
import { sayScope } from './scope-words.ts';
import { groups, nation, regions, specialisms } from './taxonomy.ts';

const titles: Readonly<Record<Dimension, Readonly<Record<string, string>>>> = {
  specialism: specialisms,
  group: groups,
  region: { ...regions, ...nation },
};

/** What the counts of a projection are. */
export const unitsNote =
  'Whole-time equivalents at the start of each year; trainees are people. Experts are recognised Medical Physics Experts.';

/** The plain name of a staff group. */
export const groupTitle = (group: string | undefined): string => titles.group[group ?? ''] ?? group ?? '';

const labels = (report: ProjectionReport, group: GroupReport): readonly string[] =>
  report.by.map((dimension) => titles[dimension][group[dimension] ?? ''] ?? group[dimension] ?? '');

/** The groups of a projection at its ends: vacancy, shortfall, closing year and retirement. */
export const groupTable = (report: ProjectionReport): Table => {
  const last = report.years.length - 1;
  const first = String(report.years[0] ?? '');
  return {
    name: 'Groups',
    columns: [
      ...report.by.map((dimension): Column => ({ key: dimension, title: dimension, kind: 'text' })),
      { key: 'vacancyRate', title: `Vacant ${first}`, kind: 'share' },
      { key: 'shortfallFirst', title: `Short ${first}`, kind: 'count' },
      { key: 'shortfallLast', title: `Short ${report.years[last] ?? ''}`, kind: 'count' },
      { key: 'closes', title: 'Closes', kind: 'year' },
      { key: 'retiring', title: `Retire ${report.input.retiringWithinYears} y`, kind: 'share' },
    ],
    rows: report.groups.map((group) => [
      ...labels(report, group),
      group.vacancyRate[0] ?? 0,
      group.measures.shortfall[0] ?? 0,
      group.measures.shortfall[last] ?? 0,
      group.closure.year,
      group.retiringWithin,
    ]),
  };
};

const money: ReadonlySet<Measure> = new Set(['pay', 'trainingCost']);

/** Every measure of every group and year, a row a group and year. The last year has states and no flows. */
export const courseTable = (report: ProjectionReport): Table => {
  const measures: readonly Measure[] = [...stateMeasures, ...flowMeasures];
  const columns: Column[] = [
    { key: 'year', title: 'Year', kind: 'year' },
    ...report.by.map((dimension): Column => ({ key: dimension, title: dimension, kind: 'text' })),
    ...measures.map((measure): Column => ({
      key: measure,
      title: measureTitles[measure],
      kind: money.has(measure) ? 'money' : 'count',
    })),
    { key: 'vacancyRate', title: 'Vacancies as a share of posts', kind: 'share' },
    ...spreadColumns(report).map(({ column }) => column),
  ];
  const groupsShown = report.by.length === 0 ? [report.total] : report.groups;
  const rows = groupsShown.flatMap((group) =>
    report.years.map((year, t): readonly Cell[] => [
      year,
      ...report.by.map((dimension) => group[dimension] ?? ''),
      ...measures.map((measure) => group.measures[measure][t] ?? null),
      group.vacancyRate[t] ?? null,
      ...spreadColumns(report).map(({ value }) => value(group, t)),
    ]),
  );
  return { name: 'Course', columns, rows };
};

/** The same with the plain names of the parts, for a reader. */
export const partsTable = (report: ProjectionReport): Table => {
  const { columns, rows } = courseTable(report);
  const named = rows.map((row) =>
    row.map((cell, index) => {
      const dimension = report.by[index - 1];
      return dimension === undefined ? cell : (titles[dimension][String(cell)] ?? cell);
    }),
  );
  return { name: 'Course by part', columns, rows: named };
};

/** The answer and its basis, a row a statement. */
export const answerTable = (report: ProjectionReport): Table => ({
  name: 'Answer',
  columns: [
    { key: 'what', title: 'What', kind: 'text' },
    { key: 'answer', title: 'Answer', kind: 'text' },
  ],
  rows: [
    ['Answer', report.answer],
    ['Scenario', `${report.scenario.title}: ${report.scenario.summary}`],
    ['Scope', sayScope(report.input)],
    ...(report.input.return
      ? [['Return', `${report.input.return.file}, SHA-256 ${report.input.return.hash}`] as const]
      : []),
    ...report.filled.map((sentence) => ['What the return did not say', sentence] as const),
    ['Closes in', report.closure.year ?? `not within ${report.years.length - 1} years`],
    ...report.limitSentences.map(
      (sentence, index) =>
        [report.limits[index]?.closingYear === null ? 'Why it does not close' : 'What closes', sentence] as const,
    ),
    ['Units', unitsNote],
    ['Version of the model', report.modelVersion],
    ['Hash of the inputs', report.inputHash],
  ],
});

const valueCell = (value: Value): Cell => (value.kind === 'number' ? value.number : valueText(value));

const whyOf = (figure: Figure): string =>
  figure.formula?.text ??
  figure.reason ??
  `${figure.source?.publisher ?? ''}, ${figure.source?.title ?? ''} (${figure.source?.year ?? ''}), ${figure.where ?? ''}`;

/**
 * Figures with value, basis and source. With `uses` it has those that a run read, each with the value in force: the
 * scenario's own, or what the formula gives; without, every figure as it is stated.
 */
export const figuresTable = (evidence: Evidence, uses?: Uses, own: Scenario['figures'] = {}): Table => {
  const reader = new FigureReader(
    evidence.figures,
    new Map(Object.entries(own).map(([id, given]) => [id, toValue(given.value)])),
  );
  const rowOf = (figure: Figure): readonly Cell[] => {
    const { id, title, unit, use } = figure;
    const value = valueCell(uses === undefined ? figure.stated : reader.value(id, 'the list of figures'));
    const given = own[id];
    if (given !== undefined) {
      return [id, title, value, unit, "the scenario's own", use, given.reason ?? 'no reason given', '', ''];
    }
    return [id, title, value, unit, figure.basis, use, whyOf(figure), figure.licence, figure.source?.url ?? ''];
  };
  return {
    name: 'Figures and sources',
    columns: [
      { key: 'id', title: 'Figure', kind: 'text' },
      { key: 'title', title: 'What it says', kind: 'text' },
      { key: 'value', title: 'Value', kind: 'text' },
      { key: 'unit', title: 'Unit', kind: 'text' },
      { key: 'basis', title: 'Basis', kind: 'text' },
      { key: 'use', title: 'Use', kind: 'text' },
      { key: 'why', title: 'Source, formula or reason', kind: 'text' },
      { key: 'licence', title: 'Licence', kind: 'text' },
      { key: 'url', title: 'Address', kind: 'text' },
    ],
    rows: [...evidence.figures.values()].filter((figure) => uses === undefined || uses.has(figure.id)).map(rowOf),
  };
};

/** IPEM's reading, a row a year. */
export const readingTable = (reading: Reading): Table => ({
  name: 'Reading',
  columns: [
    { key: 'year', title: 'Year', kind: 'year' },
    { key: 'added', title: 'Staff added by the start of the year', kind: 'count' },
    { key: 'needed', title: 'Staff needed', kind: 'count' },
  ],
  rows: reading.course.map(({ year, added }) => [year, added, reading.needed]),
});

/** Mean and quantiles of every measure and year over the runs, a row a measure and year; empty without an ensemble. */
export const spreadTable = ({ ensemble, years }: ProjectionReport): Table | undefined => {
  if (!ensemble) return undefined;
  const levels = ensemble.levels.all;
  return {
    name: 'Spread',
    columns: [
      { key: 'measure', title: 'Measure', kind: 'text' },
      { key: 'year', title: 'Year', kind: 'year' },
      { key: 'mean', title: 'Mean', kind: 'number' },
      ...levels.map((level): Column => ({ key: `q${level}`, title: `Quantile ${level}`, kind: 'number' })),
    ],
    rows: Object.entries(ensemble.total).flatMap(([measure, spread]) =>
      spread.mean.map((mean, t) => [
        measureTitles[measure as Measure],
        years[t] ?? 0,
        mean,
        ...levels.map((level) => spread.quantiles[String(level)]?.[t] ?? null),
      ]),
    ),
  };
};

/** Columns of a course that say how sure it is: the ends of the interval of each measure kept run by run. */
export const spreadColumns = (
  report: ProjectionReport,
): readonly { readonly column: Column; readonly value: (group: GroupReport, t: number) => Cell }[] => {
  const { ensemble } = report;
  if (!ensemble) return [];
  const { low, high } = ensemble.levels;
  return groupMeasures.flatMap((measure) =>
    [low, high].map((level) => ({
      column: {
        key: `${measure}_q${level}`,
        title: `${measureTitles[measure]}: quantile ${level}`,
        kind: 'count' as const,
      },
      value: (group: GroupReport, t: number): Cell => group.spread?.[measure]?.quantiles[String(level)]?.[t] ?? null,
    })),
  );
};
