/** What the page must know before the model is loaded. */
export interface Catalogue {
  readonly scenarios: readonly { readonly name: string; readonly title: string; readonly summary: string }[];
  /** The first eight digits of the SHA-256 of the files read, and the version of the model, as links carry them. */
  readonly data: string;
  /** The figures that levers name. */
  readonly figures: Readonly<Record<string, LeverFigure>>;
  readonly firstDecisionYear: number;
  readonly runs: number;
}

/** A figure as a lever shows it. */
export interface LeverFigure {
  readonly title: string;
  /** Its value in a line; left out where it is a table, which its source shows better. */
  readonly value?: string;
  readonly unit: string;
  readonly basis: 'published' | 'derived' | 'assumption';
  /** Where it comes from: the source, the formula, or the reason of an assumption. */
  readonly why: string;
  readonly url?: string;
}

declare const catalogueAtBuild: Catalogue;

/** The catalogue of what shipped with this page. */
export const catalogue: Catalogue = catalogueAtBuild;
