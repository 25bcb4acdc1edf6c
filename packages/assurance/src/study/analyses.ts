import { failure, success, type Result } from '@isocentre/evidence';
import { matchMarks, type Detections } from '../froc/detection.ts';
import { cpmOf, frocCurve } from '../froc/froc.ts';
import { clopperPearson, type Interval } from '../proportion.ts';
import type { MetricResult } from './metric-result.ts';
import type { BinaryCases, Cases, DetectionCases } from './study-data.ts';

/** Version of the analysis: of what is done with a protocol and its data beyond the definitions of the metrics. */
export const analysisVersion = 1;

/** How every interval of a study is made. */
export interface Setting {
  readonly level: number;
  readonly bootstraps: number;
  readonly seed: number;
}

/** A curve of a study: shares or rates alone, without the scores of cases. */
export interface Curve {
  readonly title: string;
  readonly x: string;
  readonly y: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** What an analysis gives of some of the cases. */
export interface Estimated {
  readonly result: MetricResult;
  /** Counts behind it, by what they are. */
  readonly counts: readonly { readonly what: string; readonly count: number }[];
  readonly curve?: Curve;
}

/** A metric as a study computes it. */
export interface Analysis {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly design: Cases['design'];
  /** What it is on: a share from 0 to 1, or another number. */
  readonly scale: 'share' | 'number';
  readonly needsThreshold?: boolean;
  /**
   * Estimates it from some of the cases.
   *
   * @param selection Indices of the cases, rising.
   * @param tool Which technology: 0 the one that is tried, 1 its comparator.
   */
  readonly estimate: (cases: Cases, selection: Int32Array, setting: Setting, tool: number) => Result<Estimated>;
}

const problem = (found: string, expected: string): Result<never> => failure({ where: 'the cases', found, expected });

const mostPoints = 200;

/** Thins a curve to some 200 points by equal steps along it, the first and the last kept, so that no case shows. */
const thin = (points: Curve['points']): Curve['points'] => {
  if (points.length <= mostPoints) return points;
  const step = (points.length - 1) / (mostPoints - 1);
  return Array.from({ length: mostPoints }, (_, i) => points[Math.round(i * step)] ?? [0, 0]);
};

/** Share of the cases of one condition that are answered rightly. */
const answered = (id: string, title: string, condition: 0 | 1, what: readonly [string, string]): Analysis => ({
  id,
  version: 1,
  title,
  design: 'cases',
  scale: 'share',
  needsThreshold: true,
  estimate: (cases, selection, { level }, tool) => {
    const { truth, tools } = cases as BinaryCases;
    const { score, threshold = Number.NaN } = tools[tool] ?? { score: new Float64Array() };
    let [right, all] = [0, 0];
    for (const index of selection) {
      if (truth[index] !== condition) continue;
      all += 1;
      if ((score[index] as number) >= threshold === (condition === 1)) right += 1;
    }
    if (all === 0) return problem(`no case ${condition === 1 ? 'with' : 'without'} the condition`, 'at least one');
    const interval: Interval = clopperPearson(right, all, level);
    return success({
      result: {
        metric: id,
        version: 1,
        n: all,
        estimate: right / all,
        interval: { ...interval, level, method: 'Clopper–Pearson' },
      },
      counts: [
        { what: what[0], count: right },
        { what: what[1], count: all - right },
      ],
    });
  },
});

/** Matches the marks of a technology with the findings, on some of the scans. */
const detectionsOf = (
  cases: DetectionCases,
  names: readonly string[],
  selection: Int32Array,
  tool: number,
): Result<Detections> => {
  const scans = Array.from(selection, (index) => names[index] ?? '');
  const isIn = new Set(scans);
  const within = <T extends { readonly scan: string }>(all: readonly T[]): readonly T[] =>
    all.filter(({ scan }) => isIn.has(scan));
  return matchMarks({
    scans,
    nodules: within(cases.nodules),
    excluded: within(cases.excluded),
    marks: within(cases.tools[tool] ?? []),
  });
};

const cpm: Analysis = {
  id: 'cpm',
  version: 1,
  title: 'Competition metric (CPM)',
  design: 'detection',
  scale: 'share',
  estimate: (cases, selection, { level, bootstraps, seed }, tool) => {
    const study = cases as DetectionCases;
    const detections = detectionsOf(study, study.scans, selection, tool);
    if (!detections.ok) return detections;
    const { cpm: estimate, interval } = cpmOf(detections.value, { level, bootstraps, seed });
    const { flow } = detections.value;
    return success({
      result: {
        metric: 'cpm',
        version: 1,
        n: flow.scans,
        estimate,
        interval: {
          ...(interval ?? { lower: estimate, upper: estimate }),
          level,
          method: `bootstrap over scans, ${bootstraps} draws, percentile`,
        },
      },
      counts: [
        { what: 'nodules found by a mark of any score', count: flow.nodulesFound },
        { what: 'nodules found by none', count: flow.nodulesMissed },
        { what: 'marks: best hit of a nodule', count: flow.marksHitting },
        { what: 'marks: hit again', count: flow.marksRepeating },
        { what: 'marks: on a finding that counts neither way', count: flow.marksOnExcluded },
        { what: 'marks: false positive', count: flow.falsePositives },
        { what: 'marks: beyond the limit of a scan', count: flow.marksOverLimit },
      ],
      curve: {
        title: 'Sensitivity against false positives a scan (FROC)',
        x: 'False positives a scan',
        y: 'Sensitivity',
        points: thin(
          frocCurve(detections.value).map(({ falsePositives, sensitivity }) => [falsePositives, sensitivity]),
        ),
      },
    });
  },
};

/** Every analysis of this program, by its metric. */
export const analyses: readonly Analysis[] = [
  answered('sensitivity', 'Sensitivity', 1, ['with the condition, found', 'with the condition, missed']),
  answered('specificity', 'Specificity', 0, ['without the condition, cleared', 'without the condition, called']),
  cpm,
];

/** Finds the analysis of a metric. */
export const findAnalysis = (metric: string): Analysis | undefined => analyses.find(({ id }) => id === metric);
