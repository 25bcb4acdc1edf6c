import type { Problem } from '@isocentre/evidence';
import type { Entry, Item } from '@isocentre/ledger';
import { sayDay } from './day.ts';
import type { Decided } from './decide.ts';
import type { Register } from './declaration.ts';
import { flawsBy } from './flaws.ts';
import { overtaken, sayOvertaken } from './overtaken.ts';
import { permissionOf, takeBackAction, type Person } from './permission.ts';
import { latestMoment, recordAt, recordOn, type RegisterRecord } from './record.ts';

/** What is to be taken back, and why. */
export interface TakingBack {
  /** The number of the entry. */
  readonly entry: number;
  readonly reasons: string;
}

/** Somebody in the one role in which an entry was decided; without it they hold nothing. */
const inRoleOf = (person: Person, { by }: Entry): Person => ({
  ...person,
  memberships: person.memberships.filter(({ role }) => role === by.capacity),
});

/** Tells whether an entry is a decision for a later day that nothing has taken the place of. */
const isAhead = ({ later = [] }: RegisterRecord, { number }: Entry): boolean =>
  later.some(({ entry }) => entry === number);

/** Tells whether somebody may take an entry back now: one for a later day, in the role in which it was decided. */
export const mayTakeBack = (
  register: Register,
  record: RegisterRecord,
  entry: Entry,
  person: Person,
  on: string,
): boolean =>
  isAhead(record, entry) &&
  permissionOf(register, inRoleOf(person, entry), {
    action: takeBackAction,
    key: record.key,
    state: record.state,
    on,
  }).allowed;

/**
 * Decides whether what was decided for a later day is taken back before it: by whoever acts in the role in which it was
 * decided, with reasons. The entry that comes out takes its place and does nothing.
 *
 * @param entries All entries of the key, with their content apart.
 * @param on The present day.
 */
export const takeBack = (
  register: Register,
  { entries, items }: { readonly entries: readonly Entry[]; readonly items: ReadonlyMap<string, Item> },
  person: Person,
  { entry: number, reasons }: TakingBack,
  on: string,
): Decided => {
  const record = recordOn(register, entries, on, items);
  const key = record?.key ?? '';
  const request = { action: takeBackAction, key, state: record?.state ?? 'none', on };
  const permission = permissionOf(register, person, request);
  if (!permission.allowed) return { kind: 'denied', because: permission.because };
  const where = `${register.name} ${key}`;
  const entry = entries.find((one) => one.number === number);
  const problems: Problem[] = [];
  if (reasons.trim() === '') {
    problems.push({ where: `${where} reasons`, found: 'none', expected: 'why it is taken back' });
  }
  if (!record || !entry || !isAhead(record, entry)) {
    const nothing = entry && overtaken(register, entries, entry);
    const found = `entry ${number}${nothing ? `, which ${sayOvertaken(nothing)}` : ''}`;
    const expected = `the number of a decision of this record for a day to come${nothing ? ' that comes' : ''}`;
    return { kind: 'wrong', problems: [...problems, { where, found, expected }] };
  }
  const own = permissionOf(register, inRoleOf(person, entry), request);
  if (!own.allowed) return { kind: 'denied', because: own.because };
  if (problems.length > 0) return { kind: 'wrong', problems };
  const lastEntry = Math.max(...entries.map((one) => one.number));
  const what = { action: takeBackAction };
  const asEntry: Entry = {
    ...entry,
    number: lastEntry + 1,
    kind: 'correct',
    concerns: number,
    what,
    apart: {},
    validFrom: on,
    recorded: `${on}T12:00:00.000Z`,
  };
  const [flaw] = flawsBy(register, entries, asEntry, items, on);
  if (flaw) {
    const expected = `that what is announced for ${sayDay(flaw.day)} is taken back first`;
    return { kind: 'wrong', problems: [{ where, found: `entry ${number}`, expected }] };
  }
  const moment = { validTime: `${on}T23:59:59.999Z`, recordedTime: latestMoment };
  const after = recordAt(register, [...entries, asEntry], moment, items) ?? record;
  return {
    kind: 'draft',
    draft: {
      register: register.name,
      key,
      kind: 'correct',
      concerns: number,
      what,
      apart: { reasons },
      by: { who: person.id, capacity: own.capacity },
      evidence: [],
      validFrom: on,
      after: lastEntry,
      state: after.state,
      content: after.content,
    },
  };
};
