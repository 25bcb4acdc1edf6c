import { betaQuantile } from './beta.ts';
import { exp } from './exp.ts';
import { log } from './logarithm.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** How sure a figure is, as written beside it in YAML; where the figure's stated value stands in it, `quantileOf` says. */
export type Distribution =
  | { readonly kind: 'fixed' }
  | {
      readonly kind: 'uniform' | 'triangular' | 'pert' | 'beta';
      /** Ends of the range, in the figure's unit. */
      readonly low: number;
      readonly high: number;
    }
  | {
      readonly kind: 'normal' | 'truncated-normal' | 'lognormal';
      /** Standard deviation before any cut, in the figure's unit; for `lognormal` that of the natural logarithm. */
      readonly deviation: number;
      /** Ends of the range, default none: what lies outside is cut off and the rest scaled to one. */
      readonly low?: number | undefined;
      readonly high?: number | undefined;
    };

// The weight of the mode against the ends in PERT (Malcolm et al., Operations Research 7 (1959) 646–669).
const modeWeight = 4;

/**
 * Gives the quantile of a figure's distribution. The figure's stated value is
 *
 * - `fixed`: the value, always;
 * - `uniform`: not used, the range alone counts;
 * - `triangular`: the mode;
 * - `pert`: the mode, of a beta distribution on the range with weight 4 on the mode: a = 1 + 4·f, b = 5 − 4·f, where
 *   f = (central − low) / (high − low);
 * - `beta`: the mean, of a beta distribution on the range with a = 6·f, b = 6 − 6·f: as concentrated as PERT, a + b = 6,
 *   since a figure that states no more than a range says no more of its spread than PERT does;
 * - `normal`, `truncated-normal`: the mean before the cut; the two are the same but for their names;
 * - `lognormal`: the median before the cut.
 *
 * @param central The stated value, within the range; above 0 for `lognormal`.
 * @param p 0…1; rises with p, and meets the ends of the range at 0 and 1 (∓∞, or 0 and ∞, where there are none).
 * @returns the quantile in the figure's unit, with a relative error of its distance from the ends or the centre under 1e-13.
 * `central` itself, to the bit, where the range or the deviation has no width, and for `beta` where the mean is at an
 * end of the range.
 *
 * @example
 * ```ts
 * import { quantileOf } from '@isocentre/statistics';
 * const cautious: number = quantileOf({ kind: 'pert', low: 0.02, high: 0.12 }, 0.05, 0.9);
 * ```
 */
export const quantileOf = (distribution: Distribution, central: number, p: number): number => {
  switch (distribution.kind) {
    case 'fixed':
      return central;
    case 'uniform':
    case 'triangular':
    case 'pert':
    case 'beta':
      return withinRange(distribution.kind, distribution.low, distribution.high, central, p);
    case 'normal':
    case 'truncated-normal':
    case 'lognormal': {
      const { deviation, low = -Infinity, high = Infinity } = distribution;
      if (deviation === 0 || low === high) return central;
      if (p <= 0) return distribution.kind === 'lognormal' ? Math.max(0, low) : low;
      if (p >= 1) return high;
      const value =
        distribution.kind === 'lognormal'
          ? central * exp(deviation * cutNormal(score(low, central, deviation), score(high, central, deviation), p))
          : central + deviation * cutNormal((low - central) / deviation, (high - central) / deviation, p);
      return Math.min(high, Math.max(low, value));
    }
  }
};

const withinRange = (
  kind: 'uniform' | 'triangular' | 'pert' | 'beta',
  low: number,
  high: number,
  central: number,
  p: number,
): number => {
  const width = high - low;
  if (width === 0) return central;
  const below = central - low;
  const above = high - central;
  if (kind === 'uniform') return between(low, high, p);
  if (kind === 'triangular') {
    return p * width < below ? low + Math.sqrt(p * width * below) : high - Math.sqrt((1 - p) * width * above);
  }
  if (kind === 'pert') {
    return between(low, high, betaQuantile(p, 1 + (modeWeight * below) / width, 1 + (modeWeight * above) / width));
  }
  const concentration = modeWeight + 2;
  if (below === 0 || above === 0) return central;
  return between(low, high, betaQuantile(p, (concentration * below) / width, (concentration * above) / width));
};

/** The point at a share of the way, exact at both ends. */
const between = (low: number, high: number, share: number): number =>
  share < 0.5 ? low + (high - low) * share : high - (high - low) * (1 - share);

/** How many deviations of the logarithm a value lies from the median. */
const score = (value: number, median: number, deviation: number): number =>
  value <= 0 ? -Infinity : value === Infinity ? Infinity : log(value / median) / deviation;

/** The quantile of a standard normal variable cut to a range; counts from the nearer tail, which keeps its digits. */
const cutNormal = (low: number, high: number, p: number): number => {
  const lower = normalCdf(low) + p * (normalCdf(high) - normalCdf(low));
  if (lower <= 0.5) return normalQuantile(lower);
  return -normalQuantile(normalCdf(-high) + (1 - p) * (normalCdf(-low) - normalCdf(-high)));
};
