import type { Result } from '@isocentre/evidence';
import { normalQuantile } from '@isocentre/statistics';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { naiveAuc, naiveCovariance } from '../../../../tests/independent/naive-auc.ts';
import { clopperPearson } from '../proportion.ts';
import { auc, compareAuc } from './auc.ts';
import { rocCurve, type RocPoint } from './curve.ts';

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};
const errorOf = (found: number, expected: number): number => Math.abs(found - expected) / Math.abs(expected);

// J. Hanley, B. McNeil, Radiology 143 (1982) 29–36: 109 CT images rated 1 to 5.
const ratings = { normal: [33, 6, 6, 11, 2], abnormal: [3, 2, 2, 11, 33] };
const listed = (counts: readonly number[]): number[] => counts.flatMap((count, i) => Array<number>(count).fill(i + 1));
const ct = {
  scores: Float64Array.from([...listed(ratings.normal), ...listed(ratings.abnormal)]),
  truth: Uint8Array.from([...Array<number>(58).fill(0), ...Array<number>(51).fill(1)]),
};

// 120 cases by a formula that any language can follow.
const cases = Array.from({ length: 120 }, (_, i) => i);
const truth = Uint8Array.from(cases, (i) => ((i * 7) % 5 < 2 ? 1 : 0));
const one = Float64Array.from(cases, (i) => ((i * 37) % 101) + 25 * (truth[i] ?? 0));
const other = Float64Array.from(cases, (i) => ((i * 53) % 97) + 40 * (truth[i] ?? 0));

const study = fc
  .array(fc.record({ a: fc.integer({ min: 0, max: 12 }), b: fc.integer({ min: 0, max: 12 }), truth: fc.boolean() }), {
    minLength: 4,
    maxLength: 60,
  })
  .filter((list) => [true, false].every((kind) => list.filter((item) => item.truth === kind).length > 1))
  .map((list) => ({
    a: Float64Array.from(list, (item) => item.a),
    b: Float64Array.from(list, (item) => item.b),
    truth: Uint8Array.from(list, (item) => Number(item.truth)),
  }));

describe('the area under the ROC curve', () => {
  test('of Hanley and McNeil’s images is 0.893; every digit as pROC 1.18 and as 40-digit arithmetic give it', () => {
    const plain = valueOf(auc(ct.scores, ct.truth, { scale: 'plain' }));
    expect(plain).toMatchObject({ metric: 'auc', version: 1, n: 109, positives: 51, negatives: 58 });
    expect(errorOf(plain.estimate, 0.8931710615280595)).toBeLessThan(1e-15);
    expect(errorOf(plain.standardError ** 2, 0.000943989270262984616880333)).toBeLessThan(1e-13);
    expect(errorOf(plain.interval.lower, 0.83295232765817184)).toBeLessThan(1e-13);
    expect(errorOf(plain.interval.upper, 0.9533897953979471)).toBeLessThan(1e-13);
    expect(plain.interval).toMatchObject({ level: 0.95, method: 'delong' });
    const logit = valueOf(auc(ct.scores, ct.truth)).interval;
    expect(errorOf(logit.lower, 0.81644345791148121)).toBeLessThan(1e-13);
    expect(errorOf(logit.upper, 0.94017619461219833)).toBeLessThan(1e-13);
    expect(logit).toMatchObject({ level: 0.95, method: 'delong-logit' });
  });

  test('and the difference of two on the same cases, as pROC 1.18 gives them', () => {
    const found = valueOf(compareAuc(one, other, truth, { scale: 'plain' }));
    expect(found).toMatchObject({ metric: 'auc-difference', version: 1, n: 120 });
    expect(errorOf(found.first.estimate, 0.742042824074074)).toBeLessThan(1e-14);
    expect(errorOf(found.first.standardError ** 2, 0.0020229357352175275)).toBeLessThan(1e-13);
    expect(errorOf(found.second.estimate, 0.82783564814814814)).toBeLessThan(1e-14);
    expect(errorOf(found.second.standardError ** 2, 0.001334084857238956)).toBeLessThan(1e-13);
    expect(errorOf(found.z ?? 0, -1.5571613598751548)).toBeLessThan(1e-12);
    expect(errorOf(found.p ?? 0, 0.11943217982951142)).toBeLessThan(1e-12);
    expect(errorOf(found.interval.lower, -0.1937783223339638)).toBeLessThan(1e-12);
    expect(errorOf(found.interval.upper, 0.022192674185815664)).toBeLessThan(1e-11);
    expect(found.interval.method).toBe('delong');
    const narrow = valueOf(auc(other, truth, { scale: 'plain', level: 0.9 })).interval;
    expect(errorOf(narrow.lower, 0.76775716154344997)).toBeLessThan(1e-13);
    expect(errorOf(narrow.upper, 0.88791413475284)).toBeLessThan(1e-13);
    expect(narrow.level).toBe(0.9);
  });

  test('is as every pair compared, with ties, and so are variance and covariance', () => {
    fc.assert(
      fc.property(study, ({ a, b, truth: kinds }) => {
        const first = valueOf(auc(a, kinds));
        expect(first.estimate).toBeCloseTo(naiveAuc(a, kinds), 14);
        expect(first.standardError ** 2).toBeCloseTo(naiveCovariance(a, a, kinds), 15);
        const both = valueOf(compareAuc(a, b, kinds));
        expect(both.standardError ** 2).toBeCloseTo(
          naiveCovariance(a, a, kinds) + naiveCovariance(b, b, kinds) - 2 * naiveCovariance(a, b, kinds),
          14,
        );
        expect(both.estimate).toBe(first.estimate - valueOf(auc(b, kinds)).estimate);
        expect(both.interval.lower).toBeGreaterThanOrEqual(-1);
        expect(both.interval.upper).toBeLessThanOrEqual(1);
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  test('does not change with a rising scale, and turns over with the scores or the truth', () => {
    fc.assert(
      fc.property(study, ({ a, truth: kinds }) => {
        const found = valueOf(auc(a, kinds));
        expect(
          valueOf(
            auc(
              a.map((score) => score ** 3 - 1000),
              kinds,
            ),
          ),
        ).toEqual(found);
        const turned = valueOf(
          auc(
            a.map((score) => -score),
            kinds,
          ),
        );
        expect(turned.estimate).toBeCloseTo(1 - found.estimate, 14);
        expect(turned.standardError).toBeCloseTo(found.standardError, 14);
        expect(turned.interval.lower).toBeCloseTo(1 - found.interval.upper, 12);
        expect(
          valueOf(
            auc(
              a,
              kinds.map((kind) => 1 - kind),
            ),
          ).estimate,
        ).toBeCloseTo(1 - found.estimate, 14);
        expect(found.interval.lower).toBeLessThanOrEqual(found.estimate);
        expect(found.interval.upper).toBeGreaterThanOrEqual(found.estimate);
      }),
      { seed: 12, numRuns: 200 },
    );
  });

  test('a plain interval ends at 1', () => {
    const scores = Float64Array.of(0, 1, 2, 3, 4, 2.5, 5, 6);
    const kinds = Uint8Array.of(0, 0, 0, 0, 1, 1, 1, 1);
    const { estimate, standardError, interval } = valueOf(auc(scores, kinds, { scale: 'plain' }));
    expect(estimate).toBe(15 / 16);
    expect(interval.upper).toBe(1);
    expect(interval.lower).toBeCloseTo(15 / 16 - normalQuantile(0.975) * standardError, 14);
  });
});

describe('where DeLong’s variance is 0', () => {
  const kinds = Uint8Array.of(0, 0, 0, 1, 1, 1, 1);
  const apart = Float64Array.of(1, 2, 3, 4, 5, 6, Infinity);

  test('complete separation has the interval of as many pairs as the rarer kind makes', () => {
    const found = valueOf(auc(apart, kinds));
    expect(found).toMatchObject({ estimate: 1, standardError: 0 });
    expect(found.interval).toEqual({ ...clopperPearson(3, 3), level: 0.95, method: 'clopper-pearson-pairs' });
    const turned = valueOf(
      auc(
        apart.map((score) => -score),
        kinds,
        { scale: 'plain', level: 0.9 },
      ),
    );
    expect(turned).toMatchObject({ estimate: 0, standardError: 0 });
    expect(turned.interval).toEqual({ ...clopperPearson(0, 3, 0.9), level: 0.9, method: 'clopper-pearson-pairs' });
  });

  test('one score for all says nothing', () => {
    const found = valueOf(auc(new Float64Array(7).fill(3), kinds));
    expect(found.estimate).toBe(0.5);
    expect(found.interval).toEqual({ lower: 0, upper: 1, level: 0.95, method: 'none' });
  });

  test('a difference is put together from both intervals and has no test', () => {
    const same = valueOf(
      compareAuc(
        apart,
        apart.map((score) => score * 2),
        kinds,
      ),
    );
    const { lower } = clopperPearson(3, 3);
    expect(same).toMatchObject({ estimate: 0, standardError: 0 });
    expect(same.interval).toEqual({ lower: lower - 1, upper: 1 - lower, level: 0.95, method: 'mover' });
    expect(same.z).toBeUndefined();
    const tied = valueOf(compareAuc(apart, new Float64Array(7), kinds)).interval;
    expect(tied.lower).toBeCloseTo(0.5 - Math.hypot(1 - lower, 0.5), 14);
    expect(tied.upper).toBe(1);
    const below = valueOf(compareAuc(new Float64Array(7), apart, kinds)).interval;
    expect(below.lower).toBe(-1);
    expect(below.upper).toBeCloseTo(-0.5 + Math.hypot(0.5, 1 - lower), 14);
  });
});

describe('the ROC curve', () => {
  test('of ratings is their cumulative counts', () => {
    const points = valueOf(rocCurve(ct.scores, ct.truth));
    const at = (threshold: number, found: number, wrong: number): RocPoint => ({
      threshold,
      sensitivity: found / 51,
      falsePositiveRate: wrong / 58,
    });
    expect(points).toEqual(
      [at(Infinity, 0, 0), at(5, 33, 2), at(4, 44, 13), at(3, 46, 19), at(2, 48, 25), at(1, 51, 58)].filter(
        (point) => point.threshold !== 3,
      ),
    );
  });

  test('holds the area, ends at both corners and never turns back', () => {
    fc.assert(
      fc.property(study, ({ a, truth: kinds }) => {
        const points = valueOf(rocCurve(a, kinds));
        let area = 0;
        for (const [i, point] of points.slice(1).entries()) {
          const before = points[i] ?? point;
          expect(point.sensitivity).toBeGreaterThanOrEqual(before.sensitivity);
          expect(point.threshold).toBeLessThan(before.threshold);
          area += ((point.sensitivity + before.sensitivity) / 2) * (point.falsePositiveRate - before.falsePositiveRate);
        }
        expect(area).toBeCloseTo(naiveAuc(a, kinds), 13);
        expect(points[0]).toEqual({ threshold: Infinity, sensitivity: 0, falsePositiveRate: 0 });
        expect(points.at(-1)).toMatchObject({ sensitivity: 1, falsePositiveRate: 1 });
        const everyScore = new Set(a).size;
        expect(points.length).toBeLessThanOrEqual(everyScore + 1);
      }),
      { seed: 13, numRuns: 200 },
    );
  });

  test('bears infinite scores', () => {
    const points = valueOf(rocCurve(Float64Array.of(-Infinity, 0, 1, Infinity), Uint8Array.of(0, 1, 0, 1)));
    expect(points.map((point) => [point.sensitivity, point.falsePositiveRate])).toEqual([
      [0, 0],
      [0.5, 0],
      [0.5, 0.5],
      [1, 0.5],
      [1, 1],
    ]);
  });
});

describe('what cannot be analysed', () => {
  const scores = Float64Array.of(1, 2, 3, 4);
  test.each([
    [Float64Array.of(1, 2, Number.NaN, 4), Uint8Array.of(0, 0, 1, 1), 'scores[2]', 'not a number'],
    [scores, Uint8Array.of(0, 0, 1, 2), 'truth[3]', '2'],
    [scores, Uint8Array.of(0, 0, 0, 1), 'the cases', '1 with the condition and 3 without'],
    [scores, Uint8Array.of(0, 1, 1, 1), 'the cases', '3 with the condition and 1 without'],
    [Float64Array.of(), Uint8Array.of(), 'the cases', '0 with the condition and 0 without'],
  ])('is a problem with its place: %#', (list, kinds, where, found) => {
    for (const result of [auc(list, kinds), rocCurve(list, kinds)])
      expect(result).toMatchObject({ ok: false, problems: [{ where, found }] });
    expect(compareAuc(scores.subarray(0, list.length), list, kinds)).toMatchObject({ ok: false });
  });

  test('a comparison says whose score it is', () => {
    const bad = Float64Array.of(1, 2, Number.NaN, 4);
    const kinds = Uint8Array.of(0, 0, 1, 1);
    expect(compareAuc(bad, bad, kinds)).toMatchObject({
      problems: [{ where: 'first scores[2]' }, { where: 'second scores[2]' }],
    });
    expect(compareAuc(scores, bad, kinds)).toMatchObject({ problems: [{ where: 'second scores[2]' }] });
  });

  test('a mistake of the program is thrown', () => {
    expect(() => auc(scores, Uint8Array.of(0, 1))).toThrow(RangeError);
    for (const level of [0, 1, Number.NaN]) {
      expect(() => auc(scores, Uint8Array.of(0, 0, 1, 1), { level })).toThrow(RangeError);
      expect(() => compareAuc(scores, scores, Uint8Array.of(0, 0, 1, 1), { level })).toThrow(RangeError);
    }
  });
});
