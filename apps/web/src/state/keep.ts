import { failure, success, type Result } from '@isocentre/evidence';

/** What is needed of a browser's storage. */
export interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

/** A piece of work kept under a name; its state is the fragment of an address. */
export interface Named {
  readonly name: string;
  readonly fragment: string;
}

const lastKey = 'isocentre.last';
const namedKey = 'isocentre.named';

const isNamed = (value: unknown): value is Named =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'fragment' in value &&
  typeof value.fragment === 'string';

/**
 * Keeps work in the browser: the last state, and states under names.
 *
 * A browser may forbid storage or have none left: then what was kept before stays, and the caller is told.
 *
 * @param store Gives the storage; it may throw where a browser forbids it.
 */
export class Keep {
  readonly #store: () => Store;

  constructor(store: () => Store) {
    this.#store = store;
  }

  #read(key: string): string | null {
    try {
      return this.#store().getItem(key);
    } catch {
      return null;
    }
  }

  #write(key: string, value: string): Result<true> {
    try {
      this.#store().setItem(key, value);
      return success(true);
    } catch {
      return failure({
        where: 'the storage of this browser',
        found: 'no room, or no permission to keep anything',
        expected: 'room for a few kilobytes; copy the link instead, it holds everything',
      });
    }
  }

  /** The last state worked on, if any. */
  last(): string | undefined {
    return this.#read(lastKey) ?? undefined;
  }

  /** Keeps the last state. */
  keepLast(fragment: string): Result<true> {
    return this.#write(lastKey, fragment);
  }

  /** What is kept under names, in alphabetical order. An entry that cannot be read is left out. */
  named(): readonly Named[] {
    try {
      const value = JSON.parse(this.#read(namedKey) ?? '[]') as unknown;
      return Array.isArray(value)
        ? value.filter(isNamed).toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'))
        : [];
    } catch {
      return [];
    }
  }

  /** Keeps a state under a name, in place of one of the same name. */
  keepNamed(named: Named): Result<true> {
    const others = this.named().filter((one) => one.name !== named.name);
    return this.#write(namedKey, JSON.stringify([...others, named]));
  }

  /** Forgets what is kept under a name. */
  forget(name: string): Result<true> {
    return this.#write(namedKey, JSON.stringify(this.named().filter((one) => one.name !== name)));
  }
}
