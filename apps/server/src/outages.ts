/** Writes a line of the log: an object, without personal data. */
export type Log = (line: Readonly<Record<string, unknown>>) => void;

/**
 * What does not work at present: the database, a receiver. The log has one line when something begins to fail and one when
 * it works again, however often it was tried between.
 */
export class Outages {
  readonly #log: Log;
  readonly #now: () => Date;
  readonly #failing = new Set<string>();

  constructor(log: Log, now: () => Date) {
    this.#log = log;
    this.#now = now;
  }

  /** Says that something fails, and why; nothing personal. */
  begin(who: string, why: string): void {
    if (this.#failing.has(who)) return;
    this.#failing.add(who);
    this.#log({ time: this.#now().toISOString(), level: 'error', what: 'fails', who, why });
  }

  /** Says that it works. */
  end(who: string): void {
    if (!this.#failing.delete(who)) return;
    this.#log({ time: this.#now().toISOString(), level: 'notice', what: 'works again', who });
  }

  has(who: string): boolean {
    return this.#failing.has(who);
  }
}
