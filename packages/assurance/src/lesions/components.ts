/** The connected parts of a map: a number from 1 for each voxel that is not 0, and how many there are. */
export interface Components {
  readonly labels: Int32Array;
  readonly count: number;
}

/**
 * Numbers the connected parts of what is not 0 in a map. Voxels that share a face, an edge or a corner are connected,
 * whatever their values.
 *
 * @param size Voxels along each axis; voxel (x, y, z) is at x + nx·(y + ny·z).
 */
export const componentsOf = (
  voxels: ArrayLike<number>,
  [nx, ny, nz]: readonly [nx: number, ny: number, nz: number],
): Components => {
  const labels = new Int32Array(voxels.length);
  const waiting: number[] = [];
  let count = 0;
  for (let seed = 0; seed < voxels.length; seed += 1) {
    if (voxels[seed] === 0 || labels[seed] !== 0) continue;
    count += 1;
    labels[seed] = count;
    waiting.push(seed);
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const x = at % nx;
      const y = Math.floor(at / nx) % ny;
      const z = Math.floor(at / (nx * ny));
      for (let k = Math.max(0, z - 1); k <= Math.min(nz - 1, z + 1); k += 1)
        for (let j = Math.max(0, y - 1); j <= Math.min(ny - 1, y + 1); j += 1)
          for (let i = Math.max(0, x - 1); i <= Math.min(nx - 1, x + 1); i += 1) {
            const beside = i + nx * (j + ny * k);
            if (voxels[beside] === 0 || labels[beside] !== 0) continue;
            labels[beside] = count;
            waiting.push(beside);
          }
    }
  }
  return { labels, count };
};
