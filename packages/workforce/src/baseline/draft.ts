import type { ModelInput } from '../model-input.ts';

/** A baseline to which levers are still to be applied, with the parts from which the requirement follows. */
export interface Draft {
  readonly input: ModelInput;
  /** The years that the scenario itself covers, which a single run may cut short. */
  readonly declaredYears: number;
  /** WTE required at the baseline, by cell. */
  readonly requirement: readonly number[];
  /** Recognised WTE required at the baseline, by cell. */
  readonly recognisedRequirement: readonly number[];
  /** Growth of the requirement by occupation id, one value a step. */
  readonly growth: ReadonlyMap<string, number[]>;
  /** Multiplier of the requirement by cell, one value a reported year. */
  readonly technology: readonly number[][];
  /** WTE added to the requirement by dated programmes, by cell, one value a reported year. */
  readonly programmes: readonly number[][];
}
