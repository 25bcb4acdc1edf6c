import { success } from '@isocentre/evidence';
import { blandAltman } from '../agreement/bland-altman.ts';
import { concordance } from '../agreement/concordance.ts';
import { meanOverCases } from '../over-cases.ts';
import { chosen, lacking, type Analysis } from './analysis.ts';
import type { LabelMapCases, MeasuredCases } from './study-data.ts';

const none = new Float64Array();

const valuesOf = (cases: MeasuredCases, selection: Int32Array, tool: number): readonly [Float64Array, Float64Array] => [
  chosen(cases.tools[tool] ?? none, selection),
  chosen(cases.truth, selection),
];

const bias: Analysis = {
  id: 'bland-altman',
  version: 1,
  title: 'Bias (measured less known)',
  design: 'measurements',
  scale: 'number',
  estimate: (cases, selection, { level }, tool) => {
    const found = blandAltman(...valuesOf(cases as MeasuredCases, selection, tool), { level });
    if (!found.ok) return found;
    const { metric, version, n, estimate, interval, lowerLimit, upperLimit } = found.value;
    return success({
      result: { metric, version, n, estimate, interval },
      counts: [{ what: 'pairs', count: n }],
      beside: [
        { what: 'lower limit of agreement', ...lowerLimit },
        { what: 'upper limit of agreement', ...upperLimit },
      ],
    });
  },
};

const agreement: Analysis = {
  id: 'concordance',
  version: 1,
  title: 'Concordance correlation',
  design: 'measurements',
  scale: 'number',
  estimate: (cases, selection, { level }, tool) => {
    const found = concordance(...valuesOf(cases as MeasuredCases, selection, tool), { level });
    if (!found.ok) return found;
    const { metric, version, n, estimate, interval } = found.value;
    return success({ result: { metric, version, n, estimate, interval }, counts: [{ what: 'pairs', count: n }] });
  },
};

type MapMetric = keyof Pick<LabelMapCases, 'dice' | 'surfaceDice' | 'hausdorff95'>;

/** The mean over cases of a number that each case has for itself. */
const overCases = (
  id: string,
  title: string,
  values: MapMetric,
  about: Pick<Analysis, 'scale' | 'lessIsBetter'> = { scale: 'share' },
): Analysis => ({
  id,
  version: 1,
  title,
  design: 'label maps',
  ...about,
  estimate: (cases, selection, setting) => {
    const all = (cases as LabelMapCases)[values];
    const ofSelection = Array.from(selection, (index) => all[index] ?? null);
    const apart = ofSelection.filter((value) => value === Infinity).length;
    if (apart > 0)
      return lacking(
        `${apart} with the label in one map alone, so that no distance of their surfaces exists`,
        'the label in both maps or in neither; Dice and surface Dice count such a case as 0',
      );
    const found = meanOverCases(ofSelection, setting);
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
});

/** Analyses of measured values and of label maps. */
export const measuredAnalyses: readonly Analysis[] = [
  bias,
  agreement,
  overCases('dice', 'Dice, mean over cases', 'dice'),
  overCases('surface-dice', 'Surface Dice (NSD), mean over cases', 'surfaceDice'),
  overCases('hausdorff-95', 'Hausdorff distance, 95th percentile (HD95), mm, mean over cases', 'hausdorff95', {
    scale: 'number',
    lessIsBetter: true,
  }),
];
