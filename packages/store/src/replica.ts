import { sql, type Kysely } from 'kysely';
import { connectPostgres, hostOf, type Connection } from './connect.ts';
import { outageOf } from './outage.ts';
import type { Tables } from './tables.ts';
import { Turns } from './turns.ts';

/** Milliseconds in which a replica has to connect, and to answer a read: many times what the slowest searches take. */
const longestRead = 2000;
/** Milliseconds for which one that was too slow is left alone. */
const restOfSlow = 30_000;
/** Reads of one process that a replica does at once, as many as searches on the primary; one connection more looks after it. */
const readsAtOnce = 4;

/** What a database is and holds, by which a standby is known as one of its primary. */
export interface Standing {
  readonly isStandby: boolean;
  /** The installation, which its standbys share, and the database in it. */
  readonly identity: string;
  /** The last step of its schema. */
  readonly step: number;
  /** Entries of the ledger. */
  readonly size: number;
}

/** Reads what a database is and holds. */
export const readStanding = async (database: Kysely<Tables>): Promise<Standing> => {
  const { rows } = await sql<Standing>`
    select pg_is_in_recovery() as "isStandby",
      (select system_identifier from pg_control_system()) || ' ' ||
        (select oid from pg_database where datname = current_database()) as identity,
      (select max(step) from migration) as step, (select size from ledger where id = 1) as size`.execute(database);
  const [standing] = rows;
  if (!standing) throw new Error('a select without from gave no row');
  return standing;
};

class Slow extends Error {}

const inTime = async <T>(work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, failed) => {
    timer = setTimeout(() => {
      failed(new Slow());
    }, longestRead);
  });
  // What comes of it later is nobody's.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/** Says why a replica cannot be read from. What the driver says names no password. */
export const whyNot = (error: unknown): string => {
  if (error instanceof Slow) return `it took more than ${longestRead / 1000} s`;
  const said = error instanceof Error ? error.message : String(error);
  return outageOf(error)?.why ?? `it cannot be read: ${said}`;
};

/** Is told what becomes of replicas, again at each look at them. */
export interface ReplicaListener {
  /** It is not read from, and why. */
  readonly fails: (replica: string, why: string) => void;
  /** It is read from. */
  readonly works: (replica: string) => void;
  /** Something that anyone may see was read: from this replica, or from the primary where undefined. */
  readonly reads: (replica: string | undefined) => void;
}

/** A streaming standby that is read from while it is known to be one, to answer, and to have what is not too old. */
export class Replica {
  /** Host and database; never a password. */
  readonly name: string;
  readonly #address: string;
  readonly #listener: ReplicaListener;
  readonly #staleAfter: number;
  readonly #turns = new Turns(readsAtOnce);
  #connection: Connection | undefined;
  #isUsable = false;
  #restsUntil = 0;
  /** By the clock of the process: all that the primary had then is here. */
  #reached = -Infinity;
  /** What the primary had at a later time, which is not here yet. */
  #awaited: { readonly size: number; readonly at: number } | undefined;

  /** @param staleAfter Milliseconds: what the primary has had for longer is here, or this is not read from. */
  constructor(address: string, listener: ReplicaListener, staleAfter: number) {
    this.name = hostOf(address) ?? 'a replica';
    this.#address = address;
    this.#listener = listener;
    this.#staleAfter = staleAfter;
  }

  /** Milliseconds: an entry that the primary has had for longer is here. Infinite until it was looked after. */
  get lag(): number {
    return performance.now() - this.#reached;
  }

  get isUsed(): boolean {
    return this.#isUsable && this.lag <= this.#staleAfter;
  }

  /** Reads from it no more, until a look finds it good again. */
  fail(why: string): void {
    this.#isUsable = false;
    // One that comes back may have to replay anew what it had.
    this.#reached = -Infinity;
    this.#awaited = undefined;
    this.#listener.fails(this.name, why);
  }

  /** Leaves its connections: one on which something waits would keep others waiting. */
  #leave(why: string): void {
    this.fail(why);
    void this.close();
  }

  /**
   * Reads in one snapshot; undefined where it cannot be read here now, for whatever reason: then the primary is asked.
   *
   * @param may Tells whether what a snapshot with so many entries, as of a day, says may be shown.
   */
  async read<T>(
    statements: (database: Kysely<Tables>) => Promise<T>,
    may: (size: number, day: string) => Promise<boolean>,
  ): Promise<{ readonly found: T; readonly size: number } | undefined> {
    return this.#turns.take(async () => {
      const connection = this.#connection;
      if (!connection || !this.isUsed) return undefined;
      const snapshot = connection.database
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (transaction) => {
          const { rows } = await sql<{ size: number; day: string | null; standby: boolean }>`
            select size, day, pg_is_in_recovery() as standby from ledger where id = 1`.execute(transaction);
          const [{ size, day, standby } = { size: 0, day: null, standby: false }] = rows;
          return standby && (await may(size, day ?? '')) ? { found: await statements(transaction), size } : undefined;
        });
      try {
        return await inTime(snapshot);
      } catch (error) {
        // Anything else, such as a read that stood in the way of replaying, is of this read alone.
        if (connection !== this.#connection || !(error instanceof Slow || outageOf(error))) return undefined;
        if (error instanceof Slow) this.#restsUntil = performance.now() + restOfSlow;
        this.#leave(whyNot(error));
        return undefined;
      }
    });
  }

  /** Looks whether it can be read from, against what its primary was at a time. */
  async look(primary: Standing, at: number): Promise<void> {
    if (performance.now() < this.#restsUntil) return;
    const connection = (this.#connection ??= connectPostgres(this.#address, readsAtOnce + 1, longestRead));
    let here: Standing;
    try {
      here = await inTime(readStanding(connection.database));
    } catch (error) {
      if (connection === this.#connection) this.#leave(whyNot(error));
      return;
    }
    // Left meanwhile, by a read or because the process ends.
    if (connection !== this.#connection) return;
    if (here.identity !== primary.identity) return this.fail('it is another database, not a standby of this one');
    if (!here.isStandby) return this.fail('it is not a standby');
    if (here.step !== primary.step) return this.fail(`it has the schema ${here.step}, the primary ${primary.step}`);
    if (here.size >= primary.size) {
      this.#reached = at;
      this.#awaited = undefined;
    } else {
      if (this.#awaited && here.size >= this.#awaited.size) {
        this.#reached = this.#awaited.at;
        this.#awaited = undefined;
      }
      this.#awaited ??= { size: primary.size, at };
    }
    this.#isUsable = true;
    if (this.isUsed) this.#listener.works(this.name);
    else if (this.#awaited && performance.now() - this.#awaited.at > this.#staleAfter)
      this.#listener.fails(this.name, `it lags by more than ${this.#staleAfter / 1000} s`);
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    // A connection that hangs is not waited for.
    if (connection) await inTime(connection.close()).catch(() => undefined);
  }
}
