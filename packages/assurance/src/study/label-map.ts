import { failure, success, type Result } from '@isocentre/evidence';
import type { VoxelGrid } from '../overlap/label-map.ts';

/** A label map as it stands in a file. */
export interface LabelMap extends VoxelGrid {
  readonly name: string;
  /** One label a voxel, x quickest. */
  readonly voxels: ArrayLike<number>;
  /** Where the first voxel is and how a step along each axis moves, in mm: three rows of four. */
  readonly affine: readonly (readonly number[])[];
  /** Whether slices without the label may be missing at either end, as in DICOM SEG. */
  readonly isSparse?: boolean;
}

// Headers hold places in single precision.
const tolerance = 1e-3;

/** Moves the first slice of a map down by so many slices, and gives it as many as asked, empty where it has none. */
const withSlices = (map: LabelMap, below: number, slices: number): LabelMap => {
  const [nx, ny] = map.size;
  const voxels = new Uint16Array(nx * ny * slices);
  voxels.set(Uint16Array.from(map.voxels), below * nx * ny);
  const affine = map.affine.map((row) =>
    row.map((value, column) => (column === 3 ? value - below * (row[2] ?? 0) : value)),
  );
  return { ...map, size: [nx, ny, slices], voxels, affine };
};

/** Sets two maps whose empty slices may be missing on the slices of both, where they have one grid in the plane. */
const onSharedSlices = (one: LabelMap, other: LabelMap): readonly [LabelMap, LabelMap] => {
  // How far the second begins above the first, in slices, along the direction of the first.
  const step = one.affine.map((row) => row[2] ?? 0);
  const apart = one.affine.map((row, axis) => (other.affine[axis]?.[3] ?? 0) - (row[3] ?? 0));
  const length = step.reduce((sum, value) => sum + value * value, 0);
  const offset = Math.round(step.reduce((sum, value, axis) => sum + value * (apart[axis] ?? 0), 0) / length);
  const [below, slices] = [Math.min(0, offset), Math.max(one.size[2], offset + other.size[2])];
  return [withSlices(one, -below, slices - below), withSlices(other, offset - below, slices - below)];
};

/**
 * Checks that two label maps stand on one grid: as many voxels along each axis, of one size, in one place.
 *
 * @returns both; or what is different.
 */
export const onOneGrid = (first: LabelMap, second: LabelMap): Result<readonly [LabelMap, LabelMap]> => {
  const isSparse = first.isSparse === true && second.isSparse === true;
  const [reference, result] = isSparse ? onSharedSlices(first, second) : [first, second];
  const wrong = (found: string, expected: string): Result<never> =>
    failure({ where: result.name, found, expected: `${expected}, as ${reference.name} has` });
  const [size, wanted] = [result.size.join(' × '), reference.size.join(' × ')];
  if (size !== wanted) return wrong(`${size} voxels`, wanted);
  const isNear = (one: number, other: number): boolean => Math.abs(one - other) <= tolerance;
  if (!result.spacing.every((step, axis) => isNear(step, reference.spacing[axis] ?? 0)))
    return wrong(`voxels of ${result.spacing.join(' × ')} mm`, reference.spacing.join(' × '));
  const places = result.affine.flat();
  if (!reference.affine.flat().every((value, index) => isNear(value, places[index] ?? Number.NaN)))
    return wrong('another place or direction of the grid', 'one grid');
  return success([reference, result]);
};
