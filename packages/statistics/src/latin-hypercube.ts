import { streamOf, uniform53At, uniformAt } from './stream.ts';

/**
 * Gives the probabilities of one dimension of a Latin hypercube sample: the unit interval is cut into `count` equal strata
 * and each holds one. Another dimension has another id; ids do not touch each other, so adding one moves no other.
 *
 * Source: M. McKay, R. Beckman, W. Conover, Technometrics 21 (1979) 239–245; the order by the Fisher–Yates shuffle.
 *
 * @param count How many, a whole number from 0 to 2^20, for which the distance between strata outweighs rounding.
 * @param seed The seed of the run, a whole number taken modulo 2^32.
 * @param id What the dimension is, a whole number taken modulo 2^32; of a name by `hashText`.
 * @returns `count` probabilities in (0, 1), in shuffled order.
 *
 * @example
 * ```ts
 * import { hashText, latinHypercube } from '@isocentre/statistics';
 * const probabilities: Float64Array = latinHypercube(1000, 1, hashText('attrition.physicist'));
 * ```
 */
export const latinHypercube = (count: number, seed: number, id: number): Float64Array => {
  const order = streamOf(seed, id, 1);
  const place = streamOf(seed, id, 2);
  const strata = Float64Array.from({ length: count }, (_, stratum) => stratum);
  for (let last = count - 1; last > 0; last -= 1) {
    const chosen = Math.floor(uniform53At(order.a, order.b, last) * (last + 1));
    const moved = strata[last] as number;
    strata[last] = strata[chosen] as number;
    strata[chosen] = moved;
  }
  return strata.map((stratum, draw) => (stratum + uniformAt(place.a, place.b, draw)) / count);
};
