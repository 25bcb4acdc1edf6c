import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { chiSquareOfDraws, chiSquareOfEqual, rejected, scoreTail } from '../support/goodness-of-fit.ts';
import { bitsAt, streamOf, uniformAt, type Stream } from './stream.ts';

const draws = countOf({ test: 2 ** 17, full: 2 ** 24, mutation: 2 ** 12 });

/** What a sequence of uniform words is put to; `at` gives the i-th. */
const judge = (name: string, at: (i: number) => number, checks: Map<string, number>): void => {
  const high = new Float64Array(256);
  const low = new Float64Array(256);
  const pairs = new Float64Array(256);
  const triples = new Float64Array(512);
  const lags = [1, 2, 7];
  const products = lags.map(() => 0);
  let runs = 1;
  let above = 0;
  let gap = 0;
  const gaps: number[] = [];
  let last = 0;
  let beforeLast = 0;
  const recent = new Float64Array(8);
  for (let i = 0; i < draws; i += 1) {
    const bits = at(i);
    high[bits >>> 24] = (high[bits >>> 24] ?? 0) + 1;
    low[bits & 0xff] = (low[bits & 0xff] ?? 0) + 1;
    // Pairs and triples that do not overlap, whose counts are independent.
    if (i % 2 === 1) {
      const cell = ((last >>> 28) << 4) | (bits >>> 28);
      pairs[cell] = (pairs[cell] ?? 0) + 1;
    }
    if (i % 3 === 2) {
      const cell = ((beforeLast >>> 29) << 6) | ((last >>> 29) << 3) | (bits >>> 29);
      triples[cell] = (triples[cell] ?? 0) + 1;
    }
    const centred = bits / 2 ** 32 - 0.5;
    lags.forEach((lag, at2) => {
      if (i >= lag) products[at2] = (products[at2] ?? 0) + centred * (recent[(i - lag) % 8] ?? 0);
    });
    recent[i % 8] = centred;
    const isAbove = bits >>> 31;
    above += isAbove;
    if (i > 0 && isAbove !== last >>> 31) runs += 1;
    gap += 1;
    if (bits < 2 ** 29) {
      gaps.push(gap);
      gap = 0;
    }
    beforeLast = last;
    last = bits;
  }
  checks.set(`${name}, high byte`, chiSquareOfEqual(high));
  checks.set(`${name}, low byte`, chiSquareOfEqual(low));
  checks.set(`${name}, pairs`, chiSquareOfEqual(pairs));
  checks.set(`${name}, triples`, chiSquareOfEqual(triples));
  // Wald and Wolfowitz: the number of runs above and below the middle.
  const below = draws - above;
  const mean = (2 * above * below) / draws + 1;
  checks.set(`${name}, runs`, scoreTail((runs - mean) / Math.sqrt(((mean - 1) * (mean - 2)) / (draws - 1))));
  // Between draws from the lowest eighth lie geometrically many.
  const geometric = Array.from({ length: 60 }, (_, i) => 0.125 * 0.875 ** i);
  checks.set(`${name}, gaps`, chiSquareOfDraws(gaps, 1, geometric));
  lags.forEach((lag, at2) => {
    checks.set(`${name}, lag ${lag}`, scoreTail(((products[at2] ?? 0) * 12) / Math.sqrt(draws - lag)));
  });
};

/** Compares two streams draw by draw: jointly in 16 × 16 cells, by their correlation, and bit by bit. */
const compare = (name: string, x: Stream, y: Stream, count: number, checks: Map<string, number>): void => {
  const cells = new Float64Array(256);
  const same = new Float64Array(32);
  let product = 0;
  for (let i = 0; i < count; i += 1) {
    const first = bitsAt(x.a, x.b, i);
    const second = bitsAt(y.a, y.b, i);
    const cell = ((first >>> 28) << 4) | (second >>> 28);
    cells[cell] = (cells[cell] ?? 0) + 1;
    product += (first / 2 ** 32 - 0.5) * (second / 2 ** 32 - 0.5);
    const differing = first ^ second;
    for (let bit = 0; bit < 32; bit += 1) same[bit] = (same[bit] ?? 0) + ((differing >>> bit) & 1);
  }
  checks.set(`${name}, jointly`, chiSquareOfEqual(cells));
  checks.set(`${name}, correlation`, scoreTail((product * 12) / Math.sqrt(count)));
  same.forEach((differ, bit) => {
    checks.set(`${name}, bit ${bit}`, scoreTail((2 * differ - count) / Math.sqrt(count)));
  });
};

describe('the draws', () => {
  test('of a stream are uniform and independent along the index', () => {
    const checks = new Map<string, number>();
    for (const key of [[0], [1], [2026, 7], [0xffffffff, 0, 0]]) {
      const { a, b } = streamOf(1, ...key);
      judge(`key ${key.join(' ')}`, (i) => bitsAt(a, b, i), checks);
    }
    judge('the bare key 0 0', (i) => bitsAt(0, 0, i), checks);
    expect(rejected(checks)).toEqual([]);
  });

  test('of one index are uniform and independent along the key', () => {
    const checks = new Map<string, number>();
    const along = (name: string, key: (i: number) => Stream): void =>
      judge(
        name,
        (i) => {
          const { a, b } = key(i);
          return bitsAt(a, b, 3);
        },
        checks,
      );
    along('seeds', (i) => streamOf(i, 11, 2026));
    along('first word', (i) => streamOf(1, i, 2026));
    along('last word', (i) => streamOf(1, 11, i));
    along('keys drawn from a stream', (i) => ({ a: bitsAt(5, 6, i), b: bitsAt(6, 5, i) }));
    expect(rejected(checks)).toEqual([]);
  });

  test('of streams whose keys differ by a bit or by one are independent', () => {
    const checks = new Map<string, number>();
    const base = streamOf(2026, 100, 200);
    const count = Math.max(2 ** 12, draws / 32);
    for (let bit = 0; bit < 32; bit += 1) {
      compare(`seed bit ${bit}`, base, streamOf(2026 ^ (1 << bit), 100, 200), count, checks);
      compare(`word bit ${bit}`, base, streamOf(2026, 100, 200 ^ (1 << bit)), count, checks);
    }
    for (const step of [-1, 1]) {
      compare(`seed ${step}`, base, streamOf(2026 + step, 100, 200), count, checks);
      compare(`first word ${step}`, base, streamOf(2026, 100 + step, 200), count, checks);
      compare(`last word ${step}`, base, streamOf(2026, 100, 200 + step), count, checks);
    }
    compare('words exchanged', base, streamOf(2026, 200, 100), count, checks);
    compare('second half of the keys', base, { a: base.b, b: base.a }, count, checks);
    expect(rejected(checks)).toEqual([]);
  });

  test('stay as they are', () => {
    const { a, b } = streamOf(2026, 1, 2);
    expect([a, b, ...[0, 1, 2].map((i) => bitsAt(a, b, i))]).toMatchInlineSnapshot(`
      [
        -1682065951,
        1508218037,
        997490696,
        3048123738,
        1293805151,
      ]
    `);
    expect(uniformAt(a, b, 0)).toBe((bitsAt(a, b, 0) + 0.5) / 2 ** 32);
  });
});
