import { notAnswered, readAnswer, type Answer, type Given } from './answer.ts';
import type {
  ApiCorrection,
  ApiDecided,
  ApiDecision,
  ApiErasure,
  ApiHistory,
  ApiPage,
  ApiProof,
  ApiRecord,
  ApiRegister,
  ApiSession,
  ApiTreeHead,
  ApiWithdrawal,
} from './api-types.ts';

/** How a client reaches its server. */
export interface ClientOptions {
  /** The address of the server, without a path: `https://isocentre.example`. */
  readonly origin: string;
  /** What sends a request; the `fetch` of the platform by default. */
  readonly fetch?: (address: string, init: RequestInit) => Promise<Response>;
  /** The cookie of a session, `NAME=VALUE`, for a program that decides. A page has it already. */
  readonly cookie?: string;
}

/** What is looked for: `text`, `identifier`, `limit`, and any facet of the register by its name. */
export type ApiSearch = Readonly<Record<string, string>>;

/** As it held at one time, by what was known at another: a day or an instant each. */
export interface ApiMoment {
  readonly valid?: string;
  readonly recorded?: string;
}

/** The state that a decision is about: the record as it was answered, or `none` where there was none. */
export type KnownState = Given<ApiRecord> | 'none';

const parts = (...names: readonly string[]): string => names.map((name) => `/${encodeURIComponent(name)}`).join('');

const queryOf = (query: Readonly<Record<string, string | undefined>>): string => {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) asked.set(name, value);
  return asked.size === 0 ? '' : `?${asked.toString()}`;
};

const conditionOf = (known: KnownState): Readonly<Record<string, string>> => {
  if (known === 'none') return { 'if-none-match': '*' };
  return known.etag === undefined ? {} : { 'if-match': known.etag };
};

/**
 * A client of the API of the registers, `docs/api/openapi.json`. Every method gives an answer; what the server refuses and
 * that it does not answer are values too.
 *
 * Reading takes an earlier answer as `known`: where nothing changed since, the server sends nothing and that answer is given
 * again.
 */
export class RegisterClient {
  readonly #origin: string;
  readonly #fetch: (address: string, init: RequestInit) => Promise<Response>;
  readonly #cookie: string | undefined;
  #formSecret: string | undefined;

  constructor({ origin, fetch: send = fetch, cookie }: ClientOptions) {
    this.#origin = origin.replace(/\/$/, '');
    // Not as a method of this object, which the platform's would refuse.
    this.#fetch = (address, init) => send(address, init);
    this.#cookie = cookie;
  }

  /** Lists the registers that anyone may read. */
  registers(known?: Given<readonly ApiRegister[]>): Promise<Answer<readonly ApiRegister[]>> {
    return this.#get('/registers', known);
  }

  /** Describes a register: its states, actions, and who may decide what. */
  register(name: string, known?: Given<ApiRegister>): Promise<Answer<ApiRegister>> {
    return this.#get(`/registers${parts(name)}`, known);
  }

  /** Searches a register and gives the first page, or the one after a key. */
  search(register: string, search: ApiSearch = {}, known?: Given<ApiPage>): Promise<Answer<ApiPage>> {
    return this.#get(`/registers${parts(register)}/records${queryOf(search)}`, known);
  }

  /** Goes through all that a search finds, page by page. A page that is refused is given, and ends it. */
  async *records(register: string, search: ApiSearch = {}): AsyncGenerator<Answer<ApiRecord>, void> {
    let page = await this.search(register, search);
    for (;;) {
      if (!page.ok) {
        yield page;
        return;
      }
      for (const value of page.value.records) yield { ok: true, value };
      const { next } = page.value;
      if (next === undefined) return;
      page = await this.#get(next.replace(/^\/api\/v1/, ''));
    }
  }

  /** Reads a record, as it is or at a moment. */
  record(register: string, key: string, moment: ApiMoment = {}, known?: Given<ApiRecord>): Promise<Answer<ApiRecord>> {
    return this.#get(`/registers${parts(register, 'records', key)}${queryOf({ ...moment })}`, known);
  }

  /** Reads the entries of a record, oldest first, with their content apart that may be seen. */
  history(register: string, key: string, known?: Given<ApiHistory>): Promise<Answer<ApiHistory>> {
    return this.#get(`/registers${parts(register, 'records', key)}/entries`, known);
  }

  /** Reads the proof of an entry; with `since`, the size of an earlier head, also that the ledger only grew from it. */
  proof(entry: number, since?: number): Promise<Answer<ApiProof>> {
    return this.#get(`/entries/${entry}/proof${queryOf({ since: since?.toString() })}`);
  }

  /** Reads the signed head over all entries: keep it elsewhere. */
  latestHead(): Promise<Answer<ApiTreeHead>> {
    return this.#get('/heads/latest');
  }

  /** Reads the head that was signed at a size. */
  head(size: number): Promise<Answer<ApiTreeHead>> {
    return this.#get(`/heads/${size}`);
  }

  /** Tells who is signed in, and in which roles. */
  session(): Promise<Answer<ApiSession>> {
    return this.#get('/session');
  }

  /**
   * Decides about a record.
   *
   * @param known The state that it is decided on: where somebody else decided since, nothing is written, and the status is 412.
   * @param requestName 8 to 64 letters, digits, hyphens or underscores: sent again under it, nothing more is decided.
   */
  decide(
    register: string,
    key: string,
    decision: ApiDecision,
    known: KnownState,
    requestName?: string,
  ): Promise<Answer<ApiDecided>> {
    const named = requestName === undefined ? {} : { 'idempotency-key': requestName };
    return this.#post(register, key, 'decisions', decision, { ...conditionOf(known), ...named });
  }

  /** Corrects an entry of a record. */
  correct(
    register: string,
    key: string,
    correction: ApiCorrection,
    known: Given<ApiRecord>,
  ): Promise<Answer<ApiDecided>> {
    return this.#post(register, key, 'corrections', correction, conditionOf(known));
  }

  /** Takes back what was decided of a record for a later day, before that day. */
  takeBack(
    register: string,
    key: string,
    withdrawal: ApiWithdrawal,
    known: Given<ApiRecord>,
  ): Promise<Answer<ApiDecided>> {
    return this.#post(register, key, 'withdrawals', withdrawal, conditionOf(known));
  }

  /** Erases content of an entry of a record, for good. */
  erase(register: string, key: string, erasure: ApiErasure): Promise<Answer<ApiDecided>> {
    return this.#post(register, key, 'erasures', erasure, {});
  }

  async #send(path: string, init: RequestInit): Promise<Response | Error> {
    const cookie = this.#cookie === undefined ? {} : { cookie: this.#cookie };
    const headers = { ...cookie, ...(init.headers as Readonly<Record<string, string>>) };
    try {
      return await this.#fetch(`${this.#origin}/api/v1${path}`, { ...init, headers });
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  async #get<T>(path: string, known?: Given<T>): Promise<Answer<T>> {
    const where = `GET ${path}`;
    const response = await this.#send(path, {
      headers: known?.etag === undefined ? {} : { 'if-none-match': known.etag },
    });
    if (response instanceof Error) return notAnswered(where, response);
    return response.status === 304 && known ? known : readAnswer(where, response);
  }

  async #post(
    register: string,
    key: string,
    what: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer<ApiDecided>> {
    if (this.#formSecret === undefined) {
      const session = await this.session();
      if (!session.ok) return session;
      this.#formSecret = session.value.formSecret;
    }
    const path = `/registers${parts(register, 'records', key, what)}`;
    const response = await this.#send(path, {
      method: 'POST',
      headers: {
        ...headers,
        'content-type': 'application/json',
        origin: this.#origin,
        'x-form-secret': this.#formSecret,
      },
      body: JSON.stringify(body),
    });
    return response instanceof Error ? notAnswered(`POST ${path}`, response) : readAnswer(`POST ${path}`, response);
  }
}
