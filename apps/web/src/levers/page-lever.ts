import type { Lever, ModelInput } from '@isocentre/workforce';

/** When the effect of a lever is felt. */
export type Horizon = 'within a year' | 'two to five years' | 'longer';

/** How a value is shown: people or posts as they are, a share in per cent, or per cent added to a rate. */
export type Form = 'count' | 'share' | 'points' | 'ratio';

/** The fields of a scenario's lever that a lever of the page fills, without name, dates and place. */
export type Filled = Lever extends infer One
  ? One extends Lever
    ? Omit<One, 'name' | 'reason' | 'from' | 'until' | 'where'>
    : never
  : never;

/** A lever as the page offers it: an edit of a scenario with a range, words and the figures behind today's value. */
export interface PageLever {
  /** Stands in links: never changed, never used again for something else. */
  readonly id: string;
  readonly title: string;
  readonly horizon: Horizon;
  readonly unit: string;
  readonly form: Form;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** What it means, in one or two sentences. */
  readonly meaning: string;
  /** Ids of the figures that make today's value, or that the lever works with. */
  readonly figures: readonly string[];
  /** Whether it can be moved for one specialism alone. */
  readonly bySpecialism: boolean;
  /** Part of the workforce that it is about. */
  readonly where?: { readonly specialism?: Specialism | Specialism[]; readonly group?: Group };
  /** The value in a resolved scenario in the step that starts `t` years after the baseline; undefined: no such lever there. */
  readonly valueIn: (input: ModelInput, t: number, specialism: string | undefined) => number | undefined;
  readonly fill: (value: number) => Filled;
  /** Whether a lever of a scenario is of this kind, so that the page's stands in its place. */
  readonly isKind: (lever: Lever) => boolean;
}

type Where = Extract<Lever, { lever: 'training-places' }>['where'];
type Listed<T> = T extends readonly (infer One)[] ? One : T;
/** A specialism's id. */
export type Specialism = Listed<NonNullable<NonNullable<Where>['specialism']>>;
/** A staff group's id. */
export type Group = Listed<NonNullable<NonNullable<Where>['group']>>;
