import type { Figure, TextFile } from '@isocentre/evidence';
import type { Scenario } from '@isocentre/workforce';

/** The evidence and the scenarios that ship, as read from `data/` and `scenarios/` when the page was built. */
export interface Shipped {
  readonly figures: readonly Figure[];
  readonly scenarios: readonly { readonly scenario: Scenario; readonly file: TextFile }[];
}

declare const shippedAtBuild: Shipped;

/** What shipped with this page. */
export const shipped: Shipped = shippedAtBuild;
