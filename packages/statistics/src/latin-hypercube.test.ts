import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { chiSquareOfEqual, rejected, scoreTail } from '../support/goodness-of-fit.ts';
import { hashText } from './hash.ts';
import { latinHypercube } from './latin-hypercube.ts';

const rounds = countOf({ test: 3000, full: 300_000, mutation: 500 });

describe('latinHypercube', () => {
  test('meets every stratum once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 }), fc.integer(), fc.integer(), (count, seed, id) => {
        const strata = latinHypercube(count, seed, id).map((p) => Math.floor(p * count));
        expect(strata.toSorted()).toEqual(Float64Array.from({ length: count }, (_, stratum) => stratum));
      }),
    );
  });

  test('meets every stratum once where there are 2^20', () => {
    const count = countOf({ test: 2 ** 20, full: 2 ** 20, mutation: 2 ** 12 });
    const sorted = latinHypercube(count, 3, 4).toSorted();
    expect(sorted.every((p, stratum) => Math.floor(p * count) === stratum)).toBe(true);
    expect(sorted.at(-1)).toBeLessThan(1);
    expect(sorted[0]).toBeGreaterThan(0);
  });

  test('orders by every permutation alike', () => {
    const counts = new Map<string, number>();
    for (let id = 0; id < rounds; id += 1) {
      const order = latinHypercube(4, 1, id)
        .map((p) => Math.floor(p * 4))
        .join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(rejected(new Map([['orders', chiSquareOfEqual([...counts.values()])]]))).toEqual([]);
  });

  test('jitters evenly within strata and keeps ids and seeds apart', () => {
    const count = 1000;
    const checks = new Map<string, number>();
    const places = new Float64Array(50);
    const base = latinHypercube(count, 1, 0);
    for (let id = 1; id <= 40; id += 1) {
      const other = id <= 20 ? latinHypercube(count, 1, id) : latinHypercube(count, id, 0);
      let product = 0;
      other.forEach((p, draw) => {
        const place = Math.floor((p * count - Math.floor(p * count)) * 50);
        places[place] = (places[place] ?? 0) + 1;
        product += (p - 0.5) * ((base[draw] ?? 0) - 0.5);
      });
      checks.set(`correlation ${id}`, scoreTail((product * 12) / Math.sqrt(count)));
    }
    checks.set('places', chiSquareOfEqual(places));
    expect(rejected(checks)).toEqual([]);
  });

  test('stays as it is', () => {
    expect([...latinHypercube(4, 2026, hashText('attrition'))]).toMatchInlineSnapshot(`
      [
        0.81155899175792,
        0.5202359557442833,
        0.4423092186625581,
        0.04203531439998187,
      ]
    `);
  });
});
