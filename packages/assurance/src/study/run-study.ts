import { success, type Result } from '@isocentre/evidence';
import { analysisVersion, findAnalysis } from './analyses.ts';
import type { Analysis, MetricResult, Setting } from './analysis.ts';
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

/** Told what a study does, and how much of it is done, from 0 to 1. */
export type StudyProgress = (doing: string, done: number) => void;

/** Estimates a metric, all cases and then part by part, and tells how far it has come. */
class Estimating {
  readonly #tell: StudyProgress;
  readonly #all: number;
  #before = 0;

  constructor(endpoints: number, strata: StudyData['list']['strata'], tell: StudyProgress) {
    this.#tell = tell;
    // A level is estimated, and so are all cases without it: a stratum of L levels is as much work as L times all cases.
    this.#all = endpoints * strata.reduce((sum, { levels }) => sum + levels.length, 1);
  }

  estimate(
    analysis: Analysis,
    data: StudyData,
    selection: Int32Array,
    setting: Setting,
    doing: string,
  ): ReturnType<Analysis['estimate']> {
    const weight = selection.length / Math.max(1, data.list.names.length);
    const progress = (done: number): void => {
      this.#tell(doing, (this.#before + done * weight) / this.#all);
    };
    progress(0);
    const estimated = analysis.estimate(data.cases, selection, { ...setting, progress }, 0);
    this.#before += weight;
    return estimated;
  }
}

const endpointOf = (
  protocol: Protocol,
  data: StudyData,
  analysis: Analysis,
  asked: Protocol['secondary'][number],
  role: StudyEndpoint['role'],
  estimating: Estimating,
): Result<StudyEndpoint> => {
  const setting = settingOf(protocol);
  const { title, scale } = analysis;
  const estimated = estimating.estimate(analysis, data, everyCase(data), setting, title);
  if (!estimated.ok) return estimated;
  const { result, counts, beside, curve } = estimated.value;
  const judged = asked.criterion ? judge(result, asked.criterion) : undefined;
  const subgroups = data.list.strata.map((strata) => {
    const doing = `${title} by ${strata.title}`;
    const measure = (selection: Int32Array): Result<MetricResult> => {
      const part = estimating.estimate(analysis, data, selection, setting, doing);
      return part.ok ? success(part.value.result) : part;
    };
    return subgroupOf(strata, measure, protocol.fewest);
  });
  return success({
    role,
    title,
    scale,
    result,
    counts: [...counts],
    ...(beside ? { beside: [...beside] } : {}),
    ...(judged && asked.criterion ? { criterion: asked.criterion, judged: [...judged], met: isMet(judged) } : {}),
    ...(curve ? { curve } : {}),
    subgroups,
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
 * @param progress Told what is computed once the data are read. It changes nothing of the report.
 * @returns the report; or every problem of the data with its place, and then nothing is computed.
 */
export const runStudy = (
  protocol: Protocol,
  files: StudyFiles,
  locked: boolean,
  progress: StudyProgress = () => undefined,
): Result<StudyReport> => {
  const data = readStudyData(protocol, files);
  if (!data.ok) return data;
  const asking = [protocol.primary, ...protocol.secondary];
  const estimating = new Estimating(asking.length, data.value.list.strata, progress);
  const endpoints: StudyEndpoint[] = [];
  for (const [index, asked] of asking.entries()) {
    const analysis = findAnalysis(asked.metric);
    if (!analysis) throw new RangeError(`runStudy: no analysis "${asked.metric}"; read the protocol first`);
    const role = index === 0 ? 'primary' : 'secondary';
    const endpoint = endpointOf(protocol, data.value, analysis, asked, role, estimating);
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

/** Writes a report as it is kept and passed on: JSON, every digit, without a case. */
export const studyJson = (report: StudyReport): string => `${JSON.stringify(report, null, 2)}\n`;
