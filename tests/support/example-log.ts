import {
  entryBytes,
  itemHash,
  leafHash,
  MerkleTree,
  signHead,
  type Entry,
  type Item,
  type StoredEntry,
  type TreeHead,
} from '@isocentre/ledger';

/** A secret key for tests. */
export const testKey = new Uint8Array(32).fill(7);

/** An item with a salt that follows from a number. */
export const itemOf = (content: string, number: number): Item => ({
  salt: number.toString(16).padStart(64, '0'),
  content,
});

/** An entry with what is not said filled in. */
export const entryOf = (said: Partial<Entry> & { readonly number: number }): Entry => ({
  register: 'things',
  key: `thing-${said.number % 7}`,
  kind: 'decide',
  what: { action: 'open', step: said.number },
  apart: {},
  by: { who: 'person-1', capacity: 'keeper' },
  evidence: [],
  validFrom: '2026-01-01',
  recorded: new Date(Date.UTC(2026, 0, 1, 0, 0, said.number)).toISOString(),
  ...said,
});

/** A log in memory, as a store would hold it. */
export interface ExampleLog {
  readonly entries: readonly StoredEntry[];
  readonly tree: MerkleTree;
  readonly head: TreeHead;
}

/** Makes a log of many entries, every third of which has content apart. */
export const exampleLog = (size: number): ExampleLog => {
  const tree = new MerkleTree();
  const entries = Array.from({ length: size }, (_, index) => {
    const number = index + 1;
    const item = itemOf(`reasons of ${number}`, number);
    const hash = itemHash(item);
    const items = new Map(number % 3 === 0 ? [[hash, item]] : []);
    const bytes = entryBytes(entryOf({ number, apart: number % 3 === 0 ? { reasons: hash } : {} }));
    tree.add(leafHash(bytes));
    return { number, bytes, items };
  });
  return { entries, tree, head: signHead({ size, root: tree.root(), time: '2026-02-01T00:00:00.000Z' }, testKey) };
};
