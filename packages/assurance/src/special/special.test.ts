import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { betaQuantile, betaTails } from './beta.ts';
import {
  chiSquareQuantile,
  chiSquareTails,
  fisherQuantile,
  fisherTails,
  nonCentralFisherUpper,
  nonCentralStudent,
  studentQuantile,
  studentTwoSided,
  studentUpper,
} from './distributions.ts';
import { gammaQuantile, gammaTails } from './gamma.ts';

const errorOf = (found: number, expected: number): number => Math.abs(found - expected) / Math.abs(expected);

// Reference values by arithmetic of 50 digits (mpmath 1.3), at the doubles that the arguments are.
const betas = [
  [0.1, 2, 3, 0.0523, 0.9477],
  [0.02, 5, 1, 3.2000000000000003e-9, 0.9999999968],
  [1e-8, 1.2, 4.8, 1.5336797658635301e-9, 0.99999999846632023],
  [0.3, 0.01, 5.99, 0.99948075372934842, 0.0005192462706515819],
  [0.4, 7.5, 0.1, 2.6211562605578068e-5, 0.99997378843739442],
  [0.25, 20, 70, 0.74587263427983554, 0.25412736572016446],
  [0.52, 5000, 5000, 0.99996852908367969, 3.1470916320309822e-5],
  [0.48, 5000, 5000, 3.1470916320309822e-5, 0.99996852908367969],
  [1e-5, 3, 99998, 0.080300477364360647, 0.91969952263563935],
  [0.1234, 123456, 876545, 0.43285221380148432, 0.56714778619851568],
  [0.999, 900000, 1000, 0.99938416497578776, 0.00061583502421223956],
  [0.5, 0.5, 400, 1, 1.5425393146267237e-122],
] as const;
const betaQuantiles = [
  [0.5, 1, 5, 0.12944943670387586],
  [0.025, 3, 99998, 6.1867639589220313e-6],
  [0.975, 4, 99997, 8.7670202566362004e-5],
  [0.025, 123456, 876545, 0.12281184162962973],
  [0.975, 81, 182, 0.36499905246348545],
  [1e-10, 2, 4, 3.1622876602237196e-6],
  [0.025, 0.5, 0.5, 0.0015413331334360121],
  [0.001, 900000, 1000, 0.99877856019344283],
] as const;
const gammas = [
  [0.5, 0.5, 0.6826894921370859, 0.3173105078629141],
  [3, 2.5, 0.6937810815867216, 0.3062189184132784],
  [1e-6, 0.3, 0.017659549590193667, 0.98234045040980633],
  [40, 10, 0.99999999607406777, 3.9259322262861882e-9],
  [95, 100, 0.3173568111698, 0.6826431888302],
  [130, 100, 0.99724959163269347, 0.0027504083673065263],
  [1e6, 1e6, 0.50013298076087259, 0.49986701923912741],
  [1.003e6, 1e6, 0.99863825935378241, 0.0013617406462175915],
  [700, 0.7, 1, 1.0637858974850586e-305],
] as const;
const students = [
  [1, 1, 0.25],
  [2.228138851964939, 10, 0.025000000000904316],
  [0.001, 3, 0.49963244748473047],
  [40, 4, 1.1670081613006343e-6],
  [1.96, 1e6, 0.024998033792634895],
  [1.5, 2e4, 0.066815093668842497],
  [12, 5e4, 1.97298894585513e-33],
  [0.3, 1e6, 0.3820886089894971],
  [5.5, 1e6, 1.8994190569090243e-8],
  [2, 123456.5, 0.022751225272026834],
  [3.5, 29.5, 0.0007500562403292827],
  [0.5, 0.7, 0.36520084334116501],
] as const;
const studentQuantiles = [
  [0.975, 1, 12.706204736174693],
  [0.975, 15, 2.1314495455597752],
  [0.95, 29.5, 1.6981776388380054],
  [0.51, 7, 0.02597794156951689],
  [0.975, 250000, 1.9599734736701352],
] as const;

describe('beta', () => {
  test.each(betas)('tails at %d of %d and %d', (x, a, b, lower, upper) => {
    const found = betaTails(x, a, b);
    expect(errorOf(found[0], lower)).toBeLessThan(1e-12);
    expect(errorOf(found[1], upper)).toBeLessThan(1e-12);
  });
  test.each(betaQuantiles)('quantile at %d of %d and %d', (p, a, b, x) => {
    expect(errorOf(betaQuantile(p, a, b), x)).toBeLessThan(1e-12);
  });
  test('the quantile inverts the distribution', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        fc.double({ min: 0.2, max: 1e4, noNaN: true }),
        fc.double({ min: 0.2, max: 1e4, noNaN: true }),
        (p, a, b) => {
          const x = betaQuantile(p, a, b);
          // Where x is near 1 its own rounding moves p.
          fc.pre(x < 0.999);
          expect(errorOf(betaTails(x, a, b)[0], p)).toBeLessThan(1e-10);
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });
  test('has no value beyond its range and ends at its ends', () => {
    expect(betaTails(0.5, 0, 1)).toEqual([Number.NaN, Number.NaN]);
    expect(betaQuantile(0.5, 1, -1)).toBeNaN();
    expect([betaTails(0, 2, 2), betaTails(1, 2, 2)]).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect([betaQuantile(0, 2, 2), betaQuantile(1, 2, 2)]).toEqual([0, 1]);
  });
});

describe('gamma', () => {
  test.each(gammas)('tails at %d of %d', (x, a, lower, upper) => {
    const found = gammaTails(x, a);
    expect(errorOf(found[0], lower)).toBeLessThan(1e-12);
    expect(errorOf(found[1], upper)).toBeLessThan(1e-12);
  });
  test('the quantile inverts the distribution', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        fc.double({ min: 0.2, max: 1e5, noNaN: true }),
        (p, a) => {
          expect(errorOf(gammaTails(gammaQuantile(p, a), a)[0], p)).toBeLessThan(1e-9);
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });
  test('ends at its ends', () => {
    expect([gammaQuantile(0, 2), gammaQuantile(1, 2), gammaTails(Infinity, 2)[1]]).toEqual([0, Infinity, 0]);
    expect(gammaTails(1, 0)[0]).toBeNaN();
  });
});

describe('distributions', () => {
  test.each(students)('P(T > %d) with %d degrees of freedom', (t, degrees, upper) => {
    expect(errorOf(studentUpper(t, degrees), upper)).toBeLessThan(1e-12);
    expect(Math.abs(studentUpper(-t, degrees) - (1 - upper))).toBeLessThan(1e-14);
    expect(studentTwoSided(-t, degrees)).toBe(2 * studentUpper(t, degrees));
  });
  test.each(studentQuantiles)('t at %d with %d degrees of freedom', (p, degrees, t) => {
    expect(errorOf(studentQuantile(p, degrees), t)).toBeLessThan(1e-12);
    expect(errorOf(studentQuantile(1 - p, degrees), -t)).toBeLessThan(1e-12);
  });
  test('t of endless degrees is normal', () => {
    expect(studentQuantile(0.975, Infinity)).toBeCloseTo(1.959963984540054, 14);
    expect(studentUpper(1.959963984540054, Infinity)).toBeCloseTo(0.025, 14);
    expect(studentQuantile(0.5, 3)).toBe(0);
  });
  test('χ² of two degrees is exponential', () => {
    expect(errorOf(chiSquareQuantile(0.95, 2), -2 * Math.log(1 - 0.95))).toBeLessThan(1e-14);
    expect(errorOf(chiSquareTails(3, 2)[1], Math.exp(-1.5))).toBeLessThan(1e-14);
  });
  test.each([
    [0.95, 1, 3.8414588206941245],
    [0.05, 10, 3.9402991361190601],
    [0.975, 100, 129.56119718583658],
  ] as const)('χ² at %d with %d degrees of freedom', (p, degrees, x) => {
    expect(errorOf(chiSquareQuantile(p, degrees), x)).toBeLessThan(1e-12);
  });
  test('F of one and n degrees is t squared', () => {
    expect(errorOf(fisherQuantile(0.95, 1, 15), studentQuantile(0.975, 15) ** 2)).toBeLessThan(1e-12);
    expect(errorOf(fisherTails(4, 1, 9)[1], studentTwoSided(2, 9))).toBeLessThan(1e-12);
    expect(errorOf(fisherQuantile(0.9, 3, Infinity), chiSquareQuantile(0.9, 3) / 3)).toBeLessThan(1e-14);
  });
  // scipy 1.17 (Boost).
  test.each([
    [2, 10, 1, 0.8076115625303752],
    [-1, 5, 0.5, 0.08244409105672337],
    [3, 20, 4, 0.173991399810736],
    [12, 30, 10, 0.8494793222050965],
    [0, 8, 1.5, 0.06680720126885809],
    // mpmath 1.3, by quadrature.
    [24, 82, 22.9, 0.68328235084715919],
    [101, 2500, 98, 0.95704290046222],
    [150, 400, 160, 0.031635291040929025],
  ] as const)('non-central t at %d', (t, degrees, shift, lower) => {
    expect(Math.abs(nonCentralStudent(t, degrees, shift) - lower)).toBeLessThan(1e-12);
  });
  test.each([
    [4, 1, 20, 5, 0.5985766198013912],
    [3, 2, 12, 30, 0.9977915539424868],
  ] as const)('non-central F at %d', (f, numerator, denominator, shift, upper) => {
    expect(Math.abs(nonCentralFisherUpper(f, numerator, denominator, shift) - upper)).toBeLessThan(1e-12);
  });
  test.each([
    [3.5, 2, 10, 0.92957037222762574, 0.07042962777237426],
    [0.2, 5, 7, 0.047583549778572522, 0.95241645022142748],
    [50, 1, 4, 0.99788935415490873, 0.0021106458450912712],
  ] as const)('F at %d', (f, numerator, denominator, lower, upper) => {
    const found = fisherTails(f, numerator, denominator);
    expect(errorOf(found[0], lower)).toBeLessThan(1e-12);
    expect(errorOf(found[1], upper)).toBeLessThan(1e-12);
  });
  test('without shift the non-central ones are the central ones', () => {
    expect(errorOf(1 - nonCentralStudent(1.3, 7, 0), studentUpper(1.3, 7))).toBeLessThan(1e-12);
    expect(errorOf(nonCentralFisherUpper(2.5, 3, 40, 0), fisherTails(2.5, 3, 40)[1])).toBeLessThan(1e-14);
  });
  test('non-central t squared is non-central F', () => {
    const both = 1 - nonCentralStudent(2, 12, 1.5) + nonCentralStudent(-2, 12, 1.5);
    expect(Math.abs(nonCentralFisherUpper(4, 1, 12, 2.25) - both)).toBeLessThan(1e-12);
  });
});
