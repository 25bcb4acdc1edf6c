import { success, type Result } from '@isocentre/evidence';
import { normalQuantile } from '@isocentre/statistics';
import { agreementShare } from '../agreement/bland-altman.ts';
import { nonCentralStudent, studentQuantile } from '../special/distributions.ts';
import { aimFault, leastFrom, neverEnough, rangeFault, usualPower, type Aim, type SampleSize } from './sample-size.ts';

/** What a study of agreement expects. */
export interface AgreementPlan extends Omit<Aim, 'margin'> {
  /** Standard deviation of the differences, above 0. */
  readonly deviation: number;
  /** Bias that is expected; 0 by default. */
  readonly bias?: number | undefined;
  /** The largest difference that is allowed: both limits with their intervals must lie within ± it. */
  readonly allowed?: number | undefined;
}

/**
 * Gives the number of subjects of a study of agreement by Bland and Altman: for a half-width of the intervals of the
 * limits, or so that both limits lie with their intervals within ± the largest difference that is allowed.
 *
 * Power is one less the chances that either fails, by the non-central t distribution.
 *
 * Source: M. Lu and others, International Journal of Biostatistics 12 (2016) 20150039; J. Bland, D. Altman, 1999.
 */
export const agreementSize = (plan: AgreementPlan): Result<SampleSize> => {
  const { deviation, bias = 0, allowed, halfWidth, power = usualPower, level = 0.95 } = plan;
  const of = 'agreement';
  const z = normalQuantile((1 + agreementShare) / 2);
  const fault =
    aimFault(of, { ...plan, margin: allowed }) ??
    rangeFault(of, [
      ['deviation', deviation, deviation > 0 && Number.isFinite(deviation), 'more than 0'],
      ['bias', bias, Number.isFinite(bias), 'a number'],
      [
        'allowed',
        allowed ?? Infinity,
        (allowed ?? Infinity) > Math.abs(bias) + z * deviation,
        `more than the expected limits, ${Math.abs(bias) + z * deviation}`,
      ],
    ]);
  if (fault) return fault;
  const error = (n: number): number =>
    studentQuantile((1 + level) / 2, n - 1) * Math.sqrt(1 / n + (z * z) / (2 * (n - 1)));
  const common = {
    metric: 'sample-size',
    version: 1,
    of,
    unit: 'subjects',
    level,
    method: 'bland-altman-1999',
  } as const;
  if (halfWidth !== undefined) {
    const n = leastFrom(3, (subjects) => deviation * error(subjects) <= halfWidth);
    if (n === undefined) return neverEnough(of);
    return success({ ...common, n, halfWidth: deviation * error(n), detail: { deviation, bias } });
  }
  const powerOf = (n: number): number => {
    const root = Math.sqrt(n);
    const reach = (z + error(n)) * root;
    const fails = (room: number): number => nonCentralStudent(reach, n - 1, (root * room) / deviation);
    return Math.max(0, 1 - fails((allowed ?? 0) - bias) - fails((allowed ?? 0) + bias));
  };
  const n = leastFrom(3, (subjects) => subjects > mostSubjects || powerOf(subjects) >= power);
  if (n === undefined || n > mostSubjects) return neverEnough(of);
  return success({ ...common, n, power: powerOf(n), detail: { deviation, bias, allowed: allowed ?? 0 } });
};

// Beyond this the non-central t takes too long; who needs more has limits almost at what is allowed.
const mostSubjects = 3000;
