import type { Result } from '@isocentre/evidence';
import { bySubgroup } from '../subgroup/subgroup.ts';
import type { Measured } from '../measured.ts';
import type { MetricResult } from './analysis.ts';
import type { Strata } from './case-list.ts';

/** A metric in one part of the cases. */
export type StudyLevel =
  | {
      readonly level: string;
      readonly status: 'estimated';
      readonly cases: number;
      readonly result: MetricResult;
      /** This part less all other cases; none where those cannot be estimated. */
      readonly difference?: Measured;
    }
  /** Fewer cases than the protocol asks for; how many is not said. */
  | { readonly level: string; readonly status: 'too few' }
  /** Enough cases, but not of the kind that the metric needs. */
  | { readonly level: string; readonly status: 'not estimable'; readonly reason: string };

/** A metric by the levels of one stratum. */
export interface StudySubgroup {
  readonly title: string;
  readonly levels: readonly StudyLevel[];
}

/**
 * Estimates a metric in each level of a stratum, in the order of its levels, and how each differs from the other cases.
 *
 * @param measure Estimates it from some of the cases, by their numbers from 0, rising.
 */
export const subgroupOf = (
  { title, levels, codes }: Strata,
  measure: (selection: Int32Array) => Result<MetricResult>,
  least: number,
): StudySubgroup => {
  const levelOf = Array.from(codes, (code) => levels[code] ?? '');
  const found = bySubgroup<MetricResult>({ name: title, levelOf, least, measure });
  // Levels are never empty and the least number was checked with the protocol.
  if (!found.ok) throw new RangeError(`subgroupOf: ${found.problems[0]?.found ?? ''}`);
  const place = new Map(levels.map((level, index) => [level, index]));
  return {
    title,
    levels: found.value.levels
      .toSorted((one, other) => (place.get(one.level) ?? 0) - (place.get(other.level) ?? 0))
      .map(({ level, n, state, measured, reason, difference }): StudyLevel => {
        if (measured)
          return { level, status: 'estimated', cases: n, result: measured, ...(difference ? { difference } : {}) };
        return state === 'too few'
          ? { level, status: state }
          : { level, status: 'not estimable', reason: reason ?? '' };
      }),
  };
};
