import { z } from 'zod';
import { provesConsistency, provesInclusion } from './check-proof.ts';
import { entryBytes, entrySchema, type Entry } from './entry.ts';
import { fromHex, leafHash, toHex } from './hash.ts';
import { itemHash, itemSchema, type Item } from './item.ts';
import type { MerkleTree } from './merkle-tree.ts';
import { flawed, sound, type Flaw, type Outcome } from './outcome.ts';
import { checkHead, treeHeadSchema, type TreeHead } from './tree-head.ts';

const path = z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(64);

/** The form of a proof file: all that a stranger needs to check that an entry stands in a ledger. */
export const proofFileSchema = z
  .strictObject({
    format: z.literal('isocentre proof 1'),
    head: treeHeadSchema.describe('what the ledger held when the proof was made, signed'),
    entry: entrySchema.describe('the entry; its canonical JSON (RFC 8785) is what was hashed'),
    inclusion: path.describe('hashes that lead from the entry to the root of the head (RFC 6962 §2.1.1)'),
    items: z.record(z.string(), itemSchema).describe('content that stands apart, by the names in the entry'),
    earlier: z
      .strictObject({ head: treeHeadSchema, consistency: path })
      .optional()
      .describe('an earlier head, and the hashes that prove that the ledger only grew since (RFC 6962 §2.1.2)'),
  })
  .meta({ title: 'Proof of an entry of a ledger' });

/** A proof file as read. */
export type ProofFile = z.infer<typeof proofFileSchema>;

/** What a proof proves. */
export interface Proven {
  readonly entry: Entry;
  readonly head: TreeHead;
  /** The content apart that came with the proof and fits, by name. */
  readonly items: Readonly<Record<string, Item>>;
  /** Names of content apart that did not come with the proof: withheld or erased. */
  readonly withheld: readonly string[];
  /** The earlier head that the ledger was shown to have grown from. */
  readonly earlier?: TreeHead;
}

const bytesOf = (hashes: readonly string[]): readonly Uint8Array[] =>
  hashes.map((text) => fromHex(text) ?? new Uint8Array(0));

/** Makes the proof of an entry from the tree of the ledger. `head` must be of this tree, at a size that holds the entry. */
export const makeProof = (
  tree: Pick<MerkleTree, 'inclusionProof' | 'consistencyProof'>,
  content: {
    readonly entry: Entry;
    readonly head: TreeHead;
    readonly items: Readonly<Record<string, Item>>;
    readonly earlier?: TreeHead;
  },
): ProofFile => {
  const { entry, head, items, earlier } = content;
  return {
    format: 'isocentre proof 1',
    head,
    entry,
    inclusion: tree.inclusionProof(entry.number - 1, head.size).map(toHex),
    items: { ...items },
    ...(earlier
      ? { earlier: { head: earlier, consistency: tree.consistencyProof(earlier.size, head.size).map(toHex) } }
      : {}),
  };
};

/**
 * Checks a proof file by itself: no network, no database. The signature shows that the holder of the key in the file
 * said so; give `key`, the ledger's public key as published, to know that it is the ledger's. Give `kept`, a head that
 * you kept, and the file must show that the ledger only grew since.
 */
export const checkProof = (
  value: unknown,
  where: string,
  known: { readonly key?: string; readonly kept?: TreeHead } = {},
): Outcome<Proven> => {
  const parsed = proofFileSchema.safeParse(value);
  if (!parsed.success) {
    return flawed(
      ...parsed.error.issues.map((issue) => ({
        where: `${where} ${issue.path.join('.')}`.trimEnd(),
        found: 'something else',
        expected: 'the proof of an entry, as its page gives it',
      })),
    );
  }
  const { head, entry, inclusion, items, earlier } = parsed.data;
  const problems: Flaw[] = [];
  const signed = checkHead(head, `${where} head`, known.key);
  if (!signed.ok) problems.push(...signed.problems);
  const root = fromHex(head.root) ?? new Uint8Array(0);
  if (!provesInclusion(leafHash(entryBytes(entry)), entry.number - 1, head.size, bytesOf(inclusion), root)) {
    problems.push({
      where: `${where} inclusion`,
      found: `hashes that do not lead from entry ${entry.number} to the root`,
      expected: `a proof that it stands among the ${head.size} entries of the head`,
    });
  }
  for (const [name, item] of Object.entries(items)) {
    const expected = entry.apart[name];
    if (itemHash(item) === expected) continue;
    problems.push({
      where: `${where} items.${name}`,
      found: `content with the hash ${itemHash(item)}`,
      expected: expected === undefined ? 'no item of this name: the entry names none' : expected,
    });
  }
  if (earlier) {
    const before = checkHead(earlier.head, `${where} earlier.head`, head.key);
    if (!before.ok) problems.push(...before.problems);
    const earlierRoot = fromHex(earlier.head.root) ?? new Uint8Array(0);
    if (!provesConsistency(earlier.head.size, earlierRoot, head.size, root, bytesOf(earlier.consistency))) {
      problems.push({
        where: `${where} earlier.consistency`,
        found: 'hashes that do not lead from the earlier root to the later',
        expected: `a proof that the first ${earlier.head.size} of ${head.size} entries are unchanged`,
      });
    }
  }
  const { kept } = known;
  const isKept = (one: TreeHead | undefined): boolean => one?.size === kept?.size && one?.root === kept?.root;
  if (kept && !isKept(head) && !isKept(earlier?.head)) {
    problems.push({
      where: `${where} earlier`,
      found: earlier ? `an earlier head of ${earlier.head.size} entries` : 'no earlier head',
      expected: `the head that you kept, of ${kept.size} entries with the root ${kept.root}`,
    });
  }
  if (problems.length > 0) return flawed(...problems);
  return sound({
    entry,
    head,
    items,
    withheld: Object.keys(entry.apart).filter((name) => !(name in items)),
    ...(earlier ? { earlier: earlier.head } : {}),
  });
};
