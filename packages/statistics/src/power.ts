import { multiplied } from './exact.ts';
import { exp } from './exp.ts';
import { logInParts } from './logarithm.ts';

/**
 * Raises a number to a whole power by repeated squaring.
 *
 * @param base Any number.
 * @param power A whole number from 0 to 2^32 − 1; 0 gives 1.
 * @returns base^power with a relative error under power × 2.3e-16.
 */
export const powInteger = (base: number, power: number): number => {
  let result = 1;
  let square = base;
  let left = power;
  while (left > 0) {
    if ((left & 1) !== 0) result *= square;
    square *= square;
    left >>>= 1;
  }
  return result;
};

// Up to here squaring is at least as accurate, and exact where the result is a whole number.
const squaredTo = 8;

/**
 * Raises a number from 0 to a real power: e^(power · log base), the product carried in two parts, with the same bytes on
 * every engine.
 *
 * @param base From 0; negative gives NaN.
 * @param power Any number; 0 gives 1.
 * @returns base^power with a relative error under 1e-15, in the subnormal range an absolute one under 5e-324.
 *
 * @example
 * ```ts
 * import { pow } from '@isocentre/statistics';
 * const yearly: number = 1 - pow(1 - 0.2, 1 / 3); // the yearly attrition of which three years make 20 %
 * ```
 */
export const pow = (base: number, power: number): number => {
  if (power === 0) return 1;
  if (base === 0) return power > 0 ? 0 : power < 0 ? Infinity : Number.NaN;
  if (!(base > 0)) return Number.NaN;
  if (base === Infinity) return power > 0 ? Infinity : power < 0 ? 0 : Number.NaN;
  if (power > 0 && power <= squaredTo && Number.isInteger(power)) return powInteger(base, power);
  const [high, low] = logInParts(base);
  const rough = power * high;
  // Beyond the range of e^x in any case, and where the parts of a product would overflow.
  if (!(Math.abs(rough) < 800)) return high === 0 ? 1 : exp(rough);
  const [product, lost] = multiplied(power, high);
  const value = exp(product);
  return value + value * (lost + power * low);
};
