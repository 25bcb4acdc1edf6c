import type { Json } from '@isocentre/ledger';
import type { Register, RegisterRecord } from '@isocentre/registers';
import type { Selectable } from 'kysely';
import { sliceOf } from './slices.ts';
import { termsOf } from './terms.ts';
import type { Tables } from './tables.ts';

/** A row of the read table. */
export type RecordRow = Selectable<Tables['record']>;

const textsOf = (value: Json | undefined): readonly string[] => {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.flatMap((one: Json) => textsOf(one)) : [];
};

/** All that records of a register are chosen by. */
export const facetNames = (register: Register): readonly string[] => ['state', ...register.search.facets];

/**
 * Gives the row of a record: what is shown, and what a search looks in. Personal fields are not searched.
 *
 * @param place How many records came onto the register before it.
 */
export const rowOf = (register: Register, record: RegisterRecord, place: number): RecordRow => {
  const { key, state, since, content, lastEntry, later = [] } = record;
  const { text, facets, identifiers } = register.search;
  const open = (fields: readonly string[]): readonly string[] =>
    fields.filter((field) => !register.personalFields.includes(field));
  // The key too: whoever types a code as a word finds what has it.
  const words = [key, ...open(text).flatMap((field) => textsOf(content[field]))].join(' ');
  const chosen = {
    state,
    ...Object.fromEntries(
      open(facets).flatMap((field) => {
        const value = content[field];
        return value === undefined ? [] : [[field, value] as const];
      }),
    ),
  };
  const named = [key, ...open(identifiers).flatMap((field) => textsOf(content[field]))];
  return {
    register: register.name,
    key,
    state,
    since,
    content,
    last_entry: lastEntry,
    facets: chosen,
    later,
    place,
    terms: termsOf({ text: words, facets: chosen, identifiers: named }, facetNames(register)).map(
      (term) => `${sliceOf(place)} ${term}`,
    ),
  };
};

/** Reads a row as a record. */
export const recordOf = (
  row: Pick<RecordRow, 'key' | 'state' | 'since' | 'content' | 'last_entry' | 'later'>,
): RegisterRecord => ({
  key: row.key,
  state: row.state,
  content: row.content,
  since: row.since,
  lastEntry: row.last_entry,
  ...(row.later.length === 0 ? {} : { later: row.later }),
});
