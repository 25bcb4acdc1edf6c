import type { IntervalMethodId } from './interval-method.ts';
import type { PrintedNumber } from './printed.ts';

/** One figure that somebody claims. */
export interface Claim {
  /** File and line where it stands. */
  readonly where: string;
  /** What it is called, such as `Sensitivity` or `Accuracy (women)`. */
  readonly label: string;
  readonly estimate: PrintedNumber;
  readonly lower?: PrintedNumber;
  readonly upper?: PrintedNumber;
  /** A standard deviation printed beside a mean. */
  readonly deviation?: PrintedNumber;
  /** Confidence level in per cent as stated; without it 95 is taken, and said. */
  readonly level?: number;
  readonly unit?: string;
  /** The cases counted that were right or positive, as stated. */
  readonly successes?: number;
  /** The cases that the share is of, as stated. */
  readonly trials?: number;
  /** How the interval was made, as stated; `bootstrap` and `other` cannot be computed again without the data. */
  readonly method?: IntervalMethodId | 'bootstrap' | 'other';
  /** The part of the cases it is about, as `sex: women`; without it, all of them. */
  readonly subgroup?: string;
}

/** Claims that stand together, from one study. */
export interface ClaimSection {
  readonly where: string;
  readonly name: string;
  /** What the study is said to evaluate. */
  readonly goal: string;
  /** Everything else that the section says, for stated numbers of cases and clearances. */
  readonly text: string;
  /** All cases of the study, as stated. */
  readonly total?: number;
  readonly claims: readonly Claim[];
  /** How many figures more it has that could not be read. */
  readonly unread: number;
}

/** What is claimed for one product. */
export interface ClaimCard {
  readonly where: string;
  readonly product: string;
  /** Name, intended use and summary: what the product is for. */
  readonly purpose: string;
  /** The text that names its clearance or approval. */
  readonly release: string;
  readonly sections: readonly ClaimSection[];
}
