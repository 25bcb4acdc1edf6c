import {
  correct,
  decide,
  importOds,
  ods,
  organisations,
  type Decision,
  type Draft,
  type Register,
} from '@isocentre/registers';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from '../../../tests/support/databases.ts';
import { Store } from './store.ts';

const registers = [organisations];
const key = 'RX1';
const details = { name: 'SALTMARSH NHS TRUST', address: [], opened: '2020-04-01' };

// One contract, the same on both.
describe.each(databases)('on %s', (_, make) => {
  const place = make(registers);
  beforeAll(place.start, 120_000);
  afterAll(place.stop, 120_000);

  let time = '';
  const withStore = async (work: (store: Store) => Promise<void>): Promise<void> => {
    const store = await Store.open(await place.fresh(), registers, () => new Date(time));
    time = '2026-11-27T12:00:00.000Z';
    try {
      await work(store);
    } finally {
      await store.close();
    }
  };
  const draftOf = async (
    store: Store,
    action: string,
    change: Draft['content'],
    validFrom: string,
    register: Register = organisations,
  ): Promise<Draft> => {
    const decision: Decision = { action, key, change, reasons: 'as told', evidence: [], validFrom };
    const decided = decide(register, await store.record(register, key), ods, decision, time.slice(0, 10));
    if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
    return decided.draft;
  };
  const take = async (store: Store, ...asked: readonly [string, Draft['content'], string]): Promise<void> => {
    expect(await store.append({ drafts: [await draftOf(store, ...asked)] })).toMatchObject({ kind: 'written' });
  };
  /** What the record, a search by state, all records and a verification say; the four must agree. */
  const told = async (store: Store): Promise<unknown> => {
    const record = await store.record(organisations, key);
    const state = record?.state ?? 'none';
    const found = await store.search(organisations, { facets: { state } });
    expect(found.records).toEqual(record ? [record] : []);
    expect([...(await store.records(organisations)).values()]).toEqual(record ? [record] : []);
    const others = Object.keys(organisations.states).filter((one) => one !== state);
    for (const other of others) expect((await store.search(organisations, { facets: { state: other } })).count).toBe(0);
    expect((await store.verify([])).flaws).toEqual([]);
    return [state, record?.since, record?.content['closed'], record?.later?.map(({ action, on }) => [action, on])];
  };

  test('closed, opened again and closed on another day, by files and by a decision, the record is what its entries make', async () => {
    await withStore(async (store) => {
      const dates = ['20261001,RX2', ',', '20261101,', '20271001,RX2', '20261001,RX2', '20271001,RX2', '20261101,RX3'];
      for (const closing of dates) {
        const file = Buffer.from(`OrganisationCode,Name,OpenDate,CloseDate,Successors\nRX1,A,20200401,${closing}\n`);
        const records = await store.records(organisations);
        const histories = new Map([[key, await store.history(organisations, key)]]);
        const read = importOds(file, 'ods.csv', records, '2026-11-27', histories);
        if (!read.ok) throw new Error(JSON.stringify(read.problems));
        await store.append({ drafts: read.value.drafts });
        await told(store);
      }
      expect(await told(store)).toEqual(['closed', '2026-11-01', '2026-11-01', undefined]);
      await take(store, 'reopen', { closed: '2027-10-01', successors: ['RX3'] }, '2026-11-27');
      expect(await told(store)).toEqual(['open', '2026-11-27', '2027-10-01', [['close', '2027-10-01']]]);
      expect((await store.record(organisations, key))?.content).toMatchObject({ successors: ['RX3'] });
    });
  });

  test('a closing decided ahead holds from its day in London, and is told beside what holds until then', async () => {
    await withStore(async (store) => {
      await take(store, 'list', details, '2020-04-01');
      await take(store, 'close', {}, '2027-03-31');
      const open = ['open', '2020-04-01', undefined, [['close', '2027-03-31']]];
      expect(await told(store)).toEqual(open);
      // What is decided in between stands beside it.
      await take(store, 'update', { postcode: 'ZZ1 1ZZ' }, '2026-11-27');
      expect(await told(store)).toEqual(open);
      // Summer time has begun on 28 March: the day begins at 23:00 UTC.
      time = '2027-03-30T22:59:59.000Z';
      expect(await told(store)).toEqual(open);
      time = '2027-03-30T23:00:00.000Z';
      expect(await told(store)).toEqual(['closed', '2027-03-31', '2027-03-31', undefined]);
      // Nobody decided anything for that.
      expect(await store.size()).toBe(3);
      expect((await store.record(organisations, key))?.content['postcode']).toBe('ZZ1 1ZZ');
    });
  });

  test('a day of closing in a field closes by itself, from that day, when a store is opened long after', async () => {
    await withStore(async (store) => {
      await take(store, 'list', { ...details, closed: '2027-01-31' }, '2020-04-01');
      expect(await told(store)).toEqual(['open', '2020-04-01', '2027-01-31', [['close', '2027-01-31']]]);
      time = '2027-06-01T12:00:00.000Z';
      expect(await told(store)).toEqual(['closed', '2027-01-31', '2027-01-31', undefined]);
      const { entries } = await store.history(organisations, key);
      expect(entries.at(-1)).toMatchObject({ number: 2, by: { who: 'calendar' }, validFrom: '2027-01-31' });
      expect(await store.size()).toBe(2);
    });
  });

  test('what opens and closes in days when nothing ran did both', async () => {
    await withStore(async (store) => {
      await take(store, 'announce', { ...details, opened: '2027-01-01', closed: '2027-02-01' }, '2026-11-27');
      expect(await told(store)).toMatchObject(['announced', '2026-11-27', '2027-02-01', { length: 2 }]);
      time = '2027-06-01T12:00:00.000Z';
      expect(await told(store)).toEqual(['closed', '2027-02-01', '2027-02-01', undefined]);
      const january = { validTime: '2027-01-15', recordedTime: '2028-01-01' };
      expect((await store.record(organisations, key, january))?.state).toBe('open');
    });
  });

  test('a day to come is told before it as it is told on it, by a date in a field as by a decision', async () => {
    await withStore(async (store) => {
      await take(store, 'announce', { ...details, opened: '2027-01-01', closed: '2027-02-01' }, '2026-11-27');
      const days = ['2026-12-31', '2027-01-01', '2027-01-31', '2027-02-01'];
      const known = time;
      const ahead = [];
      for (const day of days) {
        const validTime = `${day}T23:59:59.999Z`;
        ahead.push(await store.record(organisations, key, { validTime, recordedTime: known }));
      }
      expect(ahead.map((record) => record?.state)).toEqual(['announced', 'open', 'open', 'closed']);
      for (const [index, day] of days.entries()) {
        time = `${day}T12:00:00.000Z`;
        await store.reachToday();
        const come = await store.record(organisations, key);
        expect({ ...come, lastEntry: 1 }).toEqual(ahead[index]);
        const moment = { validTime: `${days[3]}T12:00:00.000Z`, recordedTime: known };
        expect((await store.record(organisations, key, moment))?.state).toBe('closed');
      }
    });
  });

  test('a date that an older program took in the past brings its decision when it is looked for next', async () => {
    await withStore(async (store) => {
      await take(store, 'list', details, '2020-04-01');
      const update = await draftOf(store, 'update', { name: 'FENS NHS TRUST' }, '2026-11-27');
      const set = { closed: '2026-10-31' };
      const content = { ...details, ...set };
      await store.append({ drafts: [{ ...update, what: { action: 'update', set }, content }] });
      await store.reachToday();
      expect(await told(store)).toEqual(['closed', '2026-10-31', '2026-10-31', undefined]);
      await store.reachToday();
      expect(await store.size()).toBe(3);
    });
  });

  test('days when nothing ran bring what they bring one by one, where what was announced takes a date away', async () => {
    const outcomes: unknown[] = [];
    for (const days of [['2027-01-10', '2027-02-01', '2027-03-01', '2027-06-01'], ['2027-06-01']]) {
      await withStore(async (store) => {
        await take(store, 'list', { ...details, closed: '2027-02-01' }, '2020-04-01');
        const update = await draftOf(store, 'update', { name: 'FENS NHS TRUST' }, '2027-03-01');
        // As an older program took it: the closing comes before the date is taken away, and from then on the calendar's
        // entry stands on no date.
        const away = { action: 'update', unset: ['closed'] };
        await store.append({ drafts: [{ ...update, what: away, content: details }] });
        for (const day of days) {
          time = `${day}T12:00:00.000Z`;
          await store.reachToday();
        }
        const { entries } = await store.history(organisations, key);
        const on = async (day: string): Promise<unknown> =>
          (await store.record(organisations, key, { validTime: day, recordedTime: '2028-01-01' }))?.state;
        outcomes.push([
          await told(store),
          entries.map(({ what, validFrom }) => [what, validFrom]),
          await on('2027-01-31'),
          await on('2027-02-15'),
        ]);
      });
    }
    const [oneByOne, atOnce] = outcomes;
    expect(atOnce).toEqual(oneByOne);
    expect(oneByOne).toEqual([expect.arrayContaining(['open']), expect.anything(), 'open', 'closed']);
  });

  test('what is decided from a day that is past holds up to the next change, and what is announced comes after both', async () => {
    await withStore(async (store) => {
      await take(store, 'list', details, '2020-04-01');
      await take(store, 'update', { postcode: 'ZZ2 2ZZ' }, '2026-06-01');
      await take(store, 'update', { postcode: 'ZZ1 1ZZ' }, '2026-05-01');
      await take(store, 'update', { postcode: 'ZZ3 3ZZ' }, '2027-01-01');
      await take(store, 'update', { postcode: 'ZZ4 4ZZ' }, '2026-11-27');
      const postcode = async (day: string): Promise<unknown> =>
        (await store.record(organisations, key, { validTime: day, recordedTime: '2028-01-01' }))?.content['postcode'];
      expect(await postcode('2026-05-15')).toBe('ZZ1 1ZZ');
      expect(await postcode('2026-06-15')).toBe('ZZ2 2ZZ');
      expect(await told(store)).toMatchObject(['open', '2020-04-01', undefined, [['update', '2027-01-01']]]);
      expect((await store.record(organisations, key))?.content['postcode']).toBe('ZZ4 4ZZ');
      time = '2027-01-01T12:00:00.000Z';
      await told(store);
      expect((await store.record(organisations, key))?.content['postcode']).toBe('ZZ3 3ZZ');
    });
  });

  test('a state holds since the date that it was listed with, as a record and as a row', async () => {
    await withStore(async (store) => {
      await take(store, 'list-closed', { ...details, closed: '2022-01-01' }, '2026-11-27');
      expect(await told(store)).toEqual(['closed', '2022-01-01', '2022-01-01', undefined]);
      await take(store, 'update', { closed: '2023-01-01' }, '2026-11-27');
      expect(await told(store)).toEqual(['closed', '2023-01-01', '2023-01-01', undefined]);
      await take(store, 'reopen', {}, '2024-01-01');
      expect(await told(store)).toEqual(['open', '2024-01-01', undefined, undefined]);
      // As an older program left its row.
      await store.database.updateTable('record').set({ state: 'closed', since: '2026-11-27' }).execute();
      await store.database.updateTable('ledger').set({ day: null }).execute();
      await store.reachToday();
      expect(await told(store)).toEqual(['open', '2024-01-01', undefined, undefined]);
    });
  });

  test('a correction moves what was announced, and takes the day out of the record', async () => {
    await withStore(async (store) => {
      await take(store, 'list', details, '2020-04-01');
      await take(store, 'close', {}, '2026-11-20');
      expect(await told(store)).toEqual(['closed', '2026-11-20', '2026-11-20', undefined]);
      const registrar = { id: 'p', memberships: [{ role: 'registrar', from: '2020-01-01' }], interests: [] };
      const asked = { concerns: 2, change: { closed: '2027-03-31' }, reasons: 'x', evidence: [] };
      const moved = { ...asked, validFrom: '2027-03-31' };
      const decided = correct(organisations, await store.history(organisations, key), registrar, moved, '2026-11-27');
      if (decided.kind !== 'draft') throw new Error(JSON.stringify(decided));
      expect(decided.draft).toMatchObject({ state: 'open' });
      await store.append({ drafts: [decided.draft] });
      expect(await told(store)).toEqual(['open', '2020-04-01', undefined, [['close', '2027-03-31']]]);
      const gone = { ...moved, concerns: 1, validFrom: '2027-01-01' };
      const history = await store.history(organisations, key);
      expect(correct(organisations, history, registrar, gone, '2026-11-27')).toMatchObject({ kind: 'wrong' });
    });
  });

  test('two drafts of one record are written together where the second follows the first', async () => {
    await withStore(async (store) => {
      const list = await draftOf(store, 'list', details, '2020-04-01');
      const close: Draft = {
        ...list,
        what: { action: 'close', set: { closed: '2021-03-31' } },
        validFrom: '2021-03-31',
        state: 'closed',
        content: { ...list.content, closed: '2021-03-31' },
        follows: true,
      };
      expect(await store.append({ drafts: [list, close] })).toEqual({ kind: 'written', numbers: [1, 2] });
      expect(await told(store)).toEqual(['closed', '2021-03-31', '2021-03-31', undefined]);
      expect(await store.append({ drafts: [close] })).toMatchObject({ kind: 'conflict' });
    });
  });

  test('a copy restores what holds on the day of the restore', async () => {
    const copy: string[] = [];
    await withStore(async (store) => {
      await take(store, 'list', { ...details, closed: '2027-06-30' }, '2020-04-01');
      await take(store, 'update', { name: 'FENS NHS TRUST' }, '2027-01-01');
      for await (const line of store.export()) copy.push(line);
    });
    const lines = async function* (): AsyncGenerator<string> {
      yield* copy;
    };
    for (const [day, name] of [
      ['2026-12-31', 'SALTMARSH NHS TRUST'],
      ['2027-01-01', 'FENS NHS TRUST'],
    ] as const) {
      await withStore(async (store) => {
        time = `${day}T12:00:00.000Z`;
        expect(await store.restore(lines(), 'copy')).toEqual({ ok: true, value: 2 });
        expect((await store.record(organisations, key))?.content['name']).toBe(name);
        expect(await told(store)).toMatchObject(['open', '2020-04-01', '2027-06-30', { length: day < '2027' ? 2 : 1 }]);
      });
    }
  });

  test('rows of a program before this one, which hold what was decided for later, are brought to the day', async () => {
    await withStore(async (store) => {
      await take(store, 'list', details, '2020-04-01');
      await take(store, 'close', {}, '2027-03-31');
      // As the last entry says, without what is announced, and never brought to a day.
      await sql`update record set state = 'closed', later = '[]',
        content = content || '{"closed": "2027-03-31"}'`.execute(store.database);
      await sql`update ledger set day = null`.execute(store.database);
      await store.reachToday();
      expect(await told(store)).toEqual(['open', '2020-04-01', undefined, [['close', '2027-03-31']]]);
    });
  });

  test('a row that says what does not hold yet is found, and so is a later day of the table', async () => {
    await withStore(async (store) => {
      await take(store, 'list', details, '2020-04-01');
      await take(store, 'close', {}, '2027-03-31');
      for (const statement of ["update record set state = 'closed'", "update record set later = '[]'"]) {
        await sql.raw(statement).execute(store.database);
        expect((await store.verify([])).flaws).toMatchObject([{ where: 'entry 2' }]);
        await sql`update ledger set day = null`.execute(store.database);
        await store.reachToday();
        expect((await store.verify([])).flaws).toEqual([]);
      }
      await sql`update ledger set day = '2027-04-01'`.execute(store.database);
      expect((await store.verify([])).flaws).toMatchObject([{ where: 'entry 2' }]);
    });
  });
});
