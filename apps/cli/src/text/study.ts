import {
  acquisitionTable,
  endpointTable,
  flowTable,
  hashOf,
  sayCounts,
  sayFlow,
  sayVerdict,
  subgroupTable,
  type StudyReport,
} from '@isocentre/assurance';
import { drawTable } from './table.ts';
import { wrap } from './wrap.ts';

/** A study in words and tables: the answer first. */
export const studyText = (report: StudyReport, width: number): string =>
  [
    ...wrap(sayVerdict(report), width),
    '',
    ...wrap(sayFlow(report), width),
    '',
    ...drawTable(endpointTable(report), width),
    ...report.endpoints.flatMap((endpoint) => ['', ...wrap(sayCounts(endpoint), width)]),
    ...report.endpoints.flatMap((endpoint) =>
      endpoint.subgroups.length === 0
        ? []
        : ['', `${endpoint.title} by subgroup`, ...drawTable(subgroupTable(endpoint), width)],
    ),
    '',
    'Cases',
    ...drawTable(flowTable(report), width),
    ...(report.acquired.length === 0 ? [] : ['', 'What was scanned', ...drawTable(acquisitionTable(report), width)]),
    '',
    `Protocol  ${report.protocolHash}`,
    `Report    ${hashOf(report)}`,
    ...wrap('The page to print: --out report.html. Every digit: --out report.json.', width),
    '',
  ].join('\n');
