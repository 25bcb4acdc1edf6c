import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../../tests/support/counts.ts';
import { spreadLabels } from './layout.ts';

describe('labels at the ends of lines', () => {
  test('that do not touch stay where they are', () => {
    expect(spreadLabels([10, 100, 50], 17, 0, 200)).toEqual([10, 100, 50]);
  });
  test('that touch move apart and stay inside', () => {
    expect(spreadLabels([190, 192], 17, 0, 200)).toEqual([183, 200]);
  });
  test('never cover each other and keep their order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 6 }), (wanted) => {
        const placed = spreadLabels(wanted, 17, 0, 300);
        const sorted = placed.toSorted((a, b) => a - b);
        for (const [index, at] of sorted.entries()) {
          expect(at).toBeGreaterThanOrEqual(0);
          expect(at).toBeLessThanOrEqual(300);
          if (index > 0) expect(at - (sorted[index - 1] ?? 0)).toBeGreaterThanOrEqual(17);
        }
        for (const [a, one] of wanted.entries())
          for (const [b, other] of wanted.entries())
            if (one < other) expect(placed[a] ?? 0).toBeLessThan(placed[b] ?? 0);
      }),
      { numRuns: countOf({ test: 300, full: 5000, mutation: 60 }), seed: 2 },
    );
  });
});
