import fc from 'fast-check';
import { drawsOf } from './draw.ts';
import type { SignedIn } from './enter.ts';

/** Who may ask: by role, one with a declared interest in every key, somebody without a role, nobody. */
export type Who = 'ods' | 'registrar' | 'interested' | 'calendar' | 'reader' | 'administrator' | 'stranger' | 'nobody';

/** A request, and what it goes to in the description of the API. */
export interface FuzzRequest {
  readonly path: string;
  readonly method: 'get' | 'post';
  readonly address: string;
  readonly init: RequestInit;
  /** Whether an empty or dotted part may make it another address. */
  readonly isOtherAddress: boolean;
  readonly key: string;
}

/** What is known of a record from answers. */
interface Known {
  state: string;
  last: number;
  /** Entries with reasons that were not erased yet. */
  readonly withReasons: number[];
  /** Decisions for a day to come. */
  ahead: readonly number[];
}

/** What is wrong with a request on purpose; `fine` has nothing wrong, `odd` something at random. */
const faults = [
  'nobody',
  'foreign',
  'stranger',
  'other register',
  'no such key',
  'stale',
  'no condition',
  'wrong state',
  'interested',
  'wrong content',
  'not json',
  'too large',
  'no body',
  'again',
  'same',
  'odd',
] as const;
type Fault = (typeof faults)[number] | 'fine';

const records = '/registers/{register}/records/{key}';
const operations: readonly (readonly ['get' | 'post', string])[] = [
  ['get', '/registers'],
  ['get', '/registers/{register}'],
  ['get', '/registers/{register}/records'],
  ['get', records],
  ['get', `${records}/entries`],
  ['get', '/entries/{number}/proof'],
  ['get', '/heads/latest'],
  ['get', '/heads/{size}'],
  ['get', '/session'],
  ['post', `${records}/decisions`],
  ['post', `${records}/corrections`],
  ['post', `${records}/erasures`],
  ['post', `${records}/withdrawals`],
];

const oddTexts = ['\u0000', '../', '%', "' or 1=1 --", '__proto__', '9'.repeat(40), '-1', '', '.', '🙂', '\u0301'];
const seed = 20_261_127;
const strings = [...oddTexts, ...fc.sample(fc.string({ unit: 'binary', maxLength: 12 }), { seed, numRuns: 500 })];
const values = fc.sample(fc.jsonValue(), { seed, numRuns: 500 });
const bodies = [...fc.sample(fc.json(), { seed, numRuns: 500 }), ...strings, '{', '[[[[', '{"action":'];
const queries = ['text', 'identifier', 'state', 'region', 'board', 'after', 'limit', 'valid', 'recorded', 'since', 'x'];

/**
 * Draws requests over the API, one after another, for keys of its own. Half are as they should be, the rest have each fault
 * in turn on each operation; those drawn `odd` have random values anywhere.
 */
export class FuzzRequests {
  private readonly people: ReadonlyMap<Who, SignedIn>;
  private readonly prefix: string;
  private readonly draw: () => number;
  private readonly firstOperation: number;
  private readonly records = new Map<string, Known>();
  private readonly etags = new Map<string, string>();
  private readonly sizes: number[] = [];
  private readonly decided = new Map<
    string,
    { readonly name: string; readonly body: string; readonly headers: Record<string, string> }
  >();
  private count = 0;
  private readonly ours: { readonly key: string; readonly entry: number }[] = [];

  /**
   * @param prefix The first letter of its keys.
   * @param word What its draws go out from, and which operation has the faults first.
   */
  constructor(people: ReadonlyMap<Who, SignedIn>, prefix: string, word: number) {
    this.people = people;
    this.prefix = prefix;
    this.draw = drawsOf(word).uniform;
    this.firstOperation = word * 3;
  }

  private one<T>(list: readonly [T, ...T[]] | readonly T[]): T {
    const found = list[Math.floor(this.draw() * list.length)];
    if (found === undefined) throw new Error('nothing to choose from');
    return found;
  }

  /** Draws the next request. */
  next(): FuzzRequest {
    this.count += 1;
    const isFine = this.count % 2 === 0;
    const turn = Math.floor(this.count / 2);
    const fault: Fault = isFine ? 'fine' : (faults[turn % faults.length] ?? 'odd');
    // Decisions come more often than the rest: they change what the rest reads.
    const [method, path] = isFine
      ? this.draw() < 0.4
        ? this.one(operations.slice(-4))
        : this.one(operations)
      : (operations[(this.firstOperation + Math.floor(turn / faults.length)) % operations.length] ?? [
          'get',
          '/registers',
        ]);
    return method === 'get' ? this.read(path, fault) : this.write(path, fault);
  }

  private filled(path: string, parts: Readonly<Record<string, string>>): { address: string; isOtherAddress: boolean } {
    const used = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => parts[name] ?? '');
    const address = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) =>
      encodeURIComponent(Buffer.from(parts[name] ?? '').toString()),
    );
    return { address: `/api/v1${address}`, isOtherAddress: used.some((part) => ['', '.', '..'].includes(part)) };
  }

  private read(path: string, fault: Fault): FuzzRequest {
    const known = [...this.records.keys()];
    const odd = fault === 'odd';
    const part = (usual: string): string => (odd && this.draw() < 0.7 ? this.one(strings) : usual);
    const key = fault === 'no such key' ? `${this.prefix}99999` : part(known.length > 0 ? this.one(known) : 'A00001');
    const nowhere = fault === 'no such key' ? '999999999' : undefined;
    const number = nowhere ?? part(String(this.ours.length > 0 ? this.one(this.ours).entry : 1));
    const size = nowhere ?? part(String(this.sizes.length > 0 ? this.one(this.sizes) : 1));
    const asks = path.endsWith('/records') || path.endsWith('{key}') || path.endsWith('/proof');
    const register =
      fault === 'other register'
        ? this.one(['memberships', 'none'])
        : fault === 'wrong content' && !asks
          ? '\u0000'
          : part('organisations');
    const { address, isOtherAddress } = this.filled(path, { register, key, number, size });
    const query = new URLSearchParams();
    if (fault === 'wrong content' && asks) query.set(this.one(['limit', 'valid', 'since']), 'x');
    if (odd && asks) query.set(this.one(queries), this.one(strings));
    if (fault === 'fine' && path.endsWith('/records') && this.draw() < 0.5) query.set('text', 'trust');
    const who: Who = fault === 'nobody' ? 'nobody' : this.one([...this.people.keys()]);
    const asked = path === '/session' && fault === 'fine' ? 'ods' : who;
    const text = query.toString();
    const whole = `${address}${text === '' ? '' : `?${text}`}`;
    const etag = fault === 'again' ? (this.etags.get(`${asked} ${whole}`) ?? '*') : undefined;
    const headers = { ...this.people.get(asked)?.headers, ...(etag === undefined ? {} : { 'if-none-match': etag }) };
    return { path, method: 'get', address: whole, init: { headers }, isOtherAddress, key };
  }

  private write(path: string, fault: Fault): FuzzRequest {
    const kind = path.slice(path.lastIndexOf('/') + 1);
    const known = [...this.records];
    const fresh = (): string => `${this.prefix}${String(this.count % 100_000).padStart(5, '0')}`;
    const decides = kind === 'decisions';
    // New records until there are enough to choose from, and now and then another.
    const isNew = decides && (known.length < 4 || (known.length < 400 && this.draw() < 0.2));
    let key = isNew || known.length === 0 ? fresh() : this.one(known)[0];
    if (fault === 'no such key') key = fresh();
    if (fault === 'odd' && this.draw() < 0.3) key = this.one(strings);
    const record = this.records.get(key);
    const state = record?.state ?? 'none';
    const body = this.bodyOf(kind, state, record, fault);
    const who: Who =
      {
        nobody: 'nobody' as const,
        stranger: this.one(['stranger', 'administrator', 'reader', 'calendar'] as const),
        interested: 'interested' as const,
      }[fault as string] ?? body.who;
    const signedIn = this.people.get(fault === 'interested' ? 'interested' : who);
    const headers: Record<string, string> = { 'content-type': 'application/json', ...signedIn?.headers };
    if (fault === 'foreign') headers['x-form-secret'] = 'another';
    if (fault === 'not json') headers['content-type'] = this.one(['text/plain', 'application/xml']);
    if (fault === 'stale') headers['if-match'] = `"entry-${(record?.last ?? 0) + 1_000_000}"`;
    else if (fault !== 'no condition') {
      if (record) headers['if-match'] = `"entry-${record.last}"`;
      else headers['if-none-match'] = '*';
    }
    if (fault === 'odd') headers['if-match'] = this.one(['"entry-x"', '*', 'W/"entry-1"', '"']);
    let text = JSON.stringify(body.content);
    if (decides && !['odd', 'again', 'same'].includes(fault)) {
      headers['idempotency-key'] = `${this.prefix}-request-${this.count}`;
      if (fault === 'fine')
        this.decided.set(key, { name: headers['idempotency-key'], body: text, headers: { ...headers } });
    }
    const before = this.decided.get(key);
    if (decides && before && (fault === 'again' || fault === 'same')) {
      Object.assign(headers, before.headers);
      if (fault === 'again') text = before.body;
    }
    if (fault === 'odd')
      text = this.draw() < 0.5 ? JSON.stringify({ ...body.content, ...this.oddFields() }) : this.one(bodies);
    if (fault === 'too large') text = JSON.stringify({ ...body.content, reasons: 'x'.repeat(300_000) });
    if (fault === 'no body') text = '';
    const register = fault === 'other register' ? this.one(['memberships', 'none']) : 'organisations';
    const { address, isOtherAddress } = this.filled(path, { register, key });
    return { path, method: 'post', address, init: { method: 'POST', headers, body: text }, isOtherAddress, key };
  }

  private oddFields(): object {
    const name = this.one(['action', 'change', 'reasons', 'evidence', 'validFrom', 'concerns', 'entry', 'names', 'x']);
    return { [name]: this.draw() < 0.5 ? this.one(values) : this.one(strings) };
  }

  private bodyOf(
    kind: string,
    state: string,
    record: Known | undefined,
    fault: Fault,
  ): { readonly who: Who; readonly content: object } {
    const reasons = `because of ${this.count}`;
    const wrong = fault === 'wrong content';
    if (kind === 'corrections') {
      const concerns = wrong ? 999_999_999 : (record?.last ?? 1);
      return { who: 'registrar', content: { concerns, change: { name: `TRUST ${this.count}` }, reasons } };
    }
    if (kind === 'erasures') {
      const entry = wrong ? 999_999_999 : (record?.withReasons.at(-1) ?? record?.last ?? 1);
      return { who: 'registrar', content: { entry, names: ['reasons'], reasons } };
    }
    if (kind === 'withdrawals') {
      const entry = wrong ? 999_999_999 : (record?.ahead.at(-1) ?? record?.last ?? 1);
      return { who: 'ods', content: { entry, reasons } };
    }
    const details = { name: `TRUST ${this.count}`, address: ['1 QUAY'], opened: '2020-04-01' };
    const may: Readonly<Record<string, readonly (readonly [Who, string, object])[]>> = {
      none: [
        ['ods', 'list', details],
        ['ods', 'list-closed', { ...details, closed: '2024-03-31' }],
      ],
      open: [
        ['ods', 'update', { name: `TRUST ${this.count}` }],
        ['ods', 'close', { closed: '2024-03-31' }],
        ['ods', 'close', {}],
      ],
      closed: [
        ['registrar', 'reopen', { closed: null }],
        ['ods', 'reopen', { closed: null }],
      ],
    };
    const other = state === 'closed' ? 'open' : 'closed';
    const chosen = this.one(may[fault === 'wrong state' ? other : state] ?? may['none'] ?? []);
    const [who, action, change] = fault === 'interested' ? (['registrar', 'reopen', {}] as const) : chosen;
    const isAhead = action === 'close' && Object.keys(change).length === 0;
    const validFrom = isAhead ? '2099-03-31' : '2024-04-01';
    const content = { action, change: wrong ? { name: 7, y: 1 } : change, reasons, validFrom };
    return { who, content };
  }

  /** Learns from an answer what later requests go out from. */
  learn(request: FuzzRequest, status: number, said: unknown, etag: string | null): void {
    const { method, key, address, init } = request;
    if (method === 'get') {
      const cookie = new Headers(init.headers).get('cookie');
      const who = [...this.people].find(([, one]) => one.headers.cookie === cookie)?.[0] ?? 'nobody';
      if (etag !== null && this.etags.size < 1000) this.etags.set(`${who} ${address}`, etag);
      if (status === 200 && typeof said === 'object' && said !== null && 'size' in said && this.sizes.length < 1000)
        this.sizes.push(Number(said.size));
      return;
    }
    if (status !== 201 || typeof said !== 'object' || said === null || !('entry' in said) || !('record' in said))
      return;
    const entry = Number(said.entry);
    const record = said.record as {
      readonly state: string;
      readonly lastEntry: number;
      readonly later?: readonly { readonly entry?: number }[];
    };
    if (this.ours.length < 1000) this.ours.push({ key, entry });
    const known = this.records.get(key) ?? { state: '', last: 0, withReasons: [], ahead: [] };
    known.state = record.state;
    known.last = record.lastEntry;
    known.ahead = record.later?.flatMap((one) => one.entry ?? []) ?? [];
    if (request.path.endsWith('/decisions')) known.withReasons.push(entry);
    if (request.path.endsWith('/erasures')) known.withReasons.pop();
    this.records.set(key, known);
  }
}
