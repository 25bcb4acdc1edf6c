import { driftReport, type DriftReport } from '@isocentre/assurance';
import { toCsv, type Cell, type Table } from '@isocentre/documents';
import { failure, success } from '@isocentre/evidence';
import { formatOption, outOption, type Command, type Given } from '../../command.ts';
import { readTableText } from '../../table-file.ts';
import { drawTable } from '../../text/table.ts';
import { wrap } from '../../text/wrap.ts';

const listOf = (given: Given, name: string): readonly string[] =>
  (given.text(name) ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

const tableOf = (
  { columns }: DriftReport,
  write: (value: number) => Cell,
  writeChance: (p: number) => Cell = write,
): Table => ({
  name: 'Drift',
  columns: [
    { key: 'column', title: 'Column', kind: 'text' },
    { key: 'measure', title: 'Measure', kind: 'text' },
    { key: 'value', title: 'Value', kind: 'number' },
    { key: 'by_chance', title: 'By chance', kind: 'number' },
    { key: 'p', title: 'p', kind: 'number' },
  ],
  rows: columns.flatMap((one): Table['rows'] =>
    one.kind === 'number'
      ? [
          [one.column, 'stability index', write(one.stability.estimate), write(one.stability.withoutDrift95), null],
          [one.column, 'largest gap', write(one.gap.estimate), null, writeChance(one.gap.pValue)],
          [one.column, 'Wasserstein distance', write(one.distance.estimate), null, null],
        ]
      : [[one.column, 'Hellinger distance', write(one.shares.estimate), null, writeChance(one.shares.pValue)]],
  ),
});

const digits = 3;
const leastChance = 0.0001;
const short = (value: number): number => Number(value.toPrecision(digits));
const whole = (count: number): string => count.toLocaleString('en-GB');

const text = (report: DriftReport, width: number): string => {
  const { reference, current, limit, columns } = report;
  const drifted = columns.filter((one) => one.drifted).map(({ column }) => column);
  const all = `${columns.length} column${columns.length === 1 ? '' : 's'}`;
  const answer =
    drifted.length === 0 ? `No drift seen in ${all}` : `Drift in ${drifted.length} of ${all}: ${drifted.join(', ')}`;
  const rough = columns.filter((one) => one.kind === 'category' && one.shares.leastExpected < 5);
  return [
    ...wrap(`${answer}. ${whole(reference)} cases before, ${whole(current)} now.`, width),
    '',
    ...drawTable(
      tableOf(report, short, (p) => (p < leastChance ? `<${leastChance}` : short(p))),
      width,
    ),
    ...wrap(
      `A column has drifted where p is under ${short(limit)}, 0.05 over the number of columns; p of numbers by Kolmogorov and Smirnov, of categories by χ². "By chance": what 95 % of samples stay under without drift.${
        rough.length === 0
          ? ''
          : ` Rough for ${rough.map(({ column }) => column).join(', ')}: under 5 cases expected in a category.`
      }`,
      width,
    ),
    '',
  ].join('\n');
};

const write = (report: DriftReport, format: string | undefined, width: number): string => {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ format: 'isocentre-drift', version: 1, ...report }, null, 2)}\n`;
    case 'csv':
      return toCsv(tableOf(report, (value) => value));
    default:
      return text(report, width);
  }
};

/** `isocentre assure drift`: whether what comes in has changed. */
export const driftCommand: Command = {
  name: 'assure drift',
  summary: 'compares what comes in now with a reference, column by column',
  operands: 'REFERENCE NOW',
  count: [2, 2],
  options: {
    numbers: { type: 'string', placeholder: 'COLUMNS', summary: 'columns of numbers, such as score,dose' },
    categories: { type: 'string', placeholder: 'COLUMNS', summary: 'columns of categories, such as vendor,kernel' },
    strict: { type: 'boolean', summary: 'exit code 1 where a column has drifted' },
    format: formatOption(['text', 'json', 'csv']),
    out: outOption,
  },
  examples: ['isocentre assure drift trial.csv march.csv --numbers score,slice_thickness --categories vendor'],
  exits:
    '0 both were compared, whatever was found; 1 with --strict, a column has drifted; 2 a cell cannot be read: every one is named, nothing is judged',
  run: async (given, _workspace, terminal) => {
    const [before = '', now = ''] = given.words;
    const [reference, current] = [await readTableText(before), await readTableText(now)];
    if (!reference.ok || !current.ok)
      return failure(...[reference, current].flatMap((one) => (one.ok ? [] : one.problems)));
    const columns = { numbers: listOf(given, 'numbers'), categories: listOf(given, 'categories') };
    if (columns.numbers.length + columns.categories.length === 0)
      return failure({
        where: 'isocentre assure drift',
        found: 'neither --numbers nor --categories',
        expected: 'columns to compare, such as --numbers score --categories vendor',
      });
    const report = driftReport(reference.value, current.value, columns);
    if (!report.ok) return report;
    const failed = given.flag('strict') && report.value.columns.some(({ drifted }) => drifted);
    return success({
      content: write(report.value, given.text('format'), terminal.width),
      ...(failed ? { failed, beside: 'A column has drifted.\n' } : {}),
    });
  },
};
