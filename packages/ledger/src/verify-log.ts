import { readEntry, type Entry } from './entry.ts';
import { leafHash, nodeHash, sameBytes, toHex } from './hash.ts';
import { itemHash, type Item } from './item.ts';
import { MerkleTree } from './merkle-tree.ts';
import type { Flaw } from './outcome.ts';
import { headOfAnother, type TreeHead } from './tree-head.ts';
import { rangeHash, splitOf, type LeafRange, type NodeLookup } from './tree-shape.ts';

/** An entry as it was found in storage. */
export interface StoredEntry {
  /** The number it is stored under. */
  readonly number: number;
  readonly bytes: Uint8Array;
  /** The items found for it, by their hash in hexadecimal. */
  readonly items: ReadonlyMap<string, Item>;
}

/** Where a log is read from. */
export interface LogSource {
  /** The entries in the order of their numbers. */
  readonly entries: Iterable<StoredEntry>;
  /** The stored hash of a full subtree, or undefined where there is none. */
  readonly node: (level: number, index: number) => Uint8Array | undefined;
  /** The keys that signed the heads stored with it; without them a head of another ledger is not told as such. */
  readonly keys?: ReadonlySet<string>;
}

/** What a verification found. Sound when there is no flaw. */
export interface LogVerdict {
  readonly flaws: readonly Flaw[];
  /** How many entries were read. */
  readonly size: number;
  /** The root over them, in hexadecimal. */
  readonly root: string;
  /** Items that an entry names and a later redaction erased. */
  readonly erased: number;
}

class Missing extends Error {}

/** Goes down from a trusted hash by stored hashes that fit it, to the entries whose bytes do not. */
const namesBelow = (
  { from, to }: LeafRange,
  trusted: Uint8Array,
  computed: NodeLookup,
  stored: NodeLookup,
): readonly LeafRange[] => {
  if (sameBytes(rangeHash({ from, to }, computed), trusted)) return [];
  if (to - from === 1) return [{ from, to }];
  const middle = from + splitOf(to - from);
  const parts = [
    { from, to: middle },
    { from: middle, to },
  ] as const;
  let hashes: readonly [Uint8Array, Uint8Array];
  try {
    hashes = [rangeHash(parts[0], stored), rangeHash(parts[1], stored)];
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    return [{ from, to }];
  }
  // The stored hashes were rewritten too: more than this range cannot be said.
  if (!sameBytes(nodeHash(...hashes), trusted)) return [{ from, to }];
  return [...namesBelow(parts[0], hashes[0], computed, stored), ...namesBelow(parts[1], hashes[1], computed, stored)];
};

const entryName = ({ from, to }: LeafRange): string =>
  to - from === 1 ? `entry ${from + 1}` : `entries ${from + 1} to ${to}`;

/** Checks the items of an entry against their hashes; what is gone must have been redacted by a later entry. */
const checkItems = (
  named: ReadonlyMap<number, Entry>,
  items: ReadonlyMap<number, ReadonlyMap<string, Item>>,
): { readonly flaws: readonly Flaw[]; readonly erased: number } => {
  const redacted = new Set<string>();
  for (const entry of named.values()) {
    if (entry.kind !== 'redact' || entry.concerns === undefined) continue;
    const names = entry.what['erased'];
    if (Array.isArray(names)) for (const name of names) redacted.add(`${entry.concerns} ${String(name)}`);
  }
  const flaws: Flaw[] = [];
  let erased = 0;
  for (const [number, entry] of named) {
    for (const [name, hash] of Object.entries(entry.apart)) {
      const item = items.get(number)?.get(hash);
      const where = `entry ${number} ${name}`;
      if (item && itemHash(item) !== hash) {
        flaws.push({ where, found: `content with the hash ${itemHash(item)}`, expected: hash });
      } else if (!item && !redacted.has(`${number} ${name}`)) {
        flaws.push({ where, found: 'no content', expected: `the content with the hash ${hash}, or a redaction of it` });
      } else if (item && redacted.has(`${number} ${name}`)) {
        flaws.push({ where, found: 'content that was redacted', expected: 'no content' });
      } else if (!item) erased += 1;
    }
  }
  return { flaws, erased };
};

/**
 * Verifies a whole log offline: that every entry has one form, that the numbers run from 1 without a gap, that the tree
 * over the entries is the one stored and has the root of each signed head, and that what stands apart is what the
 * entries name. A flaw names the entry. Where an entry and all stored hashes above it were rewritten together, the
 * heads tell between which entries it is. Heads must have been checked by {@link checkHead} and be kept elsewhere than
 * the log; the end of a log can be cut unseen without one.
 */
export const verifyLog = (source: LogSource, heads: readonly TreeHead[]): LogVerdict => {
  const flaws: Flaw[] = [];
  const tree = new MerkleTree();
  const named = new Map<number, Entry>();
  const items = new Map<number, ReadonlyMap<string, Item>>();
  for (const stored of source.entries) {
    const expected = tree.size + 1;
    // A place without an entry is filled by the hash of nothing, so that those after it keep their places.
    while (tree.size + 1 < stored.number) {
      flaws.push({ where: `entry ${tree.size + 1}`, found: 'no entry', expected: 'numbers without a gap' });
      tree.add(leafHash(new Uint8Array(0)));
    }
    if (stored.number < expected) {
      flaws.push({ where: `entry ${stored.number}`, found: 'a second one', expected: 'one entry a number' });
      continue;
    }
    const where = `entry ${stored.number}`;
    const entry = readEntry(stored.bytes, where);
    if (!entry.ok) flaws.push(...entry.problems);
    else if (entry.value.number !== stored.number) {
      flaws.push({ where, found: `the entry ${entry.value.number}`, expected: `the entry ${stored.number}` });
    } else {
      named.set(stored.number, entry.value);
      items.set(stored.number, stored.items);
    }
    tree.add(leafHash(stored.bytes));
  }
  const node: NodeLookup = ({ level, index }) => {
    const found = source.node(level, index);
    if (!found) throw new Missing();
    return found;
  };
  const whole = { from: 0, to: tree.size };
  const about = (range: LeafRange, what: string): Flaw => ({
    where: entryName(range),
    found: 'content that was changed after it was written',
    expected: what,
  });
  for (const head of heads.toSorted((one, other) => one.size - other.size)) {
    const fits = head.size <= tree.size && toHex(tree.root(head.size)) === head.root;
    const strange = fits ? undefined : headOfAnother(head, source.keys ?? new Set());
    if (fits || strange) {
      if (strange) flaws.push(strange);
      continue;
    }
    if (head.size > tree.size) {
      flaws.push({
        where: `entry ${tree.size + 1}`,
        found: `no entry: the log ends with ${tree.size}`,
        expected: `${head.size} entries, as signed on ${head.time}`,
      });
      continue;
    }
    const trusted = Uint8Array.from(head.root.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    const places = head.size === 0 ? [] : namesBelow({ from: 0, to: head.size }, trusted, tree.node, node);
    for (const place of places) flaws.push(about(place, `the content signed on ${head.time}`));
  }
  // Without a head that covers them, entries are still held against the stored tree.
  flaws.push(...storedTreeFlaws(whole, tree, source, about));
  const apart = checkItems(named, items);
  const all = [...flaws, ...apart.flaws];
  const once = new Map(all.map((flaw) => [`${flaw.where}: ${flaw.found}`, flaw]));
  return { flaws: [...once.values()], size: tree.size, root: toHex(tree.root()), erased: apart.erased };
};

const storedTreeFlaws = (
  { to }: LeafRange,
  tree: MerkleTree,
  source: LogSource,
  about: (range: LeafRange, what: string) => Flaw,
): readonly Flaw[] => {
  const flaws: Flaw[] = [];
  if (source.node(0, to)) {
    flaws.push({ where: `entry ${to + 1}`, found: 'no entry', expected: 'the entry whose hash is in the stored tree' });
  }
  for (let level = 0, width = 1; width <= to; level += 1, width *= 2) {
    for (let index = 0; (index + 1) * width <= to; index += 1) {
      const range = { from: index * width, to: (index + 1) * width };
      const stored = source.node(level, index);
      if (!stored) {
        flaws.push({
          where: entryName(range),
          found: 'no stored hash',
          expected: `the hash of the tree at level ${level}`,
        });
      } else if (level === 0 && !sameBytes(stored, tree.node({ level, index }))) {
        flaws.push(about(range, `the content with the hash ${toHex(stored)}`));
      } else if (level > 0 && !sameBytes(stored, tree.node({ level, index }))) {
        // Named below already when a leaf differs; a stored hash that differs alone was itself rewritten.
        const below = flaws.some(({ where }) => {
          const number = Number(/^entry (\d+)$/.exec(where)?.[1] ?? 0);
          return number > range.from && number <= range.to;
        });
        if (!below) {
          flaws.push({
            where: entryName(range),
            found: 'a stored hash of the tree that does not fit',
            expected: toHex(tree.node({ level, index })),
          });
        }
      }
    }
  }
  return flaws;
};
