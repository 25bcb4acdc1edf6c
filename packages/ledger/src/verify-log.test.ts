import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entryOf, exampleLog, itemOf, testKey } from '../../../tests/support/example-log.ts';
import { countOf } from '../../../tests/support/counts.ts';
import { entryBytes } from './entry.ts';
import { leafHash } from './hash.ts';
import { itemHash } from './item.ts';
import { MerkleTree } from './merkle-tree.ts';
import { signHead } from './tree-head.ts';
import { verifyLog, type LogVerdict, type StoredEntry } from './verify-log.ts';

const size = 500;
const log = exampleLog(size);

type Node = (level: number, index: number) => Uint8Array | undefined;
const nodesOf =
  (tree: MerkleTree): Node =>
  (level, index) =>
    (index + 1) * 2 ** level <= tree.size ? tree.node({ level, index }) : undefined;
const verify = (entries: readonly StoredEntry[], node = nodesOf(log.tree), heads = [log.head]): LogVerdict =>
  verifyLog({ entries, node }, heads);
const places = ({ flaws }: LogVerdict): readonly string[] => flaws.map(({ where }) => where);

test('an untouched log is sound, with and without a head', () => {
  expect(verify(log.entries)).toEqual({ flaws: [], size, root: log.head.root, erased: 0 });
  expect(verify(log.entries, nodesOf(log.tree), []).flaws).toEqual([]);
  expect(verifyLog({ entries: [], node: () => undefined }, [])).toMatchObject({ flaws: [], size: 0 });
});

const flip = (bytes: Uint8Array, at: number, mask: number): Uint8Array => {
  const changed = Uint8Array.from(bytes);
  changed[at % bytes.length] = (changed[at % bytes.length] ?? 0) ^ mask;
  return changed;
};
const put = (at: number, entry: Partial<StoredEntry>): readonly StoredEntry[] =>
  log.entries.map((one, index) => (index === at ? { ...one, ...entry } : one));
const pick = (index: number): StoredEntry =>
  log.entries[index % size] ?? { number: 0, bytes: Buffer.of(), items: new Map() };

// 2,500 tries of each of four kinds make the 10,000 of the bar; the read tables are the store's.
const tries = countOf({ test: 12, full: 2500, mutation: 2 });
const index = fc.nat({ max: size - 1 });

describe('whatever is done to a log is found, and the entry named', () => {
  test('a byte changed', () => {
    fc.assert(
      fc.property(index, fc.nat(), fc.integer({ min: 1, max: 255 }), (at, place, mask) => {
        expect(places(verify(put(at, { bytes: flip(pick(at).bytes, place, mask) })))).toContain(`entry ${at + 1}`);
      }),
      { numRuns: tries },
    );
  });

  test('an entry dropped', () => {
    fc.assert(
      fc.property(index, (at) => {
        expect(places(verify(log.entries.filter((_, one) => one !== at)))).toContain(`entry ${at + 1}`);
      }),
      { numRuns: tries },
    );
  });

  test('two entries swapped', () => {
    fc.assert(
      fc.property(index, fc.integer({ min: 1, max: size - 1 }), (one, step) => {
        const other = (one + step) % size;
        const swapped = log.entries.map((entry, at) => {
          if (at === one) return { ...pick(other), number: entry.number };
          return at === other ? { ...pick(one), number: entry.number } : entry;
        });
        expect(places(verify(swapped))).toEqual(expect.arrayContaining([`entry ${one + 1}`, `entry ${other + 1}`]));
      }),
      { numRuns: tries },
    );
  });

  test('the tail cut, with the stored tree', () => {
    fc.assert(
      fc.property(index, (left) => {
        const cut = exampleLog(left);
        expect(places(verify(cut.entries, nodesOf(cut.tree)))).toContain(`entry ${left + 1}`);
      }),
      { numRuns: tries },
    );
  });
});

test('an entry rewritten with its own stored hash is named by the hashes above it', () => {
  const at = 341;
  const bytes = entryBytes(entryOf({ number: at + 1, what: { action: 'close' } }));
  const forged: Node = (level, place) =>
    level === 0 && place === at ? leafHash(bytes) : nodesOf(log.tree)(level, place);
  expect(places(verify(put(at, { bytes, items: new Map() }), forged))).toContain('entries 341 to 342');
});

test('a log rewritten with its whole tree is found by a head kept elsewhere, between the heads', () => {
  const at = 341;
  const entries = put(at, {
    bytes: entryBytes(entryOf({ number: at + 1, what: { action: 'close' } })),
    items: new Map(),
  });
  const tree = new MerkleTree();
  for (const { bytes } of entries) tree.add(leafHash(bytes));
  expect(verify(entries, nodesOf(tree), []).flaws).toEqual([]);
  const kept = signHead({ size: 300, root: log.tree.root(300), time: '2026-01-15T00:00:00.000Z' }, testKey);
  expect(places(verify(entries, nodesOf(tree), [kept, log.head]))).toEqual(['entries 1 to 500']);
});

test('a stored hash that was changed alone is found', () => {
  const node: Node = (level, place) =>
    level === 2 && place === 3 ? new Uint8Array(32) : nodesOf(log.tree)(level, place);
  expect(places(verify(log.entries, node))).toEqual(['entries 13 to 16']);
});

test('an entry hidden at the end is missed by its stored hash', () => {
  expect(places(verify(log.entries.slice(0, -1), nodesOf(log.tree), []))).toEqual(['entry 500']);
});

test('a number twice is found', () => {
  expect(places(verify([...log.entries.slice(0, 9), pick(8), ...log.entries.slice(9)]))).toEqual(['entry 9']);
});

describe('content apart', () => {
  test('changed or lost content is found', () => {
    expect(places(verify(put(2, { items: new Map() })))).toEqual(['entry 3 reasons']);
    const [[hash] = ['']] = pick(2).items;
    expect(places(verify(put(2, { items: new Map([[hash, itemOf('other reasons', 3)]]) })))).toEqual([
      'entry 3 reasons',
    ]);
  });

  const redaction = (items: StoredEntry['items']): LogVerdict => {
    const item = itemOf('J Smith', 1);
    const all = [
      entryOf({ number: 1, apart: { person: itemHash(item) } }),
      entryOf({ number: 2, kind: 'redact', concerns: 1, what: { erased: ['person'] } }),
    ];
    const tree = new MerkleTree();
    for (const entry of all) tree.add(leafHash(entryBytes(entry)));
    const stored = all.map((entry) => ({
      number: entry.number,
      bytes: entryBytes(entry),
      items: entry.number === 1 ? items : new Map(),
    }));
    return verifyLog({ entries: stored, node: nodesOf(tree) }, [
      signHead({ size: 2, root: tree.root(), time: '2026-02-01T00:00:00.000Z' }, testKey),
    ]);
  };

  test('content that was redacted is gone, and the proofs hold', () => {
    expect(redaction(new Map())).toMatchObject({ flaws: [], erased: 1 });
  });

  test('content that was redacted and is still there is found', () => {
    const item = itemOf('J Smith', 1);
    expect(places(redaction(new Map([[itemHash(item), item]])))).toEqual(['entry 1 person']);
  });
});
