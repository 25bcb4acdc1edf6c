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
export const quantileOf = (d: Distribution, c: number, p: number): number => {
  if (d.kind === 'uniform') return d.low + (d.high - d.low) * p;
  if (d.kind === 'triangular') {
    const w = d.high - d.low;
    if (w === 0) return c;
    const f = (c - d.low) / w;
    return p < f ? d.low + Math.sqrt(p * w * (c - d.low)) : d.high - Math.sqrt((1 - p) * w * (d.high - c));
  }
  return c;
};
