import type { ModelInput } from '../model-input.ts';
import type { Projection } from '../project.ts';
import { firstStep, type PlanLimits } from './terms.ts';

// More posts than any cell can use, and few enough that sums keep their digits.
const plenty = 1e6;

/**
 * Makes a resolved scenario ready for a plan: a post for everybody who is there, and supervision as far as the limits say.
 */
export const prepareInput = (input: ModelInput, limits: PlanLimits): ModelInput => {
  const first = firstStep(input);
  return {
    ...input,
    cells: input.cells.map((cell) => ({
      ...cell,
      addedPosts: cell.addedPosts.map((posts, t) => (t === first ? posts + plenty : posts)),
    })),
    occupations: input.occupations.map((one) => ({
      ...one,
      supervision: one.supervision.map((heads, t) => (t >= first ? heads * limits.supervision : heads)),
    })),
  };
};

/** Lets everybody be supervised from the first decision on, so that every place offered is taken up. */
export const withoutSupervision = (input: ModelInput): ModelInput => ({
  ...input,
  occupations: input.occupations.map((one) => ({
    ...one,
    supervision: one.supervision.map((heads, t) => (t >= firstStep(input) ? plenty : heads)),
  })),
});

/** By how much the summed shortfall of a course is above what counts as closed, in each year index; at most 0 is closed. */
export const excessOf = (input: ModelInput, values: Projection['values']): Float64Array => {
  const cells = input.cells.length;
  const excess = new Float64Array(input.years + 1);
  for (let t = 0; t <= input.years; t += 1) {
    let shortfall = 0;
    let requirement = 0;
    for (let cell = 0; cell < cells; cell += 1) {
      shortfall += values.shortfall[t * cells + cell] as number;
      requirement += values.requirement[t * cells + cell] as number;
    }
    excess[t] = shortfall - input.closure.tolerance * requirement;
  }
  return excess;
};
