import { success, type Result } from '@isocentre/evidence';
import { meanOf, quantile7 } from '@isocentre/statistics';
import { squaredDistances } from './distance-transform.ts';
import { maskPair, type Emptiness, type VoxelGrid } from './label-map.ts';

/** How far the surfaces of two masks of one case stand apart, in mm. */
export interface SurfaceAgreement {
  readonly metric: 'surface';
  readonly version: 1;
  readonly emptiness: Emptiness;
  /** Voxels on the surface of the reference and of the result. */
  readonly surfaceVoxels: { readonly reference: number; readonly result: number };
  /** Largest distance; infinite where one is empty, null where both are, and so the next two. */
  readonly hausdorff: number | null;
  /** The larger of the 95th percentiles of both directions. */
  readonly hausdorff95: number | null;
  /** Mean distance over the surface voxels of both. */
  readonly averageDistance: number | null;
  /** Share of the surface voxels of both within the tolerance (NSD); 0 where one is empty, null where both are. */
  readonly surfaceDice: number | null;
  /** In mm. */
  readonly tolerance: number;
}

/** Marks the voxels of a mask with a face on what is outside; beyond the image is outside. An axis of one voxel has no faces. */
const surfaceOf = (mask: Uint8Array, size: VoxelGrid['size'], flat: readonly boolean[]): Uint8Array => {
  const [nx, ny, nz] = size;
  const surface = new Uint8Array(mask.length);
  for (let z = 0, at = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1)
      for (let x = 0; x < nx; x += 1, at += 1) {
        if (mask[at] === 0) continue;
        const outside =
          (flat[0] !== true && (x === 0 || x === nx - 1 || mask[at - 1] === 0 || mask[at + 1] === 0)) ||
          (flat[1] !== true && (y === 0 || y === ny - 1 || mask[at - nx] === 0 || mask[at + nx] === 0)) ||
          (flat[2] !== true && (z === 0 || z === nz - 1 || mask[at - nx * ny] === 0 || mask[at + nx * ny] === 0));
        if (outside) surface[at] = 1;
      }
  return surface;
};

/** Distances in mm from each voxel of one surface to the nearest of the other, rising. */
const distancesTo = (from: Uint8Array, to: Uint8Array, grid: VoxelGrid): Float64Array => {
  const squared = squaredDistances(to, grid);
  return squared
    .filter((_, i) => from[i] === 1)
    .map((value) => Math.sqrt(value))
    .toSorted();
};

// A distance that misses the tolerance by its rounding is within it.
const slack = 1e-9;

/**
 * Computes the surface distances of one label in two maps of one case: Hausdorff's with the 95th percentile, the average,
 * and the surface Dice (NSD) at a tolerance.
 *
 * A surface is the voxels of a mask that share a face with what is outside; beyond the image is outside. Distances are
 * from centre to centre of surface voxels; each counts once, whatever area it stands for. Percentiles are linear between
 * order statistics (type 7), taken in each direction. Where both masks are empty there is nothing to measure: null, to be
 * counted and left out; where one is, distances are infinite and the surface Dice is 0.
 *
 * Source: L. Maier-Hein, A. Reinke et al., Metrics reloaded, Nature Methods 21 (2024) 195–212; S. Nikolov et al.,
 * Journal of Medical Internet Research 23 (2021) e26151; surfaces, percentiles and counts as MONAI has them.
 *
 * @param reference The reference standard, one label a voxel.
 * @param result What the technology drew, on the same grid.
 * @param tolerance Of the surface Dice, in mm from 0: how far apart two readers' surfaces are. A RangeError if not.
 * @param label Default 1.
 * @returns distances with a relative error under 1e-14; or a problem where a map does not fit the grid.
 */
export const surfaceAgreement = (
  reference: ArrayLike<number>,
  result: ArrayLike<number>,
  grid: VoxelGrid,
  tolerance: number,
  label = 1,
): Result<SurfaceAgreement> => {
  if (!(tolerance >= 0)) throw new RangeError(`surfaceAgreement: tolerance ${tolerance}; expected mm from 0`);
  const masks = maskPair(reference, result, grid, label);
  if (!masks.ok) return masks;
  const { emptiness, grid: box } = masks.value;
  const known = { metric: 'surface', version: 1, emptiness, tolerance } as const;
  if (emptiness === 'both')
    return success({
      ...known,
      surfaceVoxels: { reference: 0, result: 0 },
      hausdorff: null,
      hausdorff95: null,
      averageDistance: null,
      surfaceDice: null,
    });
  // An image of one voxel has its faces all the same.
  const flat = grid.size.map((count) => count === 1 && Math.max(...grid.size) > 1);
  const one = surfaceOf(masks.value.reference, box.size, flat);
  const other = surfaceOf(masks.value.result, box.size, flat);
  const directions = [distancesTo(one, other, box), distancesTo(other, one, box)] as const;
  const all = new Float64Array(directions[0].length + directions[1].length);
  all.set(directions[0]);
  all.set(directions[1], directions[0].length);
  const larger = (p: number): number =>
    Math.max(...directions.map((list) => (list.length > 0 ? quantile7(list, p) : Infinity)));
  return success({
    ...known,
    surfaceVoxels: { reference: directions[0].length, result: directions[1].length },
    hausdorff: larger(1),
    hausdorff95: larger(0.95),
    averageDistance: meanOf(all),
    surfaceDice: all.filter((distance) => distance <= tolerance * (1 + slack)).length / all.length,
  });
};
