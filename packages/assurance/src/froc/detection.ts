import type { Problem, Result } from '@isocentre/evidence';
import { failure, success } from '@isocentre/evidence';

/** A place in a scan, in mm of the scanner's coordinates. */
export interface Located {
  readonly scan: string;
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** A finding of the reference standard. */
export interface ReferenceFinding extends Located {
  /** Diameter in mm; negative where none was measured. */
  readonly diameter: number;
}

/** A mark that a detector sets. */
export interface DetectionMark extends Located {
  /** How sure the detector is: any finite scale, higher is surer. */
  readonly score: number;
}

/** A detection study: the scans, what is in them, and what a detector marked. */
export interface DetectionStudy {
  /** Every scan that was read, those without findings or marks included; each once. */
  readonly scans: readonly string[];
  /** Findings that should be found. */
  readonly nodules: readonly ReferenceFinding[];
  /** Findings that are neither right nor wrong to mark. */
  readonly excluded: readonly ReferenceFinding[];
  readonly marks: readonly DetectionMark[];
}

/** What became of every finding and mark; the parts add up. */
export interface DetectionFlow {
  readonly scans: number;
  readonly nodules: number;
  readonly nodulesFound: number;
  readonly nodulesMissed: number;
  readonly excludedFindings: number;
  /** Marks that were read: the sum of the six below. */
  readonly marks: number;
  readonly marksElsewhere: number;
  readonly marksOverLimit: number;
  readonly marksOnExcluded: number;
  /** Marks that are the best-scoring hit of a nodule. */
  readonly marksHitting: number;
  /** Marks that hit a nodule which another mark hits with a higher score; neither right nor wrong. */
  readonly marksRepeating: number;
  readonly falsePositives: number;
  /** Findings on scans that are not in the list; left out. */
  readonly nodulesElsewhere: number;
  readonly excludedElsewhere: number;
}

/** What remains to be counted: hits and false positives, by falling score. */
export interface Detections {
  readonly scanCount: number;
  readonly scores: Float64Array;
  /** 1 for the best hit of a nodule, 0 for a false positive. */
  readonly isHit: Uint8Array;
  /** Index of the scan of each. */
  readonly scan: Int32Array;
  /** Nodules of each scan, the missed ones included. */
  readonly nodules: Int32Array;
  readonly flow: DetectionFlow;
}

/** Marks a scan of LUNA16: those scored strictly above the 101st count. */
export const luna16MostMarks = 100;

// LUNA16 takes an excluded finding without a diameter as one of 10 mm.
const unmeasuredDiameter = 10;

const byScan = <T extends Located>(
  items: readonly T[],
  indexOf: ReadonlyMap<string, number>,
): { readonly lists: readonly T[][]; readonly elsewhere: number } => {
  const lists: T[][] = Array.from({ length: indexOf.size }, () => []);
  let elsewhere = 0;
  for (const item of items) {
    const index = indexOf.get(item.scan);
    if (index === undefined) elsewhere += 1;
    else lists[index]?.push(item);
  }
  return { lists, elsewhere };
};

const hits = (mark: Located, { x, y, z, diameter }: ReferenceFinding): boolean => {
  const radius = (diameter < 0 ? unmeasuredDiameter : diameter) / 2;
  return (mark.x - x) ** 2 + (mark.y - y) ** 2 + (mark.z - z) ** 2 < radius ** 2;
};

const withinLimit = (marks: readonly DetectionMark[], most: number): readonly DetectionMark[] => {
  if (marks.length <= most) return marks;
  const limit = marks.map((mark) => mark.score).toSorted((a, b) => b - a)[most] ?? -Infinity;
  return marks.filter((mark) => mark.score > limit);
};

/**
 * Sets the marks of a detector against the reference standard by the rules of LUNA16.
 *
 * A mark hits a finding when its squared distance from the centre is less than the squared radius. A nodule takes its
 * best-scoring hit; its further hits are neither true nor false, and one mark may hit two nodules. A mark that hits no
 * nodule but an excluded finding is dropped. Findings and marks on scans that are not listed are left out and counted.
 *
 * Source: A. Setio et al., Medical Image Analysis 42 (2017) 1–13; the rules as the challenge's evaluation applies them.
 *
 * @param mostMarks At most so many marks a scan are kept: those scored strictly above the next; default 100, as LUNA16.
 * @returns hits and false positives by falling score with the flow, or a problem where no scan or no nodule is left.
 */
export const matchMarks = (study: DetectionStudy, mostMarks = luna16MostMarks): Result<Detections> => {
  const indexOf = new Map(study.scans.map((scan, index) => [scan, index]));
  const repeated = study.scans.find((scan, index) => indexOf.get(scan) !== index);
  const problem = (found: string, expected: string): Problem => ({ where: 'the study', found, expected });
  if (repeated !== undefined) return failure(problem(`the scan "${repeated}" twice`, 'each scan once'));
  if (study.scans.length === 0) return failure(problem('no scan', 'at least one scan'));
  const nodules = byScan(study.nodules, indexOf);
  const excluded = byScan(study.excluded, indexOf);
  const marks = byScan(study.marks, indexOf);

  const entries: { score: number; isHit: number; scan: number }[] = [];
  let [overLimit, onExcluded, hitting, repeating, falsePositives, found] = [0, 0, 0, 0, 0, 0];
  study.scans.forEach((_, scan) => {
    const all = marks.lists[scan] ?? [];
    const kept = withinLimit(all, mostMarks);
    overLimit += all.length - kept.length;
    const onNodule = new Set<DetectionMark>();
    const best = new Set<DetectionMark>();
    for (const nodule of nodules.lists[scan] ?? []) {
      const matching = kept.filter((mark) => hits(mark, nodule));
      for (const mark of matching) onNodule.add(mark);
      const [first, ...others] = matching;
      if (!first) continue;
      const top = others.reduce((one, other) => (other.score > one.score ? other : one), first);
      best.add(top);
      found += 1;
      entries.push({ score: top.score, isHit: 1, scan });
    }
    hitting += best.size;
    repeating += onNodule.size - best.size;
    for (const mark of kept) {
      if (onNodule.has(mark)) continue;
      if ((excluded.lists[scan] ?? []).some((finding) => hits(mark, finding))) onExcluded += 1;
      else {
        falsePositives += 1;
        entries.push({ score: mark.score, isHit: 0, scan });
      }
    }
  });
  const noduleCounts = Int32Array.from(nodules.lists, (list) => list.length);
  const total = study.nodules.length - nodules.elsewhere;
  if (total === 0) return failure(problem('no nodule on the listed scans', 'at least one nodule'));
  entries.sort((one, other) => other.score - one.score || one.scan - other.scan || other.isHit - one.isHit);
  return success({
    scanCount: study.scans.length,
    scores: Float64Array.from(entries, (entry) => entry.score),
    isHit: Uint8Array.from(entries, (entry) => entry.isHit),
    scan: Int32Array.from(entries, (entry) => entry.scan),
    nodules: noduleCounts,
    flow: {
      scans: study.scans.length,
      nodules: total,
      nodulesFound: found,
      nodulesMissed: total - found,
      excludedFindings: study.excluded.length - excluded.elsewhere,
      marks: study.marks.length,
      marksElsewhere: marks.elsewhere,
      marksOverLimit: overLimit,
      marksOnExcluded: onExcluded,
      marksHitting: hitting,
      marksRepeating: repeating,
      falsePositives,
      nodulesElsewhere: nodules.elsewhere,
      excludedElsewhere: excluded.elsewhere,
    },
  });
};
