import type { Result } from '@isocentre/evidence';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { naiveLesionDetection, naivePairing } from '../../../../tests/independent/naive-lesions.ts';
import { bestPairs } from './assignment.ts';
import { componentsOf } from './components.ts';
import { lesionDetection } from './lesion-detection.ts';
import { lesionCase, matchLesions, picaiOverlap, type LesionCase, type MatchedCase } from './match-lesions.ts';

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};
const options = { bootstraps: 200, seed: 1 };
const caseOf = (
  lesions: number,
  confidences: readonly number[],
  ...overlaps: readonly (readonly [lesion: number, candidate: number, iou: number])[]
): LesionCase => ({
  lesions,
  confidences,
  overlaps: overlaps.map(([lesion, candidate, iou]) => ({ lesion, candidate, iou })),
});

// The ten cases of picai_eval's own tests, with what it expects of them.
const picai: readonly LesionCase[] = [
  caseOf(0, []),
  caseOf(1, []),
  caseOf(0, [1]),
  caseOf(1, [1]),
  caseOf(1, [1], [0, 0, 1 / 3]),
  caseOf(1, [1, 2], [0, 0, 9 / 41], [0, 1, 3 / 47]),
  caseOf(1, [1, 2], [0, 0, 1 / 3], [0, 1, 2 / 7]),
  caseOf(2, [1], [0, 0, 1 / 3], [1, 0, 1 / 3]),
  caseOf(2, [1], [0, 0, 5 / 11], [1, 0, 1 / 11]),
  caseOf(1, [1], [0, 0, 1 / 25]),
];

describe('the ten cases of picai_eval', () => {
  const matched = picai.map((one) => matchLesions(one));
  test('are matched as there', () => {
    const hit = (iou: number): MatchedCase['hits'] => [{ confidence: 1, iou }];
    expect(matched).toEqual([
      { positive: false, score: 0, hits: [], missed: 0, falsePositives: [], repeating: 0 },
      { positive: true, score: 0, hits: [], missed: 1, falsePositives: [], repeating: 0 },
      { positive: false, score: 1, hits: [], missed: 0, falsePositives: [1], repeating: 0 },
      { positive: true, score: 1, hits: [], missed: 1, falsePositives: [1], repeating: 0 },
      { positive: true, score: 1, hits: hit(1 / 3), missed: 0, falsePositives: [], repeating: 0 },
      { positive: true, score: 2, hits: hit(9 / 41), missed: 0, falsePositives: [2], repeating: 0 },
      { positive: true, score: 2, hits: hit(1 / 3), missed: 0, falsePositives: [], repeating: 1 },
      { positive: true, score: 1, hits: hit(1 / 3), missed: 1, falsePositives: [], repeating: 0 },
      { positive: true, score: 1, hits: hit(5 / 11), missed: 1, falsePositives: [], repeating: 0 },
      { positive: true, score: 1, hits: [], missed: 1, falsePositives: [1], repeating: 0 },
    ]);
  });

  test('have its average precision of 5/18 and its area of 3/4', () => {
    const found = valueOf(lesionDetection(matched, options));
    expect(found).toMatchObject({ metric: 'picai-score', version: 1, n: 10 });
    expect(found.averagePrecision.estimate).toBeCloseTo(0.2777777777777778, 15);
    expect(found.auroc.estimate).toBe(0.75);
    expect(found.estimate).toBeCloseTo((5 / 18 + 3 / 4) / 2, 15);
    expect(found.flow).toEqual({
      positiveCases: 8,
      negativeCases: 2,
      lesions: 10,
      lesionsFound: 5,
      lesionsMissed: 5,
      candidates: 10,
      falsePositives: 4,
      repeating: 1,
    });
    expect(found.interval).toMatchObject({ level: 0.95, method: 'bootstrap-percentile' });
    // Two of ten cases have no lesion: so about (4/5)^10 of the draws have none of them.
    expect(found.drawsLeftOut / 200).toBeGreaterThan(0.03);
    expect(found.drawsLeftOut / 200).toBeLessThan(0.2);
  });
});

describe('pairing', () => {
  test('finds most lesions, where one candidate could take two', () => {
    const { hits, missed, repeating } = matchLesions(caseOf(2, [0.9, 0.2], [0, 0, 0.8], [0, 1, 0.15], [1, 0, 0.2]));
    expect(hits).toEqual([
      { confidence: 0.2, iou: 0.15 },
      { confidence: 0.9, iou: 0.2 },
    ]);
    expect([missed, repeating]).toEqual([0, 0]);
  });
  test('but not at the price of far more overlap, as picai_eval', () => {
    // Two pairs of 0.7 are worth 3.4, three of 0.1 are worth 3.3.
    const chain = caseOf(3, [1, 1, 1], [0, 0, 0.1], [0, 1, 0.7], [1, 1, 0.1], [1, 2, 0.7], [2, 2, 0.1]);
    expect(matchLesions(chain)).toMatchObject({ missed: 1, repeating: 1 });
  });
  test('takes the surer of two that overlap alike', () => {
    for (const confidences of [
      [0.3, 0.6],
      [0.6, 0.3],
    ]) {
      const found = matchLesions(caseOf(1, confidences, [0, 0, 1 / 3], [0, 1, 2 / 6]));
      expect(found.hits).toEqual([{ confidence: 0.6, iou: 1 / 3 }]);
      expect(found.repeating).toBe(1);
    }
  });
  test('takes an overlap of exactly a tenth, and as much as is asked', () => {
    expect(picaiOverlap).toBe(0.1);
    expect(matchLesions(caseOf(1, [1], [0, 0, 3 / 30])).missed).toBe(0);
    expect(matchLesions(caseOf(1, [1], [0, 0, 0.0999])).falsePositives).toEqual([1]);
    expect(matchLesions(caseOf(1, [1], [0, 0, 0.4]), 0.5).missed).toBe(1);
    expect(matchLesions(caseOf(1, [1], [0, 0, 0]), 0)).toMatchObject({ missed: 1, falsePositives: [1] });
  });
  test('is the best there is, by going through them all', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4 }),
        fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }),
        fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 16, maxLength: 16 }),
        (lesions, confidences, tenths) => {
          const overlaps = Array.from({ length: lesions }, (_, lesion) =>
            confidences.map((_confidence, candidate) => ({
              lesion,
              candidate,
              iou: (tenths[4 * lesion + candidate] ?? 0) / 20,
            })),
          ).flat();
          const found = matchLesions({ lesions, confidences, overlaps });
          const best = naivePairing(overlaps, confidences, 0.1);
          expect(found.hits.reduce((sum, hit) => sum + 1 + hit.iou, 0)).toBeCloseTo(best.worth, 10);
          expect(found.hits.reduce((sum, hit) => sum + hit.confidence, 0)).toBe(best.confidence);
          expect(found.hits.length + found.missed).toBe(lesions);
          expect(found.hits.length + found.falsePositives.length + found.repeating).toBe(confidences.length);
        },
      ),
      { seed: 41, numRuns: 400 },
    );
  });
  test('of more rows than columns leaves rows alone', () => {
    expect([...bestPairs(3, 1, (row) => [row === 1 ? 2 : 1, 0])]).toEqual([-1, 0, -1]);
    expect([...bestPairs(0, 3, () => [1, 0])]).toEqual([]);
    expect([...bestPairs(2, 0, () => [1, 0])]).toEqual([-1, -1]);
  });
});

describe('the score', () => {
  const matchedCase = fc.record({
    hits: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
    missed: fc.nat(2),
    wrong: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }),
  });
  test('is as a threshold at a time gives it', () => {
    fc.assert(
      fc.property(fc.array(matchedCase, { minLength: 2, maxLength: 20 }), (list) => {
        const cases = list.map(({ hits, missed, wrong }): MatchedCase => ({
          positive: hits.length + missed > 0,
          score: Math.max(0, ...hits, ...wrong),
          hits: hits.map((confidence) => ({ confidence, iou: 0.5 })),
          missed,
          falsePositives: wrong,
          repeating: 0,
        }));
        fc.pre(cases.some((one) => one.positive) && cases.some((one) => !one.positive));
        const found = valueOf(lesionDetection(cases, { bootstraps: 20, seed: 5 }));
        const naive = naiveLesionDetection(cases);
        expect(found.averagePrecision.estimate).toBeCloseTo(naive.averagePrecision, 13);
        expect(found.auroc.estimate).toBeCloseTo(naive.auroc, 14);
        expect(found.estimate).toBeCloseTo((naive.averagePrecision + naive.auroc) / 2, 13);
        for (const one of [found, found.auroc, found.averagePrecision]) {
          expect(one.interval.lower).toBeGreaterThanOrEqual(0);
          expect(one.interval.upper).toBeLessThanOrEqual(1);
          expect(one.interval.lower).toBeLessThanOrEqual(one.interval.upper);
        }
      }),
      { seed: 42, numRuns: 200 },
    );
  });

  const simple = (positive: boolean, score: number): MatchedCase => ({
    positive,
    score,
    hits: positive ? [{ confidence: score, iou: 1 }] : [],
    missed: 0,
    falsePositives: positive || score === 0 ? [] : [score],
    repeating: 0,
  });

  test('draws whole cases: of two there are three draws, of which one has both', () => {
    const cases = [simple(true, 0.4), simple(false, 0.6)];
    const found = valueOf(lesionDetection(cases, { bootstraps: 1000, seed: 2, level: 0.9 }));
    expect(found.auroc).toEqual({
      estimate: 0,
      interval: { lower: 0, upper: 0, level: 0.9, method: 'bootstrap-percentile' },
    });
    expect(found.averagePrecision.estimate).toBe(0.5);
    expect(Math.abs(found.drawsLeftOut - 500)).toBeLessThan(80);
    expect(valueOf(lesionDetection(cases, { bootstraps: 1000, seed: 2 }))).toEqual(
      valueOf(lesionDetection(cases, { bootstraps: 1000, seed: 2 })),
    );
  });

  test('has no interval where every draw lacks a kind', () => {
    const seeds = Array.from({ length: 50 }, (_, seed) => seed);
    const cases = [simple(true, 0.4), simple(false, 0.6)];
    const none = seeds
      .map((seed) => valueOf(lesionDetection(cases, { bootstraps: 1, seed })))
      .find((found) => found.drawsLeftOut === 1);
    expect(none?.interval).toEqual({ lower: 0, upper: 1, level: 0.95, method: 'none' });
  });

  test('needs a case of each kind', () => {
    expect(lesionDetection([simple(true, 1), simple(true, 1)], options)).toMatchObject({
      problems: [{ found: '2 with a lesion and 0 without' }],
    });
    expect(lesionDetection([simple(false, 1)], options)).toMatchObject({
      problems: [{ found: '0 with a lesion and 1 without' }],
    });
    const fine = [simple(true, 1), simple(false, 1)];
    expect(() => lesionDetection(fine, { bootstraps: 0, seed: 1 })).toThrow(RangeError);
    expect(() => lesionDetection(fine, { ...options, level: 0 })).toThrow(RangeError);
  });
});

describe('candidates and lesions in maps', () => {
  const size = [6, 5, 4] as const;
  const mapOf = (
    ...boxes: readonly (readonly [
      value: number,
      x: readonly [number, number],
      y: readonly [number, number],
      z: readonly [number, number],
    ])[]
  ): Float64Array => {
    const map = new Float64Array(120);
    for (const [value, xs, ys, zs] of boxes)
      for (let z = zs[0]; z <= zs[1]; z += 1)
        for (let y = ys[0]; y <= ys[1]; y += 1)
          for (let x = xs[0]; x <= xs[1]; x += 1) map[x + 6 * (y + 5 * z)] = value;
    return map;
  };

  test('are their connected parts, with their shared volume', () => {
    const detection = mapOf([0.7, [0, 1], [0, 1], [0, 0]], [0.3, [4, 5], [4, 4], [3, 3]]);
    const reference = mapOf([1, [1, 2], [1, 2], [0, 1]]);
    expect(valueOf(lesionCase(detection, reference, size))).toEqual({
      lesions: 1,
      confidences: [0.7, 0.3],
      overlaps: [{ lesion: 0, candidate: 0, iou: 1 / (4 + 8 - 1) }],
    });
  });

  test('which touch at a corner are one, and the highest confidence counts', () => {
    const { count, labels } = componentsOf(mapOf([2, [0, 0], [0, 0], [0, 0]], [1, [1, 1], [1, 1], [1, 1]]), size);
    expect([count, labels[0], labels[1 + 6 * (1 + 5)]]).toEqual([1, 1, 1]);
    expect(componentsOf(mapOf([1, [0, 0], [0, 0], [0, 0]], [1, [2, 2], [0, 0], [0, 0]]), size).count).toBe(2);
    // Neighbours in the list of voxels, but at opposite ends of two rows.
    expect(componentsOf(mapOf([1, [5, 5], [0, 0], [0, 0]], [1, [0, 0], [1, 1], [0, 0]]), size).count).toBe(2);
    expect(componentsOf(mapOf([1, [0, 0], [4, 4], [0, 0]], [1, [0, 0], [0, 0], [1, 1]]), size).count).toBe(2);
    const joined = mapOf([0.2, [0, 0], [0, 0], [0, 0]], [0.6, [1, 1], [0, 0], [0, 0]], [0.2, [4, 4], [0, 0], [0, 0]]);
    expect(valueOf(lesionCase(joined, new Uint8Array(120), size))).toEqual({
      lesions: 0,
      confidences: [0.6, 0.2],
      overlaps: [],
    });
  });

  test('that cannot be read are named', () => {
    const empty = new Float64Array(120);
    expect(lesionCase(new Float64Array(119), new Float64Array(121), size)).toEqual({
      ok: false,
      problems: [
        { where: 'the detections', found: '119 voxels', expected: '120: 6 × 5 × 4' },
        { where: 'the reference', found: '121 voxels', expected: '120: 6 × 5 × 4' },
      ],
    });
    for (const value of [-0.5, Number.NaN, Infinity])
      expect(lesionCase(mapOf([value, [3, 3], [0, 0], [0, 0]]), empty, size)).toMatchObject({
        problems: [{ where: 'the detections, voxel 3', found: String(value) }],
      });
    const soft = mapOf([0.1, [0, 0], [0, 0], [0, 0]], [0.2, [1, 1], [0, 0], [0, 0]]);
    expect(lesionCase(soft, empty, size)).toMatchObject({
      problems: [{ found: '2 different confidences in 1 separate candidates' }],
    });
  });
});
