import type { Problem } from '@isocentre/evidence';
import { sortGiven, type GivenFile, type GivenSoFar } from './given.ts';
import type { FromStudyWorker, ProtocolTold, StudyMade, ToStudyWorker } from './messages.ts';
import { Observed } from '../../state/observed.ts';

/** What is needed of the worker that runs studies. */
export interface StudyWorker {
  postMessage(message: ToStudyWorker): void;
  addEventListener(type: 'message', heard: (event: { readonly data: FromStudyWorker }) => void): void;
  addEventListener(type: 'error', failed: (event: { readonly message?: string }) => void): void;
  terminate(): void;
}

/** What the view shows; a new object whenever something changed. */
export interface DeskShown {
  readonly given: GivenSoFar;
  readonly told: ProtocolTold | undefined;
  readonly problems: readonly Problem[];
  /** What runs, and how much of it is done, from 0 to 1. */
  readonly running: { readonly doing: string; readonly done: number } | undefined;
  readonly made: StudyMade | undefined;
  readonly isStopped: boolean;
}

const nothing: DeskShown = {
  given: { protocol: undefined, lock: undefined, files: [] },
  told: undefined,
  problems: [],
  running: undefined,
  made: undefined,
  isStopped: false,
};

/** Holds what a reader gave for a study, and runs it in a worker of its own that can be stopped at any moment. */
export class Desk extends Observed<DeskShown> {
  readonly #make: () => StudyWorker;
  #worker: StudyWorker | undefined;
  #id = 0;

  constructor(make: () => StudyWorker) {
    super(nothing);
    this.#make = make;
  }

  /** Takes files besides those given before; what was computed before is of other files and is taken away. */
  give(added: readonly GivenFile[]): void {
    const given = sortGiven(this.snapshot().given, added);
    this.#drop();
    this.change({ ...nothing, given, told: this.snapshot().told });
    if (given.protocol) this.#ask('look');
  }

  /** Begins anew. */
  clear(): void {
    this.#drop();
    this.change(nothing);
  }

  /** Runs the study, where none runs. */
  run(): void {
    if (this.snapshot().running) return;
    this.change({ problems: [], made: undefined, isStopped: false, running: { doing: 'Reading the files', done: 0 } });
    this.#ask('run');
  }

  /** Stops what runs; nothing of it is kept. */
  stop(): void {
    this.#drop();
    this.change({ running: undefined, isStopped: true });
  }

  /** Ends the worker where it is at work: it computes without a pause in which it could hear. */
  #drop(): void {
    this.#id += 1;
    if (!this.snapshot().running) return;
    this.#worker?.terminate();
    this.#worker = undefined;
  }

  #ask(kind: ToStudyWorker['kind']): void {
    const { protocol, lock, files } = this.snapshot().given;
    if (!protocol) return;
    this.#started().postMessage({ id: this.#id, kind, given: { protocol, lock, files } });
  }

  #started(): StudyWorker {
    if (this.#worker) return this.#worker;
    const worker = this.#make();
    this.#worker = worker;
    worker.addEventListener('message', ({ data }) => {
      if (data.id === this.#id) this.#hear(data);
    });
    worker.addEventListener('error', ({ message }) => {
      if (this.#worker !== worker) return;
      this.#worker = undefined;
      const found = `an error: ${message ?? 'its program could not be loaded'}`;
      this.change({
        running: undefined,
        problems: [{ where: 'the study', found, expected: 'a study that runs to its end' }],
      });
    });
    return worker;
  }

  #hear(message: FromStudyWorker): void {
    switch (message.kind) {
      case 'progress':
        this.change({ running: { doing: message.doing, done: message.done } });
        return;
      case 'told':
        this.change({ told: message.told, problems: [] });
        return;
      case 'made':
        this.change({ made: message.made, running: undefined });
        return;
      case 'refused':
        this.change({
          problems: message.problems,
          ...(this.snapshot().running ? { running: undefined } : { told: undefined }),
        });
    }
  }
}
