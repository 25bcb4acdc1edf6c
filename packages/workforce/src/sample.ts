import { mapValue, type Evidence, type Figure, type Uses, type Value } from '@isocentre/evidence';
import { hashText, latinHypercube, quantileOf } from '@isocentre/statistics';

/**
 * Lists the assumptions that a run reads and that have a range: published figures, fixed settings and a scenario's own
 * figures have none.
 */
export const rangedAssumptions = (evidence: Evidence, uses: Uses, own: ReadonlySet<string>): readonly Figure[] =>
  [...evidence.figures.values()].filter(
    (figure) =>
      uses.has(figure.id) &&
      !own.has(figure.id) &&
      figure.distribution !== undefined &&
      figure.distribution.kind !== 'fixed',
  );

/**
 * Draws values for assumptions by a Latin hypercube: each range is cut into as many equally likely strata as there are
 * draws, and each stratum is met once. Strata are keyed by (seed, figure id), so that another assumption moves none.
 *
 * @returns one probability for each draw, by figure id.
 */
export const sampleProbabilities = (
  assumptions: readonly Figure[],
  draws: number,
  seed: number,
): ReadonlyMap<string, Float64Array> =>
  new Map(assumptions.map((figure) => [figure.id, latinHypercube(draws, seed, hashText(figure.id))]));

/**
 * Gives the value of an assumption at a probability of its distribution. A table or series has one multiplier around 1;
 * multiplied probabilities and shares are at most 1, and what is certain stays so.
 *
 * @param pull From 0 to 1: how far the draw is pulled in towards the stated value; 1 gives the stated value exactly.
 */
export const assumptionAt = (figure: Figure, probability: number, pull = 0): Value => {
  const { distribution, stated } = figure;
  if (!distribution || distribution.kind === 'fixed' || pull === 1) return stated;
  if (stated.kind === 'number' && distribution.as === undefined) {
    const drawn = quantileOf(distribution, stated.number, probability);
    return { kind: 'number', number: pull === 0 ? drawn : stated.number + (drawn - stated.number) * (1 - pull) };
  }
  const drawn = quantileOf(distribution, 1, probability);
  const factor = pull === 0 ? drawn : 1 + (drawn - 1) * (1 - pull);
  const isShare = figure.unit.startsWith('probability') || figure.unit.startsWith('share');
  // A probability stays one: what is certain (retiring at the last age) is not up to a multiplier.
  return mapValue(stated, (number) =>
    !isShare ? number * factor : number >= 1 ? number : Math.min(1, number * factor),
  );
};
