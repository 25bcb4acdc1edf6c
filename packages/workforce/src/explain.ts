import { equations } from './equations.ts';
import { asides } from './explain/asides.ts';
import { flowLines } from './explain/flow-lines.ts';
import { Numbers } from './explain/numbers.ts';
import { stateLines } from './explain/state-lines.ts';
import { isState, unitOf, type Arithmetic, type RequirementParts } from './explain/terms.ts';
import { measureTitles, type Measure } from './measures.ts';
import type { Projection } from './project.ts';

/**
 * Takes one number of a projection apart into the lines that add up to it.
 *
 * The lines are computed from the people by age, the routes and the scenario, not from the number itself, so that
 * adding them up checks it; lines that two parts share cancel only where they must.
 *
 * @param t Index of the year for a state, from 0 to `years`; of the step for a flow, from 0 to `years − 1`.
 * @param cells Indices of the cells to count together.
 * @param parts What the requirement is made of; without it the requirement is one line.
 */
export const explainMeasure = (
  projection: Projection,
  measure: Measure,
  t: number,
  cells: readonly number[],
  parts?: RequirementParts,
): Arithmetic => {
  const numbers = new Numbers(projection, cells, parts);
  const [equation, words] = equations[measure];
  return {
    measure,
    title: measureTitles[measure],
    unit: unitOf(measure),
    equation,
    words,
    value: numbers.value(measure, t),
    terms: isState(measure) ? stateLines(numbers, measure, t) : flowLines(numbers, measure, t),
    asides: asides(numbers, measure, t),
  };
};
