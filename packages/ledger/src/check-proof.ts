import { emptyRoot, nodeHash, sameBytes } from './hash.ts';

const isOdd = (value: number): boolean => value % 2 === 1;
// Not by a shift: sizes may pass 2^31.
const half = (value: number): number => Math.floor(value / 2);

/**
 * Tells whether a path proves that a leaf hash is leaf `leaf`, from 0, of the tree with `size` leaves and this root.
 * Needs nothing else: no tree, no database, no network. Source: RFC 9162 §2.1.3.2.
 */
export const provesInclusion = (
  hash: Uint8Array,
  leaf: number,
  size: number,
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean => {
  if (!Number.isSafeInteger(leaf) || !Number.isSafeInteger(size) || leaf < 0 || leaf >= size) return false;
  let [first, last] = [leaf, size - 1];
  let found = hash;
  for (const step of path) {
    if (last === 0) return false;
    if (isOdd(first) || first === last) {
      found = nodeHash(step, found);
      while (!isOdd(first) && first !== 0) {
        first = half(first);
        last = half(last);
      }
    } else found = nodeHash(found, step);
    first = half(first);
    last = half(last);
  }
  return last === 0 && sameBytes(found, root);
};

/**
 * Tells whether a path proves that the tree of `size` leaves and root `root` begins with the tree of `earlier` leaves
 * and root `earlierRoot`: that nothing in it was changed or taken away since. Source: RFC 9162 §2.1.4.2.
 */
export const provesConsistency = (
  earlier: number,
  earlierRoot: Uint8Array,
  size: number,
  root: Uint8Array,
  path: readonly Uint8Array[],
): boolean => {
  if (!Number.isSafeInteger(earlier) || !Number.isSafeInteger(size) || earlier < 0 || earlier > size) return false;
  // Every tree begins with the one without leaves.
  if (earlier === 0) return path.length === 0 && sameBytes(earlierRoot, emptyRoot());
  if (earlier === size) return path.length === 0 && sameBytes(earlierRoot, root);
  let [first, last] = [earlier - 1, size - 1];
  while (isOdd(first)) {
    first = half(first);
    last = half(last);
  }
  // The earlier tree is a full subtree of the later one: its own hash is where the path begins.
  const whole = first === 0;
  const [start, ...steps] = whole ? [earlierRoot, ...path] : path;
  if (!start) return false;
  let [foundEarlier, found] = [start, start];
  for (const step of steps) {
    if (last === 0) return false;
    if (isOdd(first) || first === last) {
      foundEarlier = nodeHash(step, foundEarlier);
      found = nodeHash(step, found);
      while (!isOdd(first) && first !== 0) {
        first = half(first);
        last = half(last);
      }
    } else found = nodeHash(found, step);
    first = half(first);
    last = half(last);
  }
  return last === 0 && sameBytes(foundEarlier, earlierRoot) && sameBytes(found, root);
};
