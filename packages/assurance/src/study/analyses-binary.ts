import { success, type Result } from '@isocentre/evidence';
import { comparePaired, countPairs } from '../paired/mcnemar.ts';
import { clopperPearson } from '../proportion.ts';
import { auc, compareAuc, type Auc } from '../roc/auc.ts';
import { rocCurve } from '../roc/curve.ts';
import type { MetricResult } from './analysis.ts';
import { chosen, lacking, thin, type Analysis, type StudyEstimate } from './analysis.ts';
import type { BinaryCases, Scores } from './study-data.ts';

const none: Scores = { score: new Float64Array() };

const rightOf = ({ truth, tools }: BinaryCases, selection: Int32Array, condition: 0 | 1, tool: number): Uint8Array => {
  const { score, threshold = Number.NaN } = tools[tool] ?? none;
  const of = selection.filter((index) => truth[index] === condition);
  return Uint8Array.from(of, (index) => Number((score[index] as number) >= threshold === (condition === 1)));
};

/** Share of the cases of one condition that are answered rightly, with the exact interval; paired by Tango's and McNemar's. */
const answered = (id: string, title: string, condition: 0 | 1, what: readonly [string, string]): Analysis => {
  const shareOf = (right: Uint8Array, level: number): Result<StudyEstimate> => {
    if (right.length === 0)
      return lacking(`no case ${condition === 1 ? 'with' : 'without'} the condition`, 'at least one');
    const count = right.reduce((sum, one) => sum + one, 0);
    const result: MetricResult = {
      metric: id,
      version: 1,
      n: right.length,
      estimate: count / right.length,
      interval: { ...clopperPearson(count, right.length, level), level, method: 'clopper-pearson' },
    };
    return success({
      result,
      counts: [
        { what: what[0], count },
        { what: what[1], count: right.length - count },
      ],
    });
  };
  return {
    id,
    version: 1,
    title,
    design: 'cases',
    scale: 'share',
    needsThreshold: true,
    estimate: (cases, selection, { level }, tool) =>
      shareOf(rightOf(cases as BinaryCases, selection, condition, tool), level),
    compare: (cases, selection, { level }) => {
      const right = [0, 1].map((tool) => rightOf(cases as BinaryCases, selection, condition, tool));
      const [one = new Uint8Array(), other = new Uint8Array()] = right;
      const [first, second, counts] = [shareOf(one, level), shareOf(other, level), countPairs(one, other)];
      if (!first.ok) return first;
      if (!second.ok) return second;
      if (!counts.ok) return counts;
      const compared = comparePaired(counts.value, level);
      if (!compared.ok) return compared;
      const { test, metric, version, n, estimate, interval } = compared.value;
      return success({
        first: first.value.result,
        second: second.value.result,
        difference: { metric, version, n, estimate, interval },
        test: { p: test.p, method: `McNemar, ${test.method}` },
      });
    },
  };
};

const plain = ({ metric, version, n, estimate, interval }: Auc): MetricResult => ({
  metric,
  version,
  n,
  estimate,
  interval,
});

const truthOf = ({ truth }: BinaryCases, selection: Int32Array): Uint8Array =>
  Uint8Array.from(selection, (index) => truth[index] as number);

const area: Analysis = {
  id: 'auc',
  version: 1,
  title: 'Area under the ROC curve',
  design: 'cases',
  scale: 'share',
  estimate: (cases, selection, { level }, tool) => {
    const study = cases as BinaryCases;
    const truth = truthOf(study, selection);
    const scores = chosen((study.tools[tool] ?? none).score, selection);
    const found = auc(scores, truth, { level });
    if (!found.ok) return found;
    const curve = rocCurve(scores, truth);
    if (!curve.ok) return curve;
    return success({
      result: plain(found.value),
      counts: [
        { what: 'with the condition', count: found.value.positives },
        { what: 'without it', count: found.value.negatives },
      ],
      curve: {
        title: 'Sensitivity against false positive rate (ROC)',
        x: 'False positive rate (1 − specificity)',
        y: 'Sensitivity',
        points: thin(curve.value.map((point) => [point.falsePositiveRate, point.sensitivity])),
      },
    });
  },
  compare: (cases, selection, { level }) => {
    const study = cases as BinaryCases;
    const [one, other] = study.tools;
    const compared = compareAuc(
      chosen((one ?? none).score, selection),
      chosen((other ?? none).score, selection),
      truthOf(study, selection),
      { level },
    );
    if (!compared.ok) return compared;
    const { first, second, metric, version, n, estimate, interval, p } = compared.value;
    return success({
      first: plain(first),
      second: plain(second),
      difference: { metric, version, n, estimate, interval },
      ...(p === undefined ? {} : { test: { p, method: 'DeLong' } }),
    });
  },
};

/** Analyses of cases with a condition or not. */
export const binaryAnalyses: readonly Analysis[] = [
  answered('sensitivity', 'Sensitivity', 1, ['with the condition, found', 'with the condition, missed']),
  answered('specificity', 'Specificity', 0, ['without the condition, cleared', 'without the condition, called']),
  area,
];
