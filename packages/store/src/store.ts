import { setImmediate } from 'node:timers/promises';
import type { Result } from '@isocentre/evidence';
import type { LogVerdict, ProofFile, TreeHead } from '@isocentre/ledger';
import { publicDay, type Register, type RegisterRecord } from '@isocentre/registers';
import type { Kysely } from 'kysely';
import { appendAll, type Appended, type AppendRequest } from './append.ts';
import type { Connection } from './connect.ts';
import { exportLines } from './export-lines.ts';
import { JobQueue, type JobOptions } from './job-queue.ts';
import { migrate } from './migrations.ts';
import { outageOf } from './outage.ts';
import { sealSlices } from './postings.ts';
import { readHead, readHistory, readProof, readRecord, readRecords, readSize, searchRecords, signNow } from './read.ts';
import type { History, Page, Search } from './read.ts';
import { reachDay } from './reach-day.ts';
import type { Reader } from './reader.ts';
import { Replicas, type ReplicaOptions, type ReplicaState } from './replicas.ts';
import { SignIns } from './sign-ins.ts';
import { redact, type Redacted, type Redaction } from './redact.ts';
import { restoreLines } from './restore-lines.ts';
import type { Tables } from './tables.ts';
import { Turns } from './turns.ts';
import { verifyStore } from './verify.ts';

interface Waiting {
  readonly request: AppendRequest;
  readonly done: (outcome: Appended) => void;
  readonly failed: (error: unknown) => void;
}

/** Requests that are written in one transaction at most: a longer one would keep others waiting. */
const mostTogether = 200;

/**
 * Searches that the database does at once for this process; others wait their turn. A process that asks and reads answers on
 * one processor does not keep more of them busy.
 */
const searchesAtOnce = 4;

/**
 * Ledger and registers on one database. Requests that come while one is being written are written together in the next
 * transaction, so that many clients share one commit; each still succeeds or fails by itself.
 */
export class Store implements Reader {
  private readonly connection: Connection;
  private readonly registers: ReadonlyMap<string, Register>;
  private readonly now: () => Date;
  private waiting: Waiting[] = [];
  private writing: Promise<void> | undefined;
  private readonly searching = new Turns(searchesAtOnce);
  /** The day to which this process has seen the records brought. */
  private day = '';
  private reaching: Promise<void> | undefined;
  private readonly replicas: Replicas | undefined;

  private constructor(
    connection: Connection,
    registers: readonly Register[],
    now: () => Date,
    replicas: ReplicaOptions | undefined,
  ) {
    this.connection = connection;
    this.registers = new Map(registers.map((register) => [register.name, register]));
    this.now = now;
    this.replicas = replicas && new Replicas(connection.database, replicas);
  }

  /**
   * Opens a store and brings its schema up to date. `now` is the clock of recorded times; `replicas` are standbys of the
   * database, for {@link forAnyone}.
   */
  static async open(
    connection: Connection,
    registers: readonly Register[],
    now = () => new Date(),
    replicas?: ReplicaOptions,
  ): Promise<Store> {
    await migrate(connection.database, registers);
    const store = new Store(connection, registers, now, replicas);
    // What was read before this process began is not told older either.
    if (replicas) await store.size();
    return store;
  }

  /** The database itself, for reports and tests. */
  get database(): Kysely<Tables> {
    return this.connection.database;
  }

  /** The work that waits, such as telling others of a decision: each entry that is written puts a notice there. */
  jobs(options: JobOptions = {}): JobQueue {
    return new JobQueue(this.database, this.now, options);
  }

  /** Who is signed in. */
  signIns(): SignIns {
    return new SignIns(this.database, this.now);
  }

  /**
   * Brings the records to the present day in the United Kingdom: what was announced for it then holds, and what happens by
   * itself on a date in a field is decided. Reading and writing do so when a day has begun; whoever keeps a store open asks
   * for it now and then, for dates that were written since.
   */
  async reachToday(): Promise<void> {
    const day = publicDay(this.now());
    await reachDay(this.database, this.registers, day, this.now);
    this.day = day;
  }

  /** The same, once a day; all that ask meanwhile wait for the one that does it. */
  private async today(): Promise<void> {
    if (publicDay(this.now()) <= this.day) return;
    this.reaching ??= this.reachToday().finally(() => {
      this.reaching = undefined;
    });
    await this.reaching;
  }

  /** Where nothing can be written, what held on the day before is read rather than nothing. */
  private async todayIfWritable(): Promise<void> {
    try {
      await this.today();
    } catch (error) {
      if (!outageOf(error)) throw error;
    }
  }

  /** Writes drafts, all or none. When it gives "written", they are committed. */
  append(request: AppendRequest): Promise<Appended> {
    return new Promise((done, failed) => {
      this.waiting.push({ request, done, failed });
      this.writing ??= this.writeWaiting();
    });
  }

  private async writeWaiting(): Promise<void> {
    while (this.waiting.length > 0) {
      // Whoever was just answered may ask again at once, and goes with the others.
      await setImmediate();
      const batch = this.waiting.splice(0, mostTogether);
      try {
        await this.today();
        const requests = batch.map(({ request }) => request);
        const outcomes = await appendAll(this.database, requests, this.registers, this.now);
        for (const outcome of outcomes) this.acknowledge(outcome);
        for (const [index, { done, failed }] of batch.entries()) {
          const outcome = outcomes[index];
          if (outcome) done(outcome);
          else failed(new Error('a request without an outcome'));
        }
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    this.writing = undefined;
  }

  private acknowledge(outcome: Appended | Redacted): void {
    if ('numbers' in outcome) this.hasTold(outcome.numbers.at(-1) ?? 0);
    if (outcome.kind === 'conflict') this.hasTold(outcome.last);
  }

  /** Notes that somebody was told that an entry is there: {@link forAnyone} then tells nothing older. */
  hasTold(entry: number): void {
    this.replicas?.show(entry);
  }

  /**
   * Gives what reads for somebody who may see what anyone may: a replica where there is one that has all that this process
   * told, else this store.
   *
   * @param known The number of an entry that they have seen, by another process too; 0 by default.
   */
  forAnyone(known = 0): Reader {
    const reach = async (): Promise<string> => {
      await this.todayIfWritable();
      return this.day;
    };
    return this.replicas?.reader(this, known, reach) ?? this;
  }

  replicaStates(): readonly ReplicaState[] {
    return this.replicas?.states() ?? [];
  }

  /** Erases content apart, where the person may, and records that it was erased; proofs still hold. Copies made before still have it. */
  async redact(redaction: Redaction): Promise<Redacted> {
    await this.today();
    const outcome = await redact(this.database, redaction, this.registers, this.now);
    this.acknowledge(outcome);
    return outcome;
  }

  /** Gives the whole ledger as lines of JSON, a page of entries at a time: a copy from which it can be restored. */
  export(): AsyncGenerator<string> {
    return exportLines(this.database);
  }

  /** Gives as lines what anyone may see of the ledger; of what they may not, the hash. {@link checkCopy} checks it. */
  exportPublic(): AsyncGenerator<string> {
    return exportLines(this.database, this.registers);
  }

  /** Fills an empty store from such lines, whole or not at all. */
  restore(lines: AsyncIterable<string>, name: string): Promise<Result<number>> {
    return restoreLines(this.database, this.registers, lines, name, publicDay(this.now()));
  }

  async size(): Promise<number> {
    const size = await readSize(this.database);
    this.hasTold(size);
    return size;
  }

  async read<T>(statements: (database: Kysely<Tables>) => Promise<T>): Promise<T> {
    const found = await statements(this.database);
    // Afterwards: it has all that was found.
    if (this.replicas) await this.size();
    return found;
  }

  async record(
    register: Register,
    key: string,
    moment?: { readonly validTime: string; readonly recordedTime: string },
  ): Promise<RegisterRecord | undefined> {
    await this.todayIfWritable();
    return this.read((database) => readRecord(database, register, key, moment));
  }

  /** Reads all records of a register as they hold today, by key. */
  async records(register: Register): Promise<ReadonlyMap<string, RegisterRecord>> {
    await this.todayIfWritable();
    return readRecords(this.database, register);
  }

  history(register: Register, key: string): Promise<History> {
    return this.read((database) => readHistory(database, register.name, key));
  }

  async search(register: Register, search: Search): Promise<Page> {
    await this.todayIfWritable();
    return this.searching.take(() => this.read((database) => searchRecords(database, register, search)));
  }

  /** Prepares what a search counts by, where much came or changed; some seconds for 65,536 records. Nothing is found differently. */
  seal(): Promise<number> {
    return sealSlices(this.database, [...this.registers.keys()]);
  }

  /** Signs what the ledger holds now. Keep the head elsewhere too: without it a cut at the end cannot be seen. */
  async sign(secretKey: Uint8Array): Promise<TreeHead> {
    const head = await signNow(this.database, secretKey, this.now);
    this.hasTold(head.size);
    return head;
  }

  async head(size: number): Promise<TreeHead | undefined> {
    const head = await readHead(this.database, size);
    if (head) this.hasTold(head.size);
    return head;
  }

  proof(number: number, head: TreeHead, earlier?: TreeHead): Promise<ProofFile | undefined> {
    return readProof(this.database, number, head, earlier);
  }

  async verify(kept: readonly TreeHead[]): Promise<LogVerdict> {
    await this.todayIfWritable();
    return verifyStore(this.database, this.registers, kept);
  }

  /** Waits for what is being written, then closes the database. */
  async close(): Promise<void> {
    await this.writing;
    await this.replicas?.close();
    await this.connection.close();
  }
}
