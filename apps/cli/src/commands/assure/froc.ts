import { frocReport, matchMarks, readDetectionStudy, type FrocReport } from '@isocentre/assurance';
import { toCsv } from '@isocentre/documents';
import { failure, success, type Problem, type Result, type TextFile } from '@isocentre/evidence';
import { formatOption, outOption, wholeNumber, type Command } from '../../command.ts';
import { readTableText } from '../../table-file.ts';
import { frocTable, frocText } from '../../text/froc.ts';

const where = 'isocentre assure froc';
const write = (report: FrocReport, format: string | undefined, width: number): string => {
  switch (format) {
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'csv':
      return toCsv(frocTable(report));
    default:
      return frocText(report, width);
  }
};

const needed = ['reference', 'scans', 'marks'] as const;
const percent = 100;
const usualBootstraps = 1000;
const mostBootstraps = 100_000;
const mostSeed = 2 ** 32 - 1;

/** `isocentre assure froc`: recomputes the competition metric of a detector from its marks. */
export const frocCommand: Command = {
  name: 'assure froc',
  summary: 'recomputes how well a detector finds nodules, from its marks: FROC and CPM',
  operands: '',
  count: [0, 0],
  options: {
    reference: {
      type: 'string',
      placeholder: 'FILE',
      summary: 'findings: seriesuid, coordX, coordY, coordZ, diameter_mm',
    },
    excluded: { type: 'string', placeholder: 'FILE', summary: 'findings that are neither right nor wrong to mark' },
    scans: { type: 'string', placeholder: 'FILE', summary: 'every scan that was read, one a line' },
    marks: { type: 'string', placeholder: 'FILE', summary: 'marks: seriesuid, coordX, coordY, coordZ, probability' },
    bootstraps: {
      type: 'string',
      placeholder: 'N',
      summary: 'draws of scans for the intervals; default 1000, 0 for none',
    },
    seed: { type: 'string', placeholder: 'N', summary: 'seed of the draws; default 1' },
    format: formatOption(['text', 'json', 'csv']),
    out: outOption,
  },
  examples: [
    'isocentre assure froc --reference annotations.csv --excluded annotations_excluded.csv.gz --scans seriesuids.csv --marks submission.csv.gz',
  ],
  exits: '0 the metric was computed; 2 a file has a row that cannot be read: every one is named, nothing is computed',
  run: async (given, _workspace, terminal) => {
    const missing = needed.filter((name) => given.text(name) === undefined);
    const problems: Problem[] = missing.map((name) => ({
      where,
      found: `no --${name}`,
      expected: `--${name} FILE, as "isocentre help assure froc" shows`,
    }));
    const take = <T>(result: Result<T>): T | undefined => {
      if (result.ok) return result.value;
      problems.push(...result.problems);
      return undefined;
    };
    const bootstraps = take(wholeNumber(given, 'bootstraps', usualBootstraps, mostBootstraps, 0));
    const seed = take(wholeNumber(given, 'seed', 1, mostSeed, 0));
    if (problems.length > 0 || bootstraps === undefined || seed === undefined) return failure(...problems);

    const read = async (name: string): Promise<TextFile | undefined> => {
      const path = given.text(name);
      return path === undefined ? undefined : take(await readTableText(path));
    };
    const [scans, reference, marks] = [await read('scans'), await read('reference'), await read('marks')];
    const excluded = await read('excluded');
    if (problems.length > 0 || !scans || !reference || !marks) return failure(...problems);
    const found = readDetectionStudy({ scans, reference, excluded, marks });
    if (found.problems.length > 0) return failure(...found.problems);
    const detections = matchMarks(found.study);
    if (!detections.ok) return detections;
    const progress = (done: number): void => {
      terminal.progress?.(`drawing scans: ${Math.floor(percent * done)} %`);
    };
    const report = frocReport(detections.value, { bootstraps, seed, level: 0.95, progress });
    terminal.progress?.('');
    return success({ content: write(report, given.text('format'), terminal.width) });
  },
};
