import { expect, describe, test } from 'vitest';
import { countOf } from '../../../../tests/support/counts.ts';
import { rankCorrelation } from './rank-correlation.ts';
import { sobolDesign, sobolIndices, type SobolIndices } from './sobol-indices.ts';
import { sobolSequence } from './sobol-sequence.ts';

const points = countOf({ test: 2 ** 11, full: 2 ** 14, mutation: 2 ** 9 });
const full = points === 2 ** 14;
const seeds = countOf({ test: 2, full: 5, mutation: 1 });

type Evaluated = (u: Float64Array) => number;
const study = (inputs: number, f: Evaluated, seed: number, count = points): SobolIndices => {
  const design = sobolDesign(inputs, count, seed);
  const values = Float64Array.from({ length: design.runs }, (_, run) => f(design.at(run)));
  return sobolIndices(design, values, { resamples: 200, level: 0.99, seed });
};

/** T. Ishigami, T. Homma (1990), with the usual a = 7 and b = 0.1; inputs uniform on (−π, π). */
const ishigami: Evaluated = (u) => {
  const [x = 0, y = 0, z = 0] = u.map((one) => Math.PI * (2 * one - 1));
  return Math.sin(x) + 7 * Math.sin(y) ** 2 + 0.1 * z ** 4 * Math.sin(x);
};
const ishigamiClosed = (() => {
  const [v1, v2] = [0.5 * (1 + (0.1 * Math.PI ** 4) / 5) ** 2, 7 ** 2 / 8];
  const v13 = 0.1 ** 2 * Math.PI ** 8 * (1 / 18 - 1 / 50);
  const variance = v1 + v2 + v13;
  return {
    variance,
    first: [v1 / variance, v2 / variance, 0],
    total: [(v1 + v13) / variance, v2 / variance, v13 / variance],
  };
})();

/** Sobol's g-function: the product of (|4u − 2| + a) / (1 + a). */
const weights = [0, 1, 4.5, 9, 99, 99, 99, 99];
const gFunction: Evaluated = (u) =>
  weights.reduce((product, a, input) => (product * (Math.abs(4 * (u[input] ?? 0) - 2) + a)) / (1 + a), 1);
const gClosed = (() => {
  const parts = weights.map((a) => 1 / (3 * (1 + a) ** 2));
  const whole = parts.reduce((product, part) => product * (1 + part), 1);
  const variance = whole - 1;
  return {
    variance,
    first: parts.map((part) => part / variance),
    total: parts.map((part) => ((whole / (1 + part)) * part) / variance),
  };
})();

describe.each([
  ['Ishigami', 3, ishigami, ishigamiClosed],
  ['the g-function', 8, gFunction, gClosed],
] as const)('the indices of %s', (_name, inputs, f, closed) => {
  test.each(Array.from({ length: seeds }, (_, index) => index + 1))('are those of the closed form, seed %d', (seed) => {
    const found = study(inputs, f, seed);
    const tolerance = full ? 0.01 : 0.04;
    for (const kind of ['first', 'total'] as const) {
      found[kind].forEach(({ value, low, high }, input) => {
        const exact = closed[kind][input] ?? 0;
        expect(Math.abs(value - exact), `${kind} ${input}: ${value} for ${exact}`).toBeLessThan(tolerance);
        expect(low, `${kind} ${input}`).toBeLessThanOrEqual(exact + 1e-12);
        expect(high, `${kind} ${input}`).toBeGreaterThanOrEqual(exact - 1e-12);
      });
    }
    expect(Math.abs(found.variance / closed.variance - 1)).toBeLessThan(tolerance);
  });
});

describe('indices', () => {
  test('of a sum are the shares of its parts, first and total alike', () => {
    const { first, total } = study(3, (u) => (u[0] ?? 0) + 2 * (u[1] ?? 0), 3);
    [0.2, 0.8, 0].forEach((share, input) => {
      expect(first[input]?.value).toBeCloseTo(share, 2);
      expect(total[input]?.value).toBeCloseTo(share, 2);
    });
    expect(total[2]).toEqual({ value: 0, low: 0, high: 0 });
  });
  test('of a pure interaction are all in the totals', () => {
    const { first, total } = study(2, (u) => ((u[0] ?? 0) - 0.5) * ((u[1] ?? 0) - 0.5), 4);
    for (const one of first) expect(Math.abs(one.value)).toBeLessThan(0.02);
    for (const one of total) expect(one.value).toBeCloseTo(1, 1);
  });
  test('of what never varies are 0', () => {
    const { variance, first, total } = study(2, () => 7, 1, 16);
    expect(variance).toBe(0);
    for (const one of [...first, ...total]) expect(one).toEqual({ value: 0, low: 0, high: 0 });
  });
  test('do not depend on the unit or the origin of the result', () => {
    const plain = study(3, ishigami, 5, 256);
    const moved = study(3, (u) => 1000 + 60 * ishigami(u), 5, 256);
    plain.total.forEach(({ value }, input) => expect(moved.total[input]?.value).toBeCloseTo(value, 9));
    plain.first.forEach(({ value }, input) => expect(moved.first[input]?.value).toBeCloseTo(value, 9));
  });
  test('are the same for the same seed and refuse another number of results', () => {
    expect(study(3, ishigami, 6, 64)).toEqual(study(3, ishigami, 6, 64));
    expect(() =>
      sobolIndices(sobolDesign(2, 8, 1), new Float64Array(3), { resamples: 0, level: 0.9, seed: 1 }),
    ).toThrow('sobolIndices: 3 results; expected 32');
  });
});

describe('the design', () => {
  test('takes one input of A from B at a time', () => {
    const design = sobolDesign(3, 8, 1);
    for (let row = 0; row < 8; row += 1) {
      const [a, b] = [design.at(row), design.at(8 + row)];
      for (let input = 0; input < 3; input += 1)
        expect(design.at((input + 2) * 8 + row)).toEqual(a.map((one, at) => (at === input ? (b[at] ?? 0) : one)));
    }
  });
});

describe('the Sobol sequence', () => {
  // The last ones take the search for direction numbers through all before them, which mutants are too many for.
  const dimensionsTried = [1, 2, 8, 40, 100, 161].slice(0, countOf({ test: 6, full: 6, mutation: 4 }));
  test.each(dimensionsTried)('dimension %d holds one point in each stratum', (dimensions) => {
    const pointAt = sobolSequence(dimensions, 9);
    for (const count of [2, 16, 256]) {
      for (const block of [0, 1]) {
        const strata = new Set(
          Array.from({ length: count }, (_, point) =>
            Math.floor((pointAt(block * count + point)[dimensions - 1] ?? 0) * count),
          ),
        );
        expect(strata.size).toBe(count);
      }
    }
  });
  test('the first two dimensions hold one point in every elementary box', () => {
    const pointAt = sobolSequence(2, 3);
    const all = Array.from({ length: 64 }, (_, point) => pointAt(point));
    for (let columns = 1; columns <= 64; columns *= 2) {
      const rows = 64 / columns;
      const boxes = new Set(all.map(([x = 0, y = 0]) => `${Math.floor(x * columns)},${Math.floor(y * rows)}`));
      expect(boxes.size).toBe(64);
    }
  });
  test('leaves pairs of its first 40 dimensions far less correlated than a Latin hypercube does', () => {
    const pointAt = sobolSequence(40, 1);
    const points512 = Array.from({ length: 512 }, (_, point) => pointAt(point));
    const columns = points512[0]?.length ?? 0;
    let squares = 0;
    for (let left = 0; left < columns; left += 1)
      for (let right = 0; right < left; right += 1) {
        const r = rankCorrelation(
          points512.map((one) => one[left] ?? 0),
          points512.map((one) => one[right] ?? 0),
        );
        expect(Math.abs(r), `${left} and ${right}`).toBeLessThan(0.25);
        squares += r * r;
      }
    // Independent columns would have 1/√511.
    expect(Math.sqrt(squares / 780)).toBeLessThan(0.5 / Math.sqrt(511));
  });
  test('has a fixed number of dimensions', () => {
    expect(() => sobolSequence(10_000, 1)).toThrow(/10000 dimensions; expected at most \d+/);
  });
});
