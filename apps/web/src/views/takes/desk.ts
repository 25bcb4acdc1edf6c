import type { Problem } from '@isocentre/evidence';
import { Engine, type EngineWorker } from '../../compute/engine.ts';
import type { Answered, Asked } from '../../compute/jobs.ts';
import { Observed } from '../../state/observed.ts';

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
export class PlanDesk extends Observed<DeskShown> {
  readonly #make: () => EngineWorker;
  readonly #now: () => number;
  #engine: Engine | undefined;

  constructor(make: () => EngineWorker, now: () => number) {
    super({ found: {}, running: undefined, problems: undefined, stopped: undefined });
    this.#make = make;
    this.#now = now;
  }

  /** Runs a job in place of whatever else runs; what was found before stays until something else is. */
  run<K extends LongJob>(job: K, asked: Asked<K>): void {
    const key = keyOf(asked);
    const before = this.snapshot().running;
    if (before?.job === job && before.key === key) return;
    this.#drop();
    const engine = (this.#engine ??= new Engine(this.#make));
    const since = this.#now();
    const running = { job, key, doing: 'Starting', done: 0, since };
    this.change({ running, problems: undefined, stopped: undefined });
    // What is dropped loses its engine.
    const isWanted = (): boolean => this.#engine === engine && this.snapshot().running !== undefined;
    const fail = (list: readonly Problem[]): void => {
      this.change({ running: undefined, problems: { job, list } });
    };
    engine
      .ask(job, asked, (done, doing = '') => {
        if (isWanted()) this.change({ running: { ...running, doing, done } });
      })
      .answer.then((result) => {
        if (!result || !isWanted()) return;
        if (!result.ok) fail(result.problems);
        else {
          const found = { key, value: result.value };
          this.change({ running: undefined, found: { ...this.snapshot().found, [job]: found } });
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
    const job = this.snapshot().running?.job;
    this.#drop();
    this.change({ running: undefined, stopped: job });
  }

  /** Ends the worker where it is at work: the solver computes without a pause in which it could hear. */
  #drop(): void {
    if (!this.snapshot().running) return;
    this.#engine?.end();
    this.#engine = undefined;
  }
}
