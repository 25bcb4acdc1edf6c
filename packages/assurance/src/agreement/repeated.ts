import { failure, success, type Result } from '@isocentre/evidence';
import { log, meanOf, normalQuantile, varianceOf } from '@isocentre/statistics';
import type { Estimated } from '../estimate.ts';
import { firstWrong, levelOf, pairsProblem, refused, type Measured } from '../measured.ts';
import { chiSquareQuantile, studentQuantile } from '../special/distributions.ts';
import { withinSubjects, type Replicates, type WithinSubjects } from '../within-subjects.ts';
import { agreementShare, backFromLogs, differencesOf, type AgreementOptions } from './bland-altman.ts';

/** Agreement where each subject was measured several times. `n` counts subjects. */
export interface RepeatedAgreement extends Estimated<'bland-altman-repeated'> {
  readonly scale: 'difference' | 'ratio';
  /** Whether the true value stayed the same while a subject was measured. */
  readonly design: 'value varies' | 'value stays';
  /** Standard deviation of the difference of one measurement by each way, on one subject. */
  readonly standardDeviation: number;
  readonly lowerLimit: Measured;
  readonly upperLimit: Measured;
}

/** A variance that enters the total with its degrees of freedom. */
interface Part {
  readonly variance: number;
  readonly degrees: number;
}

const limitsOf = (
  design: RepeatedAgreement['design'],
  scale: RepeatedAgreement['scale'],
  subjectMeans: Float64Array,
  within: readonly Part[],
  level: number,
): RepeatedAgreement => {
  const n = subjectMeans.length;
  const tail = (1 - level) / 2;
  const bias = meanOf(subjectMeans);
  const between = varianceOf(subjectMeans);
  const parts = [{ variance: between, degrees: n - 1 }, ...within].filter((part) => part.variance > 0);
  const variance = parts.reduce((sum, part) => sum + part.variance, 0);
  // Variance estimates recovery: the distance to each end is the root of the squares of the parts' distances.
  const reach = (p: number): number =>
    Math.sqrt(
      parts.reduce((sum, part) => {
        const end = (part.variance * part.degrees) / chiSquareQuantile(p, part.degrees);
        return sum + (end - part.variance) ** 2;
      }, 0),
    );
  const z = normalQuantile((1 + agreementShare) / 2);
  const half = z * Math.sqrt(variance);
  const inward = half - z * Math.sqrt(Math.max(0, variance - reach(1 - tail)));
  const outward = z * Math.sqrt(variance + reach(tail)) - half;
  const sway = studentQuantile(1 - tail, n - 1) * Math.sqrt(between / n);
  const measured = (estimate: number, down: number, up: number, method: string): Measured => ({
    estimate,
    interval: { lower: estimate - down, upper: estimate + up, level, method },
  });
  const back = scale === 'ratio' ? backFromLogs : (one: Measured): Measured => one;
  const method = 'mover';
  const [far, near] = [Math.hypot(sway, outward), Math.hypot(sway, inward)];
  return {
    metric: 'bland-altman-repeated',
    version: 1,
    n,
    ...back(measured(bias, sway, sway, 't')),
    scale,
    design,
    standardDeviation: Math.sqrt(variance),
    lowerLimit: back(measured(bias - half, far, near, method)),
    upperLimit: back(measured(bias + half, near, far, method)),
  };
};

const harmonic = ({ counts }: WithinSubjects): number => counts.length / counts.reduce((sum, m) => sum + 1 / m, 0);

/** What the replicates of a subject add beside the variance of the means: (1 − 1/m)·s² with m their harmonic mean. */
const partOf = (within: WithinSubjects): Part => ({
  variance: within.degrees > 0 ? (1 - 1 / harmonic(within)) * within.variance : 0,
  degrees: within.degrees,
});

/**
 * Measures agreement from several pairs a subject, where the true value varies between them: each pair is measured
 * together. The standard deviation is that of one difference on one subject: s² of the subjects' means plus
 * (1 − 1/m)·s² within subjects, with m the harmonic mean of the pairs a subject. Where all subjects have as many pairs
 * that is the analysis of variance of 1999 and 2007.
 *
 * Intervals: t over subjects for the bias, variance estimates recovery for the limits.
 *
 * Source: J. Bland, D. Altman, Statistical Methods in Medical Research 8 (1999) 135–160, section 5; Journal of
 * Biopharmaceutical Statistics 17 (2007) 571–582; G. Zou, Statistical Methods in Medical Research 22 (2013) 630–642.
 * Exact but for rounding, under 1e-12.
 *
 * @param subject Which subject each pair is of, as whole numbers from 0; at least 3 subjects, one of them with two pairs.
 */
export const repeatedPairs = (
  subject: ArrayLike<number>,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: AgreementOptions = {},
): Result<RepeatedAgreement> => {
  const metric = 'bland-altman-repeated';
  const level = levelOf(metric, options);
  const scale = options.scale ?? 'difference';
  const differences = differencesOf(metric, first, second, scale);
  if (!differences.ok) return differences;
  if (subject.length !== first.length)
    return refused(metric, `${subject.length} subjects of ${first.length} pairs`, 'the subject of each pair');
  const within = withinSubjects({ subject, value: differences.value });
  const n = within.subjects.length;
  if (n < 3) return refused(metric, `${n} subjects`, 'at least 3');
  if (within.degrees === 0) return refused(metric, 'one pair a subject', 'several, or bland-altman');
  return success(limitsOf('value varies', scale, within.means, [partOf(within)], level));
};

/**
 * Measures agreement from several values a subject by each way, where the true value stays the same and the values make
 * no pairs. As {@link repeatedPairs}, with a part within subjects for each way.
 *
 * @param first Values by one way.
 * @param second Values by the other, of the same subjects; at least 3.
 */
export const repeatedValues = (
  first: Replicates,
  second: Replicates,
  options: AgreementOptions = {},
): Result<RepeatedAgreement> => {
  const metric = 'bland-altman-repeated';
  const level = levelOf(metric, options);
  const scale = options.scale ?? 'difference';
  const sides: WithinSubjects[] = [];
  for (const side of [first, second]) {
    const { subject, value } = side;
    const ratio = scale === 'ratio';
    const right = (one: number): boolean => Number.isFinite(one) && (!ratio || one > 0);
    const problem =
      pairsProblem(metric, subject, value) ??
      firstWrong(metric, value, right, ratio ? 'more than 0, for a ratio' : 'a number');
    if (problem) return failure(problem);
    sides.push(withinSubjects({ subject, value: ratio ? Float64Array.from(value, log) : value }));
  }
  const [one, other] = sides as [WithinSubjects, WithinSubjects];
  const places = new Map(other.subjects.map((subject, place) => [subject, place]));
  const missing = one.subjects.find((subject) => !places.has(subject));
  if (missing !== undefined || one.subjects.length !== other.subjects.length)
    return refused(metric, 'subjects measured one way only', 'the same subjects both ways');
  if (one.subjects.length < 3) return refused(metric, `${one.subjects.length} subjects`, 'at least 3');
  const means = one.means.map(
    (mean, s) => mean - (other.means[places.get(one.subjects[s] as number) as number] as number),
  );
  return success(limitsOf('value stays', scale, means, [partOf(one), partOf(other)], level));
};
