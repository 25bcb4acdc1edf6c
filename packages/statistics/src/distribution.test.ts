import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { errorOf } from '../support/goodness-of-fit.ts';
import { incompleteBeta } from './beta.ts';
import { quantileOf, type Distribution } from './distribution.ts';
import { normalCdf, normalQuantile } from './normal.ts';

const p = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });
/** low ≤ central ≤ high, with some room between the ends. */
const range = fc
  .tuple(
    fc.integer({ min: -500, max: 500 }),
    fc.integer({ min: 1, max: 400 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([low, width, share]) => ({ low, high: low + width, central: Math.min(low + width, low + width * share) }));

const points = countOf({ test: 40_000, full: 40_000, mutation: 2000 });

/** Mean and standard deviation of a distribution, by the midpoint rule over its quantiles. */
const momentsOf = (distribution: Distribution, central: number): readonly [mean: number, sd: number] => {
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < points; i += 1) {
    const distance = quantileOf(distribution, central, (i + 0.5) / points) - central;
    sum += distance;
    squares += distance * distance;
  }
  return [central + sum / points, Math.sqrt(squares / points - (sum / points) ** 2)];
};

const expectMoments = (
  distribution: Distribution,
  central: number,
  mean: number,
  sd: number,
  tolerance: number,
): void => {
  const moments = momentsOf(distribution, central);
  const wider = (tolerance * 40_000) / points;
  expect(Math.abs(moments[0] - mean)).toBeLessThan(wider);
  expect(Math.abs(moments[1] - sd)).toBeLessThan(wider);
};

describe('quantileOf', () => {
  test('of a fixed figure is the figure', () => {
    expect([0, 0.3, 1].map((at) => quantileOf({ kind: 'fixed' }, 0.07, at))).toEqual([0.07, 0.07, 0.07]);
  });

  test('of a uniform range is the point at that share of it', () => {
    expect([0, 0.25, 0.5, 1].map((at) => quantileOf({ kind: 'uniform', low: 2, high: 6 }, 5, at))).toEqual([
      2, 3, 4, 6,
    ]);
  });

  test('of a triangle by hand', () => {
    const triangle: Distribution = { kind: 'triangular', low: 0, high: 10 };
    // F(x) = x²/(10·4) up to the mode 4, 1 − (10 − x)²/(10·6) beyond.
    expect([0, 0.1, 0.4, 0.85, 1].map((at) => quantileOf(triangle, 4, at))).toEqual([0, 2, 4, 7, 10]);
    expect(quantileOf(triangle, 0, 0.75)).toBe(5);
    expect(quantileOf(triangle, 10, 0.25)).toBe(5);
  });

  test('of a triangle undoes its distribution function', () => {
    fc.assert(
      fc.property(range, p, ({ low, high, central }, at) => {
        const x = quantileOf({ kind: 'triangular', low, high }, central, at);
        const share =
          x <= central
            ? (x - low) ** 2 / ((high - low) * (central - low))
            : 1 - (high - x) ** 2 / ((high - low) * (high - central));
        if (x > low && x < high) expect(share).toBeCloseTo(at, 9);
      }),
    );
  });

  test('of PERT and of a beta range undoes the beta distribution function', () => {
    fc.assert(
      fc.property(range, p, ({ low, high, central }, at) => {
        const width = high - low;
        const pert = quantileOf({ kind: 'pert', low, high }, central, at);
        const a = 1 + (4 * (central - low)) / width;
        expect(incompleteBeta((pert - low) / width, a, 6 - a)).toBeCloseTo(at, 9);
        const mean = (6 * (central - low)) / width;
        if (mean < 0.3 || mean > 5.7) return;
        const beta = quantileOf({ kind: 'beta', low, high }, central, at);
        // Beside a low end that is not zero the quantile has only the digits that its place leaves, so p lies between
        // the distribution function a rounding below and above.
        const rounding = (2 * Number.EPSILON * Math.max(Math.abs(low), Math.abs(high))) / width;
        const share = (beta - low) / width;
        expect(incompleteBeta(Math.max(0, share - rounding), mean, 6 - mean)).toBeLessThanOrEqual(at + 1e-9);
        expect(incompleteBeta(Math.min(1, share + rounding), mean, 6 - mean)).toBeGreaterThanOrEqual(at - 1e-9);
      }),
      { examples: [[{ low: -1, high: 0, central: -0.95 }, 1e-9]] },
    );
  });

  test('has the moments of the textbook', () => {
    expectMoments({ kind: 'uniform', low: 2, high: 6 }, 5, 4, Math.sqrt(16 / 12), 1e-6);
    // (a + b + c) / 3, √((a² + b² + c² − ab − ac − bc) / 18).
    expectMoments({ kind: 'triangular', low: 0, high: 10 }, 4, 14 / 3, Math.sqrt((100 + 16 - 40) / 18), 1e-4);
    // PERT: (a + 4c + b) / 6, √((μ − a)(b − μ) / 7).
    expectMoments({ kind: 'pert', low: 0, high: 10 }, 4, 26 / 6, Math.sqrt(((26 / 6) * (10 - 26 / 6)) / 7), 1e-4);
    // Beta of mean 4 and a + b = 6.
    expectMoments({ kind: 'beta', low: 0, high: 10 }, 4, 4, Math.sqrt((4 * 6) / 7), 1e-4);
    expectMoments({ kind: 'normal', deviation: 3 }, 20, 20, 3, 1e-3);
    expectMoments(
      { kind: 'lognormal', deviation: 0.5 },
      1,
      Math.exp(0.125),
      Math.sqrt(Math.exp(0.25) * Math.expm1(0.25)),
      1e-3,
    );
    // Half a normal distribution: √(2/π), √(1 − 2/π).
    expectMoments(
      { kind: 'truncated-normal', deviation: 1, low: 0 },
      0,
      Math.sqrt(2 / Math.PI),
      Math.sqrt(1 - 2 / Math.PI),
      1e-4,
    );
  });

  test('of a normal and a lognormal figure is its score', () => {
    fc.assert(
      fc.property(p, fc.double({ min: 0.01, max: 2, noNaN: true }), (at, deviation) => {
        const score = normalQuantile(at);
        expect(errorOf(quantileOf({ kind: 'normal', deviation }, 7, at), 7 + deviation * score)).toBeLessThan(1e-13);
        expect(
          errorOf(quantileOf({ kind: 'lognormal', deviation }, 7, at), 7 * Math.exp(deviation * score)),
        ).toBeLessThan(1e-13);
      }),
    );
    expect(quantileOf({ kind: 'normal', deviation: 2 }, 7, 0.5)).toBe(7);
    expect(quantileOf({ kind: 'lognormal', deviation: 2 }, 7, 0.5)).toBe(7);
    expect([0, 1].map((at) => quantileOf({ kind: 'normal', deviation: 2 }, 7, at))).toEqual([-Infinity, Infinity]);
    expect([0, 1].map((at) => quantileOf({ kind: 'lognormal', deviation: 2 }, 7, at))).toEqual([0, Infinity]);
  });

  test('of a cut figure undoes the cut distribution function', () => {
    fc.assert(
      fc.property(range, p, fc.double({ min: 0.2, max: 3, noNaN: true }), ({ low, high, central }, at, share) => {
        const deviation = (high - low) * share;
        const x = quantileOf({ kind: 'truncated-normal', deviation, low, high }, central, at);
        const f = (value: number): number => normalCdf((value - central) / deviation);
        expect((f(x) - f(low)) / (f(high) - f(low))).toBeCloseTo(at, 9);
        expect(quantileOf({ kind: 'normal', deviation, low, high }, central, at)).toBe(x);
      }),
    );
    const cut: Distribution = { kind: 'lognormal', deviation: 0.4, low: 0.5, high: 2 };
    const f = (value: number): number => normalCdf(Math.log(value) / 0.4);
    for (const at of [0.01, 0.3, 0.5, 0.8, 0.99]) {
      expect((f(quantileOf(cut, 1, at)) - f(0.5)) / (f(2) - f(0.5))).toBeCloseTo(at, 13);
    }
    expect([0, 1].map((at) => quantileOf(cut, 1, at))).toEqual([0.5, 2]);
    expect(quantileOf({ kind: 'lognormal', deviation: 1, low: -3 }, 1, 0.5)).toBe(1);
  });

  test('keeps its digits where little is left of a tail', () => {
    // The exponential limit: beyond z the excess over z has the mean 1/z.
    const x = quantileOf({ kind: 'truncated-normal', deviation: 1, low: 20 }, 0, 0.5);
    expect(normalCdf(-x) / normalCdf(-20)).toBeCloseTo(0.5, 11);
    const y = quantileOf({ kind: 'truncated-normal', deviation: 1, high: -20 }, 0, 0.5);
    expect(y).toBe(-x);
  });

  test('without width is the figure, to the bit', () => {
    const fixed: readonly Distribution[] = [
      { kind: 'uniform', low: 0.3, high: 0.3 },
      { kind: 'triangular', low: 0.3, high: 0.3 },
      { kind: 'pert', low: 0.3, high: 0.3 },
      { kind: 'beta', low: 0.3, high: 0.3 },
      { kind: 'normal', deviation: 0 },
      { kind: 'truncated-normal', deviation: 0, low: 0, high: 1 },
      { kind: 'truncated-normal', deviation: 1, low: 0.3, high: 0.3 },
      { kind: 'lognormal', deviation: 0 },
      { kind: 'fixed' },
    ];
    for (const point of fixed) for (const at of [0, 0.2, 0.5, 1]) expect(quantileOf(point, 0.3, at)).toBe(0.3);
    for (const end of [1, 3]) expect(quantileOf({ kind: 'beta', low: 1, high: 3 }, end, 0.4)).toBe(end);
  });

  test('stays in its range and never falls as p rises', () => {
    const kinds = ['uniform', 'triangular', 'pert', 'beta', 'normal', 'truncated-normal'] as const;
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(range, fc.constantFrom(...kinds), share, share, ({ low, high, central }, kind, one, two) => {
        const distribution: Distribution =
          kind === 'normal' || kind === 'truncated-normal'
            ? { kind, deviation: (high - low) / 4, low, high }
            : { kind, low, high };
        const x = quantileOf(distribution, central, Math.min(one, two));
        const y = quantileOf(distribution, central, Math.max(one, two));
        expect(x).toBeGreaterThanOrEqual(low);
        expect(y).toBeLessThanOrEqual(high);
        expect(y - x).toBeGreaterThanOrEqual(-1e-12 * (high - low));
      }),
    );
  });
});
