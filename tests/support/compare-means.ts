// Whether two implementations, each run many times by chance, have the same means.

/** The chance that a comparison of equal implementations fails, over all its quantities together. */
export const familyError = 1e-6;

/** Values that differ by no more than this, relatively, differ by rounding only. */
const rounding = 1e-9;

/** The complementary error function, to about 1e-14 relative, for x ≥ 0. */
export const erfc = (x: number): number => {
  if (x < 2) {
    // erf(x) = 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·5·…·(2n+1)): all terms are positive.
    let term = x;
    let total = x;
    for (let n = 1; n < 200; n += 1) {
      term *= (2 * x * x) / (2 * n + 1);
      total += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total;
  }
  // erfc(x) = e^(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), from its far end.
  let fraction = x;
  for (let k = 200; k >= 1; k -= 1) fraction = x + k / 2 / fraction;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
};

/** The |z| beyond which any of so many normal deviates falls with at most the chance (two-sided, Bonferroni). */
export const criticalZ = (comparisons: number, chance = familyError): number => {
  const each = chance / comparisons;
  let low = 0;
  let high = 35;
  for (let halving = 0; halving < 100; halving += 1) {
    const middle = (low + high) / 2;
    if (erfc(middle / Math.SQRT2) > each) low = middle;
    else high = middle;
  }
  return high;
};

/** Mean and variance of the values of runs; the variance is exactly 0 where they differ by rounding only. */
export interface Sample {
  readonly runs: number;
  readonly mean: number;
  readonly variance: number;
}

export const sampleOf = (values: readonly number[]): Sample => {
  const runs = values.length;
  const mean = values.reduce((total, value) => total + value, 0) / runs;
  const furthest = values.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { runs, mean, variance: furthest <= rounding * Math.abs(mean) ? 0 : squares / (runs - 1) };
};

/**
 * The difference of two means in standard errors, as a normal deviate. A known value is a sample of Infinity runs
 * without variance. Variances estimated from few runs give Student's t, whose tails at 1e-6 are far heavier than the
 * normal's; Wallace's transformation (1959) with Welch's degrees of freedom turns t into the normal deviate with the
 * same tail. It falls short by at most 0.05 up to a deviate of 6 with nine degrees of freedom and by 0.001 with 149:
 * the error had is at most about the error stated. With many runs it changes nothing.
 */
export const deviate = (a: Sample, b: Sample): number => {
  const difference = Math.abs(a.mean - b.mean);
  const ofA = a.variance / a.runs;
  const ofB = b.variance / b.runs;
  if (Number.isNaN(difference + ofA + ofB)) return Infinity;
  if (difference <= rounding * Math.max(Math.abs(a.mean), Math.abs(b.mean))) return 0;
  if (ofA + ofB === 0) return Infinity;
  const freedom = (ofA + ofB) ** 2 / (ofA ** 2 / (a.runs - 1) + ofB ** 2 / (b.runs - 1));
  const t = difference / Math.sqrt(ofA + ofB);
  return ((8 * freedom + 1) / (8 * freedom + 3)) * Math.sqrt(freedom * Math.log1p((t * t) / freedom));
};

const quantity = (runs: readonly (readonly number[])[], index: number): number[] =>
  runs.map((run) => run[index] ?? Number.NaN);

/**
 * Compares two implementations, each given as one vector of quantities a run (`a[run][quantity]`; the numbers of runs
 * may differ, runs are not paired). The means agree, with the family-wise error `chance`, if `worst <= critical`.
 * Equal constants are equal; different constants differ by infinitely much; so does anything that is not a number.
 */
export const compareMeans = (
  a: readonly (readonly number[])[],
  b: readonly (readonly number[])[],
  chance = familyError,
): { worst: number; critical: number; at: string } => {
  const quantities = a[0]?.length ?? 0;
  if (a.length < 2 || b.length < 2 || quantities === 0) throw new Error('two runs of one quantity are the least');
  if ([...a, ...b].some((run) => run.length !== quantities)) throw new Error('runs of different lengths');
  let worst = -1;
  let at = '';
  for (let index = 0; index < quantities; index += 1) {
    const ofA = sampleOf(quantity(a, index));
    const ofB = sampleOf(quantity(b, index));
    const z = deviate(ofA, ofB);
    if (z > worst) {
      worst = z;
      at = `quantity ${index}: mean ${ofA.mean} of ${a.length} runs against ${ofB.mean} of ${b.length} runs`;
    }
  }
  return { worst, critical: criticalZ(quantities, chance), at };
};
