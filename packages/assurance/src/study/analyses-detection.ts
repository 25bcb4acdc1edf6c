import { success, type Result } from '@isocentre/evidence';
import { matchMarks, type Detections } from '../froc/detection.ts';
import { compareCpm, cpmOf, frocCurve } from '../froc/froc.ts';
import { thin, type Analysis, type Setting, type StudyEstimate } from './analysis.ts';
import type { DetectionCases } from './study-data.ts';

/** Matches the marks of a technology with the findings, on some of the scans. */
const detectionsOf = (cases: DetectionCases, selection: Int32Array, tool: number): Result<Detections> => {
  const scans = Array.from(selection, (index) => cases.scans[index] ?? '');
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

const methodOf = (bootstraps: number): string => `bootstrap over scans, ${bootstraps} draws, percentile`;

const estimateOf = (detections: Detections, setting: Setting): StudyEstimate => {
  const { level, bootstraps } = setting;
  const { cpm: estimate, interval } = cpmOf(detections, setting);
  const { flow } = detections;
  return {
    result: {
      metric: 'cpm',
      version: 1,
      n: flow.scans,
      estimate,
      interval: {
        lower: interval?.lower ?? estimate,
        upper: interval?.upper ?? estimate,
        level,
        method: methodOf(bootstraps),
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
      points: thin(frocCurve(detections).map(({ falsePositives, sensitivity }) => [falsePositives, sensitivity])),
    },
  };
};

const cpm: Analysis = {
  id: 'cpm',
  version: 1,
  title: 'Competition metric (CPM)',
  design: 'detection',
  scale: 'share',
  estimate: (cases, selection, setting, tool) => {
    const detections = detectionsOf(cases as DetectionCases, selection, tool);
    return detections.ok ? success(estimateOf(detections.value, setting)) : detections;
  },
  compare: (cases, selection, setting) => {
    const one = detectionsOf(cases as DetectionCases, selection, 0);
    if (!one.ok) return one;
    const other = detectionsOf(cases as DetectionCases, selection, 1);
    if (!other.ok) return other;
    const { level, bootstraps } = setting;
    const { estimate, interval } = compareCpm(one.value, other.value, setting);
    return success({
      first: estimateOf(one.value, setting).result,
      second: estimateOf(other.value, setting).result,
      difference: {
        metric: 'cpm-difference',
        version: 1,
        n: one.value.scanCount,
        estimate,
        interval: { ...interval, level, method: `paired ${methodOf(bootstraps)}` },
      },
    });
  },
};

/** Analyses of findings in scans. */
export const detectionAnalyses: readonly Analysis[] = [cpm];
