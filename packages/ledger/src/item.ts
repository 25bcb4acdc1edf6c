import { z } from 'zod';
import { contentHash } from './hash.ts';
import { canonicalBytes, type Json } from './json.ts';

const saltBytes = 32;
const json: z.ZodType<Json> = z.json();

/** The form of an item. */
export const itemSchema = z.strictObject({
  salt: z
    .string()
    .regex(new RegExp(`^[0-9a-f]{${2 * saltBytes}}$`))
    .describe('32 random bytes in hexadecimal'),
  content: json,
});

/**
 * Content that is stored apart from the log under its hash, so that it can be erased and the proofs still hold.
 * The salt keeps what was erased from being found again by trying: a name or a date alone could be guessed from its hash.
 */
export type Item = z.infer<typeof itemSchema>;

/** Gives the bytes that an item is stored as: its canonical JSON. */
export const itemBytes = (item: Item): Uint8Array<ArrayBuffer> =>
  canonicalBytes({ salt: item.salt, content: item.content });

/** Gives the hash that an entry names an item by, in hexadecimal: SHA-256 of {@link itemBytes}. */
export const itemHash = (item: Item): string => contentHash(itemBytes(item));
