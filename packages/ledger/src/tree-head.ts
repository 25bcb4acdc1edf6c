import { ed25519 } from '@noble/curves/ed25519.js';
import { z } from 'zod';
import { fromHex, toHex } from './hash.ts';
import { canonicalBytes } from './json.ts';
import { flawed, sound, type Flaw, type Outcome } from './outcome.ts';

const hex = (bytes: number): z.ZodString => z.string().regex(new RegExp(`^[0-9a-f]{${2 * bytes}}$`));

/** The form of a signed head. */
export const treeHeadSchema = z.strictObject({
  size: z.int().min(0).describe('how many entries the ledger had'),
  root: hex(32).describe('the root hash of the tree over them (RFC 6962)'),
  time: z.iso.datetime({ precision: 3 }).describe('when it was signed'),
  key: hex(32).describe('the public key of the ledger (Ed25519)'),
  signature: hex(64).describe('Ed25519 over the other members'),
});

/**
 * What a ledger held at a time, under its signature. Kept elsewhere, by anyone, it lets them see that the ledger was
 * cut or rewritten since; without one kept elsewhere a cut at the end cannot be seen.
 */
export type TreeHead = z.infer<typeof treeHeadSchema>;

// The first member keeps a signature made for another purpose from passing as one over a head.
const signedBytes = ({ size, root, time, key }: Omit<TreeHead, 'signature'>): Uint8Array =>
  canonicalBytes({ purpose: 'isocentre tree head', size, root, time, key });

/** Gives the public key, in hexadecimal, of a secret key of 32 bytes. */
export const publicKeyOf = (secretKey: Uint8Array): string => toHex(ed25519.getPublicKey(secretKey));

/** Signs what the ledger holds, by Ed25519 (RFC 8032). */
export const signHead = (
  content: { readonly size: number; readonly root: Uint8Array; readonly time: string },
  secretKey: Uint8Array,
): TreeHead => {
  const head = { size: content.size, root: toHex(content.root), time: content.time, key: publicKeyOf(secretKey) };
  return { ...head, signature: toHex(ed25519.sign(signedBytes(head), secretKey)) };
};

/** Checks a head's form and signature; against `key` too where the ledger's public key is known from elsewhere. */
export const checkHead = (value: unknown, where: string, key?: string): Outcome<TreeHead> => {
  const parsed = treeHeadSchema.safeParse(value);
  if (!parsed.success) {
    return flawed(
      ...parsed.error.issues.map((issue) => ({
        where: `${where} ${issue.path.join('.')}`.trimEnd(),
        found: 'a value that may not stand there',
        expected: 'a signed head with size, root, time, key and signature',
      })),
    );
  }
  const head = parsed.data;
  if (key !== undefined && head.key !== key) {
    return flawed({ where: `${where} key`, found: head.key, expected: `the key ${key}` });
  }
  const [signature, publicKey] = [fromHex(head.signature), fromHex(head.key)];
  // The strict rules of RFC 8032, so that all who check agree on every signature.
  const holds =
    signature !== undefined &&
    publicKey !== undefined &&
    ed25519.verify(signature, signedBytes(head), publicKey, { zip215: false });
  if (holds) return sound(head);
  return flawed({
    where: `${where} signature`,
    found: 'a signature that does not fit',
    expected: `one over this head by the key ${head.key}`,
  });
};

/** What a head is called where something is wrong with it. */
export const headName = ({ time }: TreeHead): string => `head of ${time}`;

/**
 * Tells of a head that does not fit a ledger whether that is because it is another ledger's: another key signed it.
 *
 * @param keys The keys that signed the ledger's own heads; where it has none nothing can be told.
 */
export const headOfAnother = (head: TreeHead, keys: ReadonlySet<string>): Flaw | undefined =>
  keys.size === 0 || keys.has(head.key)
    ? undefined
    : {
        where: headName(head),
        found: `one that another key signed, ${head.key}, so of another ledger`,
        expected: `one of this ledger, signed by ${[...keys].join(' or ')}`,
      };
