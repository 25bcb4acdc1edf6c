import type { Problem } from '@isocentre/evidence';
import { Engine, type EngineWorker } from '../../compute/engine.ts';
import type { Answered, Asked } from '../../compute/jobs.ts';

/** The jobs of this view that take long. */
export type LongJob = 'plan' | 'tradeOff' | 'score';

type ValueOf<K extends LongJob> = Extract<Answered<K>, { readonly ok: true }>['value'];

/** What was asked, and what came out. */
export interface Found<K extends LongJob> {
  readonly key: string;
  readonly value: ValueOf<K>;
}

/** What the view shows; a new object whenever something changed. */
export interface DeskShown {
  readonly found: { readonly [K in LongJob]?: Found<K> };
  /** What runs, how much of it is done, from 0 to 1 (0 where that is not known), and since when, in milliseconds. */
  readonly running:
    | {
        readonly job: LongJob;
        readonly key: string;
        readonly doing: string;
        readonly done: number;
        readonly since: number;
      }
    | undefined;
  readonly problems: { readonly job: LongJob; readonly list: readonly Problem[] } | undefined;
  readonly stopped: LongJob | undefined;
}

/** Tells one question from another; a return is told by its name, which the start holds. */
export const keyOf = (asked: Asked<LongJob>): string => JSON.stringify({ ...asked, own: undefined });

/** Seeks plans in a worker of its own that can be stopped at any moment, and keeps what was found. */
export class PlanDesk {
  readonly #make: () => EngineWorker;
  readonly #now: () => number;
  readonly #listeners = new Set<() => void>();
  #engine: Engine | undefined;
  #shown: DeskShown = { found: {}, running: undefined, problems: undefined, stopped: undefined };

  constructor(make: () => EngineWorker, now: () => number) {
    this.#make = make;
    this.#now = now;
  }

  /** What is shown now. */
  readonly snapshot = (): DeskShown => this.#shown;

  /** Calls a listener after every change, until the function given back is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  #change(change: Partial<DeskShown>): void {
    this.#shown = { ...this.#shown, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Runs a job in place of whatever else runs; what was found before stays until something else is. */
  run<K extends LongJob>(job: K, asked: Asked<K>): void {
    const key = keyOf(asked);
    const before = this.#shown.running;
    if (before?.job === job && before.key === key) return;
    this.#drop();
    const engine = (this.#engine ??= new Engine(this.#make));
    const since = this.#now();
    const running = { job, key, doing: 'Starting', done: 0, since };
    this.#change({ running, problems: undefined, stopped: undefined });
    // What is dropped loses its engine.
    const isWanted = (): boolean => this.#engine === engine && this.#shown.running !== undefined;
    const fail = (list: readonly Problem[]): void => {
      this.#change({ running: undefined, problems: { job, list } });
    };
    engine
      .ask(job, asked, (done, doing = '') => {
        if (isWanted()) this.#change({ running: { ...running, doing, done } });
      })
      .answer.then((result) => {
        if (!result || !isWanted()) return;
        if (!result.ok) fail(result.problems);
        else {
          const found = { key, value: result.value };
          this.#change({ running: undefined, found: { ...this.#shown.found, [job]: found } });
        }
      })
      .catch((error: unknown) => {
        if (!isWanted()) return;
        engine.end();
        this.#engine = undefined;
        const found = error instanceof Error ? error.message : String(error);
        fail([{ where: 'the search', found: `an error: ${found}`, expected: 'a search that runs to its end' }]);
      });
  }

  /** Stops what runs; what was found before stays. */
  stop(): void {
    const job = this.#shown.running?.job;
    this.#drop();
    this.#change({ running: undefined, stopped: job });
  }

  /** Ends the worker where it is at work: the solver computes without a pause in which it could hear. */
  #drop(): void {
    if (!this.#shown.running) return;
    this.#engine?.end();
    this.#engine = undefined;
  }
}
