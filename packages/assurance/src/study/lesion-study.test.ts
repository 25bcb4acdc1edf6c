import { describe, expect, test } from 'vitest';
import { binaryProtocol, protocolOf } from '../../../../tests/support/example-study.ts';
import { niftiFile } from '../../../../tests/support/nifti-file.ts';
import { compareLesions, lesionDetection } from '../lesions/lesion-detection.ts';
import { matchLesions, type MatchedCase } from '../lesions/match-lesions.ts';
import { compareStudy, comparisonReportSchema } from './compare-study.ts';
import { readCandidateMap } from './label-map-file.ts';
import { studyReportSchema } from './report-schema.ts';
import { runStudy } from './run-study.ts';
import { filesOf } from './study-files.ts';

const size = [4, 2, 1] as const;
const mapOf = (values: readonly number[], type: 'uint8' | 'float32' = 'float32'): Uint8Array =>
  niftiFile({ size, spacing: [1, 1, 1], values: Array.from({ length: 8 }, (_, i) => values[i] ?? 0), type });

// In eighths, which single precision holds: two cases with a lesion of two voxels, two without.
const maps = {
  'a.nii': mapOf([1, 1], 'uint8'),
  'b.nii': mapOf([0, 0, 1, 1], 'uint8'),
  'none.nii': mapOf([2], 'uint8'),
  // Found with an overlap of 2/3, and false beside it.
  'a-1.nii': mapOf([0.875, 0.875, 0, 0.25, 0.875]),
  'b-1.nii': mapOf([0.5]),
  'c-1.nii': mapOf([0.625]),
  'a-2.nii': mapOf([0.125, 0.125]),
  'b-2.nii': mapOf([0, 0, 0.75, 0.75]),
  'empty.nii': mapOf([]),
} as const;
const table = `case,excluded,reference,first,second
a,,a.nii,a-1.nii,a-2.nii
b,,b.nii,b-1.nii,b-2.nii
c,,none.nii,c-1.nii,empty.nii
d,,none.nii,empty.nii,empty.nii
e,moved,,,
`;
const protocolWith = (metric: string, data = '') =>
  protocolOf(
    binaryProtocol.replace(
      /data:[\s\S]*/,
      `data: { design: lesions, cases: cases.csv, excluded: excluded, reference: reference, result: first, comparator: { result: second }${data} }
primary: { metric: ${metric}, version: 1, criterion: { atLeast: 0.1, reason: a test } }
comparison: { margin: 0.1, reason: a test }
`,
    ),
  );
const files = (cases = table) => filesOf({ ...maps, 'cases.csv': new TextEncoder().encode(cases) });

const matched = (
  lesions: number,
  confidences: readonly number[],
  ...overlaps: readonly { lesion: number; candidate: number; iou: number }[]
): MatchedCase => matchLesions({ lesions, confidences, overlaps });
const first = [
  matched(1, [0.875, 0.25], { lesion: 0, candidate: 0, iou: 2 / 3 }),
  matched(1, [0.5]),
  matched(0, [0.625]),
  matched(0, []),
];
const second = [
  matched(1, [0.125], { lesion: 0, candidate: 0, iou: 1 }),
  matched(1, [0.75], { lesion: 0, candidate: 0, iou: 1 }),
  matched(0, []),
  matched(0, []),
];
const options = { bootstraps: 1000, seed: 1, level: 0.95 };

describe('a study of lesions', () => {
  const run = (metric: string, data = '', cases = table) => {
    const report = runStudy(protocolWith(metric, data), files(cases), true);
    if (!report.ok) throw new Error(JSON.stringify(report.problems));
    expect(studyReportSchema.safeParse(report.value).error).toBeUndefined();
    return report.value;
  };

  test('has the average precision, the area and their mean as counted by hand', () => {
    const report = run('picai-score');
    const [score] = report.endpoints;
    // By falling confidence: hit, false, false, false. One of two lesions at precision 1. Cases: 7/8 and 1/2 against 5/8, 0.
    expect(score).toMatchObject({
      scale: 'share',
      result: { metric: 'picai-score', n: 4, estimate: (1 / 2 + 3 / 4) / 2 },
      beside: [
        { what: 'average precision over lesions', estimate: 1 / 2 },
        { what: 'area under the ROC curve over cases', estimate: 3 / 4 },
      ],
      counts: [
        { what: 'cases with a lesion', count: 2 },
        { what: 'cases without', count: 2 },
        { what: 'lesions found', count: 1 },
        { what: 'lesions missed', count: 1 },
        { what: 'candidates: false positive', count: 3 },
        { what: 'candidates: on a lesion that is another’s', count: 0 },
        { what: 'draws without a case of one kind, left out' },
      ],
    });
    expect(score?.curve).toBeUndefined();
    expect(report.flow).toMatchObject({ read: 5, analysed: 4, excluded: [{ reason: 'moved', cases: 1 }] });
    const direct = lesionDetection(first, options);
    expect(direct.ok && direct.value.interval).toEqual(score?.result.interval);
  });

  test('each part has its curve', () => {
    const [precision] = run('lesion-average-precision').endpoints;
    expect(precision?.result).toMatchObject({ metric: 'lesion-average-precision', estimate: 1 / 2 });
    expect(precision?.curve).toMatchObject({ x: 'Sensitivity over lesions', y: 'Precision' });
    expect(precision?.curve?.points).toEqual([
      [1 / 2, 1],
      [1 / 2, 1 / 2],
      [1 / 2, 1 / 3],
      [1 / 2, 1 / 4],
    ]);
    const [area] = run('case-auroc').endpoints;
    expect(area?.result).toMatchObject({ metric: 'case-auroc', estimate: 3 / 4 });
    expect(area?.beside).toBeUndefined();
    expect(area?.curve?.points).toEqual([
      [0, 0],
      [0, 1 / 2],
      [1 / 2, 1 / 2],
      [1 / 2, 1],
      [1, 1],
    ]);
  });

  test('asks for the overlap and the label that the protocol states', () => {
    expect(run('picai-score', ', overlap: 0.7').endpoints[0]?.counts.slice(2, 5)).toMatchObject([
      { count: 0 },
      { count: 2 },
      { count: 4 },
    ]);
    // Of label 2 the lesions are those of the other two cases; one is found, by the candidate of its single voxel.
    expect(run('picai-score', ', label: 2').endpoints[0]?.counts.slice(2, 4)).toMatchObject([
      { count: 1 },
      { count: 1 },
    ]);
  });

  test('names row, column and file of what is wrong', () => {
    const wrong = {
      ...maps,
      'soft.nii': mapOf([0.25, 0.5]),
      'negative.nii': mapOf([0, -1]),
      'nan.nii': mapOf([Number.NaN]),
      'larger.nii': niftiFile({ size: [4, 2, 2], spacing: [1, 1, 1], values: Array.from({ length: 16 }, () => 0) }),
      'cases.csv': new TextEncoder().encode(
        `case,excluded,reference,first,second
a,,a.nii,soft.nii,negative.nii
b,,a-1.nii,nan.nii,a-2.nii
c,,a.nii,larger.nii,
`,
      ),
    };
    const report = runStudy(protocolWith('picai-score'), filesOf(wrong), true);
    expect(report.ok ? [] : report.problems.map(({ where, found }) => `${where}: ${found}`)).toEqual([
      'cases.csv:2 first: soft.nii: 2 different confidences in 1 separate candidates',
      'cases.csv:2 second: negative.nii: -1 in the voxel (1, 0, 0)',
      'cases.csv:3 reference: a-1.nii: 0.875 in the voxel (0, 0, 0)',
      'cases.csv:3 first: nan.nii: NaN in the voxel (0, 0, 0)',
      'cases.csv:4 first: larger.nii: 4 × 2 × 2 voxels',
      'cases.csv:4 second: nothing',
    ]);
    const cut = readCandidateMap(mapOf([0.5]).slice(0, 360), 'cut.nii');
    expect(cut).toMatchObject({ ok: false, problems: [{ where: 'cut.nii' }] });
    expect(readCandidateMap(new TextEncoder().encode('no map'), 'text')).toMatchObject({
      problems: [{ where: 'text', expected: 'NIfTI (.nii or .nii.gz)' }],
    });
    const alone = runStudy(protocolWith('picai-score'), files(table.replaceAll('none.nii', 'a.nii')), true);
    expect(alone).toMatchObject({ ok: false, problems: [{ found: '4 with a lesion and 0 without' }] });
  });
});

describe('two detectors of lesions on the same cases', () => {
  test('differ by their metrics, with the same cases drawn for both', () => {
    for (const [metric, estimate, part] of [
      ['picai-score', -3 / 8, 'score'],
      ['lesion-average-precision', -1 / 2, 'averagePrecision'],
      ['case-auroc', -1 / 4, 'auroc'],
    ] as const) {
      const report = compareStudy(protocolWith(metric), files(), true);
      if (!report.ok) throw new Error(JSON.stringify(report.problems));
      expect(comparisonReportSchema.safeParse(report.value).error).toBeUndefined();
      const [found] = report.value.endpoints;
      expect(found?.second.estimate).toBe(1);
      expect(found?.difference).toMatchObject({ metric: `${metric}-difference`, n: 4, estimate });
      const direct = compareLesions(first, second, options);
      if (!direct.ok) throw new Error('no');
      expect(found?.difference.interval).toEqual(direct.value[part].interval);
      expect(found?.judged).toMatchObject({ bound: 'lower', limit: -0.1, met: false });
    }
  });

  test('turned round the difference changes its sign; a detector against itself differs by nothing', () => {
    const [forward, back] = [compareLesions(first, second, options), compareLesions(second, first, options)];
    const itself = compareLesions(first, first, options);
    if (!forward.ok || !back.ok || !itself.ok) throw new Error('no');
    for (const part of ['score', 'averagePrecision', 'auroc'] as const) {
      expect(back.value[part].estimate).toBe(-forward.value[part].estimate);
      expect(back.value[part].interval.lower).toBeCloseTo(-forward.value[part].interval.upper, 12);
      expect(itself.value[part]).toMatchObject({ estimate: 0, interval: { lower: 0, upper: 0 } });
    }
  });

  test('other cases are a mistake of the program, cases of one kind one of the data', () => {
    expect(() => compareLesions(first, second.slice(1), options)).toThrow(RangeError);
    expect(() => compareLesions(first, first.toReversed(), options)).toThrow('other lesions');
    expect(() => compareLesions(first, second, { ...options, level: 1 })).toThrow(RangeError);
    expect(compareLesions(first.slice(0, 1), second.slice(0, 1), options)).toMatchObject({
      ok: false,
      problems: [{ found: '1 with a lesion and 0 without' }],
    });
  });
});
