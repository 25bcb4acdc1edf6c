import { memberships } from '@isocentre/registers';
import { sql, type Kysely } from 'kysely';
import type { Tables } from './tables.ts';

/** Somebody who is signed in. */
export interface Session {
  /** The identifier by which memberships and decisions name them; no name. */
  readonly person: string;
  /** How their provider knows them. */
  readonly account: { readonly issuer: string; readonly subject: string };
  /** What their provider calls them; shown to themselves, and nothing rests on it. */
  readonly name: string;
}

/** What a provider said of somebody who signed in. */
export interface Identity {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
}

const minute = 60_000;
/** A sign-in has to be finished within ten minutes: time to find a smart card, and no more. */
const signInLasts = 10 * minute;
/** Both as NIST SP 800-63B-3 has it at level 2 (§4.2.3): 30 minutes without a request, and 12 hours in all. */
const idleFor = 30 * minute;
const sessionLasts = 12 * 60 * minute;
/** That somebody was here is written at most once a minute. */
const touchedEvery = minute;

/**
 * Sign-ins that have begun, accounts and sessions, in the database, so that any process answers any request. Secrets that
 * a browser holds are known here by their hash alone.
 */
export class SignIns {
  private readonly database: Kysely<Tables>;
  private readonly now: () => Date;

  constructor(database: Kysely<Tables>, now: () => Date) {
    this.database = database;
    this.now = now;
  }

  private in(milliseconds: number): Date {
    return new Date(this.now().getTime() + milliseconds);
  }

  /** Notes that a browser began to sign in with a provider, and forgets what has ended. */
  async begin(hash: string, provider: string): Promise<void> {
    const now = this.now();
    await this.database.deleteFrom('sign_in').where('ends', '<=', now).execute();
    await this.database
      .deleteFrom('session')
      .where((where) => where.or([where('ends', '<=', now), where('seen', '<=', this.in(-idleFor))]))
      .execute();
    await this.database
      .insertInto('sign_in')
      .values({ hash, provider, ends: this.in(signInLasts) })
      .execute();
  }

  /** Takes a sign-in that began with this provider; true once, and never after ten minutes. */
  async take(hash: string, provider: string): Promise<boolean> {
    const { numDeletedRows } = await this.database
      .deleteFrom('sign_in')
      .where('hash', '=', hash)
      .where('provider', '=', provider)
      .where('ends', '>', this.now())
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /**
   * Gives the identifier of whoever a provider knows by this issuer and subject. Who is not known yet gets the one of
   * their memberships, which outlive this table in a copy of the ledger, else the given new one.
   */
  async person({ issuer, subject, name }: Identity, fresh: string): Promise<string> {
    const { rows } = await sql<{ person: string }>`
      select content ->> 'person' as person from record
      where register = ${sql.lit(memberships.name)} and content -> 'account' ->> 'issuer' = ${issuer}
        and content -> 'account' ->> 'subject' = ${subject} and content ->> 'person' is not null
      order by key limit 1`.execute(this.database);
    const { person } = await this.database
      .insertInto('account')
      .values({ person: rows[0]?.person ?? fresh, issuer, subject, name })
      .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doUpdateSet({ name }))
      .returning('person')
      .executeTakeFirstOrThrow();
    return person;
  }

  /** Opens a session; `hash` is of a new secret. */
  async open(hash: string, person: string): Promise<void> {
    await this.database
      .insertInto('session')
      .values({ hash, person, seen: this.now(), ends: this.in(sessionLasts) })
      .execute();
  }

  /** Gives who has the session of a secret with this hash; undefined where there is none or it has ended. */
  async session(hash: string): Promise<Session | undefined> {
    const now = this.now();
    // One statement whatever comes of it: its cost tells nothing.
    const { rows } = await sql<{ person: string; issuer: string; subject: string; name: string }>`
      with here as (
        select session.hash, session.seen, account.* from session join account using (person)
        where hash = ${hash} and ends > ${now} and seen > ${this.in(-idleFor)}
      ), touched as (
        update session set seen = ${now} from here
        where session.hash = here.hash and here.seen <= ${this.in(-touchedEvery)}
      )
      select person, issuer, subject, name from here`.execute(this.database);
    const [row] = rows;
    return row && { person: row.person, account: { issuer: row.issuer, subject: row.subject }, name: row.name };
  }

  /** Ends a session. */
  async close(hash: string): Promise<void> {
    await this.database.deleteFrom('session').where('hash', '=', hash).execute();
  }
}
