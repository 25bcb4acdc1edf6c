import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { binaryProtocol, protocolOf } from '../../../../tests/support/example-study.ts';
import { niftiFile } from '../../../../tests/support/nifti-file.ts';
import { readLabelMap } from './label-map-file.ts';
import { onOneGrid } from './label-map.ts';
import { surfaceAgreement } from '../overlap/surface.ts';
import { runStudy } from './run-study.ts';
import { filesOf } from './study-files.ts';

const size = [3, 2, 2] as const;
const labels = [0, 1, 1, 0, 1, 0, 0, 0, 1, 0, 0, 0];
const whole = { size, spacing: [0.5, 1, 2] as const, values: labels };

const foundIn = (bytes: Uint8Array): string => {
  const read = readLabelMap(bytes, 'm.nii', 1);
  return read.ok ? 'right' : read.problems.map(({ where, found }) => `${where}: ${found}`).join();
};

describe('a label map in NIfTI', () => {
  test.each(['uint8', 'int16', 'float32'] as const)('of %s reads with its grid, in either order of bytes', (type) => {
    for (const littleEndian of [true, false]) {
      const read = readLabelMap(niftiFile({ ...whole, type, littleEndian }), 'm.nii', 1);
      if (!read.ok) throw new Error(JSON.stringify(read.problems));
      expect(Array.from(read.value.voxels)).toEqual(labels);
      expect(read.value).toMatchObject({ size, spacing: [0.5, 1, 2] });
    }
  });

  test('cut off, of another kind, with NaN, with a fraction or scaled is refused with its place', () => {
    const bytes = niftiFile({ ...whole, type: 'int16' });
    expect(foundIn(bytes.subarray(0, 100))).toBe('m.nii: a file of another kind, or one that is cut off');
    expect(foundIn(bytes.subarray(0, bytes.length - 1))).toBe('m.nii: an image of 23 bytes, cut off');
    expect(foundIn(new TextEncoder().encode('case,truth\n'.repeat(60)))).toContain('another kind');
    const floats = labels.map((one, index) => (index === 10 ? Number.NaN : one));
    expect(foundIn(niftiFile({ ...whole, values: floats, type: 'float32' }))).toBe('m.nii: NaN in the voxel (1, 1, 1)');
    expect(foundIn(niftiFile({ ...whole, values: [0.5, ...labels.slice(1)], type: 'float32' }))).toContain(
      '0.5 in the voxel (0, 0, 0)',
    );
    expect(foundIn(niftiFile({ ...whole, slope: 2 }))).toContain('values scaled by 2');
    expect(foundIn(niftiFile({ ...whole, volumes: 2 }))).toContain('an image of 4 dimensions');
  });

  test('of another size, spacing or place does not fit another', () => {
    const read = (bytes: Uint8Array, name: string): Parameters<typeof onOneGrid>[0] => {
      const map = readLabelMap(bytes, name, 1);
      if (!map.ok) throw new Error(JSON.stringify(map.problems));
      return map.value;
    };
    const reference = read(niftiFile(whole), 'reference.nii');
    const against = (other: Partial<Parameters<typeof niftiFile>[0]>): unknown => {
      const pair = onOneGrid(reference, read(niftiFile({ ...whole, ...other }), 'result.nii'));
      return pair.ok ? 'fits' : pair.problems[0];
    };
    expect(against({})).toBe('fits');
    expect(against({ size: [2, 3, 2] })).toEqual({
      where: 'result.nii',
      found: '2 × 3 × 2 voxels',
      expected: '3 × 2 × 2, as reference.nii has',
    });
    expect(against({ spacing: [0.5, 1, 2.5] })).toMatchObject({ found: 'voxels of 0.5 × 1 × 2.5 mm' });
    expect(against({ origin: [0, 4, 0] })).toMatchObject({ found: 'another place or direction of the grid' });
  });
});

const mapProtocol = binaryProtocol
  .replace(
    /data:[\s\S]*?primary:/,
    'data:\n  design: label maps\n  cases: cases.csv\n  reference: truth\n  result: drawn\n  tolerance: 2\nprimary:',
  )
  .replace('metric: sensitivity', 'metric: dice')
  .replace('metric: specificity', 'metric: surface-dice')
  .replace(/subgroups:.*/, '');
const protocol = protocolOf(mapProtocol);
const hausdorff = mapProtocol.replace('metric: dice', 'metric: hausdorff-95').replace(/secondary:.*\n/, '');

const cases = (rows: readonly string[]): Uint8Array =>
  new TextEncoder().encode(['case,truth,drawn', ...rows].join('\n'));

describe('a study of label maps', () => {
  const none = labels.map(() => 0);
  const half = labels.map((one, index) => (index < 3 ? one : 0));
  const files = {
    'a.nii': niftiFile(whole),
    'b.nii.gz': gzipSync(niftiFile({ ...whole, values: half })),
    'none.nii': niftiFile({ ...whole, values: none }),
    'long.nii': niftiFile({ size: [3, 2, 3], spacing: whole.spacing, values: [...labels, ...none.slice(0, 6)] }),
  };

  test('has the mean of the cases counted by hand; a case with the label in neither map is counted', () => {
    // Dice of 4 and 2 voxels that share 2 is 4/6; of a map with itself 1.
    const rows = ['one,a.nii,a.nii', 'two,a.nii,b.nii.gz', 'three,none.nii,none.nii'];
    const report = runStudy(protocol, filesOf({ ...files, 'cases.csv': cases(rows) }), true);
    expect(report).toMatchObject({
      ok: true,
      value: {
        endpoints: [
          { result: { metric: 'dice', n: 2, estimate: (1 + 4 / 6) / 2 }, counts: [{ count: 2 }, { count: 1 }] },
          { result: { metric: 'surface-dice', n: 2, estimate: 1 } },
        ],
        files: [{ name: 'a.nii' }, { name: 'b.nii.gz' }, { name: 'cases.csv' }, { name: 'none.nii' }],
      },
    });
  });

  test('HD95 is the mean of distances in mm; where one map alone has the label there is none, and it says so', () => {
    const by = protocolOf(hausdorff);
    const rows = ['one,a.nii,a.nii', 'two,a.nii,b.nii.gz', 'three,none.nii,none.nii'];
    const report = runStudy(by, filesOf({ ...files, 'cases.csv': cases(rows) }), true);
    const [reference, result] = [whole, { ...whole, values: half }].map(({ values }) => values);
    const apart = surfaceAgreement(reference ?? [], result ?? [], whole, 0);
    const distance = apart.ok ? (apart.value.hausdorff95 ?? 0) : 0;
    expect(distance).toBeGreaterThan(0);
    expect(report).toMatchObject({
      ok: true,
      value: {
        endpoints: [
          {
            scale: 'number',
            result: { metric: 'hausdorff-95', n: 2, estimate: expect.closeTo(distance / 2, 12) as number },
            counts: [{ count: 2 }, { count: 1 }],
          },
        ],
      },
    });
    const lost = runStudy(by, filesOf({ ...files, 'cases.csv': cases([...rows, 'four,a.nii,none.nii']) }), true);
    expect(lost.ok ? [] : lost.problems).toMatchObject([
      { found: expect.stringMatching(/^1 with the label in one/) as string },
    ]);
  });

  test('names the row, the column and the file that is wrong', () => {
    const rows = ['one,a.nii,long.nii', 'two,a.nii,lost.nii', 'three,,a.nii', 'four,a.nii,cut.nii'];
    const all = { ...files, 'cut.nii': files['a.nii'].subarray(0, 355), 'cases.csv': cases(rows) };
    const report = runStudy(protocol, filesOf(all), true);
    expect(report.ok ? [] : report.problems.map(({ where, found }) => `${where}: ${found}`)).toEqual([
      'cases.csv:2 drawn: long.nii: 3 × 2 × 3 voxels',
      'cases.csv:3 drawn: lost.nii: no such file',
      'cases.csv:4 truth: nothing',
      'cases.csv:5 drawn: cut.nii: an image of 3 bytes, cut off',
    ]);
  });
});

describe('a study of measured values', () => {
  const phantom = protocolOf(
    binaryProtocol
      .replace(
        /data:[\s\S]*?primary:/,
        'data: { design: measurements, cases: cases.csv, truth: known, measured: seen, unit: mm }\nprimary:',
      )
      .replace('metric: sensitivity', 'metric: bland-altman')
      .replace('atLeast: 0.3', 'atLeast: -0.5, atMost: 0.5')
      .replace('metric: specificity', 'metric: concordance')
      .replace(/subgroups:.*/, ''),
  );
  const rows = [
    [5, 5.1],
    [8, 8.3],
    [10, 9.9],
    [12, 12.2],
    [20, 20],
  ];
  const text = ['case,known,seen', ...rows.map((row, index) => `sphere ${index},${row.join(',')}`)].join('\n');

  test('a phantom is accepted where both bounds of the bias lie within the limits', () => {
    const report = runStudy(phantom, filesOf({ 'cases.csv': new TextEncoder().encode(text) }), true);
    // Differences 0.1, 0.3, −0.1, 0.2, 0 have the mean 0.1 and the standard deviation √0.025; t(0.975, 4) = 2.776445.
    const half = (2.7764451051978 * Math.sqrt(0.025)) / Math.sqrt(5);
    expect(report).toMatchObject({
      ok: true,
      value: {
        endpoints: [
          {
            met: true,
            result: { n: 5, estimate: expect.closeTo(0.1, 12) as number },
            judged: [
              { bound: 'lower', value: expect.closeTo(0.1 - half, 9) as number },
              { bound: 'upper', value: expect.closeTo(0.1 + half, 9) as number },
            ],
          },
          { result: { metric: 'concordance', n: 5 } },
        ],
      },
    });
  });
});
