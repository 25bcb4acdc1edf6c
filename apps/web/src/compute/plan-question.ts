import type { OwnBaseline, PlanLimit, PlanLimits } from '@isocentre/workforce';
import type { FigureTold } from '../shipped/figure-told.ts';
import type { Question } from './course.ts';

/** A scenario to plan for, all of it. */
export interface PlanBase extends Omit<Question, 'part' | 'by'> {
  /** The return that it runs on, where the worker was not given it before. */
  readonly own?: OwnBaseline | undefined;
  /** Years to cover; default: what the scenario says. */
  readonly years?: number | undefined;
  /** The nation as one, or divided into regions; default: as the scenario is. */
  readonly geography?: 'nation' | 'regions' | undefined;
}

/** What is asked of a plan, in the words of `isocentre plan`. */
export interface PlanAsked extends PlanBase {
  readonly seed: number;
  readonly closeBy: number;
  /** Above 0 and below 1. */
  readonly confidence: number;
  readonly limits: Partial<PlanLimits>;
  /** Futures of the replay; default: what `data/` says. */
  readonly replay?: number | undefined;
  /** Futures over which a plan is sought; default: what `data/` says. */
  readonly futures?: number | undefined;
}

/** The brief's asks, scored by a year. */
export interface ScoreAsked extends Pick<PlanBase, 'start' | 'own'> {
  readonly closeBy: number;
  readonly seed: number;
  readonly runs: number;
}

/** Within what a plan can be asked for, and what it rests on. */
export interface PlanBounds {
  /** The first and the last year by which a shortfall can be asked to close. */
  readonly closing: readonly [first: number, last: number];
  /** Years that the scenario covers. */
  readonly years: number;
  readonly replay: number;
  /** The limits that hold unless others are asked for. */
  readonly limits: PlanLimits;
  readonly figures: {
    readonly limits: Readonly<Partial<Record<PlanLimit, FigureTold>>>;
    /** What measures cost, and how cost is discounted. */
    readonly costs: readonly FigureTold[];
  };
}
