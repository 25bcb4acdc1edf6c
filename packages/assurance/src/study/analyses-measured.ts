import { success } from '@isocentre/evidence';
import { blandAltman } from '../agreement/bland-altman.ts';
import { concordance } from '../agreement/concordance.ts';
import { meanOverCases } from '../over-cases.ts';
import { chosen, type Analysis } from './analysis.ts';
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

/** The mean over cases of a number that each case has for itself. */
const overCases = (id: string, title: string, values: keyof Pick<LabelMapCases, 'dice' | 'surfaceDice'>): Analysis => ({
  id,
  version: 1,
  title,
  design: 'label maps',
  scale: 'share',
  estimate: (cases, selection, setting) => {
    const all = (cases as LabelMapCases)[values];
    const found = meanOverCases(
      Array.from(selection, (index) => all[index] ?? null),
      setting,
    );
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
];
