import { canonicalJson } from '@isocentre/ledger';
import {
  correct,
  decide,
  foresee,
  idleProblem,
  laterProblems,
  permissionOf,
  takeBack,
  takeBackAction,
  takenAhead,
  type Correction,
  type Decided,
  type Decision,
  type Denial,
  type Draft,
  type Person,
  type Register,
  type RegisterRecord,
  type TakingBack,
  publicDay,
} from '@isocentre/registers';
import type { Store } from '@isocentre/store';
import type { Services } from '../services.ts';
import { readPlainEntry } from './read-entry.ts';

/** What somebody saw of a record, and what it is. */
export interface Now {
  readonly state: string;
  readonly lastEntry: number;
}

/** An entry that was written, now or when the same was asked before. */
export interface Written {
  readonly kind: 'written';
  readonly entry: number;
  readonly record: RegisterRecord;
  readonly isNew: boolean;
}

/** Why nothing was written, whatever the asker knew. */
export type Refused =
  | { readonly kind: 'denied' | 'interest' }
  | { readonly kind: 'wrong state'; readonly now: Now }
  | { readonly kind: 'wrong'; readonly problems: readonly { where: string; found: string; expected: string }[] };

/** The asker did not say what they know of the record, or somebody decided since. */
export type Stale = { readonly kind: 'no condition' } | { readonly kind: 'changed'; readonly now: Now };

/** What became of what somebody asked to be decided, corrected or erased. */
export type Taken = Written | Refused | Stale;

/** Who asks, where. */
export interface Asker {
  readonly services: Services;
  readonly store: Store;
  readonly register: Register;
  readonly key: string;
  readonly person: Person;
}

const same = (one: unknown, other: unknown): boolean => {
  const [a, b] = [canonicalJson(one), canonicalJson(other)];
  return a.ok && b.ok && a.value === b.value;
};

/** What an earlier request under the same name came to: nothing, the entry that it wrote, or something else. */
const writtenBefore = async (
  { store, register, person }: Asker,
  requestId: string,
  asked: Decision,
): Promise<number | 'other' | undefined> => {
  const { database } = store;
  const row = await database.selectFrom('request').select('first').where('id', '=', requestId).executeTakeFirst();
  const entry = row && (await readPlainEntry(database, row.first));
  if (!entry) return undefined;
  const { action, set } = entry.what;
  const written = typeof set === 'object' && set !== null && !Array.isArray(set) ? Object.entries(set) : [];
  const isSame =
    entry.register === register.name &&
    entry.key === asked.key &&
    entry.by.who === person.id &&
    action === asked.action &&
    entry.validFrom === asked.validFrom &&
    same(entry.evidence, asked.evidence) &&
    written.every(
      ([field, value]) =>
        register.personalFields.includes(field) ||
        same(asked.change[field], value) ||
        // The day on which it is done, which the action writes by itself.
        (asked.change[field] === undefined &&
          register.timed.some((one) => one.action === action && one.field === field)),
    );
  return isSame ? entry.number : 'other';
};

const nowOf = (record: RegisterRecord | undefined): Now => ({
  state: record?.state ?? 'none',
  lastEntry: record?.lastEntry ?? 0,
});

/** Tells whether the table of authority denies it altogether; then that is recorded: who and what, by numbers and names of the register alone. */
const isRefused = ({ services, register, person }: Asker, action: string, because: Denial | undefined): boolean => {
  if (because !== 'no authority' && because !== 'unknown action') return false;
  services.metrics.count('isocentre_refusals_total', 'Decisions refused by the table of authority.', {
    register: register.name,
  });
  const time = services.now().toISOString();
  services.log({ time, level: 'warn', what: 'refused', who: person.id, register: register.name, action, because });
  return true;
};

/** Something that could be written now. */
export interface Sound {
  readonly kind: 'sound';
  readonly draft: Draft;
}

/** Tells whether what was decided could be written, as far as the asker knows the record. */
const judge = (
  decided: Decided,
  record: RegisterRecord | undefined,
  known: number | undefined,
): Sound | Refused | Stale => {
  const denied = decided.kind === 'denied' ? decided.because : undefined;
  if (denied === 'declared interest') return { kind: 'interest' };
  if (denied === 'wrong state') return { kind: 'wrong state', now: nowOf(record) };
  if (known === undefined) return { kind: 'no condition' };
  if (known !== nowOf(record).lastEntry) return { kind: 'changed', now: nowOf(record) };
  if (decided.kind !== 'draft') return { kind: 'wrong', problems: decided.kind === 'wrong' ? decided.problems : [] };
  return { kind: 'sound', draft: decided.draft };
};

/** Tells whether a decision leaves a record as it is: the same state, no field that differs, and no evidence for it. */
const isIdle = ({ transitions, personalFields }: Register, { what, apart, evidence }: Draft): boolean =>
  evidence.length === 0 &&
  transitions.some(({ action, to }) => action === what['action'] && to === undefined) &&
  what['set'] === undefined &&
  what['unset'] === undefined &&
  !personalFields.some((field) => field in apart);

/** A decision, unless there is nothing for it to do, or what is announced leaves it nothing or does not fit it: then what is wrong. */
const decideBeside = async (
  { services, store, register, person }: Asker,
  asked: Decision,
): Promise<{ readonly record: RegisterRecord | undefined; readonly decided: Decided }> => {
  const today = publicDay(services.now());
  const record = await store.record(register, asked.key);
  const decided = decide(register, record, person, asked, today);
  if (decided.kind === 'wrong' && record) {
    const { entries } = await store.history(register, asked.key);
    return { record, decided: decide(register, record, person, asked, today, entries) };
  }
  if (decided.kind !== 'draft') return { record, decided };
  const { draft } = decided;
  const taken = record ? takenAhead(register, asked, record) : [];
  if (taken.length > 0) return { record, decided: { kind: 'wrong', problems: taken } };
  if (isIdle(register, draft)) {
    const where = `${register.name} ${asked.key} change`;
    const problems = [{ where, found: 'nothing that differs from the record', expected: 'a field with another value' }];
    return { record, decided: { kind: 'wrong', problems } };
  }
  if (!record?.later) return { record, decided };
  const history = await store.history(register, asked.key);
  const foreseen = foresee(register, history, draft, today);
  const problems =
    foreseen?.isIdle === true ? idleProblem(register, draft, foreseen) : laterProblems(register, history, draft, today);
  return { record, decided: problems.length === 0 ? decided : { kind: 'wrong', problems } };
};

/** Writes what was decided, unless somebody else decided in between. */
const write = async (
  { store, register, key }: Asker,
  decided: Decided,
  record: RegisterRecord | undefined,
  known: number | undefined,
  requestId?: string,
): Promise<Taken> => {
  const judged = judge(decided, record, known);
  if (judged.kind !== 'sound') return judged;
  const outcome = await store.append({
    drafts: [judged.draft],
    ...(requestId === undefined ? {} : { requestId }),
  });
  const after = await store.record(register, key);
  if (outcome.kind === 'written' || outcome.kind === 'written before') {
    const [entry] = outcome.numbers;
    if (entry === undefined || !after) throw new Error('an entry that was written is not there');
    return { kind: 'written', entry, record: after, isNew: outcome.kind === 'written' };
  }
  return { kind: 'changed', now: nowOf(after) };
};

/**
 * Takes a decision.
 *
 * @param known The number of the last entry of the record that the asker knows; 0 where they know of none.
 * @param requestName A name of the asker's own: sent again under it, nothing more is decided.
 */
export const takeDecision = async (
  asker: Asker,
  asked: Decision,
  known: number | undefined,
  requestName: string | undefined,
): Promise<Taken> => {
  const { person } = asker;
  const { record, decided } = await decideBeside(asker, asked);
  const requestId = requestName === undefined ? undefined : `${person.id} ${requestName}`;
  if (isRefused(asker, asked.action, decided.kind === 'denied' ? decided.because : undefined))
    return { kind: 'denied' };
  if (requestId !== undefined) {
    const before = await writtenBefore(asker, requestId, asked);
    if (before === 'other') {
      const found = 'the name of another request of yours';
      return { kind: 'wrong', problems: [{ where: 'idempotency-key', found, expected: 'a new one' }] };
    }
    if (before !== undefined && record) return { kind: 'written', entry: before, record, isNew: false };
  }
  return write(asker, decided, record, known, requestId);
};

/** Tells what would come of a decision, and writes nothing. */
export const tryDecision = async (
  asker: Asker,
  asked: Decision,
  known: number | undefined,
): Promise<Sound | Refused | Stale> => {
  const { record, decided } = await decideBeside(asker, asked);
  return isRefused(asker, asked.action, decided.kind === 'denied' ? decided.because : undefined)
    ? { kind: 'denied' }
    : judge(decided, record, known);
};

/** What comes of a correction, beside the record as it is. */
const correctNow = async (
  { services, store, register, key, person }: Asker,
  asked: Correction,
): Promise<{ readonly record: RegisterRecord | undefined; readonly decided: Decided }> => {
  const record = await store.record(register, key);
  const history = await store.history(register, key);
  return { record, decided: correct(register, history, person, asked, publicDay(services.now())) };
};

/** Tells what would come of a correction, and writes nothing. */
export const tryCorrection = async (
  asker: Asker,
  asked: Correction,
  known: number | undefined,
): Promise<Sound | Refused | Stale> => {
  const { record, decided } = await correctNow(asker, asked);
  return judge(decided, record, known);
};

/** Takes a correction of an entry of the record. */
export const takeCorrection = async (asker: Asker, asked: Correction, known: number | undefined): Promise<Taken> => {
  const { record, decided } = await correctNow(asker, asked);
  if (isRefused(asker, 'correct', decided.kind === 'denied' ? decided.because : undefined)) return { kind: 'denied' };
  return write(asker, decided, record, known);
};

/** Takes back what was decided of the record for a later day. */
export const takeWithdrawal = async (asker: Asker, asked: TakingBack, known: number | undefined): Promise<Taken> => {
  const { services, store, register, key, person } = asker;
  const record = await store.record(register, key);
  const history = await store.history(register, key);
  const decided = takeBack(register, history, person, asked, publicDay(services.now()));
  const because = decided.kind === 'denied' ? decided.because : undefined;
  if (isRefused(asker, takeBackAction, because)) return { kind: 'denied' };
  return write(asker, decided, record, known);
};

/** Content that is to be erased. */
export interface Erasure {
  readonly entry: number;
  readonly names: readonly string[];
  readonly reasons: string;
}

/** Erases content of an entry of the record. */
export const takeErasure = async (
  asker: Asker,
  { entry: number, names, reasons }: Erasure,
): Promise<Written | Refused> => {
  const { services, store, register, key, person } = asker;
  const on = publicDay(services.now());
  const record = await store.record(register, key);
  const wrong = (where: string, found: string, expected: string): Refused => ({
    kind: 'wrong',
    problems: [{ where, found, expected }],
  });
  const permission = permissionOf(register, person, { action: 'redact', key, state: nowOf(record).state, on });
  const because = permission.allowed ? undefined : permission.because;
  if (isRefused(asker, 'redact', because)) return { kind: 'denied' };
  if (because === 'declared interest') return { kind: 'interest' };
  if (because !== undefined) return { kind: 'wrong state', now: nowOf(record) };
  // The entry of this record alone: authority over one register is none over another.
  const entry = await readPlainEntry(store.database, number);
  const nothing = wrong(
    'entry',
    `nothing of these names in entry ${number}`,
    'content apart of an entry of this record',
  );
  if (entry?.register !== register.name || entry.key !== key) return nothing;
  const redacted = await store.redact({ entry: number, names, person, reasons, on });
  if (redacted.kind === 'no reasons') return wrong('reasons', 'none', 'why it is erased');
  if (redacted.kind === 'nothing there') return nothing;
  const after = await store.record(register, key);
  const [written] = redacted.kind === 'redacted' ? redacted.numbers : [];
  if (written === undefined || !after) return { kind: 'denied' };
  return { kind: 'written', entry: written, record: after, isNew: true };
};
