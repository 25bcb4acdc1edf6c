import {
  prepareEnsemble,
  ResultJoiner,
  tasksOf,
  type EnsemblePlan,
  type EnsembleTask,
  type TaskResult,
} from '@isocentre/workforce';

/** Told after each task how much of an ensemble is done, from 0 to 1. */
export type Progress = (done: number) => void;

/** Runs ensembles. Where and on how many threads changes how long it takes and nothing else. */
export interface EnsembleRunner {
  readonly run: (plan: EnsemblePlan, progress?: Progress) => Promise<TaskResult>;
  /** Ends its threads. A run under way is given up. */
  readonly close: () => Promise<void>;
}

/** What a worker is sent: a plan once, then its tasks. */
export type ToWorker =
  | { readonly kind: 'plan'; readonly plan: EnsemblePlan }
  | { readonly kind: 'task'; readonly task: EnsembleTask; readonly index: number };

/** What a worker answers. */
export type FromWorker = { readonly index: number; readonly result: TaskResult } | { readonly failure: string };

/** A worker of any kind: a thread of Node or a Web Worker. */
export interface Port {
  readonly post: (message: ToWorker) => void;
  readonly listen: (heard: (message: FromWorker) => void, failed: (error: Error) => void) => void;
  readonly end: () => Promise<void>;
}

/** Draws a task: the people of so many futures fit a processor's cache. */
export const drawsATask = 32;

/** Runs in the calling thread. */
export const inProcessRunner = (): EnsembleRunner => ({
  run: async (plan, progress = () => undefined) => {
    const runTask = prepareEnsemble(plan);
    const tasks = tasksOf(plan.options, drawsATask);
    const joiner = new ResultJoiner(plan.options);
    tasks.forEach((task, index) => {
      joiner.add(task, runTask(task));
      progress((index + 1) / tasks.length);
    });
    return joiner.result;
  },
  close: async () => undefined,
});

/**
 * Runs on workers: each takes the next task as it becomes free, and each result goes to its
 * place, so that neither their number nor their pace shows.
 */
export const workerRunner = (ports: readonly Port[]): EnsembleRunner => ({
  run: (plan, progress = () => undefined) =>
    new Promise((resolve, reject) => {
      const tasks = tasksOf(plan.options, drawsATask);
      const joiner = new ResultJoiner(plan.options);
      let next = 0;
      let done = 0;
      const give = (port: Port): void => {
        const task = tasks[next];
        if (!task) return;
        port.post({ kind: 'task', task, index: next });
        next += 1;
      };
      for (const port of ports.slice(0, tasks.length)) {
        port.listen((message) => {
          if ('failure' in message) {
            reject(new Error(message.failure));
            return;
          }
          joiner.add(tasks[message.index] as EnsembleTask, message.result);
          done += 1;
          progress(done / tasks.length);
          if (done === tasks.length) resolve(joiner.result);
          else give(port);
        }, reject);
        port.post({ kind: 'plan', plan });
        give(port);
      }
    }),
  close: async () => {
    await Promise.all(ports.map((port) => port.end()));
  },
});

/** Answers the messages of a runner inside a worker. */
export const answer = (reply: (message: FromWorker) => void): ((message: ToWorker) => void) => {
  let runTask: ((task: EnsembleTask) => TaskResult) | undefined;
  return (message) => {
    try {
      if (message.kind === 'plan') runTask = prepareEnsemble(message.plan);
      else if (runTask) reply({ index: message.index, result: runTask(message.task) });
    } catch (error) {
      reply({ failure: error instanceof Error ? error.message : String(error) });
    }
  };
};
