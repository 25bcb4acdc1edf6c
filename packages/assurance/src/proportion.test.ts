import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clopperPearson, wilson, type Interval } from './proportion.ts';

const errorOf = (found: number, expected: number): number => Math.abs(found - expected) / Math.abs(expected);

// Clopper–Pearson and Wilson bounds by arithmetic of 50 digits (mpmath 1.3).
const references = [
  [1, 10, 0.95, 0.0025285785444617868, 0.44501611702819536, 0.017876213095072909, 0.40415002679523843],
  [81, 263, 0.95, 0.25273674558527117, 0.36762192260135135, 0.25528851987827424, 0.36620957698280006],
  [9, 10, 0.9, 0.6058366975634952, 0.9948838031081763, 0.6522813326641415, 0.97736509126913281],
  [250, 1000, 0.99, 0.21549682324153835, 0.28692213444023588, 0.21645462945665606, 0.28684095299504736],
  [3, 100000, 0.95, 6.1867639589220333e-6, 8.7670202566362004e-5, 1.0202758544517341e-5, 8.8208049251767297e-5],
  [99990, 100000, 0.95, 0.99981610415462335, 0.99995204510486099, 0.99981591530454911, 0.99994567926549037],
] as const;

/** The share of outcomes of a binomial whose interval holds the true share, by exact enumeration. */
const coverageOf = (trials: number, share: number, intervals: readonly Interval[]): number => {
  // From the likelier end, so that the first mass does not vanish.
  if (share > 0.5) {
    const mirrored = intervals.map(({ lower, upper }) => ({ lower: 1 - upper, upper: 1 - lower }));
    return coverageOf(trials, 1 - share, mirrored.toReversed());
  }
  let mass = (1 - share) ** trials;
  let covered = 0;
  for (let k = 0; k <= trials; k += 1) {
    const { lower, upper } = intervals[k] ?? { lower: 1, upper: 0 };
    if (share >= lower && share <= upper) covered += mass;
    mass *= ((trials - k) / (k + 1)) * (share / (1 - share));
  }
  return covered;
};

describe('intervals of a proportion', () => {
  test.each(references)('%d of %d at %d', (k, n, level, lower, upper, low, high) => {
    const exact = clopperPearson(k, n, level);
    expect(errorOf(exact.lower, lower)).toBeLessThan(1e-12);
    expect(errorOf(exact.upper, upper)).toBeLessThan(1e-12);
    const score = wilson(k, n, level);
    expect(errorOf(score.lower, low)).toBeLessThan(1e-14);
    expect(errorOf(score.upper, high)).toBeLessThan(1e-14);
  });

  test('none or all of n has a closed form', () => {
    for (const n of [1, 5, 10, 300]) {
      const root = 1 - 0.025 ** (1 / n);
      expect(clopperPearson(0, n).lower).toBe(0);
      expect(errorOf(clopperPearson(0, n).upper, root)).toBeLessThan(1e-12);
      expect(errorOf(clopperPearson(n, n).lower, 1 - root)).toBeLessThan(1e-12);
      expect(clopperPearson(n, n).upper).toBe(1);
      expect(wilson(0, n).lower).toBe(0);
      expect(wilson(n, n).upper).toBe(1);
    }
    expect([clopperPearson(0, 0), wilson(0, 0)]).toEqual([
      { lower: 0, upper: 1 },
      { lower: 0, upper: 1 },
    ]);
  });

  test('turning successes into failures turns the interval over', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, share) => {
        const k = Math.round(share * n);
        for (const method of [clopperPearson, wilson]) {
          const one = method(k, n);
          const other = method(n - k, n);
          expect(one.lower).toBeCloseTo(1 - other.upper, 13);
          expect(one.upper).toBeCloseTo(1 - other.lower, 13);
          expect(one.lower).toBeLessThanOrEqual(k / n);
          expect(one.upper).toBeGreaterThanOrEqual(k / n);
        }
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  test('coverage by exact enumeration: Clopper–Pearson never under nominal, Wilson as tabulated', () => {
    const table: Record<string, { least: string; mean: string }> = {};
    for (const trials of [5, 10, 20, 50, 100]) {
      for (const level of [0.9, 0.95, 0.99]) {
        const outcomes = Array.from({ length: trials + 1 }, (_, k) => k);
        const exact = outcomes.map((k) => clopperPearson(k, trials, level));
        const score = outcomes.map((k) => wilson(k, trials, level));
        // Coverage is least just beside an end of an interval.
        const beside = exact.flatMap(({ lower, upper }) => [lower - 1e-9, lower + 1e-9, upper - 1e-9, upper + 1e-9]);
        const shares = [...beside, ...Array.from({ length: 499 }, (_, i) => (i + 1) / 500)];
        for (const share of shares.filter((one) => one > 0 && one < 1))
          expect(coverageOf(trials, share, exact)).toBeGreaterThanOrEqual(level - 1e-12);
        const covered = Array.from({ length: 499 }, (_, i) => coverageOf(trials, (i + 1) / 500, score));
        table[`${trials} trials at ${level}`] = {
          least: Math.min(...covered).toFixed(3),
          mean: (covered.reduce((sum, one) => sum + one, 0) / covered.length).toFixed(3),
        };
      }
    }
    expect(table).toMatchSnapshot();
  });

  test.each([
    [-1, 10, 0.95],
    [11, 10, 0.95],
    [1.5, 10, 0.95],
    [1, 10.5, 0.95],
    [1, 10, 0],
    [1, 10, 1],
    [1, 10, Number.NaN],
  ])('refuses %d of %d at %d', (k, n, level) => {
    expect(() => clopperPearson(k, n, level)).toThrow(RangeError);
    expect(() => wilson(k, n, level)).toThrow(RangeError);
  });
});
