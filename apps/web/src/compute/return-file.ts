import type { Problem } from '@isocentre/evidence';
import type { ReadReturn } from '@isocentre/workforce';

/** A file that a reader chose, as a browser gives it. */
export type ChosenFile = Pick<File, 'name' | 'size' | 'arrayBuffer'>;

/** A return as read: its rows that are right, and what is wrong in it. */
export interface FileRead extends Omit<ReadReturn, 'service' | 'problems'> {
  /** The first places to mend; a page that showed tens of thousands would freeze. */
  readonly problems: readonly Problem[];
  /** How many places there are to mend. */
  readonly wrong: number;
  /** All of them as CSV. */
  readonly list: string;
}
