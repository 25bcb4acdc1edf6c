import { project, sumCells, type ModelInput, type Projection } from '@isocentre/workforce';
import { pageLevers } from '../levers/levers.ts';
import { untouched, withEdit } from '../state/state.ts';
import type { Question } from './course.ts';
import type { Model } from './model.ts';

/** What a lever of the page does for an occupation when it alone is moved to an end of its range. */
export interface BestLever {
  /** Id of the lever. */
  readonly lever: string;
  readonly value: number;
  /** WTE at the horizon with it. */
  readonly shortfall: number;
}

const atHorizon = (projection: Projection, measure: 'shortfall' | 'requirement', cells: readonly number[]): number =>
  sumCells(projection, measure, cells).at(-1) ?? 0;

const cellsOf = (input: ModelInput, occupation: string): readonly number[] =>
  input.cells.flatMap((cell, index) => (cell.occupation === occupation ? [index] : []));

/**
 * Finds for each occupation the lever of the page that leaves the smallest shortfall at the horizon, each moved alone to
 * an end of its range, beside what was moved before. A lever that changes what an occupation requires is no help to its
 * staff and is left out for it.
 *
 * @returns by occupation; none where no lever makes the shortfall smaller.
 */
export const bestLevers = (
  model: Model,
  question: Question,
  input: ModelInput,
  occupations: readonly string[],
): ReadonlyMap<string, BestLever> => {
  const now = project(input);
  const best = new Map<string, BestLever>();
  for (const lever of pageLevers) {
    for (const value of [lever.min, lever.max]) {
      const { edits } = withEdit({ ...untouched, edits: question.edits }, { lever: lever.id, value });
      const moved = model.resolved({ ...question, edits });
      // An end of a range that this scenario cannot take is no way to help.
      if (!moved.ok) continue;
      const projection = project(moved.value.input);
      for (const occupation of occupations) {
        const cells = cellsOf(input, occupation);
        if (atHorizon(projection, 'requirement', cells) !== atHorizon(now, 'requirement', cells)) continue;
        const shortfall = atHorizon(projection, 'shortfall', cells);
        const least = best.get(occupation)?.shortfall ?? atHorizon(now, 'shortfall', cells);
        // Less than one post is no help.
        if (shortfall < least && (best.has(occupation) || least - shortfall >= 1))
          best.set(occupation, { lever: lever.id, value, shortfall });
      }
    }
  }
  return best;
};
