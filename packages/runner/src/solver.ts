import {
  solveWithHighs,
  type HighsRuntime,
  type Program,
  type SolveOptions,
  type Solver,
  type SolverOutcome,
} from '@isocentre/solver';
import type { Port } from './runner.ts';

/** What a worker that solves programs is sent. */
export interface ToSolver {
  readonly id: number;
  readonly program: Program;
  readonly options: SolveOptions;
}

/** What it answers, with the number of the program. */
export type FromSolver =
  | { readonly id: number; readonly outcome: SolverOutcome }
  | { readonly id: number; readonly failure: string };

/** A worker that solves programs. */
export type SolverPort = Port<ToSolver, FromSolver>;

/** Solves in the calling thread with a HiGHS that is already loaded: for use inside a worker, and in tests. */
export const inProcessSolver = (highs: HighsRuntime): Solver => ({
  solve: async (program, options) => solveWithHighs(highs, program, options),
  close: async () => undefined,
});

/** Solves on a worker, which is started with the first program and ended by `close`, whatever it is doing. */
export const workerSolver = (start: () => SolverPort): Solver => {
  let port: SolverPort | undefined;
  let count = 0;
  const waiting = new Map<number, { resolve: (outcome: SolverOutcome) => void; reject: (error: Error) => void }>();
  const giveUp = (error: Error): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  const begin = (): SolverPort => {
    const started = start();
    started.listen((message) => {
      const one = waiting.get(message.id);
      waiting.delete(message.id);
      if ('failure' in message) one?.reject(new Error(message.failure));
      else one?.resolve(message.outcome);
    }, giveUp);
    return started;
  };
  return {
    solve: (program, options = {}) =>
      new Promise((resolve, reject) => {
        port ??= begin();
        const id = (count += 1);
        waiting.set(id, { resolve, reject });
        port.post({ id, program, options });
      }),
    close: async () => {
      const ending = port;
      port = undefined;
      await ending?.end();
      giveUp(new Error('the solver was closed'));
    },
  };
};

/** Answers the messages of {@link workerSolver} inside a worker. */
export const answerPrograms =
  (highs: Promise<HighsRuntime>, reply: (message: FromSolver) => void): ((message: ToSolver) => Promise<void>) =>
  async ({ id, program, options }) => {
    try {
      reply({ id, outcome: solveWithHighs(await highs, program, options) });
    } catch (error) {
      reply({ id, failure: error instanceof Error ? error.message : String(error) });
    }
  };
