import {
  AttributionJoiner,
  attributionTasks,
  DrawnFutures,
  NeedsJoiner,
  needsTasks,
  prepareAttribution,
  prepareEnsemble,
  ResultJoiner,
  tasksOf,
  type AttributionPlan,
  type EnsemblePlan,
  type EnsembleTask,
  type Needs,
  type NeedsPlan,
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
  /**
   * Runs a plan through the futures over which it is sought, in the same way; undefined where it cannot close in the share
   * of them in which it must. They stay drawn for the plans after it, until something else is run.
   */
  readonly needs: (plan: NeedsPlan, progress?: Progress, cancel?: CancelSignal) => Promise<Needs | undefined>;
  /** Ends its threads. A run under way is given up. */
  readonly close: () => Promise<void>;
}

type Plan = EnsemblePlan | AttributionPlan | NeedsPlan;

/** What a task of a plan gives. */
type Part = TaskResult | RunValues | Needs;

/** What a worker is sent: a plan once, then its tasks, each with the number of the run it belongs to. */
export type ToWorker =
  | { readonly kind: 'plan'; readonly run: number; readonly plan: Plan }
  | { readonly kind: 'task'; readonly run: number; readonly task: EnsembleTask; readonly index: number };

/** What a worker answers, with the number of the run it was asked for. */
export type FromWorker =
  | { readonly run: number; readonly index: number; readonly result: Part }
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

/** Prepares one plan after the other. */
const preparer = (): ((plan: Plan) => (task: EnsembleTask) => Part) => {
  let drawn: DrawnFutures | undefined;
  return (plan) => {
    if ('decided' in plan) {
      if (!drawn?.are(plan.futures)) drawn = new DrawnFutures(plan.futures);
      return drawn.prepare(plan);
    }
    // They are big, and a search is mostly over once its plan is replayed.
    drawn = undefined;
    return 'from' in plan ? prepareAttribution(plan) : prepareEnsemble(plan);
  };
};

/** Runs the tasks of a plan and hands on the part that each gives, in whatever order they come, as long as more are wanted. */
type Run = (
  plan: Plan,
  tasks: readonly EnsembleTask[],
  take: (task: EnsembleTask, part: Part) => boolean,
  progress?: Progress,
  cancel?: CancelSignal,
) => Promise<void>;

const runnerOf = (run: Run, draws: number, close: () => Promise<void>): EnsembleRunner => ({
  run: async (plan, progress, cancel) => {
    const joiner = new ResultJoiner(plan.options);
    const take = (task: EnsembleTask, part: Part): boolean => {
      joiner.add(task, part as TaskResult);
      return true;
    };
    await run(plan, tasksOf(plan.options, draws), take, progress, cancel);
    return joiner.result;
  },
  attribute: async (plan, progress, cancel) => {
    const joiner = new AttributionJoiner(plan);
    const take = (task: EnsembleTask, part: Part): boolean => {
      joiner.add(task, part as RunValues);
      return true;
    };
    await run(plan, attributionTasks(plan, draws), take, progress, cancel);
    return joiner.result;
  },
  needs: async (plan, progress, cancel) => {
    const joiner = new NeedsJoiner(plan);
    const take = (task: EnsembleTask, part: Part): boolean => joiner.add(task, part as Needs);
    await run(plan, needsTasks(plan, draws), take, progress, cancel);
    return joiner.result;
  },
  close,
});

/**
 * Runs in the calling thread.
 *
 * @param pause Lets other work through after each task, such as that which cancels the run; default: nothing gets through.
 */
export const inProcessRunner = (pause = async (): Promise<void> => undefined): EnsembleRunner => {
  const prepare = preparer();
  return runnerOf(
    async (plan, tasks, take, progress, cancel) => {
      if (cancel?.aborted) throw cancel.reason;
      if (tasks.length === 0) return;
      const runTask = prepare(plan);
      for (const [index, task] of tasks.entries()) {
        const wantsMore = take(task, runTask(task));
        progress?.((index + 1) / tasks.length);
        if (!wantsMore) return;
        await pause();
        if (cancel?.aborted) throw cancel.reason;
      }
    },
    drawsATask,
    async () => undefined,
  );
};

/**
 * Runs on workers: each takes the next task as it becomes free, or those of the futures of a search that it has drawn, and
 * each result goes to its place, so that neither their number nor their pace shows. One run at a time: cancel a run before
 * the next is begun.
 *
 * @param draws Draws a task; fewer let a cancelled run free its workers sooner.
 */
export const workerRunner = (ports: readonly Port[], draws = drawsATask): EnsembleRunner => {
  let runs = 0;
  const runOnPorts: Run = (plan, tasks, take, progress, cancel) =>
    new Promise((resolve, reject) => {
      const run = (runs += 1);
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
      const next = tasks.map((task, index) => ({ task, index }));
      ports.slice(0, tasks.length).forEach((port, number) => {
        // Futures stay where they were drawn: each worker has every so many of their tasks, whatever it is asked next.
        const own = 'decided' in plan ? next.filter(({ index }) => index % ports.length === number) : next;
        const give = (): void => {
          const one = own.shift();
          if (one) port.post({ kind: 'task', run, ...one });
        };
        port.listen(
          (message) => {
            if (over || message.run !== run) return;
            if ('failure' in message) {
              end(() => {
                reject(new Error(message.failure));
              });
              return;
            }
            const wantsMore = take(tasks[message.index] as EnsembleTask, message.result);
            done += 1;
            progress?.(done / tasks.length);
            if (!wantsMore || done === tasks.length) end(resolve);
            else give();
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
        give();
      });
    });
  return runnerOf(runOnPorts, draws, async () => {
    await Promise.all(ports.map((port) => port.end()));
  });
};

/** Answers the messages of a runner inside a worker. */
export const answer = (reply: (message: FromWorker) => void): ((message: ToWorker) => void) => {
  const prepare = preparer();
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
