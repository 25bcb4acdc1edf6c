import type { VoxelGrid } from './label-map.ts';

/** What one pass along a line needs, used again for every line. */
class Line {
  readonly values: Float64Array;
  readonly #sites: Int32Array;
  readonly #from: Float64Array;

  constructor(longest: number) {
    this.values = new Float64Array(longest);
    this.#sites = new Int32Array(longest);
    this.#from = new Float64Array(longest);
  }

  /** Replaces values f(q) by min over p of f(p) + ((q − p)·step)², through the lower envelope of the parabolas. */
  transform(length: number, step: number, into: Float64Array, start: number, stride: number): void {
    const { values } = this;
    const sites = this.#sites;
    const from = this.#from;
    let last = -1;
    for (let q = 0; q < length; q += 1) {
      const height = values[q] as number;
      if (height === Infinity) continue;
      let meet = -Infinity;
      while (last >= 0) {
        const p = sites[last] as number;
        meet = (height - (values[p] as number)) / (2 * step * (q - p)) + ((q + p) * step) / 2;
        if (meet > (from[last] as number)) break;
        last -= 1;
      }
      last += 1;
      sites[last] = q;
      from[last] = last === 0 ? -Infinity : meet;
    }
    if (last < 0) {
      for (let q = 0; q < length; q += 1) into[start + q * stride] = Infinity;
      return;
    }
    let at = 0;
    for (let q = 0; q < length; q += 1) {
      while (at < last && (from[at + 1] as number) < q * step) at += 1;
      const p = sites[at] as number;
      const distance = (q - p) * step;
      into[start + q * stride] = distance * distance + (values[p] as number);
    }
  }
}

/**
 * Gives for each voxel the squared distance in mm² to the nearest voxel of a set, centre to centre: the exact Euclidean
 * distance transform, in time linear in the voxels.
 *
 * Source: P. Felzenszwalb, D. Huttenlocher, Theory of Computing 8 (2012) 415–428.
 *
 * @param set 1 for each voxel of the set.
 * @returns squared distances with a relative error under 1e-14; infinite everywhere where the set is empty.
 */
export const squaredDistances = (set: Uint8Array, { size, spacing }: VoxelGrid): Float64Array => {
  const distances = Float64Array.from(set, (inside) => (inside === 1 ? 0 : Infinity));
  const line = new Line(Math.max(...size));
  let stride = 1;
  for (let axis = 0; axis < 3; axis += 1) {
    const length = size[axis] as number;
    for (let block = 0; block < distances.length; block += stride * length)
      for (let offset = 0; offset < stride; offset += 1) {
        const start = block + offset;
        for (let q = 0; q < length; q += 1) line.values[q] = distances[start + q * stride] as number;
        line.transform(length, spacing[axis] as number, distances, start, stride);
      }
    stride *= length;
  }
  return distances;
};
