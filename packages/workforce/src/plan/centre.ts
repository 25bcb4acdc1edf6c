import type { ModelInput } from '../model-input.ts';
import { project, type Projection } from '../project.ts';
import { withDecisions, type Decision } from './decisions.ts';
import { linesOf, type Lines } from './lines.ts';

/** A plan about which the course of the workforce is taken as linear. */
export interface Centre {
  /** How much of each decision the plan offers, and how much of it acts once places are lost for want of supervision. */
  readonly amounts: Float64Array;
  readonly acting: Float64Array;
  readonly values: Projection['values'];
  readonly lines: Lines;
  /** Cells in which places are lost. */
  readonly lost: ReadonlySet<number>;
}

const lostBy = 1e-6;

/**
 * Runs the expected course of a plan and takes it as linear about it.
 *
 * @param input The scenario ready for a plan.
 * @param from Year index from which it is to be closed.
 */
export const centreAt = (
  input: ModelInput,
  decisions: readonly Decision[],
  amounts: Float64Array,
  from: number,
): Centre => {
  const cells = input.cells.length;
  const { values } = project(withDecisions(input, decisions, amounts));
  const acting = amounts.slice();
  const lost = new Set<number>();
  decisions.forEach(({ measure, cell, stream, t }, j) => {
    const at = t * cells + cell;
    const places = values.startsLost[at] as number;
    if (measure !== 'training' || places <= lostBy) return;
    lost.add(cell);
    // One factor cuts the starts of all routes into a cell.
    const offered = (input.cells[cell]?.training[stream]?.starts[t] ?? 0) + (amounts[j] as number);
    acting[j] = (amounts[j] as number) - (offered * places) / (values.startsOffered[at] as number);
  });
  return { amounts, acting, values, lines: linesOf(input, decisions, acting, from), lost };
};
