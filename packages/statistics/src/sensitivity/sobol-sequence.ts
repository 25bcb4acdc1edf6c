import { hashText } from '../hash.ts';
import { bitsAt, streamOf } from '../stream.ts';

const digits = 31;
const largestDegree = 10;

/** Tells whether a polynomial over GF(2), its coefficients as bits, is primitive: x then runs through all 2^degree − 1 residues. */
const isPrimitive = (polynomial: number, degree: number): boolean => {
  const all = 2 ** degree - 1;
  let power = 1;
  for (let step = 1; step <= all; step += 1) {
    power <<= 1;
    if (power >> degree) power ^= polynomial;
    if (power === 1) return step === all;
  }
  return false;
};

let known: readonly { readonly polynomial: number; readonly degree: number }[] | undefined;

const primitivePolynomials = (): NonNullable<typeof known> => {
  known ??= Array.from({ length: largestDegree }, (_, index) => index + 1).flatMap((degree) =>
    Array.from({ length: 2 ** (degree - 1) }, (_, middle) => 2 ** degree + 2 * middle + 1)
      .filter((polynomial) => isPrimitive(polynomial, degree))
      .map((polynomial) => ({ polynomial, degree })),
  );
  return known;
};

/** The direction numbers that start with some odd numbers, the first digit's highest. */
const directionsFrom = (dimension: number, initial: (k: number) => number): Int32Array => {
  const directions = new Int32Array(digits);
  const found = primitivePolynomials()[dimension - 1];
  const degree = found?.degree ?? digits;
  for (let k = 0; k < digits; k += 1) {
    if (!found || k < degree) {
      directions[k] = (found ? initial(k) : 1) << (digits - 1 - k);
      continue;
    }
    let next = (directions[k - degree] as number) ^ ((directions[k - degree] as number) >>> degree);
    for (let back = 1; back < degree; back += 1)
      if ((found.polynomial >> (degree - back)) & 1) next ^= directions[k - back] as number;
    directions[k] = next;
  }
  return directions;
};

/** The rows of a generator matrix as bits over its first m columns: row r gives digit r of a coordinate. */
const rowsOf = (directions: Int32Array, m: number): Int32Array =>
  Int32Array.from({ length: m }, (_, row) => {
    let bits = 0;
    for (let k = 0; k < m; k += 1) bits |= (((directions[k] as number) >>> (digits - 1 - row)) & 1) << k;
    return bits;
  });

/** Adds a row to a basis over GF(2), kept by leading bit; false where it depends on it. */
const addTo = (basis: Int32Array, row: number): boolean => {
  let rest = row;
  while (rest !== 0) {
    const lead = 31 - Math.clz32(rest);
    if (basis[lead] === 0) {
      basis[lead] = rest;
      return true;
    }
    rest ^= basis[lead] as number;
  }
  return false;
};

/** The quality t of the first 2^m points in two dimensions: boxes of 2^t points, however they are cut, are evenly filled. */
const qualityOf = (left: Int32Array, right: Int32Array, m: number): number => {
  let independent = m;
  const basis = new Int32Array(m);
  for (let fromLeft = 0; fromLeft < independent; fromLeft += 1) {
    if (fromLeft > 0 && !addTo(basis, left[fromLeft - 1] as number)) return m - Math.min(independent, fromLeft - 1);
    const both = basis.slice();
    let fromRight = 0;
    while (fromLeft + fromRight < independent && addTo(both, right[fromRight] as number)) fromRight += 1;
    independent = Math.min(independent, fromLeft + fromRight);
  }
  return m - independent;
};

const candidates = 48;
const judgedAt = [8, 9, 10, 11] as const;
const chosen: { readonly directions: Int32Array; readonly rows: readonly Int32Array[] }[] = [];

/**
 * The direction numbers of one dimension. A dimension starts with as many odd numbers as its polynomial has degrees, which
 * ones is free: of some that a hash gives, those are taken whose pairs with the dimensions before are spread most evenly.
 */
const directionsOf = (dimension: number): Int32Array => {
  while (chosen.length <= dimension) {
    const next = chosen.length;
    let least = Infinity;
    let best: (typeof chosen)[number] | undefined;
    for (let candidate = 0; candidate < candidates; candidate += 1) {
      const { a, b } = streamOf(candidate, hashText('sobol-sequence'), next);
      const directions = directionsFrom(next, (k) => (bitsAt(a, b, k) % 2 ** (k + 1)) | 1);
      const rows = judgedAt.map((m) => rowsOf(directions, m));
      let unevenness = 0;
      for (const one of chosen)
        for (const [at, m] of judgedAt.entries())
          unevenness += 8 ** qualityOf(one.rows[at] as Int32Array, rows[at] as Int32Array, m);
      if (unevenness < least) [least, best] = [unevenness, { directions, rows }];
    }
    if (best) chosen.push(best);
  }
  return (chosen[dimension] as (typeof chosen)[number]).directions;
};

/** Most dimensions that `sobolSequence` has: the first, and one for each primitive polynomial of degree 10 or less. */
export const mostSobolDimensions = (): number => primitivePolynomials().length + 1;

/**
 * Gives the points of a Sobol' sequence under nested uniform (Owen) scrambling: every dimension of the first 2^m points
 * holds one point in each of 2^m equal strata, pairs of dimensions are spread far more evenly than by a Latin hypercube,
 * and each point by itself is uniform, so that means over the points are unbiased.
 *
 * The numbers with which the recurrence of a dimension starts are free as long as they are odd; of 48 sets that a hash
 * gives, the one is taken whose pairs with earlier dimensions are spread best, as S. Joe and F. Kuo chose theirs (SIAM
 * Journal on Scientific Computing 30 (2008) 2635–2654). Scrambling flips each binary digit by a hash of the digits before it.
 *
 * Sources: I. Sobol', USSR Computational Mathematics and Mathematical Physics 7 (1967) 86–112; A. Owen, in Monte Carlo
 * and Quasi-Monte Carlo Methods in Scientific Computing (1995) 299–317.
 *
 * @param dimensions A whole number from 1 to `mostSobolDimensions()`; a RangeError if more.
 * @param seed A whole number taken modulo 2^32.
 * @returns a function from the number of a point, 0 to 2^31 − 1, to its coordinates in (0, 1).
 *
 * @example
 * ```ts
 * import { sobolSequence } from '@isocentre/statistics';
 * const pointAt = sobolSequence(6, 1);
 * const first: Float64Array = pointAt(0);
 * ```
 */
export const sobolSequence = (dimensions: number, seed: number): ((point: number) => Float64Array) => {
  if (dimensions > mostSobolDimensions())
    throw new RangeError(`sobolSequence: ${dimensions} dimensions; expected at most ${mostSobolDimensions()}`);
  const each = Array.from({ length: dimensions }, (_, dimension) => ({
    directions: directionsOf(dimension),
    stream: streamOf(seed, hashText('sobol-scrambling'), dimension),
  }));
  return (point) =>
    Float64Array.from(each, ({ directions, stream }) => {
      let plain = 0;
      for (let k = 0; point >> k > 0; k += 1) if ((point >> k) & 1) plain ^= directions[k] as number;
      // The digits so far with a leading one number the places of a binary tree, each of which flips or does not.
      let place = 1;
      let scrambled = 0;
      for (let k = digits - 1; k >= 0; k -= 1) {
        const digit = (plain >>> k) & 1;
        scrambled = scrambled * 2 + (digit ^ (bitsAt(stream.a, stream.b, place) >>> 31));
        place = (place << 1) | digit;
      }
      return (scrambled + 0.5) / 2 ** digits;
    });
};
