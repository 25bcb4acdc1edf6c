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

/** Whether a draw of an assumption is its value; else it is one multiplier around 1 of a table or series. */
const isDrawnItself = ({ stated, distribution }: Figure): boolean =>
  stated.kind === 'number' && (distribution?.kind === 'fixed' || distribution?.as === undefined);

/**
 * Gives what is drawn of an assumption at a probability of its distribution: its value, or the multiplier around 1 of a
 * table or series.
 *
 * @param pull From 0 to 1: how far the draw is pulled in towards what is stated; 1 gives what is stated exactly.
 */
export const drawnAmount = (figure: Figure, probability: number, pull = 0): number => {
  const { distribution, stated } = figure;
  const centre = stated.kind === 'number' && isDrawnItself(figure) ? stated.number : 1;
  if (!distribution || distribution.kind === 'fixed' || pull === 1) return centre;
  const drawn = quantileOf(distribution, centre, probability);
  return pull === 0 ? drawn : centre + (drawn - centre) * (1 - pull);
};

/**
 * Gives the value of an assumption at a probability of its distribution. A table or series has one multiplier around 1;
 * multiplied probabilities and shares are at most 1, and what is certain stays so.
 *
 * @param pull From 0 to 1: how far the draw is pulled in towards the stated value; 1 gives the stated value exactly.
 */
export const assumptionAt = (figure: Figure, probability: number, pull = 0): Value => {
  const { distribution, stated } = figure;
  if (!distribution || distribution.kind === 'fixed' || pull === 1) return stated;
  const amount = drawnAmount(figure, probability, pull);
  if (isDrawnItself(figure)) return { kind: 'number', number: amount };
  const isShare = figure.unit.startsWith('probability') || figure.unit.startsWith('share');
  // A probability stays one: what is certain (retiring at the last age) is not up to a multiplier.
  return mapValue(stated, (number) =>
    !isShare ? number * amount : number >= 1 ? number : Math.min(1, number * amount),
  );
};
