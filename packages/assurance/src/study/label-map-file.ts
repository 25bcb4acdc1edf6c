import { failure, success, type Result } from '@isocentre/evidence';
import { isNIFTI, readHeader, readImage, NIFTI1 } from 'nifti-reader-js';
import { isDicom } from './dicom-data.ts';
import { readSegmentation } from './dicom-segmentation.ts';
import type { LabelMap } from './label-map.ts';

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

/** What the voxels of a map may hold. */
interface VoxelRule {
  readonly right: (value: number) => boolean;
  readonly expected: string;
  /** Which kinds of file there are. */
  readonly kinds: string;
}

const labels: VoxelRule = {
  right: Number.isInteger,
  expected: 'a label, a whole number',
  kinds: 'NIfTI (.nii or .nii.gz) or DICOM SEG',
};

const confidences: VoxelRule = {
  right: (value) => value >= 0 && value < Infinity,
  expected: 'a confidence from 0',
  kinds: 'NIfTI (.nii or .nii.gz)',
};

const readVolume = (bytes: Uint8Array, name: string, { right, expected, kinds }: VoxelRule): Result<LabelMap> => {
  const wrong = (found: string, wanted: string): Result<never> => failure({ where: name, found, expected: wanted });
  const data = bytes.slice().buffer;
  if (!isNIFTI(data)) return wrong('a file of another kind, or one that is cut off', kinds);
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
    if (right(voxels[at] as number)) continue;
    const [x, y] = [at % size[0], Math.floor(at / size[0]) % size[1]];
    const z = Math.floor(at / size[0] / size[1]);
    return wrong(`${voxels[at] ?? ''} in the voxel (${x}, ${y}, ${z})`, expected);
  }
  const slope = header.scl_slope;
  if (!(slope === 0 || slope === 1 || Number.isNaN(slope)) || (slope === 1 && header.scl_inter !== 0))
    return wrong(`values scaled by ${slope} and ${header.scl_inter}`, 'values as they are');
  return success({
    name,
    size,
    spacing: [Math.abs(pixDims[1] ?? 0), Math.abs(pixDims[2] ?? 0), Math.abs(pixDims[3] ?? 0)],
    voxels,
    affine: header.affine.slice(0, 3),
  });
};

/**
 * Reads a label map: NIfTI-1 or NIfTI-2, unpacked, or one segment of a DICOM Segmentation.
 *
 * @param name The name of the file, for messages.
 * @param label The label that will be judged.
 * @returns the map; or what is wrong: another kind of file, a header or an image that is cut off, more than one volume,
 *   a value that is no whole number, such as NaN.
 */
export const readLabelMap = (bytes: Uint8Array, name: string, label: number): Result<LabelMap> =>
  isDicom(bytes) ? readSegmentation(bytes, name, label) : readVolume(bytes, name, labels);

/**
 * Reads a map of candidates: NIfTI as {@link readLabelMap} reads it, with the confidence of the candidate in each voxel, 0
 * where there is none.
 */
export const readCandidateMap = (bytes: Uint8Array, name: string): Result<LabelMap> =>
  readVolume(bytes, name, confidences);
