import type { Closure, Dimension, Measure, MeasureSpread, QuantileLevels } from '@isocentre/workforce';
import type { Edit, Part, Start } from '../state/state.ts';

/** What is asked of the model: a scenario with moved levers, and the part of the workforce to show. */
export interface Question {
  readonly start: Start;
  readonly edits: readonly Edit[];
  readonly part: Part;
  /** What the part is divided by. By region, the nation is divided into regions. */
  readonly by?: Dimension;
}

/** How sure a course is. */
export interface Sureness {
  readonly runs: number;
  readonly seed: number;
  readonly levels: QuantileLevels;
  /** Of the part that is shown; measures that are not kept by part are of the whole or missing. */
  readonly spread: Readonly<Partial<Record<Measure, MeasureSpread>>>;
  readonly shareClosed: number;
}

/** The course of a scenario as the page shows it. */
export interface Course {
  readonly title: string;
  /** Whether levers were moved. */
  readonly isChanged: boolean;
  /** The answer in a sentence with its scope, and the sentence about its basis. */
  readonly answer: string;
  readonly basis: string;
  readonly years: readonly number[];
  /** The day for which a return of the reader's own is true; 1 January where there is none. */
  readonly startsOn?: string;
  readonly closure: Closure;
  /** Of the part that is shown. */
  readonly measures: Readonly<Record<Measure, readonly number[]>>;
  /** The shortfall of the whole, whatever is shown. */
  readonly shortfall: readonly number[];
  /** People in post by single age for each reported year, from `firstAge`. */
  readonly ages: readonly (readonly number[])[];
  readonly firstAge: number;
  /** Lever id, or `id.specialism` → the value that the scenario has before levers are moved, and at the baseline. */
  readonly levers: Readonly<Record<string, { readonly scenario: number; readonly today: number }>>;
  readonly inputHash: string;
  readonly sureness?: Sureness;
}
