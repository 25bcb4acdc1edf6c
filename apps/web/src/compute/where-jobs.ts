import type { Result } from '@isocentre/evidence';
import type { Dimension, Measure, MeasureSpread, QuantileLevels } from '@isocentre/workforce';
import { ensembleOf, type Bench, type EnsembleQuestion } from './bench.ts';

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

/** The job of the view that tells where staff are missing. */
export const whereJobs = {
  /** The parts of a question, as `isocentre project --by` has them; 0 runs asks for the expected course alone. */
  where: async (question: EnsembleQuestion, bench: Bench): Promise<Result<Where>> => {
    const runs = question.runs > 0 ? await ensembleOf(question, bench) : undefined;
    if (runs && !runs.ok) return runs;
    return bench.model.where(question, runs?.value);
  },
} as const;
