import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';

// RFC 6962 §2.1: a leaf and a node are hashed under different first bytes, so that neither can pass for the other.
const leafMark = 0;
const nodeMark = 1;

/** Bytes of a SHA-256 hash. */
export const hashLength = 32;

/** Hashes the bytes of an entry as a leaf of the tree: SHA-256 over 0x00 and the bytes. RFC 6962 §2.1. */
export const leafHash = (bytes: Uint8Array): Uint8Array => {
  const marked = new Uint8Array(bytes.length + 1);
  marked[0] = leafMark;
  marked.set(bytes, 1);
  return sha256(marked);
};

/** Hashes two neighbours of the tree: SHA-256 over 0x01, the left hash and the right hash. RFC 6962 §2.1. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => {
  const marked = new Uint8Array(1 + 2 * hashLength);
  marked[0] = nodeMark;
  marked.set(left, 1);
  marked.set(right, 1 + hashLength);
  return sha256(marked);
};

/** The hash of a tree without entries: SHA-256 of nothing. */
export const emptyRoot = (): Uint8Array => sha256(new Uint8Array(0));

/** Gives the SHA-256 of bytes in hexadecimal, as evidence is named by. */
export const contentHash = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));

export const toHex = (bytes: Uint8Array): string => bytesToHex(bytes);

/** Reads lower-case hexadecimal of whole bytes; undefined for anything else. */
export const fromHex = (text: string): Uint8Array | undefined =>
  /^(?:[0-9a-f]{2})*$/.test(text) ? hexToBytes(text) : undefined;

export const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);
