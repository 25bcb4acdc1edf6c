import { success, type Result } from '@isocentre/evidence';
import { fisherQuantile, nonCentralFisherUpper } from '../special/distributions.ts';
import { aimFault, leastFrom, neverEnough, rangeFault, usualPower, type SampleSize } from './sample-size.ts';

/** What a study of two ways of reading by several readers expects; variances as a pilot by Obuchowski and Rockette gives them. */
export interface ReaderPlan {
  /** Difference of the two ways, in the unit of the metric. */
  readonly difference: number;
  readonly readers: number;
  /** Cases of the pilot; variances of error are taken as inverse to the number of cases. */
  readonly pilotCases: number;
  /** Variance of reader by way of reading. */
  readonly readerVariance: number;
  readonly errorVariance: number;
  /** Covariance of error of one reader by both ways, of two readers by one way, of two readers by two ways. */
  readonly covariance1: number;
  readonly covariance2: number;
  readonly covariance3: number;
  readonly power?: number | undefined;
  readonly level?: number | undefined;
}

const mostCases = 1_000_000;

/**
 * Gives the number of cases of a reader study: random readers and cases, two ways of reading, each reader reads each case
 * both ways; the test of Obuchowski and Rockette with Hillis's degrees of freedom.
 *
 * Source: S. Hillis, N. Obuchowski, K. Berbaum, Academic Radiology 18 (2011) 129–142. The tests hold its power against
 * simulation of the model.
 */
export const readerStudySize = (plan: ReaderPlan): Result<SampleSize> => {
  const { difference, readers, pilotCases, readerVariance, errorVariance, power = usualPower, level = 0.95 } = plan;
  const { covariance1, covariance2, covariance3 } = plan;
  const of = 'reader-study';
  const fault =
    aimFault(of, { margin: 0, power, level }) ??
    rangeFault(of, [
      ['difference', difference, difference !== 0 && Number.isFinite(difference), 'a number other than 0'],
      ['readers', readers, Number.isInteger(readers) && readers >= 2, 'a whole number from 2'],
      ['pilot cases', pilotCases, pilotCases >= 2 && Number.isFinite(pilotCases), 'at least 2'],
      ['reader variance', readerVariance, readerVariance >= 0, 'from 0'],
      ['error variance', errorVariance, errorVariance > 0, 'more than 0'],
      ['covariance 1', covariance1, Math.abs(covariance1) < errorVariance, 'less than the error variance'],
      ['covariance 2', covariance2, Math.abs(covariance2) < errorVariance, 'less than the error variance'],
      ['covariance 3', covariance3, Math.abs(covariance3) < errorVariance, 'less than the error variance'],
    ]);
  if (fault) return fault;
  const at = (cases: number): { power: number; degrees: number } => {
    const scale = pilotCases / cases;
    const between = Math.max(0, covariance2 - covariance3) * scale;
    const inside = readerVariance + (errorVariance - covariance1) * scale - between;
    const whole = inside + readers * between;
    const degrees = ((readers - 1) * whole * whole) / (inside * inside);
    const critical = fisherQuantile(level, 1, degrees);
    return {
      power: nonCentralFisherUpper(critical, 1, degrees, (readers * difference * difference) / (2 * whole)),
      degrees,
    };
  };
  const best = at(mostCases);
  if (best.power < power)
    return neverEnough(
      `${of}: with ${readers} readers the power stays under ${best.power.toFixed(3)}; more readers are needed,`,
    );
  const n = leastFrom(2, (cases) => at(cases).power >= power);
  if (n === undefined) return neverEnough(of);
  const found = at(n);
  const detail = {
    difference,
    readers,
    pilotCases,
    readerVariance,
    errorVariance,
    covariance1,
    covariance2,
    covariance3,
    degrees: found.degrees,
  };
  return success({
    metric: 'sample-size',
    version: 1,
    of,
    unit: 'cases',
    n,
    power: found.power,
    level,
    method: 'obuchowski-rockette-hillis',
    detail,
  });
};
