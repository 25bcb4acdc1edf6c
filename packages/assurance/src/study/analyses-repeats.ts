import { success, type Result } from '@isocentre/evidence';
import { intraclass } from '../agreement/intraclass.ts';
import type { Estimated } from '../estimate.ts';
import { repeatability } from '../repeatability/repeatability.ts';
import { lacking, type Analysis, type Setting, type StudyEstimate } from './analysis.ts';
import { byDraws, estimateOr } from './comparing.ts';
import type { RepeatedCases } from './repeated-cases.ts';

/** Values case by case, so many of each. */
type Measure = (
  values: Float64Array,
  each: number,
  level: number,
) => Result<Estimated<string> & Pick<StudyEstimate, 'beside'>>;

const repeatabilityOf = (values: Float64Array, each: number, level: number): ReturnType<typeof repeatability> =>
  repeatability({ subject: Int32Array.from(values, (_, i) => Math.floor(i / each)), value: values }, { level });

const ofRepeats = (about: Pick<Analysis, 'id' | 'title' | 'scale' | 'lessIsBetter'>, measure: Measure): Analysis => {
  const estimate = (
    { tools }: RepeatedCases,
    selection: Int32Array,
    { level }: Pick<Setting, 'level'>,
    tool: number,
  ): Result<StudyEstimate> => {
    const lists = tools[tool] ?? [];
    const values = Float64Array.from({ length: selection.length * lists.length }, (_, i) => {
      const index = selection[Math.floor(i / lists.length)] as number;
      return lists[i % lists.length]?.[index] ?? Number.NaN;
    });
    const found = measure(values, lists.length, level);
    if (!found.ok) return found;
    const { n, estimate: value, interval, beside } = found.value;
    return success({
      result: { metric: about.id, version: 1, n, estimate: value, interval },
      counts: [
        { what: 'cases', count: n },
        { what: 'values of each', count: lists.length },
      ],
      ...(beside ? { beside } : {}),
    });
  };
  return {
    ...about,
    version: 1,
    design: 'repeats',
    estimate: (cases, selection, setting, tool) => estimate(cases as RepeatedCases, selection, setting, tool),
    compare: (cases, selection, setting) => {
      const resultOf = (of: Int32Array, tool: number) => {
        const found = estimate(cases as RepeatedCases, of, setting, tool);
        return found.ok ? success(found.value.result) : found;
      };
      const both = [resultOf(selection, 0), resultOf(selection, 1)] as const;
      return byDraws(about.id, both, selection, setting, (tool, drawn) => estimateOr(resultOf(drawn, tool)));
    },
  };
};

/** Analyses of several values of each case: by the same means, or by several raters. */
export const repeatAnalyses: readonly Analysis[] = [
  ofRepeats(
    { id: 'repeatability', title: 'Repeatability coefficient (RC)', scale: 'number', lessIsBetter: true },
    (values, each, level) => {
      const found = repeatabilityOf(values, each, level);
      if (!found.ok) return found;
      const { withinDeviation } = found.value;
      return success({
        ...found.value,
        beside: [{ what: 'standard deviation within cases (wSD)', ...withinDeviation }],
      });
    },
  ),
  ofRepeats(
    {
      id: 'within-variation',
      title: 'Coefficient of variation within cases (wCV)',
      scale: 'number',
      lessIsBetter: true,
    },
    (values, each, level) => {
      const found = repeatabilityOf(values, each, level);
      if (!found.ok) return found;
      const { n, relative } = found.value;
      if (!relative) return lacking('a value that is not above 0', 'values above 0, for a variation in proportion');
      return success({
        metric: 'within-variation',
        version: 1,
        n,
        ...relative.withinVariation,
        beside: [
          { what: 'smallest real growth', ...relative.smallestRealGrowth },
          { what: 'smallest real shrinkage', ...relative.smallestRealShrinkage },
        ],
      });
    },
  ),
  ofRepeats(
    { id: 'icc-2-1', title: 'Intraclass correlation of raters like these, ICC(2,1)', scale: 'number' },
    (values, each, level) => intraclass(values, each, { raters: 'random', level }),
  ),
  ofRepeats(
    { id: 'icc-3-1', title: 'Intraclass correlation of these raters, ICC(3,1)', scale: 'number' },
    (values, each, level) => intraclass(values, each, { raters: 'fixed', level }),
  ),
];
