import { extname } from 'node:path';
import {
  changedSinceLock,
  endpointTable,
  flowTable,
  readProtocolLock,
  runStudy,
  studyDocument,
  studyJson,
  subgroupTable,
  type Protocol,
  type StudyReport,
} from '@isocentre/assurance';
import { toCsvTables, toReportHtml } from '@isocentre/documents';
import { failure, success, type Result } from '@isocentre/evidence';
import { formatOption, outOption, type Command, type Given, type Terminal } from '../../command.ts';
import { readText } from '../../files.ts';
import { studyFolder } from '../../study-folder.ts';
import { studyText } from '../../text/study.ts';
import { protocolAt } from './protocol.ts';
import type { StudyFiles } from '@isocentre/assurance';

const lockOf = (path: string): string => `${path.slice(0, path.length - extname(path).length)}.lock.json`;

/** Options that say on what a study runs. */
export const studyOptions = {
  data: { type: 'string', placeholder: 'FOLDER', summary: 'the folder with the files that the protocol names' },
  lock: {
    type: 'string',
    placeholder: 'FILE',
    summary: 'the lock of the protocol; default: PROTOCOL.lock.json beside it',
  },
  draft: { type: 'boolean', summary: 'run without a lock; the report says that no verdict can rest on it' },
} as const;

/** What a study runs on. */
export interface StudyInput {
  readonly protocol: Protocol;
  readonly locked: boolean;
  readonly files: StudyFiles;
}

/** Reads the protocol of a study, holds it against its lock, and finds its data. */
export const studyInput = async (given: Given, terminal: Terminal, where: string): Promise<Result<StudyInput>> => {
  const [path = ''] = given.words;
  const folder = given.text('data');
  if (folder === undefined)
    return failure({ where, found: 'no --data', expected: '--data FOLDER, with the files that the protocol names' });
  const protocol = await protocolAt(path);
  if (!protocol.ok) return protocol;
  const { value } = protocol.value;
  const files = studyFolder(folder, terminal.progress);
  if (!files.ok) return files;
  if (given.flag('draft')) return success({ protocol: value, locked: false, files: files.value });
  const lockPath = given.text('lock') ?? lockOf(path);
  const text = await readText(lockPath);
  if (!text.ok)
    return failure({
      where: lockPath,
      found: text.problems[0]?.found ?? 'nothing',
      expected: `the lock of the protocol: "isocentre assure protocol lock ${path} --out ${lockPath}" before the results are seen, or --draft`,
    });
  const lock = readProtocolLock(text.value);
  if (!lock.ok) return lock;
  const changed = changedSinceLock(value, lock.value, path);
  return changed.length > 0 ? failure(...changed) : success({ protocol: value, locked: true, files: files.value });
};

const percent = 100;

const write = (report: StudyReport, format: string | undefined, width: number): string => {
  switch (format) {
    case 'json':
      return studyJson(report);
    case 'csv':
      return toCsvTables([endpointTable(report), ...report.endpoints.map(subgroupTable), flowTable(report)]);
    case 'html':
      return toReportHtml(studyDocument(report));
    default:
      return studyText(report, width);
  }
};

/** `isocentre assure run`: runs a study by its protocol. */
export const runCommand: Command = {
  name: 'assure run',
  summary: 'runs a study by its locked protocol: each figure recomputed, judged at its bound',
  operands: 'PROTOCOL',
  count: [1, 1],
  options: {
    ...studyOptions,
    strict: { type: 'boolean', summary: 'exit code 1 where the criterion of the primary endpoint is not met' },
    format: formatOption(['text', 'json', 'csv', 'html']),
    out: outOption,
  },
  examples: [
    'isocentre assure run protocol.yaml --data our-cases',
    'isocentre assure run protocol.yaml --data our-cases --out report.html',
  ],
  exits:
    '0 the study was run, whatever came out; 1 with --strict, the criterion is not met; 2 the protocol was changed after it was locked, or the data cannot be read: each place is named, nothing is computed',
  run: async (given, _workspace, terminal) => {
    const input = await studyInput(given, terminal, 'isocentre assure run');
    if (!input.ok) return input;
    const { protocol, files, locked } = input.value;
    const report = runStudy(protocol, files, locked, (doing, done) => {
      terminal.progress?.(`${doing}: ${Math.floor(percent * done)} %`);
    });
    terminal.progress?.('');
    if (!report.ok) return report;
    const failed = given.flag('strict') && report.value.endpoints[0]?.met !== true;
    return success({
      content: write(report.value, given.text('format'), terminal.width),
      ...(failed ? { failed, beside: 'The criterion of the primary endpoint is not met.\n' } : {}),
    });
  },
};
