export { answer, inProcessRunner, workerRunner } from './runner.ts';
export type { EnsembleRunner, FromWorker, Port, Progress, ToWorker } from './runner.ts';
export { threadRunner } from './threads.ts';
