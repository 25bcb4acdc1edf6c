import { z } from 'zod';
import { canonicalBytes, readCanonical, type Json } from './json.ts';
import { flawed, sound, type Outcome } from './outcome.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in 64 lower-case hexadecimal digits');
const word = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/, 'lower-case words joined by hyphens')
  .max(100);
/** An instant in UTC to the millisecond, such as `2026-11-27T09:30:00.000Z`: one form only, so that text order is time order. */
const instant = z.iso.datetime({ precision: 3 });
const json: z.ZodType<Json> = z.json();

/**
 * The form of an entry. What is inline stays for ever; what may have to be erased, such as reasons or a person's details,
 * stands apart and the entry holds its hash (see {@link Item}).
 */
export const entrySchema = z
  .strictObject({
    number: z.int().min(1).describe('counted from 1 through the whole ledger; the order of entries'),
    register: word.describe('the register it belongs to'),
    key: z.string().min(1).max(200).describe('the record of the register'),
    kind: z
      .enum(['decide', 'correct', 'redact', 'annotate'])
      .describe('decide: the record changes; correct: it takes the place of another entry; redact: content was erased'),
    what: z.record(z.string(), json).describe('what was decided, as far as it can never have to be erased'),
    apart: z.record(word, hash).describe('by name, the hashes of items that are stored apart and can be erased'),
    by: z.strictObject({
      who: z.string().min(1).max(200).describe('identifier of who decided, never a name'),
      capacity: word.describe('the role in which they decided'),
    }),
    evidence: z.array(hash).describe('hashes of the documents that the decision rests on'),
    concerns: z.int().min(1).optional().describe('the entry that this corrects, redacts or annotates'),
    validFrom: z.union([z.iso.date(), instant]).describe('from when the decision holds; a date begins at 00:00 UTC'),
    recorded: instant.describe('when the entry was written'),
  })
  .refine((entry) => (entry.kind === 'decide') === (entry.concerns === undefined), {
    message: 'an earlier entry for correct, redact and annotate, and none for decide',
    path: ['concerns'],
  })
  .refine((entry) => entry.concerns === undefined || entry.concerns < entry.number, {
    message: 'the number of an earlier entry',
    path: ['concerns'],
  });

/** One decision in the ledger. It is never changed; a later entry corrects it. */
export type Entry = z.infer<typeof entrySchema>;
export type EntryKind = Entry['kind'];

const placeOf = (path: readonly PropertyKey[]): string => path.map((step) => ` ${String(step)}`).join('');

/** Checks the form of an entry. */
export const checkEntry = (value: unknown, where: string): Outcome<Entry> => {
  const parsed = entrySchema.safeParse(value);
  if (parsed.success) return sound(parsed.data);
  return flawed(
    ...parsed.error.issues.map((issue) => ({
      where: where + placeOf(issue.path),
      found: 'a value that may not stand there',
      expected: 'what the form of an entry lets stand there',
    })),
  );
};

/** Gives the bytes of an entry: its canonical JSON, which is stored, hashed into the tree and proved. */
export const entryBytes = (entry: Entry): Uint8Array<ArrayBuffer> => {
  const { concerns, ...rest } = entry;
  return canonicalBytes(concerns === undefined ? rest : { ...rest, concerns });
};

/** Reads the bytes of an entry; refuses bytes of any other form than {@link entryBytes} gives. */
export const readEntry = (bytes: Uint8Array, where: string): Outcome<Entry> => {
  const value = readCanonical(bytes, where);
  return value.ok ? checkEntry(value.value, where) : value;
};
