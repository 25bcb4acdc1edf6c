import type { Result } from '@isocentre/evidence';
import { bitsAt, normalQuantile } from '@isocentre/statistics';
import { describe, expect, test } from 'vitest';
import { naiveAuc, naiveCovariance, naiveJackknife } from '../../../../tests/independent/naive-auc.ts';
import { naiveDbm } from '../../../../tests/independent/naive-dbm.ts';
import { compareAuc } from '../roc/auc.ts';
import { readerAreas, type ReaderAreas } from './covariance.ts';
import { obuchowskiRockette, readerStudy } from './reader-study.ts';

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};

// Van Dyke and others, 79th RSNA (1993): aortic dissection in 114 cases by spin-echo and cine MRI, five readers. The
// figures are those that OR-DBM MRMC 2.51 of the University of Iowa prints, trapezoidal areas with the jackknife.
const published: ReaderAreas = {
  cases: 114,
  areas: [
    [0.91964573, 0.85877617, 0.90386473, 0.97310789, 0.82979066],
    [0.94782609, 0.90531401, 0.92173913, 0.99935588, 0.92995169],
  ],
  covariances: {
    variance: 0.00080229,
    cov1: 0.00034661,
    cov2: 0.00034407,
    cov3: 0.00023903,
    byModality: [
      { variance: 0.0010141, cov2: 0.00048396 },
      { variance: 0.00059047, cov2: 0.00020419 },
    ],
  },
};

/** Cases as a table of the ratings 1 to 5 with the first modality, down, and with the second, across. */
type Ratings = readonly (readonly number[])[];

// How each reader rated the 69 cases without and the 45 with a dissection, counted from the ratings.
const counted: readonly (readonly [absent: Ratings, present: Ratings])[] = [
  [
    [
      [19, 18, 7, 3, 0],
      [1, 4, 3, 1, 0],
      [2, 0, 5, 3, 0],
      [1, 1, 0, 0, 0],
      [0, 1, 0, 0, 0],
    ],
    [
      [1, 0, 2, 0, 1],
      [0, 0, 1, 0, 0],
      [0, 0, 0, 2, 0],
      [0, 0, 2, 2, 6],
      [0, 0, 1, 1, 26],
    ],
  ],
  [
    [
      [0, 0, 0, 0, 0],
      [6, 49, 5, 0, 0],
      [0, 6, 0, 0, 0],
      [0, 0, 2, 0, 0],
      [0, 1, 0, 0, 0],
    ],
    [
      [0, 0, 0, 0, 0],
      [0, 7, 0, 2, 1],
      [0, 1, 2, 0, 1],
      [0, 0, 1, 2, 3],
      [0, 0, 1, 2, 22],
    ],
  ],
  [
    [
      [9, 8, 4, 0, 0],
      [14, 16, 3, 2, 0],
      [0, 3, 1, 0, 1],
      [2, 3, 0, 1, 0],
      [0, 1, 0, 1, 0],
    ],
    [
      [0, 0, 0, 0, 0],
      [1, 1, 4, 1, 1],
      [1, 0, 0, 0, 0],
      [0, 1, 0, 0, 1],
      [0, 0, 1, 3, 30],
    ],
  ],
  [
    [
      [42, 19, 1, 0, 0],
      [1, 1, 1, 0, 0],
      [1, 1, 2, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
    ],
    [
      [0, 0, 0, 0, 2],
      [0, 0, 1, 0, 0],
      [0, 0, 0, 0, 1],
      [0, 0, 0, 1, 2],
      [0, 0, 0, 5, 33],
    ],
  ],
  [
    [
      [12, 23, 4, 0, 0],
      [6, 10, 3, 0, 0],
      [3, 4, 2, 0, 0],
      [0, 1, 0, 0, 0],
      [0, 1, 0, 0, 0],
    ],
    [
      [0, 2, 1, 1, 3],
      [0, 2, 4, 1, 0],
      [0, 0, 2, 0, 1],
      [1, 0, 1, 0, 3],
      [0, 0, 2, 2, 19],
    ],
  ],
];

const ratingsOf = (
  tables: readonly [Ratings, Ratings],
): { scores: [Float64Array[], Float64Array[]]; truth: Uint8Array } => {
  const rows = tables.flatMap((table, truth) =>
    table.flatMap((list, first) =>
      list.flatMap((count, second) => Array.from({ length: count }, () => [first, second, truth])),
    ),
  );
  const column = (index: number): number[] => rows.map((row) => row[index] ?? Number.NaN);
  return {
    scores: [[Float64Array.from(column(0))], [Float64Array.from(column(1))]],
    truth: Uint8Array.from(column(2)),
  };
};

// A study of so many readers and cases with few ratings, so with many ties.
const studyOf = (
  modalities: number,
  readers: number,
  cases: number,
  seed: number,
): { scores: Float64Array[][]; truth: Uint8Array } => {
  const truth = Uint8Array.from({ length: cases }, (_, k) => Number(k % 5 < 2));
  const scores = Array.from({ length: modalities }, (_, i) =>
    Array.from({ length: readers }, (_reader, j) =>
      truth.map((kind, k) => (bitsAt(seed, 10 * i + j, k) % 6) + (bitsAt(seed, 99, k) % 3) + 2 * kind + kind * i),
    ).map((list) => Float64Array.from(list)),
  );
  return { scores, truth };
};

describe('Van Dyke’s study', () => {
  test('each reader’s ratings give the areas, covariances and intervals that are published', () => {
    const printed = [
      [0.0006989, 0.00037347, 0.02551, 0.2693, -0.07818, 0.02182],
      [0.00110605, 0.00076016, 0.0263, 0.0768, -0.09809, 0.00501],
      [0.00084234, 0.00035532, 0.03121, 0.5668, -0.07904, 0.0433],
      [0.00015058, 0.00000108, 0.01729, 0.129, -0.06014, 0.00764],
      [0.00121357, 0.00024304, 0.04406, 0.023, -0.18651, -0.01381],
    ];
    for (const [reader, tables] of counted.entries()) {
      const { scores, truth } = ratingsOf(tables);
      const found = valueOf(readerStudy(scores, truth, { to: 'fixed readers' }));
      expect(found.areas.map(([area]) => area?.toFixed(8))).toEqual(
        published.areas.map((list) => list[reader]?.toFixed(8)),
      );
      const [difference] = found.differences;
      const { variance, cov1 } = found.covariances;
      expect([variance, cov1].map((value) => Number(value.toFixed(8)))).toEqual(printed[reader]?.slice(0, 2));
      expect(Number(difference?.standardError.toFixed(5))).toBe(printed[reader]?.[2]);
      expect(Number(found.test?.p.toFixed(4))).toBe(printed[reader]?.[3]);
      expect(Number(difference?.interval.lower.toFixed(5))).toBe(printed[reader]?.[4]);
      expect(Number(difference?.interval.upper.toFixed(5))).toBe(printed[reader]?.[5]);
      expect(difference?.interval.method).toBe('obuchowski-rockette');
    }
  });

  test('its areas and covariances give the published tests and intervals for random readers and cases', () => {
    const found = obuchowskiRockette(published);
    expect(found).toMatchObject({ metric: 'reader-study', version: 1, cases: 114, readers: 5 });
    const { meanSquares, test: overall } = found;
    expect(meanSquares.modality).toBeCloseTo(0.00479617, 7);
    expect(meanSquares.reader).toBeCloseTo(0.0038362, 7);
    expect(meanSquares.interaction).toBeCloseTo(0.00055103, 7);
    expect(meanSquares.readerByModality[0]).toBeCloseTo(0.00308263, 7);
    expect(meanSquares.readerByModality[1]).toBeCloseTo(0.0013046, 7);
    expect(overall?.distribution).toBe('F');
    expect(overall?.statistic.toFixed(2)).toBe('4.46');
    expect(overall?.degrees[0]).toBe(1);
    expect(overall?.degrees[1]?.toFixed(2)).toBe('15.26');
    expect(overall?.p.toFixed(4)).toBe('0.0517');
    const [difference] = found.differences;
    expect(difference).toMatchObject({ first: 0, second: 1, n: 114, metric: 'reader-average-auc-difference' });
    expect(difference?.estimate).toBeCloseTo(-0.04380032, 7);
    expect(difference?.standardError.toFixed(5)).toBe('0.02075');
    expect(difference?.interval.lower.toFixed(5)).toBe('-0.08796');
    expect(difference?.interval.upper.toFixed(5)).toBe('0.00036');
    expect(difference?.interval).toMatchObject({ level: 0.95, method: 'obuchowski-rockette-hillis' });
    for (const [i, [mean, error, degrees, lower, upper]] of [
      [0.89703704, 0.0331736, 12.74, 0.8252236, 0.96885048],
      [0.94083736, 0.02156637, 12.71, 0.89413783, 0.98753689],
    ].entries()) {
      const one = found.modalities[i];
      expect(one?.metric).toBe('reader-average-auc');
      expect(one?.estimate).toBeCloseTo(mean ?? 0, 7);
      expect(one?.standardError).toBeCloseTo(error ?? 0, 6);
      expect(one?.degrees.toFixed(2)).toBe(degrees?.toFixed(2));
      expect(one?.interval.lower).toBeCloseTo(lower ?? 0, 5);
      expect(one?.interval.upper).toBeCloseTo(upper ?? 0, 5);
    }
  });

  test('and for fixed readers, and for fixed cases', () => {
    const readers = obuchowskiRockette(published, { to: 'fixed readers' });
    expect(readers.test).toMatchObject({ distribution: 'chi-square', degrees: [1] });
    expect(readers.test?.statistic).toBeCloseTo(5.47595, 3);
    expect(readers.test?.p.toFixed(4)).toBe('0.0193');
    expect(readers.differences[0]?.standardError.toFixed(5)).toBe('0.01872');
    expect(readers.differences[0]?.interval.lower.toFixed(5)).toBe('-0.08049');
    // The covariances are known to five digits, which leaves the last digit of this bound open.
    expect(Math.abs((readers.differences[0]?.interval.upper ?? 0) + 0.00711)).toBeLessThan(1e-5);
    expect(readers.modalities[0]?.interval.lower).toBeCloseTo(0.84943008, 6);
    expect(readers.modalities[1]?.interval.upper).toBeCloseTo(0.97371835, 6);
    expect(readers.modalities.map((one) => one.standardError.toFixed(6))).toEqual(['0.024290', '0.016776']);
    const cases = obuchowskiRockette(published, { to: 'fixed cases' });
    expect(cases.test?.statistic.toFixed(2)).toBe('8.70');
    expect(cases.test?.degrees).toEqual([1, 4]);
    expect(cases.test?.p.toFixed(4)).toBe('0.0420');
    expect(cases.differences[0]?.interval.lower.toFixed(5)).toBe('-0.08502');
    expect(cases.differences[0]?.interval.upper.toFixed(5)).toBe('-0.00258');
    expect(cases.modalities[0]?.interval.lower).toBeCloseTo(0.82809808, 6);
    expect(cases.modalities[1]?.interval.upper).toBeCloseTo(0.98568536, 6);
    expect(cases.modalities[1]?.degrees).toBe(4);
  });
});

describe('a reader study', () => {
  test('is as Dorfman, Berbaum and Metz’s analysis of pseudovalues', () => {
    let clipped = 0;
    for (const [modalities, readers, cases, seed] of [
      [2, 3, 20, 1],
      [3, 4, 25, 2],
      [2, 5, 30, 3],
      [4, 2, 15, 4],
      [2, 4, 20, 5],
      [3, 3, 15, 6],
    ] as const) {
      const { scores, truth } = studyOf(modalities, readers, cases, seed);
      const found = valueOf(readerStudy(scores, truth));
      const naive = naiveDbm(scores, truth);
      expect(found.test?.statistic).toBeCloseTo(naive.f, 10);
      expect(found.test?.degrees[1]).toBeCloseTo(naive.degrees, 9);
      expect(found.differences).toHaveLength((modalities * (modalities - 1)) / 2);
      for (const one of found.differences) expect(one.standardError).toBeCloseTo(naive.standardErrorOfDifference, 12);
      if (found.covariances.cov2 < found.covariances.cov3) clipped += 1;
    }
    // Some of these have a negative difference of covariances, which counts as 0, and some not.
    expect(clipped).toBeGreaterThan(0);
    expect(clipped).toBeLessThan(6);
  });

  test.each(['delong', 'jackknife'] as const)('averages covariances as every pair gives them, by %s', (method) => {
    const [t, r] = [3, 3];
    const { scores, truth } = studyOf(t, r, 20, 7);
    const { areas, covariances } = valueOf(readerAreas(scores, truth, method));
    const naive = method === 'delong' ? naiveCovariance : naiveJackknife;
    const at = (index: number): Float64Array => scores[Math.floor(index / r)]?.[index % r] ?? new Float64Array();
    const means = { variance: [0, 0], cov1: [0, 0], cov2: [0, 0], cov3: [0, 0] };
    for (let one = 0; one < t * r; one += 1)
      for (let other = 0; other < t * r; other += 1) {
        const modality = Math.floor(one / r) === Math.floor(other / r);
        const reader = one % r === other % r;
        const mean = means[modality ? (reader ? 'variance' : 'cov2') : reader ? 'cov1' : 'cov3'];
        mean[0] = (mean[0] ?? 0) + naive(at(one), at(other), truth);
        mean[1] = (mean[1] ?? 0) + 1;
      }
    for (const [name, [sum, count]] of Object.entries(means))
      expect(covariances[name as keyof typeof means]).toBeCloseTo((sum ?? 0) / (count ?? 1), 14);
    expect(covariances.byModality[1]?.variance).toBeCloseTo(
      [3, 4, 5].reduce((sum, index) => sum + naive(at(index), at(index), truth), 0) / 3,
      14,
    );
    expect(areas[2]?.[1]).toBeCloseTo(naiveAuc(at(7), truth), 14);
  });

  test('of one fixed reader by DeLong is the comparison of two areas', () => {
    const { scores, truth } = studyOf(2, 1, 40, 8);
    const found = valueOf(readerStudy(scores, truth, { to: 'fixed readers', covariance: 'delong', level: 0.9 }));
    const [one, other] = scores.map((list) => list[0] ?? new Float64Array());
    const both = valueOf(compareAuc(one ?? new Float64Array(), other ?? new Float64Array(), truth, { level: 0.9 }));
    expect(found.differences[0]?.estimate).toBeCloseTo(both.estimate, 14);
    expect(found.differences[0]?.standardError).toBeCloseTo(both.standardError, 14);
    expect(found.test?.statistic).toBeCloseTo((both.z ?? 0) ** 2, 11);
    expect(found.test?.p).toBeCloseTo(both.p ?? 0, 12);
    expect(found.differences[0]?.interval.lower).toBeCloseTo(both.interval.lower, 13);
    expect(found.modalities[0]?.standardError).toBeCloseTo(both.first.standardError, 14);
  });

  test('of one modality has no differences and no test', () => {
    const { scores, truth } = studyOf(1, 4, 30, 9);
    const found = valueOf(readerStudy(scores, truth));
    expect(found.differences).toEqual([]);
    expect(found.test).toBeUndefined();
    expect(found.covariances).toMatchObject({ cov1: 0, cov3: 0 });
    expect(found.modalities[0]?.interval.upper).toBeLessThanOrEqual(1);
  });

  test('readers who differ by nothing leave the cases alone to chance, with a normal interval', () => {
    const { scores, truth } = studyOf(2, 1, 40, 10);
    const thrice = scores.map((list) => [...list, ...list, ...list]);
    const found = valueOf(readerStudy(thrice, truth, { covariance: 'delong' }));
    const one = valueOf(readerStudy(scores, truth, { covariance: 'delong', to: 'fixed readers' }));
    expect(found.differences[0]?.degrees).toBe(Infinity);
    expect(found.differences[0]?.standardError).toBeCloseTo(one.differences[0]?.standardError ?? 0, 13);
    expect(found.modalities[0]?.interval.upper).toBeCloseTo(
      Math.min(
        1,
        (found.modalities[0]?.estimate ?? 0) + normalQuantile(0.975) * (one.modalities[0]?.standardError ?? 0),
      ),
      12,
    );
  });

  test('without any variance says nothing', () => {
    const scores = Float64Array.of(1, 2, 3, 4, 5, 6);
    const found = valueOf(
      readerStudy(
        [
          [scores, scores],
          [scores, scores],
        ],
        Uint8Array.of(0, 0, 0, 1, 1, 1),
      ),
    );
    expect(found.test).toBeUndefined();
    expect(found.differences[0]).toMatchObject({ estimate: 0, standardError: 0 });
    expect(found.differences[0]?.interval).toEqual({ lower: -1, upper: 1, level: 0.95, method: 'none' });
    expect(found.modalities[0]?.interval).toEqual({ lower: 0, upper: 1, level: 0.95, method: 'none' });
  });

  test('names the scores that cannot be analysed', () => {
    const good = Float64Array.of(1, 2, 3, 4);
    const bad = Float64Array.of(1, Number.NaN, 3, 4);
    const truth = Uint8Array.of(0, 0, 1, 1);
    expect(
      readerStudy(
        [
          [good, good],
          [bad, good],
        ],
        truth,
      ),
    ).toEqual({
      ok: false,
      problems: [{ where: 'modality 2, reader 1, scores[1]', found: 'not a number', expected: 'a number' }],
    });
    expect(readerStudy([[good], [good]], truth)).toMatchObject({ ok: false, problems: [{ where: 'the readers' }] });
    expect(readerStudy([[good], [good]], truth, { to: 'fixed cases' }).ok).toBe(false);
    expect(readerStudy([[good], [good]], truth, { to: 'fixed readers' }).ok).toBe(true);
    for (const scores of [[], [[]], [[good], [good, good]]])
      expect(() => readerStudy(scores, truth)).toThrow(RangeError);
    expect(() => obuchowskiRockette({ ...published, areas: [[0.9], [0.8]] })).toThrow(RangeError);
    expect(() => obuchowskiRockette(published, { level: 2 })).toThrow(RangeError);
  });
});
