import { organisations, type Register } from '@isocentre/registers';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { databases } from '../../../tests/support/databases.ts';
import { countedTo, type Search } from './read.ts';
import { rowOf } from './record-row.ts';
import { sliceOf } from './slices.ts';
import { Store } from './store.ts';

const other: Register = { ...organisations, name: 'others' };
const registers = [organisations, other];

interface Known {
  readonly key: string;
  readonly place: number;
  readonly state: string;
  readonly name: string;
  readonly region: string;
}

const pick = (list: readonly string[], at: number): string => list[at % list.length] ?? '';

// So many of one kind that a count ends before them all, then few, far apart, over twenty slices; in another register, others.
const known = (shift: number): readonly Known[] =>
  Array.from({ length: 1500 }, (_, index) => {
    const place = index < 1150 ? index : 1150 + (index - 1150) ** 2 * 8;
    const word = Math.floor((index * 7919 + shift) / 3);
    return {
      key: `K${((index * 7 + shift) % 1500).toString().padStart(4, '0')}`,
      place,
      state: pick(['open', 'open', 'closed'], word),
      name: `${pick(['Salt', 'Marsh', 'Fen'], index * index + shift)} ${index < 1150 || index % 3 === 0 ? 'Trust' : 'House'} ${pick(['one', 'two', 'three', 'four', 'five'], word)}`,
      region: pick(['Y56', 'Y58', 'Y59', 'Y60'], index + shift),
    };
  });

/** The definition: every word, every facet; in the order of places. */
const naive = (all: readonly Known[], { text = '', facets = {}, identifier }: Search): readonly string[] =>
  all
    .filter(
      ({ key, name, state, region }) =>
        text
          .toLowerCase()
          .split(' ')
          .every((word) => word === '' || name.toLowerCase().split(' ').includes(word)) &&
        (facets['state'] ?? state) === state &&
        (facets['region'] ?? region) === region &&
        (identifier ?? key) === key,
    )
    .map(({ key }) => key);

describe.each(databases)('on %s', (_, make) => {
  const place = make(registers);
  let store: Store;
  const kept = new Map(registers.map((register, shift) => [register, known(shift)]));

  beforeAll(async () => {
    await place.start();
    store = await Store.open(await place.fresh(), registers);
    for (const [register, all] of kept) {
      const rows = all.map(({ key, name, state, region, place: at }) =>
        rowOf(
          register,
          {
            key,
            state,
            since: '2026-01-01',
            content: { name, region, address: [], opened: '2026-01-01' },
            lastEntry: 1,
          },
          at,
        ),
      );
      await store.database
        .insertInto('record')
        .values(
          rows.map((row) => ({ ...row, content: JSON.stringify(row.content), facets: JSON.stringify(row.facets) })),
        )
        .execute();
    }
  }, 120_000);
  afterAll(async () => {
    await store.close();
    await place.stop();
  }, 120_000);

  test('a slice is the same in the database and here', async () => {
    const edges = [0, 4096, 12_288, 28_672, 61_440, 126_976, 192_512, 1e6, 1e9].flatMap((one) => [one, one + 4095]);
    const places = [...edges, ...edges.flatMap((one) => (one > 0 ? [one - 1] : []))];
    const { rows } = await sql<{ readonly slice: number }>`
      select record_slice(place) as slice from unnest(${places}::bigint[]) with ordinality as one (place, at) order by at
    `.execute(store.database);
    expect(rows.map(({ slice }) => slice)).toEqual(places.map(sliceOf));
    expect([0, 4095, 4096, 12_288, 126_975, 126_976, 192_512].map(sliceOf)).toEqual([0, 0, 1, 2, 4, 5, 6]);
  });

  test('what is found, page by page, is what a reading of all records finds', async () => {
    const asked = fc.record(
      {
        text: fc.constantFrom('trust', 'salt', 'HOUSE two', 'fen trust', 'house', 'marsh house five', 'nowhere'),
        facets: fc.record(
          { state: fc.constantFrom('open', 'closed'), region: fc.constantFrom('Y56', 'Y58', 'Y99') },
          { requiredKeys: [] },
        ),
        identifier: fc.constantFrom('K0007', 'K1499', 'K9999'),
      },
      { requiredKeys: [] },
    );
    const limit = fc.constantFrom(3, 50, 400, 1000);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...registers), asked, limit, fc.nat(), async (register, search, size, skip) => {
        const expected = naive(kept.get(register) ?? [], search);
        const count = Math.min(expected.length, countedTo + 1);
        const first = await store.search(register, { ...search, limit: size });
        expect([first.count, first.records.map(({ key }) => key)]).toEqual([count, expected.slice(0, size)]);
        // Any page of those that follow.
        const from = expected.length === 0 ? 0 : skip % expected.length;
        const after = expected[from];
        if (after === undefined) return;
        const page = await store.search(register, { ...search, limit: size, after });
        const keys = expected.slice(from + 1, from + 1 + size);
        expect([page.count, page.records.map(({ key }) => key)]).toEqual([count, keys]);
        expect(page.next).toBe(from + 1 + size < expected.length ? keys.at(-1) : undefined);
      }),
      { numRuns: countOf({ test: 60, full: 1000, mutation: 2 }) },
    );
  });

  test('after a key that is not there comes nothing, and a text without words finds nothing', async () => {
    expect(await store.search(organisations, { text: 'trust', after: 'NONE' })).toEqual({ records: [], count: 1001 });
    expect(await store.search(organisations, { text: '–!' })).toEqual({ records: [], count: 0 });
    const nobody: Register = { ...organisations, name: 'nobody' };
    expect(await store.search(nobody, {})).toEqual({ records: [], count: 0 });
    expect(await store.search(nobody, { text: 'trust' })).toEqual({ records: [], count: 0 });
  });
});
