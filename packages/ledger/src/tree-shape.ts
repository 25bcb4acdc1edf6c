import { emptyRoot, nodeHash } from './hash.ts';

/** Leaves from `from` up to, without, `to`, counted from 0. */
export interface LeafRange {
  readonly from: number;
  readonly to: number;
}

/** A full subtree: its 2^level leaves begin at leaf index × 2^level. Its hash never changes once it is full. */
export interface NodeName {
  readonly level: number;
  readonly index: number;
}

/** Gives the hash of a full subtree. An unknown name is a bug of the caller. */
export type NodeLookup = (name: NodeName) => Uint8Array;

/** The largest power of two below n, for n of at least 2: where RFC 6962 splits a tree. */
export const splitOf = (size: number): number => {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
};

/** Names the full subtrees that a range is made of, from left to right. `from` must be where a subtree can begin. */
export const nodesOfRange = ({ from, to }: LeafRange): readonly NodeName[] => {
  const names: NodeName[] = [];
  let start = from;
  while (start < to) {
    let level = 0;
    let width = 1;
    while (start % (width * 2) === 0 && start + width * 2 <= to) {
      width *= 2;
      level += 1;
    }
    names.push({ level, index: start / width });
    start += width;
  }
  return names;
};

/** Computes the hash of the leaves of a range from its full subtrees. Takes log2 of the range's length steps. */
export const rangeHash = (range: LeafRange, lookup: NodeLookup): Uint8Array =>
  nodesOfRange(range)
    .map(lookup)
    .reduceRight<Uint8Array | undefined>((right, left) => (right ? nodeHash(left, right) : left), undefined) ??
  emptyRoot();

/** Names the ranges whose hashes prove that a leaf is in the tree of a size, from the leaf upwards: PATH of RFC 6962 §2.1.1. */
export const inclusionRanges = (leaf: number, size: number): readonly LeafRange[] => {
  const ranges: LeafRange[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (leaf < middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
    }
  }
  return ranges.toReversed();
};

/** Names the ranges whose hashes prove that a tree of `size` begins with that of `earlier`: PROOF of RFC 6962 §2.1.2. */
export const consistencyRanges = (earlier: number, size: number): readonly LeafRange[] => {
  if (earlier === 0 || earlier === size) return [];
  const ranges: LeafRange[] = [];
  let [from, to] = [0, size];
  let isWhole = true;
  while (to !== earlier) {
    const middle = from + splitOf(to - from);
    if (earlier <= middle) {
      ranges.push({ from: middle, to });
      to = middle;
    } else {
      ranges.push({ from, to: middle });
      from = middle;
      isWhole = false;
    }
  }
  // The verifier knows the hash of the earlier tree when that is a subtree of its own.
  if (!isWhole) ranges.push({ from, to });
  return ranges.toReversed();
};

/** Computes the subtrees that become full when a leaf is added to a tree of `size` leaves: the leaf first, then upwards. */
export const nodesFilledBy = (
  leaf: Uint8Array,
  size: number,
  lookup: NodeLookup,
): readonly (NodeName & { readonly hash: Uint8Array })[] => {
  const filled = [{ level: 0, index: size, hash: leaf }];
  let [level, index, hash] = [0, size, leaf];
  while (index % 2 === 1) {
    hash = nodeHash(lookup({ level, index: index - 1 }), hash);
    index = (index - 1) / 2;
    level += 1;
    filled.push({ level, index, hash });
  }
  return filled;
};
