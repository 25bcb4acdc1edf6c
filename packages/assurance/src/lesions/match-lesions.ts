import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import { bestPairs } from './assignment.ts';
import { componentsOf } from './components.ts';

/** The lesions of one case and the candidates that a detector drew. */
export interface LesionCase {
  /** Lesions of the reference standard. */
  readonly lesions: number;
  /** How sure the detector is of each candidate, above 0; higher is surer. */
  readonly confidences: readonly number[];
  /** Where a candidate and a lesion share a voxel: their intersection over union. */
  readonly overlaps: readonly { readonly lesion: number; readonly candidate: number; readonly iou: number }[];
}

/** What became of the lesions and candidates of one case. */
export interface MatchedCase {
  /** Whether the reference standard has a lesion. */
  readonly positive: boolean;
  /** The highest confidence of any candidate, 0 without one. */
  readonly score: number;
  /** Confidence and overlap of the candidate of each lesion that was found. */
  readonly hits: readonly { readonly confidence: number; readonly iou: number }[];
  readonly missed: number;
  /** Confidences of candidates that overlap no lesion enough. */
  readonly falsePositives: readonly number[];
  /** Candidates that overlap a lesion enough which is another's: neither right nor wrong. */
  readonly repeating: number;
}

/** The overlap that PI-CAI asks of a hit. */
export const picaiOverlap = 0.1;

/**
 * Reads the candidates and lesions of one case from two maps on one grid: the connected parts of what is not 0, where
 * voxels that share a face, an edge or a corner are connected.
 *
 * @param detection The confidence of the candidate at each voxel, 0 where there is none. Each candidate has one; of more
 *   the highest counts.
 * @param reference Not 0 in a lesion.
 * @param size Voxels along each axis; voxel (x, y, z) is at x + nx·(y + ny·z).
 * @returns the case, or what is wrong: maps of another size, a confidence that is negative or no number, or more
 *   different confidences than candidates, which a map of probabilities has.
 */
export const lesionCase = (
  detection: ArrayLike<number>,
  reference: ArrayLike<number>,
  size: readonly [nx: number, ny: number, nz: number],
): Result<LesionCase> => {
  const voxels = size[0] * size[1] * size[2];
  const problems: Problem[] = [];
  for (const [where, map] of [
    ['the detections', detection],
    ['the reference', reference],
  ] as const)
    if (map.length !== voxels)
      problems.push({ where, found: `${map.length} voxels`, expected: `${voxels}: ${size.join(' × ')}` });
  if (problems.length > 0) return failure(...problems);
  const different = new Set<number>();
  for (let at = 0; at < voxels; at += 1) {
    const value = detection[at] as number;
    if (!(value >= 0 && value < Infinity))
      return failure({ where: `the detections, voxel ${at}`, found: String(value), expected: 'a confidence from 0' });
    if (value !== 0) different.add(value);
  }
  const candidates = componentsOf(detection, size);
  if (candidates.count < different.size)
    return failure({
      where: 'the detections',
      found: `${different.size} different confidences in ${candidates.count} separate candidates`,
      expected: 'one confidence for each candidate, not a map of probabilities',
    });
  const lesions = componentsOf(reference, size);
  const confidences = Array.from({ length: candidates.count }, () => 0);
  const candidateSizes = new Float64Array(candidates.count);
  const lesionSizes = new Float64Array(lesions.count);
  const shared = new Map<number, number>();
  for (let at = 0; at < voxels; at += 1) {
    const candidate = (candidates.labels[at] as number) - 1;
    const lesion = (lesions.labels[at] as number) - 1;
    if (candidate >= 0) {
      candidateSizes[candidate] = (candidateSizes[candidate] as number) + 1;
      confidences[candidate] = Math.max(confidences[candidate] as number, detection[at] as number);
    }
    if (lesion >= 0) lesionSizes[lesion] = (lesionSizes[lesion] as number) + 1;
    if (candidate < 0 || lesion < 0) continue;
    const key = lesion * candidates.count + candidate;
    shared.set(key, (shared.get(key) ?? 0) + 1);
  }
  return success({
    lesions: lesions.count,
    confidences,
    overlaps: [...shared].map(([key, both]) => {
      const [lesion, candidate] = [Math.floor(key / candidates.count), key % candidates.count];
      const either = (lesionSizes[lesion] as number) + (candidateSizes[candidate] as number) - both;
      return { lesion, candidate, iou: both / either };
    }),
  });
};

// Overlaps that agree to 40 binary places are equal, so that confidence can decide between them.
const steps = 2 ** 40;

/**
 * Pairs the candidates of a case with its lesions as PI-CAI does, by the Hungarian method: of all pairings whose pairs
 * overlap enough the one with the greatest sum of 1 + IoU, which finds as many lesions as it can wherever that is not
 * bought by far less overlap; of equal ones that with the higher confidences.
 *
 * A candidate that overlaps a lesion enough but is not its pair is neither right nor wrong.
 *
 * Source: A. Saha et al., Lancet Oncology 25 (2024) 879–887; the rules as the challenge's `picai_eval` has them,
 * which leaves equal pairings to chance.
 *
 * @param least The least IoU of a hit; default 0.10, as PI-CAI.
 */
export const matchLesions = (
  { lesions, confidences, overlaps }: LesionCase,
  least: number = picaiOverlap,
): MatchedCase => {
  const enough = overlaps.filter(({ iou }) => iou >= least && iou > 0);
  const at = new Map(enough.map(({ lesion, candidate, iou }) => [lesion * confidences.length + candidate, iou]));
  const pairs = bestPairs(lesions, confidences.length, (lesion, candidate) => {
    const iou = at.get(lesion * confidences.length + candidate);
    return iou === undefined ? [0, 0] : [steps + Math.round(iou * steps), confidences[candidate] as number];
  });
  const hits = [...pairs.entries()].flatMap(([lesion, candidate]) =>
    candidate < 0
      ? []
      : [
          {
            confidence: confidences[candidate] as number,
            iou: at.get(lesion * confidences.length + candidate) as number,
          },
        ],
  );
  const overlapping = new Set(enough.map(({ candidate }) => candidate));
  return {
    positive: lesions > 0,
    score: Math.max(0, ...confidences),
    hits,
    missed: lesions - hits.length,
    falsePositives: confidences.filter((_, candidate) => !overlapping.has(candidate)),
    repeating: overlapping.size - hits.length,
  };
};
