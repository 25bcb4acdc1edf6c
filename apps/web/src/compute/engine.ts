import type { Told } from './bench.ts';
import type { Answered, Asked, JobName } from './jobs.ts';
import type { FromEngine, ToEngine } from './protocol.ts';

/** What is needed of the worker that runs the jobs. */
export interface EngineWorker {
  postMessage(message: ToEngine): void;
  addEventListener(type: 'message', heard: (event: { readonly data: FromEngine }) => void): void;
  addEventListener(type: 'error', failed: (event: { readonly message?: string }) => void): void;
  terminate(): void;
}

/** A question under way. */
export interface Asking<K extends JobName> {
  /** The answer, or undefined where it was cancelled. */
  readonly answer: Promise<Answered<K> | undefined>;
  readonly cancel: () => void;
}

interface Waiting {
  readonly settle: (value: unknown) => void;
  readonly fail: (error: Error) => void;
  readonly progress: Told;
}

/** Asks a worker to do jobs. The worker is started by the first question, or before by `start`. */
export class Engine {
  readonly #make: () => EngineWorker;
  #worker: EngineWorker | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #last = 0;
  #broken: Error | undefined;

  constructor(make: () => EngineWorker) {
    this.#make = make;
  }

  /** Starts the worker, so that the first question need not wait for it. */
  start(): EngineWorker {
    if (this.#worker) return this.#worker;
    const worker = this.#make();
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => {
      this.#hear(data);
    });
    worker.addEventListener('error', ({ message }) => {
      this.#broken = new Error(message ?? 'the model could not be loaded');
      for (const { fail } of this.#waiting.values()) fail(this.#broken);
      this.#waiting.clear();
    });
    return worker;
  }

  #hear(message: FromEngine): void {
    const waiting = this.#waiting.get(message.id);
    if (!waiting) return;
    if (message.kind === 'progress') {
      waiting.progress(message.done, message.doing);
      return;
    }
    this.#waiting.delete(message.id);
    if (message.kind === 'answer') waiting.settle(message.value);
    else if (message.kind === 'cancelled') waiting.settle(undefined);
    else waiting.fail(new Error(message.message));
  }

  /** Asks for a job. */
  ask<K extends JobName>(job: K, payload: Asked<K>, progress: Told = () => undefined): Asking<K> {
    const id = (this.#last += 1);
    const answer = new Promise<Answered<K> | undefined>((settle, fail) => {
      if (this.#broken) fail(this.#broken);
      else {
        this.#waiting.set(id, { settle: settle as (value: unknown) => void, fail, progress });
        this.start().postMessage({ kind: 'ask', id, job, payload });
      }
    });
    return {
      answer,
      cancel: () => {
        this.#waiting.get(id)?.settle(undefined);
        this.#waiting.delete(id);
        this.#worker?.postMessage({ kind: 'cancel', id });
      },
    };
  }

  /** Ends the worker at once, whatever it computes; what it was asked is settled as cancelled. The next question starts another. */
  end(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#broken = undefined;
    for (const { settle } of this.#waiting.values()) settle(undefined);
    this.#waiting.clear();
  }
}
