import type { Json } from '@isocentre/ledger';
import type { z } from 'zod';

/** What a record holds: its fields by name. */
export type Content = Readonly<Record<string, Json>>;

/** One way from a state to another. */
export interface Transition {
  /** What is done, in the imperative: `close`. */
  readonly action: string;
  readonly title: string;
  /** What the record does when it is announced for a later day: `closes`. */
  readonly ahead?: string;
  /** The states in which it can be done; `none` is a record that is not there yet. */
  readonly from: readonly string[];
  /** The state that it leads to; absent where the state stays. */
  readonly to?: string;
  /** Whether whoever decides must give reasons. */
  readonly needsReasons: boolean;
  /** Whether somebody with a declared interest in the record may not decide it. */
  readonly barredByInterest: boolean;
  /** Whether it ends something: on a page whoever does it sees what it comes to, and how it is undone, before it is recorded. */
  readonly ends?: true;
  /** Fields that hold no more once it is done; they are taken away unless the decision says them anew. */
  readonly clears?: readonly string[];
}

/** What happens by itself on a date. */
export interface Timed {
  readonly action: string;
  /** The field with the date on which it happens. Decided by somebody on a day, the field says that day. */
  readonly field: string;
  /** Public fields that say more of it, such as who takes the work over; told with it while it is announced, and taken away with the date. */
  readonly with?: readonly string[];
}

/** A role in words: wherever it is told to somebody, it is by these. */
export interface RoleWords {
  /** In a word or two, as it stands within a sentence: `registrar`. */
  readonly title: string;
  readonly about: string;
}

/** The state of a record that is not there yet. */
export const noState = 'none';

/**
 * A register as one declaration. All that differs from register to register stands here; the kernel does the rest.
 * `docs/guides/add-a-register.md` walks through one.
 */
export interface Register {
  /** The name in the ledger and in addresses. */
  readonly name: string;
  readonly title: string;
  /** What is on it, and who decides, in a sentence. */
  readonly about: string;
  /** The form of a key, and in words what it is. */
  readonly key: { readonly pattern: RegExp; readonly about: string };
  /** The form of a record's content. */
  readonly content: z.ZodType<Content>;
  /** Fields that anyone may see; every other is for those who may decide something. */
  readonly publicFields: readonly string[];
  /** Fields about a person: stored apart, so that they can be erased. */
  readonly personalFields: readonly string[];
  /** Fields with keys of other records of the register: none is the record itself. */
  readonly others?: readonly string[];
  /** State → what it means. */
  readonly states: Readonly<Record<string, string>>;
  readonly transitions: readonly Transition[];
  /** Role → what people call it, and what it is. */
  readonly roles: Readonly<Record<string, RoleWords>>;
  /**
   * Whether a record is an organisation by its key: a membership that is held for one organisation then counts for that record
   * alone. In a register that does not say so it counts for none.
   */
  readonly isByOrganisation?: true;
  /** Role → action → the states in which it may do it. What is not here is denied. */
  readonly authority: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly timed: readonly Timed[];
  /** What a search looks in: words, exact choices, and identifiers. */
  readonly search: {
    readonly text: readonly string[];
    readonly facets: readonly string[];
    readonly identifiers: readonly string[];
  };
}
