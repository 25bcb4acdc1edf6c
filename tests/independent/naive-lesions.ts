import { naiveAuc } from './naive-auc.ts';

// PI-CAI's pairing by going through every one there is, and its average precision a threshold at a time. It shares no
// code with the package.

interface Overlap {
  readonly lesion: number;
  readonly candidate: number;
  readonly iou: number;
}

/** The greatest sum of 1 + IoU, and the greatest sum of confidence among pairings that reach it (to 1e-10). */
export const naivePairing = (
  overlaps: readonly Overlap[],
  confidences: readonly number[],
  least: number,
): { readonly worth: number; readonly confidence: number } => {
  const enough = overlaps.filter((one) => one.iou >= least);
  let best = { worth: 0, confidence: 0 };
  const go = (from: number, chosen: readonly Overlap[]): void => {
    const worth = chosen.reduce((sum, one) => sum + 1 + one.iou, 0);
    const confidence = chosen.reduce((sum, one) => sum + (confidences[one.candidate] ?? 0), 0);
    if (worth > best.worth + 1e-10 || (worth > best.worth - 1e-10 && confidence > best.confidence))
      best = { worth, confidence };
    for (const [i, next] of enough.entries()) {
      if (i < from || chosen.some((one) => one.lesion === next.lesion || one.candidate === next.candidate)) continue;
      go(i + 1, [...chosen, next]);
    }
  };
  go(0, []);
  return best;
};

interface NaiveCase {
  readonly positive: boolean;
  readonly score: number;
  readonly hits: readonly { readonly confidence: number }[];
  readonly missed: number;
  readonly falsePositives: readonly number[];
}

/** Average precision over lesions, and the area under the ROC curve over cases. */
export const naiveLesionDetection = (
  cases: readonly NaiveCase[],
): { readonly averagePrecision: number; readonly auroc: number } => {
  const hits = cases.flatMap((one) => one.hits.map((hit) => hit.confidence));
  const wrong = cases.flatMap((one) => one.falsePositives);
  const lesions = hits.length + cases.reduce((sum, one) => sum + one.missed, 0);
  const thresholds = [...new Set([...hits, ...wrong])].toSorted((a, b) => b - a);
  let averagePrecision = 0;
  let recallBefore = 0;
  for (const threshold of thresholds) {
    const found = hits.filter((one) => one >= threshold).length;
    const recall = found / lesions;
    averagePrecision += ((recall - recallBefore) * found) / (found + wrong.filter((one) => one >= threshold).length);
    recallBefore = recall;
  }
  const auroc = naiveAuc(
    cases.map((one) => one.score),
    cases.map((one) => Number(one.positive)),
  );
  return { averagePrecision, auroc };
};
