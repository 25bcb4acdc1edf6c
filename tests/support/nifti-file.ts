/** What a small NIfTI-1 file holds. */
export interface NiftiContent {
  readonly size: readonly [number, number, number];
  readonly spacing: readonly [number, number, number];
  readonly values: readonly number[];
  readonly type?: 'uint8' | 'int16' | 'float32';
  readonly littleEndian?: boolean;
  readonly origin?: readonly [number, number, number];
  readonly slope?: number;
  readonly volumes?: number;
}

const types = {
  uint8: { code: 2, bytes: 1, write: 'setUint8' },
  int16: { code: 4, bytes: 2, write: 'setInt16' },
  float32: { code: 16, bytes: 4, write: 'setFloat32' },
} as const;

const headerBytes = 352;

/** Writes a NIfTI-1 file (.nii) as the standard lays it out: the header of 348 bytes, no extension, the voxels. */
export const niftiFile = ({
  size,
  spacing,
  values,
  type = 'uint8',
  littleEndian = true,
  origin = [0, 0, 0],
  slope = 0,
  volumes = 1,
}: NiftiContent): Uint8Array => {
  const { code, bytes, write } = types[type];
  const view = new DataView(new ArrayBuffer(headerBytes + values.length * bytes));
  view.setInt32(0, 348, littleEndian);
  for (const [axis, count] of [volumes > 1 ? 4 : 3, ...size, volumes, 1, 1, 1].entries())
    view.setInt16(40 + 2 * axis, count, littleEndian);
  view.setInt16(70, code, littleEndian);
  view.setInt16(72, 8 * bytes, littleEndian);
  for (const [axis, step] of [1, ...spacing].entries()) view.setFloat32(76 + 4 * axis, step, littleEndian);
  view.setFloat32(108, headerBytes, littleEndian);
  view.setFloat32(112, slope, littleEndian);
  view.setInt16(254, 1, littleEndian);
  for (const [axis, step] of spacing.entries()) {
    view.setFloat32(280 + 16 * axis + 4 * axis, step, littleEndian);
    view.setFloat32(280 + 16 * axis + 12, origin[axis] ?? 0, littleEndian);
  }
  for (const [index, letter] of Array.from('n+1\0').entries()) view.setUint8(344 + index, letter.charCodeAt(0));
  for (const [index, value] of values.entries()) view[write](headerBytes + index * bytes, value, littleEndian);
  return new Uint8Array(view.buffer);
};
