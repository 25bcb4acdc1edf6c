import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../../tests/support/counts.ts';
import { intervalMethods } from './interval-method.ts';
import { readPrinted, roundsTo, type PrintedNumber } from './printed.ts';
import {
  largestTrials,
  mostMatches,
  nearestCounts,
  recoverCounts,
  unitsOff,
  type PrintedProportion,
} from './recover.ts';

const number = (text: string): PrintedNumber => {
  const read = readPrinted(text, 'a test');
  if (!read.ok) throw new Error(`${text} was refused`);
  return read.value;
};

const percent = (estimate: string, lower: string, upper: string, level = 0.95): PrintedProportion => ({
  estimate: number(estimate),
  lower: number(lower),
  upper: number(upper),
  level,
  scale: 100,
});

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** Prints counts as a study would, each number rounded half up to its decimals. */
const printOf = (
  method: (typeof intervalMethods)[number],
  k: number,
  n: number,
  [scale, first, second]: readonly [scale: number, estimate: number, bounds: number],
): PrintedProportion => {
  const { lower, upper } = method.interval(k, n, 0.95);
  const print = (value: number, decimals: number): PrintedNumber => {
    // Half up by way of twelve digits, so that 12.5 kept as 12.499999999999998 still counts as a tie.
    const units = Math.floor(Number((value * scale * 10 ** decimals).toPrecision(12)) + 0.5);
    return number((units / 10 ** decimals).toFixed(decimals));
  };
  return {
    estimate: print(k / n, first),
    lower: print(clamp(lower), second),
    upper: print(clamp(upper), second),
    level: 0.95,
    scale,
  };
};

const forms = [
  [100, 0, 0],
  [100, 1, 1],
  [100, 0, 1],
  [1, 2, 3],
] as const;

describe('counts are found again', () => {
  const most = countOf({ test: 16, full: 60, mutation: 10 });
  test.each(intervalMethods)(`every k of n up to ${most}, in four ways to print it, by $name`, (method) => {
    const lost: string[] = [];
    for (const form of forms) {
      for (let n = 1; n <= most; n += 1) {
        for (let k = 0; k <= n; k += 1) {
          const printed = printOf(method, k, n, form);
          const found = recoverCounts(printed, { trials: [1, most + 10], methods: [method.id] });
          if (!found.some(({ successes, trials }) => successes === k && trials === n))
            lost.push(`${k} of ${n}, ${form.join()}`);
        }
      }
    }
    expect(lost).toEqual([]);
  });
  test('large counts, by any method, where the trials are not known', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...intervalMethods),
        fc.integer({ min: 50, max: 3_000 }),
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        (method, n, share) => {
          const k = Math.round(share * n);
          const found = recoverCounts(printOf(method, k, n, [100, 2, 2]), { trials: [1, 3_200], methods: [method.id] });
          expect(found).toContainEqual({ successes: k, trials: n, method: method.id });
        },
      ),
      { numRuns: countOf({ test: 40, full: 1_000, mutation: 10 }), seed: 7 },
    );
  });
});

test('no interval of any method is wider than the bound on trials takes it to be', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...intervalMethods),
      fc.integer({ min: 1, max: 5_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.constantFrom(0.8, 0.9, 0.95, 0.99),
      (method, n, share, level) => {
        const k = Math.round(share * n);
        const { lower, upper } = method.interval(k, n, level);
        const text = (value: number): PrintedNumber => number(clamp(value).toFixed(9));
        const printed = { estimate: text(k / n), lower: text(lower), upper: text(upper), level, scale: 1 };
        expect(largestTrials(printed)).toBeGreaterThanOrEqual(n);
      },
    ),
    { numRuns: countOf({ test: 500, full: 20_000, mutation: 100 }), seed: 5 },
  );
});

test('nothing is found that does not round to what is printed, and nothing is left out that does', () => {
  const round = (value: number, printed: PrintedNumber): boolean =>
    roundsTo(value, printed) || roundsTo(clamp(value / 100) * 100, printed);
  fc.assert(
    fc.property(
      fc.constantFrom(...intervalMethods),
      fc.integer({ min: 5, max: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: -2, max: 2 }),
      (method, n, share, shift) => {
        const printed = printOf(method, Math.round(share * n), n, [100, 1, 1]);
        const upper = number(Math.max(0, (printed.upper?.value ?? 0) + shift / 10).toFixed(1));
        const altered = { ...printed, upper };
        const expected: { successes: number; trials: number }[] = [];
        for (let trials = 1; trials <= 80; trials += 1) {
          for (let successes = 0; successes <= trials; successes += 1) {
            if (Math.abs((successes / trials) * 100 - altered.estimate.value) > 0.05 + 1e-9) continue;
            const interval = method.interval(successes, trials, 0.95);
            if (round(interval.lower * 100, altered.lower ?? upper) && round(interval.upper * 100, upper))
              expected.push({ successes, trials });
          }
        }
        const found = recoverCounts(altered, { trials: [1, 80], methods: [method.id] });
        const ties = expected.filter(({ successes, trials }) => (successes * 2_000) % trials === 0);
        const without = (all: readonly { successes: number; trials: number }[]): readonly string[] =>
          all.map(({ successes, trials }) => `${successes}/${trials}`);
        // Ties of the estimate are decided exactly elsewhere; all others must agree one for one.
        const tied = new Set(without(ties));
        expect(without(found).filter((one) => !tied.has(one))).toEqual(
          without(expected).filter((one) => !tied.has(one)),
        );
      },
    ),
    { numRuns: countOf({ test: 20, full: 2_000, mutation: 10 }), seed: 11 },
  );
});

// By an independent search with SciPy's beta distribution over every k of n up to 1,500.
describe('published intervals of triage software', () => {
  const all = { trials: [1, 1_500] } as const;
  const exact = { ...all, methods: ['clopper-pearson'] } as const;
  test.each([
    [['88.5', '80.4', '94.1'], [[85, 96]]],
    [['89.5', '84.0', '93.7'], [[154, 172]]],
    [
      ['92.1', '87.5', '95.4'],
      [
        [186, 202],
        [187, 203],
      ],
    ],
    [['92.6', '89.0', '95.4'], [[264, 285]]],
    [['91.3', '83.6', '96.2'], [[84, 92]]],
    [['85.6', '80.6', '89.7'], [[214, 250]]],
    [['94.39', '90.41', '97.07'], [[202, 214]]],
    [['98.08', '93.23', '99.77'], [[102, 104]]],
    [['93.14', '88.75', '96.20'], [[190, 204]]],
    [['94.39', '91.04', '96.67'], []],
    [['91.0', '81.5', '96.7'], []],
  ] as const)('%j by Clopper–Pearson', ([estimate, lower, upper], counts) => {
    const found = recoverCounts(percent(estimate, lower, upper), exact);
    expect(found.map(({ successes, trials }) => [successes, trials])).toEqual(counts);
  });
  test('by other methods', () => {
    expect(recoverCounts(percent('92.1', '87.5', '95.4'), all).slice(2)).toEqual([
      { successes: 164, trials: 178, method: 'jeffreys' },
    ]);
    expect(recoverCounts(percent('94.39', '91.04', '96.67'), all)).toEqual([]);
  });
  test('one unit off, and the nearest', () => {
    const off = percent('91.0', '81.5', '96.7');
    expect(recoverCounts(off, { ...all, slack: 1 })).toEqual([
      { successes: 61, trials: 67, method: 'clopper-pearson' },
    ]);
    const wrong = percent('94.39', '91.04', '96.67');
    expect(nearestCounts(wrong, { trials: [285, 285] })).toEqual({
      successes: 269,
      trials: 285,
      method: 'clopper-pearson',
    });
    expect(unitsOff(wrong, { successes: 269, trials: 285, method: 'clopper-pearson' })).toBeCloseTo(8.74, 2);
  });
});

describe('without bounds, and with stated successes', () => {
  const alone: PrintedProportion = { estimate: number('31.25'), level: 0.95, scale: 100 };
  test('every share that rounds is found, and the nearest where none does', () => {
    expect(recoverCounts(alone, { trials: [1, 33] })).toEqual([
      { successes: 5, trials: 16 },
      { successes: 10, trials: 32 },
    ]);
    expect(recoverCounts(alone, { trials: [120, 120] })).toEqual([]);
    expect(nearestCounts(alone, { trials: [120, 120] })).toEqual({ successes: 38, trials: 120 });
    expect(nearestCounts(alone, { trials: [120, 127], successes: 40 })).toEqual({ successes: 40, trials: 127 });
    expect(nearestCounts(alone, { trials: [10, 12], successes: 40 })).toBeUndefined();
  });
  test('stated successes are kept', () => {
    const printed = percent('92.6', '89.0', '95.4');
    expect(recoverCounts(printed, { trials: [1, 400], successes: 264 })).toEqual([
      { successes: 264, trials: 285, method: 'clopper-pearson' },
    ]);
    expect(recoverCounts(printed, { trials: [1, 400], successes: 263 })).toEqual([]);
    expect(nearestCounts(printed, { trials: [285, 285], successes: 263 })?.successes).toBe(263);
  });
  test('a figure that ever so many counts give ends the search of a method', () => {
    const found = recoverCounts(percent('50', '45', '55'), { trials: [1, 10_000], methods: ['wilson'] });
    expect(found.length).toBeGreaterThan(0);
    expect(recoverCounts({ ...alone, estimate: number('50') }, { trials: [1, 10_000] }).length).toBeGreaterThanOrEqual(
      mostMatches,
    );
  });
});
