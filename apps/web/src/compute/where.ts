import type { Dimension, Measure, MeasureSpread, QuantileLevels } from '@isocentre/workforce';

/** A part of the workforce with its course. */
export interface WherePart {
  readonly id: string;
  readonly measures: Readonly<Record<Measure, readonly number[]>>;
  /** Of the measures that are kept run by run for every part. */
  readonly spread?: Readonly<Partial<Record<Measure, MeasureSpread>>>;
}

/** The workforce that is shown, divided. */
export interface Where {
  readonly title: string;
  /** Whether levers were moved. */
  readonly isChanged: boolean;
  readonly by: Dimension;
  readonly years: readonly number[];
  readonly startsOn?: string;
  readonly parts: readonly WherePart[];
  readonly sureness?: { readonly runs: number; readonly seed: number; readonly levels: QuantileLevels };
}
