import type { Result } from '@isocentre/evidence';
import { quantile7 } from '@isocentre/statistics';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { naiveSurface } from '../../../../tests/independent/naive-surface.ts';
import { meanOverCases } from '../over-cases.ts';
import { squaredDistances } from './distance-transform.ts';
import type { VoxelGrid } from './label-map.ts';
import { overlapOf } from './overlap.ts';
import { surfaceAgreement } from './surface.ts';

type Triple = readonly [number, number, number];
const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
};

const unit: Triple = [1, 1, 1];
const cube: VoxelGrid = { size: [99, 99, 99], spacing: unit };
const maskOf = ({ size }: VoxelGrid, inside: (x: number, y: number, z: number) => boolean): Uint8Array => {
  const mask = new Uint8Array(size[0] * size[1] * size[2]);
  for (let z = 0, at = 0; z < size[2]; z += 1)
    for (let y = 0; y < size[1]; y += 1)
      for (let x = 0; x < size[0]; x += 1, at += 1) mask[at] = Number(inside(x, y, z));
  return mask;
};
const sphere = (radius: number, centre: Triple, { size, spacing } = cube): Uint8Array =>
  maskOf(
    { size, spacing },
    (x, y, z) =>
      (x * spacing[0] - centre[0]) ** 2 + (y * spacing[1] - centre[1]) ** 2 + (z * spacing[2] - centre[2]) ** 2 <=
      radius ** 2,
  );
const errorOf = (found: number | null, expected: number): number =>
  Math.abs((found ?? Number.NaN) - expected) / expected;

// The spheres of MONAI's own tests of Hausdorff and average surface distance, to the digits that stand there.
describe('MONAI’s spheres', () => {
  test('radius 20, moved by one voxel along each axis', () => {
    const found = valueOf(surfaceAgreement(sphere(20, [20, 20, 20]), sphere(20, [19, 19, 19]), cube, 1));
    expect(errorOf(found.hausdorff, 1.7320508075688772)).toBeLessThan(1e-14);
  });
  test('radius 33, moved by one voxel along one axis', () => {
    const found = valueOf(surfaceAgreement(sphere(33, [20, 33, 22]), sphere(33, [19, 33, 22]), cube, 1));
    expect(found.hausdorff).toBe(1);
    expect(errorOf(found.averageDistance, 0.350217)).toBeLessThan(1e-5);
  });
  test('radius 20 in radius 40', () => {
    const found = valueOf(surfaceAgreement(sphere(40, [20, 33, 22]), sphere(20, [20, 33, 22]), cube, 1));
    expect(errorOf(found.hausdorff, 20.223748416156685)).toBeLessThan(1e-14);
    expect(errorOf(found.hausdorff95, 20.09975124224178)).toBeLessThan(1e-14);
    expect(errorOf(found.averageDistance, 15.117741)).toBeLessThan(1e-6);
  });
  test('voxels of 0.85 × 1.2 × 0.9 mm', () => {
    const grid: VoxelGrid = { ...cube, spacing: [0.85, 1.2, 0.9] };
    const moved = valueOf(surfaceAgreement(sphere(20, [19, 19, 19], grid), sphere(20, [20, 20, 20], grid), grid, 1));
    expect(errorOf(moved.hausdorff, 2.2671568)).toBeLessThan(1e-6);
    const inner = valueOf(surfaceAgreement(sphere(30, [20, 33, 22], grid), sphere(15, [20, 33, 22], grid), grid, 1));
    expect(errorOf(inner.hausdorff, 15.62594)).toBeLessThan(1e-6);
    const average = valueOf(surfaceAgreement(sphere(33, [43, 45, 52], grid), sphere(33, [42, 45, 52], grid), grid, 1));
    expect(errorOf(average.averageDistance, 0.4951)).toBeLessThan(1e-5);
  });
});

describe('the surface Dice of MONAI’s tests', () => {
  test('a half image moved by ten columns', () => {
    const grid: VoxelGrid = { size: [640, 480, 1], spacing: unit };
    const [one, other] = [maskOf(grid, (x) => x >= 60), maskOf(grid, (x) => x >= 50)];
    const at = (tolerance: number): number | null => valueOf(surfaceAgreement(one, other, grid, tolerance)).surfaceDice;
    expect(at(0)).toBeCloseTo(1 - (478 + 480 + 9 * 2) / (480 * 4 + 588 * 2 + 578 * 2), 14);
    expect(at(10)).toBe(1);
    expect(at(9.99)).toBeLessThan(1);
  });
  test('a half volume moved by ten slices', () => {
    const grid: VoxelGrid = { size: [80, 110, 200], spacing: unit };
    const [one, other] = [maskOf(grid, (x) => x >= 30), maskOf(grid, (x) => x >= 20)];
    expect(valueOf(surfaceAgreement(one, other, grid, 0)).surfaceDice).toBeCloseTo(
      1 -
        (200 * 110 + 198 * 108 + 9 * 200 * 2 + 9 * 108 * 2) /
          (200 * 110 * 4 + (58 + 48) * 200 * 2 + (58 + 48) * 108 * 2),
      14,
    );
  });
  test('two bars apart', () => {
    const grid: VoxelGrid = { size: [10, 10, 1], spacing: unit };
    const one = maskOf(grid, (x, y) => x === 6 && y >= 5 && y < 8);
    const other = maskOf(grid, (x, y) => x === 1 && y >= 1 && y < 4);
    const at = (tolerance: number): number | null => valueOf(surfaceAgreement(one, other, grid, tolerance)).surfaceDice;
    expect([at(0), at(5.5), at(6), at(7)]).toEqual([0, 2 / 6, 4 / 6, 1]);
    const { hausdorff, averageDistance } = valueOf(surfaceAgreement(one, other, grid, 1));
    expect(hausdorff).toBe(Math.sqrt(41));
    expect(averageDistance).toBeCloseTo((Math.sqrt(29) + Math.sqrt(34) + Math.sqrt(41)) / 3, 14);
  });
});

const pair = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 4 }))
  .filter((size) => Math.max(...size) > 1)
  .chain((size) => {
    const voxels = size[0] * size[1] * size[2];
    const mask = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: voxels, maxLength: voxels });
    return fc.record({
      size: fc.constant(size),
      spacing: fc.tuple(
        ...([0, 0, 0].map(() => fc.integer({ min: 1, max: 30 }).map((tenths) => tenths / 10)) as [
          fc.Arbitrary<number>,
          fc.Arbitrary<number>,
          fc.Arbitrary<number>,
        ]),
      ),
      one: mask,
      other: mask,
    });
  });

describe('two label maps', () => {
  test('stand apart as every pair of surface voxels does', () => {
    fc.assert(
      fc.property(pair, ({ size, spacing, one, other }) => {
        fc.pre(one.includes(1) && other.includes(1));
        const naive = naiveSurface(one, other, size, spacing);
        const found = valueOf(surfaceAgreement(one, other, { size, spacing }, 1.2));
        const [there, back] = naive.directions;
        expect(found.surfaceVoxels).toEqual({ reference: there.length, result: back.length });
        expect(found.emptiness).toBe('neither');
        expect(found.hausdorff).toBeCloseTo(Math.max(...there, ...back), 12);
        expect(found.hausdorff95).toBeCloseTo(Math.max(quantile7(there, 0.95), quantile7(back, 0.95)), 12);
        const all = [...there, ...back];
        expect(found.averageDistance).toBeCloseTo(all.reduce((sum, value) => sum + value, 0) / all.length, 12);
        expect(found.surfaceDice).toBeCloseTo(all.filter((value) => value <= 1.2 + 1e-9).length / all.length, 12);
        const overlap = valueOf(overlapOf(one, other, { size, spacing }));
        expect(overlap.iou).toBeCloseTo(naive.shared / naive.either, 14);
        expect(overlap.dice).toBeCloseTo((2 * naive.shared) / (naive.shared + naive.either), 14);
        expect(overlap.voxels.both).toBe(naive.shared);
      }),
      { seed: 31, numRuns: 150 },
    );
  });

  test('turn over, and scale with the voxels', () => {
    fc.assert(
      fc.property(pair, ({ size, spacing, one, other }) => {
        const found = valueOf(surfaceAgreement(one, other, { size, spacing }, 2));
        const turned = valueOf(surfaceAgreement(other, one, { size, spacing }, 2));
        expect(turned.hausdorff95).toEqual(found.hausdorff95);
        expect(turned.surfaceDice).toEqual(found.surfaceDice);
        const doubled = spacing.map((step) => 2 * step) as unknown as Triple;
        const large = valueOf(surfaceAgreement(one, other, { size, spacing: doubled }, 4));
        expect(large.hausdorff).toBe(found.hausdorff === null ? null : 2 * found.hausdorff);
        expect(large.surfaceDice).toEqual(found.surfaceDice);
      }),
      { seed: 32, numRuns: 100 },
    );
  });

  test('may hold other labels, which are judged by their number', () => {
    const grid: VoxelGrid = { size: [5, 1, 1], spacing: [2, 1, 1] };
    const [one, other] = [Int16Array.of(0, 3, 3, 3, 1), Int16Array.of(3, 3, 3, 0, 1)];
    expect(valueOf(overlapOf(one, other, grid, 3))).toMatchObject({
      metric: 'overlap',
      version: 1,
      voxels: { reference: 3, result: 3, both: 2 },
      dice: 4 / 6,
      iou: 2 / 4,
    });
    expect(valueOf(overlapOf(one, other, grid)).dice).toBe(1);
    expect(valueOf(surfaceAgreement(one, other, grid, 1, 3))).toMatchObject({
      metric: 'surface',
      version: 1,
      surfaceVoxels: { reference: 2, result: 2 },
      hausdorff: 2,
      averageDistance: 2,
      surfaceDice: 0,
      tolerance: 1,
    });
  });

  test('an image of one voxel has a surface', () => {
    const grid: VoxelGrid = { size: [1, 1, 1], spacing: unit };
    expect(valueOf(surfaceAgreement([1], [1], grid, 0))).toMatchObject({ hausdorff: 0, surfaceDice: 1 });
  });
});

describe('empty masks', () => {
  const grid: VoxelGrid = { size: [3, 3, 3], spacing: unit };
  const [none, some] = [new Uint8Array(27), maskOf(grid, (x) => x === 1)];
  test('both: nothing to measure', () => {
    expect(valueOf(overlapOf(none, none, grid))).toMatchObject({ emptiness: 'both', dice: null, iou: null });
    expect(valueOf(surfaceAgreement(none, none, grid, 1))).toMatchObject({
      emptiness: 'both',
      hausdorff: null,
      hausdorff95: null,
      averageDistance: null,
      surfaceDice: null,
    });
  });
  test.each([
    [none, some, 'reference'],
    [some, none, 'result'],
  ] as const)('one: no overlap, endless distance: %#', (one, other, emptiness) => {
    expect(valueOf(overlapOf(one, other, grid))).toMatchObject({ emptiness, dice: 0, iou: 0 });
    expect(valueOf(surfaceAgreement(one, other, grid, 1))).toMatchObject({
      emptiness,
      hausdorff: Infinity,
      hausdorff95: Infinity,
      averageDistance: Infinity,
      surfaceDice: 0,
    });
  });
});

describe('maps that do not fit', () => {
  const grid: VoxelGrid = { size: [2, 2, 1], spacing: unit };
  test('are named', () => {
    const four = new Uint8Array(4);
    expect(overlapOf(new Uint8Array(5), four, grid)).toEqual({
      ok: false,
      problems: [{ where: 'the reference', found: '5 voxels', expected: '4: 2 × 2 × 1' }],
    });
    expect(surfaceAgreement(four, new Uint8Array(6), grid, 1)).toMatchObject({ problems: [{ where: 'the result' }] });
    expect(overlapOf(four, four, { ...grid, spacing: [1, 0, 1] })).toMatchObject({
      problems: [{ where: 'the grid', found: 'a spacing of 1 × 0 × 1 mm' }],
    });
    expect(overlapOf(four, four, { ...grid, size: [2, 2.5, 1] })).toMatchObject({
      problems: [{ where: 'the grid', found: 'a size of 2 × 2.5 × 1' }],
    });
    for (const tolerance of [-1, Number.NaN])
      expect(() => surfaceAgreement(four, four, grid, tolerance)).toThrow(RangeError);
  });
});

describe('the distance transform', () => {
  test('of one voxel is its distance, in mm', () => {
    const grid: VoxelGrid = { size: [5, 4, 3], spacing: [1, 2, 3] };
    const found = squaredDistances(
      maskOf(grid, (x, y, z) => x === 1 && y === 2 && z === 0),
      grid,
    );
    const expected = new Float64Array(60);
    for (let at = 0; at < 60; at += 1) {
      const [x, y, z] = [at % 5, Math.floor(at / 5) % 4, Math.floor(at / 20)];
      expected[at] = (x - 1) ** 2 + (2 * (y - 2)) ** 2 + (3 * z) ** 2;
    }
    expect(found).toEqual(expected);
  });
  test('of nothing is endless', () => {
    expect(squaredDistances(new Uint8Array(8), { size: [2, 2, 2], spacing: unit })).toEqual(
      new Float64Array(8).fill(Infinity),
    );
  });
});

describe('the mean over cases', () => {
  const options = { bootstraps: 500, seed: 3 };
  test('leaves out where there was nothing to measure, and counts it', () => {
    const found = valueOf(meanOverCases([0.5, null, 1, null], options));
    expect(found).toMatchObject({ metric: 'mean-over-cases', version: 1, n: 2, estimate: 0.75, notMeasured: 2 });
    expect(found.interval).toMatchObject({ level: 0.95, method: 'bootstrap-percentile', lower: 0.5, upper: 1 });
    expect(valueOf(meanOverCases([0.5, 1], options)).interval).toEqual(found.interval);
  });
  test('has the interval of a mean', () => {
    const values = Array.from({ length: 200 }, (_, i) => (i % 20) / 20);
    const { estimate, interval } = valueOf(meanOverCases(values, { ...options, bootstraps: 4000, level: 0.9 }));
    // The standard deviation of the list over √200, times the normal quantile.
    const half = (1.6449 * Math.sqrt(399 / 12)) / 20 / Math.sqrt(200);
    expect(Math.abs(interval.lower - (estimate - half))).toBeLessThan(0.003);
    expect(Math.abs(interval.upper - (estimate + half))).toBeLessThan(0.003);
    expect(interval.level).toBe(0.9);
    expect(valueOf(meanOverCases(values, { ...options, seed: 4 })).interval).not.toEqual(
      valueOf(meanOverCases(values, options)).interval,
    );
  });
  test('is endless where a case is', () => {
    expect(valueOf(meanOverCases([1, 2, Infinity], options)).interval.upper).toBe(Infinity);
  });
  test('needs two, all of them numbers', () => {
    expect(meanOverCases([null, 1], options)).toMatchObject({ problems: [{ found: '1 measured' }] });
    expect(meanOverCases([1, Number.NaN, 1], options)).toMatchObject({ problems: [{ where: 'values[1]' }] });
    expect(() => meanOverCases([1, 2], { ...options, bootstraps: 0 })).toThrow(RangeError);
    expect(() => meanOverCases([1, 2], { ...options, level: 1 })).toThrow(RangeError);
  });
});
