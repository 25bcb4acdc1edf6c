import {
  answer as answerTasks,
  webPort,
  workerRunner,
  workerSolver,
  type EnsembleRunner,
  type FromSolver,
  type FromWorker,
  type ToSolver,
  type ToWorker,
  type WebWorker,
} from '@isocentre/runner';
import type { PlanTools, ReadReturn, Runs } from '@isocentre/workforce';
import { catalogue } from '../shipped/catalogue.ts';
import { shipped } from '../shipped/shipped.ts';
import type { Bench } from './bench.ts';
import { jobs } from './jobs.ts';
import { Model } from './model.ts';
import type { FromEngine, ToEngine } from './protocol.ts';

/** What is needed of a worker's own scope. */
const scope = globalThis as unknown as {
  readonly name: string;
  readonly location: { readonly href: string };
  postMessage(message: FromEngine | FromWorker): void;
  addEventListener(type: 'message', heard: (event: { readonly data: unknown }) => void): void;
};

// The workers that run futures are this script again, so that a browser loads it once.
const taskWorker = 'isocentre-futures';
const mostWorkers = 4;

/** Lets one run wait for the other, since a runner has one at a time. */
const inTurn = (inner: EnsembleRunner): EnsembleRunner => {
  let before: Promise<unknown> = Promise.resolve();
  const afterOthers = <T>(run: () => Promise<T>): Promise<T> => {
    const mine = before.then(run);
    before = mine.catch(() => undefined);
    return mine;
  };
  return {
    run: (...asked) => afterOthers(() => inner.run(...asked)),
    attribute: (...asked) => afterOthers(() => inner.attribute(...asked)),
    needs: (...asked) => afterOthers(() => inner.needs(...asked)),
    close: inner.close,
  };
};

let runner: EnsembleRunner | undefined;
const runnerOfPage = (): EnsembleRunner => {
  runner ??= inTurn(
    workerRunner(
      Array.from({ length: Math.max(1, Math.min(mostWorkers, navigator.hardwareConcurrency)) }, () =>
        webPort(new Worker(scope.location.href, { type: 'module', name: taskWorker }) as unknown as WebWorker),
      ),
    ),
  );
  return runner;
};

let solver: PlanTools['solver'] | undefined;
/** The solver is a script of its own, so that the permission to compile WebAssembly can be given to it alone. */
const solverOfPage = (): PlanTools['solver'] =>
  (solver ??= workerSolver(() => {
    const worker = new Worker(new URL('solver.worker.ts', import.meta.url), { type: 'module' });
    return webPort(worker as unknown as WebWorker<ToSolver, FromSolver>);
  }));

const newModel = (): Model =>
  new Model(
    { figures: new Map(shipped.figures.map((figure) => [figure.id, figure])) },
    shipped.scenarios.map(({ scenario }) => scenario),
    catalogue.firstDecisionYear,
  );

/** Does what the page asks. */
const serve = (): ((message: ToEngine) => void) => {
  const model = newModel();
  const remembered = new Map<string, Runs>();
  const returns = new Map<string, ReadReturn>();
  const underWay = new Map<number, AbortController>();

  const answer = async ({ id, job, payload }: Extract<ToEngine, { kind: 'ask' }>): Promise<void> => {
    const cancel = new AbortController();
    underWay.set(id, cancel);
    const bench: Bench = {
      model,
      runner: runnerOfPage,
      solver: solverOfPage,
      remembered,
      returns,
      staffing: async () => (await import('../shipped/staffing.ts')).staffing,
      cancel: cancel.signal,
      progress: (done, doing) => {
        scope.postMessage({ kind: 'progress', id, done, doing });
      },
    };
    try {
      const value = await (jobs[job] as (asked: unknown, bench: Bench) => Promise<unknown>)(payload, bench);
      scope.postMessage({ kind: 'answer', id, value });
    } catch (error) {
      if (cancel.signal.aborted) scope.postMessage({ kind: 'cancelled', id });
      else scope.postMessage({ kind: 'failed', id, message: error instanceof Error ? error.message : String(error) });
    } finally {
      underWay.delete(id);
    }
  };

  return (message) => {
    if (message.kind === 'cancel') underWay.get(message.id)?.abort();
    else void answer(message);
  };
};

const handle = (
  scope.name === taskWorker
    ? answerTasks((message) => {
        scope.postMessage(message);
      })
    : serve()
) as (message: ToEngine | ToWorker) => void;
scope.addEventListener('message', ({ data }) => {
  handle(data as ToEngine | ToWorker);
});
