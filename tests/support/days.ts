import {
  calendar,
  correct,
  decide,
  dueDecisions,
  laterProblems,
  organisations,
  recordOn,
  takeBack,
  type Content,
  type Decided,
  type Draft,
  type Person,
  type RegisterRecord,
} from '@isocentre/registers';
import fc from 'fast-check';
import { DraftKeeper } from './keep-drafts.ts';

const key = 'X1A';
const roles = ['ods', 'registrar'].map((role) => ({ role, from: '2020-01-01' }));
const person: Person = { id: 'person-1', memberships: roles, interests: [] };

/** An organisation as it is first listed. */
export const first = { name: 'SALTMARSH NHS TRUST', address: [], opened: '2020-04-01' };

export const dayAfter = (start: string, days: number): string =>
  new Date(Date.parse(start) + days * 86_400_000).toISOString().slice(0, 10);
export const noonOf = (day: string): string => `${day}T12:00:00.000Z`;

/** A register in memory that is brought to each day in turn, as a server does that runs all the time. */
export class Days {
  readonly keeper = new DraftKeeper(organisations);
  today = '2026-11-27';
  private readonly look: (record: RegisterRecord, today: string, draft?: Draft) => void;

  /** @param look Looks at the record after each decision of a person, with its draft, and once all of a day has come. */
  constructor(look: (record: RegisterRecord, today: string, draft?: Draft) => void = () => undefined) {
    this.look = look;
  }
  take(decided: Decided): void {
    if (decided.kind !== 'draft') return;
    this.keeper.write([decided.draft], noonOf(this.today));
    const record = this.now();
    // The calendar may open and close on one day.
    if (record && decided.draft.by.capacity !== 'calendar') this.look(record, this.today, decided.draft);
    this.reach();
  }
  decide(action: string, change: Content, validFrom: string, who = person): void {
    const asked = { action, key, change, reasons: 'as told', evidence: [], validFrom };
    const decided = decide(organisations, this.now(), who, asked, this.today);
    // As a server asks it: where something is announced.
    const isBeside = who !== calendar && decided.kind === 'draft' && this.now()?.later !== undefined;
    if (isBeside && laterProblems(organisations, this.keeper, decided.draft, this.today).length > 0) return;
    this.take(decided);
  }
  correct(concerns: number, change: Content, validFrom: string): void {
    const asked = { concerns, change, reasons: 'x', evidence: [], validFrom };
    this.take(correct(organisations, this.keeper, person, asked, this.today));
  }
  takeBack(entry: number): void {
    this.take(takeBack(organisations, this.keeper, person, { entry, reasons: 'x' }, this.today));
  }
  now(): RegisterRecord | undefined {
    return recordOn(organisations, this.keeper.entries, this.today, this.keeper.items);
  }
  wait(days: number): void {
    for (let day = 0; day < days; day += 1) {
      this.today = dayAfter(this.today, 1);
      this.reach();
    }
  }
  private reach(): void {
    const record = this.now();
    const [due] = (record ? dueDecisions(organisations, record, this.today) : []).toSorted((one, other) =>
      one.validFrom < other.validFrom ? -1 : 1,
    );
    if (due) this.decide(due.action, {}, due.validFrom, calendar);
    else if (record) this.look(record, this.today);
  }
}

const step = fc.record({
  action: fc.constantFrom('update', 'close', 'reopen', 'open', 'correct', 'take-back', 'wait'),
  ahead: fc.oneof(fc.constant(0), fc.integer({ min: -10, max: 40 })),
  field: fc.constantFrom('opened', 'closed', 'name', 'successors'),
  date: fc.option(fc.integer({ min: -10, max: 60 })),
  entry: fc.nat({ max: 8 }),
});

/** What may become of an organisation: how it is listed, with which closing, and what is decided then. */
export const lives = fc.record({
  start: fc.constantFrom('list', 'announce'),
  closing: fc.option(fc.integer({ min: 0, max: 40 })),
  steps: fc.array(step, { maxLength: 8 }),
});
type Life = typeof lives extends fc.Arbitrary<infer One> ? One : never;

/** Decides all that becomes of an organisation, as far as it is taken. */
export const live = (days: Days, { start, closing, steps }: Life): void => {
  const on = (count: number): string => dayAfter(days.today, count);
  const opened = start === 'list' ? first.opened : on(7);
  const closed = closing === null ? {} : { closed: on(7 + closing) };
  days.decide(start, { ...first, opened, ...closed }, start === 'list' ? opened : days.today);
  for (const { action, ahead, field, date, entry } of steps) {
    const day = date === null ? null : on(date);
    const value = field === 'name' ? `NAME ${ahead}` : field === 'successors' ? (day === null ? null : ['X1B']) : day;
    const change = { [field]: value };
    if (action === 'wait') days.wait(Math.abs(ahead));
    else if (action === 'correct') days.correct(entry, change, on(ahead));
    else if (action === 'take-back') days.takeBack(entry);
    else days.decide(action, action === 'update' || date !== null ? change : {}, on(ahead));
  }
};
