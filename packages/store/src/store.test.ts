import { checkProof, type Json, type TreeHead } from '@isocentre/ledger';
import { correct, decide, importOds, ods, organisations, type Draft, type Register } from '@isocentre/registers';
import { sql } from 'kysely';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countOf } from '../../../tests/support/counts.ts';
import { databases } from '../../../tests/support/databases.ts';
import { testKey } from '../../../tests/support/example-log.ts';
import { JobQueue, noticeKind } from './job-queue.ts';
import { Store } from './store.ts';
import { verifyStore } from './verify.ts';

/** A register with a field about a person, which organisations have none of. */
const people: Register = {
  ...organisations,
  name: 'people',
  content: z.strictObject({ name: z.string(), grade: z.string() }),
  publicFields: ['grade'],
  personalFields: ['name'],
  timed: [],
  search: { text: ['name', 'grade'], facets: ['grade'], identifiers: [] },
};

const today = '2026-11-27';
let seconds = 0;
// A clock that goes on by a second each time it is read.
const now = (): Date => new Date(Date.UTC(2026, 10, 27, 9, 0, (seconds += 1)));

const draftOf = (register: Register, key: string, change: Readonly<Record<string, Json>>, after = 0): Draft => {
  const decision = { action: 'list', key, change, reasons: 'as applied for', evidence: [], validFrom: '2026-01-01' };
  const decided = decide(register, undefined, ods, decision, today);
  if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
  return { ...decided.draft, after };
};
const listed = (key: string, name = `TRUST ${key}`, after = 0): Draft =>
  draftOf(organisations, key, { name, address: [], opened: '2026-01-01', region: 'Y56', postcode: 'ZZ1 1ZZ' }, after);
const numbered = (number: number): string => `K${String(number).padStart(5, '0')}`;

// One contract, the same on both.
describe.each(databases)('on %s', (_, make) => {
  const place = make([organisations, people]);
  beforeAll(place.start, 120_000);
  afterAll(place.stop, 120_000);

  const withStore = async (work: (store: Store) => Promise<void>): Promise<void> => {
    const store = await Store.open(await place.fresh(), [organisations, people], now);
    try {
      await work(store);
    } finally {
      await store.close();
    }
  };

  test('a decision is written, read, searched and proved', async () => {
    await withStore(async (store) => {
      const drafts = [listed('RX1', 'NOTTINGHAM NHS TRUST'), listed('RX2', 'SALTMARSH NHS TRUST')];
      expect(await store.append({ drafts })).toEqual({ kind: 'written', numbers: [1, 2] });
      expect(await store.record(organisations, 'RX2')).toMatchObject({
        state: 'open',
        since: '2026-01-01',
        lastEntry: 2,
      });
      expect((await store.search(organisations, { text: 'saltmarsh trust' })).records.map(({ key }) => key)).toEqual([
        'RX2',
      ]);
      expect(await store.search(organisations, { text: 'saltmarsh nottingham' })).toEqual({ records: [], count: 0 });
      expect((await store.search(organisations, { identifier: 'zz11zz' })).count).toBe(2);
      expect((await store.search(organisations, { identifier: 'rx1' })).count).toBe(1);
      expect((await store.search(organisations, { facets: { region: 'Y56', state: 'open' } })).count).toBe(2);
      expect((await store.search(organisations, { facets: { region: 'Y57' } })).count).toBe(0);
      const first = await store.sign(testKey);
      await store.append({ drafts: [listed('RX3')] });
      const head = await store.sign(testKey);
      const proof = await store.proof(2, head, first);
      const proven = checkProof(proof, 'proof', { kept: first });
      expect(proven.ok && proven.value.items['reasons']?.content).toBe('as applied for');
      expect(await store.proof(3, first)).toBeUndefined();
      expect((await store.verify([first, head])).flaws).toEqual([]);
    });
  });

  test('a sign-in is taken once and in time, and a session ends when idle, when old and when closed', async () => {
    let time = Date.UTC(2026, 10, 27, 9);
    const at = (minutes: number): void => {
      time = Date.UTC(2026, 10, 27, 9, minutes);
    };
    const connection = await place.fresh();
    const store = await Store.open(connection, [organisations], () => new Date(time));
    const signIns = store.signIns();
    for (const hash of ['a', 'b']) await signIns.begin(hash, 'cis2');
    expect([await signIns.take('a', 'other'), await signIns.take('c', 'cis2')]).toEqual([false, false]);
    expect([await signIns.take('a', 'cis2'), await signIns.take('a', 'cis2')]).toEqual([true, false]);
    at(10);
    expect(await signIns.take('b', 'cis2')).toBe(false);
    const ada = { issuer: 'https://p.example', subject: '1', name: 'Ada' };
    expect(await signIns.person(ada, 'person-1')).toBe('person-1');
    expect(await signIns.person({ ...ada, name: 'Ada S' }, 'person-2')).toBe('person-1');
    expect(await signIns.person({ ...ada, issuer: 'https://q.example' }, 'person-2')).toBe('person-2');
    for (const hash of ['idle', 'used', 'closed']) await signIns.open(hash, 'person-1');
    const account = { issuer: 'https://p.example', subject: '1' };
    expect(await signIns.session('used')).toEqual({ person: 'person-1', account, name: 'Ada S' });
    await signIns.close('closed');
    expect(await signIns.session('closed')).toBeUndefined();
    for (let minutes = 39; minutes < 10 + 12 * 60; minutes += 29) {
      at(minutes);
      expect(await signIns.session('used')).toBeDefined();
    }
    expect(await signIns.session('idle')).toBeUndefined();
    at(10 + 12 * 60);
    expect(await signIns.session('used')).toBeUndefined();
    await signIns.begin('d', 'cis2');
    expect(await store.database.selectFrom('session').selectAll().execute()).toEqual([]);
    expect(await store.database.selectFrom('sign_in').select('hash').execute()).toEqual([{ hash: 'd' }]);
    await store.close();
  });

  test('a state of knowledge of the past is read', async () => {
    await withStore(async (store) => {
      await store.append({ drafts: [listed('RX1', 'OLD NAME')] });
      const record = await store.record(organisations, 'RX1');
      const before = { validTime: '2027-01-01', recordedTime: now().toISOString() };
      const change = {
        action: 'update',
        key: 'RX1',
        change: { name: 'NEW NAME' },
        evidence: [],
        validFrom: '2026-06-01',
      };
      const update = decide(organisations, record, ods, change, today);
      if (update.kind !== 'draft') throw new Error('denied');
      await store.append({ drafts: [update.draft] });
      expect((await store.record(organisations, 'RX1'))?.content['name']).toBe('NEW NAME');
      expect((await store.record(organisations, 'RX1', before))?.content['name']).toBe('OLD NAME');
      const spring = { validTime: '2026-05-01', recordedTime: '2030-01-01' };
      expect((await store.record(organisations, 'RX1', spring))?.content['name']).toBe('OLD NAME');
      expect((await store.verify([])).flaws).toEqual([]);
    });
  });

  test('of deciders at once on one state exactly one wins, and the others are told', async () => {
    await withStore(async (store) => {
      const races = countOf({ test: 20, full: 1000, mutation: 2 });
      for (let race = 0; race < races; race += 1) {
        const key = numbered(race);
        const outcomes = await Promise.all(
          ['ONE', 'TWO', 'THREE'].map((name) => store.append({ drafts: [listed(key, name)] })),
        );
        expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['conflict', 'conflict', 'written']);
        const lost = outcomes.find(({ kind }) => kind === 'conflict');
        expect(lost).toEqual({ kind: 'conflict', register: 'organisations', key, after: 0, last: race + 1 });
      }
      expect(await store.size()).toBe(races);
      expect((await store.verify([])).flaws).toEqual([]);
    });
  });

  test('a request that is sent again writes nothing more', async () => {
    await withStore(async (store) => {
      const request = { drafts: [listed('RX1'), listed('RX2')], requestId: 'a' };
      expect(await store.append(request)).toEqual({ kind: 'written', numbers: [1, 2] });
      const again = await Promise.all([store.append(request), store.append(request)]);
      expect(again).toEqual(Array.from({ length: 2 }, () => ({ kind: 'written before', numbers: [1, 2] })));
      expect(await store.append({ drafts: [listed('RX3')], requestId: 'a' })).toEqual({
        kind: 'reused id',
        requestId: 'a',
      });
      expect(await store.size()).toBe(2);
    });
  });

  test('drafts of a request are written together or not at all, with a notice of each to others', async () => {
    await withStore(async (store) => {
      await store.append({ drafts: [listed('RX1')] });
      expect(await store.append({ drafts: [listed('RX2'), listed('RX1')] })).toMatchObject({
        kind: 'conflict',
        key: 'RX1',
        last: 1,
      });
      expect(await store.append({ drafts: [listed('RX4'), listed('RX4')] })).toMatchObject({
        kind: 'conflict',
        key: 'RX4',
      });
      expect(await store.record(organisations, 'RX2')).toBeUndefined();
      const notices = await store.database.selectFrom('job').select(['kind', 'content']).execute();
      const content = { entry: 1, register: 'organisations', key: 'RX1', action: 'list' };
      expect(notices).toEqual([{ kind: noticeKind, content }]);
    });
  });

  test('a job is one worker’s, comes again later when it fails, and is put aside in the end', async () => {
    await withStore(async (store) => {
      let time = Date.UTC(2026, 10, 27);
      const jobs = new JobQueue(store.database, () => new Date(time), { mostAttempts: 3, lease: 60 });
      for (const number of [1, 2, 3]) await jobs.add('mail', { number });
      await jobs.add('other', null);
      const taken = await Promise.all([1, 2, 3, 4].map(() => jobs.take(['mail'])));
      expect(new Set(taken.map((job) => job?.id))).toEqual(new Set([1, 2, 3, undefined]));
      const [one, two, three] = taken.toSorted((a, b) => (a?.id ?? 9) - (b?.id ?? 9));
      if (!one || !two || !three) throw new Error('none');
      await jobs.done(one);
      expect(await jobs.failed(two, 'no answer')).toBe('again');
      // Whoever took the third died: it is another's when its time is over, and the dead hand changes nothing more.
      time += 60_000;
      const again = [await jobs.take(['mail']), await jobs.take(['mail'])];
      expect(again.map((job) => [job?.id, job?.attempts])).toEqual(
        expect.arrayContaining([
          [two.id, 2],
          [three.id, 2],
        ]),
      );
      await jobs.done(three);
      expect(await jobs.failed(three, 'late')).toBe('not yours');
      const [second, third] = again.toSorted((a, b) => (a?.id ?? 9) - (b?.id ?? 9));
      if (!second || !third) throw new Error('none');
      await jobs.done(third);
      expect(await jobs.failed(second, 'no answer')).toBe('again');
      time += 60_000;
      expect(await jobs.take(['mail'])).toBeUndefined();
      time += 60_000;
      const last = await jobs.take(['mail']);
      if (!last) throw new Error('none');
      expect(await jobs.failed(last, 'no answer')).toBe('put aside');
      time += 1e9;
      expect(await jobs.take(['mail'])).toBeUndefined();
      expect(await jobs.putAside()).toEqual([{ ...last, error: 'no answer' }]);
      await jobs.again(last.id);
      expect(await jobs.take(['mail'])).toMatchObject({ id: last.id, attempts: 1 });
      expect(await jobs.take(['other'])).toMatchObject({ content: null });
    });
  });

  test('pages go through all records once, and a count is exact to 1,000', async () => {
    await withStore(async (store) => {
      const drafts = Array.from({ length: 1203 }, (_unused, index) => listed(numbered(index)));
      await store.append({ drafts: drafts.slice(0, 1000) });
      expect((await store.search(organisations, {})).count).toBe(1000);
      await store.append({ drafts: drafts.slice(1000) });
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await store.search(organisations, { limit: 500, ...(after === undefined ? {} : { after }) });
        expect(page.count).toBe(1001);
        seen.push(...page.records.map(({ key }) => key));
        after = page.next;
      } while (after !== undefined);
      expect(seen).toEqual(drafts.map(({ key }) => key));
    });
  });

  test('an import of ODS comes in, and again changes nothing', async () => {
    await withStore(async (store) => {
      const file = Buffer.from(
        'OrganisationCode,Name,OpenDate\nRX1,ONE NHS TRUST,20200401\nRX2,TWO NHS TRUST,20200401\n',
      );
      const first = importOds(file, 'ods.csv', new Map(), today);
      if (!first.ok) throw new Error('refused');
      expect(await store.append({ drafts: first.value.drafts })).toMatchObject({ kind: 'written' });
      const { records } = await store.search(organisations, {});
      const again = importOds(file, 'ods.csv', new Map(records.map((record) => [record.key, record])), today);
      expect(again.ok && [again.value.drafts, again.value.unchanged]).toEqual([[], 2]);
    });
  });

  describe('what was done to the database behind its back is found, and the entry named', () => {
    let store: Store;
    let head: TreeHead;
    beforeAll(async () => {
      store = await Store.open(await place.fresh(), [organisations, people], now);
      await store.append({ drafts: Array.from({ length: 9 }, (_unused, index) => listed(`RX${index + 1}`)) });
      head = await store.sign(testKey);
    }, 120_000);
    afterAll(() => store.close());

    test('nothing yet', async () => {
      expect((await store.verify([head])).flaws).toEqual([]);
    });

    /** Verifies what statements made of the store, and takes them back. */
    const tampered = async (statements: string, heads: readonly TreeHead[] = []): Promise<readonly string[]> => {
      class TakenBack extends Error {}
      let places: readonly string[] = [];
      const work = store.database.transaction().execute(async (transaction) => {
        for (const statement of statements.split(';')) await sql.raw(statement).execute(transaction);
        const registers = new Map([organisations, people].map((register) => [register.name, register]));
        places = (await verifyStore(transaction, registers, heads)).flaws.map(({ where }) => where);
        throw new TakenBack();
      });
      await expect(work).rejects.toThrow(TakenBack);
      return places;
    };

    test.each([
      ['a byte of an entry', 'update entry set bytes = set_byte(bytes, 40, 88) where number = 5', 'entry 5'],
      ['an entry taken out', 'delete from item where entry = 4; delete from entry where number = 4', 'entry 4'],
      ['an entry under another key', "update entry set key = 'RX9' where number = 2", 'entry 2'],
      ['the read table', "update record set state = 'closed' where key = 'RX6'", 'entry 6'],
      ['terms of the read table', "update record set terms = array['x'] where key = 'RX6'", 'entry 6'],
      ['a record taken away', "delete from record where key = 'RX7'", 'entry 7'],
      ['reasons', "update item set bytes = 'x' where entry = 3", 'entry 3 reasons'],
      ['reasons taken away', 'delete from item where entry = 3', 'entry 3 reasons'],
    ])('%s', async (_name, statement, expected) => {
      expect(await tampered(statement)).toContain(expected);
    });

    test('two entries swapped', async () => {
      const places = await tampered(
        'update entry set bytes = (select bytes from entry other where other.number = 5 - entry.number) where number in (2, 3)',
      );
      expect(places).toEqual(expect.arrayContaining(['entry 2', 'entry 3']));
    });

    test('the end cut off with all that belongs to it, against a head kept elsewhere', async () => {
      const places = await tampered(
        'delete from item where entry > 8; delete from entry where number > 8; delete from tree_node where (position + 1) * power(2, level) > 8; delete from record where last_entry > 8; update ledger set size = 8',
        [head],
      );
      expect(places).toEqual(['entry 9']);
    });
  });

  test('content about a person is erased everywhere, and proofs hold', async () => {
    await withStore(async (store) => {
      const person = draftOf(people, 'P001', { name: 'Ada Saltmarsh', grade: 'band-7' });
      await store.append({ drafts: [person] });
      const head = await store.sign(testKey);
      expect((await store.record(people, 'P001'))?.content['name']).toBe('Ada Saltmarsh');
      expect((await store.search(people, { text: 'saltmarsh' })).count).toBe(0);
      const registrar = { id: 'officer-1', memberships: [{ role: 'registrar', from: '2026-01-01' }], interests: [] };
      const moved = correct(
        people,
        await store.history(people, 'P001'),
        registrar,
        { concerns: 1, change: { grade: 'band-8' }, reasons: 'Misread.', evidence: [] },
        today,
      );
      if (moved.kind !== 'draft') throw new Error(JSON.stringify(moved));
      expect(await store.append({ drafts: [moved.draft] })).toEqual({ kind: 'written', numbers: [2] });
      expect((await store.record(people, 'P001'))?.content).toEqual({ name: 'Ada Saltmarsh', grade: 'band-8' });
      const asked = { entry: 1, names: ['name'], person: registrar, reasons: 'Asked for by the person.', on: today };
      const denied = { kind: 'denied', because: 'no authority' };
      expect(await store.redact({ ...asked, person: ods })).toEqual(denied);
      expect(await store.redact({ ...asked, on: '2025-12-31' })).toEqual(denied);
      const interested = { ...registrar, interests: ['P001'] };
      expect(await store.redact({ ...asked, person: interested })).toEqual({
        kind: 'denied',
        because: 'declared interest',
      });
      expect(await store.redact({ ...asked, reasons: '' })).toEqual({ kind: 'no reasons' });
      expect(await store.redact({ ...asked, names: ['grade'] })).toEqual({ kind: 'nothing there' });
      expect(await store.size()).toBe(2);
      // One for the entry, and one for its correction, into which the name was carried over.
      expect(await store.redact(asked)).toEqual({ kind: 'redacted', numbers: [3, 4] });
      expect(await store.redact(asked)).toEqual({ kind: 'nothing there' });
      expect((await store.record(people, 'P001'))?.content).toEqual({ grade: 'band-8' });
      let copy = '';
      for await (const line of store.export()) copy += line;
      expect(copy).not.toContain('Saltmarsh');
      for (const name of ['entry', 'item', 'record', 'job', 'request'] as const) {
        const rows = await store.database.selectFrom(name).selectAll().execute();
        const text = JSON.stringify(rows, (_key, value: unknown) =>
          value instanceof Uint8Array ? Buffer.from(value).toString() : value,
        );
        expect(text).not.toContain('Saltmarsh');
      }
      const later = await store.sign(testKey);
      expect(checkProof(await store.proof(1, later, head), 'proof', { kept: head })).toMatchObject({
        ok: true,
        value: { withheld: ['name'] },
      });
      expect(await store.verify([head, later])).toMatchObject({ flaws: [], erased: 2 });
      // Reasons are each entry's own: those of the correction stay.
      expect(await store.redact({ ...asked, names: ['reasons'] })).toEqual({ kind: 'redacted', numbers: [5] });
      const { items } = await store.history(people, 'P001');
      const left = [...items.values()].map(({ content }) => content);
      expect(left).toEqual(expect.arrayContaining(['Misread.', asked.reasons]));
      expect(left).not.toContain('as applied for');
    });
  });

  test('jobs are replaced once whoever else does so, counted, and forgotten by kind and age', async () => {
    await withStore(async (store) => {
      const queue = store.jobs({ mostAttempts: 1 });
      await queue.add(noticeKind, {});
      expect(await queue.count()).toEqual({ waiting: 0, putAside: 0, untaken: 1 });
      await queue.forget([noticeKind], new Date(Date.UTC(2030, 0, 1)));
      for (let number = 0; number < 30; number += 1) await queue.add('many', number);
      const together = (contents: readonly Json[]) => [{ kind: 'one', content: [...contents] }];
      const replaced = await Promise.all([1, 2, 3].map(() => queue.replace('many', 10, together)));
      expect(replaced).toEqual([10, 10, 10]);
      expect(await queue.replace('many', 10, together)).toBe(0);
      expect(await queue.kinds()).toEqual(['one']);
      expect(await queue.count()).toEqual({ waiting: 3, putAside: 0, untaken: 0 });
      const job = await queue.take(['one']);
      if (!job) throw new Error('no job');
      expect(job.content).toHaveLength(10);
      expect(await queue.failed(job, 'no')).toBe('put aside');
      expect(await queue.remove(0)).toBe(false);
      await queue.forget(['other'], new Date(Date.UTC(2030, 0, 1)));
      expect(await queue.count()).toEqual({ waiting: 2, putAside: 1, untaken: 0 });
      await queue.forget(['one'], new Date(Date.UTC(2020, 0, 1)));
      expect(await queue.count()).toEqual({ waiting: 2, putAside: 1, untaken: 0 });
      await queue.forget(['one'], new Date(Date.UTC(2030, 0, 1)));
      expect(await queue.count()).toEqual({ waiting: 0, putAside: 1, untaken: 0 });
      expect(await queue.again(job.id)).toBe(true);
      expect(await queue.remove(job.id)).toBe(false);
    });
  });

  test('a copy restores to the last entry, and a copy that was cut or changed restores nothing', async () => {
    const copy: string[] = [];
    let root = '';
    await withStore(async (store) => {
      await store.append({
        drafts: [listed('RX1'), draftOf(people, 'P001', { name: 'Ada', grade: 'band-7' }), listed('RX2')],
      });
      await store.sign(testKey);
      for await (const line of store.export()) copy.push(line);
      ({ root } = await store.verify([]));
    });
    const from = async function* (lines: readonly string[]): AsyncGenerator<string> {
      yield* lines;
    };
    await withStore(async (store) => {
      const refuse = async (lines: readonly string[]): Promise<string | undefined> => {
        const outcome = await store.restore(from(lines), 'copy');
        expect(await store.size()).toBe(0);
        return outcome.ok ? undefined : outcome.problems[0]?.where;
      };
      expect(await refuse(copy.slice(0, -1))).toBe('copy');
      expect(await refuse(copy.filter((_line, at) => at !== 2))).toBe('copy:3');
      expect(await refuse(copy.map((line) => line.replace('TRUST RX2', 'TRUST RX9')))).toBe('copy head');
      expect(await refuse(copy.map((line) => line.replace('"Ada"', '"Eve"')))).toBe('copy:3');
      expect(await store.restore(from(copy), 'copy')).toEqual({ ok: true, value: 3 });
      expect(await store.verify([])).toMatchObject({ flaws: [], root });
      expect((await store.record(people, 'P001'))?.content['name']).toBe('Ada');
      expect(await store.restore(from(copy), 'copy')).toMatchObject({ ok: false });
      const again: string[] = [];
      for await (const line of store.export()) again.push(line);
      expect(again).toEqual(copy);
      expect(await store.append({ drafts: [listed('RX3')] })).toEqual({ kind: 'written', numbers: [4] });
      expect((await store.verify([])).flaws).toEqual([]);
    });
  });
});
