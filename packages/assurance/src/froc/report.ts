import type { DetectionFlow, Detections } from './detection.ts';
import { cpmOf, frocCurve, type Cpm, type FrocOptions, type FrocPoint } from './froc.ts';

/** Which definition a result follows: a change of it is a new version. */
export const cpmMetric = { id: 'cpm', version: 1, source: 'LUNA16' } as const;

/** A FROC analysis as it is published. */
export interface FrocReport extends Cpm {
  readonly format: 'isocentre-froc';
  readonly version: 1;
  readonly metric: typeof cpmMetric;
  /** How the intervals were made; null where no bootstrap was asked for. */
  readonly bootstrap: {
    readonly unit: 'scan';
    readonly draws: number;
    readonly seed: number;
    readonly level: number;
  } | null;
  readonly counts: DetectionFlow;
  readonly curve: readonly FrocPoint[];
}

/** Analyses matched marks: the metric with its interval, the flow of what was counted and left out, and the curve. */
export const frocReport = (detections: Detections, options: FrocOptions & { readonly level: number }): FrocReport => {
  const { bootstraps, seed, level } = options;
  return {
    format: 'isocentre-froc',
    version: 1,
    metric: cpmMetric,
    ...cpmOf(detections, options),
    bootstrap: bootstraps > 0 ? { unit: 'scan', draws: bootstraps, seed, level } : null,
    counts: detections.flow,
    curve: frocCurve(detections),
  };
};
