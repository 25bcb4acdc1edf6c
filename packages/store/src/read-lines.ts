import type { Problem } from '@isocentre/evidence';
import {
  checkEntry,
  checkHead,
  entryBytes,
  fromHex,
  headOfAnother,
  itemBytes,
  itemHash,
  itemSchema,
  leafHash,
  MerkleTree,
  nodesFilledBy,
  toHex,
  type Entry,
  type Item,
  type TreeHead,
} from '@isocentre/ledger';
import { noRows, type Rows } from './append.ts';
import { formats } from './export-lines.ts';

interface Line {
  readonly format?: unknown;
  readonly entry?: unknown;
  readonly items?: unknown;
  readonly number?: unknown;
  readonly leaf?: unknown;
  readonly head?: unknown;
  readonly end?: unknown;
}

// Beyond the first few there is nothing new to learn of a copy that is wrong.
const mostProblems = 20;

/** Reads a copy line by line and checks each: form, number, content against its hash. Keeps rows and records to write. */
export class CopyReader {
  readonly tree = new MerkleTree();
  readonly heads: TreeHead[] = [];
  readonly problems: Problem[] = [];
  readonly entries = new Map<string, Entry[]>();
  readonly items = new Map<string, Item>();
  /** The rows of the entries that were read since they were last taken. */
  rows: Rows = noRows();
  private readonly name: string;
  private readonly keeps: boolean;
  private at = 0;
  private format = '';
  private ended = false;

  /** @param keeps Whether rows and records are kept, to be written. */
  constructor(name: string, keeps: boolean) {
    this.name = name;
    this.keeps = keeps;
  }

  /** Reads a line; tells whether reading on makes sense. */
  read(text: string): boolean {
    this.at += 1;
    if (text.trim() === '') return true;
    const where = `${this.name}:${this.at}`;
    let line: Line;
    try {
      line = JSON.parse(text) as Line;
    } catch {
      const found = `text that is no JSON${this.at > 1 ? ` after entry ${this.tree.size}` : ''}`;
      this.problems.push({ where, found, expected: 'a line of a copy of a ledger' });
      // A file that begins with something else is no copy, whatever follows.
      return this.at > 1 && this.problems.length < mostProblems;
    }
    if (this.at === 1) {
      this.format = String(line.format);
      const known: readonly string[] = this.keeps ? [formats.whole] : Object.values(formats);
      if (!known.includes(this.format)) {
        this.problems.push(
          this.format === formats.open
            ? {
                where,
                found: 'an export of what anyone may see',
                expected: 'a copy by "ledger backup": it alone restores',
              }
            : { where, found: 'another format', expected: `"${known.join('" or "')}"` },
        );
        return false;
      }
    } else if (line.entry !== undefined) this.entry(line, where);
    else if (line.leaf !== undefined && this.format === formats.open) this.leaf(line, where);
    else if (line.head !== undefined) this.head(line.head, where);
    else if (line.end === this.tree.size) this.ended = true;
    else this.problems.push({ where, found: 'an end that does not fit', expected: `${this.tree.size} entries` });
    return this.problems.length < mostProblems;
  }

  /** Checks at the end that the copy is whole, and that it has the entries that heads signed, those kept elsewhere too. */
  finish(kept: readonly TreeHead[]): void {
    if (!this.ended && this.problems.length === 0) {
      this.problems.push({ where: this.name, found: `no end after entry ${this.tree.size}`, expected: 'a whole copy' });
    }
    const keys = new Set(this.heads.map(({ key }) => key));
    for (const head of [...this.heads, ...kept]) {
      const { size, root, time } = head;
      if (size <= this.tree.size && toHex(this.tree.root(size)) === root) continue;
      const strange = headOfAnother(head, keys);
      if (strange) this.problems.push(strange);
      else if (size > this.tree.size) {
        this.problems.push({
          where: `entry ${this.tree.size + 1}`,
          found: `no entry: the copy ends with ${this.tree.size}`,
          expected: `${size} entries, as signed on ${time}`,
        });
      } else {
        this.problems.push({
          where: `${this.name} head`,
          found: `other entries than those signed on ${time}`,
          expected: `the ${size} that were signed`,
        });
      }
    }
  }

  private head(value: unknown, where: string): void {
    const head = checkHead(value, `${where} head`);
    if (head.ok) this.heads.push(head.value);
    else this.problems.push(...head.problems);
  }

  private leaf({ number, leaf }: Line, where: string): void {
    const expected = this.tree.size + 1;
    const hash = typeof leaf === 'string' ? fromHex(leaf) : undefined;
    if (number !== expected || hash?.length !== 32) {
      this.problems.push({ where, found: 'another line', expected: `the hash of entry ${expected}` });
    } else this.tree.add(hash);
  }

  private entry({ entry: said, items }: Line, where: string): void {
    const number = this.tree.size + 1;
    const checked = checkEntry(said, where);
    if (!checked.ok) {
      this.problems.push(...checked.problems);
      return;
    }
    const entry = checked.value;
    if (entry.number !== number) {
      this.problems.push({ where, found: `entry ${entry.number}`, expected: `entry ${number}` });
      return;
    }
    const bytes = entryBytes(entry);
    for (const [name, value] of Object.entries(items ?? {})) {
      const item = itemSchema.safeParse(value);
      const hash = item.success ? itemHash(item.data) : '';
      if (!item.success || entry.apart[name] !== hash) {
        this.problems.push({ where, found: `${name} that does not fit its hash`, expected: String(entry.apart[name]) });
      } else if (this.keeps) {
        this.items.set(hash, item.data);
        this.rows.item.push({ hash, entry: number, name, bytes: itemBytes(item.data) });
      }
    }
    const leaf = leafHash(bytes);
    if (this.keeps) {
      const { register, key, kind } = entry;
      this.rows.entry.push({ number, register, key, kind, bytes });
      for (const { level, index, hash } of nodesFilledBy(leaf, this.tree.size, this.tree.node)) {
        this.rows.node.push({ level, position: index, hash });
      }
      const name = `${register} ${key}`;
      const known = this.entries.get(name);
      if (known) known.push(entry);
      else this.entries.set(name, [entry]);
    }
    this.tree.add(leaf);
  }
}

/** What a copy holds. */
export interface CopyVerdict {
  readonly size: number;
  /** The root over its entries, in hexadecimal. */
  readonly root: string;
  /** What is wrong with it; its entries are then those that were read. */
  readonly flaws: readonly Problem[];
}

/**
 * Checks a copy of a ledger without any database: that it is whole, that each entry and its content have their form and
 * hashes, and that heads, those in it and those kept elsewhere, signed these entries.
 *
 * @param kept Heads that were kept elsewhere, already checked.
 */
export const checkCopy = async (
  lines: AsyncIterable<string>,
  name: string,
  kept: readonly TreeHead[],
): Promise<CopyVerdict> => {
  const reader = new CopyReader(name, false);
  for await (const line of lines) if (!reader.read(line)) break;
  if (reader.problems.length === 0) reader.finish(kept);
  return { size: reader.tree.size, root: toHex(reader.tree.root()), flaws: reader.problems };
};
