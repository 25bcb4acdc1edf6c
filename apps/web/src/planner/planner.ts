import { describe, type Problem, type Result } from '@isocentre/evidence';
import type { Course, Question } from '../compute/course.ts';
import type { ChosenFile, FileRead } from '../compute/return-file.ts';
import type { Asking, Engine } from '../compute/engine.ts';
import type { Answered, Asked, JobName } from '../compute/jobs.ts';
import { decode, encode, withDepartment, type Known, type Made } from '../state/address.ts';
import { begin, redo, step, undo, type History } from '../state/history.ts';
import type { HeldReturn, Keep, Named } from '../state/keep.ts';
import { onReturn, untouched, type PageState, type ReturnName, type Start } from '../state/state.ts';

/** How far the answer has come: the expected course, a few futures, or all of them. */
export type Phase = 'waiting' | 'expected' | 'provisional' | 'settled';

/** Something that the reader should know, once. */
export interface Notice {
  readonly kind: 'told' | 'problem';
  readonly text: string;
}

/** What a return is given for: the baseline of what is shown, or what staff the department needs. */
export type Purpose = 'baseline' | 'staff';

/** How far the reading of a file has come that the reader chose as a return. */
export type Reading = { readonly purpose: Purpose; readonly file: string } & (
  | { readonly kind: 'reading' }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] }
  | {
      readonly kind: 'read';
      readonly read: FileRead;
      /** The return that what is shown asks for, where this is another one. */
      readonly wanted: ReturnName | undefined;
    }
);

/** What the page shows; a new object whenever something changed. */
export interface Shown {
  readonly state: PageState;
  readonly course: Course | undefined;
  readonly reference: Course | undefined;
  readonly phase: Phase;
  /** How much of the ensemble under way is done, from 0 to 1. */
  readonly done: number;
  /** Why the scenario cannot be run; the course is then that of the one before. */
  readonly problems: readonly Problem[];
  /** The return that the state names and this page does not have; nothing is shown until it is given. */
  readonly missing: ReturnName | undefined;
  /** The file that the reader chose last as a return. */
  readonly reading: Reading | undefined;
  readonly notices: readonly Notice[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** What the planner works with; passed in, so that a test can. */
export interface Means {
  /** Answers while levers move; never kept waiting by ensembles. */
  readonly quick: Pick<Engine, 'ask'>;
  /** Runs ensembles and what else takes time. */
  readonly slow: Pick<Engine, 'ask'>;
  readonly known: Known;
  /** Data and model version, as links carry them. */
  readonly data: string;
  readonly address: { readonly read: () => string; readonly write: (fragment: string) => void };
  readonly keep: Keep;
  /** Futures of the first, provisional answer, and of the settled one. */
  readonly runs: { readonly provisional: number; readonly settled: number };
}

const isSameState = (a: PageState, b: PageState): boolean => a === b || encode(a) === encode(b);

const questionOf = ({ start, edits, part }: PageState): Question => ({ start, edits, part });

/** What a scenario is compared with: today's course on the same baseline, or the start of a scenario of the reader's own. */
export const referenceStart = ({ start, edits }: PageState): Start | undefined => {
  if (start.kind === 'own') return edits.length > 0 ? start : undefined;
  return edits.length === 0 && start.name === 'todays-course'
    ? undefined
    : onReturn({ kind: 'shipped', name: 'todays-course' }, start.ownReturn);
};

/** Holds the state of the page, asks the model, and drops every answer that is no longer wanted. */
export class Planner {
  readonly #means: Means;
  readonly #listeners = new Set<() => void>();
  #history: History<PageState> = begin(untouched);
  #shown: Shown;
  #quickBusy = false;
  #quickNext: (() => void) | undefined;
  #ensemble: Asking<JobName> | undefined;
  #referenceKey = '';
  #written = '';
  #toldStorage = false;
  readonly #held = new Map<string, HeldReturn>();

  constructor(means: Means) {
    this.#means = means;
    this.#shown = {
      state: untouched,
      course: undefined,
      reference: undefined,
      phase: 'waiting',
      done: 0,
      problems: [],
      missing: undefined,
      reading: undefined,
      notices: [],
      canUndo: false,
      canRedo: false,
    };
  }

  /** What is shown now. */
  readonly snapshot = (): Shown => this.#shown;

  /** Calls a listener after every change, until the function given back is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  #change(change: Partial<Shown>): void {
    this.#shown = {
      ...this.#shown,
      ...change,
      canUndo: this.#history.past.length > 0,
      canRedo: this.#history.future.length > 0,
    };
    for (const listener of this.#listeners) listener();
  }

  /** Tells the reader something. */
  tell(...notices: readonly Notice[]): void {
    if (notices.length > 0) this.#change({ notices });
  }

  /** Takes away what was told. */
  hush(): void {
    this.#change({ notices: [] });
  }

  /** Opens what the address says; with an empty one, what was worked on last. */
  open(): void {
    const fragment = this.#means.address.read();
    const last = fragment === '' ? this.#means.keep.last() : undefined;
    this.#openFragment(fragment === '' ? (last ?? '') : fragment, { isFirst: true, isLast: last !== undefined });
  }

  /** Opens what the address says after somebody changed it. */
  follow(): void {
    const fragment = this.#means.address.read();
    if (fragment !== this.#written) this.#openFragment(fragment, {});
  }

  /** What is kept in this browser under names. */
  kept(): readonly Named[] {
    return this.#means.keep.named();
  }

  /** Keeps what is shown under a name, in place of what had it before. */
  keepAs(name: string): void {
    this.#tellProblems(this.#means.keep.keepNamed({ name, fragment: this.fragment() }));
  }

  /** Forgets what is kept under a name. */
  forget(name: string): void {
    this.#tellProblems(this.#means.keep.forget(name));
  }

  /** The return that what is shown runs on, where there is one and it is at hand. */
  heldReturn(): HeldReturn | undefined {
    return this.#held.get(this.#shown.state.start.ownReturn?.hash ?? '');
  }

  /** Reads a file as a return; one in which all is right is used at once, unless another is asked for. */
  async readReturn(chosen: ChosenFile, purpose: Purpose): Promise<void> {
    const given = { purpose, file: chosen.name };
    const before: Reading = { ...given, kind: 'reading' };
    this.#change({ reading: before });
    let result: Answered<'readReturn'> | undefined;
    try {
      result = await this.#means.slow.ask('readReturn', chosen).answer;
    } catch (error) {
      this.#change({ reading: undefined });
      this.#fail(error);
    }
    // Another file was chosen meanwhile.
    if (!result || this.#shown.reading !== before) return;
    if (!result.ok) {
      this.#change({ reading: { ...given, kind: 'refused', problems: result.problems } });
      return;
    }
    const { value: read } = result;
    const { missing } = this.#shown;
    const isOther = purpose === 'baseline' && missing && read.own && missing.hash !== read.own.hash;
    const wanted = isOther ? missing : undefined;
    this.#change({ reading: { ...given, kind: 'read', read, wanted } });
    if (!read.own || read.wrong > 0 || wanted) return;
    if (purpose === 'baseline') this.useReturn({ own: read.own, left: 0 });
    else this.go(withDepartment(this.#shown.state, read.own));
  }

  /** Runs what is shown on a return of the reader's own. */
  useReturn(held: HeldReturn): void {
    this.#hold(held);
    const { start } = this.#shown.state;
    // The return that a link asks for is no step of its own.
    if (start.ownReturn?.hash === held.own.hash) this.#settle();
    else this.go({ ...this.#shown.state, start: onReturn(start, held.own) });
  }

  /** Whether the return of what is shown is kept on this machine. */
  isReturnKept(): boolean {
    return this.#means.keep.heldReturn(this.#shown.state.start.ownReturn?.hash ?? '') !== undefined;
  }

  /** Keeps the return of what is shown on this machine, or forgets it. */
  keepReturn(isKept: boolean): void {
    const held = this.heldReturn();
    if (!held) return;
    const { keep } = this.#means;
    this.#tellProblems(isKept ? keep.keepReturn(held) : keep.forgetReturn(held.own.hash));
  }

  #hold(held: HeldReturn): void {
    this.#held.set(held.own.hash, held);
    // Messages of a worker come in order, so that what is asked next finds it.
    for (const engine of [this.#means.quick, this.#means.slow]) {
      engine.ask('hold', held.own).answer.catch((error: unknown) => {
        this.#fail(error);
      });
    }
  }

  #missingIn({ start: { ownReturn } }: PageState): ReturnName | undefined {
    if (!ownReturn || this.#held.has(ownReturn.hash)) return undefined;
    const kept = this.#means.keep.heldReturn(ownReturn.hash);
    if (kept) this.#hold(kept);
    return kept ? undefined : ownReturn;
  }

  #tellProblems(kept: Result<true>): void {
    if (!kept.ok)
      this.tell(...kept.problems.map((problem): Notice => ({ kind: 'problem', text: `${describe(problem)}.` })));
  }

  /** Reads a piece of work without opening it; undefined where it cannot be read. */
  read(fragment: string): PageState | undefined {
    const opened = decode(fragment, this.#means.known);
    return opened.ok ? opened.value.state : undefined;
  }

  /** Opens a piece of work that was kept. */
  openKept(fragment: string): void {
    this.#openFragment(fragment, {});
  }

  #openFragment(
    fragment: string,
    { isFirst = false, isLast = false }: { readonly isFirst?: boolean; readonly isLast?: boolean },
  ): void {
    const opened = decode(fragment, this.#means.known);
    const go = (state: PageState): void => {
      // What a page opens with is no step that could be undone.
      if (isFirst) this.#history = begin(state);
      this.#go(state);
    };
    if (!opened.ok) {
      const [problem] = opened.problems;
      go(untouched);
      this.tell({
        kind: 'problem',
        text: `This link could not be opened: found ${problem?.found ?? ''}; expected ${problem?.expected ?? ''}. The page shows today's course instead.`,
      });
      return;
    }
    const { state, made, problems } = opened.value;
    go(state);
    const notices: Notice[] = problems.map((problem) => ({
      kind: 'problem',
      text: `Left out of the link: ${describe(problem)}.`,
    }));
    if (isLast && !isSameState(state, untouched))
      notices.push({ kind: 'told', text: 'This is what you worked on last in this browser.' });
    this.tell(...notices);
    if (made.data !== undefined && made.data !== this.#means.data) void this.#sayWhatChanged(state, made);
  }

  async #sayWhatChanged(state: PageState, { said }: Partial<Made>): Promise<void> {
    const course = await this.#means.slow.ask('expected', questionOf(state)).answer;
    const since = 'The evidence or the model changed since this link was made.';
    if (!course?.ok || !said) {
      this.tell(...this.#shown.notices, { kind: 'told', text: since });
      return;
    }
    const now = [course.value.shortfall[0] ?? 0, course.value.shortfall.at(-1) ?? 0].map(Math.round);
    const isSame = now[0] === said[0] && now[1] === said[1];
    const text = isSame
      ? `${since} The shortfall that it showed is the same now.`
      : `${since} It then showed a shortfall from ${said[0]} to ${said[1]} WTE, and shows one from ${now[0] ?? 0} to ${now[1] ?? 0} WTE now.`;
    this.tell(...this.#shown.notices, { kind: 'told', text });
  }

  /** Shows a state while a lever moves; nothing is kept yet. */
  preview(state: PageState): void {
    this.#dropEnsemble();
    this.#change({ state });
    this.#askExpected(state, false);
  }

  /** Takes a step that can be undone. */
  go(state: PageState): void {
    if (this.#shown.notices.length > 0) this.hush();
    this.#go(state);
  }

  #go(state: PageState): void {
    this.#history = step(this.#history, state, isSameState);
    this.#settle();
  }

  /** Undoes the last step. */
  undo(): void {
    this.#history = undo(this.#history);
    this.#settle();
  }

  /** Takes back the last undoing. */
  redo(): void {
    this.#history = redo(this.#history);
    this.#settle();
  }

  #settle(): void {
    const { present } = this.#history;
    const missing = this.#missingIn(present);
    this.#dropEnsemble();
    if (missing) {
      this.#referenceKey = '';
      this.#change({
        state: present,
        missing,
        course: undefined,
        reference: undefined,
        phase: 'waiting',
        problems: [],
      });
    } else this.#change({ state: present, missing });
    this.#write(present);
    if (!missing) this.#askExpected(present, true);
  }

  /** The link that gives somebody else this page, without its address. */
  fragment(): string {
    const { state, course } = this.#shown;
    const shortfall = course?.shortfall;
    return encode(state, {
      data: this.#means.data,
      ...(shortfall ? { said: [Math.round(shortfall[0] ?? 0), Math.round(shortfall.at(-1) ?? 0)] as const } : {}),
    });
  }

  /** Asks for a job of a view; it does not keep levers waiting. */
  ask<K extends JobName>(job: K, payload: Asked<K>, progress?: (done: number) => void): Asking<K> {
    return this.#means.slow.ask(job, payload, progress);
  }

  /** The CSV of what is shown, by the settled number of futures. */
  courseCsv(): Promise<Answered<'csv'> | undefined> {
    const { state } = this.#shown;
    return this.#means.slow.ask('csv', { ...questionOf(state), runs: this.#means.runs.settled, seed: state.seed })
      .answer;
  }

  /** The scenario that is shown, as the file that the command line reads. */
  scenarioText(): Promise<Answered<'scenarioText'> | undefined> {
    return this.#means.slow.ask('scenarioText', questionOf(this.#shown.state)).answer;
  }

  /** What a report of what is shown is made of. */
  reportQuestion(): Asked<'report'> {
    const { state } = this.#shown;
    return {
      ...questionOf(state),
      runs: this.#means.runs.settled,
      seed: state.seed,
      left: this.heldReturn()?.left ?? 0,
    };
  }

  #write(state: PageState): void {
    this.#written = isSameState(state, untouched) ? '' : encode(state, { data: this.#means.data });
    this.#means.address.write(this.#written);
    const kept = this.#means.keep.keepLast(this.#written);
    // Told once: a full storage stays full.
    if (!kept.ok && !this.#toldStorage) {
      this.#toldStorage = true;
      this.#tellProblems(kept);
    }
  }

  #askExpected(state: PageState, thenEnsemble: boolean): void {
    const ask = (): void => {
      this.#quickBusy = true;
      this.#means.quick
        .ask('expected', questionOf(state))
        .answer.then((course) => {
          // A newer state waits: its answer is the one that is wanted.
          if (this.#quickNext || !course || this.#shown.missing) return;
          this.#showCourse(course, 'expected');
          this.#askReference(state);
          if (course.ok && thenEnsemble) void this.#askEnsembles(state);
        })
        .catch((error: unknown) => {
          this.#fail(error);
        })
        .finally(() => {
          this.#quickBusy = false;
          const next = this.#quickNext;
          this.#quickNext = undefined;
          next?.();
        });
    };
    if (this.#quickBusy) this.#quickNext = ask;
    else ask();
  }

  #showCourse(course: Result<Course>, phase: Phase): void {
    if (course.ok) this.#change({ course: course.value, phase, problems: [] });
    else this.#change({ problems: course.problems });
  }

  #fail(error: unknown): void {
    this.tell({
      kind: 'problem',
      text: `The model stopped: ${error instanceof Error ? error.message : String(error)}. Your work is in the address; load the page again.`,
    });
  }

  #askReference(state: PageState): void {
    const start = referenceStart(state);
    const key = JSON.stringify([start, state.part]);
    if (key === this.#referenceKey) return;
    this.#referenceKey = key;
    if (!start) {
      this.#change({ reference: undefined });
      return;
    }
    void this.#means.quick.ask('expected', { start, edits: [], part: state.part }).answer.then((course) => {
      if (key === this.#referenceKey) this.#change({ reference: course?.ok ? course.value : undefined });
    });
  }

  #dropEnsemble(): void {
    this.#ensemble?.cancel();
    this.#ensemble = undefined;
  }

  async #askEnsembles(state: PageState): Promise<void> {
    const { provisional, settled } = this.#means.runs;
    for (const [runs, phase] of [
      [provisional, 'provisional'],
      [settled, 'settled'],
    ] as const) {
      const asking = this.#means.slow.ask('sure', { ...questionOf(state), runs, seed: state.seed }, (done) => {
        if (this.#ensemble === asking) this.#change({ done });
      });
      this.#ensemble = asking;
      try {
        const course = await asking.answer;
        if (this.#ensemble !== asking || !course) return;
        this.#showCourse(course, phase);
        if (!course.ok) return;
      } catch (error) {
        if (this.#ensemble === asking) this.#fail(error);
        return;
      }
    }
    this.#ensemble = undefined;
  }
}
