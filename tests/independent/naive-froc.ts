import type { DetectionStudy, ReferenceFinding } from '@isocentre/assurance';

// A second computation of the competition metric, from the words of the rules and by the slowest way: lists, no sorting
// of weights, a threshold at a time. It shares no code with the package.

interface Entry {
  readonly scan: string;
  readonly probability: number;
  readonly truth: boolean;
}

/** What the rules leave to count. */
export interface NaiveDetections {
  readonly entries: readonly Entry[];
  /** The scan of each nodule that should be found. */
  readonly nodules: readonly string[];
}

const distanceSquared = (a: { x: number; y: number; z: number }, b: { x: number; y: number; z: number }): number =>
  Math.pow(a.x - b.x, 2) + Math.pow(a.y - b.y, 2) + Math.pow(a.z - b.z, 2);

const radiusOf = (finding: ReferenceFinding): number => (finding.diameter < 0 ? 10 : finding.diameter) / 2;

/** Applies the rules scan by scan, deleting candidates as they are used up. */
export const naiveDetections = (study: DetectionStudy): NaiveDetections => {
  const entries: Entry[] = [];
  const nodules: string[] = [];
  for (const scan of study.scans) {
    let candidates = study.marks.filter((mark) => mark.scan === scan);
    if (candidates.length > 100) {
      const ordered = candidates.map((mark) => mark.score).toSorted((a, b) => a - b);
      const threshold = ordered.at(-101) ?? 0;
      candidates = candidates.filter((mark) => mark.score > threshold);
    }
    const left = new Map(candidates.map((mark, index) => [index, mark]));
    for (const nodule of study.nodules) {
      if (nodule.scan !== scan) continue;
      nodules.push(scan);
      let highest: number | undefined;
      candidates.forEach((mark, index) => {
        if (!(distanceSquared(mark, nodule) < radiusOf(nodule) * radiusOf(nodule))) return;
        left.delete(index);
        if (highest === undefined || mark.score > highest) highest = mark.score;
      });
      if (highest !== undefined) entries.push({ scan, probability: highest, truth: true });
    }
    for (const finding of study.excluded) {
      if (finding.scan !== scan) continue;
      for (const [index, mark] of left) {
        if (distanceSquared(mark, finding) < radiusOf(finding) * radiusOf(finding)) left.delete(index);
      }
    }
    for (const mark of left.values()) entries.push({ scan, probability: mark.score, truth: false });
  }
  return { entries, nodules };
};

/** The curve at every different score, and its sensitivity at the seven rates by linear interpolation. */
export const naiveSensitivities = ({ entries, nodules }: NaiveDetections, scans: number): readonly number[] => {
  const thresholds = [...new Set(entries.map((entry) => entry.probability))].toSorted((a, b) => b - a);
  const curve = [{ x: 0, y: 0 }];
  for (const threshold of thresholds) {
    const called = entries.filter((entry) => entry.probability >= threshold);
    const hits = called.filter((entry) => entry.truth).length;
    curve.push({ x: (called.length - hits) / scans, y: nodules.length === 0 ? 0 : hits / nodules.length });
  }
  return [0.125, 0.25, 0.5, 1, 2, 4, 8].map((rate) => {
    let at = 0;
    while (at + 1 < curve.length && (curve[at + 1]?.x ?? 0) <= rate) at += 1;
    const [before, after] = [curve[at], curve[at + 1]];
    if (!before) return 0;
    return after ? before.y + ((rate - before.x) / (after.x - before.x)) * (after.y - before.y) : before.y;
  });
};

/** The same for scans drawn with replacement: the entries and nodules of each, as often as it was drawn. */
export const naiveBootstrap = (all: NaiveDetections, drawn: readonly string[]): readonly number[] =>
  naiveSensitivities(
    {
      entries: drawn.flatMap((scan) => all.entries.filter((entry) => entry.scan === scan)),
      nodules: drawn.flatMap((scan) => all.nodules.filter((one) => one === scan)),
    },
    drawn.length,
  );
