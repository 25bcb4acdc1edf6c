import { describe, expect, test } from 'vitest';
import { errorOf } from '../support/goodness-of-fit.ts';
import { lgamma } from './gamma.ts';
import { log } from './logarithm.ts';

// Reference values by arithmetic of 50 digits (mpmath 1.3), at the doubles that the arguments are.
const logGammas = [
  [1e-300, 690.7755278982137],
  [1e-10, 23.025850929882736],
  [0.1, 2.252712651734206],
  [0.5, 0.5723649429247001],
  [0.9, 0.06637623973474295],
  [0.999999999, 5.77215649399226e-10],
  [1.000000001, -5.772157118381039e-10],
  [1.5, -0.12078223763524522],
  [1.9999, -4.227520877215346e-5],
  [2.0001, 4.2281658112919945e-5],
  [2.5, 0.2846828704729192],
  [3, Math.LN2],
  [4.7, 2.7364051463155667],
  [9.999, 12.799575780077413],
  [10, 12.801827480081469],
  [10.001, 12.804079285251861],
  [25.5, 56.389167643719944],
  [100, 359.1342053695754],
  [1001, 5912.128178488163],
  [1000000, 12815504.569147611],
  [2147483649, 43996705676.86609],
  [1000000000000000, 3.3538776394910668e16],
  [1e300, 6.897755278982137e302],
] as const;

describe('lgamma', () => {
  test.each(logGammas)('of %d is %d', (x, expected) => {
    expect(errorOf(lgamma(x), expected)).toBeLessThan(2e-15);
  });

  test('is the logarithm of the factorial', () => {
    let factorial = 1;
    for (let n = 1; n <= 170; n += 1) {
      expect(errorOf(lgamma(n), Math.log(factorial))).toBeLessThan(2e-15);
      factorial *= n;
    }
  });

  test('obeys Γ(x + 1) = x·Γ(x) and the doubling formula', () => {
    for (let x = 0.01; x < 30; x += 0.037) {
      expect(Math.abs(lgamma(x + 1) - lgamma(x) - log(x))).toBeLessThan(6e-14);
      const doubled = lgamma(x) + lgamma(x + 0.5) - (1 - 2 * x) * Math.LN2 - Math.log(Math.PI) / 2;
      expect(Math.abs(lgamma(2 * x) - doubled)).toBeLessThan(2e-13);
    }
  });

  test('has exact zeros and ends', () => {
    expect([lgamma(1), lgamma(2), lgamma(0), lgamma(Infinity)]).toEqual([0, 0, Infinity, Infinity]);
    expect([lgamma(-0.5), lgamma(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
  });
});
