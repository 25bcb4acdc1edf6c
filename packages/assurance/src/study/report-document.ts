import type { Block, Report } from '@isocentre/documents';
import { hashOf } from './canonical.ts';
import { drawCurve, drawForest } from './drawing.ts';
import type { StudyEndpoint, StudyReport } from './report-schema.ts';
import {
  acquisitionTable,
  endpointTable,
  flowTable,
  sayCount,
  sayCounts,
  sayFlow,
  sayVerdict,
  subgroupTable,
} from './say.ts';

const heading = (text: string): Block => ({ kind: 'heading', text });
const paragraph = (text: string): Block => ({ kind: 'paragraph', text });

const pairs = (name: string, caption: string, rows: readonly (readonly [string, string])[]): Block => ({
  kind: 'table',
  caption,
  table: {
    name,
    columns: [
      { key: 'what', title: 'What', kind: 'text' },
      { key: 'stated', title: 'As the protocol has it', kind: 'text' },
    ],
    rows,
  },
});

const drawings = (report: StudyReport, endpoint: StudyEndpoint): readonly Block[] => [
  ...(endpoint.curve
    ? [
        {
          kind: 'drawing',
          title: endpoint.curve.title,
          svg: drawCurve(endpoint.curve),
          description: `${endpoint.curve.title}: from ${endpoint.curve.points[0]?.[1] ?? 0} to ${(endpoint.curve.points.at(-1)?.[1] ?? 0).toFixed(3)}.`,
        } as const,
      ]
    : []),
  ...(endpoint.subgroups.length > 0
    ? [
        {
          kind: 'drawing',
          title: `${endpoint.title} by subgroup`,
          svg: drawForest(endpoint, report.flow.analysed),
          description:
            'The numbers of this drawing stand in the table after it; a dashed line is the limit of the criterion.',
        } as const,
        {
          kind: 'table',
          table: subgroupTable(endpoint),
          caption: `${endpoint.title}: cases, estimate and interval by subgroup, and the difference from the other cases`,
        } as const,
      ]
    : []),
];

const acquisition = (report: StudyReport): readonly Block[] => {
  const { notImages } = report.protocol;
  if (notImages !== undefined) return [paragraph(`No images: ${notImages}`)];
  const open = report.acquired.some(({ notRecorded }) => notRecorded !== undefined);
  return [
    paragraph(
      open
        ? 'A verdict holds for what was tested. What was not recorded is not tested: for it no verdict can rest on this study.'
        : 'A verdict holds for what was tested here; a scan outside it is outside the verdict.',
    ),
    { kind: 'table', table: acquisitionTable(report), caption: 'Acquisition of the analysed cases' },
  ];
};

/** Lays a study out as a report to print: the answer first, then what it rests on, then all that is needed to repeat it. */
export const studyDocument = (report: StudyReport): Report => {
  const { protocol, endpoints, files } = report;
  const { technology, intendedPurpose: purpose, primary } = protocol;
  return {
    title: protocol.title,
    footer: `Report ${hashOf(report).slice(0, 16)}, protocol ${report.protocolHash.slice(0, 16)}. No conformity assessment, and no verdict of any body.`,
    blocks: [
      { kind: 'answer', text: sayVerdict(report) },
      paragraph(`${technology.name}, version ${technology.version}. ${sayFlow(report)}`),
      ...(report.locked
        ? []
        : [
            paragraph(
              'This is a draft: the protocol was not locked before the results were seen. No verdict can rest on it.',
            ),
          ]),
      heading('Results'),
      { kind: 'table', table: endpointTable(report), caption: `Endpoints with ${protocol.level * 100} % intervals` },
      ...endpoints.flatMap((endpoint) => [paragraph(sayCounts(endpoint)), ...drawings(report, endpoint)]),
      heading('Cases'),
      { kind: 'table', table: flowTable(report), caption: 'From the cases read to those analysed' },
      heading('What was scanned'),
      ...acquisition(report),
      heading('The protocol'),
      pairs('Protocol', 'Fixed before the results', [
        ['Technology', `${technology.name}, version ${technology.version}`],
        ...(technology.operatingPoint === undefined ? [] : [['Operating point', technology.operatingPoint] as const]),
        ['Indication', purpose.indication],
        ['Body part', purpose.bodyPart],
        ['Environment', purpose.environment],
        ['User', purpose.user],
        ['Population of the purpose', purpose.population],
        ['Operating principle', purpose.operatingPrinciple],
        ['Population of the study', protocol.population],
        ['Reference standard', protocol.referenceStandard],
        ['Goal and margin', primary.criterion.reason],
        ['Sample size', `${sayCount(protocol.sampleSize.cases)} cases: ${protocol.sampleSize.reason}`],
        ['Subgroups', protocol.subgroups.map(({ title }) => title).join(', ') || 'none'],
        ['Too few', `fewer than ${protocol.fewest} cases`],
      ]),
      heading('To repeat this'),
      paragraph(
        `isocentre assure run PROTOCOL --data FOLDER, with the protocol whose hash (SHA-256 of its canonical JSON) is ${report.protocolHash} and the files below, gives this report to the byte: analysis version ${report.analysis}, ${endpoints.map(({ result }) => `${result.metric} version ${result.version}`).join(', ')}, seed ${protocol.seed}, ${sayCount(protocol.bootstraps)} draws where an interval is by bootstrap. The hash of this report is ${hashOf(report)}.`,
      ),
      {
        kind: 'table',
        caption: 'Files that this rests on',
        table: {
          name: 'Files',
          columns: [
            { key: 'file', title: 'File', kind: 'text' },
            { key: 'bytes', title: 'Bytes', kind: 'count' },
            { key: 'sha256', title: 'SHA-256', kind: 'text' },
          ],
          rows: files.map(({ name, bytes, sha256 }) => [name, bytes, sha256]),
        },
      },
    ],
  };
};
