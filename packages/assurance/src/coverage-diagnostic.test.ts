import { writeFileSync } from 'node:fs';
import { normalQuantile, streamOf, uniform53At } from '@isocentre/statistics';
import { describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { auc, compareAuc } from './roc/auc.ts';
import { clopperPearson, type Interval } from './proportion.ts';
import { compareProportions } from './paired/difference.ts';
import { readerStudy } from './reader-study/reader-study.ts';

// How often intervals hold what they are about. None of these promises its level, so the tests ask for what the text
// claims of them: that they come near it with many cases. `npm run bars -- coverage-diagnostic` writes every figure.

const repeats = countOf({ test: 250, full: 4000, mutation: 60 });
const readerRepeats = countOf({ test: 120, full: 2000, mutation: 20 });

/** How often of so many, with the exact interval of that share. */
const figures: Record<string, { readonly coverage: number; readonly from: number; readonly to: number }> = {};
const record = (name: string, held: number, of: number): Interval => {
  // All figures together are wrong once in a million.
  const interval = clopperPearson(held, of, 1 - 1e-6 / 30);
  const round = (value: number): number => Number(value.toFixed(4));
  figures[name] = { coverage: round(held / of), from: round(interval.lower), to: round(interval.upper) };
  return interval;
};

const normal = (stream: { a: number; b: number }, index: number): number =>
  normalQuantile(uniform53At(stream.a, stream.b, index));
const holds = ({ lower, upper }: Interval, value: number): boolean => lower <= value && value <= upper;

describe('areas under ROC curves of normal scores', () => {
  const sizes = [
    [15, 15],
    [30, 300],
    [200, 200],
  ] as const;
  test.each(sizes.flatMap(([m, n]) => [0.7, 0.9, 0.97].map((area) => [m, n, area] as const)))(
    '%d and %d cases, area %d',
    (m, n, area) => {
      const shift = Math.SQRT2 * normalQuantile(area);
      const truth = Uint8Array.from({ length: m + n }, (_, i) => Number(i < m));
      const held = { logit: 0, plain: 0, difference: 0 };
      for (let run = 0; run < repeats; run += 1) {
        const [common, one, other] = ['common', 'one', 'other'].map((_, i) => streamOf(1, m, n, area * 100, run, i));
        const scores = [one, other].map((own) =>
          Float64Array.from(truth, (kind, i) =>
            common && own ? kind * shift + Math.SQRT1_2 * (normal(common, i) + normal(own, i)) : Number.NaN,
          ),
        );
        const [first, second] = [scores[0] ?? new Float64Array(), scores[1] ?? new Float64Array()];
        for (const scale of ['logit', 'plain'] as const) {
          const found = auc(first, truth, { scale });
          if (found.ok && holds(found.value.interval, area)) held[scale] += 1;
        }
        const both = compareAuc(first, second, truth);
        if (both.ok && holds(both.value.interval, 0)) held.difference += 1;
      }
      for (const [method, count] of Object.entries(held)) {
        const { lower, upper } = record(`${method}, ${m} + ${n} cases, area ${area}`, count, repeats);
        if (m < 200 || method === 'plain') continue;
        expect(upper).toBeGreaterThan(0.95);
        expect(lower).toBeLessThan(0.965);
      }
    },
  );
});

describe('a reader study of random readers and cases', () => {
  test.each([
    [3, 40],
    [6, 100],
  ] as const)('%d readers, %d cases', (readers, cases) => {
    const truth = Uint8Array.from({ length: cases }, (_, i) => Number(i % 2 === 0));
    let held = 0;
    for (let run = 0; run < readerRepeats; run += 1) {
      // Roe and Metz's model: what case, reader, modality and their meetings add to a score.
      const at = (...words: readonly number[]): number => normal(streamOf(2, readers, run, ...words), 0);
      const scores = [0, 1].map((modality) =>
        Array.from({ length: readers }, (_, reader) => {
          const skill = 1.5 + 0.3 * at(1, reader) + 0.2 * at(2, modality, reader);
          return Float64Array.from(
            truth,
            (kind, i) =>
              kind * skill +
              Math.sqrt(0.3) * at(3, i) +
              Math.sqrt(0.3) * at(4, modality, i) +
              Math.sqrt(0.2) * at(5, reader, i) +
              Math.sqrt(0.2) * at(6, modality, reader, i),
          );
        }),
      );
      const found = readerStudy(scores, truth);
      if (found.ok && holds(found.value.differences[0]?.interval ?? { lower: 1, upper: 1 }, 0)) held += 1;
    }
    const { lower, upper } = record(`reader study, ${readers} readers, ${cases} cases`, held, readerRepeats);
    expect(upper).toBeGreaterThan(0.95);
    expect(lower).toBeLessThan(0.98);
  });
});

test('differences of separate proportions, by enumeration', () => {
  const binomial = (n: number, share: number): number[] => {
    let mass = (1 - share) ** n;
    return Array.from({ length: n + 1 }, (_, k) => {
      const own = mass;
      mass *= ((n - k) / (k + 1)) * (share / (1 - share));
      return own;
    });
  };
  for (const [m, n, one, other] of [
    [20, 20, 0.9, 0.8],
    [30, 60, 0.95, 0.95],
    [50, 50, 0.5, 0.3],
  ] as const) {
    let covered = 0;
    for (const [a, first] of binomial(m, one).entries())
      for (const [b, second] of binomial(n, other).entries()) {
        const found = compareProportions({ successes: a, trials: m }, { successes: b, trials: n });
        if (found.ok && holds(found.value.interval, one - other)) covered += first * second;
      }
    figures[`Newcombe, ${one} of ${m} less ${other} of ${n}`] = {
      coverage: Number(covered.toFixed(4)),
      from: Number(covered.toFixed(4)),
      to: Number(covered.toFixed(4)),
    };
    expect(covered).toBeGreaterThan(0.93);
    expect(covered).toBeLessThan(0.985);
  }
});

test('the figures are kept where they are asked for', () => {
  expect(Object.keys(figures).length).toBe(32);
  const into = process.env['ISOCENTRE_FIGURES'];
  if (into !== undefined) writeFileSync(into, JSON.stringify(figures));
});
