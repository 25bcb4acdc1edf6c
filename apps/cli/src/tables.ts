import type { Cell, Column, Table } from '@isocentre/documents';
import type { Evidence, Uses } from '@isocentre/evidence';
import {
  flowMeasures,
  groupMeasures,
  groups,
  measureTitles,
  nation,
  regions,
  specialisms,
  stateMeasures,
  type Dimension,
  type GroupReport,
  type Measure,
  type ProjectionReport,
  type Reading,
} from '@isocentre/workforce';
import { valueText } from './text/figure.ts';

const titles: Readonly<Record<Dimension, Readonly<Record<string, string>>>> = {
  specialism: specialisms,
  group: groups,
  region: { ...regions, ...nation },
};

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
      { key: 'part', title: report.by.join(', '), kind: 'text' },
      { key: 'vacancyRate', title: `Vacant ${first}`, kind: 'share' },
      { key: 'shortfallFirst', title: `Short ${first}`, kind: 'count' },
      { key: 'shortfallLast', title: `Short ${report.years[last] ?? ''}`, kind: 'count' },
      { key: 'closes', title: 'Closes', kind: 'year' },
      { key: 'retiring', title: `Retire ${report.input.retiringWithinYears} y`, kind: 'share' },
    ],
    rows: report.groups.map((group) => [
      labels(report, group).join(', '),
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
export const courseTable = (report: ProjectionReport, name = 'Course'): Table => {
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
  return { name, columns, rows };
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
    ['Scope', report.scope],
    ['Closes in', report.closure.year ?? `not within ${report.years.length - 1} years`],
    ...report.limitSentences.map((sentence) => ['Why it does not close', sentence] as const),
    ['Version of the model', report.modelVersion],
    ['Hash of the inputs', report.inputHash],
  ],
});

/** The figures that a run reads, with value, basis and source. */
export const figuresTable = (evidence: Evidence, uses?: Uses): Table => ({
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
  rows: [...evidence.figures.values()]
    .filter((figure) => uses === undefined || uses.has(figure.id))
    .map((figure) => [
      figure.id,
      figure.title,
      valueText(figure.stated),
      figure.unit,
      figure.basis,
      figure.use,
      figure.formula?.text ??
        figure.reason ??
        `${figure.source?.publisher ?? ''}, ${figure.source?.title ?? ''} (${figure.source?.year ?? ''}), ${figure.where ?? ''}`,
      figure.licence,
      figure.source?.url ?? '',
    ]),
});

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
