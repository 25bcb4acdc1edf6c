import { success, type Result } from '@isocentre/evidence';
import { normalQuantile } from '@isocentre/statistics';
import { chiSquareQuantile, chiSquareTails } from '../special/distributions.ts';
import { aimFault, leastFrom, neverEnough, rangeFault, usualPower, type Aim, type SampleSize } from './sample-size.ts';

/** What a study of repeatability expects. */
export interface RepeatabilityPlan extends Aim {
  /** The standard deviation within subjects or the coefficient that is expected, above 0; margin and width are of the same. */
  readonly expected: number;
  /** Measurements of each subject; 2 by default, test and retest. */
  readonly each?: number | undefined;
}

/** What a study of an intraclass correlation expects. */
export interface IntraclassPlan extends Omit<Aim, 'margin' | 'power'> {
  /** The correlation that is expected, from 0, less than 1. */
  readonly expected: number;
  /** Raters, or measurements of each subject; 2 by default. */
  readonly each?: number | undefined;
}

const eachFault = (each: number): readonly [string, number, boolean, string] => [
  'each',
  each,
  Number.isInteger(each) && each >= 2,
  'a whole number from 2',
];

/**
 * Gives the number of subjects of a study of repeatability by χ², exactly: for a half-width of the interval where the
 * deviation is as expected, or so that its upper bound stays under a margin.
 *
 * Source: D. Raunig and others, Statistical Methods in Medical Research 24 (2015) 27–67 (QIBA).
 */
export const repeatabilitySize = (plan: RepeatabilityPlan): Result<SampleSize> => {
  const { expected, each = 2, margin, halfWidth, power = usualPower, level = 0.95 } = plan;
  const of = 'repeatability';
  const fault =
    aimFault(of, plan) ??
    rangeFault(of, [
      ['expected', expected, expected > 0 && Number.isFinite(expected), 'more than 0'],
      eachFault(each),
      ['margin', margin ?? Infinity, (margin ?? Infinity) > expected, 'more than what is expected'],
    ]);
  if (fault) return fault;
  const tail = (1 - level) / 2;
  const degreesOf = (n: number): number => n * (each - 1);
  const common = { metric: 'sample-size', version: 1, of, unit: 'subjects', level, method: 'chi-square' } as const;
  if (halfWidth !== undefined) {
    const half = (n: number): number => {
      const degrees = degreesOf(n);
      const [stretch, shrink] = [tail, 1 - tail].map((p) => Math.sqrt(degrees / chiSquareQuantile(p, degrees)));
      return (expected * ((stretch ?? Number.NaN) - (shrink ?? Number.NaN))) / 2;
    };
    const n = leastFrom(2, (subjects) => half(subjects) <= halfWidth);
    if (n === undefined) return neverEnough(of);
    return success({ ...common, n, halfWidth: half(n), detail: { expected, each, degrees: degreesOf(n) } });
  }
  const allowed = margin ?? Number.NaN;
  const powerOf = (n: number): number => {
    const degrees = degreesOf(n);
    return chiSquareTails((allowed / expected) ** 2 * chiSquareQuantile(tail, degrees), degrees)[0];
  };
  const n = leastFrom(2, (subjects) => powerOf(subjects) >= power);
  if (n === undefined) return neverEnough(of);
  return success({
    ...common,
    n,
    power: powerOf(n),
    detail: { expected, margin: allowed, each, degrees: degreesOf(n) },
  });
};

/**
 * Gives the number of subjects of a study of an intraclass correlation, for a half-width of its interval.
 *
 * Source: D. Bonett, Statistics in Medicine 21 (2002) 1331–1335. An approximation; in the tests it is within 15 % of
 * simulation.
 */
export const intraclassSize = (plan: IntraclassPlan): Result<SampleSize> => {
  const { expected, each = 2, halfWidth = Number.NaN, level = 0.95 } = plan;
  const of = 'icc';
  const fault =
    aimFault(of, { halfWidth, level }) ??
    rangeFault(of, [['expected', expected, expected >= 0 && expected < 1, 'from 0, less than 1'], eachFault(each)]);
  if (fault) return fault;
  const z = normalQuantile((1 + level) / 2);
  const spread = 2 * ((1 - expected) * (1 + (each - 1) * expected)) ** 2;
  const n = Math.ceil((spread * z * z) / (each * (each - 1) * halfWidth ** 2) + 1);
  return success({
    metric: 'sample-size',
    version: 1,
    of,
    unit: 'subjects',
    n,
    halfWidth: z * Math.sqrt(spread / (each * (each - 1) * (n - 1))),
    level,
    method: 'bonett',
    detail: { expected, each },
  });
};
