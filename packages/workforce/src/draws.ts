import type { Evidence, Figure, Located, Value } from '@isocentre/evidence';
import type { ModelInput } from './model-input.ts';
import { resolveInput, type Resolved } from './resolve.ts';
import { assumptionAt, rangedAssumptions, sampleProbabilities } from './sample.ts';
import type { Scenario } from './scenario.ts';

/** One draw of the assumptions. */
export interface Draw {
  /** How far it was pulled in towards the stated values until it fitted together: 0 not at all, 1 all the way. */
  readonly pull: number;
  /** The model with the values drawn; undefined where all of them had to be as stated. */
  readonly input?: ModelInput;
}

/** The draws of the assumptions of an ensemble. */
export interface Draws {
  readonly assumptions: readonly Figure[];
  /** Figure id → one probability for each draw. */
  readonly probabilities: ReadonlyMap<string, Float64Array>;
  readonly at: (draw: number) => Draw;
}

/**
 * Prepares the draws of an ensemble. A draw that does not fit together (say, more posts than the whole) is pulled in
 * halfway towards the stated values until it does.
 *
 * @param stated The scenario resolved with the stated values.
 */
export const prepareDraws = (
  located: Located<Scenario>,
  evidence: Evidence,
  stated: Resolved,
  count: number,
  seed: number,
  askedYears?: number,
): Draws => {
  const assumptions = rangedAssumptions(evidence, stated.uses, new Set(Object.keys(located.value.figures ?? {})));
  const probabilities = sampleProbabilities(assumptions, count, seed);
  return {
    assumptions,
    probabilities,
    at: (draw) => {
      for (let pull = 0; pull < 1; pull = (1 + pull) / 2) {
        const values = new Map<string, Value>();
        for (const figure of assumptions)
          values.set(figure.id, assumptionAt(figure, probabilities.get(figure.id)?.[draw] ?? 0, pull));
        const input = resolveInput(located, evidence, askedYears, values);
        if (input.ok) return { pull, input: input.value };
      }
      return { pull: 1 };
    },
  };
};
