export { answer, drawsATask, inProcessRunner, workerRunner } from './runner.ts';
export type { CancelSignal, EnsembleRunner, FromWorker, Port, Progress, ToWorker } from './runner.ts';
export { loadHighs } from './load-highs.ts';
export { webPort } from './web-port.ts';
export type { WebWorker } from './web-port.ts';
export { answerPrograms, inProcessSolver, workerSolver } from './solver.ts';
export type { FromSolver, SolverPort, ToSolver } from './solver.ts';
