import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { naiveConsistency, naivePath, naiveRoot } from '../../../tests/independent/naive-tree.ts';
import { countOf } from '../../../tests/support/counts.ts';
import { provesConsistency, provesInclusion } from './check-proof.ts';
import { emptyRoot, leafHash, toHex } from './hash.ts';
import { MerkleTree } from './merkle-tree.ts';
import { consistencyRanges, nodesOfRange } from './tree-shape.ts';

const entries = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((text) => Buffer.from(text, 'hex'));
const treeOf = (contents: readonly Uint8Array[]): MerkleTree => {
  const tree = new MerkleTree();
  for (const content of contents) tree.add(leafHash(content));
  return tree;
};
const hexes = (hashes: readonly Uint8Array[]): readonly string[] => hashes.map(toHex);

// The vectors that the implementations of Certificate Transparency share.
const [one, two, three, four, five, six, seven, eight] = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const a = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7';
const b = '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e';
const c = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4';
const d = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b';
const e = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0';
const f = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a';

describe('the published vectors of RFC 6962', () => {
  const tree = treeOf(entries);

  test('roots', () => {
    expect(toHex(tree.root(0))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect([1, 2, 3, 4, 5, 6, 7, 8].map((size) => toHex(tree.root(size)))).toEqual([
      one,
      two,
      three,
      four,
      five,
      six,
      seven,
      eight,
    ]);
  });

  test.each([
    [0, 1, []],
    [0, 8, [a, b, c]],
    [5, 8, [d, e, four]],
    [2, 3, [two]],
    [1, 5, [one, b, d]],
  ])('inclusion of leaf %i in %i', (leaf, size, path) => {
    expect(hexes(tree.inclusionProof(leaf, size))).toEqual(path);
  });

  test.each([
    [1, 1, []],
    [1, 8, [a, b, c]],
    [6, 8, [f, e, four]],
    [2, 5, [b, d]],
  ])('consistency of %i with %i', (earlier, size, path) => {
    expect(hexes(tree.consistencyProof(earlier, size))).toEqual(path);
  });
});

test('every root and proof up to 40 leaves is that of the definitions, and is accepted', () => {
  const contents = Array.from({ length: 40 }, (_, index) => Buffer.from(`entry ${index}`));
  const tree = treeOf(contents);
  for (let size = 1; size <= contents.length; size += 1) {
    const some = contents.slice(0, size);
    expect(toHex(tree.root(size))).toBe(naiveRoot(some).toString('hex'));
    for (let leaf = 0; leaf < size; leaf += 1) {
      const path = tree.inclusionProof(leaf, size);
      expect(hexes(path)).toEqual(hexes(naivePath(leaf, some)));
      expect(provesInclusion(leafHash(some[leaf] ?? Buffer.of()), leaf, size, path, tree.root(size))).toBe(true);
      const earlier = leaf + 1;
      const proof = tree.consistencyProof(earlier, size);
      expect(hexes(proof)).toEqual(hexes(naiveConsistency(earlier, some)));
      expect(provesConsistency(earlier, tree.root(earlier), size, tree.root(size), proof)).toBe(true);
    }
  }
});

test('a proof of something else is refused', () => {
  const contents = Array.from({ length: 70 }, (_, index) => Buffer.from(`entry ${index}`));
  const tree = treeOf(contents);
  const place = fc.record({ size: fc.integer({ min: 2, max: 70 }), at: fc.nat(), flip: fc.nat(), other: fc.nat() });
  fc.assert(
    fc.property(place, ({ size, at, flip, other }) => {
      const leaf = at % size;
      const hash = leafHash(contents[leaf] ?? Buffer.of());
      const path = tree.inclusionProof(leaf, size);
      const root = tree.root(size);
      const bent = path.map((step) => Uint8Array.from(step));
      const step = bent[flip % bent.length];
      if (step) step[flip % 32] = (step[flip % 32] ?? 0) ^ (1 << (flip % 8));
      expect(provesInclusion(hash, leaf, size, bent, root)).toBe(false);
      expect(provesInclusion(hash, leaf, size, path.slice(1), root)).toBe(false);
      expect(provesInclusion(hash, leaf, size, [...path, root], root)).toBe(false);
      expect(provesInclusion(hash, (leaf + 1 + (other % (size - 1))) % size, size, path, root)).toBe(false);
      expect(provesInclusion(hash, leaf + size, size, path, root)).toBe(false);
      const earlier = 1 + (other % (size - 1));
      const proof = tree.consistencyProof(earlier, size);
      const [early, changed] = [tree.root(earlier), Uint8Array.from(tree.root(earlier))];
      changed[flip % 32] = (changed[flip % 32] ?? 0) ^ 1;
      expect(provesConsistency(earlier, changed, size, root, proof)).toBe(false);
      expect(provesConsistency(earlier, early, size, early, proof)).toBe(false);
      expect(provesConsistency(earlier, early, size, root, [...proof, root])).toBe(false);
      expect(provesConsistency(earlier, early, size, root, proof.slice(1))).toBe(false);
      expect(provesConsistency(size + 1, early, size, root, proof)).toBe(false);
    }),
  );
});

test('every tree begins with the empty one', () => {
  const tree = treeOf(entries);
  expect(provesConsistency(0, emptyRoot(), 8, tree.root(), [])).toBe(true);
  expect(provesConsistency(0, tree.root(), 8, tree.root(), [])).toBe(false);
});

test('proofs over many entries take few hashes and hold', () => {
  const size = countOf({ test: 20_000, full: 1_000_000, mutation: 1000 });
  const tree = new MerkleTree();
  const content = Buffer.alloc(8);
  const hashOf = (leaf: number): Uint8Array => {
    content.writeDoubleBE(leaf);
    return leafHash(content);
  };
  for (let leaf = 0; leaf < size; leaf += 1) tree.add(hashOf(leaf));
  const root = tree.root();
  const deepest = Math.ceil(Math.log2(size));
  for (let at = 1; at <= 1000; at += 1) {
    const leaf = Math.floor((at * 0.618_033_988_7 * size) % size);
    const path = tree.inclusionProof(leaf);
    expect(path.length).toBeLessThanOrEqual(deepest);
    expect(provesInclusion(hashOf(leaf), leaf, size, path, root)).toBe(true);
    const proof = tree.consistencyProof(leaf + 1);
    expect(provesConsistency(leaf + 1, tree.root(leaf + 1), size, root, proof)).toBe(true);
    // What a store has to fetch for a proof: hashes in the order of log2 squared.
    expect(consistencyRanges(leaf + 1, size).flatMap(nodesOfRange).length).toBeLessThanOrEqual(2 * deepest);
  }
});
