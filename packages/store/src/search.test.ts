import { decide, ods, organisations, type Register } from '@isocentre/registers';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { databases } from '../../../tests/support/databases.ts';
import { readPostingFlaws } from './postings.ts';
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

/**
 * So many of one kind that a count ends before them all, then slices in which some are sealed with their places, or only
 * counted, then few, far apart, to the twentieth slice.
 */
const placeOf = (index: number): number => {
  if (index < 1150) return index;
  if (index < 1350) return 4096 + (index - 1150) * 7;
  return index < 1430 ? 61_440 + (index - 1350) * 700 : 126_976 + (index - 1430) ** 2 * 200;
};

// In another register, others.
const known = (shift: number): readonly Known[] =>
  Array.from({ length: 1500 }, (_, index) => {
    const place = placeOf(index);
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
          rows.map((row) => ({
            ...row,
            content: JSON.stringify(row.content),
            facets: JSON.stringify(row.facets),
            later: JSON.stringify(row.later),
          })),
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

  const isFoundAsReadThrough = async (): Promise<void> => {
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
      { numRuns: countOf({ test: 30, full: 1000, mutation: 2 }) },
    );
  };
  const flaws = async (): Promise<readonly string[]> =>
    (await readPostingFlaws(store.database)).map(({ where }) => where);

  test('what is found, page by page, is what a reading of all records finds', async () => {
    await isFoundAsReadThrough();
    expect(await flaws()).toEqual([]);
  });

  test('the same is found once slices are sealed, each term as bits or counted, and once they are sealed again', async () => {
    expect(await store.seal()).toBeGreaterThan(30);
    expect(await store.seal()).toBe(0);
    const { rows } = await sql<{ readonly slice: number; readonly bits: boolean }>`
      select distinct slice, places is not null as bits from posting order by 1, 2`.execute(store.database);
    expect(rows).toEqual([
      { slice: 0, bits: true },
      { slice: 1, bits: true },
      { slice: 4, bits: false },
    ]);
    await isFoundAsReadThrough();
    expect(await flaws()).toEqual([]);
  });

  test('the same is found after decisions in sealed slices, and when what changed much is sealed anew', async () => {
    const all = [...(kept.get(organisations) ?? [])];
    const change = async (index: number): Promise<void> => {
      const one = all[index];
      const record = one && (await store.record(organisations, one.key));
      if (!one || !record) throw new Error('no record to change');
      const closes = one.state === 'open' && index % 2 === 0;
      const name = index % 5 === 0 ? 'Fen House two' : one.name;
      const decision = { action: closes ? 'close' : 'update', key: one.key, change: { name, region: 'Y58' } };
      const decided = decide(
        organisations,
        record,
        ods,
        { ...decision, evidence: [], validFrom: '2026-11-01' },
        '2026-11-27',
      );
      if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
      await store.append({ drafts: [decided.draft] });
      all[index] = { ...one, name, region: 'Y58', state: closes ? 'closed' : one.state };
      kept.set(organisations, all);
    };
    const some = (count: number, step: number): readonly number[] =>
      Array.from({ length: count }, (_unused, at) => at * step);
    for (const index of [
      ...some(30, 31),
      ...some(12, 15).map((at) => 1155 + at),
      ...some(12, 6).map((at) => 1351 + at),
    ])
      await change(index);
    expect(await store.seal()).toBe(0);
    await isFoundAsReadThrough();
    expect(await flaws()).toEqual([]);
    for (const index of some(110, 9)) await change(index);
    await isFoundAsReadThrough();
    expect(await store.seal()).toBe(1);
    await isFoundAsReadThrough();
    expect(await flaws()).toEqual([]);
  });

  test.each([
    ["update posting set places = set_bit(places, 5, 1 - get_bit(places, 5)) where slice = 1 and term = 'w house'"],
    ["update posting set many = many + 30 where slice = 4 and term = 'w house'"],
    ["update posting set term = 'w seldom' where slice = 1 and term = 'w house'"],
    ['delete from sealed_slice where slice = 1'],
    ['delete from stale where place >= 4096 and place < 12288'],
  ])('verification finds %s', async (statement) => {
    class TakenBack extends Error {}
    const work = store.database.transaction().execute(async (transaction) => {
      await sql.raw(statement).execute(transaction);
      expect(await readPostingFlaws(transaction)).not.toEqual([]);
      throw new TakenBack();
    });
    await expect(work).rejects.toThrow(TakenBack);
  });

  test('a code typed as a word finds what has it, beside other words and choices', async () => {
    const all = kept.get(organisations) ?? [];
    const one = all[3];
    if (!one) throw new Error('no record');
    const { key, name, state } = one;
    const expected = { count: 1, records: [expect.objectContaining({ key })] };
    for (const text of [key, key.toLowerCase(), `${key} ${name}`])
      expect(await store.search(organisations, { text, facets: { state } })).toMatchObject(expected);
    expect(await store.search(organisations, { text: `${key} nowhere` })).toMatchObject({ count: 0 });
  });

  test('a store from before apostrophes and keys were words finds by them once it is opened, and is sound', async () => {
    const connection = await place.fresh();
    const before = await Store.open(connection, registers);
    const draft = decide(
      organisations,
      undefined,
      ods,
      {
        action: 'list',
        key: 'RJZ',
        change: { name: 'KING’S COLLEGE HOSPITAL', address: [], opened: '2020-04-01' },
        evidence: [],
        validFrom: '2020-04-01',
      },
      '2026-11-27',
    );
    if (draft.kind !== 'draft') throw new Error(JSON.stringify(draft));
    await before.append({ drafts: [draft.draft] });
    await sql`update record set terms = array['0 w king', '0 w s', '0 w college', '0 i RJZ']`.execute(before.database);
    await sql`insert into sealed_slice values ('organisations', 0)`.execute(before.database);
    await sql`delete from migration where step >= 9`.execute(before.database);
    expect((await before.verify([])).flaws).not.toEqual([]);
    const after = await Store.open(connection, registers);
    for (const text of ['kings', "king's college", 'rjz'])
      expect(await after.search(organisations, { text })).toMatchObject({ count: 1, records: [{ key: 'RJZ' }] });
    expect((await after.verify([])).flaws).toEqual([]);
    await after.close();
  });

  test('after a key that is not there comes nothing, and a text without words finds nothing', async () => {
    expect(await store.search(organisations, { text: 'trust', after: 'NONE' })).toEqual({ records: [], count: 1001 });
    expect(await store.search(organisations, { text: '–!' })).toEqual({ records: [], count: 0 });
    const nobody: Register = { ...organisations, name: 'nobody' };
    expect(await store.search(nobody, {})).toEqual({ records: [], count: 0 });
    expect(await store.search(nobody, { text: 'trust' })).toEqual({ records: [], count: 0 });
  });
});
