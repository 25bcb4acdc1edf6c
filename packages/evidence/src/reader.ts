import { evaluate, isFormulaFailure, type FormulaFailure } from './formula.ts';
import type { Figure } from './figure.ts';
import { show, type Problem } from './problem.ts';
import { partOf, placesOf, type Row, type Value } from './value.ts';

/** Bounds of a number, both included. */
export interface Range {
  readonly min?: number;
  readonly max?: number;
  /** Only whole numbers make sense, such as years of training. */
  readonly whole?: boolean;
}

/** What a reading of figures used: each figure with the purposes it served. */
export type Uses = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Reads figures for a computation and keeps account of it: what was read, for what, and what went wrong.
 *
 * A derived figure is computed from its formula, not from its rounded statement, so that a change to an input is
 * followed everywhere. A value given in `own` stands in for the figure of that id. Reading never throws: a failure is
 * added to `problems` and a zero is returned, so that one pass finds them all; the caller must look at `problems`
 * before it uses the numbers.
 */
export class FigureReader {
  readonly problems: Problem[] = [];
  readonly #figures: ReadonlyMap<string, Figure>;
  readonly #own: ReadonlyMap<string, Value>;
  readonly #reader: string;
  readonly #ownPlace: (id: string) => string;
  readonly #values = new Map<string, Value | FormulaFailure>();
  /** What was read: an id and its purpose in turn. Those whom it concerns ask for it by {@link uses}; most readings are of draws. */
  readonly #reads: string[] = [];
  /** Figures whose formulas are being evaluated, each reading the next. */
  readonly #open: string[] = [];

  /**
   * @param figures Every figure of the evidence, by id.
   * @param own Values that stand in for figures, by id.
   * @param reader The name of the file or computation that reads, for messages.
   * @param ownPlace Where a value of `own` was given, for messages; default: the reader and the id.
   */
  constructor(
    figures: ReadonlyMap<string, Figure>,
    own: ReadonlyMap<string, Value> = new Map(),
    reader = 'the model',
    ownPlace = (id: string): string => `${reader} figure ${id}`,
  ) {
    this.#figures = figures;
    this.#own = own;
    this.#reader = reader;
    this.#ownPlace = ownPlace;
  }

  /** Every figure read so far, those behind a formula included. */
  get uses(): Uses {
    const uses = new Map<string, Set<string>>();
    for (let i = 0; i < this.#reads.length; i += 2) {
      const id = this.#reads[i] as string;
      uses.set(id, (uses.get(id) ?? new Set()).add(this.#reads[i + 1] as string));
    }
    return uses;
  }

  /** Tells whether the value of a figure was given by the caller instead of the evidence. */
  isOwn(id: string): boolean {
    return this.#own.has(id);
  }

  /** Reads a value of any kind. */
  value(id: string, purpose: string, unit?: string): Value {
    return this.#read(id, purpose, unit) ?? { kind: 'number', number: 0 };
  }

  #read(id: string, purpose: string, unit: string | undefined): Value | undefined {
    const value = this.#resolve(id, purpose);
    if (isFormulaFailure(value)) {
      this.report(id, value.reason, `a figure that can be computed, for ${purpose}`);
      return undefined;
    }
    const figure = this.#figures.get(id);
    if (unit !== undefined && figure !== undefined && figure.unit !== unit) {
      this.report(id, `the unit "${figure.unit}"`, `the unit "${unit}" for ${purpose}`);
    }
    return value;
  }

  /**
   * Reads a plain number, or one cell of a table by a path such as `['band_6', 'entry']`.
   *
   * @param range The values that make sense for the purpose; another is a problem, and the nearest that does is given.
   */
  number(id: string, unit: string, purpose: string, range: Range = {}, path: readonly string[] = []): number {
    const value = this.#read(id, purpose, unit);
    if (!value) return 0;
    const part = partOf(value, path);
    const cell = path.length === 0 ? '' : ` at ${path.join('.')}`;
    if (part?.kind !== 'number') {
      this.report(id, part ? `a value of the kind "${part.kind}"${cell}` : `nothing${cell}`, `a number for ${purpose}`);
      return 0;
    }
    const { min = -Infinity, max = Infinity, whole = false } = range;
    const within = Math.min(max, Math.max(min, whole ? Math.trunc(part.number) : part.number));
    if (part.number !== within) {
      const bounds = max === Infinity ? `at least ${min}` : `from ${min} to ${max}`;
      this.report(id, `${part.number}${cell}`, `a ${whole ? 'whole ' : ''}number ${bounds} for ${purpose}`);
    }
    return within;
  }

  /** Reads a table as its rows. */
  table(id: string, unit: string, purpose: string): Readonly<Record<string, Row>> {
    const value = this.#read(id, purpose, unit);
    if (value?.kind === 'table') return value.rows;
    if (value) this.report(id, `a value of the kind "${value.kind}"`, `a table for ${purpose}`);
    return {};
  }

  /** Reads a dated series as its values by year. */
  series(id: string, unit: string, purpose: string): Readonly<Record<string, number>> {
    const value = this.#read(id, purpose, unit);
    if (value?.kind === 'series') return value.byYear;
    if (value) this.report(id, `a value of the kind "${value.kind}"`, `a dated series for ${purpose}`);
    return {};
  }

  #resolve(id: string, purpose: string): Value | FormulaFailure {
    const figure = this.#figures.get(id);
    if (!figure) return { reason: `there is no figure "${id}"` };
    this.#reads.push(id, purpose);
    const own = this.#own.get(id);
    if (own)
      return this.#sameShape(own, figure) ? own : { reason: `${show(own)}, which has other rows than the figure` };
    if (!figure.formula) return figure.stated;
    if (this.#open.includes(id)) return { reason: `"${[...this.#open, id].join('" → "')}", which goes in a circle` };
    const known = this.#values.get(id);
    if (known) return known;
    this.#open.push(id);
    const value = evaluate(figure.formula.parsed, (input) => this.#resolve(input, `the formula of ${id}`));
    this.#open.pop();
    const checked =
      isFormulaFailure(value) || isFiniteThroughout(value) ? value : { reason: 'a result that is too large' };
    this.#values.set(id, checked);
    return checked;
  }

  #sameShape(own: Value, figure: Figure): boolean {
    return own.kind === figure.stated.kind;
  }

  /** Adds a problem with a figure, naming the place where its value was given. */
  report(id: string, found: string, expected: string): void {
    const where = this.isOwn(id) ? this.#ownPlace(id) : `${this.#figures.get(id)?.place ?? this.#reader} figure ${id}`;
    if (!this.problems.some((problem) => problem.where === where && problem.found === found)) {
      this.problems.push({ where, found, expected });
    }
  }
}

const isFiniteThroughout = (value: Value): boolean =>
  value.kind === 'number' ? Number.isFinite(value.number) : [...placesOf(value).values()].every(Number.isFinite);
