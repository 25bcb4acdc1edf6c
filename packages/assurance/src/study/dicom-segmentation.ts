import { failure, success, type Result } from '@isocentre/evidence';
import type { DataSet } from 'dicom-parser';
import { itemAt, itemsOf, numbersOf, readDicom } from './dicom-data.ts';
import type { LabelMap } from './label-map.ts';

const tags = {
  rows: 'x00280010',
  columns: 'x00280011',
  frames: 'x00280008',
  bitsAllocated: 'x00280100',
  segmentationType: 'x00620001',
  pixels: 'x7fe00010',
  shared: 'x52009229',
  perFrame: 'x52009230',
  segmentIdentification: 'x0062000a',
  segmentNumber: 'x0062000b',
  planePosition: 'x00209113',
  position: 'x00200032',
  planeOrientation: 'x00209116',
  orientation: 'x00200037',
  pixelMeasures: 'x00289110',
  pixelSpacing: 'x00280030',
  betweenSlices: 'x00180088',
  sliceThickness: 'x00180050',
} as const;

type Vector = readonly [number, number, number];

const vectorOf = (values: readonly number[], from = 0): Vector | undefined => {
  const [x, y, z] = values.slice(from, from + 3);
  return x === undefined || y === undefined || z === undefined || ![x, y, z].every(Number.isFinite)
    ? undefined
    : [x, y, z];
};

const along = (one: Vector, other: Vector): number => one[0] * other[0] + one[1] * other[1] + one[2] * other[2];

const normalOf = (u: Vector, v: Vector): Vector => [
  u[1] * v[2] - u[2] * v[1],
  u[2] * v[0] - u[0] * v[2],
  u[0] * v[1] - u[1] * v[0],
];

// How far a frame may lie from its slice, as a share of the distance between slices.
const offSlice = 0.01;

/** A part of the functional groups: of the frame, else shared by all. */
const groupOf = (data: DataSet, frame: DataSet | undefined, tag: string): DataSet | undefined =>
  itemAt(frame, tag) ?? itemAt(data, tags.shared, tag);

/**
 * Reads one segment of a DICOM Segmentation as a label map: frames are put in their slices by their place.
 *
 * A segmentation need not hold frames without the segment: its slices reach from the first to the last that it holds, and
 * {@link onOneGrid} sets two of them on the slices of both.
 *
 * Source: DICOM PS3.3, A.51 and C.8.20; bits of a frame follow those of the frame before, lowest first (PS3.5, 8.1.1).
 *
 * @param label The number of the segment.
 */
export const readSegmentation = (bytes: Uint8Array, name: string, label: number): Result<LabelMap> => {
  const wrong = (found: string, expected: string): Result<never> => failure({ where: name, found, expected });
  const read = readDicom(bytes, name);
  if (!read.ok) return read;
  const data = read.value;
  const [rows, columns] = [data.uint16(tags.rows) ?? 0, data.uint16(tags.columns) ?? 0];
  const frames = Number(data.string(tags.frames) ?? 0);
  const type = data.string(tags.segmentationType);
  if (type !== 'BINARY') return wrong(`a segmentation of the type ${type ?? 'none'}`, 'a DICOM SEG of the type BINARY');
  const pixels = data.elements[tags.pixels];
  if (!pixels || pixels.encapsulatedPixelData === true || data.uint16(tags.bitsAllocated) !== 1)
    return wrong(pixels ? 'pixels that are compressed or not of one bit' : 'no pixels', 'plain pixels of one bit');
  const groups = itemsOf(data, tags.perFrame);
  if (groups.length !== frames)
    return wrong(`${frames} frames and places of ${groups.length}`, 'a place for each frame');
  const needed = Math.ceil((rows * columns * frames) / 8);
  if (pixels.length < needed)
    return wrong(`pixels of ${pixels.length} bytes`, `${needed}: ${frames} frames of ${columns} × ${rows}`);
  const measures = groupOf(data, groups[0], tags.pixelMeasures);
  const directions = numbersOf(groupOf(data, groups[0], tags.planeOrientation), tags.orientation);
  const [right, down] = [vectorOf(directions), vectorOf(directions, 3)];
  const [downStep = 0, rightStep = 0] = numbersOf(measures, tags.pixelSpacing);
  const step = numbersOf(measures, tags.betweenSlices)[0] ?? numbersOf(measures, tags.sliceThickness)[0] ?? 0;
  const positions = groups.map((group) => vectorOf(numbersOf(groupOf(data, group, tags.planePosition), tags.position)));
  if (!right || !down || !(downStep > 0 && rightStep > 0 && step > 0) || positions.includes(undefined))
    return wrong('no place, direction or size of its voxels', 'the plane of each frame, with spacing and thickness');
  const normal = normalOf(right, down);
  const places = positions as readonly Vector[];
  const heights = places.map((place) => along(place, normal));
  const lowest = Math.min(...heights);
  const slices = heights.map((height) => Math.round((height - lowest) / step));
  const astray = heights.findIndex(
    (height, index) => Math.abs((height - lowest) / step - (slices[index] ?? 0)) > offSlice,
  );
  if (astray >= 0) return wrong(`frame ${astray + 1} between two slices of ${step} mm`, 'slices of one distance');
  const origin = places[heights.indexOf(lowest)] ?? [0, 0, 0];
  const size = [columns, rows, 1 + Math.max(...slices)] as const;
  const voxels = new Uint16Array(size[0] * size[1] * size[2]);
  const area = rows * columns;
  for (const [frame, group] of groups.entries()) {
    if (groupOf(data, group, tags.segmentIdentification)?.uint16(tags.segmentNumber) !== label) continue;
    for (let at = 0; at < area; at += 1) {
      const bit = frame * area + at;
      if ((((data.byteArray[pixels.dataOffset + (bit >> 3)] as number) >> (bit & 7)) & 1) === 1)
        voxels[(slices[frame] ?? 0) * area + at] = label;
    }
  }
  // DICOM counts x to the left and y to the back of the patient, NIfTI to the right and the front.
  const turn = [-1, -1, 1] as const;
  const affine = turn.map((sign, axis) =>
    [(right[axis] ?? 0) * rightStep, (down[axis] ?? 0) * downStep, (normal[axis] ?? 0) * step, origin[axis] ?? 0].map(
      (value) => sign * value + 0,
    ),
  );
  return success({ name, size, spacing: [rightStep, downStep, step], voxels, affine, isSparse: true });
};
