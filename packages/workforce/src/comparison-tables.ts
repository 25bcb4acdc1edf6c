import type { Cell, Table } from '@isocentre/documents';
import type { Contribution } from './attribution/expected.ts';
import { attributedChange, type ComparisonReport } from './comparison-report.ts';
import { groupMeasures } from './ensemble.ts';
import { measureTitles } from './measures.ts';
import { sayCount, sayDifference, sayShare } from './words.ts';

/**
 * The difference of every measure by year, and the parts of the one that is put down to levers, with their quantiles
 * where futures were run; every digit, for programs.
 */
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
    ...report.attribution.flatMap(({ name, standardError, quantiles }) => [
      { key: `part: ${name}`, title: `Part of "${name}"`, kind: 'count' as const },
      ...(standardError
        ? [{ key: `part: ${name}: standard error`, title: `Part of "${name}": standard error`, kind: 'count' as const }]
        : []),
      ...(quantiles
        ? report.levels.all.map((level) => ({
            key: `part: ${name}: q${level}`,
            title: `Part of "${name}": quantile ${level}`,
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
    ...report.attribution.flatMap(({ change, standardError, quantiles }) => [
      change[t] ?? null,
      ...(standardError ? [standardError[t] ?? null] : []),
      ...(quantiles ? report.levels.all.map((level) => quantiles[String(level)]?.[t] ?? null) : []),
    ]),
  ]),
});

/**
 * What the change is put down to, halfway and at the horizon; the parts add to the last row. Where futures were run, the
 * standard error of each at the horizon, and the ends of the interval of what it adds in a future.
 */
export const attributionTable = (report: ComparisonReport): Table => {
  const last = report.years.length - 1;
  const middle = Math.floor(last / 2);
  const { levels, spread, attributed } = report;
  const shown = [levels.low, levels.high];
  const whole = attributedChange(report);
  const sure = (part: Pick<Contribution, 'standardError' | 'quantiles'>): readonly Cell[] =>
    spread
      ? [part.standardError?.[last] ?? null, ...shown.map((level) => part.quantiles?.[String(level)]?.[last] ?? null)]
      : [];
  return {
    name: 'Attribution',
    columns: [
      { key: 'what', title: 'put down to', kind: 'text' },
      { key: 'middle', title: `by ${report.years[middle] ?? ''}`, kind: 'count' },
      { key: 'last', title: `by ${report.years[last] ?? ''}`, kind: 'count' },
      ...(spread
        ? [
            { key: 'error', title: '±', kind: 'count' as const },
            ...shown.map((level) => ({
              key: `q${level}`,
              title: sayShare(level).replace(' ', '\u00A0'),
              kind: 'count' as const,
            })),
          ]
        : []),
    ],
    rows: [
      ...report.attribution.map((one) => [one.name, one.change[middle] ?? 0, one.change[last] ?? 0, ...sure(one)]),
      ['all together', whole[middle] ?? 0, whole[last] ?? 0, ...sure(spread?.[attributed] ?? {})],
    ],
  };
};

/** Says how the parts were found and what they add to. */
export const sayAttribution = (report: ComparisonReport): string => {
  const { options, attributedFutures = 0, levels, expected, attributed, years, attribution } = report;
  const parts = 'what it adds on average over every order in which the parts could come (Shapley)';
  const joined = attribution.some((part) => part.joined !== undefined)
    ? ' What is named together is one part, since one makes no sense without the other.'
    : '';
  if (!options) return `Each part is ${parts}, on the expected course.${joined}`;
  const all = sayCount(options.runs);
  const where = attributedFutures < options.runs ? `${sayCount(attributedFutures)} of the ${all}` : `the ${all}`;
  return `Means of the futures, with the interval of ${sayShare(levels.high - levels.low)} of them (${sayShare(levels.low)} and ${sayShare(levels.high)}) and the standard error of the mean (±), in ${years.at(-1) ?? ''}. Each part is ${parts}, told apart in ${where} futures, the same for both scenarios.${joined} The expected course says ${sayDifference(expected[attributed].at(-1) ?? 0)} for all together, not their mean, since limits bind in some futures alone and some ranges are lopsided.`;
};
