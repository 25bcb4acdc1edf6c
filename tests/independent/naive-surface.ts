// Overlap and surface distances by going through every pair of voxels. It shares no code with the package.

type Triple = readonly [number, number, number];

const voxelsOf = (mask: ArrayLike<number>, [nx, ny]: Triple): Triple[] =>
  Array.from(mask).flatMap((value, at) =>
    value === 1 ? [[at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))] as const] : [],
  );

const isIn = (list: readonly Triple[], [x, y, z]: Triple): boolean =>
  list.some((one) => one[0] === x && one[1] === y && one[2] === z);

const surfaceOf = (list: readonly Triple[], size: Triple): Triple[] =>
  list.filter((one) =>
    [0, 1, 2].some(
      (axis) =>
        (size[axis] ?? 0) > 1 &&
        [-1, 1].some((step) => {
          const beside = one.map((value, i) => (i === axis ? value + step : value)) as unknown as Triple;
          return !isIn(list, beside);
        }),
    ),
  );

/** Every distance from one surface to the other, in both directions, rising; and the shared and whole volumes. */
export const naiveSurface = (
  reference: ArrayLike<number>,
  result: ArrayLike<number>,
  size: Triple,
  spacing: Triple,
): { readonly directions: readonly [number[], number[]]; readonly shared: number; readonly either: number } => {
  const [one, other] = [voxelsOf(reference, size), voxelsOf(result, size)];
  const surfaces = [surfaceOf(one, size), surfaceOf(other, size)] as const;
  const distance = (a: Triple, b: Triple): number =>
    Math.sqrt(a.reduce((sum, value, i) => sum + ((value - (b[i] ?? 0)) * (spacing[i] ?? 0)) ** 2, 0));
  const nearest = (from: readonly Triple[], to: readonly Triple[]): number[] =>
    from.map((a) => Math.min(...to.map((b) => distance(a, b)))).toSorted((a, b) => a - b);
  const shared = one.filter((voxel) => isIn(other, voxel)).length;
  return {
    directions: [nearest(surfaces[0], surfaces[1]), nearest(surfaces[1], surfaces[0])],
    shared,
    either: one.length + other.length - shared,
  };
};
