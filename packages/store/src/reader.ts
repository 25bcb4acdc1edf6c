import type { Register, RegisterRecord } from '@isocentre/registers';
import type { Kysely } from 'kysely';
import type { History, Page, Search } from './read.ts';
import type { Tables } from './tables.ts';

/** Reads what stands in registers, wherever it is read. */
export interface Reader {
  /** Reads a record as it holds today, or as of a moment. */
  readonly record: (
    register: Register,
    key: string,
    moment?: { readonly validTime: string; readonly recordedTime: string },
  ) => Promise<RegisterRecord | undefined>;
  readonly history: (register: Register, key: string) => Promise<History>;
  readonly search: (register: Register, search: Search) => Promise<Page>;
  /** Reads anything else, by statements that change nothing. They may be asked twice, of two databases. */
  readonly read: <T>(statements: (database: Kysely<Tables>) => Promise<T>) => Promise<T>;
}
