import { hashText, streamOf, uniformAt } from '@isocentre/statistics';

const purpose = hashText('order of the differences');

/**
 * Draws the order in which the differences come in a draw of the assumptions: each order is as likely as any other, and
 * a function of the seed, the number of differences and the draw alone.
 */
export const orderOf = (players: number, seed: number, draw: number): readonly number[] => {
  const luck = Array.from({ length: players }, (_, player) => {
    const { a, b } = streamOf(seed, purpose, player);
    return uniformAt(a, b, draw);
  });
  return luck.map((_, player) => player).toSorted((one, other) => (luck[one] ?? 0) - (luck[other] ?? 0) || one - other);
};

/**
 * Lists the scenarios that an order passes between the first and the last, and then those of the same order backwards:
 * bit `i` of each is whether difference `i` is made.
 */
export const passedBy = (order: readonly number[]): readonly number[] =>
  [order, order.toReversed()].flatMap((way) => {
    let made = 0;
    return way.slice(0, -1).map((player) => (made |= 1 << player));
  });
