/** Holds what is shown, a new object whenever something changed, and tells whoever listens. */
export class Observed<T extends object> {
  #shown: T;
  readonly #listeners = new Set<() => void>();

  constructor(shown: T) {
    this.#shown = shown;
  }

  /** What is shown now. */
  readonly snapshot = (): T => this.#shown;

  /** Calls a listener after every change, until the function given back is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** Changes part of what is shown. */
  protected change(change: Partial<T>): void {
    this.#shown = { ...this.#shown, ...change };
    for (const listener of this.#listeners) listener();
  }
}
