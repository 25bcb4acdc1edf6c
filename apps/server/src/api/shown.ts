import type { Entry, Item, ProofFile } from '@isocentre/ledger';
import {
  countsFor,
  heldContent,
  publicContent,
  toldLater,
  type Person,
  type Register,
  type RegisterRecord,
} from '@isocentre/registers';
import type { History } from '@isocentre/store';
import type { ShownRecord } from './schemas.ts';

/**
 * Tells whether somebody may decide anything on a day, about a record or, without its key, all over a register: who may sees
 * all fields.
 */
export const mayDecide = (register: Register, person: Person | undefined, on: string, key = ''): boolean =>
  person?.memberships.some(
    (held) =>
      Object.hasOwn(register.authority, held.role) &&
      held.from <= on &&
      (held.until === undefined || on <= held.until) &&
      countsFor(register, held, key),
  ) ?? false;

/** A record with the fields that may be seen. */
export const shownRecord = (register: Register, record: RegisterRecord, all: boolean): ShownRecord => ({
  register: register.name,
  key: record.key,
  state: record.state,
  since: record.since,
  content: all ? { ...heldContent(register, record) } : { ...publicContent(register, heldContent(register, record)) },
  lastEntry: record.lastEntry,
  ...(record.later ? { later: toldLater(register, record).map((one) => ({ ...one })) } : {}),
});

/** The ETag of a record: it holds until something else is decided, or what was announced comes. */
export const recordTag = ({ lastEntry, later: [next] = [] }: RegisterRecord, all: boolean): string =>
  `"entry-${lastEntry}${next === undefined ? '' : `-until-${next.on}`}${all ? '-all' : ''}"`;

/** Tells whether anyone may see an entry: it says nothing of a field that is not public. */
export const isPublicEntry = (register: Register, entry: Entry): boolean => {
  const { set, unset } = entry.what;
  const fields = [
    ...(typeof set === 'object' && set !== null && !Array.isArray(set) ? Object.keys(set) : []),
    ...(Array.isArray(unset) ? unset.map(String) : []),
  ];
  return fields.every((field) => register.publicFields.includes(field));
};

/** The entries and the content apart of a history that may be seen. */
export const shownHistory = (
  register: Register,
  { entries, items }: History,
  all: boolean,
): { readonly entries: readonly Entry[]; readonly items: ReadonlyMap<string, Item> } => {
  if (all) return { entries, items };
  const open = entries.filter((entry) => isPublicEntry(register, entry));
  const hashes = new Set(
    open.flatMap((entry) =>
      Object.entries(entry.apart).flatMap(([name, hash]) => (register.publicFields.includes(name) ? [hash] : [])),
    ),
  );
  return { entries: open, items: new Map([...items].filter(([hash]) => hashes.has(hash))) };
};

/** A proof with the content apart that may be seen; without the rest it proves the same. */
export const shownProof = (register: Register, proof: ProofFile, all: boolean): ProofFile =>
  all
    ? proof
    : {
        ...proof,
        items: Object.fromEntries(Object.entries(proof.items).filter(([name]) => register.publicFields.includes(name))),
      };
