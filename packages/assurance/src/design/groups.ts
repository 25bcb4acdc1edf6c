import { success, type Result } from '@isocentre/evidence';
import { normalCdf, normalQuantile } from '@isocentre/statistics';
import { aimFault, rangeFault, usualPower, type Aim, type SampleSize } from './sample-size.ts';

/** What a study of the shares of two separate groups expects, such as sensitivity in a subgroup and in the others. */
export interface GroupsPlan extends Omit<Aim, 'margin'> {
  /** The share of the first group. */
  readonly expected: number;
  /** The share of the others. */
  readonly others: number;
  /** Cases of the others for each of the first group; 1 by default. */
  readonly ratio?: number | undefined;
}

/**
 * Gives the number of cases of the first of two separate groups, for a half-width of the interval of the difference of their
 * shares or for the power to see it; `detail.casesOfTheOthers` is how many of the others.
 *
 * Source: J. Fleiss, B. Levin, M. Paik, Statistical Methods for Rates and Proportions (2003), chapter 4, without continuity
 * correction; as R's power.prop.test computes it. An approximation for many cases.
 */
export const groupsSize = (plan: GroupsPlan): Result<SampleSize> => {
  const { expected, others, ratio = 1, halfWidth, power = usualPower, level = 0.95 } = plan;
  const of = 'groups';
  const fault =
    aimFault(of, { ...plan, margin: halfWidth === undefined ? 0 : undefined }) ??
    rangeFault(of, [
      ['expected', expected, expected > 0 && expected < 1, 'between 0 and 1'],
      [
        'others',
        others,
        others > 0 && others < 1 && (others !== expected || halfWidth !== undefined),
        'between 0 and 1, other than expected',
      ],
      ['ratio', ratio, ratio > 0 && Number.isFinite(ratio), 'more than 0'],
    ]);
  if (fault) return fault;
  const z = normalQuantile((1 + level) / 2);
  const difference = Math.abs(expected - others);
  const mean = (expected + ratio * others) / (1 + ratio);
  const equal = Math.sqrt(mean * (1 - mean) * (1 + 1 / ratio));
  const apart = Math.sqrt(expected * (1 - expected) + (others * (1 - others)) / ratio);
  const root =
    halfWidth === undefined ? (z * equal + normalQuantile(power) * apart) / difference : (z * apart) / halfWidth;
  const n = Math.max(2, Math.ceil(root * root));
  return success({
    metric: 'sample-size',
    version: 1,
    of,
    unit: 'cases of the first group',
    n,
    level,
    method: 'fleiss',
    ...(halfWidth === undefined
      ? { power: normalCdf((difference * Math.sqrt(n) - z * equal) / apart) }
      : { halfWidth: (z * apart) / Math.sqrt(n) }),
    detail: { expected, others, ratio, casesOfTheOthers: Math.ceil(n * ratio) },
  });
};
