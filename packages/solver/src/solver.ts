import type { Program } from './program.ts';

/**
 * Where the simplex method stands: for each column and row whether it is basic, or at which of its bounds. The codes are
 * those of the solver that gave it; it may be handed to that solver with a program of the same columns and rows.
 */
export interface Basis {
  readonly columns: Int32Array;
  readonly rows: Int32Array;
}

/** How a program is solved. */
export interface SolveOptions {
  /** Most seconds on the clock before the search stops with what it has; default: no limit. */
  readonly seconds?: number;
  /** Largest gap between a mixed-integer solution and its bound, as a share of the solution, that counts as optimal; default: 1e-9. */
  readonly gap?: number;
  /** The method for linear programs; default: the dual simplex. Without whole columns only. */
  readonly method?: 'simplex' | 'interior-point';
  /**
   * Where the simplex method begins: at the end of a program much like this one, which is a shorter way than from nothing.
   * Of another shape it is not used. It changes how long the search takes, and which of several optima is found.
   */
  readonly start?: Basis | undefined;
}

/** What a solver found, before it was checked. */
export type SolverOutcome =
  | {
      readonly status: 'solved';
      readonly values: Float64Array;
      /** One multiplier for each row; empty for a mixed-integer program. */
      readonly duals: Float64Array;
      /** What the solver says no solution can cost less than. */
      readonly bound: number;
      /** Where the simplex method ended; not of a mixed-integer program. */
      readonly basis?: Basis;
    }
  | { readonly status: 'infeasible' }
  | { readonly status: 'unbounded' }
  /** Neither a proof nor a solution was reached: a limit of time, or numbers that it cannot handle. */
  | { readonly status: 'unfinished'; readonly reason: string };

/** Solves programs; where and on which thread is up to who makes it. */
export interface Solver {
  readonly solve: (program: Program, options?: SolveOptions) => Promise<SolverOutcome>;
  /** Ends its thread, if it has one. A program under way is given up. */
  readonly close: () => Promise<void>;
}
