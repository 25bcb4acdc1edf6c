import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashText, streamOf, uniformAt } from '@isocentre/statistics';
import { naiveBootstrap, naiveDetections, naiveSensitivities } from '../../../../tests/independent/naive-froc.ts';
import { countOf } from '../../../../tests/support/counts.ts';
import { matchMarks, type Detections, type DetectionStudy } from './detection.ts';
import { cpmOf, frocCurve, luna16Rates } from './froc.ts';
import { readDetectionStudy } from './read-detection.ts';
import { frocReport } from './report.ts';

const at = (scan: string, x: number): { scan: string; x: number; y: number; z: number } => ({ scan, x, y: 0, z: 0 });
const matched = (study: DetectionStudy, most?: number): Detections => {
  const result = matchMarks(study, most);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};
const plain = { bootstraps: 0, seed: 1 };

// Two scans; the first with two nodules, one excluded finding of unknown size and six marks.
const worked: DetectionStudy = {
  scans: ['a', 'b'],
  nodules: [
    { ...at('a', 0), diameter: 10 },
    { ...at('a', 100), diameter: 6 },
    { ...at('b', 0), diameter: 4 },
    { ...at('elsewhere', 0), diameter: 4 },
  ],
  excluded: [{ ...at('a', 50), diameter: -1 }],
  marks: [
    { ...at('a', 1), score: 0.9 },
    { ...at('a', 2), score: 0.7 },
    { ...at('a', 103), score: 0.8 },
    { ...at('a', 54.9), score: 0.95 },
    { ...at('a', 55), score: 0.6 },
    { ...at('b', 1.9), score: 0.5 },
    { ...at('elsewhere', 0), score: 1 },
  ],
};

describe('a worked study', () => {
  const detections = matched(worked);

  test('every mark and nodule is accounted for', () => {
    expect(detections.flow).toEqual({
      scans: 2,
      nodules: 3,
      // The mark at 103 stands 3 mm from a nodule of 6 mm: on its edge, no hit.
      nodulesFound: 2,
      nodulesMissed: 1,
      excludedFindings: 1,
      marks: 7,
      marksElsewhere: 1,
      marksOverLimit: 0,
      // 4.9 mm from an excluded finding that counts as 10 mm; the mark at 55 is 5 mm away.
      marksOnExcluded: 1,
      marksHitting: 2,
      marksRepeating: 1,
      falsePositives: 2,
      nodulesElsewhere: 1,
      excludedElsewhere: 0,
    });
  });

  test('has the curve that one can draw by hand', () => {
    expect(frocCurve(detections)).toEqual([
      { threshold: Infinity, falsePositives: 0, sensitivity: 0 },
      { threshold: 0.9, falsePositives: 0, sensitivity: 1 / 3 },
      { threshold: 0.6, falsePositives: 1, sensitivity: 1 / 3 },
      { threshold: 0.5, falsePositives: 1, sensitivity: 2 / 3 },
    ]);
  });

  test('has a third up to half a false positive a scan, and two thirds from one', () => {
    const { cpm, sensitivities } = cpmOf(detections, plain);
    expect(sensitivities).toEqual(
      luna16Rates.map((falsePositives) => ({ falsePositives, sensitivity: falsePositives < 1 ? 1 / 3 : 2 / 3 })),
    );
    expect(cpm).toBeCloseTo((3 / 3 + 8 / 3) / 7, 12);
  });

  test('hits and false positives of one score are joined by a straight line', () => {
    const tied = matched({
      scans: ['a'],
      nodules: [{ ...at('a', 0), diameter: 10 }],
      excluded: [],
      marks: [
        { ...at('a', 0), score: 1 },
        { ...at('a', 50), score: 1 },
        { ...at('a', 90), score: 1 },
      ],
    });
    expect(cpmOf(tied, plain).sensitivities.map((one) => one.sensitivity)).toEqual([
      1 / 16,
      1 / 8,
      1 / 4,
      1 / 2,
      1,
      1,
      1,
    ]);
  });

  test('one mark may hit two nodules', () => {
    const both = matched({
      scans: ['a'],
      nodules: [
        { ...at('a', 0), diameter: 10 },
        { ...at('a', 2), diameter: 10 },
      ],
      excluded: [],
      marks: [{ ...at('a', 1), score: 1 }],
    });
    expect(both.flow).toMatchObject({ nodulesFound: 2, marksHitting: 1, falsePositives: 0 });
    expect(cpmOf(both, plain).cpm).toBe(1);
  });

  test('of more than the limit, those strictly above the next are kept', () => {
    const marks = [5, 4, 3, 3, 1].map((score, index) => ({ ...at('a', 100 * index), score }));
    const study = { scans: ['a'], nodules: [{ ...at('a', -50), diameter: 3 }], excluded: [], marks };
    expect(matched(study, 3).flow).toMatchObject({ marksOverLimit: 3, falsePositives: 2, nodulesMissed: 1 });
    expect(matched(study, 5).flow.marksOverLimit).toBe(0);
  });

  test('without a mark nothing is found', () => {
    const silent = matched({ ...worked, marks: [] });
    expect(cpmOf(silent, plain).cpm).toBe(0);
    expect(frocCurve(silent)).toHaveLength(1);
    expect(cpmOf(silent, { bootstraps: 20, seed: 1 }).interval).toEqual({ lower: 0, upper: 0 });
  });

  test.each([
    [{ ...worked, scans: [] }, 'no scan'],
    [{ ...worked, scans: ['b', 'a', 'b'] }, 'the scan "b" twice'],
    [{ ...worked, nodules: [] }, 'no nodule on the listed scans'],
    [{ ...worked, scans: ['c'] }, 'no nodule on the listed scans'],
  ])('what cannot be analysed is a problem: %#', (study, found) => {
    const result = matchMarks(study);
    expect(result.ok ? [] : result.problems.map((problem) => problem.found)).toEqual([found]);
  });
});

const scanNames = ['s1', 's2', 's3', 's4', 's5'];
const anyPlace = fc.record({
  scan: fc.constantFrom(...scanNames, 'elsewhere'),
  x: fc.integer({ min: 0, max: 20 }),
  y: fc.integer({ min: 0, max: 6 }),
  z: fc.integer({ min: 0, max: 3 }),
});
const anyFinding = (diameters: readonly number[]): fc.Arbitrary<DetectionStudy['nodules'][number]> =>
  fc.tuple(anyPlace, fc.constantFrom(...diameters)).map(([place, diameter]) => ({ ...place, diameter }));
const anyStudy: fc.Arbitrary<DetectionStudy> = fc.record({
  scans: fc.constant(scanNames),
  nodules: fc
    .array(anyFinding([3, 5, 8]), { minLength: 1, maxLength: 8 })
    .map((list) => [{ scan: 's1', x: 3, y: 3, z: 1, diameter: 5 }, ...list]),
  excluded: fc.array(anyFinding([-1, 4]), { maxLength: 4 }),
  // Few different scores, so that ties are common.
  marks: fc.array(
    fc.tuple(anyPlace, fc.integer({ min: 0, max: 6 })).map(([place, score]) => ({ ...place, score: score / 7 })),
    { maxLength: 60 },
  ),
});

describe('any study', () => {
  const runs = { numRuns: countOf({ test: 300, full: 20_000, mutation: 60 }), seed: 71 };

  test('equals the naive computation', () => {
    fc.assert(
      fc.property(anyStudy, (study) => {
        const naive = naiveSensitivities(naiveDetections(study), study.scans.length);
        const { cpm, sensitivities } = cpmOf(matched(study), plain);
        naive.forEach((sensitivity, i) => {
          expect(sensitivities[i]?.sensitivity).toBeCloseTo(sensitivity, 12);
        });
        expect(cpm).toBeCloseTo(naive.reduce((sum, one) => sum + one, 0) / 7, 12);
      }),
      runs,
    );
  });

  test('each bootstrap equals the naive computation on the scans drawn', () => {
    fc.assert(
      fc.property(anyStudy, fc.nat(), (study, seed) => {
        const { a, b } = streamOf(seed, hashText('froc bootstrap over scans'), 0);
        const { scans } = study;
        const drawn = scans.map((_, i) => scans[Math.floor(uniformAt(a, b, i) * scans.length)] ?? '');
        const naive = naiveBootstrap(naiveDetections(study), drawn);
        // The interval of one draw is that draw.
        const { interval, sensitivities } = cpmOf(matched(study), { bootstraps: 1, seed });
        naive.forEach((sensitivity, i) => {
          expect(sensitivities[i]?.interval?.lower).toBeCloseTo(sensitivity, 12);
        });
        expect(interval?.upper).toBeCloseTo(naive.reduce((sum, one) => sum + one, 0) / 7, 12);
      }),
      runs,
    );
  });

  test('every mark has one fate, every nodule another, and the curve never falls', () => {
    fc.assert(
      fc.property(anyStudy, (study) => {
        const detections = matched(study);
        const { flow } = detections;
        expect(
          flow.marksElsewhere +
            flow.marksOverLimit +
            flow.marksOnExcluded +
            flow.marksHitting +
            flow.marksRepeating +
            flow.falsePositives,
        ).toBe(flow.marks);
        expect(flow.nodulesFound + flow.nodulesMissed).toBe(flow.nodules);
        const curve = frocCurve(detections);
        for (const [i, point] of curve.entries()) {
          const before = curve[i - 1];
          if (!before) continue;
          expect(point.threshold).toBeLessThan(before.threshold);
          expect(point.falsePositives).toBeGreaterThanOrEqual(before.falsePositives);
          expect(point.sensitivity).toBeGreaterThanOrEqual(before.sensitivity);
        }
        expect(curve.at(-1)?.sensitivity).toBeCloseTo(flow.nodulesFound / flow.nodules, 12);
      }),
      runs,
    );
  });

  test('neither the order of the marks nor the scale of the scores matters', () => {
    fc.assert(
      fc.property(anyStudy, (study) => {
        const marks = study.marks.map((mark) => ({ ...mark, score: mark.score ** 3 - 5 })).toReversed();
        expect(cpmOf(matched({ ...study, marks }), { bootstraps: 5, seed: 2 })).toEqual(
          cpmOf(matched(study), { bootstraps: 5, seed: 2 }),
        );
      }),
      runs,
    );
  });
});

test('the interval is between the draws at their shares', () => {
  const detections = matched(worked);
  const draws = 40;
  const means = Array.from({ length: draws }, (_, draw) => {
    const { a, b } = streamOf(9, hashText('froc bootstrap over scans'), draw);
    const drawn = [0, 1].map((i) => worked.scans[Math.floor(uniformAt(a, b, i) * 2)] ?? '');
    return naiveBootstrap(naiveDetections(worked), drawn).reduce((sum, one) => sum + one, 0) / 7;
  }).toSorted((one, other) => one - other);
  const { interval } = cpmOf(detections, { bootstraps: draws, seed: 9, level: 0.8 });
  expect(interval?.lower).toBeCloseTo(means[4] ?? 0, 12);
  expect(interval?.upper).toBeCloseTo(means[36] ?? 0, 12);
});

test('a report names its metric, how it was bootstrapped and what was counted', () => {
  const detections = matched(worked);
  expect(frocReport(detections, { bootstraps: 0, seed: 1, level: 0.95 })).toMatchObject({
    format: 'isocentre-froc',
    version: 1,
    metric: { id: 'cpm', version: 1 },
    bootstrap: null,
    counts: detections.flow,
    curve: frocCurve(detections),
  });
  expect(frocReport(detections, { bootstraps: 3, seed: 4, level: 0.9 }).bootstrap).toEqual({
    unit: 'scan',
    draws: 3,
    seed: 4,
    level: 0.9,
  });
});

// The reference standard and a submission of the challenge, where they stand beside the checkout.
const luna16 =
  process.env['ISOCENTRE_LUNA16'] ?? fileURLToPath(new URL('../../../../../shared/data/luna16', import.meta.url));

describe.skipIf(!existsSync(luna16))(`LUNA16, in ${process.env['ISOCENTRE_LUNA16'] ?? 'shared/data/luna16'}`, () => {
  const textOf = (name: string): { name: string; text: string } => {
    const bytes = readFileSync(`${luna16}/${name}`);
    return { name, text: (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8') };
  };

  test('the submission has its published metric, from the hits and false positives that the naive computation leaves', () => {
    const { study, problems } = readDetectionStudy({
      scans: textOf('seriesuids.csv'),
      reference: textOf('annotations.csv'),
      excluded: textOf('annotations_excluded.csv.gz'),
      marks: textOf('submission_dpn26.csv.gz'),
    });
    expect(problems).toEqual([]);
    const detections = matched(study);
    expect(detections.flow).toMatchObject({ scans: 888, nodules: 1186, marks: 55_677, excludedFindings: 35_192 });
    const naive = naiveDetections(study);
    const sorted = (list: readonly (readonly [number, boolean])[]): string[] => list.map(String).toSorted();
    expect(sorted([...detections.scores].map((score, i) => [score, detections.isHit[i] === 1]))).toEqual(
      sorted(naive.entries.map((entry) => [entry.probability, entry.truth])),
    );
    const { cpm, interval } = cpmOf(detections, { bootstraps: 1000, seed: 1 });
    expect(cpm.toFixed(3)).toBe('0.842');
    expect(interval?.lower).toBeLessThan(cpm);
    expect(interval?.upper).toBeGreaterThan(cpm);
  });
});
