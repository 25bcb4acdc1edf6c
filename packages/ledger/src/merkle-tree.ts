import { hashLength } from './hash.ts';
import { consistencyRanges, inclusionRanges, nodesFilledBy, rangeHash, type NodeLookup } from './tree-shape.ts';

const firstCapacity = 64;

/** The hashes of one level, side by side in one buffer that doubles when it is full. */
class Level {
  private bytes = new Uint8Array(firstCapacity * hashLength);
  private count = 0;

  add(hash: Uint8Array): void {
    if (this.count * hashLength === this.bytes.length) {
      const wider = new Uint8Array(this.bytes.length * 2);
      wider.set(this.bytes);
      this.bytes = wider;
    }
    this.bytes.set(hash, this.count * hashLength);
    this.count += 1;
  }

  at(index: number): Uint8Array {
    if (index >= this.count) throw new RangeError(`the tree has no node ${index} there`);
    return this.bytes.subarray(index * hashLength, (index + 1) * hashLength);
  }
}

/**
 * A Merkle tree that grows (RFC 6962 §2.1). Keeps the hash of each full subtree, 64 bytes a leaf, so that adding a
 * leaf takes one hash on average beside its own, and a root or proof of any past size a number of hashes in the order of
 * log2 of that size.
 *
 * @example
 * ```ts
 * import { leafHash, MerkleTree } from '@isocentre/ledger';
 * const tree = new MerkleTree();
 * tree.add(leafHash(new Uint8Array([1])));
 * const path: readonly Uint8Array[] = tree.inclusionProof(0); // empty: the leaf is the root
 * ```
 */
export class MerkleTree {
  private readonly levels: Level[] = [];
  private count = 0;

  /** Gives the hash of a full subtree. */
  readonly node: NodeLookup = ({ level, index }) => {
    const found = this.levels[level];
    if (!found) throw new RangeError(`the tree has no level ${level}`);
    return found.at(index);
  };

  /** How many leaves the tree has. */
  get size(): number {
    return this.count;
  }

  /** Adds the hash of a leaf (see {@link leafHash}) after the last one. */
  add(leaf: Uint8Array): void {
    for (const { level, hash } of nodesFilledBy(leaf, this.count, this.node)) {
      const found = this.levels[level];
      if (found) found.add(hash);
      else {
        const higher = new Level();
        higher.add(hash);
        this.levels.push(higher);
      }
    }
    this.count += 1;
  }

  /** Gives the root hash over the first `size` leaves; over all of them by default. */
  root(size = this.count): Uint8Array {
    return rangeHash({ from: 0, to: size }, this.node);
  }

  /** Gives the hashes that prove that leaf `leaf`, from 0, is in the tree of `size` leaves. */
  inclusionProof(leaf: number, size = this.count): readonly Uint8Array[] {
    return inclusionRanges(leaf, size).map((range) => rangeHash(range, this.node));
  }

  /** Gives the hashes that prove that the tree of `size` leaves begins with that of `earlier` leaves. */
  consistencyProof(earlier: number, size = this.count): readonly Uint8Array[] {
    return consistencyRanges(earlier, size).map((range) => rangeHash(range, this.node));
  }
}
