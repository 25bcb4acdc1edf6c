import { success, type Result } from '@isocentre/evidence';
import { log, log1p, sumOf } from '@isocentre/statistics';
import { calibrationError, expectedCalibrationError } from '../calibration/calibration-error.ts';
import type { Predictions } from '../calibration/predictions.ts';
import { recalibration } from '../calibration/recalibration.ts';
import { brierScore, logLoss, observedExpected } from '../calibration/scores.ts';
import type { Estimated } from '../estimate.ts';
import { decisionCurve } from '../utility/net-benefit.ts';
import { chosen, lacking, type Analysis, type MetricResult, type Setting, type StudyEstimate } from './analysis.ts';
import { byDraws, byMeans, estimateOr } from './comparing.ts';
import type { BinaryCases, Scores } from './study-data.ts';

/** A metric of probabilities, with what is measured beside it. */
type Found = Estimated<string> & Pick<StudyEstimate, 'beside'>;

type About = Pick<Analysis, 'id' | 'title' | 'scale' | 'needsThreshold' | 'lessIsBetter' | 'best'>;

/** How two technologies are set against each other: by the mean over cases of a value of each, or by drawing cases. */
type Comparing =
  | { readonly value: (probability: number, truth: number, threshold: number) => number }
  | { readonly metric: (predictions: Predictions) => number };

const none = new Float64Array();

const toolOf = (cases: BinaryCases, tool: number): Scores => cases.tools[tool] ?? { score: none };

/** An analysis of scores that are probabilities; scores beyond 0 to 1 are refused. */
const ofPredictions = (
  about: About,
  comparing: Comparing,
  measure: (predictions: Predictions, setting: Setting, threshold: number) => Result<Found>,
): Analysis => {
  const predictionsOf = (study: BinaryCases, selection: Int32Array, tool: number): Predictions => ({
    probability: chosen(toolOf(study, tool).score, selection),
    truth: Uint8Array.from(selection, (index) => study.truth[index] as number),
  });
  const thresholdOf = (study: BinaryCases, tool: number): number => toolOf(study, tool).threshold ?? Number.NaN;
  const estimate = (
    study: BinaryCases,
    selection: Int32Array,
    setting: Setting,
    tool: number,
  ): Result<StudyEstimate> => {
    const predictions = predictionsOf(study, selection, tool);
    const found = measure(predictions, setting, thresholdOf(study, tool));
    if (!found.ok) return found;
    const { n, estimate: value, interval, beside } = found.value;
    const events = sumOf(predictions.truth);
    return success({
      result: { metric: about.id, version: 1, n, estimate: value, interval },
      counts: [
        { what: 'with the condition', count: events },
        { what: 'without it', count: n - events },
      ],
      ...(beside ? { beside } : {}),
    });
  };
  return {
    ...about,
    version: 1,
    design: 'cases',
    estimate: (cases, selection, setting, tool) => estimate(cases as BinaryCases, selection, setting, tool),
    compare: (cases, selection, setting) => {
      const study = cases as BinaryCases;
      const resultOf = (tool: number): Result<MetricResult> => {
        const found = estimate(study, selection, setting, tool);
        return found.ok ? success(found.value.result) : found;
      };
      const both = [resultOf(0), resultOf(1)] as const;
      if ('metric' in comparing)
        return byDraws(about.id, both, selection, setting, (tool, drawn) =>
          comparing.metric(predictionsOf(study, drawn, tool)),
        );
      const valuesOf = (tool: number): Float64Array => {
        const { probability, truth } = predictionsOf(study, selection, tool);
        return Float64Array.from(probability, (p, i) =>
          comparing.value(p, truth[i] as number, thresholdOf(study, tool)),
        );
      };
      return byMeans(about.id, both, () => [valuesOf(0), valuesOf(1)], setting);
    },
  };
};

/** Analyses of cases whose score is the probability of the condition. */
export const predictionAnalyses: readonly Analysis[] = [
  ofPredictions(
    { id: 'brier', title: 'Brier score', scale: 'share', lessIsBetter: true },
    { value: (p, truth) => (p - truth) ** 2 },
    (predictions, { level }) => brierScore(predictions, { level }),
  ),
  ofPredictions(
    { id: 'log-loss', title: 'Log loss', scale: 'number', lessIsBetter: true },
    { value: (p, truth) => -(truth === 1 ? log(p) : log1p(-p)) },
    (predictions, { level }) => logLoss(predictions, { level }),
  ),
  ofPredictions(
    { id: 'calibration-slope', title: 'Calibration slope', scale: 'number', best: 1 },
    { metric: (predictions) => estimateOr(recalibration(predictions)) },
    (predictions, { level }) => {
      const found = recalibration(predictions, { level });
      if (!found.ok) return found;
      const { intercept, inTheLarge } = found.value;
      return success({
        ...found.value,
        beside: [
          { what: 'calibration intercept', ...intercept },
          { what: 'calibration in the large', ...inTheLarge },
        ],
      });
    },
  ),
  ofPredictions(
    { id: 'observed-expected', title: 'Observed over expected', scale: 'number', best: 1 },
    { metric: ({ probability, truth }) => sumOf(truth) / sumOf(probability) },
    (predictions, { level }) => observedExpected(predictions, { level }),
  ),
  ofPredictions(
    { id: 'calibration-error', title: 'Expected calibration error (ECE)', scale: 'share', lessIsBetter: true },
    { metric: (predictions) => expectedCalibrationError(predictions) },
    (predictions, setting) => {
      const found = calibrationError(predictions, setting);
      if (!found.ok) return found;
      return success({
        ...found.value,
        beside: [{ what: 'maximum calibration error (MCE)', ...found.value.maximum }],
      });
    },
  ),
  ofPredictions(
    { id: 'net-benefit', title: 'Net benefit at the threshold', scale: 'number', needsThreshold: true },
    { value: (p, truth, threshold) => (p < threshold ? 0 : truth === 1 ? 1 : -threshold / (1 - threshold)) },
    (predictions, { level }, threshold) => {
      const curve = decisionCurve(predictions, [threshold], { level });
      if (!curve.ok) return curve;
      const [found] = curve.value;
      if (!found) return lacking('no threshold', 'a threshold');
      return success({
        ...found,
        beside: [
          { what: 'net benefit of treating all', ...found.treatAll },
          { what: 'net benefit over the better of treating all and none', ...found.overDefault },
        ],
      });
    },
  ),
];
