import type { FigureTold } from './figure-told.ts';

/** What the page must know before the model is loaded. */
export interface Catalogue {
  readonly scenarios: readonly { readonly name: string; readonly title: string; readonly summary: string }[];
  /** The first eight digits of the SHA-256 of the files read, and the version of the model, as links carry them. */
  readonly data: string;
  /** The figures that levers name. */
  readonly figures: Readonly<Record<string, FigureTold>>;
  readonly firstDecisionYear: number;
  readonly runs: number;
}

declare const catalogueAtBuild: Catalogue;

/** The catalogue of what shipped with this page. */
export const catalogue: Catalogue = catalogueAtBuild;
