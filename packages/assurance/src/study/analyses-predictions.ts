import { success, type Result } from '@isocentre/evidence';
import { calibrationError } from '../calibration/calibration-error.ts';
import type { Predictions } from '../calibration/predictions.ts';
import { recalibration } from '../calibration/recalibration.ts';
import { brierScore, logLoss, observedExpected } from '../calibration/scores.ts';
import type { Estimated } from '../estimate.ts';
import { decisionCurve } from '../utility/net-benefit.ts';
import { chosen, lacking, type Analysis, type Setting, type StudyEstimate } from './analysis.ts';
import type { BinaryCases } from './study-data.ts';

/** A metric of probabilities, with what is measured beside it. */
type Found = Estimated<string> & Pick<StudyEstimate, 'beside'>;

type About = Pick<Analysis, 'id' | 'title' | 'scale' | 'needsThreshold' | 'lessIsBetter'>;

const none = new Float64Array();

/** An analysis of scores that are probabilities; scores beyond 0 to 1 are refused. */
const ofPredictions = (
  about: About,
  measure: (predictions: Predictions, setting: Setting, threshold: number) => Result<Found>,
): Analysis => ({
  ...about,
  version: 1,
  design: 'cases',
  estimate: (cases, selection, setting, tool) => {
    const { truth, tools } = cases as BinaryCases;
    const probability = chosen(tools[tool]?.score ?? none, selection);
    const ofSelection = Uint8Array.from(selection, (index) => truth[index] as number);
    const predictions = { probability, truth: ofSelection };
    const found = measure(predictions, setting, tools[tool]?.threshold ?? Number.NaN);
    if (!found.ok) return found;
    const { n, estimate, interval, beside } = found.value;
    const events = ofSelection.reduce((sum, one) => sum + one, 0);
    return success({
      result: { metric: about.id, version: 1, n, estimate, interval },
      counts: [
        { what: 'with the condition', count: events },
        { what: 'without it', count: ofSelection.length - events },
      ],
      ...(beside ? { beside } : {}),
    });
  },
});

/** Analyses of cases whose score is the probability of the condition. */
export const predictionAnalyses: readonly Analysis[] = [
  ofPredictions({ id: 'brier', title: 'Brier score', scale: 'share', lessIsBetter: true }, (predictions, { level }) =>
    brierScore(predictions, { level }),
  ),
  ofPredictions({ id: 'log-loss', title: 'Log loss', scale: 'number', lessIsBetter: true }, (predictions, { level }) =>
    logLoss(predictions, { level }),
  ),
  ofPredictions({ id: 'calibration-slope', title: 'Calibration slope', scale: 'number' }, (predictions, { level }) => {
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
  }),
  ofPredictions(
    { id: 'observed-expected', title: 'Observed over expected', scale: 'number' },
    (predictions, { level }) => observedExpected(predictions, { level }),
  ),
  ofPredictions(
    { id: 'calibration-error', title: 'Expected calibration error (ECE)', scale: 'share', lessIsBetter: true },
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
