import { failure, success, type Result } from '@isocentre/evidence';
import type { OwnBaseline } from '@isocentre/workforce';

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

/** A return that the page can run on. */
export interface HeldReturn {
  readonly own: OwnBaseline;
  /** Rows of its file that were wrong and are not in it. */
  readonly left: number;
}

const lastKey = 'isocentre.last';
const namedKey = 'isocentre.named';
const returnsKey = 'isocentre.returns';

const isNamed = (value: unknown): value is Named =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  typeof value.name === 'string' &&
  'fragment' in value &&
  typeof value.fragment === 'string';

// What it holds is looked at where it is used.
const isHeld = (value: unknown): value is HeldReturn =>
  typeof value === 'object' &&
  value !== null &&
  'left' in value &&
  typeof value.left === 'number' &&
  'own' in value &&
  typeof value.own === 'object' &&
  value.own !== null &&
  'hash' in value.own &&
  typeof value.own.hash === 'string';

/**
 * Keeps work in the browser: the last state, states under names, and returns that the reader wants kept.
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

  #list<T>(key: string, isOne: (value: unknown) => value is T): readonly T[] {
    try {
      const value = JSON.parse(this.#read(key) ?? '[]') as unknown;
      return Array.isArray(value) ? value.filter(isOne) : [];
    } catch {
      return [];
    }
  }

  /** What is kept under names, in alphabetical order. An entry that cannot be read is left out. */
  named(): readonly Named[] {
    return this.#list(namedKey, isNamed).toSorted((a, b) => a.name.localeCompare(b.name, 'en-GB'));
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

  /** The return of a hash, where it is kept. */
  heldReturn(hash: string): HeldReturn | undefined {
    return this.#list(returnsKey, isHeld).find(({ own }) => own.hash === hash);
  }

  /** Keeps a return on this machine. */
  keepReturn(held: HeldReturn): Result<true> {
    const others = this.#list(returnsKey, isHeld).filter(({ own }) => own.hash !== held.own.hash);
    return this.#write(returnsKey, JSON.stringify([...others, held]));
  }

  /** Forgets a return; with the last of them its place in the storage goes as well. */
  forgetReturn(hash: string): Result<true> {
    const others = this.#list(returnsKey, isHeld).filter(({ own }) => own.hash !== hash);
    if (others.length > 0) return this.#write(returnsKey, JSON.stringify(others));
    try {
      this.#store().removeItem(returnsKey);
    } catch {
      // A storage that cannot be asked keeps nothing.
    }
    return success(true);
  }
}
