import type { Json } from '@isocentre/ledger';
import { sql, type Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** The kind of a job that tells others of an entry, by mail or to their systems. */
export const noticeKind = 'notice';

/** Work that somebody took. */
export interface Job {
  readonly id: number;
  readonly kind: string;
  readonly content: Json;
  /** How often it was taken, this time included; it tells this taking from a later one. */
  readonly attempts: number;
}

/** How a queue treats its jobs. */
export interface JobOptions {
  /** How often a job is tried before it is put aside; 10 by default: some 8 hours with the waits between. */
  readonly mostAttempts?: number;
  /** Seconds for which a job is whose took it; 300 by default. After that it was dropped, and another takes it. */
  readonly lease?: number;
}

const firstWait = 60;
const second = 1000;

/**
 * Work that waits in the database, for any number of workers in any number of processes. A job is done at least once:
 * of a worker that dies another takes over, so that what is done must bear to be done twice. One that fails is tried again
 * after 1 minute, 2, 4 and so on, and put aside in the end, for somebody to look at.
 */
export class JobQueue {
  private readonly database: Kysely<Tables>;
  private readonly now: () => Date;
  private readonly mostAttempts: number;
  private readonly lease: number;

  constructor(database: Kysely<Tables>, now: () => Date, { mostAttempts = 10, lease = 300 }: JobOptions = {}) {
    this.database = database;
    this.now = now;
    this.mostAttempts = mostAttempts;
    this.lease = lease;
  }

  /** Adds a job, to be done from now or from a later time. */
  async add(kind: string, content: Json, due = this.now()): Promise<void> {
    await this.database
      .insertInto('job')
      .values({ kind, content: JSON.stringify(content), due })
      .execute();
  }

  /** Takes the job that has waited longest; undefined where none is due. */
  async take(kinds: readonly string[]): Promise<Job | undefined> {
    const now = this.now();
    const until = new Date(now.getTime() + this.lease * second);
    const { rows } = await sql<Job>`
      update job set attempts = attempts + 1, due = ${until} where id = (
        select id from job where kind = any(${kinds}) and not dead and due <= ${now} order by due, id limit 1
        for update skip locked)
      returning id, kind, content, attempts`.execute(this.database);
    return rows[0];
  }

  /** Says that a job was done, which ends it. */
  async done({ id, attempts }: Job): Promise<void> {
    await this.database.deleteFrom('job').where('id', '=', id).where('attempts', '=', attempts).execute();
  }

  /** Says that a job failed and why; tells whether it comes again, was put aside, or is another's by now. */
  async failed({ id, attempts }: Job, error: string): Promise<'again' | 'put aside' | 'not yours'> {
    const dead = attempts >= this.mostAttempts;
    const due = new Date(this.now().getTime() + firstWait * 2 ** (attempts - 1) * second);
    const changed = await this.database
      .updateTable('job')
      .set({ error, dead, due })
      .where('id', '=', id)
      .where('attempts', '=', attempts)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return 'not yours';
    return dead ? 'put aside' : 'again';
  }

  /**
   * Puts other jobs in the place of those of a kind that are due, up to `most`, all in one transaction.
   *
   * @param others Makes them from what the jobs hold, in the order in which they were added.
   * @returns how many were replaced.
   */
  replace(
    kind: string,
    most: number,
    others: (contents: readonly Json[]) => readonly { readonly kind: string; readonly content: Json }[],
  ): Promise<number> {
    const now = this.now();
    return this.database.transaction().execute(async (transaction) => {
      const { rows } = await sql<{ readonly id: number; readonly content: Json }>`
        delete from job where id in (
          select id from job where kind = ${kind} and not dead and due <= ${now} order by due, id limit ${most}
          for update skip locked)
        returning id, content`.execute(transaction);
      const contents = rows.toSorted((one, other) => one.id - other.id).map(({ content }) => content);
      const made = rows.length === 0 ? [] : others(contents);
      const values = made.map((one) => ({ kind: one.kind, content: JSON.stringify(one.content), due: now }));
      if (values.length > 0) await transaction.insertInto('job').values(values).execute();
      return rows.length;
    });
  }

  /** Gives the kinds of jobs that wait. */
  async kinds(): Promise<readonly string[]> {
    const rows = await this.database.selectFrom('job').select('kind').distinct().where('dead', '=', false).execute();
    return rows.map(({ kind }) => kind);
  }

  /** Removes jobs of some kinds that were due before a moment and that nobody took since. */
  async forget(kinds: readonly string[], due: Date): Promise<void> {
    await this.database
      .deleteFrom('job')
      .where('kind', 'in', ['', ...kinds])
      .where('dead', '=', false)
      .where('due', '<', due)
      .execute();
  }

  /** Counts the jobs that wait, those that were put aside, and the notices that nobody has taken up to be sent. */
  async count(): Promise<{ readonly waiting: number; readonly putAside: number; readonly untaken: number }> {
    const { rows } = await sql<{ readonly waiting: number; readonly putAside: number; readonly untaken: number }>`
      select count(*) filter (where not dead and kind <> ${noticeKind}) as waiting,
        count(*) filter (where dead) as "putAside",
        count(*) filter (where not dead and kind = ${noticeKind}) as untaken from job`.execute(this.database);
    return rows[0] ?? { waiting: 0, putAside: 0, untaken: 0 };
  }

  /** Gives the jobs that wait, soonest due first, each with why it failed where it did; no notices that nobody has taken up. */
  waiting(): Promise<readonly (Job & { readonly error: string | null; readonly due: Date })[]> {
    return this.database
      .selectFrom('job')
      .select(['id', 'kind', 'content', 'attempts', 'error', 'due'])
      .where('dead', '=', false)
      .where('kind', '<>', noticeKind)
      .orderBy('due')
      .orderBy('id')
      .execute();
  }

  /** Gives the jobs that were put aside, oldest first, each with why it failed. */
  putAside(): Promise<readonly (Job & { readonly error: string | null })[]> {
    return this.database
      .selectFrom('job')
      .select(['id', 'kind', 'content', 'attempts', 'error'])
      .where('dead', '=', true)
      .orderBy('id')
      .execute();
  }

  /** Removes a job that was put aside; tells whether there was one. */
  async remove(id: number): Promise<boolean> {
    const { numDeletedRows } = await this.database
      .deleteFrom('job')
      .where('id', '=', id)
      .where('dead', '=', true)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** Lets a job that was put aside begin again; tells whether there was one. */
  async again(id: number): Promise<boolean> {
    const { numUpdatedRows } = await this.database
      .updateTable('job')
      .set({ dead: false, attempts: 0, due: this.now() })
      .where('id', '=', id)
      .where('dead', '=', true)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }
}
