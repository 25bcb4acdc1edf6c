import type { TreeHead } from '@isocentre/ledger';
import type { Register } from '@isocentre/registers';
import type { Store } from '@isocentre/store';
import type { Limiter } from './http/limiter.ts';
import type { Metrics } from './http/metrics.ts';
import type { Log, Outages } from './outages.ts';
import type { Provider } from './sign-in/providers.ts';
import type { RelyingParty } from './sign-in/relying-party.ts';

/** The registers when their database is there. */
export interface Kept {
  readonly store: Store;
  /** Signs what the ledger holds now. */
  readonly sign: () => Promise<TreeHead>;
}

/** The database of the registers: there, or why it is not. */
export type Keeping =
  | { readonly kind: 'open'; readonly kept: Kept }
  | { readonly kind: 'starting' }
  | { readonly kind: 'failed'; readonly why: string };

/** What the server is joined from; passed in, so that a test can pass its own. */
export interface Services {
  readonly keeping: () => Keeping;
  /** The registers that anyone may read. */
  readonly registers: readonly Register[];
  /** With whom people can sign in; without any nobody does. */
  readonly providers: readonly Provider[];
  readonly relyingParty: RelyingParty;
  /** Whether decisions are taken: only where somebody can sign in. */
  readonly decides: boolean;
  /** The folder of the planner's built page. */
  readonly page: string;
  /** The address by which others reach this server, without a path: `https://isocentre.example`. */
  readonly origin: () => string;
  readonly now: () => Date;
  readonly log: Log;
  readonly metrics: Metrics;
  /** What does not work at present. */
  readonly outages: Outages;
  readonly limiter: Limiter;
}
