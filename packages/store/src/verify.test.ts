import { decide, ods, organisations, type Draft } from '@isocentre/registers';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { databases } from '../../../tests/support/databases.ts';
import { testKey } from '../../../tests/support/example-log.ts';
import { Store } from './store.ts';
import { verifyStore } from './verify.ts';

const size = 500;
const today = '2026-11-27';
const keyOf = (number: number): string => `K${String(number).padStart(4, '0')}`;
const listed = (key: string): Draft => {
  const change = { name: `TRUST ${key}`, address: [], opened: '2026-01-01', region: 'Y56' };
  const decision = { action: 'list', key, change, evidence: [], validFrom: '2026-01-01' };
  const decided = decide(organisations, undefined, ods, decision, today);
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  return decided.draft;
};

/** Ways to rewrite a row of the read table. */
const rewrites = [
  "set state = 'closed'",
  "set since = '2025-01-01'",
  'set content = content || \'{"region": "Y99"}\'',
  "set content = content - 'region'",
  'set facets = facets || \'{"region": "Y99"}\'',
  'set terms = terms[2:]',
  "set terms = terms || '{0 w verified}'",
  'set last_entry = last_entry + 1',
  'set place = place + 100000',
  "set key = key || 'X'",
  "set register = 'others'",
];

describe.each(databases)('on %s', (_, make) => {
  const place = make([organisations]);
  let store: Store;
  beforeAll(async () => {
    await place.start();
    store = await Store.open(await place.fresh(), [organisations]);
    await store.append({ drafts: Array.from({ length: size }, (_unused, index) => listed(keyOf(index + 1))) });
  }, 120_000);
  afterAll(async () => {
    await store.close();
    await place.stop();
  }, 120_000);

  test('a row of the read table that was rewritten or taken away is found, and its entry named', async () => {
    const head = await store.sign(testKey);
    const way = fc.constantFrom(...rewrites.map((set) => `update record ${set}`), 'delete from record');
    class TakenBack extends Error {}
    const registers = new Map([[organisations.name, organisations]]);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: size }), way, async (number, statement) => {
        let places: readonly string[] = [];
        const work = store.database.transaction().execute(async (transaction) => {
          await sql`${sql.raw(statement)} where key = ${keyOf(number)}`.execute(transaction);
          places = (await verifyStore(transaction, registers, [head])).flaws.map(({ where }) => where);
          throw new TakenBack();
        });
        await expect(work).rejects.toThrow(TakenBack);
        expect(places).toContain(`entry ${number}`);
      }),
      { numRuns: countOf({ test: 8, full: 300, mutation: 1 }) },
    );
    expect((await store.verify([head])).flaws).toEqual([]);
  });
});
