import { log, pow } from '@isocentre/statistics';

// Ball of diameter d: V = π·d³/6.
const sixth = Math.PI / 6;
const third = 1 / 3;

/** From which relative change a nodule counts as grown: a quarter. Source: BTS guideline 2015, NELSON. */
export const growthThreshold = 0.25;

const above = (name: string, value: number): void => {
  if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`${name}: ${value}; expected more than 0`);
};

/**
 * Gives the diameter of the ball of a volume, (6V/π)^⅓.
 *
 * @param volume Above 0, such as in mm³; a RangeError if not.
 * @returns the diameter in the unit of length, such as mm; relative error under 1e-15.
 */
export const equivalentDiameter = (volume: number): number => {
  above('equivalentDiameter', volume);
  return pow(volume / sixth, third);
};

/** How a volume changed. */
export interface VolumeChange {
  /** Relative change: 0.25 is a quarter more. */
  readonly change: number;
  /** Whether it is at least a quarter larger. */
  readonly grown: boolean;
  /** Days in which it doubles at this rate; negative where it shrinks, infinite where it does not change. */
  readonly doublingDays: number;
}

/**
 * Measures how a volume changed: the relative change, whether that is growth of at least 25 %, and the volume-doubling
 * time, days·ln 2 / ln(V₂/V₁).
 *
 * Source: M. Callister and others, British Thoracic Society guidelines for pulmonary nodules, Thorax 70 (2015) ii1–ii54;
 * R. van Klaveren and others (NELSON), New England Journal of Medicine 361 (2009) 2221–2229. Relative error under 1e-14
 * where the volumes differ by 1 % or more.
 *
 * @param before Volume at first, above 0; a RangeError if not.
 * @param after Volume later, in the same unit.
 * @param days Between the two, above 0.
 *
 * @example
 * ```ts
 * import { volumeChange } from '@isocentre/assurance';
 * volumeChange(200, 400, 90).doublingDays; // 90
 * ```
 */
export const volumeChange = (before: number, after: number, days: number): VolumeChange => {
  above('volumeChange before', before);
  above('volumeChange after', after);
  above('volumeChange days', days);
  return {
    change: (after - before) / before,
    grown: after >= (1 + growthThreshold) * before,
    doublingDays: after === before ? Infinity : (days * Math.LN2) / log(after / before),
  };
};
