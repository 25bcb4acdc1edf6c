export { ProgramBuilder } from './program.ts';
export type { Column, Program, Term } from './program.ts';
export type { Basis, SolveOptions, Solver, SolverOutcome } from './solver.ts';
export { dualBound, faultsOf, objectiveOf } from './check.ts';
export type { CheckedSolution, Fault } from './check.ts';
export { solveChecked } from './solve-checked.ts';
export type { Solved } from './solve-checked.ts';
export { solveWithHighs } from './highs.ts';
export type { HighsRuntime } from './highs.ts';
