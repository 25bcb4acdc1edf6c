import { success, type Result } from '@isocentre/evidence';
import { blandAltman } from '../agreement/bland-altman.ts';
import { concordance } from '../agreement/concordance.ts';
import { meanOverCases, type MeanOverCases } from '../over-cases.ts';
import { chosen, lacking, type Analysis, type MetricResult, type Setting, type StudyEstimate } from './analysis.ts';
import { byDraws, byMeans, estimateOr } from './comparing.ts';
import type { LabelMapCases, MapAgreement } from './map-cases.ts';
import type { MeasuredCases } from './study-data.ts';

const none = new Float64Array();

const valuesOf = (cases: MeasuredCases, selection: Int32Array, tool: number): readonly [Float64Array, Float64Array] => [
  chosen(cases.tools[tool] ?? none, selection),
  chosen(cases.truth, selection),
];

type Measure = (measured: Float64Array, known: Float64Array, level: number) => Result<StudyEstimate>;

const biasBy =
  (id: string, scale: 'difference' | 'ratio'): Measure =>
  (measured, known, level) => {
    const found = blandAltman(measured, known, { level, scale });
    if (!found.ok) return found;
    const { version, n, estimate, interval, lowerLimit, upperLimit } = found.value;
    return success({
      result: { metric: id, version, n, estimate, interval },
      counts: [{ what: 'pairs', count: n }],
      beside: [
        { what: 'lower limit of agreement', ...lowerLimit },
        { what: 'upper limit of agreement', ...upperLimit },
      ],
    });
  };

const lin: Measure = (measured, known, level) => {
  const found = concordance(measured, known, { level });
  if (!found.ok) return found;
  const { metric, version, n, estimate, interval } = found.value;
  return success({ result: { metric, version, n, estimate, interval }, counts: [{ what: 'pairs', count: n }] });
};

/** An analysis of measured and known values; compared by the values themselves or by drawing cases. */
const ofMeasured = (
  about: Pick<Analysis, 'id' | 'title' | 'best'>,
  measure: Measure,
  compareBy: 'values' | 'draws',
): Analysis => ({
  ...about,
  version: 1,
  design: 'measurements',
  scale: 'number',
  estimate: (cases, selection, { level }, tool) => measure(...valuesOf(cases as MeasuredCases, selection, tool), level),
  compare: (cases, selection, setting) => {
    const study = cases as MeasuredCases;
    const resultOf = (tool: number, of: Int32Array): Result<MetricResult> => {
      const found = measure(...valuesOf(study, of, tool), setting.level);
      return found.ok ? success(found.value.result) : found;
    };
    const both = [resultOf(0, selection), resultOf(1, selection)] as const;
    if (compareBy === 'draws')
      return byDraws(about.id, both, selection, setting, (tool, drawn) => estimateOr(resultOf(tool, drawn)));
    const measured = (tool: number): Float64Array => valuesOf(study, selection, tool)[0];
    return byMeans(about.id, both, () => [measured(0), measured(1)], setting);
  },
});

const meanOf = (
  { tools }: LabelMapCases,
  selection: Int32Array,
  part: keyof MapAgreement,
  setting: Setting,
  tool: number,
): Result<MeanOverCases> => {
  const ofSelection = Array.from(selection, (index) => tools[tool]?.[part][index] ?? null);
  const apart = ofSelection.filter((value) => value === Infinity).length;
  if (apart > 0)
    return lacking(
      `${apart} with the label in one map alone, so that no distance of their surfaces exists`,
      'the label in both maps or in neither; Dice and surface Dice count such a case as 0',
    );
  return meanOverCases(ofSelection, setting);
};

/** The mean over cases of a number that each case has for itself. */
const overCases = (
  id: string,
  title: string,
  part: keyof MapAgreement,
  about: Pick<Analysis, 'scale' | 'lessIsBetter'> = { scale: 'share' },
): Analysis => ({
  id,
  version: 1,
  title,
  design: 'label maps',
  ...about,
  estimate: (cases, selection, setting, tool) => {
    const found = meanOf(cases as LabelMapCases, selection, part, setting, tool);
    if (!found.ok) return found;
    const { n, estimate, interval, notMeasured } = found.value;
    return success({
      result: { metric: id, version: 1, n, estimate, interval },
      counts: [
        { what: 'cases with the label in either map', count: n },
        { what: 'cases with the label in neither, not in the mean', count: notMeasured },
      ],
    });
  },
  compare: (cases, selection, setting) => {
    const study = cases as LabelMapCases;
    const resultOf = (tool: number): Result<MetricResult> => {
      const found = meanOf(study, selection, part, setting, tool);
      if (!found.ok) return found;
      const { n, estimate, interval } = found.value;
      return success({ metric: id, version: 1, n, estimate, interval });
    };
    return byDraws(id, [resultOf(0), resultOf(1)], selection, setting, (tool, drawn) => {
      let [sum, measured] = [0, 0];
      for (const index of drawn) {
        const value = study.tools[tool]?.[part][index] ?? null;
        if (value === null) continue;
        sum += value;
        measured += 1;
      }
      return sum / measured;
    });
  },
});

/** Analyses of measured values and of label maps. */
export const measuredAnalyses: readonly Analysis[] = [
  ofMeasured(
    { id: 'bland-altman', title: 'Bias (measured less known)', best: 0 },
    biasBy('bland-altman', 'difference'),
    'values',
  ),
  ofMeasured(
    { id: 'bland-altman-ratio', title: 'Bias as a ratio (measured over known)', best: 1 },
    biasBy('bland-altman-ratio', 'ratio'),
    'draws',
  ),
  ofMeasured({ id: 'concordance', title: 'Concordance correlation' }, lin, 'draws'),
  overCases('dice', 'Dice, mean over cases', 'dice'),
  overCases('iou', 'Intersection over union (IoU), mean over cases', 'iou'),
  overCases('surface-dice', 'Surface Dice (NSD), mean over cases', 'surfaceDice'),
  overCases('hausdorff-95', 'Hausdorff distance, 95th percentile (HD95), mm, mean over cases', 'hausdorff95', {
    scale: 'number',
    lessIsBetter: true,
  }),
];
