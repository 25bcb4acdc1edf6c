import { compile } from '../compile.ts';
import type { Projection } from '../project.ts';
import type { Decision } from './decisions.ts';
import { worthOfHeads, type Asked, type Worth } from './worth.ts';

/** What one unit more of a decision changes in a cell. */
export interface Change {
  readonly decision: number;
  readonly cell: number;
  /** The change at the start of year `t`, or in step `t`, at index `t − from`. */
  readonly by: Float64Array;
}

/**
 * Works out what one unit more of each decision changes, by following one more head of each age through the chances of
 * staying, backwards from the years that are asked about: a training place by those who complete and take up work less
 * those who leave their occupation for it, a recruit by the ages of recruits, a cut in leaving by those who would have
 * left.
 *
 * It is the derivative of the engine's course where posts and supervision bind nowhere. In post is then linear in training
 * places and recruits, but for the ages of those who move into training; two cuts in leaving also keep each other's. Moves
 * between occupations, and the ages of recognised staff where staff of that occupation move into training, are left out.
 *
 * @param projection The course about which it is taken, and the scenario with the plan that gave it.
 * @param quitMultiplier The multiplier of leaving without the plan, of an occupation in a step.
 * @param from First year index, or step, that is asked about.
 */
export const respond = (
  projection: Projection,
  quitMultiplier: (occupation: number, t: number) => number,
  decisions: readonly Decision[],
  from: number,
  asked: Asked,
): readonly Change[] => {
  const { input, ages } = projection;
  const model = compile(input);
  const { years, ageCount, cellCount, occupationOf } = model;
  const first = Math.min(...decisions.map(({ t }) => t));
  const length = years - from + (asked === 'inPost' ? 1 : 0);
  const known = new Map<number, Worth>();
  const worthIn = (cell: number): Worth => {
    const worth = known.get(cell) ?? worthOfHeads(model, projection, cell, { first, from, length, asked });
    known.set(cell, worth);
    return worth;
  };
  const changes: Change[] = [];
  const add = (decision: number, cell: number): { by: Float64Array; worth: Worth } => {
    const by = new Float64Array(length);
    changes.push({ decision, cell, by });
    return { by, worth: worthIn(cell) };
  };
  const join = (decision: number, cell: number, step: number, people: number, ages_: Float64Array): void => {
    const { by, worth } = add(decision, cell);
    for (let a = 0; a < ageCount; a += 1) worth.addAfterMoves(by, step, a, people * (ages_[a] as number));
  };
  decisions.forEach(({ measure, cell, cells, stream: at, t }, j) => {
    if (measure === 'overseas') {
      const source = model.recruitsOf[cell]?.find((one) => one.source === 'international');
      if (source) join(j, cell, t, 1, source.profile);
    } else if (measure === 'training') {
      const stream = model.streamsOf[cell]?.[at];
      if (!stream) return;
      let completing = stream.takeUp;
      for (let year = 0; year < stream.years; year += 1) completing *= 1 - stream.attrition;
      if (t + stream.years < years) join(j, cell, t + stream.years, completing, stream.entryProfile);
      const { inServiceCell, inServiceFrom, inServiceTo, inServiceShare } = stream;
      if (inServiceCell < 0 || inServiceShare === 0) return;
      const { by, worth } = add(j, inServiceCell);
      const { heads, total } = worth.movable(t, inServiceFrom, inServiceTo);
      if (total <= 0) return;
      for (let a = inServiceFrom; a <= inServiceTo; a += 1)
        worth.addAfterMoves(by, t, a, (-inServiceShare * (heads[a] as number)) / total);
    } else {
      for (const one of cells) {
        const occupation = occupationOf[one] as number;
        const quitting = input.occupations[occupation]?.quitting ?? [];
        const retirement = model.retirementAt(occupation, t);
        const { by, worth } = add(j, one);
        for (let a = 0; a < ageCount; a += 1) {
          const place = (t * cellCount + one) * ageCount + a;
          const heads = (ages.notRecognised[place] as number) + (ages.recognised[place] as number);
          const leaving = heads * (1 - (retirement[a] as number)) * (quitting[a] ?? 0);
          worth.addAfterLeaving(by, t, a, leaving * quitMultiplier(occupation, t));
        }
      }
    }
  });
  return changes;
};
