import type { Json } from '@isocentre/ledger';
import type { Register, RegisterRecord } from '@isocentre/registers';
import type { Selectable } from 'kysely';
import type { Tables } from './tables.ts';

/** A row of the read table. */
export type RecordRow = Selectable<Tables['record']>;

const textsOf = (value: Json | undefined): readonly string[] => {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.flatMap((one: Json) => textsOf(one)) : [];
};

/** Writes an identifier as it is looked for: without spaces, in capitals. */
export const plainIdentifier = (text: string): string => text.replaceAll(/\s+/g, '').toUpperCase();

/** Gives the row of a record: what is shown, and what a search looks in. Personal fields are not searched. */
export const rowOf = (register: Register, record: RegisterRecord): RecordRow => {
  const { key, state, since, content, lastEntry } = record;
  const { text, facets, identifiers } = register.search;
  const open = (fields: readonly string[]): readonly string[] =>
    fields.filter((field) => !register.personalFields.includes(field));
  return {
    register: register.name,
    key,
    state,
    since,
    content,
    last_entry: lastEntry,
    words: open(text)
      .flatMap((field) => textsOf(content[field]))
      .join(' '),
    facets: {
      state,
      ...Object.fromEntries(
        open(facets).flatMap((field) => {
          const value = content[field];
          return value === undefined ? [] : [[field, value] as const];
        }),
      ),
    },
    identifiers: [key, ...open(identifiers).flatMap((field) => textsOf(content[field]))].map(plainIdentifier),
  };
};

/** Reads a row as a record. */
export const recordOf = (row: RecordRow): RegisterRecord => ({
  key: row.key,
  state: row.state,
  content: row.content,
  since: row.since,
  lastEntry: row.last_entry,
});
