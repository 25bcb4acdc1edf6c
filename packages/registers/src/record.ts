import { effectiveEntries, instantOf, type Entry, type Item, type Json, type Moment } from '@isocentre/ledger';
import { same } from './content.ts';
import { noState, type Content, type Register, type Transition } from './declaration.ts';

/** Something that a record will come to on a later day. */
export interface Later {
  readonly action: string;
  /** The day from which it holds. */
  readonly on: string;
  /** The entry that decided it; absent where it happens by itself on the date in a field. */
  readonly entry?: number;
  /** Fields that say more of it, such as successors; where it is told, see {@link toldLater}. */
  readonly content?: Content;
}

/** A record as the entries of its key make it. */
export interface RegisterRecord {
  readonly key: string;
  readonly state: string;
  /** The fields; a personal field that was erased or withheld is absent. */
  readonly content: Content;
  /** From when its state holds. */
  readonly since: string;
  /** The number of the last entry of the key: what the next decision must name. */
  readonly lastEntry: number;
  /** What is announced for later days, soonest first; absent where nothing is. */
  readonly later?: readonly Later[];
}

const isObject = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Beyond every time that a decision can name. */
export const latestMoment = '9999-12-31T23:59:59.999Z';

/** What a record is from a day on, as far as what is announced for it says. */
type Step = Pick<RegisterRecord, 'state' | 'content'> & { readonly from: string; readonly entry?: number };

/**
 * What the dates in the fields of a record bring by themselves, as announced decisions leave them; also where the day has come
 * and nobody saw to it yet.
 *
 * @param changes What the record is after each announced decision, soonest first.
 */
const timedLater = (
  register: Register,
  { state, content }: RegisterRecord,
  changes: readonly Step[],
): readonly Later[] =>
  register.timed.flatMap(({ action, field }): readonly Later[] => {
    const transition = register.transitions.find((one) => one.action === action);
    const steps: readonly Step[] = [{ from: '', state, content }, ...changes];
    for (const [place, step] of steps.entries()) {
      const on = step.content[field];
      const until = steps[place + 1]?.from;
      const comes = typeof on === 'string' && (until === undefined || on < until);
      if (!comes || transition?.from.includes(step.state) !== true) continue;
      if (place === 0) return [{ action, on }];
      // On a date that is past when it comes to be said, it comes at once.
      const day = on < step.from ? step.from : on;
      return [{ action, on: day, content: {}, ...toldWith(register, action, step.content) }];
    }
    return [];
  });

/** Puts beside a record what is announced for later: decisions that hold from a later day, and what its dates bring. */
export const withLater = (
  register: Register,
  record: RegisterRecord,
  decided: readonly Later[] = [],
  changes: readonly Step[] = [],
): RegisterRecord => {
  const { later: _before, ...rest } = record;
  const byDate = timedLater(register, record, changes);
  // The same from an earlier day is what comes, and then that from a later one changes nothing either.
  const left = decided.filter(({ action, on }) => !byDate.some((one) => one.action === action && one.on < on));
  if (left.length < decided.length) {
    const numbers = new Set(left.map(({ entry }) => entry));
    return withLater(
      register,
      record,
      left,
      changes.filter(({ entry }) => numbers.has(entry)),
    );
  }
  const later = [...left, ...byDate].toSorted((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0));
  return later.length === 0 ? rest : { ...rest, later };
};

const transitionOf = (register: Register, { what }: Entry): Transition | undefined =>
  register.transitions.find((one) => one.action === what['action']);

/** The field with the date since which the state holds that a transition leads to; undefined where it holds from its own day. */
const dateFieldOf = (register: Register, { action, from, to }: Transition): string | undefined =>
  register.timed.find((timed) => {
    const leads = register.transitions.find((one) => one.action === timed.action);
    return to !== undefined && leads?.to === to && (action === timed.action || from.includes(noState));
  })?.field;

/** Since when the state holds that a transition leaves: since the date in the field that tells it, where one does. */
export const sinceAfter = (
  register: Register,
  before: Pick<RegisterRecord, 'state' | 'since' | 'content'>,
  transition: Transition,
  { content, validFrom }: { readonly content: Content; readonly validFrom: string },
): string => {
  const isNew = transition.to !== undefined && transition.to !== before.state;
  const field = isNew
    ? dateFieldOf(register, transition)
    : register.timed.find((timed) => {
        const leads = register.transitions.find(({ action }) => action === timed.action);
        return leads?.to === before.state && before.content[timed.field] === before.since;
      })?.field;
  const date = field === undefined ? undefined : content[field];
  if (typeof date === 'string') return date;
  return isNew ? validFrom : before.since;
};

/**
 * Gives the date on which the calendar acted, as the field now says it; empty where a correction has taken it away, undefined
 * where an entry is none of the calendar's.
 */
const dateOf = (register: Register, { by, what }: Entry, content: Content): string | undefined => {
  const timed = register.timed.find(({ action }) => action === what['action']);
  if (by.capacity !== 'calendar' || !timed || (isObject(what['set']) && timed.field in what['set'])) return undefined;
  const date = content[timed.field];
  return typeof date === 'string' ? date : '';
};

/** When entries in force count among others, by entry. */
type Turns = ReadonlyMap<Entry, string>;

/**
 * Gives the moment from which each entry counts among others: a listing first, one that dates what it does on an earlier day
 * from that, though not before what had changed the state when it was decided, and what the calendar did on a date from when
 * that was said.
 */
const turnsOf = (register: Register, held: readonly Entry[]): Turns => {
  const turns = new Map<Entry, string>();
  held.forEach((entry, place) => {
    const { validFrom, by } = entry;
    const transition = transitionOf(register, entry);
    const field = transition && dateFieldOf(register, transition);
    const dateIn = ({ what: { set } }: Entry): Json | undefined =>
      field !== undefined && isObject(set) ? set[field] : undefined;
    const before = held.slice(0, place);
    const date = dateIn(entry);
    let turn = instantOf(validFrom);
    if (transition?.from.includes(noState) === true) turn = '';
    else if (by.capacity === 'calendar') {
      const says = before.findLast((one) => dateIn(one) === validFrom);
      if (says && says.validFrom > validFrom) turn = instantOf(says.validFrom);
    } else if (typeof date === 'string' && date < validFrom) {
      const known = before
        .filter((one) => transitionOf(register, one)?.to !== undefined)
        .map((one) => turns.get(one) ?? '')
        .filter((other) => other <= turn);
      turn = [instantOf(date), ...known].reduce((one, other) => (one > other ? one : other));
    }
    turns.set(entry, turn);
  });
  return turns;
};

/**
 * Tells whether a decision that was made later brings the same state from an earlier day, or leaves it from an earlier day:
 * what was decided before comes to nothing then.
 */
const isOvertaken = (register: Register, entry: Entry, held: readonly Entry[], turns: Turns): boolean => {
  const to = transitionOf(register, entry)?.to;
  if (to === undefined) return false;
  const turnOf = (one: Entry): string => turns.get(one) ?? '';
  for (const other of held.slice(held.indexOf(entry) + 1)) {
    const next = transitionOf(register, other);
    const leaves = next?.to !== undefined && next.to !== to && next.from.includes(to);
    if ((next?.to === to || leaves) && turnOf(other) < turnOf(entry)) return true;
    if (leaves) return false;
  }
  return false;
};

/** Puts entries in the order of the days from which they hold: what was decided for a later day comes on its day. */
const inTurn = (held: readonly Entry[], turns: Turns): readonly Entry[] =>
  held.toSorted((one, other) => {
    const [a, b] = [turns.get(one) ?? '', turns.get(other) ?? ''];
    return a < b ? -1 : a > b ? 1 : 0;
  });

/**
 * The date of what a decision does or undoes, and what is said with it: nothing that was said of them before it was decided
 * holds beside it, be it from a later day. The calendar decides nothing of its own.
 */
const settledBy = (register: Register, { by }: Entry, { action, clears = [] }: Transition): readonly string[] =>
  by.capacity === 'calendar'
    ? []
    : register.timed.flatMap(({ field, with: others = [], ...timed }) =>
        timed.action === action || clears.includes(field) ? [field, ...others] : [],
      );

/** Whether an entry itself says something of a field. */
const says = ({ what: { set, unset } }: Entry, field: string): boolean =>
  (isObject(set) && field in set) || (Array.isArray(unset) && unset.includes(field));

/** The value of a field that stood when an entry was decided, from whatever earlier day that holds. */
const knownOf = (
  register: Register,
  field: string,
  entry: Entry,
  held: readonly Entry[],
  turns: Turns,
): Json | undefined => {
  const before = held.slice(0, held.indexOf(entry)).filter(({ validFrom }) => validFrom <= entry.recorded);
  const places = new Map(before.map((one, place) => [one, place] as const));
  let value: Json | undefined;
  let settled = 0;
  for (const one of inTurn(before, turns)) {
    const transition = transitionOf(register, one);
    const { set } = one.what;
    const place = places.get(one) ?? 0;
    if (transition?.clears?.includes(field) === true) value = undefined;
    if (says(one, field) && place >= settled) value = isObject(set) ? set[field] : undefined;
    if (transition && settledBy(register, one, transition).includes(field)) settled = place;
  }
  return value;
};

/** The state, from when, and the fields that entries in force make by a day. */
const fold = (
  register: Register,
  held: readonly Entry[],
  items: ReadonlyMap<string, Item>,
  validTime: string,
): Pick<RegisterRecord, 'state' | 'since' | 'content'> => {
  let state = noState;
  let since = '';
  const content: Record<string, Json> = {};
  let bringer: Entry | undefined;
  const settled = new Map<string, number>();
  const turns = turnsOf(register, held);
  for (const entry of inTurn(held, turns)) {
    const { set, unset } = entry.what;
    const transition = transitionOf(register, entry);
    // What finds done on its day what it decides comes to nothing; what was decided for the same day says more of it.
    const isMore = transition?.to === state && entry.validFrom.slice(0, 10) === since.slice(0, 10);
    if (!transition || !(isMore || transition.from.includes(state)) || isOvertaken(register, entry, held, turns))
      continue;
    const before = { state, since, content: { ...content } };
    for (const field of transition.clears ?? []) delete content[field];
    const place = held.indexOf(entry);
    const isFree = (field: string): boolean => (settled.get(field) ?? place) <= place;
    if (isObject(set)) Object.assign(content, Object.fromEntries(Object.entries(set).filter(([name]) => isFree(name))));
    for (const field of register.personalFields) {
      const hash = entry.apart[field];
      const item = hash === undefined ? undefined : items.get(hash);
      if (item) content[field] = item.content;
    }
    if (Array.isArray(unset)) for (const field of unset.map(String).filter(isFree)) delete content[field];
    for (const field of settledBy(register, entry, transition)) {
      settled.set(field, place);
      if (says(entry, field) || transition.clears?.includes(field) === true) continue;
      const value = knownOf(register, field, entry, held, turns);
      if (value === undefined) delete content[field];
      else content[field] = value;
    }
    since = sinceAfter(register, before, transition, { content, validFrom: entry.validFrom });
    if (transition.to !== undefined && transition.to !== state) bringer = entry;
    state = transition.to ?? state;
    const date = bringer && dateOf(register, bringer, content);
    if (date === '' || (date !== undefined && date > validTime)) {
      const others = held.filter((one) => one !== bringer);
      return fold(register, others, items, validTime);
    }
  }
  return { state, since, content };
};

/**
 * Folds the entries of one key into its record at a moment; undefined where it is not there then.
 *
 * `what.action` names the transition, `what.set` the fields that it changes and `what.unset` those that it takes away;
 * personal fields come from the items apart, as far as they are given. What is announced is told where it comes to
 * something: not a closing that a later decision overtook.
 */
export const recordAt = (
  register: Register,
  entries: readonly Entry[],
  moment: Moment,
  items: ReadonlyMap<string, Item> = new Map(),
): RegisterRecord | undefined => {
  const held = effectiveEntries(entries, moment);
  const { state, since, content } = fold(register, held, items, moment.validTime);
  if (state === noState) return undefined;
  const [first] = entries;
  const last = Math.max(...entries.map(({ number }) => number));
  const known = new Set(held);
  const changes: Step[] = [];
  const decided = effectiveEntries(entries, { ...moment, validTime: latestMoment }).flatMap(
    (entry): readonly Later[] => {
      const { action } = entry.what;
      // What is done to an entry, such as taking one back, is nothing that the record comes to.
      const transition = transitionOf(register, entry);
      if (known.has(entry) || typeof action !== 'string' || !transition) return [];
      const later = { action, on: entry.validFrom.slice(0, 10), entry: entry.number };
      const onDay = effectiveEntries(entries, { ...moment, validTime: entry.validFrom });
      const then = fold(register, onDay, items, entry.validFrom);
      if (transition.to === undefined) {
        // A date that was settled since changes nothing any more.
        const without = onDay.filter((one) => one !== entry);
        const isPersonal = register.personalFields.some((field) => field in entry.apart);
        const isNothing = same(fold(register, without, items, entry.validFrom).content, then.content);
        if (isNothing && !isPersonal) return [];
        changes.push({ from: later.on, entry: entry.number, ...then });
        return [later];
      }
      const comes = then.state === transition.to && then.since === entry.validFrom;
      if (!comes) return [];
      changes.push({ from: later.on, entry: entry.number, ...then });
      return [{ ...later, ...toldWith(register, action, then.content) }];
    },
  );
  return withLater(
    register,
    { key: first?.key ?? '', state, content, since, lastEntry: last },
    decided,
    changes.toSorted((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0)),
  );
};

/** The fields that say more of something announced, such as the successors of one that closes; none where nothing is said. */
const toldWith = (register: Register, action: string, content: Content): Pick<Later, 'content'> => {
  const fields = register.timed.find((one) => one.action === action)?.with ?? [];
  const more = Object.entries(content).filter(([field]) => fields.includes(field));
  return more.length === 0 ? {} : { content: Object.fromEntries(more) };
};

/**
 * Folds the entries of one key into its record as it holds on a day, by all that is known; one that is not there yet as it
 * will be when it comes. What holds from a later day is told beside it.
 */
export const recordOn = (
  register: Register,
  entries: readonly Entry[],
  day: string,
  items?: ReadonlyMap<string, Item>,
): RegisterRecord | undefined => {
  const at = (validTime: string): RegisterRecord | undefined =>
    recordAt(register, entries, { validTime, recordedTime: latestMoment }, items);
  const today = at(`${day}T23:59:59.999Z`);
  if (today) return today;
  const ahead = effectiveEntries(entries, { validTime: latestMoment, recordedTime: latestMoment });
  for (const validFrom of ahead.map((entry) => entry.validFrom).toSorted()) {
    const record = at(validFrom);
    if (record) return record;
  }
  return undefined;
};

/** Gives the day of which the entries of a key first tell something, by all that is known; undefined without any. */
export const firstDay = (entries: readonly Entry[]): string | undefined =>
  effectiveEntries(entries, { validTime: latestMoment, recordedTime: latestMoment })
    .map(({ validFrom }) => validFrom.slice(0, 10))
    .toSorted()[0];

/** Says what a record will do on a later day, without the day: `closes`. */
export const sayAhead = (register: Register, { action }: Later): string => {
  const transition = register.transitions.find((one) => one.action === action);
  return transition?.ahead ?? (transition?.title ?? action).toLowerCase();
};

/** Gives what is announced for later, each with the fields that say more of it, such as the successors of one that closes. */
export const toldLater = (register: Register, { content, later = [] }: RegisterRecord): readonly Later[] =>
  later.map((one) =>
    one.entry === undefined && one.content === undefined ? { ...one, ...toldWith(register, one.action, content) } : one,
  );

/**
 * Gives the fields of a record as they hold on its day: without a date that is announced, and what is told with it, which
 * {@link RegisterRecord.later} tells, be it decided for its day or written in a field ahead of it.
 */
export const heldContent = (register: Register, { state, content, later = [] }: RegisterRecord): Content => {
  const isAhead = (name: string): boolean =>
    register.timed.some(({ action, field, with: others = [] }) =>
      later.some(
        (one) =>
          one.action === action &&
          // What has closed and will open and close again has the date and the successors of the first.
          register.transitions.some((transition) => transition.action === action && transition.from.includes(state)) &&
          [field, ...others].includes(name),
      ),
    );
  return Object.fromEntries(Object.entries(content).filter(([field]) => !isAhead(field)));
};

/** Gives fields in the order in which the register declares them, whatever order they were stored in. */
export const inOrder = (register: Register, content: Content): readonly (readonly [string, Json])[] => {
  const placeOf = (field: string): number => {
    const at = register.publicFields.indexOf(field);
    return at < 0 ? register.publicFields.length : at;
  };
  return Object.entries(content).toSorted(([one], [other]) => placeOf(one) - placeOf(other));
};

/** Leaves of a record's content what anyone may see. */
export const publicContent = (register: Register, content: Content): Content =>
  Object.fromEntries(Object.entries(content).filter(([field]) => register.publicFields.includes(field)));
