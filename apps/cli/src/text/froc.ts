import type { FrocReport, FrocSensitivity } from '@isocentre/assurance';
import type { Table } from '@isocentre/documents';
import { drawTable } from './table.ts';
import { wrap } from './wrap.ts';

const digits = 3;
const shown = (value: number): string => value.toFixed(digits);
const whole = (count: number): string => count.toLocaleString('en-GB');

const rows = <T>({ sensitivities }: FrocReport, write: (value: number) => T): (string | number | T | null)[][] =>
  sensitivities.map(({ falsePositives, sensitivity, interval }: FrocSensitivity) => [
    falsePositives,
    write(sensitivity),
    interval ? write(interval.lower) : null,
    interval ? write(interval.upper) : null,
  ]);

/** The sensitivities of a FROC analysis with every digit, for programs. */
export const frocTable = (report: FrocReport): Table => ({
  name: 'Sensitivities',
  columns: [
    { key: 'false_positives_a_scan', title: 'False positives a scan', kind: 'number' },
    { key: 'sensitivity', title: 'Sensitivity', kind: 'number' },
    { key: 'lower', title: 'From', kind: 'number' },
    { key: 'upper', title: 'To', kind: 'number' },
  ],
  rows: [
    ...rows(report, (value) => value),
    ...(report.interval
      ? [['mean', report.cpm, report.interval.lower, report.interval.upper]]
      : [['mean', report.cpm, null, null]]),
  ],
});

/** A FROC analysis in words and a table. */
export const frocText = (report: FrocReport, width: number): string => {
  const { cpm, interval, bootstrap, counts } = report;
  const sure = interval && bootstrap ? `, 95 % interval ${shown(interval.lower)} to ${shown(interval.upper)}` : '';
  const how = bootstrap
    ? ` Intervals from ${whole(bootstrap.draws)} draws of scans with replacement, seed ${bootstrap.seed}.`
    : ' No interval was asked for.';
  const elsewhere = counts.marksElsewhere + counts.nodulesElsewhere + counts.excludedElsewhere;
  const paragraphs = [
    `Competition metric (CPM) ${shown(cpm)}${sure}: the mean sensitivity at seven rates of false positives (FP).`,
    `${whole(counts.scans)} scans with ${whole(counts.nodules)} nodules: ${whole(counts.nodulesFound)} found by a mark of any score, ${whole(counts.nodulesMissed)} by none.${how}`,
    `Of ${whole(counts.marks)} marks: best hit of a nodule ${whole(counts.marksHitting)}; hit again ${whole(counts.marksRepeating)}; on an excluded finding ${whole(counts.marksOnExcluded)}; false positive ${whole(counts.falsePositives)}; beyond the limit of a scan ${whole(counts.marksOverLimit)}; on a scan that is not in the list ${whole(counts.marksElsewhere)}.`,
    ...(elsewhere === counts.marksElsewhere
      ? []
      : [
          `Left out, since their scans are not in the list: nodules ${whole(counts.nodulesElsewhere)}, excluded findings ${whole(counts.excludedElsewhere)}.`,
        ]),
  ];
  const table: Table = {
    name: 'Sensitivities',
    columns: [
      { key: 'rate', title: 'FP a scan', kind: 'number' },
      { key: 'sensitivity', title: 'Sensitivity', kind: 'number' },
      ...(bootstrap
        ? ([
            { key: 'lower', title: 'From', kind: 'number' },
            { key: 'upper', title: 'To', kind: 'number' },
          ] as const)
        : []),
    ],
    rows: rows(report, shown).map((row) => (bootstrap ? row : row.slice(0, 2))),
  };
  const [headline = '', ...rest] = paragraphs;
  return [
    ...wrap(headline, width),
    '',
    ...drawTable(table, width),
    ...rest.flatMap((text) => ['', ...wrap(text, width)]),
    '',
  ].join('\n');
};
