import { success, type Result } from '@isocentre/evidence';
import { analysisVersion, findAnalysis } from './analyses.ts';
import type { Analysis, Setting } from './analysis.ts';
import { isMet, judge } from './criterion.ts';
import { protocolHash } from './lock.ts';
import type { Protocol } from './protocol-schema.ts';
import type { StudyEndpoint, StudyReport } from './report-schema.ts';
import { readStudyData, type StudyData } from './study-data.ts';
import type { StudyFiles } from './study-files.ts';
import { subgroupOf } from './subgroups.ts';

/** The setting that a protocol fixes. */
export const settingOf = ({ level, bootstraps, seed }: Protocol): Setting => ({ level, bootstraps, seed });

/** Every case of a study. */
export const everyCase = ({ list }: StudyData): Int32Array => Int32Array.from(list.names, (_, index) => index);

const endpointOf = (
  protocol: Protocol,
  data: StudyData,
  analysis: Analysis,
  asked: Protocol['secondary'][number],
  role: StudyEndpoint['role'],
): Result<StudyEndpoint> => {
  const setting = settingOf(protocol);
  const estimated = analysis.estimate(data.cases, everyCase(data), setting, 0);
  if (!estimated.ok) return estimated;
  const { result, counts, beside, curve } = estimated.value;
  const judged = asked.criterion ? judge(result, asked.criterion) : undefined;
  return success({
    role,
    title: analysis.title,
    scale: analysis.scale,
    result,
    counts: [...counts],
    ...(beside ? { beside: [...beside] } : {}),
    ...(judged && asked.criterion ? { criterion: asked.criterion, judged: [...judged], met: isMet(judged) } : {}),
    ...(curve ? { curve } : {}),
    subgroups: data.list.strata.map((strata) => subgroupOf(strata, data.cases, analysis, setting, protocol.fewest)),
  });
};

/** What a study says apart from its endpoints: its protocol, its cases and the files that it rests on. */
export const studyHead = (protocol: Protocol, data: StudyData, locked: boolean) => ({
  analysis: analysisVersion,
  protocol,
  protocolHash: protocolHash(protocol),
  locked,
  files: [...data.files],
  flow: {
    read: data.list.read,
    excluded: [...data.list.excluded],
    analysed: data.list.names.length,
    planned: protocol.sampleSize.cases,
    leftOut: [...data.leftOut],
  },
});

/**
 * Runs a study: reads its data, estimates each endpoint, judges it at the bound, and repeats it in each subgroup.
 *
 * The same protocol, files and program give the same report to the bit on any machine. It holds aggregates alone: no name,
 * score or truth of a case.
 *
 * @param locked Whether the protocol is as it was locked; a report says so.
 * @returns the report; or every problem of the data with its place, and then nothing is computed.
 */
export const runStudy = (protocol: Protocol, files: StudyFiles, locked: boolean): Result<StudyReport> => {
  const data = readStudyData(protocol, files);
  if (!data.ok) return data;
  const endpoints: StudyEndpoint[] = [];
  for (const [index, asked] of [protocol.primary, ...protocol.secondary].entries()) {
    const analysis = findAnalysis(asked.metric);
    if (!analysis) throw new RangeError(`runStudy: no analysis "${asked.metric}"; read the protocol first`);
    const endpoint = endpointOf(protocol, data.value, analysis, asked, index === 0 ? 'primary' : 'secondary');
    if (!endpoint.ok) return endpoint;
    endpoints.push(endpoint.value);
  }
  return success({
    format: 'isocentre-study',
    version: 1,
    ...studyHead(protocol, data.value, locked),
    endpoints,
    acquired: data.value.list.acquired.map((one) => ({ ...one })),
  });
};
