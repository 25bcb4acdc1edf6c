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

/** The direction numbers of one dimension, the first digit's highest. */
const directionsOf = (dimension: number): Int32Array => {
  const directions = new Int32Array(digits);
  const found = primitivePolynomials()[dimension - 1];
  // Each starts with as many odd numbers as the degree; which ones is free, and a hash picks them.
  const { a, b } = streamOf(0, hashText('sobol-sequence'), dimension);
  const degree = found?.degree ?? digits;
  for (let k = 0; k < digits; k += 1) {
    if (!found || k < degree) {
      const initial = found ? (bitsAt(a, b, k) % 2 ** (k + 1)) | 1 : 1;
      directions[k] = initial << (digits - 1 - k);
      continue;
    }
    let next = (directions[k - degree] as number) ^ ((directions[k - degree] as number) >>> degree);
    for (let back = 1; back < degree; back += 1)
      if ((found.polynomial >> (degree - back)) & 1) next ^= directions[k - back] as number;
    directions[k] = next;
  }
  return directions;
};

/** Most dimensions that `sobolSequence` has: the first, and one for each primitive polynomial of degree 10 or less. */
export const mostSobolDimensions = (): number => primitivePolynomials().length + 1;

/**
 * Gives the points of a Sobol' sequence under nested uniform (Owen) scrambling: every dimension of the first 2^m points
 * holds one point in each of 2^m equal strata, pairs of dimensions are spread far more evenly than by a Latin hypercube,
 * and each point by itself is uniform, so that means over the points are unbiased.
 *
 * The numbers with which the recurrence of a dimension starts are free as long as they are odd; a hash picks them.
 * Scrambling flips each binary digit by a hash of the digits before it.
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
