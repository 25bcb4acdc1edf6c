import { failure, FigureReader, stepAt, success, type Evidence, type Result, type Uses } from '@isocentre/evidence';
import type { Closure } from './closure.ts';

/** IPEM's reading of the 2023 pledge, by arithmetic on published figures alone. */
export interface Reading {
  readonly closure: Closure;
  readonly countedFrom: number;
  /** Staff needed beyond those of the baseline. */
  readonly needed: number;
  /** Additional places a year, by the year from which they hold. */
  readonly places: Readonly<Record<string, number>>;
  /** Additional staff at the start of each year, from the first year of additional places to the closing year. */
  readonly course: readonly { readonly year: number; readonly added: number }[];
  readonly uses: Uses;
}

/**
 * Reads the 2023 pledge as IPEM did: each additional place is one more member of staff, the supply of 2023 just
 * replaces those who leave, and nothing else changes. The gap closes at the start of the year by which the places of
 * the years before add to the staff needed: 3 × 15 + 33 n = 900 with the shipped figures.
 *
 * @returns the reading, or the problems with its figures; a closing year of null where the places never add up.
 */
export const ipemReading = (evidence: Evidence): Result<Reading> => {
  const reader = new FigureReader(evidence.figures);
  const purpose = "IPEM's reading of the pledge";
  const places = reader.series('ltwp_mpce_extra_places', 'places a year', purpose);
  const needed = reader.number('mpce_additional_needed_2023', 'people', purpose, { min: 0 });
  const baseline = reader.number('baseline_year', 'year', purpose);
  const countedFrom = reader.number('closure_counted_from', 'year', purpose);
  if (reader.problems.length > 0) return failure(...reader.problems);

  const dates = Object.keys(places).map(Number);
  const lastDate = Math.max(...dates);
  const course: { year: number; added: number }[] = [];
  let added = 0;
  let year = Math.min(...dates);
  course.push({ year, added });
  while (added < needed) {
    const more = stepAt(places, year, 0);
    if (more <= 0 && year >= lastDate) break;
    added += more;
    year += 1;
    course.push({ year, added });
  }
  const closure: Closure =
    added < needed
      ? { year: null, yearsFromCounted: null, yearsFromBaseline: null }
      : { year, yearsFromCounted: year - countedFrom, yearsFromBaseline: year - baseline };
  return success({ closure, countedFrom, needed, places, course, uses: reader.uses });
};
