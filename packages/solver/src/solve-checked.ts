import { dualBound, faultsOf, objectiveOf, type CheckedSolution, type Fault } from './check.ts';
import type { Program } from './program.ts';
import type { SolveOptions, Solver } from './solver.ts';

/** How a program ended, after our own check. */
export type Solved =
  | { readonly status: 'optimal'; readonly solution: CheckedSolution }
  /** A solution that keeps every bound and row, whose distance from the bound is more than was asked for. */
  | { readonly status: 'feasible'; readonly solution: CheckedSolution }
  | { readonly status: 'infeasible' }
  | { readonly status: 'unbounded' }
  | { readonly status: 'unfinished'; readonly reason: string }
  /** The solver's answer breaks the program: what it breaks. */
  | { readonly status: 'wrong'; readonly faults: readonly Fault[] };

/**
 * Solves a program and believes nothing: bounds, whole numbers, rows and objective are recomputed, and so is the bound of
 * a linear program from its multipliers. That of a mixed-integer program is the solver's.
 *
 * @param gap Largest distance from the bound, as a share of max(1, |objective|), that counts as optimal; default 1e-6.
 */
export const solveChecked = async (
  solver: Solver,
  program: Program,
  options: SolveOptions = {},
  gap = 1e-6,
): Promise<Solved> => {
  const outcome = await solver.solve(program, options);
  if (outcome.status !== 'solved') return outcome;
  const faults = faultsOf(program, outcome.values);
  if (faults.length > 0) return { status: 'wrong', faults };
  const objective = objectiveOf(program, outcome.values);
  const isLinear = !program.whole.includes(1);
  const bound = isLinear ? dualBound(program, outcome.duals) : outcome.bound;
  const solution = {
    values: outcome.values,
    objective,
    bound,
    gap: (objective - bound) / Math.max(1, Math.abs(objective)),
    ...(outcome.basis ? { basis: outcome.basis } : {}),
  };
  return { status: Math.abs(solution.gap) <= gap ? 'optimal' : 'feasible', solution };
};
