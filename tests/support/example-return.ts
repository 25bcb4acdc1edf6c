import { toCsvTables, type Cell, type Table } from '@isocentre/documents';
import { returnTables } from '@isocentre/workforce';
import { tableOf } from '@isocentre/documents';

type Rows = readonly Readonly<Record<string, Cell>>[];

const tables = returnTables({ first: 20, last: 75 });

/** A department as a return: two specialisms, ages for one occupation, trainees for another. Made up for tests. */
export const exampleRows: Readonly<Record<keyof typeof tables, Rows>> = {
  organisation: [
    { organisation: 'Saltmarsh Medical Physics', kind: 'a department', region: 'London', date: '2026-03-31' },
  ],
  staff: [
    {
      specialism: 'radiotherapy physics',
      group: 'clinical scientists',
      posts: 21.5,
      inPost: 18.2,
      heads: 20,
      recognised: 9,
      required: 24,
    },
    { specialism: 'radiotherapy physics', group: 'clinical technologists', posts: 12, inPost: 11.5 },
    { specialism: 'radiotherapy physics', group: 'engineering staff', posts: 6, inPost: 6.4, heads: 7 },
    { specialism: 'magnetic resonance physics', group: 'clinical scientists', posts: 3, inPost: 2.6, recognised: 2 },
    { specialism: 'magnetic resonance physics', group: 'clinical technologists', posts: 1, inPost: 0 },
  ],
  ages: [
    { specialism: 'radiotherapy physics', group: 'clinical scientists', from: 24, to: 39, heads: 8, recognised: 1 },
    { specialism: 'radiotherapy physics', group: 'clinical scientists', from: 40, to: 59, heads: 11, recognised: 7 },
    { specialism: 'radiotherapy physics', group: 'clinical scientists', from: 61, to: 61, heads: 1, recognised: 1 },
  ],
  trainees: [
    {
      specialism: 'radiotherapy physics',
      group: 'clinical scientists',
      route: 'Scientist Training Programme',
      people: 6,
      starts: 2.5,
    },
    {
      specialism: 'radiotherapy physics',
      group: 'clinical technologists',
      route: 'technologist and engineer training (apprenticeships and degrees)',
      people: 3,
    },
  ],
  activity: [],
  cover: [],
};

/** Its tables, with some of its rows in place of others. */
export const exampleTables = (changes: Partial<Record<keyof typeof tables, Rows>> = {}): readonly Table[] =>
  Object.entries({ ...exampleRows, ...changes }).map(([key, rows]) =>
    tableOf(tables[key as keyof typeof tables], rows),
  );

/** The bytes of its CSV. */
export const exampleReturn = (changes: Partial<Record<keyof typeof tables, Rows>> = {}): Uint8Array =>
  new TextEncoder().encode(toCsvTables(exampleTables(changes)));
