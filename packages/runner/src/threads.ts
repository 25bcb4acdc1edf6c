import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Solver } from '@isocentre/solver';
import { inProcessRunner, workerRunner, type EnsembleRunner, type FromWorker, type Port } from './runner.ts';
import { workerSolver } from './solver.ts';

const portOf = (worker: Worker): Port => ({
  post: (message) => {
    worker.postMessage(message);
  },
  listen: (heard, failed) => {
    worker.removeAllListeners();
    worker.on('message', (message: FromWorker) => {
      heard(message);
    });
    worker.on('error', failed);
  },
  end: async () => {
    await worker.terminate();
  },
});

/**
 * Runs ensembles on threads of Node.
 *
 * @param workers Number of threads; 1 runs in the calling thread.
 */
export const threadRunner = (workers: number): EnsembleRunner => {
  if (workers <= 1) return inProcessRunner(() => setImmediate());
  return workerRunner(
    Array.from({ length: workers }, () => portOf(new Worker(new URL('../dist/thread.js', import.meta.url)))),
  );
};

/** Solves programs on one thread of Node, which loads HiGHS when the first program comes. */
export const threadSolver = (): Solver =>
  workerSolver(() => {
    const worker = new Worker(new URL('../dist/solver-thread.js', import.meta.url));
    return {
      post: (message) => {
        worker.postMessage(message);
      },
      listen: (heard, failed) => {
        worker.on('message', heard);
        worker.on('error', failed);
      },
      end: async () => {
        await worker.terminate();
      },
    };
  });
