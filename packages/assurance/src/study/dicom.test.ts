import { describe, expect, test } from 'vitest';
import { binaryProtocol, protocolOf } from '../../../../tests/support/example-study.ts';
import { reportFile, segmentationFile } from '../../../../tests/support/dicom-file.ts';
import { overlapOf } from '../overlap/overlap.ts';
import { readMeasurementReport } from './dicom-report.ts';
import { readLabelMap } from './label-map-file.ts';
import { onOneGrid, type LabelMap } from './label-map.ts';
import { runStudy } from './run-study.ts';
import { filesOf } from './study-files.ts';

const block = [0, 1, 1, 0, 0, 1, 1, 0];
const corner = [1, 0, 0, 0, 0, 0, 0, 0];

const mapOf = (bytes: Uint8Array, label = 1, name = 's.dcm'): LabelMap => {
  const read = readLabelMap(bytes, name, label);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
};
const foundIn = (bytes: Uint8Array): string => {
  const read = readLabelMap(bytes, 's.dcm', 1);
  return read.ok ? 'right' : read.problems.map(({ where, found }) => `${where}: ${found}`).join();
};

describe('a label map in DICOM SEG', () => {
  // Frames out of order, two segments in one slice, and a slice left out between.
  const bytes = segmentationFile([
    [14, 1, block],
    [10, 1, corner],
    [10, 2, block],
  ]);

  test('puts each frame of the segment into its slice, with grid and place', () => {
    const map = mapOf(bytes);
    expect(map).toMatchObject({ size: [4, 2, 3], spacing: [0.5, 0.75, 2] });
    expect(Array.from(map.voxels)).toEqual([...corner, ...block.map(() => 0), ...block]);
    // Left and back count negative in NIfTI's directions.
    expect(map.affine).toEqual([
      [-0.5, 0, 0, 10],
      [0, -0.75, 0, -5],
      [0, 0, 2, 10],
    ]);
    expect(Array.from(mapOf(bytes, 2).voxels).filter((one) => one === 2)).toHaveLength(4);
  });

  test('is set against another on the slices of both', () => {
    const later = mapOf(
      segmentationFile([
        [14, 1, block],
        [18, 1, block],
      ]),
    );
    for (const [one, other] of [
      [mapOf(bytes), later],
      [later, mapOf(bytes)],
    ] as const) {
      const pair = onOneGrid(one, other);
      if (!pair.ok) throw new Error(JSON.stringify(pair.problems));
      const [first, second] = pair.value;
      expect(first.size).toEqual([4, 2, 5]);
      // 5 and 8 voxels, of which the 4 at 14 mm are shared.
      expect(overlapOf(first.voxels, second.voxels, first)).toMatchObject({ value: { dice: 8 / 13 } });
    }
  });

  test('cut off anywhere is refused, by its name', () => {
    for (let end = 132; end < bytes.length; end += 7)
      expect(foundIn(bytes.subarray(0, end))).toMatch(
        /^s\.dcm: (DICOM that is cut off|a segmentation of|no pixels|pixels of|\d+ frames|no place)/,
      );
  });

  test('of another type, or with a frame between slices, is refused', () => {
    expect(foundIn(segmentationFile([[10, 1, block]], 'FRACTIONAL'))).toBe(
      's.dcm: a segmentation of the type FRACTIONAL',
    );
    expect(
      foundIn(
        segmentationFile([
          [10, 1, block],
          [11, 1, block],
        ]),
      ),
    ).toBe('s.dcm: frame 2 between two slices of 2 mm');
  });
});

describe('a structured report', () => {
  const bytes = reportFile([
    ['M-02550', '8.3', 'mm'],
    ['G-D705', '301.5', 'mm3'],
  ]);

  test('gives its measurements with code, value and unit', () => {
    expect(readMeasurementReport(bytes, 'r.dcm')).toEqual({
      ok: true,
      value: [
        { code: 'M-02550', scheme: 'SRT', value: 8.3, unit: 'mm' },
        { code: 'G-D705', scheme: 'SRT', value: 301.5, unit: 'mm3' },
      ],
    });
  });

  test('is the measured value of a case; what is wrong is named by row and file', () => {
    const protocol = protocolOf(
      binaryProtocol
        .replace(
          /data:[\s\S]*?primary:/,
          'data: { design: measurements, cases: cases.csv, truth: known, measured: report, unit: mm, report: { code: M-02550, scheme: SRT } }\nprimary:',
        )
        .replace('metric: sensitivity', 'metric: bland-altman')
        .replace(/secondary:.*\n/, '')
        .replace(/subgroups:.*/, ''),
    );
    const text = (rows: readonly string[]): Uint8Array =>
      new TextEncoder().encode(['case,known,report', ...rows].join('\n'));
    const right = {
      'a.dcm': bytes,
      'b.dcm': reportFile([['M-02550', '4.9', 'mm']]),
      'c.dcm': reportFile([['M-02550', '6', 'mm']]),
    };
    const rows = ['one,8,a.dcm', 'two,5,b.dcm', 'three,6.5,c.dcm'];
    expect(runStudy(protocol, filesOf({ ...right, 'cases.csv': text(rows) }), true)).toMatchObject({
      value: { endpoints: [{ result: { n: 3, estimate: expect.closeTo((0.3 - 0.1 - 0.5) / 3, 12) as number } }] },
    });
    const wrong = {
      'twice.dcm': reportFile([
        ['M-02550', '1', 'mm'],
        ['M-02550', '2', 'mm'],
      ]),
      'unit.dcm': reportFile([['M-02550', '1', 'cm']]),
      'nan.dcm': reportFile([['M-02550', 'NaN', 'mm']]),
      'other.dcm': reportFile([['M-02550', '1', 'mm']], '5200'),
      'cut.dcm': bytes.subarray(0, bytes.length - 9),
      'cases.csv': text([
        '1,1,twice.dcm',
        '2,1,unit.dcm',
        '3,1,nan.dcm',
        '4,1,other.dcm',
        '5,1,cut.dcm',
        '6,1,lost.dcm',
      ]),
    };
    const report = runStudy(protocol, filesOf(wrong), true);
    const found = report.ok ? [] : report.problems.map((one) => `${one.where}: ${one.found}`);
    expect(found.filter((_, index) => index !== 4)).toEqual([
      'cases.csv:2 report: twice.dcm: 2 measurements of M-02550 (SRT)',
      'cases.csv:3 report: unit.dcm: the unit "cm"',
      'cases.csv:4 report: nan.dcm: a value that is no number',
      'cases.csv:5 report: other.dcm: the template 5200',
      'cases.csv:7 report: lost.dcm: no such file',
    ]);
    expect(found[4]).toContain('cases.csv:6 report: cut.dcm: DICOM that is cut off or broken');
  });
});
