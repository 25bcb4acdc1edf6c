import { failure, success, type Problem, type Result } from '@isocentre/evidence';
import { meanOf, varianceOf } from '@isocentre/statistics';
import { checkLevel, usualLevel, type Estimated } from '../estimate.ts';
import { clopperPearson, type Interval } from '../proportion.ts';
import { chiSquareQuantile, studentQuantile } from '../special/distributions.ts';

/** The known objects of a phantom as a technology saw them, one entry an object and scan. */
export interface PhantomReadings {
  /** Known size of each object in mm, above 0. */
  readonly size: Float64Array;
  /** Size that the technology measured, in mm; not a number where it did not find the object. */
  readonly measured: Float64Array;
  /** Scans that were read. */
  readonly scans: number;
  /** Marks where there is no object. */
  readonly falseMarks: number;
}

/** What a phantom test must show, fixed beforehand; each is judged at the bound that could refuse it. */
export interface PhantomCriteria {
  /** Least share of objects that are found: the lower bound must reach it. */
  readonly leastFound: number;
  /** Largest mean error of size, in mm either way: both bounds must lie within it. */
  readonly mostBias: number;
  /** Largest error of one size, in mm, of those that `leastWithin` counts. */
  readonly tolerance: number;
  /** Least share of found objects within the tolerance: the lower bound must reach it. */
  readonly leastWithin: number;
  /** Most false marks a scan: the upper bound must not pass it. */
  readonly mostFalseMarks: number;
}

/** One thing that a phantom test shows. */
export type PhantomFinding<Metric extends string> = Estimated<Metric> & { readonly met: boolean };

/** A phantom test against its criteria. */
export interface PhantomAcceptance {
  readonly metric: 'phantom-acceptance';
  readonly version: 1;
  readonly criteria: PhantomCriteria;
  readonly found: PhantomFinding<'phantom-found'>;
  /** Mean of measured less known size of the objects that were found, in mm. */
  readonly bias: PhantomFinding<'phantom-bias'>;
  readonly within: PhantomFinding<'phantom-within'>;
  readonly falseMarks: PhantomFinding<'phantom-false-marks'>;
  /** Whether each criterion is met. */
  readonly accepted: boolean;
}

/**
 * Gives the exact interval of a Poisson count: every mean that a one-sided test at (1 − level)/2 does not refuse on either
 * side. It covers the true mean at least as often as it says.
 *
 * Source: F. Garwood, Biometrika 28 (1936) 437–442.
 *
 * @param count A whole number from 0.
 * @returns the bounds with a relative error under 1e-12; 0 at no count.
 */
export const garwood = (count: number, level: number): Interval => {
  const tail = (1 - level) / 2;
  return {
    lower: count === 0 ? 0 : chiSquareQuantile(tail, 2 * count) / 2,
    upper: chiSquareQuantile(1 - tail, 2 * count + 2, tail) / 2,
  };
};

const problemsOf = ({ size, measured, scans, falseMarks }: PhantomReadings): readonly Problem[] => {
  const problems: Problem[] = [];
  const wrong = size.findIndex((value) => !(value > 0 && value < Infinity));
  if (wrong >= 0) problems.push({ where: `size[${wrong}]`, found: String(size[wrong]), expected: 'mm above 0' });
  const endless = measured.findIndex((value) => value < 0 || value === Infinity);
  if (endless >= 0)
    problems.push({
      where: `measured[${endless}]`,
      found: String(measured[endless]),
      expected: 'mm from 0, or not a number where the object was not found',
    });
  if (!(Number.isSafeInteger(scans) && scans > 0))
    problems.push({ where: 'the scans', found: String(scans), expected: 'a whole number from 1' });
  if (!(Number.isSafeInteger(falseMarks) && falseMarks >= 0))
    problems.push({ where: 'the false marks', found: String(falseMarks), expected: 'a whole number from 0' });
  return problems;
};

// A size that misses the tolerance by its rounding is within it.
const slack = 1e-9;

/**
 * Judges a phantom test, known objects of known sizes, against criteria that were fixed before: the share of objects that
 * were found and of those sized within the tolerance (Clopper–Pearson), the mean error of size (Student's t) and false
 * marks a scan (Garwood). A criterion is met where the bound meets it, not the estimate.
 *
 * Objects count as independent. The same object scanned again under the same conditions is hardly new: change the
 * position or the noise, or count it once.
 *
 * @param readings As many measured as known sizes; a RangeError if not.
 * @param level Confidence of each interval, between 0 and 1; default 0.95.
 * @returns what was found and whether it is accepted; or a problem: a size that is none, or fewer than two objects found,
 *   of which no error can be said.
 */
export const phantomAcceptance = (
  readings: PhantomReadings,
  criteria: PhantomCriteria,
  level: number = usualLevel,
): Result<PhantomAcceptance> => {
  checkLevel('phantomAcceptance', level);
  const { size, measured, scans, falseMarks } = readings;
  if (size.length !== measured.length)
    throw new RangeError(`phantomAcceptance: ${size.length} known and ${measured.length} measured sizes`);
  const problems = problemsOf(readings);
  if (problems.length > 0) return failure(...problems);
  const errors = measured.map((value, i) => value - (size[i] as number)).filter((error) => !Number.isNaN(error));
  const n = errors.length;
  if (n < 2) return failure({ where: 'the objects', found: `${n} found`, expected: 'at least two, to judge sizes' });
  const close = errors.filter((error) => Math.abs(error) <= criteria.tolerance * (1 + slack)).length;
  const bias = meanOf(errors);
  const half = studentQuantile((1 + level) / 2, n - 1) * Math.sqrt(varianceOf(errors) / n);
  const finding = <Metric extends string>(
    metric: Metric,
    units: number,
    estimate: number,
    interval: Interval,
    method: string,
    isMet: (interval: Interval) => boolean,
  ): PhantomFinding<Metric> => ({
    metric,
    version: 1,
    n: units,
    estimate,
    interval: { ...interval, level, method },
    met: isMet(interval),
  });
  const share = <Metric extends string>(
    metric: Metric,
    successes: number,
    trials: number,
    least: number,
  ): PhantomFinding<Metric> =>
    finding(
      metric,
      trials,
      successes / trials,
      clopperPearson(successes, trials, level),
      'clopper-pearson',
      ({ lower }) => lower >= least,
    );
  const marks = garwood(falseMarks, level);
  const findings = {
    found: share('phantom-found', n, size.length, criteria.leastFound),
    bias: finding(
      'phantom-bias',
      n,
      bias,
      { lower: bias - half, upper: bias + half },
      'student-t',
      ({ lower, upper }) => lower >= -criteria.mostBias && upper <= criteria.mostBias,
    ),
    within: share('phantom-within', close, n, criteria.leastWithin),
    falseMarks: finding(
      'phantom-false-marks',
      scans,
      falseMarks / scans,
      { lower: marks.lower / scans, upper: marks.upper / scans },
      'garwood',
      ({ upper }) => upper <= criteria.mostFalseMarks,
    ),
  };
  return success({
    metric: 'phantom-acceptance',
    version: 1,
    criteria,
    ...findings,
    accepted: Object.values(findings).every((one) => one.met),
  });
};
