import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countOf } from '../../../../tests/support/counts.ts';
import { dayAfter, Days, noonOf } from '../../../../tests/support/days.ts';
import { recordOn, type RegisterRecord } from '../record.ts';
import { importOds } from './import-ods.ts';
import { organisations } from './organisations.ts';

const files = fc.array(
  fc.record({
    wait: fc.constantFrom(0, 0, 1, 20),
    decided: fc.option(fc.integer({ min: 1, max: 60 }), { freq: 1 }),
    closing: fc.option(fc.integer({ min: -60, max: 60 })),
    successors: fc.constantFrom('', 'X1B', 'X1C', 'X1B X1C'),
  }),
  { minLength: 1, maxLength: 6 },
);

/** What a record says of its closing: its state and, where it has closed or will, when and with which successors. */
const closingOf = ({ state, since, content, later = [] }: RegisterRecord): unknown => {
  const [ahead] = later;
  const date = state === 'closed' ? content['closed'] : ahead?.on;
  const more = ahead?.entry === undefined ? content : (ahead.content ?? {});
  return [state, state === 'closed' ? since : '', date ?? '', more['successors'] ?? [], later.length];
};

test('whatever files came before, a record says what the last one says, and that one again changes nothing', () => {
  fc.assert(
    fc.property(files, (all) => {
      const days = new Days();
      for (const { wait, decided, closing, successors } of all) {
        days.wait(wait);
        const { keeper, today } = days;
        if (decided !== null) days.decide('close', { successors: ['X1D'] }, dayAfter(today, decided));
        // A file without a day of closing leaves one that was decided.
        if (closing === null && days.now()?.later?.some(({ entry }) => entry !== undefined) === true) continue;
        const closed = closing === null ? '' : dayAfter(today, closing);
        const said = closed === '' ? '' : successors;
        const file = Buffer.from(
          `OrganisationCode,Name,OpenDate,CloseDate,Successors\nX1A,A,2020-04-01,${closed},${said}\n`,
        );
        const read = () => importOds(file, 'ods.csv', keeper.records(today), today, keeper.histories());
        const first = read();
        if (!first.ok) throw new Error(JSON.stringify(first.problems));
        keeper.write(first.value.drafts, noonOf(today));
        const record = recordOn(organisations, keeper.entries, today, keeper.items);
        const isClosed = closed !== '' && closed <= today;
        expect(record && closingOf(record)).toEqual([
          isClosed ? 'closed' : 'open',
          isClosed ? closed : '',
          closed,
          said === '' ? [] : said.split(' '),
          closed === '' || isClosed ? 0 : 1,
        ]);
        const last = first.value.drafts.at(-1);
        if (last) expect([last.state, last.content]).toEqual([record?.state, record?.content]);
        expect(read()).toMatchObject({ ok: true, value: { drafts: [] } });
      }
    }),
    { numRuns: countOf({ test: 300, full: 10_000, mutation: 50 }), seed: 9 },
  );
});
