import {
  AttributionJoiner,
  attributionTasks,
  prepareAttribution,
  prepareEnsemble,
  ResultJoiner,
  tasksOf,
  type AttributionPlan,
  type EnsemblePlan,
  type EnsembleTask,
  type RunValues,
  type TaskResult,
} from '@isocentre/workforce';

/** Told after each task how much of an ensemble is done, from 0 to 1. */
export type Progress = (done: number) => void;

/** What a run needs of an `AbortSignal`, whose type differs between Node and browsers. */
export interface CancelSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Runs ensembles. Where and on how many threads changes how long it takes and nothing else. */
export interface EnsembleRunner {
  /**
   * Runs a plan.
   *
   * @param cancel Once it says so the run ends: no task is begun any more, what workers still answer is dropped, and
   *   the promise is rejected with the signal's reason. The runner stays ready for the next run.
   */
  readonly run: (plan: EnsemblePlan, progress?: Progress, cancel?: CancelSignal) => Promise<TaskResult>;
  /** Runs the scenarios in between that an attribution passes, in the same way; undefined where there are none. */
  readonly attribute: (
    plan: AttributionPlan,
    progress?: Progress,
    cancel?: CancelSignal,
  ) => Promise<RunValues | undefined>;
  /** Ends its threads. A run under way is given up. */
  readonly close: () => Promise<void>;
}

type Plan = EnsemblePlan | AttributionPlan;

/** What a worker is sent: a plan once, then its tasks, each with the number of the run it belongs to. */
export type ToWorker =
  | { readonly kind: 'plan'; readonly run: number; readonly plan: Plan }
  | { readonly kind: 'task'; readonly run: number; readonly task: EnsembleTask; readonly index: number };

/** What a worker answers, with the number of the run it was asked for. */
export type FromWorker =
  | { readonly run: number; readonly index: number; readonly result: TaskResult | RunValues }
  | { readonly run: number; readonly failure: string };

/** A worker of any kind: a thread of Node or a Web Worker. */
export interface Port<To = ToWorker, From = FromWorker> {
  readonly post: (message: To) => void;
  /** Hears what the worker answers from now on; a new listener takes the place of the one before. */
  readonly listen: (heard: (message: From) => void, failed: (error: Error) => void) => void;
  readonly end: () => Promise<void>;
}

/** Draws a task: the people of so many futures fit a processor's cache, and a newer question does not wait long. */
export const drawsATask = 16;

const prepare = (plan: Plan): ((task: EnsembleTask) => TaskResult | RunValues) =>
  'from' in plan ? prepareAttribution(plan) : prepareEnsemble(plan);

/** Runs the tasks of a plan and hands on the part that each gives, in whatever order they come. */
type Run = (
  plan: Plan,
  tasks: readonly EnsembleTask[],
  take: (task: EnsembleTask, part: TaskResult | RunValues) => void,
  progress?: Progress,
  cancel?: CancelSignal,
) => Promise<void>;

const runnerOf = (run: Run, draws: number, close: () => Promise<void>): EnsembleRunner => ({
  run: async (plan, progress, cancel) => {
    const joiner = new ResultJoiner(plan.options);
    const take = (task: EnsembleTask, part: unknown): void => {
      joiner.add(task, part as TaskResult);
    };
    await run(plan, tasksOf(plan.options, draws), take, progress, cancel);
    return joiner.result;
  },
  attribute: async (plan, progress, cancel) => {
    const joiner = new AttributionJoiner(plan);
    const take = (task: EnsembleTask, part: unknown): void => {
      joiner.add(task, part as RunValues);
    };
    await run(plan, attributionTasks(plan, draws), take, progress, cancel);
    return joiner.result;
  },
  close,
});

/** Runs in the calling thread; a run can be cancelled before it begins and not while it lasts. */
export const inProcessRunner = (): EnsembleRunner =>
  runnerOf(
    async (plan, tasks, take, progress, cancel) => {
      if (cancel?.aborted) throw cancel.reason;
      if (tasks.length === 0) return;
      const runTask = prepare(plan);
      tasks.forEach((task, index) => {
        take(task, runTask(task));
        progress?.((index + 1) / tasks.length);
      });
    },
    drawsATask,
    async () => undefined,
  );

/**
 * Runs on workers: each takes the next task as it becomes free, and each result goes to its place, so that
 * neither their number nor their pace shows. One run at a time: cancel a run before the next is begun.
 *
 * @param draws Draws a task; fewer let a cancelled run free its workers sooner.
 */
export const workerRunner = (ports: readonly Port[], draws = drawsATask): EnsembleRunner => {
  let runs = 0;
  const runOnPorts: Run = (plan, tasks, take, progress, cancel) =>
    new Promise((resolve, reject) => {
      const run = (runs += 1);
      let next = 0;
      let done = 0;
      let over = false;
      const end = (settle: () => void): void => {
        over = true;
        cancel?.removeEventListener('abort', cancelled);
        settle();
      };
      const cancelled = (): void => {
        end(() => {
          reject(cancel?.reason);
        });
      };
      if (cancel?.aborted) {
        cancelled();
        return;
      }
      cancel?.addEventListener('abort', cancelled, { once: true });
      if (tasks.length === 0) end(resolve);
      const give = (port: Port): void => {
        const task = tasks[next];
        if (!task) return;
        port.post({ kind: 'task', run, task, index: next });
        next += 1;
      };
      for (const port of ports.slice(0, tasks.length)) {
        port.listen(
          (message) => {
            if (over || message.run !== run) return;
            if ('failure' in message) {
              end(() => {
                reject(new Error(message.failure));
              });
              return;
            }
            take(tasks[message.index] as EnsembleTask, message.result);
            done += 1;
            progress?.(done / tasks.length);
            if (done === tasks.length) end(resolve);
            else give(port);
          },
          (error) => {
            if (!over) {
              end(() => {
                reject(error);
              });
            }
          },
        );
        port.post({ kind: 'plan', run, plan });
        give(port);
      }
    });
  return runnerOf(runOnPorts, draws, async () => {
    await Promise.all(ports.map((port) => port.end()));
  });
};

/** Answers the messages of a runner inside a worker. */
export const answer = (reply: (message: FromWorker) => void): ((message: ToWorker) => void) => {
  let runTask: ReturnType<typeof prepare> | undefined;
  return (message) => {
    const { run } = message;
    try {
      if (message.kind === 'plan') {
        runTask = undefined;
        runTask = prepare(message.plan);
      } else if (runTask) reply({ run, index: message.index, result: runTask(message.task) });
    } catch (error) {
      reply({ run, failure: error instanceof Error ? error.message : String(error) });
    }
  };
};
