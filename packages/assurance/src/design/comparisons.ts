import { success, type Result } from '@isocentre/evidence';
import { exp, normalCdf, normalQuantile } from '@isocentre/statistics';
import { aimFault, rangeFault, usualPower, type Aim, type SampleSize } from './sample-size.ts';

/** What a study of an area under a ROC curve expects. */
export interface AucPlan extends Aim {
  /** The area that is expected, above 0.5 and below 1. */
  readonly expected: number;
  /** Cases without the finding for each with it; 1 by default. */
  readonly ratio?: number | undefined;
}

/** Variance of an area times the number of cases with the finding, for binormal scores (Obuchowski). */
const areaVariance = (area: number, ratio: number): number => {
  const a = normalQuantile(area) * Math.SQRT2;
  return 0.0099 * exp((-a * a) / 2) * (5 * a * a + 8 + (a * a + 8) / ratio);
};

/**
 * Gives the number of cases with the finding for a study of an area under a ROC curve, by Obuchowski's variance for
 * binormal scores; `detail.without` is how many without it.
 *
 * With a margin: the bound of the interval must clear it, with the variance at the margin where it is met. An
 * approximation: what is found by simulation differs by some per cent (tests).
 *
 * Source: N. Obuchowski, D. McClish, Statistics in Medicine 16 (1997) 1529–1542; N. Obuchowski, M. Lieber, F. Wians,
 * Clinical Chemistry 50 (2004) 1118–1125; as pROC's power.roc.test computes it, which has 1.414 for √2.
 */
export const aucSize = (plan: AucPlan): Result<SampleSize> => {
  const { expected, ratio = 1, halfWidth, power = usualPower, level = 0.95 } = plan;
  const of = 'auc';
  const margin = plan.margin ?? 0.5;
  const fault =
    aimFault(of, plan) ??
    rangeFault(of, [
      ['expected', expected, expected > 0.5 && expected < 1, 'more than 0.5, less than 1'],
      [
        'margin',
        margin,
        margin >= 0.5 && margin < 1 && margin !== expected,
        'from 0.5, less than 1, not the expected area',
      ],
      ['ratio', ratio, ratio > 0 && Number.isFinite(ratio), 'more than 0'],
    ]);
  if (fault) return fault;
  const z = normalQuantile((1 + level) / 2);
  const spread = Math.sqrt(areaVariance(expected, ratio));
  const root =
    halfWidth === undefined
      ? (z * Math.sqrt(areaVariance(margin, ratio)) + normalQuantile(power) * spread) / Math.abs(expected - margin)
      : (z * spread) / halfWidth;
  const n = Math.max(2, Math.ceil(root * root));
  const common = {
    metric: 'sample-size',
    version: 1,
    of,
    unit: 'cases with the finding',
    n,
    level,
    method: 'obuchowski',
  } as const;
  const detail = { expected, ratio, without: Math.ceil(n * ratio), ...(halfWidth === undefined ? { margin } : {}) };
  return success({
    ...common,
    ...(halfWidth === undefined ? { power } : { halfWidth: (z * spread) / Math.sqrt(n) }),
    detail,
  });
};

/** What a study of two tools on the same cases expects. */
export interface PairedPlan extends Omit<Aim, 'margin'> {
  /** Difference of the shares that are right, first less second. */
  readonly difference: number;
  /** Share of cases on which the two differ. */
  readonly discordant: number;
}

/**
 * Gives the number of cases for comparing the accuracy of two tools on the same cases by McNemar's test, or for a width of
 * the interval of their difference.
 *
 * Source: R. Connor, Biometrics 43 (1987) 207–211. An approximation for many discordant cases: in the tests its power is
 * within 0.03 of exact enumeration.
 */
export const pairedSize = (plan: PairedPlan): Result<SampleSize> => {
  const { difference, discordant, halfWidth, power = usualPower, level = 0.95 } = plan;
  const of = 'paired';
  const fault =
    aimFault(of, { ...plan, margin: halfWidth === undefined ? 0 : undefined }) ??
    rangeFault(of, [
      ['discordant', discordant, discordant > 0 && discordant <= 1, 'more than 0, at most 1'],
      [
        'difference',
        difference,
        Math.abs(difference) <= discordant && (difference !== 0 || halfWidth !== undefined),
        'other than 0, no larger than the discordant share',
      ],
    ]);
  if (fault) return fault;
  const z = normalQuantile((1 + level) / 2);
  const spread = Math.sqrt(discordant - difference * difference);
  const root =
    halfWidth === undefined
      ? (z * Math.sqrt(discordant) + normalQuantile(power) * spread) / difference
      : (z * spread) / halfWidth;
  const n = Math.max(1, Math.ceil(root * root));
  const common = { metric: 'sample-size', version: 1, of, unit: 'cases', n, level, method: 'mcnemar, connor' } as const;
  const reached = normalCdf(
    (Math.abs(difference) * Math.sqrt(n) - z * Math.sqrt(discordant)) / Math.max(spread, 1e-12),
  );
  const detail = { difference, discordant };
  return success({
    ...common,
    ...(halfWidth === undefined ? { power: reached } : { halfWidth: (z * spread) / Math.sqrt(n) }),
    detail,
  });
};
