import { describe, expect, test } from 'vitest';
import { errorOf } from '../support/goodness-of-fit.ts';
import { normalCdf, normalQuantile } from './normal.ts';

// Reference values by arithmetic of 50 digits (mpmath 1.3), at the doubles that the arguments are.
const normals = [
  [-37, 5.725571222524577e-300],
  [-20, 2.7536241186062337e-89],
  [-8, 6.220960574271784e-16],
  [-5, 2.866515718791939e-7],
  [-3, 0.0013498980316300946],
  [-1.5, 0.06680720126885807],
  [-1.4999, 0.0668201539998336],
  [-1, 0.15865525393145705],
  [-0.1, 0.460172162722971],
  [1e-10, 0.5000000000398942],
  [0.5, 0.6914624612740131],
  [1, 0.8413447460685429],
  [1.5, 0.9331927987311419],
  [1.9599639845400545, 0.975],
  [3, 0.9986501019683699],
  [6, 0.9999999990134123],
] as const;

const normalQuantiles = [
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965326],
  [1e-20, -9.262340089798407],
  [1e-9, -5.9978070150076865],
  [0.0001, -3.7190164854556804],
  [0.001, -3.0902323061678136],
  [0.025, -1.9599639845400543],
  [0.0749, -1.4402382675279637],
  [0.0751, -1.43882539275254],
  [0.3, -0.5244005127080408],
  [0.49, -0.025068908258711057],
  [0.5000001, 2.506628273311648e-7],
  [0.7, 0.5244005127080407],
  [0.9, 1.2815515655446006],
  [0.975, 1.9599639845400538],
  [0.999, 3.090232306167813],
  [0.9999999999990905, 7.047700256664409],
] as const;

describe('normalCdf', () => {
  test.each(normals)('of %d is %d', (x, expected) => {
    expect(errorOf(normalCdf(x), expected)).toBeLessThan(4e-15);
  });

  test('is symmetric, never falls, and ends at 0 and 1', () => {
    let last = 0;
    for (let i = -4000; i <= 4000; i += 1) {
      const value = normalCdf(i / 100);
      expect(value).toBeGreaterThanOrEqual(last);
      expect(Math.abs(value + normalCdf(-i / 100) - 1)).toBeLessThan(4e-16);
      last = value;
    }
    expect([normalCdf(-Infinity), normalCdf(0), normalCdf(Infinity), normalCdf(Number.NaN)]).toEqual([
      0,
      0.5,
      1,
      Number.NaN,
    ]);
  });

  test('joins its series and its fraction', () => {
    for (const x of [-1.5, 1.5]) {
      const [before, after] = [normalCdf(x - 1e-9), normalCdf(x + 1e-9)];
      expect(Math.abs(after - before - 2e-9 * 0.12951759566589174)).toBeLessThan(1e-15);
    }
  });
});

describe('normalQuantile', () => {
  test.each(normalQuantiles)('at %d is %d', (p, expected) => {
    expect(errorOf(normalQuantile(p), expected)).toBeLessThan(2e-15);
  });

  test('undoes the distribution function', () => {
    for (let x = -37; x <= 0; x += 0.013) {
      expect(Math.abs(normalQuantile(normalCdf(x)) - x)).toBeLessThan(2e-14);
      expect(normalQuantile(0.5 + (0.5 - normalCdf(x)))).toBeCloseTo(
        -normalQuantile(1 - (0.5 + (0.5 - normalCdf(x)))),
        12,
      );
    }
  });

  test('has the ends that it must', () => {
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity]);
    expect([normalQuantile(-0.1), normalQuantile(1.1), normalQuantile(Number.NaN)]).toEqual(Array(3).fill(Number.NaN));
  });
});
