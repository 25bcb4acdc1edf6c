// Tests of draws against exact distributions. Written on Math.* alone, so that it shares nothing with what it judges.

const shifted = 12;

const logGamma = (x: number): number => {
  let product = 1;
  let y = x;
  for (; y < shifted; y += 1) product *= y;
  const square = 1 / (y * y);
  const series = (1 / 12 - (1 / 360 - (1 / 1260 - square / 1680) * square) * square) / y;
  return (y - 0.5) * Math.log(y) - y + Math.log(2 * Math.PI) / 2 + series - Math.log(product);
};

/** Both tails of the chi-square distribution, [P(X ≤ x), P(X > x)], by the series and the continued fraction of Γ. */
export const chiSquareTails = (x: number, degrees: number): readonly [lower: number, upper: number] => {
  if (x <= 0) return [0, 1];
  const a = degrees / 2;
  const y = x / 2;
  const kernel = Math.exp(a * Math.log(y) - y - logGamma(a));
  if (y < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * 1e-16; n += 1) {
      term *= y / (a + n);
      sum += term;
    }
    return [kernel * sum, 1 - kernel * sum];
  }
  let b = y + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < 100_000; n += 1) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    value *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return [1 - kernel * value, kernel * value];
};

/** How likely counts as far from what is expected, or as near to it, come about by chance: two-sided. */
export const chiSquare = (observed: ArrayLike<number>, expected: ArrayLike<number>, degrees?: number): number => {
  let statistic = 0;
  for (let i = 0; i < observed.length; i += 1) {
    const mean = expected[i] ?? Number.NaN;
    statistic += ((observed[i] ?? Number.NaN) - mean) ** 2 / mean;
  }
  return Math.min(1, 2 * Math.min(...chiSquareTails(statistic, degrees ?? observed.length - 1)));
};

/** The same for equally likely cells. */
export const chiSquareOfEqual = (observed: ArrayLike<number>): number => {
  let total = 0;
  for (let i = 0; i < observed.length; i += 1) total += observed[i] ?? 0;
  return chiSquare(observed, new Float64Array(observed.length).fill(total / observed.length));
};

/** How likely a standard normal score as large comes about by chance: two-sided. */
export const scoreTail = (score: number): number => chiSquareTails(score * score, 1)[1];

/**
 * Compares drawn whole numbers with their probabilities, those with few expected pooled with the next.
 *
 * @param probabilities By value, from `first`; what is missing to one is the share below and above.
 * @returns a two-sided p; 0 if what can't be was drawn, 1 where all falls in one cell.
 */
export const chiSquareOfDraws = (
  drawn: ArrayLike<number>,
  first: number,
  probabilities: ArrayLike<number>,
  below = 0,
): number => {
  const counts = new Float64Array(probabilities.length + 2);
  for (let i = 0; i < drawn.length; i += 1) {
    const cell = Math.min(probabilities.length, Math.max(-1, (drawn[i] ?? 0) - first)) + 1;
    counts[cell] = (counts[cell] ?? 0) + 1;
  }
  let listed = 0;
  for (let i = 0; i < probabilities.length; i += 1) listed += probabilities[i] ?? 0;
  const shares = [below, ...Array.from(probabilities), Math.max(0, 1 - below - listed)];
  const observed: number[] = [];
  const expected: number[] = [];
  let count = 0;
  let mean = 0;
  shares.forEach((share, cell) => {
    count += counts[cell] ?? 0;
    mean += share * drawn.length;
    if (mean >= 20) {
      observed.push(count);
      expected.push(mean);
      count = 0;
      mean = 0;
    }
  });
  observed[observed.length - 1] = (observed.at(-1) ?? 0) + count;
  expected[expected.length - 1] = (expected.at(-1) ?? 0) + mean;
  return observed.length < 2 ? 1 : chiSquare(observed, expected);
};

/** Names the checks that fail when all together may fail once in a million times (Holm 1979). */
export const rejected = (checks: ReadonlyMap<string, number>, familyWise = 1e-6): readonly string[] => {
  const sorted = [...checks].toSorted((x, y) => x[1] - y[1]);
  // Written so that NaN fails.
  const passes = sorted.findIndex(([, p], rank) => p > familyWise / (sorted.length - rank));
  return sorted.slice(0, passes < 0 ? sorted.length : passes).map(([name, p]) => `${name}: p = ${p}`);
};

/** The relative error of a value; the absolute one where 0 is expected. */
export const errorOf = (value: number, expected: number): number =>
  value === expected ? 0 : Math.abs(value - expected) / (expected === 0 ? 1 : Math.abs(expected));
