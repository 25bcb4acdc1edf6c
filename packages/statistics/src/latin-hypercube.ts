import { bitsAt, streamOf, uniform53At } from './stream.ts';

/**
 * Cuts (0, 1) into equally likely strata and meets each once, in an order and at places keyed by (seed, id): another id
 * changes nothing.
 *
 * @param count Number of strata and of draws.
 * @param seed A whole number, taken modulo 2^32.
 * @param id What is drawn, such as `hashText` of a figure's id.
 * @returns one probability in (0, 1) for each draw.
 */
export const latinHypercube = (count: number, seed: number, id: number): Float64Array => {
  const order = streamOf(seed, id, 1);
  const place = streamOf(seed, id, 2);
  const strata = Array.from({ length: count }, (_, stratum) => ({ stratum, rank: bitsAt(order.a, order.b, stratum) }));
  // Equal ranks keep the order of the strata, so that every engine sorts alike.
  strata.sort((one, other) => one.rank - other.rank || one.stratum - other.stratum);
  return Float64Array.from(strata, ({ stratum }, draw) => (stratum + uniform53At(place.a, place.b, draw)) / count);
};
