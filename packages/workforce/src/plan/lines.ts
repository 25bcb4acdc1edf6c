import type { Term } from '@isocentre/solver';
import type { ModelInput } from '../model-input.ts';
import { project } from '../project.ts';
import { withDecisions, type Decision } from './decisions.ts';
import { withoutSupervision } from './prepare.ts';
import { respond } from './response.ts';
import { firstStep } from './terms.ts';

// Slopes below this move nothing that is counted, WTE or heads a unit, and make programs that solvers stall on.
const tiny = 1e-4;

/** What is in post in a cell of a future at the start of a year is `level` + Σ slope · amount, WTE. */
export interface Cut {
  readonly cell: number;
  readonly t: number;
  readonly level: number;
  readonly slopes: readonly Term[];
}

/** All trainees of a cell in step `t` stay within what the heads there can supervise: Σ slope · amount is at most `most`. */
export interface SupervisionRow {
  readonly cell: number;
  readonly t: number;
  readonly slopes: readonly Term[];
  readonly most: number;
}

/** What holds in a future about a plan, as long as every place offered is taken up. */
export interface Lines {
  /** What is in post in each cell and year, from the year by which it is to close. */
  readonly inPost: readonly Cut[];
  /** What can be supervised in each cell and step from the first decision. */
  readonly supervision: readonly SupervisionRow[];
}

const multiplierIn =
  (input: ModelInput) =>
  (occupation: number, t: number): number =>
    input.occupations[occupation]?.quitMultiplier[t] ?? 1;

/** Adds to a list of slopes, by decision. */
const addSlope = (slopes: Map<number, number>, decision: number, slope: number): void => {
  if (Math.abs(slope) >= tiny) slopes.set(decision, (slopes.get(decision) ?? 0) + slope);
};

/** What is left of a value at a plan once its slopes are taken away. */
const levelOf = (value: number, slopes: ReadonlyMap<number, number>, about: ArrayLike<number>): number => {
  let level = value;
  for (const [decision, slope] of slopes) level -= slope * (about[decision] ?? 0);
  return level;
};

/**
 * Takes a future as linear about a plan: runs the engine with posts and supervision for everybody, and adds what one unit
 * more of each decision changes.
 *
 * @param input A future ready for a plan.
 */
export const linesOf = (
  input: ModelInput,
  decisions: readonly Decision[],
  about: ArrayLike<number>,
  from: number,
): Lines => {
  const cells = input.cells.length;
  const projection = project(withDecisions(withoutSupervision(input), decisions, about));
  const { inPost: wte, headcount, retired, quit, trainees } = projection.values;
  const slopesOf = (length: number): Map<number, number>[] => Array.from({ length: length * cells }, () => new Map());

  const inPost = slopesOf(input.years + 1);
  for (const { decision, cell, by } of respond(projection, multiplierIn(input), decisions, from, 'inPost'))
    for (let t = from; t <= input.years; t += 1)
      addSlope(inPost[t * cells + cell] as Map<number, number>, decision, by[t - from] as number);

  const supervision = slopesOf(input.years);
  const perHead = input.cells.map(
    (cell) => input.occupations.find(({ id }) => id === cell.occupation)?.supervision ?? [],
  );
  for (const { decision, cell, by } of respond(projection, multiplierIn(input), decisions, 0, 'supervisors'))
    for (let t = 0; t < input.years; t += 1)
      addSlope(
        supervision[t * cells + cell] as Map<number, number>,
        decision,
        -(perHead[cell]?.[t] ?? 0) * (by[t] as number),
      );
  decisions.forEach(({ measure, cell, stream, t: start }, j) => {
    const route = input.routes.find(({ id }) => id === input.cells[cell]?.training[stream]?.route);
    if (measure !== 'training' || !route) return;
    let training = 1;
    for (let t = start; t < Math.min(input.years, start + route.years); t += 1) {
      addSlope(supervision[t * cells + cell] as Map<number, number>, j, training);
      training *= 1 - route.attrition;
    }
  });

  // Where nothing is decided about places, none can be held back: whoever is training is not cut.
  const decided = new Set(
    decisions.flatMap(({ measure, cell, t }) => (measure === 'training' ? [t * cells + cell] : [])),
  );
  const lines: { inPost: Cut[]; supervision: SupervisionRow[] } = { inPost: [], supervision: [] };
  for (let cell = 0; cell < cells; cell += 1) {
    for (let t = from; t <= input.years; t += 1) {
      const slopes = inPost[t * cells + cell] as Map<number, number>;
      const level = levelOf(wte[t * cells + cell] as number, slopes, about);
      lines.inPost.push({ cell, t, level, slopes: [...slopes] });
    }
    for (let t = firstStep(input); t < input.years; t += 1) {
      const at = t * cells + cell;
      if (!decided.has(at)) continue;
      const slopes = supervision[at] as Map<number, number>;
      const heads = (headcount[at] as number) - (retired[at] as number) - (quit[at] as number);
      const over = levelOf((trainees[at + cells] as number) - (perHead[cell]?.[t] ?? 0) * heads, slopes, about);
      lines.supervision.push({ cell, t, slopes: [...slopes], most: -over });
    }
  }
  return lines;
};
