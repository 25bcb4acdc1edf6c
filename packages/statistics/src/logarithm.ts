const ln2High = 0.69314718036912381649;
const ln2Low = 1.90821492927058770002e-10;
const half = Math.SQRT1_2;

// log((1 + s) / (1 − s)) = 2·(s + s³/3 + s⁵/5 + …); |s| ≤ 0.1716, where 12 terms leave less than 1e-19.
const terms = 12;

const logRatio = (s: number): number => {
  const square = s * s;
  let sum = 0;
  for (let n = terms; n >= 1; n -= 1) sum = (sum + 1 / (2 * n + 1)) * square;
  return 2 * s * sum;
};

/**
 * Gives the natural logarithm by additions, multiplications and one division, so that the bytes agree everywhere.
 *
 * @param x From 0; negative gives NaN, 0 gives −∞.
 * @returns log x with an error under 2 units in the last place.
 */
export const log = (x: number): number => {
  if (x === 0) return -Infinity;
  if (!(x > 0) || x === Infinity) return x === Infinity ? Infinity : Number.NaN;
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
  const f = mantissa - 1;
  const s = f / (2 + f);
  // 2s is f − s·f, which keeps the leading part exact.
  return exponent * ln2High + (f - (s * f - (logRatio(s) + exponent * ln2Low)));
};

/**
 * Gives log(1 + x) without losing small x.
 *
 * @param x Above −1; −1 gives −∞.
 */
export const log1p = (x: number): number => {
  if (Math.abs(x) > 0.25) return log(1 + x);
  const s = x / (2 + x);
  return 2 * s + logRatio(s);
};

const halfLogTwoPi = 0.91893853320467274178;
const bernoulli = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];
const shifted = 12;

/**
 * Gives the logarithm of the gamma function by Stirling's series after a shift.
 *
 * @param x Above 0.
 * @returns log Γ(x) with a relative error under 1e-14 away from its zeros at 1 and 2, and an absolute one there.
 */
export const logGamma = (x: number): number => {
  let product = 1;
  let y = x;
  while (y < shifted) {
    product *= y;
    y += 1;
  }
  const inverse = 1 / y;
  const square = inverse * inverse;
  let series = 0;
  for (let n = bernoulli.length - 1; n >= 0; n -= 1) series = series * square + (bernoulli[n] as number);
  return (y - 0.5) * log(y) - y + halfLogTwoPi + series * inverse - log(product);
};
