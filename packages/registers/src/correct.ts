import { failure, show, success, type Problem, type Result } from '@isocentre/evidence';
import { effectiveEntries, type Entry, type Item, type Json } from '@isocentre/ledger';
import { same, withSaid } from './content.ts';
import { sayContradiction, sayInstead, type Contradiction } from './contradictions.ts';
import { dayProblem, type Decided } from './decide.ts';
import { sayDay } from './day.ts';
import { noState, type Content, type Register } from './declaration.ts';
import { flawsBy, type Flaw } from './flaws.ts';
import { datedTwice } from './foresee.ts';
import { inPlaceOf, isTakenBack } from './in-place.ts';
import { permissionOf, type Person } from './permission.ts';
import { latestMoment, recordAt, recordOn } from './record.ts';

/** What is wrong with an entry, as it should have been. */
export interface Correction {
  /** The number of the entry; of one that was corrected the last correction is meant. */
  readonly concerns: number;
  /** The fields as they should have been set, where that differs; one with null should not be there after it. */
  readonly change: Content;
  readonly reasons: string;
  /** Hashes of the documents that the correction rests on. */
  readonly evidence: readonly string[];
  /** From when the entry should have held; as it says by default. */
  readonly validFrom?: string;
}

const pending = 'pending ';

const objectOf = (value: Json | undefined): Content =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Content) : {};

/** A correction beside the entries of its record. */
interface Beside {
  readonly register: Register;
  readonly entries: readonly Entry[];
  readonly asEntry: Entry;
  /** The state without it. */
  readonly state: string;
  readonly on: string;
  /** The roles that whoever asks holds. */
  readonly roles: readonly string[];
}

/** What mends a date that a correction would leave in contradiction to the state. */
const sayMend = ({ register, entries, asEntry, state, on, roles }: Beside, found: Contradiction): string => {
  const held = effectiveEntries([...entries, asEntry], { validTime: found.day, recordedTime: latestMoment });
  const says = held.findLast(({ what }) => found.field in objectOf(what['set']));
  if (says && says !== asEntry) return `: correct entry ${says.number}, which says it`;
  const { from = [], to } = register.transitions.find(({ action }) => action === asEntry.what['action']) ?? {};
  const isItsState = to !== undefined && (held.at(-1) === asEntry || found.day === asEntry.validFrom);
  // The first entry of a record cannot hold from a day to come.
  const canMove = !from.includes(noState) || found.day < on;
  // What was done without a date is undone by what leads back.
  if (isItsState && found.date === undefined) return sayInstead(register, to, found, { roles });
  if (found.side === 'up to' && isItsState && canMove) return '; let the entry hold from a later day too';
  return found.fits.includes(state) ? '' : sayInstead(register, state, found, { roles });
};

/** What is wrong with the record that a correction makes, each once. */
const flawProblems = (beside: Beside, flaws: readonly Flaw[]): readonly Problem[] => {
  const told = new Map<string, Problem>();
  for (const { problem, contradiction: found } of flaws) {
    if (told.has(problem.where)) continue;
    const { register, asEntry } = beside;
    told.set(problem.where, found ? sayContradiction(register, asEntry.key, found, sayMend(beside, found)) : problem);
  }
  return [...told.values()];
};

/** What an entry should have said: in it, and apart with what of that is carried over. */
interface Right {
  readonly what: Readonly<Record<string, Json>>;
  readonly apart: Readonly<Record<string, Json>>;
  /** Whether any of it differs from what the entry says. */
  readonly differs: boolean;
}

const rightOf = (register: Register, wrong: Entry, items: ReadonlyMap<string, Item>, change: Content): Right => {
  const isPersonal = (field: string): boolean => register.personalFields.includes(field);
  const contentOf = (field: string): Json | undefined => items.get(wrong.apart[field] ?? '')?.content;
  const said = Object.entries(change);
  const merged = { ...objectOf(wrong.what['set']), ...change };
  const set = Object.fromEntries(
    Object.entries(merged).filter(([field, value]) => value !== null && !isPersonal(field)),
  );
  const unsetBefore = Array.isArray(wrong.what['unset']) ? wrong.what['unset'].map(String) : [];
  const taken = said.flatMap(([field, value]) => (value === null ? [field] : []));
  const unset = [...new Set([...unsetBefore, ...taken])].filter((field) => (change[field] ?? null) === null);
  const carried = Object.keys(wrong.apart).flatMap((field): readonly (readonly [string, Json])[] => {
    const content = contentOf(field);
    return isPersonal(field) && content !== undefined && !(field in change) ? [[field, content]] : [];
  });
  const personal = said.filter(([field]) => isPersonal(field));
  const { action } = wrong.what;
  const what = {
    ...(action === undefined ? {} : { action }),
    ...(Object.keys(set).length > 0 ? { set } : {}),
    ...(unset.length > 0 ? { unset } : {}),
  };
  return {
    what,
    apart: Object.fromEntries([...carried, ...personal.filter(([, value]) => value !== null)]),
    differs: !same(wrong.what, what) || personal.some(([field, value]) => !same(contentOf(field) ?? null, value)),
  };
};

/** The field with the day on which an entry does what it does; undefined where it dates nothing. */
const dayFieldOf = (register: Register, { what }: Entry): string | undefined =>
  register.timed.find(({ action }) => action === what['action'])?.field;

/** A change with the day of an entry that is moved: where its field said the day from which it held, that moves with it. */
const withMove = (register: Register, wrong: Entry, validFrom: string, change: Content): Content => {
  const field = dayFieldOf(register, wrong);
  const said = field === undefined ? undefined : objectOf(wrong.what['set'])[field];
  const isKept = field !== undefined && said === wrong.validFrom.slice(0, 10) && same(change[field] ?? said, said);
  return isKept && change[field] !== null ? { ...change, [field]: validFrom.slice(0, 10) } : change;
};

/** What an entry comes to be, from when. */
interface Moved {
  readonly what: Right['what'];
  readonly validFrom: string;
  readonly on: string;
}

/** Says where an entry would hold from another day than the field says on which it does what it does. */
const movedProblems = (
  register: Register,
  entries: readonly Entry[],
  wrong: Entry,
  { what, validFrom, on }: Moved,
): readonly Problem[] => {
  const field = dayFieldOf(register, wrong);
  if (field === undefined) return [];
  const day = validFrom.slice(0, 10);
  const dateIn = (set: Json | undefined): Json | undefined => objectOf(set)[field];
  const place = (name: string): string => `${register.name} ${wrong.key} ${name}`;
  const own = dateIn(what['set']);
  if (typeof own === 'string') {
    // One that comes before its date is told as a flaw of the days on which it would hold, where it is moved there.
    const isTold = own > day && (own > on || validFrom !== wrong.validFrom);
    if (own === day || (own < day && day <= on) || isTold) return [];
    const expected = `${sayDay(own)}, the day that its field "${field}" says`;
    return [{ where: place('validFrom'), found: sayDay(validFrom), expected }];
  }
  const says = effectiveEntries(entries, { validTime: validFrom, recordedTime: latestMoment }).findLast(
    (one) => typeof dateIn(one.what['set']) === 'string',
  );
  const date = says && dateIn(says.what['set']);
  if (typeof date !== 'string' || date === day || day > on || validFrom === wrong.validFrom) return [];
  const expected = `${sayDay(date)}: correct entry ${says?.number}, which says it`;
  return [{ where: place('validFrom'), found: sayDay(validFrom), expected }];
};

/** Says that what is told with a date would stay where the date is taken away. */
const leftProblems = (register: Register, key: string, change: Content): readonly Problem[] =>
  register.timed.flatMap(({ field, with: others = [] }) =>
    others
      .filter((other) => change[field] === null && (change[other] ?? null) !== null)
      .map((other) => ({
        where: `${register.name} ${key} ${other}`,
        found: show(change[other]),
        expected: `none where "${field}" is taken away: they are said with it`,
      })),
  );

/** Finds the entry that a correction concerns, or says why none of that number can be corrected. */
const findWrong = (entries: readonly Entry[], where: string, concerns: number): Result<Entry> => {
  const found = `entry ${concerns}`;
  const wrong = entries.find(({ number, kind }) => number === concerns && (kind === 'decide' || kind === 'correct'));
  if (!wrong) return failure({ where, found, expected: 'the number of a decision or correction of this record' });
  return isTakenBack(entries, concerns)
    ? failure({ where, found, expected: 'one that was not taken back: it can be decided anew' })
    : success(wrong);
};

/**
 * Decides whether a correction becomes an entry. It takes the place of the entry that it corrects and does the same
 * action with the right fields; what came after stays. The record that then comes out must have the form of the register.
 *
 * @param entries All entries of the key, with their content apart.
 */
export const correct = (
  register: Register,
  { entries, items }: { readonly entries: readonly Entry[]; readonly items: ReadonlyMap<string, Item> },
  person: Person,
  correction: Correction,
  on: string,
): Decided => {
  const { concerns, reasons, evidence } = correction;
  const record = recordOn(register, entries, on, items);
  const { key, state } = record ?? { key: '', state: noState };
  const permission = permissionOf(register, person, { action: 'correct', key, state, on });
  if (!permission.allowed) return { kind: 'denied', because: permission.because };
  const { capacity } = permission;
  const roles = person.memberships.map(({ role }) => role);
  const where = `${register.name} ${key}`;
  const problems: Problem[] = [];
  if (reasons.trim() === '')
    problems.push({ where: `${where} reasons`, found: 'none', expected: 'why it is corrected' });
  const found = findWrong(entries, where, concerns);
  if (!found.ok) return { kind: 'wrong', problems: [...problems, ...found.problems] };
  // What this does not say stays as the correction before it has it.
  const wrong = inPlaceOf(entries, found.value);
  const validFrom = correction.validFrom ?? wrong.validFrom;
  const wrongDay = dayProblem(where, validFrom);
  if (wrongDay.length > 0) return { kind: 'wrong', problems: [...problems, ...wrongDay] };
  const isMoved = validFrom !== wrong.validFrom;
  const change = withMove(register, wrong, validFrom, withSaid(register, correction.change));
  const { what, apart, differs } = rightOf(register, wrong, items, change);
  problems.push(...movedProblems(register, entries, wrong, { what, validFrom, on }));
  problems.push(...leftProblems(register, key, change));
  const others = (record?.later ?? []).filter(({ entry }) => entry !== wrong.number);
  problems.push(...datedTwice(register, { key, what, content: change }, { later: others }));
  if (!differs && !isMoved && evidence.length === 0) {
    const nothing = `nothing that differs from entry ${wrong.number}`;
    return {
      kind: 'wrong',
      problems: [...problems, { where, found: nothing, expected: 'another day or another value' }],
    };
  }
  // The record as it will be, folded as it will be read, with the content that has no hash yet.
  const lastEntry = Math.max(...entries.map(({ number }) => number));
  const asEntry: Entry = {
    ...wrong,
    number: lastEntry + 1,
    kind: 'correct',
    concerns: wrong.number,
    what,
    apart: Object.fromEntries(Object.keys(apart).map((field) => [field, pending + field])),
    by: { who: person.id, capacity },
    validFrom,
    recorded: `${on}T12:00:00.000Z`,
  };
  const withPending = new Map([
    ...items,
    ...Object.entries(apart).map(([field, content]) => [pending + field, { salt: '', content }] as const),
  ]);
  const moment = { validTime: `${on}T23:59:59.999Z`, recordedTime: latestMoment };
  const after = recordAt(register, [...entries, asEntry], moment, withPending);
  // A date that comes right moves no day on which the record once stood otherwise; the day of the entry is asked for alone.
  const flaws = flawsBy(register, entries, asEntry, withPending, on).filter(
    ({ day, contradiction }) => !contradiction || day >= on || (isMoved && day === validFrom.slice(0, 10)),
  );
  problems.push(...flawProblems({ register, entries, asEntry, state, on, roles }, flaws));
  if (!after || problems.length > 0) return { kind: 'wrong', problems };
  return {
    kind: 'draft',
    draft: {
      register: register.name,
      key,
      kind: 'correct',
      concerns: wrong.number,
      what,
      apart: { ...apart, reasons },
      by: { who: person.id, capacity },
      evidence,
      validFrom,
      after: lastEntry,
      state: after.state,
      content: after.content,
    },
  };
};
