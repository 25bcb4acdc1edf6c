import { quittingOf, type Compiled } from '../compile.ts';
import type { Decision } from './decisions.ts';

/** How much a plan does of one measure, where and when. */
export interface Decided extends Pick<Decision, 'measure' | 'cell' | 'stream' | 't' | 'occupation'> {
  readonly amount: number;
}

/**
 * Adds what a plan decides to models laid out for the engine: the same as laying out the scenario with it, but only what
 * it changes is worked out anew.
 *
 * @param models Futures of one scenario: all of the same shape.
 */
export const plannedModels = (models: readonly Compiled[], decided: readonly Decided[]): readonly Compiled[] => {
  const [shape] = models;
  if (!shape) return [];
  const { training, streamsOf, recruitsOf, sourcesFrom, sourceCount, input } = shape;
  const occupationAt = new Map(input.occupations.map(({ id }, index) => [id, index]));
  const places: (readonly [at: number, amount: number])[] = [];
  const recruits: (readonly [at: number, amount: number])[] = [];
  const cuts: (readonly [occupation: number, t: number, amount: number])[] = [];
  for (const { measure, cell, stream, t, occupation, amount } of decided) {
    if (measure === 'retention') cuts.push([occupationAt.get(occupation) ?? -1, t, amount]);
    else if (measure === 'training') {
      const of = streamsOf[cell]?.[stream];
      if (of) places.push([t * training.length + training.indexOf(of), amount]);
    } else {
      const source = recruitsOf[cell]?.findIndex((one) => one.source === 'international') ?? -1;
      if (source >= 0) recruits.push([t * sourceCount + (sourcesFrom[cell] as number) + source, amount]);
    }
  }
  const added = (list: Float64Array, more: typeof places): Float64Array => {
    const sum = list.slice();
    for (const [at, amount] of more) sum[at] = (sum[at] as number) + amount;
    return sum;
  };
  return models.map((model) => {
    const occupations = model.input.occupations.map(({ quitting, quitMultiplier }) => ({
      quitting,
      quitMultiplier: quitMultiplier.slice(),
    }));
    for (const [occupation, t, amount] of cuts) {
      const list = occupations[occupation]?.quitMultiplier ?? [];
      list[t] = (list[t] ?? 1) * (1 - amount);
    }
    return {
      ...model,
      starts: added(model.starts, places),
      recruits: added(model.recruits, recruits),
      quittingAt: quittingOf(occupations, model.ageCount),
    };
  });
};
