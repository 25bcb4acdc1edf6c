import { added, multiplied } from './exact.ts';

const ln2High = 0.69314718036912381649;
const ln2Low = 1.90821492927058770002e-10;
const half = Math.SQRT1_2;

// log((1 + s) / (1 − s)) = 2·(s + s³/3 + s⁵/5 + …); |s| ≤ 0.1716, where 12 terms leave less than 1e-19.
// The function gives all but the first.
const terms = 12;

const logRatio = (s: number): number => {
  const square = s * s;
  let sum = 0;
  for (let n = terms; n >= 1; n -= 1) sum = (sum + 1 / (2 * n + 1)) * square;
  return 2 * s * sum;
};

/** Splits x > 0 into a power of two and a rest from √½ to √2. */
const reduce = (x: number): readonly [exponent: number, mantissa: number] => {
  let exponent = 0;
  let mantissa = x;
  // Scaling by powers of two is exact.
  while (mantissa >= 2 ** 32) {
    mantissa *= 2 ** -32;
    exponent += 32;
  }
  while (mantissa < 2 ** -32) {
    mantissa *= 2 ** 32;
    exponent -= 32;
  }
  while (mantissa >= 2 * half) {
    mantissa *= 0.5;
    exponent += 1;
  }
  while (mantissa < half) {
    mantissa *= 2;
    exponent -= 1;
  }
  return [exponent, mantissa];
};

/**
 * Gives the natural logarithm by additions, multiplications and one division, so that the bytes agree everywhere.
 *
 * @param x From 0, which gives −∞; negative gives NaN.
 * @returns log x with an error under 2 units in the last place.
 */
export const log = (x: number): number => {
  if (x === 0) return -Infinity;
  if (!(x > 0) || x === Infinity) return x === Infinity ? Infinity : Number.NaN;
  const [exponent, mantissa] = reduce(x);
  const f = mantissa - 1;
  const s = f / (2 + f);
  // 2s is f − s·f, which keeps the leading part exact.
  return exponent * ln2High + (f - (s * f - (logRatio(s) + exponent * ln2Low)));
};

/**
 * Gives log(1 + x) without losing small x.
 *
 * @param x From −1, which gives −∞; below gives NaN.
 * @returns log(1 + x) with an error under 2 units in the last place.
 */
export const log1p = (x: number): number => {
  if (Math.abs(x) <= 0.25) {
    const s = x / (2 + x);
    // 2s is x − s·x, which keeps the leading part exact.
    return x - (s * x - logRatio(s));
  }
  const sum = 1 + x;
  const known = log(sum);
  // What 1 + x lost by rounding; nothing is left to mend at the ends, −∞, ∞ and NaN.
  return Math.abs(known) < Infinity ? known + (x - (sum - 1)) / sum : known;
};

/** log x as the unevaluated sum of two numbers, with an error under 1e-18, for what multiplies a logarithm. */
export const logInParts = (x: number): readonly [number, number] => {
  const [exponent, mantissa] = reduce(x);
  const f = mantissa - 1;
  const sum = 2 + f;
  const sumLost = f - (sum - 2);
  const s = f / sum;
  const [product, productLost] = multiplied(s, sum);
  const sLost = (f - product - productLost - s * sumLost) / sum;
  const [high, lost] = added(exponent * ln2High, 2 * s);
  return added(high, lost + (2 * sLost + logRatio(s) + exponent * ln2Low));
};
