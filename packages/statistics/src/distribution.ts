import { betaQuantile } from './beta.ts';
import { exp } from './exp.ts';
import { normalCdf, normalQuantile } from './normal.ts';

/** How far an assumption may be out, as written with a figure. */
export type Distribution =
  | { readonly kind: 'fixed' }
  | {
      readonly kind: 'uniform' | 'triangular' | 'pert' | 'beta';
      readonly low: number;
      readonly high: number;
      readonly as?: 'multiplier' | undefined;
    }
  | {
      readonly kind: 'normal' | 'truncated-normal' | 'lognormal';
      readonly deviation: number;
      readonly low?: number | undefined;
      readonly high?: number | undefined;
      readonly as?: 'multiplier' | undefined;
    };

// PERT's usual weight of the mode; the beta of the same concentration has the mean in its place.
const concentration = 4;

/**
 * Gives the quantile of a distribution around a central value: the mode of `triangular` and `pert`, the mean of `beta`
 * and `normal` and of the parent of `truncated-normal`, the median of `lognormal` (whose deviation is that of the
 * logarithm). `uniform` takes its range alone. A range or deviation of zero gives the central value exactly.
 *
 * @param p From (0, 1).
 */
export const quantileOf = (distribution: Distribution, central: number, p: number): number => {
  if (distribution.kind === 'fixed') return central;
  if ('deviation' in distribution) {
    const { deviation, low = -Infinity, high = Infinity } = distribution;
    if (deviation === 0) return central;
    if (distribution.kind === 'lognormal') return central * exp(deviation * normalQuantile(p));
    if (distribution.kind === 'normal') return central + deviation * normalQuantile(p);
    const from = normalCdf((low - central) / deviation);
    const to = normalCdf((high - central) / deviation);
    return Math.min(high, Math.max(low, central + deviation * normalQuantile(from + p * (to - from))));
  }
  const { kind, low, high } = distribution;
  const width = high - low;
  if (width === 0) return central;
  const share = (central - low) / width;
  switch (kind) {
    case 'uniform':
      return low + width * p;
    case 'triangular':
      return p < share ? low + width * Math.sqrt(p * share) : high - width * Math.sqrt((1 - p) * (1 - share));
    case 'pert':
      return low + width * betaQuantile(p, 1 + concentration * share, 1 + concentration * (1 - share));
    case 'beta':
      if (share <= 0 || share >= 1) return central;
      return low + width * betaQuantile(p, (concentration + 2) * share, (concentration + 2) * (1 - share));
  }
};
