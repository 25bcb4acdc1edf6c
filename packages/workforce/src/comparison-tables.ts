import type { Table } from '@isocentre/documents';
import type { ComparisonReport } from './comparison-report.ts';
import { groupMeasures } from './ensemble.ts';
import { measureTitles } from './measures.ts';

/** The difference of every measure by year, with its quantiles where futures were run; every digit, for programs. */
export const comparisonTable = (report: ComparisonReport): Table => ({
  name: 'Difference',
  columns: [
    { key: 'year', title: 'Year', kind: 'year' },
    ...groupMeasures.flatMap((measure) => [
      { key: measure, title: `${measureTitles[measure]}: expected difference`, kind: 'count' as const },
      ...(report.spread
        ? report.levels.all.map((level) => ({
            key: `${measure}_q${level}`,
            title: `${measureTitles[measure]}: quantile ${level}`,
            kind: 'count' as const,
          }))
        : []),
    ]),
  ],
  rows: report.years.map((year, t) => [
    year,
    ...groupMeasures.flatMap((measure) => [
      report.expected[measure][t] ?? null,
      ...(report.spread
        ? report.levels.all.map((level) => report.spread?.[measure].quantiles[String(level)]?.[t] ?? null)
        : []),
    ]),
  ]),
});

/** What the change is put down to, halfway and at the horizon; the parts add to the last row. */
export const attributionTable = (report: ComparisonReport): Table => {
  const last = report.years.length - 1;
  const middle = Math.floor(last / 2);
  const whole = report.expected[report.attributed];
  return {
    name: 'Attribution',
    columns: [
      { key: 'what', title: 'put down to', kind: 'text' },
      { key: 'middle', title: `by ${report.years[middle] ?? ''}`, kind: 'count' },
      { key: 'last', title: `by ${report.years[last] ?? ''}`, kind: 'count' },
    ],
    rows: [
      ...report.attribution.map((one) => [one.name, one.change[middle] ?? 0, one.change[last] ?? 0]),
      ['all together', whole[middle] ?? 0, whole[last] ?? 0],
    ],
  };
};
