import { failure, success, type Problem, type Result } from '@isocentre/evidence';

/** The grid that a label map stands on. */
export interface VoxelGrid {
  /** Voxels along each axis; 1 along the third for an image of two dimensions. Voxel (x, y, z) is at x + nx·(y + ny·z). */
  readonly size: readonly [nx: number, ny: number, nz: number];
  /** Millimetres from one voxel to the next along each axis. */
  readonly spacing: readonly [dx: number, dy: number, dz: number];
}

/** Which of two masks are empty: nothing can be measured between them. */
export type Emptiness = 'neither' | 'reference' | 'result' | 'both';

/** Two masks on one grid, cut to the box that holds both. */
export interface MaskPair {
  readonly reference: Uint8Array;
  readonly result: Uint8Array;
  readonly grid: VoxelGrid;
  readonly emptiness: Emptiness;
}

const gridProblems = (name: string, voxels: ArrayLike<number>, { size, spacing }: VoxelGrid): readonly Problem[] => {
  const expected = size[0] * size[1] * size[2];
  const problems: Problem[] = [];
  if (!size.every((count) => Number.isSafeInteger(count) && count > 0))
    problems.push({ where: 'the grid', found: `a size of ${size.join(' × ')}`, expected: 'whole numbers from 1' });
  else if (voxels.length !== expected)
    problems.push({ where: name, found: `${voxels.length} voxels`, expected: `${expected}: ${size.join(' × ')}` });
  if (!spacing.every((step) => step > 0 && step < Infinity))
    problems.push({ where: 'the grid', found: `a spacing of ${spacing.join(' × ')} mm`, expected: 'more than 0' });
  return problems;
};

/**
 * Sets two label maps on one grid against each other: where each has a label.
 *
 * @param label Which label; every other value counts as outside.
 * @returns both masks within the box that holds them, or what does not fit: another number of voxels, a spacing of 0.
 */
export const maskPair = (
  reference: ArrayLike<number>,
  result: ArrayLike<number>,
  grid: VoxelGrid,
  label: number,
): Result<MaskPair> => {
  const problems = [...gridProblems('the reference', reference, grid), ...gridProblems('the result', result, grid)];
  if (problems.length > 0)
    return failure(...new Map(problems.map((one) => [`${one.where}${one.found}`, one])).values());
  const [nx, ny, nz] = grid.size;
  const low = [nx, ny, nz] as [number, number, number];
  const high = [-1, -1, -1] as [number, number, number];
  let [inReference, inResult] = [false, false];
  for (let z = 0, at = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1)
      for (let x = 0; x < nx; x += 1, at += 1) {
        const [one, other] = [reference[at] === label, result[at] === label];
        if (!(one || other)) continue;
        inReference ||= one;
        inResult ||= other;
        if (x < low[0]) low[0] = x;
        if (x > high[0]) high[0] = x;
        if (y < low[1]) low[1] = y;
        if (y > high[1]) high[1] = y;
        if (z < low[2]) low[2] = z;
        if (z > high[2]) high[2] = z;
      }
  const emptiness = inReference ? (inResult ? 'neither' : 'result') : inResult ? 'reference' : 'both';
  const size = [0, 1, 2].map((axis) => Math.max(0, (high[axis] as number) - (low[axis] as number) + 1)) as [
    number,
    number,
    number,
  ];
  const cut = (voxels: ArrayLike<number>): Uint8Array => {
    const mask = new Uint8Array(size[0] * size[1] * size[2]);
    for (let z = 0, into = 0; z < size[2]; z += 1)
      for (let y = 0; y < size[1]; y += 1) {
        const row = low[0] + nx * (low[1] + y + ny * (low[2] + z));
        for (let x = 0; x < size[0]; x += 1, into += 1) mask[into] = Number(voxels[row + x] === label);
      }
    return mask;
  };
  return success({ reference: cut(reference), result: cut(result), grid: { ...grid, size }, emptiness });
};
