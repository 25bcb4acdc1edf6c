import { createHash } from 'node:crypto';

// The definitions of RFC 6962 §2.1 word for word, on whole lists, with another implementation of SHA-256: slow and plain.

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

const split = (size: number): number => 2 ** Math.ceil(Math.log2(size) - 1);

export const naiveRoot = (entries: readonly Uint8Array[]): Buffer => {
  const [first] = entries;
  if (!first) return sha256();
  if (entries.length === 1) return sha256(Buffer.of(0), first);
  const k = split(entries.length);
  return sha256(Buffer.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)));
};

export const naivePath = (leaf: number, entries: readonly Uint8Array[]): readonly Buffer[] => {
  if (entries.length === 1) return [];
  const k = split(entries.length);
  return leaf < k
    ? [...naivePath(leaf, entries.slice(0, k)), naiveRoot(entries.slice(k))]
    : [...naivePath(leaf - k, entries.slice(k)), naiveRoot(entries.slice(0, k))];
};

const subproof = (earlier: number, entries: readonly Uint8Array[], isWhole: boolean): readonly Buffer[] => {
  if (earlier === entries.length) return isWhole ? [] : [naiveRoot(entries)];
  const k = split(entries.length);
  return earlier <= k
    ? [...subproof(earlier, entries.slice(0, k), isWhole), naiveRoot(entries.slice(k))]
    : [...subproof(earlier - k, entries.slice(k), false), naiveRoot(entries.slice(0, k))];
};

export const naiveConsistency = (earlier: number, entries: readonly Uint8Array[]): readonly Buffer[] =>
  subproof(earlier, entries, true);
