import { success, type Result } from '@isocentre/evidence';
import { maskPair, type Emptiness, type VoxelGrid } from './label-map.ts';

/** How far two masks of one case overlap. */
export interface Overlap {
  readonly metric: 'overlap';
  readonly version: 1;
  readonly emptiness: Emptiness;
  /** Voxels of the reference, of the result, and of both. */
  readonly voxels: { readonly reference: number; readonly result: number; readonly both: number };
  /** Twice the shared volume over the sum of both; null where both are empty. */
  readonly dice: number | null;
  /** The shared volume over that of either; null where both are empty. */
  readonly iou: number | null;
}

/**
 * Computes Dice's coefficient and the intersection over union of one label in two maps of one case.
 *
 * Where both have none of it there is nothing to measure: null, to be counted and left out of means. Where one has none
 * both are 0.
 *
 * Source: L. Maier-Hein, A. Reinke et al., Metrics reloaded, Nature Methods 21 (2024) 195–212.
 *
 * @param reference The reference standard, one label a voxel.
 * @param result What the technology drew, on the same grid.
 * @param label Default 1.
 * @returns both, exact but for one rounding; or a problem where a map does not fit the grid.
 */
export const overlapOf = (
  reference: ArrayLike<number>,
  result: ArrayLike<number>,
  grid: VoxelGrid,
  label = 1,
): Result<Overlap> => {
  const masks = maskPair(reference, result, grid, label);
  if (!masks.ok) return masks;
  const { emptiness } = masks.value;
  let [one, other, both] = [0, 0, 0];
  for (let i = 0; i < masks.value.reference.length; i += 1) {
    const [a, b] = [masks.value.reference[i] as number, masks.value.result[i] as number];
    one += a;
    other += b;
    both += a & b;
  }
  return success({
    metric: 'overlap',
    version: 1,
    emptiness,
    voxels: { reference: one, result: other, both },
    dice: emptiness === 'both' ? null : (2 * both) / (one + other),
    iou: emptiness === 'both' ? null : both / (one + other - both),
  });
};
