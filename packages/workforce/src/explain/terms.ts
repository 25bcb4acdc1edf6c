import { measureTitles, stateMeasures, type Measure, type StateMeasure } from '../measures.ts';

/** What a number counts. */
export type Unit = 'WTE' | 'heads' | 'GBP a year' | 'share' | 'GBP a head';

/** A number with its name. */
export interface Quantity {
  readonly title: string;
  readonly value: number;
  readonly unit: Unit;
}

/** One line of a sum. */
export interface Term extends Quantity {
  /** What the line adds to the sum: its value, or its value taken off. */
  readonly sign: 1 | -1;
  /** What the value is the product of, where it is one. */
  readonly factors?: readonly Quantity[];
}

/** The parts of the requirement of each cell, in WTE, one value a reported year; they add up to the requirement. */
export interface RequirementParts {
  readonly baseline: readonly (readonly number[])[];
  readonly growth: readonly (readonly number[])[];
  readonly programmes: readonly (readonly number[])[];
  readonly technology: readonly (readonly number[])[];
}

/** A number of a projection taken apart. */
export interface Arithmetic {
  readonly measure: Measure;
  readonly title: string;
  readonly unit: Unit;
  /** What the measure is, in the symbols of the model's page. */
  readonly equation: string;
  /** The same in words. */
  readonly words: string;
  readonly value: number;
  /** The lines that add up to the value. */
  readonly terms: readonly Term[];
  /** Numbers that set a limit or a share in the step and are not lines of the sum. */
  readonly asides: readonly Quantity[];
}

/** Tells whether a measure is a state at the start of a year; else it is what happens in a step. */
export const isState = (measure: Measure): measure is StateMeasure =>
  (stateMeasures as readonly Measure[]).includes(measure);

/** Tells what a measure is counted in. */
export const unitOf = (measure: Measure): Unit => {
  const title = measureTitles[measure];
  if (title.endsWith('(WTE)')) return 'WTE';
  return title.endsWith('(GBP a year)') ? 'GBP a year' : 'heads';
};

/** What a line adds to the sum. */
export const termAmount = ({ sign, value }: Term): number => sign * value;
