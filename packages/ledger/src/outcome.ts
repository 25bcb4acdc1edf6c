/** What is wrong with something that was to be checked. The same shape as the problems of `@isocentre/evidence`. */
export interface Flaw {
  /** The place: `entry 17`, `proof.json inclusion.path`. */
  readonly where: string;
  readonly found: string;
  readonly expected: string;
}

/** The outcome of a reading or a check: a value, or every flaw found. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Flaw[] };

export const sound = <T>(value: T): Outcome<T> => ({ ok: true, value });
export const flawed = (...problems: readonly Flaw[]): Outcome<never> => ({ ok: false, problems });
