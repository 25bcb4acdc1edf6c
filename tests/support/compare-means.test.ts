import { expect, test } from 'vitest';
import { makeRandom } from '../independent/stochastic-course.ts';
import { compareMeans, criticalZ, deviate, erfc } from './compare-means.ts';

/** Runs of several quantities around 4,000, each with a standard deviation of 40, the sum of 48 uniform numbers. */
const runsOf = (seed: number, runs: number, shiftOfLast = 1): number[][] => {
  const random = makeRandom(seed);
  const draw = (): number => {
    let total = 0;
    for (let part = 0; part < 48; part += 1) total += random() - 0.5;
    return 4000 + (40 * total) / 2;
  };
  return Array.from({ length: runs }, () =>
    Array.from({ length: 50 }, (_, index) => draw() * (index === 49 ? shiftOfLast : 1)),
  );
};

test('the complementary error function has its published values', () => {
  for (const [x, published] of [
    [0, 1],
    [0.5, 0.479_500_122_186_953_5],
    [1, 0.157_299_207_050_285_13],
    [2, 0.004_677_734_981_047_266],
    [3, 2.209_049_699_858_544e-5],
    [5, 1.537_459_794_428_035e-12],
  ] as const) {
    expect(Math.abs(erfc(x) / published - 1)).toBeLessThan(1e-12);
  }
});

test('the critical deviate has its published values', () => {
  expect(criticalZ(1, 0.05)).toBeCloseTo(1.959_963_984_540_054, 10);
  expect(criticalZ(1)).toBeCloseTo(4.891_638_475_699, 9);
  expect(criticalZ(1000)).toBeCloseTo(criticalZ(1, 1e-9), 10);
});

test('the deviate of a mean of few runs has the tail of Student t', () => {
  // With nine degrees of freedom: the t and z beyond which lie 0.025 and 0.0005, and two farther out by quadrature.
  const known = { runs: Infinity, mean: 0, variance: 0 };
  for (const [t, z] of [
    [2.262_157, 1.959_964],
    [4.780_913, 3.290_527],
    [15, 5.3048],
    [25, 6.0726],
  ] as const) {
    const given = deviate({ runs: 10, mean: t, variance: 10 }, known);
    expect(given).toBeLessThan(z);
    expect(given).toBeGreaterThan(z * 0.99);
  }
  expect(deviate({ runs: 1e9, mean: 5, variance: 1e9 }, known)).toBeCloseTo(5, 6);
});

test('a shift of 1 % in one of fifty quantities is detected', () => {
  const { worst, critical, at } = compareMeans(runsOf(1, 150), runsOf(2, 150, 1.01));
  expect(worst).toBeGreaterThan(critical);
  expect(at).toMatch(/^quantity 49: mean 4/);
});

test('no shift is accepted, whatever the seed and the number of runs', () => {
  for (let seed = 0; seed < 40; seed += 2) {
    const { worst, critical } = compareMeans(runsOf(seed, 10), runsOf(seed + 1, 30));
    expect(worst).toBeLessThan(critical);
    expect(worst).toBeGreaterThan(0);
  }
});

test('equal constants are equal, different constants and what is no number are infinitely far apart', () => {
  const constant = (value: number): number[][] => [
    [1, value],
    [1, value],
    [1, value * (1 + 1e-15)],
  ];
  expect(compareMeans(constant(3), constant(3 * (1 + 1e-14))).worst).toBe(0);
  expect(compareMeans(constant(0), constant(0)).worst).toBe(0);
  expect(compareMeans(constant(3), constant(4))).toMatchObject({ worst: Infinity, at: /^quantity 1/ });
  expect(compareMeans(constant(0), constant(1e-6)).worst).toBe(Infinity);
  expect(compareMeans(constant(3), constant(Number.NaN)).worst).toBe(Infinity);
});

test('what cannot be compared is refused', () => {
  expect(() => compareMeans([[1]], [[1], [1]])).toThrow('two runs');
  expect(() => compareMeans([[], []], [[], []])).toThrow('two runs');
  expect(() => compareMeans([[1], [1]], [[1], [1, 2]])).toThrow('different lengths');
});
