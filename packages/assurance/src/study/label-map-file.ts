import { failure, success, type Result } from '@isocentre/evidence';
import { isNIFTI, readHeader, readImage, NIFTI1 } from 'nifti-reader-js';
import type { VoxelGrid } from '../overlap/label-map.ts';
import { isDicom } from './dicom-data.ts';
import { readSegmentation } from './dicom-segmentation.ts';

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

const typeNames: ReadonlyMap<number, new (buffer: ArrayBuffer) => ArrayLike<number>> = new Map<
  number,
  new (buffer: ArrayBuffer) => ArrayLike<number>
>([
  [NIFTI1.TYPE_UINT8, Uint8Array],
  [NIFTI1.TYPE_INT8, Int8Array],
  [NIFTI1.TYPE_INT16, Int16Array],
  [NIFTI1.TYPE_UINT16, Uint16Array],
  [NIFTI1.TYPE_INT32, Int32Array],
  [NIFTI1.TYPE_UINT32, Uint32Array],
  [NIFTI1.TYPE_FLOAT32, Float32Array],
  [NIFTI1.TYPE_FLOAT64, Float64Array],
]);

const bitsOfByte = 8;

/** Turns the bytes of each value round, where a file was written on a machine of the other order. */
const swapped = (buffer: ArrayBuffer, size: number): ArrayBuffer => {
  const bytes = new Uint8Array(buffer);
  for (let at = 0; at + size <= bytes.length; at += size) bytes.subarray(at, at + size).reverse();
  return buffer;
};

/**
 * Reads a label map: NIfTI-1 or NIfTI-2, unpacked, or one segment of a DICOM Segmentation.
 *
 * @param name The name of the file, for messages.
 * @param label The label that will be judged.
 * @returns the map; or what is wrong: another kind of file, a header or an image that is cut off, more than one volume,
 *   a value that is no whole number, such as NaN.
 */
export const readLabelMap = (bytes: Uint8Array, name: string, label: number): Result<LabelMap> => {
  const wrong = (found: string, expected: string): Result<never> => failure({ where: name, found, expected });
  if (isDicom(bytes)) return readSegmentation(bytes, name, label);
  const data = bytes.slice().buffer;
  if (!isNIFTI(data))
    return wrong('a file of another kind, or one that is cut off', 'NIfTI (.nii or .nii.gz) or DICOM SEG');
  const header = readHeader(data);
  const { dims, pixDims, datatypeCode, numBitsPerVoxel, vox_offset: offset } = header;
  const size = [1, 2, 3].map((axis) => (axis <= (dims[0] ?? 0) ? (dims[axis] ?? 0) : 1)) as [number, number, number];
  if (dims.slice(4, 1 + (dims[0] ?? 0)).some((count) => count > 1))
    return wrong(`an image of ${dims[0] ?? 0} dimensions`, 'one volume of three');
  const type = typeNames.get(datatypeCode);
  if (!type) return wrong(`voxels of the type ${datatypeCode}`, 'whole numbers of at most 32 bits, or floating point');
  const bytesAVoxel = numBitsPerVoxel / bitsOfByte;
  const needed = size[0] * size[1] * size[2] * bytesAVoxel;
  if (data.byteLength < offset + needed)
    return wrong(`an image of ${data.byteLength - offset} bytes, cut off`, `${needed}: ${size.join(' × ')} voxels`);
  const image = readImage(header, data);
  const voxels = new type(header.littleEndian ? image : swapped(image, bytesAVoxel));
  for (let at = 0; at < voxels.length; at += 1) {
    if (Number.isInteger(voxels[at])) continue;
    const [x, y] = [at % size[0], Math.floor(at / size[0]) % size[1]];
    const z = Math.floor(at / size[0] / size[1]);
    return wrong(`${voxels[at] ?? ''} in the voxel (${x}, ${y}, ${z})`, 'a label, a whole number');
  }
  const slope = header.scl_slope;
  if (!(slope === 0 || slope === 1 || Number.isNaN(slope)) || (slope === 1 && header.scl_inter !== 0))
    return wrong(`values scaled by ${slope} and ${header.scl_inter}`, 'labels as they are');
  return success({
    name,
    size,
    spacing: [Math.abs(pixDims[1] ?? 0), Math.abs(pixDims[2] ?? 0), Math.abs(pixDims[3] ?? 0)],
    voxels,
    affine: header.affine.slice(0, 3),
  });
};

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
