import { success, type Result } from '@isocentre/evidence';
import { exp, log, normalQuantile } from '@isocentre/statistics';
import type { MadeInterval } from '../estimate.ts';
import { levelOf, refused, type LevelOption } from '../measured.ts';

/** Reports of one kind of event of one product beside all the others. */
export interface ReportCounts {
  /** Reports of this event of this product. */
  readonly both: number;
  /** All reports of this product. */
  readonly ofProduct: number;
  /** Reports of this event of all products. */
  readonly ofEvent: number;
  readonly all: number;
}

/** How much oftener an event is reported of a product than of the others. */
export interface ReportingRatio extends ReportCounts {
  readonly metric: 'proportional-reporting-ratio';
  readonly version: 1;
  /** Infinite where no other product has the event; NaN where there is no other report. */
  readonly estimate: number;
  /** None where a count of the ratio is 0. */
  readonly interval?: MadeInterval;
  /** χ² of the four counts, without a correction for continuity. */
  readonly chiSquare: number;
  /** At least 3 reports, a ratio of at least 2 and a χ² of at least 4: the rule of Evans and others. */
  readonly signal: boolean;
}

const rule = { reports: 3, ratio: 2, chiSquare: 4 } as const;

/**
 * Gives the proportional reporting ratio: the share of this event among reports of this product, over its share among
 * reports of all others. It compares reports, not rates: it says where to look, not how often a thing happens.
 *
 * The interval is from the normal distribution on the logarithm; it promises its level for many reports only.
 *
 * Source: S. Evans, P. Waller, S. Davis, Pharmacoepidemiology and Drug Safety 10 (2001) 483–486. Relative error under 1e-12.
 */
export const reportingRatio = (counts: ReportCounts, options: LevelOption = {}): Result<ReportingRatio> => {
  const metric = 'proportional-reporting-ratio';
  const level = levelOf(metric, options);
  const { both, ofProduct, ofEvent, all } = counts;
  const others = all - ofProduct;
  const elsewhere = ofEvent - both;
  const rest = others - elsewhere;
  const right = [both, elsewhere, ofProduct - both, rest].every((one) => Number.isSafeInteger(one) && one >= 0);
  if (!right || ofProduct === 0)
    return refused(metric, `${both} of ${ofProduct} beside ${ofEvent} of ${all}`, 'counts that include each other');
  const estimate = others === 0 ? Number.NaN : (both * others) / (ofProduct * elsewhere);
  const margins = ofProduct * others * ofEvent * (all - ofEvent);
  const gap = both * rest - (ofProduct - both) * elsewhere;
  const chiSquare = margins === 0 ? 0 : (all * gap * gap) / margins;
  const signal = both >= rule.reports && estimate >= rule.ratio && chiSquare >= rule.chiSquare;
  const common = { metric, version: 1, ...counts, estimate, chiSquare, signal } as const;
  if (both === 0 || elsewhere === 0 || others === 0) return success(common);
  const error = Math.sqrt(1 / both - 1 / ofProduct + 1 / elsewhere - 1 / others);
  const reach = normalQuantile((1 + level) / 2) * error;
  const at = log(estimate);
  const interval = { lower: exp(at - reach), upper: exp(at + reach), level, method: 'normal-log' };
  return success({ ...common, interval });
};
