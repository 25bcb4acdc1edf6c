import { compareStudy, sayComparison, sayFlow, type ComparisonReport } from '@isocentre/assurance';
import { toCsv, type Table } from '@isocentre/documents';
import { success } from '@isocentre/evidence';
import { formatOption, outOption, type Command } from '../../command.ts';
import { drawTable } from '../../text/table.ts';
import { wrap } from '../../text/wrap.ts';
import { studyInput, studyOptions } from './run.ts';

const digits = 3;

const tableOf = ({ endpoints }: ComparisonReport, write: (value: number) => string | number): Table => ({
  name: 'Comparison',
  columns: [
    { key: 'endpoint', title: 'Endpoint', kind: 'text' },
    { key: 'n', title: 'n', kind: 'count' },
    { key: 'first', title: 'First', kind: 'number' },
    { key: 'second', title: 'Second', kind: 'number' },
    { key: 'difference', title: 'Difference', kind: 'number' },
    { key: 'lower', title: 'From', kind: 'number' },
    { key: 'upper', title: 'To', kind: 'number' },
    { key: 'p', title: 'p', kind: 'number' },
  ],
  rows: endpoints.map(({ title, first, second, difference, test }) => [
    title,
    difference.n,
    write(first.estimate),
    write(second.estimate),
    write(difference.estimate),
    write(difference.interval.lower),
    write(difference.interval.upper),
    test ? write(test.p) : null,
  ]),
});

const text = (report: ComparisonReport, width: number): string => {
  const methods = report.endpoints.map(
    ({ title, difference, test }) => `${title} by ${difference.interval.method}${test ? `, p by ${test.method}` : ''}`,
  );
  return [
    ...wrap(sayComparison(report), width),
    '',
    ...wrap(sayFlow(report), width),
    '',
    ...drawTable(
      tableOf(report, (value) => value.toFixed(digits).replace('-', '−')),
      width,
    ),
    ...wrap(`First is ${report.protocol.technology.name}, second its comparator. ${methods.join('; ')}.`, width),
    '',
  ].join('\n');
};

const write = (report: ComparisonReport, format: string | undefined, width: number): string => {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'csv':
      return toCsv(tableOf(report, (value) => value));
    default:
      return text(report, width);
  }
};

/** `isocentre assure compare`: compares two technologies on the same cases. */
export const compareToolsCommand: Command = {
  name: 'assure compare',
  summary: 'compares two technologies on the same cases, by the locked protocol',
  operands: 'PROTOCOL',
  count: [1, 1],
  options: {
    ...studyOptions,
    strict: { type: 'boolean', summary: 'exit code 1 where the first is worse by more than the margin may be' },
    format: formatOption(['text', 'json', 'csv']),
    out: outOption,
  },
  examples: ['isocentre assure compare protocol.yaml --data our-cases'],
  exits:
    '0 both were compared, whatever came out; 1 with --strict, the bound of the difference is beyond the margin; 2 the protocol or the data are not right: each place is named',
  run: async (given, _workspace, terminal) => {
    const input = await studyInput(given, terminal, 'isocentre assure compare');
    if (!input.ok) return input;
    const { protocol, files, locked } = input.value;
    const report = compareStudy(protocol, files, locked);
    if (!report.ok) return report;
    const failed = given.flag('strict') && report.value.endpoints[0]?.judged?.met !== true;
    return success({
      content: write(report.value, given.text('format'), terminal.width),
      ...(failed ? { failed, beside: 'Not shown to be as good within the margin.\n' } : {}),
    });
  },
};
