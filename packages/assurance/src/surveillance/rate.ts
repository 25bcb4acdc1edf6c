import { success, type Result } from '@isocentre/evidence';
import type { Estimated } from '../estimate.ts';
import { levelOf, refused, type LevelOption } from '../measured.ts';
import { chiSquareQuantile } from '../special/distributions.ts';

/** Events per 1,000 uses. `n` counts uses. */
export interface EventRate extends Estimated<'event-rate'> {
  readonly events: number;
}

const per = 1000;

/**
 * Gives the rate of events per 1,000 uses with the exact Poisson interval, which covers at least as often as it says.
 *
 * Source: F. Garwood, Biometrika 28 (1936) 437–442; bounds as halves of χ² quantiles. Relative error under 1e-12.
 *
 * @param events A whole number; one use may have several.
 * @param uses Above 0; need not be whole, such as hours in thousands.
 */
export const eventRate = (events: number, uses: number, options: LevelOption = {}): Result<EventRate> => {
  const metric = 'event-rate';
  const level = levelOf(metric, options);
  if (!(Number.isSafeInteger(events) && events >= 0 && uses > 0 && Number.isFinite(uses)))
    return refused(metric, `${events} events in ${uses} uses`, 'a whole number of events, uses above 0');
  const tail = (1 - level) / 2;
  const lower = events === 0 ? 0 : chiSquareQuantile(tail, 2 * events) / 2;
  const upper = chiSquareQuantile(1 - tail, 2 * events + 2, tail) / 2;
  const scale = per / uses;
  const interval = { lower: lower * scale, upper: upper * scale, level, method: 'garwood' };
  return success({ metric, version: 1, n: uses, events, estimate: events * scale, interval });
};
