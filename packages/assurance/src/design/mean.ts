import { success, type Result } from '@isocentre/evidence';
import { nonCentralStudent, studentQuantile } from '../special/distributions.ts';
import { aimFault, leastFrom, neverEnough, rangeFault, usualPower, type Aim, type SampleSize } from './sample-size.ts';

/** What a study of a mean over cases expects. */
export interface MeanPlan extends Aim {
  /** Standard deviation over cases, above 0. */
  readonly deviation: number;
  /** The mean that is expected; needed with a margin. */
  readonly expected?: number | undefined;
}

/** What a study of net benefit expects. */
export interface NetBenefitPlan extends Aim {
  readonly prevalence: number;
  readonly sensitivity: number;
  readonly specificity: number;
  /** The threshold probability, between 0 and 1. */
  readonly threshold: number;
}

// Beyond this the non-central t takes too long; who needs more expects almost what is the margin.
const mostCases = 20_000;

const sizeOf = (of: string, plan: MeanPlan, more: SampleSize['detail'] = {}): Result<SampleSize> => {
  const { deviation, expected = Number.NaN, margin, halfWidth, power = usualPower, level = 0.95 } = plan;
  const t = (n: number): number => studentQuantile((1 + level) / 2, n - 1);
  const common = { metric: 'sample-size', version: 1, of, unit: 'cases', level, method: 'student' } as const;
  if (halfWidth !== undefined) {
    const half = (n: number): number => (t(n) * deviation) / Math.sqrt(n);
    const n = leastFrom(2, (cases) => half(cases) <= halfWidth);
    return n === undefined
      ? neverEnough(of)
      : success({ ...common, n, halfWidth: half(n), detail: { deviation, ...more } });
  }
  const shift = Math.abs(expected - (margin ?? Number.NaN)) / deviation;
  const powerOf = (n: number): number => 1 - nonCentralStudent(t(n), n - 1, shift * Math.sqrt(n));
  const n = leastFrom(2, (cases) => cases > mostCases || powerOf(cases) >= power);
  if (n === undefined || n > mostCases) return neverEnough(of);
  return success({
    ...common,
    n,
    power: powerOf(n),
    detail: { deviation, expected, margin: margin ?? Number.NaN, ...more },
  });
};

/**
 * Gives the number of cases of a study of a mean over cases, such as Dice, HD95, a Brier score, a bias, or the difference
 * of two technologies on the same cases: for a half-width of its t interval, where the deviation is as expected, or so that
 * the bound of the interval clears a margin, by the non-central t distribution.
 *
 * Exact where values are normal. Values such as Dice are not; with many cases it holds nearly.
 *
 * Source: J. Cohen, Statistical Power Analysis for the Behavioral Sciences (1988), chapter 2.
 */
export const meanSize = (plan: MeanPlan): Result<SampleSize> => {
  const { deviation, expected, margin } = plan;
  const of = 'mean';
  const fault =
    aimFault(of, plan) ??
    rangeFault(of, [
      ['deviation', deviation, deviation > 0 && Number.isFinite(deviation), 'more than 0'],
      [
        'expected',
        expected ?? Number.NaN,
        margin === undefined || (Number.isFinite(expected) && expected !== margin),
        'a number other than the margin',
      ],
    ]);
  return fault ?? sizeOf(of, plan);
};

/**
 * Gives the number of cases of a study of net benefit at a threshold, as {@link meanSize} does: the benefit of a case is 1
 * for a true positive, minus the odds of the threshold for a false one, else 0.
 *
 * Source: A. Vickers, E. Elkin, Medical Decision Making 26 (2006) 565–574; R. Riley and others, Statistics in Medicine 40
 * (2021) 4230–4251.
 */
export const netBenefitSize = (plan: NetBenefitPlan): Result<SampleSize> => {
  const { prevalence, sensitivity, specificity, threshold, margin } = plan;
  const of = 'net-benefit';
  const odds = threshold / (1 - threshold);
  const [right, wrong] = [prevalence * sensitivity, (1 - prevalence) * (1 - specificity)];
  const expected = right - wrong * odds;
  const within = (value: number): boolean => value > 0 && value < 1;
  const fault =
    aimFault(of, plan) ??
    rangeFault(of, [
      ['prevalence', prevalence, within(prevalence), 'between 0 and 1'],
      ['sensitivity', sensitivity, sensitivity > 0 && sensitivity <= 1, 'more than 0, at most 1'],
      ['specificity', specificity, specificity >= 0 && specificity <= 1, 'from 0 to 1'],
      ['threshold', threshold, within(threshold), 'between 0 and 1'],
      ['margin', margin ?? Number.NaN, margin !== expected, `other than the expected net benefit, ${expected}`],
    ]);
  if (fault) return fault;
  const deviation = Math.sqrt(right + wrong * odds * odds - expected * expected);
  return sizeOf(of, { ...plan, deviation, expected }, { expected, prevalence, sensitivity, specificity, threshold });
};
