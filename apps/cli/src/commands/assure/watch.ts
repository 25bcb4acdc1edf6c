import { readOutcomes, readReports, watchStreams, type ReportsRead, type Watched } from '@isocentre/assurance';
import { toCsv } from '@isocentre/documents';
import { failure, success, type Problem, type Result, type TextFile } from '@isocentre/evidence';
import { formatOption, outOption, wholeNumber, type Command, type Given, type Output } from '../../command.ts';
import { watchPage } from '../../page/watch.ts';
import { readTableText } from '../../table-file.ts';
import { reportsTable, reportsText, signalsIn, watchedTable, watchedText } from '../../text/watch.ts';

const where = 'isocentre assure watch';
const usualRunLength = 1000;
const mostRunLength = 1_000_000;

const shareOf = (given: Given, name: string): Result<number> => {
  const text = given.text(name);
  const expected = 'a share of cases between 0 and 1, such as 0.05';
  if (text === undefined) return failure({ where, found: `no --${name}`, expected });
  const share = text.trim() === '' ? Number.NaN : Number(text);
  return share > 0 && share < 1 ? success(share) : failure({ where: `--${name}`, found: `"${text}"`, expected });
};

const writeWatched = (watched: Watched, format: string | undefined, width: number): string => {
  switch (format) {
    case 'json': {
      const streams = watched.streams.map(({ chart, ...stream }) => ({ ...stream, path: [...chart.path] }));
      return `${JSON.stringify({ format: 'isocentre-watch', version: 1, design: watched.design, streams }, null, 2)}\n`;
    }
    case 'csv':
      return toCsv(watchedTable(watched));
    case 'html':
      return watchPage(watched);
    default:
      return watchedText(watched, width);
  }
};

const writeReports = (read: ReportsRead, format: string | undefined, width: number): string => {
  switch (format) {
    case 'json':
      return `${JSON.stringify({ format: 'isocentre-reporting-ratios', version: 1, ...read }, null, 2)}\n`;
    case 'csv':
      return toCsv(reportsTable(read));
    default:
      return reportsText(read, width);
  }
};

const watchReports = (given: Given, files: readonly TextFile[], width: number): Result<Output> => {
  const [product, event] = [given.text('product'), given.text('event')];
  if (product === undefined || event === undefined)
    return failure({
      where,
      found: `no --${product === undefined ? 'product' : 'event'}`,
      expected: 'both --product COLUMN and --event COLUMN',
    });
  const format = given.text('format');
  if (format === 'html') return failure({ where, found: 'the format html for reports', expected: 'text, json or csv' });
  const read = readReports(files, { product, event });
  if (!read.ok) return read;
  const failed = given.flag('strict') && read.value.pairs.some(({ signal }) => signal);
  return success({
    content: writeReports(read.value, format, width),
    ...(failed ? { failed, beside: 'A reporting ratio signals.\n' } : {}),
  });
};

/** `isocentre assure watch`: whether local results have become worse, or a product stands out among reports. */
export const watchCommand: Command = {
  name: 'assure watch',
  summary: 'watches local results for a change, by CUSUM and a sequential test; or adverse event reports',
  operands: 'FILE…',
  count: [1, Infinity],
  options: {
    acceptable: { type: 'string', placeholder: 'SHARE', summary: 'share of cases that may fail, such as 0.05' },
    unacceptable: {
      type: 'string',
      placeholder: 'SHARE',
      summary: 'share of failures that must be found, such as 0.10',
    },
    'run-length': {
      type: 'string',
      placeholder: 'CASES',
      summary: 'cases until a false alarm on average; default 1000',
    },
    product: {
      type: 'string',
      placeholder: 'COLUMN',
      summary: 'the files are adverse event reports; this column names the product',
    },
    event: { type: 'string', placeholder: 'COLUMN', summary: 'the column of reports that names the event' },
    strict: { type: 'boolean', summary: 'exit code 1 where anything signals' },
    format: formatOption(['text', 'json', 'csv', 'html']),
    out: outOption,
  },
  examples: [
    'isocentre assure watch results.csv --acceptable 0.05 --unacceptable 0.10',
    'isocentre assure watch results.csv --acceptable 0.05 --unacceptable 0.10 --out chart.html',
    'isocentre assure watch reports.csv --product device --event kind',
  ],
  exits:
    '0 the results were judged, whatever was found; 1 with --strict, something signals; 2 a file has a row that cannot be read: every one is named, nothing is judged',
  run: async (given, _workspace, terminal) => {
    const problems: Problem[] = [];
    const files: TextFile[] = [];
    for (const word of given.words) {
      const file = await readTableText(word);
      if (file.ok) files.push(file.value);
      else problems.push(...file.problems);
    }
    if (problems.length > 0) return failure(...problems);
    if (given.text('product') !== undefined || given.text('event') !== undefined)
      return watchReports(given, files, terminal.width);
    const [acceptable, unacceptable] = [shareOf(given, 'acceptable'), shareOf(given, 'unacceptable')];
    const runLength = wholeNumber(given, 'run-length', usualRunLength, mostRunLength);
    if (!acceptable.ok || !unacceptable.ok || !runLength.ok)
      return failure(...[acceptable, unacceptable, runLength].flatMap((one) => (one.ok ? [] : one.problems)));
    const read = readOutcomes(files);
    if (read.problems.length > 0) return failure(...read.problems);
    const goal = { acceptable: acceptable.value, unacceptable: unacceptable.value, runLength: runLength.value };
    const watched = watchStreams(read.streams, goal);
    if (!watched.ok) return watched;
    const failed = given.flag('strict') && signalsIn(watched.value) > 0;
    const content = writeWatched(watched.value, given.text('format'), terminal.width);
    return success({
      content,
      ...(failed
        ? { failed, beside: `Signal at ${signalsIn(watched.value)} of ${watched.value.streams.length} sites.\n` }
        : {}),
    });
  },
};
