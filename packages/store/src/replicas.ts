import { setTimeout as pause } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import { outageOf } from './outage.ts';
import { readHistory, readRecord, readSize, searchRecords } from './read.ts';
import type { Reader } from './reader.ts';
import { readStanding, Replica, whyNot, type ReplicaListener } from './replica.ts';
import type { Tables } from './tables.ts';

/** Milliseconds between two looks at the replicas. */
const usuallyEvery = 1000;
/**
 * Milliseconds: what the primary has had for longer is on a replica, or that is not read from. Five looks: one that was late
 * takes no replica out, and nobody waits long for what others wrote.
 */
const usuallyStaleAfter = 5000;

/** Streaming standbys of the database, from which anyone's reading is done. */
export interface ReplicaOptions {
  /** The address of each, such as `postgres://user:password@host:5432/database`. */
  readonly addresses: readonly string[];
  readonly listener: ReplicaListener;
  /** Milliseconds between two looks at them; 1,000 by default. */
  readonly every?: number;
  /** Milliseconds after which what the primary has must be on a replica; 5,000 by default. */
  readonly staleAfter?: number;
}

/** How a replica stands. */
export interface ReplicaState {
  /** Host and database. */
  readonly name: string;
  /** Whether it is read from. */
  readonly isUsed: boolean;
  /** Seconds: what the primary has had for longer is there. Infinite where that is not known. */
  readonly lag: number;
}

/**
 * Reads from replicas, and never tells what is older than what this process told before (ADR 23). It knows how many entries
 * it has shown something of, and how many the primary has. A snapshot of a replica is shown where it has at least the former
 * and at most the latter; in every other case the primary is asked.
 */
export class Replicas {
  readonly #replicas: readonly Replica[];
  readonly #primary: Kysely<Tables>;
  readonly #listener: ReplicaListener;
  readonly #ended = new AbortController();
  readonly #looking: Promise<void>;
  /** Entries of which something was shown or acknowledged. */
  #shown = 0;
  /** Entries that the primary is known to have: never fewer than were shown. */
  #there = 0;
  #turn = 0;

  constructor(
    primary: Kysely<Tables>,
    { addresses, listener, every = usuallyEvery, staleAfter = usuallyStaleAfter }: ReplicaOptions,
  ) {
    this.#primary = primary;
    this.#listener = listener;
    this.#replicas = addresses.map((address) => new Replica(address, listener, staleAfter));
    this.#looking = this.#look(every);
  }

  async #look(every: number): Promise<void> {
    while (!this.#ended.signal.aborted) {
      const at = performance.now();
      try {
        const primary = await readStanding(this.#primary);
        this.#there = Math.max(this.#there, primary.size);
        await Promise.all(this.#replicas.map((replica) => replica.look(primary, at)));
      } catch (error) {
        // Without the primary nobody knows how old a replica is: it is used no longer than what was known allows.
        if (!outageOf(error)) for (const replica of this.#replicas) replica.fail(`of its primary, ${whyNot(error)}`);
      }
      await pause(every, undefined, { signal: this.#ended.signal }).catch(() => undefined);
    }
  }

  /** Notes that something of an entry that the primary has, or of all up to it, was shown or acknowledged. */
  show(entry: number): void {
    this.#shown = Math.max(this.#shown, entry);
    this.#there = Math.max(this.#there, entry);
  }

  async #mayShow(size: number, known: number): Promise<boolean> {
    if (size < Math.max(this.#shown, known)) return false;
    // Where the primary waits for a standby, that has an entry before anybody sees it on the primary.
    if (size > this.#there) {
      const there = await readSize(this.#primary).catch(() => 0);
      this.#there = Math.max(this.#there, there);
    }
    return size <= this.#there;
  }

  /** Takes those that are used in turn. */
  #next(): Replica | undefined {
    const used = this.#replicas.filter((replica) => replica.isUsed);
    this.#turn += 1;
    return used[this.#turn % used.length];
  }

  /**
   * Reads from a replica where that may be shown, else from the primary.
   *
   * @param known An entry that whoever asks has seen.
   * @param reach Brings the primary to the present day and gives the day to which it was brought.
   */
  reader(primary: Reader, known: number, reach: () => Promise<string>): Reader {
    const either = async <T>(
      onReplica: (database: Kysely<Tables>) => Promise<T>,
      onPrimary: () => Promise<T>,
    ): Promise<T> => {
      // What holds from a new day may be no new entry.
      const today = await reach();
      const replica = this.#next();
      const answer = await replica?.read(
        onReplica,
        async (size, day) => day >= today && (await this.#mayShow(size, known)),
      );
      this.#listener.reads(answer && replica?.name);
      if (!answer) return onPrimary();
      this.show(answer.size);
      return answer.found;
    };
    return {
      read: (statements) => either(statements, () => primary.read(statements)),
      record: (register, key, moment) => {
        const onPrimary = () => primary.record(register, key, moment);
        // What was known at a moment stays the same: a replica may not have all of it yet.
        if (moment) return onPrimary();
        return either((database) => readRecord(database, register, key), onPrimary);
      },
      history: (register, key) =>
        either(
          (database) => readHistory(database, register.name, key),
          () => primary.history(register, key),
        ),
      search: (register, search) =>
        either(
          (database) => searchRecords(database, register, search),
          () => primary.search(register, search),
        ),
    };
  }

  states(): readonly ReplicaState[] {
    return this.#replicas.map(({ name, isUsed, lag }) => ({ name, isUsed, lag: lag / 1000 }));
  }

  async close(): Promise<void> {
    this.#ended.abort();
    await this.#looking;
    await Promise.all(this.#replicas.map((replica) => replica.close()));
  }
}
