import { success, type Result } from '@isocentre/evidence';
import {
  compareLesions,
  lesionDetection,
  type LesionComparison,
  type LesionDetection,
} from '../lesions/lesion-detection.ts';
import type { MatchedCase } from '../lesions/match-lesions.ts';
import { rocCurve } from '../roc/curve.ts';
import { thin, type Analysis, type Curve, type MetricResult, type Setting } from './analysis.ts';
import { differenceResult } from './comparing.ts';
import type { LesionCases } from './lesion-cases.ts';

type Part = keyof LesionComparison;

const casesOf = (cases: LesionCases, selection: Int32Array, tool: number): readonly MatchedCase[] =>
  Array.from(selection, (index) => cases.tools[tool]?.[index]).filter((one) => one !== undefined);

/** Precision against sensitivity over lesions, by falling confidence; candidates of one confidence together. */
const precisionCurve = (cases: readonly MatchedCase[]): Curve => {
  const lesions = cases.reduce((sum, { hits, missed }) => sum + hits.length + missed, 0);
  const candidates = cases
    .flatMap(({ hits, falsePositives }) => [
      ...hits.map(({ confidence }) => [confidence, 1] as const),
      ...falsePositives.map((confidence) => [confidence, 0] as const),
    ])
    .toSorted(([one], [other]) => other - one);
  const points: (readonly [number, number])[] = [];
  let found = 0;
  for (const [index, [confidence, isHit]] of candidates.entries()) {
    found += isHit;
    if (candidates[index + 1]?.[0] !== confidence) points.push([found / lesions, found / (index + 1)]);
  }
  return {
    title: 'Precision against sensitivity over lesions',
    x: 'Sensitivity over lesions',
    y: 'Precision',
    points: thin(points),
  };
};

const caseCurve = (cases: readonly MatchedCase[]): Result<Curve> => {
  const scores = Float64Array.from(cases, ({ score }) => score);
  const curve = rocCurve(
    scores,
    Uint8Array.from(cases, ({ positive }) => Number(positive)),
  );
  if (!curve.ok) return curve;
  return success({
    title: 'Sensitivity against false positive rate over cases (ROC)',
    x: 'False positive rate (1 − specificity)',
    y: 'Sensitivity',
    points: thin(curve.value.map((point) => [point.falsePositiveRate, point.sensitivity])),
  });
};

const countsOf = ({ flow, drawsLeftOut }: LesionDetection) => [
  { what: 'cases with a lesion', count: flow.positiveCases },
  { what: 'cases without', count: flow.negativeCases },
  { what: 'lesions found', count: flow.lesionsFound },
  { what: 'lesions missed', count: flow.lesionsMissed },
  { what: 'candidates: false positive', count: flow.falsePositives },
  { what: 'candidates: on a lesion that is another’s', count: flow.repeating },
  { what: 'draws without a case of one kind, left out', count: drawsLeftOut },
];

const partOf = (id: string, part: Part, found: LesionDetection): MetricResult => {
  const { estimate, interval } = part === 'score' ? found : found[part];
  return { metric: id, version: 1, n: found.n, estimate, interval };
};

const ofLesions = (
  id: string,
  title: string,
  part: Part,
  curveOf?: (cases: readonly MatchedCase[]) => Result<Curve>,
): Analysis => {
  const detection = (cases: readonly MatchedCase[], setting: Setting): Result<LesionDetection> =>
    lesionDetection(cases, setting);
  return {
    id,
    version: 1,
    title,
    design: 'lesions',
    scale: 'share',
    estimate: (cases, selection, setting, tool) => {
      const matched = casesOf(cases as LesionCases, selection, tool);
      const found = detection(matched, setting);
      if (!found.ok) return found;
      const curve = curveOf?.(matched);
      if (curve && !curve.ok) return curve;
      return success({
        result: partOf(id, part, found.value),
        counts: countsOf(found.value),
        ...(part === 'score'
          ? {
              beside: [
                { what: 'average precision over lesions', ...found.value.averagePrecision },
                { what: 'area under the ROC curve over cases', ...found.value.auroc },
              ],
            }
          : {}),
        ...(curve ? { curve: curve.value } : {}),
      });
    },
    compare: (cases, selection, setting) => {
      const [one, other] = ([0, 1] as const).map((tool) => casesOf(cases as LesionCases, selection, tool)) as [
        readonly MatchedCase[],
        readonly MatchedCase[],
      ];
      const [first, second] = [detection(one, setting), detection(other, setting)];
      if (!first.ok) return first;
      if (!second.ok) return second;
      const compared = compareLesions(one, other, setting);
      if (!compared.ok) return compared;
      return success({
        first: partOf(id, part, first.value),
        second: partOf(id, part, second.value),
        difference: differenceResult(id, one.length, compared.value[part]),
      });
    },
  };
};

/** Analyses of lesions and candidates, as PI-CAI ranks them. */
export const lesionAnalyses: readonly Analysis[] = [
  ofLesions('picai-score', 'Mean of average precision over lesions and area over cases (PI-CAI score)', 'score'),
  ofLesions('lesion-average-precision', 'Average precision over lesions', 'averagePrecision', (cases) =>
    success(precisionCurve(cases)),
  ),
  ofLesions('case-auroc', 'Area under the ROC curve over cases, by the surest candidate', 'auroc', caseCurve),
];
